// Deployments at work: rolling and recreating, going back, pausing, scaling on the way, and what they say about it.
#include "controllers/rolling.h"

using namespace kubarium;
using std::chrono::seconds;

namespace {

QString annotation(const api::ObjectMeta& meta, const char* name)
{
    const api::Text* const value = meta.annotations.find(name);
    return value ? Rolling::text(*value) : "-";
}

const api::DeploymentCondition& condition(Rolling& cluster, std::string_view type)
{
    for (const api::DeploymentCondition& one : cluster.deployment().status->conditions) {
        if (one.type == type)
            return one;
    }
    qFatal("no such condition");
}

const QByteArray threeTwo = "replicas: 10; strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 2}}";
const QByteArray recreate = "replicas: 3; strategy: {type: Recreate}";

} // namespace

class TestDeployment : public QObject {
    Q_OBJECT
private slots:
    void stories_data();
    void stories();
    void conditions_data();
    void conditions();
    void theNewReplicaSetIsTheRealOne();
    void annotationsAreHandedOn();
    void whatWasSaidOfARollout();
    void recreatingWaitsForTheLastOldPod();
    void goingBackIsANewRevision();
    void aHashThatIsTakenIsPassedOver();
    void anOrphanIsAdopted();
    void whatNoLongerMatchesIsLetGo();
    void twoWithOneSelectorLeaveEachOtherAlone();
    void aPodThatIsRefusedIsTold();
    void aReplicaSetThatIsRefusedIsTriedAgainLaterAndLater();
    void timesTellSinceWhenAndTheLastStep();
    void aQuietDeploymentWritesNothing();
    void oneThatEndsStartsNothing();
    void runningPodsAreReplacedOneByOne();
};

void TestDeployment::stories_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("story"); // "what is done => what the ReplicaSets are then"
    const auto story = [](const char* name, const QByteArray& spec, const QStringList& lines) {
        QTest::newRow(name) << spec << lines;
    };
    story("a rolling update goes step by step, as new pods can serve", "replicas: 3",
        {"nothing => 1:3/0", "ready 1 3 => 1:3/3", "image b => 1:3/3 2:1/0", "ready 2 1 => 1:2/2 2:2/1",
            "ready 2 1 => 1:1/1 2:3/2", "ready 2 1 => 1:0/0 2:3/3"});
    story("it stops at both limits while new pods cannot serve", threeTwo,
        {"ready 1 10 => 1:10/10", "image b => 1:8/8 2:5/0", "ready 2 2 => 1:6/6 2:7/2"});
    story("without surge old pods go first", "replicas: 3; strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}",
        {"ready 1 3 => 1:3/3", "image b => 1:2/2 2:1/0", "ready 2 1 => 1:1/1 2:2/1"});
    story("old pods that cannot serve go first", "replicas: 4; strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 2}}",
        {"ready 1 3 => 1:4/3", "image b => 1:2/2 2:2/0"});
    story("old pods that cannot serve give room, but not beyond the limits", threeTwo, {"nothing => 1:10/0", "image b => 1:8/0 2:5/0"});
    story("one that is scaled in the middle shares in proportion", threeTwo,
        {"ready 1 10 => 1:10/10", "image b => 1:8/8 2:5/0", "scale 15 => 1:11/8 2:7/0", "ready 1 3 => 1:11/11 2:7/0",
            "scale 5 => 1:3/3 2:5/0"});
    story("one that is scaled with nothing to roll just grows and shrinks", "replicas: 2",
        {"scale 5 => 1:5/0", "scale 1 => 1:1/0", "scale 0 => 1:0/0", "scale 2 => 1:2/0"});
    story("one that is scaled to none in the middle has none", "replicas: 3",
        {"ready 1 3 => 1:3/3", "image b => 1:3/3 2:1/0", "scale 0 => 1:0/0 2:0/0", "scale 2 => 1:0/0 2:2/0"});
    story("a third template before the second is through", "replicas: 3",
        {"ready 1 3 => 1:3/3", "image b => 1:3/3 2:1/0", "image c => 1:3/3 2:0/0 3:1/0", "ready 3 1 => 1:2/2 2:0/0 3:2/1"});
    story("recreated pods come when the old ones are gone", recreate,
        {"ready 1 3 => 1:3/3", "image b => 1:0/0 2:3/0", "ready 2 3 => 1:0/0 2:3/3", "scale 5 => 1:0/0 2:5/3"});
    story("going back makes the old ReplicaSet the newest", "replicas: 1",
        {"ready 1 1 => 1:1/1", "image b => 1:1/1 2:1/0", "image a => 2:0/0 3:1/1"});
    story("a pause holds templates back, not sizes", "replicas: 2",
        {"ready 1 2 => 1:2/2", "pause => 1:2/2", "image b => 1:2/2", "scale 3 => 1:3/2", "resume => 1:3/2 2:1/0"});
    story("a pause in the middle stops it there", "replicas: 3",
        {"ready 1 3 => 1:3/3", "image b => 1:3/3 2:1/0", "pause => 1:3/3 2:1/0", "ready 2 1 => 1:3/3 2:1/1",
            "scale 6 => 1:6/3 2:2/1", "resume => 1:4/3 2:4/1"});
    story("made while paused, it makes no ReplicaSet", "replicas: 2; paused: true", {"nothing => ", "resume => 1:2/0"});
    story("history is kept as far as it may reach", "replicas: 0; revisionHistoryLimit: 2",
        {"image b => 1:0/0 2:0/0", "image c => 1:0/0 2:0/0 3:0/0", "image d => 2:0/0 3:0/0 4:0/0"});
    story("without history none is kept", "replicas: 1; revisionHistoryLimit: 0",
        {"ready 1 1 => 1:1/1", "image b => 1:1/1 2:1/0", "ready 2 1 => 2:1/1"});
    story("what has pods is no history yet", "replicas: 1; revisionHistoryLimit: 0; strategy: {rollingUpdate: {maxUnavailable: 0}}",
        {"ready 1 1 => 1:1/1", "image b => 1:1/1 2:1/0", "image c => 1:1/1 2:0/0 3:1/0", "ready 3 1 => 3:1/1"});
    story("a ReplicaSet that is scaled by hand is put back", "replicas: 2",
        {"ready 1 2 => 1:2/2", "hand 1 9 => 1:2/2", "hand 1 0 => 1:2/0"});
    story("an old one that is scaled by hand is put back when new pods serve", "replicas: 1",
        {"ready 1 1 => 1:1/1", "image b => 1:1/1 2:1/0", "ready 2 1 => 1:0/0 2:1/1", "hand 1 2 => 1:0/0 2:1/1"});
    story("a ReplicaSet that is deleted is made anew", "replicas: 2", {"ready 1 2 => 1:2/2", "delete 1 => 1:2/0"});
    story("pods count as available after minReadySeconds", "replicas: 1; minReadySeconds: 10; progressDeadlineSeconds: 60",
        {"ready 1 1 => 1:1/0", "wait 10 => 1:1/1", "image b => 1:1/1 2:1/0", "ready 2 1 => 1:1/1 2:1/0", "wait 10 => 1:0/0 2:1/1"});
}

void TestDeployment::stories()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, story);
    Rolling cluster;
    cluster.make(Rolling::manifest(spec));
    for (const QString& line : story) {
        const QStringList parts = line.split(" => ");
        cluster.act(parts[0]);
        QVERIFY2(cluster.told() == parts[1], qPrintable(line + ", but " + cluster.told()));
        for (const auto& set : cluster.sets()) {
            if (*set->spec->replicas > 0)
                QCOMPARE(annotation(set->metadata, "deployment.kubernetes.io/desired-replicas").toInt(),
                    *cluster.deployment().spec->replicas);
        }
        QCOMPARE(cluster.deployment().status->observedGeneration, cluster.deployment().metadata.generation);
    }
}

void TestDeployment::conditions_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("actions");
    QTest::addColumn<QString>("conditions");
    QTest::addColumn<QString>("message"); // of Progressing
    const QByteArray two = "replicas: 2; progressDeadlineSeconds: 10";
    const QString available = "Available=True:MinimumReplicasAvailable";
    const QString unavailable = "Available=False:MinimumReplicasUnavailable";
    const auto says = [](const char* sentence) { return QString("ReplicaSet \"web-1\" ") + sentence; };
    QTest::newRow("pods come") << two << QStringList{} << unavailable + " Progressing=True:ReplicaSetUpdated"
                               << says("is progressing.");
    QTest::newRow("one serves, that is not enough") << two << QStringList{"ready 1 1"}
        << unavailable + " Progressing=True:ReplicaSetUpdated" << says("is progressing.");
    QTest::newRow("all serve") << two << QStringList{"ready 1 2"}
        << "Available=True:MinimumReplicasAvailable Progressing=True:NewReplicaSetAvailable" << says("has successfully progressed.");
    QTest::newRow("enough serve where one may be missing") << QByteArray("replicas: 4; progressDeadlineSeconds: 600")
        << QStringList{"ready 1 3"} << "Available=True:MinimumReplicasAvailable Progressing=True:ReplicaSetUpdated" << says("is progressing.");
    QTest::newRow("no wanted, none missed") << QByteArray("replicas: 0") << QStringList{}
        << available + " Progressing=True:NewReplicaSetAvailable" << says("has successfully progressed.");
    QTest::newRow("too long") << two << QStringList{"wait 12"}
        << unavailable + " Progressing=False:ProgressDeadlineExceeded" << says("has timed out progressing.");
    QTest::newRow("each step begins the time anew") << two << QStringList{"wait 6", "ready 1 1", "wait 6"}
        << unavailable + " Progressing=True:ReplicaSetUpdated" << says("is progressing.");
    QTest::newRow("too long, and then it goes on") << two << QStringList{"wait 12", "ready 1 1"}
        << unavailable + " Progressing=True:ReplicaSetUpdated" << says("is progressing.");
    QTest::newRow("too long, and then it is done") << two << QStringList{"wait 12", "ready 1 2"}
        << "Available=True:MinimumReplicasAvailable Progressing=True:NewReplicaSetAvailable" << says("has successfully progressed.");
    QTest::newRow("pods that stop serving later are no rollout") << two << QStringList{"ready 1 2", "unready 1 2", "wait 30"}
        << "Progressing=True:NewReplicaSetAvailable " + unavailable << says("has successfully progressed.");
    QTest::newRow("nor is a larger size") << two << QStringList{"ready 1 2", "scale 5", "wait 30"}
        << "Progressing=True:NewReplicaSetAvailable " + unavailable << says("has successfully progressed.");
    QTest::newRow("a pause") << two << QStringList{"pause"} << unavailable + " Progressing=Unknown:DeploymentPaused"
                             << "Deployment is paused";
    QTest::newRow("a pause is not held against it") << two << QStringList{"pause", "wait 60"}
        << unavailable + " Progressing=Unknown:DeploymentPaused" << "Deployment is paused";
    QTest::newRow("resumed, its time begins anew") << two << QStringList{"pause", "wait 60", "resume", "wait 6"}
        << unavailable + " Progressing=Unknown:DeploymentResumed" << "Deployment is resumed";
    QTest::newRow("resumed, and too long") << two << QStringList{"pause", "wait 60", "resume", "wait 12"}
        << unavailable + " Progressing=False:ProgressDeadlineExceeded" << says("has timed out progressing.");
    QTest::newRow("that it took too long is not covered by a pause") << two << QStringList{"wait 12", "pause"}
        << unavailable + " Progressing=False:ProgressDeadlineExceeded" << says("has timed out progressing.");
    QTest::newRow("without a deadline nobody speaks of progress") << QByteArray("replicas: 2; progressDeadlineSeconds: 2147483647")
        << QStringList{"wait 700", "pause"} << unavailable << "";
    QTest::newRow("recreated pods come") << QByteArray("replicas: 2; strategy: {type: Recreate}")
        << QStringList{"ready 1 2", "image b"} << unavailable + " Progressing=True:ReplicaSetUpdated"
        << "ReplicaSet \"web-2\" is progressing.";
}

void TestDeployment::conditions()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, actions);
    QFETCH(QString, message);
    Rolling cluster;
    cluster.make(Rolling::manifest(spec));
    for (const QString& action : actions)
        cluster.act(action);
    QTEST(cluster.conditions(), "conditions");
    if (!message.isEmpty())
        QCOMPARE(cluster.named(Rolling::text(condition(cluster, "Progressing").message)), message);
}

void TestDeployment::theNewReplicaSetIsTheRealOne()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 3; minReadySeconds: 7", ", labels: {team: blue}"));
    const api::ReplicaSet& set = *cluster.sets().at(0);
    const QString hash = Rolling::text(set.metadata.labels.valueOr("pod-template-hash", ""));
    QVERIFY(QRegularExpression("^[bcdfghjklmnpqrstvwxz2456789]{1,10}$").match(hash).hasMatch());
    QCOMPARE(Rolling::text(set.metadata.name), "web-" + hash);
    const api::Map<api::Text> labels{{"app", "web"}, {"pod-template-hash", hash.toStdString()}};
    QVERIFY(set.metadata.labels == labels); // the template's, not the Deployment's
    QVERIFY(set.spec->selector->matchLabels == labels);
    QVERIFY(set.spec->template_->metadata.labels == labels);
    QCOMPARE(set.spec->minReadySeconds, 7);
    QCOMPARE(annotation(set.metadata, "deployment.kubernetes.io/revision"), "1");
    QCOMPARE(annotation(set.metadata, "deployment.kubernetes.io/desired-replicas"), "3");
    QCOMPARE(annotation(set.metadata, "deployment.kubernetes.io/max-replicas"), "4");
    QCOMPARE(set.metadata.annotations.size(), 3U);
    const api::OwnerReference& owner = set.metadata.ownerReferences[0];
    QVERIFY(owner.controller.valueOr(false) && owner.blockOwnerDeletion.valueOr(false));
    QVERIFY(owner.apiVersion == "apps/v1" && owner.kind == "Deployment" && owner.name == "web");
    QCOMPARE(annotation(cluster.deployment().metadata, "deployment.kubernetes.io/revision"), "1");
    QCOMPARE(cluster.deployment().metadata.generation, 1); // which its own notes do not count up
    const api::DeploymentStatus& status = *cluster.deployment().status;
    QCOMPARE(status.replicas, 3);
    QCOMPARE(status.updatedReplicas, 3);
    QCOMPARE(status.unavailableReplicas, 3);
    QVERIFY(!status.terminatingReplicas && !status.collisionCount);
}

void TestDeployment::annotationsAreHandedOn()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 1",
        ", annotations: {kubernetes.io/change-cause: first, kubectl.kubernetes.io/last-applied-configuration: x, note: yours}"));
    const auto of = [&](int place, const char* name) { return annotation(cluster.sets().at(place)->metadata, name); };
    QCOMPARE(of(0, "kubernetes.io/change-cause"), "first");
    QCOMPARE(of(0, "note"), "yours");
    QCOMPARE(of(0, "kubectl.kubernetes.io/last-applied-configuration"), "-");
    cluster.edit([](api::Deployment& web) {
        web.metadata.annotations.set("kubernetes.io/change-cause", "second");
        Rolling::image(web) = "b";
        web.spec.edit().minReadySeconds = 3;
    });
    cluster.settle();
    QCOMPARE(of(0, "kubernetes.io/change-cause"), "first");
    QCOMPARE(of(1, "kubernetes.io/change-cause"), "second");
    QCOMPARE(cluster.sets().at(0)->spec->minReadySeconds, 0);
    cluster.edit([](api::Deployment& web) { // of the new one all is kept up to date
        web.metadata.annotations.set("kubernetes.io/change-cause", "second, of course");
        web.spec.edit().minReadySeconds = 4;
    });
    cluster.settle();
    QCOMPARE(of(1, "kubernetes.io/change-cause"), "second, of course");
    QCOMPARE(cluster.sets().at(1)->spec->minReadySeconds, 4);
    QCOMPARE(cluster.sets().size(), 2U);
}

void TestDeployment::whatWasSaidOfARollout()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2"));
    for (const char* action : {"ready 1 2", "image b", "ready 2 1", "ready 2 1", "scale 3"})
        cluster.act(action);
    const QStringList expected{"ScalingReplicaSet: Scaled up replica set web-1 from 0 to 2",
        "ScalingReplicaSet: Scaled up replica set web-2 from 0 to 1",
        "ScalingReplicaSet: Scaled down replica set web-1 from 2 to 1",
        "ScalingReplicaSet: Scaled up replica set web-2 from 1 to 2",
        "ScalingReplicaSet: Scaled down replica set web-1 from 1 to 0",
        "ScalingReplicaSet: Scaled up replica set web-2 from 2 to 3"};
    QCOMPARE(cluster.events(), expected);
}

void TestDeployment::recreatingWaitsForTheLastOldPod()
{
    Rolling cluster;
    QByteArray yaml = Rolling::manifest("replicas: 2; strategy: {type: Recreate}");
    yaml.replace("labels: {app: web}}, spec", "labels: {app: web}, finalizers: [example.com/stay]}, spec");
    cluster.make(yaml);
    const std::vector<api::ObjectPtr> pods = cluster.podsOf("1");
    QCOMPARE(pods.size(), 2U);
    cluster.act("image b");
    QCOMPARE(cluster.told(), "1:0/0"); // their pods are being deleted, but there
    const auto let = [&](std::size_t which) {
        const QByteArray name = QByteArray::fromStdString(pods[which].meta().name.str());
        cluster.change("Pod", name, [](api::ObjectPtr& pod) { pod.editMeta().finalizers.clear(); });
        cluster.settle();
    };
    let(0);
    QCOMPARE(cluster.told(), "1:0/0");
    let(1);
    QCOMPARE(cluster.told(), "1:0/0 2:2/0");
}

void TestDeployment::goingBackIsANewRevision()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 0"));
    for (const char* action : {"image b", "image a", "image b", "image a"})
        cluster.act(action);
    QCOMPARE(cluster.told(), "4:0/0 5:0/0");
    QCOMPARE(annotation(cluster.sets().at(0)->metadata, "deployment.kubernetes.io/revision-history"), "2");
    QCOMPARE(annotation(cluster.sets().at(1)->metadata, "deployment.kubernetes.io/revision-history"), "1,3");
    QCOMPARE(annotation(cluster.deployment().metadata, "deployment.kubernetes.io/revision"), "5");
}

void TestDeployment::aHashThatIsTakenIsPassedOver()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 1"));
    const std::string taken = cluster.sets().at(0)->metadata.name.str();
    QVERIFY(cluster.remove("Deployment", "web").ok());
    cluster.settle();
    QVERIFY(!cluster.find("ReplicaSet", QByteArray::fromStdString(taken)));
    cluster.make("apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: " + QByteArray::fromStdString(taken)
        + "}\nspec: {replicas: 0, selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: other}}, spec: "
          "{containers: [{name: c, image: a}]}}}\n");
    cluster.make(Rolling::manifest("replicas: 1"));
    QCOMPARE(cluster.told(), "1:1/0");
    QVERIFY(!(cluster.sets().at(0)->metadata.name == taken));
    QCOMPARE(cluster.deployment().status->collisionCount.valueOr(0), 1);
}

void TestDeployment::anOrphanIsAdopted()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2"));
    cluster.act("image b");
    const std::string old = cluster.sets().at(0)->metadata.uid.str();
    const std::string current = cluster.sets().at(1)->metadata.uid.str();
    QVERIFY(cluster.remove("Deployment", "web", "Orphan").ok());
    cluster.settle();
    QCOMPARE(cluster.left({"Deployment"}), "");
    cluster.make(Rolling::manifest("replicas: 2"));
    QCOMPARE(cluster.sets().size(), 2U); // none was made
    QVERIFY(cluster.sets().at(1)->metadata.uid == old); // whose template is the wanted one
    QVERIFY(cluster.sets().at(0)->metadata.uid == current);
    QCOMPARE(cluster.told(), "2:1/0 3:2/0");
    QCOMPARE(cluster.conditions().contains("Progressing=True"), true);
}

void TestDeployment::whatNoLongerMatchesIsLetGo()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 1"));
    const QByteArray name = cluster.setName("1");
    QVERIFY(cluster.change("ReplicaSet", name, [](api::ObjectPtr& set) {
        set.editMeta().labels.set("app", "other");
    }).ok());
    cluster.settle();
    QVERIFY(cluster.find("ReplicaSet", name).meta().ownerReferences.empty());
    // Its name is taken now, by a ReplicaSet that is nobody's: the Deployment makes another one.
    QCOMPARE(cluster.told(), "1:1/0");
    QVERIFY(cluster.setName("1") != name);
}

void TestDeployment::twoWithOneSelectorLeaveEachOtherAlone()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2"));
    cluster.make(Rolling::manifest("replicas: 3").replace("name: web", "name: web2"));
    cluster.act("image b");
    cluster.lab().runFor(seconds(60));
    QCOMPARE(cluster.told(), "1:2/0 2:1/0");
    const api::DeploymentStatus& other = *cluster.find("Deployment", "web2").as<api::Deployment>()->status;
    QCOMPARE(other.replicas, 3);
    QCOMPARE(other.updatedReplicas, 3);
    QVERIFY(cluster.lab().runUntilQuiet(1000));
}

void TestDeployment::aPodThatIsRefusedIsTold()
{
    Rolling cluster;
    const Refused pods(cluster, "Pod");
    cluster.make(Rolling::manifest("replicas: 2; progressDeadlineSeconds: 60"));
    QVERIFY(cluster.conditions().contains("ReplicaFailure=True:FailedCreate"));
    QVERIFY(cluster.conditions().contains("Available=False:MinimumReplicasUnavailable"));
    QVERIFY(Rolling::text(condition(cluster, "ReplicaFailure").message).endsWith("is not wanted"));
    cluster.act("wait 62");
    QVERIFY(cluster.conditions().contains("Progressing=False:ProgressDeadlineExceeded"));
    *pods.stands = false;
    cluster.act("wait 120");
    cluster.act("ready 1 2");
    QVERIFY(!cluster.conditions().contains("ReplicaFailure"));
    QVERIFY(cluster.conditions().contains("Progressing=True:NewReplicaSetAvailable"));
}

void TestDeployment::aReplicaSetThatIsRefusedIsTriedAgainLaterAndLater()
{
    Rolling cluster;
    const Refused sets(cluster, "ReplicaSet");
    cluster.make(Rolling::manifest("replicas: 2"));
    QCOMPARE(cluster.conditions(), "Progressing=False:ReplicaSetCreateError");
    const QString message = Rolling::text(condition(cluster, "Progressing").message);
    QVERIFY2(QRegularExpression("^Failed to create new replica set \"web-[a-z0-9]+\": .*is not wanted$").match(message).hasMatch(),
        qPrintable(message));
    QCOMPARE(cluster.events(), QStringList("ReplicaSetCreateError: " + message));
    const int before = sets.plugin->asked;
    cluster.act("wait 600");
    QVERIFY(sets.plugin->asked > before);
    QVERIFY(sets.plugin->asked < 30);
    *sets.stands = false;
    cluster.act("wait 1100");
    QCOMPARE(cluster.told(), "1:2/0");
}

void TestDeployment::timesTellSinceWhenAndTheLastStep()
{
    Rolling cluster;
    const api::Time begin = cluster.lab().now();
    cluster.make(Rolling::manifest("replicas: 2"));
    cluster.lab().runFor(seconds(10));
    cluster.act("ready 1 1");
    const auto seen = [&](std::string_view type) {
        const api::DeploymentCondition& one = condition(cluster, type);
        const auto after = [&](api::Time time) { return std::chrono::duration_cast<seconds>(time - begin).count(); };
        return QString("%1 %2").arg(after(one.lastTransitionTime)).arg(after(one.lastUpdateTime));
    };
    QCOMPARE(seen("Progressing"), "0 12");
    QCOMPARE(seen("Available"), "0 0");
    cluster.lab().runFor(seconds(10));
    cluster.act("ready 1 1");
    QCOMPARE(seen("Progressing"), "0 24");
    QCOMPARE(seen("Available"), "24 24");
}

void TestDeployment::aQuietDeploymentWritesNothing()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2; progressDeadlineSeconds: 10"));
    cluster.act("wait 20");
    const std::string before = cluster.deployment().metadata.resourceVersion.str();
    cluster.act("wait 3600");
    QVERIFY(cluster.deployment().metadata.resourceVersion == before);
    QVERIFY(cluster.lab().runUntilQuiet(1000));
}

void TestDeployment::oneThatEndsStartsNothing()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2", ", finalizers: [example.com/stay]"));
    QVERIFY(cluster.remove("Deployment", "web").ok());
    cluster.act("image b");
    cluster.act("scale 5");
    QCOMPARE(cluster.told(), "1:2/0");
    QCOMPARE(cluster.deployment().status->observedGeneration, cluster.deployment().metadata.generation);
}

// With nodes and kubelets: nobody writes statuses by hand.
void TestDeployment::runningPodsAreReplacedOneByOne()
{
    Rolling cluster;
    QByteArray yaml = Rolling::manifest("replicas: 3");
    cluster.make(yaml.replace("nodeSelector: {never: here}, ", ""));
    cluster.lab().runFor(seconds(60));
    QCOMPARE(cluster.told(), "1:3/3");
    QCOMPARE(cluster.conditions(),
        "Available=True:MinimumReplicasAvailable Progressing=True:NewReplicaSetAvailable");
    cluster.act("image b");
    int least = 3;
    int most = 3;
    for (int i = 0; i < 1200; ++i) {
        cluster.lab().runFor(std::chrono::milliseconds(100));
        const api::DeploymentStatus& status = *cluster.deployment().status;
        least = std::min(least, status.availableReplicas);
        most = std::max(most, status.replicas);
    }
    QCOMPARE(cluster.told(), "1:0/0 2:3/3");
    QCOMPARE(least, 3);
    QCOMPARE(most, 4);
    QCOMPARE(cluster.deployment().status->updatedReplicas, 3);
}

QTEST_GUILESS_MAIN(TestDeployment)
#include "test_deployment.moc"
