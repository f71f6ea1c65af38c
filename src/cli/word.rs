//! Arguments for one word of the quiz: `data again` and `data reset`.

use clap::Args;

/// `shoptalk data again`
#[derive(Debug, Args)]
pub struct Again {
    /// The word, or its id, as in `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
}

/// `shoptalk data reset`
#[derive(Debug, Args)]
#[command(
    after_help = "The answers stay in your journal, struck. `u` in the trainer takes back only the last answers of today."
)]
pub struct Reset {
    /// The word, or its id, as in `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Reset it without asking
    #[arg(long)]
    pub yes: bool,
}
