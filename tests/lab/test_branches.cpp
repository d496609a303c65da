// Going back in time begins a branch; nothing that was lived is lost, and one can return to it.
#include "acts.h"

#include "api/types/lab.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::test;
using lab::Lab;

class TestBranches : public QObject {
    Q_OBJECT
private slots:
    void whatLayAheadIsStillThere();
    void theTreeTellsWhereBranchesBegan();
    void branchesHaveNames_data();
    void branchesHaveNames();
    void everyBranchGoesOnWhereItWasLeft();
    void manyBranchesAgreeWithLabsThatNeverWentBack();
    void aForkIsKept();
    void aForkIsThrownAway();
    void aForkOfAnotherLabIsNotTaken();
    void aForkThatWentBackIsKept();
    void undoIsABranchOfItsOwn();
    void everySwitchIsTold();
    void theClockShowsTheBranches();
    void keyframesStayWithinTheirBound();
};

void TestBranches::whatLayAheadIsStillThere()
{
    const auto lab = newLab();
    live(*lab, 20);
    const api::Time middle = lab->now();
    live(*lab, 20);
    lab->runFor(std::chrono::seconds(7));
    const QString ahead = keys(*lab);
    const std::string hash = lab->historyHash();
    const lab::Moment left = lab->moment();

    QVERIFY(lab->rewind(middle));
    QVERIFY(lab->now() == middle);
    live(*lab, 5, 7);
    const QString other = keys(*lab);
    const std::string otherHash = lab->historyHash();
    QVERIFY(other != ahead);

    QVERIFY(lab->switchTo(0));
    QCOMPARE(keys(*lab), ahead);
    QCOMPARE(lab->historyHash(), hash);
    QVERIFY(lab->moment() == left);
    QVERIFY(lab->switchTo(1));
    QCOMPARE(keys(*lab), other);
    QCOMPARE(lab->historyHash(), otherHash);
    QVERIFY(!lab->switchTo(2));
    QCOMPARE(lab->branch(), std::uint64_t{1});
}

void TestBranches::theTreeTellsWhereBranchesBegan()
{
    const auto lab = newLab();
    live(*lab, 6);
    const api::Time early = lab->now();
    live(*lab, 6);
    const api::Time late = lab->now();
    live(*lab, 6);
    QVERIFY(lab->rewind(late, "late")); // 1, from main
    live(*lab, 3, 2);
    QVERIFY(lab->rewind(lab->now() - std::chrono::microseconds(1))); // 2, from 1
    QVERIFY(lab->rewind(early)); // 3: before 2 and 1 began, so it leaves main
    QStringList tree;
    for (const lab::Branch& branch : lab->branches())
        tree << QString("%1<%2").arg(QString::fromStdString(branch.name)).arg(branch.parent);
    QCOMPARE(tree.join(' '), QString("main<0 late<0 branch-2<1 branch-3<0"));
    const std::vector<lab::Branch> branches = lab->branches();
    QVERIFY(branches[3].begin.time == early);
    QVERIFY(branches[1].begin.time == late);
    QCOMPARE(branches[1].begin.inputs, std::uint64_t{12});
    QCOMPARE(branches[0].head.inputs, std::uint64_t{18});
    QCOMPARE(branches[1].head.inputs, std::uint64_t{15});
    QVERIFY(branches[3].head == lab->moment());
}

void TestBranches::branchesHaveNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("taken");
    QTest::newRow("a word") << "before-the-upgrade" << true;
    QTest::newRow("digits") << "2" << true;
    QTest::newRow("as a branch would be called that has no name") << "branch-1" << true;
    QTest::newRow("one that another branch has") << "main" << false;
    QTest::newRow("capital letters") << "Before" << false;
    QTest::newRow("a space") << "a b" << false;
    QTest::newRow("a dash at the end") << "a-" << false;
    QTest::newRow("64 characters") << QString(64, 'a') << false;
    QTest::newRow("63 characters") << QString(63, 'a') << true;
}

void TestBranches::branchesHaveNames()
{
    QFETCH(QString, name);
    QFETCH(bool, taken);
    const auto lab = newLab();
    live(*lab, 3);
    const api::Time now = lab->now();
    live(*lab, 1);
    QCOMPARE(lab->rewind(now, name.toStdString()), taken);
    QCOMPARE(lab->branches().size(), std::size_t(taken ? 2 : 1)); // refused: nothing has happened
    QCOMPARE(lab->renameBranch(lab->branch(), name.toStdString()), taken || name == "main"); // its own name it may have
    if (taken) {
        QVERIFY(lab->rewind(now));
        QVERIFY(lab->findBranch(name.toStdString()));
        QCOMPARE(lab->branches().back().number, std::uint64_t{2});
    }
}

void TestBranches::everyBranchGoesOnWhereItWasLeft()
{
    const auto lab = newLab();
    live(*lab, 10);
    const api::Time middle = lab->now();
    live(*lab, 10);
    const auto alone = lab->fork();
    QVERIFY(lab->rewind(middle));
    live(*lab, 4, 3);
    QVERIFY(lab->switchTo(0));
    live(*lab, 10, 5);
    live(*alone, 10, 5); // the same acts, by somebody who never left
    QCOMPARE(lab->historyHash(), alone->historyHash());
    QVERIFY(lab->moment() == alone->moment());
}

void TestBranches::manyBranchesAgreeWithLabsThatNeverWentBack()
{
    const auto lab = newLab();
    std::map<std::uint64_t, std::unique_ptr<Lab>> alone;
    auto random = sim::Random(11).stream("test", "branches", 0);
    live(*lab, 5);
    alone.emplace(0, lab->fork());
    for (int round = 0; round < 40; ++round) {
        const std::uint64_t branch = lab->branch();
        switch (random.below(3)) {
        case 0: {
            const auto span = lab->now() - lab->beginning();
            QVERIFY(lab->rewind(lab->beginning() + api::Microseconds(random.below(static_cast<std::uint64_t>(span.count()) + 1))));
            alone.emplace(lab->branch(), lab->fork());
            break;
        }
        case 1:
            QVERIFY(lab->switchTo(random.below(static_cast<std::uint32_t>(lab->branches().size()))));
            break;
        default:
            live(*lab, 3, static_cast<std::uint64_t>(round));
            live(*alone.at(branch), 3, static_cast<std::uint64_t>(round));
        }
        const auto& there = alone.at(lab->branch());
        QVERIFY(lab->moment() == there->moment());
        QCOMPARE(lab->historyHash(), there->historyHash());
    }
    QVERIFY(lab->branches().size() > 5);
}

void TestBranches::aForkIsKept()
{
    const auto lab = newLab();
    live(*lab, 12);
    const auto fork = lab->fork();
    live(*fork, 8, 2);
    live(*lab, 5, 3); // meanwhile
    const QString left = keys(*lab);
    QVERIFY(lab->adopt(*fork));
    QCOMPARE(keys(*lab), keys(*fork));
    QCOMPARE(lab->historyHash(), fork->historyHash());
    QCOMPARE(lab->inputs().size(), std::size_t{20});
    QCOMPARE(lab->branches().back().begin.inputs, std::uint64_t{12});
    QVERIFY(lab->trace(20) && !lab->trace(20)->empty());
    live(*lab, 4, 4);
    QVERIFY(lab->switchTo(0));
    QCOMPARE(keys(*lab), left);
    QVERIFY(lab->switchTo(1));
    QCOMPARE(lab->inputs().size(), std::size_t{24});
}

void TestBranches::aForkIsThrownAway()
{
    const auto lab = newLab();
    live(*lab, 12);
    const std::string hash = lab->historyHash();
    {
        const auto fork = lab->fork();
        live(*fork, 20, 2);
        QVERIFY(fork->rewind(fork->now() - std::chrono::seconds(1)));
    }
    QCOMPARE(lab->historyHash(), hash);
    QCOMPARE(lab->branches().size(), std::size_t{1});
}

void TestBranches::aForkOfAnotherLabIsNotTaken()
{
    const auto lab = newLab();
    const auto other = newLab();
    live(*lab, 3);
    live(*other, 3);
    QVERIFY(!lab->adopt(*other));
    QVERIFY(!lab->adopt(*other->fork()));
    QVERIFY(!lab->adopt(*lab));
    QVERIFY(lab->adopt(*lab->fork()->fork())); // a fork's fork is one of the family
}

void TestBranches::aForkThatWentBackIsKept()
{
    const auto lab = newLab();
    live(*lab, 6);
    const api::Time early = lab->now();
    live(*lab, 6);
    const auto fork = lab->fork();
    QVERIFY(fork->rewind(early));
    live(*fork, 9, 2);
    QVERIFY(lab->adopt(*fork));
    QCOMPARE(lab->branches().back().begin.inputs, std::uint64_t{6});
    QVERIFY(lab->switchTo(0) && lab->switchTo(1));
    QCOMPARE(lab->historyHash(), fork->historyHash());
}

void TestBranches::undoIsABranchOfItsOwn()
{
    const auto lab = newLab();
    live(*lab, 5);
    create(*lab, "mistake");
    QVERIFY(lab->undo());
    QVERIFY(!keys(*lab).contains("mistake"));
    create(*lab, "better");
    QVERIFY(lab->undo());
    QVERIFY(lab->undo());
    QCOMPARE(lab->inputs().size(), std::size_t{4});
    for (const lab::Branch& branch : lab->branches()) // one undo after the other makes no chain
        QCOMPARE(branch.parent, std::uint64_t{0});
    QVERIFY(lab->switchTo(1));
    QVERIFY(keys(*lab).contains("better"));
    QVERIFY(lab->switchTo(0));
    QVERIFY(keys(*lab).contains("mistake"));
    const auto empty = newLab();
    QVERIFY(!empty->undo());
}

void TestBranches::everySwitchIsTold()
{
    const auto lab = newLab();
    live(*lab, 5);
    std::vector<lab::BatchPtr> batches;
    const boost::signals2::scoped_connection listening =
        lab->changes().connect([&](const lab::BatchPtr& batch) { batches.push_back(batch); });
    const auto fork = lab->fork();
    const auto expect = [&](bool done, std::uint64_t branch) {
        QVERIFY(done);
        QCOMPARE(batches.size(), std::size_t{1});
        QVERIFY(batches.front()->rewound);
        QVERIFY(batches.front()->changes.empty());
        QCOMPARE(batches.front()->branch, branch);
        QCOMPARE(batches.front()->snapshot.revision, lab->store().revision());
        batches.clear();
    };
    expect(lab->undo(), 1);
    expect(lab->rewind(lab->now()), 2);
    expect(lab->switchTo(0), 0);
    expect(lab->adopt(*fork), 3);
    QVERIFY(lab->switchTo(3)); // one is there already
    QVERIFY(batches.empty());
}

void TestBranches::theClockShowsTheBranches()
{
    const auto lab = newLab();
    live(*lab, 5);
    const api::Time then = lab->now();
    lab->runFor(std::chrono::seconds(9));
    QVERIFY(lab->rewind(then, "again"));
    apiserver::Request request = about(apiserver::Verb::Get, "lab");
    request.kind = api::findKind("lab.kubarium.dev", "v1", "Clock");
    request.namespace_.clear();
    const api::ObjectPtr clock = lab->submit(request).object;
    const api::ClockStatus& status = *clock.as<api::Clock>()->status;
    QCOMPARE(QString::fromStdString(status.branch.str()), QString("again"));
    QCOMPARE(status.branches.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(status.branches[1].name.str()), QString("again"));
    QCOMPARE(QString::fromStdString(status.branches[1].parent.str()), QString("main"));
    QVERIFY(status.branches[1].begin == then);
    QVERIFY(status.branches[0].time == then + std::chrono::seconds(9));
    QVERIFY(status.branches[0].parent.empty());
}

void TestBranches::keyframesStayWithinTheirBound()
{
    lab::Lab::Options options;
    options.keyframeEvery = 1; // a copy for each step, and room for few
    options.keyframeBytes = 1024 * 1024;
    Lab lab(lab::ClusterFile::standard(), options);
    live(lab, 60);
    const auto reference = newLab();
    live(*reference, 60);
    const api::Time third = lab.beginning() + (lab.now() - lab.beginning()) / 3;
    for (Lab* one : {&lab, reference.get()})
        QVERIFY(one->rewind(third));
    QCOMPARE(lab.historyHash(), reference->historyHash());
    QVERIFY(lab.switchTo(0) && reference->switchTo(0));
    QCOMPARE(lab.historyHash(), reference->historyHash());
}

QTEST_GUILESS_MAIN(TestBranches)
#include "test_branches.moc"
