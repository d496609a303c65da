#include "sessionkeys.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <cstdlib>
#include <utility>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view salt = "kubarium session keys 1"; // another number would be other keys for every session

// HKDF with SHA-256 (RFC 5869). The seed and what the bytes are for are its `info`.
SigningKey::Bytes derived(std::uint64_t seed, const SessionSecret& secret, std::string_view purpose)
{
    SigningKey::Bytes bytes{};
    std::string info = std::string(purpose) + " of seed " + std::to_string(seed);
    EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    EVP_KDF_CTX* const context = EVP_KDF_CTX_new(kdf);
    std::string digest = "SHA256";
    const OSSL_PARAM wishes[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<std::uint8_t*>(secret.data()), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char*>(salt.data()), salt.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    const int made = context ? EVP_KDF_derive(context, bytes.data(), bytes.size(), wishes) : 0;
    if (made != 1)
        std::abort(); // an OpenSSL without HKDF: a key that anybody can guess is worse than no lab
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return bytes;
}

} // namespace

std::optional<SessionSecret> newSessionSecret()
{
    SessionSecret secret{};
    if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1)
        return std::nullopt;
    return secret;
}

SessionKeys::SessionKeys(std::uint64_t seed, const SessionSecret& secret)
    : m_tokens(derived(seed, secret, "token key")),
      m_authority(SigningKey(derived(seed, secret, "authority key")), derived(seed, secret, "authority serial"))
{
}

} // namespace kubarium::apiserver
