"""Prove that each gap is one, and that its test sees it: python -m tests.prove

Runs the tests of every gap with only that gap left open. They must fail; a gap whose tests pass all the same is either none (a newer
moto closed it) or not tested. Takes two seconds a gap.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
import gaps  # noqa: E402  (found only now)


def fails_without(gap: str) -> bool:
    """Whether the tests of a gap fail while it is open."""
    command = [sys.executable, "-m", "unittest", f"tests.test_{gap}"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, gaps.LEAVE_OPEN: gap}, capture_output=True).returncode != 0


def main(wanted: list[str]) -> int:
    """Prove the gaps that are named, or all; 0 where each one is proven."""
    unproven = []
    for gap in wanted or gaps.names():
        proven = fails_without(gap)
        print(f"{'proven  ' if proven else 'UNPROVEN'} {gap}", flush=True)
        unproven += [] if proven else [gap]
    print(f"{len(wanted or gaps.names()) - len(unproven)} proven, {len(unproven)} unproven")
    return 1 if unproven else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
