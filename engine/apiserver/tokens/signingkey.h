// An Ed25519 key: signs and verifies. What it makes of the same bytes is always the same, so nothing that it has signed needs
// to be kept.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace kubarium::apiserver {

class SigningKey {
public:
    using Bytes = std::array<std::uint8_t, 32>;

    explicit SigningKey(const Bytes& privateKey);

    std::string signature(std::string_view message) const; // 64 bytes
    bool verifies(std::string_view message, std::string_view signature) const;

    // By which others tell keys apart: the SHA-256 of the public half, as a server names its keys.
    const std::string& id() const { return m_id; }

    evp_pkey_st* handle() const { return m_key.get(); } // OpenSSL's EVP_PKEY

private:
    std::shared_ptr<evp_pkey_st> m_key;
    std::string m_id;
};

} // namespace kubarium::apiserver
