// What a session file and its journal are made of, line by line: an input, a branch, how far it has come, a hash. Each line
// is JSON of its own, so that a file which breaks off loses no more than its last line.
#pragma once

#include "lab/lab.h"

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::lab {

// {"branch":2,"number":7,"time":…}
std::string inputLine(std::uint64_t branch, const Input& input);

struct BranchInput {
    std::uint64_t branch = 0;
    InputPtr input;
};

std::optional<BranchInput> parsedInputLine(std::string_view line);

api::Value described(const Branch& branch);
std::optional<Branch> branchFrom(const api::Value& value);
api::Value described(const Moment& moment);
std::optional<Moment> momentFrom(const api::Value& value);

// "2 5000 1234 6fd1…": branch, events run, revision, hash.
std::string checkpointLine(const Checkpoint& checkpoint);
std::optional<Checkpoint> parsedCheckpointLine(std::string_view line);

// Nothing if it is no JSON object.
std::optional<api::Value> parsedObject(std::string_view text);

// The next line, without its end; `text` begins behind it then. Nothing if there is no whole line left.
std::optional<std::string_view> nextLine(std::string_view& text);

} // namespace kubarium::lab
