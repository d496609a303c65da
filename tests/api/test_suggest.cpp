#include "api/suggest.h"

#include <QtTest/QtTest>

#include <array>

using kubarium::api::suggestion;

class TestSuggest : public QObject {
    Q_OBJECT

private slots:
    void meant_data();
    void meant();
    void ties();
    void longWords();
};

void TestSuggest::meant_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("meant");

    QTest::newRow("another case is the same word") << "IMAGEPULLPOLICY" << "imagePullPolicy";
    QTest::newRow("one capital too few") << "imagePullpolicy" << "imagePullPolicy";
    QTest::newRow("a letter too few") << "contaners" << "containers";
    QTest::newRow("a letter too many") << "containerss" << "containers";
    QTest::newRow("a wrong letter") << "imate" << "image";
    QTest::newRow("two letters swapped") << "prots" << "ports";
    QTest::newRow("two letters swapped at the end") << "contaienrs" << "containers";
    QTest::newRow("the singular") << "container" << "containers";
    QTest::newRow("swapped, and a letter too few") << "evnForm" << "envFrom";
    QTest::newRow("three slips in a long word") << "terminatonGracPeriodSecond" << "terminationGracePeriodSeconds";
    QTest::newRow("a word of four letters may have one slip") << "mame" << "name";
    QTest::newRow("but not two") << "mams" << "";
    QTest::newRow("a word of three letters may miss one") << "nme" << "name";
    QTest::newRow("another word") << "replicas" << "";
    QTest::newRow("two letters are too few to guess from") << "nm" << "";
    QTest::newRow("nothing") << "" << "";
    QTest::newRow("Hangul") << "이미지" << "";
}

void TestSuggest::meant()
{
    static constexpr std::array<std::string_view, 8> fields{
        "name", "image", "imagePullPolicy", "ports", "env", "envFrom", "containers", "terminationGracePeriodSeconds"};
    QFETCH(QString, written);
    QFETCH(QString, meant);
    QCOMPARE(QString::fromStdString(suggestion(written.toStdString(), fields)), meant);
}

void TestSuggest::ties()
{
    static constexpr std::array<std::string_view, 3> near{"hostIPs", "hostIP", "hostPID"};
    QCOMPARE(QString::fromStdString(suggestion("hostip", near)), "hostIP");
    QCOMPARE(QString::fromStdString(suggestion("hostIPx", near)), "hostIPs");
    QCOMPARE(QString::fromStdString(suggestion("hostPIDs", near)), "hostPID");
    QCOMPARE(QString::fromStdString(suggestion("anything", {})), "");
}

void TestSuggest::longWords()
{
    const std::string known(64, 'a');
    const std::array<std::string_view, 1> words{known};
    QCOMPARE(suggestion(known.substr(2) + "b", words), known);
    QCOMPARE(suggestion(std::string(100'000, 'a'), words), std::string());
}

QTEST_GUILESS_MAIN(TestSuggest)
#include "test_suggest.moc"
