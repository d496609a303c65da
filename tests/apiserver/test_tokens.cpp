// Tokens of ServiceAccounts: what they say, who is known by one, and everything that makes one worthless.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/authentication.h"
#include "api/types/core-config.h"
#include "apiserver/tokens/base64url.h"
#include "apiserver/tokens/claims.h"
#include "apiserver/tokens/jwt.h"
#include "apiserver/tokens/verification.h"

using namespace kubarium;
using namespace kubarium::apiserver;
using namespace std::chrono_literals;

namespace {

const char* const setUp = R"(
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: other}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {serviceAccountName: robot, containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Secret
metadata: {name: box}
)";

SessionSecret secretOf(std::uint8_t byte)
{
    SessionSecret secret{};
    secret.fill(byte);
    return secret;
}

lab::Lab::Options optionsWith(std::uint8_t byte)
{
    lab::Lab::Options options;
    options.secret = secretOf(byte);
    return options;
}

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

// A cluster with an account, a pod of it on a node, and tokens for both.
struct Story {
    explicit Story(std::uint8_t byte = 7) : cluster(optionsWith(byte))
    {
        cluster.lab().runFor(10min);
        const Response made = cluster.create(setUp);
        if (!made.ok())
            qFatal("%s", made.status.message.c_str());
        cluster.bind("web");
        token = issue("{}");
    }

    Response ask(const QByteArray& spec, const QByteArray& account = "robot", const QByteArray& meta = "{}")
    {
        Request wish = Cluster::request(Verb::Create, "ServiceAccount", account);
        wish.subresource = "token";
        wish.body = "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, metadata: " + meta.toStdString()
            + ", spec: " + spec.toStdString() + "}";
        wish.bodyFormat = BodyFormat::Yaml;
        return cluster.lab().submit(wish);
    }

    std::string issue(const QByteArray& spec, const QByteArray& account = "robot")
    {
        const Response answer = ask(spec, account);
        if (answer.status.code != 201)
            qFatal("%s", answer.status.message.c_str());
        return answer.object.as<api::TokenRequest>()->status->token.str();
    }

    std::string issueFor(const QByteArray& kind, const QByteArray& name, const QByteArray& more = {})
    {
        return issue("{boundObjectRef: {apiVersion: v1, kind: " + kind + ", name: " + name + "}" + more + "}");
    }

    // What a TokenReview says of the token.
    api::TokenReviewStatus review(const QByteArray& audiences = "[]")
    {
        Request wish;
        wish.verb = Verb::Create;
        wish.kind = api::findKind("authentication.k8s.io", "v1", "TokenReview");
        wish.identity = Cluster::request(Verb::Get, "Pod", "x").identity;
        wish.body = "{apiVersion: authentication.k8s.io/v1, kind: TokenReview, spec: {token: \"" + token
            + "\", audiences: " + audiences.toStdString() + "}}";
        wish.bodyFormat = BodyFormat::Yaml;
        const Response answer = cluster.lab().submit(wish);
        if (answer.status.code != 201)
            qFatal("%s", answer.status.message.c_str());
        return *answer.object.as<api::TokenReview>()->status;
    }

    Asker shownToServer(const std::vector<std::pair<std::string, std::string>>& impersonation = {})
    {
        Credentials credentials;
        credentials.authorization = "Bearer " + token;
        for (const auto& [name, value] : impersonation)
            credentials.impersonation.note(name, value);
        return cluster.lab().asker(credentials);
    }

    Response request(const Asker& asker, Verb verb, const QByteArray& kind, const QByteArray& name)
    {
        Request wish = Cluster::request(verb, kind, name);
        wish.identity = asker.identity;
        wish.authentication = asker.authentication;
        wish.traced = true;
        if (verb == Verb::Create) {
            wish.name.clear();
            wish.body = "{apiVersion: v1, kind: " + kind.toStdString() + ", metadata: {name: " + name.toStdString() + "}}";
            wish.bodyFormat = BodyFormat::Yaml;
        }
        return cluster.lab().submit(wish);
    }

    // The part of a token with other claims or another header; the signature stays.
    void forge(std::size_t part, const std::string& from, const std::string& to)
    {
        std::vector<std::string> parts = partsOf(token);
        std::string text = *decodedBase64Url(parts[part]);
        const std::size_t at = text.find(from);
        if (at == std::string::npos)
            qFatal("\"%s\" is not in %s", from.c_str(), text.c_str());
        text.replace(at, from.size(), to);
        parts[part] = base64Url(text);
        token = parts[0] + "." + parts[1] + "." + parts[2];
    }

    static std::vector<std::string> partsOf(const std::string& token)
    {
        std::vector<std::string> parts;
        for (const QString& part : shown(token).split('.'))
            parts.push_back(part.toStdString());
        return parts;
    }

    void remakePod()
    {
        cluster.end("web");
        cluster.create("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {serviceAccountName: robot, containers: "
                       "[{name: c, image: nginx}]}\n");
    }

    Cluster cluster;
    std::string token;
};

using Change = void (*)(Story&);

} // namespace

Q_DECLARE_METATYPE(Change)

class TestTokens : public QObject {
    Q_OBJECT
private slots:
    void aTokenSaysWhoseItIs_data();
    void aTokenSaysWhoseItIs();
    void aRequestIsAnswered();
    void kubeletsGetAYear();
    void requestsAreRefused_data();
    void requestsAreRefused();
    void whatATokenIsWorth_data();
    void whatATokenIsWorth();
    void everyChangedByteIsNoticed();
    void audiences_data();
    void audiences();
    void anEmptyTokenIsNoQuestion();
    void theOwnerIsKnown_data();
    void theOwnerIsKnown();
    void theCertificateGoesFirst_data();
    void theCertificateGoesFirst();
    void actingAsSomebodyElse();
    void actingAsSomebodyElseMayBeRefused();
    void secretsAreFilled();
    void tokensInSecretsEndWithThem_data();
    void tokensInSecretsEndWithThem();
    void secretsWithoutAccountGo();
    void keysComeFromSeedAndSecret();
    void theSecretIsNoHistory();
    void aLogIsReplayedWithAnotherSecret();
};

void TestTokens::aTokenSaysWhoseItIs_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("claims"); // uids and times by what they are of
    const QString head = R"({"aud":["https://kubernetes.default.svc.cluster.local"],"exp":now+3600,"iat":now,)"
                         R"("iss":"https://kubernetes.default.svc.cluster.local","jti":"JTI","kubernetes.io":{"namespace":"default",)";
    const QString tail = R"("serviceaccount":{"name":"robot","uid":"ROBOT"}},"nbf":now,"sub":"system:serviceaccount:default:robot"})";
    QTest::newRow("an account's") << QByteArray("{}") << head + tail;
    QTest::newRow("for others, and for longer")
        << QByteArray("{audiences: [vault, bank], expirationSeconds: 7200}")
        << QString(head).replace("[\"https://kubernetes.default.svc.cluster.local\"]", "[\"vault\",\"bank\"]").replace("3600", "7200")
            + tail;
    QTest::newRow("bound to a pod: its node is told, too")
        << QByteArray("{boundObjectRef: {kind: Pod, apiVersion: v1, name: web}}")
        << head + R"("node":{"name":"node-1","uid":"NODE"},"pod":{"name":"web","uid":"WEB"},)" + tail;
    QTest::newRow("bound to a node") << QByteArray("{boundObjectRef: {kind: Node, apiVersion: v1, name: node-1}}")
                                     << head + R"("node":{"name":"node-1","uid":"NODE"},)" + tail;
    QTest::newRow("bound to a secret") << QByteArray("{boundObjectRef: {kind: Secret, apiVersion: v1, name: box}}")
                                       << head + R"("secret":{"name":"box","uid":"BOX"},)" + tail;
}

void TestTokens::aTokenSaysWhoseItIs()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, claims);
    Story story;
    const std::string token = story.issue(spec);
    const std::vector<std::string> parts = Story::partsOf(token);
    QCOMPARE(parts.size(), std::size_t{3});
    QString said = shown(*decodedBase64Url(parts[1]));
    const QRegularExpressionMatch id = QRegularExpression("\"jti\":\"([0-9a-f-]{36})\"").match(said);
    QVERIFY2(id.hasMatch(), qPrintable(said));
    const qint64 now = 1'767'225'600 + 600; // ten minutes after the beginning
    claims.replace("now+3600", QString::number(now + 3600)).replace("now+7200", QString::number(now + 7200));
    claims.replace("now", QString::number(now)).replace("JTI", id.captured(1));
    const auto uid = [&](const char* kind, const char* name) {
        return shown(story.cluster.find(kind, name, qstrcmp(kind, "Node") == 0 ? "" : "default").meta().uid.str());
    };
    claims.replace("ROBOT", uid("ServiceAccount", "robot")).replace("NODE", uid("Node", "node-1"));
    claims.replace("WEB", uid("Pod", "web")).replace("BOX", uid("Secret", "box"));
    QCOMPARE(said, claims);
    const SessionKeys keys(1, secretOf(7));
    QCOMPARE(shown(*decodedBase64Url(parts[0])), shown("{\"alg\":\"EdDSA\",\"kid\":\"" + keys.tokens().id() + "\"}"));
}

void TestTokens::aRequestIsAnswered()
{
    Story story;
    const store::Revision before = story.cluster.lab().store().revision();
    const std::size_t inputs = story.cluster.lab().inputs().size();
    const Response answer = story.ask("{expirationSeconds: 1200}");
    QCOMPARE(answer.status.code, 201);
    const auto& request = *answer.object.as<api::TokenRequest>();
    QCOMPARE(shown(request.metadata.name.str()), QString("robot"));
    QCOMPARE(shown(request.metadata.namespace_.str()), QString("default"));
    QCOMPARE(shown(request.metadata.creationTimestamp.text()), QString("2026-01-01T00:10:00Z"));
    QCOMPARE(shown(request.status->expirationTimestamp.text()), QString("2026-01-01T00:30:00Z"));
    QCOMPARE(request.spec->audiences.size(), std::size_t{1});
    QVERIFY(request.metadata.managedFields.empty()); // whoever asked did not say by what program
    // Nothing is stored, but it is an input: others see that somebody asked.
    QCOMPARE(answer.revision, store::Revision{0});
    QCOMPARE(story.cluster.lab().store().revision(), before);
    QCOMPARE(story.cluster.lab().inputs().size(), inputs + 1);
    QVERIFY(story.issue("{}") != story.issue("{}")); // each has an id of its own
}

void TestTokens::kubeletsGetAYear()
{
    Story story;
    const Response answer =
        story.ask("{expirationSeconds: 3607, boundObjectRef: {kind: Pod, apiVersion: v1, name: web}}");
    const auto& request = *answer.object.as<api::TokenRequest>();
    QCOMPARE(shown(request.status->expirationTimestamp.text()), QString("2026-01-01T01:10:07Z"));
    const api::Value claims =
        parsedToken(SessionKeys(1, secretOf(7)).tokens(), request.status->token.view()).claims;
    QCOMPARE(claims["kubernetes.io"]["warnafter"].integer() - claims["iat"].integer(), std::int64_t{3607});
    QCOMPARE(claims["exp"].integer() - claims["iat"].integer(), std::int64_t{365 * 24 * 3600});
    story.token = request.status->token.str();
    story.cluster.lab().runFor(2h);
    QVERIFY(story.review().authenticated);
    // Others that ask for as long get what they ask for.
    story.token = story.issueFor("Secret", "box", ", expirationSeconds: 3607");
    story.cluster.lab().runFor(2h);
    QVERIFY(!story.review().authenticated);
}

void TestTokens::requestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("account");
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* account, const char* meta, const char* spec, int code, const char* message) {
        QTest::newRow(name) << QByteArray(account) << QByteArray(meta) << QByteArray(spec) << code << QString(message);
    };
    row("an account that is not there", "nobody", "{}", "{}", 404, R"(serviceaccounts "nobody" not found)");
    row("less than ten minutes", "robot", "{}", "{expirationSeconds: 599}", 422,
        R"(TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes)");
    row("more than a century", "robot", "{}", "{expirationSeconds: 4294967297}", 422,
        R"(TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds)");
    row("another name", "robot", "{name: other}", "{}", 422,
        R"(TokenRequest.authentication.k8s.io "robot" is invalid: metadata.name: Invalid value: "other": must match the service account name if specified)");
    row("another namespace", "robot", "{namespace: shop}", "{}", 422,
        R"(TokenRequest.authentication.k8s.io "robot" is invalid: metadata.namespace: Invalid value: "shop": must match the service account namespace if specified)");
    row("bound to what tokens are not bound to", "robot", "{}", "{boundObjectRef: {kind: ConfigMap, apiVersion: v1, name: c}}", 400,
        "cannot bind token to object of type /v1, Kind=ConfigMap");
    row("bound to a pod of another group", "robot", "{}", "{boundObjectRef: {kind: Pod, apiVersion: metrics.k8s.io/v1, name: c}}",
        400, "cannot bind token to object of type metrics.k8s.io/v1, Kind=Pod");
    row("bound to a pod that is not there", "robot", "{}", "{boundObjectRef: {kind: Pod, apiVersion: v1, name: c}}", 404,
        R"(pods "c" not found)");
    row("bound to a node that is not there", "robot", "{}", "{boundObjectRef: {kind: Node, apiVersion: v1, name: c}}", 404,
        R"(nodes "c" not found)");
    row("bound to another account's pod", "other", "{}", "{boundObjectRef: {kind: Pod, apiVersion: v1, name: web}}", 400,
        R"(cannot bind token for serviceaccount "other" to pod running with different serviceaccount name.)");
    row("bound to the pod of that name before this one", "robot", "{}",
        "{boundObjectRef: {kind: Pod, apiVersion: v1, name: web, uid: old}}", 409,
        R"(Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated)");
}

void TestTokens::requestsAreRefused()
{
    QFETCH(QByteArray, account);
    QFETCH(QByteArray, meta);
    QFETCH(QByteArray, spec);
    QFETCH(int, code);
    QFETCH(QString, message);
    Story story;
    const Response answer = story.ask(spec, account, meta);
    QCOMPARE(shown(answer.status.message), message);
    QCOMPARE(answer.status.code, code);
}

void TestTokens::whatATokenIsWorth_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("error"); // of the review; empty: the token is good
    QTest::addColumn<QString>("why"); // a part of what people are told
    const auto row = [](const char* name, Change change, const char* error = "", const char* why = "") {
        QTest::newRow(name) << change << QString(error) << QString(why);
    };
    row("a fresh one is good", [](Story&) {});
    row("until its end", [](Story& story) { story.cluster.lab().runFor(59min); });
    row("and a minute longer: clocks differ", [](Story& story) { story.cluster.lab().runFor(1h + 60s); });
    row("then it is not", [](Story& story) { story.cluster.lab().runFor(1h + 61s); },
        "[invalid bearer token, service account token has expired]", "the token has expired at 2026-01-01T01:10:00Z");
    row("the clock has gone back to before it", [](Story& story) { story.cluster.lab().rewind(lab::Lab::Options::defaultEpoch()); },
        "[invalid bearer token, service account token is not valid yet]", "not valid before 2026-01-01T00:10:00Z");
    row("the clock has gone back to before its account",
        [](Story& story) {
            story.cluster.lab().runFor(5s);
            story.token = story.issue("{}");
            story.cluster.lab().rewind(lab::Lab::Options::defaultEpoch() + api::Microseconds(599s));
        },
        R"([invalid bearer token, serviceaccounts "robot" not found])", "the ServiceAccount default/robot of this token is gone");
    row("the clock has gone back a little", [](Story& story) {
        story.cluster.lab().runFor(30s);
        story.token = story.issue("{}");
        story.cluster.lab().rewind(story.cluster.lab().now() - api::Microseconds(20s));
    });

    row("no token at all", [](Story& story) { story.token = "sesame"; }, "invalid bearer token", "no JSON Web Token");
    row("two parts", [](Story& story) { story.token = story.token.substr(0, story.token.rfind('.')); }, "invalid bearer token",
        "no JSON Web Token");
    row("four parts", [](Story& story) { story.token += ".x"; }, "invalid bearer token", "no JSON Web Token");
    row("claims that are no JSON", [](Story& story) { story.forge(1, "{", "["); }, "invalid bearer token", "no JSON Web Token");
    row("claims that are said twice", [](Story& story) { story.forge(1, "{", R"({"sub":"system:admin",)"); },
        "invalid bearer token", "no JSON Web Token");
    row("another subject", [](Story& story) { story.forge(1, "default:robot", "kube-system:root"); },
        "[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]", "it is forged, or was changed on its way");
    row("a later end", [](Story& story) { story.forge(1, "\"exp\":17", "\"exp\":97"); },
        "[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]", "it is forged, or was changed on its way");
    row("no algorithm and no signature",
        [](Story& story) {
            story.forge(0, "EdDSA", "none");
            story.token = story.token.substr(0, story.token.rfind('.') + 1);
        },
        "invalid bearer token", "signed with \"none\"; only EdDSA is accepted");
    row("no algorithm, with a signature", [](Story& story) { story.forge(0, "EdDSA", "none"); }, "invalid bearer token",
        "signed with \"none\"; only EdDSA is accepted");
    row("another algorithm", [](Story& story) { story.forge(0, "EdDSA", "HS256"); }, "invalid bearer token",
        "signed with \"HS256\"; only EdDSA is accepted");
    row("an empty signature", [](Story& story) { story.token = story.token.substr(0, story.token.rfind('.') + 1); },
        "[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]", "it is forged, or was changed on its way");
    row("a header that must be understood", [](Story& story) { story.forge(0, "{", R"({"crit":["b64"],"b64":false,)"); },
        "invalid bearer token", "only EdDSA is accepted");
    row("of another session", [](Story& story) { story.token = Story(8).token; }, "invalid bearer token",
        "signed with a key that is not this cluster's");
    row("with another session's signature and our key's name",
        [](Story& story) {
            const std::vector<std::string> ours = Story::partsOf(story.token);
            story.token = ours[0] + "." + ours[1] + "." + Story::partsOf(Story(8).token)[2];
        },
        "[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]", "it is forged, or was changed on its way");
    row("of another issuer", [](Story& story) { story.forge(1, "\"iss\":\"https://kubernetes.default", "\"iss\":\"https://example"); },
        "invalid bearer token", "issued by https://example.svc.cluster.local, not by this cluster");
    row("of nobody", [](Story& story) { story.forge(1, "\"iss\"", "\"isz\""); }, "invalid bearer token", "does not say who issued it");

    row("the account is gone", [](Story& story) { story.cluster.remove("ServiceAccount", "robot"); },
        R"([invalid bearer token, serviceaccounts "robot" not found])", "the ServiceAccount default/robot of this token is gone");
    row("the account was made anew",
        [](Story& story) {
            story.cluster.remove("ServiceAccount", "robot");
            story.cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n");
        },
        "[invalid bearer token, service account UID (NEW-ACCOUNT) does not match claim (ACCOUNT)]", "was made anew since");
    row("the account is being deleted, since a moment ago",
        [](Story& story) {
            story.cluster.change("ServiceAccount", "robot", [](api::ObjectPtr& account) {
                account.editMeta().finalizers.push_back("example.com/wait");
            });
            story.cluster.remove("ServiceAccount", "robot");
        });
    row("the account is being deleted, for longer",
        [](Story& story) {
            story.cluster.change("ServiceAccount", "robot", [](api::ObjectPtr& account) {
                account.editMeta().finalizers.push_back("example.com/wait");
            });
            story.cluster.remove("ServiceAccount", "robot");
            story.cluster.lab().runFor(2min);
        },
        "[invalid bearer token, service account default/robot has been deleted]", "default/robot is being deleted");

    row("bound to a pod that is there", [](Story& story) { story.token = story.issueFor("Pod", "web"); });
    row("the pod is gone",
        [](Story& story) {
            story.token = story.issueFor("Pod", "web");
            story.cluster.end("web");
        },
        "[invalid bearer token, service account token has been invalidated]", "the Pod default/web to which the token is bound is gone");
    row("the pod says goodbye",
        [](Story& story) {
            story.token = story.issueFor("Pod", "web");
            story.cluster.remove("Pod", "web");
        });
    row("the pod was made anew",
        [](Story& story) {
            story.token = story.issueFor("Pod", "web");
            story.remakePod();
        },
        "[invalid bearer token, pod UID (NEW-POD) does not match service account pod ref claim (POD)]", "was made anew since");
    row("the clock has gone back to before the pod was deleted", [](Story& story) {
        story.token = story.issueFor("Pod", "web");
        story.cluster.lab().runFor(10s);
        story.cluster.end("web");
        story.cluster.lab().rewind(story.cluster.lab().now() - api::Microseconds(5s));
    });
    row("the secret is gone",
        [](Story& story) {
            story.token = story.issueFor("Secret", "box");
            story.cluster.remove("Secret", "box");
        },
        "[invalid bearer token, service account token has been invalidated]", "the Secret default/box to which the token is bound is gone");
    row("the node is gone",
        [](Story& story) {
            story.token = story.issueFor("Node", "node-1");
            story.cluster.remove("Node", "node-1", {}, "");
        },
        "[invalid bearer token, service account token has been invalidated]", "the Node node-1 to which the token is bound is gone");
    row("a pod's node is not looked at", [](Story& story) {
        story.token = story.issueFor("Pod", "web");
        story.cluster.remove("Node", "node-1", {}, "");
    });
}

void TestTokens::whatATokenIsWorth()
{
    QFETCH(Change, change);
    QFETCH(QString, error);
    QFETCH(QString, why);
    Story story;
    const QString account = shown(story.cluster.find("ServiceAccount", "robot").meta().uid.str());
    const QString pod = shown(story.cluster.find("Pod", "web").meta().uid.str());
    change(story);
    const auto uidNow = [&](const char* kind, const char* name) {
        const api::ObjectPtr object = story.cluster.find(kind, name);
        return object ? shown(object.meta().uid.str()) : QString("-");
    };
    error.replace("NEW-ACCOUNT", uidNow("ServiceAccount", "robot")).replace("(ACCOUNT)", "(" + account + ")");
    error.replace("NEW-POD", uidNow("Pod", "web")).replace("(POD)", "(" + pod + ")");
    const api::TokenReviewStatus status = story.review();
    QCOMPARE(shown(status.error.str()), error);
    QCOMPARE(status.authenticated, error.isEmpty());
    QCOMPARE(shown(status.user.username.str()), error.isEmpty() ? QString("system:serviceaccount:default:robot") : QString());

    const Asker asker = story.shownToServer();
    QCOMPARE(asker.identity != nullptr, error.isEmpty());
    const Response answer = story.request(asker, Verb::Get, "Pod", "web");
    QCOMPARE(answer.status.code, error.isEmpty() ? 403 : 401);
    if (error.isEmpty())
        return;
    QCOMPARE(shown(answer.status.message), QString("Unauthorized")); // a client is told no more
    QCOMPARE(answer.trace.size(), std::size_t{1});
    QVERIFY(!answer.trace[0].passed);
    QCOMPARE(shown(answer.trace[0].by), QString("bearer token"));
    QVERIFY2(shown(answer.trace[0].what).contains(why), answer.trace[0].what.c_str());
}

void TestTokens::everyChangedByteIsNoticed()
{
    const SessionKeys keys(1, secretOf(7));
    const SigningKey& key = keys.tokens();
    LegacyClaims claims;
    claims.namespace_ = "default";
    claims.secret = "s";
    claims.account = {"robot", "u"};
    const std::string token = signedToken(key, claims.json());
    QCOMPARE(parsedToken(key, token).state, ParsedToken::State::Good);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        QVERIFY2(parsedToken(key, other).state != ParsedToken::State::Good, qPrintable(QString::number(i)));
        QVERIFY(parsedToken(key, token.substr(0, i)).state != ParsedToken::State::Good);
    }
}

void TestTokens::audiences_data()
{
    QTest::addColumn<QByteArray>("meant");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<bool>("good"); // for the server itself
    QTest::newRow("for the server") << QByteArray("[]") << QByteArray("[]") << "https://kubernetes.default.svc.cluster.local" << true;
    QTest::newRow("for somebody else, asked by the server")
        << QByteArray("[vault]") << QByteArray("[]")
        << R"([invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]])"
        << false;
    QTest::newRow("for somebody else, asked by him") << QByteArray("[vault]") << QByteArray("[vault]") << "vault" << false;
    QTest::newRow("for several, asked by some of them")
        << QByteArray("[bank, vault, shop]") << QByteArray("[shop, ship, bank]") << "bank shop" << false;
    QTest::newRow("for the server, asked by somebody else")
        << QByteArray("[]") << QByteArray("[vault]")
        << R"([invalid bearer token, token audiences ["https://kubernetes.default.svc.cluster.local"] is invalid for the target audiences ["vault"]])"
        << true;
}

void TestTokens::audiences()
{
    QFETCH(QByteArray, meant);
    QFETCH(QByteArray, asked);
    QFETCH(QString, answer);
    QFETCH(bool, good);
    Story story;
    story.token = story.issue("{audiences: " + meant + "}");
    const api::TokenReviewStatus status = story.review(asked);
    QStringList told;
    for (const api::Text& audience : status.audiences)
        told << shown(audience.str());
    QCOMPARE(status.authenticated ? told.join(' ') : shown(status.error.str()), answer);
    QCOMPARE(story.shownToServer().identity != nullptr, good);
}

void TestTokens::anEmptyTokenIsNoQuestion()
{
    Story story;
    Request wish;
    wish.verb = Verb::Create;
    wish.kind = api::findKind("authentication.k8s.io", "v1", "TokenReview");
    wish.identity = Cluster::request(Verb::Get, "Pod", "x").identity;
    wish.body = "{apiVersion: authentication.k8s.io/v1, kind: TokenReview, spec: {}}";
    wish.bodyFormat = BodyFormat::Yaml;
    const Response answer = story.cluster.lab().submit(wish);
    QCOMPARE(answer.status.code, 400);
    QCOMPARE(shown(answer.status.message), QString("token is required for TokenReview in authentication"));
}

void TestTokens::theOwnerIsKnown_data()
{
    QTest::addColumn<QByteArray>("bound");
    QTest::addColumn<QStringList>("extra");
    QTest::newRow("an account") << QByteArray() << QStringList{"credential-id"};
    QTest::newRow("an account in a pod") << QByteArray("Pod web")
                                         << QStringList{"credential-id", "node-name", "node-uid", "pod-name", "pod-uid"};
    QTest::newRow("an account on a node") << QByteArray("Node node-1") << QStringList{"credential-id", "node-name", "node-uid"};
    QTest::newRow("an account with a secret") << QByteArray("Secret box") << QStringList{"credential-id"};
}

void TestTokens::theOwnerIsKnown()
{
    QFETCH(QByteArray, bound);
    QFETCH(QStringList, extra);
    Story story;
    if (!bound.isEmpty())
        story.token = story.issueFor(bound.split(' ')[0], bound.split(' ')[1]);
    const Asker asker = story.shownToServer();
    QVERIFY(asker.identity);
    Request wish;
    wish.verb = Verb::Create;
    wish.kind = api::findKind("authentication.k8s.io", "v1", "SelfSubjectReview");
    wish.identity = asker.identity;
    wish.authentication = asker.authentication;
    wish.body = "{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}";
    wish.bodyFormat = BodyFormat::Yaml;
    const Response answer = story.cluster.lab().submit(wish);
    QCOMPARE(shown(answer.object.meta().creationTimestamp.text()), QString("2026-01-01T00:10:00Z"));
    const api::UserInfo& user = answer.object.as<api::SelfSubjectReview>()->status->userInfo;
    QCOMPARE(shown(user.username.str()), QString("system:serviceaccount:default:robot"));
    QCOMPARE(user.uid, story.cluster.find("ServiceAccount", "robot").meta().uid);
    QStringList groups;
    for (const api::Text& group : user.groups)
        groups << shown(group.str());
    QCOMPARE(groups, (QStringList{"system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"}));
    QStringList keys;
    for (const auto& [key, values] : user.extra) {
        keys << shown(key.str()).remove("authentication.kubernetes.io/");
        QCOMPARE(values.size(), std::size_t{1});
        if (keys.back() == "node-name")
            QCOMPARE(shown(values[0].str()), QString("node-1"));
        else if (keys.back() == "pod-uid")
            QCOMPARE(values[0], story.cluster.find("Pod", "web").meta().uid);
        else if (keys.back() == "credential-id")
            QVERIFY(values[0].view().starts_with("JTI="));
    }
    QCOMPARE(keys, extra);
    QCOMPARE(story.review().user, user); // a review says the same of him
}

void TestTokens::theCertificateGoesFirst_data()
{
    QTest::addColumn<bool>("certificate");
    QTest::addColumn<QString>("objection");
    QTest::addColumn<QString>("authorization"); // TOKEN stands for a good one
    QTest::addColumn<QString>("user"); // or why it is 401
    QTest::newRow("both are good") << true << "" << "Bearer TOKEN" << "jane";
    QTest::newRow("the token is not") << true << "" << "Bearer x" << "jane";
    QTest::newRow("the certificate is not") << false << "it is too old" << "Bearer TOKEN" << "system:serviceaccount:default:robot";
    QTest::newRow("neither is") << false << "it is too old" << "Bearer x" << "401 the token is no JSON Web Token";
    QTest::newRow("a bad certificate alone") << false << "it is too old" << "" << "401 it is too old";
    QTest::newRow("in any case, with spaces around") << false << "" << " bEARER TOKEN " << "system:serviceaccount:default:robot";
    QTest::newRow("a token that is empty") << false << "" << "Bearer " << "system:anonymous";
    QTest::newRow("a password is nothing to this server") << false << "" << "Basic YTpi" << "system:anonymous";
    QTest::newRow("nothing") << false << "" << "" << "system:anonymous";
}

void TestTokens::theCertificateGoesFirst()
{
    QFETCH(bool, certificate);
    QFETCH(QString, objection);
    QFETCH(QString, authorization);
    QFETCH(QString, user);
    Story story;
    Credentials credentials;
    if (certificate)
        credentials.certificate = std::make_shared<const Identity>(Identity{"jane", "", {"system:authenticated"}, {}});
    credentials.certificateObjection = objection.toStdString();
    credentials.authorization = authorization.replace("TOKEN", shown(story.token)).toStdString();
    const Asker asker = story.cluster.lab().asker(credentials);
    QCOMPARE(asker.identity ? shown(asker.identity->user)
                            : QString::number(asker.authentication->refusal.code) + " " + shown(asker.authentication->what),
        user);
}

void TestTokens::actingAsSomebodyElse()
{
    Story story;
    QVERIFY(story.cluster
                .create(R"(apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: robot}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: robot, namespace: default}, {kind: User, name: jane}]
)")
                .ok());
    const Asker asker = story.shownToServer({{"Impersonate-User", "jane"}, {"Impersonate-Group", "dev"}});
    QVERIFY(asker.identity);
    const Response answer = story.request(asker, Verb::Create, "ConfigMap", "made");
    QCOMPARE(answer.status.code, 201);
    QCOMPARE(shown(answer.trace[0].what), QString("system:serviceaccount:default:robot acts as jane"));
    const auto& store = story.cluster.lab().store();
    QCOMPARE(shown(store.change(store.revision())->origin.actor.str()), QString("jane"));
    const auto why = story.cluster.lab().why(keyOf(*api::findKind("", "v1", "ConfigMap"), "default", "made"));
    QVERIFY(!why.empty());
    QCOMPARE(shown(why[0].who), QString("jane"));
    // A log tells both, and does not hold the token.
    const lab::Input& input = *story.cluster.lab().inputs().back();
    const std::string line = input.line();
    QVERIFY(line.find(story.token) == std::string::npos);
    const auto read = lab::Input::parse(line);
    QVERIFY(read);
    QCOMPARE(shown(read->line()), shown(line));
    QCOMPARE(shown(read->request.authentication->impersonator->user), QString("system:serviceaccount:default:robot"));
}

void TestTokens::actingAsSomebodyElseMayBeRefused()
{
    Story story;
    const Asker asker = story.shownToServer({{"Impersonate-User", "jane"}});
    QVERIFY(!asker.identity);
    const Response answer = story.request(asker, Verb::Create, "ConfigMap", "made");
    QCOMPARE(answer.status.code, 403);
    QCOMPARE(shown(answer.status.message),
        QString(R"(users "jane" is forbidden: User "system:serviceaccount:default:robot" cannot impersonate resource "users" in API group "" at the cluster scope)"));
    QCOMPARE(answer.trace.size(), std::size_t{2});
    QCOMPARE(shown(answer.trace[0].what), QString("system:serviceaccount:default:robot"));
    QCOMPARE(shown(answer.trace[1].by), QString("impersonation"));
    const auto read = lab::Input::parse(story.cluster.lab().inputs().back()->line());
    QVERIFY(read);
    const api::Status again = story.cluster.lab().submit(read->request).status; // and so it is in a replay
    QCOMPARE(shown(api::toJson(again.toValue())), shown(api::toJson(answer.status.toValue())));
}

namespace {

const char* const tokenSecret = R"(
apiVersion: v1
kind: Secret
metadata: {name: key, annotations: {kubernetes.io/service-account.name: robot}}
type: kubernetes.io/service-account-token
)";

std::string tokenIn(Story& story)
{
    return story.cluster.find("Secret", "key").as<api::Secret>()->data.valueOr("token", {}).str();
}

} // namespace

void TestTokens::secretsAreFilled()
{
    Story story;
    QVERIFY(story.cluster.create(tokenSecret).ok());
    story.cluster.lab().runFor(1s);
    const api::ObjectPtr object = story.cluster.find("Secret", "key");
    const api::Map<api::Text>& data = object.as<api::Secret>()->data;
    QCOMPARE(shown(data.valueOr("namespace", {}).str()), QString("default"));
    QVERIFY(data.valueOr("ca.crt", {}).view().starts_with("-----BEGIN CERTIFICATE-----"));
    QCOMPARE(object.meta().annotations.valueOr("kubernetes.io/service-account.uid", {}),
        story.cluster.find("ServiceAccount", "robot").meta().uid);
    story.token = tokenIn(story);
    const api::TokenReviewStatus status = story.review();
    QCOMPARE(shown(status.error.str()), QString());
    QCOMPARE(shown(status.user.username.str()), QString("system:serviceaccount:default:robot"));
    QVERIFY(status.user.extra.empty());
    story.cluster.lab().runFor(24h * 3); // it has no end
    QVERIFY(story.review().authenticated);

    // What somebody takes out comes back.
    story.cluster.change("Secret", "key", [](api::ObjectPtr& secret) { secret.editAs<api::Secret>().data.clear(); });
    story.cluster.lab().runFor(1s);
    QCOMPARE(shown(tokenIn(story)), shown(story.token));
}

void TestTokens::tokensInSecretsEndWithThem_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, Change change, const char* error) { QTest::newRow(name) << change << QString(error); };
    row("the secret is gone", [](Story& story) { story.cluster.remove("Secret", "key"); },
        "[invalid bearer token, Token has been invalidated]");
    row("it holds another one",
        [](Story& story) {
            story.cluster.change(
                "Secret", "key", [](api::ObjectPtr& secret) { secret.editAs<api::Secret>().data.set("token", "x"); });
        },
        "[invalid bearer token, Token does not match server's copy]");
    row("the account is gone, and the secret with it",
        [](Story& story) {
            story.cluster.remove("ServiceAccount", "robot");
            story.cluster.lab().runFor(1s);
        },
        "[invalid bearer token, Token has been invalidated]");
    row("the account is gone, just now", [](Story& story) { story.cluster.remove("ServiceAccount", "robot"); },
        R"([invalid bearer token, serviceaccounts "robot" not found])");
}

void TestTokens::tokensInSecretsEndWithThem()
{
    QFETCH(Change, change);
    QFETCH(QString, error);
    Story story;
    QVERIFY(story.cluster.create(tokenSecret).ok());
    story.cluster.lab().runFor(1s);
    story.token = tokenIn(story);
    QVERIFY(story.review().authenticated);
    change(story);
    QCOMPARE(shown(story.review().error.str()), error);
}

void TestTokens::secretsWithoutAccountGo()
{
    Story story;
    QVERIFY(story.cluster.create(QByteArray(tokenSecret).replace("robot", "nobody")).ok());
    story.cluster.lab().runFor(1s);
    QVERIFY(!story.cluster.find("Secret", "key"));

    QVERIFY(story.cluster.create(tokenSecret).ok());
    story.cluster.change("ServiceAccount", "robot", [](api::ObjectPtr& account) {
        api::ObjectReference reference;
        reference.name = "key";
        account.editAs<api::ServiceAccount>().secrets.push_back(reference);
        reference.name = "box";
        account.editAs<api::ServiceAccount>().secrets.push_back(reference);
    });
    story.cluster.lab().runFor(1s);
    QVERIFY(story.cluster.find("Secret", "key"));
    story.cluster.remove("Secret", "key");
    story.cluster.lab().runFor(1s);
    const api::ObjectPtr account = story.cluster.find("ServiceAccount", "robot");
    QCOMPARE(account.as<api::ServiceAccount>()->secrets.size(), std::size_t{1}); // it no longer names what is gone
    QCOMPARE(shown(account.as<api::ServiceAccount>()->secrets[0].name.str()), QString("box"));
}

void TestTokens::keysComeFromSeedAndSecret()
{
    const SessionKeys keys(1, secretOf(7));
    const SessionKeys same(1, secretOf(7));
    QCOMPARE(keys.tokens().id(), same.tokens().id());
    QCOMPARE(keys.authority().certificate(), same.authority().certificate());
    QVERIFY(keys.authority().certificate() != SessionKeys(2, secretOf(7)).authority().certificate());
    QVERIFY(keys.tokens().id() != SessionKeys(2, secretOf(7)).tokens().id());
    QVERIFY(keys.tokens().id() != SessionKeys(1, secretOf(8)).tokens().id());
    QVERIFY(keys.tokens().id() != keys.authority().key().id());
    const auto one = newSessionSecret();
    const auto another = newSessionSecret();
    QVERIFY(one && another && *one != *another);
}

void TestTokens::theSecretIsNoHistory()
{
    Story one(7);
    Story other(8);
    for (Story* story : {&one, &other}) {
        QVERIFY(story->cluster.create(tokenSecret).ok());
        story->cluster.lab().runFor(1s);
        story->request(story->shownToServer(), Verb::Create, "ConfigMap", "c"); // refused, by each in the same way
        story->cluster.remove("Secret", "key");
        story->cluster.lab().runFor(1min);
    }
    QVERIFY(one.token != other.token);
    const auto certificate = [](Story& story) {
        return story.cluster.find("ConfigMap", "kube-root-ca.crt").as<api::ConfigMap>()->data.valueOr("ca.crt", {}).str();
    };
    QVERIFY(!certificate(one).empty());
    QVERIFY(certificate(one) != certificate(other));
    QCOMPARE(one.cluster.lab().historyHash(), other.cluster.lab().historyHash());
    // Everything else of them is history.
    one.cluster.change("ConfigMap", "kube-root-ca.crt", [](api::ObjectPtr& config) {
        config.editAs<api::ConfigMap>().data.set("x", "y");
    });
    other.cluster.change("ConfigMap", "kube-root-ca.crt", [](api::ObjectPtr& config) {
        config.editAs<api::ConfigMap>().data.set("x", "z");
    });
    QVERIFY(one.cluster.lab().historyHash() != other.cluster.lab().historyHash());
}

void TestTokens::aLogIsReplayedWithAnotherSecret()
{
    Story story;
    QVERIFY(story.cluster
                .create(R"(apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: robot}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: robot, namespace: default}]
)")
                .ok());
    QCOMPARE(story.request(story.shownToServer(), Verb::Create, "ConfigMap", "a").status.code, 201);
    story.cluster.lab().runFor(2h);
    QCOMPARE(story.request(story.shownToServer(), Verb::Create, "ConfigMap", "b").status.code, 401);
    QVERIFY(story.cluster.create(tokenSecret).ok());
    story.cluster.lab().runFor(1s);

    lab::Lab again(lab::ClusterFile::standard(), optionsWith(9));
    std::vector<int> codes;
    for (const auto& input : story.cluster.lab().inputs()) {
        const auto read = lab::Input::parse(input->line());
        QVERIFY(read);
        codes.push_back(again.again(*read).status.code);
    }
    again.runFor(story.cluster.lab().now() - again.now());
    QCOMPARE(std::count(codes.begin(), codes.end(), 401), 1);
    QCOMPARE(again.historyHash(), story.cluster.lab().historyHash());
}

QTEST_GUILESS_MAIN(TestTokens)
#include "test_tokens.moc"
