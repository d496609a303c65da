#include "operations.h"

#include "operationnames.h"

#include "api/types/meta.h"

#include <array>

namespace kubarium::apiserver::openapi {

namespace {

constexpr std::string_view anything = "*/*";
constexpr std::string_view jsonType = "application/json";

Content answerOf(std::string pointer)
{
    return {std::move(pointer), {jsonType, "application/yaml"}};
}

Answer unauthorized()
{
    return {"401", "Unauthorized", {}};
}

struct Code {
    std::string_view code;
    std::string_view description;
};

constexpr Code ok = {"200", "OK"};
constexpr Code created = {"201", "Created"};
constexpr Code accepted = {"202", "Accepted"};

template <std::size_t n> std::vector<Answer> answers(const Code (&codes)[n], const Content& content)
{
    std::vector<Answer> all;
    for (const Code& code : codes)
        all.push_back({code.code, code.description, content});
    all.push_back(unauthorized());
    return all;
}

// Writes the operations of one resource.
class Resource {
public:
    Resource(Paths& paths, Schemas& schemas, Kinds kinds, const api::Kind& kind)
        : m_paths(paths),
          m_schemas(schemas),
          m_kinds(kinds),
          m_kind(kind)
    {
    }

    void addAll()
    {
        const std::string base = (m_kind.group.empty() ? "/api/" : "/apis/") + m_kind.apiVersion() + '/';
        const std::string resource(m_kind.resource);
        const std::string collection = base + (m_kind.namespaced ? "namespaces/{namespace}/" : "") + resource;
        addCollection(collection);
        if (m_kind.namespaced && has(m_kind.verbs, "list"))
            m_paths.add(base + resource, "get", list(std::string(m_kind.kind) + "ForAllNamespaces", false));
        addItem(collection + "/{name}");
        for (const api::Subresource& subresource : m_kind.subresources)
            addSubresource(collection + "/{name}/" + std::string(subresource.name), subresource);
    }

private:
    // What an operation reads and writes: the kind itself, or what a subresource takes in its place.
    struct Subject {
        GroupVersionKind gvk;
        const api::Type* type;
    };

    void addCollection(const std::string& path)
    {
        const Subject subject{gvkOf(m_kind), m_kind.type};
        if (has(m_kind.verbs, "deletecollection")) {
            Operation operation =
                operationOf("delete", "Collection" + namespacedKind(), "deletecollection", subject.gvk);
            operation.description = "delete collection of " + std::string(m_kind.kind);
            operation.parameters = deleteCollectionParameters();
            setDeletion(operation, false);
            add(path, "delete", std::move(operation), false);
        }
        if (has(m_kind.verbs, "list"))
            m_paths.add(path, "get", list(namespacedKind(), m_kind.namespaced));
        if (has(m_kind.verbs, "create"))
            add(path, "post", create(subject, namespacedKind(), "create " + withArticle(m_kind.kind)), false);
    }

    void addItem(const std::string& path)
    {
        const Subject subject{gvkOf(m_kind), m_kind.type};
        const std::string the = "the specified " + std::string(m_kind.kind);
        if (has(m_kind.verbs, "delete")) {
            Operation operation = operationOf("delete", namespacedKind(), "delete", subject.gvk);
            operation.description = "delete " + withArticle(m_kind.kind);
            operation.parameters = deleteParameters();
            setDeletion(operation, true);
            add(path, "delete", std::move(operation), true);
        }
        addReadAndWrite(path, m_kind.verbs, subject, namespacedKind(), the);
    }

    void addReadAndWrite(const std::string& path, std::span<const std::string_view> verbs, const Subject& subject,
        const std::string& name, const std::string& what)
    {
        const Content content = answerOf(m_schemas.pointer(*subject.type));
        if (has(verbs, "get")) {
            Operation operation = operationOf("read", name, "get", subject.gvk);
            operation.description = "read " + what;
            operation.answers = answers({ok}, content);
            add(path, "get", std::move(operation), true);
        }
        if (has(verbs, "patch")) {
            Operation operation = operationOf("patch", name, "patch", subject.gvk);
            operation.description = "partially update " + what;
            operation.parameters = patchParameters();
            operation.body = {m_schemas.pointer(patchBody()), patchTypes()};
            operation.answers = answers({ok, created}, content);
            add(path, "patch", std::move(operation), true);
        }
        if (has(verbs, "update")) {
            Operation operation = operationOf("replace", name, "put", subject.gvk);
            operation.description = "replace " + what;
            operation.parameters = updateParameters();
            operation.body = {content.pointer, {anything}};
            operation.answers = answers({ok, created}, content);
            add(path, "put", std::move(operation), true);
        }
    }

    void addSubresource(const std::string& path, const api::Subresource& subresource)
    {
        const Subject subject = subjectOf(subresource);
        const std::string name = namespacedKind() + capitalized(subresource.name);
        const std::string of = std::string(subresource.name) + " of ";
        if (subresource.kind.ends_with("Options")) {
            addConnections(path, subresource, subject);
            return;
        }
        if (const api::Type* const options = typeOfSchema(schemaBeside(capitalized(subresource.name), "Options"))) {
            addText(path, name, of, *options);
            return;
        }
        if (has(subresource.verbs, "create")) {
            const std::string description = "create " + of + withArticle(m_kind.kind);
            add(path, "post", create(subject, name, description), true);
        }
        addReadAndWrite(path, subresource.verbs, subject, name, of + "the specified " + std::string(m_kind.kind));
    }

    // A stream of bytes or a tunnel: all that can be said is how it is asked for.
    void addConnections(const std::string& path, const api::Subresource& subresource, const Subject& subject)
    {
        struct Method {
            std::string_view verb;
            std::string_view method;
            std::string_view name;
        };

        static constexpr std::array methods = {Method{"delete", "delete", "Delete"}, Method{"get", "get", "Get"},
            Method{"patch", "patch", "Patch"}, Method{"create", "post", "Post"}, Method{"update", "put", "Put"}};
        for (const bool withPath : {false, true}) {
            if (withPath && subresource.name != "proxy")
                continue;
            for (const Method& method : methods) {
                if (!has(subresource.verbs, method.verb))
                    continue;
                std::string name = std::string(method.name) + namespacedKind() + capitalized(subresource.name);
                if (withPath)
                    name += "WithPath";
                Operation operation = operationOf("connect", name, "connect", subject.gvk);
                std::string capitals(method.method);
                for (char& c : capitals)
                    c = static_cast<char>(c - 'a' + 'A');
                operation.description = "connect " + capitals + " requests to " + std::string(subresource.name) + " of "
                    + std::string(m_kind.kind);
                if (subject.type)
                    operation.parameters = optionsParameters(*subject.type);
                if (withPath) {
                    std::erase_if(
                        operation.parameters, [](const Parameter& parameter) { return parameter.name == "path"; });
                    openapi::add(operation.parameters, {"path", "path", "string", "Path to ask for behind the proxy."});
                }
                operation.answers = answers({ok}, {"", {anything}});
                addPlace(operation.parameters, true);
                m_paths.add(withPath ? path + "/{path}" : path, method.method, std::move(operation));
            }
        }
    }

    void addText(const std::string& path, const std::string& name, const std::string& of, const api::Type& options)
    {
        Operation operation = operationOf("read", name, "get", gvkOf(m_kind));
        operation.description = "read " + of + "the specified " + std::string(m_kind.kind);
        operation.parameters = optionsParameters(options);
        operation.answers = answers({ok}, {"", {"text/plain"}});
        add(path, "get", std::move(operation), true);
    }

    Operation operationOf(
        std::string_view verb, const std::string& what, std::string_view action, const GroupVersionKind& gvk) const
    {
        Operation operation;
        operation.id = operationId(verb, m_kind.group, m_kind.version, what);
        operation.tag = tagOf(m_kind.group, m_kind.version);
        operation.action = action;
        operation.gvk = gvk;
        return operation;
    }

    Operation list(const std::string& what, bool inNamespace)
    {
        Operation operation = operationOf("list", what, "list", gvkOf(m_kind));
        operation.description =
            (has(m_kind.verbs, "watch") ? "list or watch objects of kind " : "list objects of kind ")
            + std::string(m_kind.kind);
        operation.parameters = listParameters();
        Content content = answerOf(m_schemas.pointerToList(m_kind));
        if (has(m_kind.verbs, "watch"))
            content.mediaTypes.push_back("application/json;stream=watch");
        operation.answers = answers({ok}, content);
        addPretty(operation.parameters);
        if (inNamespace)
            addNamespace(operation.parameters);
        m_schemas.pointer(*api::TypeOf<api::WatchEvent>::value); // nothing refers to it, but a watch sends it
        return operation;
    }

    Operation create(const Subject& subject, const std::string& name, const std::string& description)
    {
        Operation operation = operationOf("create", name, "post", subject.gvk);
        operation.description = description;
        operation.parameters = createParameters();
        operation.body = {m_schemas.pointer(*subject.type), {anything}};
        operation.answers = answers({ok, created, accepted}, answerOf(operation.body.pointer));
        return operation;
    }

    void setDeletion(Operation& operation, bool mayTakeTime)
    {
        const Content status = answerOf(m_schemas.pointer(*api::TypeOf<api::StatusObject>::value));
        operation.body = {m_schemas.pointer(*api::TypeOf<api::DeleteOptions>::value), {anything}};
        operation.bodyRequired = false;
        operation.answers = mayTakeTime ? answers({ok, accepted}, status) : answers({ok}, status);
    }

    void add(const std::string& path, std::string_view method, Operation operation, bool named)
    {
        addPretty(operation.parameters);
        addPlace(operation.parameters, named, operation.gvk.kind);
        m_paths.add(path, method, std::move(operation));
    }

    void addPlace(Parameters& parameters, bool named, std::string_view kind = {}) const
    {
        if (named)
            openapi::add(parameters,
                {"name", "path", "string", "Name of the " + std::string(kind.empty() ? m_kind.kind : kind) + '.'});
        if (m_kind.namespaced)
            addNamespace(parameters);
    }

    static void addNamespace(Parameters& parameters)
    {
        openapi::add(parameters, {"namespace", "path", "string", "Namespace of the objects."});
    }

    Subject subjectOf(const api::Subresource& subresource) const
    {
        if (subresource.kind.empty())
            return {gvkOf(m_kind), m_kind.type};
        const bool elsewhere = !subresource.version.empty();
        const GroupVersionKind gvk{elsewhere ? subresource.group : m_kind.group,
            elsewhere ? subresource.version : m_kind.version, subresource.kind};
        for (const api::Kind& kind : m_kinds) {
            if (kind.kind == gvk.kind && kind.group == gvk.group && kind.version == gvk.version)
                return {gvk, kind.type};
        }
        return {gvk, typeOfSchema(std::string(packageOf(*m_kind.type)) + '.' + std::string(subresource.kind))};
    }

    // io.k8s.api.core.v1.PodLogOptions, asked of pods with "Log" and "Options"
    std::string schemaBeside(const std::string& word, std::string_view ending) const
    {
        return std::string(m_kind.type->schema) + word + std::string(ending);
    }

    std::string namespacedKind() const { return (m_kind.namespaced ? "Namespaced" : "") + std::string(m_kind.kind); }

    std::vector<std::string_view> patchTypes() const
    {
        std::vector<std::string_view> types = {
            "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"};
        if (discovery::servedBy(m_kind.group) != discovery::ServedBy::Definition) // of theirs no merge keys are known
            types.push_back("application/strategic-merge-patch+json");
        return types;
    }

    Paths& m_paths;
    Schemas& m_schemas;
    Kinds m_kinds;
    const api::Kind& m_kind;
};

void addDocument(
    Paths& paths, const std::string& path, std::string id, std::string tag, std::string description, Content content)
{
    Operation operation;
    operation.id = std::move(id);
    operation.tag = std::move(tag);
    operation.description = std::move(description);
    operation.answers = answers({ok}, content);
    paths.add(path, "get", std::move(operation));
}

} // namespace

void addOperations(Paths& paths, Schemas& schemas, Kinds kinds, std::string_view group, std::string_view version)
{
    for (const api::Kind& kind : kinds) {
        if (isServed(kind, group, version))
            Resource(paths, schemas, kinds, kind).addAll();
    }
    if (discovery::servedBy(group) == discovery::ServedBy::Definition)
        return;
    addDocument(paths, (group.empty() ? "/api/" : "/apis/") + discovery::groupVersion(group, version) + '/',
        operationId("get", group, version, "APIResources"), tagOf(group, version), "get available resources",
        answerOf(schemas.pointer(*api::TypeOf<api::APIResourceList>::value)));
}

void addVersionsOfLegacyApi(Paths& paths, Schemas& schemas)
{
    addDocument(paths, "/api/", "getCoreAPIVersions", "core", "get available API versions",
        answerOf(schemas.pointer(*api::TypeOf<api::APIVersions>::value)));
}

void addGroups(Paths& paths, Schemas& schemas)
{
    addDocument(paths, "/apis/", "getAPIVersions", "apis", "get available API versions",
        answerOf(schemas.pointer(*api::TypeOf<api::APIGroupList>::value)));
}

void addVersions(Paths& paths, Schemas& schemas, std::string_view group)
{
    addDocument(paths, "/apis/" + std::string(group) + '/', operationId("get", group, "", "APIGroup"), tagOf(group, ""),
        "get information of a group", answerOf(schemas.pointer(*api::TypeOf<api::APIGroup>::value)));
}

void addRelease(Paths& paths, Schemas& schemas)
{
    addDocument(paths, "/version/", "getCodeVersion", "version", "get the version information for this server",
        answerOf(schemas.pointer(*api::TypeOf<api::VersionInfo>::value)));
}

void addIssuer(Paths& paths)
{
    addDocument(paths, "/.well-known/openid-configuration/", "getServiceAccountIssuerOpenIDConfiguration", "WellKnown",
        "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'", answerOf(""));
}

void addIssuerKeys(Paths& paths)
{
    addDocument(paths, "/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset", "openid",
        "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)",
        {"", {"application/jwk-set+json"}});
}

} // namespace kubarium::apiserver::openapi
