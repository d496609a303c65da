#include "session.h"

#include "lines.h"

#include "api/encode.h"
#include "kubarium/version.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace kubarium::lab {

namespace {

constexpr std::uint64_t eventsBetweenChecks = 1'000;
constexpr std::size_t foldFrom = 16 * 1024 * 1024; // bytes of the journal
constexpr std::chrono::seconds placeEvery{1}; // of virtual time: how much of it a crash may cost where nothing came in
constexpr std::uint64_t eventsUnnoted = 1'000; // and how many events, which a replay of that second would run

std::string lineOf(std::string_view key, api::Value value)
{
    api::Value line;
    line.editObject().set(key, std::move(value));
    return api::toJson(line);
}

std::string placeLine(std::uint64_t branch, const Moment& moment)
{
    api::Value value = described(moment);
    value.editObject().set("on", static_cast<std::int64_t>(branch));
    return lineOf("place", std::move(value));
}

std::string checkLine(const Checkpoint& checkpoint)
{
    return lineOf("hash", api::Text(checkpointLine(checkpoint)));
}

// What a journal tells, done to what a file told.
class Reader {
public:
    explicit Reader(SessionFile& session) : m_session(session) { }

    static bool isLine(std::string_view line)
    {
        if (parsedInputLine(line))
            return true;
        const auto value = parsedObject(line);
        return value && ((*value)["place"].isObject() || (*value)["tree"].isObject() || (*value)["hash"].isString());
    }

    bool take(std::string_view line)
    {
        if (std::optional<BranchInput> input = parsedInputLine(line)) {
            BranchRecord* const record = find(input->branch);
            if (!record)
                return false;
            const Input& one = *input->input;
            record->branch.head = {one.time, one.eventsRun, one.number, 0}; // what it wrote is not known yet
            m_session.past.current = input->branch;
            record->inputs.push_back(std::move(input->input));
            return true;
        }
        const api::Value value = *parsedObject(line);
        if (value["hash"].isString()) {
            const auto checkpoint = parsedCheckpointLine(value["hash"].text());
            if (checkpoint)
                m_session.hashes.push_back(*checkpoint);
            return checkpoint.has_value();
        }
        return value["tree"].isObject() ? takeBranch(value["tree"]) : takePlace(value["place"]);
    }

private:
    bool takeBranch(const api::Value& value)
    {
        const std::optional<Branch> branch = branchFrom(value);
        if (!branch)
            return false;
        BranchRecord* const record = find(branch->number);
        if (!record) {
            m_session.past.branches.push_back({*branch, {}});
            return true;
        }
        const Moment head = record->branch.head;
        record->branch = *branch;
        if (isLater(head, branch->head)) // branches only grow
            record->branch.head = head;
        return true;
    }

    bool takePlace(const api::Value& value)
    {
        const std::optional<Moment> moment = momentFrom(value);
        BranchRecord* const record = find(static_cast<std::uint64_t>(value["on"].integer()));
        if (!moment || !record)
            return false;
        record->branch.head = *moment;
        m_session.past.current = record->branch.number;
        return true;
    }

    BranchRecord* find(std::uint64_t number)
    {
        for (BranchRecord& record : m_session.past.branches) {
            if (record.branch.number == number)
                return &record;
        }
        return nullptr;
    }

    SessionFile& m_session;
};

// A name that nothing has yet: FILE.old, FILE.old-2, …
std::string asideName(const std::string& file)
{
    std::string name = file + ".old";
    for (int more = 2; ::access(name.c_str(), F_OK) == 0; ++more)
        name = file + ".old-" + std::to_string(more);
    return name;
}

std::unique_ptr<Lab> labOf(const SessionFile& session, const Lab::Options& options)
{
    return session.base ? std::make_unique<Lab>(*session.base, session.options(options))
                        : std::make_unique<Lab>(session.cluster, session.options(options));
}

} // namespace

Session::Session(SessionFile about, std::string file, PrivateFile lock)
    : m_file(std::move(file)),
      m_about(std::move(about)),
      m_lock(std::move(lock))
{
}

Session::~Session() = default;

api::Parsed<std::optional<Session::Told>> Session::told(const std::string& file)
{
    const std::string journal = journalOf(file);
    const api::Parsed<std::optional<std::string>> content = contentOf(file);
    if (!content)
        return api::Refusal{content.error()};
    const api::Parsed<std::optional<std::string>> noted = contentOf(journal);
    if (!noted)
        return api::Refusal{noted.error()};
    const std::string lines = noted->value_or(std::string());
    if (!*content && !lines.empty())
        return api::Refusal{file + " is missing, but " + journal + " continues it; move that away to begin anew"};
    if (!*content)
        return std::optional<Told>();

    api::Parsed<SessionFile> session = SessionFile::decoded(**content);
    if (!session)
        return api::Refusal{file + " " + session.error()};
    Told told{*std::move(session), {}, 0};
    if (lines.empty())
        return std::optional(std::move(told));
    const std::string remedy = "; move it away to open " + file + " without what it tells";
    const api::Parsed<JournalLines> after = linesAfter(lines, told.session.fold, Reader::isLine);
    if (!after)
        return api::Refusal{journal + " " + after.error() + remedy};
    Reader reader(told.session);
    for (const std::string_view line : after->lines) {
        if (!reader.take(line))
            return api::Refusal{journal + " does not fit " + file + remedy};
    }
    if (const std::string flaw = told.session.past.flaw(); !flaw.empty())
        return api::Refusal{journal + " does not fit " + file + ": " + flaw + remedy};
    told.journalSize = after->whole;
    if (after->cutOff)
        told.notices.push_back(journal + " ends in a line that was not written to its end; it is left out");
    return std::optional(std::move(told));
}

api::Parsed<Session::Opened> Session::open(
    const std::string& file, const ClusterFile& cluster, const Lab::Options& options)
{
    const std::string journal = journalOf(file);
    const bool isThere = ::access(journal.c_str(), F_OK) == 0;
    api::Parsed<PrivateFile> lock = PrivateFile::appendTo(journal);
    if (!lock)
        return api::Refusal{lock.error()};
    const auto refused = [&](const std::string& sentence) {
        if (!isThere)
            ::unlink(journal.c_str()); // everything is left as it was
        return api::Refusal{sentence};
    };
    api::Parsed<std::optional<Told>> told = Session::told(file);
    if (!told)
        return refused(told.error());

    Opened opened;
    SessionFile about;
    if (*told) {
        opened.isNew = false;
        opened.notices = std::move((*told)->notices);
        about = std::move((*told)->session);
        opened.lab = labOf(about, options);
        const std::string why = opened.lab->restore(about.past, about.hashes);
        if (!why.empty()) {
            const std::string aside = asideName(file);
            if (::link(file.c_str(), aside.c_str()) != 0
                || (isThere && ::link(journal.c_str(), journalOf(aside).c_str()) != 0))
                return refused(systemSentence("cannot put aside", file));
            opened.notices.push_back(file + " was written by Kubarium " + about.engine + "; with "
                + std::string(version) + " its history comes out differently (" + why
                + "), so it goes on from its last objects, of " + about.head.now.text()
                + ", without a history. The whole of it is kept as " + aside);
            about.head.branch = about.past.branches.back().branch.number + 1;
            about.base = std::move(about.head);
            about.hashes.clear();
            opened.lab = labOf(about, options);
        }
        about.past = {};
        about.head = {};
    } else {
        about.seed = options.seed;
        about.epoch = options.epoch;
        about.secret = options.secret;
        about.cluster = cluster;
        opened.lab = labOf(about, options);
        if (!opened.lab->refusals().empty())
            return refused("the cluster file: " + opened.lab->refusals().front());
    }
    about.engine = version;
    opened.options = about.options(options);
    opened.session.reset(new Session(std::move(about), file, *std::move(lock)));
    const std::size_t journalSize = *told ? (*told)->journalSize : 0;
    if (std::string sentence = opened.session->begin(*opened.lab, journalSize); !sentence.empty())
        return refused(sentence);
    return api::Parsed<Opened>(std::move(opened));
}

// The file stands, with all that the journal told, and the journal begins anew. A crash at any step leaves what is needed.
std::string Session::begin(const Lab& lab, std::size_t journalSize)
{
    ++m_about.fold;
    if (journalSize > 0 && !(m_lock.cut(journalSize) && m_lock.write(journalMarker(m_about.fold)) && m_lock.sync()))
        return systemSentence("cannot write", journalOf(m_file));
    const api::Parsed<std::string> content = whole(lab).encoded();
    if (!content)
        return m_file + " " + content.error();
    if (std::string sentence = replaceFile(m_file, *content); !sentence.empty())
        return sentence;
    api::Parsed<std::unique_ptr<Journal>> journal = Journal::begin(m_file, m_about.fold);
    if (!journal)
        return journal.error();
    m_journal = *std::move(journal);
    m_lock = PrivateFile();
    return {};
}

SessionFile Session::whole(const Lab& lab) const
{
    static const api::Kind& oneOfTheLab = *api::findKind("lab.kubarium.dev", "v1", "Fault");
    SessionFile file = m_about;
    file.past = lab.past();
    file.head = {{}, lab.now(), lab.branch()};
    file.snapshots = {lab.store().snapshot(), lab.store(oneOfTheLab).snapshot()};
    return file;
}

void Session::follow(Lab& lab)
{
    m_lab = &lab;
    m_inputs = lab.inputs().size();
    m_place = lab.moment();
    m_branches = lab.branches();
    m_branchChanges = lab.branchChanges();
    m_nextCheck = (m_place.eventsRun / eventsBetweenChecks + 1) * eventsBetweenChecks;
    m_changes = lab.changes().connect([this](const BatchPtr& batch) { took(*batch); });
}

void Session::took(const Batch& batch)
{
    if (m_lab->branchChanges() != m_branchChanges)
        noteBranches();
    const bool asked = m_lab->inputs().size() > m_inputs;
    noteInputs();
    const Moment here = m_lab->moment();
    if (asked || batch.rewound || here.time >= m_place.time + placeEvery
        || here.eventsRun >= m_place.eventsRun + eventsUnnoted)
        notePlace();
    check();
    if (m_journal->size() >= foldFrom)
        fold();
}

// Those that are new, that have another name, or on which one has gone further before leaving them.
void Session::noteBranches()
{
    const std::uint64_t current = m_lab->branch();
    const std::vector<Branch> now = m_lab->branches();
    for (const Branch& branch : now) {
        const auto known = std::find_if(
            m_branches.begin(), m_branches.end(), [&](const Branch& other) { return other.number == branch.number; });
        const bool isNew = known == m_branches.end();
        if (branch.number == current)
            m_inputs = isNew ? branch.begin.inputs : m_lab->inputs().size();
        if (!isNew && *known == branch)
            continue;
        Branch told = branch;
        if (branch.number == current) // its inputs follow, and how far it has come
            told.head = isNew ? branch.begin : known->head;
        m_journal->append(lineOf("tree", described(told)));
    }
    m_branches = now;
    m_branchChanges = m_lab->branchChanges();
    m_nextCheck = (m_lab->moment().eventsRun / eventsBetweenChecks + 1) * eventsBetweenChecks;
}

void Session::noteInputs()
{
    const std::vector<InputPtr>& inputs = m_lab->inputs();
    for (; m_inputs < inputs.size(); ++m_inputs)
        m_journal->append(inputLine(m_lab->branch(), *inputs[m_inputs]));
}

void Session::notePlace()
{
    m_place = m_lab->moment();
    m_journal->notePlace(placeLine(m_lab->branch(), m_place));
}

void Session::check()
{
    if (m_lab->moment().eventsRun < m_nextCheck)
        return;
    noteHash();
}

void Session::noteHash()
{
    const Moment here = m_lab->moment();
    m_nextCheck = (here.eventsRun / eventsBetweenChecks + 1) * eventsBetweenChecks;
    m_about.hashes.push_back({m_lab->branch(), here.eventsRun, here.revision, m_lab->historyHash()});
    m_journal->append(checkLine(m_about.hashes.back()));
}

void Session::fold()
{
    if (m_journal->isFolding())
        return; // what has happened meanwhile stands in the journal
    noteHash(); // of a session without so many events, too
    notePlace();
    auto file = std::make_shared<SessionFile>(whole(*m_lab));
    ++file->fold;
    if (m_journal->fold(file->fold, [file] { return file->encoded(); }))
        ++m_about.fold;
}

void Session::settle()
{
    notePlace();
    m_journal->settle();
}

std::string Session::close()
{
    m_changes.disconnect();
    m_journal->settle(); // one that goes on is finished first
    fold();
    if (m_journal->remove())
        return {};
    const std::string trouble = m_journal->takeTrouble();
    return trouble.empty() ? m_file + " could not be put together; " + journalOf(m_file) + " keeps what it lacks"
                           : trouble;
}

std::string Session::takeTrouble()
{
    return m_journal->takeTrouble();
}

} // namespace kubarium::lab
