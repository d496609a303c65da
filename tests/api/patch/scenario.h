// Writes of several managers to one object, one a second, and what became of it:
//
//   apply m1 {data: {a: 1}}            server-side apply; "force" instead of "apply" takes fields over
//   update m2/status {status: …}       the whole object as m2 writes it, through a subresource if one is named
//   bare - {data: {a: 1}}              the object as it is stored where nobody keeps track of owners
//
// apiVersion, kind and the name `x` are added to what a step says.
#pragma once

#include "api/managedfields/managedfields.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace kubarium::api {

class Scenario {
public:
    explicit Scenario(std::string_view kind);

    // Ends at the first refusal.
    void play(const QStringList& steps);

    const ObjectPtr& object() const { return m_object; }
    const Status& refusal() const { return m_refusal; }
    QString text() const;     // the object without what every one has, as JSON; or the refusal's message
    QString managers() const; // a line each: m1 Apply v1 00:00:01 {"f:data":{"f:a":{}}}

private:
    void apply(const FieldWriter& writer, Value config, bool force);
    void update(const FieldWriter& writer, const Value& written);

    const Kind& m_kind;
    ObjectPtr m_object;
    Status m_refusal;
    int m_seconds = 0;
};

} // namespace kubarium::api
