#include "patch.h"

#include "../encode.h"
#include "../fielderror.h"
#include "../govalue.h"
#include "../goword.h"
#include "conversion.h"
#include "jsonpatch.h"
#include "mergepatch.h"
#include "patchstatus.h"
#include "strategicmerge.h"

#include <optional>

namespace kubarium::api {

namespace {

// Without field validation the library reads the patch itself, in its own words.
Status undecodable(PatchType type, FieldValidation validation, const std::string& why)
{
    const bool wrapped = type != PatchType::StrategicMerge && validation != FieldValidation::Ignore;
    return badRequest((wrapped ? "error decoding patch: " : "") + why);
}

std::string cannotUnmarshal(const TreeNode& node, std::string_view into)
{
    return "json: cannot unmarshal " + std::string(goWord(node.kind)) + " into Go " + std::string(into);
}

// What is wrong with the form of a JSON patch; members that no operation has are only noted.
std::optional<std::string> operationsError(
    const TreeNode& root, FieldValidation validation, std::vector<std::string>& strict)
{
    const bool typed = validation != FieldValidation::Ignore;
    if (root.kind == NodeKind::Null)
        return std::nullopt;
    if (root.kind != NodeKind::Sequence)
        return cannotUnmarshal(root, typed ? "value of type []handlers.jsonPatchOp" : "value of type jsonpatch.Patch");
    for (std::size_t i = 0; i < root.items.size(); ++i) {
        const TreeNode& operation = root.items[i];
        if (operation.kind == NodeKind::Null)
            continue;
        if (operation.kind != NodeKind::Mapping)
            return cannotUnmarshal(
                operation, typed ? "value of type handlers.jsonPatchOp" : "value of type jsonpatch.Operation");
        for (const Member& member : operation.members) {
            const bool text = member.key == "op" || member.key == "path" || member.key == "from";
            if (typed && text && member.value.kind != NodeKind::String && member.value.kind != NodeKind::Null)
                return cannotUnmarshal(
                    member.value, "struct field jsonPatchOp." + std::string(member.key) + " of type string");
            if (!text && member.key != "value")
                strict.push_back(
                    "json patch unknown field \"[" + std::to_string(i) + "]." + std::string(member.key) + '"');
        }
    }
    return std::nullopt;
}

std::vector<std::string> duplicatesOf(const Document& patch, PatchType type)
{
    std::vector<std::string> sentences;
    for (const DuplicateKey& twice : patch.duplicates)
        sentences.push_back(
            (type == PatchType::Json ? "json patch duplicate field \"" : "duplicate field \"") + twice.path + '"');
    return sentences;
}

Result<Value> applied(const Kind& kind, const ObjectPtr& object, PatchType type, const Value& patch)
{
    const Value document = [&] { // the object says in JSON what it is
        Value value = toValue(object);
        value.editObject().set("apiVersion", Text(kind.apiVersion()));
        value.editObject().set("kind", Text(kind.kind));
        return value;
    }();
    switch (type) {
    case PatchType::Json: {
        Parsed<Value> result = applyJsonPatch(document, patch);
        if (!result)
            return patchRejected();
        return *std::move(result);
    }
    case PatchType::Merge:
        if (patch.isNull())
            return badRequest("Invalid JSON Patch");
        return applyMergePatch(document, patch);
    case PatchType::StrategicMerge:
        break;
    }
    Result<Value> result = applyStrategicMergePatch(document, patch, *kind.type);
    if (!result && result.status().code == 422)
        return patchRejected();
    return result;
}

Status invalidPatch(std::string_view shownPatch, std::string_view why)
{
    return invalidObject({}, {}, {}, {invalid(FieldPath("patch"), shownPatch, why)});
}

} // namespace

Result<PatchedObject> patched(
    const Kind& kind, const ObjectPtr& object, PatchType type, const Document& patch, FieldValidation validation)
{
    std::vector<std::string> strict = duplicatesOf(patch, type);
    if (type == PatchType::Json) {
        if (const std::optional<std::string> why = operationsError(patch.root, validation, strict))
            return undecodable(type, validation, *why);
        if (patch.root.items.size() > jsonPatchMaxOperations) {
            Status status;
            status.code = 413;
            status.reason = "RequestEntityTooLarge";
            status.message = "The allowed maximum operations in a JSON patch is "
                + std::to_string(jsonPatchMaxOperations) + ", got " + std::to_string(patch.root.items.size());
            return status;
        }
    } else if (patch.root.kind != NodeKind::Mapping && patch.root.kind != NodeKind::Null) {
        return undecodable(type, validation, cannotUnmarshal(patch.root, "value of type map[string]interface {}"));
    }

    const Value changes = toValue(patch.root);
    const Result<Value> result = applied(kind, object, type, changes);
    if (!result)
        return result.status();
    const std::string json = toJson(*result);
    const std::string shownPatch = type == PatchType::StrategicMerge ? goPlain(changes) : json;
    if (type == PatchType::StrategicMerge) {
        if (const std::optional<std::string> why = conversionError(*kind.type, *result))
            return invalidPatch(shownPatch, *why);
    }
    const ParsedJson document = parseJson(json);
    if (document.error) // deeper than any object may be
        return invalidPatch(shownPatch, document.error->message);
    DecodeReport report;
    const Result<DecodedObject> decoded = decodeObject(kind, document.document, FieldValidation::Ignore, &report);
    if (!report.types.empty())
        return invalidPatch(shownPatch, report.types.front().sentence);
    if (!decoded)
        return decoded.status();
    for (const StrictError& error : report.strict)
        strict.push_back(error.sentence());
    if (strict.empty() || validation == FieldValidation::Ignore)
        return PatchedObject{decoded->object, {}};
    if (validation == FieldValidation::Warn)
        return PatchedObject{decoded->object, std::move(strict)};
    std::string why = "strict decoding error: ";
    for (std::size_t i = 0; i < strict.size(); ++i)
        why += (i ? ", " : "") + strict[i];
    return invalidPatch(shownPatch, why);
}

Result<PatchedObject> patched(
    const Kind& kind, const ObjectPtr& object, PatchType type, std::string_view body, FieldValidation validation)
{
    const ParsedJson parsed = parseJson(body);
    if (parsed.error)
        return undecodable(type, validation, parsed.error->message);
    return patched(kind, object, type, parsed.document, validation);
}

} // namespace kubarium::api
