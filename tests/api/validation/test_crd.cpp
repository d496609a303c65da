// Definitions of custom kinds: names, versions, and schemas that say what an object looks like without an object.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

constexpr auto group = "group: shop.example.com";
constexpr auto names = "names: {plural: orders, kind: Order}";
constexpr auto scope = "scope: Namespaced";
constexpr auto plain = "schema: {openAPIV3Schema: {type: object}}";
constexpr auto v1 = "versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]";
constexpr auto at = "spec.validation.openAPIV3Schema";

std::string definition(const QByteArray& spec, const QByteArray& meta = "{name: orders.shop.example.com}", const QByteArray& status = "{}")
{
    return "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: " + meta.toStdString() + "\nspec: {" + spec.toStdString()
        + "}\nstatus: " + status.toStdString() + "\n";
}

QByteArray fields(std::initializer_list<const char*> parts)
{
    QByteArray all;
    for (const char* const part : parts)
        all += (all.isEmpty() ? "" : ", ") + QByteArray(part);
    return all;
}

// One version with this beside its name.
QByteArray versioned(const QByteArray& version)
{
    return fields({group, names, scope}) + ", versions: [{name: v1, served: true, storage: true, " + version + "}]";
}

QByteArray withSchema(const QByteArray& schema)
{
    return versioned("schema: {openAPIV3Schema: " + schema + "}");
}

// The schema of one field of the object.
QByteArray withField(const QByteArray& schema)
{
    return withSchema("{type: object, properties: {spec: " + schema + "}}");
}

const QString field = QString(at) + ".properties[spec]";

} // namespace

class TestCrd : public QObject {
    Q_OBJECT

private slots:
    void definitions_data();
    void definitions();
    void versions_data();
    void versions();
    void structure_data();
    void structure();
    void dialect_data();
    void dialect();
    void topology_data();
    void topology();
    void rules_data();
    void rules();
    void parts_data();
    void parts();
    void conversion_data();
    void conversion();
    void updates_data();
    void updates();
    void defaults();
    void warnings_data();
    void warnings();
};

void TestCrd::definitions_data()
{
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    const QByteArray named("{name: orders.shop.example.com}");
    const auto row = [](const char* title, const QByteArray& meta, const QByteArray& spec, const QStringList& complaints = {}) {
        QTest::newRow(title) << meta << spec << complaints;
    };
    row("a kind of one's own", named, fields({group, names, scope, v1}));
    row("a definition is named after what it defines", "{name: order.shop.example.com}", fields({group, names, scope, v1}),
        {"metadata.name: Invalid value: \"order.shop.example.com\": must be spec.names.plural+\".\"+spec.group"});
    row("a group is a domain", "{name: orders.shop}", fields({"group: shop", names, scope, v1}),
        {"spec.group: Invalid value: \"shop\": should be a domain with at least one dot"});
    row("objects live in namespaces or not", named, fields({group, names, "scope: Global", v1}),
        {"spec.scope: Unsupported value: \"Global\": supported values: \"Cluster\", \"Namespaced\""});
    row("that must be said", named, fields({group, names, v1}), {"spec.scope: Required value"});
    row("a kind has names", "{name: orders.shop.example.com}", fields({group, "names: {plural: orders}", scope, v1}),
        {"spec.names.singular: Required value", "spec.names.kind: Required value", "spec.names.listKind: Required value"});
    row("names are labels", "{name: orders.shop.example.com}", fields({group, "names: {plural: orders, kind: My_Order, shortNames: [O], categories: [all]}", scope, v1}),
        {"spec.names.singular: Invalid value: \"my_order\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with "
         "an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
            "spec.names.kind: Invalid value: \"My_Order\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
            "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
            "spec.names.listKind: Invalid value: \"My_OrderList\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters "
            "or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
            "spec.names.shortNames[0]: Invalid value: \"O\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with "
            "an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"});
    row("a list is another kind", named, fields({group, "names: {plural: orders, kind: Order, listKind: Order}", scope, v1}),
        {"spec.names.listKind: Invalid value: \"Order\": kind and listKind may not be the same"});
    row("the community's groups are for the community", "{name: orders.shop.k8s.io}", fields({"group: shop.k8s.io", names, scope, v1}),
        {"metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see "
         "https://github.com/kubernetes/enhancements/pull/1111"});
    row("an approval is a link", "{name: orders.shop.k8s.io, annotations: {api-approved.kubernetes.io: 'yes'}}", fields({"group: shop.k8s.io", names, scope, v1}),
        {"metadata.annotations[api-approved.kubernetes.io]: Invalid value: \"yes\": protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a "
         "reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"});
    row("approved", "{name: orders.shop.k8s.io, annotations: {api-approved.kubernetes.io: 'https://github.com/kubernetes/kubernetes/pull/1'}}",
        fields({"group: shop.k8s.io", names, scope, v1}));
    row("not approved, and known to be so", "{name: orders.shop.k8s.io, annotations: {api-approved.kubernetes.io: unapproved for a test}}", fields({"group: shop.k8s.io", names, scope, v1}));
    row("unknown fields are pruned", named, fields({group, names, scope, v1, "preserveUnknownFields: true"}),
        {"spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"});
}

void TestCrd::definitions()
{
    QFETCH(QByteArray, meta);
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(spec, meta)), complaints_);
}

void TestCrd::versions_data()
{
    QTest::addColumn<QByteArray>("versions_");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const QByteArray& versions, const QStringList& complaints = {}) {
        QTest::newRow(title) << versions << complaints;
    };
    const QByteArray stored = QByteArray("{name: v1, served: true, storage: true, ") + plain + "}";
    const QByteArray other = QByteArray("{name: v2, served: true, storage: false, ") + plain + "}";
    row("two versions, one stored", stored + ", " + other);
    row("no version", "",
        {"spec.versions: Invalid value: null: must have exactly one version marked as storage version", "status.storedVersions: Invalid value: null: must have at least one stored version"});
    row("versions have schemas", "{name: v1, served: true, storage: true}", {"spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"});
    row("one is stored", other,
        {"spec.versions: Invalid value: [{\"Name\":\"v2\",\"Served\":true,\"Storage\":false,\"Deprecated\":false,\"DeprecationWarning\":null,\"Schema\":null,\"Subresources\":null,"
         "\"AdditionalPrinterColumns\":null,\"SelectableFields\":null}]: must have exactly one version marked as storage version",
            "status.storedVersions: Invalid value: null: must have at least one stored version"});
    row("a version is a label, and the first one is the version", QByteArray("{name: 1.0, served: true, storage: true, ").replace("1.0", "'1.0'") + plain + "}",
        {"spec.versions[0].name: Invalid value: \"1.0\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
         "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
            "spec.version: Invalid value: \"1.0\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric "
            "character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"});
    row("versions differ", stored + ", " + QByteArray(other).replace("v2", "v1"),
        {"spec.versions: Invalid value: [{\"Name\":\"v1\",\"Served\":true,\"Storage\":true,\"Deprecated\":false,\"DeprecationWarning\":null,\"Schema\":null,\"Subresources\":null,"
         "\"AdditionalPrinterColumns\":null,\"SelectableFields\":null},{\"Name\":\"v1\",\"Served\":true,\"Storage\":false,\"Deprecated\":false,\"DeprecationWarning\":null,\"Schema\":null,"
         "\"Subresources\":null,\"AdditionalPrinterColumns\":null,\"SelectableFields\":null}]: must contain unique version names"});
    row("only what differs stays with its version", stored + ", {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: array, items: {type: string}}}}",
        {"spec.versions[1].schema.openAPIV3Schema.type: Invalid value: \"array\": must be object at the root"});
    row("an old version may warn", stored + ", " + QByteArray(other).replace("served", "deprecated: true, deprecationWarning: use v1, served"));
    row("a version that is not old does not", stored + ", " + QByteArray(other).replace("served", "deprecationWarning: use v1, served"),
        {"spec.versions[1].deprecationWarning: Invalid value: \"use v1\": can only be set for deprecated versions"});
    row("a warning is one that can be read", stored + ", " + QByteArray(other).replace("served", "deprecated: true, deprecationWarning: \"use\\tv1\", served"),
        {"spec.versions[1].deprecationWarning: Invalid value: \"use\\tv1\": must only contain printable UTF-8 characters; non-printable character found at index 3"});
}

void TestCrd::versions()
{
    QFETCH(QByteArray, versions_);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(fields({group, names, scope}) + ", versions: [" + versions_ + "]")), complaints_);
}

void TestCrd::structure_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QStringList>("complaints_");
    const QString root(at);
    const auto row = [](const char* title, const char* schema, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(schema) << complaints;
    };
    row("fields of fields", "{type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}");
    row("a root without a type", "{properties: {spec: {type: object}}}", {root + ".type: Required value: must not be empty at the root"});
    row("a root is an object", "{type: string}", {root + ".type: Invalid value: \"string\": must be object at the root"});
    row("a field without a type", "{type: object, properties: {spec: {type: object, properties: {size: {minimum: 1}}}}}",
        {field + ".properties[size].type: Required value: must not be empty for specified object fields"});
    row("elements without a type", "{type: object, properties: {spec: {type: array, items: {}}}}",
        {field + ".items.type: Required value: must not be empty for specified array items"});
    row("a list of what?", "{type: object, properties: {spec: {type: array}}}", {field + ".items: Required value: must be specified"});
    row("the root is no map", "{type: object, additionalProperties: {type: string}}", {root + ".additionalProperties: Forbidden: must not be used at the root"});
    row("a map of texts", "{type: object, properties: {spec: {type: object, additionalProperties: {type: string}}}}");
    row("anything at all", "{type: object, properties: {spec: {x-kubernetes-preserve-unknown-fields: true}}}");
    row("80 or http", "{type: object, properties: {spec: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}}");
    row("80 or http, and more", "{type: object, properties: {spec: {x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}, {pattern: 'a'}]}}}");
    row("a type is nothing to choose from", "{type: object, properties: {spec: {type: string, anyOf: [{type: string}, {minLength: 2}]}}}",
        {field + ".anyOf[0].type: Forbidden: must be empty to be structural"});
    row("a condition restricts values, not structure",
        "{type: object, properties: {spec: {type: object, not: {title: a, description: b, nullable: true, default: 1, additionalProperties: true, "
        "x-kubernetes-embedded-resource: true, x-kubernetes-list-type: set, properties: {metadata: {}}}}}}",
        {field + ".not.additionalProperties: Forbidden: must be undefined to be structural", field + ".not.default: Forbidden: must be undefined to be structural",
            field + ".not.description: Forbidden: must be empty to be structural", field + ".not.nullable: Forbidden: must be false to be structural",
            field + ".not.properties[metadata]: Forbidden: must not be specified in a nested context", field + ".not.title: Forbidden: must be empty to be structural",
            field + ".not.x-kubernetes-embedded-resource: Forbidden: must be false to be structural", field + ".not.x-kubernetes-list-type: Forbidden: must be undefined to be structural",
            field + ".not.type: Required value: must be array if x-kubernetes-list-type is specified"});
    row("a condition at the root speaks of fields that there are",
        "{type: object, properties: {spec: {type: object}}, oneOf: [{required: [spec]}, {properties: {spec: {properties: {b: {minLength: 1}}}, status: {}}}]}",
        {field + ".properties[b]: Required value: because it is defined in " + root + ".oneOf[1].properties[spec].properties[b]",
            root + ".properties[status]: Required value: because it is defined in " + root + ".oneOf[1].properties[status]"});
    row("what conditions further inside speak of is not looked up",
        "{type: object, properties: {spec: {type: object, oneOf: [{properties: {b: {minLength: 1}}}]}}}");
    row("kind and apiVersion are texts", "{type: object, properties: {kind: {type: integer}, apiVersion: {type: string}}}",
        {root + ".properties[kind].type: Invalid value: \"integer\": must be string"});
    row("metadata is mentioned", "{type: object, properties: {metadata: {type: object}}}");
    row("metadata may restrict the name", "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 10}}}}}");
    row("metadata is not described", "{type: object, properties: {metadata: {type: object, description: d}}}",
        {root + ".properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified"});
    row("metadata is not redefined", "{type: object, properties: {metadata: {type: object, properties: {labels: {type: object}}}}}",
        {root + ".properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified"});
    row("an embedded object is an object", "{type: object, properties: {spec: {type: string, x-kubernetes-embedded-resource: true}}}",
        {field + ".properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields",
            field + ".type: Invalid value: \"string\": must be object if x-kubernetes-embedded-resource is true"});
    row("int or string has no fields", "{type: object, properties: {spec: {x-kubernetes-int-or-string: true, x-kubernetes-preserve-unknown-fields: true}}}",
        {field + ".x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is true"});
    row("complaints are sorted", "{properties: {spec: {}, a: {}}}",
        {root + ".properties[a].type: Required value: must not be empty for specified object fields", field + ".type: Required value: must not be empty for specified object fields",
            root + ".type: Required value: must not be empty at the root"});
}

void TestCrd::structure()
{
    QFETCH(QByteArray, schema);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(withSchema(schema))), complaints_);
}

void TestCrd::dialect_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QStringList>("complaints_");
    const QString root(at);
    const auto row = [](const char* title, const char* schema, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(schema) << complaints;
    };
    row("a default", "{type: object, properties: {spec: {type: object, default: {size: 1}, properties: {size: {type: integer, default: 2}}}}}");
    row("types are six", "{type: object, properties: {spec: {type: int}}}",
        {field + ".type: Unsupported value: \"int\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\""});
    row("null is no type", "{type: object, properties: {spec: {type: 'null'}}}",
        {field + ".type: Unsupported value: \"null\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"",
            field + ".type: Forbidden: type cannot be set to null, use nullable as an alternative"});
    row("references are not followed", "{type: object, properties: {spec: {$ref: '#/a'}}}", {field + ".$ref: Forbidden: $ref is not supported"});
    row("definitions are not kept", "{type: object, id: a, definitions: {a: {type: string}}, patternProperties: {a: {type: string}}}",
        {root + ".id: Forbidden: id is not supported", root + ".patternProperties: Forbidden: patternProperties is not supported",
            root + ".definitions: Forbidden: definitions is not supported"});
    row("the dialect is not chosen", "{type: object, $schema: 'http://json-schema.org/schema#'}", {root + ": Invalid value: \"\": OpenAPIV3Schema 'schema' is not supported"});
    row("a list has elements of one form", "{type: object, properties: {spec: {type: array, items: [{type: string}]}}}",
        {field + ".items: Forbidden: items must be a schema object and not an array"});
    row("unique elements cost too much", "{type: object, properties: {spec: {type: array, uniqueItems: true, items: {type: string}}}}",
        {field + ".uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic"});
    row("a map or an object", "{type: object, properties: {spec: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}}}",
        {field + ".additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"});
    row("the root is never null", "{type: object, nullable: true}", {root + ".nullable: Forbidden: nullable cannot be true at the root"});
    row("unknown fields are kept or not mentioned", "{type: object, x-kubernetes-preserve-unknown-fields: false}",
        {root + ".x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined"});
    row("metadata has no defaults", "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, default: a}}}}}",
        {root + ".properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata"});
    row("a default knows its fields", "{type: object, properties: {spec: {type: object, default: {colour: red}, properties: {size: {type: integer}}}}}",
        {field + ".default: Invalid value: {\"colour\":\"red\"}: must not have unknown fields"});
    row("a default may hold what is kept", "{type: object, properties: {spec: {type: object, default: {colour: red}, x-kubernetes-preserve-unknown-fields: true}}}");
}

void TestCrd::dialect()
{
    QFETCH(QByteArray, schema);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(withSchema(schema))), complaints_);
}

void TestCrd::topology_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const char* schema, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(schema) << complaints;
    };
    row("a set of texts", "{type: array, x-kubernetes-list-type: set, items: {type: string}}");
    row("a list with keys", "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}}}}");
    row("lists are of three types", "{type: array, x-kubernetes-list-type: bag, items: {type: string}}",
        {field + ".x-kubernetes-list-type: Unsupported value: \"bag\": supported values: \"atomic\", \"set\", \"map\""});
    row("maps are of two", "{type: object, x-kubernetes-map-type: loose}", {field + ".x-kubernetes-map-type: Unsupported value: \"loose\": supported values: \"atomic\", \"granular\""});
    row("a list type is a list's", "{type: object, x-kubernetes-list-type: set}", {field + ".type: Invalid value: \"object\": must be array if x-kubernetes-list-type is specified"});
    row("a map type is an object's", "{type: string, x-kubernetes-map-type: atomic}", {field + ".type: Invalid value: \"string\": must be object if x-kubernetes-map-type is specified"});
    row("elements of a set are whole", "{type: array, x-kubernetes-list-type: set, items: {type: object}}",
        {field + ".items.x-kubernetes-map-type: Invalid value: \"null\": must be atomic as item of a list with x-kubernetes-list-type=set"});
    row("lists in a set as well", "{type: array, x-kubernetes-list-type: set, items: {type: array, x-kubernetes-list-type: set, items: {type: string}}}",
        {field + ".items.x-kubernetes-list-type: Invalid value: \"set\": must be atomic as item of a list with x-kubernetes-list-type=set"});
    row("keys make a list a map", "{type: array, x-kubernetes-list-map-keys: [a], items: {type: object, properties: {a: {type: string}}}}",
        {field + ".x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty"});
    row("a map without keys", "{type: array, x-kubernetes-list-type: map, items: {type: string}}",
        {field + ".x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map",
            field + ".items.type: Invalid value: \"string\": must be object if parent array's x-kubernetes-list-type is map"});
    row("keys are fields, once each", "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, b, b], items: {type: object, required: [a, b], properties: {b: {type: object}}}}",
        {field + ".x-kubernetes-list-map-keys: Invalid value: [\"a\",\"b\",\"b\"]: entries must all be names of item properties",
            field + ".items.properties[b].type: Invalid value: \"object\": must be a scalar type if parent array's x-kubernetes-list-type is map",
            field + ".x-kubernetes-list-map-keys: Invalid value: [\"a\",\"b\",\"b\"]: must not contain duplicate entries"});
    row("a key is always there", "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {type: object, nullable: true, properties: {a: {type: string, nullable: true}}}}",
        {field + ".items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map",
            field + ".items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
            field + ".items.properties[a].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable"});
}

void TestCrd::topology()
{
    QFETCH(QByteArray, schema);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(withField(schema))), complaints_);
}

void TestCrd::rules_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QStringList>("complaints_");
    const QString place = field + ".x-kubernetes-validations[0]";
    const auto row = [](const char* title, const char* rule, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(rule) << complaints;
    };
    row("a rule", "{rule: self.a > 0, message: too small, reason: FieldValueForbidden, fieldPath: .a}");
    row("a rule says something", "{rule: ' '}", {place + ".rule: Required value: rule is not specified"});
    row("a message says something", "{rule: a, message: ' '}", {place + ".message: Invalid value: \" \": message must be non-empty if specified"});
    row("on one line", "{rule: a, message: \"a\\nb\"}", {place + ".message: Invalid value: \"a\\nb\": message must not contain line breaks"});
    row("a rule of two lines needs one", "{rule: \"a &&\\nb\"}", {place + ".message: Required value: message must be specified if rule contains line breaks"});
    row("a message that is made is made of something", "{rule: a, messageExpression: ' '}",
        {place + ".messageExpression: Required value: messageExpression must be non-empty if specified"});
    row("reasons are four", "{rule: a, reason: Bad}",
        {place + ".reason: Unsupported value: \"Bad\": supported values: \"FieldValueDuplicate\", \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\""});
    row("the field to blame exists", "{rule: a, fieldPath: .c}", {place + ".fieldPath: Invalid value: \".c\": fieldPath must be a valid path"});
    row("fields with dots stand in brackets", "{rule: a, fieldPath: \".b['x.y']\"}");
    row("a path is not without a dot", "{rule: a, fieldPath: a}", {place + ".fieldPath: Invalid value: \"a\": fieldPath must be a valid path"});
}

void TestCrd::rules()
{
    QFETCH(QByteArray, rule);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(withField(
                 "{type: object, properties: {a: {type: integer}, b: {type: object, additionalProperties: {type: string}}}, x-kubernetes-validations: [" + rule + "]}"))),
        complaints_);
}

void TestCrd::parts_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const QByteArray& version, const QStringList& complaints = {}) {
        QTest::newRow(title) << version << complaints;
    };
    const QByteArray sized = "schema: {openAPIV3Schema: {type: object, properties: {metadata: {type: object}, spec: {type: object, properties: {size: {type: integer}, tags: {type: array, items: {type: string}}}}}}}";
    row("columns", sized + ", additionalPrinterColumns: [{name: Size, type: integer, format: int32, jsonPath: .spec.size}]");
    row("a column is complete", sized + ", additionalPrinterColumns: [{name: '', type: '', jsonPath: ''}]",
        {"spec.additionalPrinterColumns[0].name: Required value", "spec.additionalPrinterColumns[0].type: Required value: must be one of boolean,date,integer,number,string",
            "spec.additionalPrinterColumns[0].JSONPath: Required value"});
    row("a column has a known form", sized + ", additionalPrinterColumns: [{name: Size, type: int, format: long, jsonPath: spec.size}]",
        {"spec.additionalPrinterColumns[0].type: Invalid value: \"int\": must be one of boolean,date,integer,number,string",
            "spec.additionalPrinterColumns[0].format: Invalid value: \"long\": must be one of byte,date,date-time,double,float,int32,int64,password",
            "spec.additionalPrinterColumns[0].JSONPath: Invalid value: \"spec.size\": must be a simple json path starting with ."});
    row("a scale", sized + ", subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size, labelSelectorPath: .status.selector}}");
    row("a scale is read somewhere", sized + ", subresources: {scale: {specReplicasPath: '', statusReplicasPath: .spec.size, labelSelectorPath: selector}}",
        {"spec.subresources.scale.specReplicasPath: Required value", "spec.subresources.scale.statusReplicasPath: Invalid value: \".spec.size\": should be a json path under .status",
            "spec.subresources.scale.labelSelectorPath: Invalid value: \"selector\": must be a simple json path starting with ."});
    row("with a status the root says little", "subresources: {status: {}}, schema: {openAPIV3Schema: {type: object, maxProperties: 3}}",
        {QString(at)
            + ": Invalid value: {\"ID\":\"\",\"Schema\":\"\",\"Ref\":null,\"Description\":\"\",\"Type\":\"object\",\"Nullable\":false,\"Format\":\"\",\"Title\":\"\",\"Default\":null,"
              "\"Maximum\":null,\"ExclusiveMaximum\":false,\"Minimum\":null,\"ExclusiveMinimum\":false,\"MaxLength\":null,\"MinLength\":null,\"Pattern\":\"\",\"MaxItems\":null,"
              "\"MinItems\":null,\"UniqueItems\":false,\"MultipleOf\":null,\"Enum\":null,\"MaxProperties\":3,\"MinProperties\":null,\"Required\":null,\"Items\":null,\"AllOf\":null,"
              "\"OneOf\":null,\"AnyOf\":null,\"Not\":null,\"Properties\":null,\"AdditionalProperties\":null,\"PatternProperties\":null,\"Dependencies\":null,\"AdditionalItems\":null,"
              "\"Definitions\":null,\"ExternalDocs\":null,\"Example\":null,\"XPreserveUnknownFields\":null,\"XEmbeddedResource\":false,\"XIntOrString\":false,\"XListMapKeys\":null,"
              "\"XListType\":null,\"XMapType\":null,\"XValidations\":null}: only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern "
              "MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed at the root of the schema if the "
              "status subresource is enabled"});
    row("fields to select by", sized + ", selectableFields: [{jsonPath: .spec.size}]");
    row("what is selected by is a plain value, once",
        sized + ", selectableFields: [{jsonPath: .spec.size}, {jsonPath: .spec.size}, {jsonPath: .spec}, {jsonPath: .spec.colour}, {jsonPath: ''}, {jsonPath: \".spec['size']\"}]",
        {"spec.selectableFields[1].jsonPath: Duplicate value: \".spec.size\"",
            "spec.selectableFields[2].jsonPath: Invalid value: \".spec\": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.",
            "spec.selectableFields[3].jsonPath: Invalid value: \".spec.colour\": is an invalid path: does not refer to a valid field", "spec.selectableFields[4].jsonPath: Required value",
            "spec.selectableFields[5].jsonPath: Invalid value: \".spec['size']\": is an invalid path: array notation is not allowed"});
}

void TestCrd::parts()
{
    QFETCH(QByteArray, version);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(versioned(version))), complaints_);
}

void TestCrd::conversion_data()
{
    QTest::addColumn<QByteArray>("conversion_");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const char* conversion, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(conversion) << complaints;
    };
    row("none", "{strategy: None}");
    row("a webhook converts", "{strategy: Webhook, webhook: {conversionReviewVersions: [v1], clientConfig: {service: {namespace: shop, name: convert}}}}");
    row("its certificate may come later", "{strategy: Webhook, webhook: {conversionReviewVersions: [v1], clientConfig: {caBundle: Cg==, service: {namespace: shop, name: convert}}}}");
    row("somehow", "{strategy: Magic}", {"spec.conversion.strategy: Unsupported value: \"Magic\": supported values: \"None\", \"Webhook\""});
    row("which webhook?", "{strategy: Webhook}",
        {"spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook", "spec.conversion.conversionReviewVersions: Required value"});
    row("a webhook that is never asked", "{strategy: None, webhook: {conversionReviewVersions: [v1], clientConfig: {url: 'https://a'}}}",
        {"spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook",
            "spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook"});
    row("a version is known to the server", "{strategy: Webhook, webhook: {conversionReviewVersions: [v2], clientConfig: {url: 'https://a'}}}",
        {"spec.conversion.conversionReviewVersions: Invalid value: [\"v2\"]: must include at least one of v1, v1beta1"});
}

void TestCrd::conversion()
{
    QFETCH(QByteArray, conversion_);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(definition(fields({group, names, scope, v1}) + ", conversion: " + conversion_)), complaints_);
}

void TestCrd::updates_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("complaints_");
    const QByteArray fresh("{storedVersions: [v1]}");
    const QByteArray served("{storedVersions: [v1], conditions: [{type: Established, status: 'True'}]}");
    const auto row = [](const char* title, const QByteArray& spec, const QByteArray& status, const QStringList& complaints = {}) {
        QTest::newRow(title) << spec << status << complaints;
    };
    const QByteArray second = fields({group, names, scope}) + ", versions: [{name: v1, served: true, storage: true, " + plain + "}, {name: v2, served: true, storage: false, " + plain + "}]";
    row("a new version", second, served);
    row("the kind is fixed once it is served", fields({group, "names: {plural: orders, kind: Purchase}", "scope: Cluster", v1}), served,
        {"spec.scope: Invalid value: \"Cluster\": field is immutable", "spec.names.kind: Invalid value: \"Purchase\": field is immutable"});
    row("before that it may change", fields({group, "names: {plural: orders, kind: Purchase}", "scope: Cluster", v1}), fresh);
    row("group and plural make the name", fields({"group: bar.example.com", "names: {plural: sales, kind: Order}", scope, v1}), fresh,
        {"spec.group: Invalid value: \"bar.example.com\": field is immutable", "spec.names.plural: Invalid value: \"sales\": field is immutable"});
    row("a version with stored objects stays", QByteArray(fields({group, names, scope, v1})).replace("name: v1", "name: v2"), served,
        {"status.storedVersions: Invalid value: [\"v1\"]: must have the storage version v2",
            "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures "
            "no data remains persisted in v1 and removes v1 from status.storedVersions"});
    row("a certificate must be good once the kind is served",
        fields({group, names, scope, v1}) + ", conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1], clientConfig: {caBundle: Cg==, url: 'https://a'}}}", served,
        {"spec.conversion.webhookClientConfig.caBundle: Invalid value: \"Cg==\": unable to load root certificates: unable to parse bytes as PEM block"});
}

void TestCrd::updates()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, status);
    QFETCH(QStringList, complaints_);
    const QByteArray meta("{name: orders.shop.example.com}");
    QCOMPARE(updateComplaints(definition(fields({group, names, scope, v1}), meta, status), definition(spec, meta, status)), complaints_);
}

void TestCrd::defaults()
{
    QCOMPARE(defaulted(definition(fields({group, names, scope}) + ", versions: [{name: v1, served: true, storage: false, " + plain + "}, {name: v2, served: true, storage: true, " + plain + "}]")),
        QStringLiteral(R"({"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"orders.shop.example.com"},"spec":{"group":"shop.example.com",)"
                       R"("names":{"plural":"orders","singular":"order","kind":"Order","listKind":"OrderList"},"scope":"Namespaced","versions":[)"
                       R"({"name":"v1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}},)"
                       R"({"name":"v2","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}],"conversion":{"strategy":"None"}},)"
                       R"("status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":["v2"]}})"));
}

void TestCrd::warnings_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("a known format") << QByteArray("{type: string, format: date-time}") << QStringList();
    QTest::newRow("a format of v1.34") << QByteArray("{type: string, format: k8s-short-name}") << QStringList();
    QTest::newRow("numbers may have any") << QByteArray("{type: integer, format: int32}") << QStringList();
    QTest::newRow("a format that nobody checks") << QByteArray("{type: string, format: phone}") << QStringList{"unrecognized format \"phone\""};
    QTest::newRow("of elements, too") << QByteArray("{type: array, items: {type: string, format: phone}}") << QStringList{"unrecognized format \"phone\""};
}

void TestCrd::warnings()
{
    QFETCH(QByteArray, schema);
    QFETCH(QStringList, lines);
    QCOMPARE(warningsAbout(definition(withField(schema))), lines);
}

QTEST_GUILESS_MAIN(TestCrd)
#include "test_crd.moc"
