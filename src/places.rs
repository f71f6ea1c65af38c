//! Where the user's files live.

use std::path::PathBuf;

use etcetera::AppStrategy;

/// The folders of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Journal and own decks.
    pub data: PathBuf,
    /// `settings.yaml`.
    pub config: PathBuf,
}

/// What the user said about it: by flag or else by environment.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// `--data`, else `SHOPTALK_DATA`.
    pub data: Option<PathBuf>,
    /// `--config`, else `SHOPTALK_CONFIG`.
    pub config: Option<PathBuf>,
}

/// There is no home folder to put anything into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no home folder to keep your progress in; name a folder with --data or SHOPTALK_DATA"
)]
pub struct NoHome;

impl Places {
    /// The folders that `wishes` ask for, and the platform's own for what they leave open. A data folder that was
    /// asked for holds the settings too, so that it is all there is of a user.
    pub fn find(wishes: &Wishes) -> Result<Self, NoHome> {
        if let Some(data) = &wishes.data {
            let config = wishes.config.clone().unwrap_or_else(|| data.clone());
            return Ok(Self { data: data.clone(), config });
        }
        let app = etcetera::AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "shoptalk".to_owned(),
        };
        let native = etcetera::app_strategy::choose_native_strategy(app).map_err(|_| NoHome)?;
        let data = native.data_dir();
        let config = wishes.config.clone().unwrap_or_else(|| native.config_dir());
        // Without HOME the folders come out relative to wherever the program was started.
        if !data.is_absolute() || (wishes.config.is_none() && !config.is_absolute()) {
            return Err(NoHome);
        }
        Ok(Self { data, config })
    }

    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal.sqlite")
    }

    /// The user's own decks.
    pub fn decks(&self) -> PathBuf {
        self.data.join("decks")
    }

    /// What was prepared of decks; it may be deleted at any time.
    pub fn prepared(&self) -> PathBuf {
        self.data.join("prepared")
    }

    /// Copies of decks from elsewhere: a folder for each source, which nobody writes into by hand.
    pub fn sources(&self) -> PathBuf {
        self.data.join("sources")
    }

    /// The settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.yaml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_folder_that_was_asked_for_holds_everything() {
        let places = Places::find(&Wishes { data: Some("/x".into()), config: None }).unwrap();
        assert_eq!(
            (places.journal(), places.settings()),
            ("/x/journal.sqlite".into(), "/x/settings.yaml".into())
        );
        let places =
            Places::find(&Wishes { data: Some("/x".into()), config: Some("/y".into()) }).unwrap();
        assert_eq!(places.settings(), PathBuf::from("/y/settings.yaml"));
    }
}
