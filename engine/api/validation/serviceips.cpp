#include "../ipaddress.h"
#include "core.h"
#include "shown.h"

#include "api/types/core-service.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view mayNotChange = "may not change once set";

bool isHeadless(const Service& service)
{
    return service.spec->clusterIPs.size() == 1 && service.spec->clusterIPs.front() == "None";
}

bool isV6(std::string_view ip)
{
    const std::optional<IpAddress> address = IpAddress::parse(ip);
    return address && !address->isV4();
}

// clusterIP stands for the first of clusterIPs; one never comes without the other.
void checkLinked(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    if (spec.clusterIP.empty()) {
        if (!spec.clusterIPs.empty())
            errors.push_back(
                invalidShown(path, shownList(spec.clusterIPs), "must be empty when `clusterIP` is not specified"));
    } else if (spec.clusterIPs.empty()) {
        errors.push_back(required(path));
    } else if (!(spec.clusterIPs.front() == spec.clusterIP)) {
        errors.push_back(invalidShown(path, shownList(spec.clusterIPs), "first value must match `clusterIP`"));
    }
}

void checkFamilies(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < spec.ipFamilies.size(); ++i) {
        const FieldPath at = path.child("ipFamilies").index(i);
        checkSupported(errors, spec.ipFamilies[i], IPFamily::values, at);
        if (!seen.insert(spec.ipFamilies[i]).second)
            errors.push_back(duplicate(at, spec.ipFamilies[i]));
    }
    if (spec.ipFamilyPolicy)
        checkSupported(errors, spec.ipFamilyPolicy, IPFamilyPolicy::values, path.child("ipFamilyPolicy"));
}

// Whether all of them can be read: else their families are not worth comparing.
bool checkAddresses(FieldErrors& errors, const List<Text>& ips, const FieldPath& path)
{
    bool readable = true;
    for (std::size_t i = 0; i < ips.size(); ++i) {
        if (i == 0 && ips[i] == "None") {
            if (ips.size() > 1) {
                readable = false;
                errors.push_back(invalidShown(path, shownList(ips), "'None' must be the first and only value"));
            }
            continue;
        }
        const Objections objections = isIp(ips[i]);
        readable = readable && objections.empty();
        appendInvalid(errors, path.index(i), ips[i], objections);
    }
    if (ips.size() > 2)
        errors.push_back(invalidShown(path, shownList(ips), "may only hold up to 2 values"));
    return readable;
}

void checkAddressesMatchFamilies(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    for (std::size_t i = 0; i < std::min(spec.clusterIPs.size(), spec.ipFamilies.size()); ++i) {
        const Text& ip = spec.clusterIPs[i];
        const Text& family = spec.ipFamilies[i];
        if ((family == IPFamily::IPv4 && isV6(ip)) || (family == IPFamily::IPv6 && !isV6(ip))) {
            errors.push_back(invalid(path.index(i), ip,
                "expected an " + family.str() + " value as indicated by `ipFamilies[" + std::to_string(i) + "]`"));
        }
    }
}

// At least one of each family: with two addresses, exactly one.
bool isDualStack(const List<Text>& ips)
{
    const auto sixes = std::count_if(ips.begin(), ips.end(), [](const Text& ip) { return isV6(ip); });
    return sixes > 0 && sixes < static_cast<std::ptrdiff_t>(ips.size());
}

struct Change {
    std::string_view field; // clusterIPs or ipFamilies
    const List<Text>& now;
    const List<Text>& old;
    std::string_view released; // in sentences: clusterIP or ipFamily
};

// To give up the second one is to want a single stack, and has to be said.
void checkRelease(FieldErrors& errors, const Change& change, const ServiceSpec& spec)
{
    if (change.now.size() == 1 && spec.ipFamilyPolicy != IPFamilyPolicy::SingleStack) {
        errors.push_back(invalidShown(FieldPath("spec").child("ipFamilyPolicy"), shownPointer(spec.ipFamilyPolicy),
            "must be set to 'SingleStack' when releasing the secondary " + std::string(change.released)));
    }
}

void checkClusterIPChange(FieldErrors& errors, const Change& change, const ServiceSpec& spec)
{
    const FieldPath path = FieldPath("spec").child(change.field);
    const std::string now = shownList(change.now);
    if (change.old.size() == change.now.size()) {
        for (std::size_t i = 0; i < change.old.size(); ++i) {
            if (!(change.old[i] == change.now[i]))
                errors.push_back(invalidShown(path.index(i), now, mayNotChange));
        }
        return;
    }
    if (change.now.empty())
        errors.push_back(invalidShown(path.index(0), now, "primary clusterIP can not be unset"));
    else if (!change.old.empty() && !(change.old[0] == change.now[0]))
        errors.push_back(invalidShown(path.index(0), now, mayNotChange));
    if (change.old.size() > change.now.size())
        checkRelease(errors, change, spec);
}

void checkFamilyChange(FieldErrors& errors, const Change& change, const ServiceSpec& spec)
{
    const FieldPath primary = FieldPath("spec").child(change.field).index(0);
    if (change.old.size() == change.now.size()) {
        for (std::size_t i = 0; i < change.old.size(); ++i) {
            if (!(change.old[i] == change.now[i]))
                errors.push_back(invalidShown(primary, shownList(change.now), mayNotChange));
        }
        return;
    }
    const bool shrinks = change.old.size() > change.now.size();
    if (shrinks && spec.clusterIPs.empty())
        errors.push_back(invalidShown(primary, shownList(change.now), "primary ipFamily can not be unset"));
    // The server shows the addresses here, not the families.
    if (!change.old.empty() && !change.now.empty() && !(change.old[0] == change.now[0]))
        errors.push_back(invalidShown(primary, shownList(spec.clusterIPs), mayNotChange));
    if (shrinks)
        checkRelease(errors, change, spec);
}

} // namespace

FieldErrors validateClusterIPs(const Service& service)
{
    FieldErrors errors;
    const ServiceSpec& spec = *service.spec;
    if (spec.type == ServiceType::ExternalName)
        return errors; // may have none of these at all
    const FieldPath path("spec");
    const FieldPath ips = path.child("clusterIPs");
    checkLinked(errors, spec, ips);
    checkFamilies(errors, spec, path);
    if (!checkAddresses(errors, spec.clusterIPs, ips))
        return errors;
    if (spec.clusterIPs.size() > 1 && !isDualStack(spec.clusterIPs)) {
        errors.push_back(
            invalidShown(ips, shownList(spec.clusterIPs), "may specify no more than one IP for each IP family"));
    }
    if (!isHeadless(service))
        checkAddressesMatchFamilies(errors, spec, ips);
    return errors;
}

FieldErrors validateClusterIPsUpdate(const Service& now, const Service& old)
{
    FieldErrors errors;
    const ServiceSpec& spec = *now.spec;
    if (spec.type == ServiceType::ExternalName || old.spec->type == ServiceType::ExternalName)
        return errors;
    const bool bothHeadless = isHeadless(now) && isHeadless(old);
    if (!bothHeadless)
        checkClusterIPChange(errors, {"clusterIPs", spec.clusterIPs, old.spec->clusterIPs, "clusterIP"}, spec);
    if (!isHeadless(now) && !isHeadless(old))
        checkFamilyChange(errors, {"ipFamilies", spec.ipFamilies, old.spec->ipFamilies, "ipFamily"}, spec);
    return errors;
}

} // namespace kubarium::api
