"""A photo of 48 megapixels made ready against Pillow opening it whole; charts for screen, PDF and Word."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from liaison.press import bundled_fonts, pictures
from liaison.press.charts import drawing as charts
from liaison.press.graphics import Chart, Photo, Series
from liaison.press.measures import AREA_WIDTH
from tests.bench.measure import paired, percentile, seconds

_WIDE, _HIGH = 8000, 6000
_BOX = (AREA_WIDTH, 288.0)
_PEAK = """
import re, sys
from pathlib import Path
from liaison.press import pictures
from liaison.press.graphics import Photo
from PIL import Image, ImageCms, JpegImagePlugin
def highest():  # what the system counts for this program alone, not for the one that started it
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
start = highest()
if sys.argv[2] == "ours":
    pictures.prepare(Photo(Path(sys.argv[1])), BOX)
else:
    Image.open(sys.argv[1]).resize((1600, 1200), Image.Resampling.LANCZOS)
print((highest() - start) // 1024)
"""


def run(folder: Path) -> list[str]:
    """Time and memory of a photo, then the time of one chart in each of its three ways."""
    file = _photo(folder / "photo.jpg")
    return [_photo_line(file), _chart_line()]


def _photo(path: Path) -> Path:
    """A photo as a phone writes it: fine grain, held upright."""
    from PIL import Image

    notes = Image.Exif()
    notes[0x0112] = 6
    grain = Image.effect_noise((_WIDE // 8, _HIGH // 8), 60).convert("RGB")
    grain.resize((_WIDE, _HIGH)).save(path, "JPEG", quality=92, exif=notes)
    return path


def _photo_line(file: Path) -> str:
    from PIL import Image

    def ours() -> None:
        pictures._kept.items.clear()
        pictures.prepare(Photo(file), *_BOX)

    def bare() -> None:
        Image.open(file).resize((1600, 1200), Image.Resampling.LANCZOS)

    mine, whole, ratio = paired(ours, bare, 5)
    peaks = [_peak(file, side) for side in ("ours", "bare")]
    return (
        f"48 megapixels made ready in {mine * 1000:.0f} ms and {peaks[0]} MB, opened whole {whole * 1000:.0f} ms "
        f"and {peaks[1]} MB, ratio {ratio:.2f} (aim: at most 0.7)"
    )


def _peak(file: Path, side: str) -> int:
    """How much more memory a process takes at its highest, in megabytes; -1 where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return -1
    command = [sys.executable, "-c", _PEAK.replace("BOX", f"{_BOX[0]}, {_BOX[1]}"), str(file), side]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _chart_line() -> str:
    fonts = bundled_fonts()
    names = tuple(f"{month}月" for month in range(1, 13))

    def fresh(number: int) -> Chart:
        return Chart("bar", "", names, (Series("", tuple(float(number + place) for place in range(12))),), "人次")

    def usual(way: Callable[[Chart], object]) -> float:
        charts._drawn.cache_clear()
        return percentile([seconds(partial(way, fresh(number))) for number in range(30)], 0.5) * 1000

    height = charts.chart_pen(fresh(0), AREA_WIDTH).height
    drawing = usual(lambda chart: charts.chart_pen(chart, AREA_WIDTH))
    screen = usual(charts.chart_svg)
    picture = usual(lambda chart: charts.chart_png(chart, AREA_WIDTH, height, fonts))
    return f"12 bars drawn in {drawing:.1f} ms, as SVG in {screen:.1f} ms, as a picture of 300 dpi in {picture:.0f} ms"
