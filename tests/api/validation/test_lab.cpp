#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QByteArray lab(const char* kind, const QByteArray& spec, const QByteArray& name = "x")
{
    return QByteArray("{apiVersion: lab.kubarium.dev/v1, kind: ") + kind + ", metadata: {name: " + name + "}, spec: {" + spec
        + "}}";
}

const QString notADuration = QStringLiteral("must be a duration such as 90s, 1m30s or 200ms");
const QByteArray get = "from: {outside: true}, url: http://shop.example/cart, ";

} // namespace

// What drives the lab itself: our own rules, in the server's manner.
class TestLab : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void filled_data();
    void filled();
};

void TestLab::create_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };

    good("the clock runs with the wall clock", lab("Clock", "", "lab"));
    good("as fast as it can", lab("Clock", "mode: Fixed, speed: 0", "lab"));
    good("at a hundredth", lab("Clock", "mode: Fixed, speed: 0.01", "lab"));
    bad("there is one clock", lab("Clock", "", "mine"),
        {"metadata.name: Unsupported value: \"mine\": supported values: \"lab\""});
    bad("a mode that is none", lab("Clock", "mode: Fast", "lab"),
        {"spec.mode: Unsupported value: \"Fast\": supported values: \"Fixed\", \"Manual\", \"Realtime\""});
    bad("too slow", lab("Clock", "mode: Fixed, speed: 0.001", "lab"),
        {"spec.speed: Invalid value: 0.001: must be 0 or between 0.01 and 1000, inclusive"});
    bad("backwards", lab("Clock", "speed: -1", "lab"),
        {"spec.speed: Invalid value: -1: must be 0 or between 0.01 and 1000, inclusive"});

    good("a node loses power", lab("Fault", "type: NodePowerOff, target: {kind: Node, name: node-2}, for: 60s, after: 5s"));
    good("two zones lose each other", lab("Fault", "type: NetworkCut, between: [{kind: Node, name: node-1}, {kind: Zone, name: z2}]"));
    good("a node is cut off", lab("Fault", "type: NetworkCut, target: {kind: Node, name: node-1}"));
    good("pods by their labels hang", lab("Fault", "type: ProcessHung, target: {kind: Pod, namespace: shop, container: web, selector: {app: web}}"));
    good("memory by share", lab("Fault", "type: MemoryFilled, amount: 90%, target: {kind: Node, name: node-1}"));
    good("memory by size", lab("Fault", "type: MemoryFilled, amount: 500Mi, target: {kind: Pod, namespace: shop, name: web-0}"));
    good("names are slow for everybody", lab("Fault", "type: DnsDown"));
    good("a clock is behind", lab("Fault", "type: ClockSkew, amount: -5m, target: {kind: Node, name: node-1}"));
    bad("a fault without a type", lab("Fault", ""), {"spec.type: Required value"});
    bad("a type that is none", lab("Fault", "type: Fire, target: {kind: Node, name: node-9}"),
        {"spec.type: Unsupported value: \"Fire\": supported values: \"ClockSkew\", \"ComponentStopped\", \"CpuBusy\", "
         "\"DiskFilled\", \"DiskSlow\", \"DnsDown\", \"EtcdMemberStopped\", \"EtcdSlow\", \"ImagePullFailure\", "
         "\"KubeletStopped\", \"MemoryFilled\", \"NetworkCut\", \"NetworkDelay\", \"NodePowerOff\", \"PacketLoss\", "
         "\"ProcessHung\", \"ProcessKilled\", \"RuntimeStopped\""});
    bad("a fault of nothing", lab("Fault", "type: NodePowerOff"), {"spec.target: Required value"});
    bad("a link to nowhere", lab("Fault", "type: NetworkCut"),
        {"spec.target: Required value: either `target` or `between` must be specified"});
    bad("a link with one end", lab("Fault", "type: NetworkCut, between: [{kind: Node, name: node-9}]"),
        {"spec.between: Invalid value: 1: must name the two ends of a link"});
    bad("no link at all", lab("Fault", "type: NodePowerOff, target: {kind: Node, name: node-9}, between: [{kind: Node, name: a}, {kind: Node, name: b}]"),
        {"spec.between: Forbidden: may only be used when `type` is 'NetworkCut', 'NetworkDelay' or 'PacketLoss'"});
    bad("an image has no power", lab("Fault", "type: NodePowerOff, target: {kind: Image, name: nginx}"),
        {"spec.target.kind: Unsupported value: \"Image\": supported values: \"Node\", \"Zone\""});
    bad("a target without a name", lab("Fault", "type: ProcessHung, target: {kind: Pod}"),
        {"spec.target.name: Required value: either `name` or `selector` must be specified"});
    bad("a target with two", lab("Fault", "type: ProcessHung, target: {kind: Pod, name: a, selector: {a: b}}"),
        {"spec.target.selector: Forbidden: may not be specified when `name` is specified"});
    bad("a node in a namespace", lab("Fault", "type: NodePowerOff, target: {kind: Node, name: node-9, namespace: shop}"),
        {"spec.target.namespace: Forbidden: may only be used when `kind` is 'Pod'"});
    bad("a delay of no length", lab("Fault", "type: NetworkDelay, target: {kind: Node, name: node-9}"),
        {"spec.amount: Required value: must be a delay such as 200ms"});
    bad("more than all", lab("Fault", "type: PacketLoss, amount: 120%, target: {kind: Node, name: node-9}"),
        {"spec.amount: Invalid value: \"120%\": must be a share such as 90%"});
    bad("a delay for memory", lab("Fault", "type: MemoryFilled, amount: 200ms, target: {kind: Node, name: node-9}"),
        {"spec.amount: Invalid value: \"200ms\": must be a share such as 90% or a size such as 500Mi"});
    bad("half a power cut", lab("Fault", "type: NodePowerOff, amount: 50%, target: {kind: Node, name: node-9}"),
        {"spec.amount: Forbidden: may not be used when `type` is 'NodePowerOff'"});
    bad("times without units", lab("Fault", "type: DnsDown, for: '60', after: -5s"),
        {"spec.for: Invalid value: \"60\": " + notADuration,
            "spec.after: Invalid value: \"-5s\": must be greater than or equal to 0"});
    bad("no time at all", lab("Fault", "type: DnsDown, for: 0s"), {"spec.for: Invalid value: \"0s\": must be greater than 0"});

    good("requests from outside", lab("Traffic", get + "rate: 20, headers: {Cookie: a=b}, timeout: 2s, for: 10m"));
    good("users who think", lab("Traffic", get + "users: 50, thinkTime: 2s"));
    good("a ramp", lab("Traffic", get + "ramp: [{at: 0s, rate: 0}, {at: 30s, rate: 200}]"));
    good("pods that ask pods", lab("Traffic", "from: {pod: {namespace: shop, selector: {app: web}}}, url: 'tcp://[fd00::1]:5432', rate: 1"));
    bad("from nowhere", lab("Traffic", "url: http://a, rate: 1"),
        {"spec.from: Required value: must specify one of: `outside`, `pod`, `node`"});
    bad("from everywhere", lab("Traffic", "from: {outside: true, node: node-9}, url: http://a, rate: 1"),
        {"spec.from: Forbidden: may not specify more than one of: `outside`, `pod`, `node`"});
    bad("to nowhere", lab("Traffic", "from: {outside: true}, rate: 1"), {"spec.url: Required value"});
    bad("to what is no URL", lab("Traffic", "from: {outside: true}, url: shop.example, rate: 1"),
        {"spec.url: Invalid value: \"shop.example\": must be a URL such as http://shop.example/cart"});
    bad("to a host without a name", lab("Traffic", "from: {outside: true}, url: 'http:///cart', rate: 1"),
        {"spec.url: Invalid value: \"http:///cart\": must name a host, such as shop.example or 10.0.0.1"});
    bad("to a port that is none", lab("Traffic", "from: {outside: true}, url: 'http://a:70000', rate: 1"),
        {"spec.url: Invalid value: \"http://a:70000\": port must be between 1 and 65535, inclusive"});
    bad("nothing to send", lab("Traffic", get), {"spec.rate: Required value: must specify one of: `rate`, `users`, `ramp`"});
    bad("a rate and users", lab("Traffic", get + "rate: 1, users: 1"),
        {"spec.users: Forbidden: may not be specified when `rate` is specified"});
    bad("less than nothing", lab("Traffic", get + "rate: -1, retries: -1"),
        {"spec.rate: Invalid value: -1: must be greater than or equal to 0",
            "spec.retries: Invalid value: -1: must be greater than or equal to 0"});
    bad("a ramp back in time", lab("Traffic", get + "ramp: [{at: 30s, rate: 0}, {at: 10s, rate: 2}]"),
        {"spec.ramp[1].at: Invalid value: \"10s\": must be later than the point before"});
    bad("words that nobody knows", lab("Traffic", get + "rate: 1, method: get, pattern: Wild"),
        {"spec.method: Unsupported value: \"get\": supported values: \"DELETE\", \"GET\", \"HEAD\", \"OPTIONS\", \"PATCH\", "
         "\"POST\", \"PUT\"",
            "spec.pattern: Unsupported value: \"Wild\": supported values: \"Burst\", \"Poisson\", \"Steady\""});

    good("a server", lab("Image", R"(match: 'shop/web:v2', tags: '^(latest|\d+(\.\d+)*(-.+)?)$', size: 187Mi, startup: 1s,
            listen: [{port: 80, paths: {/: 200, /health: 200}, statusFromQuery: code}], cost: {cpu: 2ms, memory: 20Mi, latency: 3ms},
            idle: {cpu: 1m, memory: 12Mi, memoryGrowth: 0}, onTerm: {drains: true, takes: 1s}, log: [starting],
            files: {/usr/share/nginx/html/index.html: '<h1>Welcome</h1>'}, tools: [sh, curl], env: {NGINX_VERSION: '1.27.0'})"));
    good("without a shell", lab("Image", "match: a, tools: []"));
    bad("of nothing", lab("Image", ""), {"spec.match: Required value"});
    bad("a pattern that is none", lab("Image", "match: a, tags: '('"),
        {"spec.tags: Invalid value: \"(\": must be a valid regular expression"});
    bad("a port twice, and one that is none", lab("Image", "match: a, listen: [{port: 80}, {port: 80}, {port: 0, protocol: ftp}]"),
        {"spec.listen[1].port: Duplicate value: 80", "spec.listen[2].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.listen[2].protocol: Unsupported value: \"ftp\": supported values: \"grpc\", \"http\", \"https\", \"tcp\", \"udp\""});
    bad("answers that are none", lab("Image", "match: a, listen: [{port: 80, paths: {health: 99}}]"),
        {"spec.listen[0].paths: Invalid value: \"health\": must begin with '/'",
            "spec.listen[0].paths[health]: Invalid value: 99: must be between 100 and 599, inclusive"});
    bad("an end that is none", lab("Image", "match: a, exit: {after: soon, code: 256}"),
        {"spec.exit.after: Invalid value: \"soon\": " + notADuration,
            "spec.exit.code: Invalid value: 256: must be between 0 and 255, inclusive"});
    bad("tools that are no list", lab("Image", "match: a, tools: sh"),
        {"spec.tools: Invalid value: \"sh\": must be a list of commands"});
    bad("a tool that is none", lab("Image", "match: a, tools: [sh, 5]"),
        {"spec.tools[1]: Invalid value: 5: must be the name of a command"});
    bad("less than nothing weighs an image", lab("Image", "match: a, size: '-1', user: -1"),
        {"spec.size: Invalid value: \"-1\": must be greater than or equal to 0",
            "spec.user: Invalid value: -1: must be greater than or equal to 0"});
    bad("files lie somewhere", lab("Image", "match: a, files: {index.html: x}"),
        {"spec.files: Invalid value: \"index.html\": must be an absolute path"});
}

void TestLab::create()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(manifest.toStdString()), said);
}

void TestLab::filled_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QString>("spec");
    QTest::newRow("a clock keeps time") << lab("Clock", "", "lab") << R"({"mode":"Realtime","speed":1,"paused":false})";
    QTest::newRow("requests are evenly spaced and wait two seconds") << lab("Traffic", get + "rate: 20")
        << R"({"from":{"outside":true},"url":"http://shop.example/cart","method":"GET","rate":20,"pattern":"Steady","timeout":"2s","retries":0,"keepAlive":false})";
    QTest::newRow("a port speaks http") << lab("Image", "match: a, listen: [{port: 80}], onTerm: {}")
        << R"({"match":"a","listen":[{"port":80,"protocol":"http"}],"onTerm":{"drains":true},"user":0})";
}

void TestLab::filled()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QString, spec);
    const QString json = defaulted(manifest.toStdString());
    QVERIFY2(json.contains("\"spec\":" + spec), qPrintable(json));
}

QTEST_GUILESS_MAIN(TestLab)
#include "test_lab.moc"
