//! The panel about the selected team, and the sentences that it shares with the area below the list.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::fluency::{Fluency, next_step};
use crate::core::overview::{DeckRow, Glance};
use crate::core::stats::Progress;
use crate::core::words::counted;
use crate::tui::action::Action;
use crate::tui::screens::home::{Home, key};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::layout::MEASURE;
use crate::tui::widgets::page::{Page, Scroll};

impl Home {
    /// The selected team beside the list: progress, what changed, what to ask, and the weakest words.
    pub(super) fn draw_side(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(deck) = self.selected() else { return };
        let mut page = Page::new(area.width.min(MEASURE));
        page.text(&deck.title, theme.strong);
        if let Some(summary) = &deck.summary {
            page.text(summary, theme.muted);
        }
        page.blank();
        match (&deck.fluency, &deck.glance) {
            (Some(fluency), Some(glance)) => self.add_team(&mut page, deck, fluency, glance, theme),
            _ => {
                page.text(&self.outside(deck), theme.text);
            }
        }
        page.shorten(area.height.into());
        Scroll::default().draw(frame, area, page, theme);
    }

    /// The size of a team's deck and, unless a team is typed, what can be done with a team that the user doesn't follow.
    pub(super) fn outside(&self, deck: &DeckRow) -> String {
        let words = counted(deck.words, "word");
        if self.find.is_some() {
            return format!("{words}.");
        }
        let [follow, sit] = [Action::Toggle, Action::Sit].map(key);
        let has_scenes = deck.has_scenes && self.overview.has_journal;
        let sit = if has_scenes { format!(" or {sit} to sit in with it") } else { String::new() };
        format!("{words}. Press {follow} to follow this team{sit}.")
    }

    /// Adds what is known about a team that the user follows.
    fn add_team(
        &self,
        page: &mut Page,
        deck: &DeckRow,
        fluency: &Fluency,
        glance: &Glance,
        theme: &Theme,
    ) {
        let figure = theme.figure(theme.text);
        let width = page.width().min(MEASURE.into());
        if !theme.hiding {
            page.line(Line::from(bar::fluency(&fluency.now, width, theme)));
        }
        let mut runs = vec![(fluency.sentences().join(" "), figure)];
        runs.extend(self.next_step(fluency).map(|step| (format!(" {step}"), theme.text)));
        page.runs(&runs);
        let today = match (deck.due, deck.new) {
            (0, 0) => None,
            (0, new) => Some(counted(new, "new word")),
            (due, 0) => Some(format!("{} due", counted(due, "word"))),
            (due, new) => Some(format!("{} due, {new} new", counted(due, "word"))),
        };
        let meets = glance.meeting.map(|day| match day.since(self.overview.today) {
            0 => "you meet today".to_owned(),
            1 => "you meet tomorrow".to_owned(),
            _ => format!("you meet on {}", day.date().strftime("%A")),
        });
        let now: Vec<String> = today.into_iter().chain(meets).collect();
        if !now.is_empty() {
            page.blank();
            page.hanging("Now  ", theme.strong, &now.join("; "), figure);
        }
        if glance.changes > 0 {
            let (words, key) = (counted(glance.changes, "word"), self.brief_key());
            let said = format!("{words} since your last brief{key}");
            page.hanging("Changed  ", theme.strong, &said, theme.text);
        }
        if let Some(ask) = &glance.ask {
            page.blank();
            page.hanging("Ask  ", theme.strong, ask, theme.text);
        }
        if !glance.weakest.is_empty() && !theme.hiding {
            page.blank();
            page.text("Weakest words", theme.strong);
            for (word, gloss) in &glance.weakest {
                let [word, gloss] = [format!("  {word}"), format!(": {gloss}")];
                page.hanging_runs("    ", &[(word, theme.term), (gloss, theme.text)]);
            }
        }
    }

    /// The key for the brief, to stand after what it shows; nothing while a team is typed.
    pub(super) fn brief_key(&self) -> String {
        if self.find.is_some() { String::new() } else { format!(" ({})", key(Action::Brief)) }
    }

    /// What comes next once all words of a team were met; nothing while a team is typed.
    pub(super) fn next_step(&self, fluency: &Fluency) -> Option<String> {
        let Progress { words, met, .. } = fluency.now;
        if words == 0 || met < words || self.find.is_some() {
            return None;
        }
        let deeper = fluency.deeper.map(|next| {
            let key = key(Action::Depth);
            format!(": {key} adds {}", next_step(next))
        });
        let team = self.overview.met_most.as_ref().map(|title| {
            format!(
                " Or follow {title}, the other team you met most: {} on it.",
                key(Action::Toggle)
            )
        });
        let (deeper, team) = (deeper.unwrap_or_default(), team.unwrap_or_default());
        Some(format!("You have met every word{deeper}.{team}"))
    }
}
