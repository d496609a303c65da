// A small scene that tests of the canvas look at: two nodes, one with three pods, and a tile that is no object.
//
//   waiting              (0, 0)    600 x 60     nothing inside
//   left    a  b         (0, 100)  280 x 200    a, b in the first row, c below a
//           c
//   right                (300, 100) 280 x 200   empty
#pragma once

#include "canvas/scene.h"

#include "api/types/core-pod.h"
#include "bridge/words.h"

namespace kubarium::gui {

inline constexpr store::ResourceId podsOfScene = 7;
inline constexpr store::ResourceId nodesOfScene = 8;

inline store::Key podKey(const char* name)
{
    return {podsOfScene, "shop", api::Text(name)};
}

inline store::Key nodeKey(const char* name)
{
    return {nodesOfScene, {}, api::Text(name)};
}

inline Token tokenFor(const char* name, const QRect& rect, Mood mood = Mood::Well)
{
    api::Box<api::Pod> pod;
    pod.edit().metadata.name = api::Text(name);
    pod.edit().metadata.namespace_ = "shop";
    return {pod, podsOfScene, rect, mood, 1};
}

inline Group tileFor(const char* name, const QRect& rect)
{
    Group group;
    group.object = nodeKey(name);
    group.title = words(name);
    group.rect = rect;
    group.marked = true;
    return group;
}

inline Scene someScene()
{
    Scene scene;
    Group waiting;
    waiting.title = QStringLiteral("waiting");
    waiting.rect = {0, 0, 600, 60};
    Group left = tileFor("left", {0, 100, 280, 200});
    left.tokens = {tokenFor("a", {12, 150, 120, 40}), tokenFor("b", {148, 150, 120, 40}, Mood::Failing),
        tokenFor("c", {12, 200, 120, 40})};
    scene.groups = {waiting, left, tileFor("right", {300, 100, 280, 200})};
    scene.bounds = {0, 0, 600, 300};
    return scene;
}

inline QString nameAt(const Scene& scene, const std::optional<Spot>& spot)
{
    if (!spot)
        return QStringLiteral("nothing");
    const std::optional<store::Key> key = keyAt(scene, *spot);
    return key ? words(key->name) : scene.groups[spot->group].title + QStringLiteral(", no object");
}

} // namespace kubarium::gui
