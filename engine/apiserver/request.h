// What is asked of the API server, by whom and why; and what it answers.
//
// Users, the console, real clients, controllers, kubelets, lessons and faults all send the same Request. Callers in the
// process pass typed objects, clients over the wire pass the document they sent; from there on nothing differs.
#pragma once

#include "trace.h"
#include "versions.h"

#include "api/decode.h"
#include "api/object.h"
#include "api/status.h"
#include "sim/cause.h"
#include "store/store.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kubarium::apiserver {

struct Identity {
    std::string user;
    std::string uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra; // what the authenticator adds: how the credential is known
    bool memberOf(std::string_view group) const;
};

using IdentityPtr = std::shared_ptr<const Identity>;

// How the server came to know who asks (tokens/authentication.h). Those who act in the process say who they are; whoever
// comes from outside has to show something.
struct Authentication {
    std::string by; // "client certificate", "bearer token", "nothing shown"
    std::string what; // why it was refused with 401; for people
    IdentityPtr impersonator; // who really asks, where he acts as somebody else
    api::Status refusal; // if there is no identity
};

using AuthenticationPtr = std::shared_ptr<const Authentication>;

enum class Verb : std::uint8_t { Get, List, Watch, Create, Update, Patch, Delete, DeleteCollection };
std::string_view text(Verb verb); // as authorization and audit call it: "deletecollection"

// What a client sent, as it sent it.
enum class BodyFormat : std::uint8_t { None, Json, Yaml, Protobuf };
enum class PatchType : std::uint8_t { Json, Merge, Strategic, Apply };

struct ListOptions {
    std::string labelSelector;
    std::string fieldSelector;
    std::int64_t limit = 0;
    std::string continueToken;
    std::string resourceVersion;
    std::string resourceVersionMatch; // "", "Exact", "NotOlderThan"
};

struct DeleteOptions {
    std::optional<std::int64_t> gracePeriodSeconds;
    std::optional<std::string> uid; // preconditions
    std::optional<std::string> resourceVersion;
    std::string propagationPolicy; // "", "Background", "Foreground", "Orphan"
};

struct Request {
    Verb verb = Verb::Get;
    const api::Kind* kind = nullptr; // the resource, in the version asked for
    std::string subresource;
    std::string namespace_; // empty: cluster-scoped, or all namespaces
    std::string name;
    IdentityPtr identity; // who asks; null: refused
    AuthenticationPtr authentication; // how he is known; null: he says so himself
    sim::Cause cause;

    api::ObjectPtr object; // of a create or update, in the version asked for
    std::string body; // or as it was sent; also a patch
    BodyFormat bodyFormat = BodyFormat::None;
    PatchType patchType = PatchType::Strategic;
    bool force = false; // of an apply: take over fields that others own
    api::FieldValidation fieldValidation = api::FieldValidation::Warn;
    bool dryRun = false;
    std::string fieldManager;
    ListOptions list;
    DeleteOptions remove;
    Versions versions; // in which every resourceVersion of this request and of its answer is counted
    bool traced = false; // note what each stage said
};

struct Page {
    std::vector<api::ObjectPtr> items; // in the version asked for
    store::Revision revision = 0;
    std::string continueToken; // empty: that was all
    std::optional<std::int64_t> remainingItemCount;
};

struct Response {
    api::Status status; // code 200 or 201, or the refusal
    api::ObjectPtr object; // in the version asked for; null where a bare Status is the answer
    std::optional<Page> page;
    std::vector<std::string> warnings;
    Trace trace;
    store::Revision revision = 0; // that this request made; 0 if it wrote nothing

    bool ok() const { return status.ok(); }
};

} // namespace kubarium::apiserver
