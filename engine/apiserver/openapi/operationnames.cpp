#include "operationnames.h"

namespace kubarium::apiserver::openapi {

namespace {

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isWord(char c)
{
    return isLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char upper(char c)
{
    return isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

// rbac.authorization.k8s.io: rbacAuthorization, or with a capital in front.
std::string joined(std::string_view group, bool capital)
{
    if (group.empty())
        group = "core";
    if (group.ends_with(".k8s.io"))
        group.remove_suffix(std::string_view(".k8s.io").size());
    std::string name;
    for (const char c : group) {
        if (!isWord(c)) {
            capital = true;
            continue;
        }
        name += capital ? upper(c) : c;
        capital = false;
    }
    return name;
}

} // namespace

std::string operationId(
    std::string_view action, std::string_view group, std::string_view version, std::string_view what)
{
    return std::string(action) + joined(group, true) + capitalized(version) + std::string(what);
}

std::string tagOf(std::string_view group, std::string_view version)
{
    return version.empty() ? joined(group, false) : joined(group, false) + '_' + std::string(version);
}

std::string capitalized(std::string_view word)
{
    std::string name(word);
    if (!name.empty())
        name.front() = upper(name.front());
    return name;
}

std::string withArticle(std::string_view kind)
{
    const bool plural = kind.ends_with('s') && !kind.ends_with("ss");
    if (plural)
        return std::string(kind);
    const bool vowel = !kind.empty() && std::string_view("AEIOU").find(kind.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + std::string(kind);
}

} // namespace kubarium::apiserver::openapi
