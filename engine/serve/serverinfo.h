// What the server says of itself: what it serves (discovery, OpenAPI), which paths there are, which version it is.
// Documents are made when they are first asked for and kept.
#pragma once

#include "message.h"
#include "target.h"
#include "wish.h"

#include <optional>

namespace kubarium::serve {

class ServerInfo {
public:
    explicit ServerInfo(std::string address) : m_address(std::move(address)) { }

    // From any thread. Nothing: there is no such document.
    std::optional<Answer> answer(const Target& target, const Wish& wish) const;

private:
    std::optional<std::string> document(const Target& target, const Wish& wish) const;

    std::string m_address;
};

} // namespace kubarium::serve
