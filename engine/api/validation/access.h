// The rules of the kinds about who may do what: roles and their bindings, reviews, tokens, certificates.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct CertificateSigningRequest;
struct ClusterRole;
struct ClusterRoleBinding;
struct LocalSubjectAccessReview;
struct Role;
struct RoleBinding;
struct SelfSubjectAccessReview;
struct SelfSubjectReview;
struct SelfSubjectRulesReview;
struct SubjectAccessReview;
struct TokenRequest;
struct TokenReview;

FieldErrors validate(const Role& role);
FieldErrors validateUpdate(const Role& now, const Role& old);
FieldErrors validate(const ClusterRole& role);
FieldErrors validateUpdate(const ClusterRole& now, const ClusterRole& old);
FieldErrors validate(const RoleBinding& binding);
FieldErrors validateUpdate(const RoleBinding& now, const RoleBinding& old);
FieldErrors validate(const ClusterRoleBinding& binding);
FieldErrors validateUpdate(const ClusterRoleBinding& now, const ClusterRoleBinding& old);

// Questions and requests that are answered at once and never stored: they cannot be updated.
FieldErrors validate(const TokenReview& review);
FieldErrors validate(const TokenRequest& request);
FieldErrors validate(const SelfSubjectReview& review);
FieldErrors validate(const SubjectAccessReview& review);
FieldErrors validate(const SelfSubjectAccessReview& review);
FieldErrors validate(const LocalSubjectAccessReview& review);
FieldErrors validate(const SelfSubjectRulesReview& review);

// The three doors to a request for a certificate: anybody's, the signer's and the approver's.
FieldErrors validate(const CertificateSigningRequest& request);
FieldErrors validateUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old);
FieldErrors validateStatusUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old);
FieldErrors validateApprovalUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old);

} // namespace kubarium::api
