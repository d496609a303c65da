// How the files that read protobuf call each other: one message inside others.
#pragma once

#include "schema.h"
#include "tree.h"

#include <string>
#include <string_view>

namespace kubarium::api {

// What all messages of one body share. The limits are those of documents: what was read can be written as JSON that is
// read again.
struct ProtobufReading {
    std::string refusal; // the first sentence; empty as long as all is well
    std::size_t values = 0; // of lists and maps

    bool refuse(std::string sentence) // false
    {
        if (refusal.empty())
            refusal = std::move(sentence);
        return false;
    }

    // One more value of a list or map: two bytes of a body may stand for a whole struct.
    bool count()
    {
        return ++values <= Limits().nodes || refuse("more than " + std::to_string(Limits().nodes) + " values");
    }

    // Whether a value may stand there: inside so many objects and lists of JSON.
    bool enter(int depth) { return static_cast<std::size_t>(depth) < Limits().depth || refuse("exceeded max depth"); }
};

// Merges the message into `value`, which stands inside `depth` objects and lists.
bool readProtobufMessage(const Type& type, void* value, std::string_view message, int depth, ProtobufReading& reading);

} // namespace kubarium::api
