//! Tests `shoptalk data forget`: erased data is gone from every file, and the data folder is private.

use std::fs;
use std::path::{Path, PathBuf};

use shoptalk::core::annotations::NoteKind;
use shoptalk::core::personal_data::PersonalData;
use shoptalk::core::review::{Answer, Form, Grade};
use strum::VariantArray as _;

use crate::support::{DAY, TestEnv, answer};

/// No files: nothing holds the text any more.
const NOWHERE: [PathBuf; 0] = [];

/// All files below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The files below the home folder, with data, settings and caches, whose raw bytes contain `text`.
fn holders(env: &TestEnv, text: &str) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).expect("it can be read");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files(env.home()).into_iter().filter(holds).collect()
}

/// Types `text` as the answer to the question about `term`.
fn type_answer(env: &TestEnv, term: &str, text: &str) {
    let answer = answer(term, Grade::Good);
    let typed = Answer { form: Form::Type, answer: Some(text.to_owned()), ..answer };
    env.trainer(0, 1).record(typed).expect("there is a journal");
}

/// Makes a file older: very new ones are not cached.
fn make_old(path: &Path) {
    let before = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(path).expect("it is there");
    file.set_modified(before).expect("it is ours");
}

#[test]
fn what_is_forgotten_is_in_no_byte_of_any_file_and_progress_stays() {
    let env = TestEnv::new();
    env.run(&["jot", "zwitschermaschine", "--from", "Klee", "--deck", "design"]).ends_with(0);
    env.run(&["lookup", "error", "budgett"]).ends_with(0);
    type_answer(&env, "platform/toil", "zwitscherei");
    env.run(&["team", "visit", "design", "-m", "Zwitschervogel explained it"]).ends_with(0);
    let (mut trainer, toil) = (env.trainer(0, 3), "platform/toil".parse().expect("it is an id"));
    let (question, answer) = ("Who is Zwitschervogel?", Some("Zwitschervogel leads it."));
    trainer.ask(&"design".into(), None, question, answer).expect("there is a journal");
    trainer.note(&toil, NoteKind::Note, "ask Zwitscherlein").expect("there is a journal");
    trainer.flag(&toil, "Zwitscherei or work?").expect("there is a journal");
    trainer.credit(&toil, "Zwitscherer").expect("there is a journal");
    trainer.remember("zwitschertoil", &toil).expect("there is a journal");
    drop(trainer);
    // A word of one's own whose definition was seen in the quiz, and cached.
    env.run(&["jot", "flux"]).ends_with(0);
    env.run(&["jot", "--answer", "2", "What the Zwitscherband plays."]).ends_with(0);
    make_old(&env.data().join("decks/mine.yaml"));
    let known = crate::support::answer("mine/flux", Grade::Good);
    env.trainer(0, 4).record(known).expect("there is a journal");
    env.run(&["lookup", "flux"]).ends_with(0);
    // A backup, and a journal that was replaced by it.
    env.run(&["data", "backup"]).ends_with(0);
    env.run(&["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    let before = env.run(&["stats", "--json", "platform"]).ends_with(0).out;
    for &what in PersonalData::VARIANTS {
        let (text, said) = match what {
            PersonalData::Jottings => ("zwitschermaschine", "erased for good: 2 jottings"),
            PersonalData::Visits => (
                "Zwitschervogel",
                "erased for good: 2 records of visits, questions, scenes, and briefs that you read",
            ),
            PersonalData::People => {
                ("Zwitscherer", "erased for good: 1 credit for explaining a word")
            }
            PersonalData::LookUps => ("budgett", "erased for good: 2 look-ups"),
            PersonalData::Notes => ("Zwitscherlein", "erased for good: 1 note or mnemonic"),
            PersonalData::Flags => ("Zwitscherei or", "erased for good: 1 flag"),
            PersonalData::Spellings => ("zwitschertoil", "erased for good: 1 remembered spelling"),
            PersonalData::Answers => {
                ("zwitscherei", "erased for good: 1 answer that you typed or picked")
            }
            PersonalData::OwnWords => ("Zwitscherband", "erased for good: 1 word of your own"),
        };
        let what = what.into();
        assert!(holders(&env, text).len() >= 3, "{text}");
        let ran = env.run(&["data", "forget", what, "--yes"]).ends_with(0);
        assert!(ran.err.contains(said), "{ran:#?}");
        assert_eq!(holders(&env, text), NOWHERE, "{text}");
        let ran = env.run(&["data", "forget", what, "--yes"]).ends_with(1);
        assert!(ran.err.contains("nothing to erase"), "{ran:#?}");
    }
    assert_eq!(holders(&env, "Klee"), NOWHERE);
    assert_eq!(env.run(&["stats", "--json", "platform"]).ends_with(0).out, before);
}

#[test]
fn only_what_is_meant_is_forgotten() {
    let mut env = TestEnv::new();
    env.run(&["jot", "alpha", "--deck", "design"]).ends_with(0);
    env.later(10 * DAY);
    env.run(&["jot", "beta", "--deck", "design"]).ends_with(0);
    env.later(10 * DAY + 1_000);
    env.run(&["jot", "gamma"]).ends_with(0);
    env.run(&["data", "forget", "jottings", "--before", "2026-11-25", "--yes"]).ends_with(0);
    let left = |env: &TestEnv| -> Vec<String> {
        let json = env.run(&["jot", "--json"]).ends_with(0).json();
        let rows = json.as_array().expect("a list").iter();
        rows.filter_map(|row| Some(row["words"].as_str()?.to_owned())).collect()
    };
    assert_eq!(left(&env), ["beta", "gamma"]);
    env.run(&["data", "forget", "jottings", "--deck", "design", "--yes"]).ends_with(0);
    assert_eq!(left(&env), ["gamma"]);
    env.run(&["lookup", "toil"]).ends_with(0);
    for guessed in ["sre", "platfrom"] {
        let ran = env.run(&["data", "forget", "look-ups", "--deck", guessed, "--yes"]);
        assert!(ran.ends_with(2).err.contains("did you mean platform?"), "{guessed}");
    }
    env.run(&["data", "forget", "look-ups", "--before", "yesterday", "--yes"]).ends_with(1);
    env.run(&["data", "forget", "look-ups", "--deck", "data", "--yes"]).ends_with(1);
    env.run(&["data", "forget", "look-ups", "--deck", "platform", "--yes"]).ends_with(0);
}

#[test]
fn without_a_terminal_nothing_is_erased_unless_it_is_told_to() {
    let env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    let ran = env.run(&["data", "forget", "jottings"]).ends_with(2);
    assert!(ran.err.contains("this would erase for good: 1 jotting; add --yes"), "{ran:#?}");
    assert!(!holders(&env, "alpha").is_empty());
    for args in [
        &["data", "forget"][..],
        &["data", "forget", "everything"],
        &["data", "forget", "jottings", "--before", "soon"],
    ] {
        env.run(args).ends_with(2);
    }
}

#[cfg(unix)]
#[test]
fn everything_in_the_data_folder_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    env.later(1_000);
    env.run(&["jot", "beta", "--from", "Ana"]).ends_with(0);
    env.run(&["jot", "--answer", "2", "What Ana told me."]).ends_with(0);
    env.run(&["lookup", "toil"]).ends_with(0);
    env.run(&["team", "follow", "data"]).ends_with(0);
    env.run(&["settings", "minutes", "7"]).ends_with(0);
    type_answer(&env, "platform/toil", "x");
    // Another running program keeps its write-ahead log.
    let running = env.trainer(0, 2);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&env.data()), 0o700);
    let files = files(&env.data());
    let kept = [
        "journal.sqlite",
        "journal.sqlite-wal",
        "journal.sqlite-shm",
        "settings.yaml",
        "mine.yaml",
    ];
    for name in kept {
        assert!(files.iter().any(|file| file.ends_with(name)), "{name}: {files:?}");
    }
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
        let folder = file.parent().expect("a file has a folder");
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    drop(running);

    // The folder of the settings is private too, if it is a separate one.
    let home = TestEnv::at_home();
    home.run(&["settings", "minutes", "7"]).ends_with(0);
    let settings = files_named(home.home(), "settings.yaml");
    assert_eq!(settings.len(), 1);
    assert_eq!(mode(&settings[0]), 0o600);
    assert_eq!(mode(settings[0].parent().expect("it has a folder")), 0o700);
}

#[cfg(unix)]
fn files_named(folder: &Path, name: &str) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|file| file.ends_with(name)).collect()
}

#[test]
fn a_visit_that_was_written_down_later_counts_for_its_own_day() {
    let env = TestEnv::new();
    let visited = ["team", "visit", "platform", "-m", "the handover", "--on", "2026-11-10"];
    env.run(&visited).ends_with(0);
    let ran =
        env.run(&["data", "forget", "visits", "--before", "2026-11-10", "--yes"]).ends_with(1);
    assert!(ran.err.contains("nothing to erase"), "{ran:#?}");
    env.run(&["data", "forget", "visits", "--before", "2026-11-11", "--yes"]).ends_with(0);
    assert_eq!(holders(&env, "the handover"), NOWHERE);
}

#[test]
fn which_page_was_read_when_is_forgotten_with_the_visits() {
    let env = TestEnv::new();
    env.run(&["brief", "design"]).ends_with(0);
    let ran = env.run(&["data", "forget", "visits", "--deck", "platform", "--yes"]).ends_with(1);
    assert!(ran.err.contains("nothing to erase"), "{ran:#?}");
    let ran = env.run(&["data", "forget", "visits", "--deck", "design", "--yes"]).ends_with(0);
    assert!(
        ran.err.contains(
            "erased for good: 1 record of a visit, a question, a scene, or a brief that you read"
        ),
        "{ran:#?}"
    );
    env.run(&["data", "forget", "visits", "--yes"]).ends_with(1);
}

#[test]
fn names_that_the_user_wrote_in_their_own_deck_are_theirs_to_remove() {
    let env = TestEnv::new();
    let mine = "terms:\n  - {term: Flux, definition: It flows., explained_by: Zacharias}\n";
    env.write("data/decks/mine.yaml", mine);
    let ran = env.run(&["data", "forget", "people", "--yes"]).ends_with(1);
    assert!(ran.err.contains("the names under `explained_by` in "), "{ran:#?}");
    assert!(ran.err.contains("mine.yaml stay: edit or delete that file yourself"), "{ran:#?}");
}

#[test]
fn what_forget_leaves_in_ones_own_deck_is_said_and_goes_with_the_deck() {
    let env = TestEnv::new();
    let jot = ["jot", "flux", "--from", "Zacharias", "--heard", "the Xylophonquartett is off"];
    env.run(&jot).ends_with(0);
    assert!(!holders(&env, "Xylophonquartett").is_empty(), "it is open");
    let ran = env.run(&["data", "forget", "jottings", "--deck", "design", "--yes"]);
    assert!(!ran.err.contains("mine.yaml"), "there is none: {ran:#?}");
    env.run(&["jot", "--answer", "1", "What keeps the time machine going."]).ends_with(0);
    assert_eq!(
        holders(&env, "Xylophonquartett"),
        NOWHERE,
        "no quotation of what is answered is kept"
    );
    let mine = env.data().join("decks/mine.yaml");
    assert_eq!(holders(&env, "Zacharias"), [env.data().join("journal.sqlite")]);
    let ran = env.run(&["data", "forget", "jottings", "--yes"]).ends_with(0);
    assert!(ran.err.contains("mine.yaml: edit that file, or delete it with"), "{ran:#?}");
    let ran = env.run(&["lookup", "flux"]).ends_with(0);
    assert!(ran.out.contains("Explained by  Zacharias on November 22, 2026"), "{ran:#?}");
    let ran = env.run(&["data", "forget", "people", "--deck", "design", "--yes"]).ends_with(1);
    assert!(ran.err.contains("nothing to erase"), "{ran:#?}");
    env.run(&["data", "forget", "people", "--deck", "mine", "--yes"]).ends_with(0);
    assert_eq!(holders(&env, "Zacharias"), NOWHERE);
    assert!(!env.run(&["lookup", "flux"]).ends_with(0).out.contains("Explained by"));
    // The look-up cache is erased as well.
    make_old(&mine);
    env.run(&["lookup", "flux"]).ends_with(0);
    assert_eq!(holders(&env, "time machine").len(), 2, "the deck, and what is prepared of it");
    fs::remove_file(&mine).expect("it is there");
    env.run(&["lookup", "toil"]).ends_with(0);
    for gone in ["Zacharias", "time machine"] {
        assert_eq!(holders(&env, gone), NOWHERE, "{gone}");
    }
}

#[test]
fn the_deck_of_ones_own_is_forgotten_as_a_whole_also_when_other_decks_stay() {
    let env = TestEnv::new();
    let deck = "terms:\n  - {term: Flux, definition: It xylophones.}\n";
    let mine = env.write("data/decks/mine.yaml", deck);
    let other = env.write("team/ops.yaml", "terms:\n  - {term: Pager, definition: It beeps.}\n");
    for file in [&mine, &other] {
        make_old(file);
    }
    env.run(&["--decks", "team", "lookup", "flux"]).ends_with(0);
    assert_eq!(holders(&env, "xylophones").len(), 2, "the deck, and what is prepared of it");
    // Also when the whole folder goes.
    fs::remove_dir_all(env.data().join("decks")).expect("it is there");
    env.run(&["--decks", "team", "lookup", "pager"]).ends_with(0);
    assert_eq!(holders(&env, "xylophones"), NOWHERE);
    env.write("data/decks/mine.yaml", deck);
    for narrowed in [["--deck", "platform"], ["--before", "2026-11-01"]] {
        let args = [&["data", "forget", "own-words", "--yes"][..], &narrowed].concat();
        assert!(env.run(&args).ends_with(2).err.contains("as a whole"), "{narrowed:?}");
    }
    let ran = env.run(&["data", "forget", "own-words", "--yes"]).ends_with(0);
    assert!(ran.err.contains("erased for good: 1 word of your own"), "{ran:#?}");
    assert!(ran.err.contains("mine.yaml"), "{ran:#?}");
    assert_eq!(holders(&env, "xylophones"), NOWHERE);
    env.run(&["data", "forget", "own-words", "--yes"]).ends_with(1);
}

#[test]
fn damaged_copies_are_named_before_they_are_deleted() {
    let env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    env.write("data/journal.sqlite.damaged-1.bak", &"no database".repeat(1_000));
    let ran = env.run(&["data", "forget", "jottings"]).ends_with(2);
    assert!(ran.err.contains("1 jotting, and the damaged copy "), "{ran:#?}");
    assert!(ran.err.contains("damaged-1.bak, which is deleted as a whole; add"), "{ran:#?}");
    let ran = env.run(&["data", "forget", "jottings", "--yes"]).ends_with(0);
    assert!(ran.err.contains("removed the unusable copy"), "{ran:#?}");
}
