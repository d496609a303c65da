#include "configmaps.h"

#include "sim/random.h"
#include "store/store.h"

#include <QtTest/QtTest>

#include <map>

using namespace kubarium;

class TestStore : public QObject {
    Q_OBJECT
private slots:
    void eachWriteTakesTheNextRevision();
    void refusalsWriteNothing();
    void everyPastRevisionCanBeRead();
    void copiesGoTheirOwnWay();
    void whatIsForgottenIsNotAnswered();
    void timesFindTheirRevision();
};

namespace {

constexpr store::ResourceId maps = 3;

store::Origin at(int second) { return {api::Time::sinceEpoch(std::chrono::seconds(second)), sim::Cause::input(static_cast<std::uint64_t>(second)), "tester"}; }

store::Key key(const std::string& name) { return {maps, "a", name}; }

using State = std::map<std::string, std::string>;

State stateOf(const store::Snapshot& snapshot)
{
    State state;
    snapshot.tree(maps).visit([&](const api::ObjectPtr& object) {
        state[object.meta().name.str()] = valueOf(object) + "@" + object.meta().resourceVersion.str();
        return true;
    });
    return state;
}

} // namespace

void TestStore::eachWriteTakesTheNextRevision()
{
    store::Store store;
    const auto created = store.create(maps, configMap("a", "x", 1), at(1));
    QVERIFY(created);
    QCOMPARE(store::revisionOf(created.object), store::Revision{1});
    const auto updated = store.update(maps, configMap("a", "x", 2), store::Revision{1}, at(2));
    QVERIFY(updated);
    const auto removed = store.remove(key("x"), std::nullopt, at(3));
    QVERIFY(removed);
    QCOMPARE(store.revision(), store::Revision{3});
    QVERIFY(!store.find(key("x")));

    const store::Change& change = *store.change(2);
    QCOMPARE(change.type, store::ChangeType::Updated);
    QCOMPARE(QString::fromStdString(valueOf(change.before) + " to " + valueOf(change.now)), QString("1 to 2"));
    QCOMPARE(change.origin.cause, sim::Cause::input(2));
    // A deletion tells the last state, with the revision of the deletion.
    QCOMPARE(QString::fromStdString(valueOf(store.change(3)->now) + "@" + store.change(3)->now.meta().resourceVersion.str()), QString("2@3"));
}

void TestStore::refusalsWriteNothing()
{
    store::Store store;
    store.create(maps, configMap("a", "x", 1), at(1));
    QCOMPARE(store.create(maps, configMap("a", "x", 2), at(2)).error, store::StoreError::Exists);
    QCOMPARE(store.update(maps, configMap("a", "y", 2), std::nullopt, at(2)).error, store::StoreError::NotFound);
    QCOMPARE(store.update(maps, configMap("a", "x", 2), store::Revision{9}, at(2)).error, store::StoreError::Conflict);
    QCOMPARE(store.remove(key("y"), std::nullopt, at(2)).error, store::StoreError::NotFound);
    QCOMPARE(store.remove(key("x"), store::Revision{9}, at(2)).error, store::StoreError::Conflict);
    QCOMPARE(store.revision(), store::Revision{1});
    QCOMPARE(QString::fromStdString(valueOf(store.find(key("x")))), QString("1"));
}

void TestStore::everyPastRevisionCanBeRead()
{
    store::Store store;
    std::vector<State> states{{}};
    auto random = sim::Random(5).stream("store", "test");
    for (int step = 1; step <= 3'000; ++step) {
        const std::string name = "o" + std::to_string(random.below(50));
        if (!store.find(key(name)))
            store.create(maps, configMap("a", name, step), at(step));
        else if (random.below(3) == 0)
            store.remove(key(name), std::nullopt, at(step));
        else
            store.update(maps, configMap("a", name, step), std::nullopt, at(step));
        states.push_back(stateOf(store.snapshot()));
    }
    for (store::Revision revision = 0; revision <= store.revision(); revision += 7) {
        const auto past = store.at(revision);
        QVERIFY(past);
        QCOMPARE(past->revision, revision);
        QCOMPARE(stateOf(*past), states[revision]);
    }
    QVERIFY(!store.at(store.revision() + 1));
}

void TestStore::copiesGoTheirOwnWay()
{
    store::Store store;
    for (int i = 0; i < 700; ++i) // beyond one piece of the log
        store.create(maps, configMap("a", "o" + std::to_string(i), 1), at(i));
    store::Store fork = store;
    fork.update(maps, configMap("a", "o0", 2), std::nullopt, at(800));
    store.remove(key("o0"), std::nullopt, at(801));
    QCOMPARE(QString::fromStdString(valueOf(fork.find(key("o0")))), QString("2"));
    QVERIFY(!store.find(key("o0")));
    QCOMPARE(fork.change(701)->type, store::ChangeType::Updated);
    QCOMPARE(store.change(701)->type, store::ChangeType::Deleted);
    QCOMPARE(stateOf(*store.at(700)), stateOf(*fork.at(700)));
}

void TestStore::whatIsForgottenIsNotAnswered()
{
    store::Store store;
    for (int i = 1; i <= 2'000; ++i)
        store.create(maps, configMap("a", "o" + std::to_string(i), i), at(i));
    const State before = stateOf(*store.at(1'500));
    store.forget(1'200);
    QVERIFY(!store.at(1'199));
    QVERIFY(!store.change(1'200));
    QVERIFY(store.change(1'201));
    QCOMPARE(stateOf(*store.at(1'200)).size(), std::size_t{1'200});
    QCOMPARE(stateOf(*store.at(1'500)), before);
    QCOMPARE(store.compacted(), store::Revision{1'200});
    store.create(maps, configMap("a", "later", 1), at(3'000));
    QCOMPARE(store.change(2'001)->now.meta().name.str(), std::string("later"));
}

void TestStore::timesFindTheirRevision()
{
    store::Store store;
    for (const int second : {10, 20, 20, 30})
        store.create(maps, configMap("a", "o" + std::to_string(store.revision()), 1), at(second));
    const auto revisionAt = [&](int second) { return store.revisionAt(api::Time::sinceEpoch(std::chrono::seconds(second))); };
    QCOMPARE(revisionAt(5), store::Revision{0});
    QCOMPARE(revisionAt(10), store::Revision{1});
    QCOMPARE(revisionAt(20), store::Revision{3}); // the last one of an instant
    QCOMPARE(revisionAt(29), store::Revision{3});
    QCOMPARE(revisionAt(99), store::Revision{4});
}

QTEST_GUILESS_MAIN(TestStore)
#include "test_store.moc"
