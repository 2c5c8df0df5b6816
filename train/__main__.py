"""`python -m train`: the same as `python -m training`; this folder holds the corpora alone."""

import sys

from training.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
