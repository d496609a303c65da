#include "bootstrap.h"

#include "bootstrapobjects.h"
#include "reconciliation.h"

#include "../client.h"
#include "../resources.h"

namespace kubarium::apiserver {

namespace {

Request about(Verb verb, const api::Kind& kind, const api::ObjectPtr& object)
{
    Request request;
    request.verb = verb;
    request.kind = &kind;
    request.namespace_ = object.meta().namespace_.str();
    request.identity = apiServerIdentity();
    request.fieldManager = "kube-apiserver";
    if (verb != Verb::Delete)
        request.object = object;
    if (verb != Verb::Create)
        request.name = object.meta().name.str();
    return request;
}

// The same object as nobody has stored it yet.
api::ObjectPtr anew(api::ObjectPtr object)
{
    api::ObjectMeta& meta = object.editMeta();
    meta.uid = {};
    meta.resourceVersion = {};
    meta.creationTimestamp = {};
    return object;
}

void ensure(Runtime& runtime, const api::ObjectPtr& wanted)
{
    const api::Kind& kind = *api::findKindByApiVersion(wanted.type().apiVersion, wanted.type().kind);
    const api::ObjectMeta& meta = wanted.meta();
    const api::ObjectPtr existing = runtime.state().store.find(keyOf(kind, meta.namespace_, meta.name));
    if (!existing) {
        runtime.submit(about(Verb::Create, kind, wanted));
        return;
    }
    const auto now = reconciled(existing, wanted);
    if (!now)
        return;
    if (now->replace) {
        runtime.submit(about(Verb::Delete, kind, existing));
        runtime.submit(about(Verb::Create, kind, anew(now->object)));
        return;
    }
    runtime.submit(about(Verb::Update, kind, now->object));
}

} // namespace

void BootstrapRoles::start(Runtime& runtime) const
{
    for (const api::ObjectPtr& object : bootstrapObjects())
        ensure(runtime, object);
}

void BootstrapRoles::handle(Runtime& runtime, const sim::Event&) const
{
    start(runtime);
}

std::string BootstrapRoles::describe(const sim::Event&) const
{
    return "the roles that a cluster begins with are looked after";
}

} // namespace kubarium::apiserver
