#include "branches.h"

#include "clock.h"

#include <algorithm>

namespace kubarium::lab {

namespace {

constexpr std::size_t mostKeyframesLeft = 256; // of all branches that one is not on, together
constexpr std::size_t longestName = 63;

} // namespace

bool isBranchName(std::string_view name)
{
    const auto isWord = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= longestName && isWord(name.front()) && isWord(name.back())
        && std::all_of(name.begin(), name.end(), [&](char c) { return isWord(c) || c == '-'; });
}

std::string Past::flaw() const
{
    std::map<std::uint64_t, const BranchRecord*> known;
    for (const BranchRecord& record : branches) {
        const Branch& branch = record.branch;
        const bool first = known.empty();
        const auto parent = known.find(branch.parent);
        if (first ? branch.parent != branch.number : parent == known.end())
            return "branch " + std::to_string(branch.number) + " has no parent";
        if (!first && branch.number <= known.rbegin()->first)
            return "branches are not in order";
        const bool named = std::any_of(
            known.begin(), known.end(), [&](const auto& other) { return other.second->branch.name == branch.name; });
        if (!isBranchName(branch.name) || named)
            return "branch " + std::to_string(branch.number) + " has no name of its own";
        const Moment& latest = first ? branch.begin : parent->second->branch.head;
        if (isLater(branch.begin, latest) || (first && branch.begin.inputs != 0))
            return "branch " + branch.name + " begins where its parent never came";
        Moment last = branch.begin;
        for (const InputPtr& input : record.inputs) {
            const Moment next{input->time, input->eventsRun, input->number};
            if (next.inputs != last.inputs + 1 || next.time < last.time || next.eventsRun < last.eventsRun)
                return "input " + std::to_string(input->number) + " of branch " + branch.name + " is out of order";
            last = next;
        }
        if (isLater(last, branch.head) || branch.head.inputs != last.inputs)
            return "branch " + branch.name + " ends before its last input";
        known.emplace(branch.number, &record);
    }
    return known.contains(current) ? std::string() : "the current branch is missing";
}

Branches::Branches(History beginning, const Moment& begin, std::uint64_t number)
    : m_beginning(std::move(beginning)),
      m_current(number)
{
    m_entries.emplace(number, Entry{{number, number, branchName(number), begin, begin}, {}, {}});
}

Branches::Branches(History beginning, const Past& past) : m_beginning(std::move(beginning)), m_current(past.current)
{
    for (const BranchRecord& record : past.branches)
        m_entries.emplace(record.branch.number, Entry{record.branch, record.inputs, {}});
}

const Branch* Branches::find(std::uint64_t number) const
{
    const auto found = m_entries.find(number);
    return found == m_entries.end() ? nullptr : &found->second.branch;
}

const Branch* Branches::find(std::string_view name) const
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.second.branch.name == name; });
    return found == m_entries.end() ? nullptr : &found->second.branch;
}

std::vector<Branch> Branches::list(const Moment& head) const
{
    std::vector<Branch> all;
    for (const auto& [number, entry] : m_entries) {
        all.push_back(entry.branch);
        if (number == m_current)
            all.back().head = head;
    }
    return all;
}

void Branches::keep(const History& line, const Moment& head)
{
    Entry& entry = m_entries.at(m_current);
    entry.branch.head = head;
    entry.inputs = ownInputs(entry.branch, line);
    entry.keyframes = line.keyframesAfter(entry.branch.begin);
    dropKeyframes();
}

std::vector<InputPtr> Branches::ownInputs(const Branch& branch, const History& line)
{
    return {line.inputs().begin() + static_cast<std::ptrdiff_t>(branch.begin.inputs), line.inputs().end()};
}

// What was left first is the least likely to be wanted again.
void Branches::dropKeyframes()
{
    std::size_t count = 0;
    for (const auto& [number, entry] : m_entries)
        count += number == m_current ? 0 : entry.keyframes.size();
    for (auto& [number, entry] : m_entries) {
        if (count <= mostKeyframesLeft)
            return;
        if (number == m_current)
            continue;
        count -= entry.keyframes.size();
        entry.keyframes.clear();
    }
}

std::vector<std::uint64_t> Branches::path(std::uint64_t number) const
{
    std::vector<std::uint64_t> path{number};
    for (const Branch* branch = find(number); branch->parent != branch->number; branch = find(branch->parent))
        path.push_back(branch->parent);
    std::reverse(path.begin(), path.end());
    return path;
}

History Branches::line(std::uint64_t number) const
{
    History line = m_beginning;
    for (const std::uint64_t step : path(number)) {
        const Entry& entry = m_entries.at(step);
        line.cut(entry.branch.begin);
        line.append(entry.inputs, entry.keyframes);
    }
    return line;
}

void Branches::begin(std::uint64_t parent, const Moment& moment, std::string name)
{
    // Whoever goes back to before a branch began leaves the one that it came from.
    const Branch* from = find(parent);
    while (from->parent != from->number && !isLater(moment, from->begin))
        from = find(from->parent);
    const std::uint64_t number = m_entries.rbegin()->first + 1;
    if (name.empty()) {
        name = branchName(number);
        for (int more = 2; !isFree(name); ++more)
            name = branchName(number) + "-" + std::to_string(more);
    }
    m_entries.emplace(number, Entry{{number, from->number, std::move(name), moment, moment}, {}, {}});
    enter(number);
}

void Branches::enter(std::uint64_t number)
{
    m_current = number;
    ++m_changes;
}

bool Branches::rename(std::uint64_t number, std::string name)
{
    const auto found = m_entries.find(number);
    const Branch* const owner = find(name);
    if (found == m_entries.end() || !isBranchName(name) || (owner && owner->number != number))
        return false;
    found->second.branch.name = std::move(name);
    ++m_changes;
    return true;
}

Past Branches::past(const History& line, const Moment& head) const
{
    Past past;
    past.current = m_current;
    for (const auto& [number, entry] : m_entries) {
        past.branches.push_back({entry.branch, entry.inputs});
        if (number != m_current)
            continue;
        past.branches.back().branch.head = head;
        past.branches.back().inputs = ownInputs(entry.branch, line);
    }
    return past;
}

} // namespace kubarium::lab
