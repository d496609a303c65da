// How long a frame takes: 5 000 nodes with 150 000 pods on 1920x1080, panned at three scales and zoomed through all of them.
// In CPU time; exits 1 beyond one and a half times the budget.
#include "canvas/scenepainter.h"

#include "api/types/core-pod.h"
#include "theme/fonts.h"

#include <QGuiApplication>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace kubarium;
using namespace kubarium::gui;

namespace {

constexpr int across = 70;
constexpr int nodes = 5'000;
constexpr int podsOfNode = 30;
constexpr int columns = 5;
constexpr QSize screen(1920, 1080);
constexpr QSize card(150, 48);
constexpr QSize tile(5 * 158 + 16, 88 + 10 * 56 + 12);
constexpr int frames = 200;
constexpr double budgetOfMedian = 4; // ms
constexpr double budgetOfP95 = 8;
constexpr double patience = 1.5;

Scene largeScene()
{
    Scene scene;
    scene.groups.resize(nodes);
    for (int n = 0; n < nodes; ++n) {
        Group& group = scene.groups[std::size_t(n)];
        group.object = store::Key{1, {}, api::Text("node-" + std::to_string(n))};
        group.title = QStringLiteral("node-%1").arg(n);
        group.marked = true;
        group.mood = n % 50 == 0 ? Mood::Unwell : Mood::Well;
        group.gauges = {{QStringLiteral("cpu"), QStringLiteral("2.5 / 4"), 0.6},
            {QStringLiteral("mem"), QStringLiteral("7 / 8 Gi"), 0.9}};
        group.rect = {QPoint(n % across * (tile.width() + 16), n / across * (tile.height() + 16)), tile};
        for (int p = 0; p < podsOfNode; ++p) {
            api::Box<api::Pod> pod;
            pod.edit().metadata.namespace_ = "shop";
            pod.edit().metadata.name = "web-" + std::to_string(p % 7) + "-" + std::to_string(n * podsOfNode + p);
            const Mood mood = (n + p) % 97 == 0 ? Mood::Failing : (n + p) % 31 == 0 ? Mood::Starting : Mood::Well;
            const QPoint at = group.rect.topLeft() + QPoint(12 + p % columns * 158, 88 + p / columns * 56);
            group.tokens.push_back({pod, 2, QRect(at, card), mood, std::uint8_t(p % hues)});
        }
        scene.bounds |= group.rect;
    }
    return scene;
}

double cpuMilliseconds()
{
    return 1e3 * double(std::clock()) / CLOCKS_PER_SEC;
}

struct Row {
    const char* name;
    double from; // the scale; 0: all of it
    double to;
    QPointF pan; // for each frame
};

bool isWithin(const Row& row, const Scene& scene)
{
    Sprites sprites{Looks(Theme(paletteFor(Scheme::Light)))};
    const Describe describe = [](const Token& token) {
        const std::string name = token.object.meta().name.str();
        return Caption{QString::fromStdString(name), QStringLiteral("1/1 Running")};
    };
    QImage frame(screen, QImage::Format_RGB32);
    Camera camera;
    camera.resize(screen);
    camera.fit(scene.bounds);
    const QPointF middle(screen.width() / 2.0, screen.height() / 2.0);
    if (row.from > 0)
        camera.zoomBy(row.from / camera.scale(), middle);
    const double step = row.to > 0 ? std::pow(row.to / camera.scale(), 1.0 / frames) : 1;
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        camera.panBy(row.pan);
        camera.zoomBy(step, middle);
        const double begun = cpuMilliseconds();
        ScenePainter(sprites, describe).paint(scene, camera, 1, frame);
        times.push_back(cpuMilliseconds() - begun);
    }
    std::ranges::sort(times);
    const double median = times[frames / 2];
    const double p95 = times[frames * 95 / 100];
    const bool within = median <= patience * budgetOfMedian && p95 <= patience * budgetOfP95;
    std::printf("  %-32s median %5.2f ms of %.0f   p95 %5.2f ms of %.0f%s\n", row.name, median, budgetOfMedian, p95,
        budgetOfP95, within ? "" : "   TOO SLOW");
    return within;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    loadFonts();
    const Scene scene = largeScene();
    std::printf("Canvas, %dx%d, %d nodes with %d pods\n", screen.width(), screen.height(), nodes, nodes * podsOfNode);
    bool within = true;
    for (const Row& row : {Row{"pan, all in view", 0, 0, {1, 1}}, Row{"pan, cards without words", 0.2, 0, {7, 3}},
             Row{"pan, words on the cards", 0.6, 0, {7, 3}}, Row{"pan, at 1:1", 1, 0, {7, 3}},
             Row{"zoom, from all to 1:1", 0, 1, {}}})
        within = isWithin(row, scene) && within;
    return within ? 0 : 1;
}
