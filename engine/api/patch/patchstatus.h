// Refusals of patches, with the code that the server gives each.
#pragma once

#include "../status.h"

#include <string>

namespace kubarium::api {

// What the server does not expect is passed on as it is: 500 without a reason.
inline Status patchFailure(std::string sentence)
{
    Status status;
    status.code = 500;
    status.message = std::move(sentence);
    return status;
}

// 422, without saying what was wrong: "The request is invalid: the server rejected …" is all that users see.
inline Status patchRejected()
{
    Status status;
    status.code = 422;
    status.reason = "Invalid";
    status.message = "the server rejected our request due to an error in our request";
    return status;
}

} // namespace kubarium::api
