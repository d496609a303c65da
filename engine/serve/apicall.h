// A request for objects, read from what came in: verb, resource, options; how the answer is to look; how a watch is to go.
//
// Reading never stops at the first mistake: who asks, and whether he may, is found before anybody is told what was wrong
// with the question. So the refusal stands beside what was asked.
#pragma once

#include "message.h"
#include "query.h"
#include "target.h"
#include "wish.h"

#include "apiserver/request.h"

#include <chrono>
#include <optional>

namespace kubarium::serve {

struct WatchOptions {
    bool bookmarks = false;
    std::optional<std::chrono::seconds> timeout;
    std::optional<bool> sendInitialEvents;
};

struct ApiCall {
    apiserver::Request request; // without an identity
    WatchOptions watch;
    Wish wish;
    std::optional<api::Status> refusal;
};

ApiCall readApiCall(const HttpRequest& http, const Target& target, const Query& query);

// The verb that a method means on a path that is no resource, or where the resource has no such verb: "get", "post".
std::string plainVerb(std::string_view method);

// How the answer is to look, for any path. Nothing: 406.
std::optional<Wish> readWish(const HttpRequest& http, const Query& query, Offer offer);

} // namespace kubarium::serve
