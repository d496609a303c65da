#include "crdparts.h"
#include "crdschema.h"
#include "extensions.h"
#include "meta.h"
#include "shown.h"
#include "x509.h"

#include "../encode.h"
#include "../goformat.h"
#include "../gourl.h"

#include "api/types/apiextensions.h"

#include <set>

namespace kubarium::api {

namespace {

// A definition as the server keeps it: what all versions have in common stands above them, and the paths of its
// complaints say so (spec.validation.openAPIV3Schema, and not spec.versions[0].schema.openAPIV3Schema).
struct Hoisted {
    explicit Hoisted(const CustomResourceDefinitionSpec& spec) : versions(spec.versions)
    {
        if (versions.empty())
            return;
        const auto same = [&](auto field) {
            return std::all_of(
                spec.versions.begin(), spec.versions.end(), [&](const CustomResourceDefinitionVersion& version) {
                    return version.*field == spec.versions.front().*field;
                });
        };
        using Version = CustomResourceDefinitionVersion;
        const bool sameSchema = same(&Version::schema);
        const bool sameSubresources = same(&Version::subresources);
        const bool sameColumns = same(&Version::additionalPrinterColumns);
        const bool sameFields = sameSchema && same(&Version::selectableFields);
        const Version& first = spec.versions.front();
        if (sameSchema)
            schema = first.schema;
        if (sameSubresources)
            subresources = first.subresources;
        if (sameColumns)
            columns = first.additionalPrinterColumns;
        if (sameFields)
            fields = first.selectableFields;
        for (Version& version : versions.edit()) {
            if (sameSchema)
                version.schema.reset();
            if (sameSubresources)
                version.subresources.reset();
            if (sameColumns)
                version.additionalPrinterColumns.clear();
            if (sameFields)
                version.selectableFields.clear();
        }
    }

    Box<CustomResourceValidation> schema;
    Box<CustomResourceSubresources> subresources;
    List<CustomResourceColumnDefinition> columns;
    List<SelectableField> fields;
    List<CustomResourceDefinitionVersion> versions; // with what is left to them
};

Value schemaOf(const Box<CustomResourceValidation>& validation)
{
    const Box<JSONSchemaProps>& schema = validation->openAPIV3Schema;
    return schema ? toValue(*TypeOf<JSONSchemaProps>::value, &*schema) : Value();
}

bool hasStatus(const Box<CustomResourceSubresources>& subresources)
{
    return !subresources->status.isNull();
}

// What is asked of a definition; of one that is updated only what it met before.
struct Demands {
    bool schemas = true;
    SchemaDemands schema;
    ConversionDemands conversion{.knownReviewVersion = true, .validCaBundle = false};
};

bool isEstablished(const CustomResourceDefinition& definition)
{
    for (const CustomResourceDefinitionCondition& condition : definition.status->conditions) {
        if (condition.type == CustomResourceDefinitionConditionType::Established)
            return condition.status == "True";
    }
    return false;
}

Demands demandsAfter(const CustomResourceDefinition& old)
{
    Demands demands;
    for (const CustomResourceDefinitionVersion& version : old.spec->versions) {
        const Value schema = schemaOf(version.schema);
        if (schema.isNull()) {
            demands.schemas = false;
            continue;
        }
        const SchemaDemands met = metBy(SchemaView(schema));
        demands.schema.validTypes &= met.validTypes;
        demands.schema.structural &= met.structural;
        demands.schema.prunedDefaults &= met.prunedDefaults;
        demands.schema.atomicSets &= met.atomicSets;
        demands.schema.soundMapKeys &= met.soundMapKeys;
    }
    const WebhookConversion& webhook = *old.spec->conversion->webhook;
    demands.conversion.knownReviewVersion =
        webhook.conversionReviewVersions.empty() || hasKnownReviewVersion(webhook.conversionReviewVersions);
    // A certificate is often put in later by a program: it must be good once the kind is served.
    const Text& bundle = webhook.clientConfig->caBundle;
    demands.conversion.validCaBundle = isEstablished(old) && (bundle.empty() || objectionToCaBundle(bundle).empty());
    return demands;
}

bool isExtended(SchemaView schema)
{
    static constexpr std::string_view extensions[] = {"x-kubernetes-embedded-resource",
        "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string", "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type", "x-kubernetes-validations"};
    return anySchema(schema, [](SchemaView inner) {
        return std::any_of(std::begin(extensions), std::end(extensions),
            [&](std::string_view extension) { return !inner.isZero(extension); });
    });
}

class Definition {
public:
    Definition(FieldErrors& errors, const CustomResourceDefinitionSpec& spec, const Demands& demands)
        : m_errors(errors),
          m_spec(spec),
          m_hoisted(spec),
          m_demands(demands)
    {
    }

    void check()
    {
        checkGroupAndScope();
        checkSchemasAreThere();
        m_demands.schema.structural |= !m_spec.preserveUnknownFields;
        for (const CustomResourceDefinitionVersion& version : m_spec.versions) {
            const Value schema = schemaOf(version.schema);
            const auto hasDefault = [](SchemaView inner) { return inner.has("default"); };
            m_hasDefaults |= !schema.isNull() && anySchema(SchemaView(schema), hasDefault);
            m_demands.schema.structural |= m_hasDefaults || (!schema.isNull() && isExtended(SchemaView(schema)));
        }
        if (m_hasDefaults && m_spec.preserveUnknownFields) {
            m_errors.push_back(invalid(
                m_path.child("preserveUnknownFields"), true, "must be false in order to use defaults in the schema"));
        }
        for (std::size_t i = 0; i < m_hoisted.versions.size(); ++i)
            checkVersion(m_hoisted.versions[i], m_path.child("versions").index(i));
        checkVersions();
        checkNamesAreThere();
        checkNames(m_errors, m_spec.names, m_path.child("names"));
        checkCommonParts();
        if (!(m_spec.conversion->strategy == ConversionStrategyType::None) && m_spec.conversion
            && m_spec.preserveUnknownFields) {
            m_errors.push_back(invalid(m_path.child("conversion").child("strategy"), m_spec.conversion->strategy,
                "must be None if spec.preserveUnknownFields is true"));
        }
        if (m_spec.conversion)
            checkConversion(m_errors, *m_spec.conversion, m_demands.conversion, m_path.child("conversion"));
    }

private:
    void checkGroupAndScope()
    {
        const FieldPath path = m_path.child("group");
        const Text& group = m_spec.group;
        if (group.empty())
            m_errors.push_back(required(path));
        else if (const Objections objections = isDns1123Subdomain(group); !objections.empty())
            m_errors.push_back(invalid(path, group, joined(objections)));
        else if (group.view().find('.') == std::string_view::npos)
            m_errors.push_back(invalid(path, group, "should be a domain with at least one dot"));

        if (m_spec.scope.empty())
            m_errors.push_back(required(m_path.child("scope")));
        else
            checkSupported(m_errors, m_spec.scope, CustomResourceScope::values, m_path.child("scope"));
    }

    void checkSchemasAreThere()
    {
        if (m_hoisted.schema->openAPIV3Schema || (!m_demands.schemas && m_spec.preserveUnknownFields))
            return;
        for (std::size_t i = 0; i < m_hoisted.versions.size(); ++i) {
            const CustomResourceDefinitionVersion& version = m_hoisted.versions[i];
            if (!version.schema->openAPIV3Schema && (m_demands.schemas || version.served)) {
                m_errors.push_back(required(m_path.child("versions").index(i).child("schema").child("openAPIV3Schema"),
                    m_demands.schemas ? "schemas are required" : "because otherwise all fields are pruned"));
            }
        }
    }

    void checkVersion(const CustomResourceDefinitionVersion& version, const FieldPath& path)
    {
        if (const Objections objections = isDns1035Label(version.name); !objections.empty())
            m_errors.push_back(invalid(path.child("name"), version.name, joined(objections)));
        checkDeprecationWarning(
            m_errors, version.deprecated, version.deprecationWarning, path.child("deprecationWarning"));
        const Value schema = schemaOf(version.schema);
        const bool status = hasStatus(m_hoisted.subresources) || hasStatus(version.subresources);
        if (!schema.isNull()) {
            checkSchema(
                m_errors, SchemaView(schema), status, m_demands.schema, path.child("schema").child("openAPIV3Schema"));
        }
        checkSubresources(m_errors, version.subresources, path.child("subresources"));
        checkColumns(m_errors, version.additionalPrinterColumns, path.child("additionalPrinterColumns"));
        if (version.selectableFields.empty())
            return;
        if (schema.isNull()) {
            m_errors.push_back(invalid(path.child("selectableFields"), "",
                "selectableFields may only be set when version.schema.openAPIV3Schema is not included")); // the server's slip
        } else {
            checkFields(version.selectableFields, schema, path);
        }
    }

    void checkFields(const List<SelectableField>& fields, const Value& schema, const FieldPath& path)
    {
        if (const std::string obstacle = structuralObstacle(SchemaView(schema)); !obstacle.empty()) {
            m_errors.push_back(invalid(path.child("schema").child("openAPIV3Schema"), "", obstacle));
            return;
        }
        checkSelectableFields(m_errors, fields, SchemaView(schema), path.child("selectableFields"));
    }

    void checkVersions()
    {
        const FieldPath path = m_path.child("versions");
        const auto refuse = [&](std::string_view sentence) {
            m_errors.push_back(invalidShown(path, shownVersions(m_hoisted.versions), sentence));
        };
        std::set<std::string_view> names;
        std::size_t stored = 0;
        for (const CustomResourceDefinitionVersion& version : m_spec.versions) {
            names.insert(version.name);
            stored += version.storage ? 1 : 0;
        }
        if (names.size() < m_spec.versions.size())
            refuse("must contain unique version names");
        if (stored != 1)
            refuse("must have exactly one version marked as storage version");
        // The first version is also known as the version.
        if (m_spec.versions.empty() || m_spec.versions.front().name.empty())
            return;
        const Text& first = m_spec.versions.front().name;
        if (const Objections objections = isDns1035Label(first); !objections.empty())
            m_errors.push_back(invalid(m_path.child("version"), first, joined(objections)));
    }

    void checkNamesAreThere()
    {
        const CustomResourceDefinitionNames& names = m_spec.names;
        const auto need = [&](const Text& name, std::string_view field) {
            if (name.empty())
                m_errors.push_back(required(m_path.child("names").child(field)));
        };
        need(names.plural, "plural");
        need(names.singular, "singular");
        need(names.kind, "kind");
        need(names.listKind, "listKind");
    }

    // What all versions have in common.
    void checkCommonParts()
    {
        const Value schema = schemaOf(m_hoisted.schema);
        const FieldPath validation = m_path.child("validation");
        bool status = hasStatus(m_hoisted.subresources);
        for (const CustomResourceDefinitionVersion& version : m_hoisted.versions)
            status |= hasStatus(version.subresources);
        if (!schema.isNull())
            checkSchema(m_errors, SchemaView(schema), status, m_demands.schema, validation.child("openAPIV3Schema"));
        checkSubresources(m_errors, m_hoisted.subresources, m_path.child("subresources"));
        checkColumns(m_errors, m_hoisted.columns, m_path.child("additionalPrinterColumns"));
        if (m_hoisted.fields.empty())
            return;
        if (!m_hoisted.schema) {
            m_errors.push_back(invalid(m_path.child("selectableFields"), "",
                "selectableFields may only be set when validations.schema is included"));
        } else {
            checkFields(m_hoisted.fields, schema, m_path);
        }
    }

    FieldErrors& m_errors;
    const CustomResourceDefinitionSpec& m_spec;
    Hoisted m_hoisted;
    Demands m_demands;
    const FieldPath m_path{"spec"};
    bool m_hasDefaults = false;
};

// The object is named after what it defines. The complaint follows those about the form of the name.
FieldErrors validateMeta(const CustomResourceDefinition& definition)
{
    const ObjectMeta& meta = definition.metadata;
    const std::string expected = definition.spec->names.plural.str() + "." + definition.spec->group.str();
    FieldErrors errors = validateObjectMeta(meta, false, subdomainName, FieldPath("metadata"));
    auto place = errors.begin();
    const auto compare = [&](const Text& name, std::string_view field) {
        const FieldPath path = FieldPath("metadata").child(field);
        const std::string fieldText = path.text();
        while (place != errors.end() && place->field == fieldText)
            ++place;
        if (!name.empty() && !(name == expected)) {
            place = errors.insert(place, invalid(path, name, "must be spec.names.plural+\".\"+spec.group"));
            ++place;
        }
    };
    compare(meta.generateName, "generateName");
    compare(meta.name, "name");
    return errors;
}

void checkStatus(FieldErrors& errors, const CustomResourceDefinition& definition)
{
    checkNames(errors, definition.status->acceptedNames, FieldPath("status").child("acceptedNames"));
}

void checkStoredVersions(FieldErrors& errors, const CustomResourceDefinition& definition)
{
    const FieldPath path = FieldPath("status").child("storedVersions");
    const List<Text>& stored = definition.status->storedVersions;
    if (stored.empty()) {
        errors.push_back(invalidShown(path, shownList(stored), "must have at least one stored version"));
        return;
    }
    std::set<std::string_view> known;
    for (const CustomResourceDefinitionVersion& version : definition.spec->versions) {
        known.insert(version.name);
        if (version.storage && std::find(stored.begin(), stored.end(), version.name) == stored.end()) {
            errors.push_back(
                invalidShown(path, shownList(stored), "must have the storage version " + version.name.str()));
        }
    }
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (known.contains(stored[i]))
            continue;
        const std::string version = stored[i].str();
        errors.push_back(invalid(path.index(i), stored[i],
            "missing from spec.versions; " + version
                + " was previously a storage version, and must remain in spec.versions until a storage migration "
                  "ensures no data remains persisted in "
                + version + " and removes " + version + " from status.storedVersions"));
    }
}

constexpr std::string_view approvalAnnotation = "api-approved.kubernetes.io";

enum class Approval : std::uint8_t { Invalid, Approved, Bypassed, Missing };

Approval approvalOf(const CustomResourceDefinition& definition)
{
    const Text annotation = definition.metadata.annotations.valueOr(approvalAnnotation, Text());
    if (annotation.empty())
        return Approval::Missing;
    if (annotation.view().starts_with("unapproved"))
        return Approval::Bypassed;
    const Parsed<GoUrl> url = parseRequestUri(annotation);
    return url && !url->host.empty() && !url->scheme.empty() ? Approval::Approved : Approval::Invalid;
}

bool isProtected(std::string_view group)
{
    return group == "k8s.io" || group.ends_with(".k8s.io") || group == "kubernetes.io"
        || group.ends_with(".kubernetes.io");
}

// The community's own groups are for what the community has approved.
void checkApproval(FieldErrors& errors, const CustomResourceDefinition& definition)
{
    const Approval approval = approvalOf(definition);
    if (approval == Approval::Approved || approval == Approval::Bypassed)
        return;
    const FieldPath path = FieldPath("metadata").child("annotations").key(approvalAnnotation);
    const std::string needed = "protected groups must have approval annotation " + goQuoted(approvalAnnotation);
    constexpr std::string_view link = ", see https://github.com/kubernetes/enhancements/pull/1111";
    if (approval == Approval::Missing) {
        errors.push_back(required(path, needed + std::string(link)));
        return;
    }
    errors.push_back(invalid(path, definition.metadata.annotations.valueOr(approvalAnnotation, Text()),
        needed + " with either a URL or a reason starting with \"unapproved\"" + std::string(link)));
}

void checkPreservesNothing(FieldErrors& errors, const CustomResourceDefinition& definition)
{
    if (definition.spec->preserveUnknownFields) {
        errors.push_back(invalid(FieldPath("spec").child("preserveUnknownFields"), true,
            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
    }
}

} // namespace

FieldErrors validate(const CustomResourceDefinition& definition)
{
    FieldErrors errors = validateMeta(definition);
    Definition(errors, *definition.spec, {}).check();
    checkStatus(errors, definition);
    checkStoredVersions(errors, definition);
    if (isProtected(definition.spec->group))
        checkApproval(errors, definition);
    checkPreservesNothing(errors, definition);
    return errors;
}

FieldErrors validateUpdate(const CustomResourceDefinition& now, const CustomResourceDefinition& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const FieldPath path("spec");
    const FieldPath names = path.child("names");
    Definition(errors, *now.spec, demandsAfter(old)).check();
    if (isEstablished(old)) { // there may be objects
        checkImmutable(errors, now.spec->scope, old.spec->scope, path.child("scope"));
        checkImmutable(errors, now.spec->names.kind, old.spec->names.kind, names.child("kind"));
    }
    checkImmutable(errors, now.spec->group, old.spec->group, path.child("group"));
    checkImmutable(errors, now.spec->names.plural, old.spec->names.plural, names.child("plural"));
    checkStatus(errors, now);
    checkStoredVersions(errors, now);
    if (isProtected(now.spec->group) && approvalOf(now) != approvalOf(old))
        checkApproval(errors, now);
    if (!old.spec->preserveUnknownFields)
        checkPreservesNothing(errors, now);
    return errors;
}

FieldErrors validateStatusUpdate(const CustomResourceDefinition& now, const CustomResourceDefinition& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkStatus(errors, now);
    return errors;
}

// A format that the server does not know is kept and checks nothing.
std::vector<std::string> warnings(const CustomResourceDefinition& definition)
{
    static const std::set<std::string_view> known = {"bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr",
        "mac", "uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "hexcolor",
        "rgbcolor", "byte", "password", "date", "duration", "datetime", "quantity", "k8sshortname", "k8slongname"};
    std::vector<std::string> found;
    const auto look = [&](const Box<CustomResourceValidation>& validation) {
        const Value schema = schemaOf(validation);
        if (schema.isNull())
            return;
        anySchema(SchemaView(schema), [&](SchemaView inner) {
            std::string format(inner.text("format"));
            std::string plain = format;
            plain.erase(std::remove(plain.begin(), plain.end(), '-'), plain.end());
            if (!format.empty() && inner.type() == "string" && !known.contains(plain))
                found.push_back("unrecognized format " + goQuoted(format));
            return false;
        });
    };
    const Hoisted hoisted(*definition.spec);
    look(hoisted.schema);
    for (const CustomResourceDefinitionVersion& version : hoisted.versions)
        look(version.schema);
    return found;
}

} // namespace kubarium::api
