//! Deck files as of a git revision.

use std::path::Path;

use crate::core::deck::Origin;
use crate::core::deck::read::{MAX_BYTES, Read, read};
use crate::files::{is_deck_file, is_in_reach, shown, too_large};
use crate::git::{Commit, Entry, GitError, Kind, Repository};

/// A revision of the repository that contains the decks.
#[derive(Debug)]
pub struct Revision {
    repository: Repository,
    /// `None` for the `HEAD` of a repository without commits.
    commit: Option<Commit>,
}

impl Revision {
    /// Resolves `revision` in the repository around `path`. `A...B` is their merge base, and a missing end means `HEAD`, as in
    /// git: `main...` is where this branch started. `HEAD` may have no commit yet.
    pub fn find(path: &Path, revision: &str) -> Result<Self, GitError> {
        let repository = Repository::around(path)?;
        let end = |name: &str| repository.commit(if name.is_empty() { "HEAD" } else { name });
        let commit = match revision.split_once("...") {
            Some((one, other)) => Some(repository.fork_point(&end(one)?, &end(other)?)?),
            None => match repository.commit(revision) {
                Err(GitError::NoRevision(_)) if revision == "HEAD" => None,
                found => Some(found?),
            },
        };
        Ok(Self { repository, commit })
    }

    /// Reads the deck file at `path`, or every deck file in the folder `path` and below, as of the revision, sorted by path; empty
    /// if there were none. Messages show the path as on disk now.
    pub fn read(&self, path: &Path, origin: &Origin) -> Result<Vec<Read>, GitError> {
        let inside = Repository::around(path)?.inside().to_owned();
        let Some(entries) = self.list(&inside)? else { return Ok(Vec::new()) };
        // A file given by name may have any extension.
        let name = inside.rsplit('/').next().unwrap_or_default();
        let alone = matches!(&entries[..], [one] if one.name == name) && !path.is_dir();
        let mut files: Vec<_> =
            entries.into_iter().filter(|entry| entry.kind == Kind::File).collect();
        files
            .retain(|file| alone || is_in_reach(&file.name) && is_deck_file(Path::new(&file.name)));
        // As the files on disk are sorted.
        files.sort_by(|a, b| Path::new(&a.name).cmp(Path::new(&b.name)));
        let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
        let fit: Vec<_> = files.iter().filter(|file| file.size <= limit).collect();
        let mut bytes = self.repository.read(&fit)?.into_iter();
        let read = files.iter().map(|file| {
            let at = if alone { path.to_owned() } else { path.join(&file.name) };
            if file.size > limit {
                return Read::failed(too_large(&at, file.size));
            }
            read(&shown(&at), &bytes.next().unwrap_or_default(), origin.clone())
        });
        Ok(read.collect())
    }

    /// Whether there was a file at `path`.
    pub fn has(&self, path: &Path) -> bool {
        let inside = Repository::around(path).map(|place| place.inside().to_owned());
        inside.is_ok_and(|inside| self.list(&inside).is_ok_and(|found| found.is_some()))
    }

    fn list(&self, inside: &str) -> Result<Option<Vec<Entry>>, GitError> {
        let Some(commit) = &self.commit else { return Ok(None) };
        self.repository.list_below(commit, inside)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    fn git(folder: &Path, args: &[&str]) {
        let nowhere = folder.join("no-settings");
        let settings = [("GIT_CONFIG_GLOBAL", &nowhere), ("GIT_CONFIG_SYSTEM", &nowhere)];
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        let ran =
            Command::new("git").current_dir(folder).envs(settings).args(who).args(args).output();
        assert!(ran.unwrap().status.success(), "{args:?}");
    }

    fn ids(reads: &[Read]) -> Vec<&str> {
        reads.iter().filter_map(|read| Some(&*read.deck.as_ref()?.id)).collect()
    }

    #[test]
    fn decks_are_read_as_they_stood() {
        let home = tempfile::tempdir().unwrap();
        let decks = home.path().join("team words");
        git(home.path(), &["init", "--quiet", "--initial-branch=main"]);
        fs::create_dir(&decks).unwrap();
        let text = "terms:\n  - {term: T, definition: d}\n";
        for name in ["a.yaml", "b.yml", "note.txt", ".hidden.yaml"] {
            fs::write(decks.join(name), text).unwrap();
        }
        fs::write(decks.join("large.yaml"), vec![b' '; MAX_BYTES + 1]).unwrap();
        git(home.path(), &["add", "."]);
        git(home.path(), &["commit", "--quiet", "-m", "one"]);
        git(home.path(), &["checkout", "--quiet", "-b", "work"]);
        fs::remove_file(decks.join("a.yaml")).unwrap();
        git(home.path(), &["commit", "--quiet", "-a", "-m", "two"]);

        let before = Revision::find(&decks, "main...").unwrap();
        let reads = before.read(&decks, &Origin::Named).unwrap();
        assert_eq!(ids(&reads), ["a", "b"]);
        assert_eq!(reads[2].problems[0].rule.code(), "E101");
        let file = decks.join("a.yaml");
        let alone = before.read(&file, &Origin::Named).unwrap();
        assert_eq!(ids(&alone), ["a"]);
        assert_eq!(&*alone[0].deck.as_ref().unwrap().path, file.display().to_string());
        let now = Revision::find(&decks, "HEAD").unwrap();
        assert_eq!(ids(&now.read(&decks, &Origin::Named).unwrap()), ["b"]);
        assert!(now.read(&file, &Origin::Named).unwrap().is_empty());
    }
}
