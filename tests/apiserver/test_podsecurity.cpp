// Pod Security Standards: which pods break which of them, in the server's words; and what a namespace makes of that.
#include "../controllers/cluster.h"

#include "api/types/core-pod.h"
#include "apiserver/admission/podsecurity/checks.h"
#include "apiserver/admission/podsecurity/podsecurity.h"

using namespace kubarium;
using namespace kubarium::apiserver::podsecurity;

class TestPodSecurity : public QObject {
    Q_OBJECT
private slots:
    void labels_data();
    void labels();
    void standards_data();
    void standards();
    void releases_data();
    void releases();
    void modes_data();
    void modes();
    void workloadsAreWarnedOf();
    void podsThatAreThereAreWarnedOf();
    void changesThatDoNotMatter();
    void labelsThatCannotBeRead();
    void exemptions_data();
    void exemptions();
    void auditIsInTheTrace();
};

namespace {

constexpr const char* hardened = "allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: "
                                 "RuntimeDefault}";

QByteArray pod(const QByteArray& context, const QByteArray& spec = {}, const QByteArray& container = {}, const QByteArray& name = "p")
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec:\n" + spec + "  containers:\n  - {name: c, image: x, securityContext: {"
        + context + "}" + container + "}\n";
}

api::ObjectPtr decoded(const QByteArray& yaml)
{
    api::ParsedStream stream = api::parseYaml(yaml.toStdString());
    const auto object = api::decodeObject(*api::findKind("", "v1", "Pod"), stream.documents[0], api::FieldValidation::Strict);
    if (!object)
        qFatal("%s", object.status().message.c_str());
    return object->object;
}

QString found(const QByteArray& yaml, const Standard& standard)
{
    const api::ObjectPtr object = decoded(yaml);
    return QString::fromStdString(details(violations(standard, object.meta(), *object.as<api::Pod>()->spec)));
}

QByteArray space(const QByteArray& labels)
{
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {" + labels + "}}\n";
}

QByteArray label(const QByteArray& mode, const QByteArray& value)
{
    return "pod-security.kubernetes.io/" + mode + ": " + value;
}

QStringList warningsOf(const apiserver::Response& response)
{
    QStringList list;
    for (const std::string& warning : response.warnings)
        list << QString::fromStdString(warning);
    return list;
}

const QString escalation =
    "allowPrivilegeEscalation != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false)";
const QString nothingSaid = escalation
    + ", unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or "
      "container \"c\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"c\" must set "
      "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";

} // namespace

void TestPodSecurity::labels_data()
{
    QTest::addColumn<QStringList>("said"); // mode=value
    QTest::addColumn<QString>("policy"); // enforce, audit, warn
    QTest::addColumn<QString>("errors");
    QTest::newRow("nothing said") << QStringList() << "privileged:latest privileged:latest privileged:latest" << "";
    QTest::newRow("each mode for itself") << QStringList{"enforce=baseline", "audit=restricted", "warn=baseline"}
                                          << "baseline:latest restricted:latest baseline:latest" << "";
    QTest::newRow("as an older release had it") << QStringList{"enforce=restricted", "enforce-version=v1.22"}
                                                << "restricted:v1.22 privileged:latest privileged:latest" << "";
    QTest::newRow("one that is still to come") << QStringList{"enforce=restricted", "enforce-version=v1.99"}
                                               << "restricted:v1.99 privileged:latest privileged:latest" << "";
    QTest::newRow("an unknown level is enforced as the strictest")
        << QStringList{"enforce=hard", "warn=hard"} << "restricted:latest privileged:latest privileged:latest"
        << "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"hard\": must be one of privileged, baseline, restricted, "
           "metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: \"hard\": must be one of privileged, baseline, restricted";
    QTest::newRow("an unknown version") << QStringList{"enforce=baseline", "enforce-version=1.22"}
                                        << "baseline:latest privileged:latest privileged:latest"
                                        << "metadata.labels[pod-security.kubernetes.io/enforce-version]: Invalid value: \"1.22\": must be "
                                           "\"latest\" or \"v1.x\"";
    QTest::newRow("no leading zeros") << QStringList{"enforce=baseline", "enforce-version=v1.02"}
                                      << "baseline:latest privileged:latest privileged:latest"
                                      << "metadata.labels[pod-security.kubernetes.io/enforce-version]: Invalid value: \"v1.02\": must be "
                                         "\"latest\" or \"v1.x\"";
}

void TestPodSecurity::labels()
{
    QFETCH(QStringList, said);
    QFETCH(QString, policy);
    QFETCH(QString, errors);
    api::Map<api::Text> labels;
    for (const QString& one : said)
        labels.set("pod-security.kubernetes.io/" + one.section('=', 0, 0).toStdString(), api::Text(one.section('=', 1).toStdString()));
    const Policy read = policyOf(labels);
    QCOMPARE(QString::fromStdString(read.enforce.text() + " " + read.audit.text() + " " + read.warn.text()), policy);
    QStringList sentences;
    for (const api::FieldError& error : read.errors)
        sentences << QString::fromStdString(error.field + ": " + error.message());
    QCOMPARE(sentences.join(", "), errors);
}

void TestPodSecurity::standards_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("baseline");
    QTest::addColumn<QString>("restricted"); // of a container that is hardened otherwise; "=" the same
    QTest::newRow("a pod that says all it should") << pod(hardened) << "" << "";
    QTest::newRow("a pod that says nothing") << pod("") << "" << nothingSaid;
    QTest::newRow("the host's namespaces") << pod(hardened, "  hostNetwork: true\n  hostPID: true\n  hostIPC: true\n")
                                           << "host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)" << "=";
    QTest::newRow("a privileged container") << pod(QByteArray(hardened) + ", privileged: true")
                                            << "privileged (container \"c\" must not set securityContext.privileged=true)" << "=";
    QTest::newRow("capabilities beyond the usual ones")
        << pod("allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL], add: "
               "[NET_ADMIN, CHOWN, SYS_TIME]}")
        << "non-default capabilities (container \"c\" must not include \"NET_ADMIN\", \"SYS_TIME\" in securityContext.capabilities.add)"
        << "unrestricted capabilities (container \"c\" must not include \"CHOWN\", \"NET_ADMIN\", \"SYS_TIME\" in "
           "securityContext.capabilities.add)";
    QTest::newRow("one capability is allowed even then")
        << pod("allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL], add: "
               "[NET_BIND_SERVICE]}")
        << "" << "";
    QTest::newRow("a folder of the host") << pod(hardened, "  volumes: [{name: v, hostPath: {path: /etc}}]\n")
                                          << "hostPath volumes (volume \"v\")"
                                          << "restricted volume types (volume \"v\" uses restricted volume type \"hostPath\")";
    QTest::newRow("volumes that only an administrator should choose")
        << pod(hardened, "  volumes: [{name: v, nfs: {server: s, path: /}}, {name: w, emptyDir: {}}, {name: x, hostPath: {path: /}}]\n")
        << "hostPath volumes (volume \"x\")"
        << "restricted volume types (volumes \"v\", \"x\" use restricted volume types \"hostPath\", \"nfs\")";
    QTest::newRow("a port of the host") << pod(hardened, "", ", ports: [{containerPort: 80, hostPort: 80}]")
                                        << "hostPort (container \"c\" uses hostPort 80)" << "=";
    QTest::newRow("several") << pod(hardened, "", ", ports: [{containerPort: 80, hostPort: 80}, {containerPort: 90, hostPort: 90}]")
                             << "hostPort (container \"c\" uses hostPorts 80, 90)" << "=";
    QTest::newRow("a probe that knocks elsewhere")
        << pod(hardened, "", ", livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}}, lifecycle: {preStop: {httpGet: {host: 10.0.0.2, port: 80}}}")
        << "probe or lifecycle host (container \"c\" uses probe or lifecycle hosts \"10.0.0.1\", \"10.0.0.2\")" << "=";
    QTest::newRow("all of /proc") << pod(QByteArray(hardened) + ", procMount: Unmasked")
                                  << "procMount (container \"c\" must not set securityContext.procMount to \"Unmasked\")" << "=";
    QTest::newRow("SELinux") << pod(hardened, "  securityContext: {seLinuxOptions: {type: spc_t, user: u, role: r}}\n")
                             << "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"spc_t\"; user may not be set; role may "
                                "not be set)"
                             << "=";
    QTest::newRow("AppArmor") << pod(hardened, "  securityContext: {appArmorProfile: {type: Unconfined}}\n")
                              << "forbidden AppArmor profile (pod must not set AppArmor profile type to \"Unconfined\")" << "=";
    QTest::newRow("kernel parameters") << pod(hardened, "  securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}, "
                                                      "{name: net.ipv4.tcp_rmem, value: '1'}]}\n")
                                       << "forbidden sysctls (kernel.msgmax)" << "=";
    QTest::newRow("no filter for system calls")
        << pod("allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: Unconfined}",
               "  securityContext: {seccompProfile: {type: Unconfined}}\n")
        << "seccompProfile (pod and container \"c\" must not set securityContext.seccompProfile.type to \"Unconfined\")" << "=";
    QTest::newRow("a filter for the whole pod")
        << pod("allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}",
               "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n")
        << "" << "";
    QTest::newRow("processes of a Windows host") << pod(QByteArray(hardened) + ", windowsOptions: {hostProcess: true}")
                                                 << "hostProcess (container \"c\" must not set securityContext.windowsOptions.hostProcess=true)"
                                                 << "=";
    QTest::newRow("as root, said by both")
        << pod("allowPrivilegeEscalation: false, runAsNonRoot: false, runAsUser: 0, capabilities: {drop: [ALL]}, seccompProfile: {type: Localhost, "
               "localhostProfile: p}",
               "  securityContext: {runAsNonRoot: false, runAsUser: 0}\n")
        << ""
        << "runAsNonRoot != true (pod and container \"c\" must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod and container \"c\" "
           "must not set runAsUser=0)";
    QTest::newRow("init containers come first")
        << pod("", "  initContainers: [{name: i, image: x, securityContext: {privileged: true}}]\n", ", tty: true")
        << "privileged (container \"i\" must not set securityContext.privileged=true)"
        << "privileged (container \"i\" must not set securityContext.privileged=true), allowPrivilegeEscalation != false (containers \"i\", \"c\" "
           "must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (containers \"i\", \"c\" must set "
           "securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or containers \"i\", \"c\" must set "
           "securityContext.runAsNonRoot=true), seccompProfile (pod or containers \"i\", \"c\" must set securityContext.seccompProfile.type to "
           "\"RuntimeDefault\" or \"Localhost\")";
}

void TestPodSecurity::standards()
{
    QFETCH(QByteArray, asked);
    QFETCH(QString, baseline);
    QFETCH(QString, restricted);
    QCOMPARE(found(asked, {Level::Privileged, {}}), QString());
    QCOMPARE(found(asked, {Level::Baseline, {}}), baseline);
    QCOMPARE(found(asked, {Level::Restricted, {}}), restricted == "=" ? baseline : restricted);
}

void TestPodSecurity::releases_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<int>("minor");
    QTest::addColumn<QString>("restricted");
    const QByteArray windows = pod("runAsNonRoot: true", "  os: {name: windows}\n");
    QTest::newRow("Windows was asked for what it has not") << windows << 24
        << escalation + ", unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), seccompProfile (pod or "
                        "container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";
    QTest::newRow("and is no longer") << windows << 25 << "";
    QTest::newRow("root by number was no matter once")
        << pod(QByteArray(hardened) + ", runAsUser: 0") << 22 << "";
    QTest::newRow("it is now") << pod(QByteArray(hardened) + ", runAsUser: 0") << 23
                               << "runAsUser=0 (container \"c\" must not set runAsUser=0)";
    QTest::newRow("capabilities could be kept") << pod("allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: Localhost}")
                                                << 21 << "";
    QTest::newRow("filters were annotations")
        << QByteArray("apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}\nspec: "
                      "{containers: [{name: c, image: x}]}\n")
        << 5 << "seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod=\"unconfined\"), runAsNonRoot != true (pod or "
                "container \"c\" must set securityContext.runAsNonRoot=true)";
    QTest::newRow("probes could knock anywhere")
        << pod(hardened, "", ", livenessProbe: {tcpSocket: {host: h, port: 80}}") << 33 << "";
    QTest::newRow("releases to come are as this one")
        << pod(hardened, "", ", livenessProbe: {tcpSocket: {host: h, port: 80}}") << 99
        << "probe or lifecycle host (container \"c\" uses probe or lifecycle host \"h\")";
    QTest::newRow("kernel parameters were fewer")
        << pod(hardened, "  securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}\n") << 31
        << "forbidden sysctls (net.ipv4.tcp_rmem)";
    QTest::newRow("an SELinux type came later")
        << pod(hardened, "  securityContext: {seLinuxOptions: {type: container_engine_t}}\n") << 30
        << "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"container_engine_t\")";
}

void TestPodSecurity::releases()
{
    QFETCH(QByteArray, asked);
    QFETCH(int, minor);
    QFETCH(QString, restricted);
    QCOMPARE(found(asked, {Level::Restricted, minor}), restricted);
}

void TestPodSecurity::modes_data()
{
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("nothing said, nothing asked") << QByteArray() << "" << QStringList();
    QTest::newRow("enforced") << label("enforce", "restricted")
                              << "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": " + nothingSaid << QStringList();
    QTest::newRow("enforced as once") << label("enforce", "restricted") + ", " + label("enforce-version", "v1.7")
        << "pods \"p\" is forbidden: violates PodSecurity \"restricted:v1.7\": runAsNonRoot != true (pod or container \"c\" must set "
           "securityContext.runAsNonRoot=true)"
        << QStringList();
    QTest::newRow("warned") << label("warn", "restricted") << "" << QStringList{"would violate PodSecurity \"restricted:latest\": " + nothingSaid};
    QTest::newRow("nobody is warned of what is refused")
        << label("warn", "restricted") + ", " + label("enforce", "restricted")
        << "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": " + nothingSaid << QStringList();
    QTest::newRow("noted only") << label("audit", "restricted") << "" << QStringList();
    QTest::newRow("a standard that it meets") << label("enforce", "baseline") + ", " + label("warn", "baseline") << "" << QStringList();
}

void TestPodSecurity::modes()
{
    QFETCH(QByteArray, labels);
    QFETCH(QString, answer);
    QFETCH(QStringList, warnings);
    Cluster cluster;
    QVERIFY(cluster.create(space(labels)).ok());
    const apiserver::Response response = cluster.create(pod(""), "team");
    QCOMPARE(QString::fromStdString(response.status.message), answer);
    QCOMPARE(warningsOf(response), warnings);
}

void TestPodSecurity::workloadsAreWarnedOf()
{
    Cluster cluster;
    QVERIFY(cluster.create(space(label("warn", "baseline") + ", " + label("enforce", "baseline"))).ok());
    const QByteArray form = "{metadata: {labels: {a: b}}, spec: {hostNetwork: true, restartPolicy: %, containers: [{name: c, image: x}]}}";
    const QByteArray always = QByteArray(form).replace("%", "Always");
    const QByteArray never = QByteArray(form).replace("%", "Never");
    const QStringList warning{"would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"};
    const QByteArray meta = "metadata: {name: w}\n";
    for (const QByteArray& workload :
        {"apiVersion: apps/v1\nkind: Deployment\n" + meta + "spec: {selector: {matchLabels: {a: b}}, template: " + always + "}\n",
            "apiVersion: apps/v1\nkind: ReplicaSet\n" + meta + "spec: {selector: {matchLabels: {a: b}}, template: " + always + "}\n",
            "apiVersion: apps/v1\nkind: DaemonSet\n" + meta + "spec: {selector: {matchLabels: {a: b}}, template: " + always + "}\n",
            "apiVersion: apps/v1\nkind: StatefulSet\n" + meta + "spec: {serviceName: s, selector: {matchLabels: {a: b}}, template: " + always + "}\n",
            "apiVersion: v1\nkind: ReplicationController\n" + meta + "spec: {selector: {a: b}, template: " + always + "}\n",
            "apiVersion: v1\nkind: PodTemplate\n" + meta + "template: " + always + "\n",
            "apiVersion: batch/v1\nkind: Job\n" + meta + "spec: {template: " + never + "}\n",
            "apiVersion: batch/v1\nkind: CronJob\n" + meta + "spec: {schedule: '0 0 * * *', jobTemplate: {spec: {template: " + never + "}}}\n"}) {
        const apiserver::Response made = cluster.create(workload, "team");
        QVERIFY2(made.ok(), made.status.message.c_str());
        QCOMPARE(warningsOf(made), warning);
    }
}

void TestPodSecurity::podsThatAreThereAreWarnedOf()
{
    Cluster cluster;
    QVERIFY(cluster.create(space("")).ok());
    for (const char* name : {"b", "a", "d"})
        QVERIFY(cluster.create(pod("privileged: true", "", "", name), "team").ok());
    QVERIFY(cluster.create(pod("", "  hostNetwork: true\n", "", "c"), "team").ok());
    QVERIFY(cluster.create(pod("", "", "", "e"), "team").ok());
    const auto relabel = [&](const char* mode, const char* level) {
        return warningsOf(cluster.change("Namespace", "team", [&](api::ObjectPtr& object) {
            object.editMeta().labels.set("pod-security.kubernetes.io/" + std::string(mode), level);
        }));
    };
    QCOMPARE(relabel("warn", "restricted"), QStringList());
    QCOMPARE(relabel("enforce", "baseline"),
        (QStringList{"existing pods in namespace \"team\" violate the new PodSecurity enforce level \"baseline:latest\"",
            "a (and 2 other pods): privileged", "c: host namespaces"}));
    QCOMPARE(relabel("audit", "baseline"), QStringList()); // nothing else is enforced
    QCOMPARE(relabel("enforce", "privileged"), QStringList());
    QVERIFY(cluster.find("Pod", "a", "team")); // what is there stays
}

void TestPodSecurity::changesThatDoNotMatter()
{
    Cluster cluster;
    QVERIFY(cluster.create(space("")).ok());
    QVERIFY(cluster.create(pod("privileged: true"), "team").ok());
    QVERIFY(cluster.change("Namespace", "team", [](api::ObjectPtr& object) {
        object.editMeta().labels.set("pod-security.kubernetes.io/enforce", "baseline");
    }).ok());
    const apiserver::Response labelled =
        cluster.change("Pod", "p", [](api::ObjectPtr& object) { object.editMeta().labels.set("a", "b"); }, "team");
    QVERIFY2(labelled.ok(), labelled.status.message.c_str());
    const apiserver::Response changed = cluster.change("Pod", "p",
        [](api::ObjectPtr& object) { object.editAs<api::Pod>().spec.edit().containers.edit(0).image = "y"; }, "team");
    QCOMPARE(QString::fromStdString(changed.status.message),
        "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": privileged (container \"c\" must not set "
        "securityContext.privileged=true)");
}

void TestPodSecurity::labelsThatCannotBeRead()
{
    Cluster cluster;
    const apiserver::Response refused = cluster.create(space(label("enforce", "hard")));
    QCOMPARE(refused.status.code, 422);
    QCOMPARE(QString::fromStdString(refused.status.message),
        "Namespace \"team\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"hard\": must be one of privileged, "
        "baseline, restricted");
}

void TestPodSecurity::exemptions_data()
{
    QTest::addColumn<QByteArray>("namespace_");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("runtimeClass");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("nobody is exempt of himself") << QByteArray() << QByteArray() << QByteArray() << true;
    QTest::newRow("a namespace") << QByteArray("team") << QByteArray() << QByteArray() << false;
    QTest::newRow("another namespace") << QByteArray("other") << QByteArray() << QByteArray() << true;
    QTest::newRow("a user") << QByteArray() << QByteArray("admin") << QByteArray() << false;
    QTest::newRow("a runtime that is a wall of its own") << QByteArray() << QByteArray() << QByteArray("vm") << false;
}

void TestPodSecurity::exemptions()
{
    QFETCH(QByteArray, namespace_);
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, runtimeClass);
    QFETCH(bool, isRefused);
    apiserver::PodSecurity::Exemptions exemptions;
    for (auto [names, name] : {std::pair(&exemptions.namespaces, namespace_), std::pair(&exemptions.users, user),
             std::pair(&exemptions.runtimeClasses, runtimeClass)}) {
        if (!name.isEmpty())
            names->push_back(name.toStdString());
    }
    Cluster cluster;
    QVERIFY(cluster.create(space(label("enforce", "restricted"))).ok());
    const apiserver::Request asked = [] {
        apiserver::Request request = Cluster::request(apiserver::Verb::Create, "Pod", "p", "team");
        return request;
    }();
    apiserver::State state(1);
    std::vector<std::string> warnings;
    state.store.create(apiserver::resourceId(Cluster::kind("Namespace")), cluster.find("Namespace", "team"), {});
    const apiserver::Attributes attributes{asked, Cluster::kind("Pod"), state, {}, warnings};
    const auto refusal = apiserver::PodSecurity(exemptions).validate(attributes, decoded(pod("", "  runtimeClassName: vm\n")));
    QCOMPARE(refusal.has_value(), isRefused);
}

void TestPodSecurity::auditIsInTheTrace()
{
    Cluster cluster;
    QVERIFY(cluster.create(space(label("audit", "baseline"))).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, "Pod", {}, "team");
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    asked.body = pod("privileged: true").toStdString();
    asked.traced = true;
    const apiserver::Response made = cluster.lab().submit(asked);
    const auto step = std::ranges::find_if(made.trace, [](const apiserver::TraceStep& one) { return one.by == "PodSecurity"; });
    QVERIFY(step != made.trace.end());
    QCOMPARE(QString::fromStdString(step->what),
        "audit: would violate PodSecurity \"baseline:latest\": privileged (container \"c\" must not set securityContext.privileged=true)");
}

QTEST_GUILESS_MAIN(TestPodSecurity)
#include "test_podsecurity.moc"
