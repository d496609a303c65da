#include "views/cluster/clusterview.h"

#include "bridge/labbridge.h"
#include "theme/fonts.h"
#include "theme/icons.h"
#include "theme/mutedlabel.h"
#include "views/cluster/podlooks.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

constexpr int margin = 14;
constexpr double step = 1.4;

QToolButton* toolButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFixedSize(28, 28);
    button->setIconSize({18, 18});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

ClusterView::ClusterView(LabBridge& lab, Selection& selection, QWidget* parent)
    : Panel(Shape::Whole, parent),
      m_lab(lab),
      m_selection(selection),
      m_title(new QLabel(this)),
      m_count(mutedLabel(this)),
      m_canvas(new Canvas(this)),
      m_nearer(toolButton(this)),
      m_farther(toolButton(this)),
      m_fit(toolButton(this)),
      m_legend(toolButton(this))
{
    m_title->setFont(textFont(17, QFont::Bold));
    m_count->setFont(textFont(15));
    m_canvas->setScene(
        &m_cluster.scene(), [this](const Token& token) { return captionOf(token.object, m_lab.latest().now); });
    setFocusProxy(m_canvas);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 8, margin - 6, 8);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_count);
    head->addStretch(1);
    for (QToolButton* button : {m_farther, m_nearer, m_fit, m_legend})
        head->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, radius / 2);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_canvas, 1);

    connect(&lab, &LabBridge::changed, this, &ClusterView::follow);
    connect(m_canvas, &Canvas::chosen, &selection, &Selection::chooseObject);
    connect(&selection, &Selection::objectChanged, this, [this] { m_canvas->select(m_selection.object(), true); });
    connect(&selection, &Selection::namespaceChanged, this, [this] {
        m_cluster.showNamespace(m_selection.namespaceName(), m_lab.latest());
        retranslate();
    });
    connect(m_nearer, &QToolButton::clicked, m_canvas, [this] { m_canvas->zoomBy(step); });
    connect(m_farther, &QToolButton::clicked, m_canvas, [this] { m_canvas->zoomBy(1 / step); });
    connect(m_fit, &QToolButton::clicked, m_canvas, &Canvas::fit);
    m_legend->setCheckable(true);
    connect(m_legend, &QToolButton::toggled, m_canvas, &Canvas::showLegend);
    connect(m_canvas, &Canvas::legendShown, m_legend, &QToolButton::setChecked);
    connect(this, &Panel::themeChanged, this, &ClusterView::recolour);
    recolour();
    m_cluster.showNamespace(m_selection.namespaceName(), m_lab.latest());
    m_canvas->select(m_selection.object(), false);
    retranslate();
}

void ClusterView::follow(const lab::BatchPtr& batch)
{
    const bool shown = m_cluster.follow(*batch);
    m_count->setText(tr("%n pod(s)", nullptr, m_cluster.pods()));
    if (shown)
        m_canvas->refresh();
}

void ClusterView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void ClusterView::retranslate()
{
    m_title->setText(tr("Cluster"));
    m_count->setText(tr("%n pod(s)", nullptr, m_cluster.pods()));
    const auto name = [](QToolButton* button, const QString& text, const char* key) {
        button->setText(text); // a screen reader says it
        button->setToolTip(text + QStringLiteral(" (%1)").arg(QString::fromUtf8(key)));
    };
    name(m_nearer, tr("Nearer"), "+");
    name(m_farther, tr("Farther"), "\u2212");
    name(m_fit, tr("All of it"), "F");
    name(m_legend, tr("Legend"), "?");
    m_canvas->setAccessibleName(tr("The cluster: its nodes and the pods on them"));
    m_cluster.retranslate();
    m_canvas->refresh();
}

void ClusterView::recolour()
{
    m_nearer->setIcon(icon(QStringLiteral("nearer"), theme().muted));
    m_farther->setIcon(icon(QStringLiteral("farther"), theme().muted));
    m_fit->setIcon(icon(QStringLiteral("fit"), theme().muted));
    m_legend->setIcon(icon(QStringLiteral("legend"), theme().muted));
}

} // namespace kubarium::gui
