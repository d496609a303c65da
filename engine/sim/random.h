// Chance without state. A stream of random numbers is computed from (seed, component, object, number), so nothing has
// to be remembered, copied or replayed: the same question gets the same answer in every fork, and what is asked in
// one place never changes what comes out in another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kubarium::sim {

// A UniformRandomBitGenerator for Boost.Random's distributions (those of the standard differ between compilers).
class RandomStream {
public:
    using result_type = std::uint64_t;

    explicit constexpr RandomStream(std::uint64_t key) : m_state(key) { }

    static constexpr result_type min() { return 0; }

    static constexpr result_type max() { return ~result_type{0}; }

    result_type operator()() noexcept;

    std::uint64_t below(std::uint64_t bound); // 0 … bound − 1, each equally likely

private:
    std::uint64_t m_state;
};

class Random {
public:
    explicit constexpr Random(std::uint64_t seed) : m_seed(seed) { }

    // `number` tells apart what is asked again about the same object: a revision, an attempt.
    RandomStream stream(std::string_view component, std::string_view object, std::uint64_t number = 0) const;

    std::uint64_t seed() const { return m_seed; }

private:
    std::uint64_t m_seed;
};

// Five letters of the alphabet that Kubernetes uses for generated names (no vowels, nothing that looks alike).
std::string nameSuffix(RandomStream& stream, std::size_t length = 5);
// A random UUID (version 4) as text.
std::string uuid(RandomStream& stream);

} // namespace kubarium::sim
