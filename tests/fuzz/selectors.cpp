// A selector, of labels or of fields, is either refused with a sentence, or written in a text that is read as the
// same selector and written as the same text.
#include "api/selectors.h"

#include <cstdlib>

using namespace kubarium::api;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort(); // in every build, unlike assert
}

// Labels that meet each requirement alone, as far as one can: the first value, or any.
Map<Text> labelsFor(const LabelMatcher& matcher)
{
    using Operator = LabelRequirement::Operator;
    Map<Text> labels;
    for (const LabelRequirement& requirement : matcher.requirements()) {
        if (requirement.op() == Operator::In || requirement.op() == Operator::Equals || requirement.op() == Operator::DoubleEquals)
            labels.set(requirement.key(), requirement.values().front());
        else if (requirement.op() == Operator::Exists)
            labels.set(requirement.key(), "");
    }
    return labels;
}

void checkLabels(std::string_view text)
{
    const Parsed<LabelMatcher> matcher = LabelMatcher::parse(text);
    demand(bool(matcher) == matcher.error().empty());
    if (!matcher)
        return;
    const std::string written = matcher->text();
    const Parsed<LabelMatcher> again = LabelMatcher::parse(written);
    demand(bool(again));
    demand(*again == *matcher);
    demand(again->text() == written);

    const Map<Text> labels = labelsFor(*matcher);
    demand(matcher->matches(labels) == again->matches(labels));
    if (matcher->requirements().size() == 1) {
        // Without the label only those are met that ask for its absence or for another value.
        const LabelRequirement& only = matcher->requirements().front();
        using Operator = LabelRequirement::Operator;
        demand(only.matches({}) == (only.op() == Operator::NotIn || only.op() == Operator::NotEquals || only.op() == Operator::DoesNotExist));
        if (!labels.empty())
            demand(matcher->matches(labels));
    }
}

void checkFields(std::string_view text)
{
    const Parsed<FieldMatcher> matcher = FieldMatcher::parse(text);
    demand(bool(matcher) == matcher.error().empty());
    if (!matcher)
        return;
    // Terms are sorted as they were written, so == and escapes that were not needed may still change their places.
    const Parsed<FieldMatcher> plain = FieldMatcher::parse(matcher->text());
    demand(bool(plain));
    demand(plain->requirements().size() == matcher->requirements().size());
    const std::string written = plain->text();
    const Parsed<FieldMatcher> again = FieldMatcher::parse(written);
    demand(bool(again));
    demand(*again == *plain);
    demand(again->text() == written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkLabels(text);
    checkFields(text);
    return 0;
}
