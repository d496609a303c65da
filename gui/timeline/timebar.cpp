#include "timeline/timebar.h"

#include "theme/fonts.h"
#include "theme/mutedlabel.h"
#include "timeline/activitystrip.h"
#include "timeline/timetext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSlider>
#include <QToolButton>

namespace kubarium::gui {

namespace {

constexpr int barHeight = 56;

QToolButton* buttonOf(QAction* action, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize(QSize(20, 20));
    button->setFixedSize(36, 36);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    return button;
}

// As wide as the widest of its texts: a clock that runs must not push its neighbours.
void fixWidth(QLabel* label, const QStringList& texts)
{
    int width = 0;
    for (const QString& text : texts)
        width = std::max(width, label->fontMetrics().horizontalAdvance(text));
    label->setFixedWidth(width + 2);
}

} // namespace

TimeBar::TimeBar(LabBridge& lab, TimeControls& controls, QWidget* parent)
    : Panel(Shape::Whole, parent),
      m_lab(lab),
      m_controls(controls),
      m_speed(new QSlider(Qt::Horizontal, this)),
      m_speedText(new QLabel(this)),
      m_state(mutedLabel(this)),
      m_since(new QLabel(this)),
      m_date(mutedLabel(this))
{
    setFixedHeight(barHeight);
    m_speed->setRange(0, int(TimeControls::speeds().size()) - 1);
    m_speed->setPageStep(1);
    m_speed->setFixedWidth(120);
    m_speedText->setFont(textFont(13, QFont::Bold));
    m_speedText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setFont(textFont(12));
    m_since->setFont(codeFont(17));
    m_since->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_date->setFont(textFont(12));
    m_date->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto* clock = new QVBoxLayout;
    clock->setSpacing(1);
    clock->addStretch();
    clock->addWidget(m_since);
    clock->addWidget(m_date);
    clock->addStretch();
    auto* speed = new QHBoxLayout;
    speed->setSpacing(8);
    speed->addWidget(m_speedText);
    speed->addWidget(m_speed);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 0, 16, 0);
    layout->setSpacing(4);
    layout->addWidget(buttonOf(controls.pauseAction(), this));
    layout->addWidget(buttonOf(controls.stepAction(), this));
    layout->addSpacing(6);
    layout->addWidget(m_state);
    layout->addSpacing(10);
    layout->addLayout(speed);
    layout->addSpacing(16);
    layout->addWidget(new ActivityStrip(lab, this), 1);
    layout->addSpacing(12);
    layout->addLayout(clock);

    connect(m_speed, &QSlider::valueChanged, &controls, &TimeControls::setSpeedIndex);
    connect(&controls, &TimeControls::changed, this, &TimeBar::follow);
    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) { showTime(batch->now); });
    retranslate();
    showTime(lab.latest().now);
}

void TimeBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        m_controls.retranslate();
        retranslate();
    }
    Panel::changeEvent(event);
}

void TimeBar::showTime(api::Time now)
{
    if (!m_lab.isRunning())
        return;
    const QString since = sinceText(now - m_lab.beginning());
    m_since->setText(since);
    m_since->setMinimumWidth(std::max(m_since->minimumWidth(), m_since->sizeHint().width()));
    m_date->setText(dateText(now));
}

void TimeBar::follow()
{
    const QSignalBlocker quiet(m_speed); // the slider shows what is, and asks for nothing
    m_speed->setValue(m_controls.speedIndex());
    const Pace pace = m_lab.pace();
    m_speedText->setText(TimeControls::speedText(pace.speed));
    m_speed->setAccessibleDescription(m_speedText->text());
    m_state->setText(pace.paused ? tr("Paused") : tr("Running"));
}

void TimeBar::retranslate()
{
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("Speed: how many virtual seconds pass in one second"));
    m_since->setToolTip(tr("Virtual time since the lab began"));
    fixWidth(m_state, {tr("Paused"), tr("Running")});
    fixWidth(m_speedText, {TimeControls::speedText(0), TimeControls::speedText(1000), TimeControls::speedText(0.25)});
    fixWidth(m_date, {QStringLiteral("2026-00-00 00:00:00 UTC")});
    follow();
}

} // namespace kubarium::gui
