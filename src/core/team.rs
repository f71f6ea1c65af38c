//! The history with one team, newest first: visits, scenes, questions and answers, jottings, and words met.

use crate::core::card::{Direction, TermId};
use crate::core::deck::Deck;
use crate::core::jotting::Jotting;
use crate::core::library::Library;
use crate::core::meeting::{Asked, Visit};
use crate::core::plan::States;
use crate::core::scene_session::Play;
use crate::core::text::clean;
use crate::core::time::Day;

/// The kind of a history entry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// A visit.
    Visit,
    /// A scene that was played to its end.
    #[strum(serialize = "sat in")]
    Sat,
    /// A question that was asked, with its answer if any.
    Asked,
    /// A jotted-down word.
    Heard,
    /// The user's note or mnemonic.
    Note,
    /// A word asked for the first time.
    Met,
}

impl Kind {
    /// The label on screen.
    pub fn label(self) -> &'static str {
        self.into()
    }
}

/// A history entry.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// The study day.
    pub day: Day,
    /// The kind.
    pub kind: Kind,
    /// The text.
    pub text: String,
    /// The words in the text that were met, each with its meaning in a few words.
    #[serde(skip)]
    pub words: Vec<[String; 2]>,
}

impl Entry {
    fn new(day: Day, kind: Kind, text: String) -> Self {
        Self { day, kind, text, words: Vec::new() }
    }

    /// Whether the entry contains every word of `query`, in any case. An empty query matches.
    pub fn matches(&self, query: &str) -> bool {
        let text = format!("{} {} {}", self.day, self.kind.label(), self.text).to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// The input for a team's history.
pub struct Material<'a> {
    /// All decks.
    pub library: &'a Library,
    /// The team's deck.
    pub deck: &'a Deck,
    /// The state of every card.
    pub states: &'a States,
    /// All visits.
    pub visits: &'a [Visit],
    /// All scenes played, to the end or not.
    pub plays: &'a [Play],
    /// All questions asked.
    pub asked: &'a [Asked],
    /// Open and answered jottings, each with its study day and the term it became.
    pub jottings: &'a [(Day, Jotting, Option<TermId>)],
    /// The user's notes on terms, each with its study day.
    pub notes: &'a [(Day, TermId, String)],
}

/// The history with the team, newest first. Words first met on the same day share one entry.
pub fn page(material: &Material<'_>) -> Vec<Entry> {
    let Material { library, deck, states, visits, plays, asked, jottings, notes } = material;
    let here = |id: &str| library.deck(id).is_some_and(|found| found.id == deck.id);
    let mut out = Vec::new();
    for visit in visits.iter().filter(|visit| here(&visit.deck)) {
        let text = visit.text.clone().unwrap_or_else(|| "(no note)".to_owned());
        out.push(Entry::new(visit.day, Kind::Visit, text));
    }
    for play in plays.iter().filter(|play| play.is_ended && here(&play.deck)) {
        let scene = deck.scenes.iter().find(|scene| scene.id == play.scene);
        let text =
            scene.map_or_else(|| clean(&play.scene).into_owned(), |scene| scene.title.clone());
        out.push(Entry::new(play.day, Kind::Sat, text));
    }
    for asked in asked.iter().filter(|asked| here(&asked.deck)) {
        let answer = asked.answer.as_ref().map(|answer| format!(" — {answer}"));
        let text = format!("{}{}", asked.question, answer.unwrap_or_default());
        out.push(Entry::new(asked.answered.unwrap_or(asked.day), Kind::Asked, text));
    }
    for (day, jotting, term) in
        jottings.iter().filter(|(_, j, _)| j.deck.as_deref().is_some_and(here))
    {
        let heard = jotting.heard.as_ref().map(|heard| format!(" — “{heard}”"));
        let told = term.as_ref().and_then(|id| library.find(id));
        let told = told.map(|term| format!(" — {}", term.definition));
        let text =
            format!("{}{}{}", jotting.words, heard.unwrap_or_default(), told.unwrap_or_default());
        out.push(Entry::new(*day, Kind::Heard, text));
    }
    for (day, id, note) in *notes {
        if let Some(term) = library.find(id).filter(|term| here(term.id.deck())) {
            let text = format!("{} — {note}", term.term);
            out.push(Entry::new(*day, Kind::Note, text));
        }
    }
    let mut met: Vec<(Day, &str, &str)> = deck
        .terms
        .iter()
        .filter_map(|term| {
            let id = library.resolve(&term.id);
            let card = crate::core::card::CardId::new(id, Direction::Understand);
            Some((states.get(&card)?.first, term.term.as_str(), term.gist()))
        })
        .collect();
    met.sort_unstable();
    for day in met.chunk_by(|a, b| a.0 == b.0) {
        let text: Vec<&str> = day.iter().map(|(_, word, _)| *word).collect();
        let words = day.iter().map(|(_, word, gist)| [word, gist].map(|text| (*text).to_owned()));
        let entry = Entry::new(day[0].0, Kind::Met, text.join(", "));
        out.push(Entry { words: words.collect(), ..entry });
    }
    // Within a day, sort by kind; the sort is stable.
    out.sort_by_key(|entry| (std::cmp::Reverse(entry.day), entry.kind));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::CardId;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::review::Grade;
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
    use crate::core::time::Timestamp;
    use uuid::Uuid;

    #[test]
    fn a_teams_page_gathers_all_kinds_newest_first_and_can_be_searched() {
        let text = "deck: ops\nterms:\n  - {term: Alert, definition: a}\n  - {term: Budget, definition: b}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let day = Day::from_number;
        let mut states = States::new();
        for (word, met) in [("alert", 5), ("budget", 5)] {
            let card = CardId::new(TermId::new("ops", word), Direction::Understand);
            let state = scheduler.review(&card, None, Grade::Good, day(met), Timestamp::default());
            states.insert(card, state);
        }
        let at = Timestamp::default();
        let visit = |deck: &str, on| Visit {
            id: Uuid::nil(),
            deck: deck.into(),
            at,
            day: day(on),
            text: Some("the handover".to_owned()),
        };
        let asked = Asked {
            id: Uuid::nil(),
            deck: "ops".into(),
            term: None,
            question: "What woke you?".to_owned(),
            at,
            day: day(3),
            answer: Some("a disk".to_owned()),
            answered: Some(day(9)),
        };
        let jotting = Jotting {
            id: Uuid::nil(),
            number: 1,
            words: "flux".to_owned(),
            at,
            deck: Some("ops".into()),
            heard: None,
            said_by: None,
        };
        let answered = Jotting { words: "ringer".to_owned(), ..jotting.clone() };
        let play = |lines, is_ended| Play {
            id: Uuid::nil(),
            deck: "ops".into(),
            scene: "night".to_owned(),
            at,
            day: day(5),
            lines,
            is_ended,
        };
        let entries = page(&Material {
            library: &library,
            deck: library.deck("ops").unwrap(),
            states: &states,
            visits: &[visit("ops", 5), visit("design", 6)],
            plays: &[play(8, true), play(3, false)],
            asked: &[asked],
            jottings: &[
                (day(2), jotting, None),
                (day(2), answered, Some(TermId::new("ops", "alert"))),
            ],
            notes: &[(day(1), TermId::new("ops", "alert"), "like a bell".to_owned())],
        });
        let told: Vec<String> = entries
            .iter()
            .map(|e| format!("{} {}: {}", e.day.number(), e.kind.label(), e.text))
            .collect();
        assert_eq!(
            told,
            [
                "9 asked: What woke you? — a disk",
                "5 visit: the handover",
                "5 sat in: night",
                "5 met: Alert, Budget",
                "2 heard: flux",
                "2 heard: ringer — a",
                "1 note: Alert — like a bell",
            ]
        );
        let found: Vec<_> = entries.iter().filter(|entry| entry.matches("DISK woke")).collect();
        assert_eq!(found.len(), 1);
        assert!(entries.iter().all(|entry| entry.matches("  ")));
    }
}
