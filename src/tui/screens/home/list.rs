//! Which teams the list of home shows, and finding one of them.

use crate::core::overview::DeckRow;
use crate::tui::action::Action;
use crate::tui::screens::NO_TEAM;
use crate::tui::screens::home::Home;
use crate::tui::widgets::notice::Notice;

impl Home {
    /// The selected team.
    pub(super) fn selected(&self) -> Option<&DeckRow> {
        let cursor = self.find.as_ref().map_or(&self.cursor, |(_, cursor)| cursor);
        self.overview.decks.get(*self.listed().get(cursor.at())?)
    }

    /// What is typed to find a team, if anything.
    pub(super) fn typed(&self) -> Option<&str> {
        self.find.as_ref().map(|(field, _)| field.value()).filter(|typed| !typed.is_empty())
    }

    /// The places of the teams that have a row of their own: those that contain what is typed, or else all that aren't folded.
    pub(super) fn listed(&self) -> Vec<usize> {
        let decks = &self.overview.decks;
        match self.typed() {
            Some(typed) => DeckRow::found(decks, typed),
            None => (0..self.folded().unwrap_or(decks.len())).collect(),
        }
    }

    /// The number of teams that the user follows. They are listed first.
    fn followed(&self) -> usize {
        self.overview.decks.iter().filter(|deck| deck.depth.is_some()).count()
    }

    /// The number of rows of the list of teams if nothing is typed.
    pub(super) fn rows(&self) -> usize {
        self.folded().map_or(self.overview.decks.len(), |first| first + 1)
    }

    /// The place of the first of the teams that share one row: those that the user doesn't follow, except the one found last, until
    /// the selection gets there, or today's quiz asks about one.
    pub(super) fn folded(&self) -> Option<usize> {
        let (decks, followed) = (&self.overview.decks, self.followed());
        let found = decks.get(followed).filter(|deck| Some(&deck.id) == self.found.as_ref());
        let first = followed + usize::from(found.is_some());
        let is_long = decks.len() > first + 1;
        let is_idle = decks[first..].iter().all(|deck| deck.due + deck.new == 0);
        (followed > 0 && is_long && is_idle && self.cursor.at() < first).then_some(first)
    }

    /// Runs an action while a team is being found.
    pub(super) fn act_on_find(&mut self, action: Action) {
        let listed = self.listed();
        let Some((_, cursor)) = &mut self.find else { return };
        match (action, listed.get(cursor.at())) {
            (Action::Back, _) => self.find = None,
            (Action::Enter, Some(at)) => {
                self.find = None;
                self.select(*at);
            }
            (Action::Enter, None) => self.notice = Some(Notice::failed(NO_TEAM)),
            _ => cursor.act(action, listed.len()),
        }
    }

    /// Selects the team at `at`. One that the user doesn't follow gets the row below those they follow.
    fn select(&mut self, mut at: usize) {
        let followed = self.followed();
        if followed > 0 && at >= followed {
            self.found = self.overview.decks.get(at).map(|deck| deck.id.clone());
            self.arrange();
            at = followed;
        }
        self.cursor.set(at, self.overview.decks.len());
    }

    /// Lists the team that was found last before the others that the user doesn't follow.
    pub(super) fn arrange(&mut self) {
        let followed = self.followed();
        let decks = &mut self.overview.decks;
        let found = decks.iter().position(|deck| Some(&deck.id) == self.found.as_ref());
        if let Some(at) = found.filter(|at| *at >= followed) {
            decks[followed..=at].rotate_right(1);
        }
    }
}
