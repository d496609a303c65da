// Deployments in tests: made, changed and told about in a few words. Their pods fit no node unless told otherwise, so they
// stay as the test makes them.
#pragma once

#include "controllers/cluster.h"

#include "controllers/pods/podstate.h"

#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"

namespace kubarium {

// Refuses to create objects of a kind, for as long as it is told to.
class Refusal final : public apiserver::AdmissionPlugin {
public:
    Refusal(std::string kind, std::shared_ptr<bool> stands) : m_kind(std::move(kind)), m_stands(std::move(stands)) { }

    std::string_view name() const override { return "Refusal"; }

    bool handles(apiserver::Verb verb) const override { return verb == apiserver::Verb::Create; }

    std::optional<api::Status> validate(
        const apiserver::Attributes& attributes, const api::ObjectPtr& object) const override
    {
        if (!*m_stands || attributes.kind.kind != m_kind)
            return std::nullopt;
        ++asked;
        return api::Status{403, "Forbidden", object.meta().name.str() + " is not wanted", {}};
    }

    mutable int asked = 0;

private:
    std::string m_kind;
    std::shared_ptr<bool> m_stands;
};

// Puts such a refusal in front of a cluster's objects.
struct Refused {
    std::shared_ptr<bool> stands = std::make_shared<bool>(true);
    const Refusal* plugin = nullptr;

    Refused(Cluster& cluster, const std::string& kind)
    {
        auto made = std::make_unique<Refusal>(kind, stands);
        plugin = made.get();
        cluster.lab().server().admission().add(std::move(made));
    }
};

class Rolling : public Cluster {
public:
    using Cluster::Cluster;

    // A Deployment `web` with an image `a`; `more` goes into its spec.
    static QByteArray manifest(const QByteArray& more, const QByteArray& meta = {})
    {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web" + meta + "}\nspec:\n"
            + (more.isEmpty() ? more : "  " + QByteArray(more).replace("; ", "\n  ") + "\n")
            + "  selector: {matchLabels: {app: web}}\n"
              "  template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {never: here}, containers: [{name: c, image: a}]}}\n";
    }

    void make(const QByteArray& yaml, const QByteArray& home = "default")
    {
        const apiserver::Response made = create(yaml, home);
        if (!made.ok())
            qFatal("%s", made.status.message.c_str());
        settle();
    }

    void settle() { lab().runFor(std::chrono::seconds(2)); }

    const api::Deployment& deployment() { return *(m_found = find("Deployment", "web")).as<api::Deployment>(); }

    template <class Change> void edit(Change change)
    {
        const apiserver::Response changed = Cluster::change("Deployment", "web", [&](api::ObjectPtr& object) {
            change(object.editAs<api::Deployment>());
        });
        if (!changed.ok())
            qFatal("%s", changed.status.message.c_str());
    }

    // The ReplicaSets that `web` controls, by revision.
    std::vector<api::Box<api::ReplicaSet>> sets()
    {
        std::vector<api::Box<api::ReplicaSet>> list;
        lab().store().tree(apiserver::resourceId(kind("ReplicaSet"))).visit([&](const api::ObjectPtr& object) {
            if (controllers::isControlledBy(object.meta(), find("Deployment", "web").meta()))
                list.push_back(object.box<api::ReplicaSet>());
            return true;
        });
        std::ranges::stable_sort(list, {}, [](const auto& set) { return revision(*set).toInt(); });
        return list;
    }

    static QString revision(const api::ReplicaSet& set)
    {
        return QString::fromStdString(set.metadata.annotations.valueOr("deployment.kubernetes.io/revision", "?").str());
    }

    // "1:3/2 2:1/0": revision, size and how many of it are available.
    QString told()
    {
        QStringList list;
        for (const auto& set : sets()) {
            list << QString("%1:%2/%3").arg(revision(*set)).arg(*set->spec->replicas)
                        .arg(set->status->availableReplicas);
        }
        return list.join(' ');
    }

    QString conditions()
    {
        QStringList list;
        for (const api::DeploymentCondition& condition : deployment().status->conditions) {
            list << QString("%1=%2:%3").arg(text(condition.type), text(condition.status), text(condition.reason));
        }
        return list.join(' ');
    }

    // What was said about `web`, with the revision in place of a ReplicaSet's name.
    QStringList events()
    {
        QStringList list;
        lab().store().tree(apiserver::resourceId(kind("Event"))).visit([&](const api::ObjectPtr& object) {
            const api::Event& event = *object.as<api::Event>();
            if (event.involvedObject.kind == "Deployment")
                list << QString::number((event.firstTimestamp.sinceEpoch()).count()).rightJustified(20) + text(event.reason)
                        + ": " + named(text(event.message));
            return true;
        });
        list.sort();
        for (QString& event : list)
            event.remove(0, 20);
        return list;
    }

    QString named(QString message)
    {
        for (const auto& set : sets())
            message.replace(text(set->metadata.name), "web-" + revision(*set));
        return message;
    }

    // So many of a revision's pods that are not ready become so.
    void ready(const QString& of, int count, const char* value = "True")
    {
        for (const api::ObjectPtr& pod : podsOf(of)) {
            if (count == 0 || controllers::isReady(*pod.as<api::Pod>()) == (value == std::string_view("True")))
                continue;
            --count;
            apiserver::Request asked = request(apiserver::Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
            asked.subresource = "status";
            asked.object = pod;
            api::PodStatus& status = asked.object.editAs<api::Pod>().status.edit();
            api::PodCondition condition;
            condition.type = "Ready";
            condition.status = value;
            condition.lastTransitionTime = lab().now();
            status.conditions.eraseIf([](const api::PodCondition& other) { return other.type == "Ready"; });
            status.conditions.push_back(condition);
            if (!lab().submit(asked).ok())
                qFatal("a pod's status was refused");
        }
        if (count != 0)
            qFatal("there are not so many pods");
    }

    std::vector<api::ObjectPtr> podsOf(const QString& of)
    {
        std::vector<api::ObjectPtr> pods;
        for (const auto& set : sets()) {
            if (revision(*set) == of)
                pods = controlled(set->metadata);
        }
        return pods;
    }

    // One of: "image b", "scale 4", "ready REVISION COUNT", "unready REVISION COUNT", "pause", "resume", "hand REVISION SIZE",
    // "delete REVISION", "wait SECONDS"; then what follows from it,
    // unless told otherwise.
    void act(const QString& action, bool settles = true)
    {
        const QStringList words = action.split(' ');
        const QString& verb = words[0];
        if (verb == "image")
            edit([&](api::Deployment& web) { image(web) = words[1].toStdString(); });
        else if (verb == "scale")
            edit([&](api::Deployment& web) { web.spec.edit().replicas = words[1].toInt(); });
        else if (verb == "pause" || verb == "resume")
            edit([&](api::Deployment& web) { web.spec.edit().paused = verb == "pause"; });
        else if (verb == "ready" || verb == "unready")
            ready(words[1], words[2].toInt(), verb == "ready" ? "True" : "False");
        else if (verb == "hand")
            Cluster::change("ReplicaSet", setName(words[1]), [&](api::ObjectPtr& set) {
                set.editAs<api::ReplicaSet>().spec.edit().replicas = words[2].toInt();
            });
        else if (verb == "delete")
            remove("ReplicaSet", setName(words[1]));
        else if (verb == "wait")
            lab().runFor(std::chrono::seconds(words[1].toInt()));
        else if (verb != "nothing")
            qFatal("unknown: %s", qPrintable(action));
        if (settles)
            settle();
    }

    QByteArray setName(const QString& of)
    {
        for (const auto& set : sets()) {
            if (revision(*set) == of)
                return QByteArray::fromStdString(set->metadata.name.str());
        }
        qFatal("no revision %s", qPrintable(of));
    }

    static api::Text& image(api::Deployment& web)
    {
        return web.spec.edit().template_.edit().spec.edit().containers.edit(0).image;
    }

    static QString text(const api::Text& said) { return QString::fromStdString(said.str()); }

private:
    std::vector<api::ObjectPtr> controlled(const api::ObjectMeta& owner)
    {
        std::vector<api::ObjectPtr> pods;
        lab().store().tree(apiserver::resourceId(kind("Pod"))).visit([&](const api::ObjectPtr& pod) {
            if (controllers::isControlledBy(pod.meta(), owner))
                pods.push_back(pod);
            return true;
        });
        return pods;
    }

    api::ObjectPtr m_found;
};

} // namespace kubarium
