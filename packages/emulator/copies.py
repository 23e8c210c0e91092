"""A second emulator with all that the first one has, in no time: a fork of its process.

    POST /_emulator/copies              {"readyFile": "/tmp/x/ready.json", "untilProcessEnds": 4711}

The copy listens on a port of its own, as its ready file says, and ends with the process that is named. What is deployed to one is not
deployed to the other. Tests that need the same account again and again deploy it once.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path
from types import FrameType

import lifetime

HOST = "127.0.0.1"


def start(ready_file: Path, until: int) -> None:
    """Fork. Requests are served one at a time, so no other thread is in the middle of anything."""
    if os.fork() > 0:
        return
    try:
        serve(ready_file, until)
    finally:
        os._exit(0)


def serve(ready_file: Path, until: int) -> None:
    """Be the copy, until something stops it: this thread is the only one that a fork keeps."""
    os.setsid()
    os.closerange(3, 4096)  # connections and the port of the original
    from connections import listen
    from wsgi import application

    server = listen(HOST, 0, application())

    def stop(_signal: int | None = None, _frame: FrameType | None = None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    lifetime.watch(Path(__file__).resolve(), until, lambda reason: stop())
    half = ready_file.with_suffix(".half")
    half.write_text(json.dumps({"port": server.server_port, "pid": os.getpid()}))
    half.replace(ready_file)
    server.serve_forever()
