//! Arguments of `quiz`, `sit` and `stats`.

use clap::Args;

use super::values::{form, number};
use crate::core::review::Form;

/// `shoptalk quiz`
#[derive(Debug, Default, Args)]
pub struct Quiz {
    /// Decks to quiz; defaults to the decks you follow
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Length of this session in minutes, instead of the time left today
    #[arg(long, value_name = "N", value_parser = number(1..=240_u32))]
    pub minutes: Option<u32>,
    /// Introduce at most this many new words
    #[arg(long, value_name = "N", value_parser = number(0..=200_u32))]
    pub new: Option<u32>,
    /// Ask in this form if the word allows it: choose, recall, fill, type, expand, which-team, in-sentence
    #[arg(long, value_name = "FORM", value_parser = form)]
    pub form: Option<Form>,
    /// Review your weakest and most often heard words before a meeting, due or not; early correct answers don't reschedule
    #[arg(long)]
    pub cram: bool,
}

/// `shoptalk sit`
#[derive(Debug, Args)]
pub struct Sit {
    /// Team to sit in with; defaults to the team you follow whose scene fits best
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
}

/// `shoptalk stats`
#[derive(Debug, Args)]
pub struct Stats {
    /// Decks to count; defaults to the decks you follow
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
