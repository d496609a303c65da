// A quantity is either refused with a sentence, or written in a text that is read as the same quantity and, with one
// exception of Kubernetes, written as the same text.
#include "api/quantity.h"

#include <cstdlib>

using kubarium::api::Quantity;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort(); // in every build, unlike assert
}

void checkText(const Quantity& quantity)
{
    const std::string text = quantity.text();
    const std::optional<Quantity> again = Quantity::parse(text);
    demand(again.has_value());
    demand(*again == quantity);
    // 62.5Ki is binary and written 64000; what is read from that is decimal and written 64k.
    const bool losesFormat = quantity.format() == Quantity::Format::BinarySI && !text.ends_with('i');
    demand(losesFormat || again->text() == text);
    demand(Quantity::parse(again->text())->text() == again->text());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::optional<Quantity> quantity = Quantity::parse(text);
    demand(quantity.has_value() == Quantity::parseError(text).empty());
    if (!quantity)
        return 0;

    checkText(*quantity);
    checkText(-*quantity);
    // A sum of binary quantities may be greater than what can be read back: 6Ei + 6Ei.
    const Quantity sum = *quantity + *quantity;
    if (sum.units() != INT64_MAX && sum.units() != INT64_MIN)
        checkText(sum);
    checkText(quantity->roundedUpToMilli());
    demand(*quantity - *quantity == Quantity());
    demand(-(-*quantity) == *quantity);
    // Rounding leads away from zero, and not past the next whole number.
    const Quantity units = Quantity::ofUnits(quantity->units());
    const Quantity one = Quantity::ofUnits(1);
    if (units != Quantity::ofUnits(INT64_MAX) && units != Quantity::ofUnits(INT64_MIN)) {
        demand(quantity->sign() < 0 ? units <= *quantity && *quantity < units + one
                                    : units >= *quantity && *quantity > units - one);
    }
    return 0;
}
