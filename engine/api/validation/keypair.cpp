#include "keypair.h"

#include "../pem.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

namespace kubarium::api {

namespace {

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

struct Found {
    std::string der;
    std::string objection;
};

std::string listed(const std::vector<std::string>& types)
{
    std::string out;
    for (const std::string& type : types)
        out += (out.empty() ? "" : " ") + type;
    return '[' + out + ']';
}

// The first certificate is the server's own; those behind it lead to its issuer.
Found findCertificate(std::string_view pem)
{
    std::vector<std::string> skipped;
    while (std::optional<PemBlock> block = nextPemBlock(pem)) {
        if (block->type == "CERTIFICATE")
            return {std::move(block->bytes), {}};
        skipped.push_back(block->type);
    }
    if (skipped.empty())
        return {{}, "tls: failed to find any PEM data in certificate input"};
    if (skipped.size() == 1 && skipped[0].ends_with("PRIVATE KEY")) {
        return {{},
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may "
            "have been switched"};
    }
    return {{},
        "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following "
        "types: "
            + listed(skipped)};
}

Found findKey(std::string_view pem)
{
    std::vector<std::string> skipped;
    while (std::optional<PemBlock> block = nextPemBlock(pem)) {
        if (block->type == "PRIVATE KEY" || block->type.ends_with(" PRIVATE KEY"))
            return {std::move(block->bytes), {}};
        skipped.push_back(block->type);
    }
    if (skipped.empty())
        return {{}, "tls: failed to find any PEM data in key input"};
    if (skipped.size() == 1 && skipped[0] == "CERTIFICATE")
        return {{}, "tls: found a certificate rather than a key in the PEM for the private key"};
    return {{},
        "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the "
        "following types: "
            + listed(skipped)};
}

bool isServed(int algorithm)
{
    return algorithm == EVP_PKEY_RSA || algorithm == EVP_PKEY_EC || algorithm == EVP_PKEY_ED25519;
}

std::string objectionToPair(const std::string& certificateDer, const std::string& keyDer)
{
    const auto* at = reinterpret_cast<const unsigned char*>(certificateDer.data());
    const std::unique_ptr<X509, FreeCertificate> certificate(
        d2i_X509(nullptr, &at, static_cast<long>(certificateDer.size())));
    if (!certificate)
        return "x509: malformed certificate";
    at = reinterpret_cast<const unsigned char*>(keyDer.data());
    const std::unique_ptr<EVP_PKEY, FreeKey> key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(keyDer.size())));
    if (!key)
        return "tls: failed to parse private key";
    EVP_PKEY* const certified = X509_get0_pubkey(certificate.get());
    if (!certified || !isServed(EVP_PKEY_base_id(certified)))
        return "tls: unknown public key algorithm";
    if (EVP_PKEY_base_id(certified) != EVP_PKEY_base_id(key.get()))
        return "tls: private key type does not match public key type";
    return EVP_PKEY_eq(certified, key.get()) == 1 ? std::string() : "tls: private key does not match public key";
}

} // namespace

std::string objectionToKeyPair(std::string_view certificatePem, std::string_view keyPem)
{
    const Found certificate = findCertificate(certificatePem);
    if (!certificate.objection.empty())
        return certificate.objection;
    const Found key = findKey(keyPem);
    if (!key.objection.empty())
        return key.objection;
    std::string objection = objectionToPair(certificate.der, key.der);
    ERR_clear_error(); // what OpenSSL remembers of its failures is nobody else's business
    return objection;
}

} // namespace kubarium::api
