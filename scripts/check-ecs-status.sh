#!/usr/bin/env bash
# What the service of an environment is doing, and what is wrong with it: scripts/check-ecs-status.sh [ENVIRONMENT] [--watch] [--json]
# Exits with 0 healthy, 1 degraded, 2 AWS cannot be asked, 3 no such environment or service.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ ! -d node_modules ]; then
  echo "check-ecs-status: the packages are not installed; run: npm ci" >&2
  exit 3
fi
exec node lib/runner/run.mjs cli/status.ts "$@"
