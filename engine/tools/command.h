// The subcommands of kubarium-lab. Each lives in the file of its name; to add one, declare its function here and
// give it a row in the table of main.cpp.
#pragma once

#include <span>
#include <string_view>

namespace kubarium::tools {

// What the shell sees. Usage is told apart from failure so that a script can tell a typo from a finding.
enum class Exit { Ok = 0, Failed = 1, Usage = 2 };

// What stands after the subcommand on the command line.
using Arguments = std::span<const std::string_view>;

Exit bench(Arguments arguments);
Exit serve(Arguments arguments);
Exit validate(Arguments arguments);
Exit version(Arguments arguments);

} // namespace kubarium::tools
