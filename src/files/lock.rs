//! One writer at a time: a folder that is locked while files in it are changed.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How long one program waits for another one's writing, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(5);

/// What the name of a file begins and ends with before it is whole.
pub(super) const UNFINISHED: (&str, &str) = (".shoptalk-", ".tmp");

/// A folder in which no other program of ours writes until this is dropped. The system lets go of it when the program is
/// killed.
pub(super) struct Locked {
    /// None where the file system knows no locks: then comparing with what was read has to do.
    _held: Option<File>,
}

impl Locked {
    /// Locks `folder`, and waits while another program has it. What a killed one left behind there is removed.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        let mut left = PATIENCE.as_millis() / PAUSE.as_millis();
        loop {
            match hold(folder) {
                Ok(held) => {
                    sweep(folder);
                    return Ok(Self { _held: Some(held) });
                }
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
                    return Ok(Self { _held: None });
                }
                Err(_) if left == 0 => {
                    let what = "another shoptalk is writing there; try again when it is done";
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, what));
                }
                Err(_) => {
                    left -= 1;
                    thread::sleep(PAUSE);
                }
            }
        }
    }
}

/// The folder itself is locked, so that nothing is left lying in it.
#[cfg(not(windows))]
fn hold(folder: &Path) -> io::Result<File> {
    let folder = File::open(folder)?;
    folder.try_lock()?;
    Ok(folder)
}

/// A folder cannot be locked there: the lock is a file that nobody else can open, and that goes when it is closed.
#[cfg(windows)]
fn hold(folder: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const WRITE_AND_DELETE: u32 = 0x4001_0000;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).access_mode(WRITE_AND_DELETE);
    options.share_mode(0).custom_flags(DELETE_ON_CLOSE);
    options.open(folder.join(".shoptalk.lock")).map_err(|error| match error.raw_os_error() {
        Some(SHARING_VIOLATION) => io::ErrorKind::WouldBlock.into(),
        _ => error,
    })
}

/// Removes files that a killed program did not finish: whoever has the lock is the only one that could be writing one.
fn sweep(folder: &Path) {
    let (start, end) = UNFINISHED;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(start) && name.ends_with(end)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
