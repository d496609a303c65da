// Which taints a pod's tolerations let it ignore.
#include "api/taints.h"
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestTaints : public QObject {
    Q_OBJECT
private slots:
    void tolerations_data();
    void tolerations();
    void effects();
};

void TestTaints::tolerations_data()
{
    QTest::addColumn<QByteArray>("tolerations");
    QTest::addColumn<bool>("tolerated"); // gpu=yes:NoSchedule
    QTest::newRow("without tolerations nothing is tolerated") << QByteArray() << false;
    QTest::newRow("key, value and effect are the same") << QByteArray("{key: gpu, operator: Equal, value: 'yes', effect: NoSchedule}") << true;
    QTest::newRow("Equal is what is meant without an operator") << QByteArray("{key: gpu, value: 'yes', effect: NoSchedule}") << true;
    QTest::newRow("another value is not tolerated") << QByteArray("{key: gpu, operator: Equal, value: 'no', effect: NoSchedule}") << false;
    QTest::newRow("no value is another value") << QByteArray("{key: gpu, operator: Equal, effect: NoSchedule}") << false;
    QTest::newRow("Exists asks for no value") << QByteArray("{key: gpu, operator: Exists, effect: NoSchedule}") << true;
    QTest::newRow("another key is not tolerated") << QByteArray("{key: disk, operator: Exists, effect: NoSchedule}") << false;
    QTest::newRow("another effect is not tolerated") << QByteArray("{key: gpu, operator: Exists, effect: NoExecute}") << false;
    QTest::newRow("no effect means every effect") << QByteArray("{key: gpu, operator: Exists}") << true;
    QTest::newRow("Exists without a key tolerates everything") << QByteArray("{operator: Exists}") << true;
    QTest::newRow("everything of an effect") << QByteArray("{operator: Exists, effect: NoSchedule}") << true;
    QTest::newRow("everything of another effect") << QByteArray("{operator: Exists, effect: NoExecute}") << false;
    QTest::newRow("one of several is enough") << QByteArray("{key: disk, operator: Exists}, {key: gpu, operator: Exists}") << true;
}

void TestTaints::tolerations()
{
    QFETCH(QByteArray, tolerations);
    QFETCH(bool, tolerated);
    const Manifest manifest("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {tolerations: [" + tolerations.toStdString()
        + "], containers: [{name: a, image: x}]}}");
    QCOMPARE(manifest.refusal(), QString());
    Taint taint;
    taint.key = "gpu";
    taint.value = "yes";
    taint.effect = TaintEffect::NoSchedule;
    QCOMPARE(isTolerated(taint, manifest.object().as<Pod>()->spec->tolerations), tolerated);
}

// Whoever asks says which effects are of interest: scheduling does not mind PreferNoSchedule, eviction only NoExecute.
void TestTaints::effects()
{
    const Manifest node("{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {taints: [{key: a, effect: PreferNoSchedule}, "
                        "{key: b, effect: NoSchedule}, {key: c, effect: NoExecute}, {key: d, effect: NoExecute}]}}");
    QCOMPARE(node.refusal(), QString());
    const List<Taint>& taints = node.object().as<Node>()->spec->taints;
    const auto keys = [&](const List<Toleration>& tolerations, TaintEffects effects) {
        QString text;
        for (const Taint* const taint : untoleratedTaints(taints, tolerations, effects))
            text += QString::fromStdString(taint->key.str());
        const Taint* const first = untoleratedTaint(taints, tolerations, effects);
        return (first ? QString::fromStdString(first->key.str()) : "-") + ":" + text;
    };
    QCOMPARE(keys({}, {TaintEffect::NoSchedule, TaintEffect::NoExecute}), "b:bcd");
    QCOMPARE(keys({}, {TaintEffect::PreferNoSchedule}), "a:a");
    Toleration toleration;
    toleration.key = "c";
    toleration.operator_ = TolerationOperator::Exists;
    QCOMPARE(keys({toleration}, {TaintEffect::NoExecute}), "d:d");
    toleration.key = {};
    QCOMPARE(keys({toleration}, {TaintEffect::NoSchedule, TaintEffect::NoExecute}), "-:");
}

QTEST_GUILESS_MAIN(TestTaints)
#include "test_taints.moc"
