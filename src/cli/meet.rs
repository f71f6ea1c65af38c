//! Arguments of `shoptalk brief`.

use clap::Args;

/// `shoptalk brief`
#[derive(Debug, Args)]
pub struct Brief {
    /// Teams to prepare for; defaults to those you meet next
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Minutes you have to review the words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub minutes: Option<u32>,
    /// Mark the question with this number as asked
    #[arg(long, value_name = "N", requires = "deck")]
    pub asked: Option<usize>,
    /// Answer you got
    #[arg(short, long = "message", value_name = "TEXT", requires = "asked")]
    pub message: Option<String>,
    /// Quiz only the words on the page
    #[arg(long, conflicts_with_all = ["json", "asked", "markdown"])]
    pub quiz: bool,
    /// Print as Markdown, for a phone or for paper
    #[arg(long, conflicts_with_all = ["json", "asked"])]
    pub markdown: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
