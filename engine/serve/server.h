// The HTTPS server: listens, accepts, and gives each connection a thread. Opened first, so that the port is known; then it
// serves a gateway until it is stopped.
#pragma once

#include "gateway.h"
#include "tls/context.h"

#include <memory>

namespace kubarium::serve {

class Server {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 6443; // 0: any that is free
        KeyPair certificate;
        std::string authority; // PEM: signs clients, too
        std::vector<std::string> otherAuthorities; // PEM: of clients
        // PEM: from the server's certificate to authorities that some clients trust instead of this one.
        std::vector<std::string> chain;
    };

    // Refused with a sentence for people: the port is taken, the address is not of this machine.
    static api::Parsed<std::unique_ptr<Server>> open(const Options& options);
    ~Server(); // stops

    std::uint16_t port() const;

    void serve(Gateway& gateway); // until stop(), which must come before the gateway goes
    // Accepts nobody any more, ends streams in order, lets answers that are owed go out; waits for that, but not for long.
    void stop();

private:
    struct Private;
    explicit Server(std::unique_ptr<Private> made);
    std::unique_ptr<Private> d;
};

// "127.0.0.1:6443", "[::1]:0", ":6443" (all addresses); refused with a sentence.
struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
    bool loopback = true;
    bool any = false; // of all interfaces

    std::string text() const; // host:port, IPv6 in brackets
};

api::Parsed<ListenAddress> parseListenAddress(std::string_view text);

} // namespace kubarium::serve
