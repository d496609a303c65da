#include "api/quantity.h"

#include <QtTest/QtTest>

using kubarium::api::Int128;
using kubarium::api::Quantity;
using Format = Quantity::Format;

namespace {

Quantity quantity(const char* text)
{
    return Quantity::parse(text).value();
}

QString text(const Quantity& quantity)
{
    return QString::fromStdString(quantity.text());
}

} // namespace

class TestQuantity : public QObject {
    Q_OBJECT

private slots:
    void canonical_data();
    void canonical();
    void refused_data();
    void refused();
    void counted_data();
    void counted();
    void compared_data();
    void compared();
    void added_data();
    void added();
    void rounded_data();
    void rounded();
    void made();
    void isSmall();
};

void TestQuantity::canonical_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("canonical");
    QTest::addColumn<int>("format");

    const int decimal = static_cast<int>(Format::DecimalSI);
    const int binary = static_cast<int>(Format::BinarySI);
    const int exponent = static_cast<int>(Format::DecimalExponent);

    QTest::newRow("whole cores have no suffix") << "2" << "2" << decimal;
    QTest::newRow("half a core is 500m") << "0.5" << "500m" << decimal;
    QTest::newRow("a tenth of a core is 100m, however it is written") << "0.1" << "100m" << decimal;
    QTest::newRow("milli is kept") << "100m" << "100m" << decimal;
    QTest::newRow("a thousand milli are one") << "1000m" << "1" << decimal;
    QTest::newRow("one and a half cores are 1500m") << "1.5" << "1500m" << decimal;
    QTest::newRow("micro and nano stay when they are needed") << "1500u" << "1500u" << decimal;
    QTest::newRow("micro becomes milli when it can") << "100000u" << "100m" << decimal;
    QTest::newRow("nano becomes micro when it can") << "5000n" << "5u" << decimal;
    QTest::newRow("a thousand bytes are 1k") << "1000" << "1k" << decimal;
    QTest::newRow("a million bytes are 1M") << "1000000" << "1M" << decimal;
    QTest::newRow("a plain number that is no round thousand stays") << "1500" << "1500" << decimal;
    QTest::newRow("1536 bytes in decimal stay decimal") << "1536" << "1536" << decimal;
    QTest::newRow("the largest suffix is taken") << "1000G" << "1T" << decimal;
    QTest::newRow("a fraction of a thousand") << "0.5k" << "500" << decimal;
    QTest::newRow("E is the suffix of 10 to the 18") << "1E" << "1E" << decimal;

    QTest::newRow("one Gi is kept") << "1Gi" << "1Gi" << binary;
    QTest::newRow("1024Mi are 1Gi") << "1024Mi" << "1Gi" << binary;
    QTest::newRow("1.5Gi are 1536Mi") << "1.5Gi" << "1536Mi" << binary;
    QTest::newRow("0.5Gi are 512Mi") << "0.5Gi" << "512Mi" << binary;
    QTest::newRow("1000Mi are no round number of Gi") << "1000Mi" << "1000Mi" << binary;
    QTest::newRow("1.5Ki are 1536, a binary number without suffix") << "1.5Ki" << "1536" << binary;
    QTest::newRow("so is 62.5Ki, until it is read again as decimal") << "62.5Ki" << "64000" << binary;
    QTest::newRow("half a Ki is below 1024 and turns decimal") << "0.5Ki" << "512" << binary;
    QTest::newRow("a part of a byte turns decimal") << "0.1Ki" << "102400m" << binary;
    QTest::newRow("less than one byte loses the binary format") << "0.0001Ki" << "102400u" << decimal;
    QTest::newRow("the smallest part of a Ki is rounded up") << ".000000000001Ki" << "2n" << decimal;
    QTest::newRow("two levels up") << "1048576Ki" << "1Gi" << binary;

    QTest::newRow("an exponent is kept") << "1e3" << "1e3" << exponent;
    QTest::newRow("a capital exponent is kept as it is written") << "1E3" << "1E3" << exponent;
    QTest::newRow("1.5e3 is 1500, since its exponent would be no multiple of three") << "1.5e3" << "1500" << exponent;
    QTest::newRow("an exponent becomes a multiple of three") << "1e4" << "10e3" << exponent;
    QTest::newRow("an exponent may be negative") << "5e-3" << "5e-3" << exponent;
    QTest::newRow("a tenth as an exponent") << "1e-1" << "100e-3" << exponent;
    QTest::newRow("an exponent of zero is kept") << "1e0" << "1e0" << exponent;
    QTest::newRow("12e6 is twelve million") << "12e6" << "12e6" << exponent;
    QTest::newRow("an exponent below nano is rounded up to nano") << "1e-12" << "1e-9" << exponent;

    QTest::newRow("zero needs no suffix") << "0" << "0" << decimal;
    QTest::newRow("zero bytes of anything are zero") << "0Mi" << "0" << binary;
    QTest::newRow("zero of any exponent is zero") << "0e6" << "0" << exponent;
    QTest::newRow("minus zero is zero") << "-0" << "0" << decimal;
    QTest::newRow("zero with digits behind the point is zero") << "0.000" << "0" << decimal;

    QTest::newRow("a negative quantity parses; validation refuses it") << "-1" << "-1" << decimal;
    QTest::newRow("a negative fraction") << "-0.5" << "-500m" << decimal;
    QTest::newRow("a negative binary quantity") << "-1024Ki" << "-1Mi" << binary;
    QTest::newRow("a point may lead") << ".5" << "500m" << decimal;

    QTest::newRow("what looks canonical is not rewritten: a plus") << "+1" << "+1" << decimal;
    QTest::newRow("what looks canonical is not rewritten: leading zeros") << "007" << "007" << decimal;
    QTest::newRow("what looks canonical is not rewritten: a point at the end") << "5.Gi" << "5.Gi" << binary;
    QTest::newRow("what looks canonical is not rewritten: three decimals") << "1.125" << "1.125" << decimal;
    QTest::newRow("what looks canonical is not rewritten: 1.500 and its suffix") << "1.500k" << "1.500k" << decimal;
    QTest::newRow("what looks canonical is not rewritten: a signed exponent") << "2E+06" << "2E+06" << exponent;
    QTest::newRow("three zeros at the end do not look canonical") << "1.000" << "1" << decimal;
    QTest::newRow("a number below one does not look canonical") << "0.125" << "125m" << decimal;
    QTest::newRow("a multiple of eight is always rewritten") << "+8Gi" << "8Gi" << binary;

    QTest::newRow("a number finer than nano is rounded away from zero") << "0.0000000001" << "1n" << decimal;
    QTest::newRow("a negative one too") << "-0.0000000001" << "-1n" << decimal;
    QTest::newRow("digits that are lost count") << "1.0000000001" << "1000000001n" << decimal;
    QTest::newRow("the last digit of many counts")
        << "0.00000000100000000000000000000000000000000000000000001" << "2n" << decimal;
    QTest::newRow("zeros behind the nano do not") << "0.00000000100000000000000000000000000000" << "1n" << decimal;

    QTest::newRow("binary quantities end at 2^63 - 1") << "8Ei" << "9223372036854775807" << binary;
    QTest::newRow("and below zero at the same number") << "-8Ei" << "-9223372036854775807" << binary;
    QTest::newRow("far beyond the end is the end") << "99999999999999999999999999Ei" << "9223372036854775807" << binary;
    QTest::newRow("7Ei are still exact") << "7Ei" << "7Ei" << binary;
    QTest::newRow("decimal quantities do not end there") << "9223372036854775808" << "9223372036854775808" << decimal;
    QTest::newRow("ten exa are ten exa") << "10E" << "10E" << decimal;
    QTest::newRow("a suffix beyond E does not exist") << "1001000E" << "1001000E" << decimal;
    QTest::newRow("the largest decimal quantity here") << "1e99" << "170141183460469231731687303715" << exponent;

    // The server's scanner is more generous than the expression it quotes.
    QTest::newRow("a sign alone is zero") << "-" << "0" << decimal;
    QTest::newRow("a point alone is zero") << "." << "0" << decimal;
    QTest::newRow("a suffix alone is zero") << "m" << "0" << decimal;
}

void TestQuantity::canonical()
{
    QFETCH(QString, written);
    QFETCH(QString, canonical);
    QFETCH(int, format);

    const std::optional<Quantity> parsed = Quantity::parse(written.toStdString());
    QVERIFY(parsed);
    QCOMPARE(text(*parsed), canonical);
    QCOMPARE(static_cast<int>(parsed->format()), format);
    QVERIFY(Quantity::parseError(written.toStdString()).empty());

    const Quantity again = quantity(canonical.toUtf8().constData());
    QVERIFY(again == *parsed);
    QCOMPARE(text(again), canonical == "64000" ? "64k" : canonical);
}

void TestQuantity::refused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("sentence");

    const QString form
        = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    const QString suffix = "unable to parse quantity's suffix";
    const QString number = "unable to parse numeric part of quantity";

    QTest::newRow("nothing is no quantity") << "" << form;
    QTest::newRow("a word is no quantity") << "lots" << form;
    QTest::newRow("a comma is no point") << "1,5" << form;
    QTest::newRow("two points") << "1.1.1" << form;
    QTest::newRow("a space before the unit") << "1 Gi" << form;
    QTest::newRow("a space in front") << " 1" << form;
    QTest::newRow("a space behind") << "1 " << form;
    QTest::newRow("GB is no suffix: B is no letter of one") << "1GB" << form;
    QTest::newRow("a number behind the suffix") << "1e3x" << form;
    QTest::newRow("hexadecimal is not read") << "0x10" << form;
    QTest::newRow("i alone is no suffix") << "1i" << suffix;
    QTest::newRow("mi is no suffix: Mi is") << "1mi" << suffix;
    QTest::newRow("K is no suffix: k is 1000, Ki is 1024") << "1K" << suffix;
    QTest::newRow("ki is no suffix") << "1ki" << suffix;
    QTest::newRow("two suffixes") << "1kM" << suffix;
    QTest::newRow("digits behind a suffix") << "1k5" << suffix;
    QTest::newRow("e needs a number") << "1e" << suffix;
    QTest::newRow("e needs a number behind its sign") << "1e+" << suffix;
    QTest::newRow("a number behind the number") << "1-5" << suffix;
    QTest::newRow("a second sign is taken for an exponent's") << "--1" << suffix;
    QTest::newRow("an exponent beyond 64 bits") << "1e9223372036854775808" << suffix;
    QTest::newRow("Ei without a number") << "Ei" << number;
    QTest::newRow("Pi behind a point without digits") << ".Pi" << number;
}

void TestQuantity::refused()
{
    QFETCH(QString, written);
    QFETCH(QString, sentence);
    QVERIFY(!Quantity::parse(written.toStdString()));
    QCOMPARE(QString::fromUtf8(Quantity::parseError(written.toStdString())), sentence);
}

void TestQuantity::counted_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<qint64>("units");
    QTest::addColumn<qint64>("milli");

    QTest::newRow("100m of a core count as one whole") << "100m" << qint64{1} << qint64{100};
    QTest::newRow("1.5 cores count as two") << "1500m" << qint64{2} << qint64{1500};
    QTest::newRow("a nano counts as one milli") << "1n" << qint64{1} << qint64{1};
    QTest::newRow("below zero it is rounded down") << "-1500m" << qint64{-2} << qint64{-1500};
    QTest::newRow("Gi in bytes") << "2Gi" << qint64{2147483648} << qint64{2147483648000};
    QTest::newRow("G in bytes") << "2G" << qint64{2000000000} << qint64{2000000000000};
    QTest::newRow("bytes whose milli do not fit") << "9000P" << qint64{9000000000000000000} << std::numeric_limits<qint64>::max();
    QTest::newRow("beyond 64 bits") << "-10E" << std::numeric_limits<qint64>::min() << std::numeric_limits<qint64>::min();
}

void TestQuantity::counted()
{
    QFETCH(QString, written);
    QFETCH(qint64, units);
    QFETCH(qint64, milli);
    const Quantity parsed = Quantity::parse(written.toStdString()).value();
    QCOMPARE(qint64{parsed.units()}, units);
    QCOMPARE(qint64{parsed.milli()}, milli);
}

void TestQuantity::compared_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<int>("order");

    QTest::newRow("1 and 1000m are the same") << "1" << "1000m" << 0;
    QTest::newRow("1Gi is more than 1G") << "1Gi" << "1G" << 1;
    QTest::newRow("1Mi is 1048576") << "1Mi" << "1048576" << 0;
    QTest::newRow("1e3 is 1k") << "1e3" << "1k" << 0;
    QTest::newRow("how it was written does not matter") << "+1.500" << "1500m" << 0;
    QTest::newRow("a nano makes a difference") << "999999999n" << "1" << -1;
    QTest::newRow("below zero") << "-2" << "-1" << -1;
    QTest::newRow("beyond 64 bits of nano") << "16Gi" << "15Gi" << 1;
}

void TestQuantity::compared()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(int, order);
    const Quantity left = Quantity::parse(a.toStdString()).value();
    const Quantity right = Quantity::parse(b.toStdString()).value();
    QCOMPARE(left < right, order < 0);
    QCOMPARE(left == right, order == 0);
    QCOMPARE(left > right, order > 0);
}

void TestQuantity::added_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<QString>("sum");
    QTest::addColumn<QString>("difference");

    QTest::newRow("requests of two containers") << "250m" << "1500m" << "1750m" << "-1250m";
    QTest::newRow("the first one's format is kept") << "1Gi" << "1G" << "2073741824" << "73741824";
    QTest::newRow("zero takes over the other's format") << "0" << "512Mi" << "512Mi" << "-512Mi";
    QTest::newRow("a sum is written anew") << "+1" << "0" << "1" << "1";
    QTest::newRow("all that is used up is zero") << "2Gi" << "2048Mi" << "4Gi" << "0";
    QTest::newRow("a sum may leave 64 bits") << "7Ei" << "7Ei" << "14Ei" << "0";
    QTest::newRow("a sum ends where 128 bits do")
        << "1e99" << "1e99" << "170141183460469231731687303715" << "0";
}

void TestQuantity::added()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(QString, sum);
    QFETCH(QString, difference);
    const Quantity left = Quantity::parse(a.toStdString()).value();
    const Quantity right = Quantity::parse(b.toStdString()).value();
    QCOMPARE(text(left + right), sum);
    QCOMPARE(text(left - right), difference);
    QVERIFY(-(left - right) == right - left);
}

void TestQuantity::rounded_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("rounded");

    QTest::newRow("a resource list keeps milli") << "1500m" << "1500m";
    QTest::newRow("and a text that looks canonical") << "1.125" << "1.125";
    QTest::newRow("finer parts are rounded up") << "100500u" << "101m";
    QTest::newRow("so that nobody gets nothing") << "1n" << "1m";
    QTest::newRow("away from zero") << "-100500u" << "-101m";
    QTest::newRow("a binary quantity stays binary") << "1Gi" << "1Gi";
}

void TestQuantity::rounded()
{
    QFETCH(QString, written);
    QFETCH(QString, rounded);
    QCOMPARE(text(Quantity::parse(written.toStdString()).value().roundedUpToMilli()), rounded);
}

void TestQuantity::made()
{
    QCOMPARE(text(Quantity()), "0");
    QVERIFY(Quantity().isZero());
    QCOMPARE(text(Quantity::ofUnits(110)), "110");
    QCOMPARE(text(Quantity::ofUnits(std::int64_t{3840} << 20U, Format::BinarySI)), "3840Mi");
    QCOMPARE(text(Quantity::ofUnits(-5)), "-5");
    QCOMPARE(text(Quantity::ofMilli(1500)), "1500m");
    QCOMPARE(text(Quantity::ofMilli(2000)), "2");
    QVERIFY(Quantity::ofMilli(1).nano() == Int128{1000000});
    QCOMPARE(Quantity::ofUnits(-5).sign(), -1);
    QCOMPARE(Quantity().sign(), 0);
    QCOMPARE(quantity("1n").sign(), 1);
}

// Every container carries a handful of them.
void TestQuantity::isSmall()
{
    QCOMPARE(sizeof(Quantity), std::size_t{24});
}

QTEST_GUILESS_MAIN(TestQuantity)
#include "test_quantity.moc"
