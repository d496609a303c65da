// Files that only their owner may read, and that are whole or not there at all.
#pragma once

#include "api/parsed.h"

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::lab {

// An open file. What is written stands on the disk once sync() has answered true.
class PrivateFile {
public:
    PrivateFile() = default;
    ~PrivateFile();
    PrivateFile(PrivateFile&& other) noexcept;
    PrivateFile& operator=(PrivateFile&& other) noexcept;

    // To append to; made if it is not there. Refused if another program holds it.
    static api::Parsed<PrivateFile> appendTo(const std::string& path);
    // A new one beside `path` that becomes it by commit().
    static api::Parsed<PrivateFile> beside(const std::string& path);

    bool write(std::string_view bytes); // false: errno says why
    bool sync();
    bool cut(std::size_t size); // what a write that failed has left behind that
    // Takes the place of `path`; whoever looks finds the old one or this one.
    bool commit(const std::string& path);

private:
    explicit PrivateFile(int descriptor, std::string temporary = {});
    bool lock() const;

    int m_descriptor = -1;
    std::string m_temporary; // its name until commit()
};

// Writes a whole file in one step. A sentence about what went wrong, or nothing.
std::string replaceFile(const std::string& path, std::string_view content);

// Nothing if there is no such file; refused if it cannot be read.
api::Parsed<std::optional<std::string>> contentOf(const std::string& path);

// "cannot write FILE: No space left on device"
std::string systemSentence(std::string_view what, const std::string& path);

} // namespace kubarium::lab
