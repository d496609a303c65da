// Every field of every kind survives YAML → struct → JSON → struct → YAML.
#include "api/decode.h"
#include "api/encode.h"
#include "api/yamlwriter.h"
#include "filled.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestRoundtrip : public QObject {
    Q_OBJECT
private slots:
    void everyField_data();
    void everyField();
    void copiesShareAndPartOnWrite_data() { everyField_data(); }
    void copiesShareAndPartOnWrite();
    void emptyObjectsStayEmpty_data() { everyField_data(); }
    void emptyObjectsStayEmpty();
};

namespace {

const Kind& kindNamed(const QByteArray& row)
{
    const QList<QByteArray> parts = row.split(' ');
    return *findKindByApiVersion(parts[0].toStdString(), parts[1].toStdString());
}

// The report as text, so that a failure says what went wrong.
QString complaints(const DecodeReport& report)
{
    QStringList lines;
    for (const StrictError& error : report.strict)
        lines << QString::fromStdString(error.sentence());
    for (const TypeError& error : report.types)
        lines << QString::fromStdString(error.sentence);
    return lines.join("; ");
}

} // namespace

void TestRoundtrip::everyField_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const Kind& kind : kinds()) {
        const QByteArray name = QByteArray::fromStdString(kind.apiVersion()) + ' ' + QByteArray(kind.kind.data(), static_cast<int>(kind.kind.size()));
        QTest::newRow(name.constData()) << name;
    }
}

void TestRoundtrip::everyField()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    const ObjectPtr filled = filledObject(*type.type);

    const std::string yaml = toYaml(toValue(filled));
    const ParsedStream stream = parseYaml(yaml);
    QVERIFY2(!stream.error, stream.error ? stream.error->message.c_str() : "");
    QCOMPARE(stream.documents.size(), std::size_t{1});
    ObjectPtr fromYaml = ObjectPtr::make(*type.type);
    QCOMPARE(complaints(decode(*type.type, fromYaml.edit(), stream.documents[0].root)), QString());
    QVERIFY2(fromYaml == filled, toJson(fromYaml).c_str());

    const std::string json = toJson(fromYaml);
    const ParsedJson parsed = parseJson(json);
    QVERIFY2(!parsed.error, parsed.error ? parsed.error->message.c_str() : "");
    ObjectPtr fromJson = ObjectPtr::make(*type.type);
    QCOMPARE(complaints(decode(*type.type, fromJson.edit(), parsed.document.root)), QString());
    QVERIFY(fromJson == filled);
    QCOMPARE(toJson(fromJson), json);
    QCOMPARE(toYaml(toValue(fromJson)), yaml);
}

void TestRoundtrip::copiesShareAndPartOnWrite()
{
    QFETCH(QByteArray, kind);
    const ObjectPtr original = filledObject(*kindNamed(kind).type);
    const std::string before = toJson(original);
    ObjectPtr copy = original;
    QVERIFY(copy.sameStorage(original));
    copy.editMeta().name = Text("another");
    copy.editMeta().labels.set("added", Text("later"));
    QVERIFY(!copy.sameStorage(original));
    QVERIFY(!(copy == original));
    QCOMPARE(toJson(original), before);
}

void TestRoundtrip::emptyObjectsStayEmpty()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    const ObjectPtr empty = ObjectPtr::make(*type.type);
    const ParsedJson parsed = parseJson(toJson(empty));
    ObjectPtr again = ObjectPtr::make(*type.type);
    QVERIFY(!parsed.error);
    QCOMPARE(complaints(decode(*type.type, again.edit(), parsed.document.root)), QString());
    QCOMPARE(toJson(again), toJson(empty));
}

QTEST_GUILESS_MAIN(TestRoundtrip)
#include "test_roundtrip.moc"
