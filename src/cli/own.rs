//! The words for what is one's own: `settings` and `forget`.

use clap::Args;

/// `shoptalk settings`
#[derive(Debug, Args)]
pub struct Settings {
    /// A setting
    pub name: Option<String>,
    /// Its new value
    pub value: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk forget`
#[derive(Debug, Args)]
#[command(
    after_help = "What you know stays. Not covered: the words of your own deck, mine.yaml, with who explained them; you edit it yourself."
)]
pub struct Forget {
    /// What to erase
    pub what: Forgettable,
    /// Only what is older than this day, as in 2026-11-01
    #[arg(long, value_name = "DATE")]
    pub before: Option<jiff::civil::Date>,
    /// Only what is about this team
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Erase without asking
    #[arg(long)]
    pub yes: bool,
}

/// What `shoptalk forget` can erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Forgettable {
    /// The words you jotted down, with who said them
    Jottings,
    /// Your visits to teams, the questions you asked, with their answers, and which team's page you read when
    Visits,
    /// What you looked up
    LookUps,
    /// Your notes and mnemonics, with what they said before
    Notes,
    /// What you flagged as unclear
    Flags,
    /// The spellings that look-up remembers
    Spellings,
    /// What you typed or picked in the quiz; your progress stays
    Answers,
}
