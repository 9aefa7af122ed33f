#!/usr/bin/env bash
# Prints what Codex sees as the risks of what is staged. It changes nothing and stops no commit.
#
# By hand:            {{HOME}}/risk-report.sh
# As an opt-in hook:  ln -s "$(git rev-parse --show-toplevel)/{{HOME}}/risk-report.sh" "$(git rev-parse --git-path hooks)/pre-commit"
#                     Then it runs only when you ask for it: CODEX_RISK_REPORT=1 git commit
#
# It never runs by itself: each report costs time and tokens, and what nobody asked for, nobody reads.
# Written by codex-cockpit sdlc init.
set -uo pipefail

if [ "$(basename "$0")" = pre-commit ] && [ "${CODEX_RISK_REPORT:-}" != 1 ]; then exit 0; fi

top=$(git rev-parse --show-toplevel) || exit 0
if git diff --cached --quiet; then
  echo "Nothing is staged." >&2
  exit 0
fi
if ! command -v codex > /dev/null; then
  echo "No risk report: codex is not on PATH." >&2
  exit 0
fi
version=$(codex --version)
if [ "$version" != "codex-cli {{PIN}}" ]; then
  echo "This is $version; the team uses {{PIN}}." >&2
fi

run=(codex exec --sandbox read-only --cd "$top" -)
# With codex-cockpit the report becomes a captured run, with its provenance.
if command -v codex-cockpit > /dev/null; then run=(codex-cockpit run -- "${run[@]}"); fi
"${run[@]}" < "$top/{{HOME}}/prompts/risk-report.md" || echo "There is no risk report: codex exec failed." >&2
exit 0
