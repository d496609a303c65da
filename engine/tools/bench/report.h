// The budgets of the lab, measured and judged.
//
// Figures are CPU time of this process, so a busy machine does not spoil them; budgets are scaled by how long a fixed
// calibration loop takes here against the machine they were written for. A figure beyond 1.5 times its budget fails.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace kubarium::tools {

using CpuTime = std::chrono::duration<double>; // seconds

CpuTime cpuTime(); // used by this process so far
std::size_t residentBytes(); // memory the process holds now
std::size_t heapBytes(); // of that, what it has allocated and not freed

class Report {
public:
    explicit Report(std::string title);

    enum class Better : std::uint8_t { Lower, Higher, LowerUnscaled }; // Unscaled: bytes, not time
    void row(const std::string& what, double measured, const std::string& unit, double budget, Better better);
    void note(const std::string& what, double measured, const std::string& unit); // without a budget

    bool ok() const { return m_ok; }

private:
    double m_scale;
    bool m_ok = true;
};

// CPU seconds of one call, as the median of `runs`.
CpuTime median(int runs, const std::function<void()>& work);

} // namespace kubarium::tools
