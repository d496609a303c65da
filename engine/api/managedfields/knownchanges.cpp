#include "knownchanges.h"

#include "changesignature.h"

#include "../encode.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::size_t longestQuestion = 16 * 1024;

const List<ManagedFieldsEntry>& entriesOf(const ObjectPtr& object)
{
    static const List<ManagedFieldsEntry> none;
    return object ? object.meta().managedFields : none;
}

void appendText(std::string& out, std::string_view text)
{
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

void appendAddress(std::string& out, const void* address)
{
    const auto number = reinterpret_cast<std::uintptr_t>(address);
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Entries are sorted by time, so how their times relate to each other and to the writer's is part of the question.
void appendOrder(std::string& out, const List<ManagedFieldsEntry>& entries, Time now)
{
    Time last;
    for (const ManagedFieldsEntry& entry : entries) {
        out += entry.time < now ? '<' : entry.time > now ? '>' : '=';
        out += entry.time < last ? '<' : entry.time > last ? '>' : '=';
        last = entry.time;
    }
}

void appendEntries(std::string& out, const List<ManagedFieldsEntry>& entries, Time now)
{
    for (const ManagedFieldsEntry& entry : entries) {
        for (const Text& text : {entry.manager, entry.operation, entry.apiVersion, entry.fieldsType, entry.subresource})
            appendText(out, text);
        appendAddress(out, entry.fieldsV1.object().begin());
    }
    out += '|';
    appendOrder(out, entries, now);
}

bool isSameManager(const ManagedFieldsEntry& a, const ManagedFieldsEntry& b)
{
    return a.manager == b.manager && a.operation == b.operation && a.apiVersion == b.apiVersion
        && a.subresource == b.subresource;
}

} // namespace

KnownChanges& KnownChanges::ofThisThread()
{
    thread_local KnownChanges known;
    return known;
}

std::string KnownChanges::questionOf(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after,
    const FieldWriter& writer, const FieldSet& ignored)
{
    if (!ignored.children().empty())
        return {};
    std::string question;
    question.reserve(512);
    appendAddress(question, &kind);
    appendText(question, writer.manager);
    appendText(question, writer.subresource);
    for (const PathElement& element : ignored.members())
        appendText(question, element.written());
    question += before ? '+' : '-';
    appendEntries(question, entriesOf(before), writer.time);
    if (entriesOf(after).sameStorage(entriesOf(before)))
        question += '~';
    else
        appendEntries(question, entriesOf(after), writer.time);
    ObjectPtr left = before ? before : ObjectPtr::make(*kind.type);
    ObjectPtr right = after;
    left.editMeta().managedFields.clear();
    right.editMeta().managedFields.clear();
    const bool possible = appendChangeSignature(question, *kind.type, left.data(), right.data());
    return possible && question.size() <= longestQuestion ? question : std::string();
}

KnownChanges::Known* KnownChanges::find(const std::string& question)
{
    if (const auto found = m_known.find(question); found != m_known.end())
        return &found->second;
    const auto before = m_knownBefore.find(question);
    if (before == m_knownBefore.end())
        return nullptr;
    keep(question, std::move(before->second));
    return &m_known.at(question);
}

void KnownChanges::keep(std::string question, Known known)
{
    if (m_known.size() >= most) {
        m_knownBefore = std::move(m_known);
        m_known.clear();
    }
    m_known.insert_or_assign(std::move(question), std::move(known));
}

std::optional<List<ManagedFieldsEntry>> KnownChanges::answer(
    const std::string& question, const ObjectPtr& before, const ObjectPtr& after, const FieldWriter& writer)
{
    Known* const found = find(question);
    if (!found)
        return std::nullopt;
    Known& known = *found;
    const auto timeOf = [&](const Origin& origin) {
        switch (origin.side) {
        case Origin::Side::Before:
            return entriesOf(before)[origin.index].time;
        case Origin::Side::After:
            return entriesOf(after)[origin.index].time;
        case Origin::Side::Writer:
            break;
        }
        return writer.time;
    };
    for (std::size_t i = 0; i < known.times.size(); ++i) {
        const Time time = timeOf(known.times[i]);
        if (known.entries[i].time != time) // else all is as it was the last time, and shared with it
            known.entries.edit(i).time = time;
    }
    return known.entries;
}

List<ManagedFieldsEntry> KnownChanges::learn(const std::string& question, const ObjectPtr& before,
    const ObjectPtr& after, const FieldWriter& writer, List<ManagedFieldsEntry> entries)
{
    if (m_fieldSets.size() >= most)
        m_fieldSets.clear();
    for (ManagedFieldsEntry& entry : entries.edit())
        entry.fieldsV1 = m_fieldSets.try_emplace(toJson(entry.fieldsV1), entry.fieldsV1).first->second;
    Known known{entriesOf(before), entriesOf(after), entries, {}};
    for (const ManagedFieldsEntry& entry : entries) {
        const auto in = [&](const List<ManagedFieldsEntry>& old) {
            return std::find_if(old.begin(), old.end(), [&](const ManagedFieldsEntry& candidate) {
                return isSameManager(candidate, entry) && candidate.time == entry.time;
            });
        };
        const auto* const inBefore = in(known.before);
        const auto* const inAfter = in(known.after);
        if (entry.time == writer.time)
            known.times.push_back({Origin::Side::Writer, 0});
        else if (inAfter != known.after.end())
            known.times.push_back({Origin::Side::After, static_cast<std::size_t>(inAfter - known.after.begin())});
        else if (inBefore != known.before.end())
            known.times.push_back({Origin::Side::Before, static_cast<std::size_t>(inBefore - known.before.begin())});
        else
            return entries; // where that time is from is not known
    }
    keep(question, std::move(known));
    return entries;
}

} // namespace kubarium::api
