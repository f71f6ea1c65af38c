//! The summary of a quiz: words learned, met, and missed with their meanings, what remains, questions for the teams, and what is next.

use std::collections::HashSet;

use ratatui::style::Style;
use ratatui::text::Span;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::{Level, MINE};
use crate::core::fluency::{deeper, next_step, noun};
use crate::core::learner_state::LearnerState;
use crate::core::plan::{Item, next_due, quizzed_cards};
use crate::core::stats::{Keeping, Progress, QUARTER, progress};
use crate::core::text::capital;
use crate::core::width::{cut, cut_at_word, width as width_of};
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::screens::quiz::view::NARROW;
use crate::tui::screens::quiz::{Occasion, Quiz};
use crate::tui::screens::{FIVE_MINUTES, FIVE_WORDS, SIT_IN, in_days};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::{Medium, Page, TWO_COLUMNS, column};
use crate::tui::widgets::{bar, entry};

/// The maximum number of questions for teams.
const TEAMS: usize = 3;

/// The width of the bar that shows how well a team's words are known, in columns.
const BAR: usize = 12;

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
    pub(super) fn summary(&self, medium: Medium, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let (due, unseen) = (self.words_due(), self.has_unseen());
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
                page.text(&self.come_back(due, unseen), theme.figure(theme.text));
            }
            self.add_offer(&mut page, theme);
            return page;
        }
        let sat = match self.in_scenes {
            0 => String::new(),
            answers => format!(", and {answers} more in a scene"),
        };
        let (asked, answers) = (counted(cards.len(), "word"), counted(answered.len(), "answer"));
        let done = format!("{asked}, {answers}{sat}");
        page.text(&done, theme.figure(theme.strong));
        page.text(&self.come_back(due, unseen), theme.figure(theme.text));
        if self.is_cram() {
            page.text("Words you knew before they were due stay on schedule.", theme.text);
        }
        self.add_offer(&mut page, theme);
        let is_more = unseen || due.is_some_and(|(days, _)| days == 0);
        if is_more && !self.is_cram() {
            let key = keymap::key_for(Context::Summary, Action::FiveMore);
            let more = if self.offers_words() { FIVE_WORDS } else { FIVE_MINUTES };
            add_key(&mut page, &key, &capital(more), theme);
        }
        let missed = self.missed();
        let is_passed = |item: &&Item| missed.iter().all(|other| other.term != item.term);
        let new = self.met().into_iter().filter(is_passed).collect();
        let is_wide = medium != Medium::Lines && width >= TWO_COLUMNS;
        let new_page = || Page::new(if is_wide { column(width) } else { width });
        let (mut words, mut rest) = (new_page(), new_page());
        let lists = [
            ("+ Learned", theme.good, self.learned()),
            ("+ New", theme.good, new),
            ("- Missed", theme.bad, missed.clone()),
        ];
        let mut tables = Vec::new();
        // Which words someone learned or missed is personal.
        for (title, style, items) in lists.into_iter().filter(|_| !theme.hiding) {
            let row = |item: &Item| {
                let term = self.library.find(&item.term)?;
                let due = self.states.get(&item.card).map(|state| state.due.since(self.today));
                let gist = cut_at_word(term.gist(), entry::GLOSS);
                Some((term.term.as_str(), gist, due.map(in_days).unwrap_or_default()))
            };
            let rows: Vec<_> = items.into_iter().filter_map(row).collect();
            tables.push(((title, style), rows));
        }
        let kept = if theme.hiding { Vec::new() } else { self.kept_long() };
        tables.push((("Kept for three months", theme.strong), kept));
        // All lists have the same columns.
        let longest = tables.iter().flat_map(|(_, rows)| rows).map(|(word, ..)| width_of(word));
        let wide = longest.max().unwrap_or(0).min(words.width() / 2);
        for (title, rows) in &tables {
            add_rows(&mut words, (*title, wide), rows, medium, theme);
        }
        for (title, progress, said) in self.teams() {
            let mut runs = Vec::new();
            if medium != Medium::Lines && !theme.hiding {
                let bar = bar::fluency(&progress, BAR, theme).into_iter();
                runs.extend(bar.map(|span| (span.content.into_owned(), span.style)));
                runs.push(("  ".to_owned(), theme.text));
            }
            runs.push((format!("{title}  "), theme.strong));
            runs.push((said, theme.figure(theme.text)));
            rest.hanging_runs("  ", &runs);
        }
        for (team, word, ask) in self.questions() {
            rest.blank();
            let label = team.map_or_else(|| "Ask  ".to_owned(), |team| format!("Ask {team}  "));
            let word = (word.to_owned(), theme.term);
            rest.hanging_runs(
                "  ",
                &[(label, theme.strong), word, (format!(": {ask}"), theme.text)],
            );
        }
        page.blank();
        if is_wide && words.len() > 0 {
            page.columns(words, rest);
        } else {
            page.append(words);
            page.blank();
            page.append(rest);
        }
        page
    }

    /// Adds the scene to sit in on next.
    fn add_offer(&self, page: &mut Page, theme: &Theme) {
        let Some(offer) = &self.offer else { return };
        let key = keymap::key_for(Context::Summary, Action::Sit);
        // On a small screen, one row is enough.
        let room = page.width().saturating_sub(SIT_IN.len() + 5);
        let room = match page.width() < NARROW.into() {
            // Why it is offered is personal.
            _ if theme.hiding => 0,
            true => room,
            false => usize::MAX,
        };
        add_key(page, &key, &format!("{SIT_IN}: {}", offer.within(room)), theme);
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

    /// The teams of this session, with what was achieved and what remains.
    fn teams(&self) -> Vec<(&str, Progress, String)> {
        let met = self.met();
        let Self { library, states, scope, session, .. } = self;
        let known = LearnerState { library, states, scheduler: &scope.scheduler };
        let team = |(id, depth): &(DeckId, Level)| {
            let deck = library.deck(id)?;
            let is_of_team = |item: &Item| item.term.deck() == &*deck.id;
            let now = progress(known, deck, *depth, self.today.plus(1));
            let all = counted(now.words, noun(*depth));
            let understood = now.understood;
            let said = if met.iter().any(|item| is_of_team(item)) && now.met >= now.words {
                let next = deeper(deck, *depth, self.today).map_or(String::new(), |next| {
                    let step = next_step(next);
                    format!(" Next: {step} (`shoptalk team follow {id} --depth {}`).", next.0)
                });
                let understood = match understood {
                    0 => String::new(),
                    count => format!(", and understand {count}"),
                };
                format!("You have met all {all}{understood}.{next}")
            } else if understood == 0 {
                format!("{} of {all} met", now.met)
            } else {
                let rest = match now.words - now.met {
                    0 => String::new(),
                    left => format!(", {left} still to meet"),
                };
                format!("{understood} of {all} understood{rest}")
            };
            let is_asked = session.answered().iter().any(|answer| is_of_team(&answer.item));
            (is_asked && now.words > 0).then_some((deck.title.as_str(), now, said))
        };
        self.scope.teams.iter().filter_map(team).collect()
    }

    /// The words that today's answer shows to be kept for three months, each with its history.
    fn kept_long(&self) -> Vec<(&str, String, String)> {
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
            let term = self.library.find(&answer.item.term)?.term.as_str();
            (is_recalled && card.direction == Direction::Understand)
                .then(|| (term, format!("{times}kept since {since}"), String::new()))
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

    /// When to come back: in how many days how many words are `due`, and tomorrow if there are `unseen` ones.
    fn come_back(&self, due: Option<(u32, usize)>, unseen: bool) -> String {
        match (due, self.scope.takes_new && unseen) {
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
            (Some((next, count)), true) => {
                let words = counted(count, "due word");
                format!("Come back {} for {words} and new ones.", in_days(next))
            }
            (Some((next, count)), false) => {
                format!("Come back {} for {}.", in_days(next), counted(count, "word"))
            }
        }
    }

    /// In how many days the next of the words to come are due, and how many.
    fn words_due(&self) -> Option<(u32, usize)> {
        let coming = self.words_to_come();
        next_due(self.states.iter().filter(|(card, _)| coming.contains(&card.term)), self.today)
    }

    /// The words of coming days, by the ID in their cards: from the decks in the quiz, this session, and requests.
    fn words_to_come(&self) -> &HashSet<TermId> {
        self.coming.get_or_init(|| {
            let tomorrow = self.today.plus(1);
            let hidden = self.marks.hidden(tomorrow);
            let answered = self.session.answered().iter();
            let answered = answered.map(|answer| answer.item.card.term.clone());
            let more: Vec<TermId> = self.scope.wanted.iter().cloned().chain(answered).collect();
            quizzed_cards(&self.library, &self.scope.teams, &more, &hidden, tomorrow)
        })
    }

    /// Whether any word to come can be asked today: it is due, or was never asked.
    pub(super) fn has_more(&self) -> bool {
        self.has_unseen() || self.words_due().is_some_and(|(days, _)| days == 0)
    }

    /// Whether any word to come was never asked.
    fn has_unseen(&self) -> bool {
        let card = |term: &TermId| CardId::new(term.clone(), Direction::Understand);
        self.words_to_come().iter().any(|term| !self.states.contains_key(&card(term)))
    }
}

/// Adds a way on, with its key.
fn add_key(page: &mut Page, key: &str, way: &str, theme: &Theme) {
    page.hanging(&format!("{key}  "), theme.key, way, theme.figure(theme.text));
}

/// Adds `rows` below their title: words in a column `wide` columns wide, each with a text and when it comes back.
fn add_rows(
    page: &mut Page,
    ((title, style), wide): ((&str, Style), usize),
    rows: &[(&str, String, String)],
    medium: Medium,
    theme: &Theme,
) {
    if rows.is_empty() {
        return;
    }
    page.blank();
    page.text(title, style);
    for (word, text, when) in rows {
        if medium == Medium::Lines {
            let when = if when.is_empty() { "" } else { &*format!(" ({when})") };
            let word = (format!("  {word}"), theme.term);
            page.hanging_runs("    ", &[word, (format!(": {text}{when}"), theme.text)]);
            continue;
        }
        let when = Span::styled(when.clone(), theme.figure(theme.muted));
        page.row(wide, Span::styled(cut(word, wide), theme.term), (text, theme.text), when);
    }
}
