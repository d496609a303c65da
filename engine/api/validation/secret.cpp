#include "../goword.h"
#include "../tree.h"
#include "core.h"
#include "keypair.h"
#include "meta.h"

#include "api/types/core-config.h"

namespace kubarium::api {

namespace {

constexpr std::size_t mostData = 1024 * 1024; // all values together
constexpr std::string_view accountName = "kubernetes.io/service-account.name";
constexpr std::string_view immutableData = "field is immutable when `immutable` is set";

// The credentials of a registry are a JSON object; what is in it is not looked at, nor shown.
void checkJsonObject(FieldErrors& errors, const Secret& secret, std::string_view key)
{
    const FieldPath path = FieldPath("data").key(key);
    const Text* const value = secret.data.find(key);
    if (!value) {
        errors.push_back(required(path));
        return;
    }
    const ParsedJson json = parseJson(*value);
    std::string complaint;
    if (json.error)
        complaint = json.error->message;
    else if (const NodeKind kind = json.document.root.kind; kind != NodeKind::Mapping && kind != NodeKind::Null)
        complaint =
            "json: cannot unmarshal " + std::string(goWord(kind)) + " into Go value of type map[string]interface {}";
    if (!complaint.empty())
        errors.push_back(invalid(path, "<secret contents redacted>", complaint));
}

void checkType(FieldErrors& errors, const Secret& secret)
{
    const FieldPath data("data");
    const auto needs = [&](std::string_view key) {
        if (!secret.data.contains(key))
            errors.push_back(required(data.key(key)));
    };
    if (secret.type == SecretType::KubernetesIoServiceAccountToken) {
        // The rest is filled in by the controller that makes the token.
        const Text* const account = secret.metadata.annotations.find(accountName);
        if (!account || account->empty())
            errors.push_back(required(FieldPath("metadata").child("annotations").key(accountName)));
    } else if (secret.type == SecretType::KubernetesIoDockercfg) {
        checkJsonObject(errors, secret, ".dockercfg");
    } else if (secret.type == SecretType::KubernetesIoDockerconfigjson) {
        checkJsonObject(errors, secret, ".dockerconfigjson");
    } else if (secret.type == SecretType::KubernetesIoBasicAuth) {
        if (!secret.data.contains("username") && !secret.data.contains("password")) { // one of them is enough
            needs("username");
            needs("password");
        }
    } else if (secret.type == SecretType::KubernetesIoSshAuth) {
        const Text* const key = secret.data.find("ssh-privatekey");
        if (!key || key->empty())
            errors.push_back(required(data.key("ssh-privatekey")));
    } else if (secret.type == SecretType::KubernetesIoTls) {
        needs("tls.crt");
        needs("tls.key");
    }
}

} // namespace

FieldErrors validate(const Secret& secret)
{
    FieldErrors errors = validateObjectMeta(secret.metadata, true, subdomainName, FieldPath("metadata"));
    std::size_t size = 0;
    for (const auto& [key, value] : secret.data) {
        appendInvalid(errors, FieldPath("data").key(key), key, isConfigMapKey(key));
        size += value.size();
    }
    if (size > mostData)
        errors.push_back(tooLong(FieldPath("data"), mostData));
    checkType(errors, secret);
    return errors;
}

FieldErrors validateUpdate(const Secret& now, const Secret& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkImmutable(errors, now.type, old.type, FieldPath("type"));
    if (old.immutable.valueOr(false)) {
        if (!now.immutable.valueOr(false))
            errors.push_back(forbidden(FieldPath("immutable"), immutableData));
        if (!(now.data == old.data))
            errors.push_back(forbidden(FieldPath("data"), immutableData));
    }
    append(errors, validate(now));
    return errors;
}

std::vector<std::string> warnings(const Secret& secret)
{
    if (secret.type != SecretType::KubernetesIoTls)
        return {};
    std::string objection =
        objectionToKeyPair(secret.data.valueOr("tls.crt", Text()), secret.data.valueOr("tls.key", Text()));
    return objection.empty() ? std::vector<std::string>() : std::vector{std::move(objection)};
}

} // namespace kubarium::api
