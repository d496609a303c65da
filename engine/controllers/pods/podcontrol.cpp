#include "podcontrol.h"

#include "podstate.h"

#include "../eventrecorder.h"

#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

api::Box<api::Pod> PodControl::podOf(const api::PodTemplateSpec& form, const api::ObjectPtr& owner)
{
    api::Box<api::Pod> box;
    api::Pod& pod = box.edit();
    pod.metadata.labels = form.metadata.labels;
    pod.metadata.annotations = form.metadata.annotations;
    pod.metadata.finalizers = form.metadata.finalizers;
    pod.metadata.generateName = owner.meta().name.str() + "-";
    pod.metadata.namespace_ = owner.meta().namespace_;
    pod.metadata.ownerReferences.push_back(controllerReference(owner));
    pod.spec = form.spec;
    return box;
}

apiserver::Response PodControl::create(const api::Box<api::Pod>& pod, const api::ObjectPtr& owner)
{
    apiserver::Response created = m_client.create(apiserver::podKind(), owner.meta().namespace_, pod);
    if (created.ok()) {
        recordEvent(m_client, m_component, owner, EventType::Normal, "SuccessfulCreate",
            "Created pod: " + created.object.meta().name.str());
    } else if (created.status.reason != "NotFound" || !owner.meta().deletionTimestamp) {
        recordEvent(m_client, m_component, owner, EventType::Warning, "FailedCreate",
            "Error creating: " + created.status.message);
    }
    return created;
}

apiserver::Response PodControl::remove(const api::ObjectPtr& pod, const api::ObjectPtr& owner)
{
    apiserver::DeleteOptions options;
    options.uid = pod.meta().uid.str();
    apiserver::Response removed = m_client.remove(apiserver::podKind(), pod, options);
    if (removed.ok()) {
        recordEvent(m_client, m_component, owner, EventType::Normal, "SuccessfulDelete",
            "Deleted pod: " + pod.meta().name.str());
    } else if (removed.status.code == 404 || removed.status.code == 409) {
        removed.status = {}; // somebody else was faster
    } else {
        recordEvent(m_client, m_component, owner, EventType::Warning, "FailedDelete",
            "Error deleting: " + removed.status.message);
    }
    return removed;
}

Attempts slowStart(int count, const std::function<api::Status(int)>& attempt)
{
    Attempts result;
    int done = 0;
    for (int batch = 1; done < count; batch *= 2) {
        const int end = std::min(count, done + batch);
        for (; done < end; ++done) {
            const api::Status status = attempt(done);
            if (status.ok())
                ++result.succeeded;
            else if (result.failure.ok())
                result.failure = status;
        }
        if (!result.failure.ok())
            break;
    }
    return result;
}

} // namespace kubarium::controllers
