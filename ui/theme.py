"""The look, named once: colours, type, measures, and the one style sheet made from them.

Colours and points are those of the design brief. Sizes are points, so they follow the screen; heights
follow the font (`height`), widths of labels and panels follow the text's scale (`width`). Contrast is
proved in tests/ui/test_theme.py: text 4.5:1, edges and focus rings 3:1 (WCAG 2.1, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class Colours:
    """Every colour by its role, as #RRGGBB. A plain class: making a dataclass of it costs every start."""

    text = "#26221D"
    second = "#5A534A"
    hint = "#6E665B"
    page = "#F7F4EF"
    column = "#EFEAE2"
    surface = "#FFFFFF"
    header = "#F1ECE4"
    foot = "#F8F5F0"
    hairline = "#E4DDD2"
    button_edge = "#CBC2B4"
    field_edge = "#8E8577"
    accent = "#9B2C2C"
    pressed = "#842222"
    on_accent = "#FFFFFF"
    selected = "#F8ECE9"
    done = "#2C6546"
    done_ground = "#E8F1EA"
    progress = "#2A5783"
    progress_ground = "#E8EFF6"
    near = "#7E5000"
    near_ground = "#FAF0DC"
    overdue = "#A8201A"
    overdue_ground = "#FBE9E6"
    figure = "#5E3F00"
    figure_ground = "#F5EBD6"
    figure_clicked = "#F0DDB4"
    figure_edge = "#A06A00"
    focus = "#1F62A8"
    toast = "#2E2A25"
    toast_text = "#FFFFFF"
    toast_action = "#FFD9A0"
    paper = "#FFFFFF"
    ink = "#1A1A22"


ROLES = tuple(name for name in vars(Colours) if not name.startswith("_"))
"""The names of all colours."""

TONES = ("done", "progress", "near", "overdue", "plain")
"""How a status is coloured; it always has a word as well."""

POINTS = {
    "hint": (10.5, False),
    "hint strong": (10.5, True),
    "body": (11.25, False),
    "strong": (11.25, True),
    "reading": (12.0, False),
    "section": (12.0, True),
    "title": (16.5, True),
    "figure": (18.0, True),
    "name": (19.5, True),
}
"""Type by role: points and whether bold."""

LARGE_TEXT = 1.25
SIDEBAR, SIDEBAR_NARROW = 186, 92
MARGIN_LEFT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM = 24, 14, 20, 14
GAP, BLOCK_GAP = 8, 12
CONTROL, CONTROL_IN_ROW, CONTROL_KIOSK = 34, 30, 64
TABLE_ROW, TABLE_HEADER, DUTY_ROW, SIGNIN_ROW = 33, 36, 40, 42
GROUP_ROW, PAGE_ROW = 38, 32
PANEL_REGISTER, PANEL_SIGNIN, PANEL_REPORT = 312, 244, 352
FORM_LABEL = 70
RADIUS, RADIUS_CARD, RADIUS_TILE = 4, 6, 8
ICON, ICON_SMALL = 18, 17
EDGE, FOCUS_EDGE = 1, 2
TOAST_ABOVE_EDGE, TOAST_SECONDS = 60, 8
NARROW_WIDTH = 1180
CLIENT_WIDTH, CLIENT_HEIGHT = 1366, 696

_WINDOWS_FACES = ("Microsoft YaHei UI", "Microsoft YaHei", "微软雅黑", "SimHei")
_OTHER_FACES = (
    "Source Han Sans SC", "思源黑体", "Source Han Sans CN", "Noto Sans CJK SC", "Noto Sans SC",
    "PingFang SC", "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
)  # fmt: skip
_CARRIED_FACE = RESOURCES / "fonts" / "NotoSansSC-Medium-GB2312.ttf"


class _Look:
    """What the last `apply` decided."""

    def __init__(self) -> None:
        self.colours = Colours()
        self.families: tuple[str, ...] = ()
        self.text_scale = 1.0
        self.scale = 1.0
        self.fonts: dict[str, QFont] = {}
        self.paints: dict[str, QColor] = {}


_look = _Look()


def apply(app: QApplication, *, large_text: bool = False) -> None:
    """Give the whole program its look. Called at start and when 大字 is switched.

    Args:
        app: the application that gets font, palette and style sheet.
        large_text: all type 25 % larger.
    """
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    colours = contrast_colours(QGuiApplication.palette()) if high_contrast(app) else Colours()
    families = _look.families or (chinese_face(),)
    _look.colours, _look.families = colours, families
    _look.text_scale = LARGE_TEXT if large_text else 1.0
    _look.fonts, _look.paints = {}, {}
    body = font("body")
    _look.scale = QFontInfo(body).pixelSize() / 15
    app.setFont(body)
    app.setPalette(_palette(colours))
    app.setStyleSheet(_style_sheet(colours))


def colour(role: str) -> QColor:
    """The colour of a role named in `Colours`."""
    made = _look.paints.get(role)
    if made is None:
        made = _look.paints[role] = QColor(getattr(_look.colours, role))
    return made


def tone(name: str) -> tuple[QColor, QColor, QColor]:
    """Text, ground and edge of a status tone."""
    if name == "plain":
        return colour("second"), colour("column"), colour("button_edge")
    text, ground = colour(name), colour(f"{name}_ground")
    return text, ground, _between(ground, text, 0.35)


def font(role: str) -> QFont:
    """The font of a role named in `POINTS`, with the text's scale."""
    made = _look.fonts.get(role)
    if made is None:
        points, bold = POINTS[role]
        made = QFont(list(_look.families)) if _look.families else QFont()
        made.setPointSizeF(points * _look.text_scale)
        made.setBold(bold)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        _look.fonts[role] = made
    return QFont(made)


def height(base: int) -> int:
    """A control's height for the present text: the brief's height plus what the line has grown."""
    return base + round(15 * 1.45 * (_look.scale - 1))


def width(base: int) -> int:
    """A width that holds words (labels, panels, columns) for the present text."""
    return round(base * _look.scale)


def large_text() -> bool:
    """Whether 大字 is on."""
    return _look.text_scale > 1


def icon_size(base: int = ICON) -> int:
    """An icon's edge beside the present text."""
    return round(base * _look.scale)


def high_contrast(app: QApplication) -> bool:
    """Whether the system asks for high contrast."""
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10 and later
    if accessibility is not None:
        return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)
    return False


def contrast_colours(palette: QPalette) -> Colours:
    """The system's own high contrast colours put into our roles: two colours and the highlight."""
    role = QPalette.ColorRole
    text, ground = palette.color(role.WindowText).name(), palette.color(role.Window).name()
    chosen, on_chosen = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
    grounds = {"page", "column", "surface", "header", "foot", "selected", "figure_clicked", "toast"}
    made = Colours()
    for name in ROLES:
        setattr(made, name, ground if name in grounds or name.endswith("_ground") else text)
    made.accent = made.pressed = made.focus = chosen
    made.on_accent = on_chosen
    made.paper, made.ink = "#FFFFFF", "#000000"
    return made


def chinese_face() -> str:
    """The system's Chinese interface face; the one carried along where a machine has none."""
    faces = _WINDOWS_FACES + _OTHER_FACES if sys.platform == "win32" else _OTHER_FACES + _WINDOWS_FACES
    for name in faces:
        if QFontDatabase.hasFamily(name):
            return name
    number = QFontDatabase.addApplicationFont(str(_CARRIED_FACE))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""

    def luminance(name: str) -> float:
        parts = [int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def paint_box(
    painter: QPainter,
    rect: QRectF,
    *,
    ground: QColor | None = None,
    edge: QColor | None = None,
    radius: float = RADIUS,
    edge_width: float = EDGE,
    dashed: bool = False,
) -> None:
    """A rounded box whose edge lies on whole device pixels, so that it stays crisp at 125 % and 150 %."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform = painter.deviceTransform()
    ratio = transform.m11() or 1.0
    device = transform.mapRect(QRectF(rect))
    # Inwards, never outwards: at 150 % a widget may begin half way through a pixel, and is clipped there.
    device.setCoords(
        math.ceil(device.left() - 0.01), math.ceil(device.top() - 0.01),
        math.floor(device.right() + 0.01), math.floor(device.bottom() + 0.01),
    )  # fmt: skip
    pen_width = max(1, int(edge_width * ratio + 0.25)) if edge is not None else 0
    device.adjust(pen_width / 2, pen_width / 2, -pen_width / 2, -pen_width / 2)
    inverse, _ = transform.inverted()
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, pen_width / ratio, style))
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
    box = inverse.mapRect(device)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def paint_focus(painter: QPainter, rect: QRectF, radius: float = RADIUS) -> None:
    """The focus ring, 2 px, on the box's own edge."""
    paint_box(painter, rect, edge=colour("focus"), radius=radius, edge_width=FOCUS_EDGE)


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """The colour that lies at `share` of the way from one to the other."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def _palette(c: Colours) -> QPalette:
    """Fusion's palette from our roles, so that what the sheet leaves alone still belongs."""
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, c.page), (role.WindowText, c.text), (role.Base, c.surface),
        (role.AlternateBase, c.foot), (role.Text, c.text), (role.Button, c.surface),
        (role.ButtonText, c.text), (role.Highlight, c.accent), (role.HighlightedText, c.on_accent),
        (role.PlaceholderText, c.hint), (role.ToolTipBase, c.toast), (role.ToolTipText, c.toast_text),
        (role.Link, c.accent), (role.LinkVisited, c.accent), (role.Mid, c.hairline),
    ):  # fmt: skip
        palette.setColor(name, QColor(value))
    accent = getattr(role, "Accent", None)  # Qt 6.6 and later
    if accent is not None:
        palette.setColor(accent, QColor(c.accent))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.hint))
    return palette


def _style_sheet(c: Colours) -> str:
    """The one sheet. Short on purpose: most of our widgets paint themselves."""
    field = "QLineEdit,QPlainTextEdit,QTextEdit,QAbstractSpinBox"
    ringed = ",".join(f"{name}:focus" for name in field.split(","))
    locked = ",".join(f'{name}[readOnly="true"]' for name in field.split(","))
    line, ring = EDGE, FOCUS_EDGE
    return f"""
{field}{{background:{c.surface};color:{c.text};placeholder-text-color:{c.hint};
border:{line}px solid {c.field_edge};border-radius:{RADIUS}px;
padding:0 {10 - line}px;min-height:{height(CONTROL) - 2 * line}px;selection-background-color:{c.accent};
selection-color:{c.on_accent}}}
QPlainTextEdit,QTextEdit{{padding:4px 6px;min-height:0}}
{locked}{{background:{c.page};border-color:{c.hairline};color:{c.text}}}
{ringed}{{border:{ring}px solid {c.focus};padding:0 {10 - ring}px;min-height:{height(CONTROL) - 2 * ring}px}}
QPlainTextEdit:focus,QTextEdit:focus{{padding:3px 5px;min-height:0}}
QLineEdit[bare="true"]{{border:0;background:transparent;padding:0;min-height:0}}
QTextEdit[bare="true"],QTextEdit[bare="true"]:focus{{border:0;background:transparent;padding:0;min-height:0}}
QAbstractItemView QLineEdit{{min-height:0;padding:0 4px;border-radius:0}}
QHeaderView{{background:{c.header};border:0}}
QHeaderView::section{{background:{c.header};color:{c.text};border:0;border-bottom:1px solid {c.button_edge};
padding:0 8px;font-weight:bold}}
QTableView,QListView,QTreeView{{background:{c.surface};border:0;outline:0;gridline-color:{c.hairline};
selection-background-color:{c.selected};selection-color:{c.text}}}
QListWidget::item{{padding:6px 8px}}
QListWidget::item:selected{{background:{c.selected};color:{c.accent}}}
QCheckBox,QRadioButton{{min-height:{CONTROL_IN_ROW - 4}px;spacing:8px;padding:0 4px;border:2px solid transparent;
border-radius:3px}}
QCheckBox:focus,QRadioButton:focus{{border-color:{c.focus}}}
QMenu{{background:{c.surface};border:1px solid {c.button_edge};padding:4px}}
QMenu::item{{padding:6px 26px 6px 14px;border-radius:3px}}
QMenu::icon{{padding-left:10px}}
QMenu::item:selected{{background:{c.selected};color:{c.accent}}}
QMenu::item:disabled{{color:{c.hint}}}
QMenu::separator{{height:1px;background:{c.hairline};margin:4px 8px}}
QToolTip{{background:{c.toast};color:{c.toast_text};border:1px solid {c.toast};padding:4px 8px}}
QScrollBar:vertical{{background:transparent;width:12px;margin:0}}
QScrollBar:horizontal{{background:transparent;height:12px;margin:0}}
QScrollBar::handle{{background:{c.button_edge};border-radius:3px;margin:3px;min-height:30px;min-width:30px}}
QScrollBar::handle:hover{{background:{c.field_edge}}}
QScrollBar::add-line,QScrollBar::sub-line,QScrollBar::add-page,QScrollBar::sub-page{{background:none;
width:0;height:0}}
QScrollArea{{background:transparent;border:0}}
"""
