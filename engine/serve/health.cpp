#include "health.h"

#include "statusjson.h"

#include <algorithm>
#include <array>
#include <set>

namespace kubarium::serve {

namespace {

struct Check {
    std::string_view name;
    bool onlyReady = false; // part of /readyz only
};

// As a real server lists them. What they ask about either stands since the start or is not there to fail.
constexpr std::array checks{
    Check{"ping"},
    Check{"log"},
    Check{"etcd"},
    Check{"etcd-readiness", true},
    Check{"informer-sync", true},
    Check{"poststarthook/start-apiserver-admission-initializer"},
    Check{"poststarthook/generic-apiserver-start-informers"},
    Check{"poststarthook/priority-and-fairness-config-consumer"},
    Check{"poststarthook/priority-and-fairness-filter"},
    Check{"poststarthook/storage-object-count-tracker-hook"},
    Check{"poststarthook/start-apiextensions-informers"},
    Check{"poststarthook/start-apiextensions-controllers"},
    Check{"poststarthook/crd-informer-synced"},
    Check{"poststarthook/start-system-namespaces-controller"},
    Check{"poststarthook/start-cluster-authentication-info-controller"},
    Check{"poststarthook/start-kube-apiserver-identity-lease-controller"},
    Check{"poststarthook/start-kube-apiserver-identity-lease-garbage-collector"},
    Check{"poststarthook/start-legacy-token-tracking-controller"},
    Check{"poststarthook/start-service-ip-repair-controllers"},
    Check{"poststarthook/rbac/bootstrap-roles"},
    Check{"poststarthook/scheduling/bootstrap-system-priority-classes"},
    Check{"poststarthook/priority-and-fairness-config-producer"},
    Check{"poststarthook/bootstrap-controller"},
    Check{"poststarthook/start-kubernetes-service-cidr-controller"},
    Check{"poststarthook/start-kube-aggregator-informers"},
    Check{"poststarthook/apiservice-status-local-available-controller"},
    Check{"poststarthook/apiservice-status-remote-available-controller"},
    Check{"poststarthook/apiservice-registration-controller"},
    Check{"poststarthook/apiservice-discovery-controller"},
    Check{"poststarthook/kube-apiserver-autoregistration"},
    Check{"autoregister-completion"},
    Check{"poststarthook/apiservice-openapi-controller"},
    Check{"poststarthook/apiservice-openapiv3-controller"},
    Check{"shutdown", true},
};

Answer textAnswer(int code, std::string text)
{
    Answer answer;
    answer.code = code;
    answer.contentType = "text/plain; charset=utf-8";
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    answer.body = {std::move(text)};
    return answer;
}

} // namespace

Answer healthAnswer(std::string_view path, const Query& query, bool shuttingDown)
{
    path.remove_prefix(1);
    const std::size_t slash = path.find('/');
    const std::string_view of = path.substr(0, slash);
    const auto belongs = [&](const Check& check) { return of == "readyz" || !check.onlyReady; };
    const auto passes = [&](const Check& check) { return check.name != "shutdown" || !shuttingDown; };

    if (slash != std::string_view::npos) {
        const std::string_view name = path.substr(slash + 1);
        const auto found = std::find_if(
            checks.begin(), checks.end(), [&](const Check& check) { return check.name == name && belongs(check); });
        if (found == checks.end()) {
            Answer answer;
            answer.code = 404;
            answer.body = {std::string()};
            appendStatus(
                answer.body.front(), {404, "NotFound", "the server could not find the requested resource", {}});
            return answer;
        }
        return passes(*found) ? textAnswer(200, "ok")
                              : textAnswer(500, "internal server error: process is shutting down\n");
    }

    std::set<std::string, std::less<>> excluded;
    for (const auto& [name, value] : query.pairs()) {
        if (name == "exclude")
            excluded.insert(value);
    }
    std::string lines;
    bool fine = true;
    for (const Check& check : checks) {
        if (!belongs(check))
            continue;
        if (excluded.erase(std::string(check.name)) > 0) {
            lines.append("[+]").append(check.name).append(" excluded: ok\n");
            continue;
        }
        const bool passed = passes(check);
        fine = fine && passed;
        lines.append(passed ? "[+]" : "[-]").append(check.name).append(passed ? " ok\n" : " failed: reason withheld\n");
    }
    if (!excluded.empty()) {
        std::string names;
        for (const std::string& name : excluded)
            names.append(names.empty() ? "\"" : ",\"").append(name).append("\"");
        lines += "warn: some health checks cannot be excluded: no matches for " + names + "\n";
    }
    if (!fine)
        return textAnswer(500, lines + std::string(of) + " check failed\n");
    if (!query.find("verbose"))
        return textAnswer(200, "ok");
    return textAnswer(200, lines + std::string(of) + " check passed\n");
}

} // namespace kubarium::serve
