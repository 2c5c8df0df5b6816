"""What onrecord reaches on data of known truth: one file per benchmark, over a small frame. Run as `python -m benchmarks`.

BENCHMARKS in `__main__.py` is the list; `README.md` says what each measures and how to add one.
"""
