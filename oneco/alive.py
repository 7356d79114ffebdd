"""The worker's health check: `python oneco/alive.py` ends with 0 while work was done within two minutes.

The sign is left at the end of a task, so that it tells of beat, broker, worker and database together. Only
the standard library is imported: a check that loads Django would need more memory than the worker has left.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

STALE_AFTER = 120.0
SIGN = Path(os.environ.get("ONECO_ALIVE", Path(tempfile.gettempdir()) / "oneco-worker-alive"))


def sign() -> None:
    """Leave the sign of life."""
    SIGN.touch()


def age() -> float | None:
    """Seconds since the last sign; None when there was none."""
    try:
        return time.time() - SIGN.stat().st_mtime  # noqa: TID251 - files carry real time
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    seconds = age()
    if seconds is None or seconds > STALE_AFTER:
        sys.exit("no sign of life" if seconds is None else f"last sign of life {seconds:.0f} s ago")
