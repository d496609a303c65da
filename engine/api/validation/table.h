// How a group's file hands its rules to validation.cpp: overloads named alike, and one line per kind.
//
//   FieldErrors validate(const Deployment& deployment);
//   FieldErrors validateUpdate(const Deployment& now, const Deployment& old);
//   FieldErrors validateStatusUpdate(const Deployment& now, const Deployment& old);   // if its status has rules
//   std::vector<std::string> warnings(const Deployment& deployment);                  // if it has any
//
//   std::span<const Rules> appsRules()
//   {
//       static constexpr Rules rules[] = {rulesOf<Deployment>(), rulesOf<ReplicaSet>()};
//       return rules;
//   }
#pragma once

#include "validation.h"

#include <span>

namespace kubarium::api {

struct Rules {
    const Type* type;
    FieldErrors (*create)(const void* object);
    FieldErrors (*update)(const void* now, const void* old);
    FieldErrors (*statusUpdate)(const void* now, const void* old); // null: only the metadata is checked
    std::vector<std::string> (*warnings)(const void* object); // null: none
};

template <class T> constexpr Rules rulesOf()
{
    Rules rules{TypeOf<T>::value, [](const void* object) { return validate(*static_cast<const T*>(object)); },
        [](const void* now, const void* old) {
            return validateUpdate(*static_cast<const T*>(now), *static_cast<const T*>(old));
        },
        nullptr, nullptr};
    if constexpr (requires(const T& object) { validateStatusUpdate(object, object); }) {
        rules.statusUpdate = [](const void* now, const void* old) {
            return validateStatusUpdate(*static_cast<const T*>(now), *static_cast<const T*>(old));
        };
    }
    if constexpr (requires(const T& object) { warnings(object); })
        rules.warnings = [](const void* object) { return warnings(*static_cast<const T*>(object)); };
    return rules;
}

std::span<const Rules> podRules(); // Pod, PodTemplate, Binding
std::span<const Rules> coreRules(); // the rest of the legacy group
std::span<const Rules> workloadRules(); // apps, batch, ReplicationController
std::span<const Rules> scalingRules(); // autoscaling, policy
std::span<const Rules> networkRules(); // networking, discovery
std::span<const Rules> storageRules(); // storage and the claims and volumes of the legacy group
std::span<const Rules> accessRules(); // rbac, authentication, authorization, certificates
std::span<const Rules> clusterRules(); // scheduling, coordination, node, events, metrics, lab
std::span<const Rules> extensionRules(); // admissionregistration, apiextensions, apiregistration

} // namespace kubarium::api
