// Deletes what nobody owns any more, and lets owners go when their dependents are gone.
//
//   background   the owner goes at once; each dependent whose owners are all gone is deleted after it
//   foreground   the owner stays, with the finalizer foregroundDeletion, until no dependent blocks it
//   orphan       the owner stays, with the finalizer orphan, until no dependent names it
//
// It hears of every write, and turns those that matter into three kinds of work on an object:
//
//   Verify   it names an owner that is not there: if that owner lives in another namespace, say so; then Collect
//   Collect  delete it if all its owners are gone; let it go if it waits for dependents that are gone
//   Orphan   take it out of the ownerReferences of its dependents
//
// Who depends on whom it asks the index beside the store (apiserver/dependents.h).
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class GarbageCollector final : public apiserver::Component {
public:
    std::string_view name() const override { return "generic-garbage-collector"; }

    void start(apiserver::Runtime&) const override { }

    bool watches(const api::Kind& kind) const override;
    void notice(apiserver::Runtime& runtime, const store::Change& change) const override;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::controllers
