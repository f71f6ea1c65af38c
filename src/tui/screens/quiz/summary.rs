//! The summary of a quiz: words met, learned, and missed, questions for the teams, and the next due date.

use std::collections::HashSet;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Level, MINE};
use crate::core::fluency::{deeper, next_step, noun};
use crate::core::learner_state::LearnerState;
use crate::core::plan::{Item, next_due, quizzed_cards};
use crate::core::stats::{Keeping, QUARTER, progress};
use crate::core::text::capital;
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::screens::SIT_IN;
use crate::tui::screens::in_days;
use crate::tui::screens::quiz::{Occasion, Quiz};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// The maximum number of questions for teams.
const TEAMS: usize = 3;

/// The maximum number of due words to count.
const MANY: usize = 40;

impl Quiz {
    /// Whether the teams have words in use; `true` if the quiz wasn't about teams.
    fn has_words(&self) -> bool {
        let mut teams = self.scope.teams.iter().filter_map(|(id, _)| self.library.deck(id));
        let today = self.today.date();
        self.scope.teams.is_empty()
            || teams.any(|deck| deck.terms.iter().any(|term| !term.is_retired(today)))
    }

    /// The text of the summary.
    pub(super) fn summary(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let answered = self.session.answered();
        let cards: HashSet<&CardId> = answered.iter().map(|answer| &answer.item.card).collect();
        if cards.is_empty() {
            let has_words = self.has_words();
            let nothing;
            let (what, why) = if !has_words {
                ("No words here yet", "Add one to the team's deck with `shoptalk deck add DECK`.")
            } else if self.is_cram() {
                ("Nothing to cram", "Follow the team deeper, or choose another one.")
            } else {
                nothing = format!("{}.", capital(&self.why_nothing()));
                ("Nothing to ask", &nothing[..])
            };
            page.text(what, theme.strong);
            page.text(why, theme.figure(theme.text));
            if !self.is_cram() && has_words {
                page.text(&self.come_back(), theme.figure(theme.text));
            }
            self.add_offer(&mut page, theme);
            return page;
        }
        let sat = match self.in_scenes {
            0 => String::new(),
            answers => format!(", and {answers} more in a scene"),
        };
        let (words, answers) = (counted(cards.len(), "word"), counted(answered.len(), "answer"));
        let done = format!("{words}, {answers}{sat}");
        page.text(&done, theme.figure(theme.strong));
        page.text(&self.come_back(), theme.figure(theme.text));
        if self.is_cram() {
            page.text("Words you knew before they were due stay on schedule.", theme.text);
        }
        for (team, achieved) in self.teams_met() {
            page.blank();
            page.hanging(&format!("{team}  "), theme.strong, &achieved, theme.figure(theme.text));
        }
        let long = self.kept_long();
        if !long.is_empty() {
            page.blank();
            let label = "Kept for three months  ";
            page.hanging(label, theme.strong, &long.join(", "), theme.figure(theme.text));
        }
        for (label, items) in
            [("Met  ", self.met()), ("Learned  ", self.learned()), ("Missed  ", self.missed())]
        {
            let names = self.names(&items);
            if !names.is_empty() {
                page.blank();
                let mut runs = vec![(label.to_owned(), theme.strong)];
                for (at, name) in names.into_iter().enumerate() {
                    runs.push((if at > 0 { ", " } else { "" }.to_owned(), theme.text));
                    runs.push((name.to_owned(), theme.term));
                }
                page.hanging_runs(&" ".repeat(label.len()), &runs);
            }
        }
        for (team, word, ask) in self.questions() {
            page.blank();
            let label = team.map_or_else(|| "Ask  ".to_owned(), |team| format!("Ask {team}  "));
            let word = (word.to_owned(), theme.term);
            page.hanging_runs(
                "  ",
                &[(label, theme.strong), word, (format!(": {ask}"), theme.text)],
            );
        }
        self.add_offer(&mut page, theme);
        page
    }

    /// Adds the scene to sit in on next.
    fn add_offer(&self, page: &mut Page, theme: &Theme) {
        let Some(offer) = &self.offer else { return };
        page.blank();
        page.hanging(&format!("{SIT_IN}  "), theme.strong, &offer.line(), theme.figure(theme.text));
    }

    /// Why there is nothing to ask, and the way on.
    pub(super) fn why_nothing(&self) -> String {
        let key = keymap::key_for(Context::Summary, Action::FiveMore);
        match (self.scope.occasion, self.has_unseen(), self.scope.new) {
            (Occasion::Cram, ..) => "you have gone through all of these words".to_owned(),
            (_, false, _) => "nothing is due, and you have met every word here".to_owned(),
            (_, _, 0) => {
                format!("nothing is due, and new words are off: press {key} for five of them")
            }
            (Occasion::Return { .. }, ..) => {
                format!(
                    "nothing is due, and new words wait until tomorrow: press {key} for five now"
                )
            }
            (_, _, 1) => {
                format!(
                    "nothing is due, and today's new word is done: press {key} for five more words"
                )
            }
            (_, _, new) => format!(
                "nothing is due, and today's {new} new words are done: press {key} for five more words"
            ),
        }
    }

    /// The teams of which this session met the last words, what was achieved, and what comes next.
    fn teams_met(&self) -> Vec<(&str, String)> {
        let met = self.met();
        let Self { library, states, scope, .. } = self;
        let known = LearnerState { library, states, scheduler: &scope.scheduler };
        let achieved = |(id, depth): &(String, Level)| {
            let deck = library.deck(id)?;
            let now = progress(known, deck, *depth, self.today.plus(1));
            let is_now = met.iter().any(|item| item.term.deck() == &*deck.id);
            if !is_now || now.met < now.words {
                return None;
            }
            let all = counted(now.words, noun(*depth));
            let next = deeper(deck, *depth, self.today).map_or(String::new(), |next| {
                let step = next_step(next);
                format!(" Next: {step} (`shoptalk team follow {id} --depth {}`).", next.0)
            });
            let understood = match now.understood {
                0 => String::new(),
                count => format!(", and understand {count}"),
            };
            let said = format!("You have met all {all}{understood}.{next}");
            Some((deck.title.as_str(), said))
        };
        self.scope.teams.iter().filter_map(achieved).collect()
    }

    /// The words that today's answer shows to be kept for three months, each with its history.
    fn kept_long(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let first = self.session.answered().iter().filter(|answer| seen.insert(&answer.item.card));
        let long = first.filter_map(|answer| {
            let card = &answer.item.card;
            let Keeping { since, slips, is_long } = *self.scope.kept.get(card)?;
            let since = since.filter(|since| self.today.since(*since) >= QUARTER && !is_long)?;
            let is_recalled = answer.grade.is_pass() && self.states.get(card)?.recalled;
            let since = since.date().strftime("%B");
            let times = match slips {
                0 => String::new(),
                1 => "slipped once, ".to_owned(),
                2 => "slipped twice, ".to_owned(),
                times => format!("slipped {times} times, "),
            };
            let term = &self.library.find(&answer.item.term)?.term;
            (is_recalled && card.direction == Direction::Understand)
                .then(|| format!("{term} ({times}kept since {since})"))
        });
        long.collect()
    }

    /// Words introduced in this session, or claimed as known.
    fn met(&self) -> Vec<&Item> {
        let answered = self.session.answered().iter().map(|answer| &answer.item);
        let claimed = answered.filter(|item| item.is_new);
        let mut seen = HashSet::new();
        let all = self.session.introduced().iter().chain(claimed);
        all.filter(|item| seen.insert(&item.term)).collect()
    }

    /// Words passed in this session for the first time since the day they were introduced.
    pub(super) fn learned(&self) -> Vec<&Item> {
        let is_learned = |card: &CardId| {
            let state = self.states.get(card).filter(|_| card.direction == Direction::Understand);
            state.is_some_and(|state| state.learned == Some(self.today))
        };
        let mut seen = HashSet::new();
        let items = self.session.answered().iter().map(|answer| &answer.item);
        let learned = items.filter(|item| is_learned(&item.card));
        learned.filter(|item| seen.insert(&item.term)).collect()
    }

    /// Missed words, without duplicates.
    fn missed(&self) -> Vec<&Item> {
        let mut seen = HashSet::new();
        let answered = self.session.answered().iter();
        let missed = answered.filter(|answer| !answer.grade.is_pass()).map(|answer| &answer.item);
        missed.filter(|item| seen.insert(&item.term)).collect()
    }

    fn names(&self, items: &[&Item]) -> Vec<&str> {
        let name = |item: &&Item| Some(self.library.find(&item.term)?.term.as_str());
        items.iter().filter_map(name).collect()
    }

    /// Team, word, and question for up to [`TEAMS`] teams in this session, from missed words first, then new ones, then the
    /// rest.
    fn questions(&self) -> Vec<(Option<&str>, &str, &str)> {
        let answered = self.session.answered().iter().map(|answer| &answer.item);
        let items = self.missed().into_iter().chain(self.session.introduced()).chain(answered);
        let mut teams = HashSet::new();
        let question = |item: &Item| {
            let (deck, term) = self.library.entry(&item.term)?;
            let ask = term.ask.as_deref()?;
            Some((&deck.id, deck.title.as_str(), term.term.as_str(), ask))
        };
        items
            .filter_map(question)
            .filter(|(id, ..)| teams.insert(*id))
            .map(|(id, team, word, ask)| ((**id != *MINE).then_some(team), word, ask))
            .take(TEAMS)
            .collect()
    }

    /// When the next words are due and how many, and whether new words are left for tomorrow.
    fn come_back(&self) -> String {
        let asked = self.words_to_come();
        let cards = self.states.iter().filter(|(card, _)| asked.contains(&card.term));
        match (next_due(cards, self.today), self.scope.takes_new && self.has_unseen()) {
            (None, true) => "Come back tomorrow for new words.".to_owned(),
            (None, false) => "Come back tomorrow.".to_owned(),
            (Some((next, count)), _) if count > MANY => {
                format!("Come back {}; due words are spread over the coming days.", in_days(next))
            }
            (Some((next @ 2.., count)), true) => {
                let are = if count == 1 { "is" } else { "are" };
                let words = counted(count, "word");
                format!("Come back tomorrow for new words; {words} {are} due {}.", in_days(next))
            }
            (Some((next, count)), _) => {
                format!("Come back {} for {}.", in_days(next), counted(count, "word"))
            }
        }
    }

    /// The words of coming days, by the ID in their cards: from the decks in the quiz, this session, and requests.
    fn words_to_come(&self) -> HashSet<TermId> {
        let tomorrow = self.today.plus(1);
        let hidden = self.marks.hidden(tomorrow);
        let answered = self.session.answered().iter().map(|answer| answer.item.card.term.clone());
        let more: Vec<TermId> = self.scope.wanted.iter().cloned().chain(answered).collect();
        quizzed_cards(&self.library, &self.scope.teams, &more, &hidden, tomorrow)
    }

    /// Whether any of them were never asked.
    fn has_unseen(&self) -> bool {
        let is_new =
            |term: TermId| !self.states.contains_key(&CardId::new(term, Direction::Understand));
        self.words_to_come().into_iter().any(is_new)
    }
}
