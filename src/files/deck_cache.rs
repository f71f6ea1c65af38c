//! The cache of parsed decks and their look-up index, kept in the data folder to speed up startup.
//!
//! It is valid while this program made it, all deck files have the same sizes and times, and its checksum matches; otherwise the
//! decks are read and it is written again. You can delete it at any time.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use tempfile::NamedTempFile;

use crate::core::codec::{Reader, Writer};
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::RULES;
use crate::core::packed_library::{self, PackedLibrary};
use crate::core::yaml::Span;
use crate::files::{Loaded, Sources, deck_files};

/// The magic bytes at the start of the file.
const MAGIC: &[u8] = b"shoptalk, prepared decks: may be deleted\n";
/// Changes whenever the built-in decks change, or the code that reads and indexes decks.
const MADE_BY: &str = env!("SHOPTALK_MADE_BY");
/// The number of deck sets to cache, for users who run `--decks` with several.
const SETS: usize = 8;

/// The deck files of one set of sources, with what shows whether they changed.
pub(super) struct Stamps {
    bytes: Vec<u8>,
    /// The path of their cache.
    path: PathBuf,
    /// The latest modification time among them, in nanoseconds since 1970.
    youngest: Duration,
}

/// The stamps of the deck files of `sources`; `None` if there are no files, so there is nothing to cache, or if one of them
/// cannot be inspected.
pub(super) fn stamps(sources: &Sources) -> Option<Stamps> {
    let folder = sources.prepared.as_ref()?;
    let mut names = Writer::default();
    let mut stamps = Writer::default();
    let mut youngest = Duration::ZERO;
    let mut any = false;
    for (path, origin) in sources.paths() {
        put_path(path, &mut names);
        put_path(&std::path::absolute(path).ok()?, &mut names);
        names.text(&format!("{origin:?}"));
        for file in deck_files(path).ok()? {
            let data = fs::metadata(&file).ok()?;
            let written = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            put_path(&file, &mut stamps);
            stamps.number(data.len());
            stamps.number(written.as_secs());
            stamps.number(written.subsec_nanos().into());
            #[cfg(unix)]
            {
                // A file that replaced another may have the same size and time.
                use std::os::unix::fs::MetadataExt as _;
                stamps.number(data.ino());
                stamps.number(data.ctime().unsigned_abs());
                stamps.number(data.ctime_nsec().unsigned_abs());
            }
            youngest = youngest.max(written);
            any = true;
        }
    }
    if let Some(builtin) = &sources.builtin {
        names.text(&builtin.join(", "));
    }
    let names = names.into_bytes();
    let path = folder.join(format!("{:016x}", sum(&names)));
    let bytes = [names, stamps.into_bytes()].concat();
    if !any {
        drop_all(folder);
    }
    any.then_some(Stamps { bytes, path, youngest })
}

/// Deletes all caches, which only save time.
fn drop_all(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = fs::remove_file(entry.path());
    }
}

fn put_path(path: &Path, to: &mut Writer) {
    to.bytes(path.as_os_str().as_encoded_bytes());
}

/// The cache for `stamps`; `None` if there is no valid one. Then deletes all caches, so that text which users removed from their
/// files is not left on disk.
pub(super) fn load(stamps: &Stamps) -> Option<Loaded<PackedLibrary>> {
    let bytes = fs::read(&stamps.path).ok()?;
    let loaded = unpack(bytes, stamps);
    if let (None, Some(folder)) = (&loaded, stamps.path.parent()) {
        drop_all(folder);
    }
    loaded
}

fn unpack(bytes: Vec<u8>, stamps: &Stamps) -> Option<Loaded<PackedLibrary>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (check, body) = rest.split_first_chunk::<8>()?;
    let mut reader = Reader::new(body);
    if reader.text()? != MADE_BY
        || reader.bytes()? != stamps.bytes
        || u64::from_le_bytes(*check) != sum(body)
    {
        return None;
    }
    let notices = reader.all(|from| Some(from.text()?.to_owned()))?;
    let problems = reader.all(take_problem)?;
    let rest = bytes.len() - reader.left();
    Some(Loaded { library: PackedLibrary::of(bytes.into(), rest)?, problems, notices })
}

/// Caches `loaded`, which was read after `stamps`. A failure costs only time.
pub(super) fn keep(loaded: &Loaded, stamps: &Stamps) -> io::Result<()> {
    let Some(folder) = stamps.path.parent() else { return Ok(()) };
    // The data folder is created only for data that matters.
    if !folder.parent().is_some_and(Path::is_dir) {
        return Ok(());
    }
    make_private(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    if too_young(stamps, file.as_file())? {
        return Ok(());
    }
    let mut body = Writer::default();
    body.text(MADE_BY);
    body.bytes(&stamps.bytes);
    body.all(&loaded.notices, |to, notice| to.text(notice));
    body.all(&loaded.problems, |to, problem| put_problem(problem, to));
    packed_library::pack(&loaded.library, &mut body);
    let body = body.into_bytes();
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

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Deletes all but the newest caches.
fn drop_old(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.metadata()?.modified()?, entry.path()));
    }
    files.sort_unstable();
    for (_, path) in files.iter().rev().skip(SETS) {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn put_problem(problem: &Problem, to: &mut Writer) {
    // The fix matters only to `check`, which reads the files itself.
    let Problem { path, place, rule, what, .. } = problem;
    to.text(path);
    let Span { line, column, start, end } = *place;
    for number in [line, column, start, end] {
        to.number(number.into());
    }
    to.text(rule.code);
    to.text(what);
    to.text(&problem.advice());
}

fn take_problem(from: &mut Reader<'_>) -> Option<Problem> {
    let path = from.text()?.into();
    let [line, column, start, end] = [from.small()?, from.small()?, from.small()?, from.small()?];
    let code = from.text()?;
    let rule = RULES.iter().find(|rule| rule.code == code)?;
    let [what, help] = [from.text()?.to_owned(), from.text()?.to_owned()];
    Some(Problem::new(path, Span { line, column, start, end }, rule, what, help))
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
