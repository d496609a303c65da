// A session in a file, FILE.kubarium: everything that is needed to go on with a lab where it was left, and to go back.
//
//   session.json    what it is: format, engine, seed, epoch, secret; what the lab began with
//   base.json       the objects it began with, if that was no cluster file but the head of another session
//   inputs.jsonl    every input, each once, with the branch it came in on
//   branches.json   the tree of branches, and which one is current
//   hashes          the history hash now and then, so that another engine notices that it makes something else of it
//   head.json       all objects as they were last: what is left if history cannot be replayed
//
// The format is ours alone; a file of another version is refused.
#pragma once

#include "lab/lab.h"

#include "api/parsed.h"

#include <optional>
#include <string>
#include <vector>

namespace kubarium::lab {

struct SessionFile {
    std::string engine; // the version that wrote it
    std::uint64_t fold = 0; // how often the journal has been folded in: says which journal continues it
    std::uint64_t seed = 1;
    api::Time epoch;
    apiserver::SessionSecret secret{};
    ClusterFile cluster;
    std::optional<Head> base; // instead of the cluster file

    Past past;
    std::vector<Checkpoint> hashes;
    Head head; // for reading
    std::vector<store::Snapshot> snapshots; // for writing: where the head's objects stand

    // Options of the lab that is begun, or brought back, with it.
    Lab::Options options(Lab::Options others) const;

    // The whole file. Refused if it has grown too large to be read again.
    api::Parsed<std::string> encoded() const;
    // Refused with what is wrong, as a sentence that goes behind the file's name: "is cut off".
    static api::Parsed<SessionFile> decoded(std::string_view bytes);
};

} // namespace kubarium::lab
