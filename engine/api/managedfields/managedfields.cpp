#include "managedfields.h"

#include "../decode.h"
#include "../encode.h"
#include "../patch/conversion.h"
#include "conflicts.h"
#include "knownchanges.h"
#include "lastapplied.h"
#include "managers.h"
#include "typedvalue.h"

namespace kubarium::api {

namespace {

// The API versions of one field set need no conversion here: an entry of another version names fields by its own
// names, and those that are called otherwise in this one are simply never touched.

FieldSet nobodys()
{
    FieldSet fields;
    const auto field = [](std::string_view name) { return PathElement::field(name); };
    fields.insert(field("apiVersion"));
    fields.insert(field("kind"));
    fields.insert(field("metadata"));
    for (const char* const name : {"name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName",
             "generation", "managedFields", "resourceVersion"})
        fields.insert(OwnedPath{field("metadata"), field(name)});
    return fields;
}

Value treeOf(const Kind& kind, const ObjectPtr& object)
{
    Value tree = toValue(object ? object : ObjectPtr::make(*kind.type));
    tree.editObject().set("apiVersion", Text(kind.apiVersion()));
    tree.editObject().set("kind", Text(kind.kind));
    tree.editObject().edit("metadata").editObject().erase("managedFields");
    return tree;
}

// Empties in both what is one and the same memory: it did not change, and a tree of it would be made for nothing. Two
// versions of an object share most of what they are.
void forgetShared(const Type& type, void* before, void* after)
{
    for (const Field& field : type.fields) {
        void* const left = static_cast<std::byte*>(before) + field.offset;
        void* const right = static_cast<std::byte*>(after) + field.offset;
        const auto forget = [&]<class Handle>(Handle& a, Handle& b) { // whatever it holds: blocks know their type
            if (a.sameStorage(b))
                a = b = Handle();
        };
        if (field.shape == Shape::Map)
            forget(*static_cast<Map<Text>*>(left), *static_cast<Map<Text>*>(right));
        else if (field.shape == Shape::List)
            forget(*static_cast<List<Text>*>(left), *static_cast<List<Text>*>(right));
        else if (field.boxed)
            forget(*static_cast<Box<ObjectMeta>*>(left), *static_cast<Box<ObjectMeta>*>(right));
        else if (field.inlineStruct())
            forgetShared(*field.type, left, right);
    }
}

void strip(Managers& managers, const ManagerId& id)
{
    static const FieldSet stripped = nobodys();
    const auto found = managers.sets().find(id);
    if (found == managers.sets().end())
        return;
    found->second.fields.take(stripped);
    if (found->second.fields.empty())
        managers.sets().erase(found);
}

// What a write of another kind than apply does to ownership.
void trackUpdate(Managers& managers, const Kind& kind, const Value& before, const Value& after,
    const FieldWriter& writer, const FieldSet& ignored)
{
    const Comparison changes = comparison(Ownership::of(*kind.type), before, after);
    const FieldSet written = changes.modified.unitedWith(changes.added);
    managers.takeFromAll(written);
    managers.takeFromAll(changes.removed);

    const ManagerId id{writer.manager, false, kind.apiVersion(), writer.subresource};
    ManagedSet own{written.without(changes.removed).withoutTreesOf(ignored), kind.apiVersion(), writer.time};
    if (!own.fields.empty()) {
        const FieldSet kept = managers.fields(id);
        const Time since = kept.empty() ? Time() : managers.sets().at(id).time;
        managers.sets()[id] = own;
        strip(managers, id);
        if (const FieldSet taken = managers.fields(id); !kept.empty())
            managers.sets()[id] = {kept.unitedWith(taken), kind.apiVersion(), taken.empty() ? since : writer.time};
    }
    managers.limitUpdaters(maxUpdateManagers);
}

ObjectPtr withEntries(ObjectPtr object, const Managers& managers)
{
    object.editMeta().managedFields = managers.entries();
    return object;
}

bool isReset(const List<ManagedFieldsEntry>& entries)
{
    return entries.size() == 1 && entries.front() == ManagedFieldsEntry();
}

Managers managersOf(const ObjectPtr& object)
{
    Parsed<Managers> managers = Managers::read(object ? object.meta().managedFields : List<ManagedFieldsEntry>());
    return managers ? *std::move(managers) : Managers();
}

Managers managersBefore(const ObjectPtr& before, const ObjectPtr& after, const FieldWriter& writer)
{
    if (!writer.subresource.empty()) // through a subresource managedFields cannot be written
        return managersOf(before);
    if (isReset(after.meta().managedFields))
        return {};
    Parsed<Managers> managers = Managers::read(after.meta().managedFields);
    return managers && !managers->empty() ? *std::move(managers) : managersOf(before);
}

std::string described(const Kind& kind, const Value& config)
{
    const Value& meta = config["metadata"];
    const std::string group(kind.group);
    return "(" + meta["namespace"].text().str() + "/" + meta["name"].text().str() + "; " + group + "/"
        + std::string(kind.version) + ", Kind=" + std::string(kind.kind) + ")";
}

Status failure(std::string message)
{
    Status status;
    status.code = 500;
    status.message = std::move(message);
    return status;
}

std::string joined(const std::vector<std::string>& errors)
{
    if (errors.size() == 1)
        return errors.front();
    std::string text = "errors:";
    for (const std::string& error : errors)
        text += "\n  " + error;
    return text;
}

std::optional<Status> unacceptable(const Kind& kind, const Value& config)
{
    const std::string version = config["apiVersion"].text().str();
    if (version != kind.apiVersion()) {
        return badRequest("Incorrect version specified in apply patch. Specified patch version: " + version
            + ", expected: " + kind.apiVersion());
    }
    const std::string name = config["kind"].text().str();
    if (name != kind.kind) {
        return badRequest("Incorrect object specified in apply patch. Specified patch: " + name
            + ", expected: " + std::string(kind.kind));
    }
    if (!config["metadata"]["managedFields"].isNull())
        return badRequest("metadata.managedFields must be nil");
    if (const std::vector<std::string> errors = typeErrors(Ownership::of(*kind.type), config, Duplicates::Refused);
        !errors.empty())
        return failure("failed to create typed patch object " + described(kind, config) + ": " + joined(errors));
    return std::nullopt;
}

// Takes out what the manager applied last time and does not now, unless somebody else owns it or nobody ever did.
Value pruned(const Ownership& owned, const Value& merged, const Managers& managers, const FieldSet& last)
{
    if (last.empty())
        return merged;
    const Value without = withoutFields(owned, merged, withStructs(owned, last));
    const FieldSet all = withStructs(owned, fieldsOf(owned, merged));
    const FieldSet claimed = withStructs(owned, managers.allFields());
    const FieldSet staying = withStructs(owned, fieldsOf(owned, without)).unitedWith(claimed);
    const Value withOwned = withoutFields(owned, merged, all.without(staying));
    // What went along with its parent though it was not this manager's comes back, too.
    const FieldSet gone = all.without(withStructs(owned, fieldsOf(owned, withOwned)));
    return withoutFields(owned, merged, gone.inCommonWith(withStructs(owned, last)));
}

struct Attempt {
    Value object;
    Managers managers;
    FieldConflicts conflicts;
};

Attempt attempt(const Kind& kind, const Value& live, const Value& config, Managers managers, const ManagerId& id,
    const FieldSet& ignored)
{
    const Ownership owned = Ownership::of(*kind.type);
    const FieldSet last = managers.fields(id);
    const Time since = last.empty() ? Time() : managers.sets().at(id).time;
    managers.sets()[id] = {fieldsOf(owned, config).withoutTreesOf(ignored), kind.apiVersion(), since};
    const Value object = pruned(owned, merged(owned, live, config), managers, last);

    const Comparison changes = comparison(owned, live, object);
    const FieldSet written = changes.modified.unitedWith(changes.added);
    FieldConflicts conflicts;
    for (auto& [other, set] : managers.sets()) {
        if (other == id)
            continue;
        if (FieldSet both = set.fields.get().inCommonWith(written); !both.empty())
            conflicts.emplace(other, std::move(both));
        set.fields.take(written);
        set.fields.take(changes.removed);
    }
    std::erase_if(managers.sets(), [](const auto& entry) { return entry.second.fields.empty(); });
    strip(managers, id);
    return {object, std::move(managers), std::move(conflicts)};
}

ObjectPtr trackedUpdate(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after, const FieldWriter& writer,
    const FieldSet& ignored)
{
    Managers managers = managersBefore(before, after, writer);
    ObjectPtr left = before ? before : ObjectPtr::make(*kind.type);
    ObjectPtr right = after;
    left.editMeta().managedFields.clear(); // trees of these would be the biggest part
    right.editMeta().managedFields.clear();
    forgetShared(*kind.type, left.edit(), right.edit());
    trackUpdate(managers, kind, treeOf(kind, left), treeOf(kind, right), writer, ignored);
    return withEntries(after, managers);
}

} // namespace

ObjectPtr withManagedFields(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after,
    const FieldWriter& writer, const FieldSet& ignored)
{
    KnownChanges& known = KnownChanges::ofThisThread();
    const std::string question = KnownChanges::questionOf(kind, before, after, writer, ignored);
    if (auto entries = question.empty() ? std::nullopt : known.answer(question, before, after, writer)) {
        ObjectPtr object = after;
        object.editMeta().managedFields = *std::move(entries);
        return object;
    }
    ObjectPtr object = trackedUpdate(kind, before, after, writer, ignored);
    if (!question.empty()) {
        ObjectMeta& meta = object.editMeta();
        meta.managedFields = known.learn(question, before, after, writer, meta.managedFields);
    }
    return object;
}

Result<ObjectPtr> applied(const Kind& kind, const ObjectPtr& live, const Value& config, const FieldWriter& writer,
    bool force, const FieldSet& ignored)
{
    if (std::optional<Status> refused = unacceptable(kind, config))
        return *refused;
    Parsed<Managers> read = Managers::read(live ? live.meta().managedFields : List<ManagedFieldsEntry>());
    if (!read)
        return failure("failed to decode managed fields: " + read.error());
    Managers managers = *std::move(read);
    const Value liveTree = treeOf(kind, live);
    if (managers.empty()) { // what was there before belongs to somebody, lest it is taken over unseen
        const FieldWriter earlier{"before-first-apply", writer.subresource, writer.time};
        trackUpdate(managers, kind, treeOf(kind, {}), liveTree, earlier, {});
    }

    const ManagerId id{writer.manager, true, {}, writer.subresource};
    Attempt outcome = attempt(kind, liveTree, config, managers, id, ignored);
    if (!force && writer.manager == kubectlManager)
        forgive(outcome.conflicts, allowedByLastApplied(*kind.type, liveTree));
    if (!force && !outcome.conflicts.empty())
        return conflictStatus(outcome.conflicts);

    const bool same = live && outcome.object == liveTree;
    if (outcome.managers.sets().contains(id) && !(same && outcome.managers.ownTheSame(managers)))
        outcome.managers.sets().at(id).time = writer.time;
    if (writer.manager == kubectlManager)
        syncLastApplied(outcome.object, config);
    if (same && outcome.object == liveTree)
        return withEntries(live, outcome.managers);
    if (const std::optional<std::string> why = conversionError(*kind.type, outcome.object))
        return failure("failed to convert new object " + described(kind, config) + " to proper version: " + *why);
    const ParsedJson document = parseJson(toJson(outcome.object));
    if (document.error)
        return failure(document.error->message);
    DecodeReport report;
    const Result<DecodedObject> decoded = decodeObject(kind, document.document, FieldValidation::Ignore, &report);
    if (!report.types.empty())
        return failure("failed to convert new object " + described(kind, config)
            + " to proper version: " + report.types.front().sentence);
    if (!decoded)
        return decoded.status();
    return withEntries(decoded->object, outcome.managers);
}

bool differOnlyInManagerTimes(const ObjectPtr& before, const ObjectPtr& after)
{
    const auto timeless = [](ObjectPtr object) {
        ObjectMeta& meta = object.editMeta();
        meta.resourceVersion = Text();
        for (ManagedFieldsEntry& entry : meta.managedFields.edit())
            entry.time = Time();
        return object;
    };
    return timeless(before) == timeless(after);
}

} // namespace kubarium::api
