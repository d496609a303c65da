#include "serveoptions.h"

#include "lab/lab.h"

#include <charconv>
#include <cmath>

namespace kubarium::tools {

namespace {

template <class Number> bool parseNumber(std::string_view text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

// "realtime", "manual", "x10", "x0.5", "x0" (as fast as it can)
std::optional<lab::Clock> clockFrom(std::string_view text)
{
    if (text == "realtime")
        return lab::Clock{lab::Clock::Mode::Realtime, 1.0, false};
    if (text == "manual")
        return lab::Clock{lab::Clock::Mode::Manual, 1.0, false};
    double speed = 0;
    if (!text.starts_with('x') || !parseNumber(text.substr(1), speed) || !std::isfinite(speed))
        return std::nullopt;
    if (speed != 0 && (speed < 0.01 || speed > 1000))
        return std::nullopt;
    return lab::Clock{lab::Clock::Mode::Fixed, speed, false};
}

api::Time wallClock()
{
    return api::Time::sinceEpoch(
        std::chrono::duration_cast<api::Microseconds>(std::chrono::system_clock::now().time_since_epoch()));
}

} // namespace

const std::string_view serveUsage =
    "Usage: kubarium-lab serve --kubeconfig OUT [OPTION…]\n"
    "  --kubeconfig OUT       where to write the file that kubectl needs; it appears when the server answers\n"
    "  --listen ADDRESS:PORT  127.0.0.1:6443 unless said otherwise; port 0 takes any that is free\n"
    "  --cluster FILE         manifests of what stands at the start; else one master and three workers\n"
    "  --addons               CoreDNS, kube-proxy, metrics-server and an ingress controller run in the cluster of FILE, too\n"
    "  --clock MODE           realtime (the default), manual, or xN: N times as fast, 0.01 to 1000; x0 as fast as it can\n"
    "  --seed N               equal seeds make equal names, addresses and keys; 1 unless said otherwise\n"
    "  --session FILE         keep everything in FILE, such as demo.kubarium; if it is there, go on where it ends: cluster,\n"
    "                         seed and epoch are those of FILE then\n"
    "  --epoch now|TIME       what the cluster's clock shows at the start: now with --clock realtime, else 2026-01-01T00:00:00Z\n";

api::Parsed<ServeOptions> parseServeOptions(Arguments arguments)
{
    ServeOptions options;
    std::string_view epoch;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view name = arguments[i];
        if (name == "--help" || name == "-h") {
            options.help = true;
            return options;
        }
        if (name == "--addons") {
            options.addons = true;
            continue;
        }
        const std::size_t equals = name.find('=');
        const bool inOne = name.starts_with("--") && equals != std::string_view::npos;
        const std::string_view given = inOne ? name.substr(equals + 1) : std::string_view();
        name = name.substr(0, inOne ? equals : name.size());
        static constexpr std::string_view known[] = {
            "--listen", "--kubeconfig", "--cluster", "--clock", "--seed", "--epoch", "--session"};
        if (std::find(std::begin(known), std::end(known), name) == std::end(known))
            return api::Refusal{"unknown argument \"" + std::string(name) + "\""};
        if (!inOne && ++i == arguments.size())
            return api::Refusal{std::string(name) + " needs a value"};
        const std::string_view value = inOne ? given : arguments[i];
        const auto refuse = [&](std::string_view why) {
            return api::Refusal{std::string(name) + " " + std::string(value) + ": " + std::string(why)};
        };
        if (name == "--listen") {
            auto listen = serve::parseListenAddress(value);
            if (!listen)
                return api::Refusal{listen.error()};
            options.listen = *std::move(listen);
        } else if (name == "--kubeconfig") {
            options.kubeconfig = value;
        } else if (name == "--cluster") {
            options.cluster = value;
        } else if (name == "--clock") {
            const auto clock = clockFrom(value);
            if (!clock)
                return refuse("neither realtime nor manual nor xN with N from 0.01 to 1000, or 0");
            options.clock = *clock;
        } else if (name == "--seed") {
            if (!parseNumber(value, options.seed))
                return refuse("no number");
        } else if (name == "--epoch") {
            epoch = value;
            if (value != "now" && !api::Time::parse(value))
                return refuse("neither now nor a time like 2026-01-01T00:00:00Z");
        } else if (name == "--session") {
            options.session = value;
        }
    }
    if (options.kubeconfig.empty())
        return api::Refusal{"--kubeconfig OUT is missing"};
    if (epoch.empty())
        epoch = options.clock.mode == lab::Clock::Mode::Realtime ? "now" : "";
    options.epoch = epoch == "now" ? wallClock()
        : epoch.empty()            ? lab::Lab::Options::defaultEpoch()
                                   : *api::Time::parse(epoch);
    return options;
}

} // namespace kubarium::tools
