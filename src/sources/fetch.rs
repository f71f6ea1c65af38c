//! Fetching deck files from a repository or a folder.

use std::fs;
use std::io::Read as _;
use std::path::{MAIN_SEPARATOR, Path};

use crate::core::text::clean;
use crate::files::{self, in_reach, is_deck_file, is_in_reach, is_link};
use crate::git::{self, Entry, GitError, Kind, Repository};
use crate::sources::content::{Content, measure};
use crate::sources::{Address, Selection, SourceError, io_at, scratch_in};

/// What to do if the branch in the address of a web page does not exist.
const BRANCH_WITH_SLASH: &str = "the address does not say where the name of the branch ends: give both with --branch and --path";

/// Fetches what is `wanted`, using a temporary folder in `around`.
pub(super) fn fetch(
    wanted: &Selection,
    around: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Content, SourceError> {
    let content = match &wanted.address {
        Address::Git { url, protocol, shown, page } => {
            // Git may print the address with the password in it.
            let hide = |text: &str| without_user(&text.replace(url.as_str(), shown));
            let mut take = |partial: bool| {
                let scratch = scratch_in(around)?;
                let (branch, patience) = (wanted.branch.as_deref(), git::PATIENCE);
                let clone = git::Wanted { url, protocol, branch, patience, partial };
                let mut progress = |line: &str| progress(&hide(line));
                let repository =
                    git::clone(&clone, &scratch.path().join("repository"), &mut progress)?;
                let mut complete =
                    |files: &[&Entry]| repository.complete(&clone, files, &mut progress);
                take_repository(&repository, wanted, &mut complete)
            };
            let taken = match take(true) {
                Err(SourceError::Git(GitError::Incomplete(_))) => take(false),
                taken => taken,
            };
            taken.map_err(|error| match error {
                SourceError::Git(GitError::Said(what)) => GitError::Said(hide(&what)).into(),
                SourceError::Git(GitError::NotFetched(what, _))
                    if page.is_some() && what.contains("emote branch") =>
                {
                    GitError::NotFetched(hide(&what), BRANCH_WITH_SLASH).into()
                }
                SourceError::Git(GitError::NotFetched(what, help)) => {
                    GitError::NotFetched(hide(&what), help).into()
                }
                other => other,
            })?
        }
        Address::Folder(folder) => take_folder(folder, wanted)?,
    };
    if content.is_empty() {
        let place = wanted.path.as_ref().map(|path| format!("the folder {} of ", clean(path)));
        let why = match &content.left_out()[..] {
            [] => "; name their folder with --path".to_owned(),
            skipped => format!(": {}", skipped.join("; ")),
        };
        return Err(SourceError::Refused(format!(
            "no decks (.yaml files) in {}{}{why}",
            place.unwrap_or_default(),
            clean(&wanted.address.shown())
        )));
    }
    Ok(content)
}

/// `text` without the user and password in any address: git prints parts of addresses, too.
fn without_user(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['/', ' ', '\'']).unwrap_or(part.len());
        let start = part[..end].rfind('@').map_or(0, |at| at + 1);
        out += &format!("://{}", &part[start..]);
    }
    out
}

/// Fetches the missing contents of files.
type Complete<'a> = &'a mut dyn FnMut(&[&Entry]) -> Result<(), GitError>;

fn take_repository(
    repository: &Repository,
    wanted: &Selection,
    complete: Complete<'_>,
) -> Result<Content, SourceError> {
    let mut content = Content::default();
    let commit = repository.commit("HEAD").map_err(|error| match error {
        GitError::NoRevision(_) => {
            SourceError::Refused("the repository has no commits yet".to_owned())
        }
        other => other.into(),
    })?;
    let top = || repository.list(&commit, "").map(Option::unwrap_or_default);
    let is_decks = |one: &Entry| one.name == "decks" && one.kind != Kind::File;
    let path = match &wanted.path {
        Some(path) => path,
        None if top()?.iter().any(is_decks) => "decks",
        None => "",
    };
    let entries = repository.list_below(&commit, path)?.unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    if let [Entry { kind: Kind::Submodule, name: found, .. }] = &entries[..]
        && found == name
    {
        let modules = top()?;
        let modules: Vec<_> = modules.iter().filter(|one| one.name == ".gitmodules").collect();
        complete(&modules)?;
        let text = repository.read(&modules)?.pop().unwrap_or_default();
        let url = submodule_url(&String::from_utf8_lossy(&text), path);
        let url = url.map(|url| format!(", {}", clean(&without_user(&url)))).unwrap_or_default();
        return Err(SourceError::Refused(format!(
            "{} is a submodule: its decks are in another repository{url}; add that one",
            clean(path)
        )));
    }
    let is_deck = |entry: &Entry| is_in_reach(&entry.name) && is_deck_file(Path::new(&entry.name));
    let decks: Vec<&Entry> =
        entries.iter().filter(|one| one.kind == Kind::File && is_deck(one)).collect();
    measure(decks.len(), 0)?;
    complete(&decks)?;
    // Again, now with the size of each.
    let entries = repository.list_below(&commit, path)?.unwrap_or_default();
    let mut files = Vec::new();
    // Outside a folder of decks, another repository is anything.
    let is_other = |entry: &Entry| {
        entry.kind == Kind::Submodule && !path.is_empty() && is_in_reach(&entry.name)
    };
    for entry in entries.iter().filter(|entry| is_deck(entry) || is_other(entry)) {
        match entry.kind {
            Kind::File if content.may_take(&entry.name, entry.size) => files.push(entry),
            Kind::Link => content.leave(&entry.name, "it is a link"),
            Kind::Submodule => {
                let why = "it is a submodule; add its repository as a source of its own";
                content.leave(&entry.name, why);
            }
            Kind::File | Kind::Folder => {}
        }
    }
    let total = files.iter().map(|file| usize::try_from(file.size).unwrap_or(usize::MAX));
    measure(files.len(), total.fold(0, usize::saturating_add))?;
    let bytes = repository.read(&files)?;
    for (file, bytes) in files.iter().zip(bytes) {
        content.put(file.name.clone(), bytes)?;
    }
    content.commit = Some(commit.as_str().to_owned());
    Ok(content)
}

/// The address of the submodule at `path`, from the text of `.gitmodules`.
fn submodule_url(text: &str, path: &str) -> Option<String> {
    let sections = text.split('[');
    let value = |section: &str, name: &str| {
        section.lines().find_map(|line| {
            let (field, value) = line.split_once('=')?;
            (field.trim() == name).then(|| value.trim().to_owned())
        })
    };
    let mut of_path = sections.filter(|section| value(section, "path").as_deref() == Some(path));
    of_path.find_map(|section| value(section, "url"))
}

fn take_folder(folder: &Path, wanted: &Selection) -> Result<Content, SourceError> {
    let mut content = Content::default();
    let modules = fs::read_to_string(folder.join(".gitmodules")).unwrap_or_default();
    let path = wanted.path.as_deref().unwrap_or("decks");
    let is_empty = |path: &Path| fs::read_dir(path).is_ok_and(|mut inside| inside.next().is_none());
    if is_empty(&folder.join(path)) && submodule_url(&modules, path).is_some() {
        return Err(SourceError::Refused(format!(
            "{} is a submodule that was not fetched; run `git submodule update --init` in {}",
            clean(path),
            files::shown(folder)
        )));
    }
    let named = wanted.path.as_ref().map(|path| folder.join(path));
    let decks = Some(folder.join("decks"))
        .filter(|decks| fs::symlink_metadata(decks).is_ok_and(|data| data.is_dir()));
    let folder = named.or(decks).unwrap_or_else(|| folder.to_owned());
    for path in in_reach(&folder).map_err(io_at(&folder))? {
        let inside = path.strip_prefix(&folder).unwrap_or(&path);
        if path.is_dir() && !is_link(&path) {
            content.leave(&inside.display().to_string(), "the folder cannot be read");
            continue;
        }
        if !is_deck_file(&path) {
            continue;
        }
        let Some(name) = inside.to_str() else {
            content.leave(&path.display().to_string(), "its name is not valid UTF-8");
            continue;
        };
        let name = &*name.replace(MAIN_SEPARATOR, "/");
        let data = fs::symlink_metadata(&path).map_err(io_at(&path))?;
        if data.is_symlink() {
            content.leave(name, "it is a link");
        } else if data.is_file() && content.may_take(name, data.len()) {
            let file = fs::File::open(&path).map_err(io_at(&path))?;
            let mut bytes = Vec::new();
            file.take(data.len()).read_to_end(&mut bytes).map_err(io_at(&path))?;
            content.put(name.to_owned(), bytes)?;
        }
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::{submodule_url, without_user};

    #[test]
    fn the_address_of_a_submodule_is_found_by_its_path() {
        let text = "[submodule \"a\"]\n\tpath = lib\n\turl = https://a.b/lib\n\
                    [submodule \"words\"]\n\tpath = decks\n\turl = ../words.git\n";
        assert_eq!(submodule_url(text, "decks").as_deref(), Some("../words.git"));
        assert_eq!(submodule_url(text, "nowhere"), None);
    }

    #[test]
    fn no_part_of_an_address_shows_who_may_enter() {
        for (text, shown) in [
            (
                "could not read Password for 'https://token@a.b'",
                "could not read Password for 'https://a.b'",
            ),
            ("https://me:p@ss@a.b/c@d and ssh://git@a.b/c", "https://a.b/c@d and ssh://a.b/c"),
            ("git@a.b: Permission denied", "git@a.b: Permission denied"),
            ("https://a.b says hello@world", "https://a.b says hello@world"),
        ] {
            assert_eq!(without_user(text), shown);
        }
    }
}
