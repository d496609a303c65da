// Runs pods until enough of them have succeeded, or too many have failed.
//
//   look at its pods → is it at its end? → no: make or remove pods → count what has ended → say so in the status
//                                        → yes: remove what still runs
//
// A Job that says so by managedBy is somebody else's, and one that is over is not looked at again.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class JobController final : public Controller {
public:
    std::string_view name() const override { return "job-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
    api::Microseconds shortestRetry() const override;
    api::Microseconds longestRetry() const override;
};

} // namespace kubarium::controllers
