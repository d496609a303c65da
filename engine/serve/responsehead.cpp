#include "responsehead.h"

#include <algorithm>
#include <ctime>

namespace kubarium::serve {

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT
std::string httpDate()
{
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char clock[32];
    const std::size_t size = std::strftime(clock, sizeof clock, "%Y %H:%M:%S GMT", &parts);
    std::string text(days[parts.tm_wday]);
    text.append(parts.tm_mday < 10 ? ", 0" : ", ").append(std::to_string(parts.tm_mday)).append(" ");
    return text.append(months[parts.tm_mon]).append(" ").append(clock, size);
}

// The audit's number of a request: nothing of the cluster depends on it.
std::string randomUuid(std::mt19937_64& random)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    std::uint64_t bits = 0;
    int left = 0;
    for (char& c : text) {
        if (c == '-' || c == '4')
            continue;
        if (left == 0) {
            bits = random();
            left = 16;
        }
        const unsigned digit = bits & 15U;
        c = hex[c == 'y' ? (digit & 3U) | 8U : digit];
        bits >>= 4U;
        --left;
    }
    return text;
}

} // namespace

std::string_view reasonPhrase(int code)
{
    switch (code) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Request Entity Too Large";
    case 414:
        return "Request URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Entity";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return code < 400 ? "OK" : "Error";
    }
}

std::string responseHead(const Answer& answer, const ResponseHead& how, std::mt19937_64& random)
{
    std::string head = how.http11 ? "HTTP/1.1 " : "HTTP/1.0 ";
    head.append(std::to_string(answer.code)).append(" ").append(reasonPhrase(answer.code)).append("\r\n");
    const auto add = [&](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("Audit-Id", randomUuid(random));
    const auto isCaching = [](const auto& header) { return header.first == "Cache-Control"; };
    if (std::none_of(answer.headers.begin(), answer.headers.end(), isCaching))
        add("Cache-Control", "no-cache, private");
    add("Content-Type", answer.contentType);
    for (const auto& [name, value] : answer.headers)
        add(name, value);
    add("Date", httpDate());
    if (how.chunked)
        add("Transfer-Encoding", "chunked");
    else if (!answer.stream && answer.code != 304)
        add("Content-Length", std::to_string(sizeOf(answer.body)));
    if (!how.keepAlive)
        add("Connection", "close");
    else if (!how.http11)
        add("Connection", "keep-alive");
    return head += "\r\n";
}

Answer plainAnswer(int code, std::string text)
{
    Answer answer;
    answer.code = code;
    answer.contentType = "text/plain; charset=utf-8";
    answer.body = {std::move(text)};
    return answer;
}

} // namespace kubarium::serve
