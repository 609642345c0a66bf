"""Opens the desktop program: `main.py [DIR]`, or `main.py --sample` for the fictional office."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path


def main() -> int:
    """Read the arguments and run the window; the exit status."""
    parser = argparse.ArgumentParser(prog="main.py", description="联络簿")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="联络处文件夹；不写时打开上次的")
    parser.add_argument("--sample", action="store_true", help="打开示例联络处")
    arguments = parser.parse_args()

    gc.disable()  # nothing to collect while starting; ui.tasks.Sweeper sees to it from then on
    from ui.app import start

    return start(arguments.folder, sample=arguments.sample)


if __name__ == "__main__":
    sys.exit(main())
