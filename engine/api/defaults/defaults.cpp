#include "defaults.h"

#include "table.h"

#include <unordered_map>

namespace kubarium::api {

namespace {

const Defaulter* defaulterOf(const Type& type)
{
    static const auto table = [] {
        std::unordered_map<const Type*, const Defaulter*> byType;
        for (const auto group : {podDefaults(), coreDefaults(), workloadDefaults(), scalingDefaults(),
                 networkDefaults(), storageDefaults(), accessDefaults(), extensionDefaults()}) {
            for (const Defaulter& defaulter : group)
                byType.emplace(defaulter.type, &defaulter);
        }
        return byType;
    }();
    const auto found = table.find(&type);
    return found == table.end() ? nullptr : found->second;
}

// Whether two versions share their spec: then the kind's own rules have nothing to add.
bool shareSpec(const ObjectPtr& a, const ObjectPtr& b)
{
    const Field* const spec = a.type().field("spec");
    if (&a.type() != &b.type() || !spec || !spec->boxed)
        return false;
    const auto blockIn = [&](const ObjectPtr& object) {
        return *reinterpret_cast<detail::Block* const*>(static_cast<const std::byte*>(object.data()) + spec->offset);
    };
    return blockIn(a) && blockIn(a) == blockIn(b);
}

} // namespace

void applyDefaults(ObjectPtr& object)
{
    void* const value = object.edit();
    // The kind's own rules come first: what they fill in may have defaults of the tables in turn.
    if (const Defaulter* const own = defaulterOf(object.type()))
        own->apply(value);
    applyTableDefaults(object.type(), value);
}

void applyDefaults(ObjectPtr& object, const ObjectPtr& stored)
{
    if (!shareSpec(object, stored))
        return applyDefaults(object);
    applyTableDefaults(object.type(), object.edit(), stored.data());
}

} // namespace kubarium::api
