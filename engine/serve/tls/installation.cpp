#include "installation.h"

#include "openssl.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace kubarium::serve {

namespace {

namespace fs = std::filesystem;

std::string reason(std::string_view what, const fs::path& file)
{
    return std::string(what) + " " + file.string() + ": " + std::strerror(errno);
}

class File {
public:
    explicit File(int descriptor) : m_descriptor(descriptor) { }

    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    explicit operator bool() const { return m_descriptor >= 0; }

    bool write(std::string_view content) const
    {
        while (!content.empty()) {
            const ssize_t written = ::write(m_descriptor, content.data(), content.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return false;
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(m_descriptor) == 0;
    }

private:
    int m_descriptor;
};

// A file of a name that nobody else uses, beside the one it will become.
std::string writeBeside(const fs::path& file, std::string_view content, fs::path& temporary)
{
    std::string name = file.string() + ".XXXXXX";
    const File opened(::mkostemp(name.data(), O_CLOEXEC)); // with mode 0600
    if (!opened)
        return reason("cannot write", file);
    temporary = name;
    if (!opened.write(content)) {
        const std::string sentence = reason("cannot write", file);
        ::unlink(name.c_str());
        return sentence;
    }
    return {};
}

std::optional<std::string> contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

// Certificate and key stand in one file, so that there is never one without the other.
api::Parsed<KeyPair> pairFrom(const std::string& pem, const fs::path& file)
{
    const std::size_t key = pem.find("-----BEGIN PRIVATE KEY-----");
    if (key != std::string::npos) {
        KeyPair pair{pem.substr(0, key), pem.substr(key)};
        const openssl::Certificate certificate = openssl::certificateFrom(pair.certificate);
        const openssl::Key secret = openssl::keyFrom(pair.key);
        if (certificate && secret && X509_check_private_key(certificate.get(), secret.get()) == 1)
            return pair;
    }
    openssl::complaint({});
    return api::Refusal{file.string() + " does not hold a certificate authority; remove it, and a new one is made"};
}

} // namespace

std::optional<fs::path> dataFolder()
{
    const char* const data = std::getenv("XDG_DATA_HOME");
    if (data && *data == '/')
        return fs::path(data) / "kubarium";
    const char* const home = std::getenv("HOME");
    if (home && *home == '/')
        return fs::path(home) / ".local" / "share" / "kubarium";
    return std::nullopt;
}

std::string writePrivately(const fs::path& file, std::string_view content)
{
    fs::path temporary;
    std::string sentence = writeBeside(file, content, temporary);
    if (sentence.empty() && ::rename(temporary.c_str(), file.c_str()) != 0) {
        sentence = reason("cannot write", file);
        ::unlink(temporary.c_str());
    }
    return sentence;
}

api::Parsed<KeyPair> authorityIn(const fs::path& folder)
{
    const fs::path file = folder / "ca.pem";
    if (const auto known = contentOf(file))
        return pairFrom(*known, file);
    if (errno != ENOENT)
        return api::Refusal{reason("cannot read", file)};

    std::error_code error;
    const bool isNew = fs::create_directories(folder, error);
    if (error)
        return api::Refusal{"cannot make " + folder.string() + ": " + error.message()};
    if (isNew)
        fs::permissions(folder, fs::perms::owner_all, error);
    api::Parsed<KeyPair> made = newAuthority("kubarium");
    if (!made)
        return made;
    fs::path temporary;
    if (std::string sentence = writeBeside(file, made->certificate + made->key, temporary); !sentence.empty())
        return api::Refusal{std::move(sentence)};
    const bool linked = ::link(temporary.c_str(), file.c_str()) == 0; // unlike a rename it replaces nothing
    const bool exists = !linked && errno == EEXIST;
    const std::string sentence = linked ? std::string() : reason("cannot write", file);
    ::unlink(temporary.c_str());
    if (linked)
        return made;
    if (!exists)
        return api::Refusal{sentence};
    const auto theirs = contentOf(file); // somebody was quicker
    return theirs ? pairFrom(*theirs, file) : api::Parsed<KeyPair>(api::Refusal{reason("cannot read", file)});
}

} // namespace kubarium::serve
