#include "pipeline.h"

#include "decoding.h"
#include "deletion.h"
#include "list.h"
#include "refusals.h"
#include "resources.h"
#include "reviews/reviews.h"
#include "strategies/strategy.h"
#include "subresources/binding.h"

#include "api/conversion/conversion.h"
#include "api/defaults/defaults.h"
#include "api/validation/validation.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t longestGeneratedPrefix = 58; // 63 less the five random characters

api::Status success(int code = 200)
{
    return {code, {}, {}, {}};
}

} // namespace

Pipeline::Pipeline(const ApiServer& server, State& state, const Request& request)
    : m_server(server),
      m_state(state),
      m_request(request),
      m_stored(api::storedKind(*request.kind)),
      m_attributes{request, m_stored, state, {}, m_response.warnings},
      m_remove(request.remove),
      m_dryRun(request.dryRun)
{
}

Response Pipeline::run()
{
    if (!admitted())
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
        else if (isReview(m_stored))
            review();
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
    case Verb::Patch:
    case Verb::Watch: // ApiServer::watch answers those
        refuse(Stage::Decoding, refusals::methodNotAllowed());
        break;
    }
    return std::move(m_response);
}

bool Pipeline::authenticated()
{
    if (!m_request.identity)
        return refuse(Stage::Authentication, refusals::unauthorized());
    return pass(Stage::Authentication, {}, m_request.identity->user);
}

bool Pipeline::authorized()
{
    const Authorizers::Answer answer = m_server.authorizers().decide(m_state, questionOf(m_request));
    if (answer.allowed())
        return pass(Stage::Authorization, answer.by, answer.why);
    return refuse(Stage::Authorization, refusals::notAllowed(m_request, answer.why), answer.by);
}

// Whether there is such a thing to ask, which a stranger is not told: he was refused before.
bool Pipeline::served()
{
    const api::Kind& kind = *m_request.kind;
    std::span<const std::string_view> verbs = kind.verbs;
    if (!m_request.subresource.empty()) {
        const auto sub = std::find_if(kind.subresources.begin(), kind.subresources.end(),
            [&](const api::Subresource& one) { return one.name == m_request.subresource; });
        if (sub == kind.subresources.end())
            return refuse(Stage::Decoding, refusals::noSuchPath());
        verbs = sub->verbs;
    }
    if (std::find(verbs.begin(), verbs.end(), text(m_request.verb)) == verbs.end())
        return refuse(Stage::Decoding, refusals::methodNotAllowed());
    return true;
}

// Reading

void Pipeline::get()
{
    const api::ObjectPtr object = found();
    if (object)
        answer(object);
}

void Pipeline::list()
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

void Pipeline::create()
{
    if (!decode() || !inItsNamespace())
        return;
    api::applyDefaults(m_object);
    pass(Stage::Decoding, {}, "decoded, defaults filled in");
    m_object = api::toStored(*m_request.kind, m_object);
    fillSystemFields();
    if (!mutate())
        return;
    prepareForCreate(m_stored, m_object, m_request, m_state);
    if (!passes(api::validateCreate(m_stored, m_object)))
        return;
    for (std::string& warning : api::createWarnings(m_stored, m_object))
        m_response.warnings.push_back(std::move(warning));
    if (!admit())
        return;
    if (m_dryRun) {
        if (m_state.store.find(keyOf(m_stored, m_object.meta().namespace_, m_object.meta().name)))
            refuse(Stage::Storage, exists());
        else
            answer(m_object, 201);
        return;
    }
    const store::Written written = m_state.store.create(resourceId(m_stored), m_object, origin());
    if (!written) {
        refuse(Stage::Storage, exists());
        return;
    }
    m_response.revision = m_state.store.revision();
    answer(written.object, 201);
}

// A question that is answered and not kept.
void Pipeline::review()
{
    if (!decode() || !inItsNamespace())
        return;
    api::applyDefaults(m_object);
    if (!passes(api::validateCreate(m_stored, m_object)))
        return;
    api::Result<api::ObjectPtr> reviewed = reviewedBy(m_server.authorizers(), m_state, m_request, m_object);
    if (!reviewed) {
        refuse(Stage::Decoding, reviewed.status());
        return;
    }
    m_response.object = std::move(*reviewed);
    m_response.status = success(201);
}

void Pipeline::update()
{
    if (!decode())
        return;
    const std::string& name = m_object.meta().name.empty() ? m_request.name : m_object.meta().name.str();
    if (name != m_request.name) {
        refuse(Stage::Decoding,
            api::badRequest(
                "the name of the object (" + name + ") does not match the name on the URL (" + m_request.name + ")"));
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

void Pipeline::bind()
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

void Pipeline::remove()
{
    if (!readDeleteOptions())
        return;
    const api::ObjectPtr object = found();
    if (!object)
        return;
    m_attributes.old = object;
    m_object = object;
    if (const auto refusal = preconditionFailure(m_stored, object, m_remove)) {
        refuse(Stage::Validation, *refusal);
        return;
    }
    if (!admit())
        return;
    removeOne(object);
}

void Pipeline::removeAll()
{
    if (!readDeleteOptions())
        return;
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

void Pipeline::removeOne(const api::ObjectPtr& object)
{
    if (!object)
        return; // meanwhile gone
    api::ObjectPtr marked = markedForDeletion(m_stored, object, m_remove, m_state.now);
    if (!marked) { // nothing holds it back
        erase(object);
        m_response.object = {};
        m_response.status = success();
        m_response.status.details = {object.meta().name.str(), std::string(m_stored.group),
            std::string(m_stored.resource), object.meta().uid.str(), {}, 0};
        pass(Stage::Storage, {}, "removed");
        return;
    }
    m_object = std::move(marked);
    store(object);
}

// Steps

bool Pipeline::decode()
{
    m_object = m_request.object;
    if (m_request.bodyFormat == BodyFormat::None)
        return true;
    api::Result<api::DecodedObject> decoded = decodedBody(bodyKindOf(m_request), m_request);
    if (!decoded)
        return refuse(Stage::Decoding, decoded.status());
    m_object = std::move(decoded->object);
    for (std::string& warning : decoded->warnings)
        m_response.warnings.push_back(std::move(warning));
    return true;
}

bool Pipeline::readDeleteOptions()
{
    const auto refusal = apiserver::readDeleteOptions(m_request, m_remove, m_dryRun);
    return refusal ? refuse(Stage::Decoding, *refusal) : true;
}

bool Pipeline::inItsNamespace()
{
    const std::string_view asked = m_stored.namespaced ? std::string_view(m_request.namespace_) : std::string_view();
    const api::Text& said = m_object.meta().namespace_;
    if (m_stored.namespaced && !said.empty() && said != asked)
        return refuse(Stage::Decoding,
            api::badRequest("the namespace of the provided object does not match the namespace sent on the request"));
    if (said != asked) // a namespace said of a cluster-scoped object is ignored
        m_object.editMeta().namespace_ = api::Text(asked);
    return true;
}

bool Pipeline::isCurrent(const api::ObjectPtr& old)
{
    const api::ObjectMeta& meta = m_object.meta();
    if (!meta.uid.empty() && !(meta.uid == old.meta().uid))
        return refuse(Stage::Validation,
            refusals::conflict(m_stored, m_request.name,
                "Precondition failed: UID in precondition: " + meta.uid.str()
                    + ", UID in object meta: " + old.meta().uid.str()));
    if (!meta.resourceVersion.empty() && !(meta.resourceVersion == old.meta().resourceVersion))
        return refuse(Stage::Validation, refusals::conflict(m_stored, m_request.name, refusals::objectModified));
    return true;
}

bool Pipeline::mutate()
{
    for (const auto& plugin : m_server.admission().plugins()) {
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

bool Pipeline::passes(const api::FieldErrors& errors)
{
    if (!errors.empty())
        return refuse(Stage::Validation, refusals::invalid(m_stored, m_object.meta().name, errors));
    return pass(Stage::Validation, {}, "no rule is broken");
}

bool Pipeline::admit()
{
    for (const auto& plugin : m_server.admission().plugins()) {
        if (!plugin->handles(m_request.verb))
            continue;
        if (const auto refusal = plugin->validate(m_attributes, m_object))
            return refuse(Stage::ValidatingAdmission, *refusal, plugin->name());
        pass(Stage::ValidatingAdmission, plugin->name(), "nothing against it");
    }
    return true;
}

void Pipeline::store(const api::ObjectPtr& old)
{
    if (isWaitingForNothing(m_object)) { // its last finalizer is gone
        erase(old);
        answer(m_object);
        return;
    }
    m_object.editMeta().resourceVersion = old.meta().resourceVersion;
    if (m_dryRun || m_object == old) { // a write that changes nothing is none
        answer(m_object);
        return;
    }
    const store::Written written = m_state.store.update(resourceId(m_stored), m_object, std::nullopt, origin());
    m_response.revision = m_state.store.revision();
    answer(written.object);
}

void Pipeline::erase(const api::ObjectPtr& object)
{
    if (m_dryRun)
        return;
    m_state.store.remove(keyOf(m_stored, object.meta().namespace_, object.meta().name), std::nullopt, origin());
    m_response.revision = m_state.store.revision();
}

void Pipeline::fillSystemFields()
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
    auto digits = m_state.random.stream(
        "uid", std::string(m_stored.kind) + "/" + meta.namespace_.str() + "/" + meta.name.str(), next);
    meta.uid = api::Text(sim::uuid(digits));
}

// What only the server sets comes from the object that is stored.
void Pipeline::keepSystemFields(const api::ObjectPtr& old)
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

api::ObjectPtr Pipeline::found()
{
    api::ObjectPtr object = m_state.store.find(keyOf(m_stored, m_request.namespace_, m_request.name));
    if (!object)
        refuse(Stage::Storage, refusals::notFound(m_stored, m_request.name));
    return object;
}

store::Origin Pipeline::origin() const
{
    return {m_state.now, m_request.cause, api::Text(m_request.identity->user)};
}

api::Status Pipeline::exists() const
{
    const api::Text& name = m_object.meta().name;
    return m_generated ? refusals::generateNameConflict(m_stored, name) : refusals::alreadyExists(m_stored, name);
}

void Pipeline::answer(const api::ObjectPtr& object, int code)
{
    m_response.object = api::fromStored(*m_request.kind, object);
    m_response.status = success(code);
    if (m_request.traced)
        pass(Stage::Storage, {}, "revision " + object.meta().resourceVersion.str());
}

bool Pipeline::pass(Stage stage, std::string_view by, std::string_view what)
{
    if (m_request.traced)
        m_response.trace.push_back({stage, true, std::string(by), std::string(what)});
    return true;
}

bool Pipeline::refuse(Stage stage, api::Status status, std::string_view by)
{
    if (m_request.traced)
        m_response.trace.push_back({stage, false, std::string(by), status.message});
    m_response.status = std::move(status);
    return false;
}

} // namespace kubarium::apiserver
