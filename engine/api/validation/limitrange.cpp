#include "core.h"
#include "meta.h"
#include "resources.h"

#include "api/types/core-config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <set>

namespace kubarium::api {

namespace {

void checkLimitType(FieldErrors& errors, const Text& type, const FieldPath& path)
{
    const Objections objections = isQualifiedName(type);
    appendInvalid(errors, path, type, objections);
    const bool isOurs = type.view().find('/') == std::string_view::npos;
    if (objections.empty() && isOurs
        && std::ranges::find(LimitType::values, type.view()) == std::end(LimitType::values))
        errors.push_back(invalid(path, type, "must be a standard limit type or fully qualified"));
}

// Every resource is judged alone; what is not given is null.
struct Bounds {
    const Quantity* max;
    const Quantity* min;
    const Quantity* limit; // the default of limits
    const Quantity* request; // the default of requests
    const Quantity* ratio;
};

std::string fixed(double number)
{
    std::array<char, 400> text;
    return {
        text.data(), std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, 6).ptr};
}

// In thousandths as long as they fit into 64 bits, in whole units beyond.
double ratioOf(const Quantity& max, const Quantity& min, bool inMilli)
{
    return inMilli ? static_cast<double>(max.milli()) / static_cast<double>(min.milli())
                   : static_cast<double>(max.units()) / static_cast<double>(min.units());
}

class ItemCheck {
public:
    ItemCheck(FieldErrors& errors, const LimitRangeItem& item, const FieldPath& path)
        : m_errors(errors),
          m_item(item),
          m_path(path)
    {
    }

    void run()
    {
        names(m_item.max, "max");
        names(m_item.min, "min");
        const bool isPod = m_item.type == LimitType::Pod;
        if (isPod) {
            onlyBelowPods(m_item.default_, "default");
            onlyBelowPods(m_item.defaultRequest, "defaultRequest");
        } else {
            names(m_item.default_, "default");
            names(m_item.defaultRequest, "defaultRequest");
        }
        if (m_item.type == LimitType::PersistentVolumeClaim && !m_item.min.contains("storage")
            && !m_item.max.contains("storage")) {
            m_errors.push_back(required(m_path.child("limits"),
                "either minimum or maximum storage value is required, but neither was provided"));
        }
        names(m_item.maxLimitRequestRatio, "maxLimitRequestRatio");
        for (const std::string_view name : m_names) {
            bounds(name,
                {m_item.max.find(name), m_item.min.find(name), isPod ? nullptr : m_item.default_.find(name),
                    isPod ? nullptr : m_item.defaultRequest.find(name), m_item.maxLimitRequestRatio.find(name)});
        }
    }

private:
    void names(const Map<Quantity>& amounts, std::string_view field)
    {
        const bool ofContainers = m_item.type == LimitType::Pod || m_item.type == LimitType::Container;
        for (const auto& [name, amount] : amounts) {
            appendInvalid(m_errors, m_path.child(field).key(name), name,
                ofContainers ? isContainerResourceName(name) : isQualifiedResourceName(name));
            m_names.insert(name);
        }
    }

    void onlyBelowPods(const Map<Quantity>& amounts, std::string_view field)
    {
        if (!amounts.empty())
            m_errors.push_back(forbidden(m_path.child(field), "may not be specified when `type` is 'Pod'"));
    }

    void refuse(std::string_view field, std::string_view name, const Quantity& value, const std::string& sentence)
    {
        m_errors.push_back(invalid(m_path.child(field).key(name), value, sentence));
    }

    void bounds(std::string_view name, const Bounds& of)
    {
        const auto above = [](const Quantity* a, const Quantity* b) { return a && b && *a > *b; };
        const auto says = [](std::string_view left, const Quantity* a, std::string_view right, const Quantity* b) {
            return std::string(left) + ' ' + a->text() + " is greater than " + std::string(right) + ' ' + b->text();
        };
        if (above(of.min, of.max))
            refuse("min", name, *of.min, says("min value", of.min, "max value", of.max));
        if (above(of.min, of.request))
            refuse("defaultRequest", name, *of.request, says("min value", of.min, "default request value", of.request));
        if (above(of.request, of.max))
            refuse("defaultRequest", name, *of.request, says("default request value", of.request, "max value", of.max));
        if (above(of.request, of.limit)) {
            refuse("defaultRequest", name, *of.request,
                says("default request value", of.request, "default limit value", of.limit));
        }
        // The next two show the bound, not the default that breaks it.
        if (above(of.min, of.limit))
            refuse("default", name, *of.min, says("min value", of.min, "default value", of.limit));
        if (above(of.limit, of.max))
            refuse("default", name, *of.max, says("default value", of.limit, "max value", of.max));
        ratio(name, of);
        if (!isOvercommitAllowed(name) && of.limit && of.request && *of.limit != *of.request) {
            refuse("defaultRequest", name, *of.request,
                "default value " + of.limit->text() + " must equal to defaultRequest value " + of.request->text()
                    + " in " + std::string(name));
        }
    }

    void ratio(std::string_view name, const Bounds& of)
    {
        if (!of.ratio)
            return;
        if (*of.ratio < Quantity::ofUnits(1))
            refuse("maxLimitRequestRatio", name, *of.ratio, "ratio " + of.ratio->text() + " is less than 1");
        if (!of.max || !of.min)
            return;
        constexpr std::int64_t mostMilli = std::numeric_limits<std::int64_t>::max() / 1000;
        const bool inMilli =
            of.ratio->units() < mostMilli && of.min->units() < mostMilli && of.max->units() < mostMilli;
        const double wanted =
            inMilli ? static_cast<double>(of.ratio->milli()) / 1000 : static_cast<double>(of.ratio->units());
        const double possible = ratioOf(*of.max, *of.min, inMilli);
        if (wanted > possible) {
            refuse("maxLimitRequestRatio", name, *of.ratio,
                "ratio " + of.ratio->text() + " is greater than max/min = " + fixed(possible));
        }
    }

    FieldErrors& m_errors;
    const LimitRangeItem& m_item;
    const FieldPath& m_path;
    std::set<std::string_view> m_names;
};

} // namespace

FieldErrors validate(const LimitRange& range)
{
    FieldErrors errors = validateObjectMeta(range.metadata, true, subdomainName, FieldPath("metadata"));
    std::set<std::string_view> seen;
    const List<LimitRangeItem>& limits = range.spec->limits;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const FieldPath path = FieldPath("spec").child("limits").index(i);
        checkLimitType(errors, limits[i].type, path.child("type"));
        if (!seen.insert(limits[i].type).second)
            errors.push_back(duplicate(path.child("type"), limits[i].type));
        ItemCheck(errors, limits[i], path).run();
    }
    return errors;
}

FieldErrors validateUpdate(const LimitRange& now, const LimitRange& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
