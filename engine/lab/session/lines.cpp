#include "lines.h"

#include "api/encode.h"
#include "api/tree.h"

#include <charconv>

namespace kubarium::lab {

namespace {

constexpr std::string_view branchKey = "{\"branch\":";

// Digits at the beginning of a text, which are taken off it.
std::optional<std::uint64_t> takenNumber(std::string_view& text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool takeSpace(std::string_view& text)
{
    const bool there = text.starts_with(' ');
    text.remove_prefix(there ? 1 : 0);
    return there;
}

std::optional<std::uint64_t> count(const api::Value& value)
{
    if (value.kind() != api::Value::Kind::Int || value.integer() < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value.integer());
}

api::Value number(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

} // namespace

std::string inputLine(std::uint64_t branch, const Input& input)
{
    return std::string(branchKey) + std::to_string(branch) + "," + input.line().substr(1);
}

std::optional<BranchInput> parsedInputLine(std::string_view line)
{
    if (!line.starts_with(branchKey))
        return std::nullopt;
    line.remove_prefix(branchKey.size());
    const std::optional<std::uint64_t> branch = takenNumber(line);
    if (!branch || !line.starts_with(','))
        return std::nullopt;
    std::optional<Input> input = Input::parse("{" + std::string(line.substr(1)));
    if (!input)
        return std::nullopt;
    return BranchInput{*branch, std::make_shared<const Input>(*std::move(input))};
}

api::Value described(const Moment& moment)
{
    api::Value value;
    api::Value::Object& object = value.editObject();
    object.set("time", api::Text(moment.time.microText()));
    object.set("eventsRun", number(moment.eventsRun));
    object.set("inputs", number(moment.inputs));
    object.set("revision", number(moment.revision));
    return value;
}

std::optional<Moment> momentFrom(const api::Value& value)
{
    const std::optional<api::Time> time = api::Time::parse(value["time"].text());
    const auto eventsRun = count(value["eventsRun"]);
    const auto inputs = count(value["inputs"]);
    const auto revision = count(value["revision"]);
    if (!time || !eventsRun || !inputs || !revision)
        return std::nullopt;
    return Moment{*time, *eventsRun, *inputs, *revision};
}

api::Value described(const Branch& branch)
{
    api::Value value;
    api::Value::Object& object = value.editObject();
    object.set("number", number(branch.number));
    object.set("parent", number(branch.parent));
    object.set("name", api::Text(branch.name));
    object.set("begin", described(branch.begin));
    object.set("head", described(branch.head));
    return value;
}

std::optional<Branch> branchFrom(const api::Value& value)
{
    const auto number = count(value["number"]);
    const auto parent = count(value["parent"]);
    const std::optional<Moment> begin = momentFrom(value["begin"]);
    const std::optional<Moment> head = momentFrom(value["head"]);
    if (!number || !parent || !begin || !head)
        return std::nullopt;
    return Branch{*number, *parent, value["name"].text().str(), *begin, *head};
}

std::string checkpointLine(const Checkpoint& checkpoint)
{
    return std::to_string(checkpoint.branch) + ' ' + std::to_string(checkpoint.eventsRun) + ' '
        + std::to_string(checkpoint.revision) + ' ' + checkpoint.hash;
}

std::optional<Checkpoint> parsedCheckpointLine(std::string_view line)
{
    const auto branch = takenNumber(line);
    const auto eventsRun = branch && takeSpace(line) ? takenNumber(line) : std::nullopt;
    const auto revision = eventsRun && takeSpace(line) ? takenNumber(line) : std::nullopt;
    if (!revision || !takeSpace(line) || line.size() != 64)
        return std::nullopt;
    return Checkpoint{*branch, *eventsRun, *revision, std::string(line)};
}

std::optional<api::Value> parsedObject(std::string_view text)
{
    api::Limits ours; // what was unpacked has its own limit
    ours.bytes = ours.nodes = ~std::size_t{0};
    const api::ParsedJson parsed = api::parseJson(text, ours);
    if (parsed.error || parsed.document.root.kind != api::NodeKind::Mapping)
        return std::nullopt;
    return api::toValue(parsed.document.root);
}

std::optional<std::string_view> nextLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

} // namespace kubarium::lab
