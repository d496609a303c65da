// Patches and documents as tests write them: JSON text.
#pragma once

#include "api/encode.h"
#include "api/tree.h"

#include <QtCore/QString>

namespace kubarium::api {

inline Value json(std::string_view text)
{
    const ParsedJson parsed = parseJson(text);
    assert(!parsed.error);
    return toValue(parsed.document.root);
}

inline QString text(const Value& value) { return QString::fromStdString(toJson(value)); }

} // namespace kubarium::api
