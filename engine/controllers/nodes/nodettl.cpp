#include "nodettl.h"

#include "api/types/core-node.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace kubarium::controllers {

namespace {

constexpr std::string_view annotation = "node.alpha.kubernetes.io/ttl";

struct Step {
    std::size_t least;
    std::size_t most;
    int seconds;
};

constexpr Step steps[] = {
    {0, 100, 0},
    {90, 500, 15},
    {450, 1000, 30},
    {900, 2000, 60},
    {1800, std::numeric_limits<std::size_t>::max(), 300},
};

int said(const api::ObjectMeta& node)
{
    const std::string_view text = node.annotations.valueOr(annotation, {}).view();
    int seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
}

} // namespace

int ttlSeconds(std::size_t nodes, int now)
{
    const Step* step =
        std::find_if(std::begin(steps), std::end(steps) - 1, [&](const Step& one) { return one.seconds >= now; });
    while (nodes > step->most)
        ++step;
    while (nodes < step->least)
        --step;
    return step->seconds;
}

bool NodeTtl::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind();
}

// One key stands for all nodes: each that comes or goes may change it for all.
void NodeTtl::keysOf(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.type != store::ChangeType::Updated
        || !(change.before.meta().annotations == change.now.meta().annotations))
        keys.push_back({&apiserver::nodeKind(), {}, {}});
}

Outcome NodeTtl::reconcile(apiserver::Client& client, const ObjectKey&) const
{
    const store::ObjectTree& tree = client.state().store.tree(apiserver::resourceId(apiserver::nodeKind()));
    int now = 0; // the longest that any of them says
    std::vector<api::ObjectPtr> all;
    tree.visit([&](const api::ObjectPtr& node) {
        now = std::max(now, said(node.meta()));
        all.push_back(node);
        return true;
    });
    const std::string seconds = std::to_string(ttlSeconds(tree.size(), now));
    api::Status failure;
    for (const api::ObjectPtr& node : all) {
        const api::Text* const before = node.meta().annotations.find(annotation);
        if (before && *before == seconds)
            continue;
        api::ObjectPtr told = node;
        told.editMeta().annotations.set(annotation, seconds);
        const api::Status answer = client.update(apiserver::nodeKind(), std::move(told)).status;
        if (failure.ok())
            failure = answer;
    }
    return Outcome::of(failure);
}

} // namespace kubarium::controllers
