# The steps of .ci/run under short names, for those who have `just`. None of them is needed to build or to test.

# List the recipes
default:
    @just --list

# Everything that must hold before a change is merged
check:
    bash .ci/run

# One or more of the steps: fmt, clippy, docs, test, decks
step +names:
    bash .ci/run {{ names }}

# Format the code
fmt:
    cargo fmt

# Check the decks, or other files and folders
decks *paths="decks":
    cargo run --quiet -- deck check --strict {{ paths }}

# Accept snapshots that were meant to change; read each of them in the diff
snapshots:
    INSTA_UPDATE=always cargo test
    git diff --stat -- '*.snap'

# Measure: program, lookup_speed, lookup_quality
bench name="program":
    cargo bench --bench {{ name }}

# What needs the network: advisories and licences, dependencies that nothing uses, spelling
network:
    cargo deny --locked check
    cargo machete
    typos
