// The index of dependents against the plainest one there is, over random writes; and copies that go their own way.
#include "apiserver/dependents.h"

#include "api/types/core-config.h"
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

QTEST_GUILESS_MAIN(TestDependents)
#include "test_dependents.moc"
