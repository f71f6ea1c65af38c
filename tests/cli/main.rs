//! The program on the command line: data on stdout, talk on stderr, and an exit code.

mod check;
mod complete;
mod diff;
mod forget;
mod help;
mod hostile;
mod jot;
mod journal;
mod leader;
mod lookup;
mod marks;
mod progress;
mod scan;
#[path = "../support/mod.rs"]
mod support;
