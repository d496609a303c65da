// StatefulSets with their claims, DaemonSets, and the revisions that both keep.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestStatefulSets : public QObject {
    Q_OBJECT
private slots:
    void statefulSets_data();
    void statefulSets();
    void namesAreLabels();
    void claimTemplates_data();
    void claimTemplates();
    void statefulSetUpdates_data();
    void statefulSetUpdates();
    void statefulSetStatus();
    void statefulSetWarnings();
    void daemonSets_data();
    void daemonSets();
    void daemonSetUpdates();
    void daemonSetStatus();
    void revisions_data();
    void revisions();
    void revisionUpdates();
    void defaults_data();
    void defaults();
};

namespace {

const QStringList none;
const QByteArray podOfB = "template: {metadata: {labels: {app: b}}, spec: {containers: [{name: a, image: x}]}}";
const QByteArray chosen = "selector: {matchLabels: {app: b}}, " + podOfB;

std::string apps(const char* kind, const QByteArray& spec, const QByteArray& name = "s", const QByteArray& status = "{}")
{
    return ("{apiVersion: apps/v1, kind: " + QByteArray(kind) + ", metadata: {name: " + name + "}, spec: {" + spec + "}, status: " + status + "}").toStdString();
}
std::string set(const QByteArray& spec) { return apps("StatefulSet", spec); }
std::string daemon(const QByteArray& spec) { return apps("DaemonSet", spec); }
std::string withClaim(const QByteArray& claim, const QByteArray& pod)
{
    return set("selector: {matchLabels: {app: b}}, volumeClaimTemplates: [" + claim + "], template: {metadata: {labels: {app: b}}, spec: {" + pod + "}}");
}
std::string revision(const QByteArray& rest) { return "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: r}, " + rest.toStdString() + "}"; }

} // namespace

void TestStatefulSets::statefulSets_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a selector and a template; the service may come later") << chosen << none;
    QTest::newRow("as a real server refuses it") << "replicas: -2, podManagementPolicy: Random, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: -1}}, " + chosen
        << QStringList{"spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'",
                       "spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0",
                       "spec.replicas: Invalid value: -2: must be greater than or equal to 0"};
    QTest::newRow("there are two ways to update") << "updateStrategy: {type: Recreate}, " + chosen
        << QStringList{"spec.updateStrategy: Invalid value: {\"Type\":\"Recreate\",\"RollingUpdate\":null}: must be 'RollingUpdate' or 'OnDelete'"};
    QTest::newRow("who waits for deletion has nothing to roll") << "updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}, " + chosen
        << QStringList{"spec.updateStrategy.rollingUpdate: Invalid value: {\"Partition\":1,\"MaxUnavailable\":null}: only allowed for updateStrategy 'RollingUpdate'"};
    QTest::newRow("claims are kept or deleted") << "persistentVolumeClaimRetentionPolicy: {whenDeleted: Keep, whenScaled: Delete}, " + chosen
        << QStringList{"spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: \"Keep\": supported values: \"Retain\", \"Delete\""};
    QTest::newRow("pods are counted from zero or from further on") << "ordinals: {start: -1}, minReadySeconds: -2, " + chosen
        << QStringList{"spec.minReadySeconds: Invalid value: -2: must be greater than or equal to 0",
                       "spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0"};
    QTest::newRow("its service has a name that DNS knows") << "serviceName: my.db, " + chosen << QStringList{"spec.serviceName: Invalid value: \"my.db\": must not contain dots"};
    QTest::newRow("no selector") << podOfB
        << QStringList{"spec.selector: Required value",
                       "spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"};
    QTest::newRow("an empty selector") << "selector: {}, " + podOfB << QStringList{"spec.selector: Invalid value: {}: empty selector is invalid for statefulset"};
    QTest::newRow("a selector that cannot be read") << "selector: {matchExpressions: [{key: a, operator: In}]}, " + podOfB
        << QStringList{"spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                       "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\"}]}"};
    QTest::newRow("its pods run on and on")
        << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {restartPolicy: OnFailure, activeDeadlineSeconds: 1, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Unsupported value: \"OnFailure\": supported values: \"Always\"",
                       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported"};
    QTest::newRow("host name and subdomain are the controller's business")
        << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {hostname: Not_a_name, subdomain: a.b, containers: [{name: a, image: x}]}}") << none;
    QTest::newRow("how many may be down at once is decided by a feature that is off") << "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}, " + chosen << none;
    QTest::newRow("the template is judged as a pod is") << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {containers: []}}")
        << QStringList{"spec.template.spec.containers: Required value"};
}

void TestStatefulSets::statefulSets()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(set(spec)), "complaints");
}

// A DaemonSet's pods get random names, a StatefulSet's get its own and a number.
void TestStatefulSets::namesAreLabels()
{
    QCOMPARE(complaints(apps("StatefulSet", chosen, "db.main")), QStringList{"metadata.name: Invalid value: \"db.main\": must not contain dots"});
    QCOMPARE(complaints(apps("DaemonSet", chosen, "db.main")), none);
}

void TestStatefulSets::claimTemplates_data()
{
    QTest::addColumn<QByteArray>("claim");
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray claim = "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
    const QByteArray mounts = "containers: [{name: a, image: x, volumeMounts: [{name: data, mountPath: /d}]}]";
    QTest::newRow("a claim can be mounted like a volume") << claim << mounts << none;
    QTest::newRow("what is neither volume nor claim cannot") << claim << QByteArray("containers: [{name: a, image: x, volumeMounts: [{name: logs, mountPath: /d}]}]")
        << QStringList{"spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"logs\""};
    QTest::newRow("a claim stands instead of a volume of its name") << claim << "volumes: [{name: data, emptyDir: {}, hostPath: {path: /}}], " + mounts << none;
    QTest::newRow("claims come first when volumes are counted") << claim << "volumes: [{name: Bad, emptyDir: {}}], " + mounts
        << QStringList{"spec.template.spec.volumes[1].name: Invalid value: \"Bad\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
                       "and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"};
    QTest::newRow("a claim asks for something") << QByteArray("{metadata: {name: data}, spec: {}}") << mounts
        << QStringList{"spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required",
                       "spec.volumeClaimTemplates[0].spec.resources[storage]: Required value"};
}

void TestStatefulSets::claimTemplates()
{
    QFETCH(QByteArray, claim);
    QFETCH(QByteArray, pod);
    QTEST(complaints(withClaim(claim, pod)), "complaints");
}

void TestStatefulSets::statefulSetUpdates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QStringList refused{"spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                              "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"};
    QTest::newRow("these may change") << chosen
        << QByteArray("replicas: 3, ordinals: {start: 1}, updateStrategy: {type: OnDelete}, revisionHistoryLimit: 2, minReadySeconds: 5, "
                      "persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}, selector: {matchLabels: {app: b}}, "
                      "template: {metadata: {labels: {app: b}}, spec: {containers: [{name: a, image: z}]}}") << none;
    QTest::newRow("the service may not") << chosen << "serviceName: db, " + chosen << refused;
    QTest::newRow("nor the order of start and stop") << chosen << "podManagementPolicy: Parallel, " + chosen << refused;
    QTest::newRow("nor the claims") << chosen
        << "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], " + chosen << refused;
    QTest::newRow("an invalid service name that was stored once is let be") << "serviceName: my.db, " + chosen << "serviceName: my.db, replicas: 2, " + chosen << none;
    const QByteArray broken = "selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {containers: []}}";
    QTest::newRow("so is a template from before templates were judged") << broken << "replicas: 2, " + broken << none;
    QTest::newRow("a good template does not become a bad one") << chosen << broken << QStringList{"spec.template.spec.containers: Required value"};
}

void TestStatefulSets::statefulSetUpdates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(updateComplaints(set(old), set(now)), "complaints");
}

void TestStatefulSets::statefulSetStatus()
{
    QCOMPARE(statusComplaints(set(chosen), apps("StatefulSet", chosen, "s", "{replicas: 1, readyReplicas: 2, currentReplicas: 3, updatedReplicas: 4, availableReplicas: 5}")),
             (QStringList{"status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
                          "status.currentReplicas: Invalid value: 3: cannot be greater than status.replicas",
                          "status.updatedReplicas: Invalid value: 4: cannot be greater than status.replicas",
                          "status.availableReplicas: Invalid value: 5: cannot be greater than status.replicas",
                          "status.availableReplicas: Invalid value: 5: cannot be greater than status.readyReplicas"}));
}

void TestStatefulSets::statefulSetWarnings()
{
    const QByteArray spec = "revisionHistoryLimit: -1, volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1500m}}}}], " + chosen;
    QCOMPARE(warningsAbout(set(spec)),
             (QStringList{"spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer",
                          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"}));
    QCOMPARE(warningsAbout(set(chosen)), none);
}

void TestStatefulSets::daemonSets_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a selector and a template") << chosen << none;
    QTest::newRow("as a real server refuses it")
        << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Never, activeDeadlineSeconds: 5, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"",
                       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported"};
    QTest::newRow("a missing selector is not called missing") << podOfB
        << QStringList{"spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"};
    QTest::newRow("an empty one is called empty") << "selector: {}, " + podOfB << QStringList{"spec.selector: Invalid value: {}: empty selector is invalid for daemonset"};
    QTest::newRow("a node has the new pod beside the old one, or a gap between them: not both") << "updateStrategy: {rollingUpdate: {maxSurge: 1}}, " + chosen
        << QStringList{"spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"};
    QTest::newRow("and not neither") << "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}, " + chosen
        << QStringList{"spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"};
    QTest::newRow("side by side") << "updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 20%}}, " + chosen << none;
    QTest::newRow("never on more nodes than there are") << "updateStrategy: {rollingUpdate: {maxUnavailable: 0%, maxSurge: 120%}}, " + chosen
        << QStringList{"spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: \"120%\": must not be greater than 100%"};
    QTest::newRow("there are two ways to update") << "updateStrategy: {type: Recreate}, " + chosen
        << QStringList{"spec.updateStrategy: Unsupported value: {\"Type\":\"Recreate\",\"RollingUpdate\":null}: supported values: \"RollingUpdate\", \"OnDelete\""};
    QTest::newRow("whatever stands beside OnDelete is let be") << "updateStrategy: {type: OnDelete, rollingUpdate: {maxUnavailable: 0}}, " + chosen << none;
    QTest::newRow("numbers are not negative") << "minReadySeconds: -1, revisionHistoryLimit: -2, " + chosen
        << QStringList{"spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0",
                       "spec.revisionHistoryLimit: Invalid value: -2: must be greater than or equal to 0"};
}

void TestStatefulSets::daemonSets()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(daemon(spec)), "complaints");
}

void TestStatefulSets::daemonSetUpdates()
{
    const QByteArray both = "template: {metadata: {labels: {app: b, tier: c}}, spec: {containers: [{name: a, image: x}]}}";
    QCOMPARE(updateComplaints(daemon("selector: {matchLabels: {app: b}}, " + both), daemon("selector: {matchLabels: {tier: c}}, " + both)),
             QStringList{"spec.selector: Invalid value: {\"matchLabels\":{\"tier\":\"c\"}}: field is immutable"});
    QCOMPARE(updateComplaints(daemon(chosen), daemon("minReadySeconds: 5, " + chosen)), none);
}

void TestStatefulSets::daemonSetStatus()
{
    QCOMPARE(statusComplaints(apps("DaemonSet", chosen, "s", "{collisionCount: 1}"), apps("DaemonSet", chosen, "s", "{numberReady: -1, numberUnavailable: -2}")),
             (QStringList{"status.numberReady: Invalid value: -1: must be greater than or equal to 0",
                          "status.numberUnavailable: Invalid value: -2: must be greater than or equal to 0",
                          "status.collisionCount: Invalid value: 0: cannot be decremented"}));
}

void TestStatefulSets::revisions_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a number and what was then") << QByteArray("revision: 1, data: {spec: {}}") << none;
    QTest::newRow("nothing was") << QByteArray("revision: 1") << QStringList{"data: Required value: data is mandatory"};
    QTest::newRow("what was is an object") << QByteArray("revision: 1, data: [1]") << QStringList{"data: Required value: data must be a valid JSON object"};
    QTest::newRow("revisions are counted up from zero") << QByteArray("revision: -1, data: {}") << QStringList{"revision: Invalid value: -1: must be greater than or equal to 0"};
}

void TestStatefulSets::revisions()
{
    QFETCH(QByteArray, rest);
    QTEST(complaints(revision(rest)), "complaints");
}

void TestStatefulSets::revisionUpdates()
{
    QCOMPARE(updateComplaints(revision("revision: 1, data: {a: 1}"), revision("revision: 2, data: {a: 1}")), none);
    QCOMPARE(updateComplaints(revision("revision: 1, data: {a: 1}"), revision("revision: 1, data: {a: 2}")), QStringList{"data: Invalid value: {\"a\":2}: field is immutable"});
}

void TestStatefulSets::defaults_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("filled");
    const QByteArray pod = R"("template":{"metadata":{},"spec":{"containers":null,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},)"
                           R"("schedulerName":"default-scheduler"}})";
    const QByteArray rest = R"("revisionHistoryLimit":10,"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}})";
    QTest::newRow("an absent strategy is filled up") << QByteArray("StatefulSet") << QByteArray("")
        << R"({"replicas":1,"selector":null,)" + pod + R"(,"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},)" + rest;
    QTest::newRow("one that is named is let be") << QByteArray("StatefulSet") << QByteArray("updateStrategy: {type: RollingUpdate}")
        << R"({"replicas":1,"selector":null,)" + pod + R"(,"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate"},)" + rest;
    QTest::newRow("maxUnavailable is dropped") << QByteArray("StatefulSet") << QByteArray("updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 2}}")
        << R"({"replicas":1,"selector":null,)" + pod + R"(,"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},)" + rest;
    QTest::newRow("claims are filled up and name their kind") << QByteArray("StatefulSet") << QByteArray("volumeClaimTemplates: [{metadata: {name: data}}]")
        << R"({"replicas":1,"selector":null,)" + pod + R"(,"volumeClaimTemplates":[{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"data"},)"
               R"("spec":{"resources":{},"volumeMode":"Filesystem"},"status":{"phase":"Pending"}}],"serviceName":"","podManagementPolicy":"OrderedReady",)"
               R"("updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},)" + rest;
    QTest::newRow("a DaemonSet updates node by node") << QByteArray("DaemonSet") << QByteArray("")
        << R"({"selector":null,)" + pod + R"(,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},"revisionHistoryLimit":10})";
    QTest::newRow("unless it waits for deletion") << QByteArray("DaemonSet") << QByteArray("updateStrategy: {type: OnDelete}")
        << R"({"selector":null,)" + pod + R"(,"updateStrategy":{"type":"OnDelete"},"revisionHistoryLimit":10})";
}

void TestStatefulSets::defaults()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, filled);
    const QString whole = defaulted(apps(kind, spec));
    const qsizetype begin = whole.indexOf("\"spec\":") + 7;
    QCOMPARE(whole.mid(begin, whole.lastIndexOf(",\"status\"") - begin), QString::fromUtf8(filled));
}

QTEST_GUILESS_MAIN(TestStatefulSets)
#include "test_statefulsets.moc"
