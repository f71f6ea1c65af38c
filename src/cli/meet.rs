//! Arguments of `shoptalk brief`.

use clap::Args;

/// `shoptalk brief`
#[derive(Debug, Args)]
pub struct Brief {
    /// The teams; without one, those that you meet next
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// How long you have to go over the words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub minutes: Option<u32>,
    /// Mark the question with this number as asked
    #[arg(long, value_name = "N", requires = "deck")]
    pub asked: Option<usize>,
    /// What the answer was
    #[arg(short, long = "message", value_name = "TEXT", requires = "asked")]
    pub message: Option<String>,
    /// Quiz the words of the page, and nothing else
    #[arg(long, conflicts_with_all = ["json", "asked", "markdown"])]
    pub quiz: bool,
    /// Print as Markdown: for a phone, or for paper
    #[arg(long, conflicts_with_all = ["json", "asked"])]
    pub markdown: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}
