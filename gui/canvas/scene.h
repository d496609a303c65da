// What stands where on the canvas. A view describes it, the canvas finds it and paints it; neither knows more of the other.
//
//   Panel        a titled surface: a node, a namespace, a lane of a rollout      ┌ node-1 ● ───────┐
//     Gauge      a bar in its head: CPU, memory                                  │ cpu ▬▬▬▬▭▭ 2.1/4 │
//     Token      an object: a card with a strip of colour and a mood             │ ▌web-x7k  ●      │
//   Edge         from object to object                                           └──────────────────┘
//
// Coordinates are whole numbers, so that what does not change stays where it is to the pixel.
#pragma once

#include "lab/objects.h"

#include <QPoint>
#include <QRect>
#include <QString>

#include <optional>
#include <vector>

namespace kubarium::gui {

// How an object is, as far as one can see from afar. Each has a colour, and a shape that says the same.
enum class Mood : std::uint8_t { Waiting, Starting, Well, Unwell, Failing, Leaving, Finished, Unknown };

inline constexpr int moods = 8;

// What is shown of an object once there is room for words.
struct Caption {
    QString title;
    QString detail;
};

struct Token {
    api::ObjectPtr object;
    store::ResourceId resource = 0;
    QRect rect;
    Mood mood = Mood::Unknown;
    std::uint8_t hue = 0; // of its owner: the same for what belongs together

    store::Key key() const { return {resource, object.meta().namespace_, object.meta().name}; }
};

struct Gauge {
    QString name;
    QString amount; // "2.1 / 4"
    double share = 0; // 0 … 1, of what is there
};

struct Group {
    static constexpr int head = 36; // the height of its title

    std::optional<store::Key> object; // the node, the namespace; nothing for what is no object
    QRect rect;
    QString title;
    QString note; // at the right of the title
    Mood mood = Mood::Well;
    bool marked = false; // has a mood worth a mark beside its title
    QString hint; // said inside as long as there is no token
    std::vector<Gauge> gauges;
    std::vector<Token> tokens; // inside, in the order in which the keyboard walks them
};

struct Edge {
    QPoint from;
    QPoint to;
    Mood mood = Mood::Well;
    bool strong = false;
};

struct Scene {
    std::vector<Group> groups;
    std::vector<Edge> edges;
    QRect bounds;
};

// Where something was found.
struct Spot {
    std::size_t group = 0;
    std::optional<std::size_t> token;

    friend bool operator==(const Spot&, const Spot&) = default;
};

// What lies under a point; nothing where the scene is empty.
std::optional<Spot> spotAt(const Scene& scene, QPointF point);
// Where an object stands.
std::optional<Spot> spotOf(const Scene& scene, const store::Key& key);
QRect rectOf(const Scene& scene, const Spot& spot);
std::optional<store::Key> keyAt(const Scene& scene, const Spot& spot);
// The nearest object in the direction of an arrow key. A group is walked to by its head: above its tokens.
std::optional<Spot> neighbour(const Scene& scene, const Spot& from, QPoint direction);
// Where walking begins; nothing where there is no object.
std::optional<Spot> firstSpot(const Scene& scene);

} // namespace kubarium::gui
