//! Tests the command line: data on stdout, messages on stderr, and the exit code.

mod add;
mod backups;
mod check;
mod complete;
mod deck_scenes;
mod deck_words;
mod diff;
mod doctor;
mod earlier_data;
mod export;
mod fmt;
mod follow;
mod forget;
mod help;
mod hostile;
mod import;
mod init_repo;
mod jot;
mod journal;
mod leader;
mod lookup;
mod merges;
mod new;
mod notes;
mod odd_places;
mod people;
mod progress;
mod rename;
mod scan;
mod scenes;
mod settings;
mod sources;
#[path = "../support/mod.rs"]
mod support;
mod word;
