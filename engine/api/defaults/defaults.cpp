#include "defaults.h"

#include "table.h"

#include <unordered_map>

namespace kubarium::api {

void applyDefaults(ObjectPtr& object)
{
    static const auto table = [] {
        std::unordered_map<const Type*, const Defaulter*> byType;
        for (const auto group : {podDefaults(), coreDefaults(), workloadDefaults(), scalingDefaults(), networkDefaults(), storageDefaults(),
                                 accessDefaults(), extensionDefaults()}) {
            for (const Defaulter& defaulter : group)
                byType.emplace(defaulter.type, &defaulter);
        }
        return byType;
    }();
    void* const value = object.edit();
    // The kind's own rules come first: what they fill in may have defaults of the tables in turn.
    if (const auto found = table.find(&object.type()); found != table.end())
        found->second->apply(value);
    applyTableDefaults(object.type(), value);
}

} // namespace kubarium::api
