// Which indexes of an Indexed Job are done, or lost: a set of numbers kept as stretches, for a Job may have very many.
//
//   "0,2-5,8"  ⇄  {0} {2…5} {8}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::controllers {

class IndexSet {
public:
    struct Stretch {
        std::int32_t first;
        std::int32_t last;
        friend bool operator==(const Stretch&, const Stretch&) = default;
    };

    IndexSet() = default;
    // In any order, and each as often as it likes.
    static IndexSet of(std::vector<std::int32_t> indexes);
    // As a status or a success policy writes them; indexes from `completions` on are cut off, what cannot be read is passed
    // over.
    static IndexSet parse(std::string_view text, std::int32_t completions);

    std::string text() const;

    bool empty() const { return m_stretches.empty(); }

    std::int32_t size() const;
    bool contains(std::int32_t index) const;
    std::int32_t sizeOfCommon(const IndexSet& other) const;
    // The lowest `count` indexes below `completions` that are not in it.
    std::vector<std::int32_t> firstMissing(std::int32_t count, std::int32_t completions) const;

    void merge(const IndexSet& other);

    friend bool operator==(const IndexSet&, const IndexSet&) = default;

private:
    void append(Stretch stretch); // begins nowhere before the last one

    std::vector<Stretch> m_stretches; // in order, with a gap between each two
};

} // namespace kubarium::controllers
