// Owners as their dependents name them, and whether those owners are there.
//
// An owner lives in the namespace of its dependent, or in none. It is the same object only if its uid is the same: one
// that was deleted and made anew under its old name owns nothing yet.
#pragma once

#include "api/object.h"
#include "apiserver/state.h"

#include <optional>

namespace kubarium::controllers {

enum class OwnerState : std::uint8_t {
    Solid, // it is there
    Absent, // it is gone, or never was
    Waiting, // it is there until its dependents are gone
    Unknown, // nobody can tell: its kind is not served, or it lives in a namespace and its dependent in none
};

OwnerState stateOf(const apiserver::State& state, const api::OwnerReference& owner, std::string_view namespace_);
// Where an owner would be; nothing if it is Unknown.
std::optional<store::Key> keyOf(const api::OwnerReference& owner, std::string_view namespace_);
// Whether an object of the owner's kind and uid lives elsewhere.
bool isElsewhere(const apiserver::State& state, const api::OwnerReference& owner, std::string_view namespace_);

// Whether an object stays until its dependents are gone.
bool isDeletingDependents(const api::ObjectMeta& meta);
// Whether a dependent makes that owner wait for it.
bool blocks(const api::ObjectMeta& dependent, std::string_view ownerUid);

} // namespace kubarium::controllers
