#include "context.h"

#include <openssl/x509v3.h>

#include <ctime>

namespace kubarium::serve {

namespace {

using openssl::complaint;

// Every chain passes here: Trust judges it later.
int acceptForNow(X509_STORE_CTX*, void*)
{
    return 1;
}

// HTTP/2 is offered by nearly all and spoken by us not at all.
int chooseProtocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
    unsigned int offeredSize, void*)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, size, ours, sizeof ours - 1, offered, offeredSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

std::string entryText(X509_NAME_ENTRY* entry)
{
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
    if (size < 0)
        return {};
    std::string text(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return text;
}

api::Time timeOf(const ASN1_TIME* time, api::Time otherwise)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return otherwise;
    return api::Time::sinceEpoch(std::chrono::seconds(timegm(&parts)));
}

// The name is the user, the organizations are the groups.
apiserver::IdentityPtr identityFrom(X509* certificate)
{
    auto identity = std::make_shared<apiserver::Identity>();
    X509_NAME* const subject = X509_get_subject_name(certificate);
    for (int i = 0; i < X509_NAME_entry_count(subject); ++i) {
        X509_NAME_ENTRY* const entry = X509_NAME_get_entry(subject, i);
        const int what = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
        if (what == NID_commonName)
            identity->user = entryText(entry);
        else if (what == NID_organizationName)
            identity->groups.push_back(entryText(entry));
    }
    if (identity->user.empty())
        return nullptr;
    identity->groups.push_back("system:authenticated");
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &size) == 1) {
        static constexpr char hex[] = "0123456789abcdef";
        std::string id = "X509SHA256=";
        for (unsigned int i = 0; i < size; ++i)
            id.append({hex[digest[i] >> 4U], hex[digest[i] & 15U]});
        identity->extra["authentication.kubernetes.io/credential-id"] = {std::move(id)};
    }
    return identity;
}

} // namespace

api::Parsed<Trust> Trust::of(const std::vector<std::string>& authorities)
{
    Trust trust;
    trust.m_store = std::shared_ptr<X509_STORE>(X509_STORE_new(), X509_STORE_free);
    for (const std::string& pem : authorities) {
        const openssl::Certificate certificate = openssl::certificateFrom(pem);
        if (!trust.m_store || !certificate || X509_STORE_add_cert(trust.m_store.get(), certificate.get()) != 1)
            return api::Refusal{complaint("cannot read a certificate authority")};
    }
    return trust;
}

std::shared_ptr<const ClientCertificate> Trust::shownBy(SSL* connection) const
{
    const openssl::Certificate certificate(SSL_get1_peer_certificate(connection));
    if (!certificate)
        return nullptr;
    auto shown = std::make_shared<ClientCertificate>();
    shown->notBefore = timeOf(X509_get0_notBefore(certificate.get()), shown->notBefore);
    shown->notAfter = timeOf(X509_get0_notAfter(certificate.get()), shown->notAfter);
    const openssl::StoreContext check(X509_STORE_CTX_new());
    if (!check
        || X509_STORE_CTX_init(check.get(), m_store.get(), certificate.get(), SSL_get_peer_cert_chain(connection)) != 1)
        return shown;
    X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_CLIENT);
    X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_NO_CHECK_TIME); // that is asked at each request
    if (X509_verify_cert(check.get()) == 1)
        shown->identity = identityFrom(certificate.get());
    openssl::complaint({});
    return shown;
}

api::Parsed<std::shared_ptr<SSL_CTX>> serverContext(
    const KeyPair& server, const std::string& authority, const std::vector<std::string>& chain)
{
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    const openssl::Certificate certificate = openssl::certificateFrom(server.certificate);
    const openssl::Key key = openssl::keyFrom(server.key);
    const openssl::Certificate issuer = openssl::certificateFrom(authority);
    SSL_CTX* const made = context.get();
    if (!made || !certificate || !key || !issuer || SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION) != 1
        || SSL_CTX_use_certificate(made, certificate.get()) != 1 || SSL_CTX_use_PrivateKey(made, key.get()) != 1
        || SSL_CTX_add_client_CA(made, issuer.get()) != 1)
        return api::Refusal{complaint("cannot prepare TLS")};
    for (const std::string& pem : chain) {
        const openssl::Certificate link = openssl::certificateFrom(pem);
        if (!link || SSL_CTX_add1_chain_cert(made, link.get()) != 1)
            return api::Refusal{complaint("cannot read the server's chain of certificates")};
    }
    SSL_CTX_set_verify(made, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(made, acceptForNow, nullptr);
    SSL_CTX_set_alpn_select_cb(made, chooseProtocol, nullptr);
    // A resumed session would bring back a certificate without its chain; a new handshake costs less than a millisecond.
    SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(made, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_num_tickets(made, 0);
    SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS); // a thousand idle connections
    return context;
}

} // namespace kubarium::serve
