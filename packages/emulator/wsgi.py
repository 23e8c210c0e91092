"""moto's WSGI application, made safe to share: one request at a time, and nothing secret in the log.

A log line is `10:15:02.123 200 12ms rds CreateDBInstance`: time, HTTP status, duration, service, operation and, of a request that AWS would
reject (see validation/), the error code with the places that are wrong. Never a query string, a body or an exception's message: passwords
travel in all three.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
import time
import traceback
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

import callers
import chatbot
import control
import paging
import validation

Environ = dict[str, Any]


class OneAtATime:
    """Serves whole requests one after the other.

    moto's models are plain dicts that it iterates while other threads write ("dictionary changed size during iteration"), and
    its check for `If-None-Match` is not atomic with the write, which is the Terraform backend's lock. Python's interpreter lock
    lets only one thread compute anyway, so nothing is lost.
    """

    def __init__(self, application: Any) -> None:
        self.application = application
        self.turn = threading.Lock()

    def __call__(self, environ: Environ, start_response: Any) -> list[bytes]:
        body = read_body(environ)
        started = time.monotonic()
        status = "500"

        def remember_status(line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status
            status = line.split(" ", 1)[0]
            return start_response(line, headers, exc_info)

        what = operation(environ, body)
        note = ""
        try:
            if refused := callers.refusal(environ):
                remember_status("403 Forbidden", [("Content-Type", "text/plain")])
                return [f"{refused}\n".encode()]
            request = understand(environ, body)
            if isinstance(request, validation.Rejection):
                (code, headers, answer), note = request.answer, request.note
                remember_status(f"{code} Bad Request", headers)
                return [answer]
            with self.turn:
                if environ["PATH_INFO"].startswith(control.PREFIX):
                    return control.answer(environ, body, remember_status)
                if isinstance(request, validation.Understood):
                    return own_service(request, remember_status)
                if isinstance(request, paging.Page):
                    return self.page(request, environ, remember_status)
                return [self.whole(environ, remember_status)]
        except Exception as error:
            status, headers, message = as_aws_error(environ, what, error)
            start_response(f"{status} Emulator", headers)
            return [message]
        finally:
            log(f"{status} {(time.monotonic() - started) * 1000:.0f}ms {what}{f': {note}' if note else ''}")


    def whole(self, environ: Environ, start_response: Any) -> bytes:
        """The body of moto's response."""
        response = self.application(environ, start_response)
        try:
            return b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()

    def page(self, page: paging.Page, environ: Environ, start_response: Any) -> list[bytes]:
        """A page of moto's response; an error is whole."""
        begun: list[Any] = []
        body = self.whole(environ, lambda line, headers, exc_info=None: begun.extend((line, headers)))
        line, headers = begun
        if line.startswith("200"):
            body = paging.cut(page, body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(line, headers)
        return [body]


def own_service(request: validation.Understood, start_response: Any) -> list[bytes]:
    """The answer of a service that moto does not have."""
    try:
        status, answer = chatbot.answer(os.environ["MOTO_ACCOUNT_ID"], request.call.operation.name, request.value)
    except chatbot.Refused as refused:
        code, headers, body = validation.render(request.call.service, request.call.protocol, refused.code, str(refused), refused.status)
        start_response(f"{code} Refused", headers)
        return [body]
    start_response(f"{status} OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


def understand(environ: Environ, body: bytes) -> validation.Rejection | validation.Understood | paging.Page | None:
    """What becomes of a request before moto sees it; None where moto gets it as it is.

    A rejection; a request to a service of our own; or a page, with moto's share of the request in place.
    """
    request = validation.understand(environ, body)
    if not isinstance(request, validation.Understood) or request.call.service == "chatbot":
        return request
    page = paging.page_of(request.call, request.value, body)
    if isinstance(page, validation.Violation):
        return validation.rejected(request.call, [page])
    if page is None:
        return None
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(page[1]), str(len(page[1]))
    return page[0]


def as_aws_error(environ: Environ, what: str, error: Exception) -> tuple[str, list[tuple[str, str]], bytes]:
    """Turn what moto raised and does not know as an AWS error into one: status, headers, body.

    Status 400, because SDKs retry a 500 for minutes. Only the type and the place of the error are shown.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}"
    log(f"!!! {what}: {place}")
    code = "NotImplementedByEmulator" if isinstance(error, NotImplementedError) else "EmulatorError"
    text = f"the emulator cannot do {what}: {place}; see packages/emulator/README.md for how to close a gap"
    service = validation.service_of(environ) or ""
    is_json = "HTTP_X_AMZ_TARGET" in environ or "json" in environ.get("CONTENT_TYPE", "")
    return validation.render(service, "json" if is_json else "ec2" if service == "ec2" else "query", code, text)


def read_body(environ: Environ) -> bytes:
    """Read the request's body into memory, so that a slow sender holds nobody up and a kept-alive connection is left clean."""
    if environ.get("wsgi.input_terminated"):  # chunked, which werkzeug has undone
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def operation(environ: Environ, body: bytes) -> str:
    """Name the service and the operation of a request: from the signature's scope and X-Amz-Target, Action=, or method and path."""
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    service = scope[1] if scope else "-"
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return f"{service} {target.rpartition('.')[2]}"
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        action = re.search(rb"(?:^|&)(Action=\w+)", body)
        if action:
            return f"{service} {action[1].decode().removeprefix('Action=')}"
    # A sub-resource (?versioning) is a key without a value; values are not shown.
    keys = [key for key, value in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True) if not value]
    subresource = keys[0] if keys else ""
    return f"{service} {environ['REQUEST_METHOD']} {environ['RAW_URI'].partition('?')[0]}{'?' + subresource if subresource else ''}"


def log(line: str) -> None:
    """Write one line to standard error, with the time of day."""
    sys.stderr.write(f"{datetime.now():%H:%M:%S.%f}"[:12] + f" {line}\n")
    sys.stderr.flush()


def application() -> OneAtATime:
    """moto's application for all services, behind OneAtATime."""
    return OneAtATime(DomainDispatcherApplication(create_backend_app))
