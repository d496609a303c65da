#include "watchhub.h"

#include "revisions.h"

#include "apiserver/refusals.h"
#include "apiserver/resources.h"

#include <set>
#include <unordered_map>

namespace kubarium::serve {

namespace {

using apiserver::WatchEventType;

constexpr std::chrono::seconds bookmarkEvery{60};
constexpr int shortestSeconds = 1800; // of a watch for which no time was asked; twice that is the longest
// A watch of a kind that never changes must not fall out of the store's log.
constexpr store::Revision sweepEvery = store::Store::keptForApi / 5;

} // namespace

class WatchHub::Round {
public:
    explicit Round(const lab::Lab& lab) : now(lab.now()), m_lab(lab) { }

    // The event with its version as clients count.
    apiserver::WatchEvent counted(const api::Kind& kind, apiserver::WatchEvent event) const
    {
        event.object = versionsOf(m_lab, kind).shown(std::move(event.object));
        return event;
    }

    // What one revision did is the same event for all who see it as the same type of change.
    EventPtr shared(const api::Kind& kind, apiserver::WatchEvent&& event)
    {
        EventPtr& known = m_events[&kind][event.revision * 4 + static_cast<std::uint64_t>(event.type)];
        if (!known)
            known = std::make_shared<SharedEvent>(kind, counted(kind, std::move(event)), now);
        return known;
    }

    const api::Time now;

private:
    const lab::Lab& m_lab;
    std::map<const api::Kind*, std::unordered_map<std::uint64_t, EventPtr>> m_events;
};

WatchHub::WatchHub(lab::Lab& lab, std::shared_ptr<Metrics> metrics)
    : m_lab(lab),
      m_metrics(std::move(metrics)),
      m_random(std::random_device()()),
      m_changes(lab.changes().connect([this](const lab::BatchPtr& batch) { changed(*batch); }))
{
}

std::size_t WatchHub::size() const
{
    std::size_t count = 0;
    for (const auto& [resource, watchers] : m_watchers)
        count += watchers.size();
    return count;
}

api::Result<std::shared_ptr<WatchStream>> WatchHub::open(const ApiCall& call, Wall::time_point now)
{
    apiserver::Request request = call.request;
    const store::Store& store = m_lab.store(*request.kind);
    std::string& since = request.list.resourceVersion;
    if (call.watch.sendInitialEvents) {
        if (auto refusal = revisionRefusal(since, request.versions, store))
            return *std::move(refusal);
        if (*call.watch.sendInitialEvents)
            since.clear(); // what exists now is not older than any version it may have named
        else if (since.empty() || since == "0")
            since = std::to_string(request.versions.shown(store.revision()));
    }
    api::Result<apiserver::Watch> watch = m_lab.watch(request);
    auto stream = std::make_shared<WatchStream>(*request.kind, call.wish, m_metrics);
    if (!watch) {
        if (watch.status().code != 410)
            return watch.status();
        stream->endWith(watch.status());
        return stream;
    }

    const Round round(m_lab);
    std::vector<apiserver::WatchEvent> backlog;
    do { // a first look tells what exists; one from a version on may need several
        api::Result<std::vector<apiserver::WatchEvent>> events = watch->poll(store);
        if (!events) {
            stream->endWith(events.status());
            return stream;
        }
        for (apiserver::WatchEvent& event : *events)
            backlog.push_back(round.counted(*request.kind, std::move(event)));
    } while (watch->revision() < store.revision());
    if (call.watch.sendInitialEvents.value_or(false) && call.watch.bookmarks)
        backlog.push_back(bookmark(*request.kind, request.versions.shown(watch->revision()), true));
    stream->begin(std::move(backlog), m_lab.now());

    const std::chrono::seconds lasts = call.watch.timeout.value_or(
        std::chrono::seconds(std::uniform_int_distribution(shortestSeconds, 2 * shortestSeconds)(m_random)));
    m_watchers[apiserver::resourceId(*request.kind)].push_back(
        {std::move(*watch), stream, call.watch.bookmarks, now + bookmarkEvery, now + lasts});
    return stream;
}

void WatchHub::changed(const lab::Batch& batch)
{
    if (batch.rewound) {
        endAll(); // they tell of another world
        return;
    }
    std::set<store::ResourceId> resources;
    const store::Revision revision = m_lab.store().revision();
    if (revision >= m_swept + sweepEvery) {
        m_swept = revision;
        for (const auto& [resource, watchers] : m_watchers)
            resources.insert(resource);
    } else {
        for (const store::Change& change : batch.changes)
            resources.insert(change.resource);
        for (const auto& [resource, watchers] : m_watchers) { // the lab's own objects are few, and no part of history
            if (apiserver::kindOf(resource).group == "lab.kubarium.dev")
                resources.insert(resource);
        }
    }
    Round round(m_lab);
    for (const store::ResourceId resource : resources) {
        if (const auto found = m_watchers.find(resource); found != m_watchers.end())
            poll(found->second, round);
    }
}

void WatchHub::poll(Watchers& watchers, Round& round)
{
    std::erase_if(watchers, [&](Watcher& watcher) { return !news(watcher, round); });
}

bool WatchHub::news(Watcher& watcher, Round& round)
{
    const api::Kind& kind = watcher.watch.kind();
    const store::Store& store = m_lab.store(kind);
    std::vector<EventPtr> told;
    while (watcher.watch.revision() < store.revision()) {
        api::Result<std::vector<apiserver::WatchEvent>> events = watcher.watch.poll(store);
        if (!events) {
            watcher.stream->endWith(events.status());
            return false;
        }
        for (apiserver::WatchEvent& event : *events)
            told.push_back(round.shared(kind, std::move(event)));
    }
    return told.empty() || watcher.stream->push(told);
}

void WatchHub::tick(Wall::time_point now)
{
    Round round(m_lab);
    const auto due = [&](Watcher& watcher) {
        const bool ends = now >= watcher.end;
        if (!ends && (!watcher.bookmarks || now < watcher.nextBookmark))
            return watcher.stream->isLeft(); // who has nothing to be told is not missed otherwise
        if (!news(watcher, round))
            return true;
        watcher.nextBookmark = now + bookmarkEvery;
        if (watcher.bookmarks) {
            const api::Kind& kind = watcher.watch.kind();
            const store::Revision revision = versionsOf(m_lab, kind).shown(watcher.watch.revision());
            const EventPtr mark = std::make_shared<SharedEvent>(kind, bookmark(kind, revision, false), round.now);
            if (!watcher.stream->push(std::span(&mark, 1)))
                return true;
        }
        if (ends)
            watcher.stream->end();
        return ends;
    };
    for (auto& [resource, watchers] : m_watchers)
        std::erase_if(watchers, due);
    std::erase_if(m_watchers, [](const auto& entry) { return entry.second.empty(); });
}

void WatchHub::endAll()
{
    for (auto& [resource, watchers] : m_watchers) {
        for (Watcher& watcher : watchers)
            watcher.stream->end();
    }
    m_watchers.clear();
}

} // namespace kubarium::serve
