#include "api/names.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

using Question = Objections (*)(std::string_view);

QStringList words(const Objections& objections)
{
    QStringList list;
    for (const std::string& objection : objections)
        list << QString::fromStdString(objection);
    return list;
}

// Made by Qt, whose size g++ 12 does not know: of a known one it warns without a reason.
std::string repeated(int count, char c = 'a')
{
    return QByteArray(count, c).toStdString();
}

// The server's sentences, as a person sees them in `kubectl apply`.
const QString label = QStringLiteral(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
    "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
const QString subdomain = QStringLiteral(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
const QString underscore = QStringLiteral(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')");
const QString dns1035 = QStringLiteral(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end "
    "with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')");
const QString wildcard = QStringLiteral(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case "
    "alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for "
    "validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
const QString name = QStringLiteral(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
    "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
const QString value = QStringLiteral(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
const QString configKey = QStringLiteral(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or "
    "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
const QString envVar = QStringLiteral(
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start "
    "with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is "
    "'[-._a-zA-Z][-._a-zA-Z0-9]*')");
const QString relaxedEnvVar
    = QStringLiteral("a valid environment variable name must consist only of printable ASCII characters other than '='");
const QString identifier = QStringLiteral(
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' "
    "(e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')");
const QString header = QStringLiteral("a valid HTTP header must consist of alphanumeric characters or '-' (e.g. "
                                      "'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
const QString percent = QStringLiteral("a valid percent string must be a numeric string followed by an ending '%' (e.g. "
                                       "'1%',  or '93%', regex used for validation is '[0-9]+%')");

} // namespace

Q_DECLARE_METATYPE(Question)

class TestNames : public QObject {
    Q_OBJECT

private slots:
    void accepted_data();
    void accepted();
    void objections_data();
    void objections();
    void numbers();
    void generatedNames();
    void namesWithPaths_data();
    void namesWithPaths();
};

void TestNames::accepted_data()
{
    QTest::addColumn<Question>("question");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* title, Question question, std::string_view text) {
        QTest::newRow(title) << question << QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    };

    row("a namespace", isDns1123Label, "kube-system");
    row("a container may begin with a digit", isDns1123Label, "2048-game");
    row("a label of one letter", isDns1123Label, "a");
    row("a label of 63 bytes", isDns1123Label, repeated(63));
    row("the name of a ConfigMap", isDns1123Subdomain, "kube-root-ca.crt");
    row("a subdomain of 253 bytes", isDns1123Subdomain, repeated(253));
    row("a long label inside a subdomain", isDns1123Subdomain, repeated(100) + "." + repeated(100));
    row("a search domain", isDns1123SubdomainWithUnderscore, "_http._tcp.example.com");
    row("an underscore inside", isDns1123SubdomainWithUnderscore, "my_host.example.com");
    row("a service", isDns1035Label, "web-2");
    row("a wildcard host", isWildcardDns1123Subdomain, "*.example.com");
    row("a role with a colon", isPathSegmentName, "system:controller:job-controller");
    row("three dots are no step back", isPathSegmentName, "...");

    row("a plain label key", isQualifiedName, "app");
    row("a label key with a prefix", isQualifiedName, "app.kubernetes.io/name");
    row("capitals, dots and underscores in a key", isQualifiedName, "My.Key_1");
    row("an extended resource", isQualifiedName, "nvidia.com/gpu");
    row("a prefix of 253 bytes and a name of 63", isQualifiedName, repeated(253) + "/" + repeated(63));
    row("a label may be empty", isLabelValue, "");
    row("a version as a label", isLabelValue, "v1.34.0_rc-1");
    row("a label value of 63 bytes", isLabelValue, repeated(63));
    row("the key of a file", isConfigMapKey, "nginx.conf");
    row("a hidden file", isConfigMapKey, ".dockerconfigjson");
    row("a key of 253 bytes", isConfigMapKey, repeated(253));
    row("a variable", isEnvVarName, "PATH");
    row("a variable with dots and dashes", isEnvVarName, "my.env-name");
    row("the server takes nearly anything as a variable", isRelaxedEnvVarName, "1 + 1 !");
    row("an identifier", isCIdentifier, "_my_name1");
    row("a header of a probe", isHttpHeaderName, "X-Custom-Header");
    row("the name of a port", isPortName, "http-alt");
    row("a port of 15 letters", isPortName, repeated(15));
    row("a port that begins with a digit", isPortName, "8080tcp");
    row("no percent", isPercent, "0%");
    row("many percent", isPercent, "12345%");

    row("an IPv4 address", isIp, "10.96.0.1");
    row("an IPv6 address", isIp, "2001:db8::1");
    row("leading zeros in an old manifest", isIp, "010.096.000.001");
    row("IPv4 inside IPv6", isIp, "::ffff:10.0.0.1");
    row("IPv4 as such", isIpv4, "127.0.0.1");
    row("IPv4 inside IPv6 counts as IPv4", isIpv4, "::ffff:10.0.0.1");
    row("IPv6 as such", isIpv6, "::1");
    row("the pods of a node", isCidr, "10.244.1.0/24");
    row("all of IPv6", isCidr, "::/0");
    row("one address", isCidr, "2001:db8::1/128");
    row("the path of an ingress", isAbsolutePath, "/api");
    row("dots in a path", isPathWithoutBacksteps, "a/..b/c..");
    row("a path below a volume", isLocalDescendingPath, "logs/today");
}

void TestNames::accepted()
{
    QFETCH(Question, question);
    QFETCH(QByteArray, text);
    QCOMPARE(words(question(text.toStdString())), QStringList());
}

void TestNames::objections_data()
{
    QTest::addColumn<Question>("question");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("sentences");
    const auto row = [](const char* title, Question question, std::string_view text, const QStringList& sentences) {
        QTest::newRow(title) << question << QByteArray(text.data(), static_cast<qsizetype>(text.size())) << sentences;
    };

    row("a namespace without a name", isDns1123Label, "", {label});
    row("a namespace with capitals", isDns1123Label, "Production", {label});
    row("a namespace with dots gets a sentence of its own", isDns1123Label, "my.namespace", {"must not contain dots"});
    row("a label that begins with a dash", isDns1123Label, "-web", {label});
    row("a label that ends with a dash", isDns1123Label, "web-", {label});
    row("an underscore is for domains of DNS-SD only", isDns1123Label, "my_app", {label});
    row("a line break at the end", isDns1123Label, "web\n", {label});
    row("a label of 64 bytes", isDns1123Label, repeated(64), {"must be no more than 63 bytes"});
    row("a label too long and wrong hears both", isDns1123Label, repeated(64, 'A'), {"must be no more than 63 bytes", label});
    row("Hangul", isDns1123Label, "웹", {label});
    row("bytes count, not letters", isLabelValue, "가나다라마바사아자차카타파하가나다라마바사아자차카타파하", {"must be no more than 63 bytes", value});

    row("an object with an underscore and capitals", isDns1123Subdomain, "Upper_Case", {subdomain});
    row("an object that begins with a dash", isDns1123Subdomain, "-dash", {subdomain});
    row("two dots in a row", isDns1123Subdomain, "a..b", {subdomain});
    row("a dot at the end", isDns1123Subdomain, "example.com.", {subdomain});
    row("a part that ends with a dash", isDns1123Subdomain, "a-.b", {subdomain});
    row("a name of 254 bytes", isDns1123Subdomain, repeated(254), {"must be no more than 253 bytes"});
    row("an underscore at the end of a search domain", isDns1123SubdomainWithUnderscore, "a_.b", {underscore});
    row("two underscores in front", isDns1123SubdomainWithUnderscore, "__tcp", {underscore});

    row("a service that begins with a digit", isDns1035Label, "1svc", {dns1035});
    row("a service with a dot", isDns1035Label, "svc.x", {dns1035});
    row("a service of 70 bytes", isDns1035Label, repeated(70), {"must be no more than 63 bytes"});
    row("a star inside", isWildcardDns1123Subdomain, "foo.*.com", {wildcard});
    row("a star alone", isWildcardDns1123Subdomain, "*", {wildcard});
    row("two stars", isWildcardDns1123Subdomain, "*.*.bar.com", {wildcard});
    row("no star", isWildcardDns1123Subdomain, "bar.com", {wildcard});

    row("a role with a slash", isPathSegmentName, "a/b", {"may not contain '/'"});
    row("a role with both", isPathSegmentName, "%/", {"may not contain '/'", "may not contain '%'"});
    row("a step back", isPathSegmentName, "..", {"may not be '..'"});
    row("the folder itself", isPathSegmentName, ".", {"may not be '.'"});

    row("a label key with a space", isQualifiedName, "bad key", {"name part " + name});
    row("a label key without a name", isQualifiedName, "", {"name part must be non-empty", "name part " + name});
    row("a prefix without a name", isQualifiedName, "example.com/", {"name part must be non-empty", "name part " + name});
    row("a name without its prefix", isQualifiedName, "/app", {"prefix part must be non-empty"});
    row("a prefix with capitals", isQualifiedName, "Example.com/app", {"prefix part " + subdomain});
    row("everything is wrong",
        isQualifiedName,
        repeated(254) + "_/-",
        {"prefix part must be no more than 253 bytes", "prefix part " + subdomain, "name part " + name});
    row("two slashes",
        isQualifiedName,
        "a/b/c",
        {"a qualified name " + name + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"});
    row("a key of 64 bytes", isQualifiedName, repeated(64), {"name part must be no more than 63 bytes"});

    row("a label value with a mark", isLabelValue, "bad value!", {value});
    row("a label value that ends with a dot", isLabelValue, "v1.", {value});
    row("a label value that is a path", isLabelValue, "a/b", {value});
    row("a label value of 64 bytes", isLabelValue, repeated(64), {"must be no more than 63 bytes"});

    row("a file without a name", isConfigMapKey, "", {configKey});
    row("a file in a folder", isConfigMapKey, "conf.d/a.conf", {configKey});
    row("the folder itself as a key", isConfigMapKey, ".", {"must not be '.'"});
    row("a step back as a key", isConfigMapKey, "..", {"must not be '..'"});
    row("what begins like one", isConfigMapKey, "..data", {"must not start with '..'"});
    row("a key of 254 bytes", isConfigMapKey, repeated(254), {"must be no more than 253 bytes"});

    row("a variable that begins with a digit", isEnvVarName, "1ST", {envVar});
    row("a variable with a space", isEnvVarName, "MY VAR", {envVar});
    row("a variable that begins with two dots", isEnvVarName, "..x", {"must not start with '..'"});
    row("a variable without a name", isRelaxedEnvVarName, "", {"environment variable name must be non-empty"});
    row("an equals sign would end the name", isRelaxedEnvVarName, "A=B", {relaxedEnvVar});
    row("a tab cannot be printed", isRelaxedEnvVarName, "A\tB", {relaxedEnvVar});
    row("a variable beyond ASCII", isRelaxedEnvVarName, "변수", {relaxedEnvVar});
    row("an identifier that begins with a digit", isCIdentifier, "1a", {identifier});
    row("an identifier with a dash", isCIdentifier, "a-b", {identifier});
    row("a header with a colon", isHttpHeaderName, "Host:", {header});
    row("a header without a name", isHttpHeaderName, "", {header});

    const QString portChars = "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
    const QString portLetter = "must contain at least one letter (a-z)";
    row("a port without a name", isPortName, "", {portChars, portLetter});
    row("a port that is a number", isPortName, "8080", {portLetter});
    row("a port of 16 letters", isPortName, repeated(16), {"must be no more than 15 bytes"});
    row("a port with capitals", isPortName, "HTTP", {portChars, portLetter});
    row("two hyphens in a row", isPortName, "http--alt", {"must not contain consecutive hyphens"});
    row("a hyphen at the end", isPortName, "http-", {"must not begin or end with a hyphen"});
    row("a port with every fault",
        isPortName,
        "-1--2345678901234_",
        {"must be no more than 15 bytes", portChars, portLetter, "must not contain consecutive hyphens",
            "must not begin or end with a hyphen"});

    row("a percentage without its sign", isPercent, "25", {percent});
    row("the sign alone", isPercent, "%", {percent});
    row("a percentage below zero", isPercent, "-5%", {percent});

    const QString ip = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    row("an octet beyond 255", isIp, "10.0.0.256", {ip});
    row("three octets", isIp, "10.0.0", {ip});
    row("five octets", isIp, "10.0.0.0.1", {ip});
    row("a name", isIp, "localhost", {ip});
    row("two gaps", isIp, "1::2::3", {ip});
    row("nine groups", isIp, "1:2:3:4:5:6:7:8:9", {ip});
    row("a gap for nothing", isIp, "1:2:3:4::5:6:7:8", {ip});
    row("a group of five digits", isIp, "12345::", {ip});
    row("an address with a zone", isIp, "fe80::1%eth0", {ip});
    row("a colon at the end", isIp, "1:2:3:4:5:6:7:", {ip});
    row("an IPv6 address is no IPv4 address", isIpv4, "::1", {"must be a valid IPv4 address"});
    row("an IPv4 address is no IPv6 address", isIpv6, "10.0.0.1", {"must be a valid IPv6 address"});
    const QString cidr = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    row("an address without a prefix", isCidr, "10.0.0.0", {cidr});
    row("a prefix beyond 32", isCidr, "10.0.0.0/33", {cidr});
    row("a prefix beyond 128", isCidr, "::/129", {cidr});
    row("a prefix that is a mask", isCidr, "10.0.0.0/255.0.0.0", {cidr});
    row("a prefix below zero", isCidr, "10.0.0.0/-1", {cidr});
    row("no prefix behind the slash", isCidr, "10.0.0.0/", {cidr});

    row("a relative path", isAbsolutePath, "api", {"must be an absolute path"});
    row("a step back in a path", isPathWithoutBacksteps, "a/../b", {"must not contain '..'"});
    row("many steps back are one objection", isPathWithoutBacksteps, "../../..", {"must not contain '..'"});
    row("an absolute path with a step back", isLocalDescendingPath, "/..", {"must be a relative path", "must not contain '..'"});
}

void TestNames::objections()
{
    QFETCH(Question, question);
    QFETCH(QByteArray, text);
    QFETCH(QStringList, sentences);
    QCOMPARE(words(question(text.toStdString())), sentences);
}

void TestNames::numbers()
{
    QCOMPARE(words(isPortNumber(1)), QStringList());
    QCOMPARE(words(isPortNumber(65535)), QStringList());
    QCOMPARE(words(isPortNumber(0)), QStringList("must be between 1 and 65535, inclusive"));
    QCOMPARE(words(isPortNumber(65536)), QStringList("must be between 1 and 65535, inclusive"));
    QCOMPARE(words(isInRange(101, 1, 100)), QStringList("must be between 1 and 100, inclusive"));
    QCOMPARE(words(isUserId(0)), QStringList());
    QCOMPARE(words(isUserId(-1)), QStringList("must be between 0 and 2147483647, inclusive"));
    QCOMPARE(words(isGroupId(2147483648)), QStringList("must be between 0 and 2147483647, inclusive"));
}

void TestNames::generatedNames()
{
    QVERIFY(!isDns1123Label("web-").empty());
    QVERIFY(isDns1123Label(asGenerated("web-")).empty());
    QVERIFY(!isDns1123Label(asGenerated("Web-")).empty());
    QCOMPARE(QString::fromStdString(asGenerated("web")), "web");
    QCOMPARE(QString::fromStdString(asGenerated("-")), "-");
}

void TestNames::namesWithPaths_data()
{
    using Rule = FieldErrors (*)(const FieldPath&, std::string_view);
    QTest::addColumn<FieldErrors>("errors");
    QTest::addColumn<QString>("summary");
    const auto row = [](const char* title, Rule rule, std::string_view text, const QString& summary) {
        QTest::newRow(title) << rule(FieldPath("name"), text) << summary;
    };

    row("a webhook has three segments", checkFullyQualifiedName, "pods.check.example.com", "");
    row("two do not", checkFullyQualifiedName, "example.com",
        "name: Invalid value: \"example.com\": should be a domain with at least three segments separated by dots");
    row("a webhook without a name", checkFullyQualifiedName, "", "name: Required value");
    row("a webhook with a wrong name", checkFullyQualifiedName, "A.b.c", "name: Invalid value: \"A.b.c\": " + subdomain);
    row("a domain may end with a dot", checkFullyQualifiedDomainName, "example.com.", "");
    row("a domain has two segments", checkFullyQualifiedDomainName, "localhost",
        "name: Invalid value: \"localhost\": should be a domain with at least two segments separated by dots");
    row("each of 63 bytes at most", checkFullyQualifiedDomainName, "a." + repeated(64),
        "name: Invalid value: \"" + QString::fromStdString(repeated(64)) + "\": must be no more than 63 bytes");
    row("the controller of an ingress class", checkDomainPrefixedPath, "k8s.io/ingress-nginx", "");
    row("a path without a domain", checkDomainPrefixedPath, "/nginx",
        "name: Invalid value: \"/nginx\": must be a domain-prefixed path (such as \"acme.io/foo\")");
    row("a path with a space", checkDomainPrefixedPath, "acme.io/a b",
        "name: Invalid value: \"a b\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    row("a key with a domain", checkDomainPrefixedKey, "acme.io/foo", "");
    row("a key without one", checkDomainPrefixedKey, "foo",
        "name: Invalid value: \"foo\": must be a domain-prefixed key (such as \"acme.io/foo\")");
}

void TestNames::namesWithPaths()
{
    QFETCH(FieldErrors, errors);
    QFETCH(QString, summary);
    QCOMPARE(QString::fromStdString(kubarium::api::summary(errors)), summary);
}

QTEST_GUILESS_MAIN(TestNames)
#include "test_names.moc"
