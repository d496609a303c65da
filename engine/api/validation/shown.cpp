#include "shown.h"

#include "../encode.h"
#include "../fielderror.h"

namespace kubarium::api {

std::string shownList(const List<Text>& texts)
{
    if (texts.empty())
        return "null";
    std::string out = "[";
    for (const Text& text : texts) {
        if (out.size() > 1)
            out += ',';
        appendJsonString(out, text);
    }
    return out + "]";
}

std::string shownPointer(const Text& text)
{
    return text ? shown(text) : shown("null");
}

} // namespace kubarium::api
