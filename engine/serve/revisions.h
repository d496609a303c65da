// resourceVersions as clients see them. Every version that goes out or comes in as a number passes here, so that branches
// can be told apart by an offset.
#pragma once

#include "store/store.h"

#include <string>

namespace kubarium::serve {

inline std::string wireRevision(store::Revision revision)
{
    return std::to_string(revision);
}

// A version that a client sends, as the store counts: "", "0" and what is no number stay as they are.
inline std::string storeRevision(std::string sent)
{
    return sent;
}

} // namespace kubarium::serve
