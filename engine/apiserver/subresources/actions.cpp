#include "actions.h"

#include "binding.h"
#include "token.h"

#include <algorithm>
#include <iterator>

namespace kubarium::apiserver {

namespace {

constexpr Action actions[] = {
    {"binding", bindPod},
    {"token", requestToken},
};

} // namespace

const Action* actionNamed(std::string_view subresource)
{
    const auto found = std::find_if(
        std::begin(actions), std::end(actions), [&](const Action& one) { return one.subresource == subresource; });
    return found == std::end(actions) ? nullptr : &*found;
}

} // namespace kubarium::apiserver
