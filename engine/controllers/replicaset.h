// Keeps as many pods of a ReplicaSet alive as it asks for; usually a Deployment made it, one for each revision.
#pragma once

#include "replicas/replicamanager.h"

namespace kubarium::controllers {

class ReplicaSetController final : public ReplicaManager {
public:
    std::string_view name() const override { return "replicaset-controller"; }

protected:
    const api::Kind& kind() const override;
    std::optional<ReplicaWish> wishOf(const api::ObjectPtr& set) const override;
    std::int32_t sizeOf(const api::ObjectPtr& set) const override;
    api::ObjectPtr withStatus(const api::ObjectPtr& set, const ReplicaCounts& counts,
        const std::optional<ReplicaFailure>& failure, api::Time now) const override;
};

} // namespace kubarium::controllers
