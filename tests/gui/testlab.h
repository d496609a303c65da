// What the tests of the window do in a lab: objects that come, change and go.
#pragma once

#include "api/types/core-config.h"
#include "apiserver/resources.h"
#include "bridge/labbridge.h"
#include "bridge/words.h"

#include <QTest>

namespace kubarium::gui {

inline std::unique_ptr<lab::Lab> newLab()
{
    return std::make_unique<lab::Lab>(lab::ClusterFile::standard());
}

inline apiserver::Request requestFor(apiserver::Verb verb, const char* kind, const std::string& name)
{
    apiserver::Request request;
    request.verb = verb;
    request.kind = api::findKind("", "v1", kind);
    request.namespace_ = request.kind->namespaced ? "default" : "";
    request.name = verb == apiserver::Verb::Create ? "" : name;
    request.identity = std::make_shared<const apiserver::Identity>(apiserver::Identity {"admin", "", {"system:masters"}});
    return request;
}

inline bool createRange(lab::Lab& lab, const std::string& name)
{
    apiserver::Request request = requestFor(apiserver::Verb::Create, "LimitRange", name);
    api::Box<api::LimitRange> range;
    range.edit().metadata.name = api::Text(name);
    range.edit().metadata.namespace_ = "default";
    request.object = range;
    return lab.submit(request).ok();
}

inline bool changeRange(lab::Lab& lab, const std::string& name, const std::string& value)
{
    apiserver::Request request = requestFor(apiserver::Verb::Update, "LimitRange", name);
    api::ObjectPtr range = lab.store().find(apiserver::keyOf(*request.kind, "default", name));
    if (!range)
        return false;
    range.editMeta().labels.set("value", api::Text(value));
    request.object = range;
    return lab.submit(request).ok();
}

inline bool deleteRange(lab::Lab& lab, const std::string& name)
{
    return lab.submit(requestFor(apiserver::Verb::Delete, "LimitRange", name)).ok();
}

// Nobody but the tests makes any of these.
inline const api::Kind& limitRanges()
{
    return *api::findKind("", "v1", "LimitRange");
}

// Waits until what has been posted so far is done and the window has been told of it.
inline void settle(LabBridge& lab)
{
    bool done = false;
    lab.ask([](lab::Lab&) { }, &lab, [&done] { done = true; });
    QTRY_VERIFY(done);
}

} // namespace kubarium::gui
