//! The loop's part in choosing teams and settings.

use crate::core::card::DeckId;
use crate::core::deck::Level;
use crate::settings::{Kind, SETTINGS, setting};
use crate::trainer::{MINE, TrainerError};
use crate::tui::app::App;
use crate::tui::message::Msg;
use crate::tui::screens::settings::{Row, Settings};

impl App {
    /// Whether no team was chosen yet and there are teams to choose from.
    pub(super) fn is_first_start(&self) -> bool {
        // The user's own deck is followed automatically, perhaps before any team was chosen.
        let only_mine = matches!(self.trainer.settings().followed(), [(deck, _)] if deck == MINE);
        let nothing_chosen = self.trainer.settings().follow.is_none()
            || (only_mine && self.trainer.states().is_empty());
        nothing_chosen
            && self.trainer.no_journal().is_none()
            && !self.trainer.library().decks().is_empty()
    }

    /// Follows `deck` at `depth`, or unfollows it. Returns the refreshed home data.
    pub(super) fn follow(
        &mut self,
        deck: &DeckId,
        depth: Option<Level>,
    ) -> Result<Msg, TrainerError> {
        self.finder = None;
        self.trainer.change("follow", |settings| match depth {
            Some(depth) => settings.follow(deck, depth),
            None => {
                settings.unfollow(deck);
            }
        })?;
        Ok(Msg::Resumed(Box::new(self.overview())))
    }

    /// Follows exactly these decks, at their core level.
    pub(super) fn follow_only(&mut self, decks: Vec<DeckId>) -> Result<(), TrainerError> {
        self.finder = None;
        let mut follow: Vec<(DeckId, Level)> =
            decks.into_iter().map(|deck| (deck, Level::Core)).collect();
        // Keep the user's own deck: it may have been added before any team was chosen.
        if self.trainer.settings().depth(MINE).is_some() {
            follow.retain(|(deck, _)| deck != MINE);
            follow.push((MINE.into(), Level::Deep));
        }
        self.trainer.change("follow", |settings| settings.follow = Some(follow))
    }

    /// Changes a setting to its next or previous value; a message if there is none.
    pub(super) fn step(
        &mut self,
        name: &'static str,
        up: bool,
    ) -> Result<Option<Msg>, TrainerError> {
        let Some(setting) = setting(name) else { return Ok(None) };
        let value = setting.get(self.trainer.settings());
        if let Some(next) = setting.next(&value, up) {
            let was_private = self.trainer.settings().privacy;
            self.trainer.set(name, &next)?;
            let is_private = self.trainer.settings().privacy;
            if is_private != was_private {
                self.theme.hiding = is_private;
            }
            return Ok(Some(Msg::Setting(name, next)));
        }
        let Kind::Names { range, .. } = setting.kind else { return Ok(None) };
        let said = format!("change it with `shoptalk settings {name} …`: {range}");
        Ok(Some(Msg::Failed(said)))
    }

    /// The settings screen.
    pub(super) fn settings(&mut self) -> Settings {
        let _ = self.trainer.refresh_settings();
        let settings = self.trainer.settings();
        let rows = SETTINGS.iter().filter(|setting| !setting.is_by_deck());
        let rows = rows.map(|setting| Row {
            name: setting.name,
            label: setting.label,
            range: setting.range(),
            help: setting.help,
            value: setting.get(settings),
        });
        let path = self.trainer.settings_path().map(|path| path.display().to_string());
        Settings::new(rows.collect(), path)
    }
}
