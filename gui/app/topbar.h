// The bar on top of the window: whose window it is on the left, the views to choose from in the middle, what acts on the
// whole of it on the right.
#pragma once

#include "theme/appearance.h"

#include <QWidget>

namespace kubarium::gui {

class TopBar : public QWidget {
    Q_OBJECT
public:
    // Both in this order.
    TopBar(const QList<QAction*>& views, const QList<QAction*>& actions, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Theme m_theme;
};

} // namespace kubarium::gui
