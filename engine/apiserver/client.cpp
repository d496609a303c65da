#include "client.h"

#include "resources.h"

#include <functional>
#include <unordered_map>

namespace kubarium::apiserver {

api::ObjectPtr Client::find(const api::Kind& kind, std::string_view namespace_, std::string_view name) const
{
    return m_runtime.state().store.find(keyOf(kind, namespace_, name));
}

Response Client::create(const api::Kind& kind, std::string_view namespace_, api::ObjectPtr object)
{
    Request request;
    request.verb = Verb::Create;
    request.kind = &kind;
    request.namespace_ = namespace_;
    request.identity = m_identity;
    request.fieldManager = m_program;
    request.object = std::move(object);
    return m_runtime.submit(std::move(request));
}

Response Client::write(const api::Kind& kind, api::ObjectPtr object, std::string_view subresource)
{
    Request request;
    request.verb = Verb::Update;
    request.kind = &kind;
    request.subresource = subresource;
    request.namespace_ = object.meta().namespace_.str();
    request.name = object.meta().name.str();
    request.identity = m_identity;
    request.fieldManager = m_program;
    request.object = std::move(object);
    return m_runtime.submit(std::move(request));
}

Response Client::patch(const api::Kind& kind, const api::ObjectMeta& about, PatchType type, std::string document,
    std::string_view subresource)
{
    Request request;
    request.verb = Verb::Patch;
    request.patchType = type;
    request.kind = &kind;
    request.subresource = subresource;
    request.namespace_ = about.namespace_.str();
    request.name = about.name.str();
    request.identity = m_identity;
    request.fieldManager = m_program;
    request.bodyFormat = BodyFormat::Json;
    request.body = std::move(document);
    return m_runtime.submit(std::move(request));
}

Response Client::post(
    const api::Kind& kind, const api::ObjectMeta& about, std::string_view subresource, api::ObjectPtr object)
{
    Request request;
    request.verb = Verb::Create;
    request.kind = &kind;
    request.subresource = subresource;
    request.namespace_ = about.namespace_.str();
    request.name = about.name.str();
    request.identity = m_identity;
    request.fieldManager = m_program;
    request.object = std::move(object);
    return m_runtime.submit(std::move(request));
}

Response Client::apply(
    const api::Kind& kind, const api::ObjectMeta& about, std::string document, std::string_view manager)
{
    Request request;
    request.verb = Verb::Patch;
    request.patchType = PatchType::Apply;
    request.kind = &kind;
    request.namespace_ = about.namespace_.str();
    request.name = about.name.str();
    request.identity = m_identity;
    request.fieldManager = manager;
    request.bodyFormat = BodyFormat::Json;
    request.body = std::move(document);
    request.force = true;
    return m_runtime.submit(std::move(request));
}

Response Client::remove(const api::Kind& kind, const api::ObjectPtr& object, DeleteOptions options)
{
    Request request;
    request.verb = Verb::Delete;
    request.kind = &kind;
    request.namespace_ = object.meta().namespace_.str();
    request.name = object.meta().name.str();
    request.identity = m_identity;
    request.remove = std::move(options);
    return m_runtime.submit(std::move(request));
}

Response Client::removeAll(const api::Kind& kind, std::string_view namespace_, DeleteOptions options)
{
    Request request;
    request.verb = Verb::DeleteCollection;
    request.kind = &kind;
    request.namespace_ = namespace_;
    request.identity = m_identity;
    request.remove = std::move(options);
    return m_runtime.submit(std::move(request));
}

namespace {

// Identities by a name, made once in each thread: their bearers act many thousand times.
class Identities {
public:
    template <class Make> const IdentityPtr& of(std::string_view name, Make make)
    {
        if (const auto found = m_made.find(name); found != m_made.end())
            return found->second;
        if (m_made.size() >= most)
            m_made.clear();
        return m_made.emplace(name, std::make_shared<const Identity>(make())).first->second;
    }

private:
    static constexpr std::size_t most = 16'384;

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    std::unordered_map<std::string, IdentityPtr, Hash, std::equal_to<>> m_made;
};

} // namespace

IdentityPtr controllerIdentity(std::string_view name)
{
    thread_local Identities controllers;
    return controllers.of(name, [&] {
        return Identity{"system:serviceaccount:kube-system:" + std::string(name), "",
            {"system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"}, {}};
    });
}

IdentityPtr nodeIdentity(std::string_view name)
{
    thread_local Identities nodes;
    return nodes.of(name, [&] {
        return Identity{"system:node:" + std::string(name), "", {"system:nodes", "system:authenticated"}, {}};
    });
}

IdentityPtr apiServerIdentity()
{
    static const auto identity = std::make_shared<const Identity>(
        Identity{"system:apiserver", "", {"system:masters", "system:authenticated"}, {}});
    return identity;
}

} // namespace kubarium::apiserver
