#include "gateway.h"

#include "apicall.h"
#include "asker.h"
#include "forms.h"
#include "health.h"
#include "issuer.h"
#include "revisions.h"
#include "serverinfo.h"
#include "statusjson.h"
#include "travel.h"
#include "workers.h"

#include "apiserver/authorization.h"
#include "apiserver/refusals.h"
#include "apiserver/resources.h"

#include <map>
#include <mutex>

namespace kubarium::serve {

namespace {

using apiserver::Verb;

constexpr unsigned workerThreads = 2;

// One request on its way: what came in, and everything that is found out about it.
struct Exchange {
    HttpRequest http;
    Target target;
    Query query;
    Reply reply;
};

using ExchangePtr = std::shared_ptr<Exchange>;

Offer offerFor(What what)
{
    return what == What::LegacyVersions || what == What::Groups ? Offer::Discovery : Offer::Plain;
}

} // namespace

struct Gateway::Private : std::enable_shared_from_this<Gateway::Private> {
    Private(lab::LabThread& labThread, std::string serverAddress)
        : thread(labThread),
          info(std::move(serverAddress)),
          workers(std::make_unique<Workers>(workerThreads))
    {
    }

    void handle(HttpRequest http, Reply reply)
    {
        auto exchange = std::make_shared<Exchange>();
        exchange->http = std::move(http);
        exchange->reply = std::move(reply);
        const std::string_view sent = exchange->http.target;
        const std::size_t mark = sent.find('?');
        exchange->target = parseTarget(sent.substr(0, mark));
        exchange->query = Query::parse(mark == std::string_view::npos ? std::string_view() : sent.substr(mark + 1));
        const bool posted = thread.post([self = shared_from_this(), exchange](lab::Lab& lab) {
            if (exchange->target.what == What::Resource)
                self->resource(lab, exchange);
            else
                self->path(lab, exchange);
        });
        if (!posted)
            refuse(exchange, refusals::unavailable("the server is shutting down"));
    }

    // In the lab's thread.

    // What is no resource: asked of the authorizers by its path.
    void path(lab::Lab& lab, const ExchangePtr& exchange)
    {
        const Target& target = exchange->target;
        const std::string verb = plainVerb(exchange->http.method);
        const apiserver::Asker asker = lab.asker(credentialsIn(exchange->http, lab.now()));
        if (!asker.identity)
            return refuse(exchange, asker.authentication->refusal);
        const apiserver::AccessQuestion question{*asker.identity, verb, {}, {}, {}, {}, {}, {}, target.path, {}};
        if (const auto decision = lab.decide(question); !decision.allowed())
            return refuse(exchange, apiserver::refusals::pathNotAllowed(question, decision.why));
        if (target.what == What::Nothing)
            return refuse(exchange, apiserver::refusals::noSuchPath());
        if (verb != "get" && verb != "head")
            return refuse(exchange, apiserver::refusals::methodNotAllowed());
        if (target.what == What::Issuer || target.what == What::IssuerKeys)
            return send(exchange, issuerAnswer(target.what, lab.keys(), info.address()), nullptr);
        const std::uint64_t revision = lab.store().revision();
        const std::uint64_t inputs = lab.inputs().size();
        workers->post(
            [self = shared_from_this(), exchange, revision, inputs] { self->tell(exchange, revision, inputs); });
    }

    void resource(lab::Lab& lab, const ExchangePtr& exchange)
    {
        ApiCall call = readApiCall(exchange->http, exchange->target, exchange->query);
        apiserver::Request& request = call.request;
        apiserver::Asker asker = lab.asker(credentialsIn(exchange->http, lab.now()));
        request.identity = std::move(asker.identity);
        request.authentication = std::move(asker.authentication);
        if (!request.identity)
            return refuseUnknown(lab, exchange, call);
        request.versions = versionsOf(lab, *request.kind);
        if (call.refusal || isClockMove(request)) {
            if (const auto decision = lab.decide(questionOf(request)); !decision.allowed())
                return refuse(exchange, call, apiserver::refusals::notAllowed(request, decision.why));
            if (call.refusal)
                return refuse(exchange, call, *call.refusal);
            if (isTravel(request))
                return goElsewhere(lab, exchange, call);
            return request.subresource == "advance" ? advance(lab, exchange, call) : step(lab, exchange, call);
        }
        if (request.verb == Verb::Watch)
            return watch(lab, exchange, call);
        if (request.verb == Verb::Get) {
            const store::Store& store = lab.store(*request.kind);
            if (auto refusal = revisionRefusal(request.list.resourceVersion, request.versions, store))
                return refuse(exchange, call, *refusal);
        }
        write(exchange, call, lab.submit(request), lab.now());
    }

    // Somebody who must not ask at all, or not as whom he wants. Of what he sent nothing is read; that he came is noted.
    void refuseUnknown(lab::Lab& lab, const ExchangePtr& exchange, ApiCall& call)
    {
        if (call.request.verb == Verb::Watch)
            return refuse(exchange, call, call.request.authentication->refusal);
        call.request.body.clear();
        call.request.bodyFormat = apiserver::BodyFormat::None;
        write(exchange, call, lab.submit(call.request), lab.now());
    }

    void watch(lab::Lab& lab, const ExchangePtr& exchange, const ApiCall& call)
    {
        if (closing)
            return refuse(exchange, call, refusals::unavailable("the server is shutting down"));
        api::Result<std::shared_ptr<WatchStream>> stream = hubOf(lab).open(call, Wall::now());
        if (!stream)
            return refuse(exchange, call, stream.status());
        Answer answer;
        answer.contentType = contentTypeOf(call.wish);
        if (call.wish.form.media == Media::Json)
            answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
        answer.stream = *stream;
        send(exchange, std::move(answer), &call.request);
    }

    void advance(lab::Lab& lab, const ExchangePtr& exchange, const ApiCall& call)
    {
        const api::Result<api::Microseconds> span = lab::parsedSpan(exchange->query.valueOf("seconds"));
        if (!span)
            return refuse(exchange, call, span.status());
        if (auto refusal = clockRefusal(lab, call))
            return refuse(exchange, call, std::move(*refusal));
        if (call.request.dryRun)
            return tellClock(lab, exchange, call);
        const std::uint64_t number = ++lastAdvance;
        advances.emplace(number, std::pair(exchange, call));
        thread.advance(*span, [self = shared_from_this(), number](lab::Lab& later, lab::LabThread::Advanced how) {
            const auto found = self->advances.find(number);
            if (found == self->advances.end())
                return; // answered when the end began
            const auto [asked, wanted] = std::move(found->second);
            self->advances.erase(found);
            if (how == lab::LabThread::Advanced::Done)
                self->tellClock(later, asked, wanted);
            else if (later.clock().standsStill())
                self->refuse(asked, wanted, wentElsewhere(wanted));
            else // from the start, or somebody has set it going meanwhile
                self->refuse(asked, wanted, runsByItself(wanted));
        });
    }

    void step(lab::Lab& lab, const ExchangePtr& exchange, const ApiCall& call)
    {
        static const std::map<std::string, lab::StepBy, std::less<>> steps = {{"", lab::StepBy::Event},
            {"event", lab::StepBy::Event}, {"write", lab::StepBy::Write}, {"reconcile", lab::StepBy::Reconcile}};
        const std::string by = exchange->query.valueOf("by");
        const auto found = steps.find(by);
        if (found == steps.end())
            return refuse(exchange, call,
                api::badRequest(
                    "by: Unsupported value: \"" + by + "\": supported values: \"event\", \"write\", \"reconcile\""));
        if (auto refusal = clockRefusal(lab, call))
            return refuse(exchange, call, std::move(*refusal));
        if (!call.request.dryRun) {
            lab.step(found->second);
            lab.showClock();
        }
        tellClock(lab, exchange, call);
    }

    // Back in time, or to another branch. All watches end with it.
    void goElsewhere(lab::Lab& lab, const ExchangePtr& exchange, const ApiCall& call)
    {
        if (auto refusal = clockIsThere(lab, call))
            return refuse(exchange, call, *refusal);
        if (auto refusal = travel(lab, call.request, exchange->query))
            return refuse(exchange, call, *refusal);
        tellClock(lab, exchange, call);
    }

    static api::Status wentElsewhere(const ApiCall& call)
    {
        return apiserver::refusals::conflict(*call.request.kind, call.request.name,
            "the lab has gone to another branch of its history; the clock has not gone on to the end");
    }

    static api::Status interrupted()
    {
        return refusals::unavailable("the server is shutting down; the clock has not gone on to the end");
    }

    static api::Status runsByItself(const ApiCall& call)
    {
        return apiserver::refusals::conflict(*call.request.kind, call.request.name,
            "the clock runs by itself; set spec.mode to Manual or spec.paused to true first");
    }

    static std::optional<api::Status> clockIsThere(const lab::Lab& lab, const ApiCall& call)
    {
        const apiserver::Request& request = call.request;
        if (lab.store(*request.kind).find(apiserver::keyOf(*request.kind, {}, request.name)))
            return std::nullopt;
        return apiserver::refusals::notFound(*request.kind, request.name);
    }

    static std::optional<api::Status> clockRefusal(const lab::Lab& lab, const ApiCall& call)
    {
        if (auto refusal = clockIsThere(lab, call))
            return refusal;
        return lab.clock().standsStill() ? std::nullopt : std::optional(runsByItself(call));
    }

    void tellClock(lab::Lab& lab, const ExchangePtr& exchange, const ApiCall& call)
    {
        ApiCall read = call;
        read.request.verb = Verb::Get;
        read.request.subresource.clear();
        write(exchange, read, lab.submit(read.request), lab.now());
    }

    WatchHub& hubOf(lab::Lab& lab)
    {
        if (!hub)
            hub = std::make_unique<WatchHub>(lab, metrics);
        return *hub;
    }

    // In any thread.

    void write(const ExchangePtr& exchange, const ApiCall& call, apiserver::Response response, api::Time now)
    {
        workers->post([self = shared_from_this(), exchange, call, response = std::move(response), now] {
            self->send(exchange, answerTo(call.request, response, call.wish, now, self->inParallel), &call.request);
        });
    }

    // What the server says of itself.
    void tell(const ExchangePtr& exchange, std::uint64_t revision, std::uint64_t inputs)
    {
        const Target& target = exchange->target;
        if (target.what == What::Health)
            return send(exchange, healthAnswer(target.path, exchange->query, closing), nullptr);
        if (target.what == What::Metrics) {
            Answer answer;
            answer.contentType = "text/plain; version=0.0.4; charset=utf-8";
            answer.body = {metrics->text(revision, inputs)};
            return send(exchange, std::move(answer), nullptr);
        }
        if (target.what == What::OpenApiV2 && ServerInfo::wantsProtobuf(exchange->http))
            return send(exchange, info.openApiV2InProtobuf(exchange->http, exchange->query), nullptr);
        const std::optional<Wish> wish = readWish(exchange->http, exchange->query, offerFor(target.what));
        if (!wish)
            return refuse(exchange, refusals::notAcceptable());
        std::optional<Answer> answer = info.answer(exchange->http, target, exchange->query, *wish);
        if (!answer)
            return refuse(exchange, apiserver::refusals::noSuchPath());
        send(exchange, std::move(*answer), nullptr);
    }

    void refuse(const ExchangePtr& exchange, const ApiCall& call, const api::Status& status)
    {
        send(exchange, statusAnswer(status, call.wish), &call.request);
    }

    void refuse(const ExchangePtr& exchange, const api::Status& status)
    {
        const Wish wish = readWish(exchange->http, exchange->query, Offer::Discovery).value_or(Wish());
        send(exchange, statusAnswer(status, wish), nullptr);
    }

    void send(const ExchangePtr& exchange, Answer answer, const apiserver::Request* request)
    {
        Metrics::Label label;
        if (request) {
            label = {std::string(text(request->verb)), std::string(request->kind->group),
                std::string(request->kind->version), std::string(request->kind->resource), request->subresource,
                answer.code};
        } else {
            label.verb = exchange->http.method == "HEAD" || exchange->http.method == "GET" ? "get" : "other";
            label.code = answer.code;
        }
        metrics->count(std::move(label));
        exchange->reply(std::move(answer));
    }

    lab::LabThread& thread;
    ServerInfo info;
    std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
    std::unique_ptr<Workers> workers;
    const InParallel inParallel = [this](std::size_t count, const auto& each) { workers->forEach(count, each); };
    std::atomic<bool> closing = false;

    // Of the lab's thread.
    std::unique_ptr<WatchHub> hub;
    std::map<std::uint64_t, std::pair<ExchangePtr, ApiCall>> advances; // the clock goes on for these
    std::uint64_t lastAdvance = 0;
};

Gateway::Gateway(lab::LabThread& lab, std::string address) : d(std::make_shared<Private>(lab, std::move(address))) { }

Gateway::~Gateway()
{
    close();
    d->thread.run([this](lab::Lab&) { d->hub.reset(); }); // what was asked before this has been asked of the lab now
    d->workers.reset(); // and is answered now
}

void Gateway::handle(HttpRequest request, Reply reply)
{
    d->handle(std::move(request), std::move(reply));
}

void Gateway::tick(Wall::time_point now)
{
    if (d->metrics->watches == 0)
        return;
    d->thread.post([self = d, now](lab::Lab&) {
        if (self->hub)
            self->hub->tick(now);
    });
}

void Gateway::close()
{
    if (d->closing.exchange(true))
        return;
    d->thread.post([self = d](lab::Lab&) {
        if (self->hub)
            self->hub->endAll();
        for (auto& [number, waiting] : std::exchange(self->advances, {}))
            self->refuse(waiting.first, waiting.second, Private::interrupted());
    });
}

std::shared_ptr<Metrics> Gateway::metrics() const
{
    return d->metrics;
}

} // namespace kubarium::serve
