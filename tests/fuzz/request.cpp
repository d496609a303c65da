// What a client may write into the first line of a request and its Accept header: paths, queries, media ranges. Whatever it
// is, it is read without harm, and reading is steady: what was understood, written plainly, is understood again.
#include "serve/apicall.h"
#include "serve/prettyjson.h"

#include <cstdint>
#include <cstdlib>

using namespace kubarium;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort();
}

std::string pathOf(const serve::Target& target)
{
    std::string path = target.group.empty() ? "/api/" : "/apis/" + target.group + "/";
    path += target.version + (target.watched ? "/watch" : "");
    if (!target.namespace_.empty())
        path += "/namespaces/" + target.namespace_;
    path += "/" + std::string(target.kind->resource);
    for (const std::string* part : {&target.name, &target.subresource, &target.rest})
        path += part->empty() ? "" : "/" + *part;
    return path;
}

} // namespace

// Three lines: method and target, Accept, User-Agent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto line = [&] {
        const std::string_view first = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), first.size() + 1));
        return std::string(first);
    };
    serve::HttpRequest http;
    const std::string first = line();
    http.method = first.substr(0, first.find(' '));
    http.target = first.find(' ') == std::string::npos ? "" : first.substr(first.find(' ') + 1);
    http.accept = line();
    http.acceptEncoding = http.accept;
    http.contentType = http.accept;
    http.userAgent = line();

    const std::size_t mark = http.target.find('?');
    const serve::Query query = serve::Query::parse(mark == std::string::npos ? std::string_view() : std::string_view(http.target).substr(mark + 1));
    const serve::Target target = serve::parseTarget(std::string_view(http.target).substr(0, mark));
    if (target.what == serve::What::Resource && target.path.find('%') == std::string::npos) {
        const serve::Target again = serve::parseTarget(pathOf(target));
        demand(again.what == target.what && again.kind == target.kind && again.name == target.name && again.namespace_ == target.namespace_
               && again.subresource == target.subresource && again.watched == target.watched);
    }
    if (target.what == serve::What::Resource) {
        const serve::ApiCall call = serve::readApiCall(http, target, query);
        demand(!call.refusal || !call.refusal->ok());
        demand(call.request.fieldManager.size() <= 128 || call.refusal);
    }
    const auto wish = serve::readWish(http, query, serve::Offer::Discovery);
    demand(!wish || wish->form.shape == serve::Shape::Object || wish->form.shape == serve::Shape::GroupDiscovery);
    serve::acceptsEncoding(http.acceptEncoding, "gzip");
    serve::prettyJson(http.target);
    return 0;
}
