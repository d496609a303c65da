#include "app/viewswitch.h"

#include "theme/icons.h"

namespace kubarium::gui {

ViewSwitch::ViewSwitch(View view, QObject* parent)
    : QObject(parent),
      m_group(this),
      m_cluster(new QAction(&m_group)),
      m_list(new QAction(&m_group)),
      m_view(view)
{
    m_cluster->setShortcut(Qt::CTRL | Qt::Key_1);
    m_list->setShortcut(Qt::CTRL | Qt::Key_2);
    for (QAction* action : actions())
        action->setCheckable(true);
    (view == View::Cluster ? m_cluster : m_list)->setChecked(true);
    connect(m_cluster, &QAction::triggered, this, [this] { show(View::Cluster); });
    connect(m_list, &QAction::triggered, this, [this] { show(View::List); });
}

void ViewSwitch::show(View view)
{
    if (view == m_view)
        return;
    m_view = view;
    (view == View::Cluster ? m_cluster : m_list)->setChecked(true);
    emit viewChanged(view);
}

void ViewSwitch::retranslate()
{
    m_cluster->setText(tr("Cluster"));
    m_list->setText(tr("List"));
}

void ViewSwitch::recolour(const QColor& colour)
{
    m_cluster->setIcon(icon(QStringLiteral("cluster"), colour));
    m_list->setIcon(icon(QStringLiteral("list"), colour));
}

} // namespace kubarium::gui
