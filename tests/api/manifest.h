// A manifest as the API server reads it: strictly decoded, in the namespace `default` unless it says otherwise, filled
// up with defaults. What the rules say of it comes as lines of text:
//
//   complaints("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {a: b}}}")
//       -> "spec.ports: Required value"
#pragma once

#include "api/object.h"

#include <QtCore/QStringList>

#include <string>
#include <string_view>

namespace kubarium::api {

class Manifest {
public:
    explicit Manifest(std::string_view yaml);

    // Why it could not be read; empty if it could, and only then there is an object.
    const QString& refusal() const { return m_refusal; }
    const Kind& kind() const { return *m_kind; }
    const ObjectPtr& object() const { return m_object; }
    ObjectPtr& object() { return m_object; }

private:
    const Kind* m_kind = nullptr;
    ObjectPtr m_object;
    QString m_refusal;
};

// Each complaint once, in the server's order; a manifest that cannot be read has its refusal as the only one.
QStringList complaints(std::string_view yaml);
QStringList updateComplaints(std::string_view oldYaml, std::string_view yaml);
QStringList statusComplaints(std::string_view oldYaml, std::string_view yaml);
QStringList warningsAbout(std::string_view yaml);
// The whole object as JSON, as the server would answer (without what it adds on writing).
QString defaulted(std::string_view yaml);

} // namespace kubarium::api
