#include "clusterfile.h"

#include "api/manifestreader.h"
#include "api/types/core-node.h"

namespace kubarium::lab {

namespace {

api::ObjectPtr node(std::string_view name, std::int64_t cores, std::string_view memory)
{
    api::Box<api::Node> made;
    api::Node& machine = made.edit();
    machine.metadata.name = api::Text(name);
    machine.metadata.labels = {
        {"kubernetes.io/arch", "amd64"}, {"kubernetes.io/hostname", api::Text(name)}, {"kubernetes.io/os", "linux"}};
    machine.status.edit().capacity = {{"cpu", api::Quantity::ofUnits(cores)},
        {"memory", api::Quantity::parse(memory).value_or(api::Quantity())}, {"pods", api::Quantity::ofUnits(110)}};
    return made;
}

api::ObjectPtr master()
{
    api::ObjectPtr made = node("master-1", 2, "4Gi");
    api::Node& machine = made.editAs<api::Node>();
    machine.metadata.labels.set("node-role.kubernetes.io/control-plane", "");
    api::Taint& taint = machine.spec.edit().taints.push_back({});
    taint.key = "node-role.kubernetes.io/control-plane";
    taint.effect = "NoSchedule";
    return made;
}

} // namespace

ClusterFile ClusterFile::standard()
{
    return {{master(), node("node-1", 4, "8Gi"), node("node-2", 4, "8Gi"), node("node-3", 4, "8Gi")}, true};
}

api::Result<ClusterFile> ClusterFile::parse(std::string_view yaml)
{
    ClusterFile file;
    file.addons = false; // only what it lists exists
    const api::ManifestReport report = api::readManifest(yaml, {"cluster file", "default"});
    for (const api::Complaint& complaint : report.complaints) {
        if (complaint.severity == api::Complaint::Severity::Warning)
            continue;
        const api::Mark mark = complaint.findings.front().mark;
        return api::badRequest(
            "cluster file:" + std::to_string(mark.line) + ":" + std::to_string(mark.column) + ": " + complaint.message);
    }
    for (const api::ManifestObject& object : report.objects)
        file.objects.push_back(object.object);
    return file;
}

} // namespace kubarium::lab
