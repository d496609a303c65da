// Runs a fuzz target over its corpus without libFuzzer, so that every compiler and every preset can: each file
// given, and each file below a folder given, once, in the order of their names. A crash or a sanitizer's report
// ends the program; the name printed before it is the input to look at.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputsBelow(const fs::path& place)
{
    if (!fs::is_directory(place))
        return {place};
    std::vector<fs::path> inputs;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(place)) {
        if (entry.is_regular_file())
            inputs.push_back(entry.path());
    }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
}

} // namespace

int main(int argc, char** argv)
{
    int replayed = 0;
    for (int i = 1; i < argc; ++i) {
        if (!fs::exists(argv[i])) {
            std::fprintf(stderr, "%s: no such file or folder\n", argv[i]);
            return 2;
        }
        for (const fs::path& input : inputsBelow(argv[i])) {
            std::printf("%s\n", input.filename().c_str());
            std::fflush(stdout); // the name must be out before the input can crash us
            std::ifstream file(input, std::ios::binary);
            const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++replayed;
        }
    }
    // An empty corpus would pass without having tried anything.
    if (replayed == 0) {
        std::fprintf(stderr, "The corpus is empty: add at least one seed.\n");
        return 2;
    }
    std::printf("%d inputs replayed\n", replayed);
    return 0;
}
