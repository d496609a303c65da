// Discovery against what a v1.34 server answered: the same resources, names and verbs in the same order. What differs
// is listed here by name.
#include "apiserver/discovery/discovery.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;
using discovery::Aggregated;

class TestDiscovery : public QObject {
    Q_OBJECT
private slots:
    void legacyVersions();
    void groupList();
    void resources_data();
    void resources();
    void legacyGroupAtOnce();
    void allGroupsAtOnce();
    void bothVersionsOfTheAggregatedFormSayTheSame();
    void oneGroup_data();
    void oneGroup();
    void versionsAreRanked_data();
    void versionsAreRanked();
    void definitionsStandBehindTheServersOwn();
};

namespace {

QByteArray fact(const char* name)
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/discovery/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tests/facts/discovery/%s is missing", name);
    return file.readAll().trimmed();
}

// A list document taken apart: its elements as they are written, and what stands around them.
struct Taken {
    QByteArray around;
    QByteArrayList elements;
};

// `json` is compact and has one list called `list`, which holds objects. Text, not a tree: the order of members counts.
Taken taken(const QByteArray& json, const QByteArray& list)
{
    const QByteArray opening = "\"" + list + "\":[";
    const qsizetype begin = json.indexOf(opening) + opening.size();
    if (begin < opening.size())
        qFatal("no %s in %s", list.constData(), json.left(200).constData());
    Taken parts;
    int depth = 0;
    qsizetype from = begin;
    qsizetype at = begin;
    for (; depth > 0 || json[at] != ']'; ++at) {
        if (json[at] == '{' && depth++ == 0)
            from = at;
        else if (json[at] == '}' && --depth == 0)
            parts.elements << json.mid(from, at + 1 - from);
    }
    parts.around = json.left(begin) + json.mid(at);
    return parts;
}

Taken without(Taken parts, const QByteArrayList& names)
{
    for (const QByteArray& name : names) {
        const qsizetype before = parts.elements.size();
        parts.elements.removeIf([&](const QByteArray& element) { return element.contains("\"" + name); });
        if (parts.elements.size() == before)
            qFatal("%s is no difference any more", name.constData());
    }
    return parts;
}

void compare(const Taken& ours, const Taken& theirs)
{
    QCOMPARE(ours.around, theirs.around);
    for (qsizetype i = 0; i < std::min(ours.elements.size(), theirs.elements.size()); ++i)
        QCOMPARE(ours.elements[i], theirs.elements[i]);
    QCOMPARE(ours.elements.size(), theirs.elements.size());
}

QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

const QByteArrayList groupsNotServed = {"resource.k8s.io", "flowcontrol.apiserver.k8s.io"};
const QByteArrayList groupsAdded = {"autoscaling.k8s.io", "lab.kubarium.dev", "metrics.k8s.io"};

} // namespace

void TestDiscovery::legacyVersions()
{
    QCOMPARE(bytes(discovery::apiVersions(api::kinds(), "172.18.0.2:36443")), fact("api.json"));
}

void TestDiscovery::groupList()
{
    const Taken ours = taken(bytes(discovery::groupList(api::kinds())), "groups");
    compare(without(ours, groupsAdded), without(taken(fact("apis.json"), "groups"), groupsNotServed));
    for (qsizetype i = 0; i < groupsAdded.size(); ++i) // behind all others, in this order
        QVERIFY(ours.elements[ours.elements.size() - groupsAdded.size() + i].startsWith("{\"name\":\"" + groupsAdded[i] + '"'));
}

void TestDiscovery::resources_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArrayList>("notServed");
    const QDir facts(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/discovery"));
    for (const QString& file : facts.entryList({"api_*.json", "apis_*.json"}, QDir::Files, QDir::Name)) {
        QByteArrayList notServed;
        if (file.startsWith("apis_networking"))
            notServed = {"ipaddresses\"", "servicecidrs\"", "servicecidrs/status\""};
        QTest::addRow("%s", qPrintable(file)) << file.toLatin1() << notServed;
    }
}

void TestDiscovery::resources()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArrayList, notServed);
    const QByteArrayList path = file.chopped(5).split('_'); // api_v1, apis_apps_v1
    const std::string group = path.size() == 3 ? path[1].toStdString() : "";
    const auto ours = discovery::resourceList(api::kinds(), group, path.back().toStdString());
    QVERIFY(ours);
    compare(taken(bytes(*ours), "resources"), without(taken(fact(file), "resources"), notServed));
}

void TestDiscovery::legacyGroupAtOnce()
{
    const QByteArray ours = bytes(discovery::aggregatedApi(api::kinds(), Aggregated::V2));
    compare(taken(ours, "resources"), taken(fact("aggregated-api.json"), "resources"));
}

// Both forms are told apart by clients only by what they accept: they must agree in everything they both say.
void TestDiscovery::allGroupsAtOnce()
{
    const QJsonArray items = QJsonDocument::fromJson(bytes(discovery::aggregatedApis(api::kinds(), Aggregated::V2)))["items"].toArray();
    const QJsonArray groups = QJsonDocument::fromJson(bytes(discovery::groupList(api::kinds())))["groups"].toArray();
    QCOMPARE(items.size(), groups.size());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString name = groups[i]["name"].toString();
        QCOMPARE(items[i]["metadata"]["name"].toString(), name);
        const QJsonArray versions = items[i]["versions"].toArray();
        QCOMPARE(versions.size(), groups[i]["versions"].toArray().size());
        for (qsizetype j = 0; j < versions.size(); ++j) {
            const QString version = groups[i]["versions"][j]["version"].toString();
            QCOMPARE(versions[j]["version"].toString(), version);
            const auto list = discovery::resourceList(api::kinds(), name.toStdString(), version.toStdString());
            QVERIFY(list);
            QStringList told;
            for (const QJsonValue resource : versions[j]["resources"].toArray()) {
                told << resource["resource"].toString() + ' ' + resource["responseKind"]["kind"].toString();
                for (const QJsonValue sub : resource["subresources"].toArray())
                    told << resource["resource"].toString() + '/' + sub["subresource"].toString() + ' ' + sub["responseKind"]["kind"].toString();
            }
            QStringList listed;
            for (const QJsonValue resource : QJsonDocument::fromJson(bytes(*list))["resources"].toArray())
                listed << resource["name"].toString() + ' ' + resource["kind"].toString();
            QCOMPARE(told, listed);
        }
    }
}

void TestDiscovery::bothVersionsOfTheAggregatedFormSayTheSame()
{
    const QByteArray v2 = bytes(discovery::aggregatedApis(api::kinds(), Aggregated::V2));
    QByteArray beta = bytes(discovery::aggregatedApis(api::kinds(), Aggregated::V2beta1));
    QVERIFY(v2 != beta);
    QCOMPARE(beta.replace("apidiscovery.k8s.io/v2beta1", "apidiscovery.k8s.io/v2"), v2);
}

void TestDiscovery::oneGroup_data()
{
    QTest::addColumn<QByteArray>("group");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("a group tells its versions")
        << QByteArray("apps")
        << QByteArray(R"({"kind":"APIGroup","apiVersion":"v1","name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],)"
                      R"("preferredVersion":{"groupVersion":"apps/v1","version":"v1"}})");
    QTest::newRow("the newest version is preferred")
        << QByteArray("autoscaling")
        << QByteArray(R"({"kind":"APIGroup","apiVersion":"v1","name":"autoscaling","versions":[{"groupVersion":"autoscaling/v2","version":"v2"},)"
                      R"({"groupVersion":"autoscaling/v1","version":"v1"}],"preferredVersion":{"groupVersion":"autoscaling/v2","version":"v2"}})");
    QTest::newRow("there is no such group") << QByteArray("nosuch.example.com") << QByteArray();
    QTest::newRow("the legacy group is none of these") << QByteArray("") << QByteArray();
}

void TestDiscovery::oneGroup()
{
    QFETCH(QByteArray, group);
    QFETCH(QByteArray, told);
    QCOMPARE(bytes(discovery::group(api::kinds(), group.toStdString()).value_or("")), told);
}

void TestDiscovery::versionsAreRanked_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("the higher stable version comes first") << QByteArray("v10") << QByteArray("v2");
    QTest::newRow("stable comes before beta") << QByteArray("v1") << QByteArray("v2beta1");
    QTest::newRow("beta comes before alpha") << QByteArray("v1beta1") << QByteArray("v3alpha1");
    QTest::newRow("the later beta comes first") << QByteArray("v1beta10") << QByteArray("v1beta3");
    QTest::newRow("what is no Kubernetes version comes last") << QByteArray("v1alpha1") << QByteArray("foo10");
    QTest::newRow("such words are in the order of the alphabet") << QByteArray("foo1") << QByteArray("foo10");
    QTest::newRow("a version with a tail is such a word") << QByteArray("v1alpha1") << QByteArray("v1gamma");
    QTest::newRow("and so is one that begins with zero") << QByteArray("v1alpha1") << QByteArray("v01");
}

void TestDiscovery::versionsAreRanked()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    QVERIFY(discovery::ranksBefore(first.toStdString(), second.toStdString()));
    QVERIFY(!discovery::ranksBefore(second.toStdString(), first.toStdString()));
    QVERIFY(!discovery::ranksBefore(first.toStdString(), first.toStdString()));
}

// Kinds that come at run time are told like all others: here one of a group between two of ours.
void TestDiscovery::definitionsStandBehindTheServersOwn()
{
    std::vector<api::Kind> kinds(api::kinds().begin(), api::kinds().end());
    api::Kind backup = *api::findKind("batch", "v1", "CronJob");
    backup.group = "backups.example.com";
    backup.version = "v1alpha1";
    backup.kind = "Backup";
    backup.resource = "backups";
    backup.singular = "backup";
    kinds.push_back(backup);

    const QByteArrayList groups = taken(bytes(discovery::groupList(kinds)), "groups").elements;
    const auto place = [&](const QByteArray& name) {
        for (qsizetype i = 0; i < groups.size(); ++i) {
            if (groups[i].startsWith("{\"name\":\"" + name + '"'))
                return i;
        }
        return qsizetype(-1);
    };
    QVERIFY(place("discovery.k8s.io") < place("backups.example.com"));
    QVERIFY(place("autoscaling.k8s.io") < place("backups.example.com"));
    QVERIFY(place("backups.example.com") < place("metrics.k8s.io"));

    const QJsonObject list = QJsonDocument::fromJson(bytes(discovery::resourceList(kinds, "backups.example.com", "v1alpha1").value())).object();
    QCOMPARE(list["groupVersion"].toString(), QString("backups.example.com/v1alpha1"));
    QCOMPARE(list["resources"][0]["name"].toString(), QString("backups"));
    QVERIFY(list["resources"][0]["storageVersionHash"].toString() != QString());
    // Clients learn the whole kind from a definition, while the server leaves out what its own path says already.
    QVERIFY(bytes(discovery::aggregatedApis(kinds, Aggregated::V2))
            .contains(R"("responseKind":{"group":"backups.example.com","version":"v1alpha1","kind":"Backup"})"));
    QVERIFY(discovery::storageVersionHash(kinds, *api::findKind("metrics.k8s.io", "v1beta1", "NodeMetrics")).empty());
}

QTEST_GUILESS_MAIN(TestDiscovery)
#include "test_discovery.moc"
