// Brings what has ended into a Job's numbers, each pod once, whatever goes wrong in between:
//
//   1  the status names the pods that are going to be counted (uncountedTerminatedPods), or the indexes that succeeded
//   2  they are let go: their tracking finalizer is taken away
//   3  the status counts those that are let go, and names them no longer
//
// The end of a Job is announced with the first of these writes, and comes with the last, when nothing is left to count
// and none of its pods terminates any more.
#pragma once

#include "joblook.h"

#include "apiserver/client.h"

#include <set>

namespace kubarium::controllers {

class JobTracking {
public:
    JobTracking(apiserver::Client& client, JobLook& look) : m_client(client), m_look(look) { }

    api::Status run();

    // There were more than one look can take.
    bool hasMore() const { return m_hasMore; }

    bool finished() const { return m_isOver; }

private:
    std::vector<api::ObjectPtr> settle();
    bool mayBeLetGo(const api::ObjectPtr& pod, bool isFailure) const;
    void settleSuccess(const api::Pod& pod);
    void settleFailure(const api::Pod& pod);
    void tellIndexes();
    void announceEnd();
    void countLetGo();
    void countGone(const std::vector<api::ObjectPtr>& letGo);
    void finish();
    api::Status write();

    apiserver::Client& m_client;
    JobLook& m_look;
    std::set<std::string_view> m_tracked; // uids of pods that still have the finalizer
    std::vector<std::int32_t> m_newIndexes;
    bool m_hasMore = false;
    bool m_isOver = false;
};

} // namespace kubarium::controllers
