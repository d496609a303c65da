// What one look at a CronJob does about the Jobs that it has, and about the one that is due.
#pragma once

#include "crontimes.h"

#include "../controller.h"
#include "../eventrecorder.h"

#include "api/object.h"

namespace kubarium::controllers {

class CronLook {
public:
    // `jobs`: those that the CronJob controls, by name.
    CronLook(apiserver::Client& client, const api::ObjectPtr& cronJob, std::vector<api::ObjectPtr> jobs);

    // Keeps of the Jobs that are over only the latest, as many as the history limits say.
    void removeOldJobs();
    // Follows which Jobs are at work, and when one was completed.
    void followJobs();
    // Starts the Job that is due, unless something is in its way; then waits for the next time.
    Outcome startJob();
    api::Status writeStatus();

private:
    const api::CronJob& cronJob() const { return *m_cronJob; }

    api::CronJobStatus& editStatus() { return m_cronJob.edit().status.edit(); }

    void removeBeyond(api::Optional<std::int32_t> limit, std::string_view condition);
    bool remove(const api::ObjectPtr& job);
    bool isInWork(const api::Text& uid) const;
    void forget(const api::Text& uid);
    bool isControlled(const api::Text& uid) const;
    void follow(const api::ObjectPtr& job);
    Outcome start(const CronTimes& times, const api::TimeZone& zone, api::Time time);
    bool isStarted(api::Time time) const;
    Outcome wait(const CronTimes& times) const;
    bool replaceJobs();
    api::Box<api::Job> jobFor(api::Time time, const api::TimeZone& zone) const;
    void say(EventType type, std::string_view reason, const std::string& message);

    apiserver::Client& m_client;
    api::ObjectPtr m_stored;
    api::Box<api::CronJob> m_cronJob; // its status as it is going to be
    std::vector<api::ObjectPtr> m_jobs;
};

} // namespace kubarium::controllers
