//! Lays out a brief as sections of rows, which the shell, Markdown, and the screen each render their own way.

use crate::core::brief::{Brief, ChangeKind};
use crate::core::diff::{Piece, diff};
use crate::core::library::Library;
use crate::core::time::Day;

/// Heading of the open jottings.
const HEARD: &str = "Heard, but not known";
/// Heading of the unanswered questions.
const WAITING: &str = "Asked, but not answered yet";
/// Heading of the latest visit.
const TOGETHER: &str = "Last visit";

/// A section of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether it contains the user's own text, which may name people.
    pub personal: bool,
}

/// One row of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// A short label; may be empty.
    pub label: String,
    /// The text; may be empty.
    pub text: String,
    /// The number for marking a question as asked or answered, from 1.
    pub number: Option<usize>,
}

/// How many questions are numbered: suggestions first, then unanswered ones.
pub fn numbered(brief: &Brief) -> usize {
    brief.questions.len() + brief.unanswered.len()
}

/// The nonempty sections of `brief` as of `today`.
pub fn sections(brief: &Brief, library: &Library, today: Day) -> Vec<Section> {
    let mut out = Vec::new();
    let mut add = |title: String, rows: Vec<Row>| {
        if !rows.is_empty() {
            let personal = [HEARD, WAITING, TOGETHER].contains(&title.as_str());
            out.push(Section { title, rows, personal });
        }
    };
    let ago = |day: Day| days_ago(day, today);
    let visit = brief.last_visit.iter().map(|visit| Row {
        label: ago(visit.day),
        text: visit.text.clone().unwrap_or_default(),
        number: None,
    });
    add(TOGETHER.to_owned(), visit.collect());
    let asks = brief.questions.iter().enumerate().map(|(at, question)| {
        let about = question.term.as_ref().and_then(|id| library.find(id));
        let label = about.map(|term| term.term.clone()).unwrap_or_default();
        let state = match &question.asked {
            None => "",
            Some(asked) if asked.answer.is_none() => " (asked today)",
            Some(_) => " (answered today)",
        };
        Row { label, text: format!("{}{state}", question.text), number: Some(at + 1) }
    });
    add("To ask".to_owned(), asks.collect());
    let waiting = brief.unanswered.iter().enumerate().map(|(at, asked)| Row {
        label: String::new(),
        text: format!("{} ({})", asked.question, ago(asked.day)),
        number: Some(brief.questions.len() + at + 1),
    });
    add(WAITING.to_owned(), waiting.collect());
    let jottings = brief.jottings.iter().map(|jotting| {
        let heard = jotting.heard.as_ref().map(|heard| format!("“{heard}”"));
        let from = jotting.said_by.as_ref().map(|who| format!("from {who}"));
        let text: Vec<String> = heard.into_iter().chain(from).collect();
        Row { label: jotting.words.clone(), text: text.join(", "), number: None }
    });
    add(HEARD.to_owned(), jottings.collect());
    let changes = brief.changes.iter().map(|change| {
        let (sign, text) = match &change.kind {
            ChangeKind::New { definition } => ("+", definition.clone()),
            ChangeKind::Changed { old, new } => ("~", with_signs(old, new)),
            ChangeKind::Gone => ("-", "no longer in the deck".to_owned()),
        };
        Row { label: format!("{sign} {}", change.word), text, number: None }
    });
    let since = brief.since.map(|day| format!("New in the deck since you read it {}", ago(day)));
    add(since.unwrap_or_default(), changes.collect());
    let words = brief.words.iter().map(|word| Row {
        label: if word.met { word.word.clone() } else { format!("{} (new)", word.word) },
        text: word.gist.clone(),
        number: None,
    });
    add("Words to have ready".to_owned(), words.collect());
    let elsewhere = brief.elsewhere.iter().map(|word| Row {
        label: word.word.clone(),
        text: format!("here: {} In {}: {}", word.here, word.title, word.there),
        number: None,
    });
    add("Means something else elsewhere".to_owned(), elsewhere.collect());
    out
}

/// How long ago `day` was, in words.
pub fn days_ago(day: Day, today: Day) -> String {
    match today.since(day) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days @ 2..=59 => format!("{days} days ago"),
        days => format!("{} months ago", days / 30),
    }
}

/// A changed definition on one line, with deletions as `[-…]` and additions as `[+…]`.
fn with_signs(old: &str, new: &str) -> String {
    let pieces = diff(old, new).into_iter().map(|piece| match piece {
        Piece::Same(words) => words,
        Piece::Gone(words) => format!("[-{words}]"),
        Piece::New(words) => format!("[+{words}]"),
    });
    pieces.collect::<Vec<_>>().join(" ")
}
