// Requests for certificates: what may be asked for, and who may answer what.
#include "api/types/certificates.h"
#include "api/validation/access.h"
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

// Of CN=jane, O=team; PEM in base64, as manifests hold it. The second one's signature is not of its key.
constexpr auto good = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHZE1GRUNBUUF3SGpFTk1Bc0dBMVVFQXd3RWFtRnVaVEVOTUFzR0ExVUVDZ3dFZEdWaGJUQXFNQVVHQXl0bApjQU1oQUYrSFNnUnNpc3dqL1M2cEE3TDg2YnFxL1YyRVlXQ1hCZUVlblRwNEFPU2lvQUF3QlFZREsyVndBMEVBCnFkc3BtOUh3aG5OK3JkYmZoUzlvOXJUUEJseEhTbkh3Y0pnaGlFeURjbHgxM1U1TUsxdTNVY3hPWlR5NUxTNkIKYTJ6dytjeXg1UTVYbFpoU2RVVWdEZz09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";
constexpr auto forged = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHZE1GRUNBUUF3SGpFTk1Bc0dBMVVFQXd3RWFtRnVaVEVOTUFzR0ExVUVDZ3dFZEdWaGJUQXFNQVVHQXl0bGNBTWhBRitIU2dSc2lzd2ovUzZwQTdMODZicXEvVjJFWVdDWEJlRWVuVHA0QU9TaW9BQXdCUVlESzJWd0EwRUFxZHNwbTlId2huTityZGJmaFM5bzlyVFBCbHhIU25Id2NKZ2hpRXlEY2x4MTNVNU1LMXUzVWN4T1pUeTVMUzZCYTJ6dytjeXg1UTVYbFpoU2RVVWdEdz09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";
constexpr auto certificate = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJMRENCMzZBREFnRUNBaFFnaC93Wmh3eThDSnlXd0g5VEZLVGJDTU0zNHpBRkJnTXJaWEF3RERFS01BZ0cKQTFVRUF3d0JlREFlRncweU5qRXhNakF4TXpBMk16VmFGdzB6TmpFeE1UY3hNekEyTXpWYU1Bd3hDakFJQmdOVgpCQU1NQVhnd0tqQUZCZ01yWlhBRElRRHRTSWtWN01QU3M3NmhiVkFjQk5aQ3NyYi9qOERUN28wL0hYSDFlcHc2ClhhTlRNRkV3SFFZRFZSME9CQllFRkE5UmkrVFF6OXJ2QUhTSTdpR0hKRHV1cWZvM01COEdBMVVkSXdRWU1CYUEKRkE5UmkrVFF6OXJ2QUhTSTdpR0hKRHV1cWZvM01BOEdBMVVkRXdFQi93UUZNQU1CQWY4d0JRWURLMlZ3QTBFQQorZ1hHMEtZUlRjbjRDL1ZyS3ByL0tieDFibGVEWE1hOWFwbS80eU03NFdJN3ZyNFBUc01mTWw1bDlRb1FISUw5CitwRGxyOFdNaEVCYTZmclBvazJhQ0E9PQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg==";
constexpr auto client = "signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]";

std::string request(const QByteArray& spec, const QByteArray& status = "{}")
{
    return "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: jane}\nspec: {" + spec.toStdString()
        + "}\nstatus: " + status.toStdString() + "\n";
}

QByteArray asking(const char* rest)
{
    return QByteArray("request: ") + good + ", " + rest;
}

constexpr auto approved = "{conditions: [{type: Approved, status: 'True', reason: Ok}]}";

} // namespace

class TestCertificates : public QObject {
    Q_OBJECT

private slots:
    void creation_data();
    void creation();
    void conditions_data();
    void conditions();
    void doors_data();
    void doors();
    void approversDecide();
};

void TestCertificates::creation_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const QByteArray& spec, const QStringList& complaints = {}) {
        QTest::newRow(name) << spec << complaints;
    };
    row("jane wants to be known to the API server", asking(client));
    row("for a day", asking(client) + ", expirationSeconds: 86400");
    row("of a signer of one's own", asking("signerName: example.com/shop.web, usages: [any]"));
    row("ten minutes are the least", asking(client) + ", expirationSeconds: 599",
        {"spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)"});
    row("what is no PEM is no request", QByteArray("request: aGVsbG8=, ") + client,
        {"spec.request: Invalid value: \"aGVsbG8=\": PEM block type must be CERTIFICATE REQUEST"});
    row("a certificate is no request", QByteArray("request: ") + certificate + ", " + client,
        {QString("spec.request: Invalid value: \"%1\": PEM block type must be CERTIFICATE REQUEST").arg(certificate)});
    row("a request is signed with its own key", QByteArray("request: ") + forged + ", " + client,
        {QString("spec.request: Invalid value: \"%1\": x509: Ed25519 verification failure").arg(forged)});
    row("nothing at all", "",
        {"spec.request: Invalid value: \"\": PEM block type must be CERTIFICATE REQUEST", "spec.usages: Required value", "spec.signerName: Required value"});
    row("usages are known ones, once each", asking("signerName: a.b/c, usages: [client auth, clients, client auth]"),
        {"spec.usages[1]: Unsupported value: \"clients\": supported values: \"any\", \"cert sign\", \"client auth\", \"code signing\", \"content commitment\", "
         "\"crl sign\", \"data encipherment\", \"decipher only\", \"digital signature\", \"email protection\", \"encipher only\", \"ipsec end system\", \"ipsec tunnel\", "
         "\"ipsec user\", \"key agreement\", \"key encipherment\", \"microsoft sgc\", \"netscape sgc\", \"ocsp signing\", \"s/mime\", \"server auth\", \"signing\", \"timestamping\"",
            "spec.usages[2]: Duplicate value: \"client auth\""});
    row("the signer of old is gone", asking("signerName: kubernetes.io/legacy-unknown, usages: [any]"),
        {"spec.signerName: Invalid value: \"kubernetes.io/legacy-unknown\": the legacy signerName is not allowed via this API version"});
    row("a signer has a domain", asking("signerName: signer, usages: [any]"),
        {"spec.signerName: Invalid value: \"signer\": must be a fully qualified domain and path of the form 'example.com/signer-name'"});
    row("a domain has two segments", asking("signerName: example/signer, usages: [any]"),
        {"spec.signerName: Invalid value: \"example\": should be a domain with at least two segments separated by dots"});
    row("a signer's name is made of labels", asking("signerName: example.com/Signer, usages: [any]"),
        {"spec.signerName: Invalid value: \"Signer\": validating label \"Signer\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
         "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
         "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
}

void TestCertificates::creation()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(request(spec)), complaints_);
}

void TestCertificates::conditions_data()
{
    QTest::addColumn<QByteArray>("conditions");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* conditions, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(conditions) << complaints;
    };
    row("an approval", "[{type: Approved, status: 'True'}]");
    row("a condition of one's own may be false", "[{type: Seen, status: 'False'}]");
    row("an approval cannot be false", "[{type: Approved, status: 'False'}]",
        {"status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\""});
    row("a condition has a type and a status", "[{type: '', status: ''}]",
        {"status.conditions[0].type: Required value", "status.conditions[0].status: Required value"});
    row("a status is one of three", "[{type: Seen, status: 'yes'}]",
        {"status.conditions[0].status: Unsupported value: \"yes\": supported values: \"False\", \"True\", \"Unknown\""});
    row("approved or denied", "[{type: Approved, status: 'True'}, {type: Denied, status: 'True'}]",
        {"status.conditions[1].type: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive"});
    row("each once", "[{type: Failed, status: 'True'}, {type: Failed, status: 'True'}]", {"status.conditions[1].type: Duplicate value: \"Failed\""});
}

void TestCertificates::conditions()
{
    QFETCH(QByteArray, conditions);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(request(asking(client), "{conditions: " + conditions + "}")), complaints_);
}

void TestCertificates::doors_data()
{
    QTest::addColumn<bool>("throughStatus");
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints_");
    const QByteArray issued = QByteArray("{certificate: ") + certificate + "}";
    const auto row = [](const char* name, bool throughStatus, const QByteArray& old, const QByteArray& now, const QStringList& complaints = {}) {
        QTest::newRow(name) << throughStatus << old << now << complaints;
    };
    row("nothing changes", false, approved, approved);
    row("the signer issues", true, "{}", issued);
    row("only the signer issues", false, "{}", issued, {"status.certificate: Forbidden: updates may not set certificate content"});
    row("a certificate stays", true, issued, "{}", {"status.certificate: Forbidden: updates may not modify existing certificate content"});
    row("only certificates are issued", true, "{}", "{certificate: aGVsbG8=}",
        {"status.certificate: Invalid value: \"<certificate data>\": must contain at least one CERTIFICATE PEM block"});
    row("the signer says that it failed", true, "{}", "{conditions: [{type: Failed, status: 'True'}]}");
    row("a failure stays", true, "{conditions: [{type: Failed, status: 'True'}]}", "{}",
        {"status.conditions: Forbidden: updates may not remove a condition of type \"Failed\""});
    row("the signer approves nothing", true, "{}", approved, {"status.conditions: Forbidden: updates may not add a condition of type \"Approved\""});
    row("an approval stays", true, approved, "{}", {"status.conditions: Forbidden: updates may not remove a condition of type \"Approved\""});
}

void TestCertificates::doors()
{
    QFETCH(bool, throughStatus);
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints_);
    const auto ask = throughStatus ? statusComplaints : updateComplaints;
    QCOMPARE(ask(request(asking(client), old), request(asking(client), now)), complaints_);
}

void TestCertificates::approversDecide()
{
    Manifest pending(request(asking(client)));
    Manifest decided(request(asking(client), approved));
    for (Manifest* const manifest : {&pending, &decided})
        manifest->object().editMeta().resourceVersion = "1";
    const auto& old = *pending.object().as<CertificateSigningRequest>();
    const auto& now = *decided.object().as<CertificateSigningRequest>();
    QVERIFY(validateApprovalUpdate(now, old).empty());
    const FieldErrors withdrawn = validateApprovalUpdate(old, now);
    QCOMPARE(withdrawn.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(withdrawn.front().message()), QStringLiteral("Forbidden: updates may not remove a condition of type \"Approved\""));
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "test_certificates.moc"
