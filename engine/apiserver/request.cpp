#include "request.h"

#include <algorithm>

namespace kubarium::apiserver {

bool Identity::memberOf(std::string_view group) const
{
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::string_view text(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return "get";
    case Verb::List:
        return "list";
    case Verb::Watch:
        return "watch";
    case Verb::Create:
        return "create";
    case Verb::Update:
        return "update";
    case Verb::Patch:
        return "patch";
    case Verb::Delete:
        return "delete";
    case Verb::DeleteCollection:
        return "deletecollection";
    }
    return "";
}

std::string_view text(Stage stage)
{
    switch (stage) {
    case Stage::Authentication:
        return "authentication";
    case Stage::Authorization:
        return "authorization";
    case Stage::Decoding:
        return "decoding";
    case Stage::MutatingAdmission:
        return "mutating admission";
    case Stage::Validation:
        return "validation";
    case Stage::ValidatingAdmission:
        return "validating admission";
    case Stage::Storage:
        return "etcd";
    }
    return "";
}

} // namespace kubarium::apiserver
