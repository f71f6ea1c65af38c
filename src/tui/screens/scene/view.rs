//! Draws a scene: the conversation, a pause for a word, the replies, and the words to keep.

use std::ops::Range;

use ratatui::text::Line;

use crate::core::deck::Term;
use crate::core::deck::scene::{Lands, Line as Said};
use crate::core::entry::{name, quoted};
use crate::core::review::Grade;
use crate::core::rng::hash;
use crate::core::scene_session::Step;
use crate::core::text::capital;
use crate::core::words::{counted, without_s};
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::Screen as _;
use crate::tui::screens::scene::Scene;
use crate::tui::screens::{in_days, when};
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::grades;
use crate::tui::widgets::page::{Medium, Page};

impl Scene {
    /// The team and the scene.
    pub(super) fn title(&self) -> String {
        let session = self.session();
        format!("{}: {}", self.setup.library.title(&session.deck), session.scene().title)
    }

    /// How far the conversation has got.
    pub(super) fn count(&self) -> String {
        let session = self.session();
        let all = session.scene().lines.len();
        match session.line() {
            None => counted(all, "line"),
            Some(line) => format!("{} of {all}", line + 1),
        }
    }

    /// The screen as plain lines.
    pub(super) fn lines(&self, width: u16) -> Vec<String> {
        let theme = Theme::mono();
        let mut lines = Vec::new();
        if self.session().step() == Step::Setting {
            lines.push(self.title());
        }
        lines.extend(self.body(Medium::Lines, width, false, &theme).0.texts());
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let grades = self.grades(Medium::Lines, width, &theme);
        if !grades.is_empty() {
            lines.push(String::new());
        }
        lines.extend(grades.iter().map(|line| line.to_string().trim_end().to_owned()));
        lines.extend(self.notice.iter().map(ToString::to_string));
        lines
    }

    /// The page, and the row of it to read first.
    pub(super) fn body(
        &self,
        medium: Medium,
        width: u16,
        is_beside: bool,
        theme: &Theme,
    ) -> (Page, usize) {
        let mut page = Page::new(width);
        let page_of = match self.session().step() {
            Step::Line(_) | Step::Ask(_) | Step::Introduce(_) | Step::Explain(_) => {
                let first = self.conversation(&mut page, medium, is_beside, theme);
                return (page, first);
            }
            Step::Replies => {
                let first = self.replies(&mut page, medium, theme);
                return (page, first);
            }
            Step::Setting => Self::setting,
            Step::Check(_) => Self::check,
            Step::Landing => Self::landing,
            Step::End => Self::end,
        };
        page_of(self, &mut page, medium, theme);
        (page, 0)
    }

    fn setting(&self, page: &mut Page, medium: Medium, theme: &Theme) {
        let session = self.session();
        page.text(&session.scene().setting, theme.text);
        gap(page, medium);
        let how = match session.pauses() {
            0 => "Sit in and listen.".to_owned(),
            words => format!("Sit in and listen. It pauses for {}.", counted(words, "word")),
        };
        page.text(&how, theme.figure(theme.muted));
    }

    /// What stands beside the conversation, with a title: the word at which it pauses, or else the setting.
    pub(super) fn beside(&self, width: u16, theme: &Theme) -> Option<(&'static str, Page)> {
        let session = self.session();
        let mut page = Page::new(width);
        let line = session.line().and_then(|line| session.scene().lines.get(line));
        Some(match (session.step(), session.word(), line) {
            (Step::Setting, ..) => return None,
            (Step::Check(_), ..) | (_, None, _) | (.., None) => {
                page.text(&session.scene().setting, theme.text);
                (" The setting ", page)
            }
            (_, Some(word), Some(said)) => {
                self.pause(&mut page, &said.says[word.place.clone()], Medium::Screen, theme);
                ("", page)
            }
        })
    }

    /// What was said so far, and the word at which it pauses unless that `is_beside` it. Returns the row to read first.
    fn conversation(
        &self,
        page: &mut Page,
        medium: Medium,
        is_beside: bool,
        theme: &Theme,
    ) -> usize {
        let session = self.session();
        let lines = &session.scene().lines;
        let here = session.line().unwrap_or_default();
        let pause = session.word();
        if medium == Medium::Lines && self.is_revealed {
            self.meaning(page, medium, theme);
            return 0;
        }
        let is_alone = medium == Medium::Lines || (medium == Medium::Tight && pause.is_some());
        if !is_alone {
            self.said(page, here, medium, theme);
        }
        let first = page.len();
        let Some(said) = lines.get(here) else { return first };
        match pause {
            Some(word) => say(page, said, &[&word.place], theme),
            None => say(page, said, &self.places(here), theme),
        }
        let Some(word) = pause.filter(|_| !is_beside) else { return first };
        gap(page, medium);
        let answer = self.pause(page, &said.says[word.place.clone()], medium, theme);
        // On a small screen, the answer matters more than the line above it.
        if medium == Medium::Tight { answer } else { first }
    }

    /// Adds the first `count` lines.
    fn said(&self, page: &mut Page, count: usize, medium: Medium, theme: &Theme) {
        for (at, said) in self.session().scene().lines.iter().take(count).enumerate() {
            say(page, said, &self.places(at), theme);
            gap(page, medium);
        }
    }

    /// The places of the team's words in a line, in bytes.
    fn places(&self, line: usize) -> Vec<&Range<usize>> {
        let here = self.session().words().iter().filter(|word| word.line == line);
        here.map(|word| &word.place).collect()
    }

    /// The word at which the scene pauses, as it is `written` there. Returns the row at which its meaning begins.
    fn pause(&self, page: &mut Page, written: &str, medium: Medium, theme: &Theme) -> usize {
        let word = without_s(written);
        let (task, is_told) = match self.session().step() {
            Step::Introduce(_) => ("A new word".to_owned(), true),
            Step::Explain(_) => ("A word of this team".to_owned(), true),
            // No “she” or “he”: a role has no gender.
            _ => (format!("What does “{word}” mean here?"), self.is_revealed),
        };
        page.text(&task, theme.muted);
        gap(page, medium);
        let first = page.len();
        if is_told {
            self.meaning(page, medium, theme);
        }
        first
    }

    /// A word that was introduced today, by itself.
    fn check(&self, page: &mut Page, medium: Medium, theme: &Theme) {
        if medium != Medium::Lines || !self.is_revealed {
            page.text("You met this word today. What does it mean?", theme.muted);
            gap(page, medium);
        }
        match self.entry() {
            Some((_, term)) if !self.is_revealed => page.text(&term.term, theme.term),
            _ => self.meaning(page, medium, theme),
        }
    }

    fn meaning(&self, page: &mut Page, medium: Medium, theme: &Theme) {
        let Some((deck, term)) = self.entry() else { return };
        let team = if *deck.id == *self.session().deck {
            String::new()
        } else {
            format!(" ({})", deck.title)
        };
        page.text(&format!("{}{team}", name(term)), theme.term);
        if let Some(gloss) = &term.gloss {
            page.text(gloss, theme.strong);
            gap(page, medium);
        }
        page.text(&term.definition, theme.text);
        let Self { setup, is_whole, .. } = self;
        let own = setup.marks.own(setup.library.renames(), &term.id);
        entry::add_own(page, own, theme);
        if *is_whole {
            entry::add_details(page, &setup.library, term, own, Above::Expansion, theme);
            entry::add_other_senses(page, &setup.library, term, theme);
        }
    }

    /// What to say, below the conversation. Returns the row to read first.
    fn replies(&self, page: &mut Page, medium: Medium, theme: &Theme) -> usize {
        if medium != Medium::Lines {
            self.said(page, usize::MAX, medium, theme);
            page.blank();
        }
        let first = page.len();
        page.text("What do you say?", theme.muted);
        gap(page, medium);
        for (at, reply) in self.session().replies().enumerate() {
            let key = keymap::key_for(Context::SceneReplies, Action::Pick(number(at)));
            page.hanging(&format!("{key}  "), theme.key, &quoted(&reply.says), theme.text);
            gap(page, medium);
        }
        first
    }

    /// How each reply lands, and why, the picked one first.
    fn landing(&self, page: &mut Page, medium: Medium, theme: &Theme) {
        let picked = self.session().picked();
        let mut replies: Vec<_> = self.session().replies().enumerate().collect();
        replies.sort_by_key(|(at, _)| Some(*at) != picked);
        for (at, reply) in replies {
            let is_picked = Some(at) == picked;
            let style = if is_picked { theme.strong } else { theme.text };
            let mark = match (medium, is_picked) {
                (Medium::Lines, true) => "You said: ",
                (Medium::Lines, false) => "Or: ",
                (_, true) => "▌ ",
                (_, false) => "  ",
            };
            page.hanging(mark, theme.accent, &quoted(&reply.says), style);
            let (sign, style) = match reply.lands {
                Lands::Helps => ("  + ", theme.good),
                Lands::Flat => ("  ~ ", theme.accent),
                Lands::Micromanages => ("  - ", theme.bad),
            };
            let lands = format!("{}: {}", capital(reply.lands.as_ref()), reply.why);
            page.hanging(sign, style, &lands, theme.text);
            gap(page, medium);
        }
    }

    /// What to ask the team, and the words to keep.
    fn end(&self, page: &mut Page, medium: Medium, theme: &Theme) {
        if let Some((label, ask)) = self.ask() {
            page.hanging(&format!("{label}  "), theme.strong, &ask, theme.text);
            gap(page, medium);
        }
        let session = self.session();
        let words = session.words().iter().filter_map(|word| self.setup.library.find(&word.term));
        let words: Vec<&Term> = words.collect();
        if !words.is_empty() {
            page.text("Words to keep", theme.strong);
            for term in words {
                page.hanging(&format!("{}  ", term.term), theme.term, term.gist(), theme.text);
            }
            gap(page, medium);
        }
        let Some(how) = &self.setup.follow else {
            page.text("The scene comes back when its words are due.", theme.muted);
            return;
        };
        let team = self.setup.library.title(&session.deck);
        page.text(&format!("To keep these words, follow {team}: {how}."), theme.text);
    }

    /// A question that the team would like to be asked: one of its deck's, or else one about a word of the scene.
    fn ask(&self) -> Option<(String, String)> {
        let session = self.session();
        let deck = self.setup.library.deck(&session.deck)?;
        let label = format!("Ask {}", deck.title);
        if let Some(count) = u64::try_from(deck.ask.len()).ok().filter(|count| *count > 0) {
            let at = usize::try_from(hash(&session.id.to_string(), 0) % count).unwrap_or(0);
            return Some((label, deck.ask[at].clone()));
        }
        let mut words = session.words().iter().filter(|word| word.term.deck() == &*deck.id);
        let ask = words.find_map(|word| {
            let term = self.setup.library.find(&word.term)?;
            Some(format!("{}: {}", term.term, term.ask.as_deref()?))
        });
        Some((label, ask?))
    }

    /// The effect of each grade, before the user gives it.
    pub(super) fn grades(&self, medium: Medium, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let Some(word) = self.session().word() else { return Vec::new() };
        if self.context() != Context::SceneBack {
            return Vec::new();
        }
        let state = self.setup.states.get(&word.card);
        let days = self.setup.scheduler.preview(&word.card, state, self.setup.today);
        let day = |grade: Grade| {
            let days = days[usize::from(grade.number()) - 1];
            if medium == Medium::Lines { in_days(days) } else { when(days) }
        };
        grades::rows(Context::SceneBack, medium, width, day, theme)
    }
}

/// A blank row, unless there is too little room.
fn gap(page: &mut Page, medium: Medium) {
    if medium != Medium::Tight {
        page.blank();
    }
}

/// Adds what someone says, with the words at `places` marked, which come in order.
fn say(page: &mut Page, said: &Said, places: &[&Range<usize>], theme: &Theme) {
    let speaker = theme.strong.patch(theme.accent);
    let mut runs = vec![(format!("{}: ", capital(&said.who)), speaker)];
    let mut at = 0;
    for place in places {
        runs.push((said.says[at..place.start].to_owned(), theme.text));
        runs.push((said.says[place.start..place.end].to_owned(), theme.marked()));
        at = place.end;
    }
    runs.push((said.says[at..].to_owned(), theme.text));
    page.hanging_runs("  ", &runs);
}

/// The number of the reply with this index, from 1.
fn number(at: usize) -> u8 {
    u8::try_from(at + 1).unwrap_or(u8::MAX)
}
