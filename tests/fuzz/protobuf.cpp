// A body in protobuf is either refused with a sentence, or read; what was read is written as JSON and read again as the same.
// The first byte picks the kind, the others are the body, or behind a zero byte the bare message.
#include "api/encode.h"
#include "api/protobuf.h"

#include <cstdlib>

using namespace kubarium::api;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort(); // in every build, unlike assert
}

void checkObject(const Kind& kind, std::string_view message)
{
    const Result<DecodedObject> decoded = decodeProtobufObject(kind, message);
    if (!decoded) {
        demand(decoded.status().code == 400 && !decoded.status().message.empty());
        return;
    }
    const std::string json = toJson(decoded->object);
    const ParsedJson parsed = parseJson(json);
    demand(!parsed.error);
    ObjectPtr again = ObjectPtr::make(*kind.type);
    // Texts that were no UTF-8, and quantities and schemas in odd notations, are settled by the first writing.
    if (decode(*kind.type, again.edit(), parsed.document.root).types.empty()) {
        const std::string settled = toJson(again);
        ObjectPtr third = ObjectPtr::make(*kind.type);
        demand(decode(*kind.type, third.edit(), parseJson(settled).document.root).clean());
        demand(toJson(third) == settled);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Kind& kind = kinds()[data[0] % kinds().size()];
    if (bytes.starts_with('\0')) {
        checkObject(kind, bytes.substr(1));
        return 0;
    }
    const ProtobufBody body = parseProtobuf(bytes);
    demand(body.sentence.empty() || !bytes.starts_with(protobufPrefix) || bytes.size() >= protobufPrefix.size());
    if (body.sentence.empty())
        checkObject(kind, body.raw);
    return 0;
}
