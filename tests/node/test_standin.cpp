// What kubelets do for a cluster before containers really run: nodes join and speak up, pods start and stop.
#include "node/network.h"

#include "api/encode.h"
#include "api/types/coordination.h"
#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"

using namespace kubarium;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class TestStandIn : public QObject {
    Q_OBJECT
private slots:
    void nodesAreReadyFromTheFirstInstant_data();
    void nodesAreReadyFromTheFirstInstant();
    void whatTheClusterFileSaysOfAMachineStays();
    void aNodeThatIsAddedJoins();
    void aKubeletSpeaksUpEveryTenSeconds();
    void theWorldIsQuietBesides();
    void aPodComesToRunStepByStep();
    void podsSayHowTheyAre_data();
    void podsSayHowTheyAre();
    void whatHappensIsTold_data();
    void whatHappensIsTold();
    void imagesLieOnTheNodeAfterwards();
    void everyPodOfANodeHasAnAddressOfItsOwn();
    void aFullRangeIsToldAndTriedAgain();
    void podsEnd_data();
    void podsEnd();
    void readinessGates_data();
    void readinessGates();
    void whoeverMeddlesWithTheStatusIsCorrected();
    void podsOfANodeThatIsGoneAreLeftAlone();
    void aKubeletThatIsCutOffTriesAgain();
};

namespace {

QByteArray podYaml(const QByteArray& name, const QByteArray& spec = {}, const QByteArray& image = "nginx:1.27")
{
    const QByteArray containers = spec.contains("containers:") ? "" : "containers: [{name: c, image: '" + image + "'}]";
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {nodeName: node-1, " + spec
        + (spec.isEmpty() || containers.isEmpty() ? "" : ", ") + containers + "}\n";
}

QString text(const api::Text& said)
{
    return QString::fromStdString(said.str());
}

QString json(const api::Value& value)
{
    return QString::fromStdString(api::toJson(value));
}

const api::Node& nodeOf(const api::ObjectPtr& object)
{
    return *object.as<api::Node>();
}

const api::Pod& podOf(const api::ObjectPtr& object)
{
    return *object.as<api::Pod>();
}

// "Ready=False ContainersNotReady; …"
QString conditions(const api::Pod& pod)
{
    QStringList list;
    for (const api::PodCondition& condition : pod.status->conditions)
        list << (text(condition.type) + "=" + text(condition.status) + " " + text(condition.reason)).trimmed();
    return list.join("; ");
}

QString conditions(const api::Node& node)
{
    QStringList list;
    for (const api::NodeCondition& condition : node.status->conditions)
        list << text(condition.type) + "=" + text(condition.status) + " " + text(condition.reason);
    return list.join("; ");
}

// "c waiting ContainerCreating", "c running ready", "c terminated Completed 0"
QString containers(const api::List<api::ContainerStatus>& statuses)
{
    QStringList list;
    for (const api::ContainerStatus& status : statuses) {
        QString state = text(status.name);
        if (status.state.waiting)
            state += " waiting " + text(status.state.waiting->reason);
        if (status.state.running)
            state += " running";
        if (const auto& end = status.state.terminated)
            state += " terminated " + text(end->reason) + " " + QString::number(end->exitCode);
        list << state + (status.ready ? " ready" : "");
    }
    return list.join("; ");
}

// "Pulled spec.containers{c} Container image …": the events of kubelets about an object, in the order of their writing.
QStringList told(Cluster& cluster, const QByteArray& about, const QByteArray& home = "default")
{
    std::map<store::Revision, QString> list;
    const auto& tree = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event")));
    tree.visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.name != about.toStdString() || event.metadata.namespace_ != home.toStdString()
            || event.source.component != "kubelet")
            return true;
        const QString where = text(event.involvedObject.fieldPath);
        list[store::revisionOf(object)] = text(event.reason) + (where.isEmpty() ? "" : " " + where) + ": "
            + text(event.message) + (event.count > 1 ? " x" + QString::number(event.count) : "");
        return true;
    });
    QStringList all;
    for (const auto& [revision, line] : list)
        all << line;
    return all;
}

api::Time heartbeat(const api::Node& node)
{
    return node.status->conditions.front().lastHeartbeatTime;
}

api::Time renewal(Cluster& cluster, const QByteArray& node)
{
    return cluster.find("Lease", node, "kube-node-lease").as<api::Lease>()->spec->renewTime;
}

} // namespace

void TestStandIn::nodesAreReadyFromTheFirstInstant_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("expected");
    QTest::newRow("with the labels that schedulers ask for")
        << "labels"
        << R"({"beta.kubernetes.io/arch":"amd64","beta.kubernetes.io/os":"linux","kubernetes.io/arch":"amd64",)"
           R"("kubernetes.io/hostname":"node-1","kubernetes.io/os":"linux"})";
    QTest::newRow("with addresses") << "addresses"
                                    << R"([{"address":"10.0.0.2","type":"InternalIP"},{"address":"node-1","type":"Hostname"}])";
    QTest::newRow("with all that the file says they hold, and a disk")
        << "capacity" << R"({"cpu":"4","ephemeral-storage":"100Gi","memory":"8Gi","pods":"110"})";
    QTest::newRow("all of it for pods") << "allocatable"
                                        << R"({"cpu":"4","ephemeral-storage":"100Gi","memory":"8Gi","pods":"110"})";
    QTest::newRow("with a range of pod addresses") << "podCIDRs" << R"(["10.244.1.0/24"])";
    QTest::newRow("as this release of Kubernetes") << "kubeletVersion" << "\"v1.34.9\"";
    QTest::newRow("in good health")
        << "conditions"
        << "MemoryPressure=False KubeletHasSufficientMemory; DiskPressure=False KubeletHasNoDiskPressure; "
           "PIDPressure=False KubeletHasSufficientPID; Ready=True KubeletReady";
}

void TestStandIn::nodesAreReadyFromTheFirstInstant()
{
    QFETCH(QString, what);
    QFETCH(QString, expected);
    Cluster cluster;
    const api::ObjectPtr node = cluster.find("Node", "node-1");
    if (what == "conditions") {
        QCOMPARE(conditions(nodeOf(node)), expected);
        return;
    }
    const api::Value value = api::toValue(node);
    const std::string field = what.toStdString();
    const api::Value found = what == "labels" ? value["metadata"]["labels"]
        : what == "podCIDRs"                  ? value["spec"]["podCIDRs"]
        : what == "kubeletVersion"            ? value["status"]["nodeInfo"]["kubeletVersion"]
                                              : value["status"][field];
    QCOMPARE(json(found), expected);
}

void TestStandIn::whatTheClusterFileSaysOfAMachineStays()
{
    const auto file = lab::ClusterFile::parse(R"(
apiVersion: v1
kind: Node
metadata: {name: old, labels: {kubernetes.io/arch: arm64}}
status:
  capacity: {cpu: "1", memory: 3840Mi, nvidia.com/gpu: "2"}
  nodeInfo: {kubeletVersion: v1.33.1, architecture: arm64}
  addresses: [{type: InternalIP, address: 192.168.1.7}]
)");
    QVERIFY(file.ok());
    lab::Lab lab(*file);
    const api::ObjectPtr object = lab.store().find(apiserver::keyOf(Cluster::kind("Node"), {}, "old"));
    const api::Node& node = nodeOf(object);
    QCOMPARE(text(node.status->nodeInfo.kubeletVersion), QString("v1.33.1"));
    QCOMPARE(text(node.status->nodeInfo.osImage), QString("Debian GNU/Linux 12 (bookworm)"));
    QCOMPARE(text(*node.metadata.labels.find("beta.kubernetes.io/arch")), QString("arm64"));
    QCOMPARE(text(node.status->addresses.front().address), QString("192.168.1.7"));
    QCOMPARE(json(api::toValue(object)["status"]["allocatable"]),
        QString(R"({"cpu":"1","ephemeral-storage":"100Gi","memory":"3840Mi","nvidia.com/gpu":"2","pods":"110"})"));
}

void TestStandIn::aNodeThatIsAddedJoins()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: node-9}\n").ok());
    const api::Node& node = nodeOf(cluster.find("Node", "node-9"));
    QCOMPARE(text(node.spec->podCIDR), QString("10.244.4.0/24"));
    QCOMPARE(text(node.status->addresses.front().address), QString("10.0.0.5"));
    QVERIFY(conditions(node).endsWith("Ready=True KubeletReady"));
    const api::ObjectPtr lease = cluster.find("Lease", "node-9", "kube-node-lease");
    QVERIFY(lease.meta().ownerReferences.front().uid == node.metadata.uid);
    QCOMPARE(told(cluster, "node-9"),
        (QStringList{"Starting: Starting kubelet.",
            "NodeHasSufficientMemory: Node node-9 status is now: NodeHasSufficientMemory",
            "NodeHasNoDiskPressure: Node node-9 status is now: NodeHasNoDiskPressure",
            "NodeHasSufficientPID: Node node-9 status is now: NodeHasSufficientPID",
            "NodeReady: Node node-9 status is now: NodeReady"}));
    QVERIFY(cluster.remove("Node", "node-9").ok());
    cluster.lab().runFor(minutes(1));
    QVERIFY(!cluster.find("Node", "node-9")); // a kubelet does not bring its Node back
    QVERIFY(!cluster.find("Lease", "node-9", "kube-node-lease"));
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: node-9}\n").ok());
    cluster.lab().runFor(minutes(1));
    QVERIFY(cluster.lab().now() - renewal(cluster, "node-9") <= seconds(10));
}

void TestStandIn::aKubeletSpeaksUpEveryTenSeconds()
{
    Cluster cluster;
    std::set<api::Time> renewals;
    std::set<api::Time> reports;
    for (int i = 0; i < 12 * 60; ++i) {
        cluster.lab().runFor(seconds(1));
        renewals.insert(renewal(cluster, "node-1"));
        reports.insert(heartbeat(nodeOf(cluster.find("Node", "node-1"))));
    }
    QVERIFY(renewals.size() == 72 || renewals.size() == 73); // and the first one, when it joined
    QCOMPARE(reports.size(), 3U); // at the beginning, after five minutes, after ten
    QVERIFY(renewal(cluster, "node-1") != renewal(cluster, "node-2")); // they do not all speak at once
}

void TestStandIn::theWorldIsQuietBesides()
{
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p")).ok());
    QVERIFY(cluster.lab().runUntilQuiet());
    QVERIFY(cluster.lab().now() - lab::Lab::Options::defaultEpoch() < minutes(1));
    QCOMPARE(text(podOf(cluster.find("Pod", "p")).status->phase), QString("Running"));
}

void TestStandIn::aPodComesToRunStepByStep()
{
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p", "initContainers: [{name: i, image: busybox}]")).ok());
    cluster.lab().runFor(milliseconds(60));
    {
        const api::Pod& pod = podOf(cluster.find("Pod", "p"));
        QCOMPARE(text(pod.status->phase), QString("Pending"));
        QCOMPARE(text(pod.status->hostIP), QString("10.0.0.2"));
        QCOMPARE(text(pod.status->podIP), QString("10.244.1.2")); // its sandbox stands before images are pulled
        QCOMPARE(containers(pod.status->initContainerStatuses), QString("i waiting PodInitializing"));
        QCOMPARE(containers(pod.status->containerStatuses), QString("c waiting PodInitializing"));
        QCOMPARE(conditions(pod),
            QString("PodReadyToStartContainers=True; Initialized=False ContainersNotInitialized; Ready=False "
                    "ContainersNotReady; ContainersReady=False ContainersNotReady; PodScheduled=True"));
        QCOMPARE(text(pod.status->conditions[1].message), QString("containers with incomplete status: [i]"));
        QCOMPARE(text(pod.status->conditions[2].message), QString("containers with unready status: [c]"));
    }
    cluster.lab().runFor(seconds(3));
    const api::Pod& pod = podOf(cluster.find("Pod", "p"));
    QCOMPARE(text(pod.status->phase), QString("Running"));
    QCOMPARE(containers(pod.status->initContainerStatuses), QString("i terminated Completed 0 ready"));
    QCOMPARE(containers(pod.status->containerStatuses), QString("c running ready"));
    QCOMPARE(conditions(pod),
        QString("PodReadyToStartContainers=True; Initialized=True; Ready=True; ContainersReady=True; PodScheduled=True"));
    QVERIFY(pod.status->conditions[2].lastTransitionTime > pod.status->startTime);
    QVERIFY(pod.status->conditions[4].lastTransitionTime == pod.status->startTime);
    QVERIFY(pod.metadata.managedFields.empty());
}

void TestStandIn::podsSayHowTheyAre_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* spec, const char* path, const char* expected) {
        QTest::newRow(name) << QByteArray(spec) << QString(path) << QString(expected);
    };
    row("with the first address of the node's range", "", "podIP", R"("10.244.1.2")");
    row("with all their addresses", "", "podIPs", R"([{"ip":"10.244.1.2"}])");
    row("with the address of their machine", "", "hostIPs", R"([{"ip":"10.0.0.2"}])");
    row("in the network of their machine they have its address", "hostNetwork: true", "podIP", R"("10.0.0.2")");
    row("with the generation that was looked at", "", "observedGeneration", "1");
    row("with their class", "", "qosClass", R"("BestEffort")");
    row("with the image as it was asked for", "", "image", R"("nginx:1.27")");
    row("with the tag that nobody named", "containers: [{name: c, image: busybox}]", "image", R"("busybox:latest")");
    row("with an image that is named by its digest",
        "containers: [{name: c, image: "
        "'nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}]",
        "imageID",
        R"("docker.io/library/nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")");
    row("with what they asked for",
        "containers: [{name: c, image: nginx, resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}}]",
        "allocatedResources", R"({"cpu":"100m","memory":"1Gi"})");
    row("with their limits",
        "containers: [{name: c, image: nginx, resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}}]", "resources",
        R"({"limits":{"memory":"1Gi"},"requests":{"cpu":"100m","memory":"1Gi"}})");
    row("with what is mounted",
        "automountServiceAccountToken: false, volumes: [{name: d, emptyDir: {}}], containers: [{name: c, image: nginx, "
        "volumeMounts: [{name: d, mountPath: /d, readOnly: true}]}]",
        "volumeMounts", R"([{"mountPath":"/d","name":"d","readOnly":true,"recursiveReadOnly":"Disabled"}])");
}

void TestStandIn::podsSayHowTheyAre()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, path);
    QFETCH(QString, expected);
    Cluster cluster;
    const apiserver::Response created = cluster.create(podYaml("p", spec));
    QVERIFY2(created.ok(), created.status.message.c_str());
    cluster.lab().runFor(seconds(3));
    const api::Value status = api::toValue(cluster.find("Pod", "p"))["status"];
    const std::string field = path.toStdString();
    const api::Value ofPod = status[field];
    QCOMPARE(json(ofPod.isNull() ? status["containerStatuses"].array().front()[field] : ofPod), expected);
}

void TestStandIn::whatHappensIsTold_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("an image that is not there is pulled")
        << QByteArray()
        << QStringList{"Pulling spec.containers{c}: Pulling image \"nginx:1.27\"",
               "Pulled spec.containers{c}: Successfully pulled image \"nginx:1.27\" in NNNms (NNNms including waiting). "
               "Image size: NNN bytes.",
               "Created spec.containers{c}: Created container: c", "Started spec.containers{c}: Started container c"};
    QTest::newRow("what somebody else has brought is there")
        << QByteArray("containers: [{name: c, image: 'redis:7'}]")
        << QStringList{"Pulled spec.containers{c}: Container image \"redis:7\" already present on machine",
               "Created spec.containers{c}: Created container: c", "Started spec.containers{c}: Started container c"};
    QTest::newRow("who always wants it pulled gets it pulled")
        << QByteArray("containers: [{name: c, image: 'redis:7', imagePullPolicy: Always}]")
        << QStringList{"Pulling spec.containers{c}: Pulling image \"redis:7\"",
               "Pulled spec.containers{c}: Successfully pulled image \"redis:7\" in NNNms (NNNms including waiting). "
               "Image size: NNN bytes.",
               "Created spec.containers{c}: Created container: c", "Started spec.containers{c}: Started container c"};
    QTest::newRow("init containers come first; an image is pulled once")
        << QByteArray("initContainers: [{name: i, image: 'nginx:1.27'}]")
        << QStringList{"Pulling spec.initContainers{i}: Pulling image \"nginx:1.27\"",
               "Pulled spec.initContainers{i}: Successfully pulled image \"nginx:1.27\" in NNNms (NNNms including "
               "waiting). Image size: NNN bytes.",
               "Created spec.initContainers{i}: Created container: i",
               "Started spec.initContainers{i}: Started container i",
               "Pulled spec.containers{c}: Container image \"nginx:1.27\" already present on machine",
               "Created spec.containers{c}: Created container: c", "Started spec.containers{c}: Started container c"};
}

void TestStandIn::whatHappensIsTold()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, expected);
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("other", {}, "redis:7")).ok());
    cluster.lab().runFor(seconds(3));
    QVERIFY(cluster.create(podYaml("p", spec)).ok());
    cluster.lab().runFor(seconds(3));
    QStringList lines = told(cluster, "p");
    for (QString& line : lines)
        line.replace(QRegularExpression("\\d+ms"), "NNNms").replace(QRegularExpression("size: \\d+"), "size: NNN");
    QCOMPARE(lines, expected);
}

void TestStandIn::imagesLieOnTheNodeAfterwards()
{
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p")).ok());
    cluster.lab().runFor(seconds(15));
    const api::Node& node = nodeOf(cluster.find("Node", "node-1"));
    QCOMPARE(node.status->images.size(), 1U);
    const api::ContainerImage& image = node.status->images.front();
    QCOMPARE(text(image.names[1]), QString("docker.io/library/nginx:1.27"));
    QVERIFY(image.names[0] == podOf(cluster.find("Pod", "p")).status->containerStatuses[0].imageID);
    QVERIFY(image.sizeBytes >= 5'000'000);
    QVERIFY(cluster.end("p").ok());
    QVERIFY(cluster.create(podYaml("q", {}, "docker.io/library/nginx:1.27")).ok()); // the same by its full name
    cluster.lab().runFor(seconds(3));
    QCOMPARE(told(cluster, "q").front(),
        QString("Pulled spec.containers{c}: Container image \"docker.io/library/nginx:1.27\" already present on machine"));
}

void TestStandIn::everyPodOfANodeHasAnAddressOfItsOwn()
{
    Cluster cluster;
    std::set<std::string> addresses;
    for (int i = 0; i < 20; ++i) {
        const QByteArray name = "p" + QByteArray::number(i);
        QVERIFY(cluster.create(podYaml(name)).ok());
        cluster.lab().runFor(milliseconds(100));
    }
    cluster.lab().runFor(seconds(5));
    for (int i = 0; i < 20; ++i)
        addresses.insert(podOf(cluster.find("Pod", "p" + QByteArray::number(i))).status->podIP.str());
    QCOMPARE(addresses.size(), 20U);
    for (const std::string& address : addresses)
        QVERIFY(QString::fromStdString(address).startsWith("10.244.1."));
    // One that has become free is not given to the next one while there are others.
    const std::string freed = podOf(cluster.find("Pod", "p3")).status->podIP.str();
    QVERIFY(cluster.end("p3").ok());
    QVERIFY(cluster.create(podYaml("late")).ok());
    cluster.lab().runFor(seconds(3));
    QVERIFY(podOf(cluster.find("Pod", "late")).status->podIP != freed);
    QVERIFY(!addresses.contains(podOf(cluster.find("Pod", "late")).status->podIP.str()));
}

void TestStandIn::aFullRangeIsToldAndTriedAgain()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: small}\nspec: {podCIDR: 10.244.9.0/24}\n").ok());
    const auto onSmall = [](int number) {
        return podYaml("p" + QByteArray::number(number)).replace("node-1", "small");
    };
    for (int i = 0; i < 254; ++i)
        QVERIFY(cluster.create(onSmall(i)).ok());
    cluster.lab().runFor(seconds(30));
    QList<int> waiting;
    for (int i = 0; i < 254; ++i) {
        if (podOf(cluster.find("Pod", "p" + QByteArray::number(i))).status->phase == "Pending")
            waiting << i;
    }
    QCOMPARE(waiting.size(), 1); // .2 to .254
    const QByteArray last = "p" + QByteArray::number(waiting.front());
    QVERIFY(told(cluster, last).join('\n').contains("FailedCreatePodSandBox: Failed to create pod sandbox"));
    QVERIFY(cluster.end(waiting.front() == 7 ? "p8" : "p7").ok());
    cluster.lab().runFor(seconds(11));
    QCOMPARE(text(podOf(cluster.find("Pod", last)).status->phase), QString("Running"));
}

void TestStandIn::podsEnd_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("last");
    QTest::addColumn<QString>("why");
    QTest::newRow("a server ends well when it is told to")
        << QByteArray() << "Succeeded: c terminated Completed 0" << "Ready=False PodCompleted";
    QTest::newRow("work that was to end by itself is broken off")
        << QByteArray("restartPolicy: Never") << "Failed: c terminated Error 143" << "Ready=False PodFailed";
}

void TestStandIn::podsEnd()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, last);
    QFETCH(QString, why);
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p", spec)).ok());
    cluster.lab().runFor(seconds(3));
    QVERIFY(cluster.remove("Pod", "p").ok());
    const store::Revision from = cluster.lab().store().revision();
    QVERIFY(cluster.find("Pod", "p").meta().deletionTimestamp);
    cluster.lab().runFor(seconds(2));
    QVERIFY(!cluster.find("Pod", "p"));
    QVERIFY(told(cluster, "p").contains("Killing spec.containers{c}: Stopping container c"));
    QStringList phases; // of all versions since then
    QStringList reasons;
    for (store::Revision revision = from + 1; revision <= cluster.lab().store().revision(); ++revision) {
        const store::Change& change = *cluster.lab().store().change(revision);
        if (const api::Pod* const pod = change.now.as<api::Pod>()) {
            phases << text(pod->status->phase) + ": " + containers(pod->status->containerStatuses);
            reasons << conditions(*pod);
        }
    }
    QCOMPARE(phases.last(), last);
    QVERIFY2(reasons.last().contains(why), qPrintable(reasons.last()));
}

void TestStandIn::readinessGates_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("ready");
    QTest::addColumn<QString>("message");
    QTest::newRow("a gate about which nobody has said anything is closed")
        << QByteArray() << "False"
        << "corresponding condition of pod readiness gate \"example.com/lb\" does not exist.";
    QTest::newRow("a gate that is False is closed")
        << QByteArray("False") << "False"
        << "the status of pod readiness gate \"example.com/lb\" is not \"True\", but False";
    QTest::newRow("a gate that is True is open") << QByteArray("True") << "True" << "";
}

void TestStandIn::readinessGates()
{
    QFETCH(QByteArray, status);
    QFETCH(QString, ready);
    QFETCH(QString, message);
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p", "readinessGates: [{conditionType: example.com/lb}]")).ok());
    cluster.lab().runFor(seconds(3));
    if (!status.isEmpty()) {
        apiserver::Request asked = Cluster::request(apiserver::Verb::Patch, "Pod", "p");
        asked.subresource = "status";
        asked.bodyFormat = apiserver::BodyFormat::Json;
        asked.body = R"({"status":{"conditions":[{"type":"example.com/lb","status":")" + status.toStdString() + R"("}]}})";
        QVERIFY(cluster.lab().submit(asked).ok());
        cluster.lab().runFor(seconds(1));
    }
    const api::Pod& pod = podOf(cluster.find("Pod", "p"));
    QString said;
    QString why;
    for (const api::PodCondition& condition : pod.status->conditions) {
        if (condition.type == "Ready") {
            said = text(condition.status);
            why = text(condition.message);
        }
    }
    QCOMPARE(said, ready);
    QCOMPARE(why, message);
    QCOMPARE(conditions(pod).contains("example.com/lb=" + QString(status)), !status.isEmpty());
}

void TestStandIn::whoeverMeddlesWithTheStatusIsCorrected()
{
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p")).ok());
    cluster.lab().runFor(seconds(3));
    apiserver::Request asked = Cluster::request(apiserver::Verb::Patch, "Pod", "p");
    asked.subresource = "status";
    asked.bodyFormat = apiserver::BodyFormat::Json;
    asked.body = R"({"status":{"conditions":[{"type":"Ready","status":"False"}]}})";
    QVERIFY(cluster.lab().submit(asked).ok());
    QVERIFY(conditions(podOf(cluster.find("Pod", "p"))).contains("Ready=False"));
    cluster.lab().runFor(seconds(1));
    QVERIFY(conditions(podOf(cluster.find("Pod", "p"))).contains("Ready=True"));
}

void TestStandIn::podsOfANodeThatIsGoneAreLeftAlone()
{
    Cluster cluster;
    QVERIFY(cluster.create(podYaml("p")).ok());
    QVERIFY(cluster.remove("Node", "node-1").ok());
    cluster.lab().runFor(seconds(3));
    QVERIFY(podOf(cluster.find("Pod", "p")).status->startTime.isZero());
    QVERIFY(cluster.remove("Pod", "p").ok());
    cluster.lab().runFor(seconds(10));
    QVERIFY(cluster.find("Pod", "p").meta().deletionTimestamp); // nobody ends it
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: node-1}\n").ok());
    cluster.lab().runFor(seconds(3));
    QVERIFY(!cluster.find("Pod", "p")); // until the node is back
}

void TestStandIn::aKubeletThatIsCutOffTriesAgain()
{
    Cluster cluster;
    Network network(cluster.lab());
    QVERIFY(cluster.create(podYaml("stays")).ok());
    QVERIFY(cluster.create(podYaml("goes")).ok());
    cluster.lab().runFor(seconds(3));
    network.cut("node-1");
    const api::Time last = renewal(cluster, "node-1");
    QVERIFY(cluster.create(podYaml("comes")).ok());
    QVERIFY(cluster.remove("Pod", "goes").ok());
    cluster.lab().runFor(seconds(35));
    QCOMPARE(renewal(cluster, "node-1").sinceEpoch().count(), last.sinceEpoch().count());
    QVERIFY(podOf(cluster.find("Pod", "comes")).status->startTime.isZero());
    QVERIFY(cluster.find("Pod", "goes"));
    QVERIFY(cluster.lab().runUntilQuiet());
    network.join("node-1");
    cluster.lab().runFor(seconds(15));
    QVERIFY(cluster.lab().now() - renewal(cluster, "node-1") <= seconds(10));
    QCOMPARE(text(podOf(cluster.find("Pod", "comes")).status->phase), QString("Running"));
    QVERIFY(!cluster.find("Pod", "goes"));
}

QTEST_GUILESS_MAIN(TestStandIn)
#include "test_standin.moc"
