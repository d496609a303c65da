// What becomes of Jobs, by what becomes of their pods.
#include "controllers/jobs.h"

#include "api/encode.h"
#include "api/types/core-volumes.h"

using namespace kubarium;
using namespace kubarium::controllers;
using std::chrono::seconds;

class TestJob : public QObject {
    Q_OBJECT
private slots:
    void courses_data();
    void courses();
    void indexedCourses_data();
    void indexedCourses();
    void sentences_data();
    void sentences();
    void events_data();
    void events();
    void failuresAreReplacedLaterAndLater();
    void eachIndexWaitsForItself();
    void aPodOfAnIndexedJobKnowsItsNumber();
    void itsFailuresGoOnToTheNextOne();
    void aJobWithoutLabelsHasThoseOfItsPods();
    void podsAreCountedOnce();
    void manyPodsAreCountedInTurns();
    void theDeadlineBeginsAnewWithEachResumption();
    void whatTerminatesIsWaitedForAtTheEnd();
    void somebodyElsesJobIsLeftAlone();
    void podsAreAdoptedAndReleased();
    void deletion_data();
    void deletion();
    void finishedJobsArePassedOver();
    void whatCannotBeMadeIsTriedMoreAndMoreSeldom();
    void manyHopelessJobsAreNoHotLoop();
    void aWholeJobByItself();
};

namespace {

QString nameOf(const api::ObjectPtr& object)
{
    return QString::fromStdString(object.meta().name.str());
}

int trackedPods(JobCluster& cluster)
{
    int tracked = 0;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& pod) {
        tracked += isTracked(*pod.as<api::Pod>()) ? 1 : 0;
        return true;
    });
    return tracked;
}

} // namespace

void TestJob::courses_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("told");
    const QString complete = "; SuccessCriteriaMet CompletionsReached; Complete CompletionsReached";
    const QString exceeded = "; FailureTarget BackoffLimitExceeded; Failed BackoffLimitExceeded";
    const auto row = [](const char* name, const QByteArray& spec, const QString& script, const QString& told) {
        QTest::newRow(name) << spec << script << told;
    };
    row("a Job runs one pod", "", "", "1 active");
    row("its pod becomes ready", "", "ready", "1 active, 1 ready");
    row("its pod succeeds, and that is all", "", "succeed", "1 succeeded" + complete);
    row("one after the other", "completions: 3", "succeed succeed", "1 active, 2 succeeded");
    row("until all have succeeded", "completions: 3", "succeed succeed succeed", "3 succeeded" + complete);
    row("two at a time", "completions: 5, parallelism: 2", "succeed", "2 active, 1 succeeded");
    row("no more than are needed", "completions: 2, parallelism: 5", "succeed", "1 active, 1 succeeded");
    row("nothing to do is done", "completions: 0", "", "nothing" + complete);
    row("no parallelism is a pause", "completions: 2, parallelism: 0", "wait:60", "nothing");
    row("a work queue is not refilled after a success", "parallelism: 3", "succeed", "2 active, 1 succeeded");
    row("it ends with its last pod", "parallelism: 3", "succeed succeed succeed", "3 succeeded" + complete);
    row("even if that one fails", "parallelism: 2", "succeed fail", "1 succeeded, 1 failed" + complete);
    row("a failure is no end", "", "fail", "1 failed");
    row("ten seconds later another pod tries", "", "fail wait:11", "1 active, 1 failed");
    row("it may succeed", "", "fail wait:11 succeed", "1 succeeded, 1 failed" + complete);
    row("one failure too many", "backoffLimit: 1", "fail wait:11 fail", "2 failed" + exceeded);
    row("none is allowed", "backoffLimit: 0", "fail", "1 failed" + exceeded);
    row("the others go with it", "backoffLimit: 0, completions: 3, parallelism: 3", "fail", "3 failed" + exceeded);
    row("what succeeded before counts still", "backoffLimit: 0, completions: 3, parallelism: 3", "succeed fail",
        "1 succeeded, 2 failed" + exceeded);
    row("a pod that is deleted has failed", "", "delete", "1 failed");
    row("and is replaced", "", "delete wait:12", "1 active, 1 failed");
    row("a deadline that is met", "activeDeadlineSeconds: 30", "wait:25 succeed", "1 succeeded" + complete);
    row("a deadline that passes", "activeDeadlineSeconds: 30, completions: 2, parallelism: 2", "wait:31",
        "2 failed; FailureTarget DeadlineExceeded; Failed DeadlineExceeded");
    row("more at a time from now on", "completions: 5, parallelism: 1", "parallelism:3", "3 active");
    row("fewer at a time: that is no failure", "completions: 5, parallelism: 3", "parallelism:1", "1 active");
    row("suspended from the start", "suspend: true", "wait:30", "nothing; Suspended JobSuspended");
    row("and resumed", "suspend: true", "resume", "1 active; not Suspended JobResumed");
    row("suspended on the way: that is no failure", "completions: 4, parallelism: 2", "succeed suspend",
        "1 succeeded; Suspended JobSuspended");
    row("and resumed at once where it was", "completions: 4, parallelism: 2", "succeed suspend resume",
        "2 active, 1 succeeded; not Suspended JobResumed");
    row("suspended when its work is done", "", "succeed suspend", "1 succeeded" + complete);
    row("a rule that ignores disruptions",
        "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}",
        "disrupt wait:12", "1 active");
    row("other failures count still",
        "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}",
        "fail", "1 failed" + exceeded);
    row("a rule that ends it all",
        "completions: 2, parallelism: 2, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, "
        "values: [42]}}]}",
        "fail:42", "2 failed; FailureTarget PodFailurePolicy; Failed PodFailurePolicy");
    row("only for that code",
        "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}", "fail:41 wait:11",
        "1 active, 1 failed");
}

void TestJob::courses()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    JobCluster cluster;
    const apiserver::Response made = cluster.createJob(spec);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QVERIFY(cluster.play(script));
    QTEST(cluster.told(), "told");
    if (isFinished(cluster.job()))
        QCOMPARE(trackedPods(cluster), 0);
}

void TestJob::indexedCourses_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("told");
    const QString complete = "; SuccessCriteriaMet CompletionsReached; Complete CompletionsReached";
    const auto row = [](const char* name, const QByteArray& spec, const QString& script, const QString& told) {
        QTest::newRow(name) << spec << script << told;
    };
    row("each index is done once", "completions: 3, parallelism: 3", "succeed@1 succeed@0 succeed@2",
        "3 succeeded, completed 0-2" + complete);
    row("the lowest first", "completions: 5, parallelism: 2", "succeed@1", "2 active, 1 succeeded, completed 1");
    row("what failed is tried again", "completions: 2, parallelism: 2", "fail@0 wait:11 succeed@0",
        "1 active, 1 succeeded, 1 failed, completed 0");
    row("one limit for all", "completions: 2, parallelism: 2, backoffLimit: 0", "fail@0",
        "2 failed; FailureTarget BackoffLimitExceeded; Failed BackoffLimitExceeded");
    row("a limit for each: one is given up, the others go on", "completions: 3, parallelism: 3, backoffLimitPerIndex: 0",
        "fail@1", "2 active, 1 failed, lost 1");
    row("in the end the Job has failed all the same", "completions: 3, parallelism: 3, backoffLimitPerIndex: 0",
        "fail@1 succeed@0 succeed@2",
        "2 succeeded, 1 failed, completed 0,2, lost 1; FailureTarget FailedIndexes; Failed FailedIndexes");
    row("an index may fail so often", "completions: 2, parallelism: 2, backoffLimitPerIndex: 1", "fail@0 wait:12",
        "2 active, 1 failed");
    row("and no more", "completions: 2, parallelism: 2, backoffLimitPerIndex: 1", "fail@0 wait:12 fail@0",
        "1 active, 2 failed, lost 0");
    row("so many indexes may be lost", "completions: 4, parallelism: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 1",
        "fail@3", "3 active, 1 failed, lost 3");
    row("and no more of them", "completions: 4, parallelism: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 1",
        "fail@3 fail@1", "4 failed, lost 1,3; FailureTarget MaxFailedIndexesExceeded; Failed MaxFailedIndexesExceeded");
    row("a rule that gives up an index",
        "completions: 2, parallelism: 2, backoffLimitPerIndex: 5, podFailurePolicy: {rules: [{action: FailIndex, "
        "onExitCodes: {operator: In, values: [42]}}]}",
        "fail@0:42", "1 active, 1 failed, lost 0");
    row("what is ignored is not counted against its index",
        "completions: 2, parallelism: 2, backoffLimitPerIndex: 0, podFailurePolicy: {rules: [{action: Ignore, "
        "onPodConditions: [{type: DisruptionTarget}]}]}",
        "disrupt@0 wait:12", "2 active");
    row("the leader's success is enough", "completions: 3, parallelism: 3, successPolicy: {rules: [{succeededIndexes: \"0\"}]}",
        "succeed@0", "1 succeeded, completed 0; SuccessCriteriaMet SuccessPolicy; Complete SuccessPolicy");
    row("the others' is not", "completions: 3, parallelism: 3, successPolicy: {rules: [{succeededIndexes: \"0\"}]}",
        "succeed@2", "2 active, 1 succeeded, completed 2");
    row("any two will do", "completions: 4, parallelism: 4, successPolicy: {rules: [{succeededCount: 2}]}",
        "succeed@3 succeed@1", "2 succeeded, completed 1,3; SuccessCriteriaMet SuccessPolicy; Complete SuccessPolicy");
    row("grown while it runs", "completions: 2, parallelism: 2", "succeed@0 completions:4",
        "3 active, 1 succeeded, completed 0");
    row("shrunk while it runs", "completions: 4, parallelism: 4", "succeed@3 succeed@0 completions:2",
        "1 active, 1 succeeded, completed 0");
}

void TestJob::indexedCourses()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    JobCluster cluster;
    const apiserver::Response made = cluster.createJob("completionMode: Indexed, " + spec);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QVERIFY(cluster.play(script));
    QTEST(cluster.told(), "told");
    if (isFinished(cluster.job()))
        QCOMPARE(trackedPods(cluster), 0);
}

void TestJob::sentences_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("sentence"); // of the last condition
    const auto row = [](const char* name, const QByteArray& spec, const QString& script, const QString& sentence) {
        QTest::newRow(name) << spec << script << sentence;
    };
    const QByteArray indexed = "completionMode: Indexed, completions: 2, parallelism: 2, ";
    row("done", "", "succeed", "Reached expected number of succeeded pods");
    row("too many failures", "backoffLimit: 0", "fail", "Job has reached the specified backoff limit");
    row("too late", "activeDeadlineSeconds: 3", "wait:5", "Job was active longer than specified deadline");
    row("suspended", "suspend: true", "", "Job suspended");
    row("resumed", "suspend: true", "resume", "Job resumed");
    row("indexes are lost", indexed + "backoffLimitPerIndex: 0", "fail succeed", "Job has failed indexes");
    row("too many are", indexed + "backoffLimitPerIndex: 0, maxFailedIndexes: 0", "fail",
        "Job has exceeded the specified maximal number of failed indexes");
    row("enough for the policy", indexed + "successPolicy: {rules: [{succeededIndexes: \"0\"}, {succeededCount: 1}]}",
        "succeed@1", "Matched rules at index 1");
}

void TestJob::sentences()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    JobCluster cluster;
    QVERIFY(cluster.createJob(spec).ok());
    QVERIFY(cluster.play(script));
    const auto& conditions = cluster.job().status->conditions;
    QVERIFY(!conditions.empty());
    QTEST(QString::fromStdString(conditions.back().message.str()), "sentence");
}

void TestJob::events_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("events");
    const QString created = "Normal SuccessfulCreate Created pod: j-*";
    const QString deleted = "Normal SuccessfulDelete Deleted pod: j-*";
    QTest::newRow("done") << QByteArray("completions: 2") << "succeed succeed"
        << QStringList{created, created, "Normal Completed Job completed"};
    QTest::newRow("failed") << QByteArray("backoffLimit: 0, completions: 2, parallelism: 2") << "fail"
        << QStringList{created, created, "Warning BackoffLimitExceeded Job has reached the specified backoff limit", deleted};
    QTest::newRow("too late") << QByteArray("activeDeadlineSeconds: 4") << "wait:6"
        << QStringList{created, "Warning DeadlineExceeded Job was active longer than specified deadline", deleted};
    QTest::newRow("suspended and resumed") << QByteArray() << "suspend resume"
        << QStringList{created, deleted, "Normal Suspended Job suspended", "Normal Resumed Job resumed", created};
    QTest::newRow("an index in the name") << QByteArray("completionMode: Indexed, completions: 1") << "succeed"
        << QStringList{"Normal SuccessfulCreate Created pod: j-0-*", "Normal Completed Job completed"};
}

void TestJob::events()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    QFETCH(QStringList, events);
    JobCluster cluster;
    QVERIFY(cluster.createJob(spec).ok());
    QVERIFY(cluster.play(script));
    QStringList told = cluster.events();
    told.sort(); // several are of one instant
    events.sort();
    QCOMPARE(told, events);
}

void TestJob::failuresAreReplacedLaterAndLater()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("backoffLimit: 9").ok());
    for (const int wait : {10, 20, 40, 80}) {
        QVERIFY(cluster.play("fail"));
        cluster.wait(wait - 3);
        QVERIFY(!cluster.firstActive());
        cluster.wait(2);
        QVERIFY(cluster.firstActive());
    }
    // The success of one begins anew for the others.
    QVERIFY(cluster.createJob("completions: 3, backoffLimit: 9", "k").ok());
    QVERIFY(cluster.play("fail wait:11 succeed fail", "k"));
    cluster.wait(7);
    QVERIFY(!cluster.firstActive("k"));
    cluster.wait(2);
    QVERIFY(cluster.firstActive("k"));
}

void TestJob::eachIndexWaitsForItself()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("completionMode: Indexed, completions: 3, parallelism: 3, backoffLimitPerIndex: 4").ok());
    QVERIFY(cluster.play("fail@0 wait:12 fail@0 fail@1"));
    QCOMPARE(cluster.told(), QString("1 active, 1 failed")); // the last of each is kept back until it is replaced
    cluster.wait(9);
    QVERIFY(cluster.firstActive("j", 1));
    QVERIFY(!cluster.firstActive("j", 0));
    cluster.wait(10);
    QVERIFY(cluster.firstActive("j", 0));
}

void TestJob::aPodOfAnIndexedJobKnowsItsNumber()
{
    JobCluster cluster;
    const apiserver::Response made = cluster.create(R"(apiVersion: batch/v1
kind: Job
metadata: {name: render}
spec:
  completionMode: Indexed
  completions: 2
  parallelism: 2
  template:
    metadata: {labels: {app: r}, annotations: {note: a}}
    spec:
      restartPolicy: Never
      nodeSelector: {never: here}
      initContainers: [{name: i, image: busybox}]
      containers: [{name: a, image: busybox}, {name: b, image: busybox, env: [{name: JOB_COMPLETION_INDEX, value: mine}]}]
)");
    QVERIFY2(made.ok(), made.status.message.c_str());
    cluster.wait(1);
    const auto pods = cluster.pods("render");
    QCOMPARE(pods.size(), std::size_t{2});
    for (int i = 0; i < 2; ++i) {
        const api::Pod& pod = *pods[static_cast<std::size_t>(i)].as<api::Pod>();
        const std::string index = std::to_string(i);
        QVERIFY(nameOf(pods[static_cast<std::size_t>(i)]).startsWith("render-" + QString::number(i) + "-"));
        QCOMPARE(pod.metadata.labels.find(completionIndexKey)->str(), index);
        QCOMPARE(pod.metadata.annotations.find(completionIndexKey)->str(), index);
        QCOMPARE(pod.spec->hostname.str(), "render-" + index);
        QCOMPARE(pod.metadata.labels.find("app")->str(), std::string("r"));
        QCOMPARE(pod.metadata.labels.find("batch.kubernetes.io/job-name")->str(), std::string("render"));
        QCOMPARE(pod.metadata.labels.find("job-name")->str(), std::string("render"));
        QCOMPARE(pod.metadata.labels.find("batch.kubernetes.io/controller-uid")->str(), made.object.meta().uid.str());
        QCOMPARE(pod.metadata.labels.find("controller-uid")->str(), made.object.meta().uid.str());
        QVERIFY(isTracked(pod));
        const QString variable = R"({"name":"JOB_COMPLETION_INDEX","valueFrom":{"fieldRef":{"apiVersion":"v1",)"
                                 R"("fieldPath":"metadata.labels['batch.kubernetes.io/job-completion-index']"}}})";
        for (const api::Container* container : {&pod.spec->initContainers[0], &pod.spec->containers[0]}) {
            QCOMPARE(container->env.size(), std::size_t{1});
            QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::EnvVar>::value, &container->env[0])), variable);
        }
        QCOMPARE(pod.spec->containers[1].env.size(), std::size_t{1}); // who sets it himself knows better
        QCOMPARE(pod.spec->containers[1].env[0].value.str(), std::string("mine"));
    }
}

void TestJob::itsFailuresGoOnToTheNextOne()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob(
        "completionMode: Indexed, completions: 1, backoffLimitPerIndex: 5, podFailurePolicy: {rules: [{action: Ignore, "
        "onPodConditions: [{type: DisruptionTarget}]}]}").ok());
    const auto failures = [&] {
        const auto& annotations = cluster.firstActive().meta().annotations;
        return annotations.valueOr(indexFailuresKey, "-").str() + " " + annotations.valueOr(indexIgnoredFailuresKey, "-").str();
    };
    cluster.wait(1);
    QCOMPARE(failures(), std::string("0 -"));
    QVERIFY(cluster.play("fail"));
    QCOMPARE(trackedPods(cluster), 1); // it says what the next one has to know
    QVERIFY(cluster.play("wait:12"));
    QCOMPARE(failures(), std::string("1 -"));
    QVERIFY(cluster.play("disrupt wait:22"));
    QCOMPARE(failures(), std::string("1 1"));
    QVERIFY(cluster.play("fail wait:42"));
    QCOMPARE(failures(), std::string("2 1"));
    QCOMPARE(cluster.told(), QString("1 active, 2 failed"));
}

void TestJob::aJobWithoutLabelsHasThoseOfItsPods()
{
    JobCluster cluster;
    const auto labelsOf = [&](const QByteArray& name, const QByteArray& labels, const QByteArray& ofPods) {
        const apiserver::Response made = cluster.create("apiVersion: batch/v1\nkind: Job\nmetadata: {name: " + name
            + ", labels: {" + labels + "}}\nspec: {template: {metadata: {labels: {" + ofPods
            + "}}, spec: {restartPolicy: Never, nodeSelector: {never: here}, containers: [{name: c, image: busybox}]}}}\n");
        QStringList keys;
        for (const auto& label : made.object.meta().labels)
            keys << QString::fromStdString(label.key.str());
        return keys.join(' ');
    };
    const QString made = "batch.kubernetes.io/controller-uid batch.kubernetes.io/job-name controller-uid job-name";
    QCOMPARE(labelsOf("a", "", ""), made);
    QCOMPARE(labelsOf("b", "", "app: x"), "app " + made);
    QCOMPARE(labelsOf("c", "app: x", "app: x"), QString("app"));
}

void TestJob::podsAreCountedOnce()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("completions: 3, parallelism: 1").ok());
    QVERIFY(cluster.play("succeed"));
    const api::JobStatus& status = *cluster.job().status;
    QVERIFY(status.uncountedTerminatedPods);
    QVERIFY(status.uncountedTerminatedPods->succeeded.empty());
    QCOMPARE(status.succeeded, 1);
    const api::ObjectPtr done = cluster.pods().front();
    QVERIFY(!isTracked(*done.as<api::Pod>()));
    cluster.end(nameOf(done).toUtf8()); // somebody clears away what is done
    QVERIFY(cluster.play("wait:5"));
    QCOMPARE(cluster.told(), QString("1 active, 1 succeeded"));

    // The status was written before the pod could be let go: it stays in doubt no longer than that.
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Job", "j");
    asked.subresource = "status";
    asked.object = cluster.find("Job", "j");
    asked.object.editAs<api::Job>().status.edit().uncountedTerminatedPods.edit().succeeded.push_back("gone-already");
    QVERIFY(cluster.lab().submit(asked).ok());
    QVERIFY(cluster.play("wait:3"));
    QCOMPARE(cluster.told(), QString("1 active, 2 succeeded"));
    QVERIFY(cluster.job().status->uncountedTerminatedPods->succeeded.empty());
}

void TestJob::manyPodsAreCountedInTurns()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("completions: 1200, parallelism: 1200").ok());
    cluster.wait(1);
    QCOMPARE(cluster.job().status->active, 500); // so many at once
    cluster.wait(5);
    QCOMPARE(cluster.job().status->active, 1'200);
    for (const api::ObjectPtr& pod : cluster.pods())
        QVERIFY(cluster.changeStatus(pod, [](api::PodStatus& status) { status.phase = "Succeeded"; }).ok());
    cluster.lab().runFor(std::chrono::milliseconds(1'100));
    QCOMPARE(cluster.job().status->succeeded, 500);
    cluster.wait(5);
    QCOMPARE(cluster.job().status->succeeded, 1'200);
    QVERIFY(isFinished(cluster.job()));
    QCOMPARE(trackedPods(cluster), 0);
}

void TestJob::theDeadlineBeginsAnewWithEachResumption()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("activeDeadlineSeconds: 20").ok());
    const api::Time began = cluster.lab().now();
    QVERIFY(cluster.play("wait:10 suspend wait:60"));
    QVERIFY(cluster.job().status->startTime - began < seconds(1));
    QVERIFY(!isFinished(cluster.job()));
    QVERIFY(cluster.play("resume"));
    QVERIFY(cluster.job().status->startTime - began > seconds(60));
    QVERIFY(cluster.play("wait:15"));
    QVERIFY(!isFinished(cluster.job()));
    QVERIFY(cluster.play("wait:4"));
    QVERIFY(isFinished(cluster.job()));
}

void TestJob::whatTerminatesIsWaitedForAtTheEnd()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("completionMode: Indexed, completions: 2, parallelism: 2, successPolicy: {rules: "
                              "[{succeededCount: 1}]}", "j", "metadata: {finalizers: [example.com/hold]}, ").ok());
    QVERIFY(cluster.play("succeed@1"));
    QCOMPARE(cluster.told(), QString("1 terminating, 1 succeeded, completed 1; SuccessCriteriaMet SuccessPolicy"));
    for (const api::ObjectPtr& pod : cluster.pods()) {
        cluster.change("Pod", nameOf(pod).toUtf8(),
            [](api::ObjectPtr& object) { object.editMeta().finalizers.clear(); });
    }
    cluster.wait(2);
    QCOMPARE(cluster.told(), QString("1 succeeded, completed 1; SuccessCriteriaMet SuccessPolicy; Complete SuccessPolicy"));
    QVERIFY(cluster.job().status->completionTime);

    // A Job that replaces only what has failed waits for it, too.
    for (const bool waits : {false, true}) {
        JobCluster another;
        const QByteArray name = waits ? "waits" : "hurries";
        QVERIFY(another.createJob(waits ? "podReplacementPolicy: Failed" : "", name,
            "metadata: {finalizers: [example.com/hold]}, ").ok());
        QVERIFY(another.play("delete wait:12", name));
        QCOMPARE(another.told(name), QString(waits ? "1 terminating" : "1 active, 1 terminating, 1 failed"));
    }
}

void TestJob::somebodyElsesJobIsLeftAlone()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("managedBy: example.com/other").ok());
    QVERIFY(cluster.createJob("managedBy: kubernetes.io/job-controller", "k").ok());
    cluster.wait(5);
    QCOMPARE(cluster.pods("j").size(), std::size_t{0});
    QVERIFY(!cluster.job().status->startTime);
    QCOMPARE(cluster.pods("k").size(), std::size_t{1});
}

void TestJob::podsAreAdoptedAndReleased()
{
    JobCluster cluster;
    QVERIFY(cluster.create(R"(apiVersion: v1
kind: Pod
metadata: {name: mine, labels: {own: "1"}}
spec: {restartPolicy: Never, nodeSelector: {never: here}, containers: [{name: main, image: busybox}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec:
  manualSelector: true
  completions: 2
  parallelism: 2
  selector: {matchLabels: {own: "1"}}
  template:
    metadata: {labels: {own: "1"}}
    spec: {restartPolicy: Never, nodeSelector: {never: here}, containers: [{name: main, image: busybox}]}
)").ok());
    cluster.wait(3);
    QCOMPARE(cluster.pods().size(), std::size_t{2});
    const api::ObjectPtr mine = cluster.find("Pod", "mine");
    QVERIFY(controllerOf(mine.meta()));
    QVERIFY(isTracked(*mine.as<api::Pod>())); // so that its end is not missed
    QCOMPARE(cluster.told(), QString("2 active"));

    cluster.change("Pod", "mine", [](api::ObjectPtr& object) { object.editMeta().labels.set("own", "2"); });
    cluster.wait(3);
    QVERIFY(!controllerOf(cluster.find("Pod", "mine").meta()));
    QVERIFY(!isTracked(*cluster.find("Pod", "mine").as<api::Pod>()));
    QCOMPARE(cluster.told(), QString("2 active")); // another took its place
    cluster.change("Pod", "mine", [](api::ObjectPtr& object) { object.editMeta().labels.set("own", "1"); });
    cluster.wait(3);
    QVERIFY(controllerOf(cluster.find("Pod", "mine").meta())); // and now there is one too many
    QCOMPARE(cluster.job().status->active, 2);
}

void TestJob::deletion_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<bool>("isOver");
    QTest::addColumn<int>("left");
    QTest::newRow("its pods go, too") << QByteArray("Background") << false << 0;
    QTest::newRow("before it") << QByteArray("Foreground") << false << 0;
    QTest::newRow("they stay if told so") << QByteArray("Orphan") << false << 2;
    QTest::newRow("the pods of one that is over, too") << QByteArray("Background") << true << 0;
}

void TestJob::deletion()
{
    QFETCH(QByteArray, policy);
    QFETCH(bool, isOver);
    JobCluster cluster;
    QVERIFY(cluster.createJob("completions: 2, parallelism: 2").ok());
    QVERIFY(cluster.play(isOver ? "succeed succeed" : "wait:2"));
    QCOMPARE(isFinished(cluster.job()), isOver);
    QVERIFY(cluster.remove("Job", "j", policy).ok());
    cluster.wait(5);
    QVERIFY(!cluster.find("Job", "j"));
    QTEST(static_cast<int>(cluster.left({"Pod"}).split(' ', Qt::SkipEmptyParts).size()), "left");
    for (const QString& pod : cluster.left({"Pod"}).split(' ', Qt::SkipEmptyParts))
        QVERIFY(cluster.remove("Pod", pod.section('[', 0, 0).toUtf8()).ok());
    cluster.wait(5);
    QCOMPARE(cluster.left({"Pod"}), QString()); // no finalizer holds what nobody counts
}

void TestJob::finishedJobsArePassedOver()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("").ok());
    QVERIFY(cluster.play("succeed"));
    QVERIFY(isFinished(cluster.job()));
    const std::string version = cluster.find("Job", "j").meta().resourceVersion.str();
    const QByteArray pod = nameOf(cluster.pods().front()).toUtf8();
    cluster.end(pod);
    QVERIFY(cluster.play("wait:60"));
    QVERIFY(!cluster.find("Pod", pod));
    QCOMPARE(cluster.find("Job", "j").meta().resourceVersion.str(), version);
}

void TestJob::whatCannotBeMadeIsTriedMoreAndMoreSeldom()
{
    JobCluster cluster;
    QVERIFY(cluster.create(R"(apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {completions: 9, parallelism: 9, template: {spec: {serviceAccountName: ghost, restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
)").ok());
    cluster.wait(70); // at 0, 1, 3, 7, 15, 31, 63: one attempt each, not nine
    QStringList refusals = cluster.events();
    int attempts = 0;
    for (const QString& refusal : refusals) {
        QVERIFY2(refusal.contains("Warning FailedCreate Error creating: pods \"j-"), qPrintable(refusal));
        const auto count = QRegularExpression(" x(\\d+)$").match(refusal);
        attempts += count.hasMatch() ? count.captured(1).toInt() : 1;
    }
    QCOMPARE(attempts, 7);
    QCOMPARE(cluster.told(), QString("nothing"));
    QVERIFY(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ghost}\n").ok());
    cluster.wait(64);
    QCOMPARE(cluster.pods().size(), std::size_t{9});
}

void TestJob::manyHopelessJobsAreNoHotLoop()
{
    JobCluster cluster;
    const int jobs = 150;
    for (int i = 0; i < jobs; ++i) {
        QVERIFY(cluster.create("apiVersion: batch/v1\nkind: Job\nmetadata: {name: j" + QByteArray::number(i)
            + "}\nspec: {template: {spec: {serviceAccountName: ghost, restartPolicy: Never, containers: [{name: main, "
              "image: busybox}]}}}\n").ok());
    }
    cluster.wait(120);
    const store::Revision before = cluster.lab().store().revision();
    cluster.wait(600); // once a minute each
    const store::Revision writes = cluster.lab().store().revision() - before;
    QVERIFY2(writes < jobs * 10 * 2 + 600, qPrintable(QString::number(writes)));
    QVERIFY(writes >= jobs * 5); // they are tried still
}

void TestJob::aWholeJobByItself()
{
    JobCluster cluster;
    QVERIFY(cluster.create(R"(apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {parallelism: 2, completions: 2, template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
)").ok());
    cluster.wait(30); // the scheduler and the kubelets do the rest
    QCOMPARE(cluster.told(), QString("2 active, 2 ready"));
    const QByteArray pod = nameOf(cluster.firstActive()).toUtf8();
    QVERIFY(cluster.remove("Pod", pod).ok());
    cluster.wait(60);
    QVERIFY(!cluster.find("Pod", pod));
    QCOMPARE(cluster.told(), QString("2 active, 2 ready, 1 failed"));
    QVERIFY(cluster.play("suspend wait:60"));
    QCOMPARE(cluster.told(), QString("1 failed; Suspended JobSuspended"));
    QCOMPARE(cluster.left({"Pod"}), QString());
}

QTEST_GUILESS_MAIN(TestJob)
#include "test_job.moc"
