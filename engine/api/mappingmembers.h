// The members of a mapping while it is read: in the order written, some of them overwritten later.
#pragma once

#include "arena.h"
#include "tree.h"

#include <algorithm>

namespace kubarium::api {

struct PendingMember {
    Member member;
    bool merged = false; // it came with a merge key, which may repeat what is written out
    bool overwritten = false; // by a later one with the same key
};

enum class MemberOrder : std::uint8_t { Written, ByKey };

class MappingMembers {
public:
    // The members as they stay, each key once, in the document's memory. `again(first, second)` is called for each
    // key written again, not always in the order of the text.
    template <class Again>
    std::span<const Member> settle(
        Arena& arena, std::span<PendingMember> pending, MemberOrder order, const Again& again)
    {
        // Small mappings are the rule, and comparing all pairs of them is cheaper than sorting.
        if (order == MemberOrder::Written && pending.size() <= 12)
            findPairs(pending, again);
        else
            sort(pending, again);
        Member* const members = static_cast<Member*>(arena.allocate(pending.size() * sizeof(Member), alignof(Member)));
        Member* end = members;
        for (std::size_t i = 0; i < pending.size(); ++i) {
            const PendingMember& each = pending[order == MemberOrder::ByKey ? m_sorted[i] : i];
            if (!each.overwritten)
                *end++ = each.member;
        }
        return {members, end};
    }

private:
    template <class Again> static void findPairs(std::span<PendingMember> pending, const Again& again)
    {
        for (std::size_t second = 1; second < pending.size(); ++second) {
            const std::string_view key = pending[second].member.key;
            for (std::size_t first = 0; first < second; ++first) {
                if (pending[first].member.key == key) {
                    again(pending[first].member, pending[second].member);
                    for (std::size_t i = first; i < second; ++i)
                        pending[i].overwritten |= pending[i].member.key == key;
                    break;
                }
            }
        }
    }

    template <class Again> void sort(std::span<PendingMember> pending, const Again& again)
    {
        m_sorted.resize(pending.size());
        for (std::size_t i = 0; i < pending.size(); ++i)
            m_sorted[i] = static_cast<std::uint32_t>(i);
        std::sort(m_sorted.begin(), m_sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
            const int compared = pending[a].member.key.compare(pending[b].member.key);
            return compared != 0 ? compared < 0 : a < b;
        });
        const PendingMember* written = nullptr; // the first of this key that was not merged
        for (std::size_t i = 0; i < m_sorted.size(); ++i) {
            PendingMember& each = pending[m_sorted[i]];
            PendingMember* const before = i > 0 ? &pending[m_sorted[i - 1]] : nullptr;
            const bool repeats = before && before->member.key == each.member.key;
            if (repeats)
                before->overwritten = true;
            else
                written = nullptr;
            if (each.merged)
                continue;
            if (written)
                again(written->member, each.member);
            else
                written = &each;
        }
    }

    std::vector<std::uint32_t> m_sorted;
};

} // namespace kubarium::api
