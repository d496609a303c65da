#include "serviceaccount.h"

#include "../kinds.h"
#include "../refusals.h"
#include "../resources.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"
#include "sim/random.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view mirrorAnnotation = "kubernetes.io/config.mirror";
constexpr std::string_view enforceAnnotation = "kubernetes.io/enforce-mountable-secrets";
constexpr std::string_view defaultAccount = "default";
constexpr std::string_view tokenVolumePrefix = "kube-api-access-";
constexpr std::string_view tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
constexpr std::string_view rootCa = "kube-root-ca.crt";
constexpr std::int64_t tokenLifetime = 3607; // an hour, and seven seconds by which such tokens are known
constexpr std::int32_t readableByAll = 0644;

constexpr std::string_view ephemeral = "ephemeralcontainers";

// A pod that is made, or that gets further containers. Binding one, or evicting it, is no matter of its account.
const api::Pod* podOf(const Attributes& attributes, const api::ObjectPtr& object)
{
    const std::string& part = attributes.request.subresource;
    const bool matters = creates(attributes) ? part.empty() : part == ephemeral;
    return matters ? object.as<api::Pod>() : nullptr;
}

bool isMirror(const api::Pod& pod)
{
    return pod.metadata.annotations.contains(mirrorAnnotation);
}

api::Status refused(const Attributes& attributes, const api::ObjectPtr& object, const std::string& why)
{
    return refusals::forbidden(attributes.kind, nameOf(attributes, object), why);
}

api::Box<api::ServiceAccount> accountOf(const Attributes& attributes, const api::Pod& pod)
{
    const api::ObjectPtr found =
        attributes.state.store.find(keyOf(accountKind(), attributes.request.namespace_, pod.spec->serviceAccountName));
    return found.box<api::ServiceAccount>();
}

std::string noAccount(const Attributes& attributes, const api::Pod& pod)
{
    const std::string name = pod.spec->serviceAccountName.str();
    return "error looking up service account " + attributes.request.namespace_ + "/" + name + ": serviceaccount \""
        + name + "\" not found";
}

// The pod's word counts more than its account's.
bool wantsToken(const api::ServiceAccount& account, const api::Pod& pod)
{
    if (pod.spec->automountServiceAccountToken)
        return *pod.spec->automountServiceAccountToken;
    return account.automountServiceAccountToken.valueOr(true);
}

api::Volume tokenVolume(const api::Text& name)
{
    api::Volume volume;
    volume.name = name;
    api::ProjectedVolumeSource& projected = volume.projected.edit();
    projected.defaultMode = readableByAll;
    api::ServiceAccountTokenProjection& token = projected.sources.push_back({}).serviceAccountToken.edit();
    token.expirationSeconds = tokenLifetime;
    token.path = "token";
    api::ConfigMapProjection& authority = projected.sources.push_back({}).configMap.edit();
    authority.name = rootCa;
    api::KeyToPath& certificate = authority.items.push_back({});
    certificate.key = "ca.crt";
    certificate.path = "ca.crt";
    api::DownwardAPIVolumeFile& home = projected.sources.push_back({}).downwardAPI.edit().items.push_back({});
    home.path = "namespace";
    home.fieldRef.edit().apiVersion = "v1";
    home.fieldRef.edit().fieldPath = "metadata.namespace";
    return volume;
}

// Mounts it in every container that has nothing else at that path; whether there was one.
bool mountIn(api::List<api::Container>& containers, const api::VolumeMount& mount)
{
    bool mounted = false;
    for (api::Container& container : containers.edit()) {
        const auto& mounts = container.volumeMounts;
        const bool isTaken = std::any_of(mounts.begin(), mounts.end(),
            [&](const api::VolumeMount& other) { return other.mountPath == mount.mountPath; });
        if (isTaken)
            continue;
        container.volumeMounts.push_back(mount);
        mounted = true;
    }
    return mounted;
}

api::Text freshVolumeName(const Attributes& attributes, const api::ObjectPtr& pod)
{
    // Pods of one controller have one name for it: then what they are made of can be one memory, too.
    const auto& owners = pod.meta().ownerReferences;
    const auto* const controller = std::find_if(
        owners.begin(), owners.end(), [](const api::OwnerReference& owner) { return owner.controller.valueOr(false); });
    auto letters = controller != owners.end()
        ? attributes.state.random.stream("token volume", controller->uid)
        : attributes.state.random.stream("token volume", attributes.request.namespace_ + "/" + nameOf(attributes, pod),
            attributes.state.store.revision() + 1);
    return api::Text(std::string(tokenVolumePrefix) + sim::nameSuffix(letters));
}

void mountToken(const Attributes& attributes, api::ObjectPtr& object)
{
    const auto& volumes = object.as<api::Pod>()->spec->volumes;
    const auto there = std::find_if(volumes.begin(), volumes.end(), [](const api::Volume& volume) {
        return volume.projected && volume.name.view().starts_with(tokenVolumePrefix);
    });
    const bool isThere = there != volumes.end();
    api::VolumeMount mount;
    mount.name = isThere ? there->name : freshVolumeName(attributes, object);
    mount.readOnly = true;
    mount.mountPath = tokenPath;
    api::PodSpec& spec = object.editAs<api::Pod>().spec.edit();
    const bool inInit = mountIn(spec.initContainers, mount);
    const bool inMain = mountIn(spec.containers, mount);
    if (!isThere && (inInit || inMain))
        spec.volumes.push_back(tokenVolume(mount.name));
}

// Mirror pods

using SecretVisitor = std::function<void(std::string_view)>;

template <class Containers> void visitSecretsOf(const Containers& containers, const SecretVisitor& visitor)
{
    for (const auto& container : containers) {
        for (const auto& source : container.envFrom) {
            if (source.secretRef)
                visitor(source.secretRef->name);
        }
        for (const auto& variable : container.env) {
            if (variable.valueFrom->secretKeyRef)
                visitor(variable.valueFrom->secretKeyRef->name);
        }
    }
}

void visitSecretsOf(const api::Volume& volume, const SecretVisitor& visitor)
{
    if (volume.secret)
        visitor(volume.secret->secretName);
    for (const api::VolumeProjection& source : volume.projected->sources) {
        if (source.secret)
            visitor(source.secret->name);
    }
    if (volume.azureFile)
        visitor(volume.azureFile->secretName);
    const std::array<const api::LocalObjectReference*, 6> references = {&*volume.cephfs->secretRef,
        &*volume.cinder->secretRef, &*volume.flexVolume->secretRef, &*volume.rbd->secretRef,
        &*volume.scaleIO->secretRef, &*volume.iscsi->secretRef};
    for (const api::LocalObjectReference* const reference : references) {
        if (!reference->name.empty())
            visitor(reference->name);
    }
    if (volume.storageos->secretRef)
        visitor(volume.storageos->secretRef->name);
    if (volume.csi->nodePublishSecretRef)
        visitor(volume.csi->nodePublishSecretRef->name);
}

bool usesSecrets(const api::PodSpec& spec)
{
    bool any = false;
    const SecretVisitor visitor = [&](std::string_view) { any = true; };
    for (const api::LocalObjectReference& reference : spec.imagePullSecrets)
        visitor(reference.name);
    visitSecretsOf(spec.initContainers, visitor);
    visitSecretsOf(spec.containers, visitor);
    visitSecretsOf(spec.ephemeralContainers, visitor);
    for (const api::Volume& volume : spec.volumes)
        visitSecretsOf(volume, visitor);
    return any;
}

bool usesTokens(const api::PodSpec& spec)
{
    return std::any_of(spec.volumes.begin(), spec.volumes.end(), [](const api::Volume& volume) {
        const auto& sources = volume.projected->sources;
        return std::any_of(sources.begin(), sources.end(),
            [](const api::VolumeProjection& source) { return bool(source.serviceAccountToken); });
    });
}

std::string objectionToMirror(const api::PodSpec& spec)
{
    if (!spec.serviceAccountName.empty())
        return "a mirror pod may not reference service accounts";
    if (usesSecrets(spec))
        return "a mirror pod may not reference secrets";
    if (usesTokens(spec))
        return "a mirror pod may not use ServiceAccountToken volume projections";
    return {};
}

// Accounts that lend their pods no Secrets but those they list

bool isStrict(const api::ServiceAccount& account)
{
    static const std::set<std::string_view> yes = {"1", "t", "T", "true", "TRUE", "True"};
    const api::Text* const value = account.metadata.annotations.find(enforceAnnotation);
    return value && yes.contains(*value);
}

class Lender {
public:
    explicit Lender(const api::ServiceAccount& account) : m_account(account.metadata.name)
    {
        for (const api::ObjectReference& secret : account.secrets)
            m_secrets.insert(secret.name);
        for (const api::LocalObjectReference& secret : account.imagePullSecrets)
            m_pullSecrets.insert(secret.name);
    }

    std::string objectionTo(const api::PodSpec& spec) const
    {
        for (const api::Volume& volume : spec.volumes) {
            if (volume.secret && !m_secrets.contains(volume.secret->secretName))
                return "volume with " + objection(volume.secret->secretName);
        }
        std::string found = objectionTo(spec.initContainers, "init container");
        if (found.empty())
            found = objectionTo(spec.containers, "container");
        if (found.empty())
            found = objectionToGuests(spec);
        for (std::size_t i = 0; found.empty() && i < spec.imagePullSecrets.size(); ++i) {
            const api::Text& name = spec.imagePullSecrets[i].name;
            if (!m_pullSecrets.contains(name))
                found = "imagePullSecrets[" + std::to_string(i) + "].name=\"" + name.str()
                    + "\" is not allowed because service account " + std::string(m_account)
                    + " does not reference that imagePullSecret";
        }
        return found;
    }

    std::string objectionToGuests(const api::PodSpec& spec) const
    {
        return objectionTo(spec.ephemeralContainers, "ephemeral container");
    }

private:
    std::string objection(const api::Text& secret) const
    {
        return "secret.secretName=\"" + secret.str() + "\" is not allowed because service account "
            + std::string(m_account) + " does not reference that secret";
    }

    template <class Containers> std::string objectionTo(const Containers& containers, const std::string& what) const
    {
        for (const auto& container : containers) {
            for (const auto& variable : container.env) {
                const auto& reference = variable.valueFrom->secretKeyRef;
                if (reference && !m_secrets.contains(reference->name))
                    return what + " " + container.name.str() + " with envVar " + variable.name.str() + " referencing "
                        + objection(reference->name);
            }
            for (const auto& source : container.envFrom) {
                if (source.secretRef && !m_secrets.contains(source.secretRef->name))
                    return what + " " + container.name.str() + " with envFrom referencing "
                        + objection(source.secretRef->name);
            }
        }
        return {};
    }

    std::string_view m_account;
    std::set<std::string_view> m_secrets;
    std::set<std::string_view> m_pullSecrets;
};

} // namespace

std::optional<api::Status> ServiceAccountAdmission::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    const api::Pod* const pod = podOf(attributes, object);
    if (!pod || !creates(attributes))
        return std::nullopt;
    if (isMirror(*pod))
        return validate(attributes, object); // it must not be changed, or its kubelet would think it is another pod
    if (pod->spec->serviceAccountName.empty()) {
        api::PodSpec& spec = object.editAs<api::Pod>().spec.edit();
        spec.serviceAccountName = defaultAccount;
        spec.serviceAccount = defaultAccount; // the older name of the same field
    }
    const api::Box<api::ServiceAccount> account = accountOf(attributes, *object.as<api::Pod>());
    if (!account)
        return refused(attributes, object, noAccount(attributes, *object.as<api::Pod>()));
    if (wantsToken(*account, *object.as<api::Pod>()))
        mountToken(attributes, object);
    if (object.as<api::Pod>()->spec->imagePullSecrets.empty() && !account->imagePullSecrets.empty())
        object.editAs<api::Pod>().spec.edit().imagePullSecrets = account->imagePullSecrets;
    return std::nullopt;
}

std::optional<api::Status> ServiceAccountAdmission::validate(
    const Attributes& attributes, const api::ObjectPtr& object) const
{
    const api::Pod* const pod = podOf(attributes, object);
    if (!pod)
        return std::nullopt;
    std::string objection;
    if (isMirror(*pod) && creates(attributes)) {
        objection = objectionToMirror(*pod->spec);
    } else if (const api::Box<api::ServiceAccount> account = accountOf(attributes, *pod); !account) {
        objection = noAccount(attributes, *pod);
    } else if (isStrict(*account)) {
        const Lender lender(*account);
        objection = creates(attributes) ? lender.objectionTo(*pod->spec) : lender.objectionToGuests(*pod->spec);
    }
    return objection.empty() ? std::nullopt : std::optional(refused(attributes, object, objection));
}

} // namespace kubarium::apiserver
