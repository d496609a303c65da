// A line from the beginning of the lab to now, and on it a tick wherever something was written: up for what came, down for
// what went, across for what changed; the taller the more.
#pragma once

#include "theme/theme.h"
#include "timeline/activity.h"

#include "lab/changefeed.h"

#include <QWidget>

namespace kubarium::gui {

class LabBridge;

class ActivityStrip : public QWidget {
    Q_OBJECT
public:
    explicit ActivityStrip(LabBridge& lab, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {320, 40}; }

    QSize minimumSizeHint() const override { return {96, 32}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void update(const lab::Batch& batch);
    QRectF line() const;

    LabBridge& m_lab;
    Theme m_theme;
    Activity m_activity;
    api::Time m_now;
};

} // namespace kubarium::gui
