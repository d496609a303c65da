// The first lines of an answer.
#pragma once

#include "message.h"

#include <random>

namespace kubarium::serve {

struct ResponseHead {
    bool http11 = true;
    bool keepAlive = true;
    bool chunked = false; // else the length of the body is told
    bool withoutBody = false; // an answer to HEAD: its length is told all the same
};

std::string responseHead(const Answer& answer, const ResponseHead& how, std::mt19937_64& random);

std::string_view reasonPhrase(int code);
// An answer of the transport itself, for what is no proper HTTP: one line of text.
Answer plainAnswer(int code, std::string text);

} // namespace kubarium::serve
