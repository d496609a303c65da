#include "negotiation.h"

#include <algorithm>

namespace kubarium::serve {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// Cuts a header at a separator that does not stand in quotes.
std::string_view nextPart(std::string_view& text, char separator)
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < text.size() && (quoted || text[i] != separator); ++i) {
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
    }
    i = std::min(i, text.size());
    const std::string_view part = trimmed(text.substr(0, i));
    text.remove_prefix(std::min(i + 1, text.size()));
    return part;
}

std::string unquoted(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return std::string(text);
    return std::string(text.substr(1, text.size() - 2));
}

// "0.5" in thousandths; nothing if it is no quality.
std::optional<int> qualityOf(std::string_view text)
{
    if (text.empty() || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.') || text.size() > 16)
        return std::nullopt;
    int value = (text[0] - '0') * 1000;
    int unit = 100;
    for (const char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return std::min(value, 1000);
}

std::optional<MediaRange> rangeFrom(std::string_view text)
{
    MediaRange range;
    const std::string_view name = nextPart(text, ';');
    const std::size_t slash = name.find('/');
    if (name == "*") {
        range.type = range.subtype = "*";
    } else {
        if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size())
            return std::nullopt;
        range.type = lowered(trimmed(name.substr(0, slash)));
        range.subtype = lowered(trimmed(name.substr(slash + 1)));
    }
    while (!text.empty()) {
        const std::string_view part = nextPart(text, ';');
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            continue;
        const std::string key = lowered(trimmed(part.substr(0, equals)));
        const std::string value = unquoted(trimmed(part.substr(equals + 1)));
        if (key == "q")
            range.quality = qualityOf(value).value_or(1000);
        else
            range.parameters.emplace_back(key, value);
    }
    return range;
}

std::string_view parameter(const MediaRange& range, std::string_view name)
{
    const auto found = std::find_if(
        range.parameters.begin(), range.parameters.end(), [&](const auto& pair) { return pair.first == name; });
    return found == range.parameters.end() ? std::string_view() : std::string_view(found->second);
}

// Which shape `as`, `g` and `v` ask for; nothing if it is not to be had here.
std::optional<Shape> shapeOf(const MediaRange& range, Offer offer)
{
    const std::string_view as = parameter(range, "as");
    if (as.empty())
        return Shape::Object;
    const std::string_view group = parameter(range, "g");
    const std::string_view version = parameter(range, "v");
    if (offer == Offer::Resources && group == "meta.k8s.io" && version == "v1") {
        if (as == "Table")
            return Shape::Table;
        if (as == "PartialObjectMetadata")
            return Shape::PartialMetadata;
        if (as == "PartialObjectMetadataList")
            return Shape::PartialMetadataList;
    }
    if (offer == Offer::Discovery && group == "apidiscovery.k8s.io" && as == "APIGroupDiscoveryList"
        && (version == "v2" || version == "v2beta1"))
        return Shape::GroupDiscovery;
    return std::nullopt;
}

std::optional<Media> mediaOf(const MediaRange& range)
{
    if (range.type == "*" || (range.type == "application" && (range.subtype == "*" || range.subtype == "json")))
        return Media::Json;
    if (range.type == "application" && range.subtype == "yaml")
        return Media::Yaml;
    return std::nullopt;
}

} // namespace

std::vector<MediaRange> mediaRanges(std::string_view accept)
{
    std::vector<MediaRange> ranges;
    while (!accept.empty()) {
        if (std::optional<MediaRange> range = rangeFrom(nextPart(accept, ',')))
            ranges.push_back(std::move(*range));
    }
    // What is said exactly goes before what is said with a star, if it is wanted as much.
    const auto stars = [](const MediaRange& range) {
        return (range.type == "*" ? 1 : 0) + (range.subtype == "*" ? 1 : 0);
    };
    std::stable_sort(ranges.begin(), ranges.end(), [&](const MediaRange& a, const MediaRange& b) {
        return a.quality != b.quality ? a.quality > b.quality : stars(a) < stars(b);
    });
    return ranges;
}

std::optional<Form> negotiated(std::string_view accept, Offer offer)
{
    if (trimmed(accept).empty())
        return Form();
    for (const MediaRange& range : mediaRanges(accept)) {
        const std::optional<Media> media = range.quality > 0 ? mediaOf(range) : std::nullopt;
        const std::optional<Shape> shape = media ? shapeOf(range, offer) : std::nullopt;
        if (!shape)
            continue;
        const std::string_view pretty = parameter(range, "pretty");
        return Form{*media, *shape, std::string(*shape == Shape::Object ? std::string_view() : parameter(range, "v")),
            pretty == "1" || pretty == "true"};
    }
    return std::nullopt;
}

bool acceptsEncoding(std::string_view acceptEncoding, std::string_view encoding)
{
    while (!acceptEncoding.empty()) {
        std::string_view part = nextPart(acceptEncoding, ',');
        const std::string name = lowered(nextPart(part, ';'));
        if (name != encoding)
            continue;
        const std::string_view quality = trimmed(part);
        return !quality.starts_with("q=") || qualityOf(quality.substr(2)).value_or(1000) > 0;
    }
    return false;
}

std::string mediaTypeOf(std::string_view contentType)
{
    return lowered(trimmed(contentType.substr(0, contentType.find(';'))));
}

} // namespace kubarium::serve
