#include "timezone.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace kubarium::api {

TimeZoneDatabase& TimeZoneDatabase::system()
{
    static TimeZoneDatabase database(
        {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"});
    return database;
}

namespace {

// The bytes of a file, or the system's word for why there are none.
std::variant<std::string, std::error_code> fileContent(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (error)
        return error;
    if (std::filesystem::is_directory(status))
        return std::make_error_code(std::errc::is_a_directory);
    if (!std::filesystem::is_regular_file(status))
        return std::make_error_code(std::errc::invalid_argument);
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::make_error_code(std::errc::permission_denied);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// Go spells the system's errors in lower case.
std::string sentenceOf(const std::error_code& error)
{
    std::string sentence = error.message();
    if (!sentence.empty() && sentence.front() >= 'A' && sentence.front() <= 'Z')
        sentence.front() = static_cast<char>(sentence.front() - 'A' + 'a');
    return sentence;
}

} // namespace

Parsed<const TimeZone*> TimeZoneDatabase::load(std::string_view name)
{
    if (name.empty() || name == "UTC")
        return &TimeZone::utc();
    if (name.find("..") != std::string_view::npos || name.front() == '/' || name.front() == '\\')
        return Refusal{"time: invalid location name"};
    if (name.find('\0') != std::string_view::npos) // would end the name of the file
        return Refusal{"invalid argument"};

    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_zones.find(name); known != m_zones.end())
        return known->second.get();
    std::string firstError; // of a file that is there but not as it should be
    for (const std::filesystem::path& folder : m_folders) {
        const std::variant<std::string, std::error_code> content = fileContent(folder / name);
        if (const std::error_code* const error = std::get_if<std::error_code>(&content)) {
            if (*error != std::errc::no_such_file_or_directory && firstError.empty())
                firstError = sentenceOf(*error);
            continue;
        }
        Parsed<std::unique_ptr<const TimeZone>> zone =
            TimeZone::fromTzif(std::string(name), std::get<std::string>(content));
        if (zone)
            return m_zones.emplace(std::string(name), std::move(*zone)).first->second.get();
        if (firstError.empty())
            firstError = zone.error();
    }
    return Refusal{firstError.empty() ? "unknown time zone " + std::string(name) : firstError};
}

bool TimeZoneDatabase::isPresent() const
{
    return std::any_of(m_folders.begin(), m_folders.end(), [](const std::filesystem::path& folder) {
        std::error_code ignored;
        return std::filesystem::is_directory(folder, ignored);
    });
}

bool isTimeZoneName(std::string_view name) noexcept
{
    while (true) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        constexpr std::string_view spelling = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+";
        const bool spelled = part.find_first_not_of(spelling) == std::string_view::npos;
        if (!spelled || part.empty() || part.size() > 14 || part == "." || part == ".." || part.front() == '-')
            return false;
        if (slash == std::string_view::npos)
            return true;
        name.remove_prefix(slash + 1);
    }
}

} // namespace kubarium::api
