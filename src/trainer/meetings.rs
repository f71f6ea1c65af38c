//! Before, during and after a meeting: the brief, questions, visits, and fluency.

use std::collections::HashSet;

use uuid::Uuid;

use crate::core::bridge::{self, Shared};
use crate::core::brief::{self, Brief, Material, Team};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Level};
use crate::core::fluency::{self, Fluency};
use crate::core::hash::hash;
use crate::core::jotting::kept;
use crate::core::learner_state::LearnerState;
use crate::core::meeting::{Asked, Visit};
use crate::core::plan::States;
use crate::core::review::Review;
use crate::core::stats::{self, MONTH};
use crate::core::team::{self, Entry};
use crate::core::time::Day;
use crate::trainer::{Trainer, TrainerError};

/// The key of the last week in which two teams were compared.
const COMPARED: &str = "compared";

/// The key of the week in which `word` led to comparing two decks, which have these IDs in either order. The word itself is not
/// in it, so that forgetting the word leaves no trace here.
fn opened(left: &str, right: &str, word: &str) -> String {
    let (first, last) = if left < right { (left, right) } else { (right, left) };
    format!("{COMPARED} {:016x}", hash(&format!("{first} {last} {}", word.to_lowercase()), 0))
}

impl Trainer {
    /// Saves a visit to the team of `deck` on `day` (default today), with a note of what was seen or learned.
    ///
    /// # Errors
    /// If the day is in the future, or the journal cannot be written.
    pub fn visited(
        &mut self,
        deck: &DeckId,
        day: Option<Day>,
        text: Option<&str>,
    ) -> Result<Visit, TrainerError> {
        let (at, today) = (self.now(), self.today());
        let day = day.unwrap_or(today);
        if day > today {
            let what = format!("{day} is in the future; record the visit after it happens");
            return Err(TrainerError::Value(what));
        }
        let id = self.ids.next(at);
        let text = text.and_then(kept);
        let visit = Visit { id, deck: deck.clone(), at, day, text };
        self.journal()?.visit(&visit)?;
        Ok(visit)
    }

    /// All visits, newest day first, under their decks' current IDs.
    pub fn visits(&mut self) -> Result<Vec<Visit>, TrainerError> {
        let mut visits = self.journal()?.visits()?;
        for visit in &mut visits {
            visit.deck = self.deck_today(&visit.deck);
        }
        Ok(visits)
    }

    /// The word of the week that two followed teams use in different senses, and that was not offered and opened before, unless
    /// teams were compared this week.
    pub fn bridge_of_week(&mut self) -> Option<Shared> {
        let (today, decks) = (self.today(), self.quizzed(&[]));
        let compared =
            self.journal().ok().and_then(|journal| journal.noted(COMPARED).ok().flatten());
        let is_open = compared != usize::try_from(bridge::week(today)).ok();
        if !is_open {
            return None;
        }
        let library = self.library.clone();
        let journal = self.journal().ok();
        let is_new = |[left, right]: [&Deck; 2], word: &str| {
            let key = opened(&left.id, &right.id, word);
            journal.as_ref().is_none_or(|journal| !matches!(journal.noted(&key), Ok(Some(_))))
        };
        bridge::of_week(&library, &decks, today, is_new)
    }

    /// Records that two teams were compared this week, because of its word.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn compared(&mut self) -> Result<(), TrainerError> {
        let week = usize::try_from(bridge::week(self.today())).unwrap_or_default();
        if let Some(Shared { word, decks: [left, right], .. }) = self.bridge_of_week() {
            self.journal()?.note(&opened(&left, &right, &word), week)?;
        }
        Ok(self.journal()?.note(COMPARED, week)?)
    }

    /// Saves a `question` asked of the team of `deck`, with the answer if known.
    ///
    /// # Errors
    /// If the question is empty after cleaning, or the journal cannot be written.
    pub fn ask(
        &mut self,
        deck: &DeckId,
        term: Option<TermId>,
        question: &str,
        answer: Option<&str>,
    ) -> Result<Asked, TrainerError> {
        let question = kept(question).ok_or_else(|| {
            TrainerError::Value("the question is empty; write what you asked".to_owned())
        })?;
        let (at, day) = (self.now(), self.today());
        let answer = answer.and_then(kept);
        let answered = answer.is_some().then_some(day);
        let (id, deck) = (self.ids.next(at), deck.clone());
        let asked = Asked { id, deck, term, question, at, day, answer, answered };
        self.journal()?.asked(&asked)?;
        Ok(asked)
    }

    /// Saves the answer to the question with this ID.
    ///
    /// # Errors
    /// If the answer is empty after cleaning, or the journal cannot be written.
    pub fn answer(&mut self, question: Uuid, answer: &str) -> Result<(), TrainerError> {
        let answer = kept(answer).ok_or_else(|| {
            TrainerError::Value("the answer is empty; write what they said".to_owned())
        })?;
        let today = self.today();
        Ok(self.journal()?.answer_asked(question, &answer, today)?)
    }

    /// All questions, newest first, under their decks' current IDs.
    pub fn questions(&mut self) -> Result<Vec<Asked>, TrainerError> {
        let mut asked = self.journal()?.questions()?;
        for question in &mut asked {
            question.deck = self.deck_today(&question.deck);
        }
        Ok(asked)
    }

    /// The brief for a meeting with the team of `deck`; `None` if there is no such deck. `minutes` limits the number of words.
    pub fn brief(
        &mut self,
        deck: &DeckId,
        minutes: Option<u32>,
    ) -> Result<Option<Brief>, TrainerError> {
        self.refresh()?;
        let library = self.library.clone();
        let Some(deck) = library.deck(deck) else { return Ok(None) };
        let today = self.today();
        let (asked, visits) = (self.questions()?, self.visits()?);
        let jottings = self.jottings()?;
        let looked_up = self.looked_up_lately()?;
        let reading = self.journal()?.reading(&deck.id, today)?;
        let pace = self.pace();
        Ok(Some(brief::brief(&Material {
            team: Team {
                known: self.known(),
                deck,
                depth: self.depth(deck),
                today,
                asked: &asked,
                looked_up: &looked_up,
            },
            reading,
            visits: &visits,
            jottings: &jottings,
            minutes: minutes.map(|minutes| (minutes, pace)),
        })))
    }

    /// The followed decks, each with the day of its next meeting: nearest first, those without one last. A meeting today counts
    /// as next.
    pub fn by_meeting(&self) -> Vec<(DeckId, Option<Day>)> {
        let mut teams: Vec<_> = self
            .quizzed(&[])
            .into_iter()
            .map(|(deck, _)| {
                let day = self.meeting_day(&deck);
                (deck, day)
            })
            .collect();
        teams.sort_by_key(|(_, day)| (day.is_none(), *day));
        teams
    }

    /// The day of the next meeting with the team of `deck`, which may be today.
    pub(super) fn meeting_day(&self, deck: &DeckId) -> Option<Day> {
        let meets = self.settings.meets(deck)?;
        Some(fluency::next(Some(meets), self.today().plus(-1)))
    }

    /// Records that the deck `id` was read as it is today: only later changes count as news.
    pub fn read_deck(&mut self, id: &str) -> Result<(), TrainerError> {
        let library = self.library.clone();
        let Some(deck) = library.deck(id) else { return Ok(()) };
        let today = self.today();
        let live = deck.live(today.date());
        let definitions: Vec<(TermId, &str)> =
            live.map(|term| (term.id.clone(), term.definition.as_str())).collect();
        Ok(self.journal()?.put_reading(&deck.id, today, &definitions)?)
    }

    /// The user's fluency in `deck`, counted down to `depth`; `None` if there is no such deck.
    pub fn fluency(
        &mut self,
        deck: &DeckId,
        depth: Level,
    ) -> Result<Option<Fluency>, TrainerError> {
        self.refresh()?;
        self.past()?;
        let Some(deck) = self.library.deck(deck) else { return Ok(None) };
        let (today, past) = (self.today(), self.past.as_ref());
        let count = |states: &States, day: Day| {
            stats::progress(LearnerState { states, ..self.known() }, deck, depth, day)
        };
        let meets = self.settings.meets(&deck.id);
        let by = fluency::next(meets, today);
        Ok(Some(Fluency {
            depth,
            now: count(&self.states, today.plus(1)),
            month_ago: past
                .map(|past| count(&past.month_ago, today.plus(1 - MONTH)))
                .unwrap_or_default(),
            then: count(&self.states, by).understood,
            today,
            by,
            is_meeting: meets.is_some(),
            deeper: fluency::deeper(deck, depth, today),
        }))
    }

    /// Says how many words of `deck` the user knows by themselves, and how many were understood in a new sentence. Empty if there is
    /// no such deck.
    pub fn standing(&mut self, deck: &DeckId) -> Result<Vec<String>, TrainerError> {
        let library = self.library.clone();
        let Some(deck) = library.deck(deck) else { return Ok(Vec::new()) };
        let fluency = self.fluency(&deck.id, self.depth(deck))?;
        let terms: HashSet<TermId> =
            deck.terms.iter().map(|term| library.resolve(&term.id)).collect();
        let reviews = self.journal()?.reviews()?;
        let is_here = |review: &&Review| terms.contains(&library.resolve(&review.card.term));
        let in_sentences = stats::in_new_sentences(reviews.iter().filter(is_here));
        let standing = fluency.map(|fluency| fluency.standing());
        Ok(standing.into_iter().chain(in_sentences.said().map(|said| said + ".")).collect())
    }

    /// The history with the team of `deck`, newest first; empty if there is no such deck.
    pub fn team(&mut self, deck: &DeckId) -> Result<Vec<Entry>, TrainerError> {
        self.refresh()?;
        let library = self.library.clone();
        let Some(deck) = library.deck(deck) else { return Ok(Vec::new()) };
        let (visits, asked, plays) = (self.visits()?, self.questions()?, self.plays()?);
        let open = self.jottings()?.into_iter().map(|jotting| (jotting, None));
        let told = self.answered()?.into_iter().map(|told| (told.jotting, Some(told.term)));
        let jottings: Vec<_> = open
            .chain(told)
            .map(|(jotting, term)| (self.calendar.day(jotting.at), jotting, term))
            .collect();
        let notes = self.marks.dated();
        let notes: Vec<_> = notes
            .into_iter()
            .map(|(at, term, words)| (self.calendar.day(at), term.clone(), words.to_owned()))
            .collect();
        Ok(team::page(&team::Material {
            library: &library,
            deck,
            states: &self.states,
            visits: &visits,
            plays: &plays,
            asked: &asked,
            jottings: &jottings,
            notes: &notes,
        }))
    }

    /// A deck's current ID.
    pub(super) fn deck_today(&self, id: &DeckId) -> DeckId {
        self.library.deck(id).map_or_else(|| id.clone(), |deck| deck.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::app_dirs::{AppDirs, DirOverrides};
    use crate::core::time::{FixedClock, Timestamp};
    use crate::trainer::Options;

    fn open(folder: &std::path::Path, day: i64) -> Trainer {
        let at = Timestamp::from_millis((20_000 + day) * 86_400_000 + 12 * 3_600_000);
        Trainer::open(Options {
            places: AppDirs::find(&DirOverrides { data: Some(folder.to_owned()), config: None }),
            named: Vec::new(),
            clock: Rc::new(FixedClock(at)),
            zone: jiff::tz::TimeZone::UTC,
            seed: u64::try_from(day).unwrap(),
        })
    }

    #[test]
    fn visits_and_questions_follow_a_deck_that_was_renamed() {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("decks");
        std::fs::create_dir(&decks).unwrap();
        let write = |text: &str| std::fs::write(decks.join("x.yaml"), text).unwrap();
        write("deck: ops\nterms:\n  - {term: Alert, definition: a call}\n");
        let mut trainer = open(folder.path(), 1);
        trainer.visited(&"ops".into(), None, Some("the  handover\n")).unwrap();
        let asked = trainer.ask(&"ops".into(), None, "What woke you?", None).unwrap();
        let ahead =
            trainer.visited(&"ops".into(), Some(Day::from_number(20_002)), None).unwrap_err();
        assert!(ahead.to_string().contains("in the future"), "{ahead}");
        drop(trainer);
        write("deck: sre\nformerly: [ops]\nterms:\n  - {term: Alert, definition: a call}\n");
        let mut trainer = open(folder.path(), 5);
        assert_eq!(trainer.visits().unwrap()[0].deck, "sre");
        trainer.answer(asked.id, "a full disk").unwrap();
        let questions = trainer.questions().unwrap();
        assert_eq!(questions[0].answer.as_deref(), Some("a full disk"));
        assert_eq!(questions[0].answered, Some(Day::from_number(20_005)));
        let brief = trainer.brief(&"ops".into(), None).unwrap().unwrap();
        assert_eq!(brief.last_visit.unwrap().text.as_deref(), Some("the handover"));
    }

    #[test]
    fn what_is_new_in_a_deck_stays_news_on_the_day_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("decks");
        std::fs::create_dir(&decks).unwrap();
        let write = |words: &str| {
            std::fs::write(decks.join("ops.yaml"), format!("terms:\n{words}")).unwrap();
        };
        let alert = "  - {term: Alert, definition: a call}\n";
        write(alert);
        let mut trainer = open(folder.path(), 1);
        assert_eq!(trainer.brief(&"ops".into(), None).unwrap().unwrap().since, None);
        trainer.read_deck("ops").unwrap();
        write(&format!("{alert}  - {{term: Budget, definition: what may fail}}\n"));
        for again in [false, true] {
            let mut trainer = open(folder.path(), 9);
            let brief = trainer.brief(&"ops".into(), None).unwrap().unwrap();
            assert_eq!(brief.since, Some(Day::from_number(20_001)), "{again}");
            assert_eq!(brief.changes.len(), 1);
            trainer.read_deck("ops").unwrap();
        }
        let brief = open(folder.path(), 10).brief(&"ops".into(), None).unwrap().unwrap();
        assert_eq!((brief.since, brief.changes.len()), (Some(Day::from_number(20_009)), 0));
    }
}
