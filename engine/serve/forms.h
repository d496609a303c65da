// What the pipeline answers, written in the shape that was asked for: objects, lists, Tables, metadata only, a Status;
// as JSON, as people read it, or as YAML. Works on immutable objects, so it runs in any thread.
#pragma once

#include "message.h"
#include "wish.h"

#include "apiserver/request.h"

namespace kubarium::serve {

// The whole answer to a request, warnings and all. `now`: the virtual clock, which ages are counted by.
Answer answerTo(
    const apiserver::Request& request, const apiserver::Response& response, const Wish& wish, api::Time now);
Answer statusAnswer(const api::Status& status, const Wish& wish);
Answer jsonAnswer(std::string json, const Wish& wish); // a document that is written already

// One object in its shape, compact and without a line break. `withColumns`: a Table says what its columns are, which in a
// watch only the first one does.
void appendObject(std::string& json, const api::Kind& kind, const api::ObjectPtr& object, const Wish& wish,
    api::Time now, bool withColumns);
std::string yamlFrom(std::string_view json);

} // namespace kubarium::serve
