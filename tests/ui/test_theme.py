"""Contrast, scale and icons."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from ui import icons, theme

GROUNDS = ("page", "column", "surface", "header", "foot", "selected")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["text", "second", "hint", "accent", "overdue"])
def test_words_can_be_read_on_every_ground(text: str, ground: str) -> None:
    colours = theme.Colours()
    assert theme.contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("tone", ["done", "progress", "near", "overdue", "figure"])
def test_status_words_can_be_read_on_their_own_ground(tone: str) -> None:
    colours = theme.Colours()
    ground = getattr(colours, f"{tone}_ground")
    assert theme.contrast(getattr(colours, tone), ground) >= 4.5


def test_the_other_pairs_can_be_read() -> None:
    c = theme.Colours()
    for text, ground in (
        (c.on_accent, c.accent),
        (c.on_accent, c.pressed),
        (c.toast_text, c.toast),
        (c.toast_action, c.toast),
        (c.figure, c.figure_clicked),
    ):
        assert theme.contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_and_rings_stand_out(ground: str) -> None:
    c = theme.Colours()
    assert theme.contrast(c.focus, getattr(c, ground)) >= 3
    if ground in ("surface", "page"):
        assert theme.contrast(c.field_edge, getattr(c, ground)) >= 3


def test_contrast_of_black_and_white_is_21() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == 1


def test_high_contrast_takes_the_systems_colours() -> None:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.WindowText, "#FFFFFF"), (role.Window, "#000000"),
        (role.Highlight, "#1AEBFF"), (role.HighlightedText, "#000000"),
    ):  # fmt: skip
        palette.setColor(name, QColor(value))
    colours = theme.contrast_colours(palette)
    assert theme.contrast(colours.text, colours.page) == pytest.approx(21)
    assert theme.contrast(colours.near, colours.near_ground) == pytest.approx(21)
    assert theme.contrast(colours.toast_text, colours.toast) == pytest.approx(21)
    assert theme.contrast(colours.on_accent, colours.accent) >= 4.5


def test_large_text_grows_type_heights_and_widths(qapp: QApplication) -> None:
    size, high, wide = QFontInfo(theme.font("body")).pixelSize(), theme.height(34), theme.width(70)
    try:
        theme.apply(qapp, large_text=True)
        assert QFontInfo(theme.font("body")).pixelSize() == pytest.approx(size * 1.25, abs=1)
        assert theme.height(34) > high
        assert theme.width(70) == pytest.approx(wide * 1.25, abs=2)
        assert QLineEdit().sizeHint().height() >= theme.height(34)
    finally:
        theme.apply(qapp)


@pytest.mark.usefixtures("qapp")
def test_a_chinese_face_is_found() -> None:
    from PySide6.QtGui import QFontMetrics

    assert QFontMetrics(theme.font("body")).inFont("云")


def test_every_icon_file_has_one_meaning_and_every_meaning_a_file() -> None:
    files = {f.stem for f in (theme.RESOURCES / "icons").glob("*.svg")}
    assert sorted(icons.MEANINGS.values()) == sorted(files)


@pytest.mark.parametrize("file", sorted(set(icons.MEANINGS.values())))
def test_icons_keep_to_the_house_line_and_to_what_we_can_draw(file: str) -> None:
    text = (theme.RESOURCES / "icons" / f"{file}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.7"' in text
    assert 'fill="none"' in text
    assert set(re.findall(r"<(\w+)", text)) <= {"svg", "path", "circle"}
    letters = set("".join(re.findall(r'd="([^"]+)"', text))) & set("qQtTsS")
    assert not letters
    box = icons.parse_svg(text).boundingRect()
    assert 2 <= box.left() <= box.right() <= 22
    assert 2 <= box.top() <= box.bottom() <= 22


@pytest.mark.parametrize("file", sorted(set(icons.MEANINGS.values())))
@pytest.mark.usefixtures("qapp")
def test_our_drawing_is_the_drawing_of_qts_svg_renderer(file: str) -> None:
    from PySide6.QtSvg import QSvgRenderer

    text = (theme.RESOURCES / "icons" / f"{file}.svg").read_text(encoding="utf-8")
    images = []
    for ours in (True, False):
        image = QImage(48, 48, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        if ours:
            meaning = next(m for m, name in icons.MEANINGS.items() if name == file)
            icons.paint(painter, meaning, QRectF(0, 0, 48, 48), QColor("black"))
        else:
            svg = text.replace("currentColor", "#000000")
            QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, 48, 48))
        painter.end()
        images.append(bytes(image.constBits()))
    apart = sum(abs(a - b) > 128 for a, b in zip(*images, strict=True))
    assert apart <= 12, f"{file}: {apart} of 2304 dots differ"


@pytest.mark.usefixtures("qapp")
def test_icons_are_drawn_at_the_size_asked_for() -> None:
    icon = icons.icon("add")
    for ratio in (1.0, 1.25, 1.5, 2.0):
        picture = icon.pixmap(QSize(18, 18), ratio)
        assert picture.width() == pytest.approx(18 * ratio, abs=0.5)


@pytest.mark.usefixtures("qapp")
def test_the_programs_sign_is_drawn_in_the_accent() -> None:
    picture = icons.app_icon().pixmap(QSize(64, 64)).toImage()
    assert picture.pixelColor(32, 10) == theme.colour("accent")
    assert picture.pixelColor(32, 32) == theme.colour("on_accent")
    assert picture.pixelColor(0, 0).alpha() == 0


def test_an_unknown_meaning_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        icons.icon("no such thing")


def test_no_other_file_names_colours() -> None:
    """theme.py and icons.py are the only files that name colours, sizes of type, and icon files."""
    ui = theme.RESOURCES.parent / "ui"
    for file in ui.rglob("*.py"):
        if file.name in ("theme.py", "icons.py"):
            continue
        source = file.read_text(encoding="utf-8")
        assert not re.search(r'"#[0-9A-Fa-f]{6}"', source), file
        assert "setStyleSheet" not in source, file
        assert ".svg" not in source, file


def test_every_colour_is_written_out() -> None:
    for name in theme.ROLES:
        assert re.fullmatch(r"#[0-9A-F]{6}", getattr(theme.Colours, name)), name
