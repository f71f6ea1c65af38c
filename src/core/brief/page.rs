//! Lays out a brief as a document.

use crate::core::brief::{Brief, ChangeKind};
use crate::core::document::{Row, Section};
use crate::core::fluency::Fluency;
use crate::core::library::Library;
use crate::core::time::Day;

/// How many questions are numbered: suggestions first, then unanswered ones.
pub fn numbered(brief: &Brief) -> usize {
    brief.questions.len() + brief.unanswered.len()
}

/// The nonempty sections of `brief` as of `today`, below your `fluency`.
pub fn sections(brief: &Brief, fluency: &Fluency, library: &Library, today: Day) -> Vec<Section> {
    let ago = |day: Day| days_ago(day, today);
    let visit = brief.last_visit.iter().map(|visit| Row {
        personal: true,
        ..Row::new(ago(visit.day), visit.text.clone().unwrap_or_default())
    });
    let asks = brief.questions.iter().zip(1..).map(|(question, number)| {
        let about = question.term.as_ref().and_then(|id| library.find(id));
        let label = about.map(|term| term.term.clone()).unwrap_or_default();
        let note = match &question.asked {
            None => "",
            Some(asked) if asked.answer.is_none() => "asked today",
            Some(_) => "answered today",
        };
        Row { number: Some(number), note, ..Row::new(label, &question.text) }
    });
    let waiting = brief.unanswered.iter().zip(brief.questions.len() + 1..);
    let waiting = waiting.map(|(asked, number)| {
        let text = format!("{} ({})", asked.question, ago(asked.day));
        Row { number: Some(number), personal: true, ..Row::text(text) }
    });
    let jottings = brief.jottings.iter().map(|jotting| {
        let heard = jotting.heard.as_ref().map(|heard| format!("“{heard}”"));
        let from = jotting.said_by.as_ref().map(|who| format!("from {who}"));
        let text: Vec<String> = heard.into_iter().chain(from).collect();
        Row { personal: true, ..Row::new(&jotting.words, text.join(", ")) }
    });
    let since = brief.since.map(|day| format!("New in the deck since you read it {}", ago(day)));
    let changes = brief.changes.iter().map(|change| {
        let (how, text, old) = match &change.kind {
            ChangeKind::New { definition } => ("new", definition.as_str(), None),
            ChangeKind::Changed { old, new } => ("changed", new.as_str(), Some(old)),
            ChangeKind::Gone => ("removed", "", None),
        };
        let details = old.map(|old| format!("Before: {old}")).into_iter().collect();
        Row { details, ..Row::new(format!("{} ({how})", change.word), text) }
    });
    let words = brief.words.iter().map(|word| {
        let note = if word.met { "" } else { "new" };
        Row { note, ..Row::new(&word.word, &word.gist) }
    });
    let elsewhere = brief.elsewhere.iter().map(|word| {
        let [here, there] = &word.gists;
        let details = [(&brief.title, here), (&word.title, there)];
        let details = details.map(|(team, gist)| format!("{team}: {gist}"));
        Row { details: details.into(), ..Row::text(&word.word) }
    });
    // The others stand in the deck.
    let all = match fluency.now.words {
        all if all > brief.words.len() => format!(" ({} of {all})", brief.words.len()),
        _ => String::new(),
    };
    let sections = [
        Section::new("", fluency.sentences().into_iter().map(Row::text)),
        Section::new("Last visit", visit),
        Section::new("To ask", asks),
        Section::new("Asked, but not answered yet", waiting),
        Section::new("Heard, but not known", jottings),
        Section::new(since.unwrap_or_default(), changes),
        Section::new(format!("Words to have ready{all}"), words),
        Section::new("Other teams mean something else", elsewhere),
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
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
