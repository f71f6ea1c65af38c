//! Lints valid decks: reports what could be written better, term by term and scene by scene.

mod across;
mod head;
mod markup;
mod order;
pub mod plain;
mod scene;
mod sounds;
mod term;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::deck::problem::{Also, Problem};
use crate::core::deck::rules::Rule;
use crate::core::deck::{Deck, FieldSpans, Marks, Term};
use crate::core::jargon::Scanner;
use crate::core::library::Library;
use crate::core::words::{counted, listed};
use crate::core::yaml::Span;

/// The most problems reported per deck: somewhat more than the terms that fit into the largest file.
const MOST_OF_A_DECK: usize = 20_000;

/// Acronyms that everyone in an office knows.
const EVERYDAY: &[&str] = &[
    "AI", "AM", "CD", "CEO", "CFO", "CTO", "DVD", "EU", "FAQ", "GPS", "HR", "ID", "IT", "OK", "PC",
    "PDF", "PM", "SMS", "TV", "UK", "URL", "US", "USB", "VAT",
];

pub use across::across;

/// A deck as read, with the spans of its values.
pub type Marked<'a> = (&'a Deck, &'a Marks);

/// What could be better in `decks`. `library` must contain them and every deck they may link to.
pub fn lint(decks: &[Marked<'_>], library: &Library) -> Vec<Problem> {
    let fresh = HashSet::new();
    let linter = Linter::new(library, &fresh);
    let each = decks.iter().flat_map(|deck| linter.deck(*deck));
    each.chain(across(decks, library)).collect()
}

/// Lints decks, one at a time.
pub struct Linter<'a> {
    library: &'a Library,
    acronyms: HashSet<String>,
    /// The first term with each id, in any deck.
    by_id: HashMap<&'a str, &'a TermId>,
    /// Terms that were just added or changed. Their missing fields are reported one by one.
    fresh: &'a HashSet<TermId>,
    /// Today's date, if known.
    today: Option<Date>,
    /// Finds the terms in scenes; built for the first.
    scanner: OnceLock<Scanner>,
}

impl<'a> Linter<'a> {
    /// A linter for the decks in `library`, which must also contain every deck they may link to. Missing fields are reported one
    /// by one for terms in `fresh`, and in one line per deck for all others.
    pub fn new(library: &'a Library, fresh: &'a HashSet<TermId>) -> Self {
        let mut by_id = HashMap::new();
        for (_, term) in library.terms() {
            by_id.entry(term.id.term()).or_insert(&term.id);
        }
        Self {
            library,
            acronyms: known_acronyms(library),
            by_id,
            fresh,
            today: None,
            scanner: OnceLock::new(),
        }
    }

    /// Sets today's date, so that dates in the future are reported.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// What could be better in one deck, including its links.
    pub fn deck(&self, (deck, marks): Marked<'_>) -> Vec<Problem> {
        let mut lint = Lint { deck, linter: self, problems: Vec::new() };
        for (scene, marks) in deck.scenes.iter().zip(&marks.scenes) {
            lint.scene(scene, marks);
        }
        lint.language(&marks.head);
        lint.order(marks);
        let marks = &marks.terms[..];
        lint.names(marks);
        lint.complete(marks);
        for (term, marks) in deck.terms.iter().zip(marks) {
            lint.definition(term, marks);
            lint.example(term, marks);
            lint.question(term, marks);
            lint.expansion(term, marks);
            lint.gloss(term, marks);
            lint.say(term, marks);
            lint.reviewed(term, marks);
            lint.english(term, marks);
            lint.links(term, marks);
            lint.instead(term, marks);
            lint.items(term, marks);
            lint.markup(term, marks);
        }
        lint.glosses(marks);
        lint.sounds(marks);
        lint.problems.truncate(MOST_OF_A_DECK);
        lint.problems
    }
}

/// Every everyday acronym, and every acronym in the name of a term.
fn known_acronyms(library: &Library) -> HashSet<String> {
    let everyday = EVERYDAY.iter().map(|word| (*word).to_owned());
    let names = library.terms().flat_map(|(_, term)| term.names());
    everyday.chain(names.flat_map(acronyms).map(str::to_owned)).collect()
}

/// The acronyms in `text`: two or more capitals and digits, with or without a plural s.
fn acronyms(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter_map(|word| {
        let word = word.strip_suffix('s').unwrap_or(word);
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        let is_acronym = capitals >= 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        is_acronym.then_some(word)
    })
}

/// The fields that make a term memorable.
pub const RECOMMENDED: [&str; 7] =
    ["gloss", "example", "why", "ask", "level", "confused_with", "reviewed"];

struct Lint<'a> {
    deck: &'a Deck,
    linter: &'a Linter<'a>,
    problems: Vec<Problem>,
}

impl Lint<'_> {
    fn add(
        &mut self,
        rule: Rule,
        place: Span,
        what: String,
        help: impl Into<String>,
    ) -> &mut Problem {
        // Once the limit is reached, each new problem replaces the last one.
        self.problems.truncate(MOST_OF_A_DECK);
        self.problems.push(Problem::new(self.deck.path.clone(), place, rule, what, help));
        self.problems.last_mut().expect("one was pushed just now")
    }

    fn also(&self, place: Span, label: impl Into<String>) -> Also {
        Also { path: self.deck.path.clone(), place, label: label.into() }
    }

    fn names(&mut self, marks: &[FieldSpans]) {
        let mut seen: HashMap<String, (usize, Span)> = HashMap::new();
        for (index, (term, marks)) in self.deck.terms.iter().zip(marks).enumerate() {
            let names = std::iter::once((&term.term, "term", 0))
                .chain(term.aliases.iter().enumerate().map(|(at, alias)| (alias, "aliases", at)));
            for (name, field, at) in names {
                let place = marks.of(field, at);
                match seen.get(&name.to_lowercase()) {
                    Some((other, first)) => {
                        let (what, help) = match *other == index {
                            true if *first == marks.of("term", 0) => {
                                (format!("`{name}` is the term itself"), "remove it from `aliases`")
                            }
                            true => {
                                let what = format!("`{name}` is listed twice for this term");
                                (what, "remove it from one of them")
                            }
                            false => {
                                let line = first.line;
                                let what =
                                    format!("`{name}` is also a name of the term on line {line}");
                                (what, "remove it from one of them")
                            }
                        };
                        let also = self.also(*first, "first used here");
                        self.add(Rule::SameName, place, what, help).also = Some(also);
                    }
                    None => {
                        seen.insert(name.to_lowercase(), (index, place));
                    }
                }
            }
        }
    }

    /// Missing fields: one line per deck, because a new deck would drown in one line per field, and one by one for fresh terms.
    fn complete(&mut self, marks: &[FieldSpans]) {
        let terms = || self.deck.terms.iter().zip(marks);
        let lacks =
            |marks: &FieldSpans, field: &str| !marks.0.iter().any(|(name, ..)| *name == field);
        let fresh = |term: &Term| self.linter.fresh.contains(&term.id);
        let mut counts = Vec::new();
        let mut first: Option<(Span, &str)> = None;
        for field in RECOMMENDED {
            let mut lacking = terms().filter(|(term, marks)| lacks(marks, field) && !fresh(term));
            if let Some((term, marks)) = lacking.next() {
                let place = marks.of("term", 0);
                if first.is_none_or(|(before, _)| place.line < before.line) {
                    first = Some((place, &term.term));
                }
                counts.push((field, 1 + lacking.count()));
            }
        }
        let mut found = Vec::new();
        if let Some((place, name)) = first {
            let all = counted(self.deck.terms.len(), "term");
            let counts: Vec<String> = counts
                .iter()
                .enumerate()
                .map(|(at, (field, count))| match at {
                    0 => format!("`{field}` is missing in {count} of {all}"),
                    _ => format!("`{field}` in {count}"),
                })
                .collect();
            let what = format!("{}; first in `{name}`", counts.join(", "));
            found.push((place, what, "fill them in when you edit these terms"));
        }
        for (term, marks) in terms().filter(|(term, _)| fresh(term)) {
            let lacking: Vec<_> =
                RECOMMENDED.into_iter().filter(|field| lacks(marks, field)).collect();
            if !lacking.is_empty() {
                let what = format!("`{}` has no {}", term.term, in_words(&lacking));
                found.push((marks.of("term", 0), what, "add it while you are editing the term"));
            }
        }
        for (place, what, help) in found {
            self.add(Rule::Incomplete, place, what, help);
        }
    }
}

/// Joins names: `a`, `b` and `c`.
pub fn in_words(names: &[&str]) -> String {
    listed(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>(), "and")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    fn codes(texts: &[&str]) -> Vec<&'static str> {
        let codes = problems(texts).into_iter().map(|problem| problem.rule.code());
        codes.filter(|code| *code != "N409").collect()
    }

    fn problems(texts: &[&str]) -> Vec<Problem> {
        let reads: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| read(&format!("{at}.yaml").into(), text.as_bytes(), Origin::Named))
            .collect();
        let decks = reads.iter().filter_map(|read| read.deck.clone()).collect();
        let library = Library::merge(decks).library;
        let marked: Vec<_> =
            reads.iter().filter_map(|read| Some((read.deck.as_ref()?, &read.marks))).collect();
        lint(&marked, &library)
    }

    const GOOD: &str = "deck: a\nterms:\n  - term: Error budget\n    gloss: how much may fail\n    \
        definition: The amount of failure that a service is allowed before work on features stops.\n    \
        example: The error budget is gone.\n    why: It ends an argument.\n    ask: How much is left?\n    level: core\n    reviewed: 2026-11-01\n";

    fn with(from: &str, to: &str) -> Vec<&'static str> {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD);
        codes(&[&text])
    }

    #[test]
    fn a_good_deck_has_no_warnings() {
        assert_eq!(codes(&[GOOD]), [""; 0]);
    }

    #[test]
    fn each_measure_has_its_warning() {
        assert_eq!(with("that a service is allowed before work on features stops", ""), ["W403"]);
        assert_eq!(with("The amount", "The error budgets or amount"), ["W404"]);
        assert_eq!(with("The amount", "The FUBAR or amount"), ["W406"]);
        assert_eq!(with("The error budget is", "It is"), ["W405"]);
        assert_eq!(with("How much is left?", "Tell me."), ["W408"]);
        assert_eq!(with("term: Error budget", "term: EBU\n    aliases: [error budget]"), ["N410"]);
        assert_eq!(with("    level: core", "    level: core\n    see_also: [nothing]"), ["W501"]);
        assert_eq!(
            with("    level: core", "    level: core\n    aliases: [error Budget]"),
            ["W402"]
        );
    }

    #[test]
    fn what_is_written_as_no_one_talks_has_a_warning_or_a_hint() {
        assert_eq!(with("how much may fail", "the error budget of a team"), ["W411"]);
        let say = |say: &str| with("    gloss", &format!("    say: {say}\n    gloss"));
        assert_eq!(say("er-er budget"), [""; 0]);
        assert_eq!(say("\"E = B²\""), ["W415"]);
        assert_eq!(with("The amount of failure", "The spending of failure"), ["N417"]);
        assert_eq!(with("It ends", "It ends many a dispute and"), ["N418"]);
        assert_eq!(with("How much is left?", "How many of them did we forget?"), ["N419"]);
        let german = GOOD.replace("deck: a", "deck: a\nlanguage: de").replace("It ends", "many a");
        assert_eq!(codes(&[&german]), [""; 0]);
        let sound =
            |sound: &str| with("    level", &format!("    sounds_like: [{sound}]\n    level"));
        assert_eq!(sound("air budget"), [""; 0]);
        assert_eq!(sound("leader"), ["W413"]);
        assert_eq!(sound("errorbudget"), ["W414"]);
        let both = "    see_also: [b/slip]\n    confused_with: [b/slip]\n    level";
        assert!(with("    level", both).contains(&"W504"));
        let second = "  - term: Slip\n    gloss: how much may fail\n    definition: A mistake that everyone makes once in a while and then never again.\n    level: core\n";
        assert_eq!(codes(&[&format!("{GOOD}{second}")]), ["W412"]);
    }

    #[test]
    fn a_scene_is_of_roles_and_says_core_words_of_its_deck() {
        let deck = |who: &str, said: &str| {
            let line = |says: &str| format!("      - {{who: {who}, says: {says}}}\n");
            let lines = line(said) + &line("It broke.").repeat(5);
            let reply = |lands| format!("      - {{says: Oh., lands: {lands}, why: Hm.}}\n");
            let replies: String = ["helps", "flat", "micromanages"].map(reply).concat();
            format!(
                "{GOOD}scenes:\n  - title: Late\n    setting: A call.\n    lines:\n{lines}    replies:\n{replies}"
            )
        };
        let said = "The error budget is gone.";
        assert_eq!(codes(&[&deck("developer", said)]), [""; 0]);
        assert_eq!(codes(&[&deck("Ana", said)]), ["W420"; 6]);
        assert_eq!(codes(&[&deck("developer", "It is many a slip.")]), ["W421", "N418"]);
        let found = problems(&[&deck("developer", "It is gone.")]);
        let found = found.iter().find(|problem| problem.rule.code() == "W421").unwrap();
        assert_eq!(found.what, "`Late` uses no core word of this deck");
        assert_eq!(
            (found.place.line, &*found.help),
            (12, "use at least 1, as your team would say them")
        );
        // A deck that extends another says words of that deck.
        let deck = deck("developer", "It is gone.");
        let scenes = deck.split_once("scenes:").unwrap().1;
        let extending = format!("extends: a\nterms: []\nscenes:{scenes}");
        assert_eq!(codes(&[GOOD, &extending]), ["W421"]);
        assert_eq!(codes(&[GOOD, &extending.replace("It is", "The error budget is")]), [""; 0]);
    }

    #[test]
    fn a_date_of_review_that_is_to_come_is_a_mistake() {
        let read = read(&"a.yaml".into(), GOOD.as_bytes(), Origin::Named);
        let deck = read.deck.unwrap();
        let library = Library::merge(vec![deck.clone()]).library;
        let fresh = HashSet::new();
        let codes = |day: i8| {
            let linter = Linter::new(&library, &fresh).on(jiff::civil::date(2026, 11, day));
            let found = linter.deck((&deck, &read.marks));
            found.iter().filter(|problem| problem.rule.code() == "W416").count()
        };
        assert_eq!((codes(1), codes(2)), (0, 0));
        let early = Linter::new(&library, &fresh).on(jiff::civil::date(2026, 10, 31));
        let found = early.deck((&deck, &read.marks));
        assert!(found.iter().any(|problem| problem.rule.code() == "W416"), "{found:?}");
    }

    #[test]
    fn order_and_sameness_are_seen_across_terms_and_decks() {
        let second = GOOD.replace("deck: a", "deck: b");
        assert_eq!(codes(&[GOOD, &second]), ["W407", "N503"]);
        let terms = GOOD.split_once("terms:\n").unwrap().1;
        let earlier = terms
            .replace("Error budget", "Budget")
            .replace("error budget", "budget")
            .replace("how much may fail", "what there is to spend")
            .replace("service", "team");
        assert_eq!(codes(&[&format!("{GOOD}{earlier}")]), ["W401"]);
    }

    #[test]
    fn a_word_of_two_teams_is_a_note_that_names_both_unless_they_are_one() {
        let second =
            GOOD.replace("deck: a", "deck: b\nowners: [\"@acme/b\"]").replace("service", "team");
        let mut problems = problems(&[GOOD, &second]);
        problems.retain(|problem| problem.rule.code() != "N409");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].what, "`Error budget` is in the decks a and b (@acme/b)");
        assert_eq!(problems[0].also.as_ref().map(|also| &*also.path), Some("1.yaml"));
        let same = second.replace("level: core", "level: core\n    same_as: a/error-budget");
        assert_eq!(codes(&[GOOD, &same]), [""; 0]);
    }

    #[test]
    fn what_a_fresh_term_lacks_is_told_by_itself_and_the_rest_in_one_line() {
        let lacking = GOOD.replace("    why: It ends an argument.\n", "");
        let other = "  - term: Fault\n    definition: Something in a system that is wrong and waits there for its moment.\n    level: core\n";
        let read = read(&"a.yaml".into(), format!("{lacking}{other}").as_bytes(), Origin::Named);
        let deck = read.deck.unwrap();
        let library = Library::merge(vec![deck.clone()]).library;
        let fresh = HashSet::from([TermId::new("a", "fault")]);
        let problems = Linter::new(&library, &fresh).deck((&deck, &read.marks));
        let told: Vec<_> = problems.into_iter().map(|problem| problem.what).collect();
        assert_eq!(
            told,
            [
                "`why` is missing in 1 of 2 terms, `confused_with` in 1; first in `Error budget`",
                "`Fault` has no `gloss`, `example`, `why`, `ask`, `confused_with` and `reviewed`"
            ]
        );
    }
}
