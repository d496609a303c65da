// Charges each object to the quotas of its namespace before it is stored, and refuses what is too much:
//
//   pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2
//   pods "c" is forbidden: failed quota: q: must specify limits.cpu for: a,b; requests.memory for: b
//
// What is charged stands in the quota's status in the same step as the object, so that of two requests of one instant the
// second sees what the first took. A change is charged with what it adds; what becomes free, the quota's controller finds
// out. A quota counts from when its controller has taken it in. What is there already is never touched.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class ResourceQuotaAdmission final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "ResourceQuota"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
    }

    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
