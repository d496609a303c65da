#!/usr/bin/env bash
# A walk with a real Helm through the life of three charts as people write them: installed, looked at, upgraded, upgraded
# wrongly, rolled back, tested, uninstalled. kubectl looks at what is left each time.
#
#   helm.sh LAB HELM KUBECTL
#
# Jobs and test pods are hooks that Helm waits for. Where no Job controller and no kubelet does so, the walk ends them by way
# of the status subresource, as those would; where they do so themselves, that has nothing left to do.
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
charts=$PWD/charts
# shellcheck source=tests/clients/walk.sh
source ./walk.sh
[[ -x ${2:-} ]] || skip "this machine has no helm"
[[ -x ${3:-} ]] || skip "this machine has no kubectl"
[[ $("$2" version --template '{{.Version}}') == v4.* ]] || skip "what is printed is compared with what Helm 4 prints; this one is older"
h=$2 k=$3
start "$1"

# hooksEnd NAMESPACE PHASE, until noMore: Jobs complete, and the pods of hooks end in this phase.
waitingJobs='{{range .items}}{{if not .status.conditions}}{{.metadata.name}} {{.metadata.creationTimestamp}}{{"\n"}}{{end}}{{end}}'
waitingPods='{{range .items}}{{if and (eq .status.phase "Pending") (index .metadata "annotations")}}{{.metadata.name}}{{"\n"}}{{end}}{{end}}'
hooksEnd() {
    local name since
    while sleep 0.05; do
        "$k" get jobs -n "$1" -o go-template="$waitingJobs" | while read -r name since; do
            "$k" patch job "$name" -n "$1" --subresource=status --type=merge -p '{"status":{"startTime":"'"$since"'",
                "completionTime":"'"$since"'","succeeded":1,"uncountedTerminatedPods":{},"conditions":[
                {"type":"SuccessCriteriaMet","status":"True","reason":"CompletionsReached"},
                {"type":"Complete","status":"True","reason":"CompletionsReached"}]}}'
        done
        "$k" get pods -n "$1" -o go-template="$waitingPods" | while read -r name; do
            "$k" patch pod "$name" -n "$1" --subresource=status --type=merge -p '{"status":{"phase":"'"$2"'"}}'
        done
    done >/dev/null 2>&1 &
    hooks=$!
}
noMore() {
    kill "$hooks"
    wait "$hooks" 2>/dev/null
}

# ---------------------------------------------------------------------------------------------------------------------
# A plain chart

includes "$h" install page "$charts/plain" -n web --create-namespace --description 'the first' <<'END'
NAME: page
NAMESPACE: web
STATUS: deployed
REVISION: 1
See the page: kubectl port-forward -n web service/page-plain 8080:80
END
includes "$h" list -A <<'END'
NAME  NAMESPACE  REVISION  UPDATED  STATUS  CHART  APP VERSION
page  web  1  …  deployed  plain-1.2.0  1.27
END
includes "$h" status page -n web <<'END'
STATUS: deployed
==> v1/Deployment
page-plain  …/2  …
END
shows "$k" get deployment page-plain -n web -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[*].image} {.metadata.labels.app\.kubernetes\.io/managed-by} {.metadata.annotations.meta\.helm\.sh/release-name}' <<'END'
2 nginx:1.27 Helm page
END
shows "$k" get secrets -n web -o custom-columns=NAME:.metadata.name,TYPE:.type,STATUS:.metadata.labels.status <<'END'
NAME  TYPE  STATUS
sh.helm.release.v1.page.v1  helm.sh/release.v1  deployed
END
before=$("$k" get deployment page-plain -n web -o jsonpath='{.spec.template.metadata.annotations.checksum/config}')

# Another greeting is another checksum, so that the pods are made anew; an autoscaler takes the number of replicas over.
includes "$h" upgrade page "$charts/plain" -n web \
    --set settings.greeting=bye,autoscaling.enabled=true,ingress.enabled=true,ingress.host=shop.example,ingress.tlsSecret=cert <<'END'
Release "page" has been upgraded. Happy Helming!
REVISION: 2
The page is at https://shop.example/
END
shows "$k" get ingress,hpa,configmap -n web -l app.kubernetes.io/instance=page <<'END'
NAME  CLASS  HOSTS  ADDRESS  PORTS  AGE
ingress.networking.k8s.io/page-plain  nginx  shop.example  80, 443  …

NAME  REFERENCE  TARGETS  MINPODS  MAXPODS  REPLICAS  AGE
horizontalpodautoscaler.autoscaling/page-plain  Deployment/page-plain  cpu: <unknown>/70%  2  5  0  …

NAME  DATA  AGE
configmap/page-plain  3  …
END
shows "$k" get configmap page-plain -n web -o jsonpath='{.data.greeting}{.data.index\.html}' <<'END'
bye<h1>Bye</h1>
END
after=$("$k" get deployment page-plain -n web -o jsonpath='{.spec.template.metadata.annotations.checksum/config}')
[[ -n $before && -n $after && $before != "$after" ]] || fail "the checksum of the ConfigMap went from $before to $after"
shows "$h" get values page -n web <<'END'
USER-SUPPLIED VALUES:
autoscaling:
  enabled: true
ingress:
  enabled: true
  host: shop.example
  tlsSecret: cert
settings:
  greeting: bye
END
includes "$h" get manifest page -n web <<'END'
kind: HorizontalPodAutoscaler
  maxReplicas: 5
END

# What would change, asked of the server, changes nothing.
includes "$h" upgrade page "$charts/plain" -n web --reuse-values --set image.tag=1.28 --dry-run=server <<'END'
STATUS: pending-upgrade
REVISION: 3
          image: "nginx:1.28"
END
shows "$k" get deployment page-plain -n web -o jsonpath='{.spec.template.spec.containers[*].image}' <<'END'
nginx:1.27
END

# What the server refuses is refused in its own words, and the release says so.
refused 1 "$h" upgrade page "$charts/plain" -n web --reuse-values --set service.port=70000 <<'END'
level=WARN …
Error: UPGRADE FAILED: …Service "page-plain" is invalid: spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
END
refused 1 "$h" upgrade page "$charts/plain" -n web --reuse-values --set podLabels.tier=-web- <<'END'
level=WARN …
Error: UPGRADE FAILED: …Deployment.apps "page-plain" is invalid: spec.template.labels: Invalid value: "-web-": a valid label must be an empty string or …
END
refused 1 "$h" upgrade page "$charts/plain" -n web --set service.type=Teapot <<'END'
Error: UPGRADE FAILED: values don't meet the specifications of the schema(s) in the following chart(s):
plain:
- at '/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'

END
refused 1 "$h" install page "$charts/plain" -n web <<'END'
level=ERROR …
Error: INSTALLATION FAILED: …cannot reuse a name that is still in use
END
includes "$h" history page -n web <<'END'
REVISION  UPDATED  STATUS  CHART  APP VERSION  DESCRIPTION
1  …  superseded  plain-1.2.0  1.27  the first
2  …  deployed  plain-1.2.0  1.27  Upgrade complete
3  …  failed  plain-1.2.0  1.27  Upgrade "page" failed: …
4  …  failed  plain-1.2.0  1.27  Upgrade "page" failed: …
END

# Back to the first: what only the later ones had is gone again.
shows "$h" rollback page 1 -n web <<'END'
Rollback was a success! Happy Helming!
END
shows "$k" get ingress,hpa,configmap -n web -l app.kubernetes.io/instance=page -o name <<'END'
configmap/page-plain
END
shows "$k" get deployment page-plain -n web -o jsonpath='{.spec.replicas} {.spec.template.metadata.annotations.checksum/config}' <<END
2 $before
END
includes "$h" history page -n web --max 1 <<'END'
5  …  deployed  plain-1.2.0  1.27  Rollback to 1
END

# The way of Helm 3: a three-way merge made by the client; and what somebody changed by hand is changed back.
shows "$k" scale deployment page-plain -n web --replicas=9 <<'END'
deployment.apps/page-plain scaled
END
includes "$h" upgrade page "$charts/plain" -n web --server-side=false --set replicas=3 <<'END'
REVISION: 6
END
shows "$k" get deployment page-plain -n web -o jsonpath='{.spec.replicas}' <<'END'
3
END
shows "$h" uninstall page -n web --keep-history <<'END'
release "page" uninstalled
END
includes "$h" list -n web --uninstalled <<'END'
page  web  6  …  uninstalled  plain-1.2.0  1.27
END
shows "$k" get deployments,services,configmaps -n web -o name <<'END'
configmap/kube-root-ca.crt
END
shows "$h" rollback page 1 -n web <<'END'
Rollback was a success! Happy Helming!
END
shows "$h" uninstall page -n web <<'END'
release "page" uninstalled
END
refused 1 "$h" uninstall page -n web <<'END'
Error: uninstall: Release not loaded: page: release: not found
END
shows "$k" get deployments,services,secrets -n web <<'END'
No resources found in web namespace.
END

# ---------------------------------------------------------------------------------------------------------------------
# Hooks, a test, a definition

hooksEnd shop Succeeded
includes "$h" install shop "$charts/hooks" -n shop --create-namespace --timeout 20s <<'END'
STATUS: deployed
REVISION: 1
END
noMore
shows "$k" get crd coupons.shop.example -o jsonpath='{.spec.names.kind} {.spec.versions[*].name}' <<'END'
Coupon v1
END
# The Job is deleted as it succeeded, the Secret that it needed is kept until the next time.
shows "$k" get jobs -n shop <<'END'
No resources found in shop namespace.
END
shows "$k" get secrets,deployments -n shop -o name <<'END'
secret/sh.helm.release.v1.shop.v1
secret/shop-database
deployment.apps/shop
END
shows "$k" get secret shop-database -n shop -o go-template='{{.data.DATABASE | base64decode}}' <<'END'
postgres://db.example/shop
END
first=$("$k" get secret shop-database -n shop -o jsonpath='{.metadata.uid}')
hooksEnd shop Succeeded
includes "$h" upgrade shop "$charts/hooks" -n shop --set keepJobs=true --timeout 20s <<'END'
STATUS: deployed
REVISION: 2
END
noMore
includes "$k" get jobs -n shop <<'END'
NAME  STATUS  COMPLETIONS  DURATION  AGE
shop-tidy  Complete  1/1  …
END
second=$("$k" get secret shop-database -n shop -o jsonpath='{.metadata.uid}')
[[ -n $second && $first != "$second" ]] || fail "the Secret of before-hook-creation is the same object: $second"
includes "$h" get hooks shop -n shop <<'END'
kind: Job
    helm.sh/hook: post-upgrade,post-rollback
END
# While time stands still, nobody completes it.
shows "$k" patch clock lab --type=merge -p '{"spec":{"paused":true}}' <<'END'
clock.lab.kubarium.dev/lab patched
END
refused 1 "$h" upgrade shop "$charts/hooks" -n shop --timeout 1s <<'END'
level=WARN …
Error: UPGRADE FAILED: post-upgrade hooks failed: resource Job/shop/shop-tidy not ready. status: InProgress, message: Job in progress
context deadline exceeded
END
shows "$k" patch clock lab --type=merge -p '{"spec":{"paused":false}}' <<'END'
clock.lab.kubarium.dev/lab patched
END
hooksEnd shop Succeeded
shows "$h" rollback shop 2 -n shop --timeout 20s <<'END'
Rollback was a success! Happy Helming!
END
noMore

hooksEnd shop Succeeded
includes "$h" test shop -n shop --timeout 20s <<'END'
TEST SUITE:  shop-greets
Phase:  Succeeded
END
noMore
hooksEnd shop Failed
ask "$h" test shop -n shop --timeout 20s
noMore
[[ $status == 1 && $output == *"shop-greets"*"failed"* ]] || differs "helm test, where the test fails" "…shop-greets…failed…"

shows "$h" uninstall shop -n shop <<'END'
release "shop" uninstalled
END
# Neither hooks nor definitions belong to a release.
shows "$k" get jobs,configmaps,deployments,crd -n shop -o name <<'END'
job.batch/shop-tidy
configmap/kube-root-ca.crt
configmap/shop-farewell
customresourcedefinition.apiextensions.k8s.io/coupons.shop.example
END

# ---------------------------------------------------------------------------------------------------------------------
# A chart of charts

includes "$h" dependency list "$charts/parent" <<'END'
NAME  VERSION  REPOSITORY  STATUS
cache  ~1.0  unpacked
END
includes "$h" install app "$charts/parent" -n apps --create-namespace --set pages.enabled=true --set global.team=blue <<'END'
STATUS: deployed
END
shows "$k" get statefulsets,services,networkpolicies,serviceaccounts,roles,rolebindings -n apps -o name <<'END'
statefulset.apps/app-pages
statefulset.apps/app-sessions
service/app-pages
service/app-sessions
networkpolicy.networking.k8s.io/app-caches
serviceaccount/app
serviceaccount/default
role.rbac.authorization.k8s.io/app-settings
rolebinding.rbac.authorization.k8s.io/app-settings
END
shows "$k" get statefulsets -n apps -o custom-columns=:.metadata.name,:.metadata.labels.team,:.spec.template.spec.containers[*].image,:.spec.template.spec.containers[*].args[1] --no-headers <<'END'
app-pages  blue  registry.example/cache:7  256Mi
app-sessions  blue  registry.example/cache:7  64Mi
END
shows "$k" get deployment app -n apps -o jsonpath='{range .spec.template.spec.containers[0].env[*]}{.name}={.value}{"\n"}{end}' <<'END'
SESSIONS=app-sessions:6379
PAGES=app-pages:6379
POD_NAME=
END
# The chart's account has the rights that the chart gives it, and no others.
shows "$k" auth can-i list nodes --as system:serviceaccount:apps:app <<'END'
Warning: resource 'nodes' is not namespace scoped

yes
END
shows "$k" auth can-i watch configmaps -n apps --as system:serviceaccount:apps:app <<'END'
yes
END
shows "$k" auth can-i update leases/app -n apps --as system:serviceaccount:apps:app <<'END'
yes
END
refused 1 "$k" auth can-i update leases/other -n apps --as system:serviceaccount:apps:app <<'END'
no
END
# Who does not hold a right cannot install a chart that gives it, even if she may write roles.
cat >jane.yaml <<'END'
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: jane, namespace: apps }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: role-writer }
rules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, clusterrolebindings], verbs: [get, create, patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: jane }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: role-writer }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
END
shows "$k" apply -f jane.yaml <<'END'
rolebinding.rbac.authorization.k8s.io/jane created
clusterrole.rbac.authorization.k8s.io/role-writer created
clusterrolebinding.rbac.authorization.k8s.io/jane created
END
refused 1 "$h" install hers "$charts/parent" -n apps --kube-as-user jane <<'END'
Error: INSTALLATION FAILED: clusterroles.rbac.authorization.k8s.io "apps-hers-nodes" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}
…
END
shows "$h" uninstall hers -n apps <<'END'
release "hers" uninstalled
END
# Without the second cache, everything of it goes, and the other one stays the object that it was.
stayed=$("$k" get service app-sessions -n apps -o jsonpath='{.metadata.uid}')
includes "$h" upgrade app "$charts/parent" -n apps --reset-values <<'END'
REVISION: 2
END
shows "$k" get statefulsets,services -n apps -o custom-columns=:.metadata.name,:.metadata.uid --no-headers --sort-by=.kind <<END
app-sessions  $stayed
app-sessions  …
END
includes "$k" get deployment app -n apps -o jsonpath='{.spec.template.spec.containers[0].env[*].name}' <<'END'
SESSIONS POD_NAME
END
shows "$h" uninstall app -n apps --wait --cascade foreground <<'END'
release "app" uninstalled
END
shows "$k" get deployments,statefulsets,services,networkpolicies,roles -n apps <<'END'
No resources found in apps namespace.
END
refused 1 "$k" get clusterrole apps-app-nodes <<'END'
Error from server (NotFound): clusterroles.rbac.authorization.k8s.io "apps-app-nodes" not found
END

conclude
