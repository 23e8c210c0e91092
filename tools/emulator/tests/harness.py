"""What the tests of the gaps share: the emulator on a free loopback port, in this process, and clients of it."""

from __future__ import annotations

import functools
import os
import sys
import threading
import unittest
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

sys.path.insert(0, str(Path(__file__).parents[1]))
import server  # noqa: E402  (found only now)

ACCOUNT = "760042596542"
REGION = "us-east-1"


@functools.cache
def url() -> str:
    """Start the emulator, once, and tell where it is."""
    # A test run has nothing to say for itself but its verdicts; the request log goes nowhere.
    import wsgi

    wsgi.log = lambda line: None
    running = server.start(0, ACCOUNT)
    # The 1,400 managed policies of AWS are made anew with every empty account, and no test looks at them.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "false"
    threading.Thread(target=running.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{running.server_port}"


@functools.cache
def client(service: str) -> Any:
    """A boto3 client of the emulator; no credentials, profiles or endpoints of the machine are used, nothing is tried twice."""
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, NO_PROXY="127.0.0.1")
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(service, endpoint_url=url(), region_name=REGION, config=config,
                        aws_access_key_id="emulator", aws_secret_access_key="emulator")


class EmulatorTest(unittest.TestCase):
    """A test that finds an empty account."""

    def setUp(self) -> None:
        """Forget everything."""
        urlopen(Request(f"{url()}/moto-api/reset", method="POST")).read()

    def code_of(self, call: Any, **arguments: Any) -> str:
        """The error code that a call ends with."""
        try:
            call(**arguments)
        except client("sts").exceptions.ClientError as error:
            return error.response["Error"]["Code"]
        return self.fail("the call succeeded")
