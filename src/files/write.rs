//! Writes files that users also edit (decks and settings): atomically, alone or several together, one program at a time, and
//! never over someone else's change.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::core::deck::read::MAX_BYTES;
use crate::files::lock::{Locked, PATIENCE, UNFINISHED};
use crate::files::read_limited;

/// Why files were not written. They are unchanged, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// This file cannot be read or written.
    #[error("{0}: {1}; nothing was changed")]
    Io(PathBuf, io::Error),
    /// This file is too large, or not text.
    #[error("{0} {1}; nothing was changed")]
    NoText(PathBuf, &'static str),
    /// It has changed since it was read.
    #[error("{0} was just changed by another program; nothing was written, try again")]
    Changed(PathBuf),
    /// Some files were written, one was not, and the written ones could not be restored.
    #[error("{path}: {error}; {written} was already written and could not be restored")]
    Half {
        /// The file that could not be written.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
        /// A file that was written.
        written: PathBuf,
    },
}

/// A file to change, as it was read; it may not exist yet.
#[derive(Debug)]
pub struct OnDisk {
    path: PathBuf,
    text: Option<String>,
    /// Whether to create it readable by the user only.
    private: bool,
    /// How long to wait while another program writes.
    patience: Duration,
}

impl OnDisk {
    /// Reads the file at `path`, following links. A missing file reads as empty.
    pub fn read(path: &Path) -> Result<Self, WriteError> {
        let path = target(path);
        let text = content(&path)?;
        Ok(Self { path, text, private: false, patience: PATIENCE })
    }

    /// If the file is new, creates it and any missing parent folders readable by the user only.
    #[must_use]
    pub fn for_the_user_alone(self) -> Self {
        Self { private: true, ..self }
    }

    /// Waits for other programs with another `patience`.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Whether it exists.
    pub fn exists(&self) -> bool {
        self.text.is_some()
    }

    /// Replaces the text with `new`. Concurrent readers see either the old text or the new one.
    pub fn write(self, new: &str) -> Result<(), WriteError> {
        write_all(vec![(self, new.to_owned())])
    }

    fn io(&self, error: io::Error) -> WriteError {
        WriteError::Io(self.path.clone(), error)
    }

    /// Its folder, created if missing.
    fn folder(&self) -> io::Result<PathBuf> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        make(folder, if self.private { 0o700 } else { 0o777 })?;
        fs::canonicalize(folder)
    }

    /// Writes `new` to a temporary file beside it, with its permissions.
    fn staged(&self, new: &str) -> Result<NamedTempFile, WriteError> {
        let folder = self.folder().map_err(|error| self.io(error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        // The user's umask decides who may read a new deck.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(if self.private {
            0o600
        } else {
            0o666
        }));
        let mut file = builder.tempfile_in(folder).map_err(|error| self.io(error))?;
        let write = |file: &mut NamedTempFile| {
            file.write_all(new.as_bytes())?;
            if self.exists() {
                let permissions = fs::metadata(&self.path)?.permissions();
                if permissions.readonly() {
                    let why = "the file is read-only";
                    return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
                }
                file.as_file().set_permissions(permissions)?;
            }
            file.as_file().sync_all()
        };
        write(&mut file).map_err(|error| self.io(error))?;
        Ok(file)
    }

    /// Moves `file` into this one's place.
    fn put(&self, file: NamedTempFile) -> Result<(), WriteError> {
        let done = if self.exists() {
            file.persist(&self.path)
        } else {
            file.persist_noclobber(&self.path)
        };
        done.map(drop).map_err(|error| self.io(error.error))?;
        // Makes the rename survive a power failure; ignored if the folder cannot be synced.
        #[cfg(unix)]
        if let Some(folder) = self.path.parent().and_then(|folder| fs::File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// The file that `path` resolves to through links, even if the last link's target is missing.
fn target(path: &Path) -> PathBuf {
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        let Ok(to) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(to);
    }
    path
}

/// Opens the file at `path` for reading. Refuses folders, and pipes and other special files, which could block forever.
pub fn open_file(path: &Path) -> io::Result<fs::File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    fs::File::open(path)
}

/// The same for a file that the user names, which may also be the shell's `<(command)`: a pipe that another program already has open.
pub fn open_named(path: &Path) -> io::Result<fs::File> {
    let is_from_shell = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    if is_from_shell { fs::File::open(path) } else { open_file(path) }
}

/// Whether the last part of `path` is a link.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|place| place.is_symlink())
}

/// Creates `folder` and those above it if they are missing; only the user can read them.
pub fn make_private(folder: &Path) -> io::Result<()> {
    make(folder, 0o700)
}

/// Creates `folder` and those above it if they are missing, with this mode.
fn make(
    folder: &Path,
    #[cfg_attr(not(unix), expect(unused_variables))] mode: u32,
) -> io::Result<()> {
    let mut maker = fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, mode);
    maker.create(folder)
}

/// The bytes of the file at `path`, at most a little over our size limit; `None` if missing.
pub fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let read = || read_limited(open_file(path)?, MAX_BYTES as u64).map(Some);
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read,
    }
}

/// The text at `path`; `None` if missing.
fn content(path: &Path) -> Result<Option<String>, WriteError> {
    let read = read_bytes(path);
    let read = read.map_err(|error| WriteError::Io(path.to_owned(), error))?;
    let Some(bytes) = read else { return Ok(None) };
    let no_text = |what| WriteError::NoText(path.to_owned(), what);
    if bytes.len() > MAX_BYTES {
        return Err(no_text("is too large"));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| no_text("is not UTF-8 text"))
}

/// Replaces the file at `path`, whatever it holds, or creates it. Its permissions and a link to it stay.
pub fn replace(path: &Path, text: &str) -> Result<(), WriteError> {
    let file = OnDisk { path: target(path), text: None, private: false, patience: PATIENCE };
    let _lock = lock([&file])?;
    let file = OnDisk { text: file.path.exists().then(String::new), ..file };
    file.put(file.staged(text)?)
}

/// Applies `change` to the text at `path`; no other program of ours changes it meanwhile. Waits for one that does with `patience`.
/// A new file is private to the user.
pub fn change<E: From<WriteError>>(
    path: &Path,
    patience: Duration,
    change: impl FnOnce(&str) -> Result<String, E>,
) -> Result<(), E> {
    let place = OnDisk { path: target(path), text: None, private: true, patience };
    let _lock = lock([&place])?;
    let file = OnDisk::read(path)?.for_the_user_alone();
    let new = change(file.text())?;
    Ok(put_all(vec![(file, new)])?)
}

/// Writes all `files` or none: every new text is on disk beside its file before the first one is moved into place.
pub fn write_all(files: Vec<(OnDisk, String)>) -> Result<(), WriteError> {
    let _locks = lock(files.iter().map(|(file, _)| file))?;
    put_all(files)
}

/// Locks the folders of `files`, always in the same order, to prevent deadlocks.
fn lock<'a>(files: impl IntoIterator<Item = &'a OnDisk>) -> Result<Vec<Locked>, WriteError> {
    let mut folders = BTreeMap::new();
    for file in files {
        folders.insert(file.folder().map_err(|error| file.io(error))?, file);
    }
    let locks = folders.into_iter();
    locks
        .map(|(folder, file)| Locked::take(&folder, file.patience).map_err(|error| file.io(error)))
        .collect()
}

fn put_all(files: Vec<(OnDisk, String)>) -> Result<(), WriteError> {
    let mut staged = Vec::with_capacity(files.len());
    for (file, new) in files {
        let temporary = file.staged(&new)?;
        staged.push((file, temporary));
    }
    for (file, _) in &staged {
        if content(&file.path)? != file.text {
            return Err(WriteError::Changed(file.path.clone()));
        }
    }
    let mut written: Vec<OnDisk> = Vec::new();
    for (file, temporary) in staged {
        match file.put(temporary) {
            Ok(()) => written.push(file),
            Err(error) => return Err(put_back(&written, error)),
        }
    }
    Ok(())
}

/// Restores the files that were written before `error`.
fn put_back(written: &[OnDisk], error: WriteError) -> WriteError {
    for file in written {
        let back = match &file.text {
            Some(old) => file.staged(old).and_then(|temporary| file.put(temporary)),
            None => fs::remove_file(&file.path).map_err(|error| file.io(error)),
        };
        if let (Err(_), WriteError::Io(path, error)) = (back, &error) {
            let error = io::Error::new(error.kind(), error.to_string());
            return WriteError::Half { path: path.clone(), error, written: file.path.clone() };
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("deck.yaml");
        let file = OnDisk::read(&path).unwrap();
        assert_eq!((file.exists(), file.text()), (false, ""));
        file.write("one").unwrap();
        let file = OnDisk::read(&path).unwrap();
        assert_eq!(file.text(), "one");
        file.write("two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_somebody_else_wrote_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a", "b"].map(|name| folder.path().join(name));
        for path in &paths {
            fs::write(path, "old").unwrap();
        }
        let files: Vec<_> =
            paths.iter().map(|path| (OnDisk::read(path).unwrap(), "new".to_owned())).collect();
        fs::write(&paths[1], "theirs").unwrap();
        assert!(matches!(write_all(files), Err(WriteError::Changed(_))));
        let texts = paths.each_ref().map(|path| fs::read_to_string(path).unwrap());
        assert_eq!(texts, ["old", "theirs"]);

        let late = folder.path().join("late");
        let file = OnDisk::read(&late).unwrap();
        fs::write(&late, "theirs").unwrap();
        assert!(matches!(file.write("mine"), Err(WriteError::Changed(_))));
        assert_eq!(fs::read_to_string(&late).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_as_they_are() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        OnDisk::read(&link).unwrap().write("new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);

        let (missing, dangling) = (folder.path().join("kept/real"), folder.path().join("dangling"));
        symlink("kept/real", &dangling).unwrap();
        OnDisk::read(&dangling).unwrap().write("new").unwrap();
        assert!(fs::symlink_metadata(&dangling).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&missing).unwrap(), "new");

        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        let error = OnDisk::read(&real).unwrap().write("newer").unwrap_err();
        assert!(error.to_string().contains("is read-only"), "{error}");
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_replaced_may_be_anything_and_stays_a_link_with_its_permissions() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        replace(&real, "old").unwrap();
        fs::write(&real, b"\xff").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(is_link(&link));
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn of_several_that_change_a_file_at_once_each_sees_what_the_one_before_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/count");
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        change::<WriteError>(&path, PATIENCE * 10, |old| Ok(format!("{old}x")))
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), "x".repeat(120));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_program_did_not_finish_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".shoptalk-x1.tmp", ".x1.tmp", "notes.tmp"] {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        OnDisk::read(&folder.path().join("deck.yaml")).unwrap().write("whole").unwrap();
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".x1.tmp", "deck.yaml", "notes.tmp"]);
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.yaml");
        fs::write(&path, b"\xff").unwrap();
        assert!(matches!(OnDisk::read(&path), Err(WriteError::NoText { .. })));
        fs::write(&path, vec![b'a'; MAX_BYTES + 1]).unwrap();
        assert!(matches!(OnDisk::read(&path), Err(WriteError::NoText { .. })));
        assert!(matches!(OnDisk::read(folder.path()), Err(WriteError::Io { .. })));
    }
}
