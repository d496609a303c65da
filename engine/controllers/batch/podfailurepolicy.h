// What a Job's podFailurePolicy says about a pod that failed: the first rule that fits decides.
//
//   FailJob    the whole Job fails, and this is why      FailIndex  this index is not tried again
//   Ignore     as if it had never happened               Count      one more towards the backoffLimit, as without a rule
#pragma once

#include "api/types/batch.h"
#include "api/types/core-pod.h"

#include <string>
#include <string_view>

namespace kubarium::controllers {

struct FailureVerdict {
    std::string_view action; // of the rule that fits; empty if none does
    std::string
        why; // of FailJob: Container main for pod default/a-x7k2p failed with exit code 42 matching FailJob rule at index 0

    bool counts() const { return action != api::PodFailurePolicyAction::Ignore; }

    bool failsJob() const { return action == api::PodFailurePolicyAction::FailJob; }

    bool failsIndex() const { return action == api::PodFailurePolicyAction::FailIndex; }
};

// A Job without a policy counts every failure.
FailureVerdict verdictOn(const api::Pod& failed, const api::JobSpec& spec);

} // namespace kubarium::controllers
