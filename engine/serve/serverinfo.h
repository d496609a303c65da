// What the server says of itself: what it serves (discovery, OpenAPI), which paths there are, which version it is.
// Documents are made when they are first asked for and kept.
#pragma once

#include "message.h"
#include "query.h"
#include "target.h"
#include "wish.h"

#include "apiserver/openapi/openapi.h"

#include <optional>

namespace kubarium::serve {

class ServerInfo {
public:
    explicit ServerInfo(std::string address);

    const std::string& address() const { return m_address; } // host:port

    // From any thread. Nothing: there is no such document.
    std::optional<Answer> answer(
        const HttpRequest& http, const Target& target, const Query& query, const Wish& wish) const;

    // kubectl asks for OpenAPI v2 in a form of its own before it creates what cannot be patched: a List, a review.
    static bool wantsProtobuf(const HttpRequest& http);
    Answer openApiV2InProtobuf(const HttpRequest& http, const Query& query) const;

private:
    std::optional<std::string> document(const Target& target, const Wish& wish) const;

    std::string m_address;
    apiserver::OpenApi m_openApi;
};

} // namespace kubarium::serve
