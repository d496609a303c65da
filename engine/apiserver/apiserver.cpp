#include "apiserver.h"

#include "deletion.h"
#include "list.h"
#include "refusals.h"
#include "resources.h"
#include "strategies/strategy.h"
#include "subresources/binding.h"

#include "api/conversion/conversion.h"
#include "api/defaults/defaults.h"
#include "api/validation/validation.h"

namespace kubarium::apiserver {

namespace {

constexpr std::size_t longestGeneratedPrefix = 58; // 63 less the five random characters

api::Status success(int code = 200) { return {code, {}, {}, {}}; }

} // namespace

// One request on its way. Each step answers whether the next one is reached; what it refuses with is the response.
class ApiServer::Pipeline {
public:
    Pipeline(const ApiServer& server, State& state, const Request& request)
        : m_server(server), m_state(state), m_request(request), m_stored(api::storedKind(*request.kind)),
          m_attributes{request, m_stored, state, {}, m_response.warnings}
    {
    }

    Response run()
    {
        if (!authenticated() || !authorized())
            return std::move(m_response);
        switch (m_request.verb) {
        case Verb::Get:
            get();
            break;
        case Verb::List:
            list();
            break;
        case Verb::Create:
            if (m_request.subresource == "binding")
                bind();
            else
                create();
            break;
        case Verb::Update:
            update();
            break;
        case Verb::Delete:
            remove();
            break;
        case Verb::DeleteCollection:
            removeAll();
            break;
        case Verb::Watch: // ApiServer::watch answers those
            refuse(Stage::Decoding, refusals::methodNotAllowed("watch"));
            break;
        }
        return std::move(m_response);
    }

    bool authenticated()
    {
        if (!m_request.identity)
            return refuse(Stage::Authentication, refusals::unauthorized());
        return pass(Stage::Authentication, {}, m_request.identity->user);
    }

    bool authorized()
    {
        for (const auto& authorizer : m_server.m_authorizers) {
            const Decision decision = authorizer->decide(m_state, m_request);
            if (decision.verdict == Decision::Verdict::Allow)
                return pass(Stage::Authorization, authorizer->name(), decision.why);
            if (decision.verdict == Decision::Verdict::Deny)
                break;
        }
        return refuse(Stage::Authorization, refusals::notAllowed(m_request));
    }

    Response take() { return std::move(m_response); }

private:
    // Reading

    void get()
    {
        const api::ObjectPtr object = found();
        if (object)
            answer(object);
    }

    void list()
    {
        api::Result<Page> page = apiserver::list(m_state, m_request);
        if (!page) {
            refuse(Stage::Storage, page.status());
            return;
        }
        m_response.page = std::move(*page);
        m_response.status = success();
        pass(Stage::Storage, {}, "read at revision " + std::to_string(m_response.page->revision));
    }

    // Writing

    void create()
    {
        if (!decode() || !inItsNamespace())
            return;
        api::applyDefaults(m_object);
        pass(Stage::Decoding, {}, "decoded, defaults filled in");
        m_object = api::toStored(*m_request.kind, m_object);
        if (!mutate())
            return;
        fillSystemFields();
        prepareForCreate(m_stored, m_object, m_request, m_state);
        if (!passes(api::validateCreate(m_stored, m_object)))
            return;
        for (std::string& warning : api::createWarnings(m_stored, m_object))
            m_response.warnings.push_back(std::move(warning));
        if (!admit())
            return;
        if (m_request.dryRun) {
            const store::Key key = keyOf(m_stored, m_object.meta().namespace_, m_object.meta().name);
            if (m_state.store.find(key)) {
                refuse(Stage::Storage, exists());
                return;
            }
            answer(m_object, 201);
            return;
        }
        const store::Written written = m_state.store.create(resourceId(m_stored), m_object, origin());
        if (!written) {
            refuse(Stage::Storage, exists());
            return;
        }
        answer(written.object, 201);
    }

    void update()
    {
        if (!decode())
            return;
        const std::string& name = m_object.meta().name.empty() ? m_request.name : m_object.meta().name.str();
        if (name != m_request.name) {
            refuse(Stage::Decoding, api::badRequest("the name of the object (" + name + ") does not match the name on the URL (" + m_request.name + ")"));
            return;
        }
        if (!inItsNamespace())
            return;
        const api::ObjectPtr old = found();
        if (!old)
            return;
        api::applyDefaults(m_object);
        pass(Stage::Decoding, {}, "decoded, defaults filled in");
        m_object = api::toStored(*m_request.kind, m_object);
        m_attributes.old = old;
        if (!isCurrent(old) || !mutate())
            return;
        keepSystemFields(old);
        if (m_request.subresource == "status")
            prepareForStatusUpdate(m_stored, m_object, old);
        else
            prepareForUpdate(m_stored, m_object, old);
        if (!passes(m_request.subresource == "status" ? api::validateStatusUpdate(m_stored, m_object, old)
                                                      : api::validateUpdate(m_stored, m_object, old)))
            return;
        if (!admit())
            return;
        store(old);
    }

    void bind()
    {
        if (!decode())
            return;
        const api::ObjectPtr pod = found();
        if (!pod)
            return;
        api::Result<api::ObjectPtr> bound = bindPod(pod, m_object, m_state.now);
        if (!bound) {
            refuse(Stage::Storage, bound.status());
            return;
        }
        m_object = std::move(*bound);
        store(pod);
        if (m_response.ok()) { // a Binding is answered with a bare success
            m_response.object = {};
            m_response.status = success(201);
        }
    }

    void remove()
    {
        const api::ObjectPtr object = found();
        if (!object)
            return;
        m_attributes.old = object;
        m_object = object;
        if (const auto refusal = preconditionFailure(m_stored, object, m_request.remove)) {
            refuse(Stage::Validation, *refusal);
            return;
        }
        if (!admit())
            return;
        removeOne(object);
    }

    void removeAll()
    {
        Request walk = m_request;
        walk.verb = Verb::List;
        api::Result<Page> page = apiserver::list(m_state, walk);
        if (!page) {
            refuse(Stage::Storage, page.status());
            return;
        }
        for (const api::ObjectPtr& listed : page->items)
            removeOne(m_state.store.find(keyOf(m_stored, listed.meta().namespace_, listed.meta().name)));
        m_response.object = {};
        m_response.status = success();
        m_response.page = std::move(*page);
    }

    void removeOne(const api::ObjectPtr& object)
    {
        if (!object)
            return; // meanwhile gone
        api::ObjectPtr marked = markedForDeletion(m_stored, object, m_request.remove, m_state.now);
        if (!marked) { // nothing holds it back
            if (!m_request.dryRun) {
                const store::Key key = keyOf(m_stored, object.meta().namespace_, object.meta().name);
                m_state.store.remove(key, std::nullopt, origin());
            }
            m_response.object = {};
            m_response.status = success();
            m_response.status.details = {object.meta().name.str(), std::string(m_stored.group), std::string(m_stored.resource), object.meta().uid.str(), {}, 0};
            pass(Stage::Storage, {}, "removed");
            return;
        }
        m_object = std::move(marked);
        store(object);
    }

    // Steps

    bool decode()
    {
        m_object = m_request.object;
        if (!m_request.document)
            return true;
        const api::Kind& kind = m_request.subresource == "binding" ? *api::findKind("", "v1", "Binding") : *m_request.kind;
        const api::Result<api::TypeMeta> meta = api::typeMetaOf(m_request.document->root);
        if (!meta)
            return refuse(Stage::Decoding, api::badRequest("the object provided is unrecognized (must be of type " + std::string(kind.kind) + "): " + meta.status().message));
        if (!meta->apiVersion.empty() && meta->apiVersion != kind.apiVersion())
            return refuse(Stage::Decoding, api::badRequest("the API version in the data (" + meta->apiVersion + ") does not match the expected API version ("
                                                           + kind.apiVersion() + ")"));
        if (!meta->kind.empty() && meta->kind != kind.kind)
            return refuse(Stage::Decoding, api::badRequest(meta->kind + " in version \"" + std::string(kind.version) + "\" cannot be handled as a "
                                                           + std::string(kind.kind) + ": no kind \"" + meta->kind + "\" is registered for it"));
        api::Result<api::DecodedObject> decoded = api::decodeObject(kind, *m_request.document, m_request.fieldValidation);
        if (!decoded)
            return refuse(Stage::Decoding, decoded.status());
        m_object = std::move(decoded->object);
        for (std::string& warning : decoded->warnings)
            m_response.warnings.push_back(std::move(warning));
        return true;
    }

    bool inItsNamespace()
    {
        const std::string_view asked = m_stored.namespaced ? std::string_view(m_request.namespace_) : std::string_view();
        const api::Text& said = m_object.meta().namespace_;
        if (m_stored.namespaced && !said.empty() && said != asked)
            return refuse(Stage::Decoding, api::badRequest("the namespace of the provided object does not match the namespace sent on the request"));
        if (said != asked) // a namespace said of a cluster-scoped object is ignored
            m_object.editMeta().namespace_ = api::Text(asked);
        return true;
    }

    bool isCurrent(const api::ObjectPtr& old)
    {
        const api::ObjectMeta& meta = m_object.meta();
        if (!meta.uid.empty() && !(meta.uid == old.meta().uid))
            return refuse(Stage::Validation, refusals::conflict(m_stored, m_request.name,
                                                                "Precondition failed: UID in precondition: " + meta.uid.str() + ", UID in object meta: "
                                                                    + old.meta().uid.str()));
        if (!meta.resourceVersion.empty() && !(meta.resourceVersion == old.meta().resourceVersion))
            return refuse(Stage::Validation, refusals::conflict(m_stored, m_request.name, refusals::objectModified));
        return true;
    }

    bool mutate()
    {
        for (const auto& plugin : m_server.m_admission.plugins()) {
            if (!plugin->handles(m_request.verb))
                continue;
            const api::ObjectPtr before = m_object;
            if (const auto refusal = plugin->mutate(m_attributes, m_object))
                return refuse(Stage::MutatingAdmission, *refusal, plugin->name());
            if (!m_object.sameStorage(before))
                pass(Stage::MutatingAdmission, plugin->name(), "changed the object");
        }
        return true;
    }

    bool passes(const api::FieldErrors& errors)
    {
        if (!errors.empty())
            return refuse(Stage::Validation, refusals::invalid(m_stored, m_object.meta().name, errors));
        return pass(Stage::Validation, {}, "no rule is broken");
    }

    bool admit()
    {
        for (const auto& plugin : m_server.m_admission.plugins()) {
            if (!plugin->handles(m_request.verb))
                continue;
            if (const auto refusal = plugin->validate(m_attributes, m_object))
                return refuse(Stage::ValidatingAdmission, *refusal, plugin->name());
            pass(Stage::ValidatingAdmission, plugin->name(), "nothing against it");
        }
        return true;
    }

    void store(const api::ObjectPtr& old)
    {
        if (isWaitingForNothing(m_object)) { // its last finalizer is gone
            if (!m_request.dryRun)
                m_state.store.remove(keyOf(m_stored, old.meta().namespace_, old.meta().name), std::nullopt, origin());
            answer(m_object);
            return;
        }
        m_object.editMeta().resourceVersion = old.meta().resourceVersion;
        if (m_request.dryRun || m_object == old) { // a write that changes nothing is none
            answer(m_object);
            return;
        }
        const store::Written written = m_state.store.update(resourceId(m_stored), m_object, std::nullopt, origin());
        answer(written.object);
    }

    void fillSystemFields()
    {
        api::ObjectMeta& meta = m_object.editMeta();
        const std::uint64_t next = m_state.store.revision() + 1;
        meta.creationTimestamp = api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(m_state.now.sinceEpoch()));
        meta.resourceVersion = {};
        if (meta.name.empty() && !meta.generateName.empty()) {
            auto letters = m_state.random.stream("name", meta.generateName, next);
            meta.name = api::Text(meta.generateName.str().substr(0, longestGeneratedPrefix) + sim::nameSuffix(letters));
            m_generated = true;
        }
        auto digits = m_state.random.stream("uid", std::string(m_stored.kind) + "/" + meta.namespace_.str() + "/" + meta.name.str(), next);
        meta.uid = api::Text(sim::uuid(digits));
    }

    // What only the server sets comes from the object that is stored.
    void keepSystemFields(const api::ObjectPtr& old)
    {
        api::ObjectMeta& meta = m_object.editMeta();
        meta.name = old.meta().name;
        meta.uid = old.meta().uid;
        meta.creationTimestamp = old.meta().creationTimestamp;
        meta.deletionTimestamp = old.meta().deletionTimestamp;
        meta.deletionGracePeriodSeconds = old.meta().deletionGracePeriodSeconds;
        if (meta.resourceVersion.empty())
            meta.resourceVersion = old.meta().resourceVersion; // unconditional
    }

    api::ObjectPtr found()
    {
        api::ObjectPtr object = m_state.store.find(keyOf(m_stored, m_request.namespace_, m_request.name));
        if (!object)
            refuse(Stage::Storage, refusals::notFound(m_stored, m_request.name));
        return object;
    }

    store::Origin origin() const { return {m_state.now, m_request.cause, api::Text(m_request.identity->user)}; }

    api::Status exists() const
    {
        const api::Text& name = m_object.meta().name;
        return m_generated ? refusals::generateNameConflict(m_stored, name) : refusals::alreadyExists(m_stored, name);
    }

    void answer(const api::ObjectPtr& object, int code = 200)
    {
        m_response.object = api::fromStored(*m_request.kind, object);
        m_response.status = success(code);
        if (m_request.traced)
            pass(Stage::Storage, {}, "revision " + object.meta().resourceVersion.str());
    }

    bool pass(Stage stage, std::string_view by, std::string_view what)
    {
        if (m_request.traced)
            m_response.trace.push_back({stage, true, std::string(by), std::string(what)});
        return true;
    }

    bool refuse(Stage stage, api::Status status, std::string_view by = {})
    {
        if (m_request.traced)
            m_response.trace.push_back({stage, false, std::string(by), status.message});
        m_response.status = std::move(status);
        return false;
    }

    const ApiServer& m_server;
    State& m_state;
    const Request& m_request;
    const api::Kind& m_stored;
    Response m_response;
    Attributes m_attributes;
    api::ObjectPtr m_object;
    bool m_generated = false;
};

ApiServer::ApiServer()
{
    add(mastersAuthorizer());
    add(componentsAuthorizer());
}

Response ApiServer::handle(State& state, const Request& request) const { return Pipeline(*this, state, request).run(); }

api::Result<Watch> ApiServer::watch(const State& state, const Request& request) const
{
    State& unchanged = const_cast<State&>(state); // the first two stages only read
    Pipeline pipeline(*this, unchanged, request);
    if (!pipeline.authenticated() || !pipeline.authorized())
        return pipeline.take().status;
    api::Result<Selection> selection = Selection::of(request);
    if (!selection)
        return selection.status();
    const std::string& since = request.list.resourceVersion;
    if (since.empty() || since == "0")
        return Watch(*request.kind, std::move(*selection), 0, true);
    const auto revision = store::parsedRevision(since);
    if (!revision)
        return api::badRequest("resourceVersion: Invalid value: \"" + since + "\": strconv.ParseUint: parsing \"" + since + "\": invalid syntax");
    if (*revision > state.store.revision())
        return refusals::tooLarge(*revision, state.store.revision());
    if (*revision < state.store.compacted())
        return refusals::expired("too old resource version: " + since + " (" + std::to_string(state.store.compacted()) + ")");
    return Watch(*request.kind, std::move(*selection), *revision, false);
}

} // namespace kubarium::apiserver
