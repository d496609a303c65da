#include "jsonwriter.h"

#include "api/encode.h"

namespace kubarium::apiserver {

void JsonWriter::separate()
{
    if (!m_first)
        m_text += ',';
    m_first = false;
}

JsonWriter& JsonWriter::begin(char bracket)
{
    separate();
    m_text += bracket;
    m_first = true;
    return *this;
}

JsonWriter& JsonWriter::end(char bracket)
{
    m_text += bracket;
    m_first = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    api::appendJsonString(m_text, name);
    m_text += ':';
    m_first = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text)
{
    separate();
    api::appendJsonString(m_text, text);
    return *this;
}

JsonWriter& JsonWriter::value(bool truth)
{
    return raw(truth ? "true" : "false");
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    m_text += json;
    return *this;
}

} // namespace kubarium::apiserver
