#include "standin.h"

#include "nodeuse.h"

#include "api/imagename.h"
#include "api/ipaddress.h"
#include "api/podresources.h"
#include "api/types/coordination.h"
#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/wholesecond.h"
#include "apiserver/client.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "controllers/pods/podstate.h"
#include "kubarium/version.h"
#include "sim/latency.h"

#include <algorithm>
#include <array>
#include <set>

namespace kubarium::node {

namespace {

using api::Pod;
using apiserver::Client;
using apiserver::Runtime;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr std::string_view program = "kubelet";
constexpr std::string_view leaseHome = "kube-node-lease";
constexpr std::string_view actorPrefix = "system:node:";
constexpr std::int32_t leaseSeconds = 40;
constexpr api::Microseconds beat = 10s; // between two renewals of a lease
constexpr api::Microseconds longestSilence = 300s; // of a node about which there is nothing new to say
constexpr api::Microseconds retry = 10s;
constexpr std::size_t mostImagesReported = 50;

// What the events of this component are about.
enum Work : std::uint16_t {
    Join, // all nodes that have no lease yet
    Beat, // a node
    ReportImages, // a node
    Admit, // a pod that has come to a node; the first of its two steps
    Run, // the second one; `number` has a bit for each container whose image was pulled for it
    Sync, // a running pod
    Stop, // a pod that is to go; the first of its two steps
    Remove, // the second one
};

Client kubelet(Runtime& runtime, std::string_view node)
{
    return {runtime, apiserver::nodeIdentity(node)};
}

sim::Event workOn(Work work, const api::Text& name, const api::Text& namespace_ = {})
{
    sim::Event event;
    event.kind = work;
    event.namespace_ = namespace_;
    event.name = name;
    return event;
}

// Moments in a status are whole seconds.
// Evenly drawn for one step of one object.
api::Microseconds between(const apiserver::State& state, api::Microseconds least, api::Microseconds most,
    std::string_view object, std::uint64_t number)
{
    auto stream = state.random.stream(program, object, number);
    return least + api::Microseconds(stream.below(static_cast<std::uint64_t>((most - least).count()) + 1));
}

std::string hexadecimal(sim::RandomStream stream, std::size_t length)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(length, '0');
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < length; ++i, number >>= 4) {
        if (i % 16 == 0)
            number = stream();
        text[i] = digits[number & 15];
    }
    return text;
}

// Images

// What a runtime makes of the image that a container names. The same in every world: a digest is no chance.
class Image {
public:
    explicit Image(std::string_view text) : m_said(text)
    {
        if (const auto name = api::parseImageName(text)) {
            m_repository = name->repository;
            m_tag = name->tag;
            m_digest = name->digest;
        } else {
            m_repository = text;
        }
        m_fullName = m_tag.empty() ? m_repository + "@" + m_digest : m_repository + ":" + m_tag;
        if (m_digest.empty())
            m_digest = "sha256:" + hexadecimal(sim::Random(0).stream("image", m_fullName), 64);
    }

    const std::string& fullName() const { return m_fullName; } // docker.io/library/nginx:1.27

    std::string id() const { return m_repository + "@" + m_digest; }

    // As a container's status names it: nginx:1.27, busybox:latest.
    std::string shown() const
    {
        return m_tag == "latest" && !m_said.ends_with(":latest") ? m_said + ":latest" : m_said;
    }

    std::int64_t bytes() const
    {
        constexpr std::uint64_t megabyte = 1'000'000;
        return static_cast<std::int64_t>((5 + sim::Random(0).stream("image size", m_fullName).below(196)) * megabyte);
    }

private:
    std::string m_said;
    std::string m_repository;
    std::string m_tag;
    std::string m_digest;
    std::string m_fullName;
};

const api::ContainerImage* imageOn(const api::Node& node, const Image& image)
{
    const auto& images = node.status->images;
    const auto found = std::find_if(images.begin(), images.end(), [&](const api::ContainerImage& one) {
        return std::find(one.names.begin(), one.names.end(), image.fullName()) != one.names.end();
    });
    return found == images.end() ? nullptr : found;
}

// Events

// The same said before about the same thing; null if it was not.
api::ObjectPtr toldBefore(const apiserver::State& state, std::string_view home, const api::ObjectReference& about,
    std::string_view reason, std::string_view message)
{
    api::ObjectPtr same;
    const std::string prefix = about.name.str() + ".";
    state.store.tree(apiserver::resourceId(apiserver::eventKind()))
        .visit({home, prefix}, [&](const api::ObjectPtr& object) {
            if (object.meta().namespace_ != home || !object.meta().name.view().starts_with(prefix))
                return false;
            const api::Event& event = *object.as<api::Event>();
            if (event.involvedObject.uid == about.uid && event.involvedObject.fieldPath == about.fieldPath
                && event.source.component == program && event.reason == reason && event.message == message)
                same = object;
            return !same;
        });
    return same;
}

void tell(Client& client, std::string_view node, api::ObjectReference about, std::string_view type,
    std::string_view reason, std::string message)
{
    const std::string home = about.namespace_.empty() ? std::string("default") : about.namespace_.str();
    const api::Time now = api::wholeSecond(client.now());
    if (api::ObjectPtr before = toldBefore(client.state(), home, about, reason, message)) {
        api::Event& event = before.editAs<api::Event>();
        ++event.count;
        event.lastTimestamp = now;
        client.update(apiserver::eventKind(), std::move(before));
        return;
    }
    api::Box<api::Event> told;
    api::Event& event = told.edit();
    event.metadata.name = controllers::nameOfEvent(client.state(), home, about.name);
    event.metadata.namespace_ = home;
    event.involvedObject = std::move(about);
    event.type = type;
    event.reason = reason;
    event.message = message;
    event.source.component = program;
    event.source.host = node;
    event.reportingComponent = program;
    event.reportingInstance = event.source.host;
    event.firstTimestamp = now;
    event.lastTimestamp = now;
    event.count = 1;
    client.create(apiserver::eventKind(), home, told);
}

// Kubelets take the node's name for its uid.
api::ObjectReference referenceTo(const api::Node& node)
{
    api::ObjectReference reference;
    reference.kind = apiserver::nodeKind().kind;
    reference.name = node.metadata.name;
    reference.uid = node.metadata.name;
    return reference;
}

void tellOf(Client& client, const api::Node& node, std::string_view reason)
{
    tell(client, node.metadata.name, referenceTo(node), "Normal", reason,
        "Node " + node.metadata.name.str() + " status is now: " + std::string(reason));
}

api::ObjectReference referenceTo(const Pod& pod)
{
    api::ObjectReference reference;
    reference.apiVersion = "v1";
    reference.kind = apiserver::podKind().kind;
    reference.namespace_ = pod.metadata.namespace_;
    reference.name = pod.metadata.name;
    reference.uid = pod.metadata.uid;
    reference.resourceVersion = pod.metadata.resourceVersion;
    return reference;
}

// Nodes

struct Aspect {
    std::string_view type;
    std::string_view status; // while all is well
    std::string_view reason;
    std::string_view message;
    std::string_view event; // when it comes to be so
};

constexpr Aspect aspects[] = {
    {"MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available",
        "NodeHasSufficientMemory"},
    {"DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", "NodeHasNoDiskPressure"},
    {"PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", "NodeHasSufficientPID"},
    {"Ready", "True", "KubeletReady", "kubelet is posting ready status", "NodeReady"},
};

constexpr Aspect withoutNetwork = {"Ready", "False", "KubeletNotReady",
    "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns "
    "error: cni plugin not initialized",
    "NodeNotReady"};

// Pods get no addresses before the node has a range of its own.
const Aspect& present(const Aspect& aspect, const api::Node& node)
{
    return aspect.type == "Ready" && node.spec->podCIDR.empty() ? withoutNetwork : aspect;
}

struct Amount {
    std::string_view resource;
    std::string_view quantity;
};

// What a machine has of which nothing is said.
constexpr Amount usualCapacity[] = {{"cpu", "4"}, {"ephemeral-storage", "100Gi"}, {"memory", "8Gi"}, {"pods", "110"}};

const api::NodeCondition* conditionOf(const api::Node& node, std::string_view type)
{
    const auto& conditions = node.status->conditions;
    const auto found = std::find_if(conditions.begin(), conditions.end(),
        [&](const api::NodeCondition& condition) { return condition.type == type; });
    return found == conditions.end() ? nullptr : found;
}

bool isUpToDate(const api::Node& node, api::Time time)
{
    const bool says = std::all_of(std::begin(aspects), std::end(aspects), [&](const Aspect& aspect) {
        const api::NodeCondition* const said = conditionOf(node, aspect.type);
        return said && said->status == present(aspect, node).status && said->reason == present(aspect, node).reason
            && time - said->lastHeartbeatTime < longestSilence;
    });
    const auto& allocatable = node.status->allocatable;
    return says && std::all_of(node.status->capacity.begin(), node.status->capacity.end(), [&](const auto& amount) {
        return allocatable.contains(amount.key);
    });
}

void reportConditions(api::Node& node, api::Time time)
{
    for (const Aspect& aspect : aspects) {
        const Aspect& is = present(aspect, node);
        auto& conditions = node.status.edit().conditions;
        const auto found = std::find_if(conditions.begin(), conditions.end(),
            [&](const api::NodeCondition& condition) { return condition.type == is.type; });
        api::NodeCondition& condition = found == conditions.end()
            ? conditions.push_back({})
            : conditions.edit(static_cast<std::size_t>(found - conditions.begin()));
        if (condition.status != is.status)
            condition.lastTransitionTime = api::wholeSecond(time);
        condition.type = is.type;
        condition.status = is.status;
        condition.reason = is.reason;
        condition.message = is.message;
        condition.lastHeartbeatTime = api::wholeSecond(time);
    }
}

void reportCapacity(api::NodeStatus& status)
{
    for (const Amount& amount : usualCapacity) {
        if (!status.capacity.contains(amount.resource))
            status.capacity.set(amount.resource, *api::Quantity::parse(amount.quantity));
    }
    for (const auto& [resource, quantity] : status.capacity) {
        if (!status.allocatable.contains(resource))
            status.allocatable.set(resource, quantity);
    }
}

void fill(api::Text& text, std::string_view value)
{
    if (text.empty())
        text = value;
}

// What the cluster file says of a machine stays: an older kubelet, another architecture.
void reportSystem(const apiserver::State& state, api::Node& node)
{
    api::NodeSystemInfo& system = node.status.edit().nodeInfo;
    const std::string_view name = node.metadata.name;
    const auto identifier = [&](std::string_view what) {
        auto stream = state.random.stream(what, name);
        return sim::uuid(stream);
    };
    fill(system.machineID, hexadecimal(state.random.stream("machine", name), 32));
    fill(system.systemUUID, identifier("system"));
    fill(system.bootID, identifier("boot"));
    fill(system.kernelVersion, "6.1.0-18-amd64");
    fill(system.osImage, "Debian GNU/Linux 12 (bookworm)");
    fill(system.containerRuntimeVersion, "containerd://2.1.4");
    fill(system.kubeletVersion, kubernetesVersion);
    fill(system.operatingSystem, "linux");
    fill(system.architecture, "amd64");
    node.status.edit().daemonEndpoints.kubeletEndpoint.Port = 10250;
}

std::string_view addressOf(const api::Node& node, std::string_view type)
{
    for (const api::NodeAddress& address : node.status->addresses) {
        if (address.type == type)
            return address.address;
    }
    return {};
}

void reportAddresses(api::Node& node, const std::string& address)
{
    api::List<api::NodeAddress>& addresses = node.status.edit().addresses;
    const auto add = [&](std::string_view type, std::string_view value) {
        if (!addressOf(node, type).empty())
            return;
        api::NodeAddress& added = addresses.push_back({});
        added.type = type;
        added.address = value;
    };
    add("InternalIP", address);
    add("Hostname", node.metadata.name);
}

// The machines stand in one network: 10.0.0.1, 10.0.0.2 and so on, in the order in which they come.
class MachineAddresses {
public:
    void take(std::string_view address) { m_taken.insert(std::string(address)); }

    std::string next()
    {
        std::string address;
        do {
            ++m_last;
            address = "10.0." + std::to_string(m_last / 256) + "." + std::to_string(m_last % 256);
        } while (m_last % 256 == 0 || m_last % 256 == 255 || m_taken.contains(address));
        return address;
    }

private:
    std::set<std::string, std::less<>> m_taken;
    std::uint32_t m_last = 0;
};

api::ObjectPtr withLabels(api::ObjectPtr node)
{
    const api::Node& before = *node.as<api::Node>();
    const auto otherwise = [](const api::Text& said, std::string_view usual) {
        return said.empty() ? api::Text(usual) : said;
    };
    const api::Text system = otherwise(before.status->nodeInfo.operatingSystem, "linux");
    const api::Text architecture = otherwise(before.status->nodeInfo.architecture, "amd64");
    const std::pair<std::string_view, api::Text> labels[] = {{"beta.kubernetes.io/arch", architecture},
        {"beta.kubernetes.io/os", system}, {"kubernetes.io/arch", architecture},
        {"kubernetes.io/hostname", before.metadata.name}, {"kubernetes.io/os", system}};
    for (const auto& [key, value] : labels) {
        if (!node.meta().labels.contains(key))
            node.editMeta().labels.set(key, value);
    }
    return node;
}

bool renewLease(Client& client, const api::Node& node)
{
    const std::string_view name = node.metadata.name;
    if (api::ObjectPtr lease = client.find(apiserver::leaseKind(), leaseHome, name)) {
        lease.editAs<api::Lease>().spec.edit().renewTime = client.now();
        return client.update(apiserver::leaseKind(), std::move(lease)).ok();
    }
    api::Box<api::Lease> lease;
    lease.edit().metadata.name = name;
    lease.edit().metadata.namespace_ = leaseHome;
    api::OwnerReference& owner = lease.edit().metadata.ownerReferences.push_back({});
    owner.apiVersion = "v1";
    owner.kind = apiserver::nodeKind().kind;
    owner.name = node.metadata.name;
    owner.uid = node.metadata.uid;
    api::LeaseSpec& spec = lease.edit().spec.edit();
    spec.holderIdentity = node.metadata.name;
    spec.leaseDurationSeconds = leaseSeconds;
    spec.renewTime = client.now();
    return client.create(apiserver::leaseKind(), leaseHome, lease).ok();
}

// A Node may be deleted and made anew; the lease of the old one is on its way out.
bool hasLease(const Client& client, const api::Node& node)
{
    const api::ObjectPtr lease = client.find(apiserver::leaseKind(), leaseHome, node.metadata.name);
    if (!lease)
        return false;
    const auto& owners = lease.meta().ownerReferences;
    return std::any_of(
        owners.begin(), owners.end(), [&](const api::OwnerReference& owner) { return owner.uid == node.metadata.uid; });
}

// Says what has changed for the better or worse since the version before.
void tellChanges(Client& client, const api::Node& before, const api::Node& after)
{
    for (const Aspect& aspect : aspects) {
        const api::NodeCondition* const was = conditionOf(before, aspect.type);
        if (!was || !(was->status == conditionOf(after, aspect.type)->status))
            tellOf(client, after, present(aspect, after).event);
    }
}

void reportNode(Client& client, const api::ObjectPtr& node, MachineAddresses* addresses = nullptr)
{
    const api::Node& before = *node.as<api::Node>();
    api::ObjectPtr report = node;
    api::Node& after = report.editAs<api::Node>();
    reportConditions(after, client.now());
    reportCapacity(after.status.edit());
    if (addresses) {
        reportSystem(client.state(), after);
        reportAddresses(after, addressOf(after, "InternalIP").empty() ? addresses->next() : std::string());
    }
    const apiserver::Response answer = client.updateStatus(apiserver::nodeKind(), report);
    if (answer.ok())
        tellChanges(client, before, *answer.object.as<api::Node>());
}

// When a node's next beat is due: each has a moment of its own within the ten seconds, so that not all speak at once.
api::Microseconds untilBeat(const apiserver::State& state, std::string_view node)
{
    const api::Microseconds mine = between(state, 0s, beat - 1ms, node, Beat);
    const api::Microseconds into = (state.now.sinceEpoch() - mine) % beat;
    return beat - (into < api::Microseconds::zero() ? into + beat : into);
}

void keepBeating(Runtime& runtime, const api::Text& node)
{
    sim::Event next = workOn(Beat, node);
    next.periodic = true;
    runtime.scheduleOnce(std::move(next), untilBeat(runtime.state(), node));
}

// Pods

bool isRunning(const api::ContainerStatus& status)
{
    return bool(status.state.running);
}

bool hasStarted(const Pod& pod)
{
    const auto& statuses = pod.status->containerStatuses;
    return !statuses.empty() && std::any_of(statuses.begin(), statuses.end(), isRunning);
}

// What a change of a pod asks of the kubelet of its node; nothing for most.
std::optional<Work> workFor(const Pod* before, const Pod& now)
{
    if (now.spec->nodeName.empty() || controllers::isFinished(now))
        return std::nullopt;
    const api::ObjectMeta& meta = now.metadata;
    if (meta.deletionTimestamp) {
        const bool isNews = !before || !before->metadata.deletionTimestamp;
        return isNews && meta.deletionGracePeriodSeconds.valueOr(0) > 0 ? std::optional(Stop) : std::nullopt;
    }
    if (!before || before->spec->nodeName.empty())
        return hasStarted(now) ? Sync : now.status->podIP.empty() ? Admit : Run;
    const bool isTouched =
        before->metadata.generation != meta.generation || !(before->status->conditions == now.status->conditions);
    return isTouched && hasStarted(now) ? std::optional(Sync) : std::nullopt;
}

api::Microseconds delayOf(const apiserver::State& state, Work work, const api::Text& uid)
{
    switch (work) {
    case Admit:
        return between(state, 10ms, 50ms, uid, work);
    case Run:
        return between(state, 200ms, 500ms, uid, work);
    case Remove:
        return between(state, 100ms, 400ms, uid, work);
    default:
        return between(state, 2ms, 20ms, uid, work);
    }
}

void plan(Runtime& runtime, Work work, const Pod& pod)
{
    runtime.scheduleOnce(
        workOn(work, pod.metadata.name, pod.metadata.namespace_), delayOf(runtime.state(), work, pod.metadata.uid));
}

void tryAgain(Runtime& runtime, const sim::Event& event)
{
    sim::Event again = workOn(static_cast<Work>(event.kind), event.name, event.namespace_);
    again.number = event.number;
    again.periodic = true; // it may take for ever
    runtime.scheduleOnce(std::move(again), retry);
}

// A pod that a kubelet has to do with, and that kubelet.
struct Charge {
    api::ObjectPtr object;
    api::ObjectPtr nodeObject; // null: there is nobody to do anything

    const Pod& pod() const { return *object.as<Pod>(); }

    const api::Node& node() const { return *nodeObject.as<api::Node>(); }
};

Charge chargeOf(const apiserver::State& state, const sim::Event& event)
{
    Charge charge{state.store.find(apiserver::keyOf(apiserver::podKind(), event.namespace_, event.name)), {}};
    if (charge.object && !charge.pod().spec->nodeName.empty())
        charge.nodeObject = state.store.find(apiserver::keyOf(apiserver::nodeKind(), {}, charge.pod().spec->nodeName));
    return charge;
}

// Calls visit(container, "initContainers" or "containers", its number) in the order in which they start.
template <class Visit> void visitContainers(const api::PodSpec& spec, Visit&& visit)
{
    unsigned number = 0;
    for (const api::Container& container : spec.initContainers)
        visit(container, "initContainers", number++);
    for (const api::Container& container : spec.containers)
        visit(container, "containers", number++);
}

constexpr unsigned mostCounted = 63; // as many containers as an event's number has bits

api::Microseconds pullingTime(const apiserver::State& state, const Pod& pod, unsigned container)
{
    const api::Microseconds span = between(state, 300ms, 900ms, pod.metadata.uid, 100 + container);
    return std::chrono::floor<std::chrono::milliseconds>(span);
}

// Which containers need an image that does not lie on the node: a bit each.
std::int64_t imagesToPull(const Charge& charge, const NodeUse& use)
{
    std::set<std::string> coming; // with a container before it
    std::int64_t pulled = 0;
    visitContainers(*charge.pod().spec, [&](const api::Container& container, const char*, unsigned number) {
        if (number >= mostCounted || container.imagePullPolicy == "Never")
            return;
        const Image image(container.image);
        const bool isThere = imageOn(charge.node(), image) || use.hasImage(charge.node().metadata.name, image.shown());
        if (container.imagePullPolicy == "Always" || (!isThere && coming.insert(image.fullName()).second))
            pulled |= std::int64_t{1} << number;
    });
    return pulled;
}

// Of a pod's conditions those that a kubelet answers for, in the order in which it reports them.
class Conditions {
public:
    Conditions(const Pod& pod, api::Time time) : m_pod(pod), m_now(api::wholeSecond(time)) { }

    void set(std::string_view type, bool status, std::string_view reason = {}, std::string_view message = {})
    {
        api::PodCondition& condition = m_own.push_back({});
        const api::PodCondition* const before = controllers::conditionOf(m_pod, type);
        condition.type = type;
        condition.status = status ? "True" : "False";
        if (!reason.empty())
            condition.reason = reason;
        if (!message.empty())
            condition.message = message;
        condition.observedGeneration = m_pod.metadata.generation;
        condition.lastTransitionTime =
            before && before->status == condition.status ? before->lastTransitionTime : m_now;
    }

    // What others said about the pod stands before it; that it was scheduled, behind it.
    api::List<api::PodCondition> all()
    {
        api::List<api::PodCondition> list;
        for (const api::PodCondition& condition : m_pod.status->conditions) {
            const bool isMine = std::any_of(
                m_own.begin(), m_own.end(), [&](const api::PodCondition& own) { return own.type == condition.type; });
            if (!isMine && condition.type != "PodScheduled")
                list.push_back(condition);
        }
        for (const api::PodCondition& condition : m_own)
            list.push_back(condition);
        m_own.clear();
        set("PodScheduled", true);
        list.push_back(m_own.front());
        return list;
    }

private:
    const Pod& m_pod;
    api::Time m_now;
    api::List<api::PodCondition> m_own;
};

// " [a b]": what is still to come ready.
std::string namesOf(const api::List<api::Container>& containers)
{
    std::string names;
    for (const api::Container& container : containers)
        names += (names.empty() ? "" : " ") + container.name.str();
    return "[" + names + "]";
}

void setWaiting(const Pod& pod, bool hasSandbox, Conditions& conditions)
{
    const api::PodSpec& spec = *pod.spec;
    const std::string unready = "containers with unready status: " + namesOf(spec.containers);
    conditions.set("PodReadyToStartContainers", hasSandbox);
    if (spec.initContainers.empty())
        conditions.set("Initialized", true);
    else
        conditions.set("Initialized", false, "ContainersNotInitialized",
            "containers with incomplete status: " + namesOf(spec.initContainers));
    conditions.set("Ready", false, "ContainersNotReady", unready);
    conditions.set("ContainersReady", false, "ContainersNotReady", unready);
}

// Why a pod whose containers are ready is not: a sentence for each gate; empty if they are all open.
std::string closedGates(const Pod& pod)
{
    std::string closed;
    for (const api::PodReadinessGate& gate : pod.spec->readinessGates) {
        const std::string name = "\"" + gate.conditionType.str() + "\"";
        const api::PodCondition* const condition = controllers::conditionOf(pod, gate.conditionType);
        if (condition && condition->status == "True")
            continue;
        closed += closed.empty() ? "" : ", ";
        if (condition)
            closed += "the status of pod readiness gate " + name + " is not \"True\", but " + condition->status.str();
        else
            closed += "corresponding condition of pod readiness gate " + name + " does not exist.";
    }
    return closed;
}

void setRunning(const Pod& pod, Conditions& conditions)
{
    const std::string closed = closedGates(pod);
    conditions.set("PodReadyToStartContainers", true);
    conditions.set("Initialized", true);
    if (closed.empty())
        conditions.set("Ready", true);
    else
        conditions.set("Ready", false, "ReadinessGatesNotReady", closed);
    conditions.set("ContainersReady", true);
}

void setOver(bool succeeded, Conditions& conditions)
{
    const std::string_view reason = succeeded ? "PodCompleted" : "PodFailed";
    conditions.set("PodReadyToStartContainers", false);
    conditions.set("Initialized", true, succeeded ? reason : std::string_view());
    conditions.set("Ready", false, reason);
    conditions.set("ContainersReady", false, reason);
}

api::ContainerStatus statusOf(const api::Container& container)
{
    api::ContainerStatus status;
    status.name = container.name;
    for (const api::VolumeMount& mount : container.volumeMounts) {
        api::VolumeMountStatus& mounted = status.volumeMounts.push_back({});
        mounted.name = mount.name;
        mounted.mountPath = mount.mountPath;
        mounted.readOnly = mount.readOnly;
        if (mount.readOnly)
            mounted.recursiveReadOnly = "Disabled";
    }
    return status;
}

api::ContainerStatus waitingStatus(const api::Container& container, std::string_view reason)
{
    api::ContainerStatus status = statusOf(container);
    status.image = container.image;
    status.started = false;
    status.state.waiting.edit().reason = reason;
    return status;
}

api::ContainerStatus startedStatus(
    const Client& client, const Charge& charge, const api::Container& container, unsigned number)
{
    const Image image(container.image);
    const api::ContainerImage* const there = imageOn(charge.node(), image);
    api::ContainerStatus status = statusOf(container);
    status.image = image.shown() == container.image.view() ? container.image : api::Text(image.shown());
    status.imageID = there ? there->names.front() : api::Text(image.id());
    status.containerID =
        "containerd://" + hexadecimal(client.state().random.stream("container", charge.pod().metadata.uid, number), 64);
    status.ready = true;
    status.started = true;
    status.allocatedResources = container.resources.requests;
    status.resources.edit().limits = container.resources.limits;
    status.resources.edit().requests = container.resources.requests;
    status.state.running.edit().startedAt = api::wholeSecond(client.now());
    return status;
}

// An init container that has done its work well.
api::ContainerStatus completedStatus(api::ContainerStatus status)
{
    api::ContainerStateTerminated& end = status.state.terminated.edit();
    end.reason = "Completed";
    end.containerID = status.containerID;
    end.startedAt = status.state.running->startedAt;
    end.finishedAt = end.startedAt;
    status.state.running.reset();
    status.started = false;
    return status;
}

std::string milliseconds(api::Microseconds span)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) + "ms";
}

// One kubelet at work on one pod.
class PodWorker {
public:
    PodWorker(Runtime& runtime, const sim::Event& event, Charge charge)
        : m_runtime(runtime),
          m_event(event),
          m_charge(std::move(charge)),
          m_client(kubelet(runtime, m_charge.node().metadata.name))
    {
    }

    void work()
    {
        const bool isEnding = bool(pod().metadata.deletionTimestamp);
        if (m_event.kind == Stop || m_event.kind == Remove) {
            if (isEnding && pod().metadata.deletionGracePeriodSeconds.valueOr(0) > 0)
                m_event.kind == Stop ? stop() : remove();
            return;
        }
        if (isEnding || controllers::isFinished(pod()))
            return;
        if (hasStarted(pod()))
            sync();
        else if (m_event.kind == Run && !pod().status->podIP.empty())
            run();
        else if (m_event.kind == Admit)
            admit();
    }

private:
    const Pod& pod() const { return m_charge.pod(); }

    const api::Node& node() const { return m_charge.node(); }

    void admit()
    {
        const api::PodSpec& spec = *pod().spec;
        static const NodeUse nothing;
        const NodeUse* const remembered = m_runtime.state().memory.find<NodeUse>();
        const NodeUse& use = remembered ? *remembered : nothing;
        const std::int64_t missing = imagesToPull(m_charge, use);
        const api::Text host(addressOf(node(), "InternalIP"));
        const auto free = spec.hostNetwork ? std::optional(host.str()) : use.nextAddress(node());
        api::ObjectPtr report = m_charge.object;
        api::PodStatus& status = report.editAs<Pod>().status.edit();
        Conditions conditions(pod(), m_client.now());
        setWaiting(pod(), bool(free), conditions);
        status.conditions = conditions.all();
        status.observedGeneration = pod().metadata.generation;
        if (!status.startTime)
            status.startTime = api::wholeSecond(m_client.now());
        status.hostIP = host;
        status.hostIPs.resize(1);
        status.hostIPs.edit(0).ip = host;
        if (free) {
            status.podIP = spec.hostNetwork ? host : api::Text(*free);
            status.podIPs.resize(1);
            status.podIPs.edit(0).ip = status.podIP;
        }
        status.initContainerStatuses.clear();
        status.containerStatuses.clear();
        for (const api::Container& container : spec.initContainers)
            status.initContainerStatuses.push_back(waitingStatus(container, "PodInitializing"));
        const bool isFirst = spec.initContainers.empty();
        for (const api::Container& container : spec.containers)
            status.containerStatuses.push_back(
                waitingStatus(container, isFirst ? "ContainerCreating" : "PodInitializing"));
        if (!write(std::move(report)))
            return;
        if (!free) {
            tellOfNoAddress();
            tryAgain(m_runtime, m_event);
            return;
        }
        api::Microseconds delay = delayOf(m_runtime.state(), Run, pod().metadata.uid);
        visitContainers(spec, [&](const api::Container& container, const char* list, unsigned number) {
            if (!(missing >> std::min(number, mostCounted) & 1))
                return;
            delay += pullingTime(m_runtime.state(), pod(), number);
            tell(container, list, "Pulling", "Pulling image \"" + container.image.str() + "\"");
        });
        sim::Event next = workOn(Run, m_event.name, m_event.namespace_);
        next.number = missing;
        m_runtime.scheduleOnce(std::move(next), delay);
    }

    void run()
    {
        api::ObjectPtr report = m_charge.object;
        api::PodStatus& status = report.editAs<Pod>().status.edit();
        status.phase = api::PodPhase::Running;
        Conditions conditions(pod(), m_client.now());
        setRunning(pod(), conditions);
        status.conditions = conditions.all();
        status.observedGeneration = pod().metadata.generation;
        status.initContainerStatuses.clear();
        status.containerStatuses.clear();
        unsigned number = 0;
        for (const api::Container& container : pod().spec->initContainers) {
            api::ContainerStatus started = startedStatus(m_client, m_charge, container, number++);
            status.initContainerStatuses.push_back(
                api::isSidecar(container) ? std::move(started) : completedStatus(std::move(started)));
        }
        for (const api::Container& container : pod().spec->containers)
            status.containerStatuses.push_back(startedStatus(m_client, m_charge, container, number++));
        if (!write(std::move(report)))
            return;
        visitContainers(*pod().spec, [&](const api::Container& container, const char* list, unsigned which) {
            tellOfStart(container, list, which);
        });
        if (m_event.number != 0) {
            sim::Event next = workOn(ReportImages, node().metadata.name);
            next.periodic = true;
            m_runtime.scheduleOnce(std::move(next), beat);
        }
    }

    void sync()
    {
        api::ObjectPtr report = m_charge.object;
        Conditions conditions(pod(), m_client.now());
        setRunning(pod(), conditions);
        api::PodStatus& status = report.editAs<Pod>().status.edit();
        status.conditions = conditions.all();
        status.observedGeneration = pod().metadata.generation;
        write(std::move(report)); // if nothing differs, it is no write
    }

    void stop()
    {
        visitContainers(*pod().spec, [&](const api::Container& container, const char* list, unsigned) {
            const auto& statuses =
                list[0] == 'i' ? pod().status->initContainerStatuses : pod().status->containerStatuses;
            const bool runs = std::any_of(statuses.begin(), statuses.end(),
                [&](const api::ContainerStatus& status) { return status.name == container.name && isRunning(status); });
            if (runs)
                tell(container, list, "Killing", "Stopping container " + container.name.str());
        });
        plan(m_runtime, Remove, pod());
    }

    // Servers end well when they are told to; work that was to end by itself is broken off.
    void remove()
    {
        const bool succeeds = pod().spec->restartPolicy == "Always" && hasStarted(pod());
        api::ObjectPtr report = m_charge.object;
        api::PodStatus& status = report.editAs<Pod>().status.edit();
        Conditions conditions(pod(), m_client.now());
        setOver(succeeds, conditions);
        status.conditions = conditions.all();
        status.observedGeneration = pod().metadata.generation;
        status.phase = succeeds ? api::PodPhase::Succeeded : api::PodPhase::Failed;
        end(status.initContainerStatuses, succeeds);
        end(status.containerStatuses, succeeds);
        if (!write(std::move(report)))
            return;
        apiserver::DeleteOptions options;
        options.gracePeriodSeconds = 0;
        options.uid = pod().metadata.uid.str();
        const api::Status answer = m_client.remove(apiserver::podKind(), m_charge.object, std::move(options)).status;
        if (!answer.ok() && answer.code != 404 && answer.code != 409)
            tryAgain(m_runtime, m_event);
    }

    void end(api::List<api::ContainerStatus>& statuses, bool succeeds) const
    {
        constexpr std::int32_t terminated = 128 + 15; // by SIGTERM
        for (api::ContainerStatus& status : statuses.edit()) {
            if (!isRunning(status))
                continue;
            api::ContainerStateTerminated over;
            over.exitCode = succeeds ? 0 : terminated;
            over.reason = succeeds ? "Completed" : "Error";
            over.startedAt = status.state.running->startedAt;
            over.finishedAt = api::wholeSecond(m_client.now());
            over.containerID = status.containerID;
            status.state.running.reset();
            status.state.terminated = api::Box<api::ContainerStateTerminated>(std::move(over));
            status.ready = false;
            status.started = false;
        }
    }

    bool write(api::ObjectPtr report)
    {
        const api::Status answer = m_client.updateStatus(apiserver::podKind(), std::move(report)).status;
        if (!answer.ok() && answer.code != 404)
            tryAgain(m_runtime, m_event);
        return answer.ok();
    }

    void tell(const api::Container& container, std::string_view list, std::string_view reason, std::string message)
    {
        api::ObjectReference about = referenceTo(pod());
        about.fieldPath = "spec." + std::string(list) + "{" + container.name.str() + "}";
        node::tell(m_client, node().metadata.name, std::move(about), "Normal", reason, std::move(message));
    }

    void tellOfStart(const api::Container& container, std::string_view list, unsigned number)
    {
        const std::string image = "\"" + container.image.str() + "\"";
        if (m_event.number >> std::min(number, mostCounted) & 1) {
            const std::string time = milliseconds(pullingTime(m_runtime.state(), pod(), number));
            tell(container, list, "Pulled",
                "Successfully pulled image " + image + " in " + time + " (" + time
                    + " including waiting). Image size: " + std::to_string(Image(container.image).bytes()) + " bytes.");
        } else {
            tell(container, list, "Pulled", "Container image " + image + " already present on machine");
        }
        tell(container, list, "Created", "Created container: " + container.name.str());
        tell(container, list, "Started", "Started container " + container.name.str());
    }

    void tellOfNoAddress()
    {
        const std::string sandbox = hexadecimal(m_runtime.state().random.stream("sandbox", pod().metadata.uid), 64);
        const auto range = api::Cidr::parse(node().spec->podCIDR);
        const std::string prefix =
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for "
            "sandbox \""
            + sandbox + "\": ";
        const std::string why = range
            ? "plugin type=\"bridge\" failed (add): failed to allocate for range 0: no IP addresses available in range set"
            : "cni plugin not initialized";
        node::tell(
            m_client, node().metadata.name, referenceTo(pod()), "Warning", "FailedCreatePodSandBox", prefix + why);
    }

    Runtime& m_runtime;
    const sim::Event& m_event;
    Charge m_charge;
    Client m_client;
};

// Every node that has no kubelet yet gets one.
void join(Runtime& runtime, const api::ObjectPtr& node, MachineAddresses& addresses)
{
    const api::Text& name = node.meta().name;
    Client client = kubelet(runtime, name);
    const api::ObjectPtr labelled = withLabels(node);
    if (!labelled.sameStorage(node) && !client.update(apiserver::nodeKind(), labelled).ok())
        return; // tried again with its next beat
    if (!renewLease(client, *node.as<api::Node>()))
        return;
    tell(client, name, referenceTo(*node.as<api::Node>()), "Normal", "Starting", "Starting kubelet.");
    reportNode(client, client.find(apiserver::nodeKind(), {}, name), &addresses);
    runtime.state().pods.visitOnNode(runtime.state().store, name, [&](const api::ObjectPtr& pod) {
        if (const auto work = workFor(nullptr, *pod.as<Pod>()))
            plan(runtime, *work, *pod.as<Pod>());
        return true;
    });
}

void joinAll(Runtime& runtime)
{
    Client anybody = kubelet(runtime, {});
    MachineAddresses addresses;
    std::vector<api::ObjectPtr> waiting;
    runtime.state().store.tree(apiserver::resourceId(apiserver::nodeKind())).visit([&](const api::ObjectPtr& object) {
        const api::Node& node = *object.as<api::Node>();
        addresses.take(addressOf(node, "InternalIP"));
        if (!hasLease(anybody, node))
            waiting.push_back(object);
        return true;
    });
    for (const api::ObjectPtr& node : waiting)
        join(runtime, node, addresses);
}

void beatOnce(Runtime& runtime, const api::Text& name)
{
    Client client = kubelet(runtime, name);
    const api::ObjectPtr node = client.find(apiserver::nodeKind(), {}, name);
    if (!node)
        return;
    const api::Node& machine = *node.as<api::Node>();
    if (machine.status->nodeInfo.kubeletVersion.empty()) { // it was refused so far
        joinAll(runtime);
    } else {
        renewLease(client, machine);
        if (!isUpToDate(machine, client.now()))
            reportNode(client, node);
    }
    keepBeating(runtime, name);
}

// Adds to the node's status what its pods have brought; the largest first, as kubelets do it.
void reportImages(Runtime& runtime, const sim::Event& event)
{
    Client client = kubelet(runtime, event.name);
    api::ObjectPtr node = client.find(apiserver::nodeKind(), {}, event.name);
    if (!node)
        return;
    api::NodeStatus& status = node.editAs<api::Node>().status.edit();
    runtime.state().pods.visitOnNode(runtime.state().store, event.name, [&](const api::ObjectPtr& pod) {
        for (const auto* list :
            {&pod.as<Pod>()->status->initContainerStatuses, &pod.as<Pod>()->status->containerStatuses}) {
            for (const api::ContainerStatus& container : *list) {
                const Image image(container.image);
                if (container.imageID.empty() || imageOn(*node.as<api::Node>(), image))
                    continue;
                api::ContainerImage& added = status.images.push_back({});
                added.names = {container.imageID, api::Text(image.fullName())};
                added.sizeBytes = image.bytes();
            }
        }
        return true;
    });
    const std::span<api::ContainerImage> images = status.images.edit();
    std::stable_sort(images.begin(), images.end(),
        [](const api::ContainerImage& a, const api::ContainerImage& b) { return a.sizeBytes > b.sizeBytes; });
    if (status.images.size() > mostImagesReported)
        status.images.resize(mostImagesReported);
    if (!client.updateStatus(apiserver::nodeKind(), std::move(node)).ok())
        tryAgain(runtime, event);
}

void noticeNode(Runtime& runtime, const store::Change& change)
{
    const api::Node& node = *change.now.as<api::Node>();
    if (change.type == store::ChangeType::Created) {
        runtime.scheduleOnce(workOn(Join, {}), sim::latency::node);
        keepBeating(runtime, node.metadata.name);
    } else if (!(change.before.as<api::Node>()->spec->podCIDR == node.spec->podCIDR)) {
        runtime.scheduleOnce(workOn(Beat, node.metadata.name), sim::latency::node);
    }
}

void noticePod(Runtime& runtime, const store::Change& change)
{
    if (change.origin.actor.view().starts_with(actorPrefix))
        return;
    const Pod& pod = *change.now.as<Pod>();
    if (const auto work = workFor(change.before.as<Pod>(), pod))
        plan(runtime, *work, pod);
}

} // namespace

bool KubeletStandIn::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind() || &kind == &apiserver::podKind();
}

void KubeletStandIn::notice(Runtime& runtime, const store::Change& change) const
{
    if (change.now.as<Pod>())
        runtime.memory().edit<NodeUse>().learn(change);
    if (change.type == store::ChangeType::Deleted)
        return;
    if (change.now.as<Pod>())
        noticePod(runtime, change);
    else
        noticeNode(runtime, change);
}

void KubeletStandIn::handle(Runtime& runtime, const sim::Event& event) const
{
    switch (static_cast<Work>(event.kind)) {
    case Join:
        joinAll(runtime);
        return;
    case Beat:
        beatOnce(runtime, event.name);
        return;
    case ReportImages:
        reportImages(runtime, event);
        return;
    default:
        break;
    }
    Charge charge = chargeOf(runtime.state(), event);
    if (charge.nodeObject)
        PodWorker(runtime, event, std::move(charge)).work();
}

std::string KubeletStandIn::describe(const sim::Event& event) const
{
    const std::string pod = event.namespace_.str() + "/" + event.name.str();
    switch (static_cast<Work>(event.kind)) {
    case Join:
        return "kubelets join the cluster";
    case Beat:
        return "the kubelet of " + event.name.str() + " renews its lease";
    case ReportImages:
        return "the kubelet of " + event.name.str() + " reports its images";
    case Admit:
        return "a kubelet takes in Pod " + pod;
    case Run:
        return "the containers of Pod " + pod + " start";
    case Sync:
        return "a kubelet looks at Pod " + pod;
    case Stop:
        return "a kubelet tells the containers of Pod " + pod + " to stop";
    case Remove:
        return "the containers of Pod " + pod + " have stopped";
    }
    return {};
}

} // namespace kubarium::node
