#!/usr/bin/env bash
# Checks decks on the lines of a change, and writes into the summary what a pull request means for learners.
#
#   SHOPTALK  the program
#   DECKS     the deck file or folder
#   STRICT    whether warnings fail, too: true or false
#   EVENT     what happened, as GitHub calls it
set -uo pipefail

outcome=0
strict=()
if [[ ${STRICT:-true} == true ]]; then strict=(--strict); fi
"$SHOPTALK" deck check "${strict[@]+"${strict[@]}"}" --format github -- "$DECKS" || outcome=1
# The commit that a pull request is tried on is a merge: what it would be merged into comes first.
if [[ ${EVENT:-} == pull_request ]] && git rev-parse --verify --quiet 'HEAD^1' >/dev/null; then
    "$SHOPTALK" deck diff 'HEAD^1' --format markdown --path "$DECKS" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}" || outcome=1
fi
exit "$outcome"
