#include "../ipaddress.h"
#include "../tree.h"
#include "core.h"
#include "gojson.h"
#include "meta.h"
#include "resources.h"
#include "shown.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"

#include <algorithm>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view taintsAnnotation = "scheduler.alpha.kubernetes.io/taints";
constexpr std::string_view avoidPodsAnnotation = "scheduler.alpha.kubernetes.io/preferAvoidPods";

void checkTaints(FieldErrors& errors, const List<Taint>& taints, const FieldPath& path)
{
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < taints.size(); ++i) {
        const Taint& taint = taints[i];
        const FieldPath at = path.index(i);
        checkLabelKey(errors, taint.key, at.child("key"));
        std::string objections;
        for (const std::string& sentence : isLabelValue(taint.value))
            objections += (objections.empty() ? "" : ";") + sentence;
        if (!objections.empty())
            errors.push_back(invalid(at.child("value"), taint.value, objections));
        if (taint.effect.empty())
            errors.push_back(required(at.child("effect")));
        else if (std::ranges::find(TaintEffect::values, taint.effect.view()) == std::end(TaintEffect::values))
            errors.push_back(notSupported(at.child("effect"), taint.effect, TaintEffect::values));
        if (!seen.emplace(taint.effect, taint.key).second) {
            FieldError twice = duplicateShown(at, goJson(taint));
            twice.detail = "taints must be unique by key and effect pair";
            errors.push_back(std::move(twice));
        }
    }
}

// Go's decoder takes keys in any case.
const TreeNode* member(const TreeNode& node, std::string_view name)
{
    for (const Member& candidate : node.members) {
        const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        if (std::ranges::equal(candidate.key, name, same))
            return &candidate.value;
    }
    return nullptr;
}

Text scalarOf(const TreeNode& node, std::string_view name)
{
    const TreeNode* const value = member(node, name);
    return value && value->kind == NodeKind::String ? Text(value->scalar) : Text();
}

// Taints stood in an annotation before they had a field; the scheduler does not look there, the server still does.
void checkTaintsAnnotation(FieldErrors& errors, const Text& annotation, const FieldPath& path)
{
    const ParsedJson json = parseJson(annotation);
    if (json.error) {
        errors.push_back(invalid(path, taintsAnnotation, json.error->message));
        return;
    }
    List<Taint> taints;
    for (const TreeNode& node : json.document.root.items) {
        Taint& taint = taints.push_back({});
        taint.key = scalarOf(node, "key");
        taint.value = scalarOf(node, "value");
        taint.effect = scalarOf(node, "effect");
    }
    checkTaints(errors, taints, path.child(taintsAnnotation));
}

void checkAvoidPodsAnnotation(FieldErrors& errors, const Text& annotation, const FieldPath& path)
{
    const ParsedJson json = parseJson(annotation);
    if (json.error) {
        errors.push_back(invalid(path.child("AvoidPods"), avoidPodsAnnotation, json.error->message));
        return;
    }
    const TreeNode* const list = member(json.document.root, "preferAvoidPods");
    for (std::size_t i = 0; list && i < list->items.size(); ++i) {
        const FieldPath signature = path.child(avoidPodsAnnotation).index(i).child("PodSignature");
        const TreeNode* const node = member(list->items[i], "podSignature");
        const TreeNode* const owner = node ? member(*node, "podController") : nullptr;
        const TreeNode* const controls = owner ? member(*owner, "controller") : nullptr;
        if (!owner)
            errors.push_back(required(signature));
        else if (!controls || !controls->boolean)
            errors.push_back(
                invalid(signature.child("PodController").child("Controller"), false, "must point to a controller"));
    }
}

void checkNodeAnnotations(FieldErrors& errors, const Map<Text>& annotations)
{
    const FieldPath path = FieldPath("metadata").child("annotations");
    if (const Text* const taints = annotations.find(taintsAnnotation); taints && !taints->empty())
        checkTaintsAnnotation(errors, *taints, path);
    if (const Text* const avoid = annotations.find(avoidPodsAnnotation); avoid && !avoid->empty())
        checkAvoidPodsAnnotation(errors, *avoid, path);
}

void checkResources(FieldErrors& errors, const NodeStatus& status)
{
    const FieldPath path("status");
    for (const auto& [name, amount] : status.capacity)
        checkResourceQuantity(errors, name, amount, path.child("capacity").child(name));
    for (const auto& [name, amount] : status.allocatable)
        checkResourceQuantity(errors, name, amount, path.child("allocatable").child(name));
}

void checkPodCIDRs(FieldErrors& errors, const List<Text>& ranges)
{
    const FieldPath path = FieldPath("spec").child("podCIDRs");
    for (std::size_t i = 0; i < ranges.size(); ++i)
        appendInvalid(errors, path.index(i), ranges[i], isCidr(ranges[i]));
    if (ranges.size() < 2)
        return;
    std::size_t fours = 0;
    std::string unreadable;
    for (const Text& range : ranges) {
        const std::optional<Cidr> cidr = Cidr::parse(range);
        if (!cidr && unreadable.empty())
            unreadable = range;
        fours += cidr && cidr->address.isV4() ? 1 : 0;
    }
    if (!unreadable.empty()) {
        errors.push_back(internalError(path,
            "invalid PodCIDRs. failed to check with dual stack with error:failed to parse cidr value:"
                + shown(std::string_view(unreadable)) + " with error:invalid CIDR address: " + unreadable));
    }
    const bool isDualStack = unreadable.empty() && fours > 0 && fours < ranges.size();
    if (!isDualStack || ranges.size() > 2)
        errors.push_back(invalidShown(path, shownList(ranges), "may specify no more than one CIDR for each IP family"));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        if (!seen.insert(ranges[i]).second)
            errors.push_back(duplicate(path.index(i), ranges[i]));
    }
}

// Where dynamic kubelet configuration once came from. The feature is gone, the rules of its fields are not.
void checkConfigMapSource(
    FieldErrors& errors, const ConfigMapNodeConfigSource& source, bool inStatus, const FieldPath& path)
{
    if (inStatus) {
        if (source.uid.empty())
            errors.push_back(required(path.child("uid"), "uid must be set in status"));
        if (source.resourceVersion.empty())
            errors.push_back(required(path.child("resourceVersion"), "resourceVersion must be set in status"));
    } else {
        if (!source.uid.empty())
            errors.push_back(forbidden(path.child("uid"), "uid must not be set in spec"));
        if (!source.resourceVersion.empty())
            errors.push_back(forbidden(path.child("resourceVersion"), "resourceVersion must not be set in spec"));
    }
    const auto needs = [&](const Text& text, std::string_view field, Objections (*rule)(std::string_view)) {
        if (text.empty())
            errors.push_back(required(path.child(field), std::string(field) + " must be set"));
        else
            appendInvalid(errors, path.child(field), text, rule(text));
    };
    needs(source.namespace_, "namespace", isDns1123Label);
    needs(source.name, "name", isDns1123Subdomain);
    needs(source.kubeletConfigKey, "kubeletConfigKey", isConfigMapKey);
}

void checkConfigSource(FieldErrors& errors, const Box<NodeConfigSource>& source, bool inStatus, const FieldPath& path)
{
    if (!source)
        return;
    if (source->configMap)
        checkConfigMapSource(errors, *source->configMap, inStatus, path.child("configMap"));
    else
        errors.push_back(invalidShown(path, goJson(*source), "exactly one reference subfield must be non-nil"));
}

void checkAddressesDiffer(FieldErrors& errors, const List<NodeAddress>& addresses)
{
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (!seen.emplace(addresses[i].type, addresses[i].address).second)
            errors.push_back(duplicateShown(FieldPath("status").child("addresses").index(i), goJson(addresses[i])));
    }
}

// Set once, by whoever knows: the controller that hands out ranges, the cloud that made the machine.
void checkSetOnce(FieldErrors& errors, const NodeSpec& now, const NodeSpec& old)
{
    const FieldPath path("spec");
    if (!old.podCIDRs.empty() && !(now.podCIDRs == old.podCIDRs))
        errors.push_back(
            forbidden(path.child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid"));
    if (!old.providerID.empty() && !(now.providerID == old.providerID))
        errors.push_back(
            forbidden(path.child("providerID"), "node updates may not change providerID except from \"\" to valid"));
}

FieldErrors validateChange(const Node& now, const Node& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkNodeAnnotations(errors, now.metadata.annotations);
    checkResources(errors, *now.status);
    checkAddressesDiffer(errors, now.status->addresses);
    checkSetOnce(errors, *now.spec, *old.spec);
    checkConfigSource(errors, now.spec->configSource, false, FieldPath("spec").child("configSource"));
    const FieldPath config = FieldPath("status").child("config");
    checkConfigSource(errors, now.status->config->assigned, true, config.child("assigned"));
    checkConfigSource(errors, now.status->config->active, true, config.child("active"));
    checkConfigSource(errors, now.status->config->lastKnownGood, true, config.child("lastKnownGood"));
    checkTaints(errors, now.spec->taints, FieldPath("metadata").child("taints"));
    if (!(now.spec->externalID == old.spec->externalID))
        errors.push_back(forbidden(FieldPath("spec").child("externalID"), "may not be updated"));
    return errors;
}

} // namespace

FieldErrors validate(const Node& node)
{
    FieldErrors errors = validateObjectMeta(node.metadata, false, subdomainName, FieldPath("metadata"));
    checkNodeAnnotations(errors, node.metadata.annotations);
    checkTaints(
        errors, node.spec->taints, FieldPath("metadata").child("taints")); // the server's path; they are in spec
    checkResources(errors, *node.status);
    checkPodCIDRs(errors, node.spec->podCIDRs);
    return errors;
}

FieldErrors validateUpdate(const Node& now, const Node& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    append(errors, validateChange(now, old));
    return errors;
}

FieldErrors validateStatusUpdate(const Node& now, const Node& old)
{
    return validateChange(now, old);
}

std::vector<std::string> warnings(const Node& node)
{
    std::vector<std::string> all;
    if (node.spec->configSource)
        all.push_back("spec.configSource: the feature is removed");
    if (!node.spec->externalID.empty())
        all.push_back("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    for (std::size_t i = 0; i < node.spec->podCIDRs.size(); ++i) {
        std::ranges::move(
            cidrWarnings("spec.podCIDRs[" + std::to_string(i) + "]", node.spec->podCIDRs[i]), std::back_inserter(all));
    }
    return all;
}

} // namespace kubarium::api
