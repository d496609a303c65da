#include "journal.h"

#include "lines.h"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace kubarium::lab {

namespace {

constexpr std::chrono::milliseconds gathered{20}; // how long lines wait for company before they are written
constexpr std::chrono::milliseconds beforeNextTry{1'000}; // after a write that failed

std::string header(std::uint64_t fold)
{
    return R"({"format":"kubarium-journal","version":1,"fold":)" + std::to_string(fold) + "}\n";
}

} // namespace

std::string journalMarker(std::uint64_t fold)
{
    return "{\"fold\":" + std::to_string(fold) + "}\n";
}

std::string journalOf(const std::string& file)
{
    return file + ".journal";
}

api::Parsed<JournalLines> linesAfter(
    std::string_view all, std::uint64_t fold, const std::function<bool(std::string_view)>& isLine)
{
    JournalLines found;
    std::string_view content = all;
    const auto first = nextLine(content);
    const auto about = first ? parsedObject(*first) : std::nullopt;
    if (!first) { // it was being begun: nothing had happened yet
        found.cutOff = true;
        return found;
    }
    if (!about || (*about)["format"].text() != "kubarium-journal")
        return api::Refusal{"is no journal of a session"};
    if ((*about)["version"].integer() != 1)
        return api::Refusal{"is of journal format " + std::to_string((*about)["version"].integer())
            + "; format 1 is what is read here"};
    bool continues = (*about)["fold"].integer() == static_cast<std::int64_t>(fold);
    const std::string mark = journalMarker(fold);
    std::size_t number = 1;
    std::size_t damaged = 0;
    found.whole = all.size();
    while (!content.empty()) {
        const std::size_t begin = all.size() - content.size();
        const auto line = nextLine(content);
        ++number;
        const bool isMarker = line && line->starts_with("{\"fold\":") && parsedObject(*line);
        if (!line || !(isMarker || isLine(*line))) {
            // The end of what a crash left may be anything; a whole line behind it means another kind of damage.
            damaged = damaged == 0 ? number : damaged;
            if (!line)
                content = {};
            found.whole = damaged == number ? begin : found.whole;
            continue;
        }
        if (damaged != 0)
            return api::Refusal{"is damaged in line " + std::to_string(damaged)};
        if (isMarker && std::string(*line) + '\n' == mark) {
            found.lines.clear();
            continues = true;
        } else if (!isMarker) {
            found.lines.push_back(*line);
        }
    }
    if (!continues)
        return api::Refusal{"continues another state of it"};
    found.cutOff = damaged != 0;
    return found;
}

struct Journal::Private {
    void write()
    {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [&] { return hasWork() || ending; });
            if (ending && (failed || !hasWork()))
                return;
            if (!urgent && !isFolded())
                changed.wait_for(lock, failed ? beforeNextTry : gathered, [&] { return ending || urgent; });
            flush(lock);
            if (wanted && !folding && waiting.empty())
                startFold(std::exchange(wanted, {}));
            if (isFolded())
                rotate(lock);
            urgent = false;
            settled.notify_all();
        }
    }

    bool isBusy() const { return wanted || folded; }

    bool isFolded() const { return folded && !folding; }

    bool hasWork() const { return !waiting.empty() || !place.empty() || (wanted && !folding) || isFolded(); }

    // What comes next must not be followed by a place that was before it.
    void keepPlace()
    {
        if (!place.empty())
            waiting += std::exchange(place, {}) + '\n';
    }

    // Writes what waits; the lock is open meanwhile.
    void flush(std::unique_lock<std::mutex>& lock)
    {
        keepPlace();
        std::string bytes = std::exchange(waiting, {});
        if (bytes.empty())
            return;
        writing = true;
        lock.unlock();
        const bool done = file.cut(written) && file.write(bytes) && file.sync();
        const std::string sentence = done ? std::string() : systemSentence("cannot write", path);
        lock.lock();
        writing = false;
        if (done) {
            written += bytes.size();
            failed = false;
            return;
        }
        waiting.insert(0, bytes); // it is tried again
        if (!std::exchange(failed, true))
            trouble = sentence;
    }

    struct Fold {
        std::uint64_t number = 0;
        std::function<api::Parsed<std::string>()> content;
    };

    void startFold(std::optional<Fold> fold)
    {
        folding = true;
        foldFailed = false;
        folded = std::move(fold);
        if (folder.joinable())
            folder.join(); // it has said that it is done
        folder = std::thread([this] {
            const api::Parsed<std::string> content = folded->content();
            const std::string sentence = content ? replaceFile(target, *content) : target + " " + content.error();
            const std::lock_guard lock(mutex);
            folded->content = nullptr; // and all that it holds
            if (!sentence.empty()) {
                trouble = sentence;
                foldFailed = true;
                folded.reset();
            }
            folding = false;
            urgent = true;
            changed.notify_all();
            settled.notify_all();
        });
    }

    // What stands in the file now need not stand in the journal.
    void rotate(std::unique_lock<std::mutex>& lock)
    {
        const Fold done = *std::exchange(folded, {});
        const std::string mark = '\n' + journalMarker(done.number);
        writing = true;
        lock.unlock();
        std::string sentence;
        const auto all = contentOf(path);
        auto next = PrivateFile::beside(path);
        std::size_t size = 0;
        const std::size_t at = all && *all ? (*all)->rfind(mark) : std::string::npos;
        if (!next || at == std::string::npos) {
            sentence = !next ? next.error() : all ? path + " has been changed by somebody else" : all.error();
        } else {
            const std::string content = header(done.number) + (*all)->substr(at + mark.size());
            size = content.size();
            if (!next->write(content) || !next->commit(path))
                sentence = systemSentence("cannot write", path);
        }
        lock.lock();
        writing = false;
        if (!sentence.empty()) { // the old one serves as well: its marker says where to go on
            trouble = sentence;
            return;
        }
        file = *std::move(next);
        written = size;
    }

    std::string target; // the session file
    std::string path;
    PrivateFile file;

    mutable std::mutex mutex; // guards the rest
    std::condition_variable changed; // something is to be done
    std::condition_variable settled; // something has been done
    std::string waiting; // whole lines
    std::string place;
    std::size_t written = 0; // bytes of the journal
    std::size_t sinceFold = 0;
    std::optional<Fold> wanted; // when everything before its marker is on the disk
    std::optional<Fold> folded; // that goes on, or is done and not yet rotated
    bool folding = false;
    bool writing = false;
    bool urgent = false;
    bool ending = false;
    bool failed = false; // the last write
    bool foldFailed = false; // the last one
    std::string trouble;
    std::thread folder;
    std::thread writer;
};

Journal::Journal(std::unique_ptr<Private> begun) : d(std::move(begun))
{
    d->writer = std::thread([this] { d->write(); });
}

api::Parsed<std::unique_ptr<Journal>> Journal::begin(const std::string& file, std::uint64_t fold)
{
    auto begun = std::make_unique<Private>();
    begun->target = file;
    begun->path = journalOf(file);
    const std::string first = header(fold);
    api::Parsed<PrivateFile> next = PrivateFile::beside(begun->path);
    if (!next)
        return api::Refusal{next.error()};
    if (!next->write(first) || !next->commit(begun->path))
        return api::Refusal{systemSentence("cannot write", begun->path)};
    begun->file = *std::move(next);
    begun->written = first.size();
    return std::unique_ptr<Journal>(new Journal(std::move(begun)));
}

Journal::~Journal()
{
    settle();
    {
        const std::lock_guard lock(d->mutex);
        d->ending = true;
    }
    d->changed.notify_all();
    d->writer.join();
    if (d->folder.joinable())
        d->folder.join();
}

void Journal::append(std::string line)
{
    const std::lock_guard lock(d->mutex);
    d->sinceFold += line.size() + 1;
    d->keepPlace();
    d->waiting += line += '\n';
    d->changed.notify_all();
}

void Journal::notePlace(std::string line)
{
    const std::lock_guard lock(d->mutex);
    d->sinceFold += d->place.empty() ? line.size() + 1 : 0;
    d->place = std::move(line);
    d->changed.notify_all();
}

bool Journal::fold(std::uint64_t fold, std::function<api::Parsed<std::string>()> content)
{
    const std::lock_guard lock(d->mutex);
    if (d->isBusy())
        return false;
    d->keepPlace();
    d->waiting += journalMarker(fold);
    d->sinceFold = 0;
    d->wanted = Private::Fold{fold, std::move(content)};
    d->changed.notify_all();
    return true;
}

bool Journal::isFolding() const
{
    const std::lock_guard lock(d->mutex);
    return d->isBusy();
}

void Journal::settle()
{
    std::unique_lock lock(d->mutex);
    d->urgent = true;
    d->changed.notify_all();
    d->settled.wait(lock, [&] {
        const bool idle = d->waiting.empty() && d->place.empty() && !d->wanted && !d->folded && !d->writing;
        return idle || (d->failed && !d->folding && !d->writing);
    });
}

std::size_t Journal::size() const
{
    const std::lock_guard lock(d->mutex);
    return d->sinceFold;
}

std::string Journal::takeTrouble()
{
    const std::lock_guard lock(d->mutex);
    return std::exchange(d->trouble, {});
}

bool Journal::remove()
{
    settle();
    const std::lock_guard lock(d->mutex);
    return !d->failed && !d->foldFailed && ::unlink(d->path.c_str()) == 0;
}

} // namespace kubarium::lab
