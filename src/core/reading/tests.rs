use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::finder::Finder;
use crate::core::width::width;

const DECK: &str = "deck: platform\nterms:\n  - {term: Error budget, gloss: how much failure we may spend, definition: d}\n  - {term: kubectl, gloss: \"talks to the cluster\", definition: d}\n  - {term: \"技術的負債\", gloss: old shortcuts, definition: d}\n";
const SENTENCE: &str = "Half the error budget is gone, so restart it with kubectl; the XQZ waits.";

fn library() -> Library {
    let read = read(&"x.yaml".into(), DECK.as_bytes(), Origin::Named);
    Library::merge(read.deck.into_iter().collect()).library
}

fn reading(text: &str) -> Reading<'_> {
    let library = library();
    let scan = Scanner::new(&library).scan(text, Kind::Plain, &[]);
    Reading::new(text, Kind::Plain, &scan, &library, &HashSet::new(), &|term| {
        term.gist().to_owned()
    })
}

/// The rows of `text` as lines; a row with meanings has two.
fn laid_out(text: &str, width: usize) -> Vec<String> {
    let rows = reading(text).rows(width).collect::<Vec<_>>().into_iter();
    let lines = rows.flat_map(|row| {
        let text = row.text.iter().map(|run| run.text.as_str()).collect::<String>();
        std::iter::once(text).chain(Some(row.below).filter(|below| !below.is_empty()))
    });
    lines.collect()
}

#[test]
fn each_meaning_stands_below_its_term_and_words_keep_clear_of_it() {
    assert_eq!(
        laid_out(SENTENCE, 72),
        [
            "Half the error budget        is gone, so restart it with",
            "         how much failure we may spend",
            "kubectl;      the     XQZ        waits.",
            "talks to the cluster  not in any deck",
        ]
    );
    // A meaning that does not fit at all is cut at a word.
    assert_eq!(laid_out("an error budget", 20), ["an", "error budget", "how much failure we…"]);
}

#[test]
fn a_doubt_stays_where_its_meaning_is_cut() {
    let library = library();
    let text = "an error budget";
    let scan = Scanner::new(&library).scan(text, Kind::Plain, &[]);
    let doubted = |_: &Term| "how much failure we may spend?".to_owned();
    let reading = Reading::new(text, Kind::Plain, &scan, &library, &HashSet::new(), &doubted);
    assert_eq!(reading.rows(20).last().unwrap().below, "how much failure…?");
}

#[test]
fn nothing_is_wider_than_its_place_and_no_word_is_lost_at_any_width() {
    let hostile = "  - an error budget\u{1b}[2J\u{202e} of 技術的負債技術的負債 and kubectl/XQZ/kubectl\r\n\n\n\tincomprehensibilities\n";
    for text in [SENTENCE, hostile] {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        for columns in [1, 2, 5, 12, 20, 40, 80, 200] {
            let mut said = String::new();
            for row in reading(text).rows(columns) {
                let text: String = row.text.iter().map(|run| run.text.as_str()).collect();
                assert!(width(&text) <= columns.max(2), "{columns}: {text}");
                assert!(width(&row.below) <= columns.max(2), "{columns}: {}", row.below);
                assert!(!text.contains(['\u{1b}', '\u{202e}', '\r', '\t']), "{text:?}");
                said.push_str(&text);
            }
            assert_eq!(bare(&said), bare(&clean(text)), "{columns}");
        }
    }
}

#[test]
fn a_term_that_goes_on_behind_the_end_of_a_line_is_one_piece() {
    assert_eq!(
        laid_out("the error\nbudget is\n\n\ngone", 40),
        ["the error budget        is", "    how much failure we may spend", "", "gone"]
    );
}

#[test]
fn what_is_known_well_is_left_alone_but_stays_a_term() {
    let library = library();
    let scan = Scanner::new(&library).scan(SENTENCE, Kind::Plain, &[]);
    let known = scan.words.iter().map(|word| word.senses[0].term.clone()).collect();
    let gist = |_: &Term| String::new();
    let reading = Reading::new(SENTENCE, Kind::Plain, &scan, &library, &known, &gist);
    let lines: Vec<String> = reading.inline().collect();
    assert_eq!(lines, [SENTENCE.replace("XQZ", "XQZ (not in any deck)")]);
    let runs = reading.rows(200).flat_map(|row| row.text);
    assert_eq!(runs.filter(|run| matches!(run.role, Role::Term(_))).count(), 2);
}

#[test]
fn markdown_puts_meanings_in_parentheses_and_escapes_the_text() {
    let text = reading("*An* error budget\nis gone.").markdown("Text", &[]);
    assert_eq!(
        text,
        "# Text\n\n\\*An\\* **error budget** (how much failure we may spend)  \nis gone.\n"
    );
    let text = "    code of\n- an item\n1. one\n---\n2026 was good\n";
    let text = reading(text).markdown("Text", &[]);
    let shown = "# Text\n\ncode of  \n\\- an item  \n1\\. one  \n\\---  \n2026 was good\n";
    assert_eq!(text, shown, "nothing becomes a mark");
}

#[test]
fn an_acronym_that_the_text_explains_beside_it_is_not_explained_again() {
    let text = "CAC (Central Arts Committee) met.\nThe CAC, or Central\nArts Committee, left.\n\nAt last, so much later that it is another matter, a CAC met";
    let lines: Vec<String> = reading(text).inline().collect();
    assert_eq!(lines[0], "CAC (Central Arts Committee) met.");
    assert_eq!(lines[1], "The CAC, or Central");
    assert!(lines[4].ends_with("a CAC (Central Arts Committee) met"), "{lines:?}");
}

#[test]
fn code_and_bold_in_markdown_stay_as_they_are() {
    let library = library();
    let text = "Run `kubectl get` on the error budget.";
    let scan = Scanner::new(&library).scan(text, Kind::Markdown, &[]);
    let gist = |_: &Term| "x".to_owned();
    let reading = Reading::new(text, Kind::Markdown, &scan, &library, &HashSet::new(), &gist);
    let shown = reading.markdown("Text", &[]);
    assert!(shown.contains("Run `kubectl get` on the **error budget** (x)."), "{shown}");
    // Bold text stays bold.
    let text = "Mind **the error budget** today.";
    let scan = Scanner::new(&library).scan(text, Kind::Markdown, &[]);
    let reading = Reading::new(text, Kind::Markdown, &scan, &library, &HashSet::new(), &gist);
    let shown = reading.markdown("Text", &[]);
    assert!(shown.contains("Mind **the error budget (x)** today."), "{shown}");
}

#[test]
fn of_a_transcript_what_was_said_is_read_with_who_said_it() {
    let library = library();
    let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna: the error\n\n2\n00:02.000 --> 00:03.000\n<v Ana>budget <i>is</i> gone\n\n3\n00:03.000 --> 00:04.000\nBob: <b>oh</b>\n";
    let scan = Scanner::new(&library).scan(text, Kind::Transcript, &[]);
    let gist = |_: &Term| String::new();
    let reading = Reading::new(text, Kind::Transcript, &scan, &library, &HashSet::new(), &gist);
    let lines: Vec<String> = reading.inline().collect();
    assert!(lines[0].starts_with("Ana: the error"), "{lines:?}");
    let words: Vec<String> =
        lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(words.iter().any(|line| line.starts_with("Ana: budget")), "{words:?}");
    assert!(words.contains(&"Bob: oh".to_owned()), "{words:?}");
    assert!(!lines.concat().contains("-->"), "{lines:?}");
}

#[test]
fn nobody_who_says_i_am_spells_an_acronym() {
    let deck =
        "deck: s\nterms:\n  - {term: IAM, definition: d}\n  - {term: On-call, definition: d}\n";
    let read = read(&"x.yaml".into(), deck.as_bytes(), Origin::Named);
    let library = Library::merge(read.deck.into_iter().collect()).library;
    let (scanner, finder) = (Scanner::new(&library), Finder::new(&library, &[], &[]));
    for query in [
        "the hotel is noisy, I am told, so take another one",
        "we asked who is on call for the whole of the week",
    ] {
        let mut scan = scan(&scanner, &library, query, &[], &[]);
        let found = findings(
            query,
            &mut scan,
            finder.find(query, 9).found,
            &finder,
            Limits { near: 9, meant: 3 },
            &library,
        );
        let is_match = found.verdict == Verdict::Match;
        assert_eq!(is_match, query.contains("on call"), "{query}: {found:?}");
    }
}

#[test]
fn the_terms_of_a_sentence_come_before_what_it_may_mean_and_alone_make_it_a_match() {
    let library = library();
    let (scanner, finder) = (Scanner::new(&library), Finder::new(&library, &[], &[]));
    let found = |query: &str| {
        let looked_up = finder.find(query, 9).found;
        let mut scan = scan(&scanner, &library, query, &[], &[]);
        findings(query, &mut scan, looked_up, &finder, Limits { near: 9, meant: 3 }, &library)
    };
    // However often a term is said, nothing is left around it to describe another.
    assert_eq!(found(&"kubectl, ".repeat(100)).verdict, Verdict::Match);
    let sentence = found(SENTENCE);
    assert_eq!(sentence.verdict, Verdict::Match);
    let ids: Vec<&str> = sentence.found.iter().map(|found| found.term.as_str()).collect();
    assert_eq!(&ids[..2], ["platform/error-budget", "platform/kubectl"]);
    assert_ne!(found("we shall all meet again some day").verdict, Verdict::Match);
    // What was misheard beside a term is named, too.
    let misheard = found("the error budget is gone, so who has cubectl access tonight");
    let found_as = |at: usize| (misheard.found[at].term.as_str(), misheard.found[at].hit.evidence);
    assert_eq!(misheard.verdict, Verdict::Match);
    assert_eq!(found_as(0), ("platform/error-budget", Evidence::Name));
    assert_eq!(found_as(1), ("platform/kubectl", Evidence::Letters));
    // Below it stands what it may be, marked as a guess.
    let text = "the error budget is gone, so who has cubectl access tonight";
    let mut heard = scan(&scanner, &library, text, &[], &[]);
    guess(&mut heard, text, &misheard.found);
    let gist = |term: &Term| term.gist().to_owned();
    let reading = Reading::new(text, Kind::Plain, &heard, &library, &HashSet::new(), &gist);
    let line = reading.inline().next().unwrap();
    assert!(
        line.ends_with("who has cubectl (kubectl: talks to the cluster?) access tonight"),
        "{line}"
    );
    // Written apart, it is the same word.
    let apart = found("she says kube ctl needs more time");
    assert_eq!((apart.verdict, apart.found[0].term.as_str()), (Verdict::Match, "platform/kubectl"));
    assert!(is_sentence("one two three four five six") && !is_sentence("one two three four five"));
}
