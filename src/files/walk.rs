//! Lists the files below a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files below `folder`, and what is there besides, such as links, both sorted by path. Skips hidden files and folders of
/// third-party packages. Fails with the folder that can't be read.
pub fn below(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), (PathBuf, io::Error)> {
    let (mut files, mut others) = (Vec::new(), Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error| (folder.clone(), error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (name, path) = (entry.file_name(), entry.path());
            let name = name.to_string_lossy();
            let kind = entry.file_type().map_err(failed)?;
            if name.starts_with('.') {
                continue;
            }
            if !kind.is_dir() {
                if kind.is_file() { &mut files } else { &mut others }.push(path);
            } else if !matches!(&*name, "node_modules" | "target" | "vendor") {
                folders.push(path);
            }
        }
    }
    files.sort();
    others.sort();
    Ok((files, others))
}
