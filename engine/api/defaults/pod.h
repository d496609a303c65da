// Defaults of pods that depend on other fields, also for the templates that workloads carry.
//
//   Workload          setDefaults(Deployment&) calls setPodTemplateDefaults on its template, a StatefulSet as well
//   Pod               setDefaults(Pod&): the same, and what only a pod gets: requests from limits, service links
//   PodTemplate       setDefaults(PodTemplate&)
//
// A template gets less than a pod, so that the pods made from it get the rest when they are created.
#pragma once

#include "defaults.h"

namespace kubarium::api {

struct Pod;
struct PodTemplate;
struct PodTemplateSpec;

// What pods and templates share.
void setPodSpecDefaults(PodSpec& spec);
void setPodTemplateDefaults(PodTemplateSpec& pod);

void setDefaults(Pod& pod);
void setDefaults(PodTemplate& pods);

// On creation, behind the defaults and before validation: the pod's own values for its matchLabelKeys become part of the
// selectors beside them, so that the scheduler need not know the feature. Not to be done twice.
void mergeMatchLabelKeys(Pod& pod);

// Takes away fields whose feature is off in v1.34, as the server does without a word. What an object already uses
// (`old`, null on creation) it may keep.
void dropDisabledPodFields(PodSpec& now, const PodSpec* old);

} // namespace kubarium::api
