use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::jargon::tokens::tokens;
use crate::core::library::Library;

/// The acronyms in `text` that a deck with `SLO` and `CI/CD` does not explain.
fn unknown(text: &str) -> Vec<String> {
    let deck =
        "deck: a\nterms:\n  - {term: SLO, definition: d}\n  - {term: CI/CD, definition: d}\n";
    let deck = read(&"a.yaml".into(), deck.as_bytes(), Origin::Named).deck;
    let names = Names::new(&Library::merge(deck.into_iter().collect()).library);
    let row = tokens(text);
    let occurrences = names.occurrences(text, &row, false);
    unexplained(text, &row, &occurrences, (&names, &Explained::default()))
        .into_iter()
        .map(|(word, places)| format!("{word} {}", places.len()))
        .collect()
}

#[test]
fn acronyms_are_told_from_everything_else_in_capitals() {
    let agenda = "\
AGENDA FOR MONDAY THE FIRST MEETING OF THE YEAR

NOTE: the KPI review moves to 9 AM UTC on 3 FEB. PLEASE bring the P&L, part II, and IMPORTANT the OKRs.
The API costs 20 USD for 10 GB at 4 GHZ; TODO ask the CEO about CDNs, the RACI and the API's owner.
We use gRPC, SaaS, IaC and GraphQL; MAX_SIZE is set in $HOME and the SLO and the CI/CD are fine. See API.call and JIRA-123.
DO NOT panic, it is OK. The XML of IBM; K8S and EC2. I will. A plan B.
";
    assert_eq!(
        unknown(agenda),
        [
            "KPI 1",
            "OKR 1",
            "API 2",
            "CDN 1",
            "RACI 1",
            "gRPC 1",
            "SaaS 1",
            "IaC 1",
            "GraphQL 1",
            "XML 1",
            "IBM 1",
            "K8S 1",
            "EC2 1"
        ]
    );
}

#[test]
fn a_word_that_is_written_small_as_often_was_only_stressed() {
    assert_eq!(unknown("It is HUGE and really huge."), [] as [&str; 0]);
    assert_eq!(unknown("The WAL, the WAL and a wal."), ["WAL 2"]);
}

#[test]
fn hostile_words_are_no_acronyms() {
    assert_eq!(unknown(&"X".repeat(100_000)), [] as [&str; 0]);
    assert_eq!(unknown("ÄÖÜ éÉÉ 123 A1 1A "), ["ÄÖÜ 1", "éÉÉ 1"]);
}

#[test]
fn ids_of_users_channels_messages_and_tickets_are_no_acronyms() {
    let found = |word: &str| unknown(&format!("we saw that {word} is in it again"));
    for id in [
        "<@U024BE7LH>",
        "U01AB",
        "<#C024BE7LR|general>",
        "T0G9",
        "U2CD4",
        "AB123",
        "W1A2B3C4",
        "6F9619FF-8B86-BD11-B42D-00CF4FC964FF",
        "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
        "DEADBEEF1",
        "AB12CD9",
        "a3F9C2e",
        "<CAF=kXq8Zv1a@mail.example.com>",
        "PAY-4711",
        "#XQZ",
        "XQZ-12a",
        "12-XQZ",
        "i-0ABCD",
        "v2-XQZ",
    ] {
        assert_eq!(found(id), [] as [&str; 0], "{id}");
    }
    for word in ["K8S", "EC2", "B2B2C", "SHA256", "I18N", "OAuth2", "XQZ"] {
        assert_eq!(found(word), [format!("{word} 1")]);
        assert_eq!(found(&format!("{word}-based")), [format!("{word} 1")]);
    }
}
