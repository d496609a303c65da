#include "benches.h"
#include "report.h"
#include "workload.h"

#include "api/encode.h"
#include "api/manifestreader.h"

#include <string>

namespace kubarium::tools {

namespace {

void yaml(Report& report)
{
    constexpr int runs = 200;
    const std::string text = manifest(1);
    read(text);
    const CpuTime one = median(5, [&] {
        for (int i = 0; i < runs; ++i)
            read(text);
    });
    report.row(
        "a 60-line manifest decoded, defaulted, validated", one.count() * 1e3 / runs, "ms", 0.4, Report::Better::Lower);

    constexpr int documents = 10'000;
    std::string stream;
    for (int i = 0; i < documents; ++i)
        stream += manifest(i) + "---\n";
    const std::size_t before = residentBytes();
    const CpuTime start = cpuTime();
    const api::ManifestReport all = api::readManifest(stream, {});
    report.row("10 000 of them in one stream", (cpuTime() - start).count(), "s", 4, Report::Better::Lower);
    report.row("memory for them, all objects kept", static_cast<double>(residentBytes() - before) / 1e6, "MB", 300,
        Report::Better::LowerUnscaled);
    if (all.objects.size() != documents)
        std::exit(1);
}

void pods(Report& report)
{
    constexpr int count = 150'000;
    const std::size_t before = heapBytes();
    const CpuTime start = cpuTime();
    const std::vector<api::Box<api::Pod>> made = runningPods(count, 200);
    report.note("150 000 pods of 200 templates made, CPU", (cpuTime() - start).count(), "s");
    report.note("bytes a pod, with its status", static_cast<double>(heapBytes() - before) / count, "bytes");

    std::string json;
    const CpuTime written = cpuTime();
    std::size_t bytes = 0;
    for (int i = 0; i < 20'000; ++i) {
        json.clear();
        api::appendJson(json, *api::TypeOf<api::Pod>::value, &*made[static_cast<std::size_t>(i)]);
        bytes += json.size();
    }
    report.row("JSON written from the structs", static_cast<double>(bytes) / 1e6 / (cpuTime() - written).count(),
        "MB/s", 250, Report::Better::Higher);

    const CpuTime parsed = cpuTime();
    constexpr int reads = 5'000;
    for (int i = 0; i < reads; ++i) {
        const api::ParsedJson document = api::parseJson(json);
        api::Box<api::Pod> pod;
        api::decode(*api::TypeOf<api::Pod>::value, &pod.edit(), document.document.root);
    }
    report.note(
        "JSON read and decoded", static_cast<double>(json.size()) * reads / 1e6 / (cpuTime() - parsed).count(), "MB/s");
}

} // namespace

bool benchCodec()
{
    Report report("codec");
    yaml(report);
    pods(report);
    return report.ok();
}

} // namespace kubarium::tools
