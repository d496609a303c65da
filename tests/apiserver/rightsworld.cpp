#include "rightsworld.h"

namespace kubarium::apiserver {

namespace {

const char* const setUp = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: bank}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: dev, namespace: shop}
rules:
- {apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}
- {apiGroups: [apps], resources: [deployments], verbs: ["*"]}
- {apiGroups: [""], resources: [configmaps], resourceNames: [only-this], verbs: [get, list, update]}
- {apiGroups: [apps], resources: [deployments/scale], verbs: [patch]}
- {apiGroups: [""], resources: ["services/*"], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: dev, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: dev}
subjects:
- {kind: User, name: jane, apiGroup: rbac.authorization.k8s.io}
- {kind: Group, name: team, apiGroup: rbac.authorization.k8s.io}
- {kind: ServiceAccount, name: robot}
- {kind: ServiceAccount, name: visitor, namespace: bank}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: v, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: User, name: vic}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: e, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: User, name: edna}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: boss, namespace: shop}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, name: ops}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sundry}
rules:
- {apiGroups: [batch], resources: ["*"], verbs: ["*"]}
- {apiGroups: ["*"], resources: ["*/scale"], verbs: [get, update]}
- {apiGroups: [""], resources: [nodes], resourceNames: [node-1, node-2], verbs: [get, delete]}
- {apiGroups: [""], resources: ["pods/*"], verbs: ["*"]}
- {nonResourceURLs: [/metrics, "/logs/*", "/debug*"], verbs: [get]}
- {apiGroups: [farm.example], resources: [pigs], verbs: [fly]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sundry}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sundry}
subjects: [{kind: User, name: sam}, {kind: ServiceAccount, name: sam, namespace: bank}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: sundry, namespace: bank}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sundry}
subjects: [{kind: User, name: tom}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: lost, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: [{kind: User, name: lost}, {kind: User, name: loster}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: lost}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gone}
subjects: [{kind: User, name: loster}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: elsewhere, namespace: bank}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: dev}
subjects: [{kind: User, name: eve}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: granter}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings, clusterroles, clusterrolebindings], verbs: [create, update, get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: granter}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: granter}
subjects: [{kind: User, name: jane}, {kind: User, name: rich}, {kind: User, name: binder}, {kind: User, name: gina}, {kind: User, name: lost}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: escalator}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [roles, clusterroles], verbs: [escalate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: escalator}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: escalator}
subjects: [{kind: User, name: rich}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: binder}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view, edit], verbs: [bind]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: binder}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: binder}
subjects: [{kind: User, name: binder}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: actor}
rules:
- {apiGroups: [""], resources: [users], resourceNames: [jane, "system:anonymous"], verbs: [impersonate]}
- {apiGroups: [""], resources: [groups], resourceNames: [team, "system:unauthenticated"], verbs: [impersonate]}
- {apiGroups: [""], resources: [serviceaccounts], resourceNames: [robot], verbs: [impersonate]}
- {apiGroups: [authentication.k8s.io], resources: [userextras/scopes], resourceNames: [read], verbs: [impersonate]}
- {apiGroups: [authentication.k8s.io], resources: [uids], resourceNames: [u-1], verbs: [impersonate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: actor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: actor}
subjects: [{kind: User, name: actor}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: patcher, namespace: shop}
rules: [{apiGroups: [""], resources: [configmaps], verbs: [patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: patcher, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: patcher}
subjects: [{kind: User, name: patty}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: audiences}
rules: [{apiGroups: [""], resources: [registry], verbs: [request-serviceaccounts-token-audience]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: audiences}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: audiences}
subjects: [{kind: Group, name: "system:nodes"}]
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  csi: {driver: d.example, volumeHandle: h, nodePublishSecretRef: {name: disk-key, namespace: bank}}
  claimRef: {kind: PersistentVolumeClaim, namespace: shop, name: data}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {accessModes: [ReadWriteOnce], volumeName: disk, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeName: node-1
  serviceAccountName: robot
  imagePullSecrets: [{name: registry}]
  containers:
  - name: c
    image: nginx
    env:
    - {name: A, valueFrom: {secretKeyRef: {name: env-secret, key: a}}}
    - {name: B, valueFrom: {configMapKeyRef: {name: env-config, key: a}}}
    envFrom: [{configMapRef: {name: all-config}}, {secretRef: {name: all-secret}}]
  volumes:
  - {name: s, secret: {secretName: volume-secret}}
  - {name: m, configMap: {name: volume-config}}
  - {name: p, projected: {sources: [{secret: {name: projected-secret}}, {configMap: {name: projected-config}}, {serviceAccountToken: {path: t, audience: vault}}]}}
  - {name: d, persistentVolumeClaim: {claimName: data}}
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: shop}
spec:
  nodeName: node-2
  containers: [{name: c, image: nginx, envFrom: [{secretRef: {name: other-secret}}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: mirror, namespace: shop}
spec:
  nodeName: node-3
  containers: [{name: c, image: nginx, envFrom: [{secretRef: {name: all-secret}}]}]
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttachment
metadata: {name: attached}
spec: {attacher: d.example, nodeName: node-1, source: {persistentVolumeName: disk}}
)";

} // namespace

// Those who ask in these tests; whoever is not listed is an ordinary user of that name.
Identity identity(const QByteArray& who)
{
    const std::string name = who.toStdString();
    const auto account = [](const std::string& space, const std::string& of) {
        return Identity{"system:serviceaccount:" + space + ":" + of, "",
            {"system:serviceaccounts", "system:serviceaccounts:" + space, "system:authenticated"}, {}};
    };
    if (name == "admin")
        return {"kubernetes-admin", "", {"system:masters", "system:authenticated"}, {}};
    if (name == "nobody")
        return {"system:anonymous", "", {"system:unauthenticated"}, {}};
    if (name == "bob-of-team")
        return {"bob", "", {"team", "system:authenticated"}, {}};
    if (name == "olga-of-ops")
        return {"olga", "", {"ops", "system:authenticated"}, {}};
    if (name == "prometheus")
        return {"prometheus", "", {"system:monitoring", "system:authenticated"}, {}};
    if (name == "scheduler")
        return {"system:kube-scheduler", "", {"system:authenticated"}, {}};
    if (name == "controller-manager")
        return {"system:kube-controller-manager", "", {"system:authenticated"}, {}};
    if (name == "proxy")
        return {"system:kube-proxy", "", {"system:authenticated"}, {}};
    if (name == "impostor") // the name of a node, but not its group
        return {"system:node:node-1", "", {"system:authenticated"}, {}};
    if (name.ends_with("-controller") || name.ends_with("-collector") || name.ends_with("-autoscaler"))
        return account("kube-system", name);
    if (name.starts_with("node-"))
        return {"system:node:" + name, "", {"system:nodes", "system:authenticated"}, {}};
    if (name == "master-1")
        return {"system:node:master-1", "", {"system:nodes", "system:authenticated"}, {}};
    if (name == "nameless-node")
        return {"system:node:", "", {"system:nodes", "system:authenticated"}, {}};
    if (const std::size_t slash = name.find('/'); slash != std::string::npos)
        return account(name.substr(0, slash), name.substr(slash + 1));
    return {name, "", {"system:authenticated"}, {}};
}

std::unique_ptr<lab::Simulation> newWorld()
{
    return std::make_unique<lab::Simulation>(
        lab::ClusterFile::standard(), 1, api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600)));
}

const api::Kind& rbacKind(const char* name)
{
    return *api::findKind("rbac.authorization.k8s.io", "v1", name);
}

void RightsWorld::begin()
{
    m_world = newWorld();
    m_world->runDue(m_world->world.state.now);
    apply(setUp);
    // The server refuses such a mirror pod today; one of earlier days gives no rights all the same.
    const store::ResourceId pods = resourceId(*api::findKind("", "v1", "Pod"));
    api::ObjectPtr mirror = m_world->etcd().tree(pods).find({"shop", "mirror"});
    mirror.editMeta().annotations.set("kubernetes.io/config.mirror", "x");
    m_world->etcd().update(pods, mirror, std::nullopt, {m_world->world.state.now, {}, "test"});
    m_begun = std::move(m_world);
}

void RightsWorld::beginAgain()
{
    m_world = std::make_unique<lab::Simulation>(*m_begun);
}

void RightsWorld::apply(const char* yaml)
{
    const api::ManifestReport report = api::readManifest(yaml, {});
    for (const api::Complaint& complaint : report.complaints)
        qWarning("%s", complaint.message.c_str());
    for (const api::ManifestObject& one : report.objects) {
        Request request;
        request.verb = Verb::Create;
        request.kind = one.kind;
        request.namespace_ = one.object.meta().namespace_.str();
        request.identity = std::make_shared<const Identity>(identity("admin"));
        request.object = one.object;
        const Response response = m_world->handle(request);
        if (!response.ok())
            qFatal("%s", response.status.message.c_str());
        m_world->runDue(m_world->world.state.now);
    }
}

Response RightsWorld::ask(const QByteArray& who, Verb verb, const QByteArray& yaml, const char* subresource)
{
    const api::ManifestReport report = api::readManifest(yaml.toStdString(), {});
    if (report.objects.size() != 1)
        qFatal("one good object is expected: %s", report.complaints.empty() ? "" : report.complaints[0].message.c_str());
    Request request;
    request.verb = verb;
    request.kind = report.objects[0].kind;
    request.subresource = subresource;
    request.object = report.objects[0].object;
    request.namespace_ = request.object.meta().namespace_.str();
    request.name = verb == Verb::Create ? "" : request.object.meta().name.str();
    request.identity = std::make_shared<const Identity>(identity(who));
    return m_world->handle(request);
}

Decision RightsWorld::decide(const QByteArray& line)
{
    const Question question(line);
    return m_world->decide(question.question());
}

} // namespace kubarium::apiserver
