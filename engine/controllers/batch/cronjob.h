// Makes Jobs at the times of a schedule, and removes the old ones.
//
//   see which Jobs are over → remove those beyond the history limits → is a start due? → make its Job → wait for the next
//
// A Job is named after its CronJob and the minute of its start, so that none is made twice.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class CronJobController final : public Controller {
public:
    std::string_view name() const override { return "cronjob-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
    bool isBackground(const store::Change& change) const override;
};

} // namespace kubarium::controllers
