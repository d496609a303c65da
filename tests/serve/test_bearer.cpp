// Clients without a certificate of the installation: tokens that the cluster issued, certificates that it signed, and how
// they know the server by what stands in kube-root-ca.crt.
#include "served.h"
#include "tlsclient.h"

#include "serve/server.h"

#include "api/decode.h"
#include "api/tree.h"
#include "apiserver/tokens/base64url.h"
#include "apiserver/tokens/sessionkeys.h"

#include <openssl/pem.h>

#include <QtTest/QtTest>

using namespace kubarium;
using serve::HttpRequest;
using serve::KeyPair;
using test::Served;
using test::TlsClient;

class TestBearer : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void whoAsks_data();
    void whoAsks();
    void aTokenEnds();
    void refusedOnesLeaveATrace();
    void theServerIsKnownByTheClustersAuthority();
    void certificatesOfTheClusterAreGood();
    void othersMayCheckTokens();

private:
    static inline std::unique_ptr<KeyPair> s_authority;
    static inline std::unique_ptr<KeyPair> s_server;
};

namespace {

api::Value json(const std::string& text)
{
    return api::toValue(api::parseJson(text).document.root);
}

QString message(const serve::Answer& answer)
{
    return QString::fromStdString(json(Served::text(answer))["message"].text().str());
}

constexpr const char* whoAmI = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
constexpr const char* maps = "/api/v1/namespaces/default/configmaps";

std::string tokenOf(Served& served)
{
    const serve::Answer answer =
        served.ask("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", R"({"spec":{"expirationSeconds":600}})");
    return json(Served::text(answer))["status"]["token"].text().str();
}

HttpRequest shown(const std::string& method, const std::string& target, const std::string& token, const std::string& body = {})
{
    HttpRequest request = Served::request(method, target, body);
    request.certificate = nullptr;
    request.authorization = "Bearer " + token;
    return request;
}

// Of every lab that is not told another seed or secret.
const apiserver::SessionKeys& keys()
{
    static const apiserver::SessionKeys made(lab::Lab::Options().seed, lab::Lab::Options().secret);
    return made;
}

std::string written(auto write)
{
    const serve::openssl::Bio bio(BIO_new(BIO_s_mem()));
    write(bio.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

// As a signer of CertificateSigningRequests makes one.
KeyPair signedBy(const apiserver::Authority& authority, const char* user)
{
    const serve::openssl::Key key(EVP_EC_gen("P-256"));
    const serve::openssl::Certificate issuer = serve::openssl::certificateFrom(authority.certificate());
    const serve::openssl::Certificate made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 7);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), "20260101000000Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), "20260101010000Z");
    X509_set_pubkey(made.get(), key.get());
    X509_NAME_add_entry_by_NID(X509_get_subject_name(made.get()), NID_commonName, MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(user), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get()));
    X509_sign(made.get(), authority.key().handle(), nullptr);
    return {written([&](BIO* out) { PEM_write_bio_X509(out, made.get()); }),
        written([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

} // namespace

void TestBearer::initTestCase()
{
    s_authority = std::make_unique<KeyPair>(*serve::newAuthority("test"));
    serve::CertificateWish wish;
    wish.use = serve::CertificateWish::Use::Server;
    wish.commonName = "kube-apiserver";
    wish.dnsNames = {"localhost"};
    s_server = std::make_unique<KeyPair>(*serve::newCertificate(*s_authority, wish));
}

void TestBearer::whoAsks_data()
{
    QTest::addColumn<QString>("authorization"); // TOKEN stands for a good one
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    const QString forbidden = R"(User "system:serviceaccount:default:default" cannot list resource "configmaps" in API group "" in the namespace "default")";
    QTest::newRow("a good token") << "Bearer TOKEN" << maps << 403 << "configmaps is forbidden: " + forbidden;
    QTest::newRow("what everybody may who is known") << "Bearer TOKEN" << "/apis" << 200 << "";
    QTest::newRow("a path") << "Bearer TOKEN" << "/metrics" << 403
                            << R"(forbidden: User "system:serviceaccount:default:default" cannot get path "/metrics")";
    QTest::newRow("a bad token") << "Bearer TOKENx" << maps << 401 << "Unauthorized";
    QTest::newRow("a bad token where none is needed") << "Bearer x" << "/livez" << 401 << "Unauthorized";
    QTest::newRow("a bad token for a watch") << "Bearer x" << "/api/v1/namespaces/default/configmaps?watch=1" << 401 << "Unauthorized";
    QTest::newRow("a bad token for what is not there") << "Bearer x" << "/api/v1/pigs" << 401 << "Unauthorized";
    QTest::newRow("a bad token and a bad question") << "Bearer x" << "/api/v1/namespaces/default/configmaps?limit=ten" << 401 << "Unauthorized";
    QTest::newRow("an empty token is none") << "Bearer " << maps << 403
                                            << QString("configmaps is forbidden: " + forbidden).replace("system:serviceaccount:default:default", "system:anonymous");
}

void TestBearer::whoAsks()
{
    QFETCH(QString, authorization);
    QFETCH(QString, target);
    QFETCH(int, code);
    QFETCH(QString, said);
    Served served;
    HttpRequest request = shown("GET", target.toStdString(), {});
    request.authorization = authorization.replace("TOKEN", QString::fromStdString(tokenOf(served))).toStdString();
    const serve::Answer answer = served.ask(request);
    QCOMPARE(answer.code, code);
    QCOMPARE(code == 200 ? QString() : message(answer), said);
}

void TestBearer::aTokenEnds()
{
    Served served;
    const std::string token = tokenOf(served);
    const api::Value user = json(Served::text(served.ask(shown("POST", whoAmI, token, "{}"))))["status"]["userInfo"];
    QCOMPARE(user["username"].text().str(), std::string("system:serviceaccount:default:default"));
    QCOMPARE(user["groups"].array().size(), std::size_t{3});
    QVERIFY(user["extra"]["authentication.kubernetes.io/credential-id"].array()[0].text().view().starts_with("JTI="));
    served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=660"); // clocks may differ by a minute
    QCOMPARE(served.ask(shown("POST", whoAmI, token, "{}")).code, 201);
    served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=1");
    QCOMPARE(served.ask(shown("POST", whoAmI, token, "{}")).code, 401);
}

void TestBearer::refusedOnesLeaveATrace()
{
    Served served;
    const std::string token = tokenOf(served);
    served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=3600");
    QCOMPARE(served.ask(shown("POST", maps, token, R"({"metadata":{"name":"a"}})")).code, 401);
    served.lab().run([](lab::Lab& lab) {
        const lab::Input& input = *lab.inputs().back();
        const auto trace = lab.trace(input.number);
        QVERIFY(trace && trace->size() == 1);
        QCOMPARE(QString::fromStdString(trace->front().what),
            QString("the token has expired at 2026-01-01T00:10:00Z, and the clock shows 2026-01-01T01:00:00Z"));
        QVERIFY(input.request.body.empty()); // of strangers nothing is kept
    });
}

void TestBearer::theServerIsKnownByTheClustersAuthority()
{
    Served served;
    const std::string token = tokenOf(served);
    served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=1");
    const std::string published =
        json(Served::text(served.ask("GET", "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt")))["data"]["ca.crt"].text().str();
    QCOMPARE(QString::fromStdString(published), QString::fromStdString(keys().authority().certificate()));

    serve::Server::Options options{"127.0.0.1", 0, *s_server, s_authority->certificate, {}, {}};
    options.chain = {*keys().authority().certificateFor(s_authority->certificate)};
    const auto server = *serve::Server::open(options);
    server->serve(served.gateway());
    for (const std::string& authority : {published, s_authority->certificate}) {
        TlsClient client(server->port(), TlsClient::Options{authority, nullptr, "localhost", 0});
        QVERIFY(client.connected());
        const auto response = client.ask("POST", whoAmI, "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n", "{}");
        QVERIFY(response);
        QCOMPARE(response->code, 201);
    }
    const std::string stranger = apiserver::SessionKeys(1, {1}).authority().certificate();
    QVERIFY(!TlsClient(server->port(), TlsClient::Options{stranger, nullptr, "localhost", 0}).connected());
    server->stop();
}

void TestBearer::certificatesOfTheClusterAreGood()
{
    Served served;
    serve::Server::Options options{"127.0.0.1", 0, *s_server, s_authority->certificate, {}, {}};
    options.otherAuthorities = {keys().authority().certificate()};
    const auto server = *serve::Server::open(options);
    server->serve(served.gateway());
    const auto answered = [&](const KeyPair& own) {
        TlsClient client(server->port(), TlsClient::Options{s_authority->certificate, &own, "localhost", 0});
        const auto response = client.ask("GET", maps);
        return response ? QString::fromStdString(json(response->body)["message"].text().str()) : QString("no answer");
    };
    const KeyPair jane = signedBy(keys().authority(), "jane");
    QVERIFY2(answered(jane).contains("User \"jane\" cannot list"), qPrintable(answered(jane)));
    QCOMPARE(answered(signedBy(apiserver::SessionKeys(1, {1}).authority(), "jane")), QString("Unauthorized"));
    served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=3601"); // it ends by the virtual clock
    QCOMPARE(answered(jane), QString("Unauthorized"));
    server->stop();
}

// The documents of OpenID Connect, for everybody who has a token and nobody else.
void TestBearer::othersMayCheckTokens()
{
    Served served;
    const std::string token = tokenOf(served);
    const serve::Answer issuer = served.ask(shown("GET", "/.well-known/openid-configuration", token));
    QCOMPARE(issuer.code, 200);
    QCOMPARE(QString::fromStdString(Served::text(issuer)),
        QString(R"({"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://127.0.0.1:6443/openid/v1/jwks",)"
                R"("response_types_supported":["id_token"],"subject_types_supported":["public"],)"
                R"("id_token_signing_alg_values_supported":["EdDSA"]})"));
    const serve::Answer published = served.ask(shown("GET", "/openid/v1/jwks", token));
    QCOMPARE(published.contentType, std::string("application/jwk-set+json"));
    const api::Value key = json(Served::text(published))["keys"].array()[0];
    QCOMPARE(key["kid"].text().str(), keys().tokens().id());

    const std::string raw = *apiserver::decodedBase64Url(key["x"].text());
    const serve::openssl::Key known(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(raw.data()), raw.size()));
    const std::size_t dot = token.rfind('.');
    const std::string signature = *apiserver::decodedBase64Url(token.substr(dot + 1));
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    QVERIFY(EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, known.get()) == 1);
    QVERIFY(EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                reinterpret_cast<const unsigned char*>(token.data()), dot)
        == 1);
    EVP_MD_CTX_free(context);

    HttpRequest stranger = Served::request("GET", "/openid/v1/jwks");
    stranger.certificate = nullptr;
    QCOMPARE(served.ask(stranger).code, 403);
}

QTEST_GUILESS_MAIN(TestBearer)
#include "test_bearer.moc"
