"""What a test decides from outside: how containers behave, which images exist, what a scan found, how fast time goes.

Answered under /_emulator/ beside AWS's APIs, as JSON; README.md says what each takes, `behave.ts` is the typed client.

    GET  /_emulator                     all that is set
    POST /_emulator/containers          {"rules": [...]}: replaces the rules
    POST /_emulator/settings            {"checkImages": true, "secondsPerMinute": 0.1, ...}: changes those that are given
    POST /_emulator/scan-findings       {"repository", "tag", "findings": [...]}: what a scan of that image says
    POST /_emulator/copies              {"readyFile", "untilProcessEnds"}: starts a copy of this emulator (copies.py)

A mistake is answered with 400 and a message that names the field, what it got, and what it takes. `/moto-api/reset` forgets everything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import copies

PREFIX = "/_emulator"
KINDS = ("run", "exit", "unhealthy", "never-healthy", "fail-to-start")
SEVERITIES = ("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNDEFINED")


class Mistake(ValueError):
    """A request that makes no sense; its message is for the person who sent it."""


@dataclass(frozen=True)
class Outcome:
    """What becomes of a container; times are seconds since its task began to run."""

    kind: str = "run"
    # When an `exit` ends, an `unhealthy` one turns so, and a `never-healthy` one is given up by its health check.
    after: float = 0
    # When it turns healthy: at once, or later than it ends, which is never.
    healthy_after: float = 0
    exit_code: int = 0
    reason: str | None = None
    logs: tuple[str, ...] | None = None

    def ended(self, age: float) -> bool:
        """Whether it has exited."""
        return self.kind == "exit" and age >= self.after

    def given_up(self, age: float) -> bool:
        """Whether its health check has failed for good."""
        return self.kind in ("unhealthy", "never-healthy") and age >= self.after

    def healthy(self, age: float) -> bool:
        """Whether it passes its health checks."""
        if self.kind == "never-healthy" or age < self.healthy_after:
            return False
        return self.kind == "run" or age < self.after


@dataclass(frozen=True)
class Rule:
    """Containers that it fits (all that is given must) have this outcome."""

    does: Outcome
    given: dict[str, Any]
    family: str | None = None
    container: str | None = None
    image: str | None = None
    command: str | None = None

    def fits(self, family: str, container: str, image: str, command: str) -> bool:
        """Whether it is about a container: family and name are equal, image and command contain what is given, a tag as a whole."""
        given = self.image or ""
        fits_image = image.endswith(given) if ":" in given else given in image
        return self.family in (None, family) and self.container in (None, container) and fits_image and (self.command or "") in command


@dataclass
class Control:
    """All that is set; as it is here where nobody has set anything."""

    rules: list[Rule] = field(default_factory=list)
    # Whether a task fails to start whose image is missing from a repository that exists in the account's ECR.
    check_images: bool = False
    # How long a minute of waiting (traffic shift, termination of the old tasks, alarms' bake time) really takes.
    seconds_per_minute: float = 0.1
    # How long a one-off task is PENDING, and how long it then runs.
    task_starts_after: float = 0.2
    task_runs_for: float = 0.5
    findings: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def outcome(self, family: str, container: str, image: str, command: str) -> Outcome | None:
        """The outcome of the first rule that fits."""
        return next((rule.does for rule in self.rules if rule.fits(family, container, image, command)), None)


# Setting of the API to the attribute, its type in words, and the environment variable that sets it from the start.
SETTINGS = {
    "checkImages": ("check_images", "true or false", "EMULATOR_CHECK_IMAGES"),
    "secondsPerMinute": ("seconds_per_minute", "seconds, 0 or more", "EMULATOR_SECONDS_PER_MINUTE"),
    "taskStartsAfterSeconds": ("task_starts_after", "seconds, 0 or more", "EMULATOR_TASK_STARTS_AFTER_SECONDS"),
    "taskRunsForSeconds": ("task_runs_for", "seconds, 0 or more", "EMULATOR_TASK_RUNS_FOR_SECONDS"),
}


def initial() -> Control:
    """Nothing but what the environment says."""
    made = Control()
    for name, (attribute, _, variable) in SETTINGS.items():
        if variable in os.environ:
            text = os.environ[variable]
            try:
                setattr(made, attribute, setting(name, json.loads(text)))
            except ValueError as error:
                raise SystemExit(f"{variable}: {error if isinstance(error, Mistake) else f'got {text!r}'}") from None
    return made


control = initial()

# What is served to a GET of /_emulator/NAME/...: functions from the rest of the path to the bytes, or None; the gaps put theirs in.
blobs: dict[str, Callable[[str], bytes | None]] = {}


def reset() -> None:
    """Forget everything that was set."""
    control.__dict__.update(initial().__dict__)


def setting(name: str, value: Any) -> bool | float:
    """Check one setting."""
    if name not in SETTINGS:
        raise Mistake(f"no setting {json.dumps(name)}; there are {', '.join(SETTINGS)}")
    wanted = SETTINGS[name][1]
    if isinstance(value, bool) == wanted.startswith("true") and (isinstance(value, bool) or isinstance(value, (int, float)) and value >= 0):
        return value
    raise Mistake(f"{name} must be {wanted}, got {json.dumps(value)}")


def known(given: Any, fields: dict[str, Any], where: str) -> dict[str, Any]:
    """Check that an object has only these fields, of these types."""
    if not isinstance(given, dict):
        raise Mistake(f"{where} must be an object, got {json.dumps(given)}")
    for name, value in given.items():
        if name not in fields:
            raise Mistake(f"{where} has no {json.dumps(name)}; it takes {', '.join(fields)}")
        if not isinstance(value, fields[name]) or isinstance(value, bool) and fields[name] is not bool:
            raise Mistake(f"{where}.{name} must not be {json.dumps(value)}")
    return given


def rule(given: Any, where: str) -> Rule:
    """Read one rule."""
    known(given, {"family": str, "container": str, "image": str, "command": str, "does": dict}, where)
    number = (int, float)
    does = known(given.get("does"), {"kind": str, "afterSeconds": number, "healthyAfterSeconds": number, "exitCode": int,
                                     "reason": str, "logs": list}, f"{where}.does")
    if does.get("kind") not in KINDS:
        raise Mistake(f"{where}.does.kind must be one of {', '.join(KINDS)}, got {json.dumps(does.get('kind'))}")
    if not 0 <= does.get("exitCode", 0) <= 255:
        raise Mistake(f"{where}.does.exitCode must be 0 to 255, got {does['exitCode']}")
    if does["kind"] == "run" and "afterSeconds" in does:
        raise Mistake(f"{where}.does.afterSeconds has no meaning for run; healthyAfterSeconds says when it is healthy")
    outcome = Outcome(kind=does["kind"], after=does.get("afterSeconds", 0), healthy_after=does.get("healthyAfterSeconds", 0),
                      exit_code=does.get("exitCode", 0), reason=does.get("reason"), logs=tuple(map(str, does["logs"])) if "logs" in does else None)
    return Rule(does=outcome, given=given, **{name: value for name, value in given.items() if name != "does"})


def shown() -> dict[str, Any]:
    """All that is set, as GET answers it."""
    return {
        "rules": [one.given for one in control.rules],
        "settings": {name: getattr(control, attribute) for name, (attribute, *_) in SETTINGS.items()},
        "scanFindings": [{"repository": repository, "tag": tag, "findings": found} for (repository, tag), found in control.findings.items()],
    }


def change(path: str, given: Any) -> None:
    """Do what a POST asks for, or nothing where part of it is a mistake."""
    if path == "containers":
        rules = known(given, {"rules": list}, "the request").get("rules", [])
        control.rules = [rule(one, f"rules[{index}]") for index, one in enumerate(rules)]
    elif path == "settings":
        if not isinstance(given, dict):
            raise Mistake(f"settings must be an object, got {json.dumps(given)}")
        changes = {SETTINGS[name][0]: setting(name, value) for name, value in given.items() if setting(name, value) is not None}
        control.__dict__.update(changes)
    elif path == "scan-findings":
        known(given, {"repository": str, "tag": str, "findings": list}, "the request")
        if not given.keys() >= {"repository", "tag", "findings"}:
            raise Mistake("scan findings take repository, tag and findings")
        for index, one in enumerate(given["findings"]):
            known(one, {"name": str, "severity": str, "description": str, "uri": str}, f"findings[{index}]")
            if one.get("severity") not in SEVERITIES:
                raise Mistake(f"findings[{index}].severity must be one of {', '.join(SEVERITIES)}, got {json.dumps(one.get('severity'))}")
        control.findings[given["repository"], given["tag"]] = given["findings"]
    elif path == "copies":
        known(given, {"readyFile": str, "untilProcessEnds": int}, "the request")
        if not given.keys() >= {"readyFile", "untilProcessEnds"}:
            raise Mistake("a copy takes readyFile and untilProcessEnds")
        copies.start(Path(given["readyFile"]), given["untilProcessEnds"])
    else:
        raise Mistake(f"there is no {PREFIX}/{path}; there are containers, settings, scan-findings and copies")


def answer(environ: dict[str, Any], body: bytes, start_response: Any) -> list[bytes]:
    """Serve one request under /_emulator."""
    path = environ["PATH_INFO"].removeprefix(PREFIX).strip("/")
    status, said = "200 OK", None
    kind, _, rest = path.partition("/")
    blob = blobs[kind](rest) if environ["REQUEST_METHOD"] == "GET" and kind in blobs and rest.count("/") > 1 else None
    if blob is not None:
        start_response(status, [("Content-Type", "application/octet-stream")])
        return [blob]
    try:
        if environ["REQUEST_METHOD"] == "POST":
            try:
                given = json.loads(body)
            except ValueError:
                raise Mistake("the body must be JSON") from None
            change(path, given)
        elif environ["REQUEST_METHOD"] != "GET" or path:
            raise Mistake(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} is not understood; GET {PREFIX} shows what is set")
        said = shown()
    except Mistake as mistake:
        status, said = "400 Bad Request", {"message": str(mistake)}
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(said).encode()]
