#include "printers.h"
#include "words.h"

#include "api/duration.h"
#include "api/types/certificates.h"
#include "api/types/rbac.h"

namespace kubarium::apiserver::table {

namespace {

template <class T> std::string role(const T& binding)
{
    return binding.roleRef.kind.str() + '/' + binding.roleRef.name.str();
}

template <class ToText>
std::string subjects(const api::List<api::Subject>& subjects, std::string_view kind, ToText&& text)
{
    std::vector<std::string> names;
    for (const api::Subject& subject : subjects) {
        if (subject.kind == kind)
            names.push_back(text(subject));
    }
    return joined(names, ", ");
}

template <class T> std::string users(const T& binding)
{
    return subjects(binding.subjects, "User", [](const api::Subject& subject) { return subject.name.str(); });
}

template <class T> std::string groups(const T& binding)
{
    return subjects(binding.subjects, "Group", [](const api::Subject& subject) { return subject.name.str(); });
}

template <class T> std::string serviceAccounts(const T& binding)
{
    return subjects(binding.subjects, "ServiceAccount",
        [](const api::Subject& subject) { return subject.namespace_.str() + '/' + subject.name.str(); });
}

template <class T> KindPrinter bindingPrinter()
{
    return printerOf<T>({cell<T, role<T>>("Role"), cell<T, users<T>>("Users"), cell<T, groups<T>>("Groups"),
        cell<T, serviceAccounts<T>>("ServiceAccounts")});
}

std::string_view signer(const api::CertificateSigningRequest& request)
{
    return textOr(request.spec->signerName, none);
}

std::string requestedDuration(const api::CertificateSigningRequest& request)
{
    const auto& seconds = request.spec->expirationSeconds;
    return seconds ? api::humanDuration(api::Seconds(*seconds)) : std::string(none);
}

bool has(const api::CertificateSigningRequest& request, std::string_view condition)
{
    for (const api::CertificateSigningRequestCondition& one : request.status->conditions) {
        if (one.type == condition)
            return true;
    }
    return false;
}

std::string condition(const api::CertificateSigningRequest& request)
{
    // A denial stands above an approval, whichever came first.
    std::string text = has(request, "Denied") ? "Denied" : has(request, "Approved") ? "Approved" : "Pending";
    if (has(request, "Failed"))
        text += ",Failed";
    if (!request.status->certificate.empty())
        text += ",Issued";
    return text;
}

} // namespace

std::vector<KindPrinter> rbacPrinters()
{
    using Signing = api::CertificateSigningRequest;
    return {
        bindingPrinter<api::RoleBinding>(),
        bindingPrinter<api::ClusterRoleBinding>(),
        printerOf<Signing>({cell<Signing, signer>("SignerName"), cell<Signing, requestedDuration>("RequestedDuration"),
            cell<Signing, condition>("Condition")}),
    };
}

} // namespace kubarium::apiserver::table
