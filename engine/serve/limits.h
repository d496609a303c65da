// How much of anything a client may have. Whoever wants more is told so, and nobody else waits for it.
#pragma once

#include <chrono>
#include <cstddef>

namespace kubarium::serve::limits {

using namespace std::chrono_literals;

constexpr std::size_t connections = 1'000;
constexpr std::size_t body = 3 * 1024 * 1024; // of a request
constexpr std::size_t header = 64 * 1024;
constexpr std::size_t target = 32 * 1024;
constexpr std::size_t pipelined = 64 * 1024; // bytes that a client may send ahead while it is being answered

constexpr std::chrono::milliseconds handshake = 10s;
constexpr std::chrono::milliseconds requestHeader = 10s; // from its first byte to its last
constexpr std::chrono::milliseconds requestBody = 60s;
constexpr std::chrono::milliseconds idle = 90s; // of a connection that is kept
constexpr std::chrono::milliseconds write = 30s; // until a client has taken some of what is written
constexpr std::chrono::milliseconds farewell = 2s; // to let it read the last answer
constexpr std::chrono::milliseconds lastFarewell = 200ms; // when the server ends

// A watcher who is this far behind is cut off; it lists anew when it has caught its breath.
constexpr std::size_t waitingEvents = 100'000;
constexpr std::size_t waitingBytes = 64 * 1024 * 1024;

constexpr std::size_t gzipFrom = 128 * 1024;
constexpr std::size_t piece = 1024 * 1024; // of what is squeezed

constexpr std::chrono::seconds longestAdvance = std::chrono::hours(24 * 366);

} // namespace kubarium::serve::limits
