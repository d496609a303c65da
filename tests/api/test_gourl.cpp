// URLs as Go reads them: the API server quotes its objections.
#include "api/gourl.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestGoUrl : public QObject {
    Q_OBJECT

private slots:
    void parts_data();
    void parts();
    void refused_data();
    void refused();
    void requests();
};

void TestGoUrl::parts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("parts_"); // scheme, user, host, path, query, fragment
    const auto row = [](const char* name, const char* text, const char* parts) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(parts);
    };
    row("all parts", "HTTPS://me:secret@example.com:8443/a%20b?c=d#e", "https|me:secret|example.com:8443|/a b|c=d|e");
    row("a host alone", "https://example.com", "https||example.com|||");
    row("an address of version 6", "https://[::1]:80/", "https||[::1]:80|/||");
    row("a path alone", "/a/b", "|||/a/b||");
    row("nothing", "", "|||||");
    row("a scheme without slashes has neither host nor path", "mailto:me", "mailto|||||");
    row("two slashes begin a host even without a scheme", "//example.com/a", "||example.com|/a||");
    row("a user's odd characters are escaped", "https://a%2Fb@c", "https|a%2Fb|c|||");
}

void TestGoUrl::parts()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, parts_);
    const Parsed<GoUrl> url = parseUrl(text.toStdString());
    QVERIFY2(static_cast<bool>(url), url.error().c_str());
    const std::string all = url->scheme + "|" + url->user.value_or("") + "|" + url->host + "|" + url->path + "|" + url->query + "|" + url->fragment;
    QCOMPARE(QByteArray::fromStdString(all), parts_);
}

void TestGoUrl::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(sentence);
    };
    row("a blank in a host", "https://a b", "parse \"https://a b\": invalid character \" \" in host name");
    row("a port that is a word", "https://a:web", "parse \"https://a:web\": invalid port \":web\" after host");
    row("a colon in front", "://a", "parse \"://a\": missing protocol scheme");
    row("half an escape", "https://a/%2", "parse \"https://a/%2\": invalid URL escape \"%2\"");
    row("an escape that is none", "https://a/%zz", "parse \"https://a/%zz\": invalid URL escape \"%zz\"");
    row("a control character", "https://a\n", "parse \"https://a\\n\": net/url: invalid control character in URL");
    row("an open bracket", "https://[::1/", "parse \"https://[::1/\": missing ']' in host");
    row("a colon in the first step of a path", "1a:b/c", "parse \"1a:b/c\": first path segment in URL cannot contain colon");
    row("an odd user", "https://a\\b@c", "parse \"https://a\\\\b@c\": net/url: invalid userinfo");
    row("the fragment is not part of what is quoted", "https://a b#c", "parse \"https://a b\": invalid character \" \" in host name");
}

void TestGoUrl::refused()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    const Parsed<GoUrl> url = parseUrl(text.toStdString());
    QVERIFY(!url);
    QCOMPARE(QString::fromStdString(url.error()), sentence);
}

void TestGoUrl::requests()
{
    QVERIFY(static_cast<bool>(parseRequestUri("/a")));
    QCOMPARE(parseRequestUri("https://a/b")->host, std::string("a"));
    QCOMPARE(QString::fromStdString(parseRequestUri("").error()), QStringLiteral("parse \"\": empty url"));
    QCOMPARE(QString::fromStdString(parseRequestUri("yes").error()), QStringLiteral("parse \"yes\": invalid URI for request"));
}

QTEST_GUILESS_MAIN(TestGoUrl)
#include "test_gourl.moc"
