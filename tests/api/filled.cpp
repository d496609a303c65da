#include "filled.h"

#include <map>

namespace kubarium::api {

namespace {

template <class T>
void put(const Field& field, void* place, T value)
{
    if (field.isPointer())
        *static_cast<Optional<T>*>(place) = Optional<T>(std::move(value));
    else
        *static_cast<T*>(place) = std::move(value);
}

class Filler {
public:
    explicit Filler(int levels) : m_levels(levels) {}

    void structure(const Type& type, void* object)
    {
        int& depth = m_depth[&type];
        if (depth >= m_levels)
            return;
        ++depth;
        for (const Field& field : type.fields)
            member(field, static_cast<std::byte*>(object) + field.offset);
        --depth;
    }

private:
    void member(const Field& field, void* place)
    {
        if (field.shape == Shape::One && !field.boxed) {
            if (field.type->storage == Storage::Struct)
                structure(*field.type, place);
            else
                scalar(field, place);
            return;
        }
        detail::Block*& block = *static_cast<detail::Block**>(place);
        const auto layout = field.shape == Shape::Map ? detail::Layout::Keyed : detail::Layout::Plain;
        const std::uint32_t count = field.boxed ? 1 : 2;
        block = detail::newBlock(*field.type, layout, count);
        std::byte* element = block->data();
        for (std::uint32_t i = 0; i < count; ++i) {
            if (layout == detail::Layout::Keyed) {
                *reinterpret_cast<Text*>(element) = Text("key-" + std::to_string(i));
                element += sizeof(Text);
            }
            if (field.type->storage == Storage::Struct) {
                structure(*field.type, element);
            } else {
                Field one = field;
                one.shape = Shape::One;
                one.presence = Presence::Always;
                scalar(one, element);
            }
            element += layout == detail::Layout::Keyed ? (field.type->size + 7U) & ~std::size_t{7} : field.type->size;
        }
    }

    void scalar(const Field& field, void* place)
    {
        const int number = ++m_number;
        const std::string word = std::to_string(number);
        switch (field.type->storage) {
        case Storage::Bool:
            put(field, place, true);
            break;
        case Storage::Int32:
            put(field, place, static_cast<std::int32_t>(number));
            break;
        case Storage::Int64:
            put(field, place, std::int64_t{1'000'000'007} * number);
            break;
        case Storage::Double:
            put(field, place, number + 0.25);
            break;
        case Storage::String:
            // Words that YAML 1.1 would take for something else are carried too.
            *static_cast<Text*>(place) = number % 7 == 0 ? Text("0" + word) : number % 5 == 0 ? Text("yes: " + word + " # \"a\"\n b") : Text("text " + word);
            break;
        case Storage::Bytes:
            *static_cast<Text*>(place) = Text(std::string("\0\xff", 2) + word);
            break;
        case Storage::Time:
            *static_cast<Time*>(place) = Time::sinceEpoch(Seconds(1'700'000'000 + number));
            break;
        case Storage::MicroTime:
            *static_cast<Time*>(place) = Time::sinceEpoch(Seconds(1'700'000'000 + number) + Microseconds(number));
            break;
        case Storage::Quantity:
            put(field, place, Quantity::ofMilli(number * 100 + 1));
            break;
        case Storage::IntOrString:
            put(field, place, number % 2 ? IntOrString(number) : IntOrString(Text(word + "%")));
            break;
        case Storage::Any: {
            Value value;
            value.editObject().set("free", Value(Value::Array{Value(number), Value(), Value("x"), Value(1.5)}));
            *static_cast<Value*>(place) = value;
            break;
        }
        case Storage::StringList:
            *static_cast<List<Text>*>(place) = {Text("a" + word), Text("b" + word)};
            break;
        case Storage::Struct:
            break;
        }
    }

    int m_levels;
    int m_number = 0;
    std::map<const Type*, int> m_depth;
};

} // namespace

ObjectPtr filledObject(const Type& type, int levels)
{
    ObjectPtr object = ObjectPtr::make(type);
    Filler(levels).structure(type, object.edit());
    return object;
}

} // namespace kubarium::api
