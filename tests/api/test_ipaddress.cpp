#include "api/ipaddress.h"

#include <QtTest/QtTest>

using kubarium::api::Cidr;
using kubarium::api::cidrWarnings;
using kubarium::api::IpAddress;
using kubarium::api::ipWarnings;

namespace {

QStringList words(const std::vector<std::string>& sentences)
{
    QStringList list;
    for (const std::string& sentence : sentences)
        list << QString::fromStdString(sentence);
    return list;
}

} // namespace

class TestIpAddress : public QObject {
    Q_OBJECT

private slots:
    void printed_data();
    void printed();
    void networks_data();
    void networks();
    void contained_data();
    void contained();
    void warnings_data();
    void warnings();
    void ordered();
};

void TestIpAddress::printed_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("canonical");

    QTest::newRow("IPv4") << "10.0.0.1" << "10.0.0.1";
    QTest::newRow("leading zeros are dropped, and are not octal") << "010.000.000.017" << "10.0.0.17";
    QTest::newRow("IPv6 in small letters") << "2001:DB8::FFFF" << "2001:db8::ffff";
    QTest::newRow("leading zeros of groups are dropped") << "2001:0db8:0000:0000:0000:0000:0000:0001" << "2001:db8::1";
    QTest::newRow("the longest run of zeros is the gap") << "1:0:0:2:0:0:0:3" << "1:0:0:2::3";
    QTest::newRow("of equal runs the first") << "1:0:0:2:3:0:0:4" << "1::2:3:0:0:4";
    QTest::newRow("one zero is no run") << "1:0:2:3:4:5:6:7" << "1:0:2:3:4:5:6:7";
    QTest::newRow("a gap at the end") << "fe80:0:0:0:0:0:0:0" << "fe80::";
    QTest::newRow("nothing but a gap") << "0:0:0:0:0:0:0:0" << "::";
    QTest::newRow("a gap in front") << "::1" << "::1";
    QTest::newRow("a gap for one group is written out") << "1:2:3:4:5:6::8" << "1:2:3:4:5:6:0:8";
    QTest::newRow("IPv4 inside IPv6 is IPv4") << "::ffff:10.0.0.1" << "10.0.0.1";
    QTest::newRow("and in hexadecimal, too") << "::ffff:a00:1" << "10.0.0.1";
    QTest::newRow("IPv4 behind other groups is IPv6") << "64:ff9b::10.0.0.1" << "64:ff9b::a00:1";
}

void TestIpAddress::printed()
{
    QFETCH(QString, written);
    QFETCH(QString, canonical);
    const std::optional<IpAddress> address = IpAddress::parse(written.toStdString());
    QVERIFY(address);
    QCOMPARE(QString::fromStdString(address->text()), canonical);
    QVERIFY(IpAddress::parse(canonical.toStdString()) == address);
}

void TestIpAddress::networks_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("network");

    QTest::newRow("a network is itself") << "10.96.0.0/12" << "10.96.0.0/12";
    QTest::newRow("bits behind the prefix are dropped") << "10.111.222.1/12" << "10.96.0.0/12";
    QTest::newRow("a prefix inside a byte") << "192.168.1.200/27" << "192.168.1.192/27";
    QTest::newRow("everything") << "1.2.3.4/0" << "0.0.0.0/0";
    QTest::newRow("one address") << "1.2.3.4/32" << "1.2.3.4/32";
    QTest::newRow("IPv6") << "2001:db8:1:2::3/48" << "2001:db8:1::/48";
    QTest::newRow("IPv4 inside IPv6 is printed as IPv4") << "::ffff:10.1.2.3/112" << "10.1.0.0/16";
}

void TestIpAddress::networks()
{
    QFETCH(QString, written);
    QFETCH(QString, network);
    QCOMPARE(QString::fromStdString(Cidr::parse(written.toStdString()).value().text()), network);
}

void TestIpAddress::contained_data()
{
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("inside");

    QTest::newRow("a service in the range of services") << "10.96.0.0/12" << "10.111.255.255" << true;
    QTest::newRow("one behind its end") << "10.96.0.0/12" << "10.112.0.0" << false;
    QTest::newRow("everything of IPv4") << "0.0.0.0/0" << "8.8.8.8" << true;
    QTest::newRow("is not everything of IPv6") << "0.0.0.0/0" << "::1" << false;
    QTest::newRow("nor the other way round") << "::/0" << "8.8.8.8" << false;
    QTest::newRow("IPv6") << "fd00::/8" << "fdff::1" << true;
}

void TestIpAddress::contained()
{
    QFETCH(QString, range);
    QFETCH(QString, address);
    QFETCH(bool, inside);
    QCOMPARE(Cidr::parse(range.toStdString())->contains(IpAddress::parse(address.toStdString()).value()), inside);
}

void TestIpAddress::warnings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("sentences");

    const QString future = " will be considered invalid in a future Kubernetes release: use ";
    QTest::newRow("a plain address") << "10.0.0.1" << QStringList();
    QTest::newRow("leading zeros") << "010.0.0.1"
                                   << QStringList("spec.ip: non-standard IP address \"010.0.0.1\"" + future + "\"10.0.0.1\"");
    QTest::newRow("IPv4 inside IPv6")
        << "::ffff:10.0.0.1" << QStringList("spec.ip: non-standard IP address \"::ffff:10.0.0.1\"" + future + "\"10.0.0.1\"");
    QTest::newRow("a group of too many digits")
        << "::00001" << QStringList("spec.ip: non-standard IP address \"::00001\"" + future + "\"::1\"");
    QTest::newRow("IPv6 that is not canonical")
        << "2001:DB8::0:1"
        << QStringList("spec.ip: IPv6 address \"2001:DB8::0:1\" should be in RFC 5952 canonical format (\"2001:db8::1\")");
    QTest::newRow("what is no address at all is for validation") << "ten" << QStringList();

    QTest::newRow("a plain range") << "10.0.0.0/8" << QStringList();
    QTest::newRow("an address where a network is meant")
        << "10.1.2.3/8"
        << QStringList("spec.ip: CIDR value \"10.1.2.3/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.1.2.3/32\"?)");
    QTest::newRow("both faults at once")
        << "010.1.2.3/8"
        << QStringList {
               "spec.ip: CIDR value \"010.1.2.3/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.1.2.3/32\"?)",
               "spec.ip: non-standard CIDR value \"010.1.2.3/8\"" + future + "\"10.0.0.0/8\""};
    QTest::newRow("a zero before the prefix")
        << "10.0.0.0/08" << QStringList("spec.ip: non-standard CIDR value \"10.0.0.0/08\"" + future + "\"10.0.0.0/8\"");
    QTest::newRow("an IPv6 range that is not canonical")
        << "FD00::/8" << QStringList("spec.ip: IPv6 CIDR value \"FD00::/8\" should be in RFC 5952 canonical format (\"fd00::/8\")");
}

void TestIpAddress::warnings()
{
    QFETCH(QString, text);
    QFETCH(QStringList, sentences);
    const bool isRange = text.contains('/');
    QCOMPARE(words(isRange ? cidrWarnings("spec.ip", text.toStdString()) : ipWarnings("spec.ip", text.toStdString())), sentences);
}

void TestIpAddress::ordered()
{
    QVERIFY(IpAddress::parse("10.0.0.2") < IpAddress::parse("10.0.0.10"));
    QVERIFY(IpAddress::parse("255.255.255.255") < IpAddress::parse("2001:db8::1"));
}

QTEST_GUILESS_MAIN(TestIpAddress)
#include "test_ipaddress.moc"
