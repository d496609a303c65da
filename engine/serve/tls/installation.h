// The certificate authority of this installation: made once, kept in the user's data folder, readable by nobody else. All
// servers this user starts are signed by it, so a client that trusts one of them trusts the next.
#pragma once

#include "certificates.h"

#include <filesystem>

namespace kubarium::serve {

// $XDG_DATA_HOME/kubarium or ~/.local/share/kubarium; nothing if there is no home.
std::optional<std::filesystem::path> dataFolder();

// Reads the authority or makes it. Two programs that start at once agree on one: the file appears whole or not at all.
api::Parsed<KeyPair> authorityIn(const std::filesystem::path& folder);

// Writes a file that only its owner may read, by renaming it into place. The sentence of what went wrong, or empty.
std::string writePrivately(const std::filesystem::path& file, std::string_view content);

} // namespace kubarium::serve
