// One client. Reads requests one after the other, hands each to the gateway, writes its answer or the stream it asked for;
// whatever goes wrong, or takes too long, ends in a closed socket and nothing else.
//
// A connection lives in the thread of its io_context; only answers and wake-ups come from elsewhere, and are posted there.
#pragma once

#include "gateway.h"
#include "tls/context.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <map>
#include <random>

namespace kubarium::serve {

class Connection;

// What the connections of one thread share.
struct Loop {
    Loop(Gateway& asked, boost::asio::ssl::context& tls, const Trust& trusted)
        : gateway(asked),
          metrics(asked.metrics()),
          context(tls),
          trust(trusted)
    {
    }

    Gateway& gateway;
    std::shared_ptr<Metrics> metrics;
    boost::asio::ssl::context& context;
    const Trust& trust;
    std::map<Connection*, std::weak_ptr<Connection>> connections;
    std::mt19937_64 random{std::random_device()()};
    bool closing = false;
    boost::asio::io_context io{1}; // goes first, and with it every connection that still waits for something
};

// Takes a socket that was accepted; must be called in the loop's thread.
void startConnection(Loop& loop, boost::asio::ip::tcp::socket socket);
// Lets each connection end as soon as it has given the answer it owes.
void endConnections(Loop& loop);
// Ends what is still there.
void cutConnections(Loop& loop);

} // namespace kubarium::serve
