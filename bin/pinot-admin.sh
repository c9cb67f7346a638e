#!/usr/bin/env bash
# The same program under the name that scripts for Apache Pinot call.
exec "$(dirname "${BASH_SOURCE[0]}")/../millrace" "$@"
