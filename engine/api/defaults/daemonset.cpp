#include "daemonset.h"

#include "api/goformat.h"
#include "api/types/apps.h"

#include <algorithm>
#include <optional>

namespace kubarium::api {

namespace {

std::int64_t generationOf(const DaemonSet& set)
{
    const Text* const said = set.metadata.annotations.find(templateGenerationAnnotation);
    return said ? goInteger(*said).value_or(0) : 0;
}

} // namespace

void settleTemplateGeneration(DaemonSet& set, const DaemonSet* old)
{
    std::int64_t generation = generationOf(old ? *old : set);
    if (!old)
        generation = std::max<std::int64_t>(generation, 1);
    else if (!(set.spec->template_ == old->spec->template_))
        ++generation;
    set.metadata.annotations.set(templateGenerationAnnotation, Text(std::to_string(generation)));
}

} // namespace kubarium::api
