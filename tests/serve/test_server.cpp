// The server behind real sockets: TLS, certificates, HTTP as clients speak it, and as they should not.
#include "served.h"
#include "tlsclient.h"

#include "serve/kubeconfig.h"
#include "serve/limits.h"
#include "serve/server.h"
#include "serve/tls/installation.h"

#include <QtTest/QtTest>

#include <thread>

using namespace kubarium;
using serve::CertificateWish;
using serve::KeyPair;
using test::HttpResponse;
using test::Served;
using test::TlsClient;

class TestServer : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void certificatesSayWhoAsks();
    void serverNames_data();
    void serverNames();
    void oldTlsIsRefused();
    void oneConnectionServesManyRequests();
    void requestsMayBeSentAhead();
    void headHasNoBody();
    void bodiesInChunks();
    void bodiesAfterConsent();
    void bodiesThatAreTooLarge();
    void tooMuchHeader();
    void whatIsNoHttp_data();
    void whatIsNoHttp();
    void plainHttpIsToldSo();
    void oldHttpIsServed();
    void streamsAreChunks();
    void twoClientsAtOnce();
    void aStreamEndsInOrderWithTheServer();
    void tooManyConnections();
    void whoeverGoesIsForgotten();
    void aPortIsTakenOnce();
    void listenAddresses_data();
    void listenAddresses();
    void theAuthorityIsKept();
    void kubeconfigsHoldEverything();

private:
    struct Running {
        Running();
        ~Running() { server->stop(); }

        Served served;
        std::unique_ptr<serve::Server> server;
    };

    std::unique_ptr<TlsClient> client(const Running& running, const KeyPair* own) const
    {
        return std::make_unique<TlsClient>(running.server->port(), TlsClient::Options{s_authority->certificate, own, "localhost", 0});
    }

    static inline std::unique_ptr<KeyPair> s_authority;
    static inline std::unique_ptr<KeyPair> s_server;
    static inline std::unique_ptr<KeyPair> s_admin;
};

namespace {

KeyPair certificate(const KeyPair& authority, const std::string& name, std::vector<std::string> groups)
{
    CertificateWish wish;
    wish.commonName = name;
    wish.organizations = std::move(groups);
    return *serve::newCertificate(authority, wish);
}

constexpr const char* maps = "/api/v1/namespaces/default/configmaps";

} // namespace

TestServer::Running::Running()
{
    auto opened = serve::Server::open({"127.0.0.1", 0, *s_server, s_authority->certificate, {}, {}});
    server = *std::move(opened);
    server->serve(served.gateway());
}

void TestServer::initTestCase()
{
    s_authority = std::make_unique<KeyPair>(*serve::newAuthority("test"));
    CertificateWish wish;
    wish.use = CertificateWish::Use::Server;
    wish.commonName = "kube-apiserver";
    wish.dnsNames = {"localhost", "kubernetes.default.svc"};
    wish.addresses = {"127.0.0.1", "::1"};
    s_server = std::make_unique<KeyPair>(*serve::newCertificate(*s_authority, wish));
    s_admin = std::make_unique<KeyPair>(certificate(*s_authority, "kubernetes-admin", {"system:masters"}));
}

void TestServer::certificatesSayWhoAsks()
{
    Running running;
    const auto code = [&](const KeyPair* own, const char* target) {
        const auto asker = client(running, own);
        const auto response = asker->ask("GET", target);
        return response ? response->code : 0;
    };
    QCOMPARE(code(s_admin.get(), "/api/v1/nodes"), 200);
    QCOMPARE(code(nullptr, "/api/v1/nodes"), 403);
    QCOMPARE(code(nullptr, "/livez"), 200);
    const KeyPair jane = certificate(*s_authority, "jane", {"dev", "ops"});
    const auto asker = client(running, &jane);
    QVERIFY(asker->ask("GET", "/api/v1/nodes")->body.find("User \\\"jane\\\" cannot list") != std::string::npos);
    QCOMPARE(code(&jane, "/apis"), 200); // she is authenticated
    const KeyPair stranger = *serve::newAuthority("strangers");
    const KeyPair impostor = certificate(stranger, "kubernetes-admin", {"system:masters"});
    QCOMPARE(code(&impostor, "/api/v1/nodes"), 401);
    QCOMPARE(code(&impostor, "/livez"), 401);
    // A server's certificate is none of a client, and one that is not valid yet by the virtual clock is none at all.
    QCOMPARE(code(s_server.get(), "/livez"), 401);
    CertificateWish later;
    later.commonName = "kubernetes-admin";
    later.organizations = {"system:masters"};
    later.notBefore = "20260101000100Z";
    const KeyPair early = *serve::newCertificate(*s_authority, later);
    QCOMPARE(code(&early, "/api/v1/nodes"), 401);
    running.served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=60");
    QCOMPARE(code(&early, "/api/v1/nodes"), 200);
}

void TestServer::serverNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("known");
    QTest::newRow("localhost") << "localhost" << true;
    QTest::newRow("as pods call it") << "kubernetes.default.svc" << true;
    QTest::newRow("somebody else") << "example.org" << false;
}

void TestServer::serverNames()
{
    QFETCH(QString, name);
    QFETCH(bool, known);
    Running running;
    const TlsClient asker(running.server->port(), {s_authority->certificate, nullptr, name.toStdString(), 0});
    QCOMPARE(asker.connected(), known);
}

void TestServer::oldTlsIsRefused()
{
    Running running;
    const auto speaks = [&](int version) { return TlsClient(running.server->port(), {s_authority->certificate, nullptr, "localhost",
        version}).connected(); };
    QVERIFY(!speaks(TLS1_1_VERSION));
    QVERIFY(speaks(TLS1_2_VERSION));
    QVERIFY(speaks(TLS1_3_VERSION));
}

void TestServer::oneConnectionServesManyRequests()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    for (int i = 0; i < 20; ++i) {
        const auto made = asker->ask("POST", maps, "Content-Type: application/json\r\n", R"({"metadata":{"name":"m)" + std::to_string(i) + "\"}}");
        QVERIFY(made);
        QCOMPARE(made->code, 201);
    }
    const auto list = asker->ask("GET", maps);
    QCOMPARE(list->headers.at("cache-control"), std::string("no-cache, private"));
    QCOMPARE(list->headers.at("content-type"), std::string("application/json"));
    QCOMPARE(list->headers.at("audit-id").size(), std::size_t{36});
    QVERIFY(QRegularExpression("^[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$")
                .match(QString::fromStdString(list->headers.at("date")))
                .hasMatch());
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(list->body))["items"].toArray().size() >= 20, true);
    QCOMPARE(running.served.gateway().metrics()->connectionsAccepted.load(), std::uint64_t{1});
    QCOMPARE(asker->ask("GET", "/livez", "Connection: close\r\n")->headers.at("connection"), std::string("close"));
    QVERIFY(asker->isClosed());
}

void TestServer::requestsMayBeSentAhead()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    std::string three;
    for (const char* target : {"/livez", "/api/v1/namespaces/default", "/nope"})
        three += std::string("GET ") + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    QVERIFY(asker->send(three));
    QCOMPARE(asker->response()->body, std::string("ok"));
    QVERIFY(asker->response()->body.starts_with("{\"kind\":\"Namespace\""));
    QCOMPARE(asker->response()->code, 404);
}

void TestServer::headHasNoBody()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    const auto head = asker->ask("HEAD", "/api/v1/namespaces/default");
    const auto get = asker->ask("GET", "/api/v1/namespaces/default");
    QCOMPARE(head->code, 200);
    QCOMPARE(head->headers.at("content-length"), std::to_string(get->body.size()));
}

void TestServer::bodiesInChunks()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    const std::string first = R"({"metadata":)";
    const std::string second = R"({"name":"chunks"}})";
    QVERIFY(asker->send(std::string("POST ") + maps + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
    QVERIFY(asker->send("c\r\n" + first + "\r\n"));
    QVERIFY(asker->send("12\r\n" + second + "\r\n0\r\n\r\n"));
    QCOMPARE(asker->response()->code, 201);
}

void TestServer::bodiesAfterConsent()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    const std::string body = R"({"metadata":{"name":"patient"}})";
    QVERIFY(asker->send(std::string("POST ") + maps + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"));
    QCOMPARE(asker->response(false)->code, 100);
    QVERIFY(asker->send(body));
    QCOMPARE(asker->response()->code, 201);
}

void TestServer::bodiesThatAreTooLarge()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    const std::string body(serve::limits::body + 1, ' ');
    const auto refused = asker->ask("POST", maps, "Content-Type: application/json\r\n", body);
    QVERIFY(refused);
    QCOMPARE(refused->code, 413);
    QCOMPARE(refused->body,
        std::string(R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Request entity too large: limit is 3145728",)"
                                        R"("reason":"RequestEntityTooLarge","code":413})"));
    const auto another = client(running, s_admin.get());
    QCOMPARE(another->ask("POST", maps, "Content-Type: application/json\r\n", std::string(serve::limits::body, ' '))->code,
        400); // it was read, and is no object
}

void TestServer::tooMuchHeader()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    QCOMPARE(asker->ask("GET", "/livez", "X-Long: " + std::string(100'000, 'x') + "\r\n")->code, 431);
    const auto another = client(running, s_admin.get());
    QCOMPARE(another->ask("GET", "/api/v1/pods?labelSelector=" + std::string(40'000, 'x'))->code, 414);
    const auto modest = client(running, s_admin.get());
    QCOMPARE(modest->ask("GET", "/livez", "X-Long: " + std::string(30'000, 'x') + "\r\n")->code, 200);
}

void TestServer::whatIsNoHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a line of nonsense") << QByteArray("hello there\r\n\r\n");
    QTest::newRow("a method with a bracket") << QByteArray("GE(T / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTest::newRow("a version of the future") << QByteArray("GET / HTTP/9.9\r\nHost: x\r\n\r\n");
    QTest::newRow("a header without a colon") << QByteArray("GET / HTTP/1.1\r\nHost\r\n\r\n");
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("a length that is none") << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n");
    QTest::newRow("bytes") << QByteArray("\x00\x01\x02\x03\r\n\r\n", 8);
    QTest::newRow("a chunk of an impossible size") << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
}

void TestServer::whatIsNoHttp()
{
    QFETCH(QByteArray, bytes);
    Running running;
    const auto asker = client(running, s_admin.get());
    QVERIFY(asker->send(bytes.toStdString()));
    const auto refused = asker->response();
    QVERIFY(refused);
    QCOMPARE(refused->code, 400);
    QCOMPARE(refused->headers.at("connection"), std::string("close"));
    QCOMPARE(client(running, nullptr)->ask("GET", "/livez")->code, 200); // nobody else has noticed
}

void TestServer::plainHttpIsToldSo()
{
    Running running;
    TlsClient plain(running.server->port());
    QVERIFY(plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    QCOMPARE(plain.receive(), std::string("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"));
    QVERIFY(plain.isClosed());
    TlsClient noise(running.server->port());
    QVERIFY(noise.send("\x01\x02"));
    QVERIFY(noise.isClosed());
    TlsClient half(running.server->port());
    QVERIFY(half.send("\x16\x03\x01")); // a handshake that begins like one
    QCOMPARE(client(running, nullptr)->ask("GET", "/livez")->code, 200);
}

void TestServer::oldHttpIsServed()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    QVERIFY(asker->send("GET /livez HTTP/1.0\r\n\r\n"));
    const auto answer = asker->response();
    QCOMPARE(answer->code, 200);
    QVERIFY(asker->isClosed());
}

void TestServer::streamsAreChunks()
{
    Running running;
    const auto asker = client(running, s_admin.get());
    QVERIFY(asker->send(std::string("GET ") + maps + "?watch=1&resourceVersion=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
    std::string seen;
    for (int i = 0; i < 3; ++i) {
        const std::string name = "live-" + std::to_string(i);
        QCOMPARE(running.served.ask("POST", maps, R"({"metadata":{"name":")" + name + "\"}}").code, 201);
        while (seen.find("\"" + name + "\"") == std::string::npos) { // each comes at once, without waiting for more
            const std::string more = asker->receive();
            QVERIFY(!more.empty());
            seen += more;
        }
    }
    QVERIFY(seen.starts_with("HTTP/1.1 200 OK\r\n"));
    QVERIFY(seen.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    QVERIFY(seen.find("Content-Length") == std::string::npos);
}

void TestServer::twoClientsAtOnce()
{
    Running running;
    std::atomic<int> made = 0;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&, writer] {
            const auto asker = client(running, s_admin.get());
            for (int i = 0; i < 50; ++i) {
                const std::string name = "w" + std::to_string(writer) + "-" + std::to_string(i);
                const auto answer = asker->ask("POST", maps, "Content-Type: application/json\r\n", R"({"metadata":{"name":")" + name + "\"}}");
                made += answer && answer->code == 201 && answer->body.find("\"" + name + "\"") != std::string::npos;
            }
        });
    }
    const auto watcher = client(running, s_admin.get());
    std::optional<HttpResponse> watched = watcher->ask("GET", std::string(maps) + "?watch=1&timeoutSeconds=2");
    for (std::thread& writer : writers)
        writer.join();
    QCOMPARE(made.load(), 200);
    QVERIFY(watched);
    QCOMPARE(QString::fromStdString(watched->body).count("\"type\":\"ADDED\"") >= 200, true);
    QCOMPARE(watcher->ask("GET", "/livez")->body, std::string("ok")); // the connection is still good
}

void TestServer::aStreamEndsInOrderWithTheServer()
{
    auto running = std::make_unique<Running>();
    const auto asker = client(*running, s_admin.get());
    const auto idle = client(*running, s_admin.get());
    QVERIFY(idle->ask("GET", "/livez"));
    QVERIFY(asker->send(std::string("GET ") + maps + "?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
    QTRY_COMPARE(running->served.gateway().metrics()->watches.load(), std::int64_t{1});
    QElapsedTimer timer;
    timer.start();
    std::thread stopping([&] { running->server->stop(); });
    const auto ended = asker->response(); // with its last chunk
    QVERIFY(ended);
    QCOMPARE(ended->code, 200);
    QVERIFY(asker->isClosed());
    QVERIFY(idle->isClosed());
    stopping.join();
    running.reset();
}

void TestServer::tooManyConnections()
{
    Running running;
    std::vector<std::unique_ptr<TlsClient>> crowd;
    for (std::size_t i = 0; i < serve::limits::connections; ++i)
        crowd.push_back(std::make_unique<TlsClient>(running.server->port()));
    const auto& metrics = *running.served.gateway().metrics();
    QTRY_COMPARE(metrics.connections.load(), static_cast<std::int64_t>(serve::limits::connections));
    TlsClient late(running.server->port());
    QVERIFY(late.isClosed()); // at once, not after a while
    QCOMPARE(metrics.connectionsRefused.load(), std::uint64_t{1});
    crowd.resize(10);
    QTRY_COMPARE(metrics.connections.load(), std::int64_t{10});
    QCOMPARE(client(running, nullptr)->ask("GET", "/livez")->code, 200);
}

void TestServer::whoeverGoesIsForgotten()
{
    Running running;
    const auto& metrics = *running.served.gateway().metrics();
    {
        const auto watching = client(running, s_admin.get());
        QVERIFY(watching->send(std::string("GET ") + maps + "?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
        QTRY_COMPARE(metrics.watches.load(), std::int64_t{1});
        const auto asking = client(running, s_admin.get());
        QVERIFY(asking->send("GET /api/v1/nodes HTTP/1.1\r\nHost: x\r\n\r\n")); // and goes without an answer
        const auto halfway = client(running, s_admin.get());
        QVERIFY(halfway->send("POST /api/v1/nodes HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"));
    }
    QTRY_COMPARE(metrics.connections.load(), std::int64_t{0});
    QTRY_COMPARE(metrics.watches.load(), std::int64_t{0});
}

void TestServer::aPortIsTakenOnce()
{
    Running running;
    const auto second = serve::Server::open({"127.0.0.1", running.server->port(), *s_server, s_authority->certificate, {}, {}});
    QCOMPARE(QString::fromStdString(second.error()),
             QString("cannot listen on 127.0.0.1:%1: another program has that port; --listen 127.0.0.1:0 takes any that is free").arg(running.server->port()));
    const auto elsewhere = serve::Server::open({"192.0.2.1", 0, *s_server, s_authority->certificate, {}, {}});
    QVERIFY(elsewhere.error().starts_with("cannot listen on 192.0.2.1:0: "));
}

void TestServer::listenAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read"); // what it says, or begins to say, if it is refused
    QTest::newRow("the usual one") << "127.0.0.1:6443" << "127.0.0.1:6443 loopback";
    QTest::newRow("by name") << "localhost:0" << "127.0.0.1:0 loopback";
    QTest::newRow("all of them") << "0.0.0.0:6443" << "0.0.0.0:6443 any";
    QTest::newRow("all of them, in short") << ":6443" << "0.0.0.0:6443 any";
    QTest::newRow("IPv6") << "[::1]:6443" << "[::1]:6443 loopback";
    QTest::newRow("another") << "192.168.1.7:443" << "192.168.1.7:443";
    QTest::newRow("without a port") << "127.0.0.1" << "\"127.0.0.1\" is no address to listen on: the port is missing";
    QTest::newRow("a port too high") << "127.0.0.1:70000" << "\"127.0.0.1:70000\" is no address to listen on: the port is no number from 0 to 65535";
    QTest::newRow("a name") << "example.org:80" << "\"example.org:80\" is no address to listen on: the host is no IP address";
    QTest::newRow("IPv6 without brackets") << "::1:80" << "\"::1:80\" is no address to listen on: an IPv6 address stands in brackets";
}

void TestServer::listenAddresses()
{
    QFETCH(QString, text);
    QFETCH(QString, read);
    const auto listen = serve::parseListenAddress(text.toStdString());
    const std::string found = listen ? listen->text() + (listen->loopback ? " loopback" : "") + (listen->any ? " any" : "") : listen.error();
    QVERIFY2(QString::fromStdString(found).startsWith(read), found.c_str());
    QCOMPARE(bool(listen), !read.startsWith('"'));
}

void TestServer::theAuthorityIsKept()
{
    QTemporaryDir folder;
    const std::filesystem::path place = folder.filePath("data/kubarium").toStdString();
    std::vector<std::string> found(8);
    std::vector<std::thread> programs; // that start at once
    for (std::string& mine : found) {
        programs.emplace_back([&] {
            if (const auto authority = serve::authorityIn(place))
                mine = authority->certificate + authority->key;
        });
    }
    for (std::thread& program : programs)
        program.join();
    QVERIFY(!found.front().empty());
    for (const std::string& other : found)
        QCOMPARE(other, found.front());
    const QFileInfo file(folder.filePath("data/kubarium/ca.pem"));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    QCOMPARE(QDir(file.path()).entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing is left lying about

    QFile spoilt(file.filePath());
    QVERIFY(spoilt.open(QIODevice::WriteOnly));
    spoilt.write("no certificate");
    spoilt.close();
    const auto refused = serve::authorityIn(place);
    QVERIFY(!refused);
    QVERIFY(refused.error().find("does not hold a certificate authority") != std::string::npos);
}

void TestServer::kubeconfigsHoldEverything()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("config").toStdString();
    const std::string text = serve::kubeconfig({"https://127.0.0.1:6443", s_authority->certificate, s_admin->certificate, s_admin->key});
    QCOMPARE(serve::writePrivately(file, text), std::string());
    QFile written(folder.filePath("config"));
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray::fromStdString(text));
    QCOMPARE(written.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(text.find("current-context: kubarium\n") != std::string::npos);
    QVERIFY(text.find("certificate-authority-data: " + QByteArray::fromStdString(s_authority->certificate).toBase64().toStdString() + "\n") != std::string::npos);
    QVERIFY(!serve::writePrivately(file / "below" / "a-file", text).empty());
}

QTEST_GUILESS_MAIN(TestServer)
#include "test_server.moc"
