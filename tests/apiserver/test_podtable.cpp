// READY, STATUS, RESTARTS: what one line says of a pod.
#include "cells.h"

using namespace kubarium::apiserver;

class TestPodTable : public QObject {
    Q_OBJECT
private slots:
    void status_data();
    void status() { compareCell(); }
    void containersReady_data();
    void containersReady() { compareCell(); }
    void restarts_data();
    void restarts() { compareCell(); }
    void places_data();
    void places() { compareCell(); }
    void templates_data();
    void templates() { compareCell(); }
};

namespace {

// A pod of one container unless `spec` says otherwise.
QByteArray pod(const QByteArray& status, const QByteArray& spec = "containers: [{name: c, image: x}]", const QByteArray& meta = {})
{
    return "{apiVersion: v1, kind: Pod, metadata: {name: p" + (meta.isEmpty() ? meta : ", " + meta) + "}, spec: {" + spec + "}, status: {" + status + "}}";
}

QByteArray container(const char* name, const QByteArray& state, const QByteArray& more = "restartCount: 0, ready: false")
{
    return QByteArray("{name: ") + name + ", image: x, imageID: '', state: {" + state + "}, " + more + "}";
}

constexpr const char* running = "running: {startedAt: '2026-01-01T00:00:00Z'}";
constexpr const char* ready = "restartCount: 0, ready: true";
constexpr const char* completed = "terminated: {exitCode: 0, reason: Completed}";
constexpr const char* deleted = "deletionTimestamp: '2026-01-01T00:59:50Z'";
constexpr const char* twoInits = "initContainers: [{name: i, image: x}, {name: j, image: x}], containers: [{name: c, image: x}]";
constexpr const char* sidecarFirst = "initContainers: [{name: s, image: x, restartPolicy: Always}, {name: j, image: x}], containers: [{name: c, image: x}]";
constexpr const char* waits = "waiting: {reason: PodInitializing}";

QByteArray inits(const QByteArray& states, const QByteArray& containers = container("c", waits), const QByteArray& more = "phase: Pending")
{
    return more + ", initContainerStatuses: [" + states + "], containerStatuses: [" + containers + "]";
}

} // namespace

void TestPodTable::status_data()
{
    addCellColumns();
    const auto row = [](const char* name, const QByteArray& object, const char* cell) { QTest::newRow(name) << object << QByteArray("Status") << QVariant(cell); };

    row("a pod that nobody has looked at shows its phase", pod("phase: Pending"), "Pending");
    row("a pod whose container runs is Running", pod("phase: Running, containerStatuses: [" + container("c", running, ready) + "]"), "Running");
    row("a container that is being made says so", pod("phase: Pending, containerStatuses: [" + container("c", "waiting: {reason: ContainerCreating}") + "]"), "ContainerCreating");
    row("a container that keeps failing is what the line is about", pod("phase: Running, containerStatuses: [" + container("c", "waiting: {reason: CrashLoopBackOff}") + "]"), "CrashLoopBackOff");
    row("so is an image that cannot be pulled", pod("phase: Pending, containerStatuses: [" + container("c", "waiting: {reason: ImagePullBackOff}") + "]"), "ImagePullBackOff");
    row("a container that waits without a reason leaves the phase", pod("phase: Pending, containerStatuses: [" + container("c", "waiting: {}") + "]"), "Pending");
    row("a Job's pod that is done is Completed", pod("phase: Succeeded, containerStatuses: [" + container("c", completed) + "]"), "Completed");
    row("a container that failed is an Error", pod("phase: Failed, containerStatuses: [" + container("c", "terminated: {exitCode: 1, reason: Error}") + "]"), "Error");
    row("one that took too much memory was OOMKilled", pod("phase: Failed, containerStatuses: [" + container("c", "terminated: {exitCode: 137, reason: OOMKilled}") + "]"), "OOMKilled");
    row("an end without a reason shows the exit code", pod("phase: Failed, containerStatuses: [" + container("c", "terminated: {exitCode: 3}") + "]"), "ExitCode:3");
    row("or the signal, if there was one", pod("phase: Failed, containerStatuses: [" + container("c", "terminated: {exitCode: 137, signal: 9}") + "]"), "Signal:9");
    row("the first container that has something to say is heard",
        pod("phase: Pending, containerStatuses: [" + container("a", "waiting: {reason: ErrImagePull}") + ", " + container("b", "waiting: {reason: CrashLoopBackOff}") + "]",
            "containers: [{name: a, image: x}, {name: b, image: x}]"), "ErrImagePull");
    row("a running container does not hide a failing one",
        pod("phase: Running, containerStatuses: [" + container("a", running, ready) + ", " + container("b", "waiting: {reason: CrashLoopBackOff}") + "]",
            "containers: [{name: a, image: x}, {name: b, image: x}]"), "CrashLoopBackOff");
    row("one container done, the other runs, the pod is ready: Running",
        pod("phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [" + container("a", completed) + ", " + container("b", running, ready) + "]",
            "containers: [{name: a, image: x}, {name: b, image: x}]"), "Running");
    row("one container done, the other runs, the pod is not ready: NotReady",
        pod("phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses: [" + container("a", completed) + ", " + container("b", running, ready) + "]",
            "containers: [{name: a, image: x}, {name: b, image: x}]"), "NotReady");
    row("one container done, the other not ready: Completed",
        pod("phase: Running, containerStatuses: [" + container("a", completed) + ", " + container("b", running) + "]",
            "containers: [{name: a, image: x}, {name: b, image: x}]"), "Completed");

    row("a pod with gates waits for them", pod("phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]"), "SchedulingGated");
    row("a pod that fits nowhere is Pending", pod("phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]"), "Pending");
    row("an evicted pod says so", pod("phase: Failed, reason: Evicted"), "Evicted");
    row("so does one that a node shut down", pod("phase: Failed, reason: Terminated"), "Terminated");
    row("what the pod says of itself gives way to what its container says", pod("phase: Failed, reason: Evicted, containerStatuses: [" + container("c", "terminated: {exitCode: 137, reason: ContainerStatusUnknown}") + "]"), "ContainerStatusUnknown");

    row("a deleted pod is Terminating", pod("phase: Running, containerStatuses: [" + container("c", running, ready) + "]", "containers: [{name: c, image: x}]", deleted), "Terminating");
    row("even while its container fails", pod("phase: Running, containerStatuses: [" + container("c", "waiting: {reason: CrashLoopBackOff}") + "]", "containers: [{name: c, image: x}]", deleted), "Terminating");
    row("a deleted pod that had ended is still Completed", pod("phase: Succeeded, containerStatuses: [" + container("c", completed) + "]", "containers: [{name: c, image: x}]", deleted), "Completed");
    row("a deleted pod that had failed is still an Error", pod("phase: Failed, containerStatuses: [" + container("c", "terminated: {exitCode: 1, reason: Error}") + "]", "containers: [{name: c, image: x}]", deleted), "Error");
    row("a deleted pod on a lost node is Unknown", pod("phase: Running, reason: NodeLost", "containers: [{name: c, image: x}]", deleted), "Unknown");
    row("a pod on a lost node says so until it is deleted", pod("phase: Running, reason: NodeLost"), "NodeLost");

    row("a pod whose first init container runs shows Init:0/2", pod(inits(container("i", running) + ", " + container("j", waits)), twoInits), "Init:0/2");
    row("a pod whose second init container waits shows Init:1/2", pod(inits(container("i", completed) + ", " + container("j", waits)), twoInits), "Init:1/2");
    row("an init container that failed", pod(inits(container("i", "terminated: {exitCode: 1, reason: Error}") + ", " + container("j", waits)), twoInits), "Init:Error");
    row("an init container that keeps failing", pod(inits(container("i", "waiting: {reason: CrashLoopBackOff}") + ", " + container("j", waits)), twoInits), "Init:CrashLoopBackOff");
    row("an init container whose image is missing", pod(inits(container("i", "waiting: {reason: ErrImagePull}")), twoInits), "Init:ErrImagePull");
    row("an init container that failed and does not say why", pod(inits(container("i", "terminated: {exitCode: 7}")), twoInits), "Init:ExitCode:7");
    row("an init container that was killed", pod(inits(container("i", "terminated: {exitCode: 143, signal: 15}")), twoInits), "Init:Signal:15");
    row("all init containers done, the others are yet to start", pod(inits(container("i", completed) + ", " + container("j", completed)), twoInits), "PodInitializing");
    row("a started sidecar lets the next one run: Init:1/2",
        pod(inits(container("s", running, "restartCount: 0, ready: true, started: true") + ", " + container("j", running)), sidecarFirst), "Init:1/2");
    row("a sidecar that has not started holds the pod up: Init:0/2",
        pod(inits(container("s", running, "restartCount: 0, ready: false, started: false") + ", " + container("j", waits)), sidecarFirst), "Init:0/2");
    row("an init container that ran again, in a pod that was initialized, does not hide the others",
        pod(inits(container("i", running) + ", " + container("j", waits), container("c", running, ready), "phase: Running, conditions: [{type: Initialized, status: 'True'}]"), twoInits), "Init:0/2");
    row("but what the others have to say is heard",
        pod(inits(container("i", running) + ", " + container("j", waits), container("c", "terminated: {exitCode: 1, reason: Error}"), "phase: Running, conditions: [{type: Initialized, status: 'True'}]"), twoInits), "Error");
    row("a deleted pod that was still initializing is Terminating", pod(inits(container("i", running)), twoInits, deleted), "Terminating");
}

void TestPodTable::containersReady_data()
{
    addCellColumns();
    const auto row = [](const char* name, const QByteArray& object, const char* cell) { QTest::newRow(name) << object << QByteArray("Ready") << QVariant(cell); };
    constexpr const char* two = "containers: [{name: a, image: x}, {name: b, image: x}]";

    row("a pod without states has none ready", pod("phase: Pending"), "0/1");
    row("a pod whose container is ready", pod("phase: Running, containerStatuses: [" + container("c", running, ready) + "]"), "1/1");
    row("a container that runs need not be ready", pod("phase: Running, containerStatuses: [" + container("c", running) + "]"), "0/1");
    row("one of two", pod("phase: Running, containerStatuses: [" + container("a", running, ready) + ", " + container("b", "waiting: {reason: CrashLoopBackOff}") + "]", two), "1/2");
    row("a container that is done does not count", pod("phase: Succeeded, containerStatuses: [" + container("c", completed, ready) + "]"), "0/1");
    row("init containers do not count", pod(inits(container("i", completed, ready) + ", " + container("j", completed, ready), container("c", running, ready), "phase: Running"), twoInits), "1/1");
    row("sidecars do", pod(inits(container("s", running, "restartCount: 0, ready: true, started: true") + ", " + container("j", completed), container("c", running, ready), "phase: Running"), sidecarFirst), "2/2");
    row("a sidecar is ready before the pod is", pod(inits(container("s", running, "restartCount: 0, ready: true, started: true") + ", " + container("j", running)), sidecarFirst), "1/2");
    row("a sidecar that is not ready is missed", pod(inits(container("s", running, "restartCount: 0, ready: false, started: true") + ", " + container("j", completed), container("c", running, ready), "phase: Running"), sidecarFirst), "1/2");
}

void TestPodTable::restarts_data()
{
    addCellColumns();
    const auto row = [](const char* name, const QByteArray& object, const char* cell) { QTest::newRow(name) << object << QByteArray("Restarts") << QVariant(cell); };
    const QByteArray failed = "lastState: {terminated: {exitCode: 1, finishedAt: '2026-01-01T00:55:00Z'}}";
    constexpr const char* two = "containers: [{name: a, image: x}, {name: b, image: x}]";

    row("none", pod("phase: Running, containerStatuses: [" + container("c", running, ready) + "]"), "0");
    row("the last one five minutes ago", pod("phase: Running, containerStatuses: [" + container("c", running, "restartCount: 3, ready: true, " + failed) + "]"), "3 (5m ago)");
    row("nobody knows when", pod("phase: Running, containerStatuses: [" + container("c", running, "restartCount: 3, ready: true") + "]"), "3");
    row("an end without a restart is none", pod("phase: Running, containerStatuses: [" + container("c", running, "restartCount: 0, ready: true, " + failed) + "]"), "0");
    row("all containers together, the youngest end",
        pod("phase: Running, containerStatuses: [" + container("a", running, "restartCount: 2, ready: true, " + failed) + ", "
            + container("b", running, "restartCount: 4, ready: true, lastState: {terminated: {exitCode: 1, finishedAt: '2026-01-01T00:59:30Z'}}") + "]", two), "6 (30s ago)");
    row("of the init containers, while these run", pod(inits(container("i", running, "restartCount: 2, ready: false, " + failed) + ", " + container("j", waits)), twoInits), "2 (5m ago)");
    row("not of the init containers, once they are done", pod(inits(container("i", completed, "restartCount: 2, ready: true, " + failed) + ", " + container("j", completed), container("c", running, ready), "phase: Running"), twoInits), "0");
    row("of sidecars always",
        pod(inits(container("s", running, "restartCount: 2, ready: true, started: true, " + failed) + ", " + container("j", completed), container("c", running, "restartCount: 1, ready: true"), "phase: Running"), sidecarFirst), "3 (5m ago)");
}

void TestPodTable::places_data()
{
    addCellColumns();
    const auto row = [](const char* name, const char* column, const QByteArray& object, const char* cell) { QTest::newRow(name) << object << QByteArray(column) << QVariant(cell); };

    row("a pod has its name", "Name", pod("phase: Running"), "p");
    row("an hour old", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2026-01-01T00:00:00Z'"), "60m");
    row("three hours and four minutes old", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2025-12-31T21:56:00Z'"), "3h4m");
    row("two minutes and ten seconds old", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2026-01-01T00:57:50Z'"), "2m10s");
    row("five days and two hours old", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2025-12-26T23:00:00Z'"), "5d2h");
    row("three years and twelve days old", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2022-12-21T01:00:00Z'"), "3y12d");
    row("of an age that nobody knows", "Age", pod("phase: Running"), "<unknown>");
    row("from the future", "Age", pod("phase: Running", "containers: [{name: c, image: x}]", "creationTimestamp: '2026-01-01T01:01:00Z'"), "<invalid>");
    row("no address yet", "IP", pod("phase: Pending"), "<none>");
    row("the first of two addresses", "IP", pod("phase: Running, podIP: 10.244.1.8, podIPs: [{ip: 10.244.1.8}, {ip: 'fd00::8'}]"), "10.244.1.8");
    row("the one address that an old client wrote", "IP", pod("phase: Running, podIP: 10.244.1.8"), "10.244.1.8");
    row("not scheduled", "Node", pod("phase: Pending"), "<none>");
    row("scheduled", "Node", pod("phase: Running", "nodeName: node-1, containers: [{name: c, image: x}]"), "node-1");
    row("not nominated", "Nominated Node", pod("phase: Pending"), "<none>");
    row("a node is being cleared for it", "Nominated Node", pod("phase: Pending, nominatedNodeName: node-2"), "node-2");
    row("without gates", "Readiness Gates", pod("phase: Running"), "<none>");
    row("one of two gates open", "Readiness Gates",
        pod("phase: Running, conditions: [{type: a.example/x, status: 'True'}, {type: a.example/y, status: 'False'}]",
            "readinessGates: [{conditionType: a.example/x}, {conditionType: a.example/y}], containers: [{name: c, image: x}]"), "1/2");
    row("a gate that nobody has spoken of is closed", "Readiness Gates", pod("phase: Running", "readinessGates: [{conditionType: a.example/x}], containers: [{name: c, image: x}]"), "0/1");
}

void TestPodTable::templates_data()
{
    addCellColumns();
    const QByteArray object = "{apiVersion: v1, kind: PodTemplate, metadata: {name: t}, template: {metadata: {labels: {b: w, a: x}}, spec: {containers: [{name: c, image: nginx}, {name: d, image: redis}]}}}";
    QTest::newRow("a template names its containers") << object << QByteArray("Containers") << QVariant("c,d");
    QTest::newRow("and their images") << object << QByteArray("Images") << QVariant("nginx,redis");
    QTest::newRow("and the labels its pods get, in order") << object << QByteArray("Pod Labels") << QVariant("a=x,b=w");
}

QTEST_GUILESS_MAIN(TestPodTable)
#include "test_podtable.moc"
