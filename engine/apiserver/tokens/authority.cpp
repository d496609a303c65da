#include "authority.h"

#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr long version3 = 2; // X.509 counts from nought
constexpr std::size_t serialBytes = 16;
constexpr const char* commonName = "kubernetes"; // as kubeadm calls it
// Certificates are judged by the virtual clock, which may show anything.
constexpr const char* firstMoment = "19700101000000Z";
constexpr const char* lastMoment = "99991231235959Z";

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

bool addExtension(X509* certificate, X509* issuer, int what, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
    const bool added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

// A positive number that is always as long as any other.
bool setSerial(X509* certificate, SigningKey::Bytes bytes)
{
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x3fU) | 0x40U);
    BIGNUM* const number = BN_bin2bn(bytes.data(), serialBytes, nullptr);
    const bool set = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return set;
}

bool setIssuer(X509* certificate)
{
    X509_NAME* const name = X509_NAME_new();
    const bool set = name
        && X509_NAME_add_entry_by_NID(
               name, NID_commonName, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(commonName), -1, -1, 0)
            == 1
        && X509_set_issuer_name(certificate, name) == 1;
    X509_NAME_free(name);
    return set;
}

bool begin(X509* certificate, const SigningKey::Bytes& serial)
{
    return certificate && X509_set_version(certificate, version3) == 1 && setSerial(certificate, serial)
        && ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), firstMoment) == 1
        && ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), lastMoment) == 1 && setIssuer(certificate);
}

bool sign(X509* certificate, X509* issuer, const SigningKey& key)
{
    return addExtension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE")
        && addExtension(certificate, issuer, NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign")
        && addExtension(certificate, issuer, NID_subject_key_identifier, "hash")
        && X509_sign(certificate, key.handle(), nullptr) != 0; // Ed25519 brings its own digest
}

std::string pem(X509* certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()), BIO_free_all);
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1)
        return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Certificate certificateFrom(const std::string& text)
{
    const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
    return {bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr, X509_free};
}

} // namespace

Authority::Authority(SigningKey key, const SigningKey::Bytes& serial) : m_key(std::move(key)), m_serial(serial)
{
    const Certificate certificate(X509_new(), X509_free);
    X509* const made = certificate.get();
    if (begin(made, serial) && X509_set_subject_name(made, X509_get_issuer_name(made)) == 1
        && X509_set_pubkey(made, m_key.handle()) == 1 && sign(made, made, m_key))
        m_certificate = pem(made);
}

std::optional<std::string> Authority::certificateFor(const std::string& otherAuthority) const
{
    const Certificate other = certificateFrom(otherAuthority);
    const Certificate issuer = certificateFrom(m_certificate);
    const Certificate certificate(X509_new(), X509_free);
    X509* const made = certificate.get();
    SigningKey::Bytes serial = m_serial;
    std::reverse(serial.begin(), serial.end()); // no two certificates of an issuer have the same
    if (!other || !issuer || !begin(made, serial)
        || X509_set_subject_name(made, X509_get_subject_name(other.get())) != 1
        || X509_set_pubkey(made, X509_get0_pubkey(other.get())) != 1
        || !addExtension(made, issuer.get(), NID_authority_key_identifier, "keyid") || !sign(made, issuer.get(), m_key))
        return std::nullopt;
    return pem(made);
}

} // namespace kubarium::apiserver
