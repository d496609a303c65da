// Who owns which field after a few writes, told by examples. Those with a deployment, a service's ports and finalizers are
// what a v1.34 server was seen to do.
#include "api/encode.h"
#include "api/managedfields/configuration.h"
#include "api/managedfields/typedvalue.h"
#include "api/tree.h"
#include "filled.h"
#include "manifest.h"
#include "scenario.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestManagedFields : public QObject {
    Q_OBJECT

private slots:
    void writes_data();
    void writes();
    void conflictIsAsTheServerWritesIt();
    void refusalCodes_data();
    void refusalCodes();
    void fieldsV1RoundTrip_data();
    void fieldsV1RoundTrip();
    void podOfADaemonSet();
    void ignoredFieldsAreNobodys();
    void bodies_data();
    void bodies();
    void timesAloneAreNoChange();
};

namespace {

struct Example {
    const char* name;
    const char* kind;
    QStringList steps;
    const char* outcome;  // the object, or the refusal's message
    QStringList managers; // who, how, version, minute and second, subresource, what
};

// clang-format off
const std::vector<Example>& examples()
{
    static const std::vector<Example> all = {
    {"who applies first owns what it applied", "ConfigMap",
        {"apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})"}},
    {"the name and the kind are nobody's", "ConfigMap",
        {"apply m1 {}"},
        "{}",
        {}},
    {"labels and annotations are owned key by key", "ConfigMap",
        {"apply m1 {metadata: {labels: {l: '1'}, annotations: {note: '2'}}}"},
        R"({"metadata":{"annotations":{"note":"2"},"labels":{"l":"1"}}})",
        {R"(m1 Apply v1 00:01 {"f:metadata":{"f:annotations":{"f:note":{}},"f:labels":{"f:l":{}}}})"}},
    {"an empty map can be owned", "ConfigMap",
        {"apply m1 {data: {}}"},
        "{}",
        {R"(m1 Apply v1 00:01 {"f:data":{}})"}},
    {"two managers apply different keys", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "apply m2 {data: {b: '2'}}"},
        R"({"data":{"a":"1","b":"2"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})",
         R"(m2 Apply v1 00:02 {"f:data":{"f:b":{}}})"}},
    {"two managers apply the same value and share it", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "apply m2 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})",
         R"(m2 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"another value is a conflict", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "apply m2 {data: {a: '2'}}"},
        R"(Apply failed with 1 conflict: conflict with "m1": .data.a)",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})"}},
    {"force takes the field over", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '1'}}",
         "force m2 {data: {a: '2'}}"},
        R"({"data":{"a":"2","b":"1"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:b":{}}})",
         R"(m2 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"a manager that lost all is gone", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "force m2 {data: {a: '2'}}"},
        R"({"data":{"a":"2"}})",
        {R"(m2 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"two conflicts with one manager", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '1'}}",
         "apply m2 {data: {a: '2', b: '2'}}"},
        R"(Apply failed with 2 conflicts: conflicts with "m1":)" "\n"
        "- .data.a" "\n"
        "- .data.b",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{},"f:b":{}}})"}},
    {"conflicts with two managers, by name", "ConfigMap",
        {"apply m2 {data: {b: '1'}}",
         "apply m1 {data: {a: '1'}}",
         "apply m3 {data: {a: '2', b: '2'}}"},
        R"(Apply failed with 2 conflicts: conflicts with "m1":)" "\n"
        "- .data.a" "\n"
        R"(conflicts with "m2":)" "\n"
        "- .data.b",
        {R"(m2 Apply v1 00:01 {"f:data":{"f:b":{}}})",
         R"(m1 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"a conflict with an updater tells its version", "ConfigMap",
        {"update kubectl-create {data: {a: '1'}}",
         "apply m1 {data: {a: '2'}}"},
        R"(Apply failed with 1 conflict: conflict with "kubectl-create" using v1: .data.a)",
        {R"(kubectl-create Update v1 00:01 {"f:data":{".":{},"f:a":{}}})"}},
    {"a conflict with who wrote through a subresource", "Deployment",
        {"update m1 {spec: {replicas: 1, selector: {}, template: {}}}",
         "update m2/scale {spec: {replicas: 2, selector: {}, template: {}}}",
         "apply m3 {spec: {replicas: 3}}"},
        R"(Apply failed with 1 conflict: conflict with "m2" with subresource "scale" using apps/v1: .spec.replicas)",
        {R"(m1 Update apps/v1 00:01 {"f:spec":{"f:selector":{}}})",
         R"(m2 Update apps/v1 00:02 scale {"f:spec":{"f:replicas":{}}})"}},
    {"what is no longer applied goes", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '2'}}",
         "apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"what is no longer applied stays if another applies it", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '2'}}",
         "apply m2 {data: {b: '2'}}",
         "apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1","b":"2"}})",
        {R"(m2 Apply v1 00:02 {"f:data":{"f:b":{}}})",
         R"(m1 Apply v1 00:03 {"f:data":{"f:a":{}}})"}},
    {"what is no longer applied stays if an updater owns it", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '2'}}",
         "update m2 {data: {a: '1', b: '3'}}",
         "apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1","b":"3"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})",
         R"(m2 Update v1 00:02 {"f:data":{"f:b":{}}})"}},
    {"what nobody ever applied stays", "ConfigMap",
        {"update m2 {data: {c: '3'}}",
         "apply m1 {data: {a: '1'}}",
         "apply m1 {}"},
        R"({"data":{"c":"3"}})",
        {R"(m2 Update v1 00:01 {"f:data":{".":{},"f:c":{}}})"}},
    {"a map goes with its last key", "ConfigMap",
        {"apply m1 {metadata: {labels: {a: '1'}}, data: {a: '1'}}",
         "apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Apply v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"applying the same again changes nothing, times too", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "apply m1 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})"}},
    {"applying a field that has the value already changes the owner alone", "ConfigMap",
        {"apply m1 {data: {a: '1', b: '2'}}",
         "apply m2 {data: {a: '1'}}",
         "apply m2 {data: {a: '1', b: '2'}}"},
        R"({"data":{"a":"1","b":"2"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{},"f:b":{}}})",
         R"(m2 Apply v1 00:03 {"f:data":{"f:a":{},"f:b":{}}})"}},
    {"an apply may give a value up that an updater changed", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "update m2 {data: {a: '2'}}",
         "apply m1 {}"},
        R"({"data":{"a":"2"}})",
        {R"(m2 Update v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"an apply cannot take back what an updater changed", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "update m2 {data: {a: '2'}}",
         "apply m1 {data: {a: '1'}}"},
        R"(Apply failed with 1 conflict: conflict with "m2" using v1: .data.a)",
        {R"(m2 Update v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"a null in a map of words is an empty word, and owned", "ConfigMap",
        {"update m2 {data: {a: '2'}}",
         "force m1 {data: {a: null}}"},
        R"({"data":{"a":""}})",
        {R"(m1 Apply v1 00:02 {"f:data":{"f:a":{}}})",
         R"(m2 Update v1 00:01 {"f:data":{}})"}},
    {"an unowned object belongs to before-first-apply", "ConfigMap",
        {"bare - {data: {a: '1', b: '2'}}",
         "apply m1 {data: {b: '2', c: '3'}}"},
        R"({"data":{"a":"1","b":"2","c":"3"}})",
        {R"(m1 Apply v1 00:02 {"f:data":{"f:b":{},"f:c":{}}})",
         R"(before-first-apply Update v1 00:02 {"f:data":{".":{},"f:a":{},"f:b":{}}})"}},
    {"a conflict with what was there before the first apply", "ConfigMap",
        {"bare - {data: {a: '1'}}",
         "apply m1 {data: {a: '2'}}"},
        R"(Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a)",
        {}},
    {"elements of a list belong to who applied them", "Service",
        {"apply m1 {spec: {ports: [{name: one, port: 80, protocol: TCP}]}}",
         "apply m2 {spec: {ports: [{name: two, port: 81, protocol: TCP}]}}"},
        R"({"spec":{"ports":[{"name":"one","port":80,"protocol":"TCP","targetPort":0},{"name":"two","port":81,"protocol":"TCP","targetPo)"
            R"(rt":0}]},"status":{"loadBalancer":{}}})",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{)"
            "}}}}}",
         R"(m2 Apply v1 00:02 {"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{)"
            "}}}}}"}},
    {"an element that is no longer applied goes, others' stay", "Service",
        {"apply m1 {spec: {ports: [{name: one, port: 80, protocol: TCP}, {name: two, port: 81, protocol: TCP}]}}",
         "apply m2 {spec: {ports: [{name: three, port: 82, protocol: TCP}]}}",
         "apply m1 {spec: {ports: [{name: two, port: 81, protocol: TCP}]}}"},
        R"({"spec":{"ports":[{"name":"two","port":81,"protocol":"TCP","targetPort":0},{"name":"three","port":82,"protocol":"TCP","target)"
            R"(Port":0}]},"status":{"loadBalancer":{}}})",
        {R"(m2 Apply v1 00:02 {"f:spec":{"f:ports":{"k:{\"port\":82,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{)"
            "}}}}}",
         R"(m1 Apply v1 00:03 {"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{)"
            "}}}}}"}},
    {"an element without its protocol is taken for TCP", "Service",
        {"apply m1 {spec: {ports: [{port: 80}]}}"},
        R"({"spec":{"ports":[{"port":80,"targetPort":0}]},"status":{"loadBalancer":{}}})",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}})"}},
    {"ports differ by protocol, too", "Service",
        {"apply m1 {spec: {ports: [{name: t, port: 53, protocol: TCP}, {name: u, port: 53, protocol: UDP}]}}"},
        R"({"spec":{"ports":[{"name":"t","port":53,"protocol":"TCP","targetPort":0},{"name":"u","port":53,"protocol":"UDP","targetPort":)"
            R"(0}]},"status":{"loadBalancer":{}}})",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:ports":{"k:{\"port\":53,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{)"
            R"(}},"k:{\"port\":53,\"protocol\":\"UDP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{}}}}})"}},
    {"a set belongs to its managers word by word", "ConfigMap",
        {"apply m1 {metadata: {finalizers: [e.com/a]}}",
         "apply m2 {metadata: {finalizers: [e.com/b]}}"},
        R"({"metadata":{"finalizers":["e.com/a","e.com/b"]}})",
        {R"(m1 Apply v1 00:01 {"f:metadata":{"f:finalizers":{"v:\"e.com/a\"":{}}}})",
         R"(m2 Apply v1 00:02 {"f:metadata":{"f:finalizers":{"v:\"e.com/b\"":{}}}})"}},
    {"a word that is no longer applied goes", "ConfigMap",
        {"apply m1 {metadata: {finalizers: [e.com/a, e.com/c]}}",
         "apply m2 {metadata: {finalizers: [e.com/b]}}",
         "apply m1 {metadata: {finalizers: [e.com/c]}}"},
        R"({"metadata":{"finalizers":["e.com/c","e.com/b"]}})",
        {R"(m2 Apply v1 00:02 {"f:metadata":{"f:finalizers":{"v:\"e.com/b\"":{}}}})",
         R"(m1 Apply v1 00:03 {"f:metadata":{"f:finalizers":{"v:\"e.com/c\"":{}}}})"}},
    {"a shared element loses only the fields of who left", "Deployment",
        {"apply m1 {spec: {template: {spec: {containers: [{name: a, image: i}]}}}}",
         "apply m2 {spec: {template: {spec: {containers: [{name: a, workingDir: /w}]}}}}",
         "apply m1 {spec: {}}"},
        R"({"spec":{"selector":null,"strategy":{},"template":{"metadata":{},"spec":{"containers":[{"name":"a","resources":{},"workingDir)"
            R"(":"/w"}]}}}})",
        {R"(m2 Apply apps/v1 00:02 {"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:working)"
            R"(Dir":{}}}}}}})",
         R"(m1 Apply apps/v1 00:03 {"f:spec":{}})"}},
    {"applied elements stand in the applied order", "Service",
        {"apply m1 {spec: {ports: [{port: 1}, {port: 2}, {port: 3}]}}",
         "apply m1 {spec: {ports: [{port: 3}, {port: 1}, {port: 2}]}}"},
        R"({"spec":{"ports":[{"port":3,"targetPort":0},{"port":1,"targetPort":0},{"port":2,"targetPort":0}]},"status":{"loadBalancer":{})"
            "}}",
        {R"(m1 Apply v1 00:02 {"f:spec":{"f:ports":{"k:{\"port\":1,\"protocol\":\"TCP\"}":{".":{},"f:port":{}},"k:{\"port\":2,\"protocol\)"
            R"(":\"TCP\"}":{".":{},"f:port":{}},"k:{\"port\":3,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}})"}},
    {"a new element stands behind the one that it was applied behind", "Service",
        {"apply m1 {spec: {ports: [{port: 1}, {port: 3}]}}",
         "apply m1 {spec: {ports: [{port: 1}, {port: 2}, {port: 3}]}}"},
        R"({"spec":{"ports":[{"port":1,"targetPort":0},{"port":2,"targetPort":0},{"port":3,"targetPort":0}]},"status":{"loadBalancer":{})"
            "}}",
        {R"(m1 Apply v1 00:02 {"f:spec":{"f:ports":{"k:{\"port\":1,\"protocol\":\"TCP\"}":{".":{},"f:port":{}},"k:{\"port\":2,\"protocol\)"
            R"(":\"TCP\"}":{".":{},"f:port":{}},"k:{\"port\":3,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}})"}},
    {"others' elements keep their place", "Service",
        {"apply m1 {spec: {ports: [{port: 1}, {port: 2}]}}",
         "apply m2 {spec: {ports: [{port: 8}]}}",
         "apply m1 {spec: {ports: [{port: 2}, {port: 1}]}}"},
        R"({"spec":{"ports":[{"port":2,"targetPort":0},{"port":8,"targetPort":0},{"port":1,"targetPort":0}]},"status":{"loadBalancer":{})"
            "}}",
        {R"(m2 Apply v1 00:02 {"f:spec":{"f:ports":{"k:{\"port\":8,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}})",
         R"(m1 Apply v1 00:03 {"f:spec":{"f:ports":{"k:{\"port\":1,\"protocol\":\"TCP\"}":{".":{},"f:port":{}},"k:{\"port\":2,\"protocol\)"
            R"(":\"TCP\"}":{".":{},"f:port":{}}}}})"}},
    {"an atomic list has one owner", "Deployment",
        {"apply m1 {spec: {template: {spec: {tolerations: [{key: a}]}}}}",
         "apply m2 {spec: {template: {spec: {tolerations: [{key: b}]}}}}"},
        R"(Apply failed with 1 conflict: conflict with "m1": .spec.template.spec.tolerations)",
        {R"(m1 Apply apps/v1 00:01 {"f:spec":{"f:template":{"f:spec":{"f:tolerations":{}}}}})"}},
    {"a selector has one owner", "Deployment",
        {"apply m1 {spec: {selector: {matchLabels: {a: '1'}}}}",
         "apply m2 {spec: {selector: {matchLabels: {b: '1'}}}}"},
        R"(Apply failed with 1 conflict: conflict with "m1": .spec.selector)",
        {R"(m1 Apply apps/v1 00:01 {"f:spec":{"f:selector":{}}})"}},
    {"a selector is replaced as one", "Deployment",
        {"apply m1 {spec: {selector: {matchLabels: {a: '1'}}}}",
         "force m2 {spec: {selector: {matchLabels: {b: '1'}}}}"},
        R"({"spec":{"selector":{"matchLabels":{"b":"1"}},"strategy":{},"template":{"metadata":{},"spec":{"containers":null}}}})",
        {R"(m2 Apply apps/v1 00:02 {"f:spec":{"f:selector":{}}})"}},
    {"the selector of a service has one owner, too", "Service",
        {"apply m1 {spec: {selector: {a: '1'}}}",
         "apply m2 {spec: {selector: {b: '1'}}}"},
        R"(Apply failed with 1 conflict: conflict with "m1": .spec.selector)",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:selector":{}}})"}},
    {"a claim's reference in a volume has an owner for each field", "PersistentVolume",
        {"apply m1 {spec: {claimRef: {name: c}}}",
         "apply m2 {spec: {claimRef: {namespace: team}}}"},
        R"({"spec":{"claimRef":{"name":"c","namespace":"team"}}})",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:claimRef":{"f:name":{}}}})",
         R"(m2 Apply v1 00:02 {"f:spec":{"f:claimRef":{"f:namespace":{}}}})"}},
    {"an owner reference has one owner", "ConfigMap",
        {"apply m1 {metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: u}]}}"},
        R"({"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}]}})",
        {R"(m1 Apply v1 00:01 {"f:metadata":{"f:ownerReferences":{"k:{\"uid\":\"u\"}":{}}}})"}},
    {"constraints are told apart by two keys", "Pod",
        {"apply m1 {spec: {topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}, {topologyKey: z,"
            " whenUnsatisfiable: ScheduleAnyway, maxSkew: 1}]}}"},
        R"({"spec":{"containers":null,"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"},{)"
            R"("maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"ScheduleAnyway"}]}})",
        {R"(m1 Apply v1 00:01 {"f:spec":{"f:topologySpreadConstraints":{"k:{\"topologyKey\":\"z\",\"whenUnsatisfiable\":\"DoNotSchedule\")"
            R"(}":{".":{},"f:maxSkew":{},"f:topologyKey":{},"f:whenUnsatisfiable":{}},"k:{\"topologyKey\":\"z\",\"whenUnsatisfiable\":\"Sche)"
            R"(duleAnyway\"}":{".":{},"f:maxSkew":{},"f:topologyKey":{},"f:whenUnsatisfiable":{}}}}})"}},
    {"a revision's data is owned member by member", "ControllerRevision",
        {"apply m1 {data: {a: {b: 1}, c: [1]}}",
         "apply m2 {data: {a: {d: 2}}}"},
        R"({"data":{"a":{"b":1,"d":2},"c":[1]},"revision":0})",
        {R"(m1 Apply apps/v1 00:01 {"f:data":{"f:a":{".":{},"f:b":{}},"f:c":{}}})",
         R"(m2 Apply apps/v1 00:02 {"f:data":{"f:a":{".":{},"f:d":{}}}})"}},
    {"two managers, a deployment and force", "Deployment",
        {"apply alice {spec: {replicas: 0, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {conta"
            R"(iners: [{name: a, image: "nginx:1.25"}]}}}})",
         "force bob {spec: {template: {spec: {containers: [{name: a, image: 'nginx:1.26'}]}}}}"},
        R"({"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"strategy":{},"template":{"metadata":{"labels":{"app":"web"}},)"
            R"("spec":{"containers":[{"image":"nginx:1.26","name":"a","resources":{}}]}}}})",
        {R"(alice Apply apps/v1 00:01 {"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:)"
            R"(spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{}}}}}}})",
         R"(bob Apply apps/v1 00:02 {"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:name")"
            ":{}}}}}}}"}},
    {"two managers and a deployment: both conflicts", "Deployment",
        {"apply alice {spec: {replicas: 0, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {conta"
            R"(iners: [{name: a, image: "nginx:1.25"}]}}}})",
         "apply bob {spec: {replicas: 3, template: {spec: {containers: [{name: a, image: 'nginx:1.26'}]}}}}"},
        R"(Apply failed with 2 conflicts: conflicts with "alice":)" "\n"
        "- .spec.replicas" "\n"
        R"(- .spec.template.spec.containers[name="a"].image)",
        {R"(alice Apply apps/v1 00:01 {"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:)"
            R"(spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:name":{}}}}}}})"}},
    {"a field that no table knows", "Deployment",
        {"apply m1 {metadata: {namespace: default}, spec: {foo: 1}}"},
        "failed to create typed patch object (default/x; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema",
        {}},
    {"a field that no table knows, in a list", "Deployment",
        {"apply m1 {metadata: {namespace: default}, spec: {template: {spec: {containers: [{name: a, evn: []}]}}}}"},
        R"(failed to create typed patch object (default/x; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="a"].evn: fiel)"
            "d not declared in schema",
        {}},
    {"two mistakes", "Deployment",
        {"apply m1 {metadata: {namespace: default}, spec: {foo: 1}, status: {bar: 1}}"},
        "failed to create typed patch object (default/x; apps/v1, Kind=Deployment): errors:" "\n"
        "  .spec.foo: field not declared in schema" "\n"
        "  .status.bar: field not declared in schema",
        {}},
    {"a key twice in a list", "Service",
        {"apply m1 {spec: {ports: [{name: one, port: 80, protocol: TCP}, {name: again, port: 80, protocol: TCP}]}}"},
        R"(failed to create typed patch object (/x; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=80,protocol="TCP"])",
        {}},
    {"a container twice", "Pod",
        {"apply m1 {spec: {containers: [{name: x}, {name: x}]}}"},
        R"(failed to create typed patch object (/x; /v1, Kind=Pod): .spec.containers: duplicate entries for key [name="x"])",
        {}},
    {"a word twice in a set", "ConfigMap",
        {"apply m1 {metadata: {finalizers: [e.com/a, e.com/a]}}"},
        R"(failed to create typed patch object (/x; /v1, Kind=ConfigMap): .metadata.finalizers: duplicate entries for key [="e.com/a"])",
        {}},
    {"a word for a number", "Deployment",
        {"apply m1 {spec: {replicas: many}}"},
        "failed to create typed patch object (/x; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got stri"
            "ng",
        {}},
    {"a number for a word", "ConfigMap",
        {"apply m1 {data: {a: 1}}"},
        "failed to create typed patch object (/x; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1"
            "}",
        {}},
    {"a word for a bool", "ConfigMap",
        {"apply m1 {immutable: 'yes'}"},
        "failed to create typed patch object (/x; /v1, Kind=ConfigMap): .immutable: expected boolean, got &{yes}",
        {}},
    {"a map for a list", "Pod",
        {"apply m1 {spec: {containers: {name: a}}}"},
        "failed to create typed patch object (/x; /v1, Kind=Pod): .spec.containers: expected list, got &{map[name:a]}",
        {}},
    {"a word for a map", "Pod",
        {"apply m1 {spec: x}"},
        "failed to create typed patch object (/x; /v1, Kind=Pod): .spec: expected map, got &{x}",
        {}},
    {"null among elements with keys", "Pod",
        {"apply m1 {spec: {containers: [null]}}"},
        "failed to create typed patch object (/x; /v1, Kind=Pod): .spec.containers: element 0: associative list with keys may not have"
            " a null element",
        {}},
    {"a word among elements with keys", "Pod",
        {"apply m1 {spec: {containers: [a]}}"},
        "failed to create typed patch object (/x; /v1, Kind=Pod): .spec.containers: element 0: associative list with keys may not have"
            " non-map elements",
        {}},
    {"null in a set", "ConfigMap",
        {"apply m1 {metadata: {finalizers: [null]}}"},
        "failed to create typed patch object (/x; /v1, Kind=ConfigMap): .metadata.finalizers: element 0: associative list without keys"
            " has an element that's an explicit null",
        {}},
    {"a bad quantity", "Pod",
        {"apply m1 {spec: {containers: [{name: a, resources: {limits: {cpu: many}}}]}}"},
        "failed to convert new object (/x; /v1, Kind=Pod) to proper version: quantities must match the regular expression '^([+-]?[0-9"
            ".]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        {}},
    {"another version", "Deployment",
        {"apply m1 {apiVersion: apps/v2}"},
        "Incorrect version specified in apply patch. Specified patch version: apps/v2, expected: apps/v1",
        {}},
    {"another kind", "Deployment",
        {"apply m1 {kind: DaemonSet}"},
        "Incorrect object specified in apply patch. Specified patch: DaemonSet, expected: Deployment",
        {}},
    {"managedFields in what is applied", "ConfigMap",
        {"apply m1 {metadata: {managedFields: [{manager: m}]}}"},
        "metadata.managedFields must be nil",
        {}},
    {"who creates an object owns all of it", "ConfigMap",
        {"update m1 {data: {a: '1'}, immutable: true}"},
        R"({"data":{"a":"1"},"immutable":true})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:a":{}},"f:immutable":{}})"}},
    {"a pod's creator owns what it wrote, and empty structs", "Pod",
        {"update m1 {metadata: {labels: {l: '1'}}, spec: {containers: [{name: a, image: b, resources: {}}], securityContext: {}}}"},
        R"({"metadata":{"labels":{"l":"1"}},"spec":{"containers":[{"image":"b","name":"a","resources":{}}],"securityContext":{}}})",
        {R"(m1 Update v1 00:01 {"f:metadata":{"f:labels":{".":{},"f:l":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:ima)"
            R"(ge":{},"f:name":{},"f:resources":{}}},"f:securityContext":{}}})"}},
    {"an update takes what it changes", "ConfigMap",
        {"update m1 {data: {a: '1', b: '1'}}",
         "update m2 {data: {a: '2', b: '1'}}"},
        R"({"data":{"a":"2","b":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:b":{}}})",
         R"(m2 Update v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"an update that removes a key takes it from all", "ConfigMap",
        {"update m1 {data: {a: '1', b: '1'}}",
         "update m2 {data: {b: '1'}}"},
        R"({"data":{"b":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:b":{}}})"}},
    {"an update that changes nothing changes no owner", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m2 {data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:a":{}}})"}},
    {"an update by the same manager joins its entry", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m1 {data: {a: '1', b: '1'}}"},
        R"({"data":{"a":"1","b":"1"}})",
        {R"(m1 Update v1 00:02 {"f:data":{".":{},"f:a":{},"f:b":{}}})"}},
    {"a removal alone does not touch the time", "ConfigMap",
        {"update m1 {data: {a: '1', b: '1'}}",
         "update m1 {data: {b: '1'}}"},
        R"({"data":{"b":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:b":{}}})"}},
    {"a manager is another one through a subresource", "Deployment",
        {"update m1 {spec: {replicas: 1, selector: {}, template: {}}}",
         "update m1/status {spec: {replicas: 1, selector: {}, template: {}}, status: {replicas: 1}}"},
        R"({"spec":{"replicas":1,"selector":{},"strategy":{},"template":{"metadata":{},"spec":{"containers":null}}},"status":{"replicas")"
            ":1}}",
        {R"(m1 Update apps/v1 00:01 {"f:spec":{"f:replicas":{},"f:selector":{}}})",
         R"(m1 Update apps/v1 00:02 status {"f:status":{"f:replicas":{}}})"}},
    {"who applies and who updates are two, though they share a name", "ConfigMap",
        {"apply m1 {data: {a: '1'}}",
         "update m1 {data: {a: '1', b: '1'}}"},
        R"({"data":{"a":"1","b":"1"}})",
        {R"(m1 Apply v1 00:01 {"f:data":{"f:a":{}}})",
         R"(m1 Update v1 00:02 {"f:data":{"f:b":{}}})"}},
    {"who applies stands before who updates", "ConfigMap",
        {"update a {data: {a: '1'}}",
         "apply z {data: {b: '1'}}"},
        R"({"data":{"a":"1","b":"1"}})",
        {R"(z Apply v1 00:02 {"f:data":{"f:b":{}}})",
         R"(a Update v1 00:01 {"f:data":{".":{},"f:a":{}}})"}},
    {"an update that brings its own entries is believed", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m2 {metadata: {managedFields: [{manager: q, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {'f:dat"
            "a': {'f:a': {}}}}]}, data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(q Update v1 - {"f:data":{"f:a":{}}})"}},
    {"an empty entry makes everybody forget", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m2 {metadata: {managedFields: [{}]}, data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {}},
    {"no entries at all change nothing", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m2 {metadata: {managedFields: []}, data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:a":{}}})"}},
    {"entries that cannot be read are not taken", "ConfigMap",
        {"update m1 {data: {a: '1'}}",
         "update m2 {metadata: {managedFields: [{manager: q, operation: Steal, apiVersion: v1}]}, data: {a: '1'}}"},
        R"({"data":{"a":"1"}})",
        {R"(m1 Update v1 00:01 {"f:data":{".":{},"f:a":{}}})"}},
    {"entries cannot be written through a subresource", "Deployment",
        {"update m1 {spec: {replicas: 1, selector: {}, template: {}}}",
         "update m1/status {metadata: {managedFields: [{}]}, spec: {replicas: 1, selector: {}, template: {}}}"},
        R"({"spec":{"replicas":1,"selector":{},"strategy":{},"template":{"metadata":{},"spec":{"containers":null}}}})",
        {R"(m1 Update apps/v1 00:01 {"f:spec":{"f:replicas":{},"f:selector":{}}})"}},
    {"the eleventh updater makes the oldest two ancient", "ConfigMap",
        {"update m00 {data: {k00: '1'}}",
         "update m01 {data: {k00: '1', k01: '1'}}",
         "update m02 {data: {k00: '1', k01: '1', k02: '1'}}",
         "update m03 {data: {k00: '1', k01: '1', k02: '1', k03: '1'}}",
         "update m04 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1'}}",
         "update m05 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1'}}",
         "update m06 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1'}}",
         "update m07 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1'}}",
         "update m08 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1'}}",
         "update m09 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1', k09: '1'}}",
         "update m10 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1', k09: '1', k10: '"
            "1'}}"},
        R"({"data":{"k00":"1","k01":"1","k02":"1","k03":"1","k04":"1","k05":"1","k06":"1","k07":"1","k08":"1","k09":"1","k10":"1"}})",
        {R"(ancient-changes Update v1 00:02 {"f:data":{".":{},"f:k00":{},"f:k01":{}}})",
         R"(m02 Update v1 00:03 {"f:data":{"f:k02":{}}})",
         R"(m03 Update v1 00:04 {"f:data":{"f:k03":{}}})",
         R"(m04 Update v1 00:05 {"f:data":{"f:k04":{}}})",
         R"(m05 Update v1 00:06 {"f:data":{"f:k05":{}}})",
         R"(m06 Update v1 00:07 {"f:data":{"f:k06":{}}})",
         R"(m07 Update v1 00:08 {"f:data":{"f:k07":{}}})",
         R"(m08 Update v1 00:09 {"f:data":{"f:k08":{}}})",
         R"(m09 Update v1 00:10 {"f:data":{"f:k09":{}}})",
         R"(m10 Update v1 00:11 {"f:data":{"f:k10":{}}})"}},
    {"and the twelfth one more", "ConfigMap",
        {"update m00 {data: {k00: '1'}}",
         "update m01 {data: {k00: '1', k01: '1'}}",
         "update m02 {data: {k00: '1', k01: '1', k02: '1'}}",
         "update m03 {data: {k00: '1', k01: '1', k02: '1', k03: '1'}}",
         "update m04 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1'}}",
         "update m05 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1'}}",
         "update m06 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1'}}",
         "update m07 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1'}}",
         "update m08 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1'}}",
         "update m09 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1', k09: '1'}}",
         "update m10 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1', k09: '1', k10: '"
            "1'}}",
         "update m11 {data: {k00: '1', k01: '1', k02: '1', k03: '1', k04: '1', k05: '1', k06: '1', k07: '1', k08: '1', k09: '1', k10: '"
            "1', k11: '1'}}"},
        R"({"data":{"k00":"1","k01":"1","k02":"1","k03":"1","k04":"1","k05":"1","k06":"1","k07":"1","k08":"1","k09":"1","k10":"1","k11":)"
            R"("1"}})",
        {R"(ancient-changes Update v1 00:03 {"f:data":{".":{},"f:k00":{},"f:k01":{},"f:k02":{}}})",
         R"(m03 Update v1 00:04 {"f:data":{"f:k03":{}}})",
         R"(m04 Update v1 00:05 {"f:data":{"f:k04":{}}})",
         R"(m05 Update v1 00:06 {"f:data":{"f:k05":{}}})",
         R"(m06 Update v1 00:07 {"f:data":{"f:k06":{}}})",
         R"(m07 Update v1 00:08 {"f:data":{"f:k07":{}}})",
         R"(m08 Update v1 00:09 {"f:data":{"f:k08":{}}})",
         R"(m09 Update v1 00:10 {"f:data":{"f:k09":{}}})",
         R"(m10 Update v1 00:11 {"f:data":{"f:k10":{}}})",
         R"(m11 Update v1 00:12 {"f:data":{"f:k11":{}}})"}},
    {"kubectl takes over what it applied on the client's side", "ConfigMap",
        {R"(update kubectl-client-side-apply {metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":")"
            R"(v1","kind":"ConfigMap","data":{"a":"1"}}'}}, data: {a: '1'}})",
         "apply kubectl {data: {a: '2'}}"},
        R"({"data":{"a":"2"},"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"dat)"
            R"(a\":{\"a\":\"2\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"}}\n"}}})",
        {R"(kubectl Apply v1 00:02 {"f:data":{"f:a":{}}})",
         R"(kubectl-client-side-apply Update v1 00:01 {"f:data":{},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-ap)"
            R"(plied-configuration":{}}}})"}},
    {"but not what somebody changed since", "ConfigMap",
        {R"(update kubectl-client-side-apply {metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":")"
            R"(v1","kind":"ConfigMap","data":{"a":"1"}}'}}, data: {a: '1'}})",
         R"(update m2 {metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":"v1","kind":"ConfigMap",)"
            R"("data":{"a":"1"}}'}}, data: {a: '3'}})",
         "apply kubectl {data: {a: '2'}}"},
        R"(Apply failed with 1 conflict: conflict with "m2" using v1: .data.a)",
        {R"(kubectl-client-side-apply Update v1 00:01 {"f:data":{},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-ap)"
            R"(plied-configuration":{}}}})",
         R"(m2 Update v1 00:02 {"f:data":{"f:a":{}}})"}},
    {"and no other manager does", "ConfigMap",
        {R"(update kubectl-client-side-apply {metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":")"
            R"(v1","kind":"ConfigMap","data":{"a":"1"}}'}}, data: {a: '1'}})",
         "apply m1 {data: {a: '2'}}"},
        R"(Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a)",
        {R"(kubectl-client-side-apply Update v1 00:01 {"f:data":{".":{},"f:a":{}},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubern)"
            R"(etes.io/last-applied-configuration":{}}}})"}},
    };
    return all;
}
// clang-format on

} // namespace

void TestManagedFields::writes_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < examples().size(); ++i)
        QTest::newRow(examples()[i].name) << static_cast<int>(i);
}

void TestManagedFields::writes()
{
    QFETCH(int, index);
    const Example& example = examples()[static_cast<std::size_t>(index)];
    Scenario scenario(example.kind);
    scenario.play(example.steps);
    QCOMPARE(scenario.text(), QString(example.outcome));
    QCOMPARE(scenario.managers(), example.managers.join('\n'));
}

void TestManagedFields::conflictIsAsTheServerWritesIt()
{
    Scenario scenario("ConfigMap");
    scenario.play({"apply m1 {data: {a: '1'}}", "apply m2 {data: {a: '2'}}"});
    QCOMPARE(QString::fromStdString(toJson(scenario.refusal().toValue())),
        QString(R"({"apiVersion":"v1","code":409,"details":{"causes":[{"field":".data.a",)"
                R"("message":"conflict with \"m1\"","reason":"FieldManagerConflict"}]},"kind":"Status",)"
                R"("message":"Apply failed with 1 conflict: conflict with \"m1\": .data.a",)"
                R"("metadata":{},"reason":"Conflict","status":"Failure"})"));
}

void TestManagedFields::refusalCodes_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("another version is the client's mistake") << "apply m {apiVersion: v2}" << 400 << "BadRequest";
    QTest::newRow("so are managedFields") << "apply m {metadata: {managedFields: []}}" << 400 << "BadRequest";
    QTest::newRow("what no table knows surprises the server") << "apply m {foo: 1}" << 500 << "";
}

void TestManagedFields::refusalCodes()
{
    QFETCH(QString, step);
    QFETCH(int, code);
    QFETCH(QString, reason);
    Scenario scenario("ConfigMap");
    scenario.play({step});
    QCOMPARE(scenario.refusal().code, code);
    QCOMPARE(QString::fromStdString(scenario.refusal().reason), reason);
}

void TestManagedFields::fieldsV1RoundTrip_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kinds().size(); ++i)
        QTest::newRow((kinds()[i].apiVersion() + " " + std::string(kinds()[i].kind)).c_str()) << static_cast<int>(i);
}

// Every kind with all its fields set: what is owned is written and read without loss, is all of the object, and goes
// with the object.
void TestManagedFields::fieldsV1RoundTrip()
{
    QFETCH(int, index);
    const Kind& kind = kinds()[static_cast<std::size_t>(index)];
    const Ownership owned = Ownership::of(*kind.type);
    const Value value = toValue(filledObject(*kind.type));
    const FieldSet fields = fieldsOf(owned, value);
    QVERIFY(!fields.empty());
    QVERIFY(fieldSetOf(fieldsV1(fields)) == fields);
    QCOMPARE(QString::fromStdString(toJson(fieldsV1(fieldSetOf(fieldsV1(fields))))), QString::fromStdString(toJson(fieldsV1(fields))));

    const Comparison none = comparison(owned, value, value);
    QVERIFY(none.added.empty() && none.modified.empty() && none.removed.empty());
    const Comparison all = comparison(owned, Value(Value::Object()), value);
    QVERIFY(fields.without(all.added).empty());
    const Comparison gone = comparison(owned, value, Value(Value::Object()));
    QVERIFY(gone.removed == all.added);
    QVERIFY(merged(owned, value, value) == value);
    QVERIFY(merged(owned, Value(Value::Object()), value) == value);
    QVERIFY(withoutFields(owned, value, withStructs(owned, fields)).isNull());
}

// The pod of a daemon set, as a v1.34 server wrote down what the controller owns of it.
void TestManagedFields::podOfADaemonSet()
{
    const Manifest manifest(R"({apiVersion: v1, kind: Pod, metadata: {name: p, generateName: agent-,
        labels: {app: agent, controller-revision-hash: 7d5c9c8b56, pod-template-generation: "1"},
        ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u1, controller: true, blockOwnerDeletion: true}]},
        spec: {containers: [{name: c, image: fluentd}], tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}],
        affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:
        {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}]}}}}})");
    QCOMPARE(manifest.refusal(), QString());
    const ObjectPtr created = withManagedFields(manifest.kind(), {}, manifest.object(), {"kube-controller-manager", "", Time()});
    QCOMPARE(QString::fromStdString(toJson(created.meta().managedFields[0].fieldsV1)),
        QString(R"({"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:controller-revision-hash":{},)"
                R"("f:pod-template-generation":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"u1\"}":{}}},)"
                R"("f:spec":{"f:affinity":{".":{},"f:nodeAffinity":{".":{},"f:requiredDuringSchedulingIgnoredDuringExecution":{}}},)"
                R"("f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},)"
                R"("f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},)"
                R"("f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{},)"
                R"("f:tolerations":{}}})"));
}

// A strategy puts the status back when the object itself is written: nobody gets to own it that way.
void TestManagedFields::ignoredFieldsAreNobodys()
{
    FieldSet ignored;
    ignored.insert(PathElement::field("status"));
    const Kind& pods = *findKind("", "v1", "Pod");
    const Value config = toValue(parseJson(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"nodeName":"n"},
        "status":{"phase":"Running"}})").document.root);
    const Result<ObjectPtr> made = applied(pods, {}, config, {"m", "", Time()}, false, ignored);
    QVERIFY(made.ok());
    QCOMPARE(QString::fromStdString(toJson((*made).meta().managedFields[0].fieldsV1)), QString(R"({"f:spec":{"f:nodeName":{}}})"));
    ObjectPtr bare = *made;
    bare.editMeta().managedFields.clear();
    const ObjectPtr created = withManagedFields(pods, {}, bare, {"m", "", Time()}, ignored);
    QCOMPARE(created.meta().managedFields.size(), std::size_t(1));
    QVERIFY(created.meta().managedFields[0].fieldsV1["f:status"].isNull());
    QVERIFY(!created.meta().managedFields[0].fieldsV1["f:spec"]["f:nodeName"].isNull());
}

void TestManagedFields::bodies_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("read");
    QTest::addColumn<QString>("twice");
    const auto row = [](const char* name, const char* body, const char* read, const char* twice) {
        QTest::newRow(name) << QString(body) << QString(read) << QString(twice);
    };
    row("YAML", "data:\n  a: '1'\n", R"({"data":{"a":"1"}})", "");
    row("JSON is YAML", R"({"data":{"a":"1"}})", R"({"data":{"a":"1"}})", "");
    row("nothing", "", "{}", "");
    row("of several documents the first", "a: 1\n---\nb: 2\n", R"({"a":1})", "");
    row("a list", "[1]",
        "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type "
        "map[string]interface {}",
        "");
    row("no YAML", "a: [", "error decoding YAML: error converting YAML to JSON: yaml: line 1: did not find expected node content", "");
    row("a key twice", "data:\n  a: '1'\n  a: '2'\n", R"({"data":{"a":"2"}})",
        "error converting YAML to JSON: yaml: unmarshal errors:\n  line 3: key \"a\" already set in map");
}

void TestManagedFields::bodies()
{
    QFETCH(QString, body);
    QFETCH(QString, read);
    QFETCH(QString, twice);
    const Result<AppliedConfiguration> result = readAppliedConfiguration(body.toStdString());
    QCOMPARE(QString::fromStdString(result.ok() ? toJson(result->config) : result.status().message), read);
    QCOMPARE(QString::fromStdString(result.ok() ? result->twice : ""), twice);
}

void TestManagedFields::timesAloneAreNoChange()
{
    Scenario scenario("ConfigMap");
    scenario.play({"update m1 {data: {a: '1'}}"});
    ObjectPtr later = scenario.object();
    later.editMeta().managedFields.edit(0).time = Time::parse("2026-02-01T00:00:00Z").value_or(Time());
    later.editMeta().resourceVersion = Text("8");
    QVERIFY(differOnlyInManagerTimes(scenario.object(), later));
    later.editMeta().labels.set("a", Text("b"));
    QVERIFY(!differOnlyInManagerTimes(scenario.object(), later));
}

QTEST_GUILESS_MAIN(TestManagedFields)
#include "test_managedfields.moc"
