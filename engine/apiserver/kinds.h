// Kinds that many parts ask for: found once, and told apart by their address.
#pragma once

#include "api/schema.h"

namespace kubarium::apiserver {

inline const api::Kind& podKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Pod");
    return kind;
}

inline const api::Kind& nodeKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Node");
    return kind;
}

inline const api::Kind& leaseKind()
{
    static const api::Kind& kind = *api::findKind("coordination.k8s.io", "v1", "Lease");
    return kind;
}

inline const api::Kind& serviceKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Service");
    return kind;
}

inline const api::Kind& endpointsKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Endpoints");
    return kind;
}

inline const api::Kind& sliceKind()
{
    static const api::Kind& kind = *api::findKind("discovery.k8s.io", "v1", "EndpointSlice");
    return kind;
}

inline const api::Kind& quotaKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "ResourceQuota");
    return kind;
}

inline const api::Kind& claimKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "PersistentVolumeClaim");
    return kind;
}

inline const api::Kind& namespaceKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Namespace");
    return kind;
}

inline const api::Kind& accountKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "ServiceAccount");
    return kind;
}

inline const api::Kind& deploymentKind()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "Deployment");
    return kind;
}

inline const api::Kind& cronJobKind()
{
    static const api::Kind& kind = *api::findKind("batch", "v1", "CronJob");
    return kind;
}

inline const api::Kind& eventKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Event");
    return kind;
}

} // namespace kubarium::apiserver
