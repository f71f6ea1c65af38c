//! What the quiz asks, as it reads on the screen.

use shoptalk::core::card::{CardId, Direction};
use shoptalk::core::deck::{Deck, Level, Term};
use shoptalk::core::form::masked;
use shoptalk::core::library::Library;
use shoptalk::core::review::Form;

use super::pattern;

/// What stands before the user.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A new word.
    Introduction,
    /// A word that slipped too often, to be read again.
    HardWord,
    /// A question with options.
    Pick(Vec<String>),
    /// A question with an answer to type.
    Typed,
    /// A question to think about.
    Front,
    /// Its answer, to be graded.
    Back,
    /// What the answer came to, in one line.
    Outcome(String),
    /// The end of the quiz.
    Summary,
}

/// A question, or what stands in its place.
#[derive(Debug, Clone)]
pub struct Question {
    /// What it is.
    pub seen: Seen,
    /// The card that is asked or introduced; several where the screen hides of which team the word is.
    pub cards: Vec<CardId>,
    /// How it is asked.
    pub form: Form,
    /// How many answers were given, and how many are still to be given.
    pub answered: usize,
    /// How many are still to be given; none at the end.
    pub left: Option<usize>,
    /// The minutes that this takes.
    pub minutes: Option<usize>,
    /// The sentence of which the team is asked for.
    pub sentence: String,
}

impl Question {
    /// What `text`, the screen, shows of the words of `library`, of whose decks those of `followed` are quizzed.
    pub fn read(text: &str, library: &Library, followed: &[(String, Level)]) -> Option<Self> {
        let rows: Vec<&str> = text.lines().map(|row| row.get(4..).unwrap_or_default()).collect();
        let at = rows.iter().position(|row| !row.is_empty())?;
        let (title, answered, left, minutes) = head(rows[at])?;
        let body = &rows[at + 1..];
        let paragraphs = paragraphs(body);
        // A greeting may stand first.
        let tasks = [
            ("A new word", Form::Introduce),
            ("What does it mean?", Form::Recall),
            ("Which word is it?", Form::Choose),
            ("What is the word for it?", Form::Recall),
            ("What does it stand for?", Form::Expand),
            ("Which word is missing?", Form::Fill),
            ("Whose sense is this?", Form::WhichTeam),
        ];
        let task = body.iter().find_map(|row| {
            let (task, form) = tasks.iter().find(|(task, _)| task == row)?;
            Some((*task, *form))
        });
        let options = options(body);
        let seen = if let Some(outcome) = outcome(&paragraphs) {
            Seen::Outcome(outcome)
        } else if body.iter().any(|row| row.contains(" missed it ")) {
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
            (Some((task, form)), _) => asked(body, task, form, &seen, title, library, followed),
            _ => (Vec::new(), Form::Introduce, String::new()),
        };
        Some(Self { seen, cards, form, answered, left, minutes, sentence })
    }
}

/// The team whose word is asked, how many answers were given, how many are to be given, and how many minutes that takes.
fn head(row: &str) -> Option<(&str, usize, Option<usize>, Option<usize>)> {
    let count = row.rsplit("  ").next()?;
    let title = row.split(['━', '─']).next()?.trim();
    let title = title.split("  ").next()?;
    let title = title.strip_prefix("Cram: ").unwrap_or(title);
    if let Some(found) = pattern::numbers("# answered, # to go, # minute(s)", count) {
        return Some((title, found[0], Some(found[1]), Some(found[2])));
    }
    let found = pattern::numbers("# answered", count)?;
    Some((title, found[0], None, None))
}

/// The runs of rows between blank ones, each as one text.
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

/// The line that says what an answer came to.
fn outcome(paragraphs: &[String]) -> Option<String> {
    let first = paragraphs.first()?;
    let is_one = ["+ ", "~ ", "- "].iter().any(|sign| first.starts_with(sign))
        && (first.contains("comes back ") || first.contains("left out "));
    is_one.then(|| first.split("You typed: ").next().unwrap_or(first).trim().to_owned())
}

fn asked(
    rows: &[&str],
    task: &str,
    form: Form,
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
    // Of which team the word is may be the very question: then it is one of those that are quizzed.
    let depth = |deck: &Deck| match form {
        Form::WhichTeam => {
            followed.iter().find(|(id, _)| **id == *deck.id).map(|(_, depth)| *depth)
        }
        _ => (deck.title == title).then_some(Level::Deep),
    };
    let decks = library.decks().iter().filter_map(|deck| Some((deck, depth(deck)?)));
    let says = |term: &Term| -> bool {
        if direction == Direction::Understand {
            return word == term.term;
        }
        let meaning = masked(&term.definition, term);
        below.iter().any(|paragraph| paragraph.starts_with(&meaning))
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
