// What stands behind the question mark: names and values, percent-decoded, in the order written. A pair that cannot be
// decoded is passed over, as Go's server does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kubarium::serve {

class Query {
public:
    static Query parse(std::string_view text);

    // The first value of a name; nothing if it was not given. Where a name is given twice the first one counts.
    const std::string* find(std::string_view name) const;
    std::string valueOf(std::string_view name) const; // empty if it was not given

    const std::vector<std::pair<std::string, std::string>>& pairs() const { return m_pairs; }

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

// %2F becomes a slash; in a query a plus sign is a blank. Nothing if an escape is broken.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsBlank);

} // namespace kubarium::serve
