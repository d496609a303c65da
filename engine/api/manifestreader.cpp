#include "manifestreader.h"

#include "conversion/conversion.h"
#include "defaults/defaults.h"
#include "defaults/settle.h"
#include "locate.h"
#include "suggest.h"
#include "validation/validation.h"

#include <algorithm>

namespace kubarium::api {

namespace {

// As a server would have it in hand when it validates: some kinds get fields from the uid.
ObjectPtr asCreated(ObjectPtr object)
{
    object.editMeta().uid = "00000000-0000-0000-0000-000000000000";
    settleForCreate(object);
    return object;
}

constexpr std::string_view turnOff =
    "; if you choose to ignore these errors, turn validation off with --validate=false";

class Reader {
public:
    explicit Reader(const ManifestOptions& options) : m_options(options) { }

    ManifestReport read(std::string_view text)
    {
        const ParsedStream stream = parseYaml(text);
        for (const Document& document : stream.documents) {
            m_document = &document;
            object(document.root, "");
        }
        if (stream.error) {
            complain("error parsing " + m_options.file + ": " + stream.error->kubectl, stream.error->mark);
        }
        return std::move(m_report);
    }

private:
    void object(const TreeNode& root, const std::string& prefix)
    {
        if (root.kind != NodeKind::Mapping) {
            complain("error validating \"" + m_options.file + "\": error validating data: invalid object to validate"
                    + std::string(turnOff),
                root.mark);
            return;
        }
        const Result<TypeMeta> meta = typeMetaOf(root);
        if (!meta) {
            complain(meta.status().message, root.mark);
            return;
        }
        if (meta->apiVersion.empty() || meta->kind.empty()) {
            notSet(root, meta->apiVersion.empty(), meta->kind.empty());
            return;
        }
        if (meta->kind.ends_with("List") && root.find("items") && !findKindByApiVersion(meta->apiVersion, meta->kind)) {
            const TreeNode& items = *root.find("items");
            for (std::size_t i = 0; i < items.items.size(); ++i)
                object(items.items[i], prefix + "items[" + std::to_string(i) + "].");
            return;
        }
        const Kind* const kind = findKindByApiVersion(meta->apiVersion, meta->kind);
        if (!kind || kind->resource.empty()) {
            noSuchKind(root, *meta);
            return;
        }
        decodeAndCheck(*kind, root, prefix);
    }

    void notSet(const TreeNode& root, bool version, bool kind)
    {
        const std::string what = version && kind ? "[apiVersion not set, kind not set]"
            : version                            ? "apiVersion not set"
                                                 : "kind not set";
        complain("error validating \"" + m_options.file + "\": error validating data: " + what + std::string(turnOff),
            root.mark);
    }

    void noSuchKind(const TreeNode& root, const TypeMeta& meta)
    {
        const auto text = [&](std::string_view field) {
            const TreeNode* const metadata = root.find("metadata");
            const TreeNode* const node = metadata ? metadata->find(field) : nullptr;
            return node && node->kind == NodeKind::String ? std::string(node->scalar) : std::string();
        };
        complain("resource mapping not found for name: \"" + text("name") + "\" namespace: \"" + text("namespace")
                + "\" from \"" + m_options.file + "\": no matches for kind \"" + meta.kind + "\" in version \""
                + meta.apiVersion + "\"\nensure CRDs are installed first",
            findKindByApiVersion(meta.apiVersion, meta.kind) ? root.mark : meta.kindMark, kindHint(meta));
    }

    // The kind in another version, or one whose name is near.
    static std::string kindHint(const TypeMeta& meta)
    {
        std::vector<std::string_view> names;
        for (const Kind& kind : kinds()) {
            if (kind.kind == meta.kind && !kind.resource.empty())
                return "kind " + meta.kind + " is in " + kind.apiVersion();
            if (!kind.resource.empty())
                names.push_back(kind.kind);
        }
        const std::string near = suggestion(meta.kind, names);
        if (near.empty())
            return {};
        const auto found =
            std::find_if(kinds().begin(), kinds().end(), [&](const Kind& kind) { return kind.kind == near; });
        return "did you mean \"" + near + "\" in " + found->apiVersion() + "?";
    }

    void decodeAndCheck(const Kind& kind, const TreeNode& root, const std::string& prefix)
    {
        ObjectPtr object = ObjectPtr::make(*kind.type);
        DecodeReport report = decode(*kind.type, object.edit(), root);
        for (const DuplicateKey& twice : m_document->duplicates) {
            if (twice.path.starts_with(prefix))
                report.strict.push_back(
                    {StrictError::Kind::DuplicateField, twice.path.substr(prefix.size()), {}, twice.mark});
        }
        if (!report.clean()) {
            wrongFields(kind, report);
            return;
        }
        ObjectMeta& meta = object.editMeta();
        if (kind.namespaced && meta.namespace_.empty())
            meta.namespace_ = Text(m_options.defaultNamespace);
        if (!kind.namespaced)
            meta.namespace_ = Text(""); // said in vain, and not refused
        applyDefaults(object);
        const ObjectPtr stored = toStored(kind, object);
        const FieldErrors errors = validateCreate(storedKind(kind), asCreated(stored));
        std::vector<Finding> findings;
        for (const FieldError& error : errors)
            findings.push_back({error.field + ": " + error.message(), {}, locate(root, error.field)});
        if (!errors.empty())
            complain(invalidObject(kind.group, kind.kind, meta.name, errors).message, std::move(findings));
        for (const std::string& warning : createWarnings(storedKind(kind), stored)) {
            const Mark mark = locate(root, warning.substr(0, warning.find(": ")));
            m_report.complaints.push_back({Complaint::Severity::Warning, warning, {{warning, {}, mark}}});
        }
        if (errors.empty())
            m_report.objects.push_back({&kind, object, root.mark});
    }

    // The server names the first value of a wrong type, or else all unknown fields. Here every one is found.
    void wrongFields(const Kind& kind, const DecodeReport& report)
    {
        std::vector<Finding> findings;
        for (const TypeError& error : report.types)
            findings.push_back({error.sentence, {}, error.mark});
        for (const StrictError& error : report.strict)
            findings.push_back({error.sentence(),
                error.suggestion.empty() ? std::string() : "did you mean \"" + error.suggestion + "\"?", error.mark});
        complain(refusal(kind, report, FieldValidation::Strict), std::move(findings));
    }

    void complain(std::string message, std::vector<Finding> findings)
    {
        m_report.complaints.push_back({Complaint::Severity::Error, std::move(message), std::move(findings)});
    }

    void complain(const std::string& message, Mark mark, std::string hint = {})
    {
        complain(message, std::vector<Finding>{{message, std::move(hint), mark}});
    }

    const ManifestOptions& m_options;
    const Document* m_document = nullptr;
    ManifestReport m_report;
};

} // namespace

bool ManifestReport::ok() const
{
    return std::none_of(complaints.begin(), complaints.end(),
        [](const Complaint& complaint) { return complaint.severity == Complaint::Severity::Error; });
}

ManifestReport readManifest(std::string_view text, const ManifestOptions& options)
{
    return Reader(options).read(text);
}

} // namespace kubarium::api
