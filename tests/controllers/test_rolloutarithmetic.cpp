// The arithmetic of rollouts, in numbers alone: limits and their rounding, how much the new ReplicaSet grows and old ones
// shrink, and how a change of size is shared out in the middle of a rollout.
#include "controllers/deployment/arithmetic.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::controllers::deployment;

class TestRolloutArithmetic : public QObject {
    Q_OBJECT
private slots:
    void limits_data();
    void limits();
    void shares_data();
    void shares();
    void growth_data();
    void growth();
    void shrinking_data();
    void shrinking();
    void sharing_data();
    void sharing();
    void wholeRollouts_data();
    void wholeRollouts();
};

namespace {

// "25%" or "3", as a manifest says it.
api::IntOrString share(const QString& said)
{
    bool isNumber = false;
    const int number = said.toInt(&isNumber);
    return isNumber ? api::IntOrString(number) : api::IntOrString(api::Text(said.toStdString()));
}

// "3/2": two numbers.
std::pair<int, int> pairOf(const QString& text)
{
    return {text.section('/', 0, 0).toInt(), text.section('/', 1, 1).toInt()};
}

// "3/2 1/1": size and available of each.
std::vector<Replicas> replicas(const QString& text)
{
    std::vector<Replicas> list;
    for (const QString& one : text.split(' ', Qt::SkipEmptyParts))
        list.push_back({pairOf(one).first, pairOf(one).second});
    return list;
}

// "#0→2 #1→0": which gets what size, in order.
QString told(const std::vector<Resize>& steps)
{
    QStringList list;
    for (const Resize& step : steps)
        list << QString("#%1→%2").arg(step.which).arg(step.to);
    return list.join(' ');
}

} // namespace

void TestRolloutArithmetic::limits_data()
{
    QTest::addColumn<int>("desired");
    QTest::addColumn<QString>("surge");
    QTest::addColumn<QString>("unavailable");
    QTest::addColumn<QString>("limits"); // minAvailable..maxTotal
    QTest::newRow("surge is rounded up, unavailable down") << 10 << "25%" << "25%" << "8..13";
    QTest::newRow("of four a quarter is one, whichever way") << 4 << "25%" << "25%" << "3..5";
    QTest::newRow("of three, three quarters of a pod are no pod that may be missed") << 3 << "25%" << "25%" << "3..4";
    QTest::newRow("of one, the surge alone moves") << 1 << "25%" << "25%" << "1..2";
    QTest::newRow("half of five") << 5 << "50%" << "50%" << "3..8";
    QTest::newRow("numbers are taken as they are") << 10 << "3" << "2" << "8..13";
    QTest::newRow("numbers do not depend on the size") << 2 << "3" << "1" << "1..5";
    QTest::newRow("a number and a percentage") << 10 << "1" << "33%" << "7..11";
    QTest::newRow("no surge") << 7 << "0" << "30%" << "5..7";
    QTest::newRow("nothing unavailable") << 3 << "2" << "0" << "3..5";
    QTest::newRow("everything unavailable") << 4 << "0" << "100%" << "0..4";
    QTest::newRow("twice as many for a while") << 4 << "100%" << "0" << "4..8";
    QTest::newRow("more than twice as many") << 2 << "150%" << "0" << "2..5";
    QTest::newRow("both come to nothing: one may be unavailable") << 2 << "0%" << "1%" << "1..2";
    QTest::newRow("zero as number and zero as percentage, too") << 5 << "0" << "0%" << "4..5";
    QTest::newRow("a percentage of surge never comes to nothing") << 2 << "1%" << "0%" << "2..3";
    QTest::newRow("no more are unavailable than there are") << 2 << "0" << "5" << "0..2";
    QTest::newRow("of none, none is unavailable") << 0 << "0" << "0" << "0..0";
    QTest::newRow("of none, a percentage is none") << 0 << "25%" << "25%" << "0..0";
    QTest::newRow("of none, a number still is a surge") << 0 << "2" << "1" << "0..2";
    QTest::newRow("a thousand") << 1000 << "25%" << "25%" << "750..1250";
    QTest::newRow("a third of a hundred, rounded both ways") << 101 << "33%" << "33%" << "68..135";
    QTest::newRow("no number of replicas lies beyond 32 bits") << 2147483647 << "100%" << "0" << "2147483647..2147483647";
}

void TestRolloutArithmetic::limits()
{
    QFETCH(int, desired);
    QFETCH(QString, surge);
    QFETCH(QString, unavailable);
    QFETCH(QString, limits);
    const Limits found = rollingLimits(share(surge), share(unavailable), desired);
    QCOMPARE(QString("%1..%2").arg(found.minAvailable()).arg(found.maxTotal()), limits);
}

void TestRolloutArithmetic::shares_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<int>("total");
    QTest::addColumn<bool>("up");
    QTest::addColumn<QString>("text");
    QTest::newRow("rounded up") << "25%" << 10 << true << "25% of 10 = 2.5, rounded up to 3";
    QTest::newRow("rounded down") << "25%" << 10 << false << "25% of 10 = 2.5, rounded down to 2";
    QTest::newRow("nothing to round") << "25%" << 8 << true << "25% of 8 = 2";
    QTest::newRow("two places") << "25%" << 3 << false << "25% of 3 = 0.75, rounded down to 0";
    QTest::newRow("a hundredth") << "1%" << 1 << true << "1% of 1 = 0.01, rounded up to 1";
    QTest::newRow("of none") << "25%" << 0 << true << "25% of 0 = 0";
    QTest::newRow("a number") << "3" << 10 << true << "3";
}

void TestRolloutArithmetic::shares()
{
    QFETCH(QString, said);
    QFETCH(int, total);
    QFETCH(bool, up);
    QTEST(QString::fromStdString(shareText(share(said), total, up)), "text");
}

void TestRolloutArithmetic::growth_data()
{
    QTest::addColumn<QString>("limits"); // desired/surge
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("total");
    QTest::addColumn<int>("grown");
    QTest::newRow("the first one of all gets everything") << "3/1" << 0 << 0 << 3;
    QTest::newRow("beside a whole old one only the surge") << "3/1" << 0 << 3 << 1;
    QTest::newRow("a larger surge") << "10/3" << 0 << 10 << 3;
    QTest::newRow("as old ones go, it takes their place") << "10/3" << 3 << 11 << 5;
    QTest::newRow("no room, no growth") << "10/3" << 3 << 13 << 3;
    QTest::newRow("even less room, no growth") << "10/3" << 3 << 15 << 3;
    QTest::newRow("it never gets larger than wanted") << "10/3" << 9 << 9 << 10;
    QTest::newRow("a huge surge is no reason to grow beyond that") << "3/100" << 0 << 3 << 3;
    QTest::newRow("without surge it waits for old ones to go") << "5/0" << 0 << 5 << 0;
    QTest::newRow("without surge, one went") << "5/0" << 0 << 4 << 1;
    QTest::newRow("one that is too large shrinks at once") << "3/1" << 5 << 5 << 3;
    QTest::newRow("also beside old ones") << "3/1" << 5 << 9 << 3;
    QTest::newRow("of none wanted, none comes") << "0/2" << 0 << 0 << 0;
    QTest::newRow("to none") << "0/0" << 4 << 4 << 0;
}

void TestRolloutArithmetic::growth()
{
    QFETCH(QString, limits);
    QFETCH(int, size);
    QFETCH(int, total);
    const auto [desired, surge] = pairOf(limits);
    QTEST(int(newSize({desired, surge, 0}, size, total)), "grown");
}

void TestRolloutArithmetic::shrinking_data()
{
    QTest::addColumn<QString>("limits"); // desired/unavailable
    QTest::addColumn<QString>("newSet"); // size/available
    QTest::addColumn<QString>("oldSets"); // size/available of each, the oldest first
    QTest::addColumn<QString>("steps");
    QTest::newRow("nothing old, nothing to do") << "3/0" << "3/3" << "" << "";
    QTest::newRow("old ones without pods are done with") << "3/0" << "3/3" << "0/0 0/0" << "";
    QTest::newRow("one new pod can serve: one old one goes") << "3/0" << "1/1" << "3/3" << "#0→2";
    QTest::newRow("a new pod that cannot serve yet replaces nobody") << "3/0" << "1/0" << "3/3" << "";
    QTest::newRow("what may be unavailable goes at once") << "4/1" << "1/0" << "4/4" << "#0→3";
    QTest::newRow("several at once") << "10/2" << "3/0" << "10/10" << "#0→8";
    QTest::newRow("at the least that must be available it stops") << "10/2" << "5/0" << "8/8" << "";
    QTest::newRow("all new ones can serve: all old ones go") << "3/1" << "3/3" << "1/1" << "#0→0";
    QTest::newRow("one that may be unavailable although both limits come to nothing") << "2/1" << "0/0" << "2/2" << "#0→1";
    QTest::newRow("old pods that cannot serve go first, and nobody misses them") << "3/1" << "1/0" << "3/0" << "#0→2";
    QTest::newRow("old pods that cannot serve go although no new one can") << "2/0" << "1/0" << "2/1" << "";
    QTest::newRow("no more of them than are spare") << "4/1" << "2/0" << "4/2" << "#0→3";
    QTest::newRow("all of them where there is room") << "4/0" << "4/4" << "2/0" << "#0→0";
    QTest::newRow("first those that cannot serve, then others of the same set") << "4/2" << "4/4" << "3/2" << "#0→2 #0→0";
    QTest::newRow("the oldest goes first") << "4/0" << "2/2" << "2/2 2/2" << "#0→0";
    QTest::newRow("then the next") << "4/0" << "3/3" << "2/2 2/2" << "#0→0 #1→1";
    QTest::newRow("those that cannot serve go before an older one that can") << "4/0" << "4/4" << "1/1 1/0" << "#1→0 #0→0";
    QTest::newRow("where some cannot serve and the least is just kept, only these go") << "3/0" << "2/1" << "2/2 1/0" << "#1→0";
    QTest::newRow("one without pods is passed over") << "3/0" << "1/1" << "0/0 3/3" << "#1→2";
    QTest::newRow("Deployment without pods: old ones go") << "0/0" << "0/0" << "2/2" << "#0→0";
    QTest::newRow("a status that lags behind is waited for") << "3/0" << "1/1" << "2/3" << "";
    QTest::newRow("everything may be unavailable: everything goes") << "4/4" << "0/0" << "4/4" << "#0→0";
}

void TestRolloutArithmetic::shrinking()
{
    QFETCH(QString, limits);
    QFETCH(QString, newSet);
    QFETCH(QString, oldSets);
    const auto [desired, unavailable] = pairOf(limits);
    QTEST(told(shrinkOld({desired, 0, unavailable}, replicas(newSet).front(), replicas(oldSets))), "steps");
}

void TestRolloutArithmetic::sharing_data()
{
    QTest::addColumn<QString>("limits"); // desired/surge
    QTest::addColumn<QString>("sets"); // size/max-replicas of each, the oldest first
    QTest::addColumn<QString>("sizes");
    QTest::newRow("10 to 15 at 8 and 5") << "15/3" << "8/13 5/13" << "#0→11 #1→7";
    QTest::newRow("and down to 5") << "5/3" << "11/18 7/18" << "#0→5 #1→3";
    QTest::newRow("no room more than before: all stay") << "10/3" << "8/13 5/13" << "#0→8 #1→5";
    QTest::newRow("of equals the newer one grows first") << "6/0" << "2/4 2/4" << "#1→3 #0→3";
    QTest::newRow("what is left over goes to the first") << "4/0" << "1/3 1/3 1/3" << "#2→2 #1→1 #0→1";
    QTest::newRow("of equals the older one shrinks first") << "3/0" << "2/4 2/4" << "#0→1 #1→2";
    QTest::newRow("no more than there is to share out") << "7/0" << "2/4 2/4" << "#1→4 #0→3";
    QTest::newRow("three of a size") << "10/0" << "2/6 2/6 2/6" << "#2→4 #1→3 #0→3";
    QTest::newRow("the largest is served first") << "20/0" << "1/10 9/10" << "#1→18 #0→2";
    QTest::newRow("a tiny part may get nothing") << "11/0" << "9/10 1/10" << "#0→10 #1→1";
    QTest::newRow("half a pod counts as one") << "15/0" << "5/10 5/10" << "#1→8 #0→7";
    QTest::newRow("to none: all of them") << "0/1" << "8/13 5/13" << "#0→0 #1→0";
    QTest::newRow("a surge that was added counts") << "10/5" << "7/12 5/12" << "#0→9 #1→6";
    QTest::newRow("without a note the pods there are stand in") << "20/0" << "6/0 4/0" << "#0→12 #1→8";
    QTest::newRow("notes that differ do not lead beyond the limit") << "20/0" << "6/5 4/10" << "#0→16 #1→4";
    QTest::newRow("one set takes all") << "8/2" << "5/7" << "#0→10";
    QTest::newRow("none there, none told") << "8/2" << "" << "";
    QTest::newRow("more than allowed shrinks though the size stays") << "4/0" << "4/4 2/4" << "#0→2 #1→2";
}

void TestRolloutArithmetic::sharing()
{
    QFETCH(QString, limits);
    QFETCH(QString, sets);
    const auto [desired, surge] = pairOf(limits);
    std::vector<ActiveSet> counts;
    for (const QString& one : sets.split(' ', Qt::SkipEmptyParts))
        counts.push_back({pairOf(one).first, pairOf(one).second});
    QTEST(told(shareOut({desired, surge, 0}, counts, 10)), "sizes");
}

void TestRolloutArithmetic::wholeRollouts_data()
{
    QTest::addColumn<int>("desired");
    QTest::addColumn<QString>("surge");
    QTest::addColumn<QString>("unavailable");
    QTest::addColumn<QString>("steps"); // old+new after each step; every pod can serve before the next one
    QTest::newRow("three by the defaults, one by one") << 3 << "25%" << "25%" << "3+1 2+1 2+2 1+2 1+3 0+3";
    QTest::newRow("four by the defaults") << 4 << "25%" << "25%" << "4+1 2+1 2+3 0+3 0+4";
    QTest::newRow("all at once") << 4 << "100%" << "0" << "4+4 0+4";
    QTest::newRow("all away first") << 3 << "0" << "100%" << "0+0 0+3";
    QTest::newRow("never more, one less") << 3 << "0" << "1" << "2+0 2+1 1+1 1+2 0+2 0+3";
    QTest::newRow("never less, one more") << 2 << "1" << "0" << "2+1 1+1 1+2 0+2";
    QTest::newRow("ten by the defaults") << 10 << "25%" << "25%" << "10+3 5+3 5+8 0+8 0+10";
    QTest::newRow("only one") << 1 << "25%" << "25%" << "1+1 0+1";
    QTest::newRow("none") << 0 << "25%" << "25%" << "";
}

void TestRolloutArithmetic::wholeRollouts()
{
    QFETCH(int, desired);
    QFETCH(QString, surge);
    QFETCH(QString, unavailable);
    const Limits limits = rollingLimits(share(surge), share(unavailable), desired);
    int oldSize = desired;
    int size = 0;
    QStringList steps;
    for (int i = 0; i < 20; ++i) {
        const int grown = newSize(limits, size, oldSize + size);
        const std::vector<Replicas> old{{oldSize, oldSize}};
        if (grown != size) {
            size = grown;
        } else {
            const std::vector<Resize> down = shrinkOld(limits, {size, size}, old);
            if (down.empty())
                break;
            oldSize = down.back().to;
        }
        QVERIFY(oldSize + size <= limits.maxTotal());
        QVERIFY(oldSize + size >= limits.minAvailable());
        steps << QString("%1+%2").arg(oldSize).arg(size);
    }
    QTEST(steps.join(' '), "steps");
}

QTEST_GUILESS_MAIN(TestRolloutArithmetic)
#include "test_rolloutarithmetic.moc"
