// The little of zip that a session file needs: a handful of named texts, stored or deflated. Other programs can open what
// is written here. What is read may come from anywhere: nothing is believed before it is checked, and nothing grows beyond
// the limits, whatever a file says of itself.
#pragma once

#include "api/parsed.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::lab {

struct ZipEntry {
    std::string name; // no folders
    std::string content;
};

struct ZipLimits {
    std::size_t entries = 64;
    std::uint64_t bytes = std::uint64_t{2} << 30; // of all contents together
};

// Equal entries make equal bytes: no time is written, and no machine.
std::string zipped(std::span<const ZipEntry> entries);

// Refused with what is wrong, in a few words: "is cut off", "is no zip file".
api::Parsed<std::vector<ZipEntry>> unzipped(std::string_view bytes, const ZipLimits& limits = {});

} // namespace kubarium::lab
