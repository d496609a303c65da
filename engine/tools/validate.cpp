// kubarium-lab validate FILE…: what a v1.34 server would say to these manifests, and where in them.
//
//   web.yaml:14:9: error: Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: …
//     did you mean "envFrom"?
#include "command.h"

#include "api/manifestreader.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace kubarium::tools {

namespace {

std::string place(const std::string& file, api::Mark mark)
{
    if (mark.line == 0)
        return file;
    return file + ":" + std::to_string(mark.line) + ":" + std::to_string(mark.column);
}

void print(const std::string& file, const api::Complaint& complaint)
{
    const bool error = complaint.severity == api::Complaint::Severity::Error;
    std::cout << place(file, complaint.findings.front().mark) << (error ? ": error: " : ": warning: ")
              << complaint.message << '\n';
    for (const api::Finding& finding : complaint.findings) {
        if (complaint.findings.size() > 1)
            std::cout << "  " << place(file, finding.mark) << ": " << finding.what << '\n';
        if (!finding.hint.empty())
            std::cout << "  " << finding.hint << '\n';
    }
}

bool read(std::istream& in, std::string& text)
{
    text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    return !in.bad();
}

// Whether the file could be read and has no errors.
bool check(const std::string& file)
{
    std::string text;
    if (file == "-") {
        if (!read(std::cin, text)) {
            std::cerr << "kubarium-lab: cannot read standard input\n";
            return false;
        }
    } else {
        std::ifstream in(file, std::ios::binary);
        if (!in || !read(in, text)) {
            std::cerr << "kubarium-lab: cannot read " << file << '\n';
            return false;
        }
    }
    const std::string name = file == "-" ? "STDIN" : file;
    const api::ManifestReport report = api::readManifest(text, {name, "default"});
    for (const api::Complaint& complaint : report.complaints)
        print(name, complaint);
    for (const api::ManifestObject& object : report.objects)
        std::cout << place(name, object.mark) << ": ok: " << object.kind->kind << ' '
                  << object.object.meta().name.view() << '\n';
    if (report.complaints.empty() && report.objects.empty())
        std::cout << name << ": no objects\n";
    return report.ok();
}

} // namespace

Exit validate(Arguments arguments)
{
    if (arguments.empty()) {
        std::cerr << "kubarium-lab: validate needs at least one FILE; \"-\" is standard input\n";
        return Exit::Usage;
    }
    bool fine = true;
    for (const std::string_view file : arguments)
        fine = check(std::string(file)) && fine;
    return fine ? Exit::Ok : Exit::Failed;
}

} // namespace kubarium::tools
