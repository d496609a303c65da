// How a component talks to the API server: with an identity of its own, typed objects, and the cause of what it is doing.
// Under the name of its program the server keeps account of the fields that it writes; without one it keeps none.
#pragma once

#include "component.h"

#include <span>

namespace kubarium::apiserver {

class Client {
public:
    Client(Runtime& runtime, IdentityPtr identity, std::string_view program = {})
        : m_runtime(runtime),
          m_identity(std::move(identity)),
          m_program(program)
    {
    }

    api::Time now() const { return m_runtime.now(); }

    const State& state() const { return m_runtime.state(); }

    // What is stored, without a request: a component's cache, which the delivery of news has brought up to date.
    api::ObjectPtr find(const api::Kind& kind, std::string_view namespace_, std::string_view name) const;

    Response create(const api::Kind& kind, std::string_view namespace_, api::ObjectPtr object);

    // Refused with 409 unless the object's resourceVersion is still the current one.
    Response update(const api::Kind& kind, api::ObjectPtr object) { return write(kind, std::move(object), ""); }

    Response updateStatus(const api::Kind& kind, api::ObjectPtr object)
    {
        return write(kind, std::move(object), "status");
    }

    Response write(const api::Kind& kind, api::ObjectPtr object, std::string_view subresource);
    // A JSON document of that type of patch, to the object or to a subresource.
    Response patch(const api::Kind& kind, const api::ObjectMeta& about, PatchType type, std::string document,
        std::string_view subresource = {});
    // Something posted to a subresource, as a Binding or an Eviction.
    Response post(
        const api::Kind& kind, const api::ObjectMeta& about, std::string_view subresource, api::ObjectPtr object);
    // Server-side apply of a JSON document, whoever owns its fields now.
    Response apply(const api::Kind& kind, const api::ObjectMeta& about, std::string document, std::string_view manager);
    Response remove(const api::Kind& kind, const api::ObjectPtr& object, DeleteOptions options = {});
    Response removeAll(const api::Kind& kind, std::string_view namespace_, DeleteOptions options = {});

private:
    Runtime& m_runtime;
    IdentityPtr m_identity;
    std::string_view m_program;
};

// system:serviceaccount:kube-system:NAME, as which the controllers of a cluster act.
IdentityPtr controllerIdentity(std::string_view name);

// system:node:NAME, as which the kubelet of a node acts.
IdentityPtr nodeIdentity(std::string_view name);

// system:apiserver: the server itself, where it looks after what a cluster cannot do without.
IdentityPtr apiServerIdentity();

} // namespace kubarium::apiserver
