// kubarium-lab: the lab without a window, for scripts and for CI.
#include "command.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace kubarium::tools;

struct Command {
    std::string_view name;
    std::string_view arguments;
    std::string_view does;
    Exit (*run)(Arguments);
};

constexpr std::array commands{
    Command{"bench", "[NAME…]", "measure the budgets; all of them, or those named", bench},
    Command{"serve", "--kubeconfig OUT …", "serve a cluster to kubectl and other real clients over HTTPS", serve},
    Command{
        "validate", "FILE…", "check manifests as a v1.34 server would: sentence, line, column, suggestion", validate},
    Command{"version", "", "print the version, and the Kubernetes release whose API is served", version},
};

void printUsage(std::ostream& out)
{
    std::vector<std::string> calls;
    std::size_t widest = std::string_view("help").size();
    for (const Command& command : commands) {
        std::string call(command.name);
        if (!command.arguments.empty())
            call.append(" ").append(command.arguments);
        widest = std::max(widest, call.size());
        calls.push_back(std::move(call));
    }
    const auto row = [&](std::string call, std::string_view does) {
        call.resize(widest, ' ');
        out << "  " << call << "   " << does << '\n';
    };

    out << "kubarium-lab is a Kubernetes cluster in a glass box, without the window.\n\n"
           "Usage: kubarium-lab COMMAND [ARGUMENT…]\n\n"
           "Commands:\n";
    for (std::size_t i = 0; i < commands.size(); ++i)
        row(calls[i], commands[i].does);
    row("help", "print this text");
}

Exit dispatch(Arguments arguments)
{
    if (arguments.empty()) {
        printUsage(std::cerr);
        return Exit::Usage;
    }
    const std::string_view name = arguments.front();
    if (name == "help" || name == "--help" || name == "-h") {
        printUsage(std::cout);
        return Exit::Ok;
    }
    if (name == "--version")
        return version({});
    const auto command =
        std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == name; });
    if (command == commands.end()) {
        std::cerr << "kubarium-lab: unknown command \"" << name << "\". \"kubarium-lab help\" lists the commands.\n";
        return Exit::Usage;
    }
    return command->run(arguments.subspan(1));
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string_view> arguments(argv + std::min(argc, 1), argv + argc);
    return static_cast<int>(dispatch(arguments));
}
