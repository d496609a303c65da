#include "prettyjson.h"

namespace kubarium::serve {

std::string prettyJson(std::string_view compact)
{
    std::string out;
    out.reserve(compact.size() * 2);
    std::size_t depth = 0;
    const auto newLine = [&] {
        out += '\n';
        out.append(depth * 2, ' ');
    };
    for (std::size_t i = 0; i < compact.size(); ++i) {
        const char c = compact[i];
        switch (c) {
        case '"': {
            std::size_t end = i + 1;
            while (end < compact.size() && compact[end] != '"')
                end += compact[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, compact.size());
            out.append(compact, i, end - i);
            i = end - 1;
            break;
        }
        case '{':
        case '[':
            out += c;
            if (i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']')) {
                out += compact[++i];
            } else {
                ++depth;
                newLine();
            }
            break;
        case '}':
        case ']':
            depth -= depth > 0 ? 1 : 0;
            newLine();
            out += c;
            break;
        case ',':
            out += c;
            newLine();
            break;
        case ':':
            out += ": ";
            break;
        case '\n': // behind the document
            break;
        default:
            out += c;
        }
    }
    return out;
}

bool wantsPretty(const std::string* parameter, std::string_view userAgent)
{
    if (parameter && !parameter->empty()) {
        const std::string& said = *parameter; // what Go takes for true
        return said == "1" || said == "t" || said == "T" || said == "true" || said == "True" || said == "TRUE";
    }
    return userAgent.starts_with("curl") || userAgent.starts_with("Wget") || userAgent.starts_with("Mozilla/5.0");
}

} // namespace kubarium::serve
