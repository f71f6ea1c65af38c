use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

fn library(text: &str) -> Library {
    let read = read(&"test.yaml".into(), text.as_bytes(), Origin::Named);
    assert_eq!(read.problems, []);
    Library::merge(read.deck.into_iter().collect()).library
}

/// The names found in `text`, as written there.
fn found(terms: &[&str], text: &str) -> Vec<String> {
    let mut deck = "deck: team\nterms:\n".to_owned();
    for term in terms {
        deck += &format!("  - {{term: \"{term}\", definition: d}}\n");
    }
    let names = Names::new(&library(&deck));
    let row = tokens(text);
    let found = names.occurrences(text, &row, false).into_iter();
    found
        .filter(|found| found.is_exact)
        .map(|found| text[row[found.words.start].at..row[found.words.end - 1].end()].to_owned())
        .collect()
}

#[test]
fn a_name_is_found_in_any_case_number_and_hyphenation_but_never_inside_another_word() {
    for (term, text, expected) in [
        ("Error budget", "the ERROR BUDGET and error-budgets, error_budget", 3),
        ("Error budget", "an error. Budget it. error, budget", 0),
        ("Error budget", "error\nbudget", 1),
        ("SLO", "slo, SLOs, the SLO's and SLO-based; slow ESLO SLOW", 4),
        ("Cache", "caches cache cached", 3),
        ("Sharding", "sharded it", 1),
        ("Policy", "policies", 1),
        ("Process", "processes", 1),
        ("Canary", "canaries", 1),
        ("Story points", "a story point", 1),
        ("OKRs", "one OKR", 0),
        ("Post-mortem", "postmortem post-mortem post mortem Postmortems", 4),
        ("Postmortem", "a post-mortem, post mortem", 1),
        ("Backend", "back-end back-ends backends", 3),
        ("Back end", "backend", 1),
        ("CI/CD", "CI/CD, ci-cd, CI CD", 3),
        ("CI/CD", "CI and CD", 0),
        ("SLO", "SLO-7, an SLO-2024-1234 and an SLO-", 1),
        ("SOC 2", "SOC-2", 1),
        ("R&D", "R&D R & D", 2),
        (".NET", "the net effect of .NET", 1),
        ("C++", "C++ and C", 1),
        ("C", "C++ and C", 1),
        ("Node.js", "node.js. Node. JS", 1),
        ("A/B test", "A/B tests", 1),
        ("IO", "iOS IO IOs", 2),
        ("Lens", "a lens", 1),
        ("Point of failure", "points of failure", 1),
        ("Five whys?", "the five whys", 1),
        ("Überprüfung", "UBERPRÜFUNG überprufung", 2),
        ("技術的負債", "この技術的負債がある", 1),
        ("Долг", "ДОЛГ долга", 1),
    ] {
        assert_eq!(
            found(&[term], text).len(),
            expected,
            "{term} in {text}: {:?}",
            found(&[term], text)
        );
    }
}

#[test]
fn of_names_at_one_place_the_longest_counts() {
    let terms = ["Error", "Error budget", "Error budget policy", "Budget"];
    assert_eq!(
        found(&terms, "The error budget policies, an error budget, budgets."),
        ["error budget policies", "error budget", "budgets"]
    );
}

#[test]
fn a_name_that_is_an_everyday_word_is_sure_only_as_it_is_written() {
    for (term, text, expected) in [
        ("Go", "We go. Go on. It is in Go, mostly.", 1),
        ("REST", "the rest, a REST call. REST it is", 2),
        ("REST", "TAKE A REST NOW", 0),
        ("IT", "it is IT", 1),
        ("IT", "it’s IT’s", 1),
        ("Spring", "in spring we use Spring", 1),
    ] {
        assert_eq!(found(&[term], text).len(), expected, "{term} in {text}");
    }
}

#[test]
fn what_a_name_sounds_like_counts_where_somebody_wrote_down_what_was_said() {
    let deck =
        "deck: a\nterms:\n  - {term: nginx, definition: d, sounds_like: [engine x, engine]}\n";
    let names = Names::new(&library(deck));
    let text = "the engine x, an engine";
    let row = tokens(text);
    assert_eq!(names.occurrences(text, &row, false), []);
    assert_eq!(names.occurrences(text, &row, true).len(), 1);
    assert!(!names.called("NGINX").is_empty() && names.called("engine").is_empty());
}

#[test]
fn a_name_is_proper_where_its_entry_writes_it_as_a_word_with_a_capital() {
    for (definition, expected) in [
        ("The subreddits of Reddit are forums", true),
        ("We post on Redditish sites", false),
        ("On Reddit a reddit is a forum", false),
        ("Two reddits of Reddit", false),
    ] {
        let deck =
            format!("deck: team\nterms:\n  - {{term: Reddit, definition: \"{definition}\"}}\n");
        let names = Names::new(&library(&deck));
        let found = names.occurrences("Reddit", &tokens("Reddit"), false);
        assert_eq!(found[0].is_proper, expected, "{definition}");
    }
}

#[test]
fn all_terms_of_a_name_are_found_each_once() {
    let deck = "deck: a\nterms:\n  - {term: Model, definition: d, aliases: [models]}\n  - {term: Modal, definition: d, aliases: [model]}\n";
    let names = Names::new(&library(deck));
    let text = "models";
    let occurrences = names.occurrences(text, &tokens(text), false);
    let ids: Vec<&str> =
        occurrences[0].terms.iter().map(|term| names.term(*term).id.as_str()).collect();
    assert_eq!(ids, ["a/model", "a/modal"]);
}
