#include "conversion.h"

#include "pairs.h"

#include "api/types/autoscaling.h"
#include "api/types/core-config.h"
#include "api/types/events.h"

#include <span>

namespace kubarium::api {

namespace {

struct Pair {
    const Type* served;
    const Type* stored;
    ObjectPtr (*toStored)(const ObjectPtr& object);
    ObjectPtr (*fromStored)(const ObjectPtr& object);
};

template <class From, class To> ObjectPtr convert(const ObjectPtr& object)
{
    assert(object.as<From>());
    return Box<To>(converted(*object.as<From>()));
}

template <class Served, class Stored> constexpr Pair pairOf()
{
    return {TypeOf<Served>::value, TypeOf<Stored>::value, convert<Served, Stored>, convert<Stored, Served>};
}

const Pair* pairOf(const Kind& kind)
{
    static constexpr Pair pairs[] = {
        pairOf<HorizontalPodAutoscalerV1, HorizontalPodAutoscaler>(),
        pairOf<EventsEvent, Event>(),
    };
    for (const Pair& pair : pairs) {
        if (pair.served == kind.type)
            return &pair;
    }
    assert(kind.stored && "a kind that is not stored itself needs a pair: see pairs.h");
    return nullptr;
}

} // namespace

const Kind& storedKind(const Kind& kind)
{
    const Pair* const pair = pairOf(kind);
    if (!pair)
        return kind;
    for (const Kind& other : kinds()) {
        if (other.type == pair->stored)
            return other;
    }
    assert(false && "the stored kind is served as well");
    return kind;
}

ObjectPtr toStored(const Kind& kind, const ObjectPtr& object)
{
    const Pair* const pair = pairOf(kind);
    return pair ? pair->toStored(object) : object;
}

ObjectPtr fromStored(const Kind& kind, const ObjectPtr& stored)
{
    const Pair* const pair = pairOf(kind);
    return pair ? pair->fromStored(stored) : stored;
}

} // namespace kubarium::api
