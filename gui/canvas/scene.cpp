#include "canvas/scene.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kubarium::gui {

namespace {

QRect headOf(const Group& group)
{
    return {group.rect.topLeft(), QSize(group.rect.width(), std::min(Group::head, group.rect.height()))};
}

// How far two stretches lie apart; 0 if they overlap.
int gap(int from, int to, int otherFrom, int otherTo)
{
    return std::max({0, otherFrom - to, from - otherTo});
}

} // namespace

std::optional<Spot> spotAt(const Scene& scene, QPointF point)
{
    const QPoint at(static_cast<int>(std::floor(point.x())), static_cast<int>(std::floor(point.y())));
    for (std::size_t i = 0; i < scene.groups.size(); ++i) {
        const Group& group = scene.groups[i];
        if (!group.rect.contains(at))
            continue;
        const auto token = std::ranges::find_if(group.tokens, [&](const Token& one) { return one.rect.contains(at); });
        if (token == group.tokens.end())
            return Spot{i, std::nullopt};
        return Spot{i, static_cast<std::size_t>(token - group.tokens.begin())};
    }
    return std::nullopt;
}

std::optional<Spot> spotOf(const Scene& scene, const store::Key& key)
{
    for (std::size_t i = 0; i < scene.groups.size(); ++i) {
        const Group& group = scene.groups[i];
        if (group.object == key)
            return Spot{i, std::nullopt};
        const auto token = std::ranges::find_if(group.tokens, [&](const Token& one) {
            return one.resource == key.resource && one.object.meta().name == key.name
                && one.object.meta().namespace_ == key.namespace_;
        });
        if (token != group.tokens.end())
            return Spot{i, static_cast<std::size_t>(token - group.tokens.begin())};
    }
    return std::nullopt;
}

QRect rectOf(const Scene& scene, const Spot& spot)
{
    const Group& group = scene.groups[spot.group];
    return spot.token ? group.tokens[*spot.token].rect : group.rect;
}

std::optional<store::Key> keyAt(const Scene& scene, const Spot& spot)
{
    const Group& group = scene.groups[spot.group];
    return spot.token ? group.tokens[*spot.token].key() : group.object;
}

std::optional<Spot> firstSpot(const Scene& scene)
{
    for (std::size_t i = 0; i < scene.groups.size(); ++i) {
        if (scene.groups[i].object)
            return Spot{i, std::nullopt};
        if (!scene.groups[i].tokens.empty())
            return Spot{i, 0};
    }
    return std::nullopt;
}

std::optional<Spot> neighbour(const Scene& scene, const Spot& from, QPoint direction)
{
    const bool across = direction.x() != 0;
    const QRect start = from.token ? rectOf(scene, from) : headOf(scene.groups[from.group]);
    std::optional<Spot> best;
    std::pair<bool, double> least{true, std::numeric_limits<double>::max()};
    const auto consider = [&](const Spot& spot, const QRect& rect) {
        const QPoint way = rect.center() - start.center();
        const int along = QPoint::dotProduct(way, direction);
        // What overlaps lies straight ahead, however wide it is, and comes before what lies beside the way. Of two that
        // are as far, the one with the nearer middle is meant.
        const int beside = across ? gap(start.top(), start.bottom(), rect.top(), rect.bottom())
                                  : gap(start.left(), start.right(), rect.left(), rect.right());
        if (spot == from || along <= 0 || beside > 4 * along)
            return;
        const std::pair distance(beside > 0, along + 3.0 * beside + 0.01 * std::abs(across ? way.y() : way.x()));
        if (distance < least) {
            least = distance;
            best = spot;
        }
    };
    for (std::size_t i = 0; i < scene.groups.size(); ++i) {
        const Group& group = scene.groups[i];
        if (group.object)
            consider({i, std::nullopt}, headOf(group));
        for (std::size_t j = 0; j < group.tokens.size(); ++j)
            consider({i, j}, group.tokens[j].rect);
    }
    return best;
}

} // namespace kubarium::gui
