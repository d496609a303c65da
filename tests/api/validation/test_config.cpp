#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

const QString subdomain = QStringLiteral(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
const QString configKey = QStringLiteral(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or "
    "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
const QString immutableData = QStringLiteral("Forbidden: field is immutable when `immutable` is set");
const QString redacted = QStringLiteral("Invalid value: \"<secret contents redacted>\": ");

QByteArray object(const char* kind, const QByteArray& rest)
{
    return QByteArray("{apiVersion: v1, kind: ") + kind + ", metadata: {name: x}, " + rest + "}";
}

QByteArray secret(const char* type, const QByteArray& data)
{
    return object("Secret", QByteArray("type: ") + type + ", stringData: {" + data + "}");
}

QByteArray letters(int count)
{
    return QByteArray(count, 'a');
}

// A key pair made for this test, and a second key that does not belong to the certificate.
const char* const certificate = "-----BEGIN CERTIFICATE-----\n"
                                "MIIBhDCCASugAwIBAgIULmvKRAcrj48VCPQDbdJR1lhx3C8wCgYIKoZIzj0EAwIw\n"
                                "FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMCAXDTI2MTEyMDEyNTcyNFoYDzIxMjYx\n"
                                "MDI3MTI1NzI0WjAXMRUwEwYDVQQDDAxzaG9wLmV4YW1wbGUwWTATBgcqhkjOPQIB\n"
                                "BggqhkjOPQMBBwNCAAT5ryx+OrDkIIPi50kFAry3ejPtj+2sYqkjwGbn1NS6OKTZ\n"
                                "ljbigoMG6aoKH08jwm0FGgd6jHyJ0ynrjih2A1yKo1MwUTAdBgNVHQ4EFgQUZqg3\n"
                                "l/j+AwP4EyzAircbxzUwNkAwHwYDVR0jBBgwFoAUZqg3l/j+AwP4EyzAircbxzUw\n"
                                "NkAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAwHFsvm1VyKuhU\n"
                                "eXjKKadYPwta+7BZUlyiiBgvSJiZpwIgAdA7wpBkY7mAjLbXbdRrEEV2eD4ov36q\n"
                                "Xrk5lk6KeWU=\n"
                                "-----END CERTIFICATE-----\n";
const char* const key = "-----BEGIN PRIVATE KEY-----\n"
                        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9bCstSle9EiX8IoP\n"
                        "StL/3iF5lZPNEYj19Yyvv7Eu7pihRANCAAT5ryx+OrDkIIPi50kFAry3ejPtj+2s\n"
                        "YqkjwGbn1NS6OKTZljbigoMG6aoKH08jwm0FGgd6jHyJ0ynrjih2A1yK\n"
                        "-----END PRIVATE KEY-----\n";
const char* const otherKey = "-----BEGIN PRIVATE KEY-----\n"
                             "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqBInWF/Nssihz3pL\n"
                             "3quTb2gkZ2qb/hLNbmKh5c6hum+hRANCAAQrmUrRwHLPxodnQ/aX43mHtO8Ebhhv\n"
                             "nbgr+wuw9pjVpPIm+UCv68t7ka8ozVR9gF+huovIdB4IimMKWulP0RVO\n"
                             "-----END PRIVATE KEY-----\n";
const char* const rsaKey = "-----BEGIN RSA PRIVATE KEY-----\n"
                           "MIICXAIBAAKBgQDbwOJ56otE4ukeWJG3KplyFRUPZh64Cjtz0TsizIti0cse82ys\n"
                           "Fq36fxf5xX/vgq7aF1M/75pIei9CGHXf5ymFQ7hhZXuP8CN20JU331g/fAwkn/Br\n"
                           "HnNUDx2K06sEVmniZPXZb2j/Uhnx6eJqkwO5tXucXkYlKYRd6+KR7XCrxQIDAQAB\n"
                           "AoGAINcogVO90GOgtvpBfIAPQm9IIG8AdDyDOgGwtries/vqQQvb17Pj+CV6LceI\n"
                           "IQEEpG8L7+gcxGwOF/CT3Qwstgi0KFaph9Xj6Uxtu3+CYeMUpXoPUPqOW6i8AsH/\n"
                           "aro8UgSGBr/Le5z9zm7tIrPGJxeQfuf9Fexft9MpndV2YtkCQQD6SmJGlcyCJq5K\n"
                           "6jeDmXiE9EvkBiDJitBSg5o1acznDPkwPnFI4Qe4TjPlwJJkYSb99zMy8pLJo3X3\n"
                           "TSiN3PsTAkEA4MQshyQd4kIE5KDPL4WngjAkC+4vGUcT8K2BN0PCWAUhpJZ9zD4q\n"
                           "7J4ems42DDbpjmLWNMnt0ipMMxGzNmCAxwJAQUGpk9u0oW5yXOfqJ26ZJJkJPF94\n"
                           "pvOBUzIqv6hhGxCf27s8EBNTzvLcxxdJU9CcuPR9rdfe+6GZvSup2ir2bwJBAN4o\n"
                           "6L42s5b0nDOCwuZ828GxZZ+pMEJy38GvLR37yncHs2YkHXkoJXM1Ipjuo7tU92r2\n"
                           "RDVvNbLaffCoWROxNPcCQDa8wA+/fyBHSdxS+AtzR7K3GMR30b4wM7zOkIkCHVhg\n"
                           "9pLEVVWSQMcSRJQuOzR3ynmuhnlNPD8TYhdf40yuGlI=\n"
                           "-----END RSA PRIVATE KEY-----\n";

QByteArray tls(const QByteArray& crt, const QByteArray& keyPem)
{
    return "{apiVersion: v1, kind: Secret, metadata: {name: x}, type: kubernetes.io/tls, data: {tls.crt: '" + crt.toBase64()
        + "', tls.key: '" + keyPem.toBase64() + "'}}";
}

} // namespace

// Namespaces, ConfigMaps, Secrets and ServiceAccounts.
class TestConfig : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void update_data();
    void update();
    void phase_data();
    void phase();
    void warnings_data();
    void warnings();
};

void TestConfig::create_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };
    const auto named = [](const char* kind, const QByteArray& metadata) {
        return QByteArray("{apiVersion: v1, kind: ") + kind + ", metadata: {" + metadata + "}}";
    };

    good("a namespace is a name", named("Namespace", "name: shop"));
    good("a finalizer of one's own has a domain", object("Namespace", "spec: {finalizers: [example.com/wait]}"));
    bad("names of namespaces have no dots", named("Namespace", "name: my.shop"),
        {"metadata.name: Invalid value: \"my.shop\": must not contain dots"});
    bad("a finalizer without a domain is Kubernetes'", object("Namespace", "spec: {finalizers: [wait]}"),
        {"spec.finalizers: Invalid value: \"wait\": name is neither a standard finalizer name nor is it fully qualified"});
    bad("a finalizer is a qualified name", object("Namespace", "spec: {finalizers: ['example.com/']}"),
        {"spec.finalizers: Invalid value: \"example.com/\": name part must be non-empty",
            "spec.finalizers: Invalid value: \"example.com/\": name part must consist of alphanumeric characters, '-', '_' or "
            "'.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
            "used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"});
    bad("a namespace is in no namespace", named("Namespace", "name: x, namespace: shop"),
        {"metadata.namespace: Forbidden: not allowed on this type"});

    good("keys may look like file names", object("ConfigMap", "data: {ok.key_1-2: z, .hidden: secret}"));
    good("an empty ConfigMap", named("ConfigMap", "name: x"));
    good("just as much as fits", object("ConfigMap", "data: {a: '" + letters(1048576) + "'}"));
    bad("capitals in a name", named("ConfigMap", "name: Upper_Case"),
        {"metadata.name: Invalid value: \"Upper_Case\": " + subdomain});
    bad("no name", named("ConfigMap", "labels: {a: b}"), {"metadata.name: Required value: name or generateName is required"});
    bad("keys that are no file names", object("ConfigMap", "data: {'bad key': x, '..': u, ok.key_1-2: z}"),
        {"data[..]: Invalid value: \"..\": must not be '..'", "data[bad key]: Invalid value: \"bad key\": " + configKey});
    bad("a key in data and binaryData", object("ConfigMap", "data: {k: x}, binaryData: {k: eA==}"),
        {"data[k]: Invalid value: \"k\": duplicate of key present in binaryData"});
    bad("keys of binaryData", object("ConfigMap", "binaryData: {'a/b': eA==}"),
        {"binaryData[a/b]: Invalid value: \"a/b\": " + configKey});
    bad("more than a mebibyte, text and bytes together",
        object("ConfigMap", "data: {a: '" + letters(1048576) + "'}, binaryData: {b: eA==}"),
        {"[]: Too long: may not be more than 1048576 bytes"});

    good("a secret of a type of one's own", object("Secret", "type: example.com/one"));
    good("a user name will do", secret("kubernetes.io/basic-auth", "username: u"));
    good("credentials of a registry", secret("kubernetes.io/dockerconfigjson", R"(.dockerconfigjson: '{"auths":{}}')"));
    good("JSON's null is taken for an empty object", secret("kubernetes.io/dockercfg", ".dockercfg: 'null'"));
    good("a token for an account that it names",
        "{apiVersion: v1, kind: Secret, metadata: {name: x, annotations: {kubernetes.io/service-account.name: robot}}, type: "
        "kubernetes.io/service-account-token}");
    bad("a secret that is too large", secret("Opaque", "big: '" + letters(1048577) + "'"),
        {"data: Too long: may not be more than 1048576 bytes"});
    bad("a key that is no file name", secret("Opaque", "'a b': c"), {"data[a b]: Invalid value: \"a b\": " + configKey});
    bad("a certificate needs its key", secret("kubernetes.io/tls", "a: b"),
        {"data[tls.crt]: Required value", "data[tls.key]: Required value"});
    bad("neither user nor password", secret("kubernetes.io/basic-auth", "user: u"),
        {"data[username]: Required value", "data[password]: Required value"});
    bad("an empty ssh key", secret("kubernetes.io/ssh-auth", "ssh-privatekey: ''"),
        {"data[ssh-privatekey]: Required value"});
    bad("a token for nobody", object("Secret", "type: kubernetes.io/service-account-token"),
        {"metadata.annotations[kubernetes.io/service-account.name]: Required value"});
    bad("no credentials", object("Secret", "type: kubernetes.io/dockerconfigjson"),
        {"data[.dockerconfigjson]: Required value"});
    bad("credentials that are no JSON", secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson: user"),
        {"data[.dockerconfigjson]: " + redacted + "invalid character 'u' looking for beginning of value"});
    bad("credentials that end too early", secret("kubernetes.io/dockercfg", R"(.dockercfg: '{"a"')"),
        {"data[.dockercfg]: " + redacted + "unexpected end of JSON input"});
    bad("credentials that are a list", secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson: '[]'"),
        {"data[.dockerconfigjson]: " + redacted
            + "json: cannot unmarshal array into Go value of type map[string]interface {}"});

    good("an account is a name", named("ServiceAccount", "name: robot"));
    bad("an account's name", named("ServiceAccount", "name: 'system:x'"),
        {"metadata.name: Invalid value: \"system:x\": " + subdomain});
}

void TestConfig::create()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(manifest.toStdString()), said);
}

void TestConfig::update_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("said");
    const QByteArray config = object("ConfigMap", "immutable: true, data: {a: '1'}");
    QTest::newRow("data of an immutable ConfigMap") << config << object("ConfigMap", "immutable: true, data: {a: '2'}")
        << QStringList{"data: " + immutableData};
    QTest::newRow("bytes of an immutable ConfigMap")
        << config << object("ConfigMap", "immutable: true, data: {a: '1'}, binaryData: {b: eA==}")
        << QStringList{"binaryData: " + immutableData};
    QTest::newRow("immutable is for good") << config << object("ConfigMap", "immutable: false, data: {a: '1'}")
        << QStringList{"immutable: " + immutableData};
    QTest::newRow("its labels may change")
        << config
        << QByteArray("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, labels: {fine: 'yes'}}, immutable: true, data: {a: '1'}}")
        << QStringList();
    QTest::newRow("what is not immutable may change, and become so")
        << object("ConfigMap", "data: {a: '1'}") << config << QStringList();
    QTest::newRow("data of an immutable Secret") << object("Secret", "immutable: true, stringData: {a: '1'}")
        << object("Secret", "immutable: true, stringData: {a: '2'}") << QStringList{"data: " + immutableData};
    QTest::newRow("a secret keeps its type") << object("Secret", "type: example.com/one") << object("Secret", "type: Opaque")
        << QStringList{"type: Invalid value: \"Opaque\": field is immutable"};
    QTest::newRow("a namespace keeps its finalizers right") << object("Namespace", "spec: {}")
        << object("Namespace", "spec: {finalizers: [wait]}")
        << QStringList{"spec.finalizers: Invalid value: \"wait\": name is neither a standard finalizer name nor is it fully "
                       "qualified"};
    QTest::newRow("an account's name stays") << object("ServiceAccount", "secrets: [{name: a}]")
        << QByteArray("{apiVersion: v1, kind: ServiceAccount, metadata: {name: z}}")
        << QStringList{"metadata.name: Invalid value: \"z\": field is immutable"};
}

void TestConfig::update()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, said);
    QCOMPARE(updateComplaints(before.toStdString(), after.toStdString()), said);
}

void TestConfig::phase_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QByteArray>("phase");
    QTest::addColumn<QStringList>("said");
    const QByteArray going = "name: x, deletionTimestamp: '2026-01-01T00:00:00Z'";
    QTest::newRow("in use") << QByteArray("name: x") << QByteArray("Active") << QStringList();
    QTest::newRow("being emptied") << going << QByteArray("Terminating") << QStringList();
    QTest::newRow("not yet") << QByteArray("name: x") << QByteArray("Terminating")
        << QStringList{"status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty"};
    QTest::newRow("too late") << going << QByteArray("Active")
        << QStringList{"status.Phase: Invalid value: \"Active\": may only be 'Terminating' if `deletionTimestamp` is not "
                       "empty"};
}

void TestConfig::phase()
{
    QFETCH(QByteArray, metadata);
    QFETCH(QByteArray, phase);
    QFETCH(QStringList, said);
    const std::string manifest
        = ("{apiVersion: v1, kind: Namespace, metadata: {" + metadata + "}, status: {phase: " + phase + "}}").toStdString();
    QCOMPARE(statusComplaints(manifest, manifest), said);
}

void TestConfig::warnings_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QByteArray& manifest, const QString& said) {
        QTest::newRow(name) << manifest << (said.isEmpty() ? QStringList() : QStringList{said});
    };
    row("a pair that fits", tls(certificate, key), "");
    row("text instead of a certificate", tls("cert", "key"), "tls: failed to find any PEM data in certificate input");
    row("text instead of a key", tls(certificate, "key"), "tls: failed to find any PEM data in key input");
    row("both the wrong way around", tls(key, certificate),
        "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been "
        "switched");
    row("the certificate twice", tls(certificate, certificate),
        "tls: found a certificate rather than a key in the PEM for the private key");
    row("somebody else's key", tls(certificate, otherKey), "tls: private key does not match public key");
    row("a key of another kind", tls(certificate, rsaKey), "tls: private key type does not match public key type");
    row("a frame around nothing", tls("-----BEGIN CERTIFICATE-----\neHh4\n-----END CERTIFICATE-----\n", key),
        "x509: malformed certificate");
    row("a key that is none", tls(certificate, "-----BEGIN PRIVATE KEY-----\neHh4\n-----END PRIVATE KEY-----\n"),
        "tls: failed to parse private key");
    row("other things in frames",
        tls("-----BEGIN A-----\neHh4\n-----END A-----\n-----BEGIN B-----\neHh4\n-----END B-----\n", key),
        "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: "
        "[A B]");
    row("only tls secrets are looked at", secret("Opaque", "tls.crt: a, tls.key: b"), "");
    row("accounts that keep other secrets out",
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: x, annotations: {kubernetes.io/enforce-mountable-secrets: "
        "'true'}}}",
        "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to "
        "isolate access to mounted secrets");
}

void TestConfig::warnings()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(warningsAbout(manifest.toStdString()), said);
}

QTEST_GUILESS_MAIN(TestConfig)
#include "test_config.moc"
