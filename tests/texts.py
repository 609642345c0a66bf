"""Every text the user can see: each string literal with Chinese in it, docstrings left out.

The program's one language is Chinese and its code is English, so a Chinese literal is a text for the
user by rule; this is the one place that collects them.

    python -m tests.texts        lists them all
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHINESE = re.compile(r"[\u3400-\u9fff]")


def sources() -> list[Path]:
    """Every source file of the program."""
    return [ROOT / "main.py", *sorted((ROOT / "liaison").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of a file; the parts of an f-string one by one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body
        else:
            body = getattr(node, "body", [])
        if not isinstance(body, list):
            continue
        for child in body:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                docstrings.add(id(child.value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in docstrings and CHINESE.search(text):
            yield node.lineno, text


def all_texts() -> Iterator[tuple[str, int, str]]:
    """(file, line, text) of the whole program."""
    for path in sources():
        for line, text in texts_of(path):
            yield path.relative_to(ROOT).as_posix(), line, text


if __name__ == "__main__":
    for name, number, words in all_texts():
        print(f"{name}:{number}: {words!r}")
