// How a client counts resourceVersions. The store counts each branch of history from 1; a client must be able to tell
// revision 7 of one branch from revision 7 of another. So every branch has a range of numbers of its own:
//
//   main              1 …             7
//   branch-2          2000000000001 … 2000000000007
//
// A number of another range is of another branch: too old to list or watch from, and no object has it.
#pragma once

#include "api/object.h"
#include "store/store.h"

#include <optional>

namespace kubarium::apiserver {

class Versions {
public:
    // As the store counts.
    constexpr Versions() = default;

    static constexpr Versions ofBranch(std::uint64_t branch) { return Versions(branch * apart); }

    static constexpr Versions from(store::Revision offset) { return Versions(offset); }

    store::Revision offset() const { return m_offset; }

    store::Revision shown(store::Revision revision) const { return m_offset + revision; }

    // Nothing: it is of another branch.
    std::optional<store::Revision> stored(store::Revision shown) const
    {
        if (shown < m_offset || shown - m_offset >= apart)
            return std::nullopt;
        return shown - m_offset;
    }

    // The object with its version as the client counts.
    api::ObjectPtr shown(api::ObjectPtr object) const
    {
        if (m_offset != 0 && object && !object.meta().resourceVersion.empty())
            object.editMeta().resourceVersion = api::Text(std::to_string(shown(store::revisionOf(object))));
        return object;
    }

    friend bool operator==(const Versions&, const Versions&) = default;

private:
    explicit constexpr Versions(store::Revision offset) : m_offset(offset) { }

    // More than a lab can write; and JavaScript still reads the numbers of nine thousand branches exactly.
    static constexpr store::Revision apart = 1'000'000'000'000;

    store::Revision m_offset = 0;
};

} // namespace kubarium::apiserver
