//! Tests `shoptalk data notes`, `notes` and `suspended`: lists and undoes changes made to words in the trainer.

use shoptalk::core::annotations::{Flag, Hold, Holding, Note, NoteKind};
use shoptalk::core::card::TermId;
use shoptalk::core::time::{Day, Timestamp};
use shoptalk::store::Journal;
use uuid::Uuid;

use crate::support::{DAY, NOON, TestEnv};

fn journal(env: &TestEnv) -> Journal {
    let at = Timestamp::from_millis(NOON);
    Journal::open(&env.journal(), at, Uuid::from_u128(1)).expect("the journal opens")
}

fn term(id: &str) -> TermId {
    id.parse().expect("an id of a test is one")
}

fn flag(env: &TestEnv, n: u8, id: &str, words: Option<&str>) {
    let at = Timestamp::from_millis(NOON + i64::from(n));
    let words = words.map(str::to_owned);
    let flag = Flag { id: Uuid::from_u128(n.into()), term: term(id), words, at };
    journal(env).put_flag(&flag).expect("a flag can be kept");
}

fn hold(env: &TestEnv, n: u8, id: &str, hold: Hold) {
    let at = Timestamp::from_millis(NOON);
    let holding = Holding { id: Uuid::from_u128(n.into()), term: term(id), hold: Some(hold), at };
    journal(env).put_holding(&holding).expect("a word can be left out");
}

fn note(env: &TestEnv, n: u8, id: &str, kind: NoteKind, words: &str) {
    let at = Timestamp::from_millis(NOON);
    let words = Some(words.to_owned());
    let note = Note { id: Uuid::from_u128(n.into()), term: term(id), kind, words, at };
    journal(env).put_note(&note).expect("a note can be kept");
}

#[test]
fn notes_flags_and_suspended_words_stand_in_one_list_by_team() {
    let mut env = TestEnv::new();
    let ran = env.run(&["data", "notes"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("no notes yet"), "{ran:#?}");
    flag(&env, 1, "platform/toil", Some("is all manual work\u{1b}[2J toil?"));
    flag(&env, 2, "gone/word", None);
    note(&env, 3, "platform/toil", NoteKind::Note, "ask Ana");
    note(&env, 4, "platform/toil", NoteKind::Mnemonic, "soil, by hand");
    note(&env, 5, "platform/slo", NoteKind::Note, "see the wiki");
    hold(&env, 6, "platform/toil", Hold::Suspended);
    hold(&env, 7, "platform/error-budget", Hold::Until(Day::from_number(20_780)));
    let expected = "gone
  gone/word (not in any deck)
    unclear: flagged

Platform and SRE
  Error budget  skipped until tomorrow
  SLO
    note: see the wiki
  Toil  suspended
    mnemonic: soil, by hand
    note: ask Ana
    unclear: is all manual work\u{fffd}[2J toil?
";
    let ran = env.run(&["data", "notes"]).ends_with(0);
    assert_eq!(ran.out, expected);
    env.later(DAY);
    let json = env.run(&["data", "notes", "--json"]).ends_with(0).json();
    let toil = &json[2];
    assert_eq!((&toil["id"], &toil["term"]), (&"platform/toil".into(), &"Toil".into()), "{json}");
    assert_eq!(
        (&toil["note"], &toil["skipped"]),
        (&"ask Ana".into(), &"suspended".into()),
        "{json}"
    );
    assert!(toil["flag"]["definition"].is_string() && json[0]["flag"]["unclear"].is_null());
    assert_eq!(json.as_array().map(Vec::len), Some(3), "the day of the skipped one is over");
}

#[test]
fn each_kind_of_note_is_taken_back_by_itself() {
    let env = TestEnv::new();
    flag(&env, 1, "platform/toil", None);
    flag(&env, 2, "gone/word", None);
    note(&env, 3, "platform/toil", NoteKind::Note, "ask Ana");
    hold(&env, 4, "platform/toil", Hold::Suspended);
    let ran = env.run(&["stats"]).ends_with(0);
    assert!(ran.out.contains("`shoptalk data notes`"), "{ran:#?}");
    let ran = env.run(&["lookup", "toil"]).ends_with(0);
    assert!(ran.out.lines().any(|line| line.trim_start().starts_with("Note ")), "{ran:#?}");
    for (flag, word, said) in [
        ("--unflag", "gone/word", "the flag on “gone/word” is removed\n"),
        ("--unflag", "toil", "the flag on “Toil” is removed\n"),
        ("--drop", "TOIL", "your note on “Toil” is dropped\n"),
        ("--resume", "platform/toil", "“Toil” is quizzed again\n"),
    ] {
        assert_eq!(env.run(&["data", "notes", flag, word]).ends_with(0).err, said);
        let ran = env.run(&["data", "notes", flag, word]).ends_with(2);
        assert!(ran.err.contains("is not in the list"), "{ran:#?}");
    }
    assert_eq!(env.run(&["data", "notes", "--json"]).out.trim(), "[]");
    assert!(!env.run(&["stats"]).ends_with(0).out.contains("`shoptalk data notes`"));
}

#[test]
fn without_a_journal_the_list_says_why() {
    let env = TestEnv::new();
    env.write("data/journal.sqlite", &"this was never a journal\n".repeat(100));
    let ran = env.run(&["data", "notes"]).ends_with(2);
    assert!(ran.err.contains("is damaged") && ran.out.is_empty(), "{ran:#?}");
}
