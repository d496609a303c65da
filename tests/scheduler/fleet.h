// A few nodes with pods on them, in few words, and what the scheduler thinks of one more pod.
//
//   Fleet fleet({node("n1", "zone: a"), node("n2", "zone: b"), pod("web", "n1", "app: web")});
//   fleet.verdicts(pod("new"))           "n1 n2"; of a node that refuses, why: "n1[the node is cordoned …] n2"
//   fleet.scores(pod("new"), "ImageLocality")     "n1=0/0 n2=12/12": raw, and brought to 0 … 100
#pragma once

#include "api/manifest.h"

#include "apiserver/resources.h"
#include "scheduler/decision.h"

#include <QtTest/QtTest>

namespace kubarium {

inline QByteArray node(const QByteArray& name, const QByteArray& labels = {}, const QByteArray& spec = {},
    const QByteArray& allocatable = "cpu: '4', memory: 8Gi, pods: '110'", const QByteArray& images = {})
{
    return "{apiVersion: v1, kind: Node, metadata: {name: " + name + ", labels: {" + labels + "}}, spec: {" + spec
        + "}, status: {allocatable: {" + allocatable + "}, images: [" + images + "]}}";
}

// `spec`: without containers it has one that requests nothing.
inline QByteArray pod(const QByteArray& name, const QByteArray& on = {}, const QByteArray& labels = {},
    const QByteArray& spec = {}, const QByteArray& home = "default", const QByteArray& meta = {})
{
    QByteArray text = "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + home + ", uid: u-" + home + "-"
        + name + ", labels: {" + labels + "}" + (meta.isEmpty() ? "" : ", " + meta) + "}, spec: {" + spec;
    if (!on.isEmpty())
        text += QByteArray(spec.isEmpty() ? "" : ", ") + "nodeName: " + on;
    if (!spec.contains("containers:"))
        text += QByteArray(spec.isEmpty() && on.isEmpty() ? "" : ", ") + "containers: [{name: c, image: nginx}]";
    return text + "}}";
}

// A container that requests so much.
inline QByteArray requests(const QByteArray& amounts, const QByteArray& more = {})
{
    return "containers: [{name: c, image: nginx, resources: {requests: {" + amounts + "}}" + (more.isEmpty() ? "" : ", " + more) + "}]";
}

inline api::ObjectPtr objectOf(const QByteArray& yaml)
{
    const api::Manifest manifest(yaml.toStdString());
    if (!manifest.refusal().isEmpty())
        qFatal("%s: %s", yaml.constData(), qPrintable(manifest.refusal()));
    return manifest.object();
}

class Fleet {
public:
    explicit Fleet(const QList<QByteArray>& manifests)
    {
        for (const QByteArray& manifest : manifests)
            add(objectOf(manifest));
    }

    void add(const api::ObjectPtr& object)
    {
        const api::Kind& kind = *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        m_store.create(apiserver::resourceId(kind), object, {m_now, {}, {}});
    }

    store::Store& store() { return m_store; }

    scheduler::Decision decide(const QByteArray& manifest) const
    {
        return scheduler::decide(m_store.snapshot(), objectOf(manifest), m_now, sim::RandomStream(1));
    }

    QString verdicts(const QByteArray& manifest) const
    {
        QStringList list;
        for (const scheduler::NodeVerdict& verdict : decide(manifest).nodes)
            list << text(verdict.node) + (verdict.fits ? QString() : "[" + QString::fromStdString(verdict.detail) + "]");
        return list.join(' ');
    }

    QString scores(const QByteArray& manifest, std::string_view plugin) const
    {
        QStringList list;
        for (const scheduler::NodeVerdict& verdict : decide(manifest).nodes) {
            for (const scheduler::PluginScore& score : verdict.scores) {
                if (score.plugin == plugin)
                    list << text(verdict.node) + (score.applies ? QString("=%1/%2").arg(score.raw).arg(score.normalised) : "");
            }
        }
        return list.join(' ');
    }

    QString message(const QByteArray& manifest) const { return QString::fromStdString(decide(manifest).message); }

    static QString text(const api::Text& text) { return QString::fromStdString(text.str()); }

private:
    store::Store m_store;
    api::Time m_now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
};

} // namespace kubarium
