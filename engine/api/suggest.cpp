#include "suggest.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

// No name of the API comes near this; what is longer was not meant to be one.
constexpr std::size_t longestWord = 64;

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalButForCase(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

// How many slips leave a word recognisable: with two in four letters anything resembles anything.
std::size_t tolerance(std::size_t length) noexcept
{
    return length < 3 ? 0 : length < 6 ? 1 : length < 12 ? 2 : 3;
}

// The Damerau-Levenshtein distance in which no part is edited twice, without regard to case; anything greater than
// `bound` once it is known to be greater. Only the band of the table that can stay within the bound is filled: a
// document may hold a hundred thousand unknown keys.
std::size_t distance(std::string_view a, std::string_view b, std::size_t bound) noexcept
{
    if (std::max(a.size(), b.size()) > longestWord
        || std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > bound)
        return bound + 1;
    std::array<std::array<std::size_t, longestWord + 2>, 3> rows; // a swap looks back to the row before the last
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    std::size_t leastAbove = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const auto& above = rows[(i + 2) % 3];
        auto& row = rows[i % 3];
        const std::size_t first = i > bound ? i - bound : 1;
        const std::size_t last = std::min(b.size(), i + bound);
        row[first - 1] = first == 1 ? i : bound + 1;
        std::size_t least = row[first - 1];
        for (std::size_t j = first; j <= last; ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            std::size_t steps = std::min(above[j - 1] + (same ? 0 : 1), row[j - 1] + 1);
            if (j < i + bound || i == 1)
                steps = std::min(steps, above[j] + 1);
            const bool swapped =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped)
                steps = std::min(steps, rows[(i + 1) % 3][j - 2] + 1);
            row[j] = steps;
            least = std::min(least, steps);
        }
        if (std::min(least, leastAbove) > bound)
            return bound + 1; // a swap may step over one row, never over two
        leastAbove = least;
    }
    return rows[a.size() % 3][b.size()];
}

} // namespace

std::string suggestion(std::string_view word, std::span<const std::string_view> known)
{
    for (const std::string_view candidate : known) {
        if (equalButForCase(word, candidate))
            return std::string(candidate);
    }
    std::string_view nearest;
    std::size_t bound = tolerance(word.size());
    for (const std::string_view candidate : known) {
        const std::size_t found = distance(word, candidate, bound);
        if (found > bound)
            continue;
        nearest = candidate;
        bound = found - 1;
        if (bound == 0)
            break; // only the same word in another case is nearer, and there is none
    }
    return std::string(nearest);
}

} // namespace kubarium::api
