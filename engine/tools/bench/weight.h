// What objects take in memory, each shared part counted once.
#pragma once

#include "api/object.h"

#include <unordered_set>

namespace kubarium::tools {

class Weighing {
public:
    // Bytes that this object keeps alive beside what was weighed before.
    std::size_t weight(const api::ObjectPtr& object);

private:
    std::size_t ofBlock(const void* block, bool keyed);
    std::size_t ofValue(const api::Type& type, const void* value);
    std::size_t ofJson(const api::Value& value);
    std::size_t ofText(const api::Text& text);

    bool isNew(const void* block) { return block && m_seen.insert(block).second; }

    std::unordered_set<const void*> m_seen;
};

} // namespace kubarium::tools
