#!/usr/bin/env bash
# A walk with a real kubectl through what people do with it: looking around, creating, reading in every form, watching,
# changing, waiting, asking what one may, making mistakes, deleting.
#
#   kubectl.sh LAB KUBECTL FACTS
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
# shellcheck source=tests/clients/walk.sh
source ./walk.sh
[[ -x ${2:-} ]] || skip "this machine has no kubectl"
k=$2 facts=$3
start "$1"

# ---------------------------------------------------------------------------------------------------------------------
# Who is there

includes "$k" version <<'END'
Server Version: v1.34.…+kubarium
END
includes "$k" cluster-info <<'END'
Kubernetes control plane is running at https://127.0.0.1:…
END
shows "$k" api-versions <<'END'
admissionregistration.k8s.io/v1
apiextensions.k8s.io/v1
apiregistration.k8s.io/v1
apps/v1
authentication.k8s.io/v1
authorization.k8s.io/v1
autoscaling.k8s.io/v1
autoscaling/v1
autoscaling/v2
batch/v1
certificates.k8s.io/v1
coordination.k8s.io/v1
discovery.k8s.io/v1
events.k8s.io/v1
lab.kubarium.dev/v1
metrics.k8s.io/v1beta1
networking.k8s.io/v1
node.k8s.io/v1
policy/v1
rbac.authorization.k8s.io/v1
scheduling.k8s.io/v1
storage.k8s.io/v1
v1
END
includes "$k" api-resources <<'END'
NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND
configmaps  cm  v1  true  ConfigMap
persistentvolumeclaims  pvc  v1  true  PersistentVolumeClaim
customresourcedefinitions  crd,crds  apiextensions.k8s.io/v1  false  CustomResourceDefinition
horizontalpodautoscalers  hpa  autoscaling/v2  true  HorizontalPodAutoscaler
certificatesigningrequests  csr  certificates.k8s.io/v1  false  CertificateSigningRequest
clocks  lab.kubarium.dev/v1  false  Clock
poddisruptionbudgets  pdb  policy/v1  true  PodDisruptionBudget
END
shows "$k" api-resources --api-group=apps <<'END'
NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND
controllerrevisions  apps/v1  true  ControllerRevision
daemonsets  ds  apps/v1  true  DaemonSet
deployments  deploy  apps/v1  true  Deployment
replicasets  rs  apps/v1  true  ReplicaSet
statefulsets  sts  apps/v1  true  StatefulSet
END
shows "$k" api-resources --api-group=policy -o wide <<'END'
NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND  VERBS  CATEGORIES
poddisruptionbudgets  pdb  policy/v1  true  PodDisruptionBudget  create,delete,deletecollection,get,list,patch,update,watch
END
includes "$k" explain pod.spec.restartPolicy <<'END'
KIND:  Pod
VERSION:  v1
FIELD: restartPolicy <string>
ENUM:
    Always
    Never
    OnFailure
END
includes "$k" explain deployment --recursive <<'END'
GROUP:  apps
KIND:  Deployment
  spec  <DeploymentSpec>
    strategy  <DeploymentStrategy>
      rollingUpdate  <RollingUpdateDeployment>
        maxSurge  <IntOrString>
    template  <PodTemplateSpec> -required-
      spec  <PodSpec>
        containers  <[]Container> -required-
END
includes "$k" explain hpa.spec.targetCPUUtilizationPercentage --api-version=autoscaling/v1 <<'END'
FIELD: targetCPUUtilizationPercentage <integer>
END
refused 1 "$k" explain pod.spec.nothing <<'END'
KIND:  Pod
VERSION:  v1

error: field "nothing" does not exist
END
shows "$k" auth whoami <<'END'
ATTRIBUTE  VALUE
Username  kubernetes-admin
Groups  [system:masters system:authenticated]
Extra: authentication.kubernetes.io/credential-id  [X509SHA256=…]
END
includes "$k" get --raw '/readyz?verbose' <<'END'
[+]etcd ok
readyz check passed
END

# ---------------------------------------------------------------------------------------------------------------------
# One of each kind

shows "$k" create -f "$facts/one-of-each.yaml" <<'END'
namespace/shop created
node/extra created
serviceaccount/web created
configmap/settings created
secret/key created
resourcequota/quota created
limitrange/limits created
persistentvolume/disk created
persistentvolumeclaim/data created
pod/web created
podtemplate/mould created
replicationcontroller/old created
service/web created
Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
endpoints/outside created
event/web.1 created
deployment.apps/web created
replicaset.apps/web created
statefulset.apps/db created
daemonset.apps/agent created
controllerrevision.apps/db-1 created
job.batch/once created
cronjob.batch/nightly created
horizontalpodautoscaler.autoscaling/web created
verticalpodautoscaler.autoscaling.k8s.io/web created
verticalpodautoscalercheckpoint.autoscaling.k8s.io/web created
ingressclass.networking.k8s.io/nginx created
ingress.networking.k8s.io/web created
networkpolicy.networking.k8s.io/closed created
endpointslice.discovery.k8s.io/outside-1 created
poddisruptionbudget.policy/web created
role.rbac.authorization.k8s.io/reader created
rolebinding.rbac.authorization.k8s.io/readers created
clusterrole.rbac.authorization.k8s.io/reader created
clusterrolebinding.rbac.authorization.k8s.io/readers created
priorityclass.scheduling.k8s.io/high created
storageclass.storage.k8s.io/fast created
volumeattributesclass.storage.k8s.io/silver created
csidriver.storage.k8s.io/example.com created
csinode.storage.k8s.io/extra created
csistoragecapacity.storage.k8s.io/fast-1 created
volumeattachment.storage.k8s.io/disk-extra created
lease.coordination.k8s.io/leader created
runtimeclass.node.k8s.io/gvisor created
certificatesigningrequest.certificates.k8s.io/jane created
validatingwebhookconfiguration.admissionregistration.k8s.io/guard created
mutatingwebhookconfiguration.admissionregistration.k8s.io/injector created
validatingadmissionpolicy.admissionregistration.k8s.io/small created
validatingadmissionpolicybinding.admissionregistration.k8s.io/small created
customresourcedefinition.apiextensions.k8s.io/widgets.example.com created
apiservice.apiregistration.k8s.io/v1.example.org created
fault.lab.kubarium.dev/dark created
image.lab.kubarium.dev/web created
traffic.lab.kubarium.dev/visitors created
END

# ---------------------------------------------------------------------------------------------------------------------
# Reading, in every form

includes "$k" get deployments,ingress,configmaps -n shop <<'END'
NAME  READY  UP-TO-DATE  AVAILABLE  AGE
deployment.apps/web  0/0  0  0  …
NAME  CLASS  HOSTS  ADDRESS  PORTS  AGE
ingress.networking.k8s.io/web  <none>  *  80  …
NAME  DATA  AGE
configmap/kube-root-ca.crt  1  …
configmap/settings  1  …
END
includes "$k" get cronjobs,pdb,hpa -n shop <<'END'
cronjob.batch/nightly  0 3 * * *  <none>  True  0  <none>  …
poddisruptionbudget.policy/web  1  N/A  0  …
horizontalpodautoscaler.autoscaling/web  Deployment/web  cpu: <unknown>/80%  1  3  0  …
END
shows "$k" get service web -n shop -o wide <<'END'
NAME  TYPE  CLUSTER-IP  EXTERNAL-IP  PORT(S)  AGE  SELECTOR
web  ClusterIP  …  <none>  80/TCP  …  app=web
END
shows "$k" get configmap settings -n shop -o yaml <<'END'
apiVersion: v1
data:
  level: info
kind: ConfigMap
metadata:
  creationTimestamp: "…"
  name: settings
  namespace: shop
  resourceVersion: "…"
  uid: …-…-4…-…-…
END
includes "$k" get configmap settings -n shop -o json --show-managed-fields <<'END'
    "data": {
        "level": "info"
    },
                "fieldsType": "FieldsV1",
                    "f:data": {
                "manager": "kubectl-create",
                "operation": "Update",
END
shows "$k" get serviceaccounts,configmaps -n shop -o name <<'END'
serviceaccount/default
serviceaccount/web
configmap/kube-root-ca.crt
configmap/settings
END
shows "$k" get namespaces -o jsonpath='{range .items[*]}{.metadata.name} is {.status.phase}{"\n"}{end}' <<'END'
default is Active
kube-node-lease is Active
kube-public is Active
kube-system is Active
shop is Active
END
shows "$k" get crd,pv -o custom-columns=KIND:.kind,NAME:.metadata.name <<'END'
KIND  NAME
CustomResourceDefinition  widgets.example.com
PersistentVolume  disk
END
shows "$k" get deploy -n shop -o go-template='{{range .items}}{{.metadata.name}} {{.spec.strategy.rollingUpdate.maxSurge}}{{"\n"}}{{end}}' <<'END'
web 25%
END
shows "$k" get nodes -l node-role.kubernetes.io/control-plane --show-labels --no-headers <<'END'
master-1  …  control-plane  …kubernetes.io/arch=amd64,kubernetes.io/hostname=master-1,kubernetes.io/os=linux,node-role.kubernetes.io/control-plane=
END
shows "$k" get nodes --sort-by='{.metadata.creationTimestamp}' -o custom-columns=:.metadata.name --no-headers <<'END'
master-1
node-1
node-2
node-3
extra
END
includes "$k" get pods -A -L app <<'END'
NAMESPACE  NAME  READY  STATUS  RESTARTS  AGE  APP
shop  web  0/1  …  0  …  web
END
shows "$k" get namespaces -l 'kubernetes.io/metadata.name in (shop,default)' -o name <<'END'
namespace/default
namespace/shop
END
shows "$k" get namespaces -l '!kubernetes.io/metadata.name' <<'END'
No resources found
END
shows "$k" get configmaps -n shop --field-selector metadata.name!=kube-root-ca.crt -o name <<'END'
configmap/settings
END
shows "$k" get namespaces --chunk-size=2 -o name <<'END'
namespace/default
namespace/kube-node-lease
namespace/kube-public
namespace/kube-system
namespace/shop
END
shows "$k" get --raw /api/v1/namespaces/shop/configmaps/settings <<'END'
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"settings","namespace":"shop",…},"data":{"level":"info"}}
END
shows "$k" get configmaps -n nowhere <<'END'
No resources found in nowhere namespace.
END
shows "$k" get configmap nothing -n shop --ignore-not-found </dev/null
refused 1 "$k" get configmap nothing -n shop <<'END'
Error from server (NotFound): configmaps "nothing" not found
END
refused 1 "$k" get nothings <<'END'
error: the server doesn't have a resource type "nothings"
END
refused 1 "$k" get pods -l 'a b' <<'END'
Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "a b", field selector "": unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt
END
refused 1 "$k" get pods --field-selector spec.colour=red <<'END'
Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.colour=red": field label not supported: spec.colour
END
includes "$k" describe deployment web -n shop <<'END'
Name:  web
Namespace:  shop
Replicas:  0 desired | 0 updated | 0 total | 0 available | 0 unavailable
RollingUpdateStrategy:  25% max unavailable, 25% max surge
    Image:  nginx
END
includes "$k" events -n shop <<'END'
LAST SEEN  TYPE  REASON  OBJECT  MESSAGE
<unknown>  Normal  Tested  Pod/web  all is well
END
includes "$k" get events -n shop --field-selector reason=Tested <<'END'
<unknown>  Normal  Tested  pod/web  all is well
END
includes "$k" get clock lab <<'END'
NAME  MODE  SPEED  PAUSED  TIME  ELAPSED
lab  Realtime  1  false  …
END

# ---------------------------------------------------------------------------------------------------------------------
# Watching: one client sees what others do from now on

"$k" get configmaps -n shop -l seen=yes --watch --output-watch-events -o custom-columns=EVENT:.type,NAME:.object.metadata.name,LEVEL:.object.data.level \
    >watched 2>&1 &
watcher=$!
"$k" get configmap/settings -n shop --watch-only -o name >watchedalone 2>&1 &
loner=$!
soon "$k" get --raw /metrics <<'END'
kubarium_watches 2
END
shows "$k" label configmap settings seen=yes -n shop <<'END'
configmap/settings labeled
END
shows "$k" patch configmap settings -n shop -p '{"data":{"level":"debug"}}' <<'END'
configmap/settings patched
END
shows "$k" label configmap settings seen- -n shop <<'END'
configmap/settings unlabeled
END
soon cat watched <<'END'
EVENT  NAME  LEVEL
ADDED  settings  info
MODIFIED  settings  debug
DELETED  settings  debug
END
soon cat watchedalone <<'END'
configmap/settings
configmap/settings
configmap/settings
END
kill "$watcher" "$loner"
wait "$watcher" "$loner" 2>/dev/null

# ---------------------------------------------------------------------------------------------------------------------
# Changing

cat >settings.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { level: warn }
END
sed 's/namespace: shop/&, resourceVersion: "1"/' settings.yaml >stale.yaml
shows "$k" replace -f settings.yaml <<'END'
configmap/settings replaced
END
refused 1 "$k" replace -f stale.yaml <<'END'
Error from server (Conflict): error when replacing "stale.yaml": Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again
END
shows env KUBE_EDITOR='sed -i s/warn/trace/' "$k" edit configmap settings -n shop <<'END'
configmap/settings edited
END
shows "$k" wait --for=jsonpath='{.data.level}'=trace configmap/settings -n shop --timeout=5s <<'END'
configmap/settings condition met
END
refused 1 "$k" wait --for=jsonpath='{.data.level}'=calm configmap/settings -n shop --timeout=1s <<'END'
error: timed out waiting for the condition on configmaps/settings
END
shows "$k" get configmap settings -n shop -o jsonpath='{.data.level}' <<'END'
trace
END

# A Service without an address can be applied again, either way, although its manifest says less than the server keeps.
cat >peers.yaml <<'END'
apiVersion: v1
kind: Service
metadata: { name: peers }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
END
shows "$k" apply -f peers.yaml <<'END'
service/peers created
END
shows "$k" apply -f peers.yaml <<'END'
service/peers unchanged
END
shows "$k" apply --server-side -f peers.yaml <<'END'
service/peers serverside-applied
END
sed -i 's/5432/5433/' peers.yaml
refused 1 "$k" diff -f peers.yaml <<'END'
diff …
--- …/v1.Service.default.peers…
+++ …/v1.Service.default.peers…
@@ -18,9 +18,9 @@
   - IPv4
   ipFamilyPolicy: SingleStack
   ports:
-  - port: 5432
+  - port: 5433
     protocol: TCP
-    targetPort: 5432
+    targetPort: 5433
   selector:
     app: db
   sessionAffinity: None
END
shows "$k" apply -f peers.yaml <<'END'
service/peers configured
END
shows "$k" get service peers -o jsonpath='{.spec.clusterIPs} {.spec.ports[*].port} {.spec.ports[*].targetPort}' <<'END'
["None"] 5433 5433
END
sed -i 's/app: db/app: files/' peers.yaml
refused 1 "$k" apply --server-side --field-manager=third -f peers.yaml <<'END'
error: Apply failed with 1 conflict: conflict with "kubectl": .spec.selector
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
END
shows "$k" apply --server-side --field-manager=third --force-conflicts -f peers.yaml <<'END'
service/peers serverside-applied
END

shows "$k" scale deployment web --replicas=2 -n shop <<'END'
deployment.apps/web scaled
END
shows "$k" wait --for=jsonpath='{.status.replicas}'=2 deployment/web -n shop --timeout=30s <<'END'
deployment.apps/web condition met
END
shows "$k" get deployment web --subresource=scale -n shop <<'END'
NAME  DESIRED  AVAILABLE  AGE
web  2  2  …
END
shows "$k" set image deployment/web c=nginx:1.27 -n shop <<'END'
deployment.apps/web image updated
END
shows "$k" patch deployment web -n shop --type=json -p '[{"op":"test","path":"/spec/replicas","value":2},{"op":"replace","path":"/spec/replicas","value":0}]' <<'END'
deployment.apps/web patched
END
shows "$k" get deployment web -n shop -o jsonpath='{.metadata.generation} {.spec.replicas} {.spec.template.spec.containers[*].image}' <<'END'
4 0 nginx:1.27
END
shows "$k" create configmap draft --from-literal=a=b --dry-run=server -o name <<'END'
configmap/draft
END
refused 1 "$k" get configmap draft <<'END'
Error from server (NotFound): configmaps "draft" not found
END
shows "$k" taint node node-2 dedicated=db:NoSchedule <<'END'
node/node-2 tainted
END
includes "$k" create token web -n shop <<'END'
ey….ey….…
END

# ---------------------------------------------------------------------------------------------------------------------
# Who may what

shows "$k" auth can-i '*' '*' <<'END'
yes
END
shows "$k" auth can-i get pods -n shop --as jane <<'END'
yes
END
refused 1 "$k" auth can-i delete pods -n shop --as jane <<'END'
no
END
shows "$k" auth whoami --as jane --as-group dev <<'END'
ATTRIBUTE  VALUE
Username  jane
Groups  [dev system:authenticated]
END
refused 1 "$k" get secrets -n shop --as jane <<'END'
Error from server (Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "shop"
END
url=$("$k" config view -o jsonpath='{.clusters[0].cluster.server}')
refused 1 "$k" get pods --kubeconfig=/dev/null --server="$url" --insecure-skip-tls-verify --token=forged <<'END'
error: You must be logged in to the server (Unauthorized)
END
shows "$k" auth whoami --kubeconfig=/dev/null --server="$url" --insecure-skip-tls-verify \
    --token="$("$k" create token web -n shop)" -o jsonpath='{.status.userInfo.username}' <<'END'
system:serviceaccount:shop:web
END
shows "$k" certificate approve jane <<'END'
certificatesigningrequest.certificates.k8s.io/jane approved
END

# ---------------------------------------------------------------------------------------------------------------------
# Mistakes

cat >pod.yaml <<'END'
apiVersion: v1
kind: Pod
metadata: { name: Bad_Name }
spec: { restartPolicy: maybe, containers: [{ name: c }] }
END
refused 1 "$k" create -f pod.yaml <<'END'
The Pod "Bad_Name" is invalid: 
* metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
* spec.containers[0].image: Required value
* spec.restartPolicy: Unsupported value: "maybe": supported values: "Always", "OnFailure", "Never"
END
cat >typo.yaml <<'END'
apiVersion: v1
kind: Pod
metadata: { name: typo }
spec: { containrs: [{ name: c }], containers: [{ name: c, image: nginx, imagePulPolicy: Always }] }
END
refused 1 "$k" create -f typo.yaml <<'END'
Error from server (BadRequest): error when creating "typo.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePulPolicy", unknown field "spec.containrs"
END
shows "$k" create -f typo.yaml --validate=warn <<'END'
Warning: unknown field "spec.containers[0].imagePulPolicy"
Warning: unknown field "spec.containrs"
pod/typo created
END
refused 1 "$k" create -f typo.yaml --validate=ignore <<'END'
Error from server (AlreadyExists): error when creating "typo.yaml": pods "typo" already exists
END
cat >many.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: { name: many }
spec: { replicas: many }
END
refused 1 "$k" create -f many.yaml <<'END'
Error from server (BadRequest): error when creating "many.yaml": Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32
END
sed -i 's/Deployment/Deploymint/' many.yaml
refused 1 "$k" create -f many.yaml <<'END'
error: resource mapping not found for name: "many" namespace: "" from "many.yaml": no matches for kind "Deploymint" in version "apps/v1"
ensure CRDs are installed first
END
cat >lost.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: { name: lost, namespace: nowhere }
END
refused 1 "$k" create -f lost.yaml <<'END'
Error from server (NotFound): error when creating "lost.yaml": namespaces "nowhere" not found
END
cat >nameless.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: { labels: { a: b } }
END
refused 1 "$k" create -f nameless.yaml <<'END'
The ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required
END
refused 1 "$k" create deployment less --image=nginx --replicas=-1 <<'END'
error: failed to create deployment: Deployment.apps "less" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0
END
refused 1 "$k" patch deployment web -n shop -p '{"spec":{"selector":{"matchLabels":{"app":"e"}},"template":{"metadata":{"labels":{"app":"e"}}}}}' <<'END'
The Deployment "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"e"}}: field is immutable
END
refused 1 "$k" get --raw /nothing <<'END'
Error from server (NotFound): the server could not find the requested resource
END
refused 1 "$k" create namespace shop <<'END'
Error from server (AlreadyExists): namespaces "shop" already exists
END

# ---------------------------------------------------------------------------------------------------------------------
# Deleting. Clients since v1.34 say from which namespace.

shows "$k" delete configmap settings -n shop <<'END'
configmap "settings" deleted…
END
refused 1 "$k" delete configmap settings -n shop <<'END'
Error from server (NotFound): configmaps "settings" not found
END
shows "$k" delete configmap settings -n shop --ignore-not-found </dev/null
shows "$k" delete pods -l app=web -n shop <<'END'
pod "web" deleted…
END
shows "$k" delete roles,rolebindings --all -n shop <<'END'
role.rbac.authorization.k8s.io "reader" deleted…
rolebinding.rbac.authorization.k8s.io "readers" deleted…
END
shows "$k" delete node extra <<'END'
node "extra" deleted
END
shows "$k" create configmap held <<'END'
configmap/held created
END
shows "$k" patch configmap held -p '{"metadata":{"finalizers":["example.com/hold"]}}' <<'END'
configmap/held patched
END
shows "$k" delete configmap held --wait=false <<'END'
configmap "held" deleted…
END
shows "$k" get configmap held -o jsonpath='{.metadata.finalizers}{.metadata.deletionGracePeriodSeconds}' <<'END'
["example.com/hold"]0
END
shows "$k" patch configmap held -p '{"metadata":{"finalizers":null}}' <<'END'
configmap/held patched
END
shows "$k" wait --for=delete configmap/held --timeout=5s </dev/null
# A namespace takes some seconds of the cluster's time to go; they need not be ours.
shows "$k" patch clock lab --type=merge -p '{"spec":{"mode":"Fixed","speed":50}}' <<'END'
clock.lab.kubarium.dev/lab patched
END
shows "$k" delete namespace shop <<'END'
namespace "shop" deleted
END
shows "$k" get deployments,configmaps,secrets,events -n shop <<'END'
No resources found in shop namespace.
END

conclude
