// A session that clients made together, done again: the inputs alone lead to the same history, to the last hash.
#include "served.h"
#include "tlsclient.h"

#include "serve/server.h"

#include <QtTest/QtTest>

#include <atomic>
#include <set>
#include <thread>

using namespace kubarium;
using serve::CertificateWish;
using serve::KeyPair;
using test::Served;
using test::TlsClient;

class TestReplay : public QObject {
    Q_OBJECT
private slots:
    void aSessionOfTwoClientsReplays();
};

namespace {

constexpr const char* maps = "/api/v1/namespaces/default/configmaps";

KeyPair signedBy(const KeyPair& authority, const std::string& name, CertificateWish::Use use)
{
    CertificateWish wish;
    wish.use = use;
    wish.commonName = name;
    wish.organizations = {"system:masters"};
    wish.dnsNames = {"localhost"};
    wish.addresses = {"127.0.0.1"};
    return *serve::newCertificate(authority, wish);
}

// Works on objects of its own and on some that the other client works on, too: so some requests are refused.
class Client {
public:
    Client(std::uint16_t port, const std::string& authority, const KeyPair& own, int number)
        : m_asker(port, {authority, &own, "localhost", 0}),
          m_number(number)
    {
    }

    void work(int steps)
    {
        for (int i = 0; i < steps; ++i) {
            const std::string shared = "shared-" + std::to_string(i % 7);
            const std::string own = "own-" + std::to_string(m_number) + "-" + std::to_string(i);
            const std::string path = std::string(maps) + "/" + shared;
            post(maps, "application/json", R"({"metadata":{"name":")" + own + "\"}}");
            post(maps, "application/yaml", "metadata: {name: " + shared + "}\ndata: {by: '" + std::to_string(m_number) + "'}\n");
            ask("PUT", path, "application/json",
                R"({"metadata":{"name":")" + shared + R"("},"data":{"step":")" + std::to_string(i) + "\"}}");
            ask("PATCH", path, "application/merge-patch+json", R"({"data":{"merged":")" + own + "\"}}");
            ask("PATCH", path + "?fieldManager=c" + std::to_string(m_number), "application/apply-patch+yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + shared + "}\ndata: {applied: '" + own + "'}\n");
            post(maps, "application/json", R"({"metadata":{"generateName":"made-"}})");
            post("/api/v1/namespaces/default/pods", "application/json",
                R"({"metadata":{"name":")" + own + R"("},"spec":{"containers":[{"name":"c","image":"nginx"}]}})");
            post("/apis/lab.kubarium.dev/v1/faults", "application/json",
                R"({"metadata":{"name":")" + own + R"("},"spec":{"type":"NodePowerOff","target":{"kind":"Node","name":"node-1"}}})");
            post("/api/v1/namespaces", "application/json", R"({"metadata":{"name":")" + own + "\"}}");
            if (i % 3 == 0)
                ask("DELETE", "/api/v1/namespaces/" + own, "application/json", "");
            if (i % 3 == 1)
                ask("DELETE", path, "application/json", R"({"gracePeriodSeconds":0})");
            if (i % 5 == 4)
                ask("DELETE", std::string(maps) + "?labelSelector=none%3Dthere", "application/json", "");
            ask("GET", maps, "application/json", ""); // reads leave nothing
        }
    }

    int answered() const { return m_answered; }
    std::set<int> codes() const { return m_codes; }

private:
    void post(const std::string& path, const std::string& type, const std::string& body) { ask("POST", path, type, body); }

    void ask(const char* method, const std::string& path, const std::string& type, const std::string& body)
    {
        if (const auto answer = m_asker.ask(method, path, "Content-Type: " + type + "\r\n", body)) {
            ++m_answered;
            m_codes.insert(answer->code);
        }
    }

    TlsClient m_asker;
    int m_number;
    int m_answered = 0;
    std::set<int> m_codes;
};

} // namespace

void TestReplay::aSessionOfTwoClientsReplays()
{
    const KeyPair authority = *serve::newAuthority("test");
    const KeyPair own = signedBy(authority, "localhost", CertificateWish::Use::Server);
    const KeyPair admin = signedBy(authority, "kubernetes-admin", CertificateWish::Use::Client);
    Served served;
    auto server = *serve::Server::open({"127.0.0.1", 0, own, authority.certificate, {}, {}});
    server->serve(served.gateway());

    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::thread> threads;
    std::atomic<int> working = 2;
    for (int number = 0; number < 2; ++number) {
        clients.push_back(std::make_unique<Client>(server->port(), authority.certificate, admin, number));
        threads.emplace_back([&, number] {
            clients[static_cast<std::size_t>(number)]->work(40);
            --working;
        });
    }
    // Meanwhile somebody lets time go on, in steps of all sizes.
    TlsClient clock(server->port(), {authority.certificate, &admin, "localhost", 0});
    int advanced = 0;
    for (int i = 0; working > 0; ++i) {
        const std::string seconds = i % 4 == 0 ? "0.001" : i % 4 == 1 ? "1.5" : i % 4 == 2 ? "0" : "30";
        const auto answer = clock.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=" + seconds,
            "Content-Type: application/json\r\n", "{}");
        QVERIFY(answer);
        QCOMPARE(answer->code, 200);
        ++advanced;
    }
    for (std::thread& thread : threads)
        thread.join();
    server->stop();
    QVERIFY(advanced > 3);
    for (const auto& client : clients) {
        QVERIFY(client->answered() > 400);
        for (const int code : {200, 201, 409}) // done, made, and refused because the other was faster
            QVERIFY2(client->codes().contains(code), qPrintable(QString::number(code)));
    }

    std::vector<std::string> lines;
    std::set<std::string> verbs;
    std::string hash;
    api::Time end;
    served.lab().run([&](lab::Lab& lab) {
        for (const auto& input : lab.inputs()) {
            lines.push_back(input->line());
            verbs.insert(std::string(text(input->request.verb)));
        }
        end = lab.now();
        hash = lab.historyHash();
    });
    QVERIFY(verbs.size() >= 5);
    QVERIFY(lines.size() > 700);

    lab::Lab again(lab::ClusterFile::standard());
    for (const std::string& line : lines) {
        const auto input = lab::Input::parse(line);
        QVERIFY2(input, line.c_str());
        again.again(*input);
    }
    again.runFor(end - again.now());
    QCOMPARE(QString::fromStdString(again.historyHash()), QString::fromStdString(hash));
}

QTEST_GUILESS_MAIN(TestReplay)
#include "test_replay.moc"
