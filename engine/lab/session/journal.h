// What has happened since a session file was last put together, beside it: FILE.journal. Lines are only ever added, so
// that a crash costs no more than what was not on the disk yet, a few hundredths of a second.
//
//   {"format":"kubarium-journal","version":1,"fold":3}      continues the file of fold 3
//   {"branch":0,"number":12,…}                              an input
//   {"fold":4}                                              up to here everything stands in the file of fold 4, too,
//   …                                                       once that is there; what follows does not
//
// A thread of its own writes: the lab never waits for a disk.
#pragma once

#include "privatefile.h"

#include <functional>
#include <memory>
#include <vector>

namespace kubarium::lab {

struct JournalLines {
    std::vector<std::string_view> lines; // that follow a file
    bool cutOff = false; // the last line was not whole, and is left out
    std::size_t whole = 0; // bytes that can be kept
};

// The lines of a journal that continue the file of a fold; `content` is the whole journal. Refused if it continues another
// file, or is damaged in the middle. `isLine`: whether a line is one of ours.
api::Parsed<JournalLines> linesAfter(
    std::string_view content, std::uint64_t fold, const std::function<bool(std::string_view)>& isLine);

class Journal {
public:
    // Begins an empty one beside `file`, in place of what is there; refused if another program holds that.
    static api::Parsed<std::unique_ptr<Journal>> begin(const std::string& file, std::uint64_t fold);
    ~Journal(); // everything stands on the disk then

    // From any thread.
    void append(std::string line);
    // Where the lab is: written some time after what was appended before, in place of an earlier one that still waits.
    void notePlace(std::string line);
    // Puts the file together anew. `content`, called in another thread, yields the file of fold `fold`, in which everything
    // stands that was appended before. One at a time: false if the last one still goes on.
    bool fold(std::uint64_t fold, std::function<api::Parsed<std::string>()> content);
    bool isFolding() const;
    // Waits until everything stands on the disk and no fold goes on.
    void settle();
    // How many bytes were appended since the last fold began.
    std::size_t size() const;
    // What went wrong, told once. What could not be written waits and is tried again.
    std::string takeTrouble();
    // Everything stands in the file: the journal is not needed any more. False if that is not so.
    bool remove();

private:
    struct Private;
    explicit Journal(std::unique_ptr<Private> begun);
    std::unique_ptr<Private> d;
};

std::string journalOf(const std::string& file);
std::string journalMarker(std::uint64_t fold);

} // namespace kubarium::lab
