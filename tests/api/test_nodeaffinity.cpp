// Which nodes a pod may run on by nodeSelector and node affinity.
#include "api/nodeaffinity.h"
#include "api/types/core-node.h"
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestNodeAffinity : public QObject {
    Q_OBJECT
private slots:
    void required_data();
    void required();
};

void TestNodeAffinity::required_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<bool>("taken"); // by node n1 with the labels zone=a, gen=7, ssd=""
    const auto terms = [](const QByteArray& list) {
        return "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [" + list + "]}}}, ";
    };
    const auto expression = [&](const QByteArray& requirement) { return terms("{matchExpressions: [{" + requirement + "}]}"); };
    QTest::newRow("who asks for nothing runs anywhere") << QByteArray() << true;
    QTest::newRow("nodeSelector: a label as asked for") << QByteArray("nodeSelector: {zone: a}, ") << true;
    QTest::newRow("nodeSelector: another value") << QByteArray("nodeSelector: {zone: b}, ") << false;
    QTest::newRow("nodeSelector: all labels must be there") << QByteArray("nodeSelector: {zone: a, rack: r1}, ") << false;
    QTest::newRow("nodeSelector: an empty value is not a missing label") << QByteArray("nodeSelector: {rack: ''}, ") << false;
    QTest::newRow("nodeSelector: an empty value") << QByteArray("nodeSelector: {ssd: ''}, ") << true;
    QTest::newRow("In") << expression("key: zone, operator: In, values: [b, a]") << true;
    QTest::newRow("In: none of them") << expression("key: zone, operator: In, values: [b, c]") << false;
    QTest::newRow("In: no such label") << expression("key: rack, operator: In, values: [a]") << false;
    QTest::newRow("NotIn") << expression("key: zone, operator: NotIn, values: [b]") << true;
    QTest::newRow("NotIn: one of them") << expression("key: zone, operator: NotIn, values: [b, a]") << false;
    QTest::newRow("NotIn: no such label") << expression("key: rack, operator: NotIn, values: [a]") << true;
    QTest::newRow("Exists") << expression("key: ssd, operator: Exists") << true;
    QTest::newRow("Exists: no such label") << expression("key: rack, operator: Exists") << false;
    QTest::newRow("DoesNotExist") << expression("key: rack, operator: DoesNotExist") << true;
    QTest::newRow("DoesNotExist: it is there") << expression("key: zone, operator: DoesNotExist") << false;
    QTest::newRow("Gt") << expression("key: gen, operator: Gt, values: ['6']") << true;
    QTest::newRow("Gt: not if equal") << expression("key: gen, operator: Gt, values: ['7']") << false;
    QTest::newRow("Gt compares numbers, not texts") << expression("key: gen, operator: Gt, values: ['10']") << false;
    QTest::newRow("Lt") << expression("key: gen, operator: Lt, values: ['10']") << true;
    QTest::newRow("Lt: not if equal") << expression("key: gen, operator: Lt, values: ['7']") << false;
    QTest::newRow("Gt: a label that is no number") << expression("key: zone, operator: Gt, values: ['-1']") << false;
    QTest::newRow("Lt: no such label") << expression("key: rack, operator: Lt, values: ['5']") << false;
    QTest::newRow("requirements of a term: all")
        << terms("{matchExpressions: [{key: zone, operator: Exists}, {key: gen, operator: In, values: ['8']}]}") << false;
    QTest::newRow("terms: one is enough")
        << terms("{matchExpressions: [{key: zone, operator: In, values: [b]}]}, {matchExpressions: [{key: gen, operator: In, values: ['7']}]}") << true;
    QTest::newRow("an empty term is met by no node") << terms("{}") << false;
    QTest::newRow("nor does it spoil the others") << terms("{}, {matchExpressions: [{key: zone, operator: Exists}]}") << true;
    QTest::newRow("by name") << terms("{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}") << true;
    QTest::newRow("by another name") << terms("{matchFields: [{key: metadata.name, operator: In, values: [n2]}]}") << false;
    QTest::newRow("not by that name") << terms("{matchFields: [{key: metadata.name, operator: NotIn, values: [n1]}]}") << false;
    QTest::newRow("by name and label")
        << terms("{matchFields: [{key: metadata.name, operator: In, values: [n1]}], matchExpressions: [{key: zone, operator: In, values: [b]}]}") << false;
    QTest::newRow("nodeSelector and affinity: both")
        << "nodeSelector: {zone: b}, " + expression("key: gen, operator: Exists") << false;
}

void TestNodeAffinity::required()
{
    QFETCH(QByteArray, spec);
    QFETCH(bool, taken);
    const Manifest pod("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {" + spec.toStdString() + "containers: [{name: a, image: x}]}}");
    QCOMPARE(pod.refusal(), QString());
    const Manifest node("{apiVersion: v1, kind: Node, metadata: {name: n1, labels: {zone: a, gen: '7', ssd: ''}}}");
    QCOMPARE(node.refusal(), QString());
    QCOMPARE(matchesNode(*pod.object().as<Pod>()->spec, *node.object().as<Node>()), taken);
}

QTEST_GUILESS_MAIN(TestNodeAffinity)
#include "test_nodeaffinity.moc"
