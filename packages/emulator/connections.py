"""The HTTP side: werkzeug's server with connections that stay open.

werkzeug's own handler closes the connection after every response, and waits 10 ms for more from the client before it does. Terraform
sends some thousands of requests; kept-alive connections save that wait and the reset now and then that a closing server causes, upon
which an SDK sends the request again (a DeleteScalingPolicy then fails: what it deletes is gone).
"""

from __future__ import annotations

from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

WITHOUT_BODY = {"204", "304"}


class KeepAliveHandler(WSGIRequestHandler):
    """Answers requests one after the other on a connection, each response in one write."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request. The application must read the whole body, as wsgi.OneAtATime does."""
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        status, headers = "500 Internal Server Error", []

        def start_response(line: str, pairs: list[tuple[str, str]], exc_info: Any = None) -> None:
            nonlocal status, headers
            status, headers = line, pairs

        body = b"".join(self.server.app(self.make_environ(), start_response))
        code, _, phrase = status.partition(" ")
        given = {name.lower() for name, _ in headers}
        lines = [f"HTTP/1.1 {code} {phrase}", *(f"{name}: {value}" for name, value in headers if name.lower() != "transfer-encoding")]
        if "date" not in given:
            lines.append(f"Date: {self.date_time_string()}")
        if "content-length" not in given and code not in WITHOUT_BODY:
            lines.append(f"Content-Length: {len(body)}")
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        self.wfile.write(head if self.command == "HEAD" or code in WITHOUT_BODY else head + body)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: wsgi.log does, and werkzeug's own line holds the query string."""


def listen(host: str, port: int, app: Any) -> BaseWSGIServer:
    """Bind host:port, a thread a connection. Exits with 1 and werkzeug's message when the port is taken."""
    return make_server(host, port, app, threaded=True, request_handler=KeepAliveHandler)
