#include "templatehash.h"

#include "api/encode.h"

#include <cstdint>

namespace kubarium::controllers {

namespace {

constexpr std::uint32_t offset = 2166136261U;
constexpr std::uint32_t prime = 16777619U;

// FNV-1a, 32 bits: what Kubernetes hashes templates with.
void mix(std::uint32_t& hash, std::string_view bytes)
{
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * prime;
}

// FNV-1, 32 bits: what it hashes the data of revisions with.
std::uint32_t fnv1(std::string_view bytes)
{
    std::uint32_t hash = offset;
    for (const char byte : bytes)
        hash = (hash * prime) ^ static_cast<unsigned char>(byte);
    return hash;
}

// Each digit becomes one of these; vowels and look-alikes are left out.
constexpr std::string_view safe = "bcdfghjklmnpqrstvwxz2456789";

std::string safeText(std::uint32_t hash)
{
    std::string encoded = std::to_string(hash);
    for (char& digit : encoded)
        digit = safe[static_cast<unsigned char>(digit) % safe.size()];
    return encoded;
}

} // namespace

std::string dataHash(std::string_view json, std::int32_t collisions)
{
    return safeText(fnv1(std::string(json) + std::to_string(collisions)));
}

std::string templateHash(const api::PodTemplateSpec& form, api::Optional<std::int32_t> collisions)
{
    std::uint32_t hash = offset;
    mix(hash, api::toJson(*api::TypeOf<api::PodTemplateSpec>::value, &form));
    if (collisions)
        mix(hash, "/" + std::to_string(*collisions));
    return safeText(hash);
}

} // namespace kubarium::controllers
