#include "validation.h"

#include "meta.h"
#include "table.h"

#include <algorithm>
#include <unordered_map>

namespace kubarium::api {

namespace {

const Rules& rulesFor(const Type& type)
{
    static const auto table = [] {
        std::unordered_map<const Type*, const Rules*> byType;
        for (const auto group : {podRules(), coreRules(), workloadRules(), scalingRules(), networkRules(),
                 storageRules(), accessRules(), clusterRules(), extensionRules()}) {
            for (const Rules& rules : group)
                byType.emplace(rules.type, &rules);
        }
        return byType;
    }();
    const auto found = table.find(&type);
    assert(found != table.end() && "every stored kind has rules: see table.h");
    return *found->second;
}

} // namespace

FieldErrors validateCreate(const Kind& kind, const ObjectPtr& object)
{
    return rulesFor(*kind.type).create(object.data());
}

// Some kinds leave the metadata out of their own rules: the server checks it for all of them before it asks those.
FieldErrors validateUpdate(const Kind& kind, const ObjectPtr& now, const ObjectPtr& old)
{
    const FieldErrors common = validateObjectMetaUpdate(now.meta(), old.meta(), FieldPath("metadata"));
    FieldErrors errors = common;
    for (FieldError& error : rulesFor(*kind.type).update(now.data(), old.data())) {
        if (std::find(common.begin(), common.end(), error) == common.end())
            errors.push_back(std::move(error));
    }
    return errors;
}

FieldErrors validateStatusUpdate(const Kind& kind, const ObjectPtr& now, const ObjectPtr& old)
{
    const Rules& rules = rulesFor(*kind.type);
    if (rules.statusUpdate)
        return rules.statusUpdate(now.data(), old.data());
    return validateObjectMetaUpdate(now.meta(), old.meta(), FieldPath("metadata"));
}

std::vector<std::string> createWarnings(const Kind& kind, const ObjectPtr& object)
{
    const Rules& rules = rulesFor(*kind.type);
    return rules.warnings ? rules.warnings(object.data()) : std::vector<std::string>();
}

} // namespace kubarium::api
