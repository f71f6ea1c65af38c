//! The directories of the user's files.

use std::path::{Path, PathBuf};

use etcetera::AppStrategy;

/// One user's directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppDirs {
    /// The journal and the user's own decks.
    pub data: PathBuf,
    /// `settings.yaml`.
    pub config: PathBuf,
    /// A journal to look at instead of the user's own, such as a backup.
    pub looked_at: Option<PathBuf>,
}

/// Directories set by the user: by flag, or else by environment variable.
#[derive(Debug, Clone, Default)]
pub struct DirOverrides {
    /// `--data`, else `SHOPTALK_DATA`.
    pub data: Option<PathBuf>,
    /// `--config`, else `SHOPTALK_CONFIG`.
    pub config: Option<PathBuf>,
}

impl DirOverrides {
    /// Why the data directory cannot be used: it is neither a folder nor a file, or it does not exist and has the name of a file.
    pub fn refusal(&self) -> Option<(&Path, &'static str)> {
        let data = self.data.as_deref()?;
        let ending = data.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_named_as_file = ["sqlite", "sqlite3", "db", "bak"].contains(&&*ending);
        if data.exists() {
            let is_usable = data.is_dir() || data.is_file();
            return (!is_usable).then_some((data, "is neither a file nor a folder"));
        }
        is_named_as_file.then_some((data, "does not exist"))
    }
}

/// There is no home directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "cannot find your home folder to store your progress; choose a folder with --data or SHOPTALK_DATA"
)]
pub struct NoHome;

impl AppDirs {
    /// The directories in `wishes`, with the platform's defaults for the rest. If the data directory is set, it holds the
    /// settings too, so that all of the user's files are in one place. If it is a file, it is a journal to look at.
    pub fn find(wishes: &DirOverrides) -> Result<Self, NoHome> {
        let looked_at = wishes.data.clone().filter(|data| data.is_file());
        if let (Some(data), None) = (&wishes.data, &looked_at) {
            let config = wishes.config.clone().unwrap_or_else(|| data.clone());
            return Ok(Self { data: data.clone(), config, looked_at });
        }
        let app = etcetera::AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "shoptalk".to_owned(),
        };
        let native = etcetera::app_strategy::choose_native_strategy(app).map_err(|_| NoHome)?;
        let data = native.data_dir();
        let config = wishes.config.clone().unwrap_or_else(|| native.config_dir());
        // Without HOME, the directories would be relative to the current one.
        if !data.is_absolute() || (wishes.config.is_none() && !config.is_absolute()) {
            return Err(NoHome);
        }
        Ok(Self { data, config, looked_at })
    }

    /// The path of the journal. If it is a link, that of the file it leads to: SQLite has its log there, so what else belongs to the
    /// journal is there as well.
    pub fn journal(&self) -> PathBuf {
        let path = self.looked_at.clone().unwrap_or_else(|| self.data.join("journal.sqlite"));
        if path.is_symlink() { path.canonicalize().unwrap_or(path) } else { path }
    }

    /// The directory of the user's own decks.
    pub fn decks(&self) -> PathBuf {
        self.data.join("decks")
    }

    /// The deck cache; you can delete it at any time.
    pub fn prepared(&self) -> PathBuf {
        self.data.join("prepared")
    }

    /// Copies of external decks: one directory per source, not for editing by hand.
    pub fn sources(&self) -> PathBuf {
        self.data.join("sources")
    }

    /// The path of the settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.yaml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_folder_that_was_asked_for_holds_everything() {
        let places =
            AppDirs::find(&DirOverrides { data: Some("/x".into()), config: None }).unwrap();
        assert_eq!(
            (places.journal(), places.settings()),
            ("/x/journal.sqlite".into(), "/x/settings.yaml".into())
        );
        let places =
            AppDirs::find(&DirOverrides { data: Some("/x".into()), config: Some("/y".into()) })
                .unwrap();
        assert_eq!(places.settings(), PathBuf::from("/y/settings.yaml"));
    }
}
