#include "x509.h"

#include "../goformat.h"
#include "../pem.h"

#include <openssl/x509.h>

#include <climits>
#include <memory>

namespace kubarium::api {

namespace {

template <auto release> struct Release {
    template <class T> void operator()(T* object) const { release(object); }
};

using Request = std::unique_ptr<X509_REQ, Release<X509_REQ_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

// Reads one object and expects nothing behind it.
template <auto read> auto decoded(const std::string& der) -> decltype(read(nullptr, nullptr, 0))
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    if (der.size() > LONG_MAX)
        return nullptr;
    const unsigned char* const end = at + der.size();
    auto* const object = read(nullptr, &at, static_cast<long>(der.size()));
    return at == end ? object : nullptr;
}

// What Go's decoder says of DER that is not even a sequence of the right length. Damage further inside has sentences
// of many kinds there; here it has one.
std::string objectionToDer(std::string_view der)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(der[i]); };
    if (der.size() < 2)
        return "asn1: syntax error: data truncated";
    std::size_t header = 2;
    std::size_t length = byte(1);
    if (length >= 0x80) {
        const std::size_t bytes = length & 0x7fU;
        if (bytes == 0)
            return "asn1: syntax error: indefinite length found (not DER)";
        if (bytes > 4)
            return "asn1: structure error: length too large";
        header += bytes;
        if (der.size() < header)
            return "asn1: syntax error: truncated tag or length";
        length = 0;
        for (std::size_t i = 2; i < header; ++i)
            length = length << 8U | byte(i);
    }
    if (byte(0) != 0x30) {
        return "asn1: structure error: tags don't match (16 vs {class:" + std::to_string(byte(0) >> 6U)
            + " tag:" + std::to_string(byte(0) & 0x1fU) + " length:" + std::to_string(length)
            + " isCompound:" + ((byte(0) & 0x20U) != 0 ? "true" : "false")
            + "}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> "
              "stringType:0 timeType:0 set:false omitEmpty:false} certificateRequest @"
            + std::to_string(header);
    }
    if (der.size() - header < length)
        return "asn1: syntax error: data truncated";
    if (der.size() - header > length)
        return "asn1: syntax error: trailing data";
    return "x509: malformed certificate request";
}

std::string objectionToSignature(X509_REQ& request)
{
    switch (X509_REQ_get_signature_nid(&request)) {
    case NID_md5WithRSAEncryption:
        return "x509: cannot verify signature: insecure algorithm MD5-RSA";
    case NID_sha1WithRSAEncryption:
        return "x509: cannot verify signature: insecure algorithm SHA1-RSA";
    case NID_ecdsa_with_SHA1:
        return "x509: cannot verify signature: insecure algorithm ECDSA-SHA1";
    default:
        break;
    }
    const Key key(X509_REQ_get_pubkey(&request));
    if (key && X509_REQ_verify(&request, key.get()) == 1)
        return {};
    switch (key ? EVP_PKEY_get_base_id(key.get()) : EVP_PKEY_NONE) {
    case EVP_PKEY_RSA:
        return "crypto/rsa: verification error";
    case EVP_PKEY_EC:
        return "x509: ECDSA verification failure";
    case EVP_PKEY_ED25519:
        return "x509: Ed25519 verification failure";
    default:
        return "x509: cannot verify signature: algorithm unimplemented";
    }
}

} // namespace

std::string objectionToCertificateRequest(std::string_view pem)
{
    const std::optional<PemBlock> block = nextPemBlock(pem);
    if (!block || block->type != "CERTIFICATE REQUEST")
        return "PEM block type must be CERTIFICATE REQUEST";
    const Request request(decoded<d2i_X509_REQ>(block->bytes));
    return request ? objectionToSignature(*request) : objectionToDer(block->bytes);
}

std::string objectionToCertificates(std::string_view pem)
{
    if (pem.empty())
        return {};
    bool found = false;
    while (const std::optional<PemBlock> block = nextPemBlock(pem)) {
        if (block->type != "CERTIFICATE")
            return "only CERTIFICATE PEM blocks are allowed, found " + goQuoted(block->type);
        if (block->hasHeaders)
            return "no PEM block headers are permitted";
        if (block->bytes.empty())
            return "found CERTIFICATE PEM block containing 0 certificates";
        if (!Certificate(decoded<d2i_X509>(block->bytes)))
            return "x509: malformed certificate";
        found = true;
    }
    return found ? std::string() : "must contain at least one CERTIFICATE PEM block";
}

std::string objectionToCaBundle(std::string_view pem)
{
    std::string_view rest = pem;
    while (const std::optional<PemBlock> block = nextPemBlock(rest)) {
        if (block->type == "CERTIFICATE" && !block->hasHeaders && Certificate(decoded<d2i_X509>(block->bytes)))
            return {};
    }
    // None is good: the first that is bad is named.
    while (!pem.empty()) {
        const std::optional<PemBlock> block = nextPemBlock(pem);
        if (!block)
            return "unable to load root certificates: unable to parse bytes as PEM block";
        if (block->type == "CERTIFICATE" && !block->hasHeaders)
            return "unable to load root certificates: failed to parse certificate: x509: malformed certificate";
    }
    return "unable to load root certificates: no valid certificate authority data seen";
}

} // namespace kubarium::api
