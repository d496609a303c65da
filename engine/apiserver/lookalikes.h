// Objects that are alike: pods of one controller, Events of one reason. What is equal in one and the next becomes one memory.
//
// It holds the last object of each such family that this thread has stored, and nothing that could be told by reading: a
// cluster is the same with it and without.
#pragma once

#include "api/object.h"

#include <string>
#include <unordered_map>

namespace kubarium::apiserver {

class Lookalikes {
public:
    static Lookalikes& ofThisThread();

    // Lets an object that is about to be stored hold what the last one of its family holds, where the two are equal.
    void share(api::ObjectPtr& object) const;
    // As it was stored: for the next one.
    void remember(const api::ObjectPtr& stored);

private:
    static constexpr std::size_t most = 2'048; // families; then all are forgotten

    std::unordered_map<std::string, api::ObjectPtr> m_last;
};

} // namespace kubarium::apiserver
