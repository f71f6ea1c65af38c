//! The words for what one marked: `notes`, `flags`, `suspended`.

use clap::Args;

/// `shoptalk notes`
#[derive(Debug, Args)]
pub struct Notes {
    /// Drop your note and mnemonic on this word
    #[arg(long, value_name = "TERM")]
    pub drop: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk flags`
#[derive(Debug, Args)]
pub struct Flags {
    /// Drop the one with this number
    #[arg(long, value_name = "N")]
    pub drop: Option<usize>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk suspended`
#[derive(Debug, Args)]
pub struct Suspended {
    /// Take this word back into the quiz
    #[arg(long, value_name = "TERM")]
    pub resume: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}
