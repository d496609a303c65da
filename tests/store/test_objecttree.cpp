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
    void findersSeeWhatTheTreeHolds_data();
    void findersSeeWhatTheTreeHolds();
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

void TestObjectTree::findersSeeWhatTheTreeHolds_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("step"); // from one place that is asked for to the next
    QTest::newRow("one after the other") << 0 << 1;
    QTest::newRow("every third") << 1 << 3;
    QTest::newRow("far apart") << 5 << 97;
    QTest::newRow("backwards") << 1'999 << -1;
    QTest::newRow("the same again and again") << 700 << 0;
}

void TestObjectTree::findersSeeWhatTheTreeHolds()
{
    QFETCH(int, first);
    QFETCH(int, step);
    const auto nameAt = [](int i) { return "web-" + std::to_string(10'000 + i); };
    store::ObjectTree tree;
    for (int i = 0; i < 2'000; i += 2) { // every other place is empty
        tree.put(configMap("a", nameAt(i)));
        tree.put(configMap("b", nameAt(i)));
    }
    store::ObjectTree::Finder finder(tree);
    store::ObjectTree::Finder nothing{store::ObjectTree()};
    const store::ObjectTree before = tree;
    for (int i = first, asked = 0; i >= 0 && i < 2'000 && asked < 2'000; i += step, ++asked) {
        for (const char* space : {"a", "b"}) {
            const api::ObjectPtr* const found = finder.find(space, nameAt(i));
            QCOMPARE(found != nullptr, i % 2 == 0);
            if (found)
                QCOMPARE(keyOf(*found), std::string(space) + "/" + nameAt(i));
            if (asked % 3 == 0)
                tree.erase({space, nameAt(i)}); // which the finder does not see
        }
        QVERIFY(!nothing.find("a", nameAt(i)));
    }
    QVERIFY(!finder.find("c", nameAt(0)) && !finder.find("", ""));
    QCOMPARE(before.size(), std::size_t(2'000));
}

QTEST_GUILESS_MAIN(TestObjectTree)
#include "test_objecttree.moc"
