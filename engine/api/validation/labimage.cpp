#include "cluster.h"
#include "lab.h"
#include "meta.h"

#include "api/types/lab.h"

#include <regex>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t longestPattern = 1024;

void checkAmount(FieldErrors& errors, const Optional<Quantity>& amount, const FieldPath& path)
{
    if (amount && amount->sign() < 0)
        errors.push_back(invalid(path, *amount, messages::notNegative));
}

// Empty means that every tag exists.
void checkTags(FieldErrors& errors, const Text& pattern, const FieldPath& path)
{
    if (pattern.size() > longestPattern) {
        errors.push_back(tooLong(path, longestPattern));
        return;
    }
    try {
        std::regex(pattern.view().begin(), pattern.view().end());
    } catch (const std::regex_error&) {
        errors.push_back(invalid(path, pattern, "must be a valid regular expression"));
    }
}

void checkListeners(FieldErrors& errors, const List<ImageListener>& listeners, const FieldPath& path)
{
    std::set<std::int32_t> ports;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        const ImageListener& listener = listeners[i];
        const FieldPath at = path.index(i);
        for (const std::string& sentence : isPortNumber(listener.port))
            errors.push_back(invalid(at.child("port"), listener.port, sentence));
        if (!ports.insert(listener.port).second)
            errors.push_back(duplicate(at.child("port"), listener.port));
        checkSupported(errors, listener.protocol, ImageProtocol::values, at.child("protocol"));
        const FieldPath answers = at.child("paths");
        for (const auto& [answered, status] : listener.paths) {
            if (!answered.view().starts_with('/'))
                errors.push_back(invalid(answers, answered, "must begin with '/'"));
            for (const std::string& sentence : isInRange(status, 100, 599))
                errors.push_back(invalid(answers.key(answered), status, sentence));
        }
    }
}

// An empty list differs from none: an image without any tools has no shell.
void checkTools(FieldErrors& errors, const Value& tools, const FieldPath& path)
{
    if (tools.isNull())
        return;
    if (!tools.isArray()) {
        errors.push_back(invalid(path, tools, "must be a list of commands"));
        return;
    }
    for (std::size_t i = 0; i < tools.array().size(); ++i) {
        const Value& tool = tools.array()[i];
        if (!tool.isString() || tool.text().empty())
            errors.push_back(invalid(path.index(i), tool, "must be the name of a command"));
    }
}

void checkUse(FieldErrors& errors, const ImageSpec& spec, const FieldPath& path)
{
    const FieldPath cost = path.child("cost");
    checkSpan(errors, spec.cost->cpu, cost.child("cpu"), true);
    checkAmount(errors, spec.cost->memory, cost.child("memory"));
    checkAmount(errors, spec.cost->memoryPerRequest, cost.child("memoryPerRequest"));
    checkSpan(errors, spec.cost->latency, cost.child("latency"), true);
    const FieldPath idle = path.child("idle");
    checkAmount(errors, spec.idle->cpu, idle.child("cpu"));
    checkAmount(errors, spec.idle->memory, idle.child("memory"));
    checkAmount(errors, spec.idle->memoryGrowth, idle.child("memoryGrowth"));
}

} // namespace

FieldErrors validate(const Image& image)
{
    FieldErrors errors = validateObjectMeta(image.metadata, false, subdomainName, FieldPath("metadata"));
    const ImageSpec& spec = *image.spec;
    const FieldPath path("spec");
    if (spec.match.empty())
        errors.push_back(required(path.child("match")));
    checkTags(errors, spec.tags, path.child("tags"));
    checkAmount(errors, spec.size, path.child("size"));
    checkSpan(errors, spec.startup, path.child("startup"), true);
    checkListeners(errors, spec.listen, path.child("listen"));
    checkUse(errors, spec, path);
    checkSpan(errors, spec.exit->after, path.child("exit").child("after"), true);
    for (const std::string& sentence : isInRange(spec.exit->code, 0, 255))
        errors.push_back(invalid(path.child("exit").child("code"), spec.exit->code, sentence));
    checkSpan(errors, spec.onTerm->takes, path.child("onTerm").child("takes"), true);
    for (const auto& [file, content] : spec.files)
        appendInvalid(errors, path.child("files"), file, isAbsolutePath(file));
    checkTools(errors, spec.tools, path.child("tools"));
    for (const auto& [name, value] : spec.env)
        appendInvalid(errors, path.child("env"), name, isRelaxedEnvVarName(name));
    checkNotNegative(errors, spec.user, path.child("user"));
    return errors;
}

FieldErrors validateUpdate(const Image& now, const Image& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
