// Keeps what is in use from being deleted: a finalizer that is taken off an object that is to go when nobody uses it any
// more. The server puts it on when the object is made; whoever takes it off meanwhile finds it there again.
//
//   Bound, used by pod p   delete   Terminating, still used   p has gone   gone
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class Protection : public Controller {
protected:
    // What it protects, and by which finalizer.
    virtual const api::Kind& kind() const = 0;
    virtual std::string_view finalizer() const = 0;
    virtual bool isInUse(const apiserver::State& state, const api::ObjectPtr& object) const = 0;

    // Whether there is anything to do about an object: it is to go and waits for this, or it lacks the finalizer.
    bool isConcerned(const api::ObjectMeta& meta) const;
    // The key of an object of this kind, if somebody may be done with one that is to go.
    void keyOfReleased(const apiserver::State& state, std::string_view namespace_, std::string_view name,
        std::vector<ObjectKey>& keys) const;

    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const final;
};

} // namespace kubarium::controllers
