// The envelope around an object's message, and the refusals of bodies as a whole.
#include "protobuf.h"
#include "protobufwire.h"

namespace kubarium::api {

namespace {

constexpr std::string_view notInProtobuf =
    "object *unstructured.Unstructured does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message";

// Texts by number in a message; the wire type is checked as Go does.
template <class Take>
void readTexts(std::string_view message, std::string_view name, std::initializer_list<std::string_view> fields,
    std::string& refusal, Take take)
{
    WireReader reader(message, name, refusal);
    while (const std::optional<WireTag> tag = reader.next()) {
        if (tag->number > fields.size()) {
            reader.skip(tag->type);
        } else if (tag->type != WireType::Bytes) {
            reader.refuse("proto: wrong wireType = " + std::to_string(static_cast<int>(tag->type)) + " for field "
                + std::string(fields.begin()[tag->number - 1]));
        } else if (const std::optional<std::string_view> bytes = reader.bytes()) {
            take(tag->number, *bytes);
        }
    }
}

} // namespace

ProtobufBody parseProtobuf(std::string_view body)
{
    ProtobufBody read;
    if (body.empty()) {
        read.sentence = "empty data";
    } else if (!body.starts_with(protobufPrefix)) {
        read.sentence = "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]";
    } else if (body.size() == protobufPrefix.size()) {
        read.sentence = "empty body";
    } else {
        const auto typeMeta = [&](std::uint32_t number, std::string_view text) {
            (number == 1 ? read.meta.apiVersion : read.meta.kind) = text;
        };
        readTexts(body.substr(protobufPrefix.size()), "Unknown", {"TypeMeta", "Raw", "ContentEncoding", "ContentType"},
            read.sentence, [&](std::uint32_t number, std::string_view bytes) {
                if (number == 1)
                    readTexts(bytes, "TypeMeta", {"APIVersion", "Kind"}, read.sentence, typeMeta);
                else if (number == 2)
                    read.raw = bytes;
            });
    }
    return read;
}

Result<DecodedObject> decodeProtobufObject(const Kind& kind, std::string_view message)
{
    // Kinds of definitions have no numbers: a real server has no message for them either.
    DecodedObject decoded{ObjectPtr::make(*kind.type), {}};
    const bool known = kind.type->fields.front().number != 0;
    const std::string why =
        known ? decodeProtobuf(*kind.type, decoded.object.edit(), message) : std::string(notInProtobuf);
    if (!why.empty()) {
        const std::string name(kind.kind);
        return badRequest(
            name + " in version \"" + std::string(kind.version) + "\" cannot be handled as a " + name + ": " + why);
    }
    return decoded;
}

} // namespace kubarium::api
