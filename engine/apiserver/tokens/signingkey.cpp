#include "signingkey.h"

#include "base64url.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <cassert>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t signatureBytes = 64;

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string idOf(EVP_PKEY* key)
{
    unsigned char* encoded = nullptr;
    const int size = i2d_PUBKEY(key, &encoded);
    if (size <= 0)
        return {};
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(encoded, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(digest.data()));
    OPENSSL_free(encoded);
    return base64Url(digest);
}

} // namespace

SigningKey::SigningKey(const Bytes& privateKey)
    : m_key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, privateKey.data(), privateKey.size()), EVP_PKEY_free),
      m_id(m_key ? idOf(m_key.get()) : std::string())
{
    assert(m_key && "this OpenSSL knows no Ed25519");
}

std::string SigningKey::signature(std::string_view message) const
{
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::string made(signatureBytes, '\0');
    std::size_t size = made.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) != 1
        || EVP_DigestSign(
               context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, bytes(message), message.size())
            != 1)
        return {};
    made.resize(size);
    return made;
}

bool SigningKey::verifies(std::string_view message, std::string_view signature) const
{
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return signature.size() == signatureBytes && context
        && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) == 1
        && EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

} // namespace kubarium::apiserver
