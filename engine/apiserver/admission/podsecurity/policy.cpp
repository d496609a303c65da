#include "policy.h"

#include <algorithm>
#include <charconv>

namespace kubarium::apiserver::podsecurity {

namespace {

constexpr std::string_view prefix = "pod-security.kubernetes.io/";
constexpr std::string_view levels[] = {"privileged", "baseline", "restricted"};

class Reader {
public:
    Reader(const api::Map<api::Text>& labels, Policy& policy) : m_labels(labels), m_policy(policy) { }

    // `otherwise`: the level that a label means which cannot be read.
    void read(Standard& standard, const std::string& mode, Level otherwise)
    {
        if (const api::Text* const level = find(mode)) {
            const auto* const known = std::find(std::begin(levels), std::end(levels), level->view());
            const bool isKnown = known != std::end(levels);
            standard.level = isKnown ? static_cast<Level>(known - std::begin(levels)) : otherwise;
            if (!isKnown)
                complain(mode, *level, "must be one of privileged, baseline, restricted");
        }
        if (const api::Text* const version = find(mode + "-version"); version && *version != "latest") {
            standard.minor = minorOf(*version);
            if (!standard.minor)
                complain(mode + "-version", *version, "must be \"latest\" or \"v1.x\"");
        }
    }

private:
    const api::Text* find(const std::string& label) const { return m_labels.find(std::string(prefix) + label); }

    static std::optional<int> minorOf(std::string_view version)
    {
        if (!version.starts_with("v1."))
            return std::nullopt;
        version.remove_prefix(3);
        const bool isWritten = version == "0" || (!version.empty() && version.front() >= '1' && version.front() <= '9');
        int minor = 0;
        const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), minor);
        const bool isNumber = error == std::errc() && end == version.data() + version.size();
        return isWritten && isNumber ? std::optional(minor) : std::nullopt;
    }

    void complain(const std::string& label, const api::Text& value, std::string_view why)
    {
        const std::string key = std::string(prefix) + label;
        m_policy.errors.push_back(api::invalid(api::FieldPath("metadata").child("labels").key(key), value, why));
    }

    const api::Map<api::Text>& m_labels;
    Policy& m_policy;
};

} // namespace

std::string Standard::text() const
{
    return std::string(levels[static_cast<std::size_t>(level)]) + ":"
        + (minor ? "v1." + std::to_string(*minor) : "latest");
}

Policy policyOf(const api::Map<api::Text>& namespaceLabels)
{
    Policy policy;
    const bool hasAny = std::any_of(namespaceLabels.begin(), namespaceLabels.end(),
        [](const auto& label) { return label.key.view().starts_with(prefix); });
    if (!hasAny)
        return policy;
    Reader reader(namespaceLabels, policy);
    reader.read(policy.enforce, "enforce", Level::Restricted);
    reader.read(policy.audit, "audit", Level::Privileged);
    reader.read(policy.warn, "warn", Level::Privileged);
    return policy;
}

} // namespace kubarium::apiserver::podsecurity
