//! Deck files in a zip archive.

use std::fs;
use std::io::{BufReader, Read as _};
use std::path::Path;

use zip::ZipArchive;

use crate::core::deck::scan::MAX_BYTES;
use crate::core::text::clean;
use crate::files::is_deck_file;
use crate::sources::content::Content;
use crate::sources::{SourceError, Wanted, io_at};

/// The most bytes of an archive.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The most entries of one.
const MOST_ENTRIES: usize = 100_000;

/// Takes the decks of the archive at `file` into `content`. One whose names lead out of it is refused as a whole: nobody
/// makes such an archive by mistake.
pub fn take(file: &Path, wanted: &Wanted, content: &mut Content) -> Result<(), SourceError> {
    let shown = clean(&file.display().to_string()).into_owned();
    let refused = |what: String| SourceError::Refused(format!("{shown}: {what}"));
    let open = fs::File::open(file).map_err(io_at(file))?;
    if open.metadata().map_err(io_at(file))?.len() > LARGEST {
        return Err(refused("it is larger than 256 MiB".to_owned()));
    }
    let unreadable = |error: zip::result::ZipError| refused(clean(&error.to_string()).into_owned());
    let mut archive = ZipArchive::new(BufReader::new(open)).map_err(unreadable)?;
    if archive.len() > MOST_ENTRIES {
        return Err(refused(format!("it has more than {MOST_ENTRIES} entries")));
    }
    let mut names = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(unreadable)?;
        let name = entry.name().map_err(unreadable)?.into_owned();
        let part = |part: &str| matches!(part, "." | "..") || part.ends_with(':');
        if name.starts_with('/') || name.contains(['\\', '\0']) || name.split('/').any(part) {
            return Err(refused(format!("its entry `{}` leads out of it", clean(&name))));
        }
        names.push((at, name, entry.is_symlink(), entry.is_dir(), entry.size()));
    }
    let folder =
        folder(&names.iter().map(|(_, name, ..)| name.as_str()).collect::<Vec<_>>(), wanted);
    for (at, name, is_link, is_folder, size) in names {
        let Some(name) = name.strip_prefix(&folder).filter(|name| !name.contains('/')) else {
            continue;
        };
        if is_folder || !is_deck_file(Path::new(name)) {
            continue;
        }
        if is_link {
            content.leave(name, "it is a link");
        } else if content.may_take(name, size) {
            let mut bytes = Vec::new();
            // The size that an entry says it has is not to be believed.
            let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
            let entry = archive.by_index(at).map_err(unreadable)?;
            let read = entry.take(limit).read_to_end(&mut bytes);
            read.map_err(|error| refused(format!("{}: {error}", clean(name))))?;
            if content.may_take(name, u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
                content.put(name.to_owned(), bytes)?;
            }
        }
    }
    Ok(())
}

/// The folder of the decks, with a slash at its end: the one that is wanted, or `decks`, or the top; below the one folder
/// that holds everything, as in archives that forges make.
fn folder(names: &[&str], wanted: &Wanted) -> String {
    let first = |name: &str| name.split_once('/').map(|(folder, _)| format!("{folder}/"));
    let has = |folder: &str| {
        names.iter().any(|name| name.len() > folder.len() && name.starts_with(folder))
    };
    let top = names.first().and_then(|name| first(name));
    let top = top.filter(|top| names.iter().all(|name| name.starts_with(top)) && top != "decks/");
    let top = top.unwrap_or_default();
    match wanted.path() {
        Some(path) if !has(&format!("{top}{path}/")) => format!("{path}/"),
        Some(path) => format!("{top}{path}/"),
        None if has(&format!("{top}decks/")) => format!("{top}decks/"),
        None => top,
    }
}
