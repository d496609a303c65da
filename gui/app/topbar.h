// The bar on top of the window: whose window it is on the left, what acts on the whole of it on the right.
#pragma once

#include "theme/appearance.h"

#include <QWidget>

namespace kubarium::gui {

class TopBar : public QWidget {
    Q_OBJECT
public:
    // The actions appear on the right, in this order.
    explicit TopBar(const QList<QAction*>& actions, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Theme m_theme;
};

} // namespace kubarium::gui
