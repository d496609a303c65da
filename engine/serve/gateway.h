// Between HTTP and the lab: finds out who asks what, asks the lab in its thread, and has the answer written in the shape
// that was wanted. Knows nothing of sockets; the server in front of it knows nothing of Kubernetes.
//
//   transport ── HttpRequest ──▶ Gateway ── Request ──▶ lab's thread ── Response ──▶ worker ── Answer ──▶ transport
#pragma once

#include "message.h"
#include "metrics.h"
#include "watchhub.h"

#include "lab/labthread.h"

#include <memory>

namespace kubarium::serve {

class Gateway {
public:
    // `lab` outlives the gateway. `address`: host:port, where clients are told to find the server.
    Gateway(lab::LabThread& lab, std::string address);
    ~Gateway(); // every request that is on its way is answered first

    // From any thread; answers in whatever thread the answer is ready.
    void handle(HttpRequest request, Reply reply);
    // Bookmarks and ends of watches; to be called a few times a second.
    void tick(Wall::time_point now);
    // The end is near: /readyz says so, watches end, an advance of the clock that goes on is answered with 503.
    void close();

    std::shared_ptr<Metrics> metrics() const;

private:
    struct Private;
    std::shared_ptr<Private> d;
};

} // namespace kubarium::serve
