// Texts that this thread has made of late. Parts of a cluster say the same again and again: the name of a node, a namespace,
// what became of a container; who says it next gets the text that is there.
//
// A place for each of a few thousand hashes, the newest text in it: nothing grows, nothing is searched for. Each thread has
// its own, so nothing is locked.
#pragma once

#include "text.h"

#include <array>

namespace kubarium::api {

class RecentTexts {
public:
    static constexpr std::size_t longest = 64; // what is longer is said once

    static RecentTexts& ofThisThread();

    RecentTexts() = default;
    RecentTexts(const RecentTexts&) = delete;
    RecentTexts& operator=(const RecentTexts&) = delete;
    ~RecentTexts();

    // The block that is kept where this text belongs: the text itself, another one, or null.
    Text::Block*& placeOf(std::string_view text) noexcept;

private:
    std::array<Text::Block*, 4096> m_places{};
};

} // namespace kubarium::api
