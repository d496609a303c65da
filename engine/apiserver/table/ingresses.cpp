#include "loadbalancer.h"
#include "printers.h"
#include "words.h"

#include "api/labelselector.h"
#include "api/types/networking.h"

namespace kubarium::apiserver::table {

namespace {

std::string_view ingressClass(const api::Ingress& ingress)
{
    return ingress.spec->ingressClassName.has_value() ? ingress.spec->ingressClassName.view() : none;
}

// The first three hosts. What is left over is counted in rules, be they of a host or of any.
std::string hosts(const api::Ingress& ingress)
{
    constexpr std::size_t most = 3;
    const auto& rules = ingress.spec->rules;
    std::vector<std::string_view> shown;
    std::size_t read = 0;
    for (; read < rules.size() && shown.size() < most; ++read) {
        if (!rules[read].host.empty())
            shown.push_back(rules[read].host);
    }
    if (shown.empty())
        return "*";
    return joined(shown, ",") + (read < rules.size() ? " + " + std::to_string(rules.size() - most) + " more..." : "");
}

std::string address(const api::Ingress& ingress)
{
    return loadBalancerText(ingress.status->loadBalancer.ingress);
}

std::string_view ports(const api::Ingress& ingress)
{
    return ingress.spec->tls.empty() ? "80" : "80, 443";
}

std::string_view controller(const api::IngressClass& ingressClass)
{
    return ingressClass.spec->controller;
}

std::string parameters(const api::IngressClass& ingressClass)
{
    if (!ingressClass.spec->parameters)
        return std::string(none);
    const api::IngressClassParametersReference& reference = *ingressClass.spec->parameters;
    const std::string group = reference.apiGroup.has_value() ? '.' + reference.apiGroup.str() : std::string();
    return reference.kind.str() + group + '/' + reference.name.str();
}

std::string podSelector(const api::NetworkPolicy& policy)
{
    return api::selectorText(policy.spec->podSelector);
}

} // namespace

std::vector<KindPrinter> ingressPrinters()
{
    using api::Ingress;
    using api::IngressClass;
    using api::NetworkPolicy;
    return {
        printerOf<Ingress>({cell<Ingress, ingressClass>("Class"), cell<Ingress, hosts>("Hosts"),
            cell<Ingress, address>("Address"), cell<Ingress, ports>("Ports")}),
        printerOf<IngressClass>(
            {cell<IngressClass, controller>("Controller"), cell<IngressClass, parameters>("Parameters")}),
        printerOf<NetworkPolicy>({cell<NetworkPolicy, podSelector>("Pod-Selector")}),
    };
}

} // namespace kubarium::apiserver::table
