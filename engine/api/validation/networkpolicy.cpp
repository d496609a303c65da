#include "../ipaddress.h"
#include "meta.h"
#include "network.h"
#include "shown.h"

#include "api/types/core-pod.h"
#include "api/types/networking.h"

#include <set>

namespace kubarium::api {

namespace {

// What an update lets pass, because the policy had it already.
struct Leniency {
    LabelSelectorOptions selectors;
    std::set<std::string_view> ranges;
};

void checkPort(FieldErrors& errors, const NetworkPolicyPort& port, const FieldPath& path)
{
    static constexpr std::string_view protocols[] = {"TCP", "UDP", "SCTP"};
    const FieldPath number = path.child("port");
    const FieldPath end = path.child("endPort");
    if (port.protocol
        && std::find(std::begin(protocols), std::end(protocols), port.protocol.view()) == std::end(protocols))
        errors.push_back(notSupported(path.child("protocol"), port.protocol, protocols));
    if (!port.port) {
        if (port.endPort)
            errors.push_back(invalid(end, *port.endPort, "may not be specified when `port` is not specified"));
        return;
    }
    if (port.port->isString()) {
        if (port.endPort)
            errors.push_back(invalid(end, *port.endPort, "may not be specified when `port` is non-numeric"));
        appendInvalid(errors, number, port.port->text(), isPortName(port.port->text()));
        return;
    }
    for (const std::string& objection : isPortNumber(port.port->number()))
        errors.push_back(invalid(number, port.port->number(), objection));
    if (!port.endPort)
        return;
    if (*port.endPort < port.port->number())
        errors.push_back(invalid(end, *port.endPort, "must be greater than or equal to `port`"));
    for (const std::string& objection : isPortNumber(*port.endPort))
        errors.push_back(invalid(end, *port.endPort, objection));
}

std::optional<Cidr> checkRange(FieldErrors& errors, const Text& range, const Leniency& leniency, const FieldPath& path)
{
    if (!leniency.ranges.contains(range))
        appendInvalid(errors, path, range, isCidr(range));
    return Cidr::parse(range);
}

void checkBlock(FieldErrors& errors, const IPBlock& block, const Leniency& leniency, const FieldPath& path)
{
    if (block.cidr.empty()) {
        errors.push_back(required(path.child("cidr")));
        return;
    }
    const std::optional<Cidr> whole = checkRange(errors, block.cidr, leniency, path.child("cidr"));
    for (std::size_t i = 0; whole && i < block.except.size(); ++i) {
        const FieldPath at = path.child("except").index(i);
        const std::optional<Cidr> hole = checkRange(errors, block.except[i], leniency, at);
        if (hole && (!whole->contains(hole->network()) || whole->prefix >= hole->prefix))
            errors.push_back(invalid(at, block.except[i], "must be a strict subset of `cidr`"));
    }
}

void checkPeer(FieldErrors& errors, const NetworkPolicyPeer& peer, const Leniency& leniency, const FieldPath& path)
{
    if (peer.podSelector)
        checkLabelSelector(errors, *peer.podSelector, path.child("podSelector"), leniency.selectors);
    if (peer.namespaceSelector)
        checkLabelSelector(errors, *peer.namespaceSelector, path.child("namespaceSelector"), leniency.selectors);
    if (peer.ipBlock)
        checkBlock(errors, *peer.ipBlock, leniency, path.child("ipBlock"));
    if (!peer.podSelector && !peer.namespaceSelector && !peer.ipBlock)
        errors.push_back(required(path, "must specify a peer"));
    else if (peer.ipBlock && (peer.podSelector || peer.namespaceSelector))
        errors.push_back(forbidden(path, "may not specify both ipBlock and another peer"));
}

void checkRule(FieldErrors& errors, const List<NetworkPolicyPort>& ports, const List<NetworkPolicyPeer>& peers,
    std::string_view peersName, const Leniency& leniency, const FieldPath& path)
{
    for (std::size_t i = 0; i < ports.size(); ++i)
        checkPort(errors, ports[i], path.child("ports").index(i));
    for (std::size_t i = 0; i < peers.size(); ++i)
        checkPeer(errors, peers[i], leniency, path.child(peersName).index(i));
}

void checkPolicyTypes(FieldErrors& errors, const List<Text>& types, const FieldPath& path)
{
    if (types.size() > std::size(PolicyType::values)) {
        errors.push_back(invalidShown(path, shownList(types), "may not specify more than two policyTypes"));
        return;
    }
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i] != PolicyType::Ingress && types[i] != PolicyType::Egress)
            errors.push_back(notSupported(path.index(i), types[i], PolicyType::values));
    }
}

void checkSpec(FieldErrors& errors, const NetworkPolicySpec& spec, const Leniency& leniency)
{
    const FieldPath path("spec");
    checkLabelSelector(errors, spec.podSelector, path.child("podSelector"), leniency.selectors);
    for (std::size_t i = 0; i < spec.ingress.size(); ++i)
        checkRule(
            errors, spec.ingress[i].ports, spec.ingress[i].from, "from", leniency, path.child("ingress").index(i));
    for (std::size_t i = 0; i < spec.egress.size(); ++i)
        checkRule(errors, spec.egress[i].ports, spec.egress[i].to, "to", leniency, path.child("egress").index(i));
    checkPolicyTypes(errors, spec.policyTypes, path.child("policyTypes"));
}

// Every range of a policy, with its path.
template <class Visit> void eachRange(const NetworkPolicySpec& spec, Visit visit)
{
    const auto ofPeers = [&](const List<NetworkPolicyPeer>& peers, const FieldPath& path) {
        for (std::size_t i = 0; i < peers.size(); ++i) {
            if (!peers[i].ipBlock)
                continue;
            const IPBlock& block = *peers[i].ipBlock;
            const FieldPath at = path.index(i).child("ipBlock");
            visit(block.cidr, at.child("cidr"));
            for (std::size_t j = 0; j < block.except.size(); ++j)
                visit(block.except[j], at.child("except").index(j));
        }
    };
    const FieldPath path("spec");
    for (std::size_t i = 0; i < spec.ingress.size(); ++i)
        ofPeers(spec.ingress[i].from, path.child("ingress").index(i).child("from"));
    for (std::size_t i = 0; i < spec.egress.size(); ++i)
        ofPeers(spec.egress[i].to, path.child("egress").index(i).child("to"));
}

// Rules and peers move about in an update, so a range counts as known wherever it stood.
Leniency learnedFrom(const NetworkPolicy& old)
{
    Leniency leniency;
    FieldErrors errors;
    checkLabelSelector(errors, old.spec->podSelector, FieldPath());
    leniency.selectors.allowInvalidLabelValues = !errors.empty();
    eachRange(*old.spec, [&](const Text& range, const FieldPath&) { leniency.ranges.insert(range); });
    return leniency;
}

} // namespace

FieldErrors validate(const NetworkPolicy& policy)
{
    FieldErrors errors = validateObjectMeta(policy.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *policy.spec, {});
    return errors;
}

FieldErrors validateUpdate(const NetworkPolicy& now, const NetworkPolicy& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec, learnedFrom(old));
    return errors;
}

std::vector<std::string> warnings(const NetworkPolicy& policy)
{
    std::vector<std::string> warnings;
    eachRange(*policy.spec, [&](const Text& range, const FieldPath& path) {
        for (std::string& warning : cidrWarnings(path.text(), range))
            warnings.push_back(std::move(warning));
    });
    return warnings;
}

} // namespace kubarium::api
