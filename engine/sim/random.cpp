#include "random.h"

namespace kubarium::sim {

namespace {

// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// FNV-1a; std::hash may differ between standard libraries, and then so would the world.
std::uint64_t hashed(std::uint64_t start, std::string_view text)
{
    std::uint64_t hash = start ^ 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return mixed(hash + text.size());
}

} // namespace

RandomStream::result_type RandomStream::operator()() noexcept
{
    m_state += 0x9e3779b97f4a7c15ULL;
    return mixed(m_state);
}

std::uint64_t RandomStream::below(std::uint64_t bound)
{
    // Numbers in the incomplete last block would favour small results: draw again.
    const std::uint64_t unfair = (max() - bound + 1) % bound;
    std::uint64_t drawn = (*this)();
    while (drawn < unfair)
        drawn = (*this)();
    return drawn % bound;
}

RandomStream Random::stream(std::string_view component, std::string_view object, std::uint64_t number) const
{
    return RandomStream(mixed(hashed(hashed(mixed(m_seed), component), object) + number * 0x9e3779b97f4a7c15ULL));
}

std::string nameSuffix(RandomStream& stream, std::size_t length)
{
    static constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
    std::string suffix;
    for (std::size_t i = 0; i < length; ++i)
        suffix += letters[stream.below(letters.size())];
    return suffix;
}

std::string uuid(RandomStream& stream)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    std::uint64_t bits = 0;
    for (int i = 0; i < 32; ++i) {
        if (i % 16 == 0)
            bits = stream();
        unsigned digit = static_cast<unsigned>(bits & 15);
        bits >>= 4;
        if (i == 12)
            digit = 4; // the version
        else if (i == 16)
            digit = 8 | (digit & 3); // the variant
        if (i == 8 || i == 12 || i == 16 || i == 20)
            text += '-';
        text += digits[digit];
    }
    return text;
}

} // namespace kubarium::sim
