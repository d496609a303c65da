#include "sessionfile.h"

#include "lines.h"
#include "zip.h"

#include "api/base64.h"
#include "api/decode.h"
#include "api/encode.h"
#include "api/tree.h"
#include "apiserver/resources.h"
#include "kubarium/version.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace kubarium::lab {

namespace {

constexpr std::string_view formatName = "kubarium-session";
constexpr std::int64_t formatVersion = 1;

// An object a line, so that a large cluster is read piece by piece: {…,"objects":[ , a line each, ]}
std::string listHead(const std::string& fields)
{
    return "{" + fields + ",\"objects\":[\n";
}

constexpr std::string_view listTail = "]}\n";

void appendListed(std::string& out, const api::ObjectPtr& object, bool& first)
{
    if (!std::exchange(first, false))
        out += ",\n";
    api::appendJson(out, object.type(), object.data());
}

std::string headText(const Head& head, std::span<const store::Snapshot> snapshots)
{
    std::string out = listHead("\"time\":\"" + head.now.microText() + "\",\"branch\":" + std::to_string(head.branch));
    bool first = true;
    for (const api::ObjectPtr& object : head.objects)
        appendListed(out, object, first);
    for (const store::Snapshot& snapshot : snapshots) {
        for (std::size_t resource = 0; resource < api::kinds().size(); ++resource) {
            snapshot.tree(static_cast<store::ResourceId>(resource)).visit([&](const api::ObjectPtr& object) {
                appendListed(out, object, first);
                return true;
            });
        }
    }
    out += first ? "" : "\n";
    return out += listTail;
}

// An object of a kind that is kept, or nothing.
api::ObjectPtr objectFrom(std::string_view json)
{
    api::Limits ours;
    ours.bytes = ours.nodes = ~std::size_t{0};
    const api::ParsedJson parsed = api::parseJson(json, ours);
    if (parsed.error)
        return {};
    const auto meta = api::typeMetaOf(parsed.document.root);
    const api::Kind* const kind = meta ? api::findKindByApiVersion(meta->apiVersion, meta->kind) : nullptr;
    if (!kind || !kind->stored)
        return {};
    api::ObjectPtr object = api::ObjectPtr::make(*kind->type);
    return api::decode(*kind->type, object.edit(), parsed.document.root).types.empty() ? object : api::ObjectPtr();
}

// A list of objects, a line each; its first line without them. Nothing if it is damaged.
struct ObjectList {
    api::Value fields;
    std::vector<api::ObjectPtr> objects;
};

std::optional<ObjectList> objectListFrom(std::string_view text)
{
    const auto first = nextLine(text);
    const auto fields = first ? parsedObject(std::string(*first) + std::string(listTail)) : std::nullopt;
    if (!fields)
        return std::nullopt;
    ObjectList list{*fields, {}};
    for (auto line = nextLine(text); line; line = nextLine(text)) {
        if (*line == "]}")
            return text.empty() ? std::optional(std::move(list)) : std::nullopt;
        if (line->ends_with(','))
            line->remove_suffix(1);
        list.objects.push_back(objectFrom(*line));
        if (!list.objects.back())
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Head> headFrom(std::string_view text)
{
    std::optional<ObjectList> list = objectListFrom(text);
    const auto time = list ? api::Time::parse(list->fields["time"].text()) : std::nullopt;
    if (!time || list->fields["branch"].integer() < 0)
        return std::nullopt;
    return Head{std::move(list->objects), *time, static_cast<std::uint64_t>(list->fields["branch"].integer())};
}

std::string sessionText(const SessionFile& session)
{
    std::string secret;
    api::appendBase64(secret, {reinterpret_cast<const char*>(session.secret.data()), session.secret.size()});
    std::string fields =
        "\"format\":\"" + std::string(formatName) + "\",\"version\":" + std::to_string(formatVersion) + ",\"engine\":";
    api::appendJsonString(fields, session.engine);
    fields += ",\"kubernetes\":\"" + std::string(kubernetesVersion) + "\",\"fold\":" + std::to_string(session.fold)
        + ",\"seed\":\"" + std::to_string(session.seed) + "\",\"epoch\":\"" + session.epoch.microText()
        + "\",\"secret\":\"" + secret + "\",\"addons\":" + (session.cluster.addons ? "true" : "false");
    std::string out = listHead(fields);
    bool first = true;
    for (const api::ObjectPtr& object : session.cluster.objects)
        appendListed(out, object, first);
    out += first ? "" : "\n";
    return out += listTail;
}

std::string refusalOf(std::string_view text, SessionFile& session)
{
    const auto list = objectListFrom(text);
    // What it is is said even of a file whose objects are not known here: a later version has other kinds.
    std::string_view rest = text;
    const auto first = nextLine(rest);
    const auto fields = first ? parsedObject(std::string(*first) + std::string(listTail)) : parsedObject(text);
    if (!fields || (*fields)["format"].text() != formatName)
        return "is no session of Kubarium";
    if ((*fields)["version"].integer() != formatVersion)
        return "is of session format " + std::to_string((*fields)["version"].integer()) + "; this is Kubarium "
            + std::string(version) + ", which reads format " + std::to_string(formatVersion);
    if (!list)
        return "has a damaged session.json";
    const std::string seed = (*fields)["seed"].text().str();
    const auto [end, error] = std::from_chars(seed.data(), seed.data() + seed.size(), session.seed);
    const auto epoch = api::Time::parse((*fields)["epoch"].text());
    const api::Base64 secret = api::decodeBase64((*fields)["secret"].text());
    if (error != std::errc() || end != seed.data() + seed.size() || !epoch || secret.corruptAt
        || secret.bytes.size() != session.secret.size() || (*fields)["fold"].integer() < 0)
        return "has a damaged session.json";
    session.engine = (*fields)["engine"].text().str();
    session.fold = static_cast<std::uint64_t>((*fields)["fold"].integer());
    session.epoch = *epoch;
    std::copy(secret.bytes.begin(), secret.bytes.end(), session.secret.begin());
    session.cluster.addons = (*fields)["addons"].boolean();
    session.cluster.objects = list->objects;
    return {};
}

std::string branchesText(const Past& past)
{
    api::Value value;
    value.editObject().set("current", static_cast<std::int64_t>(past.current));
    api::Value::Array list;
    for (const BranchRecord& record : past.branches)
        list.push_back(described(record.branch));
    value.editObject().set("branches", list);
    return api::toPrettyJson(value, "  ") + "\n";
}

bool readBranches(std::string_view text, Past& past)
{
    const auto value = parsedObject(text);
    if (!value)
        return false;
    past.current = static_cast<std::uint64_t>((*value)["current"].integer());
    for (const api::Value& one : (*value)["branches"].array()) {
        std::optional<Branch> branch = branchFrom(one);
        if (!branch)
            return false;
        past.branches.push_back({*std::move(branch), {}});
    }
    return true;
}

} // namespace

Lab::Options SessionFile::options(Lab::Options others) const
{
    others.seed = seed;
    others.epoch = epoch;
    others.secret = secret;
    return others;
}

api::Parsed<std::string> SessionFile::encoded() const
{
    std::vector<ZipEntry> entries;
    entries.push_back({"session.json", sessionText(*this)});
    if (base)
        entries.push_back({"base.json", headText(*base, {})});
    std::string inputs;
    for (const BranchRecord& record : past.branches) {
        for (const InputPtr& input : record.inputs)
            inputs += inputLine(record.branch.number, *input) + '\n';
    }
    entries.push_back({"inputs.jsonl", std::move(inputs)});
    entries.push_back({"branches.json", branchesText(past)});
    std::string checks;
    for (const Checkpoint& checkpoint : hashes)
        checks += checkpointLine(checkpoint) + '\n';
    entries.push_back({"hashes", std::move(checks)});
    entries.push_back({"head.json", headText(head, snapshots)});
    std::uint64_t total = 0;
    for (const ZipEntry& entry : entries)
        total += entry.content.size();
    if (total > ZipLimits().bytes)
        return api::Refusal{"has grown too large to be put together"};
    return zipped(entries);
}

api::Parsed<SessionFile> SessionFile::decoded(std::string_view bytes)
{
    const api::Parsed<std::vector<ZipEntry>> entries = unzipped(bytes);
    if (!entries)
        return api::Refusal{entries.error()};
    const auto find = [&](std::string_view name) -> const std::string* {
        const auto found =
            std::find_if(entries->begin(), entries->end(), [&](const ZipEntry& entry) { return entry.name == name; });
        return found == entries->end() ? nullptr : &found->content;
    };
    const std::string* const about = find("session.json");
    if (!about)
        return api::Refusal{"is no session of Kubarium"};
    SessionFile session;
    if (std::string refusal = refusalOf(*about, session); !refusal.empty())
        return api::Refusal{std::move(refusal)};
    for (const std::string_view name : {"inputs.jsonl", "branches.json", "hashes", "head.json"}) {
        if (!find(name))
            return api::Refusal{"has no " + std::string(name)};
    }

    if (const std::string* const base = find("base.json")) {
        session.base = headFrom(*base);
        if (!session.base)
            return api::Refusal{"has a damaged base.json"};
    }
    if (!readBranches(*find("branches.json"), session.past))
        return api::Refusal{"has a damaged branches.json"};
    std::map<std::uint64_t, BranchRecord*> records;
    for (BranchRecord& record : session.past.branches)
        records.emplace(record.branch.number, &record);
    std::string_view text = *find("inputs.jsonl");
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = nextLine(text);
        std::optional<BranchInput> input = line ? parsedInputLine(*line) : std::nullopt;
        const auto record = input ? records.find(input->branch) : records.end();
        if (record == records.end())
            return api::Refusal{
                "has an input that is not understood: line " + std::to_string(number) + " of inputs.jsonl"};
        record->second->inputs.push_back(std::move(input->input));
    }
    text = *find("hashes");
    while (!text.empty()) {
        const auto line = nextLine(text);
        std::optional<Checkpoint> checkpoint = line ? parsedCheckpointLine(*line) : std::nullopt;
        if (!checkpoint)
            return api::Refusal{"has damaged hashes"};
        session.hashes.push_back(*std::move(checkpoint));
    }
    std::optional<Head> head = headFrom(*find("head.json"));
    if (!head)
        return api::Refusal{"has a damaged head.json"};
    session.head = *std::move(head);
    if (const std::string flaw = session.past.flaw(); !flaw.empty())
        return api::Refusal{"tells no history: " + flaw};
    return session;
}

} // namespace kubarium::lab
