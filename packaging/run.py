"""`make run`: open the window, or where there is no screen print the sample office's latest report.

    python packaging/run.py [OFFICE_DIR]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    office = sys.argv[1:2]
    if has_screen():
        return subprocess.call([sys.executable, str(ROOT / "main.py"), *(office or ["--sample"])])
    print("这里没有屏幕，不开窗口；把示例联络处最近一季的汇报印到 build/ 里。")
    return print_latest_report(Path(office[0]) if office else None)


def print_latest_report(folder: Path | None) -> int:
    """The latest quarterly report of an office, or of a fresh sample, as PDF and Word into build/."""
    from liaison.chinese.dates import Period
    from liaison.errors import UserError
    from liaison.office import Office
    from liaison.papers import Request
    from liaison.sample import make_sample

    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    try:
        if folder is not None:
            office = Office.open(folder)
        elif (build / "sample" / "office.db").exists():
            office = Office.open(build / "sample")
        else:
            office = make_sample(build / "sample")
        with office:
            quarter = Period.quarter_of(office.today)
            for path in office.make_paper("quarterly-report", build, Request(period=quarter)):
                print(path)
    except UserError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
