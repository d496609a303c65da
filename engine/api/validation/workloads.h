// The rules of apps, batch and ReplicationController.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct ControllerRevision;
struct CronJob;
struct DaemonSet;
struct Deployment;
struct Job;
struct JobSpec;
struct ReplicaSet;
struct ReplicationController;
struct StatefulSet;

FieldErrors validate(const Deployment& deployment);
FieldErrors validateUpdate(const Deployment& now, const Deployment& old);
FieldErrors validateStatusUpdate(const Deployment& now, const Deployment& old);
std::vector<std::string> warnings(const Deployment& deployment);

FieldErrors validate(const ReplicaSet& set);
FieldErrors validateUpdate(const ReplicaSet& now, const ReplicaSet& old);
FieldErrors validateStatusUpdate(const ReplicaSet& now, const ReplicaSet& old);
std::vector<std::string> warnings(const ReplicaSet& set);

FieldErrors validate(const ReplicationController& controller);
FieldErrors validateUpdate(const ReplicationController& now, const ReplicationController& old);
FieldErrors validateStatusUpdate(const ReplicationController& now, const ReplicationController& old);
std::vector<std::string> warnings(const ReplicationController& controller);

FieldErrors validate(const StatefulSet& set);
FieldErrors validateUpdate(const StatefulSet& now, const StatefulSet& old);
FieldErrors validateStatusUpdate(const StatefulSet& now, const StatefulSet& old);
std::vector<std::string> warnings(const StatefulSet& set);

FieldErrors validate(const ControllerRevision& revision);
FieldErrors validateUpdate(const ControllerRevision& now, const ControllerRevision& old);

FieldErrors validate(const DaemonSet& set);
FieldErrors validateUpdate(const DaemonSet& now, const DaemonSet& old);
FieldErrors validateStatusUpdate(const DaemonSet& now, const DaemonSet& old);
std::vector<std::string> warnings(const DaemonSet& set);

// A Job as it is stored: with the selector and the labels that were generated for it.
FieldErrors validate(const Job& job);
FieldErrors validateUpdate(const Job& now, const Job& old);
FieldErrors validateStatusUpdate(const Job& now, const Job& old);
std::vector<std::string> warnings(const Job& job);

FieldErrors validate(const CronJob& job);
FieldErrors validateUpdate(const CronJob& now, const CronJob& old);
std::vector<std::string> warnings(const CronJob& job);

// What a Job and the jobTemplate of a CronJob share: all but the selector.
FieldErrors validateJobSpec(const JobSpec& spec, const FieldPath& path);
void warnOfJobSpec(std::vector<std::string>& warnings, const JobSpec& spec, const FieldPath& path);

} // namespace kubarium::api
