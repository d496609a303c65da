#include "crdparts.h"

#include "crdschema.h"
#include "shown.h"
#include "webhookclient.h"
#include "x509.h"

#include "../base64.h"
#include "../printable.h"
#include "../utf8.h"

#include "api/types/apiextensions.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view reviewVersions[] = {"v1", "v1beta1"};
constexpr std::size_t mostSelectableFields = 8;
constexpr std::size_t longestWarning = 256;

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool isSimplePath(FieldErrors& errors, const Text& text, const FieldPath& path)
{
    if (text.view().front() == '.')
        return true;
    errors.push_back(invalid(path, text, "must be a simple json path starting with ."));
    return false;
}

void checkOneOf(
    FieldErrors& errors, const Text& text, std::span<const std::string_view> sorted, bool needed, const FieldPath& path)
{
    if (std::find(sorted.begin(), sorted.end(), text.view()) != sorted.end() || (text.empty() && !needed))
        return;
    std::string sentence = "must be one of ";
    for (const std::string_view word : sorted)
        sentence += (word == sorted.front() ? "" : ",") + std::string(word);
    if (text.empty())
        errors.push_back(required(path, sentence));
    else
        errors.push_back(invalid(path, text, sentence));
}

// The first character that would not show in a terminal, as Go counts: by bytes.
std::optional<std::size_t> firstUnprintable(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        char32_t point = 0xFFFD; // what Go sees in a byte that belongs to no character; it prints
        if (length > 0) {
            const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
            static constexpr unsigned char masks[] = {0x7f, 0x1f, 0x0f, 0x07};
            point = byte(i) & masks[length - 1];
            for (std::size_t k = 1; k < length; ++k)
                point = point << 6U | (byte(i + k) & 0x3fU);
        }
        if (!isPrintable(point))
            return i;
        i += std::max<std::size_t>(length, 1);
    }
    return {};
}

} // namespace

std::string joined(const Objections& objections)
{
    std::string out;
    for (const std::string& objection : objections)
        out += (out.empty() ? "" : ",") + objection;
    return out;
}

void checkNames(FieldErrors& errors, const CustomResourceDefinitionNames& names, const FieldPath& path)
{
    const auto checkName = [&](const Text& name, const FieldPath& at) {
        if (const Objections objections = isDns1035Label(name); !objections.empty())
            errors.push_back(invalid(at, name, joined(objections)));
    };
    const auto checkKind = [&](const Text& kind, const FieldPath& at) {
        if (const Objections objections = isDns1035Label(lowered(kind)); !kind.empty() && !objections.empty()) {
            errors.push_back(
                invalid(at, kind, "may have mixed case, but should otherwise match: " + joined(objections)));
        }
    };
    if (!names.plural.empty())
        checkName(names.plural, path.child("plural"));
    if (!names.singular.empty())
        checkName(names.singular, path.child("singular"));
    checkKind(names.kind, path.child("kind"));
    checkKind(names.listKind, path.child("listKind"));
    for (std::size_t i = 0; i < names.shortNames.size(); ++i)
        checkName(names.shortNames[i], path.child("shortNames").index(i));
    // Else nobody could tell an object from a list.
    if (!names.kind.empty() && names.kind == names.listKind)
        errors.push_back(invalid(path.child("listKind"), names.listKind, "kind and listKind may not be the same"));
    for (std::size_t i = 0; i < names.categories.size(); ++i)
        checkName(names.categories[i], path.child("categories").index(i));
}

void checkSubresources(FieldErrors& errors, const Box<CustomResourceSubresources>& subresources, const FieldPath& path)
{
    if (!subresources->scale)
        return;
    const CustomResourceSubresourceScale& scale = *subresources->scale;
    const FieldPath at = path.child("scale");
    const auto checkReplicas = [&](const Text& text, std::string_view name, std::string_view parent) {
        const FieldPath place = at.child(name);
        if (text.empty()) {
            errors.push_back(required(place));
        } else if (isSimplePath(errors, text, place) && !text.view().starts_with("." + std::string(parent) + ".")) {
            errors.push_back(invalid(place, text, "should be a json path under ." + std::string(parent)));
        }
    };
    checkReplicas(scale.specReplicasPath, "specReplicasPath", "spec");
    checkReplicas(scale.statusReplicasPath, "statusReplicasPath", "status");
    const Text& selector = scale.labelSelectorPath;
    const FieldPath place = at.child("labelSelectorPath");
    if (!selector.empty() && isSimplePath(errors, selector, place) && !selector.view().starts_with(".spec.")
        && !selector.view().starts_with(".status."))
        errors.push_back(invalid(place, selector, "should be a json path under either .spec or .status"));
}

void checkColumns(FieldErrors& errors, const List<CustomResourceColumnDefinition>& columns, const FieldPath& path)
{
    static constexpr std::string_view types[] = {"boolean", "date", "integer", "number", "string"};
    static constexpr std::string_view formats[] = {
        "byte", "date", "date-time", "double", "float", "int32", "int64", "password"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const CustomResourceColumnDefinition& column = columns[i];
        const FieldPath at = path.index(i);
        if (column.name.empty())
            errors.push_back(required(at.child("name")));
        checkOneOf(errors, column.type, types, true, at.child("type"));
        checkOneOf(errors, column.format, formats, false, at.child("format"));
        if (column.jsonPath.empty())
            errors.push_back(required(at.child("JSONPath")));
        else
            isSimplePath(errors, column.jsonPath, at.child("JSONPath"));
    }
}

void checkSelectableFields(
    FieldErrors& errors, const List<SelectableField>& fields, SchemaView schema, const FieldPath& path)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Text& text = fields[i].jsonPath;
        const FieldPath at = path.index(i).child("jsonPath");
        if (text.empty()) {
            errors.push_back(required(at));
            continue;
        }
        const FoundField found = fieldAt(schema, text, false);
        if (!found.error.empty()) {
            errors.push_back(invalid(at, text, "is an invalid path: " + found.error));
            continue;
        }
        if (found.root == "metadata")
            errors.push_back(invalid(at, text, "must not point to fields in metadata"));
        const std::string_view type = found.schema ? found.schema->type() : std::string_view();
        if (type != "string" && type != "boolean" && type != "integer") {
            errors.push_back(invalid(at, text,
                "must point to a field of type string, boolean or integer. Enum string fields and strings with "
                "formats are allowed."));
        }
        if (!seen.insert(found.path).second)
            errors.push_back(duplicate(at, text));
    }
    if (seen.size() > mostSelectableFields)
        errors.push_back(tooMany(path, static_cast<std::int64_t>(seen.size()), mostSelectableFields));
}

void checkDeprecationWarning(FieldErrors& errors, bool deprecated, const Text& warning, const FieldPath& path)
{
    if (!warning)
        return;
    const auto refuse = [&](const std::string& sentence) { errors.push_back(invalid(path, warning, sentence)); };
    if (!deprecated) {
        refuse("can only be set for deprecated versions");
        return;
    }
    if (warning.size() > longestWarning)
        refuse("must be <= 256 characters long");
    if (warning.empty())
        refuse("must not be an empty string");
    if (const std::optional<std::size_t> at = firstUnprintable(warning)) {
        refuse("must only contain printable UTF-8 characters; non-printable character found at index "
            + std::to_string(*at));
    }
    if (!isUtf8(warning))
        refuse("must only contain printable UTF-8 characters");
}

bool hasKnownReviewVersion(const List<Text>& versions)
{
    return std::any_of(versions.begin(), versions.end(), [](const Text& version) {
        return std::find(std::begin(reviewVersions), std::end(reviewVersions), version.view())
            != std::end(reviewVersions);
    });
}

void checkConversion(FieldErrors& errors, const CustomResourceConversion& conversion, const ConversionDemands& demands,
    const FieldPath& path)
{
    const FieldPath strategy = path.child("strategy");
    if (conversion.strategy.empty())
        errors.push_back(required(strategy));
    else
        checkSupported(errors, conversion.strategy, ConversionStrategyType::values, strategy);

    // The server keeps the two fields of `webhook` side by side with the strategy, and so it names them.
    const FieldPath client = path.child("webhookClientConfig");
    const FieldPath reviews = path.child("conversionReviewVersions");
    const Box<ConversionWebhookClientConfig>& config = conversion.webhook->clientConfig;
    const List<Text>& versions = conversion.webhook->conversionReviewVersions;
    if (!(conversion.strategy == ConversionStrategyType::Webhook)) {
        constexpr std::string_view sentence = "should not be set when strategy is not set to Webhook";
        if (config)
            errors.push_back(forbidden(client, sentence));
        if (!versions.empty())
            errors.push_back(forbidden(reviews, sentence));
        return;
    }
    if (!config) {
        errors.push_back(required(client, "required when strategy is set to Webhook"));
    } else {
        checkWebhookClient(errors, *config, client);
        const std::string objection =
            demands.validCaBundle && !config->caBundle.empty() ? objectionToCaBundle(config->caBundle) : "";
        if (!objection.empty()) {
            std::string base64;
            appendBase64(base64, config->caBundle);
            errors.push_back(invalid(client.child("caBundle"), std::string_view(base64), objection));
        }
    }
    if (versions.empty()) {
        errors.push_back(required(reviews));
        return;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (seen.insert(versions[i]).second)
            appendInvalid(errors, reviews.index(i), versions[i], isDns1035Label(versions[i]));
        else
            errors.push_back(invalid(reviews.index(i), versions[i], "duplicate version"));
    }
    if (demands.knownReviewVersion && !hasKnownReviewVersion(versions)) {
        errors.push_back(invalidShown(reviews, shownList(versions), "must include at least one of v1, v1beta1"));
    }
}

} // namespace kubarium::api
