#include "report.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <malloc.h>
#include <string>
#include <unistd.h>

namespace kubarium::tools {

namespace {

// What the calibration loop took on the machine that the budgets were written for.
constexpr double referenceSeconds = 0.024;
constexpr double tolerance = 1.5;

// A bit of everything the engine does: integers, memory, branches.
double calibrated()
{
    const auto loop = [] {
        std::uint64_t state = 1;
        std::vector<std::uint32_t> numbers(300'000);
        for (std::uint32_t& number : numbers) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            number = static_cast<std::uint32_t>(state >> 33);
        }
        std::sort(numbers.begin(), numbers.end());
        std::uint64_t sum = 0;
        for (std::size_t round = 0; round < 20; ++round) {
            for (std::size_t i = 0; i < numbers.size(); ++i)
                sum += numbers[(i * 7919 + round) % numbers.size()] ^ i;
        }
        static volatile std::uint64_t sink = 0;
        sink = sink + sum;
    };
    return median(3, loop).count();
}

} // namespace

CpuTime cpuTime()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::size_t residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t heapBytes()
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

CpuTime median(int runs, const std::function<void()>& work)
{
    std::vector<CpuTime> times;
    for (int i = 0; i < runs; ++i) {
        const CpuTime start = cpuTime();
        work();
        times.push_back(cpuTime() - start);
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[static_cast<std::size_t>(runs / 2)];
}

Report::Report(std::string title) : m_scale(calibrated() / referenceSeconds)
{
    std::printf("%s (this machine takes %.2f times the reference)\n", title.c_str(), m_scale);
}

void Report::row(const std::string& what, double measured, const std::string& unit, double budget, Better better)
{
    const double scaled = better == Better::Lower ? budget * m_scale
        : better == Better::Higher                ? budget / m_scale
                                                  : budget;
    const bool fine = better == Better::Higher ? measured * tolerance >= scaled : measured <= scaled * tolerance;
    m_ok = m_ok && fine;
    std::printf("  %-64s %10.3f %-8s budget %10.3f  %s\n", what.c_str(), measured, unit.c_str(), scaled,
        fine ? "ok" : "TOO SLOW");
}

void Report::note(const std::string& what, double measured, const std::string& unit)
{
    std::printf("  %-64s %10.3f %s\n", what.c_str(), measured, unit.c_str());
}

} // namespace kubarium::tools
