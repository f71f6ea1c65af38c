//! Writing deck files: whole or not at all, several of them together, and never over what somebody else wrote meanwhile.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::core::deck::scan::MAX_BYTES;

/// Why files were not written. They are as they were, unless it says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It cannot be read or written.
    #[error("{path}: {error}; nothing was changed")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is too large for a deck, or is no text.
    #[error("{path} {what}; nothing was changed")]
    NoText {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// It is not what it was when it was read.
    #[error("{0} was changed by somebody else just now; nothing was changed, try again")]
    Changed(PathBuf),
    /// Some of the files were written, one was not, and the first could not be put back.
    #[error("{path}: {error}; {written} is written already and could not be put back")]
    Half {
        /// The file that could not be written.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
        /// A file that was written.
        written: PathBuf,
    },
}

/// A file that is to be changed, as it was read; or one that is not there yet.
#[derive(Debug)]
pub struct OnDisk {
    path: PathBuf,
    text: Option<String>,
    /// Whether nobody else may read it, where it is new.
    private: bool,
}

impl OnDisk {
    /// Reads the file at `path`; through a link, the file that it leads to. One that is not there reads as nothing.
    pub fn read(path: &Path) -> Result<Self, WriteError> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let text = content(&path)?;
        Ok(Self { path, text, private: false })
    }

    /// The same; where it is not there yet, it is made so that nobody else may read it, and so are the folders above it.
    #[must_use]
    pub fn for_the_user_alone(self) -> Self {
        Self { private: true, ..self }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.text.is_some()
    }

    /// Writes `new` in its place. Whoever reads at this moment sees the old text or the new one.
    pub fn write(self, new: &str) -> Result<(), WriteError> {
        write_all(vec![(self, new.to_owned())])
    }

    fn io(&self, error: io::Error) -> WriteError {
        WriteError::Io { path: self.path.clone(), error }
    }

    /// `new` on disk beside the file, with its permissions.
    fn staged(&self, new: &str) -> Result<NamedTempFile, WriteError> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut maker = fs::DirBuilder::new();
        maker.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(
            &mut maker,
            if self.private { 0o700 } else { 0o777 },
        );
        maker.create(folder).map_err(|error| self.io(error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(".tmp");
        // What a new file may be read by is for the user's mask to say.
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
                    return Err(io::Error::new(
                        io::ErrorKind::PermissionDenied,
                        "it may not be written to",
                    ));
                }
                file.as_file().set_permissions(permissions)?;
            }
            file.as_file().sync_all()
        };
        write(&mut file).map_err(|error| self.io(error))?;
        Ok(file)
    }

    /// Puts `file` where this one is.
    fn put(&self, file: NamedTempFile) -> Result<(), WriteError> {
        let done = if self.exists() {
            file.persist(&self.path)
        } else {
            file.persist_noclobber(&self.path)
        };
        done.map(drop).map_err(|error| self.io(error.error))?;
        // So that the new name outlasts a power cut; where a folder cannot be synced, it is done without.
        #[cfg(unix)]
        if let Some(folder) = self.path.parent().and_then(|folder| fs::File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// The text at `path`; none when nothing is there.
fn content(path: &Path) -> Result<Option<String>, WriteError> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::Io { path: path.to_owned(), error }),
    }
    let no_text = |what| WriteError::NoText { path: path.to_owned(), what };
    if bytes.len() > MAX_BYTES {
        return Err(no_text("is larger than a deck may be"));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| no_text("is not UTF-8 text"))
}

/// Writes all `files` or none: every new text is on disk beside its file before the first is put in its place.
pub fn write_all(files: Vec<(OnDisk, String)>) -> Result<(), WriteError> {
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

/// Undoes what was written before `error`.
fn put_back(written: &[OnDisk], error: WriteError) -> WriteError {
    for file in written {
        let back = match &file.text {
            Some(old) => file.staged(old).and_then(|temporary| file.put(temporary)),
            None => fs::remove_file(&file.path).map_err(|error| file.io(error)),
        };
        if let (Err(_), WriteError::Io { path, error }) = (back, &error) {
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

        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        let error = OnDisk::read(&real).unwrap().write("newer").unwrap_err();
        assert!(error.to_string().contains("may not be written to"), "{error}");
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
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
