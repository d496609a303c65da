#include "tlsclient.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace kubarium::test {

namespace {

int connectedSocket(std::uint16_t port)
{
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return made;
    ::close(made);
    return -1;
}

void setPatience(int socket, std::chrono::milliseconds patience)
{
    const timeval limit{patience.count() / 1000, patience.count() % 1000 * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

} // namespace

TlsClient::TlsClient(std::uint16_t port) : m_socket(connectedSocket(port)), m_connected(m_socket >= 0)
{
}

TlsClient::TlsClient(std::uint16_t port, const Options& options) : TlsClient(port)
{
    m_connected = false;
    m_context = SSL_CTX_new(TLS_client_method());
    X509_STORE_add_cert(SSL_CTX_get_cert_store(m_context), serve::openssl::certificateFrom(options.authority).get());
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER, nullptr);
    if (options.newest != 0) {
        SSL_CTX_set_min_proto_version(m_context, options.newest);
        SSL_CTX_set_max_proto_version(m_context, options.newest);
        SSL_CTX_set_security_level(m_context, 0);
    }
    if (options.own) {
        SSL_CTX_use_certificate(m_context, serve::openssl::certificateFrom(options.own->certificate).get());
        SSL_CTX_use_PrivateKey(m_context, serve::openssl::keyFrom(options.own->key).get());
    }
    m_tls = SSL_new(m_context);
    SSL_set1_host(m_tls, options.name.c_str());
    SSL_set_fd(m_tls, m_socket);
    m_connected = m_socket >= 0 && SSL_connect(m_tls) == 1;
}

TlsClient::~TlsClient()
{
    SSL_free(m_tls);
    SSL_CTX_free(m_context);
    if (m_socket >= 0)
        ::close(m_socket);
}

bool TlsClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent =
            m_tls ? SSL_write(m_tls, bytes.data(), static_cast<int>(bytes.size())) : ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string TlsClient::receive(std::chrono::milliseconds patience)
{
    if (!m_buffer.empty())
        return std::exchange(m_buffer, {});
    setPatience(m_socket, patience);
    std::string bytes(64 * 1024, '\0');
    const ssize_t size = m_tls ? SSL_read(m_tls, bytes.data(), static_cast<int>(bytes.size())) : ::recv(m_socket, bytes.data(), bytes.size(), 0);
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return bytes;
}

bool TlsClient::isClosed(std::chrono::milliseconds patience)
{
    while (!receive(patience).empty()) { }
    if (!m_tls) {
        char byte = 0;
        return ::recv(m_socket, &byte, 1, MSG_DONTWAIT) == 0 || (errno != EAGAIN);
    }
    char byte = 0;
    const int error = SSL_get_error(m_tls, SSL_read(m_tls, &byte, 1));
    return error == SSL_ERROR_ZERO_RETURN || error == SSL_ERROR_SSL || (error == SSL_ERROR_SYSCALL && errno != EAGAIN);
}

bool TlsClient::fill()
{
    std::string kept = std::exchange(m_buffer, {});
    const std::string more = receive();
    m_buffer = std::move(kept) + more;
    return !more.empty();
}

std::optional<HttpResponse> TlsClient::response(bool withBody)
{
    HttpResponse response;
    std::size_t end = 0;
    while ((end = m_buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!fill())
            return std::nullopt;
    }
    std::string_view head = std::string_view(m_buffer).substr(0, end + 2);
    std::from_chars(head.data() + std::min<std::size_t>(head.size(), 9), head.data() + head.size(), response.code);
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos)
            return std::nullopt;
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        response.headers[name] = line.substr(colon + 2);
    }
    m_buffer.erase(0, end + 4);
    if (!withBody || response.code == 304)
        return response;
    if (const auto length = response.headers.find("content-length"); length != response.headers.end()) {
        const std::size_t size = std::stoul(length->second);
        while (m_buffer.size() < size) {
            if (!fill())
                return std::nullopt;
        }
        response.body = m_buffer.substr(0, size);
        m_buffer.erase(0, size);
        return response;
    }
    const bool chunked = response.headers["transfer-encoding"] == "chunked";
    while (chunked) {
        std::size_t line = 0;
        while ((line = m_buffer.find("\r\n")) == std::string::npos) {
            if (!fill())
                return std::nullopt;
        }
        const std::size_t size = std::stoul(m_buffer.substr(0, line), nullptr, 16);
        while (m_buffer.size() < line + 2 + size + 2) {
            if (!fill())
                return std::nullopt;
        }
        response.body += m_buffer.substr(line + 2, size);
        m_buffer.erase(0, line + 2 + size + 2);
        if (size == 0)
            return response;
    }
    while (fill()) { }
    response.body = std::exchange(m_buffer, {});
    return response;
}

std::optional<HttpResponse> TlsClient::ask(const std::string& method, const std::string& target, const std::string& headers, const std::string& body)
{
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!body.empty())
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (!send(text + "\r\n" + body))
        return std::nullopt;
    return response(method != "HEAD");
}

} // namespace kubarium::test
