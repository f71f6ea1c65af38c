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
            if is_skipped(&name, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else {
                if kind.is_file() { &mut files } else { &mut others }.push(path);
            }
        }
    }
    files.sort();
    others.sort();
    Ok((files, others))
}

/// Whether a file or folder is not looked at: a hidden one, or a folder of third-party packages.
fn is_skipped(name: &str, is_folder: bool) -> bool {
    let is_packages = matches!(name, "node_modules" | "target" | "vendor");
    name.starts_with('.') || is_folder && is_packages
}

/// The most levels of folders in a folder of decks.
const DEEPEST: usize = 8;
/// The most files and folders in a folder of decks.
const MOST: usize = 20_000;

/// Whether the file at `path`, relative to a folder of decks and separated by `/`, is looked at there.
pub fn is_in_reach(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.len() - 1;
    let is_fine = |(at, name): (usize, &&str)| !name.is_empty() && !is_skipped(name, at < last);
    last < DEEPEST && parts.iter().enumerate().all(is_fine)
}

/// The files and links in a folder of decks and below, sorted by path, and subfolders that can't be read. Follows no link to a
/// folder. Fails if `folder` can't be read, or has so much in it that it can't be meant.
pub fn in_reach(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut count) = (Vec::new(), 0);
    let mut folders = vec![(folder.to_owned(), 1)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 1 => return Err(error),
            Err(_) => {
                files.push(folder);
                continue;
            }
        };
        for entry in entries {
            let entry = entry?;
            let (kind, name) = (entry.file_type()?, entry.file_name());
            count += 1;
            if count > MOST {
                let what = format!("more than {MOST} files; name the folder of the decks in it");
                return Err(io::Error::other(what));
            }
            if is_skipped(&name.to_string_lossy(), kind.is_dir()) {
                continue;
            }
            if !kind.is_dir() {
                files.push(entry.path());
            } else if depth < DEEPEST {
                folders.push((entry.path(), depth + 1));
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subfolders_are_looked_into_but_not_hidden_ones_or_packages() {
        let folder = tempfile::tempdir().unwrap();
        let deep = "1/2/3/4/5/6/7";
        let files = [
            "b.yaml",
            "a/z.yaml",
            "a/node_modules",
            ".git/x",
            "vendor/x",
            ".hidden",
            &format!("{deep}/x"),
            &format!("{deep}/8/x"),
        ];
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = in_reach(folder.path()).unwrap();
        let found: Vec<String> = found
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string())
            .map(|path| path.replace('\\', "/"))
            .collect();
        assert_eq!(found, [&format!("{deep}/x"), "a/node_modules", "a/z.yaml", "b.yaml"]);
        let agreed: Vec<_> = files.iter().filter(|path| is_in_reach(path)).collect();
        assert_eq!(agreed.len(), found.len(), "{agreed:?}");
        for odd in ["../x.yaml", "/etc/x.yaml", "a//x.yaml", ""] {
            assert!(!is_in_reach(odd), "{odd}");
        }
        assert!(in_reach(&folder.path().join("nowhere")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("around")).unwrap();
        assert_eq!(in_reach(folder.path()).unwrap(), [folder.path().join("around")]);
    }
}
