"""Who may call: programs of this machine, and no web page.

A page in a browser can send requests to every port of this machine. It cannot hide that it is one: what it sends to another host than its
own has an Origin or Sec-Fetch-Site header, and a name that it lets point to 127.0.0.1 (DNS rebinding) is in the Host header.
"""

from __future__ import annotations

from typing import Any

OWN_HOSTS = ("127.0.0.1", "localhost", "[::1]")
# What a browser sends where a person typed the address, or the page is the emulator's own.
OWN_FETCHES = ("none", "same-origin")


def refusal(environ: dict[str, Any]) -> str | None:
    """Why a request is refused; None for one that is not."""
    host = environ.get("HTTP_HOST", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    if name.lower() not in OWN_HOSTS:
        return f"the emulator answers as {', '.join(OWN_HOSTS)} only"
    if "HTTP_ORIGIN" in environ or environ.get("HTTP_SEC_FETCH_SITE", "none") not in OWN_FETCHES:
        return "the emulator does not answer web pages"
    return None
