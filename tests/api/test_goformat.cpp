#include "api/goformat.h"
#include "api/printable.h"

#include <QtTest/QtTest>

#include <limits>

using namespace kubarium::api;

class TestGoFormat : public QObject {
    Q_OBJECT

private slots:
    void quoted_data();
    void quoted();
    void numbers_data();
    void numbers();
    void integers_data();
    void integers();
    void printable();
};

void TestGoFormat::quoted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("quoted");
    QTest::addColumn<QByteArray>("timeQuoted");

    const auto row = [](const char* title, const QByteArray& text, const char* quoted, const char* timeQuoted) {
        QTest::newRow(title) << text << QByteArray(quoted) << QByteArray(timeQuoted);
    };
    row("plain", "web-0", R"("web-0")", R"("web-0")");
    row("empty", "", R"("")", R"("")");
    row("quotes and backslashes", R"(a"b\c)", R"("a\"b\\c")", R"("a\"b\\c")");
    row("line breaks and tabs", "a\n\t\r", R"("a\n\t\r")", R"("a\x0a\x09\x0d")");
    row("the rarer escapes of C", "\a\b\f\v", R"("\a\b\f\v")", R"("\x07\x08\x0c\x0b")");
    row("other control characters", QByteArray("\0\x1b\x7f", 3), R"("\x00\x1b\x7f")", "\"\\x00\\x1b\x7f\"");
    row("Hangul is kept", "가", "\"가\"", R"("\xea\xb0\x80")");
    row("an emoji is kept", "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"", R"("\xf0\x9f\x98\x80")");
    row("a no-break space is not printable", "\u00a0", R"("\u00a0")", R"("\xc2\xa0")");
    row("a soft hyphen neither", "\u00ad", R"("\u00ad")", R"("\xc2\xad")");
    row("nor a byte order mark", "\ufeff", R"("\ufeff")", R"("\xef\xbb\xbf")");
    row("a tag beyond 16 bits", "\U000e0001", R"("\U000e0001")", R"("\xf3\xa0\x80\x81")");
    row("a byte that is no UTF-8", "a\xff", R"("a\xff")", R"("a\xff")");
    row("half a character", "\xea\xb0", R"("\xea\xb0")", R"("\xea\xb0")");
    row("a surrogate", "\xed\xa0\x80", R"("\xed\xa0\x80")", R"("\xed\xa0\x80")");
    row("a replacement character that was written", "\ufffd", "\"\ufffd\"", R"("\xef\xbf\xbd")");
}

void TestGoFormat::quoted()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, quoted);
    QFETCH(QByteArray, timeQuoted);
    QCOMPARE(QByteArray::fromStdString(goQuoted(text.toStdString())), quoted);
    QCOMPARE(QByteArray::fromStdString(goTimeQuoted(text.toStdString())), timeQuoted);
}

void TestGoFormat::numbers_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("printed");

    QTest::newRow("zero") << 0.0 << "0" << "0";
    QTest::newRow("minus zero") << -0.0 << "-0" << "-0";
    QTest::newRow("a whole number") << 100.0 << "100" << "100";
    QTest::newRow("a tenth") << 0.1 << "0.1" << "0.1";
    QTest::newRow("a sum that is not exact") << 0.1 + 0.2 << "0.30000000000000004" << "0.30000000000000004";
    QTest::newRow("below zero") << -1.5 << "-1.5" << "-1.5";
    QTest::newRow("a million") << 1e6 << "1000000" << "1e+06";
    QTest::newRow("digits on both sides") << 1234567.25 << "1234567.25" << "1.23456725e+06";
    QTest::newRow("a small number") << 0.0001 << "0.0001" << "0.0001";
    QTest::newRow("a smaller one") << 0.00001 << "0.00001" << "1e-05";
    QTest::newRow("the last without an exponent in JSON") << 1e-6 << "0.000001" << "1e-06";
    QTest::newRow("the first with one") << 1e-7 << "1e-7" << "1e-07";
    QTest::newRow("an exponent of two digits") << 1.5e-10 << "1.5e-10" << "1.5e-10";
    QTest::newRow("the last large one without an exponent") << 123456789012345678901.0 << "123456789012345680000" << "1.2345678901234568e+20";
    QTest::newRow("the first large one with an exponent") << 1e21 << "1e+21" << "1e+21";
    QTest::newRow("the largest") << std::numeric_limits<double>::max() << "1.7976931348623157e+308" << "1.7976931348623157e+308";
    QTest::newRow("the smallest") << std::numeric_limits<double>::denorm_min() << "5e-324" << "5e-324";
}

void TestGoFormat::numbers()
{
    QFETCH(double, number);
    QFETCH(QString, json);
    QFETCH(QString, printed);
    QCOMPARE(QString::fromStdString(goJsonNumber(number)), json);
    QCOMPARE(QString::fromStdString(goNumber(number)), printed);
}

void TestGoFormat::integers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("is");
    QTest::addColumn<qint64>("number");

    QTest::newRow("a number") << "42" << true << qint64{42};
    QTest::newRow("with a plus") << "+42" << true << qint64{42};
    QTest::newRow("with a minus") << "-42" << true << qint64{-42};
    QTest::newRow("with leading zeros") << "007" << true << qint64{7};
    QTest::newRow("the largest") << "9223372036854775807" << true << std::numeric_limits<qint64>::max();
    QTest::newRow("beyond it") << "9223372036854775808" << false << qint64{0};
    QTest::newRow("nothing") << "" << false << qint64{0};
    QTest::newRow("a sign alone") << "+" << false << qint64{0};
    QTest::newRow("two signs") << "+-1" << false << qint64{0};
    QTest::newRow("a blank") << " 1" << false << qint64{0};
    QTest::newRow("a fraction") << "1.0" << false << qint64{0};
    QTest::newRow("hexadecimal") << "0x1" << false << qint64{0};
}

void TestGoFormat::integers()
{
    QFETCH(QString, text);
    QFETCH(bool, is);
    QFETCH(qint64, number);
    QCOMPARE(goInteger(text.toStdString()).has_value(), is);
    QCOMPARE(qint64{goInteger(text.toStdString()).value_or(0)}, number);
}

void TestGoFormat::printable()
{
    for (const char32_t yes : {U' ', U'~', U'¡', U'가', U'힣', U'々', U'\U0001F680', U'\U000323AF'})
        QVERIFY2(isPrintable(yes), qPrintable(QString::number(yes, 16)));
    for (const char32_t no : {U'\0', U'\x1F', U'\x7F', U'\u0085', U'\u00A0', U'\u200B', U'\u2028', U'\u3000', U'\uE000', U'\uFFFF',
             U'\U000E0001', U'\U0010FFFF'})
        QVERIFY2(!isPrintable(no), qPrintable(QString::number(no, 16)));
}

QTEST_GUILESS_MAIN(TestGoFormat)
#include "test_goformat.moc"
