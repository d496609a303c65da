#include "rootcapublisher.h"

#include "api/types/core-config.h"
#include "apiserver/kinds.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view configMapName = "kube-root-ca.crt";
constexpr std::string_view certificateKey = "ca.crt";
constexpr std::string_view descriptionKey = "kubernetes.io/description";
constexpr std::string_view description =
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes "
    "clusters.";

const api::Kind& configMaps()
{
    static const api::Kind& kind = *api::findKind("", "v1", "ConfigMap");
    return kind;
}

api::Map<api::Text> published(const apiserver::State& state)
{
    return {{certificateKey, api::Text(state.clusterCa)}};
}

} // namespace

bool RootCaPublisher::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::namespaceKind() || &kind == &configMaps();
}

void RootCaPublisher::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::ObjectMeta& meta = change.now.meta();
    if (state.clusterCa.empty())
        return;
    if (change.now.as<api::ConfigMap>()) {
        if (meta.name == configMapName && change.type != store::ChangeType::Created)
            keys.push_back({&apiserver::namespaceKind(), {}, meta.namespace_});
    } else if (change.type != store::ChangeType::Deleted) {
        keys.push_back({&apiserver::namespaceKind(), {}, meta.name});
    }
}

Outcome RootCaPublisher::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr home = client.find(apiserver::namespaceKind(), {}, key.name);
    if (!home || home.as<api::Namespace>()->status->phase != api::NamespacePhase::Active)
        return Outcome::done();
    const api::Map<api::Text> data = published(client.state());
    const api::ObjectPtr there = client.find(configMaps(), key.name, configMapName);
    if (!there) {
        api::Box<api::ConfigMap> config;
        config.edit().metadata.name = configMapName;
        config.edit().metadata.namespace_ = key.name;
        config.edit().metadata.annotations.set(descriptionKey, description);
        config.edit().data = data;
        const api::Status created = client.create(configMaps(), key.name, config).status;
        // It is too late for a namespace that ends or has ended.
        return created.code == 403 || created.code == 404 ? Outcome::done() : Outcome::of(created);
    }
    const api::Text* const said = there.meta().annotations.find(descriptionKey);
    if (there.as<api::ConfigMap>()->data == data && said && *said == description)
        return Outcome::done();
    api::ObjectPtr mended = there;
    mended.editMeta().annotations.set(descriptionKey, description);
    mended.editAs<api::ConfigMap>().data = data;
    return Outcome::of(client.update(configMaps(), std::move(mended)).status);
}

} // namespace kubarium::controllers
