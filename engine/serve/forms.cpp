#include "forms.h"

#include "gzip.h"
#include "limits.h"
#include "prettyjson.h"
#include "statusjson.h"

#include "api/encode.h"
#include "api/tree.h"
#include "api/yamlwriter.h"

#include <algorithm>

namespace kubarium::serve {

namespace {

// Items of a list do not repeat what they are: the list has said it.
void appendItem(std::string& json, const api::ObjectPtr& object, std::string_view typeMeta)
{
    const std::size_t begin = json.size() + 1;
    api::appendJson(json, object.type(), object.data());
    if (std::string_view(json).substr(begin).starts_with(typeMeta))
        json.erase(begin, typeMeta.size());
}

std::string typeMetaText(const api::Type& type)
{
    return "\"kind\":\"" + std::string(type.kind) + "\",\"apiVersion\":\"" + std::string(type.apiVersion) + "\",";
}

void appendListMeta(std::string& json, const apiserver::Page& page)
{
    json += "\"metadata\":{\"resourceVersion\":\"" + std::to_string(page.revision) + '"';
    if (!page.continueToken.empty()) {
        json += ",\"continue\":";
        api::appendJsonString(json, page.continueToken);
    }
    if (page.remainingItemCount)
        json += ",\"remainingItemCount\":" + std::to_string(*page.remainingItemCount);
    json += '}';
}

constexpr std::size_t itemsOfAPiece = 256; // of a list: some hundred kilobytes of pods

Body listBody(const api::Kind& kind, const apiserver::Page& page, const Wish& wish, const InParallel& inParallel)
{
    const bool partial = wish.form.shape == Shape::PartialMetadataList;
    const std::string typeMeta = typeMetaText(*kind.type);
    const auto& items = page.items;
    const std::size_t pieces = (items.size() + itemsOfAPiece - 1) / itemsOfAPiece;
    Body body(pieces + 2);
    std::string& head = body.front();
    head = partial ? R"({"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1",)"
                   : "{\"kind\":\"" + std::string(kind.kind) + "List\",\"apiVersion\":\"" + kind.apiVersion() + "\",";
    appendListMeta(head, page);
    head += ",\"items\":[";
    inParallel(pieces, [&](std::size_t piece) {
        std::string json; // a local one: threads do not share what they write
        const std::size_t begin = piece * itemsOfAPiece;
        const std::size_t end = std::min(begin + itemsOfAPiece, items.size());
        for (std::size_t i = begin; i < end; ++i) {
            if (i > 0)
                json += ',';
            if (partial)
                apiserver::appendPartialMetadata(json, items[i]);
            else
                appendItem(json, items[i], typeMeta);
            if (i == begin)
                json.reserve(json.size() * (end - begin + 1));
        }
        body[piece + 1] = std::move(json);
    });
    body.back() = "]}";
    return body;
}

std::string whole(const Body& body)
{
    std::string text;
    text.reserve(sizeOf(body));
    for (const std::string& piece : body)
        text += piece;
    return text;
}

void squeeze(Answer& answer, const Wish& wish)
{
    if (!wish.gzip || sizeOf(answer.body) <= limits::gzipFrom)
        return;
    if (std::optional<Body> squeezed = gzipped(answer.body)) {
        answer.body = std::move(*squeezed);
        answer.headers.emplace_back("Content-Encoding", "gzip");
        answer.headers.emplace_back("Vary", "Accept-Encoding");
    }
}

// The document is written; now its form.
void finish(Answer& answer, const Wish& wish)
{
    answer.contentType = contentTypeOf(wish);
    if (wish.form.media == Media::Yaml)
        answer.body = {yamlFrom(whole(answer.body))};
    else if (wish.pretty)
        answer.body = {prettyJson(whole(answer.body))};
    else if (!answer.body.empty())
        answer.body.back() += '\n';
    if (answer.body.size() > 1 && sizeOf(answer.body) < limits::gzipFrom)
        answer.body = {whole(answer.body)}; // goes out at once
    squeeze(answer, wish);
}

std::string quotedWarning(std::string_view text)
{
    std::string out = "299 - \"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += ' '; // a header has one line
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

void addWarnings(Answer& answer, const std::vector<std::string>& warnings)
{
    constexpr std::size_t most = 4 * 1024; // as much as a real server says
    std::size_t said = 0;
    for (auto warning = warnings.begin(); warning != warnings.end(); ++warning) {
        if (std::find(warnings.begin(), warning, *warning) != warning)
            continue;
        std::string text = quotedWarning(*warning);
        said += text.size();
        if (said > most)
            break;
        answer.headers.emplace_back("Warning", std::move(text));
    }
}

api::Status notInThatShape(const api::Kind& kind, Shape shape)
{
    const bool list = shape == Shape::PartialMetadata;
    return {406, "NotAcceptable",
        "you requested "
            + std::string(list ? "PartialObjectMetadata, but the requested object is a list ("
                               : "PartialObjectMetadataList, but the requested object is not a list (")
            + std::string(kind.kind) + (list ? "List)" : ")"),
        {}};
}

// What a subresource answers may be of a kind of its own, a Scale for a Deployment: it has its own columns.
const api::Kind& kindOf(const api::Kind& asked, const api::ObjectPtr& object)
{
    if (&object.type() == asked.type)
        return asked;
    const auto all = api::kinds();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const api::Kind& kind) { return kind.type == &object.type(); });
    return found == all.end() ? asked : *found;
}

} // namespace

std::string contentTypeOf(const Wish& wish)
{
    std::string type = wish.form.media == Media::Yaml ? "application/yaml" : "application/json";
    if (wish.form.shape == Shape::GroupDiscovery)
        type += ";g=apidiscovery.k8s.io;v=" + wish.form.version + ";as=APIGroupDiscoveryList";
    return type;
}

std::string yamlFrom(std::string_view json)
{
    api::Limits trusted; // our own text, however large
    trusted.bytes = trusted.nodes = ~std::size_t{0};
    return api::toYaml(api::toValue(api::parseJson(json, trusted).document.root));
}

void appendObject(std::string& json, const api::Kind& kind, const api::ObjectPtr& object, const Wish& wish,
    api::Time now, bool withColumns)
{
    switch (wish.form.shape) {
    case Shape::Table:
        apiserver::appendTable(json, kind, object, wish.includeObject, now, withColumns);
        break;
    case Shape::PartialMetadata:
        apiserver::appendPartialMetadata(json, object);
        break;
    default:
        api::appendJson(json, object.type(), object.data());
    }
}

Answer statusAnswer(const api::Status& status, const Wish& wish)
{
    Answer answer;
    answer.code = status.code;
    appendStatus(answer.body.emplace_back(), status);
    Wish plain = wish;
    plain.form.shape = Shape::Object;
    finish(answer, plain);
    if (status.details.retryAfterSeconds > 0)
        answer.headers.emplace_back("Retry-After", std::to_string(status.details.retryAfterSeconds));
    return answer;
}

Answer jsonAnswer(std::string json, const Wish& wish)
{
    Answer answer;
    answer.body.push_back(std::move(json));
    finish(answer, wish);
    return answer;
}

Answer rawAnswer(std::string bytes, std::string contentType, const Wish& wish)
{
    Answer answer;
    answer.contentType = std::move(contentType);
    answer.body.push_back(std::move(bytes));
    squeeze(answer, wish);
    return answer;
}

Answer answerTo(const apiserver::Request& request, const apiserver::Response& response, const Wish& wish, api::Time now,
    const InParallel& inParallel)
{
    Answer answer;
    const Shape shape = wish.form.shape;
    const api::Kind& kind = *request.kind;
    if (!response.ok() || (!response.page && !response.object)) {
        answer = statusAnswer(response.status, wish);
    } else if (response.page ? shape == Shape::PartialMetadata : shape == Shape::PartialMetadataList) {
        answer = statusAnswer(notInThatShape(kind, shape), wish);
    } else {
        answer.code = response.status.code;
        if (response.page && shape == Shape::Table)
            apiserver::appendTable(answer.body.emplace_back(), kind, *response.page, wish.includeObject, now);
        else if (response.page)
            answer.body = listBody(kind, *response.page, wish, inParallel);
        else
            appendObject(answer.body.emplace_back(), kindOf(kind, response.object), response.object, wish, now, true);
        finish(answer, wish);
    }
    addWarnings(answer, response.warnings);
    return answer;
}

} // namespace kubarium::serve
