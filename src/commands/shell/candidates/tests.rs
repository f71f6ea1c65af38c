//! Tests which completions are offered where.

use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

fn at(line: &str) -> Option<(Kind, String, String)> {
    let words: Vec<String> = line.split(' ').map(unquoted).collect();
    let position = position(&Cli::command(), &words)?;
    Some((position.kind, position.before.join(" "), position.typed))
}

#[test]
fn what_is_being_typed_is_known_by_the_words_before_it() {
    let found = |kind, before: &str, typed: &str| Some((kind, before.to_owned(), typed.to_owned()));
    for (line, expected) in [
        ("lookup err", found(Kind::Words, "", "err")),
        ("data reset err", found(Kind::Words, "", "err")),
        ("data again error bu", found(Kind::Words, "error", "bu")),
        ("l error bu", found(Kind::Words, "error", "bu")),
        ("lookup -n 3 --json error \"bu", found(Kind::Words, "error", "bu")),
        ("--color never lookup ", found(Kind::Words, "", "")),
        ("lookup --deck pl", found(Kind::Decks, "", "pl")),
        ("lookup --deck = pl", found(Kind::Decks, "", "pl")),
        ("scan --jot --deck ", found(Kind::Decks, "", "")),
        ("quiz data pl", found(Kind::Decks, "data", "pl")),
        ("team unfollow ", found(Kind::Followed, "", "")),
        ("team follow --depth deep d", found(Kind::Decks, "", "d")),
        ("lo", None),
        ("lookup --sh", None),
        ("lookup -n ", found(Kind::Listed, "", "")),
        ("--decks ", None),
        ("lookup --decks ", None),
        ("scan x", None),
        ("--color ", None),
        ("quiz --form ", found(Kind::Listed, "", "")),
        ("team visit platform --on ", found(Kind::Listed, "", "")),
        ("team visit platform x", found(Kind::Listed, "", "x")),
        ("settings mi", found(Kind::Listed, "", "mi")),
        ("settings builtin pl", found(Kind::Decks, "", "pl")),
        ("settings minutes 5 x", found(Kind::Listed, "", "x")),
        ("data where x", found(Kind::Listed, "", "x")),
        ("data where ", found(Kind::Listed, "", "")),
        ("settings form fill ", found(Kind::Listed, "", "")),
        ("settings tune ", found(Kind::Listed, "", "")),
        ("data ", None),
        ("data wh", None),
        ("deck sources add x", None),
        ("deck sources remove x", found(Kind::Sources, "", "x")),
        ("team bridge platform de", found(Kind::Decks, "", "de")),
        ("--decks x", None),
        ("deck check dec", None),
        ("data restore 2026", found(Kind::Backups, "", "2026")),
        ("team unf", found(Kind::Decks, "", "unf")),
        ("team pl", found(Kind::Decks, "", "pl")),
        ("jot err", found(Kind::Listed, "", "err")),
        ("nonsense x", found(Kind::Listed, "", "x")),
        ("nonsense", found(Kind::Listed, "", "nonsense")),
        ("", None),
    ] {
        assert_eq!(at(line), expected, "{line}");
    }
}

fn library() -> Library {
    let decks = [
        "deck: a\ntitle: Team A\nterms:\n  - {term: Error budget, definition: d, aliases: [SLO budget]}\n  - {term: SLO, definition: d}\n",
        "deck: b\nterms:\n  - {term: Error rate, definition: d}\n  - {term: \"It's $(x) \\\"y\\\"\", id: x, definition: d}\n",
    ];
    let decks =
        decks.iter().filter_map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck);
    Library::merge(decks.collect()).library
}

fn offered(line: &str, followed: &[&str]) -> Vec<String> {
    let words: Vec<String> = line.split(' ').map(unquoted).collect();
    let position = position(&Cli::command(), &words).unwrap();
    candidates(&position, &library(), followed).into_iter().map(|(value, _)| value).collect()
}

#[test]
fn names_are_offered_from_the_word_that_is_typed_followed_teams_first() {
    assert_eq!(offered("l err", &[]), ["error budget", "error rate"]);
    assert_eq!(offered("l err", &["b"]), ["error rate", "error budget"]);
    assert_eq!(offered("l error bu", &[]), ["budget"]);
    assert_eq!(offered("l Err", &[]), ["Error budget", "Error rate"]);
    assert_eq!(offered("l sl", &[]), ["slo budget", "slo"]);
    assert_eq!(offered("l SL", &[]), ["SLO budget", "SLO"]);
    assert_eq!(offered("l ", &["b"]), ["error rate", "it's $(x) \"y\""]);
    assert_eq!(offered("quiz a ", &[]), ["b"]);
    assert_eq!(offered("team unfollow ", &["b"]), ["b"]);
    assert_eq!(offered("l zzz", &[]), [""; 0]);
}

#[test]
fn settings_and_their_values_are_offered_and_what_else_has_a_few_values() {
    assert_eq!(offered("settings m", &[]), ["minutes", "meets"]);
    assert_eq!(offered("settings t", &[]), ["tune"]);
    assert_eq!(offered("settings privacy ", &[]), ["off", "on"]);
    assert_eq!(offered("settings color a", &[]), ["auto", "always"]);
    assert_eq!(offered("settings builtin ", &[]), ["all", "none", "a", "b"]);
    assert_eq!(offered("settings minutes ", &[]), [""; 0]);
    assert_eq!(offered("team follow a --depth ", &[]), ["core", "working", "deep"]);
    assert_eq!(offered("team follow a --meets t", &[]), ["tue", "thu"]);
    assert_eq!(offered("team visit a -m x --on t", &[]), ["today", "tue", "thu"]);
    assert_eq!(offered("quiz --form f", &[]), ["fill"]);
    assert_eq!(offered("deck check --explain E10", &[])[..2], ["E101", "E102"]);
    assert_eq!(offered("completions z", &[]), ["zsh"]);
    assert_eq!(offered("team unf", &[]), ["unfollow"]);
}

#[test]
fn words_come_without_their_quotes() {
    for (word, expected) in
        [("\"a b", "a b"), ("'a \"b'", "a \"b"), ("a\\ b", "a b"), ("'a\\b'", "a\\b"), ("\\", "")]
    {
        assert_eq!(unquoted(word), expected, "{word}");
    }
}
