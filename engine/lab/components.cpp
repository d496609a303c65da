#include "components.h"

#include "apiserver/eventexpiry.h"
#include "apiserver/systemnamespaces.h"

#include <array>

namespace kubarium::lab {

std::span<const apiserver::Component* const> components()
{
    static const apiserver::SystemNamespaces systemNamespaces;
    static const apiserver::EventExpiry eventExpiry;
    static const std::array<const apiserver::Component*, 2> all = {&systemNamespaces, &eventExpiry};
    return all;
}

std::span<const sim::ComponentId> watchersOf(store::ResourceId resource)
{
    static const auto table = [] {
        std::vector<std::vector<sim::ComponentId>> watchers;
        for (const api::Kind& kind : api::kinds()) {
            std::vector<sim::ComponentId>& list = watchers.emplace_back();
            for (sim::ComponentId id = 0; id < components().size(); ++id) {
                if (kind.stored && components()[id]->watches(kind))
                    list.push_back(id);
            }
        }
        return watchers;
    }();
    return resource < table.size() ? std::span<const sim::ComponentId>(table[resource])
                                   : std::span<const sim::ComponentId>();
}

} // namespace kubarium::lab
