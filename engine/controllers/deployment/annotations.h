// What a Deployment writes on itself and on its ReplicaSets, for people, for kubectl and for the next step:
//
//   deployment.kubernetes.io/revision           which template of the Deployment this is, counted from 1
//   deployment.kubernetes.io/revision-history   which ones it was before somebody went back to it: "1,3"
//   deployment.kubernetes.io/desired-replicas   the Deployment's size when the ReplicaSet was last scaled
//   deployment.kubernetes.io/max-replicas       how many pods there might be then, of all its ReplicaSets
//
// A ReplicaSet has all other annotations of its Deployment, too; so kubernetes.io/change-cause becomes part of its history.
#pragma once

#include "replicasets.h"

#include <optional>
#include <string_view>

namespace kubarium::controllers::deployment {

inline constexpr std::string_view hashLabel = "pod-template-hash";
inline constexpr std::string_view revisionAnnotation = "deployment.kubernetes.io/revision";
inline constexpr std::string_view historyAnnotation = "deployment.kubernetes.io/revision-history";
inline constexpr std::string_view desiredAnnotation = "deployment.kubernetes.io/desired-replicas";
inline constexpr std::string_view maxAnnotation = "deployment.kubernetes.io/max-replicas";
inline constexpr std::string_view changeCauseAnnotation = "kubernetes.io/change-cause";

// A number that an annotation holds; nothing if there is none.
std::optional<std::int64_t> numberAt(const api::ObjectMeta& meta, std::string_view annotation);
// 0 if it has none.
std::int64_t revisionOf(const ReplicaSetPtr& set);
// The largest one.
std::int64_t lastRevision(const std::vector<ReplicaSetPtr>& sets);

// Makes a ReplicaSet the newest revision and gives it the Deployment's annotations. Going back to an earlier template makes
// its ReplicaSet the newest one again; which one it was before is added to its history.
void setRevision(api::ObjectMeta& set, const api::ObjectMeta& deployment, std::int64_t revision);
void setSizes(api::ObjectMeta& set, const Limits& limits);

// The ReplicaSet of the template that a Deployment has now, under a name and with labels that tell it from the others. Its
// size is for the caller to say.
ReplicaSetPtr newReplicaSet(const DeploymentPtr& deployment, std::int64_t revision, const Limits& limits);

} // namespace kubarium::controllers::deployment
