// Which cluster IPs and node ports Services hold: found without a walk over all Services.
//
// It is read off the stored Services and nothing else: a number is taken while a stored Service names it. So a write that
// is refused, a dry run, a fork and a replay need no undoing.
#pragma once

#include "apiserver/index.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kubarium::apiserver {

class TakenNumbers {
public:
    // Takes in one write; what is known already is passed over.
    void learn(const store::Change& change);
    // Takes in what was written since: several requests may come before components are told of the first one.
    void catchUp(const store::Store& store);

    bool hasAddress(std::uint32_t address) const;
    bool hasPort(std::uint32_t port) const;

private:
    Index m_holders; // "10.96.3.4" and "30080" → who holds it
    store::Revision m_known = 0;
};

// An IPv4 address as a number, and back.
std::optional<std::uint32_t> addressNumber(std::string_view text);
std::string addressText(std::uint32_t address);

} // namespace kubarium::apiserver
