// The tables of objects, kinds and changes while batches come in.
#include "views/objectmodel.h"

#include "api/types/core-config.h"
#include "testlab.h"
#include "views/changemodel.h"
#include "views/kindmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace kubarium;
using namespace kubarium::gui;

class TestObjectModel : public QObject {
    Q_OBJECT
private slots:
    void columnsAreThoseOfKubectl_data();
    void columnsAreThoseOfKubectl();
    void aStatusHasATone_data();
    void aStatusHasATone();
    void rowsFollowTheClusterThroughManyBatches();
    void fewChangesAreToldRowByRow();
    void changedRowsAreToldInOneWord();
    void manyAreReadAnew();
    void onlyWhatIsAskedForIsShown();
    void aRewindIsReadAnew();
    void agesGoOnWithTime();
    void rareKindsComeInWithTheirFirstObject();
    void changesAreForgottenBeyondAFewThousand();
};

namespace {

// A lab without a thread of its own: its batches are handed to the models as the bridge would.
struct Bench {
    Bench()
    {
        lab = newLab();
        connection = lab->changes().connect([this](const lab::BatchPtr& batch) { last = batch; });
        auto whole = std::make_shared<lab::Batch>();
        whole->snapshot = lab->snapshot();
        whole->now = lab->now();
        whole->rewound = true;
        last = whole;
    }

    std::unique_ptr<lab::Lab> lab;
    lab::BatchPtr last;
    boost::signals2::scoped_connection connection;
};

QStringList names(const ObjectModel& model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << words(model.objectAt(row).meta().name);
    return list;
}

QStringList namesIn(const lab::Lab& lab, const api::Kind& kind)
{
    QStringList list;
    lab.store().tree(apiserver::resourceId(kind)).visit([&](const api::ObjectPtr& object) {
        list << words(object.meta().name);
        return true;
    });
    return list;
}

} // namespace

void TestObjectModel::columnsAreThoseOfKubectl_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("columns");
    QTest::newRow("nodes have no namespace") << "nodes" << "Name Status Roles Age Version";
    QTest::newRow("pods have one") << "pods" << "Namespace Name Ready Status Restarts Age";
    QTest::newRow("a short name will do") << "deploy" << "Namespace Name Ready Up-to-date Available Age";
}

void TestObjectModel::columnsAreThoseOfKubectl()
{
    QFETCH(QString, kind);
    QFETCH(QString, columns);
    const api::Kind* const called = kindCalled(kind);
    QVERIFY(called);
    QStringList names;
    for (const Column& column : columnsOf(*called))
        names << column.name();
    QCOMPARE(names.join(QLatin1Char(' ')), columns);
}

void TestObjectModel::aStatusHasATone_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("a ready node is well") << "Ready" << Tone::Good;
    QTest::newRow("one that takes no pods is not quite") << "Ready,SchedulingDisabled" << Tone::Waiting;
    QTest::newRow("one that is not ready is ill, cordoned or not") << "NotReady,SchedulingDisabled" << Tone::Bad;
    QTest::newRow("a running pod") << "Running" << Tone::Good;
    QTest::newRow("a finished one") << "Completed" << Tone::Good;
    QTest::newRow("one that waits") << "ContainerCreating" << Tone::Waiting;
    QTest::newRow("one whose init containers are under way") << "Init:1/2" << Tone::Waiting;
    QTest::newRow("one whose init container fails") << "Init:CrashLoopBackOff" << Tone::Bad;
    QTest::newRow("one whose image is missing") << "ErrImagePull" << Tone::Bad;
    QTest::newRow("no status, no dot") << "" << Tone::None;
}

void TestObjectModel::aStatusHasATone()
{
    QFETCH(QString, status);
    QFETCH(Tone, tone);
    QCOMPARE(toneOf(status), tone);
}

void TestObjectModel::rowsFollowTheClusterThroughManyBatches()
{
    Bench bench;
    ObjectModel model(limitRanges(), bench.last);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    KindModel kinds;
    const QAbstractItemModelTester kindTester(&kinds, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ChangeModel changes;
    const QAbstractItemModelTester changeTester(&changes, QAbstractItemModelTester::FailureReportingMode::QtTest);

    std::mt19937 random(7); // the same course each time
    for (int i = 0; i < 400; ++i) {
        const std::string name = "range-" + std::to_string(random() % 40);
        switch (random() % 3) {
        case 0:
            createRange(*bench.lab, name);
            break;
        case 1:
            changeRange(*bench.lab, name, std::to_string(i));
            break;
        default:
            deleteRange(*bench.lab, name);
        }
        model.update(bench.last);
        kinds.update(*bench.last);
        changes.update(*bench.last);
        QCOMPARE(names(model), namesIn(*bench.lab, limitRanges()));
        const QModelIndex row = kinds.index(kinds.rowOf(limitRanges()));
        QCOMPARE(row.data(KindModel::CountRole).toInt(), model.rowCount());
    }
    QVERIFY(model.rowCount() > 5);
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.rowOf(*model.keyAt(row)), row);
}

void TestObjectModel::fewChangesAreToldRowByRow()
{
    Bench bench;
    createRange(*bench.lab, "b");
    createRange(*bench.lab, "d");
    ObjectModel model(limitRanges(), bench.last);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy came(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy went(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QPersistentModelIndex d = model.index(model.rowOf(apiserver::keyOf(limitRanges(), "default", "d")), 0);

    createRange(*bench.lab, "c");
    model.update(bench.last);
    changeRange(*bench.lab, "d", "new");
    model.update(bench.last);
    deleteRange(*bench.lab, "b");
    model.update(bench.last);

    QCOMPARE(resets.size(), 0);
    QCOMPARE(came.size(), 1);
    QCOMPARE(went.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(words(model.objectAt(d.row()).meta().name), QStringLiteral("d"));
}

void TestObjectModel::changedRowsAreToldInOneWord()
{
    Bench bench;
    for (const char* name : {"b", "c", "d", "f"})
        createRange(*bench.lab, name);
    ObjectModel model(limitRanges(), bench.last);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    auto whole = std::make_shared<lab::Batch>();
    const auto add = [&] {
        whole->changes.insert(whole->changes.end(), bench.last->changes.begin(), bench.last->changes.end());
        whole->snapshot = bench.last->snapshot;
        whole->now = bench.last->now;
    };
    for (const auto& act : std::initializer_list<std::function<void()>> {
             [&] { createRange(*bench.lab, "a"); }, [&] { changeRange(*bench.lab, "f", "1"); }, [&] { deleteRange(*bench.lab, "c"); },
             [&] { changeRange(*bench.lab, "b", "1"); }, [&] { createRange(*bench.lab, "e"); }}) {
        act();
        add();
    }
    model.update(whole);
    QCOMPARE(names(model), (QStringList {"a", "b", "d", "e", "f"}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.front()[0].toModelIndex().row(), 1); // from b, where it is now
    QCOMPARE(changed.front()[1].toModelIndex().row(), 4); // to f
}

void TestObjectModel::manyAreReadAnew()
{
    Bench bench;
    ObjectModel model(limitRanges(), bench.last);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy came(&model, &QAbstractItemModel::rowsInserted);
    auto whole = std::make_shared<lab::Batch>();
    for (int i = 0; i < 300; ++i) {
        createRange(*bench.lab, "range-" + std::to_string(i));
        whole->changes.insert(whole->changes.end(), bench.last->changes.begin(), bench.last->changes.end());
    }
    whole->snapshot = bench.last->snapshot;
    whole->now = bench.last->now;
    model.update(whole);
    QCOMPARE(model.rowCount(), 300);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(came.size(), 0);
}

void TestObjectModel::onlyWhatIsAskedForIsShown()
{
    Bench bench;
    createRange(*bench.lab, "web-settings");
    createRange(*bench.lab, "mail-settings");
    createRange(*bench.lab, "other");
    ObjectModel model(limitRanges(), bench.last);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.showNamesWith("SETT");
    QCOMPARE(names(model), (QStringList {"mail-settings", "web-settings"}));
    createRange(*bench.lab, "another");
    model.update(bench.last);
    createRange(*bench.lab, "settled");
    model.update(bench.last);
    QCOMPARE(names(model), (QStringList {"mail-settings", "settled", "web-settings"}));
    model.showNamesWith("");
    QCOMPARE(model.rowCount(), 5);
    model.showNamespace("kube-system");
    QCOMPARE(model.rowCount(), 0);
    model.showNamespace("default");
    QCOMPARE(model.rowCount(), 5);
    model.showKind(*api::findKind("", "v1", "Namespace"));
    QCOMPARE(names(model), (QStringList {"default", "kube-node-lease", "kube-public", "kube-system"}));
}

void TestObjectModel::aRewindIsReadAnew()
{
    Bench bench;
    ObjectModel model(limitRanges(), bench.last);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    bench.lab->runFor(std::chrono::seconds(10));
    createRange(*bench.lab, "later");
    model.update(bench.last);
    QCOMPARE(names(model), QStringList {"later"});
    QVERIFY(bench.lab->rewind(bench.lab->now() - std::chrono::seconds(5)));
    model.update(bench.last);
    QCOMPARE(model.rowCount(), 0);
}

void TestObjectModel::agesGoOnWithTime()
{
    Bench bench;
    apiserver::Request request = requestFor(apiserver::Verb::Create, "Secret", "a");
    api::Box<api::Secret> secret;
    secret.edit().metadata.name = "a";
    request.object = secret;
    QVERIFY(bench.lab->submit(request).ok());
    ObjectModel model(*request.kind, bench.last);
    const int age = model.columnCount() - 1;
    QCOMPARE(model.headerData(age, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Age"));
    QCOMPARE(model.index(0, age).data().toString(), QStringLiteral("0s"));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    bench.lab->runFor(std::chrono::seconds(75));
    model.update(bench.last);
    QCOMPARE(model.index(0, age).data().toString(), QStringLiteral("75s"));
    QCOMPARE(changed.size(), 1);
    bench.lab->runFor(std::chrono::milliseconds(200));
    model.update(bench.last);
    QCOMPARE(changed.size(), 1); // within a second there is nothing to tell
}

void TestObjectModel::rareKindsComeInWithTheirFirstObject()
{
    Bench bench;
    KindModel kinds;
    const QAbstractItemModelTester tester(&kinds, QAbstractItemModelTester::FailureReportingMode::QtTest);
    kinds.update(*bench.last);
    const api::Kind& quotas = *api::findKind("", "v1", "ResourceQuota");
    QCOMPARE(kinds.rowOf(quotas), -1);
    apiserver::Request request = requestFor(apiserver::Verb::Create, "ResourceQuota", "q");
    api::Box<api::ResourceQuota> quota;
    quota.edit().metadata.name = "q";
    request.object = quota;
    QVERIFY(bench.lab->submit(request).ok());
    kinds.update(*bench.last);
    const int row = kinds.rowOf(quotas);
    QVERIFY(row > kinds.rowOf(*api::findKind("", "v1", "Secret"))); // behind the common ones of its group
    QCOMPARE(kinds.index(row).data().toString(), QStringLiteral("ResourceQuotas"));
    QCOMPARE(kinds.index(row).data(KindModel::CountRole).toInt(), 1);
    QVERIFY(bench.lab->submit(requestFor(apiserver::Verb::Delete, "ResourceQuota", "q")).ok());
    kinds.update(*bench.last);
    QCOMPARE(kinds.rowOf(quotas), -1);
    // Headings cannot be chosen.
    QVERIFY(kinds.index(0).data(KindModel::HeadingRole).toBool());
    QVERIFY(!(kinds.flags(kinds.index(0)) & Qt::ItemIsSelectable));
}

void TestObjectModel::changesAreForgottenBeyondAFewThousand()
{
    Bench bench;
    ChangeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setBeginning(bench.lab->now());
    QVERIFY(createRange(*bench.lab, "first"));
    const store::Change change = bench.last->changes.back();
    lab::Batch batch;
    batch.changes.assign(ChangeModel::kept - 10, change);
    model.update(batch);
    QCOMPARE(model.rowCount(), int(ChangeModel::kept) - 10);
    batch.changes.assign(30, change);
    batch.changes.back().type = store::ChangeType::Deleted;
    model.update(batch);
    QCOMPARE(model.rowCount(), int(ChangeModel::kept));
    const auto last = [&](int column) { return model.index(model.rowCount() - 1, column).data().toString(); };
    QCOMPARE(last(ChangeModel::When), QStringLiteral("00:00:00.000"));
    QCOMPARE(last(ChangeModel::What), QStringLiteral("deleted"));
    QCOMPARE(last(ChangeModel::Kind), QStringLiteral("LimitRange"));
    QCOMPARE(last(ChangeModel::Object), QStringLiteral("default/first"));
    QCOMPARE(last(ChangeModel::Who), QStringLiteral("admin"));
    batch.changes.assign(2 * ChangeModel::kept, change);
    model.update(batch);
    QCOMPARE(model.rowCount(), int(ChangeModel::kept));
}

QTEST_GUILESS_MAIN(TestObjectModel)
#include "test_objectmodel.moc"
