// The command line of kubarium-lab serve.
#pragma once

#include "command.h"

#include "api/parsed.h"
#include "lab/clock.h"
#include "serve/server.h"

#include <string>

namespace kubarium::tools {

struct ServeOptions {
    serve::ListenAddress listen{"127.0.0.1", 6443, true, false};
    std::string kubeconfig;
    std::string cluster; // a file; empty: the usual cluster
    std::string session; // a file; empty: nothing is kept
    lab::Clock clock{lab::Clock::Mode::Realtime, 1.0, false};
    std::uint64_t seed = 1;
    api::Time epoch; // what the virtual clock shows at the start
    bool addons = false;
    bool help = false;
};

// Refused with a sentence about the first thing that is wrong.
api::Parsed<ServeOptions> parseServeOptions(Arguments arguments);

extern const std::string_view serveUsage;

} // namespace kubarium::tools
