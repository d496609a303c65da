#include "app/emptybox.h"

#include "theme/fonts.h"
#include "theme/icons.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

constexpr qreal margin = 8;
constexpr qreal radius = 10;
constexpr int markSize = 120;

class Mark : public QWidget {
public:
    explicit Mark(QWidget* parent) : QWidget(parent) { setFixedSize(markSize, markSize); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintApplicationMark(painter, rect());
    }
};

// Water that fills `box` from `level` down; its surface is three gentle waves, `shift` of a wave to the side.
QPainterPath waterIn(const QRectF& box, qreal level, qreal swell, qreal shift)
{
    const qreal wave = box.width() / 3;
    QPainterPath path(QPointF(box.left() - shift * wave, level));
    for (int i = 0; i < 4; ++i) {
        const QPointF from = path.currentPosition();
        path.cubicTo(from + QPointF(wave * 0.36, -swell), from + QPointF(wave * 0.64, swell), from + QPointF(wave, 0));
    }
    path.lineTo(path.currentPosition().x(), box.bottom());
    path.lineTo(box.left() - shift * wave, box.bottom());
    path.closeSubpath();
    return path;
}

QLabel* centred(QLabel* label)
{
    label->setAlignment(Qt::AlignCenter);
    return label;
}

void setTextColour(QLabel* label, const QColor& colour)
{
    QPalette palette;
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
}

} // namespace

EmptyBox::EmptyBox(QWidget* parent)
    : QWidget(parent),
      m_theme(palette()),
      m_sentence(centred(new QLabel(this))),
      m_hint(centred(new QLabel(this))),
      m_command(centred(new QLabel(this)))
{
    auto* name = centred(new QLabel(QStringLiteral("Kubarium"), this));
    name->setFont(textFont(34, QFont::Bold));
    m_sentence->setFont(textFont(17));
    m_hint->setFont(textFont(14));
    m_command->setFont(codeFont(15));
    m_command->setText(QStringLiteral("kubarium-lab validate deployment.yaml"));
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_command->setContentsMargins(20, 10, 20, 10);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->setSpacing(0);
    // More room below than above: the eye's middle is a little higher than the ruler's.
    layout->addStretch(4);
    layout->addWidget(new Mark(this), 0, Qt::AlignHCenter);
    layout->addSpacing(20);
    layout->addWidget(name);
    layout->addSpacing(8);
    layout->addWidget(m_sentence);
    layout->addSpacing(36);
    layout->addWidget(m_hint);
    layout->addSpacing(12);
    layout->addWidget(m_command, 0, Qt::AlignHCenter);
    layout->addStretch(7);
    retranslate();
    recolour();
}

void EmptyBox::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(m_glass, m_theme.panel);
    painter.fillPath(m_farWater, blended(m_theme.panel, m_theme.accentSoft, 0.55));
    painter.fillPath(m_nearWater, m_theme.accentSoft);
    painter.setPen(QPen(m_theme.border, 1));
    painter.drawPath(m_glass);

    painter.setBrush(m_theme.sunken);
    painter.drawRoundedRect(QRectF(m_command->geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void EmptyBox::resizeEvent(QResizeEvent*)
{
    const QRectF box = QRectF(rect()).adjusted(margin + 0.5, margin + 0.5, -margin - 0.5, -1.5);
    m_glass = QPainterPath();
    m_glass.addRoundedRect(box, radius, radius);
    m_farWater = waterIn(box, box.bottom() - box.height() * 0.17, 26, 0.45).intersected(m_glass);
    m_nearWater = waterIn(box, box.bottom() - box.height() * 0.13, 22, 0.0).intersected(m_glass);
}

void EmptyBox::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange) {
        m_theme = Theme(palette());
        recolour();
        update();
    }
    QWidget::changeEvent(event);
}

void EmptyBox::retranslate()
{
    m_sentence->setText(tr("A Kubernetes cluster in a glass box"));
    m_hint->setText(tr("The box is still empty. Manifests can already be checked, in a terminal:"));
}

void EmptyBox::recolour()
{
    setTextColour(m_sentence, m_theme.muted);
    setTextColour(m_hint, m_theme.muted);
}

} // namespace kubarium::gui
