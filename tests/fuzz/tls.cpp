// What comes before any HTTP: a handshake with a client that says whatever it likes, or that is right but for a few bytes
// changed on the way, its certificate among them. It ends in a connection or in a refusal, and in nothing else.
#include "serve/tls/certificates.h"
#include "serve/tls/context.h"

#include <array>
#include <cstdint>
#include <cstdlib>

using namespace kubarium;

namespace {

constexpr int mostRounds = 8;

struct Ends {
    std::shared_ptr<SSL_CTX> server;
    std::shared_ptr<SSL_CTX> client;
    std::optional<serve::Trust> trust;
};

serve::KeyPair signedBy(const serve::KeyPair& authority, serve::CertificateWish::Use use)
{
    serve::CertificateWish wish;
    wish.use = use;
    wish.commonName = "localhost";
    wish.organizations = {"dev"};
    wish.dnsNames = {"localhost"};
    return *serve::newCertificate(authority, wish);
}

const Ends& ends()
{
    static const Ends made = [] {
        const serve::KeyPair authority = *serve::newAuthority("fuzz");
        const serve::KeyPair own = signedBy(authority, serve::CertificateWish::Use::Server);
        const serve::KeyPair shown = signedBy(authority, serve::CertificateWish::Use::Client);
        Ends ends;
        ends.server = *serve::serverContext(own, authority.certificate, {});
        ends.trust = *serve::Trust::of({authority.certificate});
        ends.client = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
        SSL_CTX_use_certificate(ends.client.get(), serve::openssl::certificateFrom(shown.certificate).get());
        SSL_CTX_use_PrivateKey(ends.client.get(), serve::openssl::keyFrom(shown.key).get());
        return ends;
    }();
    return made;
}

using Connection = std::unique_ptr<SSL, serve::openssl::Free<SSL_free>>;

Connection connectionOf(SSL_CTX* context)
{
    Connection connection(SSL_new(context));
    SSL_set_bio(connection.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    return connection;
}

// What one end has written since the last call.
std::string taken(SSL* from)
{
    std::string bytes;
    std::array<char, 4096> buffer;
    for (int count = 0; (count = BIO_read(SSL_get_wbio(from), buffer.data(), static_cast<int>(buffer.size()))) > 0;)
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
    return bytes;
}

void give(SSL* to, std::string_view bytes)
{
    if (!bytes.empty())
        BIO_write(SSL_get_rbio(to), bytes.data(), static_cast<int>(bytes.size()));
}

void goOn(SSL* server)
{
    if (SSL_accept(server) == 1) {
        std::array<char, 4096> request;
        SSL_read(server, request.data(), static_cast<int>(request.size()));
        ends().trust->shownBy(server);
    }
    serve::openssl::complaint("fuzz"); // so that the queue of errors is empty again
}

} // namespace

// The first byte: an even one is followed by what the client sends; an odd one by pairs of a place in what a good client
// sends (two bytes) and what becomes of the byte there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Connection server = connectionOf(ends().server.get());
    SSL_set_accept_state(server.get());
    if (data[0] % 2 == 0) {
        give(server.get(), rest);
        goOn(server.get());
        return 0;
    }
    const Connection client = connectionOf(ends().client.get());
    SSL_set_connect_state(client.get());
    std::size_t sent = 0;
    for (int round = 0; round < mostRounds; ++round) {
        if (SSL_connect(client.get()) == 1)
            SSL_write(client.get(), "GET /livez HTTP/1.1\r\n\r\n", 23);
        std::string flight = taken(client.get());
        for (std::size_t i = 0; i + 2 < rest.size(); i += 3) {
            const std::size_t place = static_cast<std::uint8_t>(rest[i]) * 256U + static_cast<std::uint8_t>(rest[i + 1]);
            if (place >= sent && place < sent + flight.size())
                flight[place - sent] = rest[i + 2];
        }
        sent += flight.size();
        give(server.get(), flight);
        goOn(server.get());
        give(client.get(), taken(server.get()));
    }
    return 0;
}
