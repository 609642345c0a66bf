"""The view of one page of a PDF."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from liaison.errors import UserError
from ui import theme
from ui.widgets.paper import PageView, PdfFile

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGES = 3


@pytest.fixture
def pdf(qtbot: QtBot, tmp_path: Path) -> Path:
    """Three A4 pages; page n has a black bar n inches from the top."""
    assert qtbot is not None  # fonts and painters need the application
    path = tmp_path / "汇报.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(72)
    writer.setPageMargins(writer.pageLayout().minimumMargins())
    painter = QPainter(writer)
    for page in range(PAGES):
        if page:
            writer.newPage()
        painter.fillRect(QRectF(100, 72 * (page + 1), 300, 20), Qt.GlobalColor.black)
    painter.end()
    return path


@pytest.fixture
def view(qtbot: QtBot, pdf: Path) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.resize(300, 430)
    made.set_pdf(pdf)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_page_is_whole_and_in_its_proportions(view: PageView) -> None:
    box = view.paper()
    assert box.height() / box.width() == pytest.approx(297 / 210, rel=0.01)
    assert view.rect().contains(box.toAlignedRect())
    image = view.grab().toImage()
    scale = box.width() / 595.276

    def tone(x: float, y: float) -> int:
        ratio = image.devicePixelRatio()
        return image.pixelColor(round((box.x() + x * scale) * ratio), round((box.y() + y * scale) * ratio)).lightness()

    assert tone(250, 82) < 60 and tone(250, 400) > 240


def test_keys_turn_pages_and_say_where(qtbot: QtBot, view: PageView) -> None:
    turns: list[tuple[int, int]] = []
    view.page_changed.connect(lambda page, count: turns.append((page, count)))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
    assert turns == [(1, 3), (2, 3), (1, 3), (0, 3)]
    assert view.accessibleName() == "A4 预览，第 1 页，共 3 页"


def test_a_click_gives_the_point_on_the_paper(qtbot: QtBot, view: PageView) -> None:
    clicks: list[tuple[int, QPointF]] = []
    view.clicked.connect(lambda page, point: clicks.append((page, point)))
    view.show_page(1)
    box = view.paper()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 429))
    assert len(clicks) == 1
    assert clicks[0][0] == 1
    assert clicks[0][1].x() == pytest.approx(297.6, abs=3) and clicks[0][1].y() == pytest.approx(421, abs=3)


def test_marks_lay_a_ground_and_leave_the_ink(view: PageView) -> None:
    view.set_marks({0: [QRectF(90, 60, 400, 60)]})
    image = view.grab().toImage()
    box, ratio = view.paper(), image.devicePixelRatio()
    scale = box.width() / 595.276

    def colour(x: float, y: float) -> str:
        return image.pixelColor(
            round((box.x() + x * scale) * ratio), round((box.y() + y * scale) * ratio)
        ).name().upper()

    assert colour(450, 105) == theme.colour("figure_clicked").name().upper()
    assert colour(250, 82) == "#000000"


def test_a_new_version_keeps_the_page_where_it_can(view: PageView, pdf: Path, tmp_path: Path) -> None:
    view.show_page(2)
    view.set_pdf(pdf.read_bytes())
    assert view.page == 2
    short = tmp_path / "short.pdf"
    writer = QPdfWriter(str(short))
    painter = QPainter(writer)
    painter.end()
    view.set_pdf(short)
    assert (view.page, view.count) == (0, 1)
    view.set_pdf(None)
    assert (view.page, view.count, view.accessibleName()) == (0, 0, "A4 预览")
    view.grab()


def test_the_file_can_be_replaced_while_it_is_seen(view: PageView, pdf: Path) -> None:
    pdf.unlink()
    view.show_page(1)
    assert not view.grab().isNull()


@pytest.mark.parametrize("content", [b"", b"not a pdf"])
def test_what_is_no_pdf_is_a_sentence_and_the_old_page_stays(
    view: PageView, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(content)
    with pytest.raises(UserError, match="打不开"):
        view.set_pdf(broken)
    with pytest.raises(UserError, match="不见了"):
        view.set_pdf(tmp_path / "gone.pdf")
    assert view.count == 3


def test_drawn_pages_are_kept_within_bounds(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    file = PdfFile(pdf)
    render = file.document.render

    def counted(page: int, size: QSize) -> QImage:
        drawn.append(page)
        return render(page, size)

    monkeypatch.setattr("ui.widgets.paper._KEPT_BYTES", 2 * 100 * 141 * 4)
    file.document = SimpleNamespace(render=counted, pageCount=lambda: 3)  # type: ignore[assignment]
    for page in (0, 1, 0, 2, 0, 1):
        file.image(page, 100, 141)
    assert drawn == [0, 1, 2, 1]  # what was seen longest ago went first
    file.image(2, 1000, 1410)  # larger than all that may be kept: still drawn, and kept alone
    file.image(2, 1000, 1410)
    assert drawn == [0, 1, 2, 1, 2] and not file.image(2, 1000, 1410).isNull()
