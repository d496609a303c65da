// The rules about query parameters, with the refusals of a server: CreateOptions.meta.k8s.io "" is invalid: …
#pragma once

#include "apiserver/request.h"

#include <optional>
#include <string>
#include <vector>

namespace kubarium::serve {

std::optional<api::Status> listOptionsRefusal(
    const apiserver::ListOptions& options, bool watch, std::optional<bool> sendInitialEvents);

struct WriteOptions {
    apiserver::Verb verb = apiserver::Verb::Create; // or Update or Patch
    std::vector<std::string> dryRun;
    std::string fieldManager;
    std::string fieldValidation;
    bool apply = false; // of a Patch: a server-side apply
    std::optional<bool> force;
};

std::optional<api::Status> writeOptionsRefusal(const WriteOptions& options);

std::optional<api::Status> deleteOptionsRefusal(
    const std::string& propagationPolicy, bool orphanDependents, const std::vector<std::string>& dryRun);

// strconv.ParseInt: parsing "ten": invalid syntax
api::Result<std::int64_t> parsedInt64(const std::string& text);

// Who manages the fields when nobody says so: the program's name in its User-Agent.
std::string managerFrom(std::string_view userAgent);

} // namespace kubarium::serve
