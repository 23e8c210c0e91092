"""Rules about values as wholes: what the members of a task definition, an alarm or a schedule say together."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Iterator
from typing import Any

import regex

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

# Minutes, hours, day of month, month, day of week, year: least and most, names, and what else stands alone.
FIELDS = (
    (0, 59, (), ""),
    (0, 23, (), ""),
    (1, 31, (), r"L|LW|\d{1,2}W"),
    (1, 12, MONTHS, ""),
    (1, 7, WEEKDAYS, r"L|\w{1,3}L|\w{1,3}#[1-5]"),
    (1970, 2199, (), ""),
)


def is_field(text: str, least: int, most: int, names: tuple[str, ...], alone: str) -> bool:
    """Whether one field of cron(...) is a list of values, ranges and steps."""

    def is_value(part: str) -> bool:
        return part in names or (part.isdecimal() and least <= int(part) <= most)

    for item in text.split(","):
        values, _, step = item.partition("/")
        is_range = values == "*" or (values.count("-") <= 1 and all(is_value(part) for part in values.split("-")))
        if not (alone and regex.fullmatch(alone, item)) and not (is_range and ("/" not in item or step.isdecimal() and int(step) > 0)):
            return False
    return True


def is_cron(text: str) -> bool:
    """Whether these are the six fields of cron(...), one of the days a question mark."""
    fields = text.split(" ")
    if len(fields) != len(FIELDS) or (fields[2] == "?") == (fields[4] == "?"):
        return False
    return all(given == "?" and index in (2, 4) or is_field(given, *FIELDS[index]) for index, given in enumerate(fields))


def schedule(text: str) -> str | None:
    """cron(...), rate(...) or at(...); nothing is no schedule at all."""
    if not text:
        return None
    if found := regex.fullmatch(r"cron\((.*)\)", text):
        if is_cron(found[1]):
            return None
    elif regex.fullmatch(r"rate\((?:1 (?:minute|hour|day)|(?!1 )[1-9]\d* (?:minute|hour|day)s)\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)", text):
        return None
    return "Member must be a schedule expression"


def timezone(name: str) -> str | None:
    """One of the IANA database."""
    return None if name in zoneinfo.available_timezones() else "Member must be a time zone"


def json_document(text: str) -> str | None:
    """The text of a JSON object."""
    try:
        return None if isinstance(json.loads(text), dict) else "Member must be a JSON object"
    except ValueError:
        return "Member must be JSON"


def wrong_in_task(request: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the containers of a task definition, taken together."""
    containers = request.get("containerDefinitions") or []
    names = [container.get("name") for container in containers]
    volumes = [volume.get("name") for volume in request.get("volumes") or []]
    if not containers:
        yield "Container list cannot be empty."
    if len(set(names)) < len(names):
        yield "Container names must be unique within a task definition."
    if containers and not any(container.get("essential", True) for container in containers):
        yield "At least one container must be essential."
    for container in containers:
        hard, soft = container.get("memory"), container.get("memoryReservation")
        if hard and soft and soft > hard:
            yield f"Invalid setting for container '{container.get('name')}'. 'memoryReservation' must not exceed 'memory'."
        named = [link.partition(":")[0] for link in container.get("links") or []] + [one.get("containerName") for one in container.get("dependsOn") or []]
        yield from (f"Unknown container '{name}'." for name in named if name not in names)
        mounted = [point.get("sourceVolume") for point in container.get("mountPoints") or []]
        yield from (f"Unknown volume '{name}'." for name in mounted if name and name not in volumes)
        for mapping in container.get("portMappings") or []:
            if request.get("networkMode") == "awsvpc" and mapping.get("hostPort") not in (None, 0, mapping.get("containerPort")):
                yield "When networkMode=awsvpc, the host ports and container ports in port mappings must match."


def task(request: dict[str, Any]) -> str | None:
    """A task definition whose containers fit together."""
    return next(wrong_in_task(request), None)


def alarm_periods(request: dict[str, Any]) -> str | None:
    """An alarm that looks at no more points than there are, for a day; for a week with periods of an hour."""
    periods, points, period = request.get("EvaluationPeriods") or 1, request.get("DatapointsToAlarm"), request.get("Period") or 60
    if points and points > periods:
        return "DatapointsToAlarm must be less than or equal to EvaluationPeriods"
    most = 604800 if period >= 3600 else 86400
    return None if periods * period <= most else f"EvaluationPeriods multiplied by Period must be at most {most} seconds"


def period(seconds: int) -> str | None:
    """10, 20, 30, or a multiple of 60."""
    return None if seconds in (10, 20, 30) or seconds > 0 and seconds % 60 == 0 else "Member must be 10, 20, 30 or a multiple of 60"
