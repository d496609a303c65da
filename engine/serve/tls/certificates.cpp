#include "certificates.h"

#include "openssl.h"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace kubarium::serve {

namespace {

using openssl::complaint;

constexpr long version3 = 2; // X.509 counts from nought
constexpr int serialBytes = 16;

std::string textOf(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

bool setSerial(X509* certificate)
{
    unsigned char bytes[serialBytes];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7fU) | 0x40U); // positive, and as long as it says
    BIGNUM* const number = BN_bin2bn(bytes, sizeof bytes, nullptr);
    const bool set = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return set;
}

bool addName(X509_NAME* name, int what, const std::string& value)
{
    return X509_NAME_add_entry_by_NID(name, what, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
               static_cast<int>(value.size()), -1, 0)
        == 1;
}

bool addExtension(X509* certificate, X509* issuer, int what, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    const bool added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

std::string alternativeNames(const CertificateWish& wish)
{
    std::string names;
    for (const std::string& name : wish.dnsNames)
        names.append(names.empty() ? "DNS:" : ",DNS:").append(name);
    for (const std::string& address : wish.addresses)
        names.append(names.empty() ? "IP:" : ",IP:").append(address);
    return names;
}

// What all certificates have in common.
openssl::Certificate begun(EVP_PKEY* key, const CertificateWish& wish)
{
    openssl::Certificate certificate(X509_new());
    X509* const made = certificate.get();
    if (!made || X509_set_version(made, version3) != 1 || !setSerial(made) || X509_set_pubkey(made, key) != 1
        || ASN1_TIME_set_string_X509(X509_getm_notBefore(made), wish.notBefore.c_str()) != 1
        || ASN1_TIME_set_string_X509(X509_getm_notAfter(made), wish.notAfter.c_str()) != 1)
        return nullptr;
    X509_NAME* const subject = X509_get_subject_name(made);
    for (const std::string& organization : wish.organizations) {
        if (!addName(subject, NID_organizationName, organization))
            return nullptr;
    }
    return addName(subject, NID_commonName, wish.commonName) ? std::move(certificate) : nullptr;
}

std::optional<KeyPair> written(X509* certificate, EVP_PKEY* key)
{
    const openssl::Bio first(BIO_new(BIO_s_mem()));
    const openssl::Bio second(BIO_new(BIO_s_mem()));
    if (!first || !second || PEM_write_bio_X509(first.get(), certificate) != 1
        || PEM_write_bio_PrivateKey(second.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return std::nullopt;
    return KeyPair{textOf(first.get()), textOf(second.get())};
}

openssl::Key newKey()
{
    return openssl::Key(EVP_EC_gen("P-256"));
}

} // namespace

std::string certificateTime(std::chrono::system_clock::time_point time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts)};
}

api::Parsed<KeyPair> newAuthority(const std::string& commonName)
{
    CertificateWish wish;
    wish.commonName = commonName;
    const openssl::Key key = newKey();
    const openssl::Certificate certificate = key ? begun(key.get(), wish) : nullptr;
    X509* const made = certificate.get();
    if (!made || X509_set_issuer_name(made, X509_get_subject_name(made)) != 1
        || !addExtension(made, made, NID_basic_constraints, "critical,CA:TRUE")
        || !addExtension(made, made, NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign")
        || !addExtension(made, made, NID_subject_key_identifier, "hash")
        || X509_sign(made, key.get(), EVP_sha256()) == 0)
        return api::Refusal{complaint("cannot make a certificate authority")};
    if (std::optional<KeyPair> pair = written(made, key.get()))
        return *std::move(pair);
    return api::Refusal{complaint("cannot write a certificate authority")};
}

api::Parsed<KeyPair> newCertificate(const KeyPair& authority, const CertificateWish& wish)
{
    const openssl::Certificate issuer = openssl::certificateFrom(authority.certificate);
    const openssl::Key issuerKey = openssl::keyFrom(authority.key);
    if (!issuer || !issuerKey || X509_check_private_key(issuer.get(), issuerKey.get()) != 1)
        return api::Refusal{complaint("cannot read the certificate authority")};
    const bool server = wish.use == CertificateWish::Use::Server;
    const std::string names = alternativeNames(wish);
    const openssl::Key key = newKey();
    const openssl::Certificate certificate = key ? begun(key.get(), wish) : nullptr;
    X509* const made = certificate.get();
    if (!made || X509_set_issuer_name(made, X509_get_subject_name(issuer.get())) != 1
        || !addExtension(made, issuer.get(), NID_basic_constraints, "critical,CA:FALSE")
        || !addExtension(made, issuer.get(), NID_key_usage, "critical,digitalSignature")
        || !addExtension(made, issuer.get(), NID_ext_key_usage, server ? "serverAuth" : "clientAuth")
        || !addExtension(made, issuer.get(), NID_authority_key_identifier, "keyid")
        || (!names.empty() && !addExtension(made, issuer.get(), NID_subject_alt_name, names))
        || X509_sign(made, issuerKey.get(), EVP_sha256()) == 0)
        return api::Refusal{complaint("cannot make a certificate for " + wish.commonName)};
    if (std::optional<KeyPair> pair = written(made, key.get()))
        return *std::move(pair);
    return api::Refusal{complaint("cannot write a certificate for " + wish.commonName)};
}

} // namespace kubarium::serve
