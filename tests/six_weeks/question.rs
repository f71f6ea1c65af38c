//! Parses the question on the quiz screen.

use shoptalk::core::card::{CardId, Direction};
use shoptalk::core::deck::{Deck, Level, Term};
use shoptalk::core::form::masked;
use shoptalk::core::library::Library;
use shoptalk::core::review::Form;
use shoptalk::core::words::occurrences;

use super::pattern;

/// The kind of screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A new word.
    Introduction,
    /// A leech, to be read again.
    HardWord,
    /// A multiple-choice question.
    Pick(Vec<String>),
    /// A question with an answer to type.
    Typed,
    /// A question to answer from memory.
    Front,
    /// Its answer, to be graded.
    Back,
    /// The outcome of an answer, in one line.
    Outcome(String),
    /// The end of the quiz.
    Summary,
}

/// A question, or what is shown instead.
#[derive(Debug, Clone)]
pub struct Question {
    /// The kind.
    pub seen: Seen,
    /// The card that is asked or introduced; several if the screen doesn't show the team.
    pub cards: Vec<CardId>,
    /// The form of the question.
    pub form: Form,
    /// How many words were answered right; `None` where there is no room for it.
    pub right: Option<usize>,
    /// How many are still to give; `None` at the end.
    pub left: Option<usize>,
    /// The estimated minutes.
    pub minutes: Option<usize>,
    /// The sentence, if the question has one.
    pub sentence: String,
}

impl Question {
    /// Parses `text`, a screen about words of `library`. Only the decks in `followed` are in the quiz.
    /// The word `marked` is underlined.
    pub fn read(
        text: &str,
        marked: &str,
        library: &Library,
        followed: &[(String, Level)],
    ) -> Option<Self> {
        let rows: Vec<&str> = text.lines().map(|row| row.get(1..).unwrap_or_default()).collect();
        let at = rows.iter().position(|row| !row.is_empty())?;
        let (title, [right, left, minutes]) = head(rows[at])?;
        let body = &rows[at + 1..];
        let paragraphs = paragraphs(body);
        // There may be a greeting first.
        let tasks = [
            ("A new word", Form::Introduce),
            ("What does it mean?", Form::Recall),
            ("Which word is it?", Form::Choose),
            ("What is the word for it?", Form::Recall),
            ("What does it stand for?", Form::Expand),
            ("Which word is missing?", Form::Fill),
            ("Whose sense is this?", Form::WhichTeam),
            ("What did she just say?", Form::InSentence),
        ];
        let task = body.iter().find_map(|row| {
            let (task, form) = tasks.iter().find(|(task, _)| task == row)?;
            Some((*task, *form))
        });
        let options = options(body);
        let seen = if let Some(outcome) = outcome(&paragraphs) {
            Seen::Outcome(outcome)
        } else if body.iter().any(|row| row.contains(" missed it: ")) {
            Seen::Back
        } else if body.iter().any(|row| row.starts_with("Answer: ") || *row == "Answer:") {
            Seen::Typed
        } else if !options.is_empty() && task.is_some() {
            Seen::Pick(options)
        } else if task.is_some_and(|(_, form)| form == Form::Introduce) {
            Seen::Introduction
        } else if task.is_some() {
            Seen::Front
        } else if body.iter().any(|row| row.starts_with("A hard word: ")) {
            Seen::HardWord
        } else {
            Seen::Summary
        };
        let (cards, form, sentence) = match (task, &seen) {
            (Some(task), _) => asked(body, marked, task, &seen, title, library, followed),
            _ => (Vec::new(), Form::Introduce, String::new()),
        };
        Some(Self { seen, cards, form, right, left, minutes, sentence })
    }
}

/// Parses the header: team, words answered right, answers to give, and minutes.
fn head(row: &str) -> Option<(&str, [Option<usize>; 3])> {
    let row = row.trim_end_matches(['━', '─', ' ']);
    let title = row.split("  ").next()?;
    let title = title.strip_prefix("Cram: ").unwrap_or(title);
    if ["Quiz", "Cram"].contains(&row) {
        // The end says what was done below this.
        return Some((title, [Some(0), None, None]));
    }
    // What was learned is counted at the end, too.
    let is_count = |part: &&str| !part.is_empty() && !part.ends_with(" learned");
    let parts = row.split("  ").skip(1).map(str::trim).filter(is_count);
    let count = parts.collect::<Vec<_>>().join(", ");
    let all = pattern::numbers("# right, # to go, # min", &count);
    let right = all.as_ref().map(|found| found[0]);
    let found = all.or_else(|| pattern::numbers("# to go, # min", &count))?;
    let [.., left, minutes] = found[..] else { return None };
    Some((title, [right, (left > 0).then_some(left), (left > 0).then_some(minutes)]))
}

/// The paragraphs, each joined into one line.
fn paragraphs(rows: &[&str]) -> Vec<String> {
    let runs = rows.split(|row| row.trim().is_empty()).filter(|run| !run.is_empty());
    runs.map(|run| run.iter().map(|row| row.trim()).collect::<Vec<_>>().join(" ")).collect()
}

/// The options, in order.
fn options(rows: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut is_open = false;
    for row in rows {
        if let Some(text) = row.strip_prefix(&format!("{}  ", all.len() + 1)) {
            all.push(text.to_owned());
            is_open = true;
        } else if let (Some(more), Some(last), true) =
            (row.strip_prefix("   "), all.last_mut(), is_open)
        {
            last.push(' ');
            last.push_str(more.trim());
        } else {
            is_open = false;
        }
    }
    all
}

/// The line with the outcome of an answer.
fn outcome(paragraphs: &[String]) -> Option<String> {
    let first = paragraphs.first()?;
    let is_one = ["+ ", "~ ", "- "].iter().any(|sign| first.starts_with(sign))
        && ["comes back ", "ou'll see it again ", "skipped ", "suspended"]
            .iter()
            .any(|when| first.contains(when));
    is_one.then(|| first.split("You typed: ").next().unwrap_or(first).trim().to_owned())
}

/// The texts that may stand for the meaning of `term`.
fn meanings(term: &Term) -> impl Iterator<Item = String> {
    let gloss = term.gloss.clone();
    let why = gloss.as_ref().zip(term.why.as_ref()).map(|(gloss, why)| format!("{gloss}. {why}"));
    [Some(term.definition.clone()), gloss, why].into_iter().flatten()
}

fn asked(
    rows: &[&str],
    marked: &str,
    (task, form): (&str, Form),
    seen: &Seen,
    title: &str,
    library: &Library,
    followed: &[(String, Level)],
) -> (Vec<CardId>, Form, String) {
    let below = rows.iter().position(|row| *row == task).map_or(rows, |at| &rows[at + 1..]);
    let word = below.iter().map(|row| row.trim()).find(|row| !row.is_empty()).unwrap_or_default();
    let below = paragraphs(below);
    let form = match (form, seen) {
        (Form::Recall, Seen::Pick(_)) => Form::Choose,
        (Form::Recall, Seen::Typed) => Form::Type,
        (form, _) => form,
    };
    let by_meaning = ["Which word is it?", "What is the word for it?", "Which word is missing?"];
    let direction =
        if by_meaning.contains(&task) { Direction::Speak } else { Direction::Understand };
    // The question may ask for the team, so any followed one is possible.
    let depth = |deck: &Deck| match form {
        Form::WhichTeam => {
            followed.iter().find(|(id, _)| **id == *deck.id).map(|(_, depth)| *depth)
        }
        // A long title is cut off.
        _ => match title.strip_suffix('…') {
            Some(start) => deck.title.starts_with(start),
            None => deck.title == title,
        }
        .then_some(Level::Deep),
    };
    let decks = library.decks().iter().filter_map(|deck| Some((deck, depth(deck)?)));
    let says = |term: &Term| -> bool {
        match form {
            // All of the marked words: “data model” is no “model”.
            Form::InSentence => {
                term.names().any(|name| occurrences(marked, name).contains(&(0..marked.len())))
            }
            Form::WhichTeam => !occurrences(marked, &term.term).is_empty(),
            _ if direction == Direction::Understand => word == term.term,
            _ => meanings(term).any(|text| {
                let meaning = masked(&text, term);
                below.iter().any(|paragraph| paragraph.starts_with(&meaning))
            }),
        }
    };
    let mut cards: Vec<CardId> = Vec::new();
    for (deck, depth) in decks {
        for term in deck.terms.iter().filter(|term| term.level <= depth && says(term)) {
            let card = CardId::new(library.resolve(&term.id), direction);
            if !cards.contains(&card) {
                cards.push(card);
            }
        }
    }
    (cards, form, below.join(" "))
}
