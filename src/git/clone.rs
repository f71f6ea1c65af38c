//! Fetches the newest commit of a repository, and nothing else.

use std::io::Read as _;
use std::path::Path;

use crate::core::text::clean;
use crate::git::{GitError, Repository, git, not_run, said};

/// What to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The address.
    pub url: &'a str,
    /// The only transport git may use: `https`, `ssh`, `git` or `file`.
    pub protocol: &'a str,
    /// The branch or tag; the repository's default if `None`.
    pub branch: Option<&'a str>,
    /// Whether git may ask for a password.
    pub may_ask: bool,
}

/// Fetches the newest commit of `wanted` into the empty or missing folder `into`, as a repository without a work tree: no file,
/// link, hook or submodule is written to disk. Passes git's messages to `progress`.
pub fn clone(
    wanted: &Wanted<'_>,
    into: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Repository, GitError> {
    let parent = into.parent().unwrap_or(into);
    let mut git = git(parent, Some(wanted.protocol));
    git.env_remove("GIT_NO_LAZY_FETCH");
    if !wanted.may_ask {
        git.env("GIT_TERMINAL_PROMPT", "0").env("GCM_INTERACTIVE", "never");
        // Makes ssh call a program that has no answer, instead of prompting on the terminal.
        git.env("SSH_ASKPASS", "false").env("SSH_ASKPASS_REQUIRE", "force");
    }
    // A server that is silent for a minute counts as unreachable.
    git.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60"]);
    git.args(["clone", "--bare", "--depth=1", "--single-branch", "--no-tags", "--template="]);
    git.args(["--progress", "--no-recurse-submodules"]);
    git.args(wanted.branch.map(|branch| format!("--branch={branch}")));
    git.args(["--end-of-options", wanted.url]).arg(into);
    let mut child = git.spawn().map_err(not_run)?;
    let mut complaint = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        let (mut buffer, mut line) = ([0; 4096], Vec::new());
        loop {
            let count = stderr.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            for byte in &buffer[..count] {
                if matches!(byte, b'\r' | b'\n') {
                    progress(&clean(&String::from_utf8_lossy(&line)));
                    line.clear();
                } else if line.len() < 1000 {
                    line.push(*byte);
                }
            }
            // The end of the output has the error.
            complaint.extend_from_slice(&buffer[..count]);
            let excess = complaint.len().saturating_sub(16 * 1024);
            complaint.drain(..excess);
        }
    }
    if child.wait()?.success() { Ok(Repository::bare(into)) } else { Err(said(&complaint)) }
}
