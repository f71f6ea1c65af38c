//! The cache of parsed decks and their look-up index, kept in the data folder to speed up startup.
//!
//! It is valid while this program made it, all deck files have the same sizes and times, and its checksum matches; otherwise the
//! decks are read and it is written again. You can delete it at any time.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::core::deck::Origin;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Rule;
use crate::core::packed_library::PackedLibrary;
use crate::core::yaml::Span;
use crate::files::{Loaded, Sources, deck_files, make_private, open_file};

/// The magic bytes at the start of the file.
const MAGIC: &[u8] = b"shoptalk, prepared decks: may be deleted\n";
/// Changes whenever the built-in decks change, or the code that reads and indexes decks.
const MADE_BY: &str = env!("SHOPTALK_MADE_BY");
/// The number of deck sets to cache, for users who run `--decks` with several.
const SETS: usize = 8;
/// How the name of an unfinished cache begins.
pub const UNFINISHED: &str = ".tmp";
/// How old one is when the program that made it must have been killed.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// The deck files of one set of sources, with what shows whether they changed.
pub(super) struct Stamps {
    bytes: Vec<u8>,
    /// The path of their cache.
    path: PathBuf,
    /// The latest modification time among them, in nanoseconds since 1970.
    youngest: Duration,
}

/// What the file says before the library.
#[derive(Serialize, Deserialize)]
struct Header<'a> {
    made_by: &'a str,
    stamps: &'a [u8],
    notices: Vec<String>,
    of_sources: Vec<String>,
    problems: Vec<CachedProblem>,
}

/// A [`Problem`] without its fix, which matters only to `check`, and that reads the files itself.
#[derive(Serialize, Deserialize)]
struct CachedProblem {
    path: Arc<str>,
    place: Span,
    rule: Rule,
    what: String,
    help: String,
}

impl CachedProblem {
    fn new(problem: &Problem) -> Self {
        let Problem { path, place, rule, what, .. } = problem;
        let (what, help) = (what.clone(), problem.advice());
        Self { path: path.clone(), place: *place, rule: *rule, what, help }
    }

    fn problem(self) -> Problem {
        Problem::new(self.path, self.place, self.rule, self.what, self.help)
    }
}

/// The stamps of the deck files of `sources`; `None` if there are no files, so there is nothing to cache, or if one of them
/// cannot be inspected.
pub(super) fn stamps(sources: &Sources) -> Option<Stamps> {
    let folder = sources.prepared.as_ref()?;
    let (mut names, mut stamps) = (Vec::new(), Vec::new());
    let mut youngest = Duration::ZERO;
    for (path, origin) in sources.paths() {
        let absolute = std::path::absolute(path).ok()?;
        if origin != Origin::Own {
            names.push((encoded(path), encoded(&absolute), origin));
        }
        for file in deck_files(path).ok()? {
            let data = fs::metadata(&file).ok()?;
            let written = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            #[cfg(unix)]
            let inode = {
                // A file that replaced another may have the same size and time.
                use std::os::unix::fs::MetadataExt as _;
                (data.ino(), data.ctime(), data.ctime_nsec())
            };
            #[cfg(not(unix))]
            let inode = ();
            stamps.push((encoded(&file), data.len(), written, inode));
            youngest = youngest.max(written);
        }
    }
    if stamps.is_empty() {
        drop_all(folder);
        return None;
    }
    // The user's own folder also if it is missing: then the cache of what was in it is found, and deleted.
    let own = sources.own.as_deref().map(encoded);
    let names = postcard::to_extend(&(own, names, &sources.builtin), Vec::new()).ok()?;
    let path = folder.join(format!("{:016x}", sum(&names)));
    let bytes = postcard::to_extend(&stamps, names).ok()?;
    Some(Stamps { bytes, path, youngest })
}

fn encoded(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// Deletes all caches, which only save time.
pub fn drop_all(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = fs::remove_file(entry.path());
    }
}

/// The cache for `stamps`; `None` if there is no valid one. Then deletes all caches, so that text which users removed from their
/// files is not left on disk.
pub(super) fn load(stamps: &Stamps) -> Option<Loaded<PackedLibrary>> {
    let mut bytes = Vec::new();
    open_file(&stamps.path).ok()?.read_to_end(&mut bytes).ok()?;
    let loaded = unpack(bytes, stamps);
    if let (None, Some(folder)) = (&loaded, stamps.path.parent()) {
        drop_all(folder);
    }
    loaded
}

fn unpack(bytes: Vec<u8>, stamps: &Stamps) -> Option<Loaded<PackedLibrary>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (check, body) = rest.split_first_chunk::<8>()?;
    let (header, library) = postcard::take_from_bytes::<Header<'_>>(body).ok()?;
    if header.made_by != MADE_BY
        || header.stamps != stamps.bytes
        || u64::from_le_bytes(*check) != sum(body)
    {
        return None;
    }
    let (notices, of_sources) = (header.notices, header.of_sources);
    let problems = header.problems.into_iter().map(CachedProblem::problem).collect();
    let start = bytes.len() - library.len();
    let library = PackedLibrary::from_bytes(bytes.into(), start)?;
    Some(Loaded { library, problems, notices, of_sources })
}

/// Caches `loaded`, which was read after `stamps`. A failure costs only time.
pub(super) fn keep(loaded: &Loaded, stamps: &Stamps) -> io::Result<()> {
    let Some(folder) = stamps.path.parent() else { return Ok(()) };
    // The data folder is created only for data that matters.
    if !folder.parent().is_some_and(Path::is_dir) {
        return Ok(());
    }
    make_private(folder)?;
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    if too_young(stamps, file.as_file())? {
        return Ok(());
    }
    let header = Header {
        made_by: MADE_BY,
        stamps: &stamps.bytes,
        notices: loaded.notices.clone(),
        of_sources: loaded.of_sources.clone(),
        problems: loaded.problems.iter().map(CachedProblem::new).collect(),
    };
    let mut body = postcard::to_extend(&header, Vec::new()).map_err(io::Error::other)?;
    body.extend(PackedLibrary::new(&loaded.library).to_bytes());
    file.write_all(MAGIC)?;
    file.write_all(&sum(&body).to_le_bytes())?;
    file.write_all(&body)?;
    file.persist(&stamps.path)?;
    drop_old(folder)
}

/// Whether a file could be written again without a change in its time: file system clocks tick slowly.
fn too_young(stamps: &Stamps, now: &File) -> io::Result<bool> {
    let now = now.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let whole_seconds = stamps.youngest.subsec_nanos() == 0;
    let tick = if whole_seconds { Duration::from_secs(2) } else { Duration::from_millis(50) };
    Ok(stamps.youngest + tick > now)
}

/// Deletes all but the newest caches, and what killed programs did not finish.
fn drop_old(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let written = entry.metadata()?.modified()?;
        let is_left = || written.elapsed().is_ok_and(|age| age > ABANDONED);
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && is_left() {
            fs::remove_file(entry.path())?;
        } else {
            files.push((written, entry.path()));
        }
    }
    files.sort_unstable();
    for (_, path) in files.iter().rev().skip(SETS) {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// A fast checksum of `bytes`: detects damage, not tampering.
fn sum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [1_u64, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(PRIME).rotate_left(29);
    }
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(29);
    }
    sum
}

#[cfg(test)]
mod tests;
