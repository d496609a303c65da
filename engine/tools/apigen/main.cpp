// apigen OUT FILE.yaml…: turns the type tables of resources/api into C++.
//
//   OUT/include/api/types/<file>.h   structs and enum values
//   OUT/<file>.cpp                   the tables of that file
//   OUT/registry.cpp                 all kinds and types
#include "emit.h"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

// A file that did not change keeps its time, so that nothing that includes it is compiled again.
void write(const std::filesystem::path& path, const std::string& text)
{
    std::filesystem::create_directories(path.parent_path());
    if (std::ifstream old(path, std::ios::binary); old) {
        const std::string before((std::istreambuf_iterator<char>(old)), std::istreambuf_iterator<char>());
        if (before == text)
            return;
    }
    std::ofstream out(path, std::ios::binary);
    out << text;
    if (!out.flush())
        throw std::runtime_error("cannot write " + path.string());
}

} // namespace

int main(int argc, char** argv)
{
    using namespace kubarium::apigen;
    if (argc < 3) {
        std::cerr << "usage: apigen OUT FILE.yaml...\n";
        return 2;
    }
    try {
        const std::filesystem::path out = argv[1];
        const Model model = load({argv + 2, argv + argc});
        for (const auto& [name, file] : model.files) {
            write(out / "include/api/types" / (name + ".h"), header(model, file));
            write(out / (name + ".cpp"), tables(model, file));
        }
        write(out / "include/api/types/all.h", umbrella(model));
        write(out / "registry.cpp", registry(model));
    } catch (const std::exception& error) {
        std::cerr << "apigen: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
