// Content types of bodies: what says that it is protobuf is read as such if it begins as such, and answered in JSON.
#include "api/protobuf.h"
#include "served.h"

#include <QtTest/QtTest>

using namespace kubarium;
using kubarium::test::Served;

class TestProtobufBodies : public QObject {
    Q_OBJECT
private slots:
    void bodies_data();
    void bodies();
};

Q_DECLARE_METATYPE(std::string)

void TestProtobufBodies::bodies_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    // ConfigMap p, as kubectl sends it.
    const std::string configMap("k8s\0\n\x0f\n\2v1\x12\tConfigMap\x12\5\n\3\n\1p", 28);
    const QString unknownFormat = "the body of the request was in an unknown format - accepted media types include: ";
    QTest::newRow("an object is created") << "POST" << "" << configMap << 201 << R"("metadata":{"name":"p",)";
    QTest::newRow("JSON under the name of protobuf is refused")
        << "POST" << "" << std::string("{}") << 415 << unknownFormat + "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    QTest::newRow("so is nothing at all") << "POST" << "" << std::string() << 415 << unknownFormat;
    QTest::newRow("the prefix alone is a body, and an empty one")
        << "POST" << "" << std::string(api::protobufPrefix) << 400 << "(must be of type ConfigMap): empty body (6b387300)";
    QTest::newRow("a patch is never protobuf") << "PATCH" << "/p" << configMap << 415 << unknownFormat + "application/json-patch+json";
}

void TestProtobufBodies::bodies()
{
    QFETCH(QString, method);
    QFETCH(QString, name);
    QFETCH(std::string, body);
    QFETCH(int, code);
    QFETCH(QString, says);
    Served served;
    serve::HttpRequest request =
        Served::request(method.toStdString(), "/api/v1/namespaces/default/configmaps" + name.toStdString(), body);
    request.contentType = "application/vnd.kubernetes.protobuf";
    request.accept = "application/vnd.kubernetes.protobuf,application/json";
    const serve::Answer answer = served.ask(request);
    const QString text = QString::fromStdString(Served::text(answer));
    QCOMPARE(answer.code, code);
    QVERIFY2(text.contains(says), qPrintable(text));
    QCOMPARE(answer.contentType, std::string("application/json"));
}

QTEST_GUILESS_MAIN(TestProtobufBodies)
#include "test_protobufbodies.moc"
