// Looking at the past while clients talk to the head: every kind, any instant, and nobody notices.
#include "api/manifestreader.h"
#include "apiserver/resources.h"
#include "lab/labthread.h"

#include <QFile>
#include <QtTest/QtTest>

#include <atomic>
#include <thread>

using namespace kubarium;
using apiserver::Request;
using apiserver::Verb;

class TestScrubbing : public QObject {
    Q_OBJECT
private slots:
    void everyKindAtEveryInstant();
};

namespace {

constexpr api::Seconds between { 7 };

apiserver::IdentityPtr admin()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity { "admin", "", { "system:masters", "system:authenticated" }, {} });
    return identity;
}

std::vector<api::ObjectPtr> oneOfEach()
{
    QFile file(KUBARIUM_SOURCE_DIR "/tests/facts/one-of-each.yaml");
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the facts are missing");
    const api::ManifestReport report = api::readManifest(file.readAll().toStdString(), {});
    std::vector<api::ObjectPtr> objects;
    for (const api::ManifestObject& object : report.objects)
        objects.push_back(object.object);
    return objects;
}

const api::Kind& kindOf(const api::ObjectPtr& object)
{
    return *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
}

Request about(Verb verb, const api::ObjectPtr& object)
{
    Request request;
    request.verb = verb;
    request.kind = &kindOf(object);
    request.namespace_ = object.meta().namespace_.str();
    request.name = verb == Verb::Create ? "" : object.meta().name.str();
    request.identity = admin();
    request.object = object;
    return request;
}

// Everything in a snapshot, a line an object.
QString contents(const store::Snapshot& snapshot)
{
    QStringList lines;
    for (const api::Kind& kind : api::kinds()) {
        if (!kind.stored)
            continue;
        snapshot.tree(apiserver::resourceId(kind)).visit([&](const api::ObjectPtr& object) {
            const api::ObjectMeta& meta = object.meta();
            lines << QString::fromStdString(std::string(kind.kind) + " " + meta.namespace_.str() + "/" + meta.name.str()
                + "@" + meta.resourceVersion.str());
            return true;
        });
    }
    return lines.join('\n');
}

// A client that changes labels of what it finds, again and again.
void change(lab::Lab& lab, const api::ObjectPtr& object, int number)
{
    api::ObjectPtr now = lab.store().find(
        apiserver::keyOf(kindOf(object), object.meta().namespace_, object.meta().name));
    if (!now)
        return;
    now.editMeta().labels.set("step", std::to_string(number));
    lab.submit(about(Verb::Update, now));
}

} // namespace

void TestScrubbing::everyKindAtEveryInstant()
{
    const std::vector<api::ObjectPtr> objects = oneOfEach();
    QVERIFY(objects.size() > 50);
    lab::LabThread thread([] { return std::make_unique<lab::Lab>(lab::ClusterFile::standard()); });
    std::vector<std::pair<api::Time, QString>> moments;
    for (const api::ObjectPtr& object : objects) {
        if (lab::isOfTheLab(kindOf(object)))
            continue; // etcd has none of these
        std::string refusal;
        thread.run([&](lab::Lab& lab) {
            refusal = lab.submit(about(Verb::Create, object)).status.message;
            lab.runFor(between);
            moments.emplace_back(lab.now(), contents(lab.snapshot()));
            lab.runFor(between);
        });
        QCOMPARE(QString::fromStdString(refusal), QString());
    }

    std::atomic<bool> looking = true;
    std::atomic<int> changes = 0;
    std::vector<std::thread> clients;
    for (std::size_t client = 0; client < 2; ++client) {
        clients.emplace_back([&, client] {
            for (std::size_t i = client; looking; ++i)
                thread.run([&](lab::Lab& lab) { change(lab, objects[i % objects.size()], ++changes); });
        });
    }
    for (int round = 0; round < 3; ++round) {
        for (const auto& [time, expected] : moments) {
            std::optional<store::Snapshot> past;
            thread.run([&, when = time](lab::Lab& lab) { past = lab.snapshotAt(when); });
            QVERIFY(past);
            QCOMPARE(contents(*past), expected); // read here, while the lab goes on in its thread
        }
    }
    QTRY_VERIFY(changes > 500);
    looking = false;
    for (std::thread& client : clients)
        client.join();
    store::Revision head = 0;
    thread.run([&](lab::Lab& lab) { head = lab.store().revision(); });
    QVERIFY(head > 500);
}

QTEST_GUILESS_MAIN(TestScrubbing)
#include "test_scrubbing.moc"
