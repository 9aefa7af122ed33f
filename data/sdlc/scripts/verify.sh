#!/usr/bin/env bash
# What proves a change of this repository: install, build, lint, test. CI runs it before and after Codex.
# Exit code 0 says that the repository is sound.
# Written by codex-cockpit sdlc init: write your commands below, and delete the last three lines.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

# {{COMMANDS THAT PROVE A CHANGE}}, for example:
# npm ci
# npm test

echo "{{HOME}}/verify.sh has no commands yet. Write down what proves a change of this repository." >&2
# 78: not configured
exit 78
