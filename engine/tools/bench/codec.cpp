#include "benches.h"
#include "report.h"

#include "api/encode.h"
#include "api/manifestreader.h"

#include "api/types/apps.h"
#include "api/types/core-pod.h"

#include <iostream>
#include <string>

namespace kubarium::tools {

namespace {

// Sixty lines, as people write them.
std::string manifest(int number)
{
    const std::string name = "shop-" + std::to_string(number);
    return "apiVersion: apps/v1\n"
           "kind: Deployment\n"
           "metadata:\n"
           "  name: " + name + "\n"
           "  namespace: shop\n"
           "  labels:\n"
           "    app.kubernetes.io/name: " + name + "\n"
           "    app.kubernetes.io/part-of: shop\n"
           "spec:\n"
           "  replicas: 3\n"
           "  revisionHistoryLimit: 5\n"
           "  selector:\n"
           "    matchLabels:\n"
           "      app: " + name + "\n"
           "  strategy:\n"
           "    rollingUpdate:\n"
           "      maxSurge: 1\n"
           "      maxUnavailable: 0\n"
           "  template:\n"
           "    metadata:\n"
           "      labels:\n"
           "        app: " + name + "\n"
           "        tier: frontend\n"
           "    spec:\n"
           "      serviceAccountName: shop\n"
           "      containers:\n"
           "        - name: web\n"
           "          image: registry.example/shop/web:1.27." + std::to_string(number % 10) + "\n"
           "          ports:\n"
           "            - name: http\n"
           "              containerPort: 8080\n"
           "          env:\n"
           "            - name: LOG_LEVEL\n"
           "              value: info\n"
           "            - name: POD_NAME\n"
           "              valueFrom:\n"
           "                fieldRef:\n"
           "                  fieldPath: metadata.name\n"
           "          resources:\n"
           "            requests:\n"
           "              cpu: 100m\n"
           "              memory: 128Mi\n"
           "            limits:\n"
           "              memory: 256Mi\n"
           "          readinessProbe:\n"
           "            httpGet:\n"
           "              path: /ready\n"
           "              port: http\n"
           "            periodSeconds: 5\n"
           "          livenessProbe:\n"
           "            httpGet:\n"
           "              path: /health\n"
           "              port: http\n"
           "          volumeMounts:\n"
           "            - name: config\n"
           "              mountPath: /etc/shop\n"
           "      volumes:\n"
           "        - name: config\n"
           "          configMap:\n"
           "            name: " + name + "\n";
}

api::ObjectPtr read(const std::string& text)
{
    const api::ManifestReport report = api::readManifest(text, {});
    if (!report.ok() || report.objects.size() != 1) {
        for (const api::Complaint& complaint : report.complaints)
            std::cerr << complaint.message << '\n';
        std::exit(1);
    }
    return report.objects.front().object;
}

void yaml(Report& report)
{
    constexpr int runs = 200;
    const std::string text = manifest(1);
    read(text);
    const CpuTime one = median(5, [&] {
        for (int i = 0; i < runs; ++i)
            read(text);
    });
    report.row("a 60-line manifest decoded, defaulted, validated", one.count() * 1e3 / runs, "ms", 0.4, Report::Better::Lower);

    constexpr int documents = 10'000;
    std::string stream;
    for (int i = 0; i < documents; ++i)
        stream += manifest(i) + "---\n";
    const std::size_t before = residentBytes();
    const CpuTime start = cpuTime();
    const api::ManifestReport all = api::readManifest(stream, {});
    report.row("10 000 of them in one stream", (cpuTime() - start).count(), "s", 4, Report::Better::Lower);
    report.row("memory for them, all objects kept", static_cast<double>(residentBytes() - before) / 1e6, "MB", 300, Report::Better::LowerUnscaled);
    if (all.objects.size() != documents)
        std::exit(1);
}

// What a kubelet reports about a running pod.
void run(api::Pod& pod, int number)
{
    api::PodStatus& status = pod.status.edit();
    const api::Time now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600 + number / 100));
    status.phase = "Running";
    status.qosClass = "Burstable";
    status.hostIP = "10.0.0." + std::to_string(number % 250);
    status.podIP = "10." + std::to_string(number >> 16) + "." + std::to_string(number >> 8 & 255) + "." + std::to_string(number & 255);
    status.podIPs.push_back({status.podIP});
    status.hostIPs.push_back({status.hostIP});
    status.startTime = now;
    for (const char* const type : {"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
        api::PodCondition& condition = status.conditions.push_back({});
        condition.type = type;
        condition.status = "True";
        condition.lastTransitionTime = now;
    }
    api::ContainerStatus& container = status.containerStatuses.push_back({});
    container.name = pod.spec->containers[0].name;
    container.image = pod.spec->containers[0].image;
    container.ready = true;
    container.started = true;
    container.state.running.edit().startedAt = now;
}

void pods(Report& report)
{
    constexpr int templates = 200;
    constexpr int count = 150'000;
    std::vector<api::ObjectPtr> deployments;
    for (int i = 0; i < templates; ++i)
        deployments.push_back(read(manifest(i)));
    std::vector<api::Box<api::Pod>> made;
    made.reserve(count);
    const std::size_t before = heapBytes();
    const CpuTime start = cpuTime();
    for (int i = 0; i < count; ++i) {
        const api::Deployment& deployment = *deployments[static_cast<std::size_t>(i % templates)].as<api::Deployment>();
        api::Box<api::Pod>& box = made.emplace_back();
        api::Pod& pod = box.edit();
        pod.metadata = deployment.spec->template_->metadata;
        pod.metadata.name = deployment.metadata.name.str() + "-5d8f9c7b6-" + std::to_string(i);
        pod.metadata.namespace_ = deployment.metadata.namespace_;
        pod.metadata.uid = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + i);
        pod.spec = deployment.spec->template_->spec;
        pod.spec.edit().nodeName = "node-" + std::to_string(i % 5'000);
        run(pod, i);
    }
    report.note("150 000 pods of 200 templates made, CPU", (cpuTime() - start).count(), "s");
    report.note("bytes a pod, with its status", static_cast<double>(heapBytes() - before) / count, "bytes");

    std::string json;
    const CpuTime written = cpuTime();
    std::size_t bytes = 0;
    for (int i = 0; i < 20'000; ++i) {
        json.clear();
        api::appendJson(json, *api::TypeOf<api::Pod>::value, &*made[static_cast<std::size_t>(i)]);
        bytes += json.size();
    }
    report.row("JSON written from the structs", static_cast<double>(bytes) / 1e6 / (cpuTime() - written).count(), "MB/s", 250, Report::Better::Higher);

    const CpuTime parsed = cpuTime();
    constexpr int reads = 5'000;
    for (int i = 0; i < reads; ++i) {
        const api::ParsedJson document = api::parseJson(json);
        api::Box<api::Pod> pod;
        api::decode(*api::TypeOf<api::Pod>::value, &pod.edit(), document.document.root);
    }
    report.note("JSON read and decoded", static_cast<double>(json.size()) * reads / 1e6 / (cpuTime() - parsed).count(), "MB/s");
}

} // namespace

bool benchCodec()
{
    Report report("codec");
    yaml(report);
    pods(report);
    return report.ok();
}

} // namespace kubarium::tools
