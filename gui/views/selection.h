// What the window looks at: a kind, an object, a namespace. Every view follows it, and any of them may change it.
#pragma once

#include "api/schema.h"
#include "lab/objects.h"

#include <QObject>
#include <QString>

#include <optional>

namespace kubarium::gui {

class Selection : public QObject {
    Q_OBJECT
public:
    explicit Selection(const api::Kind& kind, QObject* parent = nullptr) : QObject(parent), m_kind(&kind) { }

    const api::Kind& kind() const { return *m_kind; }

    const std::optional<store::Key>& object() const { return m_object; }

    const QString& namespaceName() const { return m_namespace; } // empty: all

    // Another kind: whatever object was chosen stays chosen, the inspector keeps showing it.
    void chooseKind(const api::Kind& kind);
    void chooseObject(const store::Key& key);
    void chooseNamespace(const QString& name);

signals:
    void kindChanged();
    void objectChanged();
    void namespaceChanged();

private:
    const api::Kind* m_kind;
    std::optional<store::Key> m_object;
    QString m_namespace;
};

} // namespace kubarium::gui
