// StatefulSets: pods that are told apart, made, replaced and removed in order; their claims; what is told about it.
//
// No kubelet takes part: the pods stay Pending until a test says what has become of them.
#include "controllers/cluster.h"

#include "controllers/history.h"
#include "controllers/pods/podstate.h"
#include "controllers/statefulset/claimretention.h"
#include "controllers/statefulset/member.h"
#include "controllers/statefulset/round.h"
#include "controllers/statefulset/statefulstatus.h"

#include "api/types/core-config.h"

using namespace kubarium;
using namespace kubarium::controllers;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestStatefulSet : public QObject {
    Q_OBJECT
private slots:
    void names_data();
    void names();
    void revisionOfANewPod_data();
    void revisionOfANewPod();
    void endOfARollout_data();
    void endOfARollout();
    void claimOwners_data();
    void claimOwners();

    void pods_data();
    void pods();
    void statuses_data();
    void statuses();
    void events_data();
    void events();
    void podsHaveIdentities();
    void claimsOfPods_data();
    void claimsOfPods();
    void claimsThatGo_data();
    void claimsThatGo();
    void aClaimThatGoesWithItsPodIsWaitedFor();
    void aClaimOfSomebodyElseIsLeftToHim();
    void podsThatAreThereAlready_data();
    void podsThatAreThereAlready();
    void histories_data();
    void histories();
    void whatIsRefusedIsToldAndTriedAgain();
    void minReadySecondsAreWaitedFor();
    void aDeletedSetLeavesItsPodsToTheGarbageCollector_data();
    void aDeletedSetLeavesItsPodsToTheGarbageCollector();
    void moreThanAnybodyCanMake_data();
    void moreThanAnybodyCanMake();
    void itComesToRest();
    void itRunsWithKubelets();
};

namespace {

QByteArray setOf(const QByteArray& spec, const QByteArray& podMeta = {})
{
    return "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, annotations: {why: test}}\nspec: {" + spec
        + (spec.isEmpty() ? "" : ", ")
        + "serviceName: web, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}" + podMeta
        + "}, spec: {nodeSelector: {never: here}, containers: [{name: c, image: \"nginx:1\"}]}}}\n";
}

const QByteArray claimTemplates = "volumeClaimTemplates: [{metadata: {name: www, labels: {tier: disk}}, spec: {accessModes: "
                                  "[ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]";

QString text(const api::Text& text)
{
    return QString::fromStdString(text.str());
}

class Stage {
public:
    explicit Stage(const QByteArray& yaml = {})
    {
        if (yaml.isEmpty())
            return;
        const apiserver::Response made = cluster.create(yaml);
        if (!made.ok())
            qFatal("%s", made.status.message.c_str());
        pass(seconds(1));
    }

    void pass(api::Microseconds span) { cluster.lab().runFor(span); }

    const api::StatefulSet& set() { return *(m_set = cluster.find("StatefulSet", "web")).as<api::StatefulSet>(); }

    // "ready 0", "fail 1", "scale 3", "image 2" … and the second that follows.
    void play(const QString& command)
    {
        const QStringList words = command.trimmed().split(' ');
        const int number = words.value(1).toInt();
        const QByteArray pod = "web-" + words.value(1).toUtf8();
        if (words[0] == "ready" || words[0] == "unready")
            report(pod, "Running", words[0] == "ready");
        else if (words[0] == "fail")
            report(pod, "Failed", false);
        else if (words[0] == "succeed")
            report(pod, "Succeeded", false);
        else if (words[0] == "delete")
            cluster.remove("Pod", pod);
        else if (words[0] == "release")
            cluster.change("Pod", pod, [](api::ObjectPtr& object) { object.editMeta().finalizers.clear(); });
        else if (words[0] == "scale")
            spec().replicas = number;
        else if (words[0] == "image")
            spec().template_.edit().spec.edit().containers.edit(0).image = "nginx:" + words[1].toStdString();
        else if (words[0] == "partition")
            spec().updateStrategy.rollingUpdate.edit().partition = number;
        else if (words[0] == "start")
            spec().ordinals.edit().start = number;
        else if (words[0] == "wait")
            pass(seconds(number - 1));
        else
            qFatal("no such command: %s", qPrintable(command));
        if (m_changed)
            QVERIFY(cluster.change("StatefulSet", "web", [&](api::ObjectPtr& set) { set = m_changed; }).ok());
        m_changed = {};
        pass(seconds(1));
    }

    // "0* 1=2 3x!": numbers of the pods; the image if it is not the first; ready, failed or done, on its way out.
    QString pods()
    {
        QMap<int, QString> told;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& object) {
            const api::Pod& pod = *object.as<api::Pod>();
            const std::optional<std::int32_t> ordinal = ordinalOf("web", pod.metadata.name);
            if (!ordinal)
                return true;
            const QString image = text(pod.spec->containers.front().image).mid(6);
            
            const bool isDone = pod.status->phase == "Failed" || pod.status->phase == "Succeeded";
            told[*ordinal] = QString::number(*ordinal) + (image == "1" ? QString() : "=" + image) + (isReady(pod) ? "*" : "")
                + (isDone ? "x" : "") + (pod.metadata.deletionTimestamp ? "!" : "");
            return true;
        });
        return QStringList(told.values()).join(' ');
    }

    // "replicas ready available current updated, from → to", revisions by their numbers.
    QString status()
    {
        const api::StatefulSetStatus& status = *set().status;
        const auto number = [&](const api::Text& name) {
            const api::ObjectPtr revision = cluster.find("ControllerRevision", QByteArray::fromStdString(name.str()));
            return revision ? QString::number(numberOf(revision)) : QString("?");
        };
        return QString("%1 %2 %3 %4 %5, %6 → %7")
            .arg(status.replicas)
            .arg(status.readyReplicas)
            .arg(status.availableReplicas)
            .arg(status.currentReplicas)
            .arg(status.updatedReplicas)
            .arg(number(status.currentRevision), number(status.updateRevision));
    }

    // Events about the set in the order in which they were first told.
    QStringList events()
    {
        QList<std::pair<std::pair<api::Time, QString>, QString>> all;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
            const api::Event& event = *object.as<api::Event>();
            if (event.involvedObject.kind == "StatefulSet")
                all.append({{event.firstTimestamp, text(event.metadata.resourceVersion).rightJustified(8)},
                    text(event.type) + " " + text(event.reason) + " " + text(event.message)});
            return true;
        });
        std::ranges::sort(all);
        QStringList list;
        for (const auto& [when, what] : all)
            list << what;
        return list;
    }

    // "www-web-0:StatefulSet www-web-1", by name, with the kinds of their owners.
    QString claims()
    {
        QStringList list;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("PersistentVolumeClaim"))).visit([&](const api::ObjectPtr& claim) {
            QString told = text(claim.meta().name);
            for (const api::OwnerReference& owner : claim.meta().ownerReferences)
                told += ":" + text(owner.kind) + (owner.controller.valueOr(false) ? "" : "?");
            list << told + (claim.meta().deletionTimestamp ? "!" : "");
            return true;
        });
        return list.join(' ');
    }

    void report(const QByteArray& name, const char* phase, bool isReady)
    {
        apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Pod", name);
        asked.subresource = "status";
        asked.object = cluster.find("Pod", name);
        if (!asked.object)
            qFatal("no pod %s", name.constData());
        api::PodStatus& status = asked.object.editAs<api::Pod>().status.edit();
        status.phase = phase;
        status.conditions.clear();
        api::PodCondition& ready = status.conditions.push_back({});
        ready.type = "Ready";
        ready.status = isReady ? "True" : "False";
        ready.lastTransitionTime = cluster.lab().now();
        const apiserver::Response done = cluster.lab().submit(asked);
        QVERIFY2(done.ok(), done.status.message.c_str());
    }

    Cluster cluster;

private:
    api::StatefulSetSpec& spec()
    {
        m_changed = cluster.find("StatefulSet", "web");
        return m_changed.editAs<api::StatefulSet>().spec.edit();
    }

    api::ObjectPtr m_set;
    api::ObjectPtr m_changed;
};

} // namespace

void TestStatefulSet::names_data()
{
    QTest::addColumn<QString>("pod");
    QTest::addColumn<int>("ordinal");
    QTest::newRow("the set's name and a number") << "web-0" << 0;
    QTest::newRow("a larger number") << "web-1234" << 1234;
    QTest::newRow("another set's") << "db-0" << -1;
    QTest::newRow("a set whose name begins alike") << "web-a-0" << -1;
    QTest::newRow("no number") << "web-a" << -1;
    QTest::newRow("nothing behind the dash") << "web-" << -1;
    QTest::newRow("a pod of a ReplicaSet") << "web-5d8f-2kxw9" << -1;
    QTest::newRow("a zero in front, as the set would never write it") << "web-01" << -1;
    QTest::newRow("a negative number is one of another set") << "web--1" << -1;
    QTest::newRow("more than any set can have") << "web-99999999999" << -1;
    QTest::newRow("no dash at all") << "web" << -1;
}

void TestStatefulSet::names()
{
    QFETCH(QString, pod);
    QFETCH(int, ordinal);
    const std::optional<std::int32_t> found = ordinalOf("web", pod.toStdString());
    QCOMPARE(found.value_or(-1), ordinal);
    if (found)
        QCOMPARE(QString::fromStdString(podName("web", *found)), pod);
}

void TestStatefulSet::revisionOfANewPod_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::addColumn<int>("partition");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("ordinal");
    QTest::addColumn<bool>("isCurrent");
    const QByteArray rolling = "RollingUpdate";
    QTest::newRow("without a partition all start from the new one") << rolling << 0 << 0 << 0 << false;
    QTest::newRow("below the partition one stays behind") << rolling << 2 << 0 << 1 << true;
    QTest::newRow("the partition itself goes along") << rolling << 2 << 0 << 2 << false;
    QTest::newRow("the partition counts from the first number") << rolling << 2 << 10 << 11 << true;
    QTest::newRow("so that the third goes along") << rolling << 2 << 10 << 12 << false;
    QTest::newRow("on delete, always the new one") << QByteArray("OnDelete") << -1 << 0 << 0 << false;
    QTest::newRow("with no settings, as many as there are old ones") << rolling << -1 << 0 << 2 << true;
    QTest::newRow("and the others not") << rolling << -1 << 0 << 3 << false;
}

void TestStatefulSet::revisionOfANewPod()
{
    QFETCH(QByteArray, strategy);
    QFETCH(int, partition);
    QFETCH(int, start);
    QFETCH(int, ordinal);
    api::StatefulSet set;
    set.spec.edit().updateStrategy.type = strategy.toStdString();
    if (partition >= 0)
        set.spec.edit().updateStrategy.rollingUpdate.edit().partition = partition;
    set.spec.edit().ordinals.edit().start = start;
    set.status.edit().currentReplicas = 3;
    QTEST(startsFromCurrent(set, ordinal), "isCurrent");
}

void TestStatefulSet::endOfARollout_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("updated");
    QTest::addColumn<bool>("isOver");
    const QByteArray rolling = "RollingUpdate";
    QTest::newRow("all are there, ready and updated") << rolling << 3 << 3 << 3 << true;
    QTest::newRow("one is not updated") << rolling << 3 << 3 << 2 << false;
    QTest::newRow("one is not ready") << rolling << 3 << 2 << 3 << false;
    QTest::newRow("one is missing") << rolling << 2 << 2 << 2 << false;
    QTest::newRow("one too many is there") << rolling << 4 << 3 << 3 << false;
    QTest::newRow("on delete it is never over") << QByteArray("OnDelete") << 3 << 3 << 3 << false;
}

void TestStatefulSet::endOfARollout()
{
    QFETCH(QByteArray, strategy);
    QFETCH(int, replicas);
    QFETCH(int, ready);
    QFETCH(int, updated);
    QFETCH(bool, isOver);
    api::StatefulSetSpec spec;
    spec.replicas = 3;
    spec.updateStrategy.type = strategy.toStdString();
    api::StatefulSetStatus status;
    status.replicas = replicas;
    status.readyReplicas = ready;
    status.updatedReplicas = updated;
    status.currentRevision = "old";
    status.updateRevision = "new";
    complete(status, spec);
    QCOMPARE(text(status.currentRevision), QString(isOver ? "new" : "old"));
    QCOMPARE(status.currentReplicas, isOver ? updated : 0);
}

void TestStatefulSet::claimOwners_data()
{
    QTest::addColumn<QByteArray>("whenDeleted");
    QTest::addColumn<QByteArray>("whenScaled");
    QTest::addColumn<bool>("isScaledAway");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const QByteArray keep = "Retain";
    const QByteArray drop = "Delete";
    QTest::newRow("kept in any case") << keep << keep << false << "" << "";
    QTest::newRow("kept, though scaled away") << keep << keep << true << "" << "";
    QTest::newRow("once to go with the set, now kept") << keep << keep << false << "set" << "";
    QTest::newRow("once to go with the pod, now kept") << keep << keep << true << "pod" << "";
    QTest::newRow("kept, whoever controls it") << keep << keep << false << "other" << "other";
    QTest::newRow("goes with the set") << drop << keep << false << "" << "set";
    QTest::newRow("goes with the set, scaled away or not") << drop << keep << true << "" << "set";
    QTest::newRow("goes with the set and no longer with the pod") << drop << keep << true << "pod" << "set";
    QTest::newRow("stays as long as its pod is wanted") << keep << drop << false << "" << "";
    QTest::newRow("goes with the pod that is scaled away") << keep << drop << true << "" << "pod";
    QTest::newRow("was to go with a pod that is wanted again") << keep << drop << false << "pod" << "";
    QTest::newRow("goes with the set while its pod is wanted") << drop << drop << false << "" << "set";
    QTest::newRow("goes with the pod that is scaled away, before the set goes") << drop << drop << true << "set" << "pod";
    QTest::newRow("and back, if it is wanted again") << drop << drop << false << "pod" << "set";
    QTest::newRow("who owns it right already is left alone") << drop << keep << false << "set" << "set";
    QTest::newRow("an owner who is not in control gets it") << drop << keep << false << "set?" << "set";
    QTest::newRow("an owner who is not in control does not matter") << drop << keep << false << "other?" << "other? set";
    QTest::newRow("another controller keeps it") << drop << keep << false << "other" << "other";
    QTest::newRow("another controller gets it back") << drop << keep << false << "other set?" << "other";
    QTest::newRow("a set of the same name that is no more") << drop << keep << false << "set-before" << "set-before";
    QTest::newRow("a pod of the same name that is no more") << keep << drop << true << "pod-before" << "pod-before";
}

void TestStatefulSet::claimOwners()
{
    QFETCH(QByteArray, whenDeleted);
    QFETCH(QByteArray, whenScaled);
    QFETCH(bool, isScaledAway);
    QFETCH(QString, before);
    api::Box<api::StatefulSet> set;
    set.edit().metadata.name = "web";
    set.edit().metadata.uid = "set";
    auto& policy = set.edit().spec.edit().persistentVolumeClaimRetentionPolicy.edit();
    policy.whenDeleted = whenDeleted.toStdString();
    policy.whenScaled = whenScaled.toStdString();
    api::Box<api::Pod> pod;
    pod.edit().metadata.name = "web-0";
    pod.edit().metadata.uid = "pod";
    api::ObjectMeta claim;
    for (const QString& word : before.split(' ', Qt::SkipEmptyParts)) {
        const bool isPod = word.startsWith("pod");
        api::OwnerReference owner;
        owner.apiVersion = isPod ? "v1" : "apps/v1";
        owner.kind = isPod ? "Pod" : "StatefulSet";
        owner.name = isPod ? "web-0" : word.startsWith("set") ? "web" : "another";
        owner.uid = word.chopped(word.endsWith('?')).toStdString();
        owner.controller = !word.endsWith('?');
        owner.blockOwnerDeletion = true;
        claim.ownerReferences.push_back(owner);
    }
    QStringList now;
    for (const api::OwnerReference& owner : ownersOfClaim(claim, set, pod, isScaledAway))
        now << text(owner.uid) + (owner.controller.valueOr(false) ? "" : "?");
    QTEST(now.join(' '), "after");
}

void TestStatefulSet::pods_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("podMeta");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("seen");
    const QByteArray three = "replicas: 3";
    const QByteArray parallel = "replicas: 3, podManagementPolicy: Parallel";
    const QByteArray none;
    const QByteArray held = ", finalizers: [x.example/hold]";
    const QString up = "ready 0, ready 1, ready 2";
    const QString upSeen = "0 / 0* 1 / 0* 1* 2 / 0* 1* 2* / ";

    QTest::newRow("each waits for the one before") << three << none << up << "0 / 0* 1 / 0* 1* 2 / 0* 1* 2*";
    QTest::newRow("in parallel, none waits") << parallel << none << "ready 1" << "0 1 2 / 0 1* 2";
    QTest::newRow("one is the default") << none << none << "ready 0" << "0 / 0*";
    QTest::newRow("none is a number, too") << QByteArray("replicas: 0") << none << "scale 1, ready 0" << " / 0 / 0*";
    QTest::newRow("numbers may begin later") << QByteArray("replicas: 2, ordinals: {start: 5}") << none << "ready 5" << "5 / 5* 6";
    QTest::newRow("a gap is filled before anything else") << three << none << up + ", delete 0, ready 0"
        << upSeen + "0 1* 2* / 0* 1* 2*";
    QTest::newRow("one that is not ready stops those behind it") << three << none << up + ", unready 0, delete 2, ready 0"
        << upSeen + "0 1* 2* / 0 1* / 0* 1* 2";

    QTest::newRow("more are made behind") << QByteArray() << none << "ready 0, scale 2, ready 1" << "0 / 0* / 0* 1 / 0* 1*";
    QTest::newRow("fewer: the largest number goes first, one at a time") << three << held << up + ", scale 1, release 2, release 1"
        << upSeen + "0* 1* 2*! / 0* 1*! / 0*";
    QTest::newRow("fewer, in parallel: all at once") << parallel << held << "scale 1, release 1, release 2" << "0 1 2 / 0 1! 2! / 0 2! / 0";
    QTest::newRow("none goes while one before it is not ready") << three << none << up + ", unready 0, scale 1, ready 0"
        << upSeen + "0 1* 2* / 0 1* 2* / 0*";
    QTest::newRow("the one that is sick may go if all before it are well") << three << none << "ready 0, ready 1, scale 1"
        << "0 / 0* 1 / 0* 1* 2 / 0*";
    QTest::newRow("of two that are sick, the first stops the other") << three << none << up + ", unready 1, unready 2, scale 1, ready 2"
        << upSeen + "0* 1 2* / 0* 1 2 / 0* 1 2 / 0*";
    QTest::newRow("up again before it is down") << three << held << up + ", scale 2, scale 3, release 2"
        << upSeen + "0* 1* 2*! / 0* 1* 2*! / 0* 1* 2";
    QTest::newRow("moving the first number makes and removes") << QByteArray("replicas: 2") << none << "ready 0, ready 1, start 1, ready 2"
        << "0 / 0* 1 / 0* 1* / 0* 1* 2 / 1* 2*";

    QTest::newRow("a pod that failed is replaced") << three << none << "ready 0, fail 1, ready 1" << "0 / 0* 1 / 0* 1 / 0* 1* 2";
    QTest::newRow("a pod that is done is replaced, too") << QByteArray() << none << "succeed 0" << "0 / 0";
    QTest::newRow("but not before it has gone") << QByteArray() << held << "fail 0, release 0" << "0 / 0x! / 0";
    QTest::newRow("in parallel, it stops nobody") << parallel << held << "fail 1, release 1" << "0 1 2 / 0 1x! 2 / 0 1 2";

    QTest::newRow("a new template goes from the largest number down") << three << none << up + ", image 2, ready 2, ready 1, ready 0"
        << upSeen + "0* 1* 2=2 / 0* 1=2 2=2* / 0=2 1=2* 2=2* / 0=2* 1=2* 2=2*";
    QTest::newRow("one at a time also in parallel") << parallel << none << up + ", image 2, ready 2, ready 1"
        << "0 1 2 / 0* 1 2 / 0* 1* 2 / 0* 1* 2* / 0* 1* 2=2 / 0* 1=2 2=2* / 0=2 1=2* 2=2*";
    QTest::newRow("the old one has to be gone first") << three << held << up + ", image 2, release 2"
        << upSeen + "0* 1* 2*! / 0* 1* 2=2";
    QTest::newRow("only from the partition on") << three << none << up + ", partition 2, image 2, ready 2, partition 0, ready 1"
        << upSeen + "0* 1* 2* / 0* 1* 2=2 / 0* 1* 2=2* / 0* 1=2 2=2* / 0=2 1=2* 2=2*";
    QTest::newRow("a partition beyond the last holds all back") << three << none << up + ", partition 9, image 2" << upSeen + "0* 1* 2* / 0* 1* 2*";
    QTest::newRow("below the partition, old comes for old") << three << none << up + ", partition 2, image 2, ready 2, delete 0"
        << upSeen + "0* 1* 2* / 0* 1* 2=2 / 0* 1* 2=2* / 0 1* 2=2*";
    QTest::newRow("a partition counts from the first number") << QByteArray("replicas: 2, ordinals: {start: 5}, "
                                                                          "updateStrategy: {rollingUpdate: {partition: 1}}")
        << none << "ready 5, ready 6, image 2" << "5 / 5* 6 / 5* 6* / 5* 6=2";
    QTest::newRow("on delete, who deletes gets the new one") << QByteArray("replicas: 2, updateStrategy: {type: OnDelete}") << none
        << "ready 0, ready 1, image 2, delete 0" << "0 / 0* 1 / 0* 1* / 0* 1* / 0=2 1*";
    QTest::newRow("a broken pod keeps the template that would heal it away") << three << none << "image 2, image 3" << "0 / 0 / 0";
    QTest::newRow("until somebody deletes it") << three << none << "image 2, delete 0, ready 0" << "0 / 0 / 0=2 / 0=2* 1=2";
    QTest::newRow("going back does not heal a broken update either") << three << none << up + ", image 2, image 1, delete 2, ready 2"
        << upSeen + "0* 1* 2=2 / 0* 1* 2=2 / 0* 1* 2 / 0* 1* 2*";
    QTest::newRow("in parallel, a broken pod is replaced at once") << parallel << none << "image 2" << "0 1 2 / 0 1 2=2";
    QTest::newRow("scaling comes before updating") << three << none << up + ", partition 9, image 2, scale 4"
        << upSeen + "0* 1* 2* / 0* 1* 2* / 0* 1* 2* 3";
}

void TestStatefulSet::pods()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, podMeta);
    QFETCH(QString, script);
    Stage stage(setOf(spec, podMeta));
    QStringList seen{stage.pods()};
    for (const QString& command : script.split(',')) {
        stage.play(command);
        seen << stage.pods();
    }
    QTEST(seen.join(" / "), "seen");
}

void TestStatefulSet::statuses_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("status");
    const QByteArray two = "replicas: 2";
    const QString up = "ready 0, ready 1";
    QTest::newRow("one is there") << two << "wait 1" << "1 0 0 1 1, 1 → 1";
    QTest::newRow("one is ready, and so the next is there") << two << "ready 0" << "2 1 1 2 2, 1 → 1";
    QTest::newRow("all are ready") << two << up << "2 2 2 2 2, 1 → 1";
    QTest::newRow("none is wanted") << QByteArray("replicas: 0") << "wait 1" << "0 0 0 0 0, 1 → 1";
    QTest::newRow("the first is replaced") << two << up + ", image 2" << "2 1 1 1 1, 1 → 2";
    QTest::newRow("the second is replaced") << two << up + ", image 2, ready 1" << "2 1 1 0 2, 1 → 2";
    QTest::newRow("all are replaced") << two << up + ", image 2, ready 1, ready 0" << "2 2 2 2 2, 2 → 2";
    QTest::newRow("a partition keeps it from ending") << two << up + ", partition 1, image 2, ready 1" << "2 2 2 1 1, 1 → 2";
    QTest::newRow("a partition that holds all back") << two << up + ", partition 2, image 2" << "2 2 2 2 0, 1 → 2";
    QTest::newRow("an update on delete does not end") << QByteArray("replicas: 1, updateStrategy: {type: OnDelete}")
        << "ready 0, image 2, delete 0, ready 0" << "1 1 1 0 1, 1 → 2";
    QTest::newRow("going back half-way") << two << up + ", image 2, image 1" << "2 1 1 1 1, 3 → 3";
    QTest::newRow("ready, but not for long enough") << QByteArray("replicas: 2, minReadySeconds: 10") << "ready 0, wait 5" << "1 1 0 1 1, 1 → 1";
    QTest::newRow("ready for long enough") << QByteArray("replicas: 2, minReadySeconds: 10") << "ready 0, wait 10" << "2 1 1 2 2, 1 → 1";
}

void TestStatefulSet::statuses()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    Stage stage(setOf(spec));
    for (const QString& command : script.split(','))
        stage.play(command);
    QTEST(stage.status(), "status");
    QCOMPARE(stage.set().status->observedGeneration, stage.set().metadata.generation);
    QCOMPARE(stage.set().status->collisionCount.valueOr(-1), 0);
}

void TestStatefulSet::events_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("told");
    const QString made = "Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful";
    QTest::newRow("a pod is made") << setOf("") << "wait 1" << QStringList{made};
    QTest::newRow("its claim is made before it") << setOf(claimTemplates) << "wait 1"
        << QStringList{"Normal SuccessfulCreate create Claim www-web-0 Pod web-0 in StatefulSet web success", made};
    QTest::newRow("a pod is removed") << setOf("") << "scale 0"
        << QStringList{made, "Normal SuccessfulDelete delete Pod web-0 in StatefulSet web successful"};
    QTest::newRow("one that failed is removed like any other, and made again") << setOf("") << "fail 0"
        << QStringList{"Normal SuccessfulDelete delete Pod web-0 in StatefulSet web successful", made};
}

void TestStatefulSet::events()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, script);
    QFETCH(QStringList, told);
    Stage stage(yaml);
    for (const QString& command : script.split(','))
        stage.play(command);
    QStringList seen = stage.events();
    seen.sort();
    told.sort();
    QCOMPARE(seen, told);
}

void TestStatefulSet::podsHaveIdentities()
{
    Stage stage(setOf("ordinals: {start: 3}, " + claimTemplates));
    const api::ObjectPtr object = stage.cluster.find("Pod", "web-3");
    const api::Pod& pod = *object.as<api::Pod>();
    QCOMPARE(text(pod.spec->hostname) + " " + text(pod.spec->subdomain), QString("web-3 web"));
    QCOMPARE(text(pod.metadata.generateName), QString("web-"));
    const auto label = [&](const char* key) { return text(pod.metadata.labels.valueOr(key, {})); };
    QCOMPARE(label("app"), QString("web"));
    QCOMPARE(label("statefulset.kubernetes.io/pod-name"), QString("web-3"));
    QCOMPARE(label("apps.kubernetes.io/pod-index"), QString("3"));
    QCOMPARE(label("controller-revision-hash"), text(stage.set().status->updateRevision));
    QCOMPARE(pod.metadata.labels.size(), std::size_t(4));
    const api::OwnerReference& owner = pod.metadata.ownerReferences.front();
    QCOMPARE(text(owner.apiVersion) + " " + text(owner.kind) + " " + text(owner.name), QString("apps/v1 StatefulSet web"));
    QVERIFY(owner.controller.valueOr(false) && owner.blockOwnerDeletion.valueOr(false));
    QCOMPARE(owner.uid, stage.set().metadata.uid);
}

void TestStatefulSet::claimsOfPods_data()
{
    QTest::addColumn<QByteArray>("templates");
    QTest::addColumn<QByteArray>("volumes");
    QTest::addColumn<QString>("mounted");
    const QByteArray www = "{metadata: {name: www}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
    const QByteArray log = "{metadata: {name: log}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}";
    QTest::newRow("none") << QByteArray() << QByteArray() << "";
    QTest::newRow("one of each number") << www << QByteArray() << "www=www-web-0";
    QTest::newRow("two templates, two claims") << www + ", " + log << QByteArray() << "www=www-web-0 log=log-web-0";
    QTest::newRow("other volumes stay") << www << QByteArray("{name: tmp, emptyDir: {}}") << "www=www-web-0 tmp";
    QTest::newRow("a volume of the same name makes way") << www << QByteArray("{name: www, emptyDir: {}}") << "www=www-web-0";
}

void TestStatefulSet::claimsOfPods()
{
    QFETCH(QByteArray, templates);
    QFETCH(QByteArray, volumes);
    QByteArray yaml = setOf("volumeClaimTemplates: [" + templates + "]");
    yaml.replace("nodeSelector", "automountServiceAccountToken: false, volumes: [" + volumes + "], nodeSelector");
    Stage stage(yaml);
    QStringList mounted;
    const api::ObjectPtr pod = stage.cluster.find("Pod", "web-0");
    for (const api::Volume& volume : pod.as<api::Pod>()->spec->volumes) {
        mounted << text(volume.name);
        if (!volume.persistentVolumeClaim)
            continue;
        const QString name = text(volume.persistentVolumeClaim->claimName);
        mounted.back() += "=" + name;
        const api::ObjectPtr claim = stage.cluster.find("PersistentVolumeClaim", name.toUtf8());
        QVERIFY(claim);
        QCOMPARE(text(claim.meta().labels.valueOr("app", {})), QString("web"));
        QCOMPARE(claim.meta().ownerReferences.size(), std::size_t(0));
    }
    QTEST(mounted.join(' '), "mounted");
}

void TestStatefulSet::claimsThatGo_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("claims");
    const QByteArray keep;
    const QByteArray whenScaled = "whenScaled: Delete";
    const QByteArray whenDeleted = "whenDeleted: Delete";
    const QByteArray both = "whenScaled: Delete, whenDeleted: Delete";
    const QString up = "ready 0, ready 1";
    QTest::newRow("claims outlive their pods") << keep << up + ", scale 0" << "www-web-0 www-web-1";
    QTest::newRow("who comes back finds his again") << keep << up + ", scale 0, scale 1" << "www-web-0 www-web-1";
    QTest::newRow("a claim goes with a pod that is scaled away") << whenScaled << up + ", scale 1" << "www-web-0";
    QTest::newRow("not with one that is replaced") << whenScaled << up + ", delete 1" << "www-web-0 www-web-1";
    QTest::newRow("nor with one that failed") << whenScaled << up + ", fail 1" << "www-web-0 www-web-1";
    QTest::newRow("all that are to go with the set belong to it") << whenDeleted << up << "www-web-0:StatefulSet www-web-1:StatefulSet";
    QTest::newRow("also those that are scaled away") << whenDeleted << up + ", scale 1" << "www-web-0:StatefulSet www-web-1:StatefulSet";
    QTest::newRow("with both, each goes when its time has come") << both << up + ", scale 1" << "www-web-0:StatefulSet";
    QTest::newRow("scaled up again, there is a new one") << both << up + ", scale 1, scale 2" << "www-web-0:StatefulSet www-web-1:StatefulSet";
}

void TestStatefulSet::claimsThatGo()
{
    QFETCH(QByteArray, policy);
    QFETCH(QString, script);
    Stage stage(setOf("replicas: 2, persistentVolumeClaimRetentionPolicy: {" + policy + "}, " + claimTemplates));
    for (const QString& command : script.split(','))
        stage.play(command);
    QTEST(stage.claims(), "claims");
}

// Wanted again while its pod is still on the way out: the claim is gone with the old pod before the new one is made.
void TestStatefulSet::aClaimThatGoesWithItsPodIsWaitedFor()
{
    Stage stage(setOf("replicas: 2, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}, " + claimTemplates,
        ", finalizers: [x.example/hold]"));
    for (const char* command : {"ready 0", "ready 1", "scale 1"})
        stage.play(command);
    QCOMPARE(stage.pods(), QString("0* 1*!"));
    QCOMPARE(stage.claims(), QString("www-web-0 www-web-1:Pod"));
    const api::Text before = stage.cluster.find("PersistentVolumeClaim", "www-web-1").meta().uid;
    stage.play("scale 2");
    QCOMPARE(stage.pods(), QString("0* 1*!"));
    stage.play("release 1");
    stage.play("wait 2");
    QCOMPARE(stage.pods(), QString("0* 1"));
    QCOMPARE(stage.claims(), QString("www-web-0 www-web-1"));
    QVERIFY(!(stage.cluster.find("PersistentVolumeClaim", "www-web-1").meta().uid == before));
}

void TestStatefulSet::aClaimOfSomebodyElseIsLeftToHim()
{
    Stage stage;
    QVERIFY(stage.cluster.create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n---\n"
                                 "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: www-web-0, ownerReferences: "
                                 "[{apiVersion: v1, kind: ConfigMap, name: other, uid: $other, controller: true}]}\n"
                                 "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n")
                .ok());
    QVERIFY(stage.cluster.create(setOf("persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}, " + claimTemplates)).ok());
    stage.pass(seconds(1));
    stage.play("ready 0");
    QCOMPARE(stage.pods(), QString("0*"));
    QCOMPARE(stage.claims(), QString("www-web-0:ConfigMap"));
    const QString conflict = "Warning ConflictingController PersistentVolumeClaim www-web-0 has a conflicting OwnerReference that "
                             "acts as a manging controller, the retention policy is ignored for this claim";
    QVERIFY(stage.events().contains(conflict));
}

void TestStatefulSet::podsThatAreThereAlready_data()
{
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QString>("owner");
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("seen");
    const QByteArray selected = "labels: {app: web}";
    QTest::newRow("an orphan of the right name is adopted, and gets its labels") << "name: web-0, " + selected << "StatefulSet" << "0" << "0* 1";
    QTest::newRow("one of a number that is not wanted is adopted, and removed") << "name: web-7, " + selected << "" << "" << "0 / 0* 1 / 0* 1*";
    QTest::newRow("one of another name is not") << "name: other, " + selected << "" << "" << "0";
    QTest::newRow("one with other labels is not, and is in the way") << QByteArray("name: web-0, labels: {app: db}") << "" << "" << "0*";
}

void TestStatefulSet::podsThatAreThereAlready()
{
    QFETCH(QByteArray, pod);
    QFETCH(QString, owner);
    QFETCH(QString, index);
    QFETCH(QString, seen);
    Stage stage;
    const QByteArray name = pod.mid(6, pod.indexOf(',') - 6);
    QVERIFY(stage.cluster
                .create("apiVersion: v1\nkind: Pod\nmetadata: {" + pod
                    + "}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: \"nginx:1\"}]}\n")
                .ok());
    stage.report(name, "Running", true);
    QVERIFY(stage.cluster.create(setOf("replicas: 2")).ok());
    stage.pass(seconds(1));
    QStringList states{stage.pods()};
    if (name == "web-7") {
        QCOMPARE(stage.pods(), QString("0 7*")); // the others come first
        stage.play("ready 0");
        stage.play("ready 1");
        QCOMPARE(stage.pods(), QString("0* 1*"));
        QVERIFY(!stage.cluster.find("Pod", name));
        return;
    }
    QCOMPARE(stage.pods(), seen);
    const api::ObjectPtr found = stage.cluster.find("Pod", name);
    const auto& owners = found.meta().ownerReferences;
    QCOMPARE(owners.empty() ? QString() : text(owners.front().kind), owner);
    QCOMPARE(text(found.meta().labels.valueOr(podIndexLabel, {})), index);
    QCOMPARE(stage.events().contains("Normal SuccessfulUpdate update Pod web-0 in StatefulSet web successful"), !index.isEmpty());
    if (name == "web-0" && owner.isEmpty()) {
        QCOMPARE(stage.events(), QStringList()); // nobody is told of a name that is taken
        stage.cluster.remove("Pod", "web-0");
        stage.pass(seconds(3)); // it is tried again, later and later
        QVERIFY(stage.cluster.find("Pod", "web-0"));
    }
}

void TestStatefulSet::histories_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("revisions");
    const QString up = "ready 0";
    QTest::newRow("one for each template") << QByteArray() << up + ", image 2, ready 0, image 3, ready 0" << "1:1 2:2 3:3";
    QTest::newRow("what is scaled is no other template") << QByteArray() << up + ", scale 2" << "1:1";
    QTest::newRow("going back counts up") << QByteArray() << up + ", image 2, ready 0, image 1" << "2:2 3:1";
    QTest::newRow("as many old ones as are wanted") << QByteArray("revisionHistoryLimit: 1")
        << up + ", image 2, ready 0, image 3, ready 0, image 4, ready 0"
        << "3:3 4:4";
    QTest::newRow("none, but those in use") << QByteArray("revisionHistoryLimit: 0") << up + ", image 2, ready 0, image 3" << "2:2 3:3";
    QTest::newRow("what a pod lives by stays") << QByteArray("revisionHistoryLimit: 0, updateStrategy: {type: OnDelete}")
        << up + ", image 2, image 3" << "1:1 3:3";
}

void TestStatefulSet::histories()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    Stage stage(setOf(spec));
    for (const QString& command : script.split(','))
        stage.play(command);
    QMap<std::int64_t, QString> told;
    stage.cluster.lab().store().tree(apiserver::resourceId(revisionKind())).visit([&](const api::ObjectPtr& revision) {
        const api::Value& remembered = revision.as<api::ControllerRevision>()->data["spec"]["template"]["spec"];
        const QString image = text(remembered["containers"].array()[0]["image"].text()).mid(6);
        told[numberOf(revision)] = QString("%1:%2").arg(numberOf(revision)).arg(image);
        return true;
    });
    QTEST(QStringList(told.values()).join(' '), "revisions");
}

void TestStatefulSet::whatIsRefusedIsToldAndTriedAgain()
{
    Stage stage;
    QVERIFY(stage.cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: builder}\n").ok());
    stage.cluster.remove("ServiceAccount", "builder");
    QByteArray yaml = setOf("");
    yaml.replace("nodeSelector", "serviceAccountName: builder, nodeSelector");
    QVERIFY(stage.cluster.create(yaml).ok());
    stage.pass(seconds(1));
    QCOMPARE(stage.events(),
        QStringList{"Warning FailedCreate create Pod web-0 in StatefulSet web failed error: pods \"web-0\" is forbidden: error "
                    "looking up service account default/builder: serviceaccount \"builder\" not found"});
    QCOMPARE(stage.status(), QString("0 0 0 0 0, 1 → 1"));
    const auto before = stage.cluster.lab().store().revision();
    stage.pass(seconds(60));
    QVERIFY(stage.cluster.lab().store().revision() - before < 60); // no hot loop
    QVERIFY(stage.cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: builder}\n").ok());
    stage.pass(seconds(200));
    QCOMPARE(stage.pods(), QString("0"));
}

void TestStatefulSet::minReadySecondsAreWaitedFor()
{
    for (const QByteArray policy : {"OrderedReady", "Parallel"}) {
        const bool isOrdered = policy == "OrderedReady";
        Stage stage(setOf("replicas: 2, minReadySeconds: 10, podManagementPolicy: " + policy));
        stage.play("ready 0");
        QCOMPARE(stage.pods(), QString(isOrdered ? "0*" : "0* 1"));
        stage.play("wait 8");
        QCOMPARE(stage.pods(), QString(isOrdered ? "0*" : "0* 1"));
        stage.play("wait 2");
        QCOMPARE(stage.pods(), QString("0* 1"));
        stage.play("ready 1");
        stage.play("wait 10");
        stage.play("image 2");
        stage.play("ready 1");
        QCOMPARE(stage.pods(), QString("0* 1=2*"));
        stage.play("wait 10");
        QCOMPARE(stage.pods(), QString("0=2 1=2*"));
    }
}

void TestStatefulSet::aDeletedSetLeavesItsPodsToTheGarbageCollector_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("pods");
    QTest::addColumn<int>("revisions");
    QTest::newRow("in the background") << QByteArray("Background") << "" << 0;
    QTest::newRow("in the foreground") << QByteArray("Foreground") << "" << 0;
    QTest::newRow("or as orphans") << QByteArray("Orphan") << "0* 1*" << 1;
}

void TestStatefulSet::aDeletedSetLeavesItsPodsToTheGarbageCollector()
{
    QFETCH(QByteArray, policy);
    QFETCH(int, revisions);
    Stage stage(setOf("replicas: 2, persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}, " + claimTemplates));
    stage.play("ready 0");
    stage.play("ready 1");
    stage.cluster.remove("StatefulSet", "web", policy);
    stage.pass(seconds(5));
    QVERIFY(!stage.cluster.find("StatefulSet", "web"));
    QTEST(stage.pods(), "pods");
    QCOMPARE(stage.claims(), policy == "Orphan" ? QString("www-web-0 www-web-1") : QString());
    QCOMPARE(stage.cluster.lab().store().tree(apiserver::resourceId(revisionKind())).size(), std::size_t(revisions));
    if (policy != "Orphan")
        return;
    QVERIFY(stage.cluster.create(setOf("replicas: 2, " + claimTemplates)).ok()); // who finds them makes them his own
    stage.pass(seconds(1));
    QCOMPARE(stage.pods(), QString("0* 1*"));
    QCOMPARE(stage.status(), QString("2 2 2 2 2, 1 → 1"));
    QCOMPARE(stage.cluster.find("Pod", "web-1").meta().ownerReferences.front().uid, stage.set().metadata.uid);
}

void TestStatefulSet::moreThanAnybodyCanMake_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<int>("made");
    QTest::newRow("in order") << QByteArray("OrderedReady") << 1;
    QTest::newRow("in parallel, a round ends somewhere") << QByteArray("Parallel") << 500;
}

void TestStatefulSet::moreThanAnybodyCanMake()
{
    QFETCH(QByteArray, policy);
    QFETCH(int, made);
    Cluster cluster;
    QVERIFY(cluster.create(setOf("replicas: 2000000000, podManagementPolicy: " + policy)).ok());
    const auto before = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).size();
    cluster.lab().runFor(milliseconds(20));
    const auto now = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).size();
    QCOMPARE(now - before, std::size_t(made));
}

void TestStatefulSet::itComesToRest()
{
    Stage stage(setOf("replicas: 3, podManagementPolicy: Parallel, " + claimTemplates));
    for (const char* command : {"ready 0", "ready 1", "ready 2"})
        stage.play(command);
    const auto before = stage.cluster.lab().store().revision();
    const api::Text version = stage.set().metadata.resourceVersion;
    stage.report("web-1", "Running", true); // nothing that anybody would act upon
    stage.pass(seconds(30));
    QCOMPARE(stage.set().metadata.resourceVersion, version);
    QVERIFY(stage.cluster.lab().store().revision() - before < 30); // leases and the like
}

void TestStatefulSet::itRunsWithKubelets()
{
    Stage stage;
    QByteArray yaml = setOf("replicas: 3");
    yaml.replace("nodeSelector: {never: here}, ", "");
    QVERIFY(stage.cluster.create(yaml).ok());
    stage.pass(seconds(60));
    QCOMPARE(stage.status(), QString("3 3 3 3 3, 1 → 1"));
    stage.play("image 2");
    stage.pass(seconds(240));
    QCOMPARE(stage.status(), QString("3 3 3 3 3, 2 → 2"));
    stage.play("scale 1");
    stage.pass(seconds(120));
    QCOMPARE(stage.status(), QString("1 1 1 1 1, 2 → 2"));
}

QTEST_GUILESS_MAIN(TestStatefulSet)
#include "test_statefulset.moc"
