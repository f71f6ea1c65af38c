//! Follows a text that grows: a stream, or a file that may be truncated, rewritten or replaced at any time.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::core::captions::Incoming;
use crate::core::text::reason;
use crate::files::{shown, texts};

/// How often to look at the file.
const POLL: Duration = Duration::from_millis(100);
/// How much to read at once, in bytes.
const CHUNK: usize = 4 * 1024;
/// How much of its start tells whether a file is a text, in bytes.
const START: usize = 1024 * 1024;
/// How many chunks wait to be taken.
const WAITING: usize = 8;
/// How much of what was read before is compared with the file, to notice that it was written anew, in bytes.
const COMPARED: usize = 64;

/// Follows the file at `path` from its start, on a thread of its own. Anything but a regular file is read as a stream.
pub fn follow(path: &Path) -> io::Result<Receiver<Incoming>> {
    match path.metadata() {
        Ok(found) if !found.is_file() => return follow_stream(File::open(path)?),
        Ok(_) => drop(File::open(path)?),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut tail = Tail::new(path);
    let mut was_missing = false;
    spawn(move |out| {
        let next = tail.step().transpose();
        let is_missing = matches!(next, Some(Ok(Incoming::Missing)));
        if next.is_none() || is_missing && was_missing {
            thread::sleep(POLL);
            return true;
        }
        was_missing = is_missing;
        next.is_some_and(|next| deliver(out, next))
    })
}

/// Reads `stream` to its end, on a thread of its own.
pub fn follow_stream(mut stream: impl Read + Send + 'static) -> io::Result<Receiver<Incoming>> {
    let mut is_first = true;
    spawn(move |out| {
        let mut bytes = vec![0; CHUNK];
        let read = stream.read(&mut bytes).map(|count| {
            bytes.truncate(count);
            let refusal =
                std::mem::take(&mut is_first).then(|| texts::refusal(&bytes, "-")).flatten();
            match refusal {
                Some(why) => Incoming::Failed(format!("it {why}")),
                None if count == 0 => Incoming::End,
                None => Incoming::Text(bytes),
            }
        });
        let is_interrupted = read.as_ref().is_err_and(|e| e.kind() == ErrorKind::Interrupted);
        is_interrupted || deliver(out, read)
    })
}

/// Repeats `step` on a new thread while it returns true.
fn spawn(
    mut step: impl FnMut(&SyncSender<Incoming>) -> bool + Send + 'static,
) -> io::Result<Receiver<Incoming>> {
    let (out, captions) = sync_channel(WAITING);
    let thread = thread::Builder::new().name("captions".to_owned());
    thread.spawn(move || while step(&out) {})?;
    Ok(captions)
}

/// Sends what was read. Returns whether to go on.
fn deliver(out: &SyncSender<Incoming>, read: io::Result<Incoming>) -> bool {
    let next = match read {
        Ok(Incoming::Text(bytes)) if bytes.contains(&0) => {
            Incoming::Failed("it is not UTF-8 text".to_owned())
        }
        Ok(next) => next,
        Err(error) => Incoming::Failed(reason(&error)),
    };
    let is_last = matches!(next, Incoming::Failed(_) | Incoming::End);
    out.send(next).is_ok() && !is_last
}

/// A file that is read as it grows.
#[derive(Debug)]
struct Tail {
    path: PathBuf,
    open: Option<Open>,
}

/// The file that is at the path, or was when it was last there.
#[derive(Debug)]
struct Open {
    file: File,
    identity: (u64, u64),
    /// How far it was read.
    at: u64,
    /// The last bytes that were read.
    last: Vec<u8>,
    /// Its length and time when it was last read to its end.
    read: Option<(u64, Option<SystemTime>)>,
}

impl Tail {
    fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), open: None }
    }

    /// What is new in the file, if anything.
    fn step(&mut self) -> io::Result<Option<Incoming>> {
        let Some(open) = &mut self.open else {
            self.open = Open::at(&self.path)?;
            let is_there = self.open.is_some();
            return Ok(Some(if is_there { Incoming::Elsewhere } else { Incoming::Missing }));
        };
        let is_start = open.at == 0;
        let found = open.next()?;
        if is_start && matches!(found, Some(Incoming::Text(_))) {
            let refusal = texts::refusal(&open.read_at(0, START)?, &shown(&self.path));
            return Ok(refusal.map(|why| Incoming::Failed(format!("it {why}"))).or(found));
        }
        if found.is_some() {
            return Ok(found);
        }
        // What was written before the file was replaced is read first.
        let is_replaced = |now: &Metadata| identity(now) != open.identity;
        if self.path.metadata().is_ok_and(|now| is_replaced(&now))
            && let Some(new) = Open::at(&self.path)?
        {
            self.open = Some(new);
            return Ok(Some(Incoming::Elsewhere));
        }
        Ok(None)
    }
}

impl Open {
    /// Opens the file at `path`; `None` if there is none.
    fn at(path: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let identity = identity(&file.metadata()?);
        Ok(Some(Self { file, identity, at: 0, last: Vec::new(), read: None }))
    }

    /// What follows in it, if anything.
    fn next(&mut self) -> io::Result<Option<Incoming>> {
        let now = self.file.metadata()?;
        let now = (now.len(), now.modified().ok());
        if self.read == Some(now) {
            return Ok(None);
        }
        if now.0 < self.at || !self.is_unchanged()? {
            (self.at, self.read) = (0, None);
            self.last.clear();
            return Ok(Some(Incoming::Elsewhere));
        }
        let bytes = self.read_at(self.at, CHUNK)?;
        if bytes.is_empty() {
            self.read = Some(now);
            return Ok(None);
        }
        self.at += bytes.len() as u64;
        self.last.extend_from_slice(&bytes);
        self.last.drain(..self.last.len().saturating_sub(COMPARED));
        Ok(Some(Incoming::Text(bytes)))
    }

    /// Whether what was read last is still there.
    fn is_unchanged(&mut self) -> io::Result<bool> {
        let count = self.last.len();
        Ok(self.read_at(self.at - count as u64, count)? == self.last)
    }

    fn read_at(&mut self, at: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(count);
        self.file.seek(SeekFrom::Start(at))?;
        self.file.by_ref().take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// What tells a file from another at the same path.
#[cfg(unix)]
fn identity(file: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (file.dev(), file.ino())
}

#[cfg(not(unix))]
fn identity(file: &Metadata) -> (u64, u64) {
    let since = file.created().ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.map_or((0, 0), |since| (since.as_secs(), u64::from(since.subsec_nanos())))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    /// A followed file in a temporary folder.
    struct Desk {
        folder: tempfile::TempDir,
        tail: Tail,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let tail = Tail::new(&folder.path().join("captions.txt"));
            Self { folder, tail }
        }

        fn append(&self, text: &str) {
            let mut file = File::options().append(true).create(true).open(&self.tail.path).unwrap();
            file.write_all(text.as_bytes()).unwrap();
        }

        /// What the next steps find, until nothing is new: texts, `|` for a new place, `?` for no file.
        fn read(&mut self) -> String {
            let mut found = String::new();
            while let Some(next) = self.tail.step().unwrap() {
                match next {
                    Incoming::Text(bytes) => found.push_str(&String::from_utf8(bytes).unwrap()),
                    Incoming::Elsewhere => found.push('|'),
                    Incoming::Missing => return found + "?",
                    other => panic!("{other:?}"),
                }
            }
            found
        }
    }

    #[test]
    fn a_file_is_read_as_it_comes_and_grows() {
        let mut desk = Desk::new();
        assert_eq!([desk.read(), desk.read()], ["?", "?"]);
        desk.append("one\n");
        assert_eq!([desk.read(), desk.read()], ["|one\n", ""]);
        desk.append("tw");
        desk.append("o\n");
        assert_eq!(desk.read(), "two\n");
        let long = "x".repeat(CHUNK * 2 + 1);
        desk.append(&long);
        assert_eq!(desk.read(), long);
    }

    #[test]
    fn a_file_that_is_truncated_or_written_anew_is_read_again() {
        let mut desk = Desk::new();
        desk.append("so the error budget\n");
        desk.read();
        fs::write(&desk.tail.path, "").unwrap();
        assert_eq!(desk.read(), "|");
        desk.append("short\n");
        assert_eq!(desk.read(), "short\n");
        fs::write(&desk.tail.path, "no longer the same, and longer\n").unwrap();
        assert_eq!(desk.read(), "|no longer the same, and longer\n");
        fs::write(&desk.tail.path, "no longer the same, and longer\nby a line\n").unwrap();
        assert_eq!(desk.read(), "by a line\n", "what was there already is not read twice");
    }

    #[test]
    fn a_file_that_is_rotated_is_read_to_its_end_and_then_its_successor() {
        let mut desk = Desk::new();
        desk.append("one\n");
        desk.read();
        desk.append("two\n");
        fs::rename(&desk.tail.path, desk.folder.path().join("captions.1")).unwrap();
        assert_eq!(desk.read(), "two\n", "there is no successor yet");
        desk.append("three\n");
        assert_eq!(desk.read(), "|three\n");
        let new = desk.folder.path().join("new");
        fs::write(&new, "four\n").unwrap();
        fs::rename(&new, &desk.tail.path).unwrap();
        assert_eq!(desk.read(), "|four\n");
        fs::remove_file(&desk.tail.path).unwrap();
        assert_eq!(desk.read(), "");
    }

    #[test]
    fn a_file_that_is_no_text_is_refused_also_where_it_comes_later() {
        for (text, command) in [
            ("%PDF-1.7".to_owned(), "pdftotext"),
            (format!("[\"{}\"]", "x".repeat(2 * CHUNK)), "jq"),
        ] {
            let mut desk = Desk::new();
            assert_eq!(desk.read(), "?");
            desk.append(&text);
            assert_eq!(desk.tail.step().unwrap(), Some(Incoming::Elsewhere));
            let Some(Incoming::Failed(why)) = desk.tail.step().unwrap() else { panic!("{text}") };
            assert!(why.contains(command) && why.contains("captions.txt"), "{why}");
        }
    }

    #[test]
    fn a_stream_is_read_to_its_end_and_what_is_no_text_is_told() {
        let captions = follow_stream(&b"the SLO"[..]).unwrap();
        let all: Vec<_> = captions.iter().collect();
        assert_eq!(all, [Incoming::Text(b"the SLO".to_vec()), Incoming::End]);
        let captions = follow_stream(&b"t\0h\0e\0"[..]).unwrap();
        assert!(
            matches!(captions.iter().last(), Some(Incoming::Failed(why)) if why.contains("UTF-8"))
        );
        let folder = tempfile::tempdir().unwrap();
        let captions = follow(folder.path()).map(|captions| captions.iter().last());
        assert!(!matches!(captions, Ok(Some(Incoming::End))), "a folder is no stream");
    }
}
