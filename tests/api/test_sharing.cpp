// Equal parts of two objects become one memory, and nobody can tell by reading.
#include "api/encode.h"
#include "api/sharing.h"
#include "filled.h"

#include "api/types/core-pod.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestSharing : public QObject {
    Q_OBJECT
private slots:
    void nothingThatCanBeReadChanges_data();
    void nothingThatCanBeReadChanges();
    void whatIsEqualIsOneMemory();
    void whatDiffersStaysItsOwn();
};

void TestSharing::nothingThatCanBeReadChanges_data()
{
    QTest::addColumn<QString>("name");
    for (const Kind& kind : kinds()) {
        if (kind.stored)
            QTest::newRow((std::string(kind.kind) + "." + std::string(kind.group)).c_str())
                << QString::fromStdString(std::string(kind.type->name));
    }
}

void TestSharing::nothingThatCanBeReadChanges()
{
    QFETCH(QString, name);
    for (const Type* const type : types()) {
        if (type->name != name.toStdString())
            continue;
        ObjectPtr object = filledObject(*type);
        ObjectPtr other = filledObject(*type);
        other.editMeta().name = "other";
        other.editMeta().labels.set("more", "1");
        const std::string before = toJson(object);
        const std::string theirs = toJson(other);
        shareEqualParts(object, other);
        QCOMPARE(toJson(object), before);
        QCOMPARE(toJson(other), theirs);
        shareEqualParts(object, ObjectPtr::make(*type));
        QCOMPARE(toJson(object), before);
    }
}

void TestSharing::whatIsEqualIsOneMemory()
{
    const Type& type = *TypeOf<Pod>::value;
    ObjectPtr object = filledObject(type);
    const ObjectPtr other = filledObject(type);
    QVERIFY(!object.as<Pod>()->spec.sameStorage(other.as<Pod>()->spec));
    shareEqualParts(object, other);
    QVERIFY(object.as<Pod>()->spec.sameStorage(other.as<Pod>()->spec));
    QVERIFY(object.meta().labels.sameStorage(other.meta().labels));
}

void TestSharing::whatDiffersStaysItsOwn()
{
    const Type& type = *TypeOf<Pod>::value;
    ObjectPtr object = filledObject(type);
    object.editAs<Pod>().spec.edit().nodeName = "elsewhere";
    const ObjectPtr other = filledObject(type);
    shareEqualParts(object, other);
    const PodSpec& spec = *object.as<Pod>()->spec;
    QVERIFY(!object.as<Pod>()->spec.sameStorage(other.as<Pod>()->spec));
    QVERIFY(spec.nodeName == "elsewhere");
    QVERIFY(spec.containers.sameStorage(other.as<Pod>()->spec->containers)); // below it, what is equal
}

QTEST_GUILESS_MAIN(TestSharing)
#include "test_sharing.moc"
