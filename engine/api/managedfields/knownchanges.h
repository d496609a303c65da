// Changes whose effect on managedFields was worked out before. What a write does to them follows from which fields it
// changes, by whom, and from the entries that were there: the values play no part. So the second pod of a template, and
// the second time a pod becomes ready, are a look-up.
//
// It remembers nothing but answers of a pure function: whether it is asked or not makes no difference to a cluster. Each
// thread has its own, of limited size.
#pragma once

#include "managedfields.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace kubarium::api {

class KnownChanges {
public:
    static KnownChanges& ofThisThread();

    // What decides how entries change by a write, as a text; empty if that cannot be told.
    static std::string questionOf(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after,
        const FieldWriter& writer, const FieldSet& ignored);

    // The entries after the write; nothing if the question is new.
    std::optional<List<ManagedFieldsEntry>> answer(
        const std::string& question, const ObjectPtr& before, const ObjectPtr& after, const FieldWriter& writer);
    // Answers the entries with their field sets in the memory of equal ones that were met before: who owns the same fields
    // over and over asks the same questions then.
    List<ManagedFieldsEntry> learn(const std::string& question, const ObjectPtr& before, const ObjectPtr& after,
        const FieldWriter& writer, List<ManagedFieldsEntry> entries);

    void forget()
    {
        m_known.clear();
        m_knownBefore.clear();
        m_fieldSets.clear();
    }

    std::size_t size() const { return m_known.size(); }

private:
    // Where an entry has its time from.
    struct Origin {
        enum class Side : std::uint8_t { Writer, Before, After } side;
        std::size_t index;
    };

    struct Known {
        // Kept because a question names the field sets of old entries by where they stand in memory.
        List<ManagedFieldsEntry> before;
        List<ManagedFieldsEntry> after;
        List<ManagedFieldsEntry> entries; // as they came out last
        std::vector<Origin> times;
    };

    using Answers = std::unordered_map<std::string, Known>;

    Known* find(const std::string& question);
    void keep(std::string question, Known known);

    // When there are so many, the ones that were not asked for since the last time are forgotten.
    static constexpr std::size_t most = 8'192;
    Answers m_known;
    Answers m_knownBefore;
    std::unordered_map<std::string, Value> m_fieldSets; // by their JSON
};

} // namespace kubarium::api
