// How an answer is to look: its shape, its form, whether it may be squeezed.
#pragma once

#include "negotiation.h"

#include "apiserver/table/table.h"

namespace kubarium::serve {

struct Wish {
    Form form;
    apiserver::IncludeObject includeObject = apiserver::IncludeObject::Metadata; // of a Table's rows
    bool pretty = false;
    bool gzip = false;
};

std::string contentTypeOf(const Wish& wish);

} // namespace kubarium::serve
