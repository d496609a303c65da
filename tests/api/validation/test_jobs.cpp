// Jobs: counts, indexes, policies, what a status may claim; and the CronJobs that make them.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestJobs : public QObject {
    Q_OBJECT
private slots:
    void jobs_data();
    void jobs();
    void indexedJobs_data();
    void indexedJobs();
    void hostNamesOfIndexedJobs();
    void failurePolicies_data();
    void failurePolicies();
    void successPolicies_data();
    void successPolicies();
    void generatedSelectors_data();
    void generatedSelectors();
    void updates_data();
    void updates();
    void status_data();
    void status();
    void cronJobs_data();
    void cronJobs();
    void cronJobNames();
    void cronJobUpdates_data();
    void cronJobUpdates();
    void warnings();
    void defaults_data();
    void defaults();
};

namespace {

const QStringList none;
const QByteArray pod = "template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}";

// With a selector of its own, so that nothing has to be generated for it.
std::string job(const QByteArray& spec, const QByteArray& podTemplate = pod, const QByteArray& name = "j", const QByteArray& status = "{}")
{
    return ("{apiVersion: batch/v1, kind: Job, metadata: {name: " + name + "}, spec: {manualSelector: true, selector: {matchLabels: {app: b}}, " + podTemplate
            + (spec.isEmpty() ? "" : ", " + spec) + "}, status: " + status + "}").toStdString();
}
std::string statusOf(const QByteArray& spec, const QByteArray& status) { return job(spec, pod, "j", status); }
std::string cronJob(const QByteArray& spec, const QByteArray& jobSpec = pod)
{
    return ("{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {jobTemplate: {spec: {" + jobSpec + "}}, " + spec + "}}").toStdString();
}

} // namespace

void TestJobs::jobs_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("pods that come to an end") << QByteArray("") << pod << none;
    QTest::newRow("who does not say what shall happen at the end has to") << QByteArray("") << QByteArray("template: {metadata: {labels: {app: b}}, spec: {containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""};
    QTest::newRow("nothing else will do") << QByteArray("") << QByteArray("template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Sometimes, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\"",
                       "spec.template.spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"OnFailure\", \"Never\""};
    QTest::newRow("numbers are not negative")
        << QByteArray("parallelism: -1, completions: -2, activeDeadlineSeconds: -3, backoffLimit: -4, ttlSecondsAfterFinished: -5") << pod
        << QStringList{"spec.parallelism: Invalid value: -1: must be greater than or equal to 0",
                       "spec.completions: Invalid value: -2: must be greater than or equal to 0",
                       "spec.activeDeadlineSeconds: Invalid value: -3: must be greater than or equal to 0",
                       "spec.backoffLimit: Invalid value: -4: must be greater than or equal to 0",
                       "spec.ttlSecondsAfterFinished: Invalid value: -5: must be greater than or equal to 0"};
    QTest::newRow("indexes are for indexed Jobs") << QByteArray("backoffLimitPerIndex: 1, maxFailedIndexes: 2") << pod
        << QStringList{"spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode",
                       "spec.maxFailedIndexes: Invalid value: 2: requires indexed completion mode"};
    QTest::newRow("failed indexes need a limit each") << QByteArray("completionMode: Indexed, completions: 3, maxFailedIndexes: 2") << pod
        << QStringList{"spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified"};
    QTest::newRow("there are two modes") << QByteArray("completionMode: Random") << pod
        << QStringList{"spec.completionMode: Unsupported value: \"Random\": supported values: \"NonIndexed\", \"Indexed\""};
    QTest::newRow("another controller is named with its domain") << QByteArray("managedBy: me") << pod
        << QStringList{"spec.managedBy: Invalid value: \"me\": must be a domain-prefixed path (such as \"acme.io/foo\")"};
    QTest::newRow("a lost pod is replaced at once or when it is gone") << QByteArray("podReplacementPolicy: Never") << pod
        << QStringList{"spec.podReplacementPolicy: Unsupported value: \"Never\": supported values: \"Failed\", \"TerminatingOrFailed\""};
    QTest::newRow("with a policy on failures it has to have failed")
        << QByteArray("podReplacementPolicy: TerminatingOrFailed, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}") << pod
        << QStringList{"spec.podReplacementPolicy: Unsupported value: \"TerminatingOrFailed\": supported values: \"Failed\""};
    QTest::newRow("its pods have to be found") << QByteArray("") << QByteArray("template: {metadata: {labels: {app: c}}, spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.metadata.labels: Invalid value: {\"app\":\"c\"}: `selector` does not match template `labels`"};
}

void TestJobs::jobs()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, pod);
    QTEST(complaints(job(spec, pod)), "complaints");
}

void TestJobs::indexedJobs_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("as many completions as indexes") << QByteArray("completions: 3") << none;
    QTest::newRow("how many has to be said") << QByteArray("parallelism: 2") << QStringList{"spec.completions: Required value: when completion mode is Indexed"};
    QTest::newRow("not too many at once") << QByteArray("completions: 1, parallelism: 100001")
        << QStringList{"spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed"};
    QTest::newRow("no more can fail than there are") << QByteArray("completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 4")
        << QStringList{"spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions"};
    QTest::newRow("very many are limited further") << QByteArray("completions: 200000, parallelism: 20000, backoffLimitPerIndex: 1, maxFailedIndexes: 150000")
        << QStringList{"spec.maxFailedIndexes: Invalid value: 150000: must be less than or equal to 100000",
                       "spec.parallelism: Invalid value: 20000: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index",
                       "spec.maxFailedIndexes: Invalid value: 150000: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index"};
    QTest::newRow("and their failures counted") << QByteArray("completions: 200000, parallelism: 1, backoffLimitPerIndex: 1")
        << QStringList{"spec.maxFailedIndexes: Required value: must be specified when completions is above 100000"};
}

void TestJobs::indexedJobs()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(job("completionMode: Indexed, " + spec)), "complaints");
}

void TestJobs::hostNamesOfIndexedJobs()
{
    const QByteArray name(62, 'a');
    QCOMPARE(complaints(job("completionMode: Indexed, completions: 1", pod, name)),
             QStringList{"metadata.name: Invalid value: \"" + name + "\": will not able to create pod with invalid DNS label: " + name + "-0"});
    QCOMPARE(complaints(job("", pod, name)), none);
}

void TestJobs::failurePolicies_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("an exit code that is hopeless") << QByteArray("{action: FailJob, onExitCodes: {operator: In, values: [42]}}") << none;
    QTest::newRow("a rule says what is to be done") << QByteArray("{onExitCodes: {operator: In, values: [42]}}")
        << QStringList{"spec.podFailurePolicy.rules[0].action: Required value: valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]"};
    QTest::newRow("one of four things") << QByteArray("{action: Retry, onExitCodes: {operator: In, values: [42]}}")
        << QStringList{"spec.podFailurePolicy.rules[0].action: Unsupported value: \"Retry\": supported values: \"Count\", \"FailIndex\", \"FailJob\", \"Ignore\""};
    QTest::newRow("an index fails only by itself") << QByteArray("{action: FailIndex, onExitCodes: {operator: In, values: [42]}}")
        << QStringList{"spec.podFailurePolicy.rules[0].action: Invalid value: \"FailIndex\": requires the backoffLimitPerIndex to be set"};
    QTest::newRow("success is no failure, codes stand in order and once") << QByteArray("{action: FailJob, onExitCodes: {operator: In, values: [5, 0, 5]}}")
        << QStringList{"spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
                       "spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 5",
                       "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [5,0,5]: must be ordered"};
    QTest::newRow("everything but 0") << QByteArray("{action: FailJob, onExitCodes: {operator: NotIn, values: [0]}}") << none;
    QTest::newRow("codes of a container that there is") << QByteArray("{action: FailJob, onExitCodes: {containerName: b, operator: Near}}")
        << QStringList{"spec.podFailurePolicy.rules[0].onExitCodes.operator: Unsupported value: \"Near\": supported values: \"In\", \"NotIn\"",
                       "spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: \"b\": must be one of the container or initContainer names in the pod template",
                       "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: null: at least one value is required"};
    QTest::newRow("a condition, true unless it says otherwise") << QByteArray("{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}") << none;
    QTest::newRow("true, false or unknown") << QByteArray("{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: Maybe}]}")
        << QStringList{"spec.podFailurePolicy.rules[0].onPodConditions[0].status: Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\""};
    QTest::newRow("not both") << QByteArray("{action: Ignore, onExitCodes: {operator: In, values: [1]}, onPodConditions: [{type: DisruptionTarget}]}")
        << QStringList{"spec.podFailurePolicy.rules[0]: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported"};
    QTest::newRow("not neither") << QByteArray("{action: Ignore}")
        << QStringList{"spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required"};
}

void TestJobs::failurePolicies()
{
    QFETCH(QByteArray, rule);
    QTEST(complaints(job("podFailurePolicy: {rules: [" + rule + "]}")), "complaints");
}

void TestJobs::successPolicies_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray indexed = "completionMode: Indexed, completions: 5, successPolicy: {rules: ";
    QTest::newRow("some indexes are enough") << indexed + "[{succeededIndexes: '0,2-4', succeededCount: 3}]}" << none;
    QTest::newRow("for indexed Jobs") << QByteArray("successPolicy: {rules: [{succeededCount: 1}]}")
        << QStringList{"spec.successPolicy: Invalid value: {\"Rules\":[{\"SucceededIndexes\":null,\"SucceededCount\":1}]}: requires indexed completion mode"};
    QTest::newRow("a policy has rules") << indexed + "[]}"
        << QStringList{"spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified"};
    QTest::newRow("a rule says something") << indexed + "[{}]}"
        << QStringList{"spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified"};
    QTest::newRow("not more than all, nor more than are named") << indexed + "[{succeededIndexes: '1,3', succeededCount: 6}]}"
        << QStringList{"spec.successPolicy.rules[0].succeededCount: Invalid value: 6: must be less than or equal to 5 (the number of specified completions)",
                       "spec.successPolicy.rules[0].succeededCount: Invalid value: 6: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)"};
    QTest::newRow("indexes grow") << indexed + "[{succeededIndexes: '3,1'}]}"
        << QStringList{"spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"3,1\": error parsing succeededIndexes: non-increasing order, previous: 3, current: 1"};
    QTest::newRow("indexes end") << indexed + "[{succeededIndexes: '3-5'}]}"
        << QStringList{"spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"3-5\": error parsing succeededIndexes: too large index: \"5\""};
    QTest::newRow("indexes are numbers") << indexed + "[{succeededIndexes: one}]}"
        << QStringList{"spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"one\": error parsing succeededIndexes: cannot convert string to integer for index: \"one\""};
    QTest::newRow("a stretch has two ends") << indexed + "[{succeededIndexes: 0-1-2}]}"
        << QStringList{"spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0-1-2\": error parsing succeededIndexes: the fragment \"0-1-2\" violates the requirement that an "
                       "index interval can have at most two parts separated by '-'"};
}

void TestJobs::successPolicies()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(job(spec)), "complaints");
}

void TestJobs::generatedSelectors_data()
{
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QByteArray>("selector");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray all = "{controller-uid: u, job-name: j, batch.kubernetes.io/controller-uid: u, batch.kubernetes.io/job-name: j}";
    QTest::newRow("as the server generates it") << all << QByteArray("{batch.kubernetes.io/controller-uid: u}") << none;
    QTest::newRow("a label of another Job") << QByteArray("{controller-uid: u, job-name: k, batch.kubernetes.io/controller-uid: u, batch.kubernetes.io/job-name: j}")
        << QByteArray("{batch.kubernetes.io/controller-uid: u}")
        << QStringList{"spec.template.metadata.labels[job-name]: Invalid value: {\"batch.kubernetes.io/controller-uid\":\"u\",\"batch.kubernetes.io/job-name\":\"j\","
                       "\"controller-uid\":\"u\",\"job-name\":\"k\"}: must be 'j'"};
    QTest::newRow("a label that is missing") << QByteArray("{controller-uid: u, job-name: j, batch.kubernetes.io/controller-uid: u}")
        << QByteArray("{batch.kubernetes.io/controller-uid: u}")
        << QStringList{"spec.template.metadata.labels[batch.kubernetes.io/job-name]: Required value: must be 'j'"};
    QTest::newRow("a selector of one's own needs manualSelector") << all << QByteArray("{app: b, batch.kubernetes.io/controller-uid: u}")
        << QStringList{"spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"b\",\"batch.kubernetes.io/controller-uid\":\"u\"}}: `selector` not auto-generated",
                       "spec.template.metadata.labels: Invalid value: {\"batch.kubernetes.io/controller-uid\":\"u\",\"batch.kubernetes.io/job-name\":\"j\",\"controller-uid\":\"u\","
                       "\"job-name\":\"j\"}: `selector` does not match template `labels`"};
}

void TestJobs::generatedSelectors()
{
    QFETCH(QByteArray, labels);
    QFETCH(QByteArray, selector);
    const QByteArray yaml = "{apiVersion: batch/v1, kind: Job, metadata: {name: j, uid: u}, spec: {selector: {matchLabels: " + selector + "}, template: {metadata: {labels: " + labels
        + "}, spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}}}";
    QTEST(complaints(yaml.toStdString()), "complaints");
}

void TestJobs::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("parallelism and deadline may change") << QByteArray("parallelism: 1, completions: 4") << QByteArray("parallelism: 2, completions: 4, activeDeadlineSeconds: 5, suspend: true") << none;
    QTest::newRow("completions may not") << QByteArray("completions: 4") << QByteArray("completions: 5") << QStringList{"spec.completions: Invalid value: 5: field is immutable"};
    QTest::newRow("nor be taken away") << QByteArray("completions: 4, parallelism: 2") << QByteArray("parallelism: 2") << QStringList{"spec.completions: Invalid value: \"null\": field is immutable"};
    QTest::newRow("an indexed Job grows with all its pods") << QByteArray("completionMode: Indexed, completions: 4, parallelism: 4")
        << QByteArray("completionMode: Indexed, completions: 5, parallelism: 5") << none;
    QTest::newRow("or not") << QByteArray("completionMode: Indexed, completions: 4, parallelism: 4") << QByteArray("completionMode: Indexed, completions: 5, parallelism: 4")
        << QStringList{"spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism"};
    QTest::newRow("what decides about success and failure stays")
        << QByteArray("completionMode: Indexed, completions: 4, backoffLimitPerIndex: 1, managedBy: a.io/b")
        << QByteArray("completionMode: Indexed, completions: 4, backoffLimitPerIndex: 2, managedBy: a.io/c, successPolicy: {rules: [{succeededCount: 1}]}")
        << QStringList{"spec.backoffLimitPerIndex: Invalid value: 2: field is immutable", "spec.managedBy: Invalid value: \"a.io/c\": field is immutable",
                       "spec.successPolicy: Invalid value: {\"Rules\":[{\"SucceededIndexes\":null,\"SucceededCount\":1}]}: field is immutable"};
    QTest::newRow("so does the mode") << QByteArray("completions: 4") << QByteArray("completions: 4, completionMode: Indexed")
        << QStringList{"spec.completionMode: Invalid value: \"Indexed\": field is immutable"};
}

void TestJobs::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(updateComplaints(job(old), job(now)), "complaints");

    // The template is fixed, but for where the pods of a suspended Job shall run that has not begun.
    const QByteArray elsewhere = "template: {metadata: {labels: {app: b, x: z}}, spec: {nodeSelector: {disk: ssd}, restartPolicy: Never, containers: [{name: a, image: x}]}}";
    QCOMPARE(updateComplaints(job("suspend: true"), job("suspend: true", elsewhere)), none);
    const QStringList refused = updateComplaints(job(""), job("", elsewhere));
    QCOMPARE(refused.size(), 1);
    QVERIFY2(refused[0].startsWith("spec.template: Invalid value: {\"labels\":{\"app\":\"b\",\"x\":\"z\"},\"Spec\":{") && refused[0].endsWith("}: field is immutable"), qPrintable(refused[0]));
    QCOMPARE(updateComplaints(job("suspend: true", pod, "j", "{startTime: '2026-01-01T00:00:00Z'}"), job("suspend: true", elsewhere)).size(), 1);
}

void TestJobs::status_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray begun = "startTime: '2026-01-01T00:00:00Z'";
    const QByteArray met = "{type: SuccessCriteriaMet, status: 'True'}";
    QTest::newRow("a Job that is done") << QByteArray("") << "{" + begun + ", active: 1}"
        << "{" + begun + ", completionTime: '2026-01-01T00:01:00Z', succeeded: 1, conditions: [" + met + ", {type: Complete, status: 'True'}]}" << none;
    QTest::newRow("completion has a time and was announced") << QByteArray("") << QByteArray("{}") << QByteArray("{conditions: [{type: Complete, status: 'True'}]}")
        << QStringList{"status.completionTime: Required value: completionTime is required for Complete jobs",
                       "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
                       "status.startTime: Required value: startTime is required for finished job"};
    QTest::newRow("failure was announced") << QByteArray("") << "{" + begun + "}" << "{" + begun + ", conditions: [{type: Failed, status: 'True'}]}"
        << QStringList{"status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition"};
    QTest::newRow("a Job that is done has no pods left") << QByteArray("") << "{" + begun + ", active: 2}"
        << "{" + begun + ", active: 2, terminating: 1, uncountedTerminatedPods: {failed: [a]}, conditions: [{type: FailureTarget, status: 'True'}, {type: Failed, status: 'True'}]}"
        << QStringList{"status.active: Invalid value: 2: active>0 is invalid for finished job",
                       "status.uncountedTerminatedPods: Invalid value: {\"Succeeded\":null,\"Failed\":[\"a\"]}: must be empty for finished job",
                       "status.terminating: Invalid value: 1: terminating>0 is invalid for finished job"};
    QTest::newRow("it cannot be both") << QByteArray("") << "{" + begun + "}"
        << "{" + begun + ", completionTime: '2025-01-01T00:00:00Z', conditions: [{type: Complete, status: 'True'}, {type: Failed, status: 'True'}, {type: FailureTarget, status: 'True'}, " + met + "]}"
        << QStringList{"status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions",
                       "status.conditions: Invalid value: cannot set Complete=True and FailureTarget=true conditions",
                       "status.completionTime: Invalid value: \"2025-01-01T00:00:00Z\": must be equal to or after `startTime`",
                       "status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and Failed=true conditions",
                       "status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"};
    QTest::newRow("the end is the end, and counts do not shrink") << QByteArray("")
        << "{" + begun + ", succeeded: 2, failed: 3, conditions: [{type: FailureTarget, status: 'True'}, {type: Failed, status: 'True'}]}" << "{" + begun + ", succeeded: 1, failed: 2}"
        << QStringList{"status.conditions: Invalid value: cannot disable the terminal Failed=True condition",
                       "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition",
                       "status.failed: Invalid value: 2: cannot decrease the failed counter",
                       "status.succeeded: Invalid value: 1: cannot decrease the succeeded counter"};
    QTest::newRow("a Job begins once") << QByteArray("") << "{" + begun + "}" << QByteArray("{}")
        << QStringList{"status.startTime: Invalid value: \"null\": field is immutable for unsuspended job once set"};
    QTest::newRow("unless it is suspended") << QByteArray("suspend: true") << "{" + begun + "}" << QByteArray("{}") << none;
    QTest::newRow("or goes on after that") << QByteArray("")
        << "{" + begun + ", conditions: [{type: Suspended, status: 'True'}]}"
        << QByteArray("{startTime: '2026-01-02T00:00:00Z', conditions: [{type: Suspended, status: 'False'}]}") << none;
    QTest::newRow("indexes of a Job without indexes") << QByteArray("completions: 3") << QByteArray("{}") << QByteArray("{completedIndexes: '0', failedIndexes: '1'}")
        << QStringList{"status.completedIndexes: Invalid value: \"0\": cannot set non-empty completedIndexes when non-indexed completion mode",
                       "status.failedIndexes: Invalid value: \"1\": cannot set non-null failedIndexes when backoffLimitPerIndex is null"};
    QTest::newRow("an index is done or lost") << QByteArray("completionMode: Indexed, completions: 5, backoffLimitPerIndex: 1") << QByteArray("{}")
        << QByteArray("{completedIndexes: '0,2-3', failedIndexes: '1,3,x'}")
        << QStringList{"status.failedIndexes: Invalid value: \"1,3,x\": error parsing failedIndexes: cannot convert string to integer for index: \"x\"",
                       "status.failedIndexes: Invalid value: \"1,3,x\": failedIndexes and completedIndexes overlap at index: 3"};
    QTest::newRow("what was stored before the rules is let be") << QByteArray("completions: 3") << QByteArray("{completedIndexes: '0'}") << QByteArray("{completedIndexes: '0', active: 1}") << none;
    QTest::newRow("only pods that run are ready, and each is counted once") << QByteArray("") << QByteArray("{}") << QByteArray("{active: 1, ready: 2, uncountedTerminatedPods: {succeeded: [a, ''], failed: [a]}}")
        << QStringList{"status.uncountedTerminatedPods.succeeded[1]: Invalid value: \"\": must not be empty",
                       "status.uncountedTerminatedPods.failed[0]: Duplicate value: \"a\"",
                       "status.ready: Invalid value: 2: cannot set more ready pods than active"};
}

void TestJobs::status()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(statusComplaints(statusOf(spec, old), statusOf(spec, now)), "complaints");
}

void TestJobs::cronJobs_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("job");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a schedule and a Job") << QByteArray("schedule: '*/5 * * * *'") << pod << none;
    QTest::newRow("a place whose clocks are meant") << QByteArray("schedule: '0 9 * * *', timeZone: Europe/Zurich, suspend: true") << pod << none;
    QTest::newRow("a place that there is") << QByteArray("schedule: '0 9 * * *', timeZone: Europe/Nowhere") << pod
        << QStringList{"spec.timeZone: Invalid value: \"Europe/Nowhere\": unknown time zone Europe/Nowhere"};
    QTest::newRow("a place that could be one") << QByteArray("schedule: '0 9 * * *', timeZone: ../etc/passwd") << pod
        << QStringList{"spec.timeZone: Invalid value: \"../etc/passwd\": unknown time zone ../etc/passwd"};
    QTest::newRow("here is no place") << QByteArray("schedule: '0 9 * * *', timeZone: Local") << pod
        << QStringList{"spec.timeZone: Invalid value: \"Local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"};
    QTest::newRow("nor is nothing") << QByteArray("schedule: '0 9 * * *', timeZone: ''") << pod
        << QStringList{"spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string"};
    QTest::newRow("no schedule") << QByteArray("suspend: false") << pod << QStringList{"spec.schedule: Required value"};
    QTest::newRow("five fields") << QByteArray("schedule: '* * *'") << pod
        << QStringList{"spec.schedule: Invalid value: \"* * *\": expected exactly 5 fields, found 3: [* * *]"};
    QTest::newRow("minutes end at 59") << QByteArray("schedule: '70 * * * *'") << pod
        << QStringList{"spec.schedule: Invalid value: \"70 * * * *\": end of range (70) above maximum (59): 70"};
    QTest::newRow("the zone does not stand in the schedule") << QByteArray("schedule: 'TZ=UTC 0 * * * *'") << pod
        << QStringList{"spec.schedule: Invalid value: \"TZ=UTC 0 * * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead"};
    QTest::newRow("one of three ways to overlap") << QByteArray("schedule: '@hourly', concurrencyPolicy: Queue") << pod
        << QStringList{"spec.concurrencyPolicy: Unsupported value: \"Queue\": supported values: \"Allow\", \"Forbid\", \"Replace\""};
    QTest::newRow("numbers are not negative") << QByteArray("schedule: '@daily', startingDeadlineSeconds: -1, successfulJobsHistoryLimit: -2, failedJobsHistoryLimit: -3") << pod
        << QStringList{"spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0",
                       "spec.successfulJobsHistoryLimit: Invalid value: -2: must be greater than or equal to 0",
                       "spec.failedJobsHistoryLimit: Invalid value: -3: must be greater than or equal to 0"};
    QTest::newRow("its Jobs find their pods themselves") << QByteArray("schedule: '@daily'") << "manualSelector: true, selector: {matchLabels: {app: b}}, " + pod
        << QStringList{"spec.jobTemplate.spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"b\"}}: `selector` will be auto-generated",
                       "spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: \"nil\", \"false\""};
    QTest::newRow("its Jobs come to an end") << QByteArray("schedule: '@daily'") << QByteArray("template: {spec: {containers: [{name: a, image: x}]}}")
        << QStringList{"spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""};
}

void TestJobs::cronJobs()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, job);
    QTEST(complaints(cronJob(spec, job)), "complaints");
}

// Eleven characters are added for each Job.
void TestJobs::cronJobNames()
{
    const auto named = [](int length) {
        return ("{apiVersion: batch/v1, kind: CronJob, metadata: {name: " + QByteArray(length, 'c') + "}, spec: {schedule: '@daily', jobTemplate: {spec: {" + pod + "}}}}").toStdString();
    };
    QCOMPARE(complaints(named(52)), none);
    QCOMPARE(complaints(named(53)), QStringList{"metadata.name: Invalid value: \"" + QByteArray(53, 'c') + "\": must be no more than 52 characters"});
    QCOMPARE(updateComplaints(named(53), named(53)), none);
}

void TestJobs::cronJobUpdates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a zone in an old schedule may stay") << QByteArray("schedule: 'TZ=UTC 0 * * * *'") << QByteArray("schedule: 'CRON_TZ=UTC 1 * * * *'") << none;
    QTest::newRow("but not beside the field") << QByteArray("schedule: 'TZ=UTC 0 * * * *'") << QByteArray("schedule: 'TZ=UTC 0 * * * *', timeZone: UTC")
        << QStringList{"spec.schedule: Invalid value: \"TZ=UTC 0 * * * *\": cannot use both timeZone field and TZ or CRON_TZ in schedule"};
    QTest::newRow("a zone that is gone may stay as well") << QByteArray("schedule: '@daily', timeZone: Europe/Nowhere") << QByteArray("schedule: '@hourly', timeZone: Europe/Nowhere") << none;
}

void TestJobs::cronJobUpdates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(updateComplaints(cronJob(old), cronJob(now)), "complaints");
}

void TestJobs::warnings()
{
    QCOMPARE(warningsAbout(job("", pod, "my.job")),
             QStringList{"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]"});
    QCOMPARE(warningsAbout(job("completionMode: Indexed, completions: 100001, parallelism: 10001")),
             QStringList{"In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a "
                         "big number of indexes fail"});
    QCOMPARE(warningsAbout(cronJob("schedule: '@daily'", "template: {spec: {nodeSelector: {beta.kubernetes.io/os: linux}, restartPolicy: Never, containers: [{name: a, image: x}]}}")),
             QStringList{"spec.jobTemplate.spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead"});
}

void TestJobs::defaults_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QByteArray>("filled");
    const QByteArray filledPod = R"({"containers":null,"restartPolicy":"Never","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler"})";
    const auto manifest = [](const char* spec) {
        return "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Never}}" + QByteArray(spec) + "}}";
    };
    const auto job = [&](const char* front, const char* back) {
        return R"({"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j","namespace":"default","labels":{"app":"b"}},"spec":{)" + QByteArray(front)
            + R"("manualSelector":false,"template":{"metadata":{"labels":{"app":"b"}},"spec":)" + filledPod + "}," + back + R"(},"status":{}})";
    };
    QTest::newRow("one pod, once") << manifest("")
        << job(R"("parallelism":1,"completions":1,"backoffLimit":6,)", R"("completionMode":"NonIndexed","suspend":false,"podReplacementPolicy":"TerminatingOrFailed")");
    QTest::newRow("a work queue has no number of completions") << manifest(", parallelism: 3")
        << job(R"("parallelism":3,"backoffLimit":6,)", R"("completionMode":"NonIndexed","suspend":false,"podReplacementPolicy":"TerminatingOrFailed")");
    QTest::newRow("one after the other") << manifest(", completions: 3")
        << job(R"("parallelism":1,"completions":3,"backoffLimit":6,)", R"("completionMode":"NonIndexed","suspend":false,"podReplacementPolicy":"TerminatingOrFailed")");
    QTest::newRow("with a limit for each index the common one is none") << manifest(", completions: 3, completionMode: Indexed, backoffLimitPerIndex: 1")
        << job(R"("parallelism":1,"completions":3,"backoffLimit":2147483647,"backoffLimitPerIndex":1,)",
               R"("completionMode":"Indexed","suspend":false,"podReplacementPolicy":"TerminatingOrFailed")");
    QTest::newRow("with a policy on failures a pod is replaced when it has failed") << manifest(", podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}")
        << job(R"("parallelism":1,"completions":1,"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":null,"onPodConditions":[{"type":"DisruptionTarget","status":"True"}]}]},"backoffLimit":6,)",
               R"("completionMode":"NonIndexed","suspend":false,"podReplacementPolicy":"Failed")");
    QTest::newRow("the Job inside a CronJob stays as it was written, but for its pods")
        << QByteArray("{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: '@daily', jobTemplate: {spec: {template: {spec: {restartPolicy: Never}}}}}}")
        << QByteArray(R"({"kind":"CronJob","apiVersion":"batch/v1","metadata":{"name":"c","namespace":"default"},"spec":{"schedule":"@daily","concurrencyPolicy":"Allow","suspend":false,)"
                      R"("jobTemplate":{"metadata":{},"spec":{"template":{"metadata":{},"spec":)")
            + filledPod + R"(}}},"successfulJobsHistoryLimit":3,"failedJobsHistoryLimit":1},"status":{}})";
}

void TestJobs::defaults()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QByteArray, filled);
    QCOMPARE(defaulted(manifest.toStdString()), QString::fromUtf8(filled));
}

QTEST_GUILESS_MAIN(TestJobs)
#include "test_jobs.moc"
