#include "decode.h"

#include "base64.h"
#include "goword.h"
#include "suggest.h"

#include <algorithm>
#include <charconv>

namespace kubarium::api {

namespace {

template <class T> T& as(void* value) noexcept
{
    return *static_cast<T*>(value);
}

class Decoder {
public:
    explicit Decoder(DecodeReport& report) : m_report(report) { }

    void structure(const Type& type, void* object, const TreeNode& node)
    {
        const Type* const outer = std::exchange(m_struct, &type);
        for (const Member& member : node.members) {
            const Field* const field = type.field(member.key);
            if (!field) {
                if (!(type.isObject && (member.key == "apiVersion" || member.key == "kind")))
                    unknown(type, member);
                continue;
            }
            m_path.push_back({member.key, Step::field});
            if (member.value.kind != NodeKind::Null) // null leaves a field as it is
                this->field(*field, static_cast<std::byte*>(object) + field->offset, member.value);
            m_path.pop_back();
        }
        m_struct = outer;
    }

private:
    struct Step {
        static constexpr std::int64_t field = -1;
        static constexpr std::int64_t key = -2;
        std::string_view name;
        std::int64_t index;
    };

    void field(const Field& field, void* place, const TreeNode& node)
    {
        switch (field.shape) {
        case Shape::List:
            list(field, as<List<Text>>(place), node);
            return;
        case Shape::Map:
            map(field, as<Map<Text>>(place), node);
            return;
        case Shape::One:
            break;
        }
        if (field.type->storage == Storage::Struct) {
            if (node.kind != NodeKind::Mapping) {
                mismatch(node, field.goType);
                return;
            }
            structure(*field.type, field.boxed ? boxed(field, place) : place, node);
            return;
        }
        if (field.isPointer())
            pointer(field, place, node);
        else
            scalar(*field.type, field.goType, place, node);
    }

    static void* boxed(const Field& field, void* place)
    {
        // All boxes look alike; the block carries the type.
        detail::Block*& block = *static_cast<detail::Block**>(place);
        block = block ? detail::ownBlock(block, detail::Layout::Plain)
                      : detail::newBlock(*field.type, detail::Layout::Plain, 1);
        return block->data();
    }

    static void* elements(void* place, const Type& type, detail::Layout layout, std::size_t count)
    {
        detail::Block*& block = *static_cast<detail::Block**>(place);
        block = detail::resized(block, type, layout, 0); // what a field held before is replaced
        if (count == 0)
            return nullptr;
        block = detail::newBlock(type, layout, static_cast<std::uint32_t>(count));
        return block->data();
    }

    void list(const Field& field, List<Text>& place, const TreeNode& node)
    {
        if (node.kind != NodeKind::Sequence) {
            mismatch(node, field.goType);
            return;
        }
        auto* element =
            static_cast<std::byte*>(elements(&place, *field.type, detail::Layout::Plain, node.items.size()));
        const std::string_view goType = field.goType.substr(field.goType.starts_with("[]") ? 2 : 0);
        for (std::size_t i = 0; i < node.items.size(); ++i, element += field.type->size) {
            m_path.push_back({{}, static_cast<std::int64_t>(i)});
            value(*field.type, goType, element, node.items[i]);
            m_path.pop_back();
        }
    }

    void map(const Field& field, Map<Text>& place, const TreeNode& node)
    {
        if (node.kind != NodeKind::Mapping) {
            mismatch(node, field.goType);
            return;
        }
        std::vector<const Member*> members(node.members.size());
        std::transform(
            node.members.begin(), node.members.end(), members.begin(), [](const Member& member) { return &member; });
        const auto before = [](const Member* a, const Member* b) { return a->key < b->key; };
        if (!std::is_sorted(members.begin(), members.end(), before))
            std::stable_sort(members.begin(), members.end(), before); // a Map is sorted by key
        const std::size_t stride = sizeof(Text) + ((field.type->size + 7U) & ~std::size_t{7});
        auto* entry = static_cast<std::byte*>(elements(&place, *field.type, detail::Layout::Keyed, members.size()));
        const std::string_view goType =
            field.goType.starts_with("map[string]") ? field.goType.substr(11) : field.type->goType;
        for (const Member* const member : members) {
            as<Text>(entry) = Text(member->key);
            m_path.push_back({member->key, Step::key});
            value(*field.type, goType, entry + sizeof(Text), member->value);
            m_path.pop_back();
            entry += stride;
        }
    }

    // An element of a list or map.
    void value(const Type& type, std::string_view goType, void* place, const TreeNode& node)
    {
        if (node.kind == NodeKind::Null)
            return;
        if (type.storage != Storage::Struct) {
            scalar(type, goType, place, node);
        } else if (node.kind == NodeKind::Mapping) {
            structure(type, place, node);
        } else {
            mismatch(node, goType);
        }
    }

    template <class T> void optional(const Field& field, void* place, const TreeNode& node)
    {
        T value{};
        if (scalar(*field.type, field.goType, &value, node))
            as<Optional<T>>(place) = Optional<T>(std::move(value));
    }

    void pointer(const Field& field, void* place, const TreeNode& node)
    {
        switch (field.type->storage) {
        case Storage::Bool:
            return optional<bool>(field, place, node);
        case Storage::Int32:
            return optional<std::int32_t>(field, place, node);
        case Storage::Int64:
            return optional<std::int64_t>(field, place, node);
        case Storage::Double:
            return optional<double>(field, place, node);
        case Storage::Quantity:
            return optional<Quantity>(field, place, node);
        case Storage::IntOrString:
            return optional<IntOrString>(field, place, node);
        default:
            scalar(*field.type, field.goType, place, node);
        }
    }

    bool scalar(const Type& type, std::string_view goType, void* place, const TreeNode& node)
    {
        switch (type.storage) {
        case Storage::Bool:
            if (node.kind != NodeKind::Bool)
                return mismatch(node, goType);
            as<bool>(place) = node.boolean;
            return true;
        case Storage::Int32:
            return integer<std::int32_t>(goType, place, node);
        case Storage::Int64:
            return integer<std::int64_t>(goType, place, node);
        case Storage::Double: {
            if (node.kind != NodeKind::Number)
                return mismatch(node, goType);
            double number = 0;
            const auto end = std::from_chars(node.scalar.data(), node.scalar.data() + node.scalar.size(), number);
            if (end.ec != std::errc())
                return mismatch(node, goType, "number " + std::string(node.scalar));
            as<double>(place) = number;
            return true;
        }
        case Storage::String:
            if (node.kind != NodeKind::String)
                return mismatch(node, goType);
            as<Text>(place) = Text(node.scalar);
            return true;
        case Storage::Bytes:
            return bytes(goType, place, node);
        case Storage::Time:
        case Storage::MicroTime:
            return time(type.storage, place, node);
        case Storage::Quantity:
            return quantity(place, node);
        case Storage::IntOrString:
            return intOrString(place, node);
        case Storage::Any:
            as<Value>(place) = toValue(node);
            return true;
        case Storage::StringList:
            return stringList(place, node);
        case Storage::Struct:
            break;
        }
        return false;
    }

    template <class Number> bool integer(std::string_view goType, void* place, const TreeNode& node)
    {
        if (node.kind != NodeKind::Number)
            return mismatch(node, goType);
        Number number = 0;
        const char* const last = node.scalar.data() + node.scalar.size();
        const auto end = std::from_chars(node.scalar.data(), last, number);
        if (end.ec != std::errc() || end.ptr != last)
            return mismatch(node, goType, "number " + std::string(node.scalar)); // 1.5, or beyond the type
        as<Number>(place) = number;
        return true;
    }

    bool bytes(std::string_view goType, void* place, const TreeNode& node)
    {
        if (node.kind != NodeKind::String)
            return mismatch(node, goType);
        Base64 decoded = decodeBase64(node.scalar);
        if (decoded.corruptAt)
            return refuse(node, "illegal base64 data at input byte " + std::to_string(*decoded.corruptAt));
        as<Text>(place) = Text(decoded.bytes);
        return true;
    }

    bool time(Storage storage, void* place, const TreeNode& node)
    {
        if (node.kind != NodeKind::String)
            return mismatch(node, "string"); // metav1.Time reads a string first
        const bool micro = storage == Storage::MicroTime;
        const std::optional<Time> moment = micro ? Time::parseMicro(node.scalar) : Time::parse(node.scalar);
        if (!moment)
            return abort(node, micro ? Time::microParseError(node.scalar) : Time::parseError(node.scalar));
        as<Time>(place) = *moment;
        return true;
    }

    bool quantity(void* place, const TreeNode& node)
    {
        // A quantity reads its JSON text, quoted or not: 1 and "1" are the same, true is no quantity.
        std::string_view text = node.kind == NodeKind::String || node.kind == NodeKind::Number ? node.scalar : "{";
        constexpr std::string_view blanks = " \t\n\v\f\r";
        const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
        text = text.substr(first, text.find_last_not_of(blanks) + 1 - first);
        const std::optional<Quantity> parsed = Quantity::parse(text);
        if (!parsed)
            return abort(node, std::string(Quantity::parseError(text)));
        as<Quantity>(place) = *parsed;
        return true;
    }

    bool intOrString(void* place, const TreeNode& node)
    {
        if (node.kind == NodeKind::String) {
            as<IntOrString>(place) = IntOrString(Text(node.scalar));
            return true;
        }
        std::int32_t number = 0;
        if (!integer<std::int32_t>("int32", &number, node))
            return false;
        as<IntOrString>(place) = IntOrString(number);
        return true;
    }

    bool stringList(void* place, const TreeNode& node)
    {
        if (node.kind != NodeKind::Sequence)
            return mismatch(node, "[]string");
        List<Text> texts;
        for (const TreeNode& item : node.items) {
            if (item.kind != NodeKind::String && item.kind != NodeKind::Null)
                return mismatch(item, "string");
            texts.push_back(Text(item.scalar));
        }
        as<List<Text>>(place) = std::move(texts);
        return true;
    }

    bool mismatch(const TreeNode& node, std::string_view goType)
    {
        return mismatch(node, goType, std::string(goWord(node.kind)));
    }

    // Go names the innermost struct, and then the whole path without indexes and map keys.
    bool mismatch(const TreeNode& node, std::string_view goType, const std::string& what)
    {
        std::string sentence = "json: cannot unmarshal " + what + " into Go ";
        std::string path;
        for (const Step& step : m_path) {
            if (step.index == Step::field)
                path += (path.empty() ? "" : ".") + std::string(step.name);
        }
        if (m_struct)
            sentence += "struct field " + std::string(m_struct->goName) + "." + path;
        else
            sentence += "value";
        return refuse(node, sentence + " of type " + std::string(goType));
    }

    bool refuse(const TreeNode& node, std::string sentence)
    {
        m_report.types.push_back({std::move(sentence), node.mark});
        return false;
    }

    // Types that read themselves end Go's decoding at once: their sentence goes before those that were only noted.
    bool abort(const TreeNode& node, std::string sentence)
    {
        if (!m_aborted)
            m_report.types.insert(m_report.types.begin(), {std::move(sentence), node.mark});
        else
            refuse(node, std::move(sentence));
        m_aborted = true;
        return false;
    }

    void unknown(const Type& type, const Member& member)
    {
        std::vector<std::string_view> known;
        for (const Field& field : type.fields)
            known.push_back(field.name);
        m_path.push_back({member.key, Step::field});
        m_report.strict.push_back(
            {StrictError::Kind::UnknownField, strictPath(), suggestion(member.key, known), member.mark});
        m_path.pop_back();
    }

    std::string strictPath() const
    {
        std::string path;
        for (const Step& step : m_path) {
            if (step.index >= 0)
                path += "[" + std::to_string(step.index) + "]";
            else
                path += (path.empty() ? "" : ".") + std::string(step.name);
        }
        return path;
    }

    DecodeReport& m_report;
    const Type* m_struct = nullptr; // the innermost one
    std::vector<Step> m_path;
    bool m_aborted = false;
};

} // namespace

std::string StrictError::sentence() const
{
    return (kind == Kind::UnknownField ? "unknown field \"" : "duplicate field \"") + path + "\"";
}

DecodeReport decode(const Type& type, void* value, const TreeNode& node)
{
    DecodeReport report;
    Decoder(report).structure(type, value, node);
    return report;
}

Result<TypeMeta> typeMetaOf(const TreeNode& root)
{
    TypeMeta meta;
    if (root.kind != NodeKind::Mapping) {
        return badRequest("couldn't get version/kind; json parse error: json: cannot unmarshal "
            + std::string(goWord(root.kind))
            + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
              "\"json:\\\"kind,omitempty\\\"\" }");
    }
    const auto read = [&](std::string_view key, std::string& text, Mark& mark) -> std::optional<Status> {
        const TreeNode* const node = root.find(key);
        if (!node || node->kind == NodeKind::Null)
            return std::nullopt;
        mark = node->mark;
        if (node->kind != NodeKind::String) {
            return badRequest("couldn't get version/kind; json parse error: json: cannot unmarshal "
                + std::string(goWord(node->kind)) + " into Go struct field ." + std::string(key) + " of type string");
        }
        text = node->scalar;
        return std::nullopt;
    };
    if (auto refused = read("apiVersion", meta.apiVersion, meta.apiVersionMark))
        return *refused;
    if (auto refused = read("kind", meta.kind, meta.kindMark))
        return *refused;
    return meta;
}

std::string refusal(const Kind& kind, const DecodeReport& report, FieldValidation validation)
{
    std::string why;
    if (!report.types.empty()) {
        why = report.types.front().sentence;
    } else if (!report.strict.empty() && validation == FieldValidation::Strict) {
        why = "strict decoding error: ";
        for (std::size_t i = 0; i < report.strict.size(); ++i)
            why += (i ? ", " : "") + report.strict[i].sentence();
    } else {
        return {};
    }
    const std::string name(kind.kind);
    const std::size_t slash = kind.apiVersion().find('/');
    const std::string version = slash == std::string::npos ? kind.apiVersion() : kind.apiVersion().substr(slash + 1);
    return name + " in version \"" + version + "\" cannot be handled as a " + name + ": " + why;
}

Result<DecodedObject> decodeObject(
    const Kind& kind, const Document& document, FieldValidation validation, DecodeReport* report)
{
    if (document.root.kind != NodeKind::Mapping)
        return typeMetaOf(document.root).status();
    DecodedObject decoded{ObjectPtr::make(*kind.type), {}};
    DecodeReport found = decode(*kind.type, decoded.object.edit(), document.root);
    for (const DuplicateKey& twice : document.duplicates)
        found.strict.push_back({StrictError::Kind::DuplicateField, twice.path, {}, twice.mark});
    if (document.fromJson) { // the server meets them as they are written
        std::stable_sort(found.strict.begin(), found.strict.end(), [](const StrictError& a, const StrictError& b) {
            return std::tie(a.mark.line, a.mark.column) < std::tie(b.mark.line, b.mark.column);
        });
    }
    std::string why = refusal(kind, found, validation);
    if (validation == FieldValidation::Warn) {
        for (const StrictError& error : found.strict)
            decoded.warnings.push_back(error.sentence());
    }
    if (report)
        *report = std::move(found);
    if (!why.empty())
        return badRequest(std::move(why));
    return decoded;
}

} // namespace kubarium::api
