// The cells of all kinds but pods: what one line says of each.
#include "cells.h"

using namespace kubarium::apiserver;

class TestTableCells : public QObject {
    Q_OBJECT
private slots:
    void workloads_data();
    void workloads() { compareCell(); }
    void jobs_data();
    void jobs() { compareCell(); }
    void autoscaling_data();
    void autoscaling() { compareCell(); }
    void network_data();
    void network() { compareCell(); }
    void nodes_data();
    void nodes() { compareCell(); }
    void storage_data();
    void storage() { compareCell(); }
    void config_data();
    void config() { compareCell(); }
    void events_data();
    void events() { compareCell(); }
    void access_data();
    void access() { compareCell(); }
    void extensions_data();
    void extensions() { compareCell(); }
    void lab_data();
    void lab() { compareCell(); }
};

namespace {

void row(const char* name, const QByteArray& object, const char* column, const QVariant& cell)
{
    QTest::newRow(name) << object << QByteArray(column) << cell;
}

constexpr const char* podTemplate = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx}, {name: s, image: 'envoy:1'}]}}";

} // namespace

void TestTableCells::workloads_data()
{
    addCellColumns();
    const auto deployment = [](const QByteArray& more = {}) {
        return QByteArray("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, ") + podTemplate + more + "}";
    };
    row("a Deployment that asks for nothing gets one pod", deployment("}"), "Ready", "0/1");
    row("a Deployment shows ready pods of those wanted", deployment(", replicas: 3}, status: {replicas: 3, readyReplicas: 2}"), "Ready", "2/3");
    row("a Deployment scaled to nothing", deployment(", replicas: 0}"), "Ready", "0/0");
    row("a Deployment counts the pods of its newest template", deployment("}, status: {updatedReplicas: 2}"), "Up-to-date", number(2));
    row("a Deployment counts the pods that can be relied upon", deployment("}, status: {availableReplicas: 4}"), "Available", number(4));
    row("a Deployment names its containers", deployment("}"), "Containers", "c,s");
    row("a Deployment names its images", deployment("}"), "Images", "nginx,envoy:1");
    row("a Deployment shows its selector", deployment("}"), "Selector", "app=web");

    const auto replicaSet = [](const QByteArray& selector, const QByteArray& status = {}) {
        return "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1}, spec: {replicas: 5, selector: {" + selector + "}, " + podTemplate + "}, status: {" + status + "}}";
    };
    row("a ReplicaSet shows how many pods it wants", replicaSet("matchLabels: {app: web}"), "Desired", number(5));
    row("a ReplicaSet shows how many there are", replicaSet("matchLabels: {app: web}", "replicas: 4"), "Current", number(4));
    row("a ReplicaSet shows how many are ready", replicaSet("matchLabels: {app: web}", "replicas: 4, readyReplicas: 3"), "Ready", number(3));
    row("a ReplicaSet's selector comes in order", replicaSet("matchLabels: {pod-template-hash: x, app: web}, matchExpressions: [{key: tier, operator: In, values: [b, a]}]"), "Selector", "app=web,pod-template-hash=x,tier in (a,b)");
    row("a selector that cannot be read is an error", replicaSet("matchExpressions: [{key: tier, operator: Like, values: [b]}]"), "Selector", "<error>");

    const QByteArray controller = QByteArray("{apiVersion: v1, kind: ReplicationController, metadata: {name: rc}, spec: {replicas: 2, selector: {tier: x, app: web}, ") + podTemplate + "}, status: {replicas: 2, readyReplicas: 1}}";
    row("a ReplicationController wants", controller, "Desired", number(2));
    row("a ReplicationController has", controller, "Current", number(2));
    row("a ReplicationController has ready", controller, "Ready", number(1));
    row("a ReplicationController selects by plain labels", controller, "Selector", "app=web,tier=x");

    const QByteArray set = QByteArray("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, replicas: 2, selector: {matchLabels: {app: web}}, ") + podTemplate + "}, status: {replicas: 2, readyReplicas: 1}}";
    row("a StatefulSet shows ready pods of those wanted", set, "Ready", "1/2");
    row("a StatefulSet names its images", set, "Images", "nginx,envoy:1");

    const auto daemons = [](const QByteArray& spec = {}, const QByteArray& status = {}) {
        return "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {"
            + spec + "containers: [{name: c, image: fluentd}]}}}, status: {currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 3, numberReady: 0" + status + "}}";
    };
    row("a DaemonSet wants one pod a node", daemons(), "Desired", number(3));
    row("a DaemonSet counts nodes with the newest template", daemons({}, ", updatedNumberScheduled: 2"), "Up-to-date", number(2));
    row("a DaemonSet counts nodes whose pod can be relied upon", daemons({}, ", numberAvailable: 1"), "Available", number(1));
    row("a DaemonSet for all nodes", daemons(), "Node Selector", "<none>");
    row("a DaemonSet for some nodes", daemons("nodeSelector: {disk: ssd}, "), "Node Selector", "disk=ssd");

    const auto revision = [](const QByteArray& owner) { return "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: r" + owner + "}, revision: 7}"; };
    row("a revision counts", revision(""), "Revision", number(7));
    row("a revision of nobody", revision(""), "Controller", "<none>");
    row("a revision names its workload and that one's group", revision(", ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}]"), "Controller", "statefulset.apps/db");
    row("an owner that does not control is none", revision(", ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u}]"), "Controller", "<none>");
}

void TestTableCells::jobs_data()
{
    addCellColumns();
    const auto job = [](const QByteArray& status, const QByteArray& spec = {}, const QByteArray& meta = {}) {
        return "{apiVersion: batch/v1, kind: Job, metadata: {name: pi" + meta + "}, spec: {" + spec + "template: {spec: {restartPolicy: Never, containers: [{name: c, image: perl}]}}}, status: {" + status + "}}";
    };
    const auto condition = [&](const char* type) { return job(QByteArray("conditions: [{type: ") + type + ", status: 'True'}]"); };
    row("a Job that is neither done nor failed is Running", job(""), "Status", "Running");
    row("a Job that is done", condition("Complete"), "Status", "Complete");
    row("a Job that gave up", condition("Failed"), "Status", "Failed");
    row("a Job that is halted", condition("Suspended"), "Status", "Suspended");
    row("a Job that is about to fail", condition("FailureTarget"), "Status", "FailureTarget");
    row("a Job that is about to be done", condition("SuccessCriteriaMet"), "Status", "SuccessCriteriaMet");
    row("a Job that was halted once is Running again", job("conditions: [{type: Suspended, status: 'False'}]"), "Status", "Running");
    row("a Job that is being deleted", job("", "", ", deletionTimestamp: '2026-01-01T00:59:50Z'"), "Status", "Terminating");
    row("a Job that was done before it was deleted is Complete", job("conditions: [{type: Complete, status: 'True'}]", "", ", deletionTimestamp: '2026-01-01T00:59:50Z'"), "Status", "Complete");
    row("two successes of three", job("succeeded: 2", "completions: 3, "), "Completions", "2/3");
    row("a Job that says nothing needs one", job(""), "Completions", "0/1");
    row("a work queue with one worker needs one success", job("succeeded: 1", "parallelism: 1, "), "Completions", "1/1");
    row("a work queue with four workers", job("succeeded: 1", "parallelism: 4, "), "Completions", "1/1 of 4");
    row("a Job that has not begun has no duration", job(""), "Duration", "");
    row("a Job that runs", job("startTime: '2026-01-01T00:58:44Z'"), "Duration", "76s");
    row("a Job that is done took this long", job("startTime: '2026-01-01T00:00:00Z', completionTime: '2026-01-01T00:03:05Z'"), "Duration", "3m5s");
    row("a Job without a selector of its own", job(""), "Selector", "<none>");

    const auto cron = [](const QByteArray& spec = {}, const QByteArray& status = {}) {
        return "{apiVersion: batch/v1, kind: CronJob, metadata: {name: tick}, spec: {schedule: '*/1 * * * *', " + spec
            + "jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}}, status: {" + status + "}}";
    };
    row("a CronJob shows its schedule", cron(), "Schedule", "*/1 * * * *");
    row("a CronJob by the server's clock", cron(), "Timezone", "<none>");
    row("a CronJob by the clock of a place", cron("timeZone: Asia/Seoul, "), "Timezone", "Asia/Seoul");
    row("a CronJob is not halted", cron(), "Suspend", "False");
    row("a CronJob is halted", cron("suspend: true, "), "Suspend", "True");
    row("a CronJob with two Jobs under way", cron({}, "active: [{name: a}, {name: b}]"), "Active", number(2));
    row("a CronJob that was never due", cron(), "Last Schedule", "<none>");
    row("a CronJob that was due ten seconds ago", cron({}, "lastScheduleTime: '2026-01-01T00:59:50Z'"), "Last Schedule", "10s");
    row("a CronJob names the images of its Jobs", cron(), "Images", "busybox");
    row("a CronJob's Jobs find their selectors themselves", cron(), "Selector", "<none>");
}

void TestTableCells::autoscaling_data()
{
    addCellColumns();
    const auto hpa = [](const QByteArray& metrics, const QByteArray& current = {}) {
        return "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {minReplicas: 2, maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: ["
            + metrics + "]}, status: {desiredReplicas: 0, currentReplicas: 5, currentMetrics: [" + current + "]}}";
    };
    const QByteArray cpu = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}";
    const QByteArray memory = "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 200Mi}}}";
    const QByteArray pods = "{type: Pods, pods: {metric: {name: hits}, target: {type: AverageValue, averageValue: 1k}}}";
    const QByteArray object = "{type: Object, object: {metric: {name: hits}, describedObject: {kind: Ingress, name: i}, target: {type: Value, value: 2k}}}";
    const QByteArray outside = "{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: '30'}}}";
    const QByteArray oneContainer = "{type: ContainerResource, containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 70}}}";
    row("an autoscaler names what it scales", hpa(cpu), "Reference", "Deployment/web");
    row("an autoscaler that has not measured yet", hpa(cpu), "Targets", "cpu: <unknown>/50%");
    row("a share of what was requested", hpa(cpu, "{type: Resource, resource: {name: cpu, current: {averageUtilization: 10, averageValue: 20m}}}"), "Targets", "cpu: 10%/50%");
    row("an amount of memory", hpa(memory, "{type: Resource, resource: {name: memory, current: {averageValue: 150Mi}}}"), "Targets", "memory: 150Mi/200Mi");
    row("CPU of one container", hpa(oneContainer, "{type: ContainerResource, containerResource: {name: cpu, container: app, current: {averageUtilization: 33}}}"), "Targets", "cpu: 33%/70%");
    row("a metric of the pods", hpa(pods, "{type: Pods, pods: {metric: {name: hits}, current: {averageValue: 900}}}"), "Targets", "900/1k");
    row("a metric of an object", hpa(object, "{type: Object, object: {metric: {name: hits}, describedObject: {kind: Ingress, name: i}, current: {value: 1500}}}"), "Targets", "1500/2k");
    row("a metric from outside, shared by the pods", hpa(outside), "Targets", "<unknown>/30 (avg)");
    row("two metrics", hpa(cpu + ", " + memory), "Targets", "cpu: <unknown>/50%, memory: <unknown>/200Mi");
    row("of four metrics two are shown", hpa(cpu + ", " + memory + ", " + pods + ", " + outside), "Targets", "cpu: <unknown>/50%, memory: <unknown>/200Mi + 2 more...");
    row("an autoscaler that says nothing looks at CPU", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 6, scaleTargetRef: {kind: Deployment, name: web}}}", "Targets", "cpu: <unknown>/80%");
    row("never fewer than", hpa(cpu), "MinPods", "2");
    row("never more than", hpa(cpu), "MaxPods", number(6));
    row("pods as they are, not as they are wanted", hpa(cpu), "Replicas", number(5));
    row("an autoscaler asked for in v1 says the same",
        "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 6, targetCPUUtilizationPercentage: 60, scaleTargetRef: {kind: Deployment, name: web}}, status: {currentReplicas: 1, desiredReplicas: 1, currentCPUUtilizationPercentage: 12}}",
        "Targets", "cpu: 12%/60%");
    row("and names what it scales", "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 6, scaleTargetRef: {kind: StatefulSet, name: db}}}", "Reference", "StatefulSet/db");

    const QByteArray scale = "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: web, creationTimestamp: '2026-01-01T00:00:00Z'}, spec: {replicas: 3}, status: {replicas: 2}}";
    row("the scale of a workload: pods wanted", scale, "Desired", number(3));
    row("pods that exist", scale, "Available", number(2));
    row("and the workload's age", scale, "Age", "60m");

    const auto budget = [](const QByteArray& spec) { return "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {" + spec + "}, status: {disruptionsAllowed: 3, currentHealthy: 5, desiredHealthy: 2, expectedPods: 5}}"; };
    row("a budget of pods that must stay", budget("minAvailable: 2"), "Min Available", "2");
    row("then none that may go", budget("minAvailable: 2"), "Max Unavailable", "N/A");
    row("a share of pods that may go", budget("maxUnavailable: 25%"), "Max Unavailable", "25%");
    row("then none that must stay", budget("maxUnavailable: 25%"), "Min Available", "N/A");
    row("how many may go now", budget("minAvailable: 2"), "Allowed Disruptions", number(3));

    const auto vpa = [](const QByteArray& more) { return "{apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: web}, spec: {targetRef: {kind: Deployment, name: web}, updatePolicy: {updateMode: Initial}}" + more + "}"; };
    const QByteArray recommended = ", status: {conditions: [{type: RecommendationProvided, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}], recommendation: {containerRecommendations: [{containerName: c, target: {cpu: 25m, memory: 262144k}}]}}";
    row("a vertical autoscaler shows its mode", vpa(""), "Mode", "Initial");
    row("a vertical autoscaler without a recommendation has an empty cell", vpa(""), "CPU", QVariant());
    row("a vertical autoscaler recommends CPU", vpa(recommended), "CPU", "25m");
    row("a vertical autoscaler recommends memory", vpa(recommended), "Mem", "262144k");
    row("a vertical autoscaler says that it has a recommendation", vpa(recommended), "Provided", "True");
}

void TestTableCells::network_data()
{
    addCellColumns();
    const auto service = [](const QByteArray& spec, const QByteArray& status = {}) { return "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {" + spec + "}, status: {" + status + "}}"; };
    const QByteArray port = "ports: [{port: 80}]";
    row("a Service that says nothing is for the cluster", service(port), "Type", "ClusterIP");
    row("a Service has an address", service(port + ", clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7, 'fd00::7']"), "Cluster-IP", "10.96.0.7");
    row("a headless Service has none", service(port + ", clusterIP: None, clusterIPs: [None]"), "Cluster-IP", "None");
    row("a name for something outside has no address", service("type: ExternalName, externalName: db.example"), "Cluster-IP", "<none>");
    row("but leads there", service("type: ExternalName, externalName: db.example"), "External-IP", "db.example");
    row("a Service for the cluster cannot be reached from outside", service(port), "External-IP", "<none>");
    row("unless somebody leads an address to it", service(port + ", externalIPs: [192.0.2.7, 192.0.2.8]"), "External-IP", "192.0.2.7,192.0.2.8");
    row("a Service waits for its load balancer", service(port + ", type: LoadBalancer"), "External-IP", "<pending>");
    row("a load balancer has an address", service(port + ", type: LoadBalancer", "loadBalancer: {ingress: [{ip: 192.0.2.1}]}"), "External-IP", "192.0.2.1");
    row("a load balancer has a name", service(port + ", type: LoadBalancer", "loadBalancer: {ingress: [{hostname: a-very-long-name.lb.example}]}"), "External-IP", "a-very-long-name.lb.example");
    row("load balancers come in order, each once", service(port + ", type: LoadBalancer", "loadBalancer: {ingress: [{ip: 192.0.2.9}, {ip: 192.0.2.1}, {ip: 192.0.2.9}]}"), "External-IP", "192.0.2.1,192.0.2.9");
    row("a load balancer and further addresses", service(port + ", type: LoadBalancer, externalIPs: [192.0.2.7]", "loadBalancer: {ingress: [{ip: 192.0.2.1}]}"), "External-IP", "192.0.2.1,192.0.2.7");
    row("further addresses do not wait for the load balancer", service(port + ", type: LoadBalancer, externalIPs: [192.0.2.7]"), "External-IP", "192.0.2.7");
    row("a port", service(port), "Port(s)", "80/TCP");
    row("two ports", service("ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]"), "Port(s)", "53/UDP,53/TCP");
    row("a port that every node has as well", service("type: NodePort, ports: [{port: 80, nodePort: 30080}]"), "Port(s)", "80:30080/TCP");
    row("no port", service("clusterIP: None"), "Port(s)", "<none>");
    row("a Service selects", service(port + ", selector: {tier: front, app: web}"), "Selector", "app=web,tier=front");
    row("a Service selects nothing", service(port), "Selector", "<none>");

    const auto endpoints = [](const QByteArray& subsets) { return "{apiVersion: v1, kind: Endpoints, metadata: {name: web}, subsets: [" + subsets + "]}"; };
    row("nobody there", endpoints(""), "Endpoints", "<none>");
    row("two addresses, one port", endpoints("{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{port: 80}]}"), "Endpoints", "10.0.0.1:80,10.0.0.2:80");
    row("an address of version 6 stands in brackets", endpoints("{addresses: [{ip: 'fd00::1'}], ports: [{port: 80}]}"), "Endpoints", "[fd00::1]:80");
    row("addresses without ports", endpoints("{addresses: [{ip: 10.0.0.1}]}"), "Endpoints", "10.0.0.1");
    row("those that are not ready are not shown", endpoints("{notReadyAddresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}"), "Endpoints", "");
    row("three of four", endpoints("{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{name: a, port: 80}, {name: b, port: 443}]}"), "Endpoints", "10.0.0.1:80,10.0.0.2:80,10.0.0.1:443 + 1 more...");

    const auto slice = [](const QByteArray& ports, const QByteArray& addresses) { return "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1}, addressType: IPv4, ports: [" + ports + "], endpoints: [" + addresses + "]}"; };
    row("a slice of addresses of one type", slice("", ""), "AddressType", "IPv4");
    row("a slice without ports", slice("", ""), "Ports", "<unset>");
    row("a slice without addresses", slice("", ""), "Endpoints", "<unset>");
    row("a port of a slice", slice("{port: 80}", ""), "Ports", "80");
    row("a port that has only a name", slice("{name: http}", ""), "Ports", "http");
    row("a port that has not even a name", slice("{name: ''}", ""), "Ports", "<unset>");
    row("three of five ports", slice("{name: a, port: 1}, {name: b, port: 2}, {name: c, port: 3}, {name: d, port: 4}, {name: e, port: 5}", ""), "Ports", "1,2,3 + 2 more...");
    row("three of four addresses", slice("", "{addresses: [10.0.0.1]}, {addresses: [10.0.0.2]}, {addresses: [10.0.0.3]}, {addresses: [10.0.0.4]}"), "Endpoints", "10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...");

    const auto ingress = [](const QByteArray& spec, const QByteArray& status = {}) { return "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {" + spec + "}, status: {" + status + "}}"; };
    row("an Ingress that names no class", ingress(""), "Class", "<none>");
    row("an Ingress of a class", ingress("ingressClassName: nginx"), "Class", "nginx");
    row("an Ingress for any host", ingress("defaultBackend: {service: {name: web, port: {number: 80}}}"), "Hosts", "*");
    row("an Ingress for two hosts", ingress("rules: [{host: a.example}, {host: b.example}]"), "Hosts", "a.example,b.example");
    row("an Ingress for five hosts", ingress("rules: [{host: a}, {host: b}, {host: c}, {host: d}, {host: e}]"), "Hosts", "a,b,c + 2 more...");
    row("a rule for any host beside one for a host", ingress("rules: [{}, {host: a.example}]"), "Hosts", "a.example");
    row("an Ingress that nobody serves", ingress(""), "Address", "");
    row("an Ingress that is served", ingress("", "loadBalancer: {ingress: [{ip: 192.0.2.1}, {hostname: lb.example}]}"), "Address", "192.0.2.1,lb.example");
    row("an Ingress in the clear", ingress(""), "Ports", "80");
    row("an Ingress with a certificate", ingress("tls: [{secretName: t}]"), "Ports", "80, 443");

    const auto ingressClass = [](const QByteArray& spec) { return "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: k8s.io/ingress-nginx" + spec + "}}"; };
    row("a class names its controller", ingressClass(""), "Controller", "k8s.io/ingress-nginx");
    row("a class without parameters", ingressClass(""), "Parameters", "<none>");
    row("a class with parameters of a group", ingressClass(", parameters: {apiGroup: k8s.example.com, kind: Config, name: c}"), "Parameters", "Config.k8s.example.com/c");
    row("a class with parameters of the core group", ingressClass(", parameters: {kind: ConfigMap, name: c, scope: Namespace, namespace: x}"), "Parameters", "ConfigMap/c");

    const auto policy = [](const QByteArray& selector) { return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {podSelector: {" + selector + "}}}"; };
    row("a policy for all pods", policy(""), "Pod-Selector", "<none>");
    row("a policy for some", policy("matchLabels: {app: db}"), "Pod-Selector", "app=db");
}

void TestTableCells::nodes_data()
{
    addCellColumns();
    const auto node = [](const QByteArray& status, const QByteArray& spec = {}, const QByteArray& meta = {}) { return "{apiVersion: v1, kind: Node, metadata: {name: node-1" + meta + "}, spec: {" + spec + "}, status: {" + status + "}}"; };
    row("a node that nobody has heard of", node(""), "Status", "Unknown");
    row("a node that is ready", node("conditions: [{type: MemoryPressure, status: 'True'}, {type: Ready, status: 'True'}]"), "Status", "Ready");
    row("a node that is not", node("conditions: [{type: Ready, status: 'False'}]"), "Status", "NotReady");
    row("a node that has fallen silent", node("conditions: [{type: Ready, status: Unknown}]"), "Status", "NotReady");
    row("a cordoned node", node("conditions: [{type: Ready, status: 'True'}]", "unschedulable: true"), "Status", "Ready,SchedulingDisabled");
    row("a cordoned node that nobody has heard of", node("", "unschedulable: true"), "Status", "Unknown,SchedulingDisabled");
    row("a node without a role", node(""), "Roles", "<none>");
    row("roles come in order", node("", "", ", labels: {node-role.kubernetes.io/worker: '', node-role.kubernetes.io/control-plane: ''}"), "Roles", "control-plane,worker");
    row("a role in the older way", node("", "", ", labels: {kubernetes.io/role: edge}"), "Roles", "edge");
    row("a role without a name is none", node("", "", ", labels: {node-role.kubernetes.io/: ''}"), "Roles", "<none>");
    row("a node runs a version", node("nodeInfo: {kubeletVersion: v1.34.9}"), "Version", "v1.34.9");
    row("a node has addresses", node("addresses: [{type: Hostname, address: node-1}, {type: InternalIP, address: 192.0.2.2}, {type: InternalIP, address: 'fd00::2'}]"), "Internal-IP", "192.0.2.2");
    row("not all of them outside", node("addresses: [{type: InternalIP, address: 192.0.2.2}]"), "External-IP", "<none>");
    row("an unknown system", node(""), "OS-Image", "<unknown>");
    row("an unknown kernel", node(""), "Kernel-Version", "<unknown>");
    row("a container runtime", node("nodeInfo: {containerRuntimeVersion: 'containerd://2.1.4'}"), "Container-Runtime", "containerd://2.1.4");

    const auto component = [](const QByteArray& conditions) { return "{apiVersion: v1, kind: ComponentStatus, metadata: {name: etcd-0}, conditions: [" + conditions + "]}"; };
    row("a component that is well", component("{type: Healthy, status: 'True', message: ok}"), "Status", "Healthy");
    row("a component that is not", component("{type: Healthy, status: 'False', error: 'connection refused'}"), "Status", "Unhealthy");
    row("and why", component("{type: Healthy, status: 'False', error: 'connection refused'}"), "Error", "connection refused");
    row("a component says something", component("{type: Healthy, status: 'True', message: ok}"), "Message", "ok");
    row("a component that says nothing", component(""), "Status", "Unknown");

    row("a lease that somebody holds", "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {holderIdentity: node-1}}", "Holder", "node-1");
    row("a lease that nobody holds", "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}}", "Holder", "");
    row("a runtime class names its handler", "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: g}, handler: runsc}", "Handler", "runsc");
    row("a node uses so much CPU", "{apiVersion: metrics.k8s.io/v1beta1, kind: NodeMetrics, metadata: {name: node-1}, timestamp: '2026-01-01T00:59:00Z', window: 15s, usage: {cpu: 250m, memory: 1Gi}}", "cpu", "250m");
    row("measured over a while", "{apiVersion: metrics.k8s.io/v1beta1, kind: NodeMetrics, metadata: {name: node-1}, timestamp: '2026-01-01T00:59:00Z', window: 15s, usage: {cpu: 250m, memory: 1Gi}}", "Window", "15s");
    row("a pod uses what its containers use", "{apiVersion: metrics.k8s.io/v1beta1, kind: PodMetrics, metadata: {name: p}, timestamp: '2026-01-01T00:59:00Z', window: 15s, containers: [{name: a, usage: {cpu: 100m, memory: 1Mi}}, {name: b, usage: {cpu: 20m, memory: 2Mi}}]}", "memory", "3Mi");
}

void TestTableCells::storage_data()
{
    addCellColumns();
    const auto volume = [](const QByteArray& spec, const QByteArray& status = "phase: Bound", const QByteArray& meta = {}) {
        return "{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv" + meta + "}, spec: {hostPath: {path: /x}, " + spec + "}, status: {" + status + "}}";
    };
    row("a volume of a size", volume("capacity: {storage: 1Gi}"), "Capacity", "1Gi");
    row("ways to access it, shortened, in their own order", volume("accessModes: [ReadWriteMany, ReadWriteOnce, ReadWriteMany]"), "Access Modes", "RWO,RWX");
    row("all ways there are", volume("accessModes: [ReadWriteOncePod, ReadWriteMany, ReadOnlyMany, ReadWriteOnce]"), "Access Modes", "RWO,ROX,RWX,RWOP");
    row("a volume that nobody cares for is kept", volume(""), "Reclaim Policy", "Retain");
    row("a volume that is bound", volume(""), "Status", "Bound");
    row("a volume that is being deleted", volume("", "phase: Released", ", deletionTimestamp: '2026-01-01T00:59:50Z'"), "Status", "Terminating");
    row("a volume for nobody", volume(""), "Claim", "");
    row("a volume for a claim", volume("claimRef: {namespace: shop, name: data-db-0}"), "Claim", "shop/data-db-0");
    row("a volume of a class", volume("storageClassName: fast"), "StorageClass", "fast");
    row("an old annotation speaks louder", volume("storageClassName: fast", "phase: Bound", ", annotations: {volume.beta.kubernetes.io/storage-class: slow}"), "StorageClass", "slow");
    row("a volume of no class", volume(""), "StorageClass", "");
    row("a volume without attributes", volume(""), "VolumeAttributesClass", "<unset>");
    row("a volume with attributes", volume("volumeAttributesClassName: gold"), "VolumeAttributesClass", "gold");
    row("a volume that failed says why", volume("", "phase: Failed, reason: RecyclerFailed"), "Reason", "RecyclerFailed");
    row("a volume has files unless it says otherwise", volume(""), "VolumeMode", "Filesystem");
    row("a raw volume", volume("volumeMode: Block"), "VolumeMode", "Block");

    const auto claim = [](const QByteArray& spec, const QByteArray& status = {}, const QByteArray& meta = {}) {
        return "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c" + meta + "}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}" + spec + "}, status: {" + status + "}}";
    };
    const QByteArray got = "phase: Bound, capacity: {storage: 5Gi}, accessModes: [ReadWriteOnce, ReadOnlyMany]";
    row("a claim that waits", claim("", "phase: Pending"), "Status", "Pending");
    row("a claim that is being deleted", claim("", "phase: Bound", ", deletionTimestamp: '2026-01-01T00:59:50Z'"), "Status", "Terminating");
    row("a claim that waits has no size", claim("", "phase: Pending"), "Capacity", "");
    row("nor can it be accessed", claim("", "phase: Pending"), "Access Modes", "");
    row("a claim has its volume's size, not what it asked for", claim(", volumeName: pv", got), "Capacity", "5Gi");
    row("and can be accessed as the volume can", claim(", volumeName: pv", got), "Access Modes", "RWO,ROX");
    row("a claim names its volume", claim(", volumeName: pv", got), "Volume", "pv");
    row("a claim that has a volume and does not know its size yet", claim(", volumeName: pv", "phase: Pending"), "Capacity", "0");
    row("a claim of a class", claim(", storageClassName: standard"), "StorageClass", "standard");
    row("a claim without attributes", claim(""), "VolumeAttributesClass", "<unset>");

    const auto storageClass = [](const QByteArray& more, const QByteArray& annotations = {}) { return "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast, annotations: {" + annotations + "}}, provisioner: x.example/p" + more + "}"; };
    row("a class", storageClass(""), "Name", "fast");
    row("the default class", storageClass("", "storageclass.kubernetes.io/is-default-class: 'true'"), "Name", "fast (default)");
    row("the default class, in the older way", storageClass("", "storageclass.beta.kubernetes.io/is-default-class: 'true'"), "Name", "fast (default)");
    row("a class that was the default", storageClass("", "storageclass.kubernetes.io/is-default-class: 'false'"), "Name", "fast");
    row("a class whose volumes go with their claims", storageClass(""), "ReclaimPolicy", "Delete");
    row("a class whose volumes are made at once", storageClass(""), "VolumeBindingMode", "Immediate");
    row("a class that waits for a pod", storageClass(", volumeBindingMode: WaitForFirstConsumer"), "VolumeBindingMode", "WaitForFirstConsumer");
    row("a class whose volumes do not grow", storageClass(""), "AllowVolumeExpansion", false);
    row("a class whose volumes do", storageClass(", allowVolumeExpansion: true"), "AllowVolumeExpansion", true);

    const auto driver = [](const QByteArray& spec) { return "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: d.example}, spec: {" + spec + "}}"; };
    row("a driver that attaches", driver(""), "AttachRequired", true);
    row("a driver that need not", driver("attachRequired: false"), "AttachRequired", false);
    row("a driver that is not told of pods", driver(""), "PodInfoOnMount", false);
    row("a driver without tokens", driver(""), "TokenRequests", "<unset>");
    row("a driver with tokens", driver("tokenRequests: [{audience: a}, {audience: b}]"), "TokenRequests", "a,b");
    row("a driver for volumes that stay", driver(""), "Modes", "Persistent");
    row("a driver for both", driver("volumeLifecycleModes: [Persistent, Ephemeral]"), "Modes", "Persistent,Ephemeral");
    row("a node with two drivers", "{apiVersion: storage.k8s.io/v1, kind: CSINode, metadata: {name: node-1}, spec: {drivers: [{name: a, nodeID: x}, {name: b, nodeID: z}]}}", "Drivers", number(2));
    row("room that a driver has left is listed by name and date", "{apiVersion: storage.k8s.io/v1, kind: CSIStorageCapacity, metadata: {name: c, creationTimestamp: '2026-01-01T00:00:00Z'}, storageClassName: fast}", "Created At", "2026-01-01T00:00:00Z");

    const auto attachment = [](const QByteArray& more) { return "{apiVersion: storage.k8s.io/v1, kind: VolumeAttachment, metadata: {name: a}, spec: {attacher: d.example, nodeName: node-1, source: {" + more + "}}, status: {attached: true}}"; };
    row("an attachment of a volume", attachment("persistentVolumeName: pv"), "PV", "pv");
    row("an attachment of a volume that has no object", attachment(""), "PV", "");
    row("an attachment that is made", attachment(""), "Attached", true);
    row("the default class of attributes", "{apiVersion: storage.k8s.io/v1, kind: VolumeAttributesClass, metadata: {name: gold, annotations: {volumeattributesclass.alpha.kubernetes.io/is-default-class: 'true'}}, driverName: d.example}", "Name", "gold (default)");
    row("a class of attributes", "{apiVersion: storage.k8s.io/v1, kind: VolumeAttributesClass, metadata: {name: gold}, driverName: d.example}", "DriverName", "d.example");
}

void TestTableCells::config_data()
{
    addCellColumns();
    row("a namespace is Active", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}, status: {phase: Active}}", "Status", "Active");
    row("a ConfigMap counts its texts and its bytes", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: x, b: z}, binaryData: {c: AA==}}", "Data", number(3));
    row("a Secret counts its entries", "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: AA==}}", "Data", number(1));
    row("a Secret that says nothing is Opaque", "{apiVersion: v1, kind: Secret, metadata: {name: s}}", "Type", "Opaque");
    row("a ServiceAccount counts its Secrets", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, secrets: [{name: x}]}", "Secrets", number(1));
    const QByteArray quota = "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, status: {hard: {requests.cpu: '1', pods: '2', limits.cpu: '2', limits.memory: 1Gi}, used: {pods: '14', requests.cpu: 100500m, limits.cpu: '1'}}}";
    row("a quota shows what is used of what there is", quota, "Request", "pods: 14/2, requests.cpu: 100500m/1");
    row("a quota shows limits apart; what nobody used is 0", quota, "Limit", "limits.cpu: 1/2, limits.memory: 0/1Gi");
    row("a quota that nobody has counted yet", "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: '2'}}}", "Request", "");
    row("a LimitRange is listed by name and date", "{apiVersion: v1, kind: LimitRange, metadata: {name: l, creationTimestamp: '2026-01-01T00:00:00Z'}}", "Created At", "2026-01-01T00:00:00Z");
    row("a date that nobody set is the first day there is", "{apiVersion: v1, kind: LimitRange, metadata: {name: l}}", "Created At", "0001-01-01T00:00:00Z");
    row("a priority has a value", "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}", "Value", number(1000));
    row("a priority is not everybody's", "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}", "Global-Default", false);
    row("a priority pushes others out", "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}", "PreemptionPolicy", "PreemptLowerPriority");
}

void TestTableCells::events_data()
{
    addCellColumns();
    const auto event = [](const QByteArray& more) {
        return "{apiVersion: v1, kind: Event, metadata: {name: web.1}, type: Normal, reason: Scheduled, involvedObject: {kind: Pod, name: web, fieldPath: 'spec.containers{c}'}, " + more + "}";
    };
    const QByteArray old = "firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:55:00Z', count: 4";
    row("an event was last seen", event(old), "Last Seen", "5m");
    row("an event was first seen", event(old), "First Seen", "60m");
    row("an event was seen so often", event(old), "Count", number(4));
    row("an event seen once was last seen when it was first seen", event("firstTimestamp: '2026-01-01T00:59:00Z'"), "Last Seen", "60s");
    row("an event seen once", event("firstTimestamp: '2026-01-01T00:59:00Z'"), "Count", number(1));
    row("an event in the newer way", event("eventTime: '2026-01-01T00:59:00.000000Z'"), "Last Seen", "60s");
    row("an event that goes on", event("eventTime: '2026-01-01T00:00:00.000000Z', series: {count: 9, lastObservedTime: '2026-01-01T00:59:48.000000Z'}"), "Last Seen", "12s");
    row("an event that goes on was seen so often", event("eventTime: '2026-01-01T00:00:00.000000Z', series: {count: 9, lastObservedTime: '2026-01-01T00:59:48.000000Z'}"), "Count", number(9));
    row("an event of an unknown time", event("count: 1"), "Last Seen", "<unknown>");
    row("an event is about an object", event(old), "Object", "pod/web");
    row("an event about a kind of things", "{apiVersion: v1, kind: Event, metadata: {name: e}, involvedObject: {kind: Node}}", "Object", "node");
    row("an event is about a part of it", event(old), "Subobject", "spec.containers{c}");
    row("an event comes from a component on a node", event("source: {component: kubelet, host: node-1}"), "Source", "kubelet, node-1");
    row("an event comes from a component", event("source: {component: default-scheduler}"), "Source", "default-scheduler");
    row("an event comes from a controller, in the newer way", event("reportingComponent: default-scheduler, reportingInstance: s-1"), "Source", "default-scheduler, s-1");
    row("spaces around a message are cut", event("message: \" it happened\\n\""), "Message", "it happened");
    const QByteArray newer = "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: web.1}, type: Warning, reason: Failed, note: it broke, regarding: {kind: Pod, name: web}, reportingController: kubelet, reportingInstance: node-1, action: Run, eventTime: '2026-01-01T00:59:00.000000Z'}";
    row("an event of the newer group says the same: the object", newer, "Object", "pod/web");
    row("the message", newer, "Message", "it broke");
    row("the type", newer, "Type", "Warning");
    row("the source", newer, "Source", "kubelet, node-1");
    row("the time", newer, "Last Seen", "60s");
    row("the name", newer, "Name", "web.1");
}

void TestTableCells::access_data()
{
    addCellColumns();
    const QByteArray binding = "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}, "
                               "subjects: [{kind: User, name: jane}, {kind: User, name: joe}, {kind: Group, name: devs}, {kind: ServiceAccount, name: bot, namespace: shop}]}";
    row("a binding grants a role", binding, "Role", "Role/reader");
    row("to users", binding, "Users", "jane, joe");
    row("to groups", binding, "Groups", "devs");
    row("to service accounts", binding, "ServiceAccounts", "shop/bot");
    const QByteArray cluster = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}";
    row("a binding for the cluster", cluster, "Role", "ClusterRole/view");
    row("a binding for nobody", cluster, "Users", "");
    row("a role is listed by name and date", "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r, creationTimestamp: '2026-01-01T00:00:00Z'}}", "Created At", "2026-01-01T00:00:00Z");
    row("so is a role for the cluster", "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r, creationTimestamp: '2026-01-01T00:00:00Z'}}", "Created At", "2026-01-01T00:00:00Z");

    const auto request = [](const QByteArray& status, const QByteArray& spec = {}) { return "{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: jane}, spec: {request: AA==, signerName: kubernetes.io/kube-apiserver-client, username: admin, usages: [client auth]" + spec + "}, status: {" + status + "}}"; };
    row("a request names who shall sign", request(""), "SignerName", "kubernetes.io/kube-apiserver-client");
    row("a request names who asks", request(""), "Requestor", "admin");
    row("a request leaves it to the signer how long", request(""), "RequestedDuration", "<none>");
    row("a request for a day", request("", ", expirationSeconds: 86400"), "RequestedDuration", "24h");
    row("a request waits", request(""), "Condition", "Pending");
    row("a request is approved", request("conditions: [{type: Approved, status: 'True'}]"), "Condition", "Approved");
    row("a certificate is there", request("conditions: [{type: Approved, status: 'True'}], certificate: AA=="), "Condition", "Approved,Issued");
    row("the signer failed", request("conditions: [{type: Approved, status: 'True'}, {type: Failed, status: 'True'}]"), "Condition", "Approved,Failed");
    row("who denies has the last word", request("conditions: [{type: Approved, status: 'True'}, {type: Denied, status: 'True'}]"), "Condition", "Denied");
}

void TestTableCells::extensions_data()
{
    addCellColumns();
    const QByteArray hook = "{name: a.example.com, clientConfig: {url: 'https://x'}, sideEffects: None, admissionReviewVersions: [v1]}";
    row("webhooks that change", "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: w}, webhooks: [" + hook + "]}", "Webhooks", number(1));
    row("webhooks that refuse", "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w}}", "Webhooks", number(0));
    const auto policy = [](const QByteArray& spec) { return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: {validations: [{expression: 'true'}, {expression: 'true'}]" + spec + "}}"; };
    row("a policy counts its rules", policy(""), "Validations", number(2));
    row("a policy without parameters", policy(""), "ParamKind", "<unset>");
    row("a policy with parameters", policy(", paramKind: {apiVersion: rules.example/v1, kind: Limit}"), "ParamKind", "rules.example/v1/Limit");
    const auto binding = [](const QByteArray& spec) { return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b}, spec: {policyName: p" + spec + "}}"; };
    row("a policy is put in force", binding(""), "PolicyName", "p");
    row("without parameters", binding(""), "ParamRef", "<unset>");
    row("with a parameter object", binding(", paramRef: {name: limits, namespace: shop}"), "ParamRef", "shop/limits");
    row("with one of each namespace, or of the cluster", binding(", paramRef: {name: limits}"), "ParamRef", "*/limits");
    row("with those that a selector finds", binding(", paramRef: {selector: {matchLabels: {a: x}, matchExpressions: [{key: k, operator: In, values: [v, w]}]}}"), "ParamRef",
        "&LabelSelector{MatchLabels:map[string]string{a: x,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[v w],},},}");
    row("a definition is listed by name and date", "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a.b.example, creationTimestamp: '2026-01-01T00:00:00Z'}}", "Created At", "2026-01-01T00:00:00Z");

    const auto service = [](const QByteArray& spec, const QByteArray& conditions) { return "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.x}, spec: {groupPriorityMinimum: 1, versionPriority: 1" + spec + "}, status: {conditions: [" + conditions + "]}}"; };
    row("a group that the server has itself", service("", ""), "Service", "Local");
    row("a group that another serves", service(", service: {namespace: kube-system, name: metrics-server}", ""), "Service", "kube-system/metrics-server");
    row("nobody has looked yet", service("", ""), "Available", "Unknown");
    row("it answers", service("", "{type: Available, status: 'True', reason: Passed}"), "Available", "True");
    row("it does not, and why", service("", "{type: Available, status: 'False', reason: MissingEndpoints}"), "Available", "False (MissingEndpoints)");
    row("it does not", service("", "{type: Available, status: 'False'}"), "Available", "False");
}

void TestTableCells::lab_data()
{
    addCellColumns();
    const auto fault = [](const QByteArray& spec, const QByteArray& status = {}) { return "{apiVersion: lab.kubarium.dev/v1, kind: Fault, metadata: {name: f}, spec: {type: NetworkCut, " + spec + "}, status: {" + status + "}}"; };
    row("a fault hits a node", fault("target: {kind: Node, name: node-2}"), "Target", "node/node-2");
    row("a fault hits a container", fault("target: {kind: Pod, namespace: shop, name: web-0, container: app}"), "Target", "pod/shop/web-0:app");
    row("a fault hits all pods with a label", fault("target: {kind: Pod, namespace: shop, selector: {app: web}}"), "Target", "pod/shop app=web");
    row("a fault lies between two", fault("between: [{kind: Node, name: node-1}, {kind: Zone, name: z2}]"), "Target", "node/node-1 - zone/z2");
    row("a fault hits nothing", fault("amount: 90%"), "Target", "<none>");
    row("a fault of an extent", fault("amount: 90%"), "Amount", "90%");
    row("a fault of a number", fault("amount: 3"), "Amount", "3");
    row("a fault without an extent", fault("for: 60s"), "Amount", QVariant());
    row("nobody has noticed", fault("for: 60s"), "Noticed By", "<none>");
    row("somebody has noticed", fault("for: 60s", "noticedBy: [{component: kubelet}, {component: node-lifecycle-controller}]"), "Noticed By", "kubelet,node-lifecycle-controller");

    const auto traffic = [](const QByteArray& spec, const QByteArray& status = {}) { return "{apiVersion: lab.kubarium.dev/v1, kind: Traffic, metadata: {name: t}, spec: {url: 'http://shop.example', " + spec + "}, status: {" + status + "}}"; };
    row("clients outside", traffic("from: {outside: true}"), "From", "outside");
    row("clients in pods", traffic("from: {pod: {namespace: shop, selector: {app: web}}}"), "From", "pod/shop app=web");
    row("clients on a node", traffic("from: {node: node-1}"), "From", "node/node-1");
    row("so many requests a second", traffic("rate: 20"), "Load", "20/s");
    row("so many users", traffic("users: 50"), "Load", "50 users");
    row("one user", traffic("users: 1"), "Load", "1 user");
    row("more and more", traffic("ramp: [{at: 0s, rate: 0}, {at: 30s, rate: 200}]"), "Load", "0/s to 200/s");
    row("what went wrong, if it did", traffic("rate: 1", "errors: {Timeout: 2, Http503: 0, ConnectionRefused: 3}"), "Errors", "ConnectionRefused: 3, Timeout: 2");
    row("nothing went wrong", traffic("rate: 1"), "Errors", "<none>");
    row("requests are counted", traffic("rate: 1", "sent: 1200"), "Sent", number(1200));

    row("an image serves ports", "{apiVersion: lab.kubarium.dev/v1, kind: Image, metadata: {name: i}, spec: {match: 'nginx', listen: [{port: 80, protocol: http}, {port: 443, protocol: https}]}}", "Ports", "80/http,443/https");
    row("an image of a size", "{apiVersion: lab.kubarium.dev/v1, kind: Image, metadata: {name: i}, spec: {match: 'nginx', size: 187Mi}}", "Size", "187Mi");
    row("an image serves nothing", "{apiVersion: lab.kubarium.dev/v1, kind: Image, metadata: {name: i}, spec: {match: 'busybox'}}", "Ports", "<none>");
    const QByteArray clock = "{apiVersion: lab.kubarium.dev/v1, kind: Clock, metadata: {name: lab}, spec: {mode: Fixed, speed: 2.5, paused: true}, status: {time: '2026-01-01T00:03:25.120000Z', elapsed: 205.12, events: 48211}}";
    row("the clock goes at a speed", clock, "Speed", 2.5);
    row("the clock stands still", clock, "Paused", true);
    row("the clock has gone so far", clock, "Elapsed", 205.12);
    row("the clock has run so many events", clock, "Events", number(48211));
    row("the clock shows a moment, not an age", clock, "Time", "2026-01-01T00:03:25.120000Z");
}

QTEST_GUILESS_MAIN(TestTableCells)
#include "test_tablecells.moc"
