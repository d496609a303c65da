// One look at all pods of a StatefulSet, and what is done about them:
//
//   1  every number that is wanted, from the first on: what has run to its end is deleted, what is missing is made, what
//      was adopted is mended
//   2  claims of numbers that are scaled away get the owner that the retention policy says
//   3  numbers that are scaled away, from the last on: their pods are deleted
//   4  of the pods with an old template, the one with the largest number is deleted; its successor gets the new one
//
// With OrderedReady each step waits until the pod before it is available, and a pod that never becomes so stops all
// that comes after it: also the update that would heal it, until somebody deletes it by hand. With Parallel 1 to 3 wait
// for nobody; 4 does.
#pragma once

#include "member.h"
#include "statefulpods.h"

#include <functional>
#include <optional>
#include <vector>

namespace kubarium::controllers {

// From where a set comes, and where it goes to; the same if nothing is being updated.
struct Revisions {
    api::ObjectPtr current;
    api::ObjectPtr update;
    std::int32_t collisions = 0;
};

// Which of the two a new pod of a number is made from: numbers below the partition stay behind.
bool startsFromCurrent(const api::StatefulSet& set, std::int32_t ordinal);

class Round {
public:
    Round(apiserver::Client& client, std::string_view component, const api::ObjectPtr& set, const Revisions& revisions,
        const std::vector<api::ObjectPtr>& pods);

    void run();

    // As it is to be told, with the pods counted.
    api::StatefulSetStatus status() const;

    const api::Status& failure() const { return m_failure; }

    // When a pod becomes available by the mere passing of time; nothing if none does.
    std::optional<api::Time> nextAvailable() const;

    // Whether a number waits for claims that nobody will tell it about.
    bool awaitsClaims() const { return m_awaitsClaims; }

private:
    struct Member {
        std::int32_t ordinal;
        api::ObjectPtr pod; // null: to be made
    };

    enum class Next : std::uint8_t { GoOn, Wait };
    using Step = Next (Round::*)(Member&);

    void seat();
    bool forEach(std::vector<Member>& members, Step step);
    Next bringUp(Member& member);
    Next settle(Member& member);
    Next handOver(Member& member);
    Next dismiss(Member& member);
    void replaceOne();

    Next failed(api::Status status);
    api::Result<api::ObjectPtr> setFor(std::int32_t ordinal);
    bool isUnavailable(const Member& member) const;
    const Member* firstUnavailable() const;
    std::vector<const Member*> all() const;

    const api::StatefulSetSpec& spec() const { return *m_set.as<api::StatefulSet>()->spec; }

    apiserver::Client& m_client;
    const api::ObjectPtr& m_set;
    const Revisions& m_revisions;
    StatefulPods m_pods;
    api::ObjectPtr m_currentSet; // the set with the template of the current revision, once it was asked for
    std::vector<Member> m_wanted; // by number
    std::vector<Member> m_later; // wanted, too, but beyond what this round can do
    std::vector<Member> m_condemned; // largest number first
    api::Status m_failure;
    bool m_isOrdered;
    bool m_isWhole = true; // m_wanted has every number that is wanted
    bool m_awaitsClaims = false;
    std::int32_t m_replaced = 0;
};

} // namespace kubarium::controllers
