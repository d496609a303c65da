// The index of dependents against the plainest one there is, over random writes; and copies that go their own way.
#include "apiserver/dependents.h"

#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "apiserver/resources.h"
#include "sim/random.h"

#include <QtTest/QtTest>

#include <set>

using namespace kubarium;
using apiserver::Dependents;

class TestDependents : public QObject {
    Q_OBJECT
private slots:
    void itKnowsWhatAWalkWouldFind_data();
    void itKnowsWhatAWalkWouldFind();
    void whatNobodyControls_data();
    void whatNobodyControls();
};

namespace {

constexpr int owners = 6;

std::string uidOf(std::uint64_t owner)
{
    return "uid-" + std::to_string(owner);
}

// A store, what is to be known of it, and the index.
struct World {
    store::Store store;
    store::Revision learnt = 0;
    Dependents dependents;

    void write(const std::string& name, const std::set<std::uint64_t>& ownedBy, bool exists)
    {
        api::Box<api::ConfigMap> map;
        map.edit().metadata.name = name;
        map.edit().metadata.namespace_ = "default";
        for (const std::uint64_t owner : ownedBy) {
            api::OwnerReference reference;
            reference.uid = uidOf(owner);
            map.edit().metadata.ownerReferences.push_back(reference);
        }
        const store::Key key{3, "default", api::Text(name)};
        if (!exists)
            store.remove(key, std::nullopt, {});
        else if (store.find(key))
            store.update(3, map, std::nullopt, {});
        else
            store.create(3, map, {});
        while (learnt < store.revision())
            dependents.learn(*store.change(++learnt));
    }

    QStringList walked(std::uint64_t owner) const
    {
        QStringList names;
        store.tree(3).visit([&](const api::ObjectPtr& object) {
            for (const api::OwnerReference& reference : object.meta().ownerReferences) {
                if (reference.uid == uidOf(owner))
                    names << QString::fromStdString(object.meta().name.str());
            }
            return true;
        });
        return names;
    }

    QStringList known(std::uint64_t owner) const
    {
        QStringList names;
        for (const store::Key& key : dependents.of(uidOf(owner)))
            names << QString::fromStdString(key.name.str());
        return names;
    }
};

void act(World& world, sim::RandomStream& random, int steps, std::uint64_t names)
{
    for (int i = 0; i < steps; ++i) {
        const std::string name = "object-" + std::to_string(random.below(names));
        std::set<std::uint64_t> ownedBy;
        for (std::uint64_t owner = 0; owner < owners; ++owner) {
            if (random.below(3) == 0)
                ownedBy.insert(owner);
        }
        world.write(name, ownedBy, random.below(3) != 0);
    }
}

} // namespace

void TestDependents::itKnowsWhatAWalkWouldFind_data()
{
    QTest::addColumn<int>("names");
    QTest::addColumn<int>("steps");
    QTest::newRow("a handful of objects") << 5 << 200;
    QTest::newRow("as many as fill some nodes") << 200 << 2'000;
    QTest::newRow("thousands") << 4'000 << 12'000;
}

void TestDependents::itKnowsWhatAWalkWouldFind()
{
    QFETCH(int, names);
    QFETCH(int, steps);
    auto random = sim::Random(1).stream("test", "dependents", static_cast<std::uint64_t>(names));
    World world;
    act(world, random, steps, static_cast<std::uint64_t>(names));
    const World before = world; // shares all of it
    QList<QStringList> kept;
    for (std::uint64_t owner = 0; owner < owners; ++owner)
        kept << before.known(owner);
    act(world, random, steps / 2, static_cast<std::uint64_t>(names));
    for (std::uint64_t owner = 0; owner < owners; ++owner) {
        QCOMPARE(world.known(owner), world.walked(owner));
        QCOMPARE(before.known(owner), before.walked(owner));
        QCOMPARE(before.known(owner), kept[static_cast<qsizetype>(owner)]);
    }
    for (int i = 0; i < names; ++i)
        world.write("object-" + std::to_string(i), {}, false);
    for (std::uint64_t owner = 0; owner < owners; ++owner)
        QVERIFY(world.dependents.of(uidOf(owner)).empty());
    QVERIFY(!before.dependents.of(uidOf(0)).empty());
}

void TestDependents::whatNobodyControls_data()
{
    QTest::addColumn<QStringList>("versions"); // of a ReplicaSet: its owners; "gone" deletes it
    QTest::addColumn<bool>("isFound");
    QTest::newRow("made without owners") << QStringList{""} << true;
    QTest::newRow("an owner that does not control it") << QStringList{"owner"} << true;
    QTest::newRow("one that does") << QStringList{"controller"} << false;
    QTest::newRow("one of two does") << QStringList{"owner controller"} << false;
    QTest::newRow("adopted") << QStringList{"", "controller"} << false;
    QTest::newRow("adopted by one that had it already") << QStringList{"owner", "controller"} << false;
    QTest::newRow("let go") << QStringList{"controller", ""} << true;
    QTest::newRow("let go, but still owned") << QStringList{"controller", "owner"} << true;
    QTest::newRow("let go and adopted again") << QStringList{"controller", "", "controller"} << false;
    QTest::newRow("written again as it was") << QStringList{"", ""} << true;
    QTest::newRow("deleted") << QStringList{"", "gone"} << false;
    QTest::newRow("deleted under its controller, and made anew") << QStringList{"controller", "gone", ""} << true;
}

void TestDependents::whatNobodyControls()
{
    QFETCH(QStringList, versions);
    const store::ResourceId sets = apiserver::resourceId(*api::findKind("apps", "v1", "ReplicaSet"));
    const store::ResourceId maps = apiserver::resourceId(*api::findKind("", "v1", "ConfigMap"));
    store::Store store;
    for (const QString& version : versions) {
        if (version == "gone") {
            store.remove({sets, "default", "set"}, std::nullopt, {});
            continue;
        }
        api::Box<api::ReplicaSet> set;
        set.edit().metadata.name = "set";
        set.edit().metadata.namespace_ = "default";
        for (const QString& owner : version.split(' ', Qt::SkipEmptyParts)) {
            api::OwnerReference reference;
            reference.uid = owner.toStdString();
            reference.controller = owner == "controller";
            set.edit().metadata.ownerReferences.push_back(reference);
        }
        if (!store.create(sets, set, {}))
            store.update(sets, set, std::nullopt, {});
    }
    api::Box<api::ConfigMap> map; // which nobody would adopt
    map.edit().metadata.name = "map";
    map.edit().metadata.namespace_ = "default";
    store.create(maps, map, {});

    Dependents dependents;
    for (store::Revision revision = 1; revision <= store.revision(); ++revision)
        dependents.learn(*store.change(revision));
    const auto count = [&](store::ResourceId resource, const char* home) {
        int found = 0;
        dependents.visitUncontrolled(resource, home, [&](const store::Key& key) {
            found += key == store::Key{sets, "default", "set"} ? 1 : 100;
            return true;
        });
        return found;
    };
    QTEST(count(sets, "default") == 1, "isFound");
    QCOMPARE(count(sets, "other"), 0);
    QCOMPARE(count(maps, "default"), 0);
}

QTEST_GUILESS_MAIN(TestDependents)
#include "test_dependents.moc"
