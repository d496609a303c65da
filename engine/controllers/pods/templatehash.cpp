#include "templatehash.h"

#include "api/encode.h"

#include <cstdint>

namespace kubarium::controllers {

namespace {

// FNV-1a, 32 bits: what Kubernetes hashes templates with.
void mix(std::uint32_t& hash, std::string_view bytes)
{
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
}

// Each digit becomes one of these; vowels and look-alikes are left out.
constexpr std::string_view safe = "bcdfghjklmnpqrstvwxz2456789";

} // namespace

std::string textHash(std::string_view text, api::Optional<std::int32_t> collisions)
{
    std::uint32_t hash = 2166136261U;
    mix(hash, text);
    if (collisions)
        mix(hash, "/" + std::to_string(*collisions));
    std::string encoded = std::to_string(hash);
    for (char& digit : encoded)
        digit = safe[static_cast<unsigned char>(digit) % safe.size()];
    return encoded;
}

std::string templateHash(const api::PodTemplateSpec& form, api::Optional<std::int32_t> collisions)
{
    return textHash(api::toJson(*api::TypeOf<api::PodTemplateSpec>::value, &form), collisions);
}

} // namespace kubarium::controllers
