#include "defaultingressclass.h"

#include "defaultclasses.h"

#include "api/types/networking.h"

#include <array>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view olderClassAnnotation = "kubernetes.io/ingress.class";
constexpr std::array<std::string_view, 1> marks = {"ingressclass.kubernetes.io/is-default-class"};

} // namespace

std::optional<api::Status> DefaultIngressClass::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    static const api::Kind& classes = *api::findKind("networking.k8s.io", "v1", "IngressClass");
    const auto* const ingress = object.as<api::Ingress>();
    if (!ingress || !attributes.request.subresource.empty() || !creates(attributes))
        return std::nullopt;
    if (ingress->spec->ingressClassName || ingress->metadata.annotations.contains(olderClassAnnotation))
        return std::nullopt;
    if (const api::ObjectPtr found = defaultClass(attributes.state, classes, marks))
        object.editAs<api::Ingress>().spec.edit().ingressClassName = found.meta().name;
    return std::nullopt;
}

} // namespace kubarium::apiserver
