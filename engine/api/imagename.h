// The name of a container image, as container runtimes read it.
//
//   nginx                            docker.io/library/nginx, tag latest
//   registry.example.com:5000/a/b:1  registry.example.com:5000/a/b, tag 1
//   nginx@sha256:…                   no tag: the digest says it all
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

struct ImageName {
    std::string repository; // with its registry
    std::string tag; // "latest" where the text names neither tag nor digest
    std::string digest; // sha256:…
    friend bool operator==(const ImageName&, const ImageName&) = default;
};

// Nothing if no runtime could pull it: capital letters, blanks, doubled slashes.
std::optional<ImageName> parseImageName(std::string_view text);

} // namespace kubarium::api
