// Users, rights and profiles of pods and containers, and what fits Linux or Windows.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPodSecurity : public QObject {
    Q_OBJECT
private slots:
    void pods_data();
    void pods();
    void containers_data();
    void containers();
    void agreement_data();
    void agreement();
};

namespace {

const QStringList none;

std::string podWith(const QByteArray& spec, const QByteArray& container = {}, const QByteArray& annotations = {})
{
    return "{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {" + annotations.toStdString() + "}}, spec: {containers: [{name: c, image: x"
        + container.toStdString() + "}], " + spec.toStdString() + "}}";
}

} // namespace

void TestPodSecurity::pods_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("an ordinary user")
        << QByteArray("securityContext: {runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000, supplementalGroups: [1, 2], fsGroupChangePolicy: OnRootMismatch, "
                      "seccompProfile: {type: RuntimeDefault}, sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: '0'}]}")
        << none;
    QTest::newRow("IDs have 31 bits")
        << QByteArray("securityContext: {runAsUser: -1, runAsGroup: 2147483648, fsGroup: -2, supplementalGroups: [0, -3]}")
        << QStringList{"spec.securityContext.fsGroup: Invalid value: -2: must be between 0 and 2147483647, inclusive",
                       "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive",
                       "spec.securityContext.runAsGroup: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive",
                       "spec.securityContext.supplementalGroups[1]: Invalid value: -3: must be between 0 and 2147483647, inclusive"};
    QTest::newRow("policies have two values each")
        << QByteArray("securityContext: {fsGroupChangePolicy: Never, supplementalGroupsPolicy: Loose, seLinuxChangePolicy: MountOption}")
        << QStringList{"spec.securityContext.fsGroupChangePolicy: Unsupported value: \"Never\": supported values: \"Always\", \"OnRootMismatch\"",
                       "spec.securityContext.supplementalGroupsPolicy: Unsupported value: \"Loose\": supported values: \"Merge\", \"Strict\"",
                       "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"MountOption\": supported values: \"Recursive\""};
    QTest::newRow("a filter of system calls is the runtime's, none, or a file")
        << QByteArray("securityContext: {seccompProfile: {type: Localhost}}") << QStringList{"spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost"};
    QTest::newRow("the file is below the kubelet's folder") << QByteArray("securityContext: {seccompProfile: {type: Localhost, localhostProfile: /etc/x}}")
        << QStringList{"spec.securityContext.seccompProfile.localhostProfile: Invalid value: \"/etc/x\": must be a relative path"};
    QTest::newRow("other types have no file") << QByteArray("securityContext: {seccompProfile: {type: Unconfined, localhostProfile: x}}")
        << QStringList{"spec.securityContext.seccompProfile.localhostProfile: Invalid value: {\"Type\":\"Unconfined\",\"LocalhostProfile\":\"x\"}: can only be set when seccomp type is Localhost"};
    QTest::newRow("a profile has a type") << QByteArray("securityContext: {seccompProfile: {type: Default}, appArmorProfile: {type: ''}}")
        << QStringList{"spec.securityContext.seccompProfile.type: Unsupported value: \"Default\": supported values: \"Localhost\", \"RuntimeDefault\", \"Unconfined\"",
                       "spec.securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set"};
    QTest::newRow("AppArmor profiles likewise") << QByteArray("securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ' x'}}")
        << QStringList{"spec.securityContext.appArmorProfile.localhostProfile: Invalid value: \" x\": must not be padded with whitespace"};
    QTest::newRow("kernel parameters have names, each once, and not those of the node")
        << QByteArray("hostNetwork: true, hostIPC: true, securityContext: {sysctls: [{name: Net.core, value: '1'}, {name: net.core.somaxconn, value: '1'}, {name: kernel/shm_rmid_forced, value: '1'}, "
                      "{name: vm.swappiness, value: '1'}, {name: vm.swappiness, value: '2'}, {name: '', value: '1'}]}")
        << QStringList{"spec.securityContext.sysctls[0].name: Invalid value: \"Net.core\": must have at most 253 characters and match regex "
                       "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$",
                       "spec.securityContext.sysctls[1].name: Invalid value: \"net.core.somaxconn\": may not be specified when 'hostNetwork' is true",
                       "spec.securityContext.sysctls[2].name: Invalid value: \"kernel/shm_rmid_forced\": may not be specified when 'hostIPC' is true",
                       "spec.securityContext.sysctls[4].name: Duplicate value: \"vm.swappiness\"", "spec.securityContext.sysctls[5].name: Required value"};
    QTest::newRow("processes are shared among containers or with the node") << QByteArray("hostPID: true, shareProcessNamespace: true")
        << QStringList{"spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled"};
    QTest::newRow("users of its own, then nothing of the node's") << QByteArray("hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true")
        << QStringList{"spec.hostNetwork: Forbidden: when `hostUsers` is false", "spec.HostPID: Forbidden: when `hostUsers` is false",
                       "spec.HostIPC: Forbidden: when `hostUsers` is false"};
    QTest::newRow("Linux and Windows, no others") << QByteArray("os: {name: plan9}") << QStringList{"spec.os: Unsupported value: \"plan9\": supported values: \"linux\", \"windows\""};
    QTest::newRow("Windows options are not for Linux") << QByteArray("os: {name: linux}, securityContext: {windowsOptions: {runAsUserName: me}}")
        << QStringList{"spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod"};
    QTest::newRow("and much of Linux is not for Windows") << QByteArray("os: {name: windows}, hostPID: true, hostUsers: true, securityContext: {runAsUser: 1, fsGroup: 2, sysctls: [{name: a, value: b}]}")
        << QStringList{"spec.hostUsers: Forbidden: cannot be set for a windows pod", "spec.hostPID: Forbidden: cannot be set for a windows pod",
                       "spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod", "spec.securityContext.sysctls: Forbidden: cannot be set for a windows pod",
                       "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod"};
    QTest::newRow("a user of Windows: DOMAIN\\user") << QByteArray("securityContext: {windowsOptions: {runAsUserName: 'a\\b\\c'}}")
        << QStringList{"spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"a\\\\b\\\\c\": runAsUserName cannot contain more than one backslash"};
    QTest::newRow("without the signs that Windows keeps for itself") << QByteArray("securityContext: {windowsOptions: {runAsUserName: '.bad\\...', gmsaCredentialSpec: ''}}")
        << QStringList{"spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: \"\": gmsaCredentialSpec cannot be an empty string",
                       "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \".bad\\\\...\": runAsUserName's Domain doesn't match the NetBios nor the DNS format",
                       "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \".bad\\\\...\": runAsUserName's User cannot contain only periods or spaces"};
    QTest::newRow("processes of a Windows node use its network") << QByteArray("securityContext: {windowsOptions: {hostProcess: true}}")
        << QStringList{"spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers"};
}

void TestPodSecurity::pods()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith(spec)), complaints);
}

void TestPodSecurity::containers_data()
{
    QTest::addColumn<QByteArray>("security");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("as little as possible")
        << QByteArray("allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: {drop: [ALL]}") << none;
    QTest::newRow("who may everything may also rise")
        << QByteArray("privileged: true, allowPrivilegeEscalation: false")
        << QStringList{"spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,"
                       "\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,"
                       "\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true"};
    QTest::newRow("an unmasked /proc needs users of its own") << QByteArray("procMount: Unmasked")
        << QStringList{"spec.containers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`"};
    QTest::newRow("or is the usual one") << QByteArray("procMount: All, runAsUser: -1")
        << QStringList{"spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive",
                       "spec.containers[0].securityContext.procMount: Unsupported value: \"All\": supported values: \"Default\", \"Unmasked\""};
    QTest::newRow("a file of a profile that has none") << QByteArray("appArmorProfile: {type: RuntimeDefault, localhostProfile: x}")
        << QStringList{"spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: \"x\": can only be set when AppArmor type is Localhost"};
}

void TestPodSecurity::containers()
{
    QFETCH(QByteArray, security);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith({}, ", securityContext: {" + security + "}")), complaints);
}

void TestPodSecurity::agreement_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("annotations");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("annotation and field say the same")
        << QByteArray("securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Localhost, localhostProfile: mine}}")
        << QByteArray("seccomp.security.alpha.kubernetes.io/pod: docker/default, container.apparmor.security.beta.kubernetes.io/c: localhost/mine") << none;
    QTest::newRow("or they do not")
        << QByteArray("securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Localhost, localhostProfile: mine}}")
        << QByteArray("seccomp.security.alpha.kubernetes.io/pod: unconfined, container.apparmor.security.beta.kubernetes.io/c: localhost/yours")
        << QStringList{"spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match",
                       "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match"};
}

void TestPodSecurity::agreement()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, annotations);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith(spec, {}, annotations)), complaints);
}

QTEST_GUILESS_MAIN(TestPodSecurity)
#include "test_podsecurity.moc"
