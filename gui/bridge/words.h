// The engine's UTF-8 as Qt's strings.
#pragma once

#include <QString>

#include <string_view>

namespace kubarium::gui {

inline QString words(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace kubarium::gui
