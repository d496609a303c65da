// JSON text written from front to back: the caller says what comes, the writer puts the commas.
//
//   JsonWriter json;
//   json.beginObject().member("kind", "APIGroupList").key("groups").beginArray();
//   …
//   json.endArray().endObject();
#pragma once

#include <string>
#include <string_view>

namespace kubarium::apiserver {

class JsonWriter {
public:
    JsonWriter& beginObject() { return begin('{'); }

    JsonWriter& endObject() { return end('}'); }

    JsonWriter& beginArray() { return begin('['); }

    JsonWriter& endArray() { return end(']'); }

    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view(text)); } // not the bool

    JsonWriter& value(bool truth);
    JsonWriter& raw(std::string_view json); // a value that is JSON already

    template <class T> JsonWriter& member(std::string_view name, const T& what) { return key(name).value(what); }

    JsonWriter& rawMember(std::string_view name, std::string_view json) { return key(name).raw(json); }

    template <class Texts> JsonWriter& texts(std::string_view name, const Texts& list)
    {
        key(name).beginArray();
        for (const std::string_view text : list)
            value(text);
        return endArray();
    }

    const std::string& text() const { return m_text; }

    std::string take() { return std::move(m_text); }

private:
    JsonWriter& begin(char bracket);
    JsonWriter& end(char bracket);
    void separate();

    std::string m_text;
    bool m_first = true; // nothing stands yet in the innermost brackets, or a key waits for its value
};

} // namespace kubarium::apiserver
