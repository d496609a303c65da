// A client that does exactly what a test tells it, well-behaved or not: TLS over a blocking socket, bytes in, bytes out.
#pragma once

#include "serve/tls/certificates.h"
#include "serve/tls/openssl.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace kubarium::test {

struct HttpResponse {
    int code = 0;
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;                           // chunks put together
};

class TlsClient {
public:
    struct Options {
        std::string authority;                // PEM; the server must be signed by it
        const serve::KeyPair* own = nullptr;  // the client's certificate
        std::string name = "localhost";       // that the server must have
        int newest = 0;                       // TLS version; 0: the newest there is
    };
    TlsClient(std::uint16_t port, const Options& options);
    explicit TlsClient(std::uint16_t port); // a socket without TLS
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool connected() const { return m_connected; } // and shaken hands
    bool send(std::string_view bytes);
    // Waits at most so long; nothing: the connection is closed or silent.
    std::string receive(std::chrono::milliseconds patience = std::chrono::seconds(5));
    bool isClosed(std::chrono::milliseconds patience = std::chrono::seconds(5)); // after what was still to come
    // The next response, whole.
    std::optional<HttpResponse> response(bool withBody = true);
    std::optional<HttpResponse> ask(const std::string& method, const std::string& target, const std::string& headers = {},
        const std::string& body = {});

private:
    bool fill();

    int m_socket = -1;
    SSL_CTX* m_context = nullptr;
    SSL* m_tls = nullptr;
    bool m_connected = false;
    std::string m_buffer;
};

} // namespace kubarium::test
