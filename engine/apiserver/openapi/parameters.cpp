#include "parameters.h"

#include "api/types/meta.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::openapi {

namespace {

template <class T> const api::Type& optionsType()
{
    return *api::TypeOf<T>::value;
}

std::string_view typeOf(const api::Field& field)
{
    switch (field.type->storage) {
    case api::Storage::Bool:
        return "boolean";
    case api::Storage::Int32:
    case api::Storage::Int64:
        return "integer";
    default:
        return "string";
    }
}

// Several options share a field and one of them tells what it is for.
std::string_view docOf(const api::Field& field)
{
    if (!field.doc.en.empty())
        return field.doc.en;
    static const std::array<const api::Type*, 4> told = {&optionsType<api::CreateOptions>(),
        &optionsType<api::PatchOptions>(), &optionsType<api::DeleteOptions>(), &optionsType<api::ListOptions>()};
    for (const api::Type* const type : told) {
        const api::Field* const same = type->field(field.name);
        if (same && !same->doc.en.empty())
            return same->doc.en;
    }
    return {};
}

void addOptions(Parameters& parameters, const api::Type& options)
{
    for (const api::Field& field : options.fields) {
        const bool ofAnObject = field.name == "kind" || field.name == "apiVersion";
        if (ofAnObject || field.type->storage == api::Storage::Struct) // preconditions come in a body only
            continue;
        add(parameters, {std::string(field.name), "query", typeOf(field), std::string(docOf(field))});
    }
}

} // namespace

void add(Parameters& parameters, Parameter parameter)
{
    const auto place = std::lower_bound(parameters.begin(), parameters.end(), parameter.name,
        [](const Parameter& known, const std::string& name) { return known.name < name; });
    if (place == parameters.end() || place->name != parameter.name)
        parameters.insert(place, std::move(parameter));
}

void addPretty(Parameters& parameters)
{
    add(parameters, {"pretty", "query", "string", "With true the answer is indented for people to read."});
}

Parameters optionsParameters(const api::Type& options)
{
    Parameters parameters;
    addOptions(parameters, options);
    return parameters;
}

Parameters listParameters()
{
    return optionsParameters(optionsType<api::ListOptions>());
}

Parameters createParameters()
{
    return optionsParameters(optionsType<api::CreateOptions>());
}

Parameters updateParameters()
{
    return optionsParameters(optionsType<api::UpdateOptions>());
}

Parameters patchParameters()
{
    return optionsParameters(optionsType<api::PatchOptions>());
}

Parameters deleteParameters()
{
    return optionsParameters(optionsType<api::DeleteOptions>());
}

Parameters deleteCollectionParameters()
{
    Parameters parameters = deleteParameters();
    addOptions(parameters, optionsType<api::ListOptions>());
    std::erase_if(parameters, [](const Parameter& parameter) {
        return parameter.name == "watch" || parameter.name == "allowWatchBookmarks";
    });
    return parameters;
}

Parameters takenOut(std::vector<Parameters*> ofOperations)
{
    Parameters common;
    if (ofOperations.empty())
        return common;
    for (const Parameter& parameter : *ofOperations.front()) {
        const bool everywhere = std::all_of(ofOperations.begin(), ofOperations.end(), [&](const Parameters* other) {
            return std::find(other->begin(), other->end(), parameter) != other->end();
        });
        if (everywhere)
            common.push_back(parameter);
    }
    for (Parameters* const parameters : ofOperations)
        std::erase_if(*parameters, [&](const Parameter& parameter) {
            return std::find(common.begin(), common.end(), parameter) != common.end();
        });
    return common;
}

} // namespace kubarium::apiserver::openapi
