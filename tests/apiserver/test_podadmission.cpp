// What admission makes of a pod before it is stored: its rank, and how long it stays on a node that is gone.
#include "apiserver/resources.h"
#include "lab/lab.h"

#include "api/encode.h"
#include "api/types/core-pod.h"

#include <QtTest/QtTest>

using namespace kubarium;
using apiserver::Request;
using apiserver::Response;
using apiserver::Verb;

class TestPodAdmission : public QObject {
    Q_OBJECT
private slots:
    void ranks_data();
    void ranks();
    void onlyOneDefault();
    void tolerations_data();
    void tolerations();
    void anUpdateMayLeaveOutWhatItDidNotWrite();
};

namespace {

class Cluster {
public:
    Cluster() { lab.runFor(std::chrono::seconds(1)); } // the namespace's ServiceAccount is there

    Response send(Verb verb, const char* apiVersion, const char* kind, const std::string& body, const std::string& name = {})
    {
        Request request;
        request.verb = verb;
        request.kind = api::findKindByApiVersion(apiVersion, kind);
        request.namespace_ = request.kind->namespaced ? "default" : "";
        request.name = name;
        request.identity = std::make_shared<const apiserver::Identity>(
            apiserver::Identity {"admin", "", {"system:masters", "system:authenticated"}, {}});
        request.body = body;
        request.bodyFormat = apiserver::BodyFormat::Json;
        return lab.submit(request);
    }

    Response priorityClass(const char* name, int value, bool isDefault)
    {
        return send(Verb::Create, "scheduling.k8s.io/v1", "PriorityClass",
            R"({"metadata":{"name":")" + std::string(name) + R"("},"value":)" + std::to_string(value)
                + (isDefault ? R"(,"globalDefault":true})" : "}"));
    }

    Response pod(const QByteArray& fields)
    {
        return send(Verb::Create, "v1", "Pod",
            R"({"metadata":{"name":"p"},"spec":{)" + fields.toStdString() + R"("containers":[{"name":"c","image":"nginx"}]}})");
    }

    lab::Lab lab {lab::ClusterFile::standard()};
};

QString rankOf(const Response& response)
{
    if (!response.ok())
        return QString::fromStdString(response.status.message);
    const api::PodSpec& spec = *response.object.as<api::Pod>()->spec;
    return QString::fromStdString(spec.priorityClassName.str() + " " + std::to_string(spec.priority.valueOr(-1)) + " "
        + spec.preemptionPolicy.str());
}

} // namespace

void TestPodAdmission::ranks_data()
{
    QTest::addColumn<bool>("withDefault");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("rank");
    QTest::newRow("without classes all are alike") << false << QByteArray() << " 0 PreemptLowerPriority";
    QTest::newRow("the default is for who says nothing") << true << QByteArray() << "usual 100 PreemptLowerPriority";
    QTest::newRow("a class of one's own") << true << QByteArray(R"("priorityClassName":"high",)") << "high 1000 PreemptLowerPriority";
    QTest::newRow("one that the cluster began with") << false << QByteArray(R"("priorityClassName":"system-cluster-critical",)")
        << "system-cluster-critical 2000000000 PreemptLowerPriority";
    QTest::newRow("the right number may be said, too") << true << QByteArray(R"("priorityClassName":"high","priority":1000,)")
        << "high 1000 PreemptLowerPriority";
    QTest::newRow("nobody ranks himself") << false << QByteArray(R"("priority":7,)")
        << R"(pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; )"
           "priority admission controller computed 0 from the given PriorityClass name";
    QTest::newRow("nor says whom he pushes out") << false << QByteArray(R"("preemptionPolicy":"Never",)")
        << R"(pods "p" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; )"
           "priority admission controller computed PreemptLowerPriority from the given PriorityClass name";
    QTest::newRow("a class that nobody made") << false << QByteArray(R"("priorityClassName":"lost",)")
        << R"(pods "p" is forbidden: no PriorityClass with name lost was found)";
}

void TestPodAdmission::ranks()
{
    QFETCH(bool, withDefault);
    QFETCH(QByteArray, fields);
    QFETCH(QString, rank);
    Cluster cluster;
    QVERIFY(cluster.priorityClass("high", 1000, false).ok());
    QVERIFY(!withDefault || cluster.priorityClass("usual", 100, true).ok());
    QCOMPARE(rankOf(cluster.pod(fields)), rank);
}

void TestPodAdmission::onlyOneDefault()
{
    Cluster cluster;
    QVERIFY(cluster.priorityClass("usual", 100, true).ok());
    QCOMPARE(QString::fromStdString(cluster.priorityClass("other", 5, true).status.message),
        QString(R"(priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. )"
                "Only one default can exist"));
    QVERIFY(cluster.priorityClass("other", 5, false).ok());
    const Response again = cluster.send(Verb::Update, "scheduling.k8s.io/v1", "PriorityClass",
        R"({"metadata":{"name":"usual"},"value":100,"globalDefault":true,"description":"for all"})", "usual");
    QVERIFY2(again.ok(), again.status.message.c_str()); // it is the default already
}

void TestPodAdmission::tolerations_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("tolerated");
    const QString both = "node.kubernetes.io/not-ready 300, node.kubernetes.io/unreachable 300";
    QTest::newRow("five minutes for both") << QByteArray() << both;
    QTest::newRow("who says how long is believed")
        << QByteArray(R"("tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}],)")
        << "node.kubernetes.io/not-ready 5, node.kubernetes.io/unreachable 300";
    QTest::newRow("who tolerates all stays for ever") << QByteArray(R"("tolerations":[{"operator":"Exists"}],)") << " -1";
    QTest::newRow("other effects say nothing about it")
        << QByteArray(R"("tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoSchedule"}],)")
        << "node.kubernetes.io/not-ready -1, " + both;
}

void TestPodAdmission::tolerations()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, tolerated);
    Cluster cluster;
    const Response made = cluster.pod(fields);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QStringList list;
    for (const api::Toleration& one : made.object.as<api::Pod>()->spec->tolerations)
        list << QString::fromStdString(one.key.str() + " " + std::to_string(one.tolerationSeconds.valueOr(-1)));
    QCOMPARE(list.join(", "), tolerated);
}

void TestPodAdmission::anUpdateMayLeaveOutWhatItDidNotWrite()
{
    Cluster cluster;
    const Response made = cluster.pod({});
    api::Value pod = api::toValue(made.object);
    api::Value::Object& spec = pod.editObject().edit("spec").editObject();
    spec.erase("priority");
    spec.erase("preemptionPolicy");
    pod.editObject().edit("metadata").editObject().edit("labels").editObject().set("new", "yes");
    const Response updated = cluster.send(Verb::Update, "v1", "Pod", api::toJson(pod), "p");
    QCOMPARE(rankOf(updated), QString(" 0 PreemptLowerPriority"));
}

QTEST_GUILESS_MAIN(TestPodAdmission)
#include "test_podadmission.moc"
