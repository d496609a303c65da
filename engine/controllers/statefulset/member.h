// Who a pod of a StatefulSet is. It is told by a number that it keeps for good, whatever pod stands for it today:
//
//   StatefulSet web, number 2, claim template www
//   pod        web-2      labels statefulset.kubernetes.io/pod-name: web-2, apps.kubernetes.io/pod-index: "2"
//   host       web-2.SERVICE
//   claim      www-web-2  in a volume www
//   revision   label controller-revision-hash: the name of the ControllerRevision whose template it was made from
#pragma once

#include "api/object.h"
#include "api/types/apps.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <optional>
#include <vector>

namespace kubarium::controllers {

inline constexpr std::string_view podNameLabel = "statefulset.kubernetes.io/pod-name";
inline constexpr std::string_view podIndexLabel = "apps.kubernetes.io/pod-index";
inline constexpr std::string_view revisionLabel = "controller-revision-hash";

// The numbers that a set is to have: so many, from the first one on.
struct Ordinals {
    std::int64_t first = 0;
    std::int64_t count = 0;

    bool contain(std::int64_t ordinal) const { return ordinal >= first && ordinal < first + count; }
};

Ordinals ordinalsOf(const api::StatefulSetSpec& spec);

// A name of the form SET-NUMBER; the number written without need for zeroes in front.
struct MemberName {
    std::string_view set;
    std::int32_t ordinal = 0;
};

std::optional<MemberName> memberName(std::string_view pod);
// Its number, if a pod has a name that this set could have given it.
std::optional<std::int32_t> ordinalOf(std::string_view set, std::string_view pod);

std::string podName(std::string_view set, std::int32_t ordinal);
std::string claimName(const api::PersistentVolumeClaim& form, std::string_view set, std::int32_t ordinal);

// The pod for a number, made from the set's template, which is that of a revision of this name.
api::Box<api::Pod> podFor(const api::ObjectPtr& set, std::int32_t ordinal, std::string_view revision);
// The claims for a number, one for each template; with the labels by which the set selects.
std::vector<api::Box<api::PersistentVolumeClaim>> claimsFor(const api::StatefulSet& set, std::int32_t ordinal);

// Whether a pod, as one that was adopted, has the labels and the volumes that go with its number.
bool hasItsLabels(const api::Pod& pod);
bool hasItsVolumes(const api::StatefulSet& set, std::int32_t ordinal, const api::Pod& pod);
void giveLabels(api::Pod& pod, std::int32_t ordinal);
// Its volumes are those of the claims, then what else it has.
void giveVolumes(const api::StatefulSet& set, std::int32_t ordinal, api::Pod& pod);

std::string_view revisionOf(const api::Pod& pod);

} // namespace kubarium::controllers
