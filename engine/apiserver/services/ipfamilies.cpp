#include "ipfamilies.h"

#include "api/ipaddress.h"
#include "api/types/core-service.h"
#include "api/validation/core.h"
#include "api/validation/shown.h"

namespace kubarium::apiserver {

namespace {

using api::FieldErrors;
using api::FieldPath;
using api::ServiceSpec;
namespace Policy = api::IPFamilyPolicy;

constexpr std::string_view ours = api::IPFamily::IPv4; // the family of this cluster

bool isHeadless(const ServiceSpec& spec)
{
    return spec.clusterIP == "None";
}

std::string_view familyOf(std::string_view ip)
{
    return api::IpAddress::parse(ip)->isV4() ? api::IPFamily::IPv4 : api::IPFamily::IPv6; // looked at before: it is one
}

void settlePolicy(ServiceSpec& spec, const ServiceSpec* old)
{
    if (spec.ipFamilyPolicy)
        return;
    if (old && old->ipFamilyPolicy)
        spec.ipFamilyPolicy = old->ipFamilyPolicy;
    else if (isHeadless(spec) && spec.selector.empty())
        spec.ipFamilyPolicy = Policy::RequireDualStack; // whoever writes its endpoints may write any
    else
        spec.ipFamilyPolicy = Policy::SingleStack;
}

// Whoever wants a single stack need not also take the second address off; whoever takes it off has to want that.
void settleSecond(FieldErrors& errors, ServiceSpec& spec, const ServiceSpec& old)
{
    if (spec.ipFamilyPolicy == Policy::SingleStack) {
        if (spec.clusterIPs == old.clusterIPs && spec.clusterIPs.size() > 1)
            spec.clusterIPs.resize(1);
        if (spec.ipFamilies == old.ipFamilies && spec.ipFamilies.size() > 1)
            spec.ipFamilies.resize(1);
        return;
    }
    const auto check = [&](const api::List<api::Text>& now, const api::List<api::Text>& before, std::string_view what) {
        if (!now.empty() && now.size() < before.size()) {
            errors.push_back(
                api::invalidShown(FieldPath("spec").child("ipFamilyPolicy"), api::shownPointer(spec.ipFamilyPolicy),
                    "must be 'SingleStack' to release the secondary " + std::string(what)));
        }
    };
    check(spec.clusterIPs, old.clusterIPs, "cluster IP");
    check(spec.ipFamilies, old.ipFamilies, "IP family");
}

void checkSingle(FieldErrors& errors, const ServiceSpec& spec)
{
    const auto check = [&](const api::List<api::Text>& list, std::string_view what) {
        if (list.size() == 2) {
            errors.push_back(
                api::invalidShown(FieldPath("spec").child("ipFamilyPolicy"), api::shownPointer(spec.ipFamilyPolicy),
                    "must be 'RequireDualStack' or 'PreferDualStack' when multiple " + std::string(what)
                        + " are specified"));
        }
    };
    if (spec.ipFamilyPolicy == Policy::SingleStack) {
        check(spec.clusterIPs, "cluster IPs");
        check(spec.ipFamilies, "IP families");
    }
}

void familiesFromAddresses(FieldErrors& errors, ServiceSpec& spec)
{
    for (std::size_t i = spec.ipFamilies.size(); i < spec.clusterIPs.size() && !isHeadless(spec); ++i) {
        const std::string_view family = familyOf(spec.clusterIPs[i]);
        if (family == ours) {
            spec.ipFamilies.push_back(family);
        } else {
            errors.push_back(api::invalidShown(FieldPath("spec").child("clusterIPs").index(i),
                api::shownList(spec.clusterIPs), std::string(family) + " is not configured on this cluster"));
        }
    }
}

void checkConfigured(FieldErrors& errors, const ServiceSpec& spec)
{
    const FieldPath path("spec");
    if (spec.ipFamilyPolicy == Policy::RequireDualStack) {
        errors.push_back(api::invalidShown(path.child("ipFamilyPolicy"), api::shownPointer(spec.ipFamilyPolicy),
            "this cluster is not configured for dual-stack services"));
    }
    for (std::size_t i = 0; i < spec.ipFamilies.size(); ++i) {
        if (!(spec.ipFamilies[i] == ours)) {
            errors.push_back(
                api::invalid(path.child("ipFamilies").index(i), spec.ipFamilies[i], "not configured on this cluster"));
        }
    }
}

} // namespace

FieldErrors settleFamilies(api::Service& service, const api::Service* old)
{
    ServiceSpec& spec = service.spec.edit();
    if (spec.type == api::ServiceType::ExternalName)
        return {};
    settlePolicy(spec, old ? &*old->spec : nullptr);
    // What cannot be read is not worth a second look.
    if (FieldErrors errors = api::validateClusterIPs(service); !errors.empty())
        return errors;
    FieldErrors errors;
    if (old)
        settleSecond(errors, spec, *old->spec);
    checkSingle(errors, spec);
    familiesFromAddresses(errors, spec);
    if (!errors.empty())
        return errors;
    const bool isOpen = isHeadless(spec) && spec.selector.empty();
    if (!isOpen)
        checkConfigured(errors, spec);
    if (!errors.empty())
        return errors;
    if (spec.ipFamilies.empty())
        spec.ipFamilies.push_back(ours);
    if (isOpen && spec.ipFamilies.size() == 1 && spec.ipFamilyPolicy != Policy::SingleStack) {
        const bool isV4 = spec.ipFamilies[0] == api::IPFamily::IPv4;
        spec.ipFamilies.push_back(isV4 ? api::IPFamily::IPv6 : api::IPFamily::IPv4);
    }
    return errors;
}

} // namespace kubarium::apiserver
