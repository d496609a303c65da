#include "connection.h"

#include "limits.h"
#include "responsehead.h"
#include "statusjson.h"
#include "watchstream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace kubarium::serve {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::size_t readAtOnce = 16 * 1024;
constexpr std::size_t writtenAtOnce = 64 * 1024; // of a stream
constexpr std::size_t mostDiscarded = 4 * limits::body;
constexpr unsigned char tlsHandshake = 22; // the first byte of whoever speaks TLS

} // namespace

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Loop& loop, tcp::socket socket)
        : m_loop(loop),
          m_stream(std::move(socket), loop.context),
          m_deadline(loop.io),
          m_buffer(limits::header + limits::pipelined)
    {
        ++loop.metrics->connections;
    }

    ~Connection()
    {
        m_loop.connections.erase(this);
        --m_loop.metrics->connections;
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start()
    {
        m_loop.connections.emplace(this, weak_from_this());
        allow(limits::handshake);
        m_stream.next_layer().async_receive(asio::buffer(&m_firstByte, 1), tcp::socket::message_peek,
            [self = shared_from_this()](error_code error, std::size_t) { self->meet(error); });
    }

    // No request after the one that is being answered.
    void endSoon()
    {
        m_keepAlive = false;
        m_ending = true;
        if (!m_owes)
            cut();
    }

    void cut()
    {
        m_deadline.cancel();
        m_waiting.reset();
        if (m_answer.stream)
            m_answer.stream->leave();
        error_code ignored;
        m_stream.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
        m_stream.next_layer().close(ignored);
    }

private:
    template <class Step> auto then(Step step)
    {
        return [self = shared_from_this(), step](error_code error, auto...) { (self.get()->*step)(error); };
    }

    // What comes next must be over within this time.
    void allow(std::chrono::milliseconds time)
    {
        m_deadline.expires_after(time);
        m_deadline.async_wait([weak = weak_from_this()](error_code error) {
            if (const auto self = weak.lock();
                self && !error && self->m_deadline.expiry() <= asio::steady_timer::clock_type::now())
                self->cut();
        });
    }

    // Beginning

    void meet(error_code error)
    {
        if (error)
            return fail();
        if (m_firstByte != tlsHandshake)
            return refusePlainHttp();
        m_stream.async_handshake(asio::ssl::stream_base::server, then(&Connection::greet));
    }

    void refusePlainHttp()
    {
        static constexpr std::string_view answer =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
        ++m_loop.metrics->handshakeErrors;
        const bool http = m_firstByte >= 'A' && m_firstByte <= 'Z';
        asio::async_write(m_stream.next_layer(), asio::buffer(http ? answer : std::string_view()),
            [self = shared_from_this()](error_code, std::size_t) { self->cut(); });
    }

    void fail()
    {
        ++m_loop.metrics->handshakeErrors;
        cut();
    }

    void greet(error_code error)
    {
        if (error)
            return fail();
        m_certificate = m_loop.trust.shownBy(m_stream.native_handle());
        awaitRequest();
    }

    // Reading

    void awaitRequest()
    {
        if (m_ending)
            return bye();
        m_answer = {};
        if (m_buffer.size() > 0)
            return readHeader();
        m_idle = true;
        allow(limits::idle);
        listen();
    }

    // Between requests for the first byte of the next; during a stream to notice that the client has gone.
    void listen()
    {
        if (std::exchange(m_listening, true))
            return;
        m_stream.async_read_some(
            m_buffer.prepare(readAtOnce), [self = shared_from_this()](error_code error, std::size_t size) {
                self->m_listening = false;
                self->m_buffer.commit(size);
                self->heard(error);
            });
    }

    void heard(error_code error)
    {
        if (error)
            return cut();
        if (std::exchange(m_idle, false))
            return readHeader();
        if (m_buffer.size() > limits::pipelined)
            return cut();
        listen();
    }

    void readHeader()
    {
        allow(limits::requestHeader);
        m_parser.emplace();
        m_parser->header_limit(limits::header);
        m_parser->body_limit(limits::body);
        http::async_read_header(m_stream, m_buffer, *m_parser, then(&Connection::readBody));
    }

    void readBody(error_code error)
    {
        if (error)
            return refuseUnread(error);
        const auto& request = m_parser->get();
        if (request.target().size() > limits::target)
            return refuse(plainAnswer(414, "414 Request URI Too Long\n"));
        if (request.version() >= 11 && request[http::field::host].empty())
            return refuse(plainAnswer(400, "400 Bad Request: missing required Host header"));
        if (m_parser->is_done())
            return handOver({});
        allow(limits::requestBody);
        if (!beast::iequals(request[http::field::expect], "100-continue"))
            return readRest({});
        static constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_stream, asio::buffer(goOn), then(&Connection::readRest));
    }

    void readRest(error_code error)
    {
        if (error)
            return cut();
        http::async_read(m_stream, m_buffer, *m_parser, then(&Connection::handOver));
    }

    // What cannot be read as a request, or is too much of one.
    void refuseUnread(error_code error)
    {
        if (error == http::error::body_limit) {
            Answer answer;
            answer.code = 413;
            appendStatus(answer.body.emplace_back(), refusals::tooLargeBody());
            return refuse(std::move(answer));
        }
        if (error == http::error::header_limit || error == http::error::buffer_overflow)
            return refuse(plainAnswer(431, "431 Request Header Fields Too Large"));
        const bool gone = error == http::error::end_of_stream || error == http::error::partial_message;
        if (error.category() == http::make_error_code(http::error::bad_method).category() && !gone)
            return refuse(plainAnswer(400, "400 Bad Request"));
        cut();
    }

    void refuse(Answer answer)
    {
        m_keepAlive = false;
        m_unread = true;
        send(std::move(answer));
    }

    void handOver(error_code error)
    {
        if (error)
            return refuseUnread(error);
        m_deadline.cancel();
        m_owes = true;
        auto request = m_parser->release();
        m_parser.reset();
        m_http11 = request.version() >= 11;
        m_head = request.method() == http::verb::head;
        m_keepAlive = request.keep_alive() && !m_ending;
        const auto field = [&](http::field name) { return std::string(request[name]); };
        HttpRequest handed;
        handed.method = std::string(request.method_string());
        handed.target = std::string(request.target());
        handed.accept = joined(request, http::field::accept);
        handed.acceptEncoding = joined(request, http::field::accept_encoding);
        handed.authorization = field(http::field::authorization);
        handed.contentType = field(http::field::content_type);
        handed.ifNoneMatch = field(http::field::if_none_match);
        handed.userAgent = field(http::field::user_agent);
        for (const auto& line : request) {
            std::string name(line.name_string());
            std::transform(name.begin(), name.end(), name.begin(),
                [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
            if (name.starts_with("impersonate-"))
                handed.impersonation.emplace_back(std::move(name), std::string(line.value()));
        }
        handed.body = std::move(request.body());
        handed.certificate = m_certificate;
        // The answer comes from another thread, where a connection must not even end: it is held here until then.
        m_waiting = shared_from_this();
        m_loop.gateway.handle(
            std::move(handed), [weak = weak_from_this(), executor = m_stream.get_executor()](Answer answer) {
                asio::post(executor, [weak, answer = std::move(answer)]() mutable {
                    if (const auto self = weak.lock())
                        self->send(std::move(answer));
                    else if (answer.stream)
                        answer.stream->leave();
                });
            });
    }

    // A header that is sent in several lines means the same as one with commas.
    template <class Request> static std::string joined(const Request& request, http::field name)
    {
        std::string text;
        const auto [first, last] = request.equal_range(name);
        for (auto field = first; field != last; ++field)
            text.append(text.empty() ? "" : ", ")
                .append(std::string_view(field->value().data(), field->value().size()));
        return text;
    }

    // Answering

    void send(Answer answer)
    {
        m_waiting.reset();
        if (!m_stream.next_layer().is_open()) {
            if (answer.stream)
                answer.stream->leave();
            return;
        }
        m_answer = std::move(answer);
        m_chunked = m_answer.stream && m_http11;
        if (m_answer.stream && !m_http11)
            m_keepAlive = false; // its end is the end of the stream
        m_out = responseHead(m_answer, {m_http11, m_keepAlive, m_chunked, m_head}, m_loop.random);
        if (m_head) {
            if (m_answer.stream)
                m_answer.stream->leave();
            m_answer.stream = nullptr;
            m_answer.body.clear();
        }
        m_written = 0;
        if (m_answer.body.size() == 1 && m_answer.body.front().size() < writtenAtOnce)
            m_out += m_answer.body[m_written++]; // in one go
        allow(limits::write);
        m_writing = true;
        asio::async_write(
            m_stream, asio::buffer(m_out), then(m_answer.stream ? &Connection::beginStream : &Connection::writeOn));
    }

    void writeOn(error_code error)
    {
        if (error)
            return cut();
        if (m_written == m_answer.body.size())
            return answered();
        if (m_written > 0)
            m_answer.body[m_written - 1] = {}; // that one has gone
        allow(limits::write);
        asio::async_write(m_stream, asio::buffer(m_answer.body[m_written++]), then(&Connection::writeOn));
    }

    void answered()
    {
        m_writing = false;
        m_owes = false;
        if (m_keepAlive)
            return awaitRequest();
        bye();
    }

    void beginStream(error_code error)
    {
        if (error)
            return cut();
        m_answer.stream->listen([weak = weak_from_this(), executor = m_stream.get_executor()] {
            asio::post(executor, [weak] {
                if (const auto self = weak.lock(); self && !self->m_writing && self->m_answer.stream)
                    self->pump({});
            });
        });
        listen();
        pump({});
    }

    // Writes what the stream has to tell, until there is nothing; then its wake-up goes on.
    void pump(error_code error)
    {
        m_writing = false;
        m_deadline.cancel();
        if (error || !m_stream.next_layer().is_open())
            return cut();
        if (m_streamEnded)
            return endStream();
        m_lines.clear();
        m_streamEnded = !m_answer.stream->take(m_lines, writtenAtOnce);
        m_out.clear();
        if (m_chunked && !m_lines.empty()) {
            char size[24];
            const auto end = std::to_chars(size, size + sizeof size, m_lines.size(), 16);
            m_out.append(size, end.ptr).append("\r\n").append(m_lines).append("\r\n");
        } else {
            m_out.swap(m_lines);
        }
        if (m_streamEnded && m_chunked)
            m_out += "0\r\n\r\n";
        if (m_out.empty())
            return m_streamEnded ? endStream() : void();
        m_writing = true;
        allow(limits::write);
        asio::async_write(m_stream, asio::buffer(m_out), then(&Connection::pump));
    }

    void endStream()
    {
        m_answer.stream->leave();
        m_answer.stream = nullptr;
        m_streamEnded = false;
        m_keepAlive = m_keepAlive && !m_ending;
        answered();
    }

    // Ending

    void bye()
    {
        allow(m_ending ? limits::lastFarewell : limits::farewell);
        if (m_unread)
            return discard({}, 0);
        m_stream.async_shutdown(then(&Connection::over));
    }

    // What the client is still sending must be taken, or it would never see the answer.
    void discard(error_code error, std::size_t size)
    {
        m_discarded += size;
        if (error || m_discarded > mostDiscarded)
            return cut();
        m_buffer.clear();
        m_stream.async_read_some(m_buffer.prepare(readAtOnce),
            [self = shared_from_this()](error_code more, std::size_t taken) { self->discard(more, taken); });
    }

    void over(error_code) { cut(); }

    Loop& m_loop;
    asio::ssl::stream<tcp::socket> m_stream;
    asio::steady_timer m_deadline;
    unsigned char m_firstByte = 0;
    std::shared_ptr<const ClientCertificate> m_certificate;

    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    bool m_listening = false; // a read is under way
    bool m_idle = false; // between requests
    bool m_owes = false; // an answer
    std::shared_ptr<Connection> m_waiting; // itself, while the gateway has its request
    bool m_http11 = true;
    bool m_head = false;
    bool m_keepAlive = true;
    bool m_unread = false; // the client may still be sending
    bool m_ending = false;
    std::size_t m_discarded = 0;

    Answer m_answer;
    std::string m_out;
    std::string m_lines;
    std::size_t m_written = 0; // pieces of the body
    bool m_chunked = false;
    bool m_writing = false;
    bool m_streamEnded = false;
};

void startConnection(Loop& loop, tcp::socket socket)
{
    std::make_shared<Connection>(loop, std::move(socket))->start();
}

namespace {

template <class Act> void forAll(Loop& loop, Act act)
{
    std::vector<std::shared_ptr<Connection>> all; // acting may take one off the map
    for (const auto& [key, weak] : loop.connections) {
        if (auto connection = weak.lock())
            all.push_back(std::move(connection));
    }
    for (const auto& connection : all)
        act(*connection);
}

} // namespace

void endConnections(Loop& loop)
{
    loop.closing = true;
    forAll(loop, [](Connection& connection) { connection.endSoon(); });
}

void cutConnections(Loop& loop)
{
    forAll(loop, [](Connection& connection) { connection.cut(); });
}

} // namespace kubarium::serve
