#include "server.h"

#include "connection.h"
#include "limits.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <charconv>
#include <thread>

namespace kubarium::serve {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::size_t threads = 2;
constexpr std::chrono::milliseconds tickEvery{200}; // for what watches do by the wall clock
constexpr std::chrono::milliseconds breath{100}; // when the system has no descriptors left
constexpr std::chrono::milliseconds patience{3'000}; // with those who do not take their last answer

// "127.0.0.1:6443": what people call an endpoint.
std::string endpointText(const std::string& address, std::uint16_t port)
{
    return (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + std::to_string(port);
}

struct RunningLoop {
    explicit RunningLoop(Gateway& gateway, asio::ssl::context& context, const Trust& trust)
        : loop(gateway, context, trust),
          busy(asio::make_work_guard(loop.io))
    {
    }

    Loop loop;
    asio::executor_work_guard<asio::io_context::executor_type> busy;
    std::thread thread;
};

} // namespace

struct Server::Private {
    Private(SSL_CTX* tls, Trust trusted) : context(tls), trust(std::move(trusted)) { }

    void accept()
    {
        acceptor.async_accept(loops[next]->loop.io, [this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || !acceptor.is_open())
                return;
            if (error) { // out of descriptors, most likely
                pause.expires_after(breath);
                pause.async_wait([this](error_code cancelled) {
                    if (!cancelled && acceptor.is_open())
                        accept();
                });
                return;
            }
            welcome(std::move(socket));
            accept();
        });
    }

    void welcome(tcp::socket socket)
    {
        Metrics& metrics = *gateway->metrics();
        error_code ignored;
        if (metrics.connections >= static_cast<std::int64_t>(limits::connections)) {
            ++metrics.connectionsRefused;
            socket.close(ignored);
            return;
        }
        ++metrics.connectionsAccepted;
        socket.set_option(tcp::no_delay(true), ignored);
        Loop& loop = loops[next]->loop;
        next = (next + 1) % loops.size();
        asio::post(loop.io, [&loop, socket = std::move(socket)]() mutable {
            if (!loop.closing)
                startConnection(loop, std::move(socket));
        });
    }

    void tick()
    {
        ticker.expires_after(tickEvery);
        ticker.async_wait([this](error_code cancelled) {
            if (cancelled)
                return;
            gateway->tick(Wall::now());
            tick();
        });
    }

    void run()
    {
        acceptThread = std::thread([this] { acceptIo.run(); });
        for (const auto& running : loops)
            running->thread = std::thread([io = &running->loop.io] { io->run(); });
    }

    asio::ssl::context context;
    Trust trust;
    asio::io_context acceptIo{1};
    tcp::acceptor acceptor{acceptIo};
    asio::steady_timer pause{acceptIo};
    asio::steady_timer ticker{acceptIo};
    std::uint16_t port = 0;
    Gateway* gateway = nullptr;
    std::vector<std::unique_ptr<RunningLoop>> loops;
    std::size_t next = 0;
    std::thread acceptThread;
};

Server::Server(std::unique_ptr<Private> made) : d(std::move(made)) { }

Server::~Server()
{
    stop();
}

api::Parsed<std::unique_ptr<Server>> Server::open(const Options& options)
{
    auto tls = serverContext(options.certificate, options.authority, options.chain);
    if (!tls)
        return api::Refusal{tls.error()};
    std::vector<std::string> authorities = options.otherAuthorities;
    authorities.push_back(options.authority);
    auto trust = Trust::of(authorities);
    if (!trust)
        return api::Refusal{trust.error()};
    SSL_CTX_up_ref(tls->get()); // the context of asio frees one count
    auto made = std::make_unique<Private>(tls->get(), *std::move(trust));

    const std::string text = endpointText(options.address, options.port);
    error_code error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    const tcp::endpoint endpoint(address, options.port);
    const auto refuse = [&] { return api::Refusal{"cannot listen on " + text + ": " + error.message()}; };
    if (error || made->acceptor.open(endpoint.protocol(), error))
        return refuse();
    if (made->acceptor.set_option(tcp::acceptor::reuse_address(true), error))
        return refuse();
    if (made->acceptor.bind(endpoint, error)
        || made->acceptor.listen(asio::socket_base::max_listen_connections, error)) {
        if (error == asio::error::address_in_use)
            return api::Refusal{"cannot listen on " + text + ": another program has that port; --listen "
                + endpointText(options.address, 0) + " takes any that is free"};
        return refuse();
    }
    made->port = made->acceptor.local_endpoint(error).port();
    return std::unique_ptr<Server>(new Server(std::move(made)));
}

std::uint16_t Server::port() const
{
    return d->port;
}

void Server::serve(Gateway& gateway)
{
    d->gateway = &gateway;
    for (std::size_t i = 0; i < threads; ++i)
        d->loops.push_back(std::make_unique<RunningLoop>(gateway, d->context, d->trust));
    d->accept();
    d->tick();
    d->run();
}

void Server::stop()
{
    if (!d->acceptThread.joinable())
        return;
    asio::post(d->acceptIo, [this] {
        error_code ignored;
        d->acceptor.close(ignored);
        d->pause.cancel();
        d->ticker.cancel();
    });
    d->acceptThread.join();
    d->gateway->close();
    for (const auto& running : d->loops)
        asio::post(running->loop.io, [loop = &running->loop] { endConnections(*loop); });
    const auto limit = Wall::now() + patience;
    while (d->gateway->metrics()->connections > 0 && Wall::now() < limit)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (const auto& running : d->loops) {
        asio::post(running->loop.io, [loop = &running->loop] { cutConnections(*loop); });
        running->busy.reset();
    }
    for (const auto& running : d->loops)
        running->thread.join();
}

std::string ListenAddress::text() const
{
    return endpointText(address, port);
}

api::Parsed<ListenAddress> parseListenAddress(std::string_view text)
{
    const auto refuse = [&](std::string_view why) {
        return api::Refusal{
            "\"" + std::string(text) + "\" is no address to listen on: " + std::string(why) + "; write 127.0.0.1:6443"};
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return refuse("the port is missing");
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    ListenAddress listen;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), listen.port);
    if (digits.empty() || problem != std::errc() || end != digits.data() + digits.size())
        return refuse("the port is no number from 0 to 65535");
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return refuse("an IPv6 address stands in brackets");
    listen.address = host.empty() || host == "*" ? "0.0.0.0" : host == "localhost" ? "127.0.0.1" : std::string(host);
    error_code error;
    const asio::ip::address address = asio::ip::make_address(listen.address, error);
    if (error)
        return refuse("the host is no IP address");
    listen.loopback = address.is_loopback();
    listen.any = address.is_unspecified();
    return listen;
}

} // namespace kubarium::serve
