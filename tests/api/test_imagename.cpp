// Names of images, as container runtimes read them.
#include "api/imagename.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestImageName : public QObject {
    Q_OBJECT
private slots:
    void readable_data();
    void readable();
    void unreadable_data();
    void unreadable();
};

void TestImageName::readable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("repository");
    QTest::addColumn<QByteArray>("tag");
    QTest::addColumn<QByteArray>("digest");
    const QByteArray digest = "sha256:" + QByteArray(64, 'a');
    QTest::newRow("a word is an official image of Docker Hub") << QByteArray("nginx") << QByteArray("docker.io/library/nginx") << QByteArray("latest") << QByteArray();
    QTest::newRow("two words are somebody's") << QByteArray("bitnami/nginx:1.27") << QByteArray("docker.io/bitnami/nginx") << QByteArray("1.27") << QByteArray();
    QTest::newRow("a dot makes a registry") << QByteArray("quay.io/team/app") << QByteArray("quay.io/team/app") << QByteArray("latest") << QByteArray();
    QTest::newRow("so does a port") << QByteArray("registry:5000/app:v2") << QByteArray("registry:5000/app") << QByteArray("v2") << QByteArray();
    QTest::newRow("and localhost") << QByteArray("localhost/app") << QByteArray("localhost/app") << QByteArray("latest") << QByteArray();
    QTest::newRow("or an address") << QByteArray("[fd00::1]:5000/app") << QByteArray("[fd00::1]:5000/app") << QByteArray("latest") << QByteArray();
    QTest::newRow("the index is the hub") << QByteArray("index.docker.io/nginx") << QByteArray("docker.io/library/nginx") << QByteArray("latest") << QByteArray();
    QTest::newRow("a digest needs no tag") << QByteArray("nginx@" + digest) << QByteArray("docker.io/library/nginx") << QByteArray() << digest;
    QTest::newRow("but may have one") << QByteArray("nginx:1@" + digest) << QByteArray("docker.io/library/nginx") << QByteArray("1") << digest;
    QTest::newRow("words are joined by dots, dashes and underscores") << QByteArray("a/b-c--d_e__f.g") << QByteArray("docker.io/a/b-c--d_e__f.g") << QByteArray("latest") << QByteArray();
}

void TestImageName::readable()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, repository);
    QFETCH(QByteArray, tag);
    QFETCH(QByteArray, digest);
    const auto name = parseImageName(text.toStdString());
    QVERIFY(name.has_value());
    QCOMPARE(QByteArray::fromStdString(name->repository), repository);
    QCOMPARE(QByteArray::fromStdString(name->tag), tag);
    QCOMPARE(QByteArray::fromStdString(name->digest), digest);
}

void TestImageName::unreadable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("capital letters") << QByteArray("Nginx");
    QTest::newRow("blanks") << QByteArray(" nginx");
    QTest::newRow("a tag that is none") << QByteArray("nginx:");
    QTest::newRow("a second tag") << QByteArray("nginx:1:2");
    QTest::newRow("three dots") << QByteArray("a...b");
    QTest::newRow("three underscores") << QByteArray("a___b");
    QTest::newRow("an edge that is a sign") << QByteArray("nginx-");
    QTest::newRow("doubled slashes") << QByteArray("a//b");
    QTest::newRow("half a digest") << QByteArray("nginx@sha256:abc");
    QTest::newRow("an ID of an image") << QByteArray(64, 'a');
    QTest::newRow("more than a registry would keep") << QByteArray(256, 'a');
}

void TestImageName::unreadable()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseImageName(text.toStdString()));
}

QTEST_GUILESS_MAIN(TestImageName)
#include "test_imagename.moc"
