// Keeps pods that are told apart: each has a number, and with it a name, a host name and claims that its successors get
// back. They come and go one after the other, and a new template reaches them from the largest number down.
//
// It hears of its pods by their owner, and of pods without one by their name: no other set can mean web-3 but web.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class StatefulSetController final : public Controller {
public:
    std::string_view name() const override { return "statefulset-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
