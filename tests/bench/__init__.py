"""Timings and memory, each as a ratio in one run; `python -m tests.bench` or `make bench`."""
