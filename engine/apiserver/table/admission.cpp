#include "printers.h"
#include "words.h"

#include "api/types/admissionregistration.h"
#include "api/types/apiregistration.h"
#include "api/types/scheduling.h"

namespace kubarium::apiserver::table {

namespace {

template <class T> std::int64_t webhooks(const T& configuration)
{
    return static_cast<std::int64_t>(configuration.webhooks.size());
}

std::int64_t validations(const api::ValidatingAdmissionPolicy& policy)
{
    return static_cast<std::int64_t>(policy.spec->validations.size());
}

std::string paramKind(const api::ValidatingAdmissionPolicy& policy)
{
    const auto& kind = policy.spec->paramKind;
    return kind ? kind->apiVersion.str() + '/' + kind->kind.str() : std::string(unset);
}

// A selector as Go prints the struct: nobody wrote a nicer form for this column.
std::string goText(const api::LabelSelector& selector)
{
    std::string text = "&LabelSelector{MatchLabels:map[string]string{";
    for (const auto& [key, value] : selector.matchLabels)
        text += key.str() + ": " + value.str() + ',';
    text += "},MatchExpressions:[]LabelSelectorRequirement{";
    for (const api::LabelSelectorRequirement& one : selector.matchExpressions)
        text += "LabelSelectorRequirement{Key:" + one.key.str() + ",Operator:" + one.operator_.str() + ",Values:["
            + joined(one.values, " ") + "],},";
    return text + "},}";
}

std::string paramRef(const api::ValidatingAdmissionPolicyBinding& binding)
{
    const auto& reference = binding.spec->paramRef;
    if (!reference || (reference->name.empty() && !reference->selector))
        return std::string(unset);
    if (reference->name.empty())
        return goText(*reference->selector);
    return std::string(textOr(reference->namespace_, "*")) + '/' + reference->name.str();
}

std::string service(const api::APIService& registration)
{
    const auto& service = registration.spec->service;
    return service ? service->namespace_.str() + '/' + service->name.str() : "Local";
}

std::string available(const api::APIService& registration)
{
    for (const api::APIServiceCondition& condition : registration.status->conditions) {
        if (!(condition.type == "Available"))
            continue;
        const bool explained = !(condition.status == "True") && !condition.reason.empty();
        return condition.status.str() + (explained ? " (" + condition.reason.str() + ')' : "");
    }
    return "Unknown";
}

bool isGlobalDefault(const api::PriorityClass& priorityClass)
{
    return priorityClass.globalDefault;
}

} // namespace

std::vector<KindPrinter> admissionPrinters()
{
    using namespace api;
    return {
        printerOf<MutatingWebhookConfiguration>(
            {cell<MutatingWebhookConfiguration, webhooks<MutatingWebhookConfiguration>>("Webhooks")}),
        printerOf<ValidatingWebhookConfiguration>(
            {cell<ValidatingWebhookConfiguration, webhooks<ValidatingWebhookConfiguration>>("Webhooks")}),
        printerOf<ValidatingAdmissionPolicy>({cell<ValidatingAdmissionPolicy, validations>("Validations"),
            cell<ValidatingAdmissionPolicy, paramKind>("ParamKind")}),
        printerOf<ValidatingAdmissionPolicyBinding>({cell<ValidatingAdmissionPolicyBinding, paramRef>("ParamRef")}),
        printerOf<APIService>({cell<APIService, service>("Service"), cell<APIService, available>("Available")}),
        printerOf<PriorityClass>({cell<PriorityClass, isGlobalDefault>("Global-Default")}),
    };
}

} // namespace kubarium::apiserver::table
