//! Fetches the newest commit of a repository without its files, and then only the files that are needed.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::core::text::clean;
use crate::git::failure::failure;
use crate::git::{Entry, GitError, Repository, git, line, not_run, output};

/// How long git may be silent before it counts as stuck. A large repository is counted on the server without a word.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The ssh to use unless git is configured otherwise: it never asks, and notices when the server is gone.
const SSH: &str =
    r#""${GIT_SSH:-ssh}" -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15"#;

/// What to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The address.
    pub url: &'a str,
    /// The only transport git may use: `https`, `ssh`, `git` or `file`.
    pub protocol: &'a str,
    /// The branch or tag; the repository's default if `None`.
    pub branch: Option<&'a str>,
    /// How long git may be silent.
    pub patience: Duration,
    /// Whether to leave out the contents of all files, if the server can do that; [`Repository::complete`] fetches some.
    pub partial: bool,
}

/// Fetches the newest commit of `wanted` into the empty or missing folder `into`, as a repository without a work tree: no file,
/// link, hook or submodule is written to disk. Never asks for anything. Passes git's messages to `progress`.
pub fn clone(
    wanted: &Wanted<'_>,
    into: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Repository, GitError> {
    let parent = into.parent().unwrap_or(into);
    let mut git = network(parent, wanted.protocol);
    git.args(["clone", "--bare", "--depth=1", "--single-branch", "--no-tags", "--template="]);
    git.args(["--progress", "--no-recurse-submodules"]);
    git.args(wanted.partial.then_some("--filter=blob:none"));
    git.args(wanted.branch.map(|branch| format!("--branch={branch}")));
    git.args(["--end-of-options", wanted.url]).arg(into);
    run(git, &[], wanted.patience, progress)?;
    Ok(Repository::bare(into))
}

impl Repository {
    /// Fetches the contents of `files` that are missing in this clone of `wanted`, all at once.
    pub fn complete(
        &self,
        wanted: &Wanted<'_>,
        files: &[&Entry],
        progress: &mut dyn FnMut(&str),
    ) -> Result<(), GitError> {
        let missing = files.iter().filter(|file| file.is_missing);
        let objects: String = missing.map(|file| format!("{}\n", file.object)).collect();
        if objects.is_empty() {
            return Ok(());
        }
        let mut git = network(&self.folder, wanted.protocol);
        // The same request that git makes for a missing file, but for all of them.
        git.args(["-c", "fetch.negotiationAlgorithm=noop", "fetch", "origin", "--progress"]);
        git.args(["--no-tags", "--no-write-fetch-head", "--recurse-submodules=no"]);
        git.args(["--filter=blob:none", "--stdin"]);
        run(git, objects.as_bytes(), wanted.patience, progress).map_err(|error| match error {
            GitError::Said(what) | GitError::NotFetched(what, _) => GitError::Incomplete(what),
            other => other,
        })
    }
}

/// `git`, to use the network by `protocol`.
fn network(folder: &Path, protocol: &str) -> Command {
    let mut git = git(folder, Some(protocol));
    git.env_remove("GIT_NO_LAZY_FETCH");
    git.env("GIT_TERMINAL_PROMPT", "0").env("GCM_INTERACTIVE", "never");
    // Makes ssh call a program that has no answer, instead of prompting on the terminal.
    git.env("SSH_ASKPASS", "false").env("SSH_ASKPASS_REQUIRE", "force");
    if cfg!(unix) && protocol == "ssh" && !has_own_ssh(folder) {
        git.args(["-c", &format!("core.sshCommand={SSH}"), "-c", "ssh.variant=ssh"]);
    }
    // A server that is silent for a minute counts as unreachable.
    git.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60"]);
    git
}

/// Whether the user's settings say how to run ssh.
fn has_own_ssh(folder: &Path) -> bool {
    let found = output(git(folder, None).args(["config", "--get", "core.sshCommand"]));
    found.is_ok_and(|command| !line(&command).is_empty())
}

/// Runs `git` on `input` to its end, or until it has been silent for longer than `patience`. Passes its messages to `progress`.
fn run(
    mut git: Command,
    input: &[u8],
    patience: Duration,
    progress: &mut dyn FnMut(&str),
) -> Result<(), GitError> {
    let mut child = git.stdin(Stdio::piped()).spawn().map_err(not_run)?;
    let (sender, receiver) = channel();
    if let Some(mut stderr) = child.stderr.take() {
        // Not joined: a program that git started may keep the pipe open after git was killed.
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = stderr.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
    }
    if let Some(mut stdin) = child.stdin.take() {
        // If it does not listen, it says why.
        let _ = stdin.write_all(input);
    }
    let (mut complaint, mut line) = (Vec::new(), Vec::new());
    loop {
        let said = match receiver.recv_timeout(patience) {
            Ok(said) => said,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                child.kill()?;
                child.wait()?;
                return Err(GitError::Silent(patience.as_secs()));
            }
        };
        for byte in &said {
            if matches!(byte, b'\r' | b'\n') {
                progress(&clean(&String::from_utf8_lossy(&line)));
                line.clear();
            } else if line.len() < 1000 {
                line.push(*byte);
            }
        }
        // The end of the output has the error.
        complaint.extend_from_slice(&said);
        let excess = complaint.len().saturating_sub(16 * 1024);
        complaint.drain(..excess);
    }
    if child.wait()?.success() {
        Ok(())
    } else {
        Err(failure(&String::from_utf8_lossy(&complaint)))
    }
}
