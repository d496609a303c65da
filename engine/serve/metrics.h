// What the server counts about itself, for /metrics: safe from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace kubarium::serve {

class Metrics {
public:
    struct Label {
        std::string verb;
        std::string group;
        std::string version;
        std::string resource;
        std::string subresource;
        int code = 0;
        friend auto operator<=>(const Label&, const Label&) = default;
    };

    void count(Label label);

    std::atomic<std::int64_t> connections = 0;
    std::atomic<std::uint64_t> connectionsAccepted = 0;
    std::atomic<std::uint64_t> connectionsRefused = 0;
    std::atomic<std::uint64_t> handshakeErrors = 0;
    std::atomic<std::int64_t> watches = 0;
    std::atomic<std::uint64_t> watchEvents = 0;
    std::atomic<std::uint64_t> watchersCutOff = 0;

    // Prometheus' text format. The last two come from the lab.
    std::string text(std::uint64_t revision, std::uint64_t inputs) const;

private:
    mutable std::mutex m_mutex; // guards the map
    std::map<Label, std::uint64_t> m_requests;
};

} // namespace kubarium::serve
