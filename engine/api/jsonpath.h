// kubectl's JSONPath: templates that pick values out of an object and print them.
//
//   {.metadata.name}                          a field; {['a','b']} two of them; \. for a dot in a name
//   {.spec.containers[0].image}               an element; [-1] the last; [1:], [::2]; [0,2]; [*] all
//   {..image}                                 at any depth
//   {.items[?(@.status.phase=="Running")]}    those elements for which it holds: == != < <= > >=, or a path alone
//   {range .items[*]}{.metadata.name}{"\n"}{end}
//
// Text outside of braces is printed as it stands. Behaviour and sentences are those of the library in kubectl, also
// where one would not guess them; a template is read once and then serves any number of objects and threads.
//
// Most paths that the program itself uses are plain: fields and single elements, nothing else. Those are followed
// without any allocation, see at().
#pragma once

#include "parsed.h"
#include "value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

class JsonPath {
public:
    // As -o jsonpath reads it: `unclosed action`, `unrecognized character in action: U+0023 '#'`, …
    static Parsed<JsonPath> parse(std::string_view text);
    // As custom-columns, --sort-by and wait read it: one path, in which the braces and the first dot may be missing.
    static Parsed<JsonPath> parseRelaxed(std::string_view text);

    // What becomes of a field that is not there: nothing, or `x is not found` (--allow-missing-template-keys=false).
    enum class MissingKeys : std::uint8_t { Allowed, Refused };

    // Everything the template finds, texts of the template included. Members of an object come sorted by key, where
    // the real library takes them as they come.
    Parsed<std::vector<Value>> find(const Value& object, MissingKeys missing = MissingKeys::Allowed) const;
    // What kubectl prints: what one pair of braces found is separated by blanks; objects and lists are compact JSON.
    Parsed<std::string> print(const Value& object, MissingKeys missing = MissingKeys::Allowed) const;
    // The same for -o jsonpath-as-json: an indented JSON list for each pair of braces and each text.
    Parsed<std::string> printAsJson(const Value& object, MissingKeys missing = MissingKeys::Allowed) const;
    // The many lines kubectl shows when print() was refused with `sentence`.
    std::string failure(const Value& object, std::string_view sentence) const;

    // One step of a plain path.
    struct Step {
        std::string field; // unless it is an element
        std::int64_t index = 0; // counted from the end if negative
        bool isElement = false;
        friend bool operator==(const Step&, const Step&) = default;
    };

    bool isPlain() const noexcept;
    std::span<const Step> steps() const noexcept; // of a plain path
    // Where a plain path leads; null if there is no such place.
    const Value* at(const Value& object) const noexcept;

    const std::string& text() const noexcept;

    struct Template; // jsonpathtemplate.h

private:
    explicit JsonPath(std::shared_ptr<const Template> read) : m_template(std::move(read)) { }

    std::shared_ptr<const Template> m_template;
};

} // namespace kubarium::api
