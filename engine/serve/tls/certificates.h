// Keys and certificates: P-256, made with OpenSSL, kept as PEM.
#pragma once

#include "api/parsed.h"

#include <chrono>
#include <string>
#include <vector>

namespace kubarium::serve {

struct KeyPair {
    std::string certificate; // PEM
    std::string key; // PEM, PKCS #8
};

struct CertificateWish {
    enum class Use : std::uint8_t { Server, Client };
    Use use = Use::Client;
    std::string commonName;
    std::vector<std::string> organizations;
    std::vector<std::string> dnsNames;
    std::vector<std::string> addresses; // in their usual form
    // X.509's own form, YYYYMMDDHHMMSSZ. A client's certificate is judged by the virtual clock, so it lasts for ever.
    std::string notBefore = std::string(firstMoment);
    std::string notAfter = std::string(lastMoment);

    static constexpr std::string_view firstMoment = "19700101000000Z";
    static constexpr std::string_view lastMoment = "99991231235959Z";
};

// An authority that signs itself. Refused with OpenSSL's reason.
api::Parsed<KeyPair> newAuthority(const std::string& commonName);
api::Parsed<KeyPair> newCertificate(const KeyPair& authority, const CertificateWish& wish);

// "20260101000000Z"
std::string certificateTime(std::chrono::system_clock::time_point time);

} // namespace kubarium::serve
