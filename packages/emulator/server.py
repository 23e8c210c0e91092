"""The AWS emulator: moto 5.2.1 behind one loopback port, with the gaps of this architecture closed.

    python server.py [--port 0] [--account 123456789012] [--ready-file PATH] [--until-stdin-closes] [--until-process-ends PID]

Listens on 127.0.0.1 only. `AWS_ENDPOINT_URL=http://127.0.0.1:PORT` then sends the Terraform provider, the S3 backend, boto3 and
the AWS CLI here. State lives in memory for as long as the process does; SIGTERM, SIGINT or, with --until-stdin-closes, the end
of standard input stop it with exit code 0, and take the ready file away. It also ends when this file is gone (a checkout or a test's
workspace that was removed), and with the process that --until-process-ends names. Standard error carries one line a request (see wsgi.py).

The ready file appears, whole, once requests are answered: {"port": 40123, "pid": 4711, "account": "760042596542"}.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import lifetime

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

HOST = "127.0.0.1"


def configure_moto(account: str) -> None:
    """Set moto's switches, which it reads from the environment while it is imported."""
    os.environ["MOTO_ACCOUNT_ID"] = account
    # Without it the AWS managed policies (AmazonSSMManagedInstanceCore, ...) do not exist.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    # Seconds until a DNS-validated certificate is ISSUED; moto's own 60 make every first apply a minute longer.
    os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "1")


def share_models() -> None:
    """Read each API model once: botocore has a loader for every session, moto one for every service, and each looks through all services."""
    import botocore.session
    from botocore.loaders import Loader
    from moto.core import loaders, utils

    botocore.session.create_loader = lambda _path=None, one=Loader(): one
    utils.create_loader = lambda one=loaders.create_loader(): one


def start(port: int, account: str) -> BaseWSGIServer:
    """Bind 127.0.0.1:port (0: any free one) and return the server, which answers once serve_forever() runs.

    Where the port is taken, the process ends with 1 and a message.
    """
    configure_moto(account)
    share_models()
    import gaps  # moto is imported here, after its switches are set
    from connections import listen
    from wsgi import application

    gaps.apply_all()
    return listen(HOST, port, application())


def write_ready_file(path: Path, port: int, account: str) -> None:
    """Write the ready file whole or not at all: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_text(json.dumps({"port": port, "pid": os.getpid(), "account": account}) + "\n")
    half.replace(path)


def is_ours(ready_file: Path) -> bool:
    """Whether the ready file is about this process, and not about one that took its place."""
    try:
        return json.loads(ready_file.read_text())["pid"] == os.getpid()
    except (OSError, ValueError, KeyError):
        return False


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Parse the command line; argparse exits with 2 and a message on what it does not understand."""
    parser = argparse.ArgumentParser(description="AWS emulator on loopback: moto and the gaps of this architecture.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 (default) takes a free one")
    parser.add_argument("--account", default=os.environ.get("MOTO_ACCOUNT_ID", "123456789012"),
                        help="the AWS account it plays, 12 digits (default: $MOTO_ACCOUNT_ID)")
    parser.add_argument("--ready-file", type=Path, help="JSON {port, pid, account}, written once it answers")
    parser.add_argument("--until-stdin-closes", action="store_true",
                        help="stop at the end of standard input, so that no emulator outlives its parent")
    parser.add_argument("--until-process-ends", type=int, metavar="PID", help="stop when this process has ended, such as that of the tests")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error(f"--port must be 0 to 65535, got {options.port}")
    if not re.fullmatch(r"\d{12}", options.account):
        parser.error(f"--account must be 12 digits, got {options.account!r}")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run until something stops it; returns the exit code."""
    options = parse(arguments)
    server = start(options.port, options.account)

    def stop(_signal: int | None = None, _frame: FrameType | None = None) -> None:
        # shutdown() waits for serve_forever(), which runs in the very thread a signal interrupts.
        threading.Thread(target=server.shutdown, daemon=True).start()

    def stop_when_stdin_closes() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        stop()

    def stop_because(reason: str) -> None:
        print(f"emulator: {reason}", file=sys.stderr, flush=True)
        stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if options.until_stdin_closes:
        threading.Thread(target=stop_when_stdin_closes, daemon=True).start()
    lifetime.watch(Path(__file__).resolve(), options.until_process_ends, stop_because)
    if options.ready_file:
        write_ready_file(options.ready_file, server.server_port, options.account)
    print(f"emulator: account {options.account} on http://{HOST}:{server.server_port}", file=sys.stderr, flush=True)
    try:
        server.serve_forever()
    finally:
        server.server_close()
        if options.ready_file and is_ours(options.ready_file):
            options.ready_file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
