// What becomes of several batches when the window takes them at once.
#include "bridge/coalesce.h"
#include "lab/objects.h"

#include <QTest>

using namespace kubarium;
using namespace kubarium::gui;

class TestCoalesce : public QObject {
    Q_OBJECT
private slots:
    void together_data();
    void together();
    void theTwoKindsOfChangesMeetInTheOrderOfTime();
    void renewalsOfLeasesAreNotToldLeasesThatComeAndGoAre();
};

namespace {

store::Change at(store::Revision revision, int second = 0)
{
    store::Change change;
    change.revision = revision;
    change.origin.time = api::Time::sinceEpoch(api::Seconds(second));
    return change;
}

// Revision r came at second r; "!" marks a batch that came from a rewind.
lab::Batch batch(const QString& written)
{
    lab::Batch batch;
    batch.rewound = written.startsWith(QLatin1Char('!'));
    for (const QString& revision : written.mid(batch.rewound).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        batch.changes.push_back(at(revision.toULongLong()));
        batch.now = api::Time::sinceEpoch(api::Seconds(revision.toInt()));
        batch.snapshot.revision = revision.toULongLong();
    }
    return batch;
}

QString told(const lab::Batch& batch)
{
    QStringList revisions;
    for (const store::Change& change : batch.changes)
        revisions << QString::number(change.revision);
    const QString sign = batch.rewound ? QStringLiteral("!") : QString();
    return sign + revisions.join(QLatin1Char(' ')) + QStringLiteral(" at %1").arg(batch.snapshot.revision);
}

} // namespace

void TestCoalesce::together_data()
{
    QTest::addColumn<QStringList>("batches");
    QTest::addColumn<QString>("whole");
    QTest::newRow("changes are appended, the state is the last one") << QStringList {"1 2", "3", "4 5"} << "1 2 3 4 5 at 5";
    QTest::newRow("after a rewind the changes before it are of another world") << QStringList {"7 8", "!3"} << "!3 at 3";
    QTest::newRow("what follows a rewind is part of it") << QStringList {"!3", "4", "5"} << "!3 4 5 at 5";
    QTest::newRow("of two rewinds the later one counts") << QStringList {"!3", "4", "!2", "3"} << "!2 3 at 3";
}

void TestCoalesce::together()
{
    QFETCH(QStringList, batches);
    QFETCH(QString, whole);
    lab::Batch into = batch(batches.takeFirst());
    for (const QString& next : batches)
        coalesce(into, batch(next));
    QCOMPARE(told(into), whole);
    QCOMPARE(into.now.sinceEpoch().count(), qint64(into.snapshot.revision) * 1'000'000);
}

void TestCoalesce::theTwoKindsOfChangesMeetInTheOrderOfTime()
{
    lab::Batch whole;
    whole.changes = {at(101, 1), at(102, 3), at(103, 3)};
    whole.labChanges = {at(1, 2), at(2, 3), at(3, 9)};
    std::vector<store::Revision> revisions;
    for (const store::Change& change : inOrder(whole))
        revisions.push_back(change.revision);
    QCOMPARE(revisions, (std::vector<store::Revision> {101, 1, 102, 103, 2, 3}));
}

void TestCoalesce::renewalsOfLeasesAreNotToldLeasesThatComeAndGoAre()
{
    const store::ResourceId leases = lab::resourceId(*api::findKind("coordination.k8s.io", "v1", "Lease"));
    lab::Batch whole;
    whole.changes = {at(1, 1), at(2, 2), at(3, 3), at(4, 4)};
    for (int i = 0; i < 3; ++i)
        whole.changes[std::size_t(i)].resource = leases;
    whole.changes[0].type = store::ChangeType::Created;
    whole.changes[1].type = store::ChangeType::Updated;
    whole.changes[2].type = store::ChangeType::Deleted;
    whole.changes[3].type = store::ChangeType::Updated;
    std::vector<store::Revision> revisions;
    for (const store::Change& change : inOrder(whole))
        revisions.push_back(change.revision);
    QCOMPARE(revisions, (std::vector<store::Revision> {1, 3, 4}));
}

QTEST_GUILESS_MAIN(TestCoalesce)
#include "test_coalesce.moc"
