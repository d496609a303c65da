#include "protobufscalars.h"

#include "duration.h"
#include "protobufvalues.h"

#include <bit>
#include <cmath>

namespace kubarium::api {

namespace {

template <class T> T& as(void* value) noexcept
{
    return *static_cast<T*>(value);
}

class ScalarReader {
public:
    ScalarReader(int depth, ProtobufReading& reading) noexcept : m_depth(depth), m_reading(reading) { }

    bool read(const Type& type, std::string_view goType, void* place, const Wired& wired)
    {
        switch (type.storage) {
        case Storage::Bool:
            as<bool>(place) = wired.number != 0;
            return true;
        case Storage::Int32:
            as<std::int32_t>(place) =
                static_cast<std::int32_t>(static_cast<std::uint32_t>(wired.number)); // as Go cuts it
            return true;
        case Storage::Int64:
            as<std::int64_t>(place) = static_cast<std::int64_t>(wired.number);
            return true;
        case Storage::Double:
            return real(as<double>(place), std::bit_cast<double>(wired.number));
        case Storage::String:
            if (goType == "v1.Duration")
                return duration(as<Text>(place), wired.bytes);
            [[fallthrough]];
        case Storage::Bytes:
            as<Text>(place) = Text(wired.bytes);
            return true;
        case Storage::Time:
        case Storage::MicroTime:
            return time(as<Time>(place), type.storage == Storage::MicroTime, wired.bytes);
        case Storage::Quantity:
            return quantity(as<Quantity>(place), wired.bytes);
        case Storage::IntOrString:
            return intOrString(as<IntOrString>(place), wired.bytes);
        case Storage::Any:
            as<Value>(place) = protobufValue(goType, wired.bytes, m_depth, m_reading);
            return m_reading.refusal.empty();
        case Storage::StringList:
            return strings(as<List<Text>>(place), wired.bytes);
        case Storage::Struct:
            break;
        }
        return false;
    }

private:
    bool wrongType(const WireTag& tag, std::string_view name)
    {
        return m_reading.refuse("proto: wrong wireType = " + std::to_string(static_cast<int>(tag.type)) + " for field "
            + std::string(name));
    }

    bool real(double& place, double number)
    {
        if (!std::isfinite(number)) { // Go reads it and cannot write it down again
            const char* const shown = std::isnan(number) ? "NaN" : number < 0 ? "-Inf" : "+Inf";
            return m_reading.refuse(std::string("json: unsupported value: ") + shown);
        }
        place = number;
        return true;
    }

    // The fields 1, 2 and 3 of the small messages that stand for one value. `take` gets what has the wanted wire type.
    template <class Take>
    bool small(std::string_view bytes, std::string_view name,
        std::initializer_list<std::pair<WireType, std::string_view>> fields, Take take)
    {
        WireReader reader(bytes, name, m_reading.refusal);
        while (const std::optional<WireTag> tag = reader.next()) {
            if (tag->number > fields.size()) {
                if (!reader.skip(tag->type))
                    return false;
                continue;
            }
            const auto& [type, field] = fields.begin()[tag->number - 1];
            if (tag->type != type)
                return wrongType(*tag, field);
            const std::optional<Wired> wired = readWired(reader, type);
            if (!wired)
                return false;
            take(tag->number, *wired);
        }
        return !reader.refused();
    }

    bool duration(Text& place, std::string_view bytes)
    {
        Nanoseconds span{0};
        if (!small(bytes, "Duration", {{WireType::Varint, "Duration"}}, [&](std::uint32_t, const Wired& wired) {
                span = Nanoseconds(static_cast<std::int64_t>(wired.number));
            }))
            return false;
        place = Text(durationText(span));
        return true;
    }

    bool time(Time& place, bool micro, std::string_view bytes)
    {
        place = Time();
        if (bytes.empty())
            return true; // Go's zero
        std::int64_t seconds = 0;
        std::int32_t nanos = 0;
        const auto take = [&](std::uint32_t number, const Wired& wired) {
            if (number == 1)
                seconds = static_cast<std::int64_t>(wired.number);
            else
                nanos = static_cast<std::int32_t>(static_cast<std::uint32_t>(wired.number));
        };
        if (!small(bytes, "Timestamp", {{WireType::Varint, "Seconds"}, {WireType::Varint, "Nanos"}}, take))
            return false;
        constexpr std::int64_t yearOne = -62'135'596'800;
        constexpr std::int64_t yearTenThousand = 253'402'300'800;
        if (seconds < yearOne || seconds >= yearTenThousand || nanos <= -1'000'000'000 || nanos >= 1'000'000'000) {
            return m_reading.refuse("year outside of range [0,9999]"); // Go reads it and cannot write it down again
        }
        place = Time::sinceEpoch(Seconds(seconds));
        if (micro) // a Time has whole seconds, whatever stands there
            place = place + Microseconds(nanos / 1000);
        return true;
    }

    bool quantity(Quantity& place, std::string_view bytes)
    {
        std::optional<std::string_view> text;
        if (!small(bytes, "Quantity", {{WireType::Bytes, "String_"}},
                [&](std::uint32_t, const Wired& wired) { text = wired.bytes; }))
            return false;
        place = Quantity();
        if (!text)
            return true;
        const std::optional<Quantity> parsed = Quantity::parse(*text);
        if (!parsed) {
            return m_reading.refuse(std::string(Quantity::parseError(*text)));
        }
        place = *parsed;
        return true;
    }

    bool intOrString(IntOrString& place, std::string_view bytes)
    {
        std::int64_t type = 0;
        std::int32_t number = 0;
        Text text("");
        const auto take = [&](std::uint32_t field, const Wired& wired) {
            if (field == 1)
                type = static_cast<std::int64_t>(wired.number);
            else if (field == 2)
                number = static_cast<std::int32_t>(static_cast<std::uint32_t>(wired.number));
            else
                text = Text(wired.bytes);
        };
        if (!small(bytes, "IntOrString",
                {{WireType::Varint, "Type"}, {WireType::Varint, "IntVal"}, {WireType::Bytes, "StrVal"}}, take))
            return false;
        if (type != 0 && type != 1) {
            return m_reading.refuse("impossible IntOrString.Type");
        }
        place = type == 1 ? IntOrString(std::move(text)) : IntOrString(number);
        return true;
    }

    bool strings(List<Text>& place, std::string_view bytes)
    {
        if (!m_reading.enter(m_depth))
            return false;
        List<Text> read;
        const auto take = [&](std::uint32_t, const Wired& wired) {
            if (m_reading.count())
                read.push_back(Text(wired.bytes));
        };
        if (!small(bytes, "ExtraValue", {{WireType::Bytes, "Items"}}, take))
            return false;
        place = std::move(read);
        return true;
    }

    int m_depth;
    ProtobufReading& m_reading;
};

} // namespace

WireType wireTypeOf(Storage storage) noexcept
{
    switch (storage) {
    case Storage::Bool:
    case Storage::Int32:
    case Storage::Int64:
        return WireType::Varint;
    case Storage::Double:
        return WireType::Fixed64;
    default:
        return WireType::Bytes;
    }
}

std::optional<Wired> readWired(WireReader& reader, WireType type)
{
    Wired wired;
    if (type == WireType::Bytes) {
        const std::optional<std::string_view> bytes = reader.bytes();
        if (!bytes)
            return std::nullopt;
        wired.bytes = *bytes;
        return wired;
    }
    const std::optional<std::uint64_t> number = type == WireType::Varint ? reader.varint() : reader.fixed64();
    if (!number)
        return std::nullopt;
    wired.number = *number;
    return wired;
}

bool readProtobufScalar(
    const Type& type, std::string_view goType, void* place, const Wired& wired, int depth, ProtobufReading& reading)
{
    return ScalarReader(depth, reading).read(type, goType, place, wired);
}

} // namespace kubarium::api
