#include "../duration.h"
#include "cluster.h"
#include "lab.h"
#include "meta.h"

#include "api/types/lab.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

// How the amount of a fault may be written.
enum Form : unsigned { None = 0, Share = 1, Delay = 2, Size = 4, Count = 8, Shift = 16 };

struct FaultForm {
    std::string_view type;
    std::string_view kinds; // of targets, in the order in which they are printed
    unsigned amount = None;
    bool needsAmount = false;
    bool ofLinks = false; // `between` two ends, or a target that is cut off from everything
    bool needsTarget = true;
};

constexpr std::array<FaultForm, 18> faultForms{{
    {FaultType::NodePowerOff, "Node Zone"},
    {FaultType::KubeletStopped, "Node Zone"},
    {FaultType::RuntimeStopped, "Node Zone"},
    {FaultType::NetworkCut, "Component Node Pod Zone", None, false, true},
    {FaultType::NetworkDelay, "Component Node Pod Zone", Delay, true, true},
    {FaultType::PacketLoss, "Component Node Pod Zone", Share, true, true},
    {FaultType::ImagePullFailure, "Image Node", Count},
    {FaultType::ProcessKilled, "Component Pod", Count},
    {FaultType::ProcessHung, "Component Pod"},
    {FaultType::MemoryFilled, "Node Pod", Share | Size},
    {FaultType::DiskFilled, "Node Pod", Share | Size},
    {FaultType::CpuBusy, "Node Pod", Share | Count},
    {FaultType::DiskSlow, "Node Pod", Delay, true},
    {FaultType::ComponentStopped, "Component"},
    {FaultType::EtcdMemberStopped, "Component Node"},
    {FaultType::EtcdSlow, "Component Node", Delay, true, false, false},
    {FaultType::DnsDown, "Component Node Zone", None, false, false, false},
    {FaultType::ClockSkew, "Node Zone", Shift, true},
}};

const FaultForm* formOf(std::string_view type)
{
    const auto found = std::ranges::find(faultForms, type, &FaultForm::type);
    return found == faultForms.end() ? nullptr : &*found;
}

std::vector<std::string_view> split(std::string_view words)
{
    std::vector<std::string_view> out;
    while (!words.empty()) {
        const std::size_t blank = words.find(' ');
        out.push_back(words.substr(0, blank));
        words.remove_prefix(blank == words.npos ? words.size() : blank + 1);
    }
    return out;
}

void checkTargetName(FieldErrors& errors, const FaultTarget& target, const FieldPath& path)
{
    const bool maySelect = target.kind == FaultTargetKind::Node || target.kind == FaultTargetKind::Pod;
    const FieldPath selector = path.child("selector");
    if (!maySelect && !target.selector.empty())
        errors.push_back(forbidden(selector, "may only be used when `kind` is 'Node' or 'Pod'"));
    else if (!target.name.empty() && !target.selector.empty())
        errors.push_back(forbidden(selector, "may not be specified when `name` is specified"));
    checkLabels(errors, target.selector, selector);
    if (target.name.empty()) {
        if (!maySelect)
            errors.push_back(required(path.child("name")));
        else if (target.selector.empty())
            errors.push_back(required(path.child("name"), "either `name` or `selector` must be specified"));
    } else if (maySelect) {
        appendInvalid(errors, path.child("name"), target.name, isDns1123Subdomain(target.name));
    }
}

void checkTarget(FieldErrors& errors, const FaultTarget& target, const FaultForm& form, const FieldPath& path)
{
    const std::vector<std::string_view> kinds = split(form.kinds);
    if (target.kind.empty())
        errors.push_back(required(path.child("kind")));
    else
        checkSupported(errors, target.kind, kinds, path.child("kind"));
    checkTargetName(errors, target, path);
    const auto onlyOfPods = [&](const Text& text, std::string_view field) {
        if (text.empty())
            return;
        if (target.kind == FaultTargetKind::Pod)
            appendInvalid(errors, path.child(field), text, isDns1123Label(text));
        else
            errors.push_back(forbidden(path.child(field), "may only be used when `kind` is 'Pod'"));
    };
    onlyOfPods(target.namespace_, "namespace");
    onlyOfPods(target.container, "container");
}

void checkTargets(FieldErrors& errors, const FaultSpec& spec, const FaultForm& form)
{
    const FieldPath path("spec");
    const FieldPath between = path.child("between");
    if (!spec.between.empty()) {
        if (!form.ofLinks)
            errors.push_back(
                forbidden(between, "may only be used when `type` is 'NetworkCut', 'NetworkDelay' or 'PacketLoss'"));
        else if (spec.target)
            errors.push_back(forbidden(between, "may not be specified when `target` is specified"));
        if (spec.between.size() != 2)
            errors.push_back(invalid(between, spec.between.size(), "must name the two ends of a link"));
        for (std::size_t i = 0; i < spec.between.size(); ++i)
            checkTarget(errors, spec.between[i], form, between.index(i));
    }
    if (spec.target)
        checkTarget(errors, *spec.target, form, path.child("target"));
    else if (form.ofLinks && spec.between.empty())
        errors.push_back(required(path.child("target"), "either `target` or `between` must be specified"));
    else if (!form.ofLinks && form.needsTarget)
        errors.push_back(required(path.child("target")));
}

bool isShare(const IntOrString& amount)
{
    const std::optional<std::int32_t> percent = amount.isString() ? amount.percent() : std::nullopt;
    return percent && *percent > 0 && *percent <= 100;
}

bool fits(const IntOrString& amount, unsigned forms)
{
    if (!amount.isString()) {
        const bool isNumber = (forms & (Count | Size)) != 0; // a size may be bytes
        return isNumber && amount.number() > 0;
    }
    const std::optional<Nanoseconds> span = parseDuration(amount.text());
    const std::optional<Quantity> quantity = Quantity::parse(amount.text());
    return ((forms & Share) && isShare(amount)) || ((forms & Delay) && span && *span > Nanoseconds::zero())
        || ((forms & Shift) && span && *span != Nanoseconds::zero())
        || ((forms & (Size | Count)) && quantity && quantity->sign() > 0);
}

std::string formsSentence(unsigned forms)
{
    static constexpr std::pair<unsigned, std::string_view> examples[] = {{Share, "a share such as 90%"},
        {Size, "a size such as 500Mi"}, {Delay, "a delay such as 200ms"}, {Count, "a count such as 3"},
        {Shift, "a shift such as 5m or -5m"}};
    std::string sentence;
    for (const auto& [form, example] : examples) {
        if (forms & form)
            sentence += (sentence.empty() ? "must be " : " or ") + std::string(example);
    }
    return sentence;
}

void checkAmount(FieldErrors& errors, const FaultSpec& spec, const FaultForm& form, const FieldPath& path)
{
    if (!spec.amount) {
        if (form.needsAmount)
            errors.push_back(required(path, formsSentence(form.amount)));
    } else if (form.amount == None) {
        errors.push_back(forbidden(path, "may not be used when `type` is '" + spec.type.str() + "'"));
    } else if (!fits(*spec.amount, form.amount)) {
        errors.push_back(invalid(path, *spec.amount, formsSentence(form.amount)));
    }
}

} // namespace

FieldErrors validate(const Fault& fault)
{
    FieldErrors errors = validateObjectMeta(fault.metadata, false, subdomainName, FieldPath("metadata"));
    const FaultSpec& spec = *fault.spec;
    const FieldPath path("spec");
    if (spec.type.empty())
        errors.push_back(required(path.child("type")));
    else
        checkSupported(errors, spec.type, FaultType::values, path.child("type"));
    if (const FaultForm* const form = formOf(spec.type)) {
        checkTargets(errors, spec, *form);
        checkAmount(errors, spec, *form, path.child("amount"));
    }
    checkSpan(errors, spec.for_, path.child("for"), false);
    checkSpan(errors, spec.after, path.child("after"), true);
    return errors;
}

FieldErrors validateUpdate(const Fault& now, const Fault& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
