// Keeps as many pods of a ReplicationController alive as it asks for: the older kind, which selects by plain labels.
#pragma once

#include "replicas/replicamanager.h"

namespace kubarium::controllers {

class ReplicationControllerManager final : public ReplicaManager {
public:
    std::string_view name() const override { return "replication-controller"; }

protected:
    const api::Kind& kind() const override;
    std::optional<ReplicaWish> wishOf(const api::ObjectPtr& controller) const override;
    std::int32_t sizeOf(const api::ObjectPtr& controller) const override;
    api::ObjectPtr withStatus(const api::ObjectPtr& controller, const ReplicaCounts& counts,
        const std::optional<ReplicaFailure>& failure, api::Time now) const override;
};

} // namespace kubarium::controllers
