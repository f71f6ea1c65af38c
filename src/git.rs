//! Runs the `git` program safely: no shell, no hooks, no settings from the caller's environment, and only the transport that was
//! asked for.

mod clone;
mod failure;
mod tree;

pub use clone::{PATIENCE, Wanted, clone};
pub use tree::{Entry, Kind};

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use crate::core::text::{clean, is_hostile};

/// Why git failed.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// Git is not installed.
    #[error("the program `git` is not on your PATH; install it from https://git-scm.com")]
    Missing,
    /// The path is not in a repository.
    #[error("{0} is not in a git repository")]
    NoRepository(String),
    /// The revision does not exist.
    #[error("unknown revision `{0}`; if it is new, run `git fetch` first")]
    NoRevision(String),
    /// The path is outside the repository.
    #[error("{0} is not inside the repository")]
    Outside(String),
    /// Git could not be run, or its output was unexpected.
    #[error("cannot run git: {0}")]
    Io(#[from] io::Error),
    /// Git's own error message.
    #[error("git: {0}")]
    Said(String),
    /// The reason why git cannot fetch, and what to do.
    #[error("git: {0}; {1}")]
    NotFetched(String, &'static str),
    /// Contents of files are missing and cannot be fetched one by one, for this reason.
    #[error("git: {0}")]
    Incomplete(String),
    /// Git said nothing for this many seconds.
    #[error("the server did not answer for {0} seconds; try again later, or check the address")]
    Silent(u64),
}

/// Environment variables that would point git to another repository, configuration or program. Those for the user's keys and
/// passwords (`GIT_SSH_COMMAND`, `GIT_ASKPASS`) stay.
const SURROUNDINGS: &str = "GIT_ALLOW_PROTOCOL GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_ATTR_SOURCE GIT_CEILING_DIRECTORIES GIT_COMMON_DIR \
    GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_DEFAULT_HASH GIT_DIR GIT_DISCOVERY_ACROSS_FILESYSTEM \
    GIT_GLOB_PATHSPECS GIT_GRAFT_FILE GIT_ICASE_PATHSPECS GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE \
    GIT_INTERNAL_SUPER_PREFIX GIT_NAMESPACE GIT_NOGLOB_PATHSPECS GIT_OBJECT_DIRECTORY GIT_PREFIX \
    GIT_PROTOCOL_FROM_USER GIT_PROXY_COMMAND GIT_QUARANTINE_PATH GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE \
    GIT_TEMPLATE_DIR GIT_TRACE GIT_TRACE2 GIT_TRACE2_EVENT GIT_TRACE_CURL GIT_TRACE_PACKET GIT_WORK_TREE";

/// A path that cannot contain hooks.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// `git`, to run in `folder` with `protocol` as its only transport; `None` allows no transport.
fn git(folder: &Path, protocol: Option<&str>) -> Command {
    let mut git = Command::new("git");
    for name in SURROUNDINGS.split(' ') {
        git.env_remove(name);
    }
    git.env("LC_ALL", "C")
        .env("GIT_ALLOW_PROTOCOL", protocol.unwrap_or("none"))
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .args(["-c", &format!("core.hooksPath={NOWHERE}"), "-c", "core.fsmonitor=false"])
        .args(["-c", "submodule.recurse=false", "--no-pager"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    git
}

/// Runs `git` and returns its standard output.
fn output(git: &mut Command) -> Result<Vec<u8>, GitError> {
    let output = git.output().map_err(not_run)?;
    if output.status.success() { Ok(output.stdout) } else { Err(said(&output.stderr)) }
}

fn not_run(error: io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::Missing,
        _ => GitError::Io(error),
    }
}

/// Git's error output as one line that is safe to print.
fn said(complaint: &[u8]) -> GitError {
    let text = String::from_utf8_lossy(complaint);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let worst = lines.clone().find_map(|line| {
        line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")).map(str::to_owned)
    });
    let line = worst.or_else(|| lines.next_back().map(str::to_owned));
    let line = clean(&line.unwrap_or_else(|| "it failed without an error message".into())).into();
    // Git before version 2.44 needs the contents of files even to list them.
    if text.contains("promisor remote") { GitError::Incomplete(line) } else { GitError::Said(line) }
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}

/// A repository, opened for one path in it.
#[derive(Debug)]
pub struct Repository {
    /// Where git is run.
    folder: PathBuf,
    /// The path relative to the top of the repository, separated by `/`; empty for the top.
    inside: String,
}

/// A commit, by its full hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit(String);

impl Commit {
    /// Its full hash in hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Repository {
    /// The repository that contains `path`. The path may be missing now: it may have existed at another revision.
    pub fn around(path: &Path) -> Result<Self, GitError> {
        let shown = || clean(&path.display().to_string()).into_owned();
        let mut folder = std::path::absolute(path)?;
        let mut below: Vec<String> = Vec::new();
        while !folder.is_dir() {
            let name = match folder.components().next_back() {
                Some(Component::Normal(name)) => name.to_str(),
                _ => None,
            };
            below.push(name.ok_or_else(|| GitError::Outside(shown()))?.to_owned());
            folder.pop();
        }
        let prefix = output(git(&folder, None).args(["rev-parse", "--show-prefix"]));
        let prefix = prefix.map_err(|error| match error {
            GitError::Said(what) if what.contains("not a git repository") => {
                GitError::NoRepository(shown())
            }
            other => other,
        })?;
        let prefix = line(&prefix);
        let above = prefix.split('/').filter(|name| !name.is_empty()).map(str::to_owned);
        let inside: Vec<String> = above.chain(below.into_iter().rev()).collect();
        Ok(Self { folder, inside: inside.join("/") })
    }

    /// The bare repository in `folder`.
    pub fn bare(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), inside: String::new() }
    }

    /// The path it was opened for, relative to the top, separated by `/`.
    pub fn inside(&self) -> &str {
        &self.inside
    }

    /// The commit that `revision` resolves to.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        let none = || GitError::NoRevision(clean(revision).into_owned());
        if revision.is_empty() || revision.starts_with('-') || revision.contains(is_hostile) {
            return Err(none());
        }
        let wanted = format!("{revision}^{{commit}}");
        let mut git = git(&self.folder, None);
        git.args(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
        let name = output(&mut git).map_err(|error| match error {
            // With `--quiet`, git fails without a message if the revision does not exist.
            GitError::Said(_) => none(),
            other => other,
        })?;
        let name = line(&name);
        let is_name = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_name { Ok(Commit(name)) } else { Err(none()) }
    }

    /// The merge base of two commits: where a branch started.
    pub fn fork_point(&self, one: &Commit, other: &Commit) -> Result<Commit, GitError> {
        let found = output(git(&self.folder, None).args(["merge-base", &one.0, &other.0]));
        match found {
            Ok(name) => self.commit(&line(&name)),
            Err(GitError::Said(_)) => Err(GitError::Said(
                "the two revisions have no common ancestor here; in a shallow clone, fetch more history"
                    .to_owned(),
            )),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
