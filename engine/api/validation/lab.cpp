#include "lab.h"

#include "../duration.h"
#include "cluster.h"
#include "meta.h"

#include "api/types/lab.h"

namespace kubarium::api {

void checkSpan(FieldErrors& errors, const Text& text, const FieldPath& path, bool mayBeZero)
{
    if (text.empty())
        return;
    const std::optional<Nanoseconds> span = parseDuration(text);
    if (!span)
        errors.push_back(invalid(path, text, "must be a duration such as 90s, 1m30s or 200ms"));
    else if (*span < Nanoseconds::zero())
        errors.push_back(invalid(path, text, messages::notNegative));
    else if (*span == Nanoseconds::zero() && !mayBeZero)
        errors.push_back(invalid(path, text, "must be greater than 0"));
}

FieldErrors validate(const Clock& clock)
{
    FieldErrors errors = validateObjectMeta(clock.metadata, false, subdomainName, FieldPath("metadata"));
    static constexpr std::string_view theOne[] = {"lab"};
    if (!clock.metadata.name.empty())
        checkSupported(errors, clock.metadata.name, theOne, FieldPath("metadata").child("name"));
    const FieldPath path("spec");
    checkSupported(errors, clock.spec->mode, ClockMode::values, path.child("mode"));
    const double speed = clock.spec->speed.valueOr(1);
    if (!(speed == 0 || (speed >= 0.01 && speed <= 1000)))
        errors.push_back(invalid(path.child("speed"), speed, "must be 0 or between 0.01 and 1000, inclusive"));
    return errors;
}

FieldErrors validateUpdate(const Clock& now, const Clock& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
