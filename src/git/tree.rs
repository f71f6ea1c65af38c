//! Lists and reads the files in a commit without checking it out.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use crate::core::text::clean;
use crate::git::{Commit, GitError, Repository, git, not_run, output};

/// The kind of a tree entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A commit in another repository.
    Submodule,
}

/// A tree entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The hash of its content.
    pub(super) object: String,
    /// The size of a file, in bytes; 0 if it is missing.
    pub size: u64,
    /// Whether the content of a file is missing, as in a partial clone.
    pub(super) is_missing: bool,
}

impl Repository {
    /// Lists `path` in `commit`: the entries of a folder, or a single file; `None` if it does not exist. The path is relative to
    /// the top of the repository and separated by `/`; empty means the top.
    pub fn list(&self, commit: &Commit, path: &str) -> Result<Option<Vec<Entry>>, GitError> {
        if path.is_empty() {
            return self.tree(commit.as_str(), None).map(Some);
        }
        let mut found = self.tree(commit.as_str(), Some(path))?;
        let Some(entry) = found.pop() else { return Ok(None) };
        match entry.kind {
            Kind::Folder => self.tree(&entry.object, None).map(Some),
            _ => {
                let name = entry.name.rsplit('/').next().unwrap_or_default().to_owned();
                Ok(Some(vec![Entry { name, ..entry }]))
            }
        }
    }

    /// Lists everything in and below the folder `path` in `commit`, by paths relative to that folder; or a single file.
    pub fn list_below(&self, commit: &Commit, path: &str) -> Result<Option<Vec<Entry>>, GitError> {
        if path.is_empty() {
            return self.ls_tree(&["-r"], commit.as_str(), None).map(Some);
        }
        match self.tree(commit.as_str(), Some(path))?.pop() {
            Some(Entry { kind: Kind::Folder, object, .. }) => {
                self.ls_tree(&["-r"], &object, None).map(Some)
            }
            Some(_) => self.list(commit, path),
            None => Ok(None),
        }
    }

    fn tree(&self, object: &str, path: Option<&str>) -> Result<Vec<Entry>, GitError> {
        self.ls_tree(&[], object, path)
    }

    fn ls_tree(
        &self,
        options: &[&str],
        object: &str,
        path: Option<&str>,
    ) -> Result<Vec<Entry>, GitError> {
        let list = |with_size: &[&str]| {
            let mut git = git(&self.folder, None);
            git.args(["ls-tree", "-z", "--full-tree"]).args(with_size).args(options).arg(object);
            output(git.args(path.iter().flat_map(|path| ["--", path])))
        };
        // Skip names that are not UTF-8: no deck can have one.
        let entries = |listed: &[u8]| -> Vec<Entry> {
            let rows = listed.split(|byte| *byte == 0);
            rows.filter_map(|row| entry(std::str::from_utf8(row).ok()?)).collect()
        };
        match list(&["-l"]) {
            Err(GitError::Incomplete(_)) => {
                // Git before version 2.44 fails on a file whose content is missing.
                let mut entries = entries(&list(&[])?);
                let sizes = self.sizes()?;
                for file in entries.iter_mut().filter(|entry| entry.kind == Kind::File) {
                    let size = sizes.get(&file.object);
                    (file.is_missing, file.size) = (size.is_none(), size.copied().unwrap_or(0));
                }
                Ok(entries)
            }
            listed => Ok(entries(&listed?)),
        }
    }

    /// The size of each object that is there, by its hash.
    fn sizes(&self) -> Result<HashMap<String, u64>, GitError> {
        let mut git = git(&self.folder, None);
        git.args(["cat-file", "--batch-all-objects", "--unordered"]);
        let listed = output(git.arg("--batch-check=%(objectname) %(objectsize)"))?;
        let rows = String::from_utf8_lossy(&listed).into_owned();
        let row = |row: &str| {
            let (object, size) = row.split_once(' ')?;
            Some((object.to_owned(), size.parse().ok()?))
        };
        Ok(rows.lines().filter_map(row).collect())
    }

    /// The bytes of each file in `files`, in order.
    pub fn read(&self, files: &[&Entry]) -> Result<Vec<Vec<u8>>, GitError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(file) = files.iter().find(|file| file.is_missing) {
            return Err(GitError::Said(format!(
                "this partial clone lacks {}; run `git fetch --refetch --no-filter`",
                clean(&file.name)
            )));
        }
        let mut git = git(&self.folder, None);
        git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = git.spawn().map_err(not_run)?;
        let (Some(mut ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(unexpected());
        };
        let mut answer = BufReader::new(answer);
        let mut all = Vec::with_capacity(files.len());
        let mut read = || -> Result<(), GitError> {
            for file in files {
                // One request at a time: with all requests at once, both sides could deadlock on full pipes.
                writeln!(ask, "{}", file.object)?;
                ask.flush()?;
                let mut head = String::new();
                answer.read_line(&mut head)?;
                let size = head
                    .strip_prefix(&file.object)
                    .and_then(|rest| rest.trim().strip_prefix("blob "));
                let size: u64 = size.and_then(|size| size.parse().ok()).ok_or_else(unexpected)?;
                let mut bytes = Vec::new();
                answer.by_ref().take(size).read_to_end(&mut bytes)?;
                answer.read_exact(&mut [0])?;
                all.push(bytes);
            }
            Ok(())
        };
        let outcome = read();
        drop(ask);
        // The rest of its output is not needed; git exits when the pipe closes.
        drop(answer);
        child.wait()?;
        outcome.map(|()| all)
    }
}

/// Parses an entry of the form `mode type object size<tab>name`, perhaps without the size.
fn entry(row: &str) -> Option<Entry> {
    let (about, name) = row.split_once('\t')?;
    let mut about = about.split_whitespace();
    let kind = match about.next()? {
        "040000" => Kind::Folder,
        "120000" => Kind::Link,
        "160000" => Kind::Submodule,
        _ => Kind::File,
    };
    let object = about.nth(1)?.to_owned();
    // A number, `-` for what is not a file, or `BAD` for a file that is missing.
    let size = about.next().unwrap_or_default();
    let (is_missing, size) = (size == "BAD", size.parse().unwrap_or(0));
    Some(Entry { name: name.to_owned(), kind, object, size, is_missing })
}

fn unexpected() -> GitError {
    GitError::Said("cannot read a file in the repository".to_owned())
}
