//! Tests the journal: its location, its permissions, and errors if it cannot be used.

use std::fs;
use std::path::Path;

use crate::support::TestEnv;

/// All files below `folder` with their contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| {
            let path = entry.expect("an entry can be read").path();
            let name =
                path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
            let bytes = if path.is_dir() {
                Vec::new()
            } else {
                fs::read(&path).expect("a file can be read")
            };
            (name, bytes)
        })
        .collect();
    files.sort();
    files
}

/// Checks that statistics and changes fail with `why`, look-up and check still work, and the data folder is unchanged.
#[track_caller]
fn cannot_be_used(env: &TestEnv, why: &str) {
    let before = contents(&env.data());
    let ran = env.run(&["stats"]).ends_with(2);
    assert!(ran.err.starts_with("shoptalk: ") && ran.err.contains(why), "{ran:#?}");
    assert_eq!((ran.out.as_str(), ran.err.lines().count()), ("", 1), "one sentence: {ran:#?}");
    let ran = env.run(&["lookup", "toil"]).ends_with(0);
    assert!(ran.out.starts_with("Toil  Platform and SRE"), "{ran:#?}");
    assert!(
        ran.err.starts_with("this look-up was not saved: ") && ran.err.contains(why),
        "{ran:#?}"
    );
    assert_eq!(contents(&env.data()), before);
}

#[test]
fn a_journal_of_a_newer_program_is_left_alone() {
    let env = TestEnv::new();
    env.run(&["lookup", "toil"]).ends_with(0);
    {
        let journal = rusqlite::Connection::open(env.journal()).expect("the journal opens");
        journal.pragma_update(None, "user_version", 99).expect("the version can be set");
        journal.pragma_update(None, "journal_mode", "DELETE").expect("the log can be folded in");
    }
    cannot_be_used(&env, "was written by a newer shoptalk (schema 99, this one supports ");
}

#[test]
fn a_damaged_journal_is_left_alone() {
    let env = TestEnv::new();
    env.write("data/journal.sqlite", &"this was never a journal\n".repeat(100));
    cannot_be_used(&env, "is damaged");
    // Truncated, as after the disk was full.
    let env = TestEnv::new();
    env.run(&["lookup", "toil"]).ends_with(0);
    let whole = fs::read(env.journal()).expect("there is a journal");
    fs::write(env.journal(), &whole[..whole.len() / 2]).expect("it can be cut");
    cannot_be_used(&env, "is damaged");
}

/// Overwrites the first page of the table or index `name` in the journal with zeros.
fn zero(env: &TestEnv, name: &str) {
    let journal = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let root: u32 = journal.query_row(sql, [name], |row| row.get(0)).expect("it is there");
    drop(journal);
    let end = usize::try_from(root).expect("pages fit") * 4096;
    let mut bytes = fs::read(env.journal()).expect("the journal can be read");
    bytes[end - 4096..end].fill(0);
    fs::write(env.journal(), bytes).expect("the journal can be written");
}

#[test]
fn what_can_be_worked_out_again_is_and_it_is_said_once() {
    let env = TestEnv::new();
    env.run(&["jot", "flux"]).ends_with(0);
    for (at, (name, args)) in
        [("states", &["stats"][..]), ("cache", &["jot"]), ("reviews_by_card", &["brief", "data"])]
            .into_iter()
            .enumerate()
    {
        zero(&env, name);
        let ran = env.run(args).ends_with(0);
        let copy = format!("journal.sqlite.damaged-{}.bak is a copy", at + 1);
        assert!(
            ran.err.contains("nothing else in it seems damaged") && ran.err.contains(&copy),
            "{ran:#?}"
        );
        let ran = env.run(args).ends_with(0);
        assert!(!ran.err.contains("damaged"), "{ran:#?}");
    }
    assert_eq!(env.run(&["jot", "--json"]).ends_with(0).json()[0]["words"], "flux");
}

#[test]
fn a_journal_without_its_answers_is_not_written_to_and_what_to_move_away_is_named() {
    let env = TestEnv::new();
    env.run(&["jot", "flux"]).ends_with(0);
    zero(&env, "reviews");
    let before = contents(&env.data());
    for args in [
        &["jot", "zz"][..],
        &["team", "follow", "data", "--meets", "mon"],
        &["team", "visit", "data", "-m", "x"],
    ] {
        let ran = env.run(args);
        let said = "run `shoptalk data doctor --fix`, which saves what can be read";
        assert!(args[1] == "follow" || (ran.code == 2 && ran.err.contains(said)), "{ran:#?}");
    }
    fs::remove_file(env.settings()).expect("teams can be followed nevertheless");
    env.run(&["lookup", "toil"]).ends_with(0);
    assert_eq!(contents(&env.data()), before);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let env = TestEnv::new();
    fs::create_dir_all(env.data()).expect("the data folder can be made");
    rusqlite::Connection::open(env.journal())
        .and_then(|other| {
            other.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        })
        .expect("a database can be made");
    cannot_be_used(&env, "the database of another program");
}

#[test]
fn a_folder_that_cannot_be_made_is_reported() {
    let env = TestEnv::new();
    let file = env.write("in-the-way", "a file");
    let env = env.with("SHOPTALK_DATA", file.join("data"));
    let ran = env.run(&["stats"]).ends_with(2);
    assert!(
        ran.err.contains("shoptalk: cannot use ") && ran.err.contains("in-the-way"),
        "{ran:#?}"
    );
    env.run(&["lookup", "toil"]).ends_with(0);
    env.run(&["settings", "minutes", "7"]).ends_with(2);
    assert_eq!(fs::read(file).expect("the file is there"), b"a file");
}

/// Root can write everywhere, so for root the journal is not read-only.
#[cfg(unix)]
#[test]
fn a_read_only_journal_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::new();
    env.run(&["lookup", "toil"]).ends_with(0);
    let chmod = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("modes can be set");
    };
    chmod(&env.journal(), 0o400);
    chmod(&env.data(), 0o500);
    if fs::OpenOptions::new().append(true).open(env.journal()).is_err() {
        cannot_be_used(&env, "is read-only, so nothing is saved");
    } else {
        env.run(&["jot", "flux"]).ends_with(0);
        let open = env.run(&["jot", "--json"]).ends_with(0).json();
        assert_eq!(open[0]["words"], "flux");
    }
    chmod(&env.data(), 0o700);
}

#[test]
fn a_folder_in_the_place_of_the_journal_is_named_and_left_alone() {
    let env = TestEnv::new();
    env.write("data/journal.sqlite/mine.txt", "mine");
    cannot_be_used(&env, "journal.sqlite");
    let inside = fs::read_to_string(env.journal().join("mine.txt"));
    assert_eq!(inside.expect("the file is there"), "mine");
}

#[cfg(unix)]
#[test]
fn only_the_user_may_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::new();
    env.run(&["lookup", "toil"]).ends_with(0);
    env.run(&["settings", "minutes", "7"]).ends_with(0);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(format!("{:o}", mode(&env.data())), "700");
    assert_eq!(format!("{:o}", mode(&env.journal())), "600");
    // A journal that others could read is made private.
    fs::set_permissions(env.journal(), fs::Permissions::from_mode(0o644))
        .expect("modes can be set");
    env.run(&["stats"]).ends_with(0);
    assert_eq!(format!("{:o}", mode(&env.journal())), "600");
}

#[test]
fn without_a_home_folder_looking_up_works_and_the_rest_says_so() {
    // A relative home would store data wherever the program happens to start.
    let mut env = TestEnv::at_home().with("HOME", "nowhere");
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        env = env.without(name);
    }
    if cfg!(windows) {
        return; // Windows provides the folder without an environment variable.
    }
    let before = contents(env.home());
    let none = "cannot find your home folder to store your progress; choose a folder with --data or SHOPTALK_DATA";
    for args in [&["stats"][..], &["team", "follow", "platform"], &["settings", "minutes", "7"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains(none), "{ran:#?}");
    }
    let ran = env.run(&["lookup", "toil"]).ends_with(0);
    assert!(ran.out.starts_with("Toil  Platform and SRE") && ran.err.is_empty(), "{ran:#?}");
    let ran = env.run(&["settings"]).ends_with(0);
    assert!(ran.out.contains("minutes") && ran.err.contains(none), "{ran:#?}");
    assert_eq!(contents(env.home()), before, "nothing was made where the program was started");
    let folder = env.home().join("named");
    env.run(&["--data", folder.to_str().expect("a temporary path is text"), "stats"]).ends_with(0);
    assert!(folder.join("journal.sqlite").exists());
}

#[test]
fn everything_has_its_place_at_home() {
    let env = TestEnv::at_home();
    env.run(&["lookup", "toil"]).ends_with(0);
    let places = env.run(&["data", "where", "--json"]).ends_with(0).json();
    for (what, there) in [("progress", true), ("settings", false), ("own_decks", false)] {
        let place = Path::new(places[what].as_str().expect("it is named"));
        assert!(place.starts_with(env.home()) && place.exists() == there, "{places}");
    }
    let ran = env.run(&["data", "where"]).ends_with(0);
    assert!(ran.out.lines().count() == 5 && ran.out.contains("journal.sqlite"), "{ran:#?}");
}
