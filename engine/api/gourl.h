// URLs as Go's net/url reads them, with its objections.
#pragma once

#include "parsed.h"

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

struct GoUrl {
    std::string scheme; // in lower case
    std::optional<std::string> user; // "name:password", escaped
    std::string host; // with the port: "example.com:8443"
    std::string path;
    std::string query; // behind the question mark, as written
    std::string fragment;
};

// url.Parse. Refused like: parse "https://a b": invalid character " " in host name
Parsed<GoUrl> parseUrl(std::string_view text);
// url.ParseRequestURI: an absolute URL or an absolute path, and no fragment.
Parsed<GoUrl> parseRequestUri(std::string_view text);

} // namespace kubarium::api
