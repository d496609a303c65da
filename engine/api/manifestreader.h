// Manifests as people keep them: a stream of documents, checked as far as can be without a cluster.
//
// The lab's own faces (validate, editor, drop, cluster files) say more than a server can: which line and column, and what
// was probably meant. The sentences are the server's, or kubectl's where kubectl refuses before it asks a server.
#pragma once

#include "decode.h"

#include <string>
#include <vector>

namespace kubarium::api {

// One thing in a document that an answer is about.
struct Finding {
    std::string what; // spec.containers[0].image: Required value
    std::string hint; // did you mean "envFrom"? — empty if there is nothing to say
    Mark mark; // in the file
};

// What would be answered to a document: one sentence, and what it is about, piece by piece.
struct Complaint {
    enum class Severity : std::uint8_t { Error, Warning };
    Severity severity = Severity::Error;
    std::string message;
    std::vector<Finding> findings; // at least one
};

struct ManifestObject {
    const Kind* kind = nullptr;
    ObjectPtr object; // with defaults, in the version written
    Mark mark; // of the document
};

struct ManifestReport {
    std::vector<ManifestObject> objects; // those without errors
    std::vector<Complaint> complaints; // in the order of the file
    bool ok() const; // no errors
};

struct ManifestOptions {
    std::string file = "STDIN"; // as kubectl names it in its sentences
    std::string defaultNamespace = "default";
};

// Decodes, fills in defaults and validates every document, and every item of a List.
ManifestReport readManifest(std::string_view text, const ManifestOptions& options);

} // namespace kubarium::api
