// A request as it came in and an answer as it goes out, without a socket and without an HTTP library: what the transport
// hands to the gateway and gets back, and what a test can write by hand.
#pragma once

#include "clientcertificate.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kubarium::serve {

class WatchStream;

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/"; // path and query, as sent
    std::string accept;
    std::string acceptEncoding;
    std::string authorization;
    std::string contentType;
    std::string ifNoneMatch;
    std::string userAgent;
    std::vector<std::pair<std::string, std::string>> impersonation; // headers Impersonate-…, their names in lower case
    std::string body;
    std::shared_ptr<const ClientCertificate> certificate; // null if the client showed none
};

// A body in pieces, so that a list of 100 000 pods is never copied as a whole.
using Body = std::vector<std::string>;
std::size_t sizeOf(const Body& body);

struct Answer {
    int code = 200;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers; // beside those that every answer has
    Body body;
    std::shared_ptr<WatchStream> stream; // set: the body is what this stream yields, until it ends
};

// Called exactly once, in whatever thread the answer is ready.
using Reply = std::function<void(Answer)>;

} // namespace kubarium::serve
