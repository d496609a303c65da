#include "limitranger.h"

#include "../refusals.h"
#include "../resources.h"

#include "api/podresources.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <limits>

namespace kubarium::apiserver {

namespace {

using Resources = api::Map<api::Quantity>;

constexpr std::string_view annotation = "kubernetes.io/limit-ranger";

const api::Kind& rangeKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "LimitRange");
    return kind;
}

bool concerns(const Attributes& attributes, const api::ObjectPtr& object)
{
    if (attributes.old && attributes.old.meta().deletionTimestamp)
        return false;
    const std::string& part = attributes.request.subresource;
    if (object.as<api::Pod>())
        return creates(attributes) ? part.empty() : part == "resize";
    return object.as<api::PersistentVolumeClaim>() && part.empty();
}

std::vector<api::ObjectPtr> rangesOf(const Attributes& attributes)
{
    std::vector<api::ObjectPtr> ranges;
    const store::ObjectTree& all = attributes.state.store.tree(resourceId(rangeKind()));
    const std::string& home = attributes.request.namespace_;
    if (all.empty())
        return ranges;
    all.visit({home, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == home))
            return false;
        ranges.push_back(object);
        return true;
    });
    return ranges;
}

// Defaults

struct Defaults {
    Resources requests;
    Resources limits;
};

Defaults defaultsOf(const api::LimitRange& range)
{
    Defaults defaults;
    for (const api::LimitRangeItem& item : range.spec->limits) {
        if (item.type != "Container")
            continue;
        for (const auto& [name, amount] : item.defaultRequest)
            defaults.requests.set(name, amount);
        for (const auto& [name, amount] : item.default_)
            defaults.limits.set(name, amount);
    }
    return defaults;
}

// "cpu, memory": what was filled in.
std::string filledIn(Resources& resources, const Resources& defaults)
{
    std::string names;
    for (const auto& [name, amount] : defaults) {
        if (resources.contains(name))
            continue;
        resources.set(name, amount);
        names += (names.empty() ? "" : ", ") + name.str();
    }
    return names;
}

std::string fillIn(api::List<api::Container>& containers, const Defaults& defaults, const std::string& what)
{
    std::string told;
    for (std::size_t i = 0; i < containers.size(); ++i) {
        const auto tell = [&](const std::string& names, const char* kind) {
            if (!names.empty())
                told += (told.empty() ? "" : "; ") + names + kind + what + " " + containers[i].name.str();
        };
        api::ResourceRequirements resources = containers[i].resources;
        const std::string limits = filledIn(resources.limits, defaults.limits);
        const std::string requests = filledIn(resources.requests, defaults.requests);
        if (limits.empty() && requests.empty())
            continue;
        containers.edit(i).resources = std::move(resources);
        tell(requests, " request for ");
        tell(limits, " limit for ");
    }
    return told;
}

void fillIn(api::ObjectPtr& object, const Defaults& defaults)
{
    if (defaults.limits.empty() && defaults.requests.empty())
        return;
    api::Pod& pod = object.editAs<api::Pod>();
    api::PodSpec& spec = pod.spec.edit();
    std::string told = fillIn(spec.containers, defaults, "container");
    const std::string ofInit = fillIn(spec.initContainers, defaults, "init container");
    if (!ofInit.empty())
        told += (told.empty() ? "" : "; ") + ofInit;
    if (!told.empty())
        pod.metadata.annotations.set(annotation, "LimitRanger plugin set: " + told);
}

// Bounds

class Objections {
public:
    void add(std::string sentence)
    {
        if (std::ranges::find(m_sentences, sentence) == m_sentences.end())
            m_sentences.push_back(std::move(sentence));
    }

    bool empty() const { return m_sentences.empty(); }

    std::string text() const
    {
        if (m_sentences.size() == 1)
            return m_sentences.front();
        std::string all;
        for (const std::string& sentence : m_sentences)
            all += (all.empty() ? "" : ", ") + sentence;
        return "[" + all + "]";
    }

private:
    std::vector<std::string> m_sentences;
};

// What is compared with a range: the resources of a container, or of a pod as a whole.
struct Wish {
    const Resources& requests;
    const Resources& limits;
};

std::string usage(const char* bound, std::string_view name, std::string_view type, const api::Quantity& enforced)
{
    return std::string(bound) + " " + std::string(name) + " usage per " + std::string(type) + " is " + enforced.text();
}

void checkLeast(Objections& objections, const api::LimitRangeItem& item, const Wish& wish)
{
    for (const auto& [name, least] : item.min) {
        const api::Quantity* const request = wish.requests.find(name);
        const api::Quantity* const limit = wish.limits.find(name);
        const std::string sentence = usage("minimum", name, item.type, least);
        if (!request)
            objections.add(sentence + ".  No request is specified");
        else if (*request < least)
            objections.add(sentence + ", but request is " + request->text());
        else if (limit && *limit < least)
            objections.add(sentence + ", but limit is " + limit->text());
    }
}

void checkMost(Objections& objections, const api::LimitRangeItem& item, const Wish& wish)
{
    for (const auto& [name, most] : item.max) {
        const api::Quantity* const request = wish.requests.find(name);
        const api::Quantity* const limit = wish.limits.find(name);
        const std::string sentence = usage("maximum", name, item.type, most);
        if (!limit)
            objections.add(sentence + ".  No limit is specified");
        else if (most < *limit)
            objections.add(sentence + ", but limit is " + limit->text());
        else if (request && most < *request)
            objections.add(sentence + ", but request is " + request->text());
    }
}

// Claims have requests only.
void checkMostRequested(Objections& objections, const api::LimitRangeItem& item, const Resources& requests)
{
    for (const auto& [name, most] : item.max) {
        const api::Quantity* const request = requests.find(name);
        const std::string sentence = usage("maximum", name, item.type, most);
        if (!request)
            objections.add(sentence + ".  No request is specified");
        else if (most < *request)
            objections.add(sentence + ", but request is " + request->text());
    }
}

void checkRatio(Objections& objections, const api::LimitRangeItem& item, const Wish& wish)
{
    for (const auto& [name, most] : item.maxLimitRequestRatio) {
        const api::Quantity* const request = wish.requests.find(name);
        const api::Quantity* const limit = wish.limits.find(name);
        const std::string sentence =
            name.str() + " max limit to request ratio per " + item.type.str() + " is " + most.text();
        if (!request || request->isZero()) {
            objections.add(sentence + ", but no request is specified or request is 0");
        } else if (!limit || limit->isZero()) {
            objections.add(sentence + ", but no limit is specified or limit is 0");
        } else {
            const double ratio = static_cast<double>(limit->nano()) / static_cast<double>(request->nano());
            if (ratio * 1000 > static_cast<double>(most.milli()))
                objections.add(sentence + ", but provided ratio is " + std::to_string(ratio));
        }
    }
}

Resources withWhole(Resources sum, const Resources& whole)
{
    for (const auto& [name, amount] : whole) {
        if (api::isPodLevelResource(name))
            sum.set(name, amount);
    }
    return sum;
}

void check(Objections& objections, const api::LimitRangeItem& item, const Wish& wish)
{
    checkLeast(objections, item, wish);
    checkMost(objections, item, wish);
    checkRatio(objections, item, wish);
}

void check(Objections& objections, const api::LimitRangeItem& item, const api::PodSpec& spec)
{
    if (item.type == "Container") {
        for (const api::List<api::Container>* const containers : {&spec.containers, &spec.initContainers}) {
            for (const api::Container& container : *containers)
                check(objections, item, Wish{container.resources.requests, container.resources.limits});
        }
    } else if (item.type == "Pod") {
        const Resources requests = withWhole(api::containersRequests(spec), spec.resources->requests);
        const Resources limits = withWhole(api::containersLimits(spec), spec.resources->limits);
        check(objections, item, Wish{requests, limits});
    }
}

void check(Objections& objections, const api::LimitRangeItem& item, const api::PersistentVolumeClaimSpec& spec)
{
    if (item.type != "PersistentVolumeClaim")
        return;
    const Resources none; // a claim's limits are nobody's wish
    checkLeast(objections, item, Wish{spec.resources.requests, none});
    checkMostRequested(objections, item, spec.resources.requests);
}

} // namespace

std::optional<api::Status> LimitRanger::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    if (!concerns(attributes, object) || !object.as<api::Pod>() || !creates(attributes))
        return std::nullopt;
    for (const api::ObjectPtr& range : rangesOf(attributes))
        fillIn(object, defaultsOf(*range.as<api::LimitRange>()));
    return std::nullopt;
}

std::optional<api::Status> LimitRanger::validate(const Attributes& attributes, const api::ObjectPtr& object) const
{
    if (!concerns(attributes, object))
        return std::nullopt;
    for (const api::ObjectPtr& range : rangesOf(attributes)) { // the first that objects speaks
        Objections objections;
        for (const api::LimitRangeItem& item : range.as<api::LimitRange>()->spec->limits) {
            if (const auto* const pod = object.as<api::Pod>())
                check(objections, item, *pod->spec);
            else
                check(objections, item, *object.as<api::PersistentVolumeClaim>()->spec);
        }
        if (!objections.empty())
            return refusals::forbidden(attributes.kind, nameOf(attributes, object), objections.text());
    }
    return std::nullopt;
}

} // namespace kubarium::apiserver
