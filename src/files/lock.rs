//! Allows one writer at a time by locking a folder while files in it change.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How long to wait for another program's write, which takes milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(5);

/// Prefix and suffix of the name of an unfinished file.
pub const UNFINISHED: (&str, &str) = (".shoptalk-", ".tmp");

/// A folder locked against our other programs until this is dropped. The system releases the lock if the program is killed.
pub(super) struct Locked {
    /// `None` if the file system has no locks: then comparing with the text as read must do.
    _held: Option<File>,
}

impl Locked {
    /// Locks `folder`, waiting with `patience` while another program holds it. Removes what a killed program left there.
    pub(super) fn take(folder: &Path, patience: Duration) -> io::Result<Self> {
        let mut left = patience.as_millis() / PAUSE.as_millis();
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
                    let what = "another shoptalk is writing to it; try again when it is done";
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

/// Locks the folder itself, so that no lock file is left in it.
#[cfg(not(windows))]
fn hold(folder: &Path) -> io::Result<File> {
    let folder = File::open(folder)?;
    folder.try_lock()?;
    Ok(folder)
}

/// Windows cannot lock a folder: the lock is a file opened exclusively and deleted when closed.
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

/// Removes what killed programs left unfinished in `folder`.
///
/// # Errors
/// If another program is still writing there after `patience`.
pub fn remove_leftovers(folder: &Path, patience: Duration) -> io::Result<()> {
    Locked::take(folder, patience).map(drop)
}

/// Removes unfinished files of killed programs: only the lock's holder could be writing one.
fn sweep(folder: &Path) {
    let (start, end) = UNFINISHED;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(start) && name.ends_with(end)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
