#include "hpametrics.h"

#include "../decode.h"
#include "../encode.h"
#include "../tree.h"
#include "../validation/gojson.h"

#include "api/types/autoscaling.h"

#include <charconv>

namespace kubarium::api {

namespace {

// A JSON object member by member, in Go's order of fields.
class JsonObject {
public:
    JsonObject& add(std::string_view name, const std::string& json)
    {
        m_json += m_json.size() > 1 ? "," : "";
        appendJsonString(m_json, name);
        m_json += ':' + json;
        return *this;
    }

    JsonObject& add(std::string_view name, const Text& text)
    {
        std::string json;
        appendJsonString(json, text);
        return add(name, json);
    }

    JsonObject& add(std::string_view name, const Quantity& value) { return add(name, '"' + value.text() + '"'); }

    template <class T> JsonObject& addIfSet(std::string_view name, const Optional<T>& value)
    {
        if constexpr (std::is_integral_v<T>)
            return value ? add(name, std::to_string(*value)) : *this;
        else
            return value ? add(name, *value) : *this;
    }

    JsonObject& addIfSet(std::string_view name, const Box<LabelSelector>& selector)
    {
        return selector ? add(name, toJson(*TypeOf<LabelSelector>::value, &*selector)) : *this;
    }

    JsonObject& add(std::string_view name, const CrossVersionObjectReference& reference)
    {
        return add(name, toJson(*TypeOf<CrossVersionObjectReference>::value, &reference));
    }

    std::string text() const { return m_json + '}'; }

private:
    std::string m_json = "{";
};

template <class T, class Write> std::string jsonList(const List<T>& items, Write write)
{
    std::string json;
    for (const T& item : items)
        json += (json.empty() ? "" : ",") + write(item);
    return '[' + json + ']';
}

std::string asV1(const ObjectMetricSource& source)
{
    return JsonObject()
        .add("target", source.describedObject)
        .add("metricName", source.metric.name)
        .add("targetValue", source.target.value.valueOr(Quantity()))
        .addIfSet("selector", source.metric.selector)
        .addIfSet("averageValue", source.target.averageValue)
        .text();
}

std::string asV1(const PodsMetricSource& source)
{
    return JsonObject()
        .add("metricName", source.metric.name)
        .add("targetAverageValue", source.target.averageValue.valueOr(Quantity()))
        .addIfSet("selector", source.metric.selector)
        .text();
}

JsonObject resourceAsV1(const Text& name, const MetricTarget& target)
{
    JsonObject json;
    json.add("name", name)
        .addIfSet("targetAverageUtilization", target.averageUtilization)
        .addIfSet("targetAverageValue", target.averageValue);
    return json;
}

std::string asV1(const ResourceMetricSource& source)
{
    return resourceAsV1(source.name, source.target).text();
}

std::string asV1(const ContainerResourceMetricSource& source)
{
    return resourceAsV1(source.name, source.target).add("container", source.container).text();
}

std::string asV1(const ExternalMetricSource& source)
{
    return JsonObject()
        .add("metricName", source.metric.name)
        .addIfSet("metricSelector", source.metric.selector)
        .addIfSet("targetValue", source.target.value)
        .addIfSet("targetAverageValue", source.target.averageValue)
        .text();
}

std::string asV1(const ObjectMetricStatus& status)
{
    return JsonObject()
        .add("target", status.describedObject)
        .add("metricName", status.metric.name)
        .add("currentValue", status.current.value.valueOr(Quantity()))
        .addIfSet("selector", status.metric.selector)
        .addIfSet("averageValue", status.current.averageValue)
        .text();
}

std::string asV1(const PodsMetricStatus& status)
{
    return JsonObject()
        .add("metricName", status.metric.name)
        .add("currentAverageValue", status.current.averageValue.valueOr(Quantity()))
        .addIfSet("selector", status.metric.selector)
        .text();
}

JsonObject currentResourceAsV1(const Text& name, const MetricValueStatus& current)
{
    JsonObject json;
    json.add("name", name)
        .addIfSet("currentAverageUtilization", current.averageUtilization)
        .add("currentAverageValue", current.averageValue.valueOr(Quantity()));
    return json;
}

std::string asV1(const ResourceMetricStatus& status)
{
    return currentResourceAsV1(status.name, status.current).text();
}

std::string asV1(const ContainerResourceMetricStatus& status)
{
    return currentResourceAsV1(status.name, status.current).add("container", status.container).text();
}

std::string asV1(const ExternalMetricStatus& status)
{
    return JsonObject()
        .add("metricName", status.metric.name)
        .addIfSet("metricSelector", status.metric.selector)
        .add("currentValue", status.current.value.valueOr(Quantity()))
        .addIfSet("currentAverageValue", status.current.averageValue)
        .text();
}

// A metric, or what was last seen of it: both name their source in the same way.
template <class Metric> std::string metricAsV1(const Metric& metric)
{
    JsonObject json;
    json.add("type", metric.type);
    const auto addSource = [&](std::string_view name, const auto& source) {
        if (source)
            json.add(name, asV1(*source));
    };
    addSource("object", metric.object);
    addSource("pods", metric.pods);
    addSource("resource", metric.resource);
    addSource("containerResource", metric.containerResource);
    addSource("external", metric.external);
    return json.text();
}

// Reads members as Go's decoder does: names in any case, null as if it were not there, and one value of a wrong kind
// spoils the whole text.
class Reader {
public:
    explicit Reader(std::string_view json) : m_json(parseJson(json)), m_ok(!m_json.error) { }

    const TreeNode& root() const { return m_json.document.root; }

    bool ok() const { return m_ok; }

    const TreeNode* member(const TreeNode& node, std::string_view name)
    {
        if (node.kind != NodeKind::Mapping) {
            m_ok = false;
            return nullptr;
        }
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        for (const Member& member : node.members) {
            const bool same = std::equal(member.key.begin(), member.key.end(), name.begin(), name.end(),
                [&](char a, char b) { return lower(a) == lower(b); });
            if (same)
                return member.value.kind == NodeKind::Null ? nullptr : &member.value;
        }
        return nullptr;
    }

    Text text(const TreeNode& node, std::string_view name)
    {
        const TreeNode* const value = member(node, name);
        return value && expect(*value, NodeKind::String) ? Text(value->scalar) : Text();
    }

    Optional<std::int32_t> number(const TreeNode& node, std::string_view name)
    {
        const TreeNode* const value = member(node, name);
        if (!value || !expect(*value, NodeKind::Number))
            return {};
        std::int32_t number = 0;
        const char* const end = value->scalar.data() + value->scalar.size();
        const auto [stopped, error] = std::from_chars(value->scalar.data(), end, number);
        m_ok &= error == std::errc() && stopped == end;
        return number;
    }

    Optional<Quantity> quantity(const TreeNode& node, std::string_view name)
    {
        const TreeNode* const value = member(node, name);
        if (!value)
            return {};
        const bool isText = value->kind == NodeKind::String || value->kind == NodeKind::Number;
        const std::optional<Quantity> quantity = isText ? Quantity::parse(value->scalar) : std::nullopt;
        m_ok &= quantity.has_value();
        return quantity.value_or(Quantity());
    }

    // A struct that is the same in both versions.
    template <class T> T same(const TreeNode& node)
    {
        T value;
        m_ok &= node.kind == NodeKind::Mapping && decode(*TypeOf<T>::value, &value, node).types.empty();
        return value;
    }

    template <class T> T same(const TreeNode& node, std::string_view name)
    {
        const TreeNode* const value = member(node, name);
        return value ? same<T>(*value) : T();
    }

    MetricIdentifier metric(const TreeNode& node, std::string_view selectorName)
    {
        MetricIdentifier metric;
        metric.name = text(node, "metricName");
        if (const TreeNode* const selector = member(node, selectorName))
            metric.selector = same<LabelSelector>(*selector);
        return metric;
    }

    template <class T, class Read> std::optional<List<T>> list(const TreeNode& node, Read read)
    {
        List<T> items;
        m_ok &= node.kind == NodeKind::Sequence || node.kind == NodeKind::Null;
        for (const TreeNode& item : node.items)
            items.push_back(read(item));
        return m_ok ? std::optional(items) : std::nullopt;
    }

private:
    bool expect(const TreeNode& node, NodeKind kind)
    {
        m_ok &= node.kind == kind;
        return node.kind == kind;
    }

    ParsedJson m_json;
    bool m_ok;
};

Quantity orZero(const Optional<Quantity>& value)
{
    return value.valueOr(Quantity());
}

// Which of the values a target is made of is told by its type in v2; v1 has to be asked which are there.
void read(Reader& in, const TreeNode& node, ObjectMetricSource& source)
{
    source.describedObject = in.same<CrossVersionObjectReference>(node, "target");
    source.metric = in.metric(node, "selector");
    source.target.value = orZero(in.quantity(node, "targetValue"));
    source.target.averageValue = in.quantity(node, "averageValue");
    source.target.type = source.target.averageValue ? MetricTargetType::AverageValue : MetricTargetType::Value;
}

void read(Reader& in, const TreeNode& node, PodsMetricSource& source)
{
    source.metric = in.metric(node, "selector");
    source.target.type = MetricTargetType::AverageValue;
    source.target.averageValue = orZero(in.quantity(node, "targetAverageValue"));
}

MetricTarget resourceTarget(Reader& in, const TreeNode& node)
{
    MetricTarget target;
    target.averageUtilization = in.number(node, "targetAverageUtilization");
    target.averageValue = in.quantity(node, "targetAverageValue");
    target.type = target.averageUtilization ? MetricTargetType::Utilization : MetricTargetType::AverageValue;
    return target;
}

void read(Reader& in, const TreeNode& node, ResourceMetricSource& source)
{
    source.name = in.text(node, "name");
    source.target = resourceTarget(in, node);
}

void read(Reader& in, const TreeNode& node, ContainerResourceMetricSource& source)
{
    source.name = in.text(node, "name");
    source.container = in.text(node, "container");
    source.target = resourceTarget(in, node);
}

void read(Reader& in, const TreeNode& node, ExternalMetricSource& source)
{
    source.metric = in.metric(node, "metricSelector");
    source.target.value = in.quantity(node, "targetValue");
    source.target.averageValue = in.quantity(node, "targetAverageValue");
    source.target.type = source.target.value ? MetricTargetType::Value : MetricTargetType::AverageValue;
}

void read(Reader& in, const TreeNode& node, ObjectMetricStatus& status)
{
    status.describedObject = in.same<CrossVersionObjectReference>(node, "target");
    status.metric = in.metric(node, "selector");
    status.current.value = orZero(in.quantity(node, "currentValue"));
    status.current.averageValue = in.quantity(node, "averageValue");
}

void read(Reader& in, const TreeNode& node, PodsMetricStatus& status)
{
    status.metric = in.metric(node, "selector");
    status.current.averageValue = orZero(in.quantity(node, "currentAverageValue"));
}

MetricValueStatus currentResource(Reader& in, const TreeNode& node)
{
    MetricValueStatus current;
    current.averageUtilization = in.number(node, "currentAverageUtilization");
    current.averageValue = orZero(in.quantity(node, "currentAverageValue"));
    return current;
}

void read(Reader& in, const TreeNode& node, ResourceMetricStatus& status)
{
    status.name = in.text(node, "name");
    status.current = currentResource(in, node);
}

void read(Reader& in, const TreeNode& node, ContainerResourceMetricStatus& status)
{
    status.name = in.text(node, "name");
    status.container = in.text(node, "container");
    status.current = currentResource(in, node);
}

void read(Reader& in, const TreeNode& node, ExternalMetricStatus& status)
{
    status.metric = in.metric(node, "metricSelector");
    status.current.value = orZero(in.quantity(node, "currentValue"));
    status.current.averageValue = in.quantity(node, "currentAverageValue");
}

template <class Metric> Metric metricFromV1(Reader& in, const TreeNode& node)
{
    Metric metric;
    metric.type = in.text(node, "type");
    const auto readSource = [&](std::string_view name, auto& source) {
        if (const TreeNode* const value = in.member(node, name))
            read(in, *value, source.edit());
    };
    readSource("object", metric.object);
    readSource("pods", metric.pods);
    readSource("resource", metric.resource);
    readSource("containerResource", metric.containerResource);
    readSource("external", metric.external);
    return metric;
}

Box<HPAScalingRules> scalingRules(Reader& in, const TreeNode& behavior, std::string_view name)
{
    const TreeNode* const node = in.member(behavior, name);
    if (!node)
        return {};
    HPAScalingRules rules;
    rules.stabilizationWindowSeconds = in.number(*node, "StabilizationWindowSeconds");
    rules.selectPolicy = in.text(*node, "SelectPolicy");
    rules.tolerance = in.quantity(*node, "Tolerance");
    if (const TreeNode* const policies = in.member(*node, "Policies")) {
        const auto policy = [&](const TreeNode& item) {
            return HPAScalingPolicy{in.text(item, "Type"), in.number(item, "Value").valueOr(0),
                in.number(item, "PeriodSeconds").valueOr(0)};
        };
        rules.policies = in.list<HPAScalingPolicy>(*policies, policy).value_or(List<HPAScalingPolicy>());
    }
    return rules;
}

} // namespace

std::string metricsAsV1(const List<MetricSpec>& metrics)
{
    return jsonList(metrics, metricAsV1<MetricSpec>);
}

std::optional<List<MetricSpec>> metricsFromV1(std::string_view json)
{
    Reader in(json);
    return in.list<MetricSpec>(in.root(), [&](const TreeNode& node) { return metricFromV1<MetricSpec>(in, node); });
}

std::string currentMetricsAsV1(const List<MetricStatus>& metrics)
{
    return jsonList(metrics, metricAsV1<MetricStatus>);
}

std::optional<List<MetricStatus>> currentMetricsFromV1(std::string_view json)
{
    Reader in(json);
    return in.list<MetricStatus>(in.root(), [&](const TreeNode& node) { return metricFromV1<MetricStatus>(in, node); });
}

std::string behaviorAsV1(const HorizontalPodAutoscalerBehavior& behavior)
{
    return goJson(behavior);
}

Box<HorizontalPodAutoscalerBehavior> behaviorFromV1(std::string_view json)
{
    Reader in(json);
    HorizontalPodAutoscalerBehavior behavior;
    behavior.scaleUp = scalingRules(in, in.root(), "ScaleUp");
    behavior.scaleDown = scalingRules(in, in.root(), "ScaleDown");
    if (!in.ok() || (!behavior.scaleUp && !behavior.scaleDown))
        return {};
    return behavior;
}

std::string conditionsAsV1(const List<HorizontalPodAutoscalerCondition>& conditions)
{
    return jsonList(conditions, [](const HorizontalPodAutoscalerCondition& condition) {
        return toJson(*TypeOf<HorizontalPodAutoscalerCondition>::value, &condition);
    });
}

std::optional<List<HorizontalPodAutoscalerCondition>> conditionsFromV1(std::string_view json)
{
    Reader in(json);
    return in.list<HorizontalPodAutoscalerCondition>(
        in.root(), [&](const TreeNode& node) { return in.same<HorizontalPodAutoscalerCondition>(node); });
}

} // namespace kubarium::api
