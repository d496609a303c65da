// How a StatefulSet makes, mends and removes its pods and their claims, and says so in Events beside it:
//
//   SuccessfulCreate  create Claim www-web-0 Pod web-0 in StatefulSet web success
//   SuccessfulCreate  create Pod web-0 in StatefulSet web successful
//   FailedCreate      create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: …
//
// and so on for SuccessfulUpdate, FailedUpdate, SuccessfulDelete, FailedDelete.
#pragma once

#include "apiserver/client.h"

#include "api/types/core-pod.h"

namespace kubarium::controllers {

class StatefulPods {
public:
    StatefulPods(apiserver::Client& client, std::string_view component, const api::ObjectPtr& set)
        : m_client(client),
          m_component(component),
          m_set(set)
    {
    }

    // Its claims first: a pod is made when all of them are there.
    api::Result<api::ObjectPtr> create(const api::Box<api::Pod>& pod, std::int32_t ordinal);
    // Gives a pod the labels and volumes, and its claims the owners, that they should have.
    api::Status mend(const api::ObjectPtr& pod, std::int32_t ordinal);
    bool needsMending(const api::ObjectPtr& pod, std::int32_t ordinal) const;
    api::Status remove(const api::ObjectPtr& pod);

    // Claims of a pod that waits for them: the missing ones are made. `pod` has been created.
    api::Status makeClaims(const api::ObjectPtr& pod, std::int32_t ordinal);
    // Whether claims of a number are still those of a pod before, and about to go with it.
    bool awaitsClaims(std::int32_t ordinal) const;
    // Gives the claims of a pod the owners that the retention policy asks for.
    api::Status handClaims(const api::ObjectPtr& pod, std::int32_t ordinal);
    bool claimsAreHanded(const api::ObjectPtr& pod, std::int32_t ordinal) const;

private:
    api::Status makeMissingClaims(const std::string& pod, std::int32_t ordinal);
    std::vector<api::ObjectPtr> claimsThere(std::int32_t ordinal) const;
    api::Status told(std::string_view verb, std::string_view pod, api::Status status);
    void tellOfClaim(std::string_view claim, std::string_view pod, const api::Status& status);

    apiserver::Client& m_client;
    std::string_view m_component;
    const api::ObjectPtr& m_set;
};

} // namespace kubarium::controllers
