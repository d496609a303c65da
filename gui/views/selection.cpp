#include "views/selection.h"

namespace kubarium::gui {

void Selection::chooseKind(const api::Kind& kind)
{
    if (m_kind == &kind)
        return;
    m_kind = &kind;
    emit kindChanged();
}

void Selection::chooseObject(const store::Key& key)
{
    if (m_object == key)
        return;
    m_object = key;
    emit objectChanged();
}

void Selection::chooseNamespace(const QString& name)
{
    if (m_namespace == name)
        return;
    m_namespace = name;
    emit namespaceChanged();
}

} // namespace kubarium::gui
