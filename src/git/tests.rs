use std::fs;
use std::path::Path;

use super::*;

/// Runs git without this machine's settings.
fn by_hand(folder: &Path, args: &[&str]) {
    let nowhere = folder.join("no-settings");
    let ran = Command::new("git")
        .current_dir(folder)
        .envs([
            ("GIT_CONFIG_GLOBAL", nowhere.as_os_str()),
            ("GIT_CONFIG_SYSTEM", nowhere.as_os_str()),
        ])
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository with two commits: the second changes `decks/a.yaml` and removes `decks/b.yaml`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    by_hand(path, &["init", "--quiet", "--initial-branch=main"]);
    fs::create_dir(path.join("decks")).unwrap();
    fs::write(path.join("decks/a.yaml"), "first").unwrap();
    fs::write(path.join("decks/b.yaml"), "b").unwrap();
    by_hand(path, &["add", "."]);
    by_hand(path, &["commit", "--quiet", "-m", "one"]);
    fs::write(path.join("decks/a.yaml"), "second\n").unwrap();
    fs::remove_file(path.join("decks/b.yaml")).unwrap();
    by_hand(path, &["commit", "--quiet", "-a", "-m", "two"]);
    folder
}

fn names(entries: &[Entry]) -> Vec<(&str, Kind)> {
    entries.iter().map(|entry| (entry.name.as_str(), entry.kind)).collect()
}

#[test]
fn files_are_read_as_they_stood_at_a_revision() {
    let folder = repository();
    let repository = Repository::around(&folder.path().join("decks")).unwrap();
    assert_eq!(repository.inside(), "decks");
    let before = repository.commit("HEAD~1").unwrap();
    let files = repository.list(&before, "decks").unwrap().unwrap();
    assert_eq!(names(&files), [("a.yaml", Kind::File), ("b.yaml", Kind::File)]);
    assert_eq!(files[0].size, 5);
    let bytes = repository.read(&files.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(bytes, [b"first".to_vec(), b"b".to_vec()]);
    let now = repository.commit("main").unwrap();
    assert_eq!(names(&repository.list(&now, "decks").unwrap().unwrap()), [("a.yaml", Kind::File)]);
    assert_eq!(names(&repository.list(&now, "").unwrap().unwrap()), [("decks", Kind::Folder)]);
    assert_eq!(repository.list(&now, "elsewhere").unwrap(), None);
    assert_eq!(repository.fork_point(&now, &before).unwrap(), before);
}

#[test]
fn a_path_that_is_gone_is_found_in_the_past() {
    let folder = repository();
    let repository = Repository::around(&folder.path().join("decks/b.yaml")).unwrap();
    assert_eq!(repository.inside(), "decks/b.yaml");
    let before = repository.commit("HEAD^").unwrap();
    let files = repository.list(&before, repository.inside()).unwrap().unwrap();
    assert_eq!(names(&files), [("b.yaml", Kind::File)]);
}

#[test]
fn what_is_no_revision_is_refused_before_git_sees_an_option_in_it() {
    let folder = repository();
    let repository = Repository::around(folder.path()).unwrap();
    for revision in ["", "--output=x", "-x", "no-such", "HEAD\n", "HEAD:decks", "--end-of-options"]
    {
        let refused = repository.commit(revision);
        assert!(matches!(refused, Err(GitError::NoRevision(_))), "{revision}: {refused:?}");
    }
    assert!(!folder.path().join("x").exists());
}

#[test]
fn a_folder_that_is_no_checkout_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Repository::around(folder.path()).unwrap_err();
    assert!(matches!(refused, GitError::NoRepository(_)), "{refused}");
}

#[test]
fn nothing_is_fetched_by_a_way_that_was_not_asked_for() {
    let folder = repository();
    let url = format!("file://{}", folder.path().display());
    let into = tempfile::tempdir().unwrap();
    let mut wanted =
        Wanted { url: &url, protocol: "https", branch: None, patience: PATIENCE, partial: false };
    let refused = clone(&wanted, &into.path().join("a"), &mut |_| ()).unwrap_err();
    assert!(refused.to_string().contains("transport 'file' not allowed"), "{refused}");
    wanted.url = "ext::touch boo";
    let refused = clone(&wanted, &into.path().join("b"), &mut |_| ()).unwrap_err();
    assert!(refused.to_string().contains("not allowed"), "{refused}");
}

#[test]
fn the_newest_commit_comes_alone_and_nothing_of_it_is_laid_out() {
    let folder = repository();
    let url = format!("file://{}", folder.path().display());
    let into = tempfile::tempdir().unwrap();
    let wanted = Wanted {
        url: &url,
        protocol: "file",
        branch: Some("main"),
        patience: PATIENCE,
        partial: false,
    };
    let mut heard = 0;
    let copy = clone(&wanted, &into.path().join("copy"), &mut |_| heard += 1).unwrap();
    let commit = copy.commit("HEAD").unwrap();
    assert_eq!(names(&copy.list(&commit, "decks").unwrap().unwrap()), [("a.yaml", Kind::File)]);
    assert!(copy.commit("HEAD~1").is_err() && heard > 0);
    assert!(!into.path().join("copy/decks").exists() && !into.path().join("copy/hooks").exists());
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("git://127.0.0.1:{}/x", server.local_addr().unwrap().port());
    let into = tempfile::tempdir().unwrap();
    let patience = std::time::Duration::from_millis(300);
    let wanted = Wanted { url: &url, protocol: "git", branch: None, patience, partial: true };
    let refused = clone(&wanted, &into.path().join("x"), &mut |_| ()).unwrap_err();
    assert!(matches!(refused, GitError::Silent(_)), "{refused}");
}

/// The total size of the files below `folder`.
fn size(folder: &Path) -> u64 {
    let sizes = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().unwrap().len() }
    });
    sizes.sum()
}

#[test]
fn a_deck_beside_large_files_comes_without_them() {
    let folder = repository();
    let mut seed = 1_u64;
    let noise = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        seed.to_be_bytes()
    });
    fs::write(folder.path().join("film.bin"), noise.take(1 << 20).flatten().collect::<Vec<_>>())
        .unwrap();
    by_hand(folder.path(), &["add", "."]);
    by_hand(folder.path(), &["commit", "--quiet", "-m", "a film"]);
    let url = format!("file://{}", folder.path().display());
    for allows in ["true", "false"] {
        by_hand(folder.path(), &["config", "uploadpack.allowFilter", allows]);
        let into = tempfile::tempdir().unwrap();
        let wanted =
            Wanted { url: &url, protocol: "file", branch: None, patience: PATIENCE, partial: true };
        let copy = clone(&wanted, &into.path().join("copy"), &mut |_| ()).unwrap();
        let commit = copy.commit("HEAD").unwrap();
        let list = || copy.list(&commit, "decks").unwrap().unwrap();
        copy.complete(&wanted, &list().iter().collect::<Vec<_>>(), &mut |_| ()).unwrap();
        let files = list();
        assert_eq!((files.len(), files[0].size), (1, 7));
        assert_eq!(copy.read(&[&files[0]]).unwrap(), [b"second\n"]);
        assert_eq!(size(into.path()) < 1 << 20, allows == "true", "{}", size(into.path()));
    }
}

#[test]
fn files_that_a_server_does_not_hand_out_alone_are_told_from_other_failures() {
    let folder = repository();
    by_hand(folder.path(), &["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", folder.path().display());
    let into = tempfile::tempdir().unwrap();
    let wanted =
        Wanted { url: &url, protocol: "file", branch: None, patience: PATIENCE, partial: true };
    let copy = clone(&wanted, &into.path().join("copy"), &mut |_| ()).unwrap();
    let files = copy.list(&copy.commit("HEAD").unwrap(), "decks").unwrap().unwrap();
    let lacking = copy.read(&[&files[0]]).unwrap_err().to_string();
    assert!(lacking.contains("this partial clone lacks a.yaml; run `git fetch"), "{lacking}");
    by_hand(&into.path().join("copy"), &["config", "remote.origin.url", "file:///nowhere/at/all"]);
    let refused = copy.complete(&wanted, &[&files[0]], &mut |_| ()).unwrap_err();
    assert!(matches!(refused, GitError::Incomplete(_)), "{refused}");
}

#[test]
fn a_git_that_cannot_list_a_partial_clone_is_told_from_other_failures() {
    let old = b"fatal: could not fetch 0a92e00 from promisor remote\n";
    assert!(matches!(super::said(old), GitError::Incomplete(_)));
    assert!(matches!(super::said(b"fatal: not a tree object\n"), GitError::Said(_)));
}
