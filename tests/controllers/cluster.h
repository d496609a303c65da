// A whole cluster in a few words: what the tests of controllers ask of a Lab, as its administrator.
#pragma once

#include "api/manifestreader.h"
#include "apiserver/resources.h"
#include "lab/lab.h"

#include <QtTest/QtTest>

namespace kubarium {

// Keeps objects of a kind from being deleted, for as long as it is told to.
class Guard final : public apiserver::AdmissionPlugin {
public:
    Guard(QByteArray kind, std::shared_ptr<bool> stands) : m_kind(std::move(kind)), m_stands(std::move(stands)) { }

    std::string_view name() const override { return "Guard"; }

    bool handles(apiserver::Verb verb) const override { return verb == apiserver::Verb::Delete; }

    std::optional<api::Status> validate(
        const apiserver::Attributes& attributes, const api::ObjectPtr& object) const override
    {
        if (!*m_stands || attributes.kind.kind != m_kind.toStdString())
            return std::nullopt;
        return api::Status{403, "Forbidden", object.meta().name.str() + " stays", {}};
    }

private:
    QByteArray m_kind;
    std::shared_ptr<bool> m_stands;
};

class Cluster {
public:
    explicit Cluster(const lab::Lab::Options& options = lab::Lab::Options()) : m_lab(lab::ClusterFile::standard(), options) { }

    explicit Cluster(const lab::ClusterFile& file, const lab::Lab::Options& options = lab::Lab::Options()) : m_lab(file, options) { }

    lab::Lab& lab() { return m_lab; }

    // A guard before objects of a kind; it steps aside when the answer becomes false.
    std::shared_ptr<bool> guard(const QByteArray& kind)
    {
        auto stands = std::make_shared<bool>(true);
        m_lab.server().admission().add(std::make_unique<Guard>(kind, stands));
        return stands;
    }

    static const api::Kind& kind(const QByteArray& name)
    {
        const auto all = api::kinds();
        return *std::find_if(
            all.begin(), all.end(), [&](const api::Kind& kind) { return kind.kind == name.toStdString() && kind.stored; });
    }

    static apiserver::Request request(
        apiserver::Verb verb, const QByteArray& kindName, const QByteArray& name, const QByteArray& home = "default")
    {
        static const auto admin = std::make_shared<const apiserver::Identity>(
            apiserver::Identity{"admin", "", {"system:masters", "system:authenticated"}, {}});
        apiserver::Request asked;
        asked.verb = verb;
        asked.kind = &kind(kindName);
        asked.name = name.toStdString();
        asked.namespace_ = asked.kind->namespaced ? home.toStdString() : std::string();
        asked.identity = admin;
        return asked;
    }

    // Creates what the documents say, one after the other; each `$name` stands for the uid of an object made before. The
    // answer to the last one.
    apiserver::Response create(const QByteArray& yaml, const QByteArray& home = "default")
    {
        apiserver::Response last;
        for (QByteArray document : split(yaml)) {
            for (auto uid = m_uids.cbegin(); uid != m_uids.cend(); ++uid)
                document.replace("$" + uid.key(), uid.value());
            last = createOne(document, home);
            if (!last.ok())
                return last;
            m_uids[QByteArray::fromStdString(last.object.meta().name.str())] =
                QByteArray::fromStdString(last.object.meta().uid.str());
            m_lab.runFor(std::chrono::seconds(0)); // what follows at once
        }
        return last;
    }

    api::ObjectPtr find(const QByteArray& kindName, const QByteArray& name, const QByteArray& home = "default")
    {
        return m_lab.store().find(apiserver::keyOf(kind(kindName), home.toStdString(), name.toStdString()));
    }

    apiserver::Response remove(const QByteArray& kindName, const QByteArray& name, const QByteArray& policy = {},
        const QByteArray& home = "default")
    {
        apiserver::Request asked = request(apiserver::Verb::Delete, kindName, name, home);
        asked.remove.propagationPolicy = policy.toStdString();
        return m_lab.submit(asked);
    }

    template <class Change>
    apiserver::Response change(
        const QByteArray& kindName, const QByteArray& name, Change change, const QByteArray& home = "default")
    {
        apiserver::Request asked = request(apiserver::Verb::Update, kindName, name, home);
        asked.object = find(kindName, name, home);
        change(asked.object);
        return m_lab.submit(asked);
    }

    apiserver::Response bind(const QByteArray& pod, const QByteArray& home = "default")
    {
        apiserver::Request asked = request(apiserver::Verb::Create, "Pod", pod, home);
        asked.subresource = "binding";
        asked.body = "apiVersion: v1\nkind: Binding\nmetadata: {name: " + pod.toStdString()
            + "}\ntarget: {kind: Node, name: node-1}\n";
        asked.bodyFormat = apiserver::BodyFormat::Yaml;
        return m_lab.submit(asked);
    }

    // As their kubelet does it when the containers have stopped.
    apiserver::Response end(const QByteArray& pod, const QByteArray& home = "default")
    {
        apiserver::Request asked = request(apiserver::Verb::Delete, "Pod", pod, home);
        asked.remove.gracePeriodSeconds = 0;
        return m_lab.submit(asked);
    }

    // "a b! c[orphan]!": names of the kinds' objects; of those that are being deleted with a mark, and with what holds them.
    QString left(std::initializer_list<QByteArray> kinds, const QByteArray& home = "default")
    {
        QStringList list;
        for (const QByteArray& name : kinds) {
            m_lab.store().tree(apiserver::resourceId(kind(name))).visit([&](const api::ObjectPtr& object) {
                const api::ObjectMeta& meta = object.meta();
                const bool isPublished = meta.name == "kube-root-ca.crt"; // which every namespace has
                if (isPublished || (meta.namespace_ != home.toStdString() && !meta.namespace_.empty()))
                    return true;
                QString told = QString::fromStdString(meta.name.str());
                for (const api::Text& finalizer : meta.finalizers)
                    told += QString("[%1]").arg(QString::fromStdString(finalizer.str()));
                list << told + (meta.deletionTimestamp ? "!" : "");
                return true;
            });
        }
        return list.join(' ');
    }

private:
    static QList<QByteArray> split(const QByteArray& yaml)
    {
        QList<QByteArray> documents;
        for (const QString& document : QString::fromUtf8(yaml).split("---\n", Qt::SkipEmptyParts))
            documents << document.toUtf8();
        return documents;
    }

    apiserver::Response createOne(const QByteArray& yaml, const QByteArray& home)
    {
        api::ParsedStream stream = api::parseYaml(yaml.toStdString());
        if (stream.documents.size() != 1)
            qFatal("one document is expected");
        const auto meta = api::typeMetaOf(stream.documents[0].root);
        const api::Kind* const kind = api::findKindByApiVersion(meta->apiVersion, meta->kind);
        apiserver::Request asked = request(apiserver::Verb::Create, QByteArray::fromStdString(meta->kind), {}, home);
        asked.kind = kind;
        const api::TreeNode* const metadata = stream.documents[0].root.find("metadata");
        if (const api::TreeNode* const space = metadata ? metadata->find("namespace") : nullptr)
            asked.namespace_ = std::string(space->scalar);
        asked.body = yaml.toStdString();
        asked.bodyFormat = apiserver::BodyFormat::Yaml;
        asked.fieldValidation = api::FieldValidation::Strict;
        return m_lab.submit(asked);
    }

    lab::Lab m_lab;
    QMap<QByteArray, QByteArray> m_uids;
};

} // namespace kubarium
