//! The record of a source: where it comes from, and which copy is current.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::core::slug::is_slug;
use crate::core::time::Timestamp;
use crate::files::open_file;
use crate::sources::content::Content;
use crate::sources::{Address, Selection, SourceError, io_at};

/// The name of the record file in a source's folder.
pub(super) const FILE: &str = "source.json";
/// The largest size of a record, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A git repository.
    Git,
    /// A folder.
    Folder,
}

/// A source of decks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Its name, which is also its folder's.
    #[serde(skip)]
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Where it comes from, without a password.
    pub from: String,
    /// The folder inside it that has the decks; by default `decks`, or else the top.
    #[serde(default)]
    pub path: Option<String>,
    /// The branch or tag; by default the repository's own.
    #[serde(default)]
    pub branch: Option<String>,
    /// The commit the copy was made from.
    #[serde(default)]
    pub commit: Option<String>,
    /// Its position among the sources.
    pub order: u32,
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// When it was last updated, in milliseconds since 1970.
    pub updated: i64,
    /// The name of the current copy's folder, inside the source's folder.
    pub copy: String,
}

impl Source {
    /// The path of the current copy; `folder` is the folder of all sources.
    pub fn copy(&self, folder: &Path) -> PathBuf {
        folder.join(&self.name).join(&self.copy)
    }

    /// What to fetch in an update.
    pub fn wanted(&self) -> Result<Selection, SourceError> {
        let address = match self.kind {
            Kind::Git => Address::parse(&self.from).map_err(SourceError::Refused)?,
            Kind::Folder => Address::Folder(self.from.clone().into()),
        };
        Selection::new(address, self.path.clone(), self.branch.clone())
    }

    /// Days since the last update.
    pub fn days_old(&self, now: Timestamp) -> u64 {
        let day = 24 * 60 * 60 * 1000;
        u64::try_from((now.millis() - self.updated) / day).unwrap_or(0)
    }
}

/// The record of a new source.
pub(super) fn made(
    name: &str,
    wanted: &Selection,
    content: &Content,
    order: u32,
    now: Timestamp,
) -> Source {
    let kind = match wanted.address {
        Address::Git { .. } => Kind::Git,
        Address::Folder(_) => Kind::Folder,
    };
    Source {
        name: name.to_owned(),
        kind,
        from: wanted.address.shown(),
        path: wanted.path.clone(),
        branch: wanted.branch.clone(),
        commit: content.commit.clone(),
        order,
        added: now.millis(),
        updated: now.millis(),
        copy: "copy-1".to_owned(),
    }
}

/// The record of `source` with new content.
pub(super) fn renewed(source: &Source, content: &Content, now: Timestamp) -> Source {
    let number = |copy: &str| copy.strip_prefix("copy-").and_then(|n| n.parse::<u64>().ok());
    let next = number(&source.copy).unwrap_or(0).wrapping_add(1);
    let commit = content.commit.clone();
    Source { commit, updated: now.millis(), copy: format!("copy-{next}"), ..source.clone() }
}

/// Reads the record of the source `name` in `folder`.
pub(super) fn read(folder: &Path, name: &str) -> io::Result<Source> {
    let file = open_file(&folder.join(name).join(FILE))?;
    let text = io::read_to_string(io::Read::take(file, LONGEST))?;
    let mut source: Source = serde_json::from_str(&text)?;
    // A manually edited record must not point outside its folder.
    if !is_slug(&source.copy) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its copy has no name"));
    }
    name.clone_into(&mut source.name);
    Ok(source)
}

/// Writes the record to `path` atomically.
pub(super) fn write(path: &Path, source: &Source) -> Result<(), SourceError> {
    let folder = path.parent().unwrap_or(path);
    let put = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, source)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    put().map_err(io_at(path))
}
