#include "privatefile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace kubarium::lab {

namespace {

constexpr mode_t ownersOnly = 0600;

// A new name stands on the disk only once its folder does.
bool syncFolderOf(const std::string& path)
{
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

} // namespace

std::string systemSentence(std::string_view what, const std::string& path)
{
    return std::string(what) + " " + path + ": " + std::strerror(errno);
}

PrivateFile::PrivateFile(int descriptor, std::string temporary)
    : m_descriptor(descriptor),
      m_temporary(std::move(temporary))
{
}

PrivateFile::PrivateFile(PrivateFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_temporary(std::exchange(other.m_temporary, {}))
{
}

PrivateFile& PrivateFile::operator=(PrivateFile&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_temporary, other.m_temporary);
    return *this;
}

PrivateFile::~PrivateFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

bool PrivateFile::lock() const
{
    return ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0;
}

api::Parsed<PrivateFile> PrivateFile::appendTo(const std::string& path)
{
    while (true) {
        PrivateFile file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, ownersOnly));
        if (file.m_descriptor < 0)
            return api::Refusal{systemSentence("cannot write", path)};
        if (!file.lock()) {
            if (errno != EWOULDBLOCK)
                return api::Refusal{systemSentence("cannot lock", path)};
            return api::Refusal{path + " is in use by another program"};
        }

        // Whoever held it may have put another file in its place just before.
        struct stat held { };

        struct stat there { };

        if (::fstat(file.m_descriptor, &held) == 0 && ::stat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino
            && held.st_dev == there.st_dev)
            return api::Parsed<PrivateFile>(std::move(file));
    }
}

api::Parsed<PrivateFile> PrivateFile::beside(const std::string& path)
{
    std::string name = path + ".XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC | O_APPEND); // with mode 0600
    PrivateFile file(descriptor, name);
    if (file.m_descriptor < 0) {
        file.m_temporary.clear();
        return api::Refusal{systemSentence("cannot write", path)};
    }
    file.lock(); // nobody else knows it yet
    return api::Parsed<PrivateFile>(std::move(file));
}

bool PrivateFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool PrivateFile::sync()
{
    return ::fdatasync(m_descriptor) == 0;
}

bool PrivateFile::cut(std::size_t size)
{
    return ::ftruncate(m_descriptor, static_cast<off_t>(size)) == 0;
}

bool PrivateFile::commit(const std::string& path)
{
    if (::fsync(m_descriptor) != 0 || ::rename(m_temporary.c_str(), path.c_str()) != 0)
        return false;
    m_temporary.clear();
    return syncFolderOf(path);
}

std::string replaceFile(const std::string& path, std::string_view content)
{
    api::Parsed<PrivateFile> file = PrivateFile::beside(path);
    if (!file)
        return file.error();
    return file->write(content) && file->commit(path) ? std::string() : systemSentence("cannot write", path);
}

api::Parsed<std::optional<std::string>> contentOf(const std::string& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT)
        return std::optional<std::string>();
    if (descriptor < 0)
        return api::Refusal{systemSentence("cannot read", path)};
    std::string content;
    ssize_t taken = 1;
    while (taken > 0 || (taken < 0 && errno == EINTR)) {
        const std::size_t before = content.size();
        content.resize(before + 256 * 1024);
        taken = ::read(descriptor, content.data() + before, content.size() - before);
        content.resize(before + static_cast<std::size_t>(std::max<ssize_t>(taken, 0)));
    }
    const std::string sentence = taken < 0 ? systemSentence("cannot read", path) : std::string();
    ::close(descriptor);
    if (!sentence.empty())
        return api::Refusal{sentence};
    return std::optional(std::move(content));
}

} // namespace kubarium::lab
