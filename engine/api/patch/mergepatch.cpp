#include "mergepatch.h"

#include <algorithm>

namespace kubarium::api {

namespace {

// What the patch adds, without the members that it asks to delete.
Value withoutNulls(const Value& value)
{
    if (value.isObject()) {
        Value::Object kept;
        for (const auto& [key, member] : value.object()) {
            if (!member.isNull())
                kept.set(key, withoutNulls(member));
        }
        return kept;
    }
    if (value.isArray()) {
        Value::Array kept;
        for (const Value& item : value.array())
            kept.push_back(withoutNulls(item));
        return kept;
    }
    return value;
}

void merge(Value& document, const Value& patch)
{
    for (const auto& [key, change] : patch.object()) {
        const Value* const old = document.object().find(key);
        if (change.isNull()) {
            if (old)
                document.editObject().erase(key);
        } else if (old && old->isObject() && change.isObject()) {
            merge(document.editObject().edit(key), change);
        } else {
            document.editObject().set(key, old && old->isObject() ? change : withoutNulls(change));
        }
    }
}

} // namespace

Value applyMergePatch(const Value& document, const Value& patch)
{
    Value result = document;
    merge(result, patch);
    return result;
}

} // namespace kubarium::api
