#!/usr/bin/env bash
# Checks decks, with problems on the lines of the change, and writes into the summary what a pull request means for learners. Only problems that
# are new since the base fail.
#
#   SHOPTALK  the program
#   DECKS     the deck file or folder
#   STRICT    whether warnings fail, too: true or false
#   BASE      the revision to compare with, or `none`; when empty, the state before the pull request or push
#   EVENT     the name of GitHub's event
#   BEFORE    on a push, the commit that the branch was at before
set -uo pipefail

is_here() { git rev-parse --verify --quiet "$1^{commit}" >/dev/null 2>&1; }

base=${BASE:-}
if [[ -z $base ]]; then
    # A pull request is checked as a merge commit, whose first parent is what it would be merged into. A push may have several commits, but a shallow
    # clone may lack the one before them.
    if [[ ${EVENT:-} == push && -n ${BEFORE:-} ]] && is_here "$BEFORE"; then
        base=$BEFORE
    elif is_here 'HEAD^1'; then
        base='HEAD^1'
    fi
elif [[ $base == none ]]; then
    base=
fi

outcome=0
options=(--format github)
if [[ ${STRICT:-true} == true ]]; then options+=(--strict); fi
if [[ -n $base ]]; then options+=(--base "$base"); fi
"$SHOPTALK" deck check "${options[@]}" -- "$DECKS" || outcome=1
if [[ ${EVENT:-} == pull_request && -n $base ]]; then
    "$SHOPTALK" deck diff "$base" --format markdown --path "$DECKS" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}" || outcome=1
fi
exit "$outcome"
