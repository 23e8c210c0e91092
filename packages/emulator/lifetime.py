"""When the emulator ends by itself: nobody is left to stop it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 1.0


def is_alive(pid: int) -> bool:
    """Whether a process of this id runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_of(checkout: Path, pid: int | None) -> str | None:
    """Why it is time to end: the checkout is gone, or the process that it was started for; None while both are there."""
    if not checkout.exists():
        return f"{checkout} is gone"
    if pid is not None and not is_alive(pid):
        return f"process {pid} has ended"
    return None


def watch(checkout: Path, pid: int | None, stop: Callable[[str], None]) -> None:
    """Call `stop` with the reason once it is time; looks again and again, in a thread of its own."""

    def look() -> None:
        while (reason := end_of(checkout, pid)) is None:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        stop(reason)

    threading.Thread(target=look, daemon=True).start()
