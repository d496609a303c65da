// What the pipeline answers, written in the shape that was asked for: objects, lists, Tables, metadata only, a Status;
// as JSON, as people read it, or as YAML. Works on immutable objects, so it runs in any thread.
#pragma once

#include "message.h"
#include "wish.h"

#include "apiserver/request.h"

namespace kubarium::serve {

// Calls a function for each number below `count`, in several threads, and comes back when all is done.
using InParallel = std::function<void(std::size_t count, const std::function<void(std::size_t)>& each)>;

// The whole answer to a request, warnings and all. `now`: the virtual clock, which ages are counted by. Large lists are
// written in pieces, by as many threads as `inParallel` has.
Answer answerTo(const apiserver::Request& request, const apiserver::Response& response, const Wish& wish, api::Time now,
    const InParallel& inParallel);
Answer statusAnswer(const api::Status& status, const Wish& wish);
Answer jsonAnswer(std::string json, const Wish& wish); // a document that is written already
Answer rawAnswer(std::string bytes, std::string contentType, const Wish& wish); // as it is, or squeezed

// One object in its shape, compact and without a line break. `withColumns`: a Table says what its columns are, which in a
// watch only the first one does.
void appendObject(std::string& json, const api::Kind& kind, const api::ObjectPtr& object, const Wish& wish,
    api::Time now, bool withColumns);
std::string yamlFrom(std::string_view json);

} // namespace kubarium::serve
