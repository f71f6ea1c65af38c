//! The deck files of a repository, a folder or an archive: chosen, measured, and written into a copy.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Component, Path};

use crate::core::deck::scan::MAX_BYTES;
use crate::core::text::{clean, is_hostile};
use crate::files::is_deck_file;
use crate::git::{self, Kind, Repository};
use crate::sources::{Address, SourceError, archive, io_at};

/// The most deck files of one source.
const MOST_FILES: usize = 2_000;
/// The most bytes of all of them together.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What to fetch.
#[derive(Debug, Clone)]
pub struct Wanted {
    address: Address,
    path: Option<String>,
    branch: Option<String>,
    may_ask: bool,
}

impl Wanted {
    /// The decks at `address`: in the folder `path` of it, on `branch`. `may_ask` says whether git may ask for a password.
    pub fn new(
        address: Address,
        path: Option<String>,
        branch: Option<String>,
        may_ask: bool,
    ) -> Result<Self, SourceError> {
        let refused = |what: String| Err(SourceError::Refused(what));
        if let Some(path) = &path
            && (path.contains(is_hostile)
                || !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))))
        {
            return refused(format!("`{}` is no folder inside the source", clean(path)));
        }
        let is_git = matches!(address, Address::Git { .. });
        if let Some(branch) = &branch
            && (!is_git
                || branch.is_empty()
                || branch.starts_with('-')
                || branch.contains(is_hostile))
        {
            return refused(if is_git {
                format!("`{}` is no name of a branch", clean(branch))
            } else {
                "only a git repository has branches".to_owned()
            });
        }
        // Repositories and archives name folders with `/`, everywhere.
        let path = path.map(|path| path.replace('\\', "/").trim_end_matches('/').to_owned());
        Ok(Self { address, path, branch, may_ask })
    }

    /// Where it comes from.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// The folder of the decks, when one was named.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The branch, when one was named.
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }
}

/// Deck files, and what was left out.
#[derive(Debug, Default)]
pub struct Content {
    files: Vec<(String, Vec<u8>)>,
    bytes: usize,
    /// The commit they are of.
    pub commit: Option<String>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<String>,
}

impl Content {
    /// Fetches what is `wanted`. `shelf` is a folder for what is needed on the way.
    pub fn fetch(
        wanted: &Wanted,
        shelf: &Path,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, SourceError> {
        let mut content = Self::default();
        match &wanted.address {
            Address::Git { url, protocol, shown } => {
                let scratch = tempfile::Builder::new().prefix(".new-").tempdir_in(shelf);
                let scratch = scratch.map_err(io_at(shelf))?;
                let clone =
                    git::Wanted { url, protocol, branch: wanted.branch(), may_ask: wanted.may_ask };
                // Git may say the address again, with the password that was typed in it.
                let hide = |text: &str| text.replace(url.as_str(), shown);
                let at = scratch.path().join("repository");
                let repository = git::clone(&clone, &at, &mut |line| progress(&hide(line)));
                let repository = repository.map_err(|error| match error {
                    git::GitError::Said(what) => git::GitError::Said(hide(&what)),
                    other => other,
                })?;
                content.take_repository(&repository, wanted)?;
            }
            Address::Folder(folder) => content.take_folder(folder, wanted)?,
            Address::Zip(file) => archive::take(file, wanted, &mut content)?,
        }
        if content.files.is_empty() {
            let place =
                wanted.path.as_deref().map(|path| format!("the folder {} of ", clean(path)));
            return Err(SourceError::Refused(format!(
                "there are no decks (files in .yaml) in {}{}; --path names the folder they are in",
                place.unwrap_or_default(),
                clean(&wanted.address.shown())
            )));
        }
        content.files.sort();
        Ok(content)
    }

    fn take_repository(
        &mut self,
        repository: &Repository,
        wanted: &Wanted,
    ) -> Result<(), SourceError> {
        let commit = repository.commit("HEAD")?;
        let entries = match wanted.path() {
            Some(path) => repository.list(&commit, path)?.unwrap_or_default(),
            None => {
                let top = repository.list(&commit, "")?.unwrap_or_default();
                let decks = top.iter().any(|one| one.name == "decks" && one.kind == Kind::Folder);
                if decks { repository.list(&commit, "decks")?.unwrap_or_default() } else { top }
            }
        };
        let mut files = Vec::new();
        for entry in entries.iter().filter(|entry| is_deck_file(Path::new(&entry.name))) {
            match entry.kind {
                Kind::File if self.may_take(&entry.name, entry.size) => files.push(entry),
                Kind::Link => self.leave(&entry.name, "it is a link"),
                Kind::Submodule => self.leave(&entry.name, "it is another repository"),
                Kind::File | Kind::Folder => {}
            }
        }
        let total = files.iter().map(|file| usize::try_from(file.size).unwrap_or(usize::MAX));
        measure(files.len(), total.fold(0, usize::saturating_add))?;
        let bytes = repository.read(&files)?;
        for (file, bytes) in files.iter().zip(bytes) {
            self.put(file.name.clone(), bytes)?;
        }
        self.commit = Some(commit.as_str().to_owned());
        Ok(())
    }

    fn take_folder(&mut self, folder: &Path, wanted: &Wanted) -> Result<(), SourceError> {
        let named = wanted.path().map(|path| folder.join(path));
        let decks = Some(folder.join("decks"))
            .filter(|decks| fs::symlink_metadata(decks).is_ok_and(|data| data.is_dir()));
        let folder = named.or(decks).unwrap_or_else(|| folder.to_owned());
        for entry in fs::read_dir(&folder).map_err(io_at(&folder))? {
            let path = entry.map_err(io_at(&folder))?.path();
            if !is_deck_file(&path) {
                continue;
            }
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                self.leave(&path.display().to_string(), "its name is no text");
                continue;
            };
            let data = fs::symlink_metadata(&path).map_err(io_at(&path))?;
            if data.is_symlink() {
                self.leave(name, "it is a link");
            } else if data.is_file() && self.may_take(name, data.len()) {
                let file = fs::File::open(&path).map_err(io_at(&path))?;
                let mut bytes = Vec::new();
                file.take(data.len()).read_to_end(&mut bytes).map_err(io_at(&path))?;
                self.put(name.to_owned(), bytes)?;
            }
        }
        Ok(())
    }

    /// Whether a file of this name and size can be a deck on every system; otherwise it is left out, and that noted.
    pub fn may_take(&mut self, name: &str, size: u64) -> bool {
        let odd = |c: char| is_hostile(c) || "/\\:*?\"<>|".contains(c);
        if name.contains(odd) || name.len() > 200 {
            self.leave(name, "its name does not fit every system");
            return false;
        }
        if size > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
            self.leave(name, "it is larger than 2 MiB");
            return false;
        }
        true
    }

    /// Notes that a file is left out.
    pub fn leave(&mut self, name: &str, why: &str) {
        self.left_out.push(format!("{} is left out: {why}", clean(name)));
    }

    /// Takes a file in.
    pub fn put(&mut self, name: String, bytes: Vec<u8>) -> Result<(), SourceError> {
        self.bytes = self.bytes.saturating_add(bytes.len());
        self.files.push((name, bytes));
        measure(self.files.len(), self.bytes)
    }

    /// Writes all files into the folder `at`, which is made.
    pub fn write(&self, at: &Path) -> Result<(), SourceError> {
        fs::create_dir(at).map_err(io_at(at))?;
        for (name, bytes) in &self.files {
            let path = at.join(name);
            // Two names that are one on this disk end here, rather than with one of them lost.
            let file = fs::File::create_new(&path);
            let written = file.and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            });
            written.map_err(io_at(&path))?;
        }
        Ok(())
    }
}

/// Whether so many files of so many bytes together are as much as one source may have.
fn measure(files: usize, bytes: usize) -> Result<(), SourceError> {
    if files > MOST_FILES || bytes > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(SourceError::Refused(format!(
            "there are more than {MOST_FILES} decks or {most} MiB of them; --path names a smaller folder"
        )));
    }
    Ok(())
}
