#include "podparts.h"

namespace kubarium::api {

namespace {

void checkPort(FieldErrors& errors, const IntOrString& port, const FieldPath& path)
{
    if (port.isString()) {
        appendInvalid(errors, path, port.text(), isPortName(port.text()));
        return;
    }
    for (const std::string& sentence : isPortNumber(port.number()))
        errors.push_back(invalid(path, port.number(), sentence));
}

void checkHttpGet(FieldErrors& errors, const HTTPGetAction& http, const FieldPath& path)
{
    if (http.path.empty())
        errors.push_back(required(path.child("path")));
    checkPort(errors, http.port, path.child("port"));
    checkSupported(errors, http.scheme, URIScheme::values, path.child("scheme"));
    for (const HTTPHeader& header : http.httpHeaders)
        appendInvalid(errors, path.child("httpHeaders"), header.name, isHttpHeaderName(header.name));
}

// A grace period that is missing is an error of its own, see podspec.cpp.
void checkSleep(
    FieldErrors& errors, const SleepAction& sleep, const Optional<std::int64_t>& gracePeriod, const FieldPath& path)
{
    if (gracePeriod && (sleep.seconds < 0 || sleep.seconds > *gracePeriod))
        errors.push_back(invalid(path, sleep.seconds,
            "must be non-negative and less than terminationGracePeriodSeconds (" + std::to_string(*gracePeriod) + ")"));
}

// Exactly one way to do it. The first one found is judged, all further ones are too many.
class Handlers {
public:
    Handlers(FieldErrors& errors, const FieldPath& path) : m_errors(errors), m_path(path) { }

    template <class Action, class Check> void add(const Box<Action>& action, std::string_view name, Check check)
    {
        if (!action)
            return;
        if (m_found)
            m_errors.push_back(forbidden(m_path.child(name), "may not specify more than 1 handler type"));
        else
            check(m_errors, *action, m_path.child(name));
        m_found = true;
    }

    // What probes and lifecycles have in common.
    template <class Handler> void addCommon(const Handler& handler)
    {
        add(handler.exec, "exec", [](FieldErrors& errors, const ExecAction& exec, const FieldPath& at) {
            if (exec.command.empty())
                errors.push_back(required(at.child("command")));
        });
        add(handler.httpGet, "httpGet", checkHttpGet);
        add(handler.tcpSocket, "tcpSocket", [](FieldErrors& errors, const TCPSocketAction& tcp, const FieldPath& at) {
            checkPort(errors, tcp.port, at.child("port"));
        });
    }

    void requireOne()
    {
        if (!m_found)
            m_errors.push_back(required(m_path, "must specify a handler type"));
    }

private:
    FieldErrors& m_errors;
    const FieldPath& m_path;
    bool m_found = false;
};

void checkProbe(FieldErrors& errors, const Probe& probe, const FieldPath& path)
{
    Handlers handlers(errors, path);
    handlers.addCommon(probe);
    handlers.add(probe.grpc, "grpc", [](FieldErrors& complaints, const GRPCAction& grpc, const FieldPath& at) {
        checkPort(complaints, grpc.port, at.child("port"));
    });
    handlers.requireOne();

    checkNotNegative(errors, probe.initialDelaySeconds, path.child("initialDelaySeconds"));
    checkNotNegative(errors, probe.timeoutSeconds, path.child("timeoutSeconds"));
    checkNotNegative(errors, probe.periodSeconds, path.child("periodSeconds"));
    checkNotNegative(errors, probe.successThreshold, path.child("successThreshold"));
    checkNotNegative(errors, probe.failureThreshold, path.child("failureThreshold"));
    if (probe.terminationGracePeriodSeconds && *probe.terminationGracePeriodSeconds <= 0)
        errors.push_back(invalid(path.child("terminationGracePeriodSeconds"), *probe.terminationGracePeriodSeconds,
            "must be greater than 0"));
}

void checkLifecycleHandler(
    FieldErrors& errors, const LifecycleHandler& handler, const PodSpec& spec, const FieldPath& path)
{
    Handlers handlers(errors, path);
    handlers.addCommon(handler);
    handlers.add(handler.sleep, "sleep", [&](FieldErrors& complaints, const SleepAction& sleep, const FieldPath& at) {
        checkSleep(complaints, sleep, spec.terminationGracePeriodSeconds, at);
    });
    handlers.requireOne();
}

// A container that was found alive or started once is not asked to prove it twice.
void checkOneSuccess(FieldErrors& errors, const Probe& probe, const FieldPath& path)
{
    if (probe.successThreshold != 1)
        errors.push_back(invalid(path.child("successThreshold"), probe.successThreshold, "must be 1"));
}

} // namespace

void checkLivenessProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path)
{
    if (!probe)
        return;
    checkProbe(errors, *probe, path);
    checkOneSuccess(errors, *probe, path);
}

void checkReadinessProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path)
{
    if (!probe)
        return;
    checkProbe(errors, *probe, path);
    // Failing it ends nothing.
    if (probe->terminationGracePeriodSeconds)
        errors.push_back(invalid(path.child("terminationGracePeriodSeconds"), *probe->terminationGracePeriodSeconds,
            "must not be set for readinessProbes"));
}

void checkStartupProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path)
{
    if (!probe)
        return;
    checkProbe(errors, *probe, path);
    checkOneSuccess(errors, *probe, path);
}

void checkLifecycle(FieldErrors& errors, const Box<Lifecycle>& lifecycle, const PodSpec& spec, const FieldPath& path)
{
    if (lifecycle->postStart)
        checkLifecycleHandler(errors, *lifecycle->postStart, spec, path.child("postStart"));
    if (lifecycle->preStop)
        checkLifecycleHandler(errors, *lifecycle->preStop, spec, path.child("preStop"));
}

} // namespace kubarium::api
