// The lines of a lab's history: a tree. Whoever goes back begins a new branch; what lay ahead stays, and one can return.
//
//   main       ──1──2──3──4──5──▶ left here
//                      └── branch-1 ──4──▶ one is here
//
// A branch that one is not on costs the inputs that it does not share with its parent, and a few copies of the world while
// there is room for them: its head is reached by a replay.
#pragma once

#include "history.h"

#include <map>
#include <string>

namespace kubarium::lab {

struct Branch {
    std::uint64_t number = 0; // never given twice
    std::uint64_t parent = 0; // a smaller number; of the first one its own
    std::string name;
    Moment begin; // where it leaves its parent
    Moment head; // how far it has come

    friend bool operator==(const Branch&, const Branch&) = default;
};

// A branch with the inputs behind its beginning: what must be kept to bring it back.
struct BranchRecord {
    Branch branch;
    std::vector<InputPtr> inputs;
};

// Everything that must be kept to bring a lab's past back, besides what the lab began with.
struct Past {
    std::vector<BranchRecord> branches; // by number
    std::uint64_t current = 0;

    // What is wrong with it, in a few words; empty if nothing is. Only such a past may be restored.
    std::string flaw() const;
};

class Branches {
public:
    // `beginning`: the line as it is before anything has happened. `number`: what the first branch is called.
    Branches(History beginning, const Moment& begin, std::uint64_t number = 0);
    // `beginning` as above; the rest from a record without flaws.
    Branches(History beginning, const Past& past);

    std::uint64_t current() const { return m_current; }

    const Branch& first() const { return m_entries.begin()->second.branch; }

    // The numbers of those that lead to a branch, from the first one to itself.
    std::vector<std::uint64_t> path(std::uint64_t number) const;

    const Branch* find(std::uint64_t number) const;
    const Branch* find(std::string_view name) const;
    std::vector<Branch> list(const Moment& head) const; // by number; the head of the current one is known to the lab

    // Notes how far the current branch has come, before another one becomes current.
    void keep(const History& line, const Moment& head);
    // The inputs and keyframes on the way to a branch's head.
    History line(std::uint64_t number) const;
    // A branch that leaves `parent` at a moment of its line; it becomes the current one. Without a name it gets one.
    void begin(std::uint64_t parent, const Moment& moment, std::string name);

    void enter(std::uint64_t number);

    // False if there is no such branch, or the name is another's or none.
    bool rename(std::uint64_t number, std::string name);

    std::uint64_t changes() const { return m_changes; }

    bool isFree(std::string_view name) const { return !find(name); }

    // Everything, with the line that is being lived and how far it has come.
    Past past(const History& line, const Moment& head) const;

private:
    struct Entry {
        Branch branch;
        std::vector<InputPtr> inputs; // its own, as of the last keep()
        std::vector<KeyframePtr> keyframes;
    };

    static std::vector<InputPtr> ownInputs(const Branch& branch, const History& line);
    void dropKeyframes();

    History m_beginning;
    std::map<std::uint64_t, Entry> m_entries;
    std::uint64_t m_current = 0;
    std::uint64_t m_changes = 0;
};

// A name that a branch can have: lower case letters, digits and '-', as of a Kubernetes object.
bool isBranchName(std::string_view name);

} // namespace kubarium::lab
