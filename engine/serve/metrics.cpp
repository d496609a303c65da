#include "metrics.h"

#include "kubarium/version.h"

namespace kubarium::serve {

namespace {

void describe(std::string& out, std::string_view name, std::string_view type, std::string_view help)
{
    out.append("# HELP ")
        .append(name)
        .append(" ")
        .append(help)
        .append("\n# TYPE ")
        .append(name)
        .append(" ")
        .append(type)
        .append("\n");
}

template <class Number>
void single(std::string& out, std::string_view name, std::string_view type, std::string_view help, Number value)
{
    describe(out, name, type, help);
    out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

} // namespace

void Metrics::count(Label label)
{
    const std::lock_guard lock(m_mutex);
    ++m_requests[std::move(label)];
}

std::string Metrics::text(std::uint64_t revision, std::uint64_t inputs) const
{
    std::string out;
    describe(out, "apiserver_request_total", "counter", "Requests answered, by verb, resource and HTTP response code.");
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [label, count] : m_requests) { // none of the words holds a quote: they are names of the tables
            out += "apiserver_request_total{code=\"" + std::to_string(label.code) + "\",group=\"" + label.group
                + "\",resource=\"" + label.resource + "\",subresource=\"" + label.subresource + "\",verb=\""
                + label.verb + "\",version=\"" + label.version + "\"} " + std::to_string(count) + "\n";
        }
    }
    single(out, "apiserver_storage_revision", "gauge", "Revision of the store: how many writes the cluster has seen.",
        revision);
    describe(out, "kubernetes_build_info", "gauge", "The release whose API is served.");
    out.append("kubernetes_build_info{git_version=\"")
        .append(kubernetesVersion)
        .append("\",kubarium_version=\"")
        .append(version)
        .append("\"} 1\n");
    single(out, "kubarium_connections", "gauge", "Connections that are open.", connections.load());
    single(out, "kubarium_connections_accepted_total", "counter", "Connections accepted so far.",
        connectionsAccepted.load());
    single(out, "kubarium_connections_refused_total", "counter", "Connections refused because too many were open.",
        connectionsRefused.load());
    single(out, "kubarium_handshake_errors_total", "counter", "TLS handshakes that failed or took too long.",
        handshakeErrors.load());
    single(out, "kubarium_inputs_total", "counter",
        "Requests from outside that a replay of the session would do again.", inputs);
    single(out, "kubarium_watches", "gauge", "Watches that are open.", watches.load());
    single(out, "kubarium_watch_events_total", "counter", "Events handed to watches.", watchEvents.load());
    single(out, "kubarium_watchers_cut_off_total", "counter", "Watches ended because their client was too slow.",
        watchersCutOff.load());
    return out;
}

} // namespace kubarium::serve
