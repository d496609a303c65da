// A world that can be run again: hashes, replays, forks, and going back.
#include "apiserver/resources.h"
#include "lab/lab.h"
#include "sim/random.h"

#include "api/types/core-config.h"

#include <QtTest/QtTest>

using namespace kubarium;
using apiserver::BodyFormat;
using apiserver::Request;
using apiserver::Verb;
using lab::Lab;

class TestLab : public QObject {
    Q_OBJECT
private slots:
    void aClusterBeginsWithItsNodes();
    void equalSeedsHaveEqualHistories();
    void theHashCountsWhatTheLogHasForgotten();
    void aSessionReplaysFromItsLines();
    void bodiesInProtobufAreKeptInBase64();
    void forksGoOnAsTheOriginalDid();
    void goingBackAndForward();
    void undoTakesBackTheLastInput();
    void anyPastInstantCanBeRead();
    void slicesAreOneRun();
    void everyChangeHasACause();
    void batchesTellEverythingOnce();
};

namespace {

const api::Kind& configMaps() { return *api::findKind("", "v1", "ConfigMap"); }

apiserver::IdentityPtr admin()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(apiserver::Identity{"admin", "", {"system:masters"}, {}});
    return identity;
}

Request about(Verb verb, const std::string& name)
{
    Request request;
    request.verb = verb;
    request.kind = &configMaps();
    request.namespace_ = "default";
    request.name = name;
    request.identity = admin();
    return request;
}

Request withBody(Request request, const std::string& body, BodyFormat format = BodyFormat::Json)
{
    request.body = body;
    request.bodyFormat = format;
    return request;
}

// Five kinds of input, refused ones among them, with time going on in between.
void live(Lab& lab, int steps, std::uint64_t seed = 1)
{
    auto random = sim::Random(seed).stream("user", "acts", lab.inputs().size());
    for (int i = 0; i < steps; ++i) {
        lab.runFor(std::chrono::milliseconds(1 + random.below(40'000))); // each in an instant of its own
        const std::string name = "c" + std::to_string(random.below(8));
        const std::string body = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + R"("},"data":{"n":")" + std::to_string(i) + "\"}}";
        switch (random.below(5)) {
        case 0:
            lab.submit(withBody(about(Verb::Create, ""), body));
            break;
        case 1:
            lab.submit(withBody(about(Verb::Create, ""), "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: g-}\n", BodyFormat::Yaml));
            break;
        case 2:
            lab.submit(withBody(about(Verb::Update, name), body));
            break;
        case 3:
            lab.submit(about(Verb::Delete, name));
            break;
        default: {
            Request all = about(Verb::DeleteCollection, "");
            all.list.fieldSelector = "metadata.name=" + name;
            lab.submit(all);
        }
        }
    }
}

std::unique_ptr<Lab> newLab(std::uint64_t seed = 1)
{
    Lab::Options options;
    options.seed = seed;
    options.keyframeEvery = 16; // so that small tests meet several
    return std::make_unique<Lab>(lab::ClusterFile::standard(), options);
}

QString keys(const store::Snapshot& snapshot)
{
    QStringList list;
    snapshot.tree(apiserver::resourceId(configMaps())).visit([&](const api::ObjectPtr& object) {
        list << QString::fromStdString(object.meta().name.str() + "@" + object.meta().resourceVersion.str());
        return true;
    });
    return list.join(' ');
}

} // namespace

void TestLab::aClusterBeginsWithItsNodes()
{
    const auto lab = newLab();
    const auto names = [&](const char* kind) {
        QStringList list;
        lab->store().tree(apiserver::resourceId(*api::findKind("", "v1", kind))).visit([&](const api::ObjectPtr& object) {
            list << QString::fromStdString(object.meta().name.str());
            return true;
        });
        return list.join(' ');
    };
    QCOMPARE(names("Node"), QString("master-1 node-1 node-2 node-3"));
    QCOMPARE(names("Namespace"), QString("default kube-node-lease kube-public kube-system"));
    QCOMPARE(QString::fromStdString(lab->now().text()), QString("2026-01-01T00:00:00Z"));
    lab->runFor(std::chrono::minutes(10));
    QCOMPARE(QString::fromStdString(lab->now().text()), QString("2026-01-01T00:10:00Z"));
    QCOMPARE(lab->coming(1).size(), std::size_t{1});
}

void TestLab::equalSeedsHaveEqualHistories()
{
    const auto first = newLab();
    const auto second = newLab();
    const auto other = newLab(2);
    for (Lab* lab : {first.get(), second.get(), other.get()})
        live(*lab, 60);
    QCOMPARE(first->historyHash(), second->historyHash());
    QVERIFY(first->historyHash() != other->historyHash()); // other names and uids
    QVERIFY(first->store().revision() > 20);
}

void TestLab::theHashCountsWhatTheLogHasForgotten()
{
    const auto whole = newLab();
    lab::Lab::Options options;
    options.keptRevisions = 10;
    options.keyframeEvery = 16;
    Lab forgetful(lab::ClusterFile::standard(), options);
    for (int i = 0; i < 3; ++i) {
        live(*whole, 40);
        live(forgetful, 40);
        QVERIFY(forgetful.store().oldestChange() > 1);
        QCOMPARE(forgetful.historyHash(), whole->historyHash());
        QVERIFY(forgetful.rewind(forgetful.now() - std::chrono::seconds(1)));
        QVERIFY(whole->rewind(whole->now() - std::chrono::seconds(1)));
        QCOMPARE(forgetful.historyHash(), whole->historyHash());
    }
}

void TestLab::aSessionReplaysFromItsLines()
{
    const auto recorded = newLab();
    live(*recorded, 80);
    recorded->runFor(std::chrono::hours(1));

    const auto replayed = newLab();
    for (const auto& input : recorded->inputs()) {
        const auto parsed = lab::Input::parse(input->line());
        QVERIFY(parsed);
        QCOMPARE(QString::fromStdString(parsed->line()), QString::fromStdString(input->line()));
        replayed->again(*parsed);
    }
    replayed->runFor(recorded->now() - replayed->now());
    QCOMPARE(replayed->historyHash(), recorded->historyHash());
    QVERIFY(!lab::Input::parse("{\"verb\":\"create\""));
    QVERIFY(!lab::Input::parse("{}"));
}

void TestLab::bodiesInProtobufAreKeptInBase64()
{
    // ConfigMap default/p, as kubectl sends it.
    const std::string body("k8s\0\n\x0f\n\2v1\x12\tConfigMap\x12\5\n\3\n\1p", 28);
    const auto recorded = newLab();
    QCOMPARE(recorded->submit(withBody(about(Verb::Create, ""), body, BodyFormat::Protobuf)).status.code, 201);
    const std::string line = recorded->inputs().back()->line();
    QVERIFY(line.find("\"azhzAAoPCgJ2MRIJQ29uZmlnTWFwEgUKAwoBcA==\"") != std::string::npos);
    QVERIFY(line.find(R"("protobuf":true)") != std::string::npos);

    const auto parsed = lab::Input::parse(line);
    QVERIFY(parsed);
    QVERIFY(parsed->request.bodyFormat == BodyFormat::Protobuf);
    QVERIFY(parsed->request.body == body);
    const auto replayed = newLab();
    replayed->again(*parsed);
    QCOMPARE(replayed->historyHash(), recorded->historyHash());

    std::string broken = line;
    broken.replace(broken.find("azhz"), 4, "a*hz");
    QVERIFY(!lab::Input::parse(broken));
}

void TestLab::forksGoOnAsTheOriginalDid()
{
    const auto lab = newLab();
    std::vector<std::unique_ptr<Lab>> forks;
    for (int i = 0; i < 20; ++i) {
        live(*lab, 3);
        forks.push_back(lab->fork());
    }
    const auto inputs = lab->inputs();
    for (auto& fork : forks) {
        for (std::size_t i = fork->inputs().size(); i < inputs.size(); ++i)
            fork->again(*inputs[i]);
        QCOMPARE(fork->historyHash(), lab->historyHash());
    }
    // What a fork does, the original never sees.
    const std::string before = lab->historyHash();
    live(*forks.front(), 10);
    QCOMPARE(lab->historyHash(), before);
}

void TestLab::goingBackAndForward()
{
    const auto lab = newLab();
    std::vector<std::pair<api::Time, QString>> moments;
    for (int i = 0; i < 30; ++i) {
        live(*lab, 2);
        moments.emplace_back(lab->now(), keys(lab->snapshot()));
    }
    const auto original = lab->fork();
    for (const std::size_t index : {25, 12, 3}) {
        const auto& [time, state] = moments[index];
        QVERIFY(lab->rewind(time));
        QCOMPARE(keys(lab->snapshot()), state);
        QVERIFY(lab->now() == time);
    }
    QCOMPARE(lab->branch(), std::uint64_t{3});
    // The same acts from there lead to the same end.
    const auto inputs = original->inputs();
    for (std::size_t i = lab->inputs().size(); i < inputs.size(); ++i)
        lab->again(*inputs[i]);
    lab->runFor(original->now() - lab->now());
    QCOMPARE(lab->historyHash(), original->historyHash());
    QVERIFY(!lab->rewind(lab->now() + std::chrono::seconds(1)));
}

void TestLab::undoTakesBackTheLastInput()
{
    const auto lab = newLab();
    live(*lab, 25);
    lab->runFor(std::chrono::seconds(5));
    const QString before = keys(lab->snapshot());
    const std::size_t inputs = lab->inputs().size();
    const api::Time then = lab->now();
    lab->submit(withBody(about(Verb::Create, ""), R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"mistake"}})"));
    QVERIFY(keys(lab->snapshot()) != before);
    lab->runFor(std::chrono::seconds(90));
    QVERIFY(lab->undo());
    QCOMPARE(keys(lab->snapshot()), before);
    QCOMPARE(lab->inputs().size(), inputs);
    QVERIFY(lab->now() == then);
}

void TestLab::anyPastInstantCanBeRead()
{
    const auto lab = newLab();
    std::vector<std::pair<api::Time, QString>> moments;
    for (int i = 0; i < 40; ++i) {
        live(*lab, 1);
        moments.emplace_back(lab->now(), keys(lab->snapshot()));
    }
    const std::string head = lab->historyHash();
    for (const auto& [time, state] : moments) {
        const auto past = lab->snapshotAt(time);
        QVERIFY(past);
        QCOMPARE(keys(*past), state);
    }
    QCOMPARE(lab->historyHash(), head); // looking changes nothing
    QVERIFY(!lab->snapshotAt(lab->now() + std::chrono::seconds(1)));
}

void TestLab::slicesAreOneRun()
{
    const auto whole = newLab();
    const auto sliced = newLab();
    live(*whole, 10);
    live(*sliced, 10);
    whole->runFor(std::chrono::minutes(30));
    api::Microseconds left = std::chrono::minutes(30);
    int slices = 0;
    while ((left = sliced->runFor(left, 3)).count() > 0)
        ++slices;
    QVERIFY(slices > 5);
    QVERIFY(sliced->now() == whole->now());
    QCOMPARE(sliced->historyHash(), whole->historyHash());
}

void TestLab::everyChangeHasACause()
{
    const auto lab = newLab();
    lab->runFor(std::chrono::seconds(7));
    lab->submit(withBody(about(Verb::Create, ""), R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}})"));
    const auto chain = lab->why(apiserver::keyOf(configMaps(), "default", "c"));
    QCOMPARE(chain.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(chain[0].who + " " + chain[0].what), QString("admin created ConfigMap default/c"));
    QCOMPARE(chain[1].cause, sim::Cause::input(1));
    QCOMPARE(QString::fromStdString(chain[1].time.text()), QString("2026-01-01T00:00:07Z"));
    QVERIFY(lab->trace(1) && lab->trace(1)->size() > 3);
}

void TestLab::batchesTellEverythingOnce()
{
    const auto lab = newLab();
    std::vector<lab::BatchPtr> batches;
    const boost::signals2::scoped_connection listening = lab->changes().connect([&](const lab::BatchPtr& batch) { batches.push_back(batch); });
    const store::Revision before = lab->store().revision();
    live(*lab, 30);
    store::Revision next = before + 1;
    for (const lab::BatchPtr& batch : batches) {
        for (const store::Change& change : batch->changes)
            QCOMPARE(change.revision, next++);
        QCOMPARE(batch->snapshot.revision, next - 1);
        QVERIFY(!batch->rewound);
    }
    QCOMPARE(next, lab->store().revision() + 1);
    batches.clear();
    lab->undo();
    QCOMPARE(batches.size(), std::size_t{1});
    QVERIFY(batches.front()->rewound);
    QCOMPARE(batches.front()->branch, lab->branch());
}

QTEST_GUILESS_MAIN(TestLab)
#include "test_lab.moc"
