# Two commands are enough to begin: make run, make test. Everything they need they install into .venv.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.installed
OFFICE ?=
# How long make soak spends on the proofs that get surer with time.
MINUTES ?= 20

export PYTHONUTF8 := 1

.PHONY: help run test check bench soak gallery clean

help:
	@echo "make run [OFFICE=DIR]  open the sample office, or your own"
	@echo "make test              the whole test suite, off-screen"
	@echo "make check             ruff, mypy, import floors"
	@echo "make bench             timings and memory, as ratios in one run"
	@echo "make soak [MINUTES=20] the fourteen proofs that nothing is lost, as a table"
	@echo "make gallery           every room, dialog and paper as PNG in build/gallery"

$(STAMP): requirements.lock packaging/setup_system.sh
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else "Python 3.10 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	sh packaging/setup_system.sh
	touch $(STAMP)

run: $(STAMP)
	@$(PY) packaging/run.py $(OFFICE)

test: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest

check: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m mypy
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/test_floors.py

bench: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench

soak: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.soak --minutes $(MINUTES)

gallery: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.gallery build/gallery

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
