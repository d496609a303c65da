#include "configmaps.h"

#include "sim/random.h"
#include "store/objecttree.h"

#include <QtTest/QtTest>

#include <map>

using namespace kubarium;

class TestObjectTree : public QObject {
    Q_OBJECT
private slots:
    void keysStandInTheOrderOfEtcd();
    void behavesLikeAMap_data();
    void behavesLikeAMap();
    void copiesKeepWhatTheySaw();
};

namespace {

// etcd's key: what the order of everything is measured by.
std::string keyOf(const api::ObjectPtr& object) { return object.meta().namespace_.str() + "/" + object.meta().name.str(); }

QString keys(const store::ObjectTree& tree, const store::Place& first = {})
{
    QStringList list;
    tree.visit(first, [&](const api::ObjectPtr& object) {
        list << QString::fromStdString(keyOf(object));
        return true;
    });
    return list.join(' ');
}

using Model = std::map<std::string, std::string>;

Model modelOf(const store::ObjectTree& tree)
{
    Model model;
    std::string last;
    tree.visit([&](const api::ObjectPtr& object) {
        const std::string key = keyOf(object);
        if (key <= last)
            qFatal("%s does not stand behind %s", key.c_str(), last.c_str());
        last = key;
        model[key] = valueOf(object);
        return true;
    });
    return model;
}

} // namespace

void TestObjectTree::keysStandInTheOrderOfEtcd()
{
    store::ObjectTree tree;
    for (const auto& [space, name] : {std::pair("a", "z"), {"a-b", "a"}, {"ab", "a"}, {"a", "a"}, {"b", ""}, {"", "node"}})
        tree.put(configMap(space, name));
    QCOMPARE(keys(tree), QString("/node a-b/a a/a a/z ab/a b/"));
    QCOMPARE(keys(tree, {"a", "b"}), QString("a/z ab/a b/"));
    QCOMPARE(tree.countFrom({"a", "a"}), std::size_t{4});
    QCOMPARE(tree.countFrom({"zz", ""}), std::size_t{0});
}

void TestObjectTree::behavesLikeAMap_data()
{
    QTest::addColumn<int>("names");
    QTest::addColumn<int>("steps");
    QTest::newRow("a handful of objects, written again and again") << 8 << 4'000;
    QTest::newRow("about one node") << 40 << 8'000;
    QTest::newRow("some levels") << 3'000 << 30'000;
}

void TestObjectTree::behavesLikeAMap()
{
    QFETCH(int, names);
    QFETCH(int, steps);
    store::ObjectTree tree;
    Model model;
    std::vector<std::pair<store::ObjectTree, Model>> snapshots;
    auto random = sim::Random(static_cast<std::uint64_t>(names)).stream("tree", "test");
    for (int step = 0; step < steps; ++step) {
        const std::string space = "ns-" + std::to_string(random.below(3));
        const std::string name = "o" + std::to_string(random.below(static_cast<std::uint64_t>(names)));
        const std::string key = space + "/" + name;
        // More puts than erases in the first half, the other way round in the second: it grows and shrinks.
        if (random.below(10) < (step < steps / 2 ? 7 : 3)) {
            const api::ObjectPtr before = tree.put(configMap(space, name, step));
            QCOMPARE(QString::fromStdString(valueOf(before)), model.contains(key) ? QString::fromStdString(model[key]) : QString("none"));
            model[key] = std::to_string(step);
        } else {
            const api::ObjectPtr gone = tree.erase({space, name});
            QCOMPARE(static_cast<bool>(gone), model.erase(key) == 1);
        }
        QCOMPARE(tree.size(), model.size());
        QCOMPARE(QString::fromStdString(valueOf(tree.find({space, name}))), model.contains(key) ? QString::fromStdString(model[key]) : QString("none"));
        if (step % (steps / 20) == 0) {
            QCOMPARE(modelOf(tree), model);
            const auto behind = static_cast<std::size_t>(std::distance(model.lower_bound(key), model.end()));
            QCOMPARE(tree.countFrom({space, name}), behind);
            snapshots.emplace_back(tree, model);
        }
    }
    for (const auto& [then, what] : snapshots)
        QCOMPARE(modelOf(then), what);
}

void TestObjectTree::copiesKeepWhatTheySaw()
{
    store::ObjectTree tree;
    for (int i = 0; i < 1'000; ++i)
        tree.put(configMap("a", "o" + std::to_string(i), 1));
    const store::ObjectTree before = tree;
    for (int i = 0; i < 1'000; i += 2)
        tree.erase({"a", "o" + std::to_string(i)});
    for (int i = 1; i < 1'000; i += 2)
        tree.put(configMap("a", "o" + std::to_string(i), 2));
    QCOMPARE(before.size(), std::size_t{1'000});
    before.visit([](const api::ObjectPtr& object) {
        if (valueOf(object) != "1")
            qFatal("a snapshot was changed");
        return true;
    });
    QCOMPARE(tree.size(), std::size_t{500});
}

QTEST_GUILESS_MAIN(TestObjectTree)
#include "test_objecttree.moc"
