// A Service and its pods in a few letters, for tests of who stands behind it.
//
//   "a b! c~ d~! e- f* g@ h?"    eight pods app=web on node-1, with the addresses 10.244.0.1, .2, …
//
//   !  not ready    ~  being deleted    -  no address    *  has run to its end    @  its node is gone    ?  other labels
//
// The store is written to directly: what controllers read is the same, and nobody else acts.
#pragma once

#include "api/manifestreader.h"
#include "apiserver/resources.h"
#include "apiserver/state.h"
#include "controllers/services/sliceplan.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/types/core-service.h"

#include <QtTest/QtTest>

namespace kubarium {

class Backends {
public:
    Backends()
    {
        state.now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
        put("apiVersion: v1\nkind: Node\nmetadata: {name: node-1, labels: {topology.kubernetes.io/zone: east}}\n");
        put("apiVersion: v1\nkind: Node\nmetadata: {name: node-2, labels: {topology.kubernetes.io/zone: west}}\n");
        put("apiVersion: v1\nkind: Node\nmetadata: {name: node-3}\n");
    }

    apiserver::State state{1};

    static const api::Kind& kind(const char* name)
    {
        const auto all = api::kinds();
        return *std::find_if(all.begin(), all.end(), [&](const api::Kind& kind) { return kind.kind == name && kind.stored; });
    }

    api::ObjectPtr find(const char* kindName, const QByteArray& name) const
    {
        return state.store.find(apiserver::keyOf(kind(kindName), "default", name.toStdString()));
    }

    // Creates the object, or puts it in the place of the one that is there.
    void put(api::ObjectPtr object)
    {
        const api::Kind& its = *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        api::ObjectMeta& meta = object.editMeta();
        if (its.namespaced)
            meta.namespace_ = "default";
        if (meta.name.empty())
            meta.name = meta.generateName.str() + std::to_string(++m_named);
        const api::ObjectPtr old = state.store.find(apiserver::keyOf(its, meta.namespace_, meta.name));
        meta.uid = old ? old.meta().uid : api::Text("uid-" + std::to_string(++m_made));
        if (!meta.creationTimestamp)
            meta.creationTimestamp = state.now;
        const store::ResourceId id = apiserver::resourceId(its);
        if (old)
            state.store.update(id, object, std::nullopt, {state.now, {}, "test"});
        else
            state.store.create(id, object, {state.now, {}, "test"});
        learn();
    }

    void put(const QByteArray& yaml)
    {
        const api::ManifestReport report = api::readManifest(yaml.toStdString(), {});
        if (report.objects.size() != 1)
            qFatal("%s", report.complaints.empty() ? "one object is expected" : report.complaints.front().message.c_str());
        put(report.objects.front().object);
    }

    void remove(const char* kindName, const QByteArray& name)
    {
        state.store.remove(apiserver::keyOf(kind(kindName), "default", name.toStdString()), std::nullopt, {state.now, {}, "test"});
        learn();
    }

    void service(const QByteArray& spec, const QByteArray& meta = "")
    {
        put("apiVersion: v1\nkind: Service\nmetadata: {name: web" + meta + "}\nspec: {" + spec + "}\n");
        api::ObjectPtr object = find("Service", "web");
        api::ServiceSpec& made = object.editAs<api::Service>().spec.edit();
        if (made.type != api::ServiceType::ExternalName && made.ipFamilies.empty())
            made.ipFamilies.push_back("IPv4");
        if (made.clusterIP.empty())
            made.clusterIP = "10.96.3.4";
        put(object);
    }

    void pods(const QString& letters)
    {
        for (const QString& one : letters.split(' ', Qt::SkipEmptyParts))
            pod(one);
    }

    // "name", then its marks; with `extra` behind, parts of the spec.
    void pod(const QString& told, const QByteArray& extra = "", const QByteArray& ports = "")
    {
        const QByteArray name = told.left(told.indexOf(QRegularExpression("[^a-z0-9]|$"))).toUtf8();
        const QByteArray node = told.contains('@') ? "gone" : "node-1";
        const QByteArray labels = told.contains('?') ? "app: other" : "app: web";
        put("apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", labels: {" + labels + "}}\nspec: {"
            + (extra.contains("nodeName") ? QByteArray() : "nodeName: " + node + ", ") + extra
            + "containers: [{name: c, image: nginx, ports: [" + ports + "]}]}\n");
        api::ObjectPtr object = find("Pod", name);
        api::Pod& pod = object.editAs<api::Pod>();
        api::PodStatus& status = pod.status.edit();
        status.phase = told.contains('*') ? "Succeeded" : "Running";
        if (!told.contains('-')) {
            const int number = m_addresses.contains(name) ? m_addresses[name] : static_cast<int>(m_addresses.size()) + 1;
            m_addresses[name] = number;
            status.podIP = "10.244." + std::to_string(number / 250) + "." + std::to_string(number % 250 + 1);
            status.podIPs.push_back({status.podIP});
        }
        api::PodCondition& ready = status.conditions.push_back({});
        ready.type = "Ready";
        ready.status = told.contains('!') ? "False" : "True";
        ready.reason = told.contains('!') ? "ContainersNotReady" : "";
        ready.lastTransitionTime = state.now;
        if (told.contains('~'))
            pod.metadata.deletionTimestamp = state.now;
        put(object);
    }

    // What the controller would write, written.
    controllers::SlicePlan reconcile()
    {
        controllers::SlicePlan plan = controllers::plannedSlices(state, find("Service", "web"));
        for (const auto* list : {&plan.created, &plan.updated}) {
            for (const api::ObjectPtr& slice : *list)
                put(slice);
        }
        for (const api::ObjectPtr& slice : plan.removed)
            remove("EndpointSlice", QByteArray::fromStdString(slice.meta().name.str()));
        return plan;
    }

    std::vector<api::ObjectPtr> slices() const
    {
        return controllers::slicesOf(state, find("Service", "web").meta(), controllers::endpointSliceController);
    }

    // "80: a b! | http 8080: c" of all slices, or "80: 100 80: 50" with the numbers of their endpoints.
    QString shown() const
    {
        QStringList list;
        for (const api::ObjectPtr& slice : slices())
            list << shown(*slice.as<api::EndpointSlice>());
        return list.join(" | ");
    }

    QString sizes() const
    {
        QStringList list;
        for (const api::ObjectPtr& slice : slices())
            list << QString::number(slice.as<api::EndpointSlice>()->endpoints.size());
        return list.join(' ');
    }

    static QString shown(const api::EndpointSlice& slice)
    {
        QStringList ports;
        for (const api::SliceEndpointPort& port : slice.ports)
            ports << (port.name.empty() ? QString() : QString::fromStdString(port.name.str()) + " ") + QString::number(*port.port);
        QStringList endpoints;
        for (const api::Endpoint& endpoint : slice.endpoints)
            endpoints << shown(endpoint);
        return ports.join(',') + ": " + endpoints.join(' ');
    }

    // "a" is ready; "a!" is not; "a~" is terminating and serves, "a~!" does not.
    static QString shown(const api::Endpoint& endpoint)
    {
        QString text = QString::fromStdString(endpoint.targetRef->name.str());
        if (endpoint.conditions.ready.valueOr(false))
            text += "+";
        if (endpoint.conditions.terminating.valueOr(false))
            text += "~";
        if (!endpoint.conditions.serving.valueOr(false))
            text += "!";
        return text;
    }

private:
    void learn()
    {
        while (m_known < state.store.revision())
            state.learn(*state.store.change(++m_known));
    }

    store::Revision m_known = 0;
    int m_made = 0;
    int m_named = 0;
    QMap<QByteArray, int> m_addresses;
};

} // namespace kubarium
