// ControllerRevisions: how they are called, when one is made and when an old one comes back, which of them go.
#include "controllers/history.h"

#include "controllers/pods/podstate.h"

#include "api/encode.h"
#include "api/labelselector.h"
#include "api/types/apps.h"
#include "apiserver/resources.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::controllers;

class TestHistory : public QObject {
    Q_OBJECT
private slots:
    void theNameIsTheRealOne();
    void revisions_data();
    void revisions();
    void truncation_data();
    void truncation();
    void aTakenNameIsMadeAnother_data();
    void aTakenNameIsMadeAnother();
    void aTemplateComesBackWhole();
    void strangersAreAdoptedOrLeftAlone_data();
    void strangersAreAdoptedOrLeftAlone();
};

namespace {

const api::Kind& setKind()
{
    return *api::findKind("apps", "v1", "StatefulSet");
}

// A store with a StatefulSet, and one who acts for it.
class Stage {
public:
    Stage() : m_server(apiserver::AdmissionChain()), m_runtime(m_state, m_queue, m_server, 0)
    {
        api::Box<api::StatefulSet> box;
        api::StatefulSet& set = box.edit();
        set.metadata.name = "web";
        set.metadata.namespace_ = "default";
        set.metadata.annotations.set("note", api::Text("kept"));
        set.spec.edit().serviceName = "web";
        set.spec.edit().selector.edit().matchLabels.set("app", api::Text("web"));
        api::PodTemplateSpec& form = set.spec.edit().template_.edit();
        form.metadata.labels.set("app", api::Text("web"));
        form.spec.edit().containers.push_back({}).name = "c";
        form.spec.edit().containers.edit(0).image = "nginx:1";
        owner = client().create(setKind(), "default", box).object;
    }

    // Who acts has heard of all that was written.
    apiserver::Client client()
    {
        while (m_learnt < m_state.store.revision())
            m_state.learn(*m_state.store.change(++m_learnt));
        return {m_runtime, apiserver::apiServerIdentity()};
    }

    api::PodTemplateSpec form(const QString& image) const
    {
        api::PodTemplateSpec changed = *owner.as<api::StatefulSet>()->spec->template_;
        changed.spec.edit().containers.edit(0).image = "nginx:" + image.toStdString();
        return changed;
    }

    api::LabelMatcher selector() const { return *api::toMatcher(*owner.as<api::StatefulSet>()->spec->selector); }

    std::vector<api::ObjectPtr> revisions()
    {
        apiserver::Client asking = client();
        History history = historyOf(asking, owner, selector());
        failure = QString::fromStdString(history.failure.message);
        return history.revisions;
    }

    // As a controller does it: what is there already gets a new number.
    void go(const QString& image, RevisionStyle style = RevisionStyle::StatefulSet)
    {
        apiserver::Client asking = client();
        const std::vector<api::ObjectPtr> there = revisions();
        if (const api::ObjectPtr old = newestWith(there, revisionData(form(image)))) {
            if (!(old.meta().name == there.back().meta().name))
                QVERIFY(renumbered(asking, old, nextNumber(there)).ok());
            return;
        }
        const auto kept = keepRevision(asking, owner, form(image), nextNumber(there), collisions, style);
        QVERIFY2(kept.ok(), kept.ok() ? "" : kept.status().message.c_str());
        collisions = kept->collisions;
    }

    // "1 nginx:1 | 3 nginx:2", the oldest first.
    QString told()
    {
        QStringList list;
        for (const api::ObjectPtr& revision : revisions())
            list << QString("%1 %2").arg(numberOf(revision)).arg(imageOf(revision));
        return list.join(" | ");
    }

    static QString imageOf(const api::ObjectPtr& revision)
    {
        const api::Value& data = revision.as<api::ControllerRevision>()->data;
        return QString::fromStdString(data["spec"]["template"]["spec"]["containers"].array()[0]["image"].text().str());
    }

    api::ObjectPtr owner;
    api::Optional<std::int32_t> collisions;
    QString failure;

private:
    apiserver::State m_state{1};
    store::Revision m_learnt = 0;
    sim::EventQueue m_queue;
    apiserver::ApiServer m_server;
    apiserver::Runtime m_runtime;
};

} // namespace

// Data and name of a revision that a v1.34 controller manager wrote.
void TestHistory::theNameIsTheRealOne()
{
    api::PodTemplateSpec form;
    form.metadata.annotations.set("test", api::Text("value"));
    form.metadata.labels.set("app", api::Text("foo"));
    api::PodSpec& spec = form.spec.edit();
    api::Container& container = spec.containers.push_back({});
    container.name = "test";
    container.image = "test";
    container.imagePullPolicy = "Always";
    container.terminationMessagePath = "/dev/termination-log";
    container.terminationMessagePolicy = "File";
    spec.restartPolicy = "Always";
    spec.terminationGracePeriodSeconds = 30;
    spec.dnsPolicy = "ClusterFirst";
    spec.securityContext.edit();
    spec.schedulerName = "default-scheduler";
    QCOMPARE(QString::fromStdString(api::toJson(revisionData(form))),
        QString(R"({"spec":{"template":{"$patch":"replace","metadata":{"annotations":{"test":"value"},"labels":{"app":"foo"}},)"
                R"("spec":{"containers":[{"image":"test","imagePullPolicy":"Always","name":"test","resources":{},)"
                R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst",)"
                R"("restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},)"
                R"("terminationGracePeriodSeconds":30}}}})"));
    Stage stage;
    apiserver::Client client = stage.client();
    const auto kept = keepRevision(client, stage.owner, form, 2, {}, RevisionStyle::StatefulSet);
    QVERIFY(kept.ok());
    const api::ObjectMeta& meta = kept->object.meta();
    QCOMPARE(QString::fromStdString(meta.name.str()), QString("web-776999688b"));
    QCOMPARE(QString::fromStdString(meta.labels.valueOr("controller.kubernetes.io/hash", {}).str()), QString("776999688b"));
    QCOMPARE(QString::fromStdString(meta.labels.valueOr("app", {}).str()), QString("foo"));
    QCOMPARE(QString::fromStdString(meta.annotations.valueOr("note", {}).str()), QString("kept"));
    QVERIFY(isControlledBy(meta, stage.owner.meta()));
}

void TestHistory::revisions_data()
{
    QTest::addColumn<QString>("images");
    QTest::addColumn<QString>("kept");
    QTest::newRow("the first template is number 1") << "1" << "1 nginx:1";
    QTest::newRow("each new one counts up") << "1 2 3" << "1 nginx:1 | 2 nginx:2 | 3 nginx:3";
    QTest::newRow("the same again is no news") << "1 2 2" << "1 nginx:1 | 2 nginx:2";
    QTest::newRow("going back makes the old one the newest") << "1 2 1" << "2 nginx:2 | 3 nginx:1";
    QTest::newRow("and forth again") << "1 2 1 2" << "3 nginx:1 | 4 nginx:2";
    QTest::newRow("what lies between keeps its number") << "1 2 3 1" << "2 nginx:2 | 3 nginx:3 | 4 nginx:1";
}

void TestHistory::revisions()
{
    QFETCH(QString, images);
    QFETCH(QString, kept);
    for (const RevisionStyle style : {RevisionStyle::StatefulSet, RevisionStyle::DaemonSet}) {
        Stage stage;
        for (const QString& image : images.split(' '))
            stage.go(image, style);
        QCOMPARE(stage.told(), kept);
        for (const api::ObjectPtr& revision : stage.revisions()) {
            const api::Text hash = revision.meta().labels.valueOr(hashLabel(style), {});
            QCOMPARE(revision.meta().name.str(), "web-" + hash.str());
        }
        QVERIFY(!stage.collisions.has_value());
    }
}

void TestHistory::truncation_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QString>("kept");
    QTest::newRow("within the limit all stay") << 4 << "4" << "1 nginx:1 | 2 nginx:2 | 3 nginx:3 | 4 nginx:4";
    QTest::newRow("what is in use does not count") << 3 << "4" << "1 nginx:1 | 2 nginx:2 | 3 nginx:3 | 4 nginx:4";
    QTest::newRow("the oldest go first") << 1 << "4" << "3 nginx:3 | 4 nginx:4";
    QTest::newRow("what is in use stays, however old") << 1 << "1 4" << "1 nginx:1 | 3 nginx:3 | 4 nginx:4";
    QTest::newRow("without a past only what is in use") << 0 << "2 4" << "2 nginx:2 | 4 nginx:4";
}

void TestHistory::truncation()
{
    QFETCH(int, limit);
    QFETCH(QString, live);
    QFETCH(QString, kept);
    Stage stage;
    for (const char* image : {"1", "2", "3", "4"})
        stage.go(image);
    apiserver::Client client = stage.client();
    const QStringList inUse = live.split(' ');
    const api::Status done = truncateHistory(client, stage.revisions(), limit,
        [&](const api::ObjectPtr& revision) { return inUse.contains(QString::number(numberOf(revision))); });
    QVERIFY(done.ok());
    QCOMPARE(stage.told(), kept);
}

void TestHistory::aTakenNameIsMadeAnother_data()
{
    QTest::addColumn<int>("style");
    QTest::addColumn<bool>("isTheSame");
    QTest::newRow("of a StatefulSet, by another template") << int(RevisionStyle::StatefulSet) << false;
    QTest::newRow("of a DaemonSet, by another template") << int(RevisionStyle::DaemonSet) << false;
    QTest::newRow("not if it is the same template") << int(RevisionStyle::StatefulSet) << true;
}

void TestHistory::aTakenNameIsMadeAnother()
{
    QFETCH(int, style);
    QFETCH(bool, isTheSame);
    const auto keep = [&](Stage& stage, const char* image) {
        apiserver::Client client = stage.client();
        return *keepRevision(client, stage.owner, stage.form(image), 1, {}, RevisionStyle(style));
    };
    Stage elsewhere;
    const api::ObjectPtr free = keep(elsewhere, "1").object;

    Stage stage;
    apiserver::Client client = stage.client();
    api::Box<api::ControllerRevision> taken;
    taken.edit().metadata.name = free.meta().name;
    taken.edit().metadata.namespace_ = "default";
    taken.edit().data = revisionData(stage.form(isTheSame ? "1" : "2"));
    QVERIFY(client.create(revisionKind(), "default", taken).ok());
    const KeptRevision kept = keep(stage, "1");
    QCOMPARE(kept.object.meta().name == free.meta().name, isTheSame);
    QCOMPARE(kept.collisions.has_value() ? *kept.collisions : 0, isTheSame ? 0 : 1);
    QCOMPARE(Stage::imageOf(kept.object), QString("nginx:1"));
}

void TestHistory::aTemplateComesBackWhole()
{
    Stage stage;
    stage.go("1");
    api::Box<api::StatefulSet> changed = stage.owner.box<api::StatefulSet>();
    changed.edit().spec.edit().replicas = 7;
    api::PodTemplateSpec& form = changed.edit().spec.edit().template_.edit();
    form.metadata.labels.set("added", api::Text("later"));
    form.spec.edit().containers.push_back({}).name = "added";
    const api::Result<api::ObjectPtr> back = asOf(changed, stage.revisions().front());
    QVERIFY(back.ok());
    const api::StatefulSet& set = *back->as<api::StatefulSet>();
    QVERIFY(set.spec->template_ == stage.owner.as<api::StatefulSet>()->spec->template_); // nothing of what was added
    QCOMPARE(set.spec->replicas.valueOr(0), 7); // which is no part of a revision
}

void TestHistory::strangersAreAdoptedOrLeftAlone_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("owner");
    QTest::addColumn<QString>("found");
    QTest::newRow("an orphan that is selected is adopted") << "web" << "" << "5 nginx:1";
    QTest::newRow("an orphan that is not selected is left alone") << "db" << "" << "";
    QTest::newRow("what somebody else owns is left alone") << "web" << "other" << "";
    QTest::newRow("what is no longer selected is let go") << "db" << "web" << "";
}

void TestHistory::strangersAreAdoptedOrLeftAlone()
{
    QFETCH(QString, label);
    QFETCH(QString, owner);
    QFETCH(QString, found);
    Stage stage;
    apiserver::Client client = stage.client();
    api::Box<api::ControllerRevision> box;
    box.edit().metadata.name = "old";
    box.edit().metadata.namespace_ = "default";
    box.edit().metadata.labels.set("app", api::Text(label.toStdString()));
    box.edit().data = revisionData(stage.form("1"));
    box.edit().revision = 5;
    if (!owner.isEmpty()) {
        api::OwnerReference reference = controllerReference(stage.owner);
        if (owner == "other")
            reference.uid = "another";
        box.edit().metadata.ownerReferences.push_back(reference);
    }
    QVERIFY(client.create(revisionKind(), "default", box).ok());
    QCOMPARE(stage.told(), found);
    QCOMPARE(stage.failure, QString());
    const api::ObjectPtr now = client.find(revisionKind(), "default", "old");
    QCOMPARE(isControlledBy(now.meta(), stage.owner.meta()), !found.isEmpty());
    QCOMPARE(now.meta().ownerReferences.size(), std::size_t(found.isEmpty() && owner != "other" ? 0 : 1));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "test_history.moc"
