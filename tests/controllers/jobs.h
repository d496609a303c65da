// Jobs as tests drive them: what their pods do is written by hand, as a script of words, and what became of the Job is
// told in a line.
//
//   fail        the first active pod fails           wait:30     so many seconds pass
//   fail:42     … its container with this code       delete      somebody deletes the first active pod
//   fail@2      … the one with the index 2           suspend resume parallelism:3 completions:4
//   disrupt     … for a disruption                   ready       the first active pod that does not run yet does
//   succeed     the first active pod succeeds        restart:2   its container has been restarted so often
//
// Before each word the world goes on for two seconds, so that the controller has seen what was before.
#pragma once

#include "controllers/cluster.h"

#include "api/types/batch.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "controllers/batch/jobconditions.h"
#include "controllers/batch/jobpods.h"
#include "controllers/pods/podstate.h"

namespace kubarium {

class JobCluster : public Cluster {
public:
    // `spec` without the template; its pods fit on no node, so that nobody but the test moves them.
    apiserver::Response createJob(const QByteArray& spec, const QByteArray& name = "j", const QByteArray& more = {})
    {
        return create("apiVersion: batch/v1\nkind: Job\nmetadata: {name: " + name + "}\nspec:\n  {" + spec
            + (spec.isEmpty() ? "" : ", ") + "template: {" + more
            + "spec: {restartPolicy: Never, nodeSelector: {never: here}, containers: [{name: main, image: busybox}]}}}\n");
    }

    void wait(int seconds) { lab().runFor(std::chrono::seconds(seconds)); }

    std::vector<api::ObjectPtr> pods(const QByteArray& job = "j", const QByteArray& home = "default")
    {
        std::vector<api::ObjectPtr> pods;
        lab().store().tree(apiserver::resourceId(kind("Pod"))).visit([&](const api::ObjectPtr& pod) {
            const api::OwnerReference* const owner = controllers::controllerOf(pod.meta());
            if (pod.meta().namespace_ == home.toStdString() && owner && owner->name == job.toStdString())
                pods.push_back(pod);
            return true;
        });
        std::ranges::stable_sort(
            pods, {}, [](const api::ObjectPtr& pod) { return pod.meta().creationTimestamp.sinceEpoch(); });
        return pods;
    }

    // The first active one, of that index if one is given; null if there is none.
    api::ObjectPtr firstActive(const QByteArray& job = "j", int index = -1)
    {
        for (const api::ObjectPtr& object : pods(job)) {
            const api::Pod& pod = *object.as<api::Pod>();
            const bool isMeant = index < 0 || controllers::completionIndex(pod) == index;
            if (isMeant && controllers::isActive(pod))
                return object;
        }
        return {};
    }

    template <class Change> apiserver::Response changeStatus(const api::ObjectPtr& pod, Change change)
    {
        apiserver::Request asked =
            request(apiserver::Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
        asked.subresource = "status";
        asked.object = pod;
        change(asked.object.editAs<api::Pod>().status.edit());
        return lab().submit(asked);
    }

    template <class Change> apiserver::Response changeJob(Change change, const QByteArray& name = "j")
    {
        return this->change("Job", name,
            [&](api::ObjectPtr& object) { change(object.editAs<api::Job>().spec.edit()); });
    }

    // Whether all of it could be done.
    bool play(const QString& script, const QByteArray& job = "j")
    {
        for (const QString& word : script.split(' ', Qt::SkipEmptyParts)) {
            wait(2);
            if (!act(word, job))
                return false;
        }
        wait(2);
        return true;
    }

    const api::Job& job(const QByteArray& name = "j") { return *find("Job", name).as<api::Job>(); }

    // "2 active, 1 succeeded, 1 failed, completed 0,2; Complete CompletionsReached": what is zero is left out.
    QString told(const QByteArray& name = "j")
    {
        const api::JobStatus& status = *job(name).status;
        QStringList parts;
        const auto tell = [&](int count, const char* what) {
            if (count != 0)
                parts << QString("%1 %2").arg(count).arg(what);
        };
        tell(status.active, "active");
        tell(status.ready.valueOr(0), "ready");
        tell(status.terminating.valueOr(0), "terminating");
        tell(status.succeeded, "succeeded");
        tell(status.failed, "failed");
        if (!status.completedIndexes.empty())
            parts << "completed " + QString::fromStdString(status.completedIndexes.str());
        if (!status.failedIndexes.empty())
            parts << "lost " + QString::fromStdString(status.failedIndexes.str());
        QString told = parts.isEmpty() ? QString("nothing") : parts.join(", ");
        for (const api::JobCondition& condition : status.conditions) {
            told += QString("; %1%2 %3").arg(condition.status == "True" ? "" : "not ",
                QString::fromStdString(condition.type.str()), QString::fromStdString(condition.reason.str()));
        }
        return told;
    }

    // "Normal SuccessfulCreate Created pod: j-*" with count, in the order in which they were first told.
    QStringList events(const QByteArray& about = "j", const QByteArray& home = "default")
    {
        std::vector<api::ObjectPtr> events;
        lab().store().tree(apiserver::resourceId(kind("Event"))).visit([&](const api::ObjectPtr& event) {
            if (event.meta().namespace_ == home.toStdString()
                && event.as<api::Event>()->involvedObject.name == about.toStdString())
                events.push_back(event);
            return true;
        });
        std::ranges::stable_sort(events, {}, [](const api::ObjectPtr& event) {
            return std::pair(event.as<api::Event>()->firstTimestamp.sinceEpoch(), event.as<api::Event>()->reason.str());
        });
        static const QRegularExpression suffix("-[bcdfghjklmnpqrstvwxz2456789]{5}\\b");
        QStringList told;
        for (const api::ObjectPtr& object : events) {
            const api::Event& event = *object.as<api::Event>();
            QString text = QString::fromStdString(
                event.type.str() + " " + event.reason.str() + " " + event.message.str());
            if (event.count > 1)
                text += QString(" x%1").arg(event.count);
            told << text.replace(suffix, "-*");
        }
        return told;
    }

private:
    static void noteEnd(api::PodStatus& status, const char* phase, int exitCode, api::Time now)
    {
        status.phase = phase;
        api::ContainerStatus container;
        container.name = "main";
        container.image = "busybox";
        container.state.terminated.edit().exitCode = exitCode;
        container.state.terminated.edit().finishedAt = now;
        status.containerStatuses = {container};
        status.conditions.clear();
    }

    bool actOnPod(const QString& verb, const QString& value, const api::ObjectPtr& pod)
    {
        if (!pod)
            return false;
        const api::Time now = lab().now();
        if (verb == "delete")
            return remove("Pod", QByteArray::fromStdString(pod.meta().name.str())).ok();
        return changeStatus(pod, [&](api::PodStatus& status) {
            if (verb == "succeed") {
                noteEnd(status, "Succeeded", 0, now);
            } else if (verb == "fail" || verb == "disrupt") {
                noteEnd(status, "Failed", value.isEmpty() ? 1 : value.toInt(), now);
                if (verb == "disrupt")
                    status.conditions.push_back(condition("DisruptionTarget", now));
            } else if (verb == "ready") {
                status.phase = "Running";
                status.conditions.push_back(condition("Ready", now));
            } else if (verb == "restart") {
                api::ContainerStatus container;
                container.name = "main";
                container.image = "busybox";
                container.restartCount = value.toInt();
                status.containerStatuses = {container};
            }
        }).ok();
    }

    static api::PodCondition condition(const char* type, api::Time now)
    {
        api::PodCondition condition;
        condition.type = type;
        condition.status = "True";
        condition.lastTransitionTime = now;
        return condition;
    }

    bool act(const QString& word, const QByteArray& name)
    {
        const QString verb = word.section(QRegularExpression("[:@]"), 0, 0);
        const QString value = word.contains(':') ? word.section(':', 1) : QString();
        if (verb == "wait") {
            wait(value.toInt() - 2); // two have passed already
            return true;
        }
        if (verb == "suspend" || verb == "resume")
            return changeJob([&](api::JobSpec& spec) { spec.suspend = verb == "suspend"; }, name).ok();
        if (verb == "parallelism")
            return changeJob([&](api::JobSpec& spec) { spec.parallelism = value.toInt(); }, name).ok();
        if (verb == "completions") {
            return changeJob([&](api::JobSpec& spec) {
                spec.completions = value.toInt();
                spec.parallelism = value.toInt();
            }, name).ok();
        }
        const QString index = word.contains('@') ? word.section('@', 1).section(':', 0, 0) : QString("-1");
        if (verb == "ready") {
            for (const api::ObjectPtr& pod : pods(name)) {
                if (controllers::isActive(*pod.as<api::Pod>()) && !controllers::isReady(*pod.as<api::Pod>()))
                    return actOnPod(verb, value, pod);
            }
            return false;
        }
        return actOnPod(verb, value, firstActive(name, index.toInt()));
    }
};

} // namespace kubarium
