#!/usr/bin/env bash
# What the service of an environment is doing, and what is wrong with it: scripts/check-ecs-status.sh [ENVIRONMENT] [--watch] [--json]
# Exits as ./platform status does: 0 healthy, 1 degraded, 3 no such service, 9 AWS cannot be asked, 64 wrong arguments.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ ! -d "$root/node_modules" ]; then
  echo "check-ecs-status: the packages are not installed; run: npm ci" >&2
  exit 1
fi
exec "$root/platform" status "$@"
