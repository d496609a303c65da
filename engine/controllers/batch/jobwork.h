// Makes and removes the pods of a Job.
//
// A pod of an Indexed Job is told its number: as annotation, label, host name and JOB_COMPLETION_INDEX. A pod that the Job
// takes away itself leaves the numbers first, so that it is no failure.
#pragma once

#include "joblook.h"

#include "../pods/podcontrol.h"

namespace kubarium::controllers {

inline constexpr std::string_view jobComponent = "job-controller";

// Takes the tracking finalizer from a pod; one that is gone has none.
api::Status letGo(apiserver::Client& client, const api::ObjectPtr& pod);

class JobWork {
public:
    JobWork(apiserver::Client& client, JobLook& look) : m_client(client), m_look(look), m_control(client, jobComponent)
    {
    }

    // Brings the active pods to the number that is wanted. Either removes or makes some.
    void keepPods();
    // Removes all active pods of a Job that comes to its end. Whether nothing is left to do.
    bool endPods();

    const api::Status& failure() const { return m_failure; } // the first one; ok() if there was none

    // When pods can be made whose back-off is not over yet.
    std::optional<api::Microseconds> waits() const { return m_waits; }

private:
    void removePods(const std::vector<api::ObjectPtr>& pods);
    void removed(const api::ObjectPtr& pod);
    void makePods(std::int32_t missing);
    std::vector<std::int32_t> indexesToTry(std::int32_t missing);
    void makeEach(std::int32_t count, const std::vector<std::int32_t>& indexes);
    api::Box<api::Pod> podFor(std::int32_t index) const;
    void countIndexFailures(api::Map<api::Text>& annotations, std::int32_t index) const;
    bool waitsFor(api::Microseconds span);
    void note(const api::Status& status);

    apiserver::Client& m_client;
    JobLook& m_look;
    PodControl m_control;
    api::Status m_failure;
    std::optional<api::Microseconds> m_waits;
};

} // namespace kubarium::controllers
