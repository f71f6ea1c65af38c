//! Arguments of `data again` and `data reset`.

use clap::Args;

/// `shoptalk data again`
#[derive(Debug, Args)]
pub struct Again {
    /// Word or its id, such as `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
}

/// `shoptalk data reset`
#[derive(Debug, Args)]
#[command(
    after_help = "The answers stay in the journal but don't count. To undo only today's last answers, press `u` in the trainer."
)]
pub struct Reset {
    /// Word or its id, such as `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Reset without asking for confirmation
    #[arg(long)]
    pub yes: bool,
}
