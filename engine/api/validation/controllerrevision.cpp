#include "meta.h"
#include "workloads.h"

#include "api/types/apps.h"

namespace kubarium::api {

namespace {

void checkMetaAndNumber(FieldErrors& errors, const ControllerRevision& revision)
{
    append(errors, validateObjectMeta(revision.metadata, true, subdomainName, FieldPath("metadata")));
    checkNotNegative(errors, revision.revision, FieldPath("revision"));
}

} // namespace

FieldErrors validate(const ControllerRevision& revision)
{
    FieldErrors errors;
    checkMetaAndNumber(errors, revision);
    if (revision.data.isNull())
        errors.push_back(required(FieldPath("data"), "data is mandatory"));
    else if (!revision.data.isObject())
        errors.push_back(required(FieldPath("data"), "data must be a valid JSON object"));
    return errors;
}

// What a revision holds never changes: a controller that goes back to it relies on that.
FieldErrors validateUpdate(const ControllerRevision& now, const ControllerRevision& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkMetaAndNumber(errors, now);
    if (!(now.data == old.data))
        errors.push_back(
            invalidShown(FieldPath("data"), shownAs(*TypeOf<Value>::value, &now.data), messages::immutable));
    return errors;
}

} // namespace kubarium::api
