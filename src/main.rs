//! Reads arguments and environment, runs, and turns the outcome into an exit code.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use shoptalk::cli::Cli;
use shoptalk::commands::{self, Context, Outcome};
use shoptalk::places::{Places, Wishes};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let wishes = Wishes {
        data: cli.global.data.clone().or_else(|| variable("SHOPTALK_DATA").map(PathBuf::from)),
        config: cli
            .global
            .config
            .clone()
            .or_else(|| variable("SHOPTALK_CONFIG").map(PathBuf::from)),
    };
    let mut named: Vec<PathBuf> =
        variable("SHOPTALK_DECKS").iter().flat_map(std::env::split_paths).collect();
    named.extend(cli.global.decks.iter().cloned());
    let places = Places::find(&wishes);
    let mut context = Context { out: &mut out, err: &mut err, places, named };
    let outcome = commands::run(cli, &mut context);
    let outcome = outcome.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        // The reader has had enough, as in `shoptalk check | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "shoptalk: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A variable of the environment that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
