// The mistakes that learners make, and what a v1.34 server and kubectl answer to them: word for word, with the place and
// the field that was probably meant.
#include "api/manifestreader.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestManifestReader : public QObject {
    Q_OBJECT
private slots:
    void mistakes_data();
    void mistakes();
    void accepted_data();
    void accepted();
    void everyDocumentIsReadAlone();
    void itemsOfAListAreObjects();
    void fieldsAreFoundInTheText_data();
    void fieldsAreFoundInTheText();
};

namespace {

ManifestReport read(const QByteArray& text) { return readManifest(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), {"FILE", "default"}); }

QString place(Mark mark) { return QString("%1:%2").arg(mark.line).arg(mark.column); }

} // namespace

void TestManifestReader::mistakes_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("hint");
    const auto row = [](const char* name, const char* yaml, const char* answer, const char* where, const char* hint = "") {
        QTest::newRow(name) << QByteArray(yaml) << QString(answer) << QString(where) << QString(hint);
    };
    row("letters of envFrom swapped",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    image: nginx\n    evnFrom: []\n",
        R"(Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].evnFrom")", "9:5",
        R"(did you mean "envFrom"?)");
    row("an unknown field hides what validation would say",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  volumns: []\n  containers:\n  - name: c\n    volumeMounts: [{name: gone, mountPath: /x}]\n",
        R"(Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.volumns")", "5:3", R"(did you mean "volumes"?)");
    row("volumes at the top instead of under spec",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\nvolumes: []\n",
        R"(Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "volumes")", "5:1");
    row("a claim where the mount is",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: i\n    volumeMounts:\n    - name: v\n      persistentVolumeClaim: {claimName: x}\n",
        R"(Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].volumeMounts[0].persistentVolumeClaim")",
        "10:7");
    row("all unknown fields are named, in the order kubectl sends them",
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\ntype: LoadBalancer\nspec:\n  ports:\n  - port: 80\n    target: 8080\n",
        R"(Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.ports[0].target", unknown field "type")",
        "8:5");
    row("completion for completions",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec:\n  completion: 3\n  template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}\n",
        R"(Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.completion")", "5:3", R"(did you mean "completions"?)");
    row("require for required",
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec:\n  nodeAffinity: {require: {}}\n",
        R"(PersistentVolume in version "v1" cannot be handled as a PersistentVolume: strict decoding error: unknown field "spec.nodeAffinity.require")", "5:18",
        R"(did you mean "required"?)");
    row("a placeholder in brackets is a list",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\nsubjects:\n- kind: User\n  name: [name]\n",
        R"(RoleBinding in version "v1" cannot be handled as a RoleBinding: json: cannot unmarshal array into Go struct field Subject.subjects.name of type string)",
        "7:9");
    row("a number where a string must be",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: i\n    env:\n    - name: A\n      value: 8080\n",
        R"(Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string)",
        "10:14");
    row("a string where a number must be",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, ports: [{containerPort: \"80\"}]}]}\n",
        R"(Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32)",
        "4:65");
    row("text that is not base64", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: \"%%%\"}\n",
        R"(Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0)", "4:11");
    row("no quantity",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1x}}}]}\n",
        R"(Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$')", "4:69");
    row("capitals in a name", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: configMap\n",
        R"(ConfigMap "configMap" is invalid: metadata.name: Invalid value: "configMap": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'))",
        "4:3");
    row("neither apiVersion nor kind", "spec: {}\n",
        R"(error validating "FILE": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false)",
        "1:1");
    row("no apiVersion", "kind: Prod\nmetadata: {name: p}\n",
        R"(error validating "FILE": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false)",
        "1:1");
    row("a kind in small letters", "apiVersion: v1\nkind: configMap\nmetadata: {name: cm-dev}\n",
        "resource mapping not found for name: \"cm-dev\" namespace: \"\" from \"FILE\": no matches for kind \"configMap\" in version \"v1\"\nensure CRDs are installed first",
        "2:7", R"(did you mean "ConfigMap" in v1?)");
    row("a misspelt kind", "apiVersion: v1\nkind: ReplicationContoller\nmetadata: {name: replication-1}\n",
        "resource mapping not found for name: \"replication-1\" namespace: \"\" from \"FILE\": no matches for kind \"ReplicationContoller\" in version \"v1\"\nensure CRDs are installed first",
        "2:7", R"(did you mean "ReplicationController" in v1?)");
    row("a kind in the wrong group", "apiVersion: v1\nkind: ReplicaSet\nmetadata: {name: replica-1}\n",
        "resource mapping not found for name: \"replica-1\" namespace: \"\" from \"FILE\": no matches for kind \"ReplicaSet\" in version \"v1\"\nensure CRDs are installed first",
        "2:7", "kind ReplicaSet is in apps/v1");
    row("a removed version", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: i}\n",
        "resource mapping not found for name: \"i\" namespace: \"\" from \"FILE\": no matches for kind \"Ingress\" in version \"extensions/v1beta1\"\nensure CRDs are installed first",
        "2:7", "kind Ingress is in networking.k8s.io/v1");
    row("a copied shell line", "$ cat pod.yml\napiVersion: v1\nkind: Pod\n",
        "error parsing FILE: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context", "2:11");
    row("a tab for indentation", "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: p\n",
        "error parsing FILE: error converting YAML to JSON: yaml: line 4: found character that cannot start any token", "4:1");
    row("a key written twice", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n",
        R"(ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "metadata.name")", "5:3");
}

void TestManifestReader::mistakes()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, answer);
    QFETCH(QString, where);
    QFETCH(QString, hint);
    const ManifestReport report = read(yaml);
    QVERIFY(!report.ok());
    QVERIFY(report.objects.empty());
    const Complaint& complaint = report.complaints.front();
    QCOMPARE(QString::fromStdString(complaint.message), answer);
    QCOMPARE(place(complaint.findings.front().mark), where);
    QCOMPARE(QString::fromStdString(complaint.findings.front().hint), hint);
}

void TestManifestReader::accepted_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("resources of the whole pod") << QByteArray(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {resources: {limits: {cpu: 1}}, containers: [{name: c, image: i}]}\n");
    QTest::newRow("a namespace said of what has none") << QByteArray("apiVersion: v1\nkind: Namespace\nmetadata: {name: team, namespace: default}\n");
    QTest::newRow("spaces before a colon and behind a value") << QByteArray("apiVersion : v1  \nkind : ConfigMap\nmetadata : {name : c}\n");
    QTest::newRow("a ConfigMap that does not exist is found out later") << QByteArray(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: gone}}]}]}\n");
    QTest::newRow("a volume of a cloud that is gone from the tree") << QByteArray(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], awsElasticBlockStore: {volumeID: v}}\n");
    QTest::newRow("JSON is YAML too") << QByteArray(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}})");
    QTest::newRow("octal modes are YAML 1.1") << QByteArray(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}], volumes: [{name: v, secret: {secretName: s, defaultMode: 0644}}]}\n");
}

void TestManifestReader::accepted()
{
    QFETCH(QByteArray, yaml);
    const ManifestReport report = read(yaml);
    QVERIFY2(report.ok(), report.complaints.empty() ? "" : report.complaints.front().message.c_str());
    QCOMPARE(report.objects.size(), std::size_t{1});
}

void TestManifestReader::everyDocumentIsReadAlone()
{
    const ManifestReport report = read("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Secrets\nmetadata: {name: b}\n"
                                       "---\n# nothing here\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
    QCOMPARE(report.objects.size(), std::size_t{2});
    QCOMPARE(report.objects[1].object.meta().name.str(), std::string("c"));
    QCOMPARE(report.complaints.size(), std::size_t{1});
    QCOMPARE(place(report.complaints[0].findings[0].mark), QString("6:7"));
}

void TestManifestReader::itemsOfAListAreObjects()
{
    const ManifestReport report = read("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n"
                                       "- apiVersion: v1\n  kind: Secret\n  metadata: {name: b, nam: c}\n");
    QCOMPARE(report.objects.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(report.complaints.at(0).message),
             QString(R"(Secret in version "v1" cannot be handled as a Secret: strict decoding error: unknown field "metadata.nam")"));
    QCOMPARE(place(report.complaints[0].findings[0].mark), QString("9:23"));
}

void TestManifestReader::fieldsAreFoundInTheText_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("where");
    QTest::newRow("a value that is wrong") << QByteArray("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  restartPolicy: maybe\n  containers:\n  - name: c\n    image: i\n")
                                           << "spec.restartPolicy: Unsupported value: \"maybe\": supported values: \"Always\", \"OnFailure\", \"Never\"" << "6:3";
    QTest::newRow("what is missing stands where its parent is") << QByteArray("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n")
                                                                << "spec.containers[0].image: Required value" << "7:5";
    QTest::newRow("keys with dots") << QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  app.conf: x\n  \"bad key\": other\n")
                                    << "data[bad key]: Invalid value: \"bad key\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
                                    << "7:3";
}

void TestManifestReader::fieldsAreFoundInTheText()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, what);
    QFETCH(QString, where);
    const ManifestReport report = read(yaml);
    QVERIFY(!report.ok());
    const Finding& finding = report.complaints.front().findings.front();
    QCOMPARE(QString::fromStdString(finding.what), what);
    QCOMPARE(place(finding.mark), where);
}

QTEST_GUILESS_MAIN(TestManifestReader)
#include "test_manifestreader.moc"
