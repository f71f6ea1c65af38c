//! `shoptalk flags`, `notes` and `suspended`: what was made of words in the trainer, seen and taken back.

use shoptalk::core::card::TermId;
use shoptalk::core::marks::{Flag, Hold, Holding, Note, NoteKind};
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
fn flags_are_listed_by_team_and_dropped() {
    let env = TestEnv::new();
    let ran = env.run(&["flags"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("nothing is flagged"), "{ran:#?}");
    flag(&env, 1, "platform/toil", Some("is all manual work\u{1b}[2J toil?"));
    flag(&env, 2, "gone/word", None);
    flag(&env, 3, "platform/slo", None);
    let expected = "gone
   2  gone/word (not in any deck)

Platform and SRE
   1  Toil
      unclear: is all manual work\u{fffd}[2J toil?
   3  SLO
";
    let ran = env.run(&["flags"]).ends_with(0);
    assert_eq!(ran.out, expected);
    let ran = env.run(&["flags", "--drop", "2"]).ends_with(0);
    assert_eq!(ran.err, "the flag on “gone/word” is dropped\n");
    let json = env.run(&["flags", "--json"]).ends_with(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    assert_eq!((&json[0]["id"], &json[0]["term"]), (&"platform/toil".into(), &"Toil".into()));
    assert!(json[0]["definition"].is_string() && json[1]["unclear"].is_null(), "{json}");
    let ran = env.run(&["flags", "--drop", "9"]).ends_with(2);
    assert!(ran.err.contains("there is no number 9"), "{ran:#?}");
}

#[test]
fn words_left_out_are_listed_and_taken_back() {
    let mut env = TestEnv::new();
    let ran = env.run(&["suspended"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("no word is left out"), "{ran:#?}");
    hold(&env, 1, "platform/toil", Hold::Suspended);
    hold(&env, 2, "platform/error-budget", Hold::Until(Day::from_number(20_780)));
    let ran = env.run(&["suspended"]).ends_with(0);
    assert_eq!(ran.out, "Error budget  Platform and SRE  until tomorrow\nToil  Platform and SRE\n");
    let ran = env.run(&["stats"]).ends_with(0);
    assert!(ran.out.contains("Left out            2 words: `shoptalk suspended`"), "{ran:#?}");
    env.later(DAY);
    let json = env.run(&["suspended", "--json"]).ends_with(0).json();
    let expected =
        serde_json::json!([{ "id": "platform/toil", "term": "Toil", "until": "suspended" }]);
    assert_eq!(json, expected);
    let ran = env.run(&["suspended", "--resume", "toil"]).ends_with(0);
    assert_eq!(ran.err, "“Toil” is asked again\n");
    assert_eq!(env.run(&["suspended", "--json"]).out.trim(), "[]");
    let ran = env.run(&["suspended", "--resume", "platform/toil"]).ends_with(2);
    assert!(ran.err.contains("`shoptalk suspended` lists them"), "{ran:#?}");
}

#[test]
fn notes_are_listed_shown_with_the_entry_and_dropped() {
    let env = TestEnv::new();
    let ran = env.run(&["notes"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("there are no notes"), "{ran:#?}");
    note(&env, 1, "platform/toil", NoteKind::Note, "ask Ana");
    note(&env, 2, "platform/toil", NoteKind::Mnemonic, "soil, by hand");
    note(&env, 3, "platform/slo", NoteKind::Note, "see the wiki");
    let ran = env.run(&["notes"]).ends_with(0);
    let expected = "SLO  Platform and SRE
  note: see the wiki
Toil  Platform and SRE
  mnemonic: soil, by hand
  note: ask Ana
";
    assert_eq!(ran.out, expected);
    let ran = env.run(&["lookup", "toil"]).ends_with(0);
    assert!(ran.out.contains("  Mnemonic  soil, by hand\n  Note      ask Ana\n"), "{ran:#?}");
    let json = env.run(&["lookup", "toil", "--json"]).ends_with(0).json();
    assert_eq!(json["hits"][0]["mnemonic"], "soil, by hand", "{json}");
    env.run(&["notes", "--drop", "TOIL"]).ends_with(0);
    let json = env.run(&["notes", "--json"]).ends_with(0).json();
    let expected =
        serde_json::json!([{ "id": "platform/slo", "term": "SLO", "note": "see the wiki" }]);
    assert_eq!(json, expected);
}

#[test]
fn without_a_journal_these_commands_say_why() {
    let env = TestEnv::new();
    env.write("data/journal.sqlite", &"this was never a journal\n".repeat(100));
    for command in ["flags", "notes", "suspended"] {
        let ran = env.run(&[command]).ends_with(2);
        assert!(ran.err.contains("is damaged") && ran.out.is_empty(), "{ran:#?}");
    }
}
