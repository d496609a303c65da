#include "podsecurity.h"

#include "../../kinds.h"

#include "checks.h"

#include "../../refusals.h"
#include "../../resources.h"

#include "api/goformat.h"
#include "api/types/apps.h"
#include "api/types/batch.h"
#include "api/types/core-config.h"
#include "api/types/core-workload.h"

#include <algorithm>
#include <array>
#include <map>

namespace kubarium::apiserver {

namespace {

using namespace podsecurity;

constexpr std::size_t mostPodsLookedAt = 3'000;
constexpr std::array<std::string_view, 8> harmless = {
    "exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"};
constexpr std::string_view seccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view seccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

bool isAmong(const std::vector<std::string>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

// What of an object becomes a pod.
struct Subject {
    const api::ObjectMeta* meta = nullptr; // null: nothing
    const api::PodSpec* spec = nullptr;
};

Subject subjectOf(const api::PodTemplateSpec& form)
{
    return {&form.metadata, &*form.spec};
}

Subject subjectOf(const api::ObjectPtr& object)
{
    if (const auto* const pod = object.as<api::Pod>())
        return {&pod->metadata, &*pod->spec};
    if (const auto* const form = object.as<api::PodTemplate>())
        return subjectOf(*form->template_);
    if (const auto* const controller = object.as<api::ReplicationController>())
        return controller->spec->template_ ? subjectOf(*controller->spec->template_) : Subject();
    if (const auto* const set = object.as<api::ReplicaSet>())
        return subjectOf(*set->spec->template_);
    if (const auto* const deployment = object.as<api::Deployment>())
        return subjectOf(*deployment->spec->template_);
    if (const auto* const set = object.as<api::StatefulSet>())
        return subjectOf(*set->spec->template_);
    if (const auto* const set = object.as<api::DaemonSet>())
        return subjectOf(*set->spec->template_);
    if (const auto* const job = object.as<api::Job>())
        return subjectOf(*job->spec->template_);
    if (const auto* const cron = object.as<api::CronJob>())
        return subjectOf(*cron->spec->jobTemplate->spec->template_);
    return {};
}

// Of all that may be changed of a pod, only these matter here.
template <class Containers>
bool containersDiffer(const Containers& now, const Containers& before, const api::Pod& pod, const api::Pod& old)
{
    if (now.sameStorage(before) && pod.metadata.annotations.sameStorage(old.metadata.annotations))
        return false;
    for (const auto& container : now) {
        const auto* const known =
            std::find_if(before.begin(), before.end(), [&](const auto& one) { return one.name == container.name; });
        const std::string key = std::string(seccompOfContainer) + container.name.str();
        if (known == before.end() || !(known->image == container.image)
            || !(pod.metadata.annotations.valueOr(key, "") == old.metadata.annotations.valueOr(key, "")))
            return true;
    }
    return now.size() < before.size();
}

bool isSignificant(const api::Pod& pod, const api::Pod& old)
{
    return !(pod.metadata.annotations.valueOr(seccompOfPod, "") == old.metadata.annotations.valueOr(seccompOfPod, ""))
        || containersDiffer(pod.spec->containers, old.spec->containers, pod, old)
        || containersDiffer(pod.spec->initContainers, old.spec->initContainers, pod, old)
        || containersDiffer(pod.spec->ephemeralContainers, old.spec->ephemeralContainers, pod, old);
}

std::string violated(const char* verb, const Standard& standard, const std::vector<Violation>& found)
{
    return std::string(verb) + " PodSecurity " + api::goQuoted(standard.text()) + ": " + details(found);
}

// Pods of a namespace that its new policy would not let in: one sentence for those with the same faults.
std::vector<std::string> warningsOfPods(
    const State& state, std::string_view home, const Standard& standard, const std::vector<std::string>& exemptClasses)
{
    struct Faulty {
        std::string first; // by name
        std::size_t count = 0;
    };

    std::map<std::string, Faulty> byFaults;
    const store::ObjectTree& all = state.store.tree(resourceId(podKind()));
    std::size_t lookedAt = 0;
    std::size_t total = 0;
    all.visit({home, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == home))
            return false;
        if (++total > mostPodsLookedAt)
            return true;
        ++lookedAt;
        const api::PodSpec& spec = *object.as<api::Pod>()->spec;
        if (isAmong(exemptClasses, spec.runtimeClassName))
            return true;
        const std::vector<Violation> found = violations(standard, object.meta(), spec);
        if (found.empty())
            return true;
        Faulty& faulty = byFaults[reasons(found)];
        if (++faulty.count == 1)
            faulty.first = object.meta().name.str();
        return true;
    });
    std::vector<std::string> warnings;
    if (lookedAt < total)
        warnings.push_back("new PodSecurity enforce level only checked against the first " + std::to_string(lookedAt)
            + " of " + std::to_string(total) + " existing pods");
    if (!byFaults.empty())
        warnings.push_back("existing pods in namespace " + api::goQuoted(home)
            + " violate the new PodSecurity enforce level " + api::goQuoted(standard.text()));
    std::vector<std::string> ofPods;
    for (const auto& [faults, faulty] : byFaults) {
        std::string others;
        if (faulty.count > 1)
            others = " (and " + std::to_string(faulty.count - 1) + (faulty.count == 2 ? " other pod)" : " other pods)");
        ofPods.push_back(faulty.first + others + ": " + faults);
    }
    std::ranges::sort(ofPods);
    warnings.insert(warnings.end(), ofPods.begin(), ofPods.end());
    return warnings;
}

} // namespace

std::optional<api::Status> PodSecurity::validate(const Attributes& attributes, const api::ObjectPtr& object) const
{
    if (&attributes.kind == &namespaceKind())
        return validateNamespace(attributes, object);
    const api::Pod* const pod = object.as<api::Pod>();
    const std::string& part = attributes.request.subresource;
    if (!part.empty() && (!pod || std::ranges::find(harmless, part) != harmless.end()))
        return std::nullopt;
    const Subject subject = subjectOf(object);
    if (!subject.meta)
        return std::nullopt;
    if (isAmong(m_exemptions.namespaces, attributes.request.namespace_)
        || isAmong(m_exemptions.users, attributes.request.identity->user)
        || isAmong(m_exemptions.runtimeClasses, subject.spec->runtimeClassName))
        return std::nullopt;
    const api::ObjectPtr home = attributes.state.store.find(keyOf(namespaceKind(), {}, attributes.request.namespace_));
    const Policy policy = home ? policyOf(home.meta().labels) : Policy();
    if (policy.allowsAll())
        return std::nullopt;
    if (pod && attributes.old && !isSignificant(*pod, *attributes.old.as<api::Pod>()))
        return std::nullopt;

    const auto look = [&](const Standard& standard) { return violations(standard, *subject.meta, *subject.spec); };
    if (const std::vector<Violation> found = look(policy.audit); !found.empty() && attributes.notes)
        attributes.notes->push_back("audit: " + violated("would violate", policy.audit, found));
    if (pod) {
        if (const std::vector<Violation> found = look(policy.enforce); !found.empty())
            return refusals::forbidden(
                attributes.kind, nameOf(attributes, object), violated("violates", policy.enforce, found));
    }
    if (const std::vector<Violation> found = look(policy.warn); !found.empty())
        attributes.warnings.push_back(violated("would violate", policy.warn, found));
    return std::nullopt;
}

std::optional<api::Status> PodSecurity::validateNamespace(
    const Attributes& attributes, const api::ObjectPtr& object) const
{
    if (!attributes.request.subresource.empty())
        return std::nullopt;
    const Policy now = policyOf(object.meta().labels);
    const Policy before = attributes.old ? policyOf(attributes.old.meta().labels) : Policy();
    if (!now.errors.empty() && !(now.errors == before.errors))
        return refusals::invalid(attributes.kind, nameOf(attributes, object), now.errors);
    const bool isStricter = !(now.enforce.minor == before.enforce.minor) || now.enforce.level > before.enforce.level;
    if (!attributes.old || now.enforce.level == Level::Privileged || !isStricter
        || isAmong(m_exemptions.namespaces, object.meta().name))
        return std::nullopt;
    for (std::string& warning :
        warningsOfPods(attributes.state, object.meta().name, now.enforce, m_exemptions.runtimeClasses))
        attributes.warnings.push_back(std::move(warning));
    return std::nullopt;
}

} // namespace kubarium::apiserver
