// What is told about an object, and what of it is put together or left out.
#include "controllers/eventrecorder.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "apiserver/resources.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace std::chrono_literals;

class TestEventRecorder : public QObject {
    Q_OBJECT
private slots:
    void theSameAgainIsCounted();
    void whoSaysItMatters();
    void theTenthMessageInARowIsCombinedWithTheNext();
    void otherReasonsAreNotCombined();
    void afterTenQuietMinutesMessagesStandForThemselvesAgain();
    void fromTheTwentySixthOnOneEveryFiveMinutes();
    void anotherObjectHasASupplyOfItsOwn();
};

namespace {

class Stage {
public:
    Stage() : m_state(1), m_server(apiserver::AdmissionChain()), m_runtime(m_state, m_queue, m_server, 0) { }

    void say(const char* message, const char* about = "web", const char* reason = "Created", const char* component = "kubelet",
        const char* host = "node-1")
    {
        apiserver::Client client(m_runtime, apiserver::apiServerIdentity());
        api::Box<api::Pod> pod;
        pod.edit().metadata.name = about;
        pod.edit().metadata.namespace_ = "default";
        pod.edit().metadata.uid = std::string("uid-") + about;
        controllers::recordEvent(client, component, pod, controllers::EventType::Normal, reason, message, host);
    }

    void pass(api::Microseconds span) { m_state.now = m_state.now + span; }

    // "3 Pulled a | 1 Started b": counts and messages by the time they were first said.
    QString told() const
    {
        std::vector<const api::Event*> events;
        m_state.store.tree(apiserver::resourceId(*api::findKind("", "v1", "Event"))).visit([&](const api::ObjectPtr& object) {
            events.push_back(object.as<api::Event>());
            return true;
        });
        std::ranges::sort(events, {}, [](const api::Event* event) { return event->firstTimestamp; });
        QStringList list;
        for (const api::Event* event : events)
            list << QString("%1 %2").arg(event->count).arg(QString::fromStdString(event->message.str()));
        return list.join(" | ");
    }

private:
    apiserver::State m_state;
    sim::EventQueue m_queue;
    apiserver::ApiServer m_server;
    apiserver::Runtime m_runtime;
};

QByteArray numbered(int i)
{
    return "m" + QByteArray::number(i);
}

} // namespace

void TestEventRecorder::theSameAgainIsCounted()
{
    Stage stage;
    stage.say("a");
    stage.pass(1s);
    stage.say("b");
    stage.say("a");
    QCOMPARE(stage.told(), QString("2 a | 1 b"));
}

void TestEventRecorder::whoSaysItMatters()
{
    Stage stage;
    stage.say("a");
    stage.pass(1s);
    stage.say("a", "web", "Created", "kubelet", "node-2");
    stage.pass(1s);
    stage.say("a", "web", "Created", "default-scheduler");
    QCOMPARE(stage.told(), QString("1 a | 1 a | 1 a"));
}

void TestEventRecorder::theTenthMessageInARowIsCombinedWithTheNext()
{
    Stage stage;
    for (int i = 1; i <= 12; ++i) {
        stage.say(numbered(i));
        stage.pass(1s);
    }
    QCOMPARE(stage.told(),
        QString("1 m1 | 1 m2 | 1 m3 | 1 m4 | 1 m5 | 1 m6 | 1 m7 | 1 m8 | 1 m9 | 3 (combined from similar events): m12"));
    stage.say("m3"); // known by itself already
    QVERIFY(stage.told().contains("2 m3"));
}

void TestEventRecorder::otherReasonsAreNotCombined()
{
    Stage stage;
    for (int i = 1; i <= 9; ++i)
        stage.say(numbered(i));
    stage.pass(1s);
    stage.say("m10", "web", "Killing");
    QVERIFY(stage.told().endsWith(" | 1 m10"));
}

void TestEventRecorder::afterTenQuietMinutesMessagesStandForThemselvesAgain()
{
    Stage stage;
    for (int i = 1; i <= 9; ++i)
        stage.say(numbered(i));
    stage.pass(11min);
    stage.say("m10");
    QVERIFY(stage.told().endsWith(" | 1 m10"));
}

void TestEventRecorder::fromTheTwentySixthOnOneEveryFiveMinutes()
{
    Stage stage;
    for (int i = 0; i < 40; ++i)
        stage.say("a");
    QCOMPARE(stage.told(), QString("25 a"));
    stage.pass(5min);
    stage.say("a");
    stage.say("a");
    QCOMPARE(stage.told(), QString("26 a"));
}

void TestEventRecorder::anotherObjectHasASupplyOfItsOwn()
{
    Stage stage;
    for (int i = 0; i < 40; ++i)
        stage.say("a");
    stage.pass(1s);
    stage.say("a", "web2");
    QCOMPARE(stage.told(), QString("25 a | 1 a"));
}

QTEST_GUILESS_MAIN(TestEventRecorder)
#include "test_eventrecorder.moc"
