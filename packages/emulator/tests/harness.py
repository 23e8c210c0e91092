"""What the tests of the gaps share: the emulator on a free loopback port, in this process, and clients of it."""

from __future__ import annotations

import functools
import json
import os
import sys
import threading
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
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
    # So are 1,200 images, several times; instances start from an image that is not in the list, too.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    threading.Thread(target=running.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{running.server_port}"


@functools.cache
def client(service: str, region: str = REGION) -> Any:
    """A boto3 client of the emulator; no credentials, profiles or endpoints of the machine are used, nothing is tried twice."""
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, NO_PROXY="127.0.0.1")
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(service, endpoint_url=url(), region_name=region, config=config,
                        aws_access_key_id="emulator", aws_secret_access_key="emulator")


def post(path: str, body: Any) -> dict[str, Any]:
    """Tell the emulator itself something; AssertionError with its message where it refuses."""
    try:
        return json.load(urlopen(Request(f"{url()}/_emulator/{path}", data=json.dumps(body).encode(), method="POST")))
    except HTTPError as error:
        raise AssertionError(json.load(error)["message"]) from None


def behave(*rules: dict[str, Any]) -> None:
    """Tell how containers behave from now on."""
    post("containers", {"rules": rules})


def eventually(look: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Look again and again until it is as wanted, for at most 20 seconds; what was seen last."""
    deadline = time.monotonic() + 20
    while not wanted(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    if not wanted(seen):
        raise AssertionError(f"it never came to that; last: {seen}")
    return seen


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
