#include "table.h"

#include "api/types/apiextensions.h"

namespace kubarium::api {

namespace {

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

// The names that follow from the kind: CronTab is "crontab" in the singular, and its list a CronTabList.
void setNames(CustomResourceDefinitionNames& names)
{
    if (names.singular.empty())
        names.singular = lowered(names.kind);
    if (names.listKind.empty() && !names.kind.empty())
        names.listKind = names.kind.str() + "List";
}

} // namespace

void setDefaults(CustomResourceDefinition& definition)
{
    CustomResourceDefinitionSpec& spec = definition.spec.edit();
    setNames(spec.names);
    if (!spec.conversion)
        spec.conversion.edit().strategy = ConversionStrategyType::None;

    if (!definition.status->storedVersions.empty())
        return;
    const auto stored = std::find_if(spec.versions.begin(), spec.versions.end(),
        [](const CustomResourceDefinitionVersion& version) { return version.storage; });
    if (stored != spec.versions.end())
        definition.status.edit().storedVersions.push_back(stored->name);
}

std::span<const Defaulter> extensionDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<CustomResourceDefinition>()};
    return defaulters;
}

} // namespace kubarium::api
