// Ingresses and their classes.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestIngresses : public QObject {
    Q_OBJECT
private slots:
    void ingresses_data();
    void ingresses();
    void paths_data();
    void paths();
    void backends_data();
    void backends();
    void classAnnotation();
    void updates_data();
    void updates();
    void status();
    void classes_data();
    void classes();
    void classUpdates();
    void classDefaults();
};

namespace {

const QStringList none;
const QString subdomainSentence = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                                  "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const QString serviceSentence = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
                                "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QByteArray web = "{service: {name: web, port: {number: 80}}}";
const QByteArray aRule = "rules: [{host: a.de, http: {paths: [{path: /, pathType: Prefix, backend: " + web + "}]}}]";

std::string ingress(const QByteArray& spec, const QByteArray& annotations = "{}", const QByteArray& status = "{}")
{
    return ("{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, annotations: " + annotations + "}, spec: {" + spec + "}, status: " + status + "}").toStdString();
}
std::string ingressClass(const QByteArray& spec) { return ("{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: c}, spec: {" + spec + "}}").toStdString(); }

} // namespace

void TestIngresses::ingresses_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a rule is enough") << aRule << none;
    QTest::newRow("so is a backend for all") << "defaultBackend: " + web << none;
    QTest::newRow("nothing is not") << QByteArray("") << QStringList{"spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"};
    QTest::newRow("hosts have names") << QByteArray("rules: [{host: 1.2.3.4}, {host: Shop.de}, {host: '*.shop.de'}, {host: 'a.*.de'}]")
        << QStringList{"spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address", "spec.rules[1].host: Invalid value: \"Shop.de\": " + subdomainSentence,
                       "spec.rules[3].host: Invalid value: \"a.*.de\": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case "
                       "alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is "
                       "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"};
    QTest::newRow("a host without paths is no rule at all") << QByteArray("rules: [{host: a.de, http: {paths: []}}]") << QStringList{"spec.rules[0].http.paths: Required value"};
    QTest::newRow("certificates are for hosts and in secrets") << "tls: [{hosts: [B.de], secretName: My_cert}], " + aRule
        << QStringList{"spec.tls[0].hosts[0]: Invalid value: \"B.de\": " + subdomainSentence, "spec.tls[0].secretName: Invalid value: \"My_cert\": " + subdomainSentence};
    QTest::newRow("a class has the name of an object") << "ingressClassName: Nginx, " + aRule << QStringList{"spec.ingressClassName: Invalid value: \"Nginx\": " + subdomainSentence};
}

void TestIngresses::ingresses()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(ingress(spec)), "complaints");
}

void TestIngresses::paths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QStringList>("complaints");
    const QString at = "spec.rules[0].http.paths[0].";
    QTest::newRow("whole parts between slashes") << QByteArray("path: /shop, pathType: Prefix") << none;
    QTest::newRow("how a path is meant has to be said") << QByteArray("path: /shop") << QStringList{at + "pathType: Required value: pathType must be specified"};
    QTest::newRow("exactly, with a capital") << QByteArray("path: /shop, pathType: exact")
        << QStringList{at + "pathType: Unsupported value: \"exact\": supported values: \"Exact\", \"ImplementationSpecific\", \"Prefix\""};
    QTest::newRow("from the root") << QByteArray("path: shop, pathType: Prefix") << QStringList{at + "path: Invalid value: \"shop\": must be an absolute path"};
    QTest::newRow("even if it is empty") << QByteArray("pathType: Prefix") << QStringList{at + "path: Invalid value: \"\": must be an absolute path"};
    QTest::newRow("unless the controller knows better") << QByteArray("pathType: ImplementationSpecific") << none;
    QTest::newRow("which also means absolute paths") << QByteArray("path: '~/shop', pathType: ImplementationSpecific") << QStringList{at + "path: Invalid value: \"~/shop\": must be an absolute path"};
    QTest::newRow("without detours") << QByteArray("path: /a//b/../c%2f/., pathType: Exact")
        << QStringList{at + "path: Invalid value: \"/a//b/../c%2f/.\": must not contain '//'", at + "path: Invalid value: \"/a//b/../c%2f/.\": must not contain '/../'",
                       at + "path: Invalid value: \"/a//b/../c%2f/.\": must not contain '%2f'", at + "path: Invalid value: \"/a//b/../c%2f/.\": cannot end with '/.'"};
}

void TestIngresses::paths()
{
    QFETCH(QByteArray, path);
    QTEST(complaints(ingress("rules: [{http: {paths: [{" + path + ", backend: " + web + "}]}}]")), "complaints");
}

void TestIngresses::backends_data()
{
    QTest::addColumn<QByteArray>("backend");
    QTest::addColumn<QStringList>("complaints");
    const QString at = "spec.defaultBackend";
    QTest::newRow("a service and the name of a port") << QByteArray("{service: {name: web, port: {name: http}}}") << none;
    QTest::newRow("another object") << QByteArray("{resource: {apiGroup: a.io, kind: Bucket, name: b}}") << none;
    QTest::newRow("one of the two") << QByteArray("{}") << QStringList{at + ": Invalid value: \"\": resource or service backend is required"};
    QTest::newRow("not both") << QByteArray("{service: {name: web, port: {number: 80}}, resource: {kind: Bucket, name: b}}")
        << QStringList{at + ": Invalid value: \"\": cannot set both resource and service backends"};
    QTest::newRow("a service has a name and a port") << QByteArray("{service: {}}")
        << QStringList{at + ".service.name: Required value", at + ": Required value: port name or number is required"};
    QTest::newRow("a name that a service can have") << QByteArray("{service: {name: 1web, port: {number: 80}}}") << QStringList{at + ".service.name: Invalid value: \"1web\": " + serviceSentence};
    QTest::newRow("a port by name or by number") << QByteArray("{service: {name: web, port: {name: http, number: 80}}}")
        << QStringList{at + ": Invalid value: \"\": cannot set both port name & port number"};
    QTest::newRow("a number that a port can have") << QByteArray("{service: {name: web, port: {number: 70000}}}")
        << QStringList{at + ".service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive"};
    QTest::newRow("a name that a port can have") << QByteArray("{service: {name: web, port: {name: 1-}}}")
        << QStringList{at + ".service.port.name: Invalid value: \"1-\": must contain at least one letter (a-z)",
                       at + ".service.port.name: Invalid value: \"1-\": must not begin or end with a hyphen"};
    QTest::newRow("an object has kind and name") << QByteArray("{resource: {apiGroup: A, kind: a/b}}")
        << QStringList{at + ".resource.apiGroup: Invalid value: \"A\": " + subdomainSentence, at + ".resource.kind: Invalid value: \"a/b\": may not contain '/'",
                       at + ".resource.name: Required value"};
}

void TestIngresses::backends()
{
    QFETCH(QByteArray, backend);
    QTEST(complaints(ingress("defaultBackend: " + backend)), "complaints");
}

void TestIngresses::classAnnotation()
{
    const QByteArray annotated = "{kubernetes.io/ingress.class: nginx}";
    QCOMPARE(warningsAbout(ingress(aRule, annotated)), QStringList{"annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"});
    QCOMPARE(warningsAbout(ingress("ingressClassName: nginx, " + aRule, annotated)), none);
    QCOMPARE(complaints(ingress("ingressClassName: nginx, " + aRule, annotated)), none);
    QCOMPARE(complaints(ingress("ingressClassName: traefik, " + aRule, annotated)),
             QStringList{"annotations.kubernetes.io/ingress.class: Invalid value: \"nginx\": must match `ingressClassName` when both are specified"});
    QCOMPARE(updateComplaints(ingress(aRule, annotated), ingress("ingressClassName: traefik, " + aRule, annotated)), none);
}

void TestIngresses::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray digit = "defaultBackend: {service: {name: 1web, port: {number: 80}}}";
    QTest::newRow("rules may change") << aRule << "defaultBackend: " + web << none;
    QTest::newRow("not into bad ones") << aRule << QByteArray("defaultBackend: {}") << QStringList{"spec.defaultBackend: Invalid value: \"\": resource or service backend is required"};
    QTest::newRow("a service name that begins with a digit may stay") << digit << digit << none;
    QTest::newRow("a secret's bad name may stay") << "tls: [{secretName: My_cert}], " + aRule << "tls: [{secretName: Your_cert}], " + aRule << none;
    QTest::newRow("so may the bad rule of a wildcard host") << QByteArray("rules: [{host: '*.a.de', http: {paths: []}}]") << QByteArray("rules: [{host: '*.b.de', http: {paths: []}}]") << none;
    QTest::newRow("but not that of another") << QByteArray("rules: [{host: a.de, http: {paths: []}}]") << QByteArray("rules: [{host: a.de, http: {paths: []}}]")
        << QStringList{"spec.rules[0].http.paths: Required value"};
}

void TestIngresses::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(updateComplaints(ingress(old), ingress(now)), "complaints");
}

void TestIngresses::status()
{
    QCOMPARE(statusComplaints(ingress(aRule), ingress(aRule, "{}", "{loadBalancer: {ingress: [{ip: 1.2.3}, {hostname: 1.2.3.4}, {ip: 10.0.0.1, hostname: lb.de}]}}")),
             (QStringList{"status.loadBalancer.ingress[0].ip: Invalid value: \"1.2.3\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                          "status.loadBalancer.ingress[1].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address"}));
    const std::string odd = ingress(aRule, "{}", "{loadBalancer: {ingress: [{ip: 1.2.3}]}}");
    QCOMPARE(statusComplaints(odd, odd), none);
}

void TestIngresses::classes_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a controller, named with its domain") << QByteArray("controller: k8s.io/ingress-nginx") << none;
    QTest::newRow("it is needed") << QByteArray("") << QStringList{"spec.controller: Required value"};
    QTest::newRow("the domain, too") << QByteArray("controller: nginx") << QStringList{"spec.controller: Invalid value: \"nginx\": must be a domain-prefixed path (such as \"acme.io/foo\")"};
    QTest::newRow("it may be long, but not that long") << "controller: a.io/" + QByteArray(246, 'a') << QStringList{"spec.controller: Too long: may not be more than 250 bytes"};
    QTest::newRow("parameters name an object") << QByteArray("controller: a.io/b, parameters: {apiGroup: A}")
        << QStringList{"spec.parameters.apiGroup: Invalid value: \"A\": " + subdomainSentence, "spec.parameters.kind: Required value", "spec.parameters.name: Required value"};
    QTest::newRow("of the cluster it has no namespace") << QByteArray("controller: a.io/b, parameters: {kind: K, name: p, namespace: x}")
        << QStringList{"spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"};
    QTest::newRow("else it has one") << QByteArray("controller: a.io/b, parameters: {kind: K, name: p, scope: Namespace}")
        << QStringList{"spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"};
    QTest::newRow("there is no third") << QByteArray("controller: a.io/b, parameters: {kind: K, name: p, scope: World}")
        << QStringList{"spec.parameters.scope: Unsupported value: \"World\": supported values: \"Cluster\", \"Namespace\""};
}

void TestIngresses::classes()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(ingressClass(spec)), "complaints");
}

void TestIngresses::classUpdates()
{
    QCOMPARE(updateComplaints(ingressClass("controller: a.io/b"), ingressClass("controller: a.io/c")), QStringList{"spec.controller: Invalid value: \"a.io/c\": field is immutable"});
    QCOMPARE(updateComplaints(ingressClass("controller: a.io/b"), ingressClass("controller: a.io/b, parameters: {kind: K, name: p}")), none);
}

void TestIngresses::classDefaults()
{
    QCOMPARE(defaulted(ingressClass("controller: a.io/b, parameters: {kind: K, name: p}")),
             QString(R"({"kind":"IngressClass","apiVersion":"networking.k8s.io/v1","metadata":{"name":"c"},"spec":{"controller":"a.io/b","parameters":{"kind":"K","name":"p","scope":"Cluster"}}})"));
}

QTEST_GUILESS_MAIN(TestIngresses)
#include "test_ingresses.moc"
