"""Make aws/database-table.json from the data of cfn-lint: `python scripts/facts/rds.py > aws/database-table.json`.

A class is listed where AWS sells it for PostgreSQL or MySQL and a current version of them takes it; a minor version where RDS still creates it.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import cfnlint

DATA = Path(cfnlint.__file__).parent / "data/schemas/extensions"
MAJORS = {
    "aurora-postgresql": ["13", "14", "15", "16", "17", "18"],
    "mysql": ["8.0", "8.4"],
    "postgres": ["13", "14", "15", "16", "17", "18"],
}
SIZES = ["micro", "small", "medium", "large", "xlarge"]


def rules(name: str, rule: Any = None) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """List the conditions and consequences of a file, or of a part of one."""
    found = rule or json.loads((DATA / name).read_text())
    return [(one["if"]["properties"], one["then"]) for one in found["allOf"] if one["if"]["properties"]["Engine"].get("const") in MAJORS]


def number(text: str) -> list[int]:
    """Make versions comparable."""
    return [int(part) for part in re.findall(r"\d+", text)]


def size(text: str) -> tuple[int, int]:
    """Make sizes comparable: medium, large, xlarge, 2xlarge."""
    times = re.match(r"(\d+)xlarge", text)
    return (len(SIZES), int(times[1])) if times else (SIZES.index(text), 0)


def versions() -> dict[str, dict[str, list[str]]]:
    """List, by engine and major version, the minor versions that can be created."""
    deprecated = {condition["Engine"]["const"]: condition["EngineVersion"]["enum"] for condition, _ in rules("aws_rds_dbinstance/engine_version_deprecated.json")}
    known = {
        condition["Engine"]["const"]: then["properties"]["EngineVersion"]["enum"]
        for condition, then in rules("aws_rds_dbinstance/engine_version.json")
        if "EngineVersion" in condition
    }
    table = {
        engine: {
            major: sorted((one for one in known[engine] if re.fullmatch(re.escape(major) + r"\.\d+", one) and one not in deprecated[engine]), key=number)
            for major in majors
        }
        for engine, majors in MAJORS.items()
    }
    return {engine: {major: minors for major, minors in majors.items() if minors} for engine, majors in table.items()}


def classes(listed: dict[str, dict[str, list[str]]]) -> tuple[list[str], dict[str, dict[str, list[str]]]]:
    """List all regions, and by family its sizes and the regions that lack it."""
    current = {minor for engine in ("mysql", "postgres") for minors in listed[engine].values() for minor in minors}
    taken: set[str] = set()
    for condition, then in rules("aws_rds_dbinstance/db_instance_class.json"):
        if any(re.match(condition["EngineVersion"]["pattern"], version) for version in current):
            taken |= set(then["properties"]["DBInstanceClass"]["enum"])
    regions = json.loads((DATA / "aws_rds_dbinstance/dbinstanceclass_enum.json").read_text())
    sizes, where = defaultdict(set), defaultdict(set)
    for region, rule in regions.items():
        for condition, then in rules("", rule):
            if condition["Engine"]["const"] == "aurora-postgresql":
                continue
            for name in taken & set(then["properties"]["DBInstanceClass"]["enum"]):
                _, family, of = name.split(".", 2)
                sizes[family].add(of)
                where[family].add(region)
    return sorted(regions), {
        family: {"sizes": sorted(sizes[family], key=size), "lacking": sorted(set(regions) - where[family])} for family in sorted(sizes)
    }


def main() -> None:
    """Print the table: one line for each family and major version."""
    listed = versions()
    regions, families = classes(listed)
    made = datetime.date.fromtimestamp(os.stat(DATA / "aws_rds_dbinstance/engine_version.json").st_mtime).isoformat()
    row = lambda key, value: f"{json.dumps(key)}: {json.dumps(value)}"
    rows = lambda table, indent: (",\n" + indent).join(row(*one) for one in table.items())
    engines = ",\n    ".join(f"{json.dumps(engine)}: {{\n      {rows(majors, '      ')}\n    }}" for engine, majors in listed.items())
    print(
        f"""{{
  "source": "AWS's price list and the versions RDS describes, as shipped with cfn-lint {importlib.metadata.version("cfn-lint")}",
  "date": "{made}",
  "regions": {json.dumps(regions)},
  "families": {{
    {rows(families, "    ")}
  }},
  "versions": {{
    {engines}
  }}
}}"""
    )


main()
