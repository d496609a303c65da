#include "workload.h"

#include "api/manifestreader.h"

#include "api/types/apps.h"

#include <iostream>

namespace kubarium::tools {

namespace {

// What a kubelet reports about a running pod.
void run(api::Pod& pod, int number)
{
    api::PodStatus& status = pod.status.edit();
    const api::Time now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600 + number / 100));
    status.phase = "Running";
    status.qosClass = "Burstable";
    status.hostIP = "10.0.0." + std::to_string(number % 250);
    status.podIP = "10." + std::to_string(number >> 16) + "." + std::to_string(number >> 8 & 255) + "."
        + std::to_string(number & 255);
    status.podIPs.push_back({status.podIP});
    status.hostIPs.push_back({status.hostIP});
    status.startTime = now;
    for (const char* const type :
        {"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
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

} // namespace

std::string manifest(int number)
{
    const std::string name = "shop-" + std::to_string(number);
    return "apiVersion: apps/v1\n"
           "kind: Deployment\n"
           "metadata:\n"
           "  name: "
        + name
        + "\n"
          "  namespace: shop\n"
          "  labels:\n"
          "    app.kubernetes.io/name: "
        + name
        + "\n"
          "    app.kubernetes.io/part-of: shop\n"
          "spec:\n"
          "  replicas: 3\n"
          "  revisionHistoryLimit: 5\n"
          "  selector:\n"
          "    matchLabels:\n"
          "      app: "
        + name
        + "\n"
          "  strategy:\n"
          "    rollingUpdate:\n"
          "      maxSurge: 1\n"
          "      maxUnavailable: 0\n"
          "  template:\n"
          "    metadata:\n"
          "      labels:\n"
          "        app: "
        + name
        + "\n"
          "        tier: frontend\n"
          "    spec:\n"
          "      serviceAccountName: shop\n"
          "      containers:\n"
          "        - name: web\n"
          "          image: registry.example/shop/web:1.27."
        + std::to_string(number % 10)
        + "\n"
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
          "            name: "
        + name + "\n";
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

std::vector<api::Box<api::Pod>> runningPods(int count, int templates)
{
    std::vector<api::ObjectPtr> deployments;
    for (int i = 0; i < templates; ++i)
        deployments.push_back(read(manifest(i)));
    std::vector<api::Box<api::Pod>> made;
    made.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const api::Deployment& deployment = *deployments[static_cast<std::size_t>(i % templates)].as<api::Deployment>();
        api::Pod& pod = made.emplace_back().edit();
        pod.metadata = deployment.spec->template_->metadata;
        pod.metadata.name = deployment.metadata.name.str() + "-5d8f9c7b6-" + std::to_string(i);
        pod.metadata.namespace_ = deployment.metadata.namespace_;
        pod.metadata.uid = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + i);
        pod.metadata.creationTimestamp = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600 + i / 100));
        pod.spec = deployment.spec->template_->spec;
        pod.spec.edit().nodeName = "node-" + std::to_string(i % 5'000);
        run(pod, i);
    }
    return made;
}

} // namespace kubarium::tools
