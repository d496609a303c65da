// The arithmetic of Jobs: how many pods they want, how long they wait after failures, which failures count, which indexes
// are left.
#include "api/types/batch.h"
#include "api/types/core-pod.h"
#include "controllers/batch/crontimes.h"
#include "controllers/batch/indexset.h"
#include "controllers/batch/jobcounting.h"
#include "controllers/batch/jobpods.h"
#include "controllers/batch/podbackoff.h"
#include "controllers/batch/podfailurepolicy.h"
#include "controllers/batch/successpolicy.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::controllers;
using std::chrono::seconds;

class TestJobCounting : public QObject {
    Q_OBJECT
private slots:
    void pods_data();
    void pods();
    void enough_data();
    void enough();
    void backoffLimit_data();
    void backoffLimit();
    void backOff_data();
    void backOff();
    void rows_data();
    void rows();
    void indexes_data();
    void indexes();
    void missingIndexes_data();
    void missingIndexes();
    void mergedIndexes();
    void successPolicy_data();
    void successPolicy();
    void failurePolicy_data();
    void failurePolicy();
    void removal_data();
    void removal();
    void ends_data();
    void ends();
    void mailTimes();
};

namespace {

constexpr int none = -1; // no completions: a work queue

api::JobSpec specOf(int completions, int parallelism)
{
    api::JobSpec spec;
    if (completions != none)
        spec.completions = completions;
    spec.parallelism = parallelism;
    return spec;
}

api::Time at(int second)
{
    return api::Time::sinceEpoch(seconds(1'000'000 + second));
}

std::vector<api::Time> moments(const QList<int>& list)
{
    std::vector<api::Time> times;
    for (const int second : list)
        times.push_back(at(second));
    return times;
}

IndexSet set(const QByteArray& text)
{
    return IndexSet::parse(text.toStdString(), 1'000);
}

QString shown(const IndexSet& indexes)
{
    return QString::fromStdString(indexes.text());
}

// "main:1 side:0 init/setup:3 DisruptionTarget": how the containers of a pod ended, and its conditions. "main" alone runs
// still.
api::Pod podThatEnded(const QString& text)
{
    api::Pod pod;
    pod.metadata.name = "a-x7k2p";
    pod.metadata.namespace_ = "default";
    api::PodStatus& status = pod.status.edit();
    status.phase = "Failed";
    for (QString word : text.split(' ', Qt::SkipEmptyParts)) {
        if (word.front().isUpper()) {
            api::PodCondition condition;
            condition.type = word.section('=', 0, 0).toStdString();
            condition.status = word.contains('=') ? word.section('=', 1).toStdString() : "True";
            status.conditions.push_back(condition);
            continue;
        }
        auto& list = word.startsWith("init/") ? status.initContainerStatuses : status.containerStatuses;
        api::ContainerStatus container;
        container.name = word.remove("init/").section(':', 0, 0).toStdString();
        if (word.contains(':'))
            container.state.terminated.edit().exitCode = word.section(':', 1).toInt();
        else
            container.state.running.edit().startedAt = at(0);
        list.push_back(container);
    }
    return pod;
}

// "FailJob main In 42" or "Ignore any NotIn 1,2" or "Ignore DisruptionTarget=True".
api::PodFailurePolicyRule ruleOf(const QString& text)
{
    const QStringList words = text.split(' ');
    api::PodFailurePolicyRule rule;
    rule.action = words[0].toStdString();
    if (words.size() == 2) {
        api::PodFailurePolicyOnPodConditionsPattern pattern;
        pattern.type = words[1].section('=', 0, 0).toStdString();
        pattern.status = words[1].section('=', 1).toStdString();
        rule.onPodConditions.push_back(pattern);
        return rule;
    }
    auto& codes = rule.onExitCodes.edit();
    if (words[1] != "any")
        codes.containerName = words[1].toStdString();
    codes.operator_ = words[2].toStdString();
    for (const QString& code : words[3].split(','))
        codes.values.push_back(code.toInt());
    return rule;
}

} // namespace

void TestJobCounting::pods_data()
{
    QTest::addColumn<int>("completions");
    QTest::addColumn<int>("parallelism");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("active");
    QTest::addColumn<int>("terminating");
    QTest::addColumn<int>("succeeded");
    QTest::addColumn<int>("missing");
    QTest::addColumn<int>("surplus");
    const QString atOnce = "TerminatingOrFailed";
    QTest::newRow("one pod, once") << 1 << 1 << atOnce << 0 << 0 << 0 << 1 << 0;
    QTest::newRow("it is there") << 1 << 1 << atOnce << 1 << 0 << 0 << 0 << 0;
    QTest::newRow("it is done") << 1 << 1 << atOnce << 0 << 0 << 1 << 0 << 0;
    QTest::newRow("two at a time of five") << 5 << 2 << atOnce << 0 << 0 << 0 << 2 << 0;
    QTest::newRow("one of the two is done") << 5 << 2 << atOnce << 1 << 0 << 1 << 1 << 0;
    QTest::newRow("only one is left to do") << 5 << 2 << atOnce << 0 << 0 << 4 << 1 << 0;
    QTest::newRow("more at a time than there is to do") << 2 << 5 << atOnce << 0 << 0 << 0 << 2 << 0;
    QTest::newRow("more succeeded than were asked for") << 2 << 5 << atOnce << 1 << 0 << 3 << 0 << 1;
    QTest::newRow("no parallelism, no pods") << 3 << 0 << atOnce << 0 << 0 << 0 << 0 << 0;
    QTest::newRow("scaled down to none") << 3 << 0 << atOnce << 2 << 0 << 0 << 0 << 2;
    QTest::newRow("scaled down by some") << 10 << 2 << atOnce << 5 << 0 << 0 << 0 << 3;
    QTest::newRow("nothing to complete") << 0 << 3 << atOnce << 0 << 0 << 0 << 0 << 0;
    QTest::newRow("a work queue has as many as it may") << none << 3 << atOnce << 0 << 0 << 0 << 3 << 0;
    QTest::newRow("a work queue replaces what failed") << none << 3 << atOnce << 2 << 0 << 0 << 1 << 0;
    QTest::newRow("after the first success nobody is added") << none << 3 << atOnce << 2 << 0 << 1 << 0 << 0;
    QTest::newRow("and nobody is taken away") << none << 1 << atOnce << 3 << 0 << 1 << 0 << 0;
    QTest::newRow("before it a smaller queue gives some up") << none << 1 << atOnce << 3 << 0 << 0 << 0 << 2;
    QTest::newRow("what terminates is replaced at once") << 2 << 2 << atOnce << 1 << 1 << 0 << 1 << 0;
    QTest::newRow("or is waited for") << 2 << 2 << "Failed" << 1 << 1 << 0 << 0 << 0;
    QTest::newRow("as far as it goes") << 5 << 3 << "Failed" << 1 << 1 << 0 << 1 << 0;
    QTest::newRow("suspended, it makes none") << 2 << 2 << "suspend" << 0 << 0 << 0 << 0 << 0;
    QTest::newRow("suspended, it gives up all") << 2 << 2 << "suspend" << 2 << 0 << 0 << 0 << 2;
    QTest::newRow("suspended, a work queue, too") << none << 2 << "suspend" << 2 << 0 << 1 << 0 << 2;
}

void TestJobCounting::pods()
{
    QFETCH(int, completions);
    QFETCH(int, parallelism);
    QFETCH(QString, policy);
    QFETCH(int, active);
    QFETCH(int, terminating);
    QFETCH(int, succeeded);
    api::JobSpec spec = specOf(completions, parallelism);
    if (policy == "suspend")
        spec.suspend = true;
    else
        spec.podReplacementPolicy = policy.toStdString();
    const JobCounts counts{active, terminating, succeeded, 0, 0};
    QTEST(missingPods(spec, counts), "missing");
    QTEST(surplusPods(spec, counts), "surplus");
}

void TestJobCounting::enough_data()
{
    QTest::addColumn<int>("completions");
    QTest::addColumn<int>("active");
    QTest::addColumn<int>("succeeded");
    QTest::addColumn<bool>("isOver");
    QTest::newRow("all succeeded") << 3 << 0 << 3 << true;
    QTest::newRow("one is missing") << 3 << 0 << 2 << false;
    QTest::newRow("one too many") << 3 << 0 << 4 << true;
    QTest::newRow("somebody still works") << 3 << 1 << 3 << false;
    QTest::newRow("nothing was asked for") << 0 << 0 << 0 << true;
    QTest::newRow("a queue after its first success") << none << 0 << 1 << true;
    QTest::newRow("a queue that has others at work") << none << 2 << 1 << false;
    QTest::newRow("a queue without a success") << none << 0 << 0 << false;
}

void TestJobCounting::enough()
{
    QFETCH(int, completions);
    QFETCH(int, active);
    QFETCH(int, succeeded);
    QTEST(isEnough(specOf(completions, 1), {active, 0, succeeded, 0, 0}), "isOver");
}

void TestJobCounting::backoffLimit_data()
{
    QTest::addColumn<QString>("restartPolicy");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("failed");
    QTest::addColumn<int>("restarts");
    QTest::addColumn<bool>("isExceeded");
    QTest::newRow("as many failures as may be") << "Never" << 2 << 2 << 0 << false;
    QTest::newRow("one more") << "Never" << 2 << 3 << 0 << true;
    QTest::newRow("none may be") << "Never" << 0 << 1 << 0 << true;
    QTest::newRow("none may be, and there is none") << "Never" << 0 << 0 << 0 << false;
    QTest::newRow("restarts do not count where pods are replaced") << "Never" << 2 << 0 << 9 << false;
    QTest::newRow("in place, the limit itself is too many") << "OnFailure" << 2 << 0 << 2 << true;
    QTest::newRow("in place, one less is not") << "OnFailure" << 2 << 0 << 1 << false;
    QTest::newRow("in place, none may be") << "OnFailure" << 0 << 0 << 1 << true;
    QTest::newRow("in place, none may be, and there is none") << "OnFailure" << 0 << 0 << 0 << false;
    QTest::newRow("in place, pods that failed count as well") << "OnFailure" << 2 << 3 << 0 << true;
}

void TestJobCounting::backoffLimit()
{
    QFETCH(QString, restartPolicy);
    QFETCH(int, limit);
    QFETCH(int, failed);
    QFETCH(int, restarts);
    api::JobSpec spec = specOf(1, 1);
    spec.backoffLimit = limit;
    spec.template_.edit().spec.edit().restartPolicy = restartPolicy.toStdString();
    QTEST(exceedsBackoffLimit(spec, {0, 0, 0, failed, restarts}), "isExceeded");
}

void TestJobCounting::backOff_data()
{
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("ago");
    QTest::addColumn<int>("remaining");
    QTest::newRow("no failure, no wait") << 0 << 0 << 0;
    QTest::newRow("ten seconds after the first") << 1 << 0 << 10;
    QTest::newRow("counted from its end") << 1 << 4 << 6;
    QTest::newRow("twenty after the second") << 2 << 0 << 20;
    QTest::newRow("forty after the third") << 3 << 0 << 40;
    QTest::newRow("320 after the sixth") << 6 << 0 << 320;
    QTest::newRow("never more than ten minutes") << 7 << 0 << 600;
    QTest::newRow("nor after a thousand") << 1'000 << 0 << 600;
    QTest::newRow("over at the very end") << 1 << 10 << 0;
    QTest::newRow("and later") << 2 << 25 << 0;
}

void TestJobCounting::backOff()
{
    QFETCH(int, failures);
    QFETCH(int, ago);
    QFETCH(int, remaining);
    const api::Microseconds left = remainingBackOff({failures, at(100)}, at(100 + ago));
    QCOMPARE(std::max(left, api::Microseconds(0)), api::Microseconds(seconds(remaining)));
}

void TestJobCounting::rows_data()
{
    QTest::addColumn<QList<int>>("successes");
    QTest::addColumn<QList<int>>("failures");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("last");
    QTest::newRow("none") << QList<int>{} << QList<int>{} << 0 << 0;
    QTest::newRow("all failed") << QList<int>{} << QList<int>{5, 1, 9} << 3 << 9;
    QTest::newRow("a success begins anew") << QList<int>{6} << QList<int>{5, 1, 9} << 1 << 9;
    QTest::newRow("success at last") << QList<int>{10, 3} << QList<int>{5, 1, 9} << 0 << 0;
    QTest::newRow("at the same moment, the failure came after") << QList<int>{9} << QList<int>{9} << 1 << 9;
}

void TestJobCounting::rows()
{
    QFETCH(QList<int>, successes);
    QFETCH(QList<int>, failures);
    QFETCH(int, last);
    const FailuresInARow row = failuresInARow(moments(successes), moments(failures));
    QTEST(row.count, "count");
    QCOMPARE(row.last, row.count > 0 ? at(last) : api::Time());
}

void TestJobCounting::indexes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("completions");
    QTest::addColumn<QString>("told");
    QTest::addColumn<int>("size");
    QTest::newRow("none") << QByteArray("") << 10 << "" << 0;
    QTest::newRow("single ones") << QByteArray("1,3,7") << 10 << "1,3,7" << 3;
    QTest::newRow("a stretch") << QByteArray("1,3-5,7") << 10 << "1,3-5,7" << 5;
    QTest::newRow("of two, both are named") << QByteArray("3-4") << 10 << "3,4" << 2;
    QTest::newRow("neighbours are one stretch") << QByteArray("1,2,3") << 10 << "1-3" << 3;
    QTest::newRow("what a smaller Job does not ask for is cut off") << QByteArray("0,3-7,9") << 5 << "0,3,4" << 3;
    QTest::newRow("what cannot be read is passed over") << QByteArray("0,x,4-2,-1,5") << 10 << "0,5" << 2;
    QTest::newRow("disorder is put in order") << QByteArray("5,1-3,2-4") << 10 << "1-5" << 5;
}

void TestJobCounting::indexes()
{
    QFETCH(QByteArray, text);
    QFETCH(int, completions);
    const IndexSet indexes = IndexSet::parse(text.toStdString(), completions);
    QTEST(shown(indexes), "told");
    QTEST(indexes.size(), "size");
    int members = 0;
    for (int i = -1; i <= completions; ++i)
        members += indexes.contains(i) ? 1 : 0;
    QCOMPARE(members, indexes.size());
}

void TestJobCounting::missingIndexes_data()
{
    QTest::addColumn<QByteArray>("there");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("completions");
    QTest::addColumn<QString>("missing");
    QTest::newRow("the lowest first") << QByteArray("") << 3 << 10 << "0-2";
    QTest::newRow("gaps are filled") << QByteArray("1,4-5") << 4 << 10 << "0,2,3,6";
    QTest::newRow("no more than there are") << QByteArray("0-2") << 9 << 5 << "3,4";
    QTest::newRow("none is left") << QByteArray("0-4") << 2 << 5 << "";
    QTest::newRow("none is wanted") << QByteArray("1") << 0 << 5 << "";
    QTest::newRow("what lies beyond the end is in nobody's way") << QByteArray("7-9") << 9 << 5 << "0-4";
}

void TestJobCounting::missingIndexes()
{
    QFETCH(QByteArray, there);
    QFETCH(int, count);
    QFETCH(int, completions);
    QTEST(shown(IndexSet::of(set(there).firstMissing(count, completions))), "missing");
}

void TestJobCounting::mergedIndexes()
{
    IndexSet indexes = set("0,4-6,9");
    indexes.merge(IndexSet::of({8, 1, 5, 1}));
    QCOMPARE(shown(indexes), QString("0,1,4-6,8,9"));
    indexes.merge(set("2-3,7"));
    QCOMPARE(shown(indexes), QString("0-9"));
    QCOMPARE(indexes.sizeOfCommon(set("8-20")), 2);
    QCOMPARE(set("1,3-5,9").sizeOfCommon(set("0-3,5,8")), 3);
}

void TestJobCounting::successPolicy_data()
{
    QTest::addColumn<QStringList>("rules"); // "1,3" or "1,3/1" or "/2"
    QTest::addColumn<QByteArray>("succeeded");
    QTest::addColumn<int>("met"); // the rule; -1: none
    QTest::newRow("the leader is enough") << QStringList{"0"} << QByteArray("0") << 0;
    QTest::newRow("others are not") << QStringList{"0"} << QByteArray("1-9") << -1;
    QTest::newRow("all that are named") << QStringList{"0,2-3"} << QByteArray("0-3") << 0;
    QTest::newRow("one of them is missing") << QStringList{"0,2-3"} << QByteArray("0,2,5") << -1;
    QTest::newRow("some of them") << QStringList{"0,2-3/2"} << QByteArray("2,3,7") << 0;
    QTest::newRow("too few of them") << QStringList{"0,2-3/2"} << QByteArray("3,7,8") << -1;
    QTest::newRow("any two") << QStringList{"/2"} << QByteArray("7,9") << 0;
    QTest::newRow("only one") << QStringList{"/2"} << QByteArray("7") << -1;
    QTest::newRow("the second rule") << QStringList{"0", "/3"} << QByteArray("4-6") << 1;
    QTest::newRow("of two that are met the first") << QStringList{"5", "/1"} << QByteArray("5") << 0;
    QTest::newRow("nothing has succeeded") << QStringList{"/0"} << QByteArray("") << -1;
    QTest::newRow("no rules") << QStringList{} << QByteArray("0-9") << -1;
}

void TestJobCounting::successPolicy()
{
    QFETCH(QStringList, rules);
    QFETCH(QByteArray, succeeded);
    QFETCH(int, met);
    api::JobSpec spec = specOf(10, 10);
    for (const QString& text : rules) {
        api::SuccessPolicyRule rule;
        if (const QString indexes = text.section('/', 0, 0); !indexes.isEmpty())
            rule.succeededIndexes = indexes.toStdString();
        if (text.contains('/'))
            rule.succeededCount = text.section('/', 1).toInt();
        spec.successPolicy.edit().rules.push_back(rule);
    }
    const std::optional<std::size_t> rule = ruleMet(spec, set(succeeded));
    QCOMPARE(rule ? static_cast<int>(*rule) : -1, met);
}

void TestJobCounting::failurePolicy_data()
{
    QTest::addColumn<QString>("pod");
    QTest::addColumn<QStringList>("rules");
    QTest::addColumn<QString>("verdict");
    const QString counts = "counts";
    QTest::newRow("without a policy every failure counts") << "main:1" << QStringList{} << counts;
    QTest::newRow("a code that fails the Job") << "main:42" << QStringList{"FailJob main In 40,42"}
        << "Container main for pod default/a-x7k2p failed with exit code 42 matching FailJob rule at index 0";
    QTest::newRow("another code") << "main:41" << QStringList{"FailJob main In 40,42"} << counts;
    QTest::newRow("the same code of another container") << "side:42" << QStringList{"FailJob main In 42"} << counts;
    QTest::newRow("any container") << "main:0 side:42" << QStringList{"FailJob any In 42"}
        << "Container side for pod default/a-x7k2p failed with exit code 42 matching FailJob rule at index 0";
    QTest::newRow("an init container") << "init/setup:3 main" << QStringList{"FailJob setup In 3"}
        << "Container setup for pod default/a-x7k2p failed with exit code 3 matching FailJob rule at index 0";
    QTest::newRow("the containers come first") << "init/setup:3 main:3" << QStringList{"FailJob any In 3"}
        << "Container main for pod default/a-x7k2p failed with exit code 3 matching FailJob rule at index 0";
    QTest::newRow("all codes but") << "main:7" << QStringList{"FailJob main NotIn 1,2"}
        << "Container main for pod default/a-x7k2p failed with exit code 7 matching FailJob rule at index 0";
    QTest::newRow("one of those") << "main:2" << QStringList{"FailJob main NotIn 1,2"} << counts;
    QTest::newRow("success is no failure, whatever is named") << "main:0" << QStringList{"FailJob main NotIn 1"} << counts;
    QTest::newRow("who runs still has no code") << "main" << QStringList{"FailJob main NotIn 1"} << counts;
    QTest::newRow("a disruption is ignored") << "main:137 DisruptionTarget"
        << QStringList{"Ignore DisruptionTarget=True"} << "ignored";
    QTest::newRow("a condition that is not so") << "main:137 DisruptionTarget=False"
        << QStringList{"Ignore DisruptionTarget=True"} << counts;
    QTest::newRow("a condition that fails the Job") << "ConfigIssue" << QStringList{"FailJob ConfigIssue=True"}
        << "Pod default/a-x7k2p has condition ConfigIssue matching FailJob rule at index 0";
    QTest::newRow("the first rule that fits decides") << "main:1 DisruptionTarget"
        << QStringList{"FailJob main In 5", "Ignore DisruptionTarget=True", "FailJob main In 1"} << "ignored";
    QTest::newRow("its place is told") << "main:1"
        << QStringList{"Ignore DisruptionTarget=True", "Count main In 2", "FailJob main In 1"}
        << "Container main for pod default/a-x7k2p failed with exit code 1 matching FailJob rule at index 2";
    QTest::newRow("Count lets nothing after it decide") << "main:1" << QStringList{"Count main In 1", "FailJob main In 1"}
        << counts;
    QTest::newRow("only its index fails") << "main:1" << QStringList{"FailIndex main In 1"} << "fails its index";
}

void TestJobCounting::failurePolicy()
{
    QFETCH(QString, pod);
    QFETCH(QStringList, rules);
    QFETCH(QString, verdict);
    api::JobSpec spec = specOf(1, 1);
    for (const QString& rule : rules)
        spec.podFailurePolicy.edit().rules.push_back(ruleOf(rule));
    const FailureVerdict found = verdictOn(podThatEnded(pod), spec);
    const QString told = found.failsJob() ? QString::fromStdString(found.why)
        : found.failsIndex()              ? "fails its index"
        : found.counts()                  ? "counts"
                                          : "ignored";
    QCOMPARE(told, verdict);
    QCOMPARE(found.counts(), verdict != "ignored");
}

void TestJobCounting::removal_data()
{
    QTest::addColumn<QStringList>("pods"); // "name phase node readySince restarts age index"; - is none
    QTest::addColumn<int>("completions"); // of an Indexed Job; -1: of another one
    QTest::addColumn<int>("surplus");
    QTest::addColumn<QString>("gone");
    const QString pending = "b Pending - - 0 10 -";
    const QString running = "a Running n 5 0 10 -";
    QTest::newRow("none is too many") << QStringList{running, pending} << none << 0 << "";
    QTest::newRow("who has no node goes first") << QStringList{"a Pending n - 0 10 -", pending} << none << 1 << "b";
    QTest::newRow("then who has not begun") << QStringList{"a Running n - 0 10 -", "b Pending n - 0 10 -"} << none << 1 << "b";
    QTest::newRow("then who is not ready") << QStringList{running, "b Running n - 0 10 -"} << none << 1 << "b";
    QTest::newRow("then who became so last") << QStringList{running, "b Running n 3 0 10 -"} << none << 1 << "b";
    QTest::newRow("then who restarted more often") << QStringList{running, "b Running n 5 2 10 -"} << none << 1 << "b";
    QTest::newRow("then the youngest") << QStringList{running, "b Running n 5 0 9 -"} << none << 1 << "b";
    QTest::newRow("so many as are too many") << QStringList{running, pending, "c Pending n - 0 1 -"} << none << 2 << "b c";
    QTest::newRow("each index once is just right") << QStringList{"a Running n 5 0 10 0", "b Pending - - 0 10 1"} << 2 << 0 << "";
    QTest::newRow("of an index twice the better one stays") << QStringList{"a Running n 5 0 10 0", "b Pending - - 0 10 0"}
        << 2 << 0 << "b";
    QTest::newRow("no index, no use") << QStringList{running, "b Pending - - 0 10 1"} << 2 << 0 << "a";
    QTest::newRow("an index beyond the end") << QStringList{"a Running n 5 0 10 2", "b Pending - - 0 10 1"} << 2 << 0 << "a";
    QTest::newRow("then those too many") << QStringList{"a Running n 5 0 10 7", "b Pending - - 0 10 1", "c Running n 5 0 9 0"}
        << 2 << 2 << "a b";
}

void TestJobCounting::removal()
{
    QFETCH(QStringList, pods);
    QFETCH(int, completions);
    QFETCH(int, surplus);
    api::Job job;
    job.spec.edit() = specOf(completions, 1);
    job.spec.edit().completionMode = completions == none ? "NonIndexed" : "Indexed";
    std::vector<api::ObjectPtr> active;
    for (const QString& text : pods) {
        const QStringList words = text.split(' ');
        api::Box<api::Pod> box;
        api::Pod& pod = box.edit();
        pod.metadata.name = words[0].toStdString();
        pod.metadata.creationTimestamp = at(100 - words[5].toInt());
        if (words[6] != "-")
            pod.metadata.annotations.set(completionIndexKey, words[6].toStdString());
        if (words[2] != "-")
            pod.spec.edit().nodeName = words[2].toStdString();
        api::PodStatus& status = pod.status.edit();
        status.phase = words[1].toStdString();
        api::PodCondition ready;
        ready.type = "Ready";
        ready.status = words[3] == "-" ? "False" : "True";
        ready.lastTransitionTime = at(100 - words[3].toInt());
        status.conditions.push_back(ready);
        api::ContainerStatus container;
        container.restartCount = words[4].toInt();
        status.containerStatuses.push_back(container);
        active.push_back(box);
    }
    QStringList gone;
    for (const api::ObjectPtr& pod : podsToRemove(job, active, static_cast<std::size_t>(surplus)))
        gone << QString::fromStdString(pod.meta().name.str());
    QTEST(gone.join(' '), "gone");
}

void TestJobCounting::ends_data()
{
    QTest::addColumn<QString>("known");
    QTest::addColumn<int>("end");
    QTest::newRow("when its last container ended") << "containers ready deleted" << 20;
    QTest::newRow("else when it stopped being ready") << "running ready deleted" << 40;
    QTest::newRow("else when it was asked to go") << "running deleted" << 50;
    QTest::newRow("else when it was made") << "" << 1;
}

void TestJobCounting::ends()
{
    QFETCH(QString, known);
    api::Pod pod;
    pod.metadata.creationTimestamp = at(1);
    api::PodStatus& status = pod.status.edit();
    if (known.contains("containers") || known.contains("running")) {
        api::ContainerStatus container;
        container.state.terminated.edit().finishedAt = at(20);
        status.containerStatuses.push_back(container);
        container.state.terminated.edit().finishedAt = at(10);
        status.containerStatuses.push_back(container);
    }
    if (known.contains("running")) {
        api::ContainerStatus container;
        container.state.running.edit().startedAt = at(2);
        status.containerStatuses.push_back(container);
    }
    if (known.contains("ready")) {
        api::PodCondition ready;
        ready.type = "Ready";
        ready.status = "False";
        ready.lastTransitionTime = at(40);
        status.conditions.push_back(ready);
    }
    if (known.contains("deleted")) {
        pod.metadata.deletionTimestamp = at(80);
        pod.metadata.deletionGracePeriodSeconds = 30;
    }
    QFETCH(int, end);
    QCOMPARE(endOf(pod), at(end));
}

void TestJobCounting::mailTimes()
{
    QCOMPARE(mailTime(*api::Time::parse("2026-01-01T00:01:00Z")), std::string("Thu, 01 Jan 2026 00:01:00 +0000"));
    QCOMPARE(mailTime(*api::Time::parse("2028-02-29T23:59:59Z")), std::string("Tue, 29 Feb 2028 23:59:59 +0000"));
    QCOMPARE(jobNameAt("tick", *api::Time::parse("2026-01-01T00:01:30Z")), std::string("tick-29453761"));
}

QTEST_GUILESS_MAIN(TestJobCounting)
#include "test_jobcounting.moc"
