//! Arguments of the commands for meetings: `lookup`, `scan`, `jot` and `brief`.

use std::path::PathBuf;

use clap::Args;

use super::values::number;

/// `shoptalk lookup`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Lookup {
    /// Word or sentence you heard, spelled your way; without it, opens the look-up screen
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Show at most this many entries
    #[arg(short = 'n', long = "limit", value_name = "N", value_parser = number(1..=100_u16))]
    pub limit: Option<u16>,
    /// Show all matches, including near ones
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
    /// Print the best match on one line: the word, its team and its gloss
    #[arg(long, conflicts_with_all = ["all", "limit", "json", "markdown"])]
    pub short: bool,
    /// Show only words from this deck (can be repeated)
    #[arg(long, value_name = "DECK")]
    pub deck: Vec<String>,
    /// Print as Markdown
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    /// List the spellings you asked look-up to remember
    #[arg(long, conflicts_with_all = ["words", "limit", "all", "short", "deck", "markdown"])]
    pub spellings: bool,
    /// Forget this spelling of a word
    #[arg(long, conflicts_with_all = ["limit", "all", "short", "deck", "json", "markdown", "spellings"])]
    pub forget_spelling: bool,
}

/// `shoptalk jot`
#[derive(Debug, Args)]
pub struct Jot {
    /// What you heard (with --answer, what it means); without it, lists open questions by team
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Team to ask
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Sentence it was used in
    #[arg(long, value_name = "SENTENCE")]
    pub heard: Option<String>,
    /// Who said it; with --answer, who explained it, if someone else (saved with the word as credit)
    #[arg(long, value_name = "WHO")]
    pub from: Option<String>,
    /// Record what the word with this number means; it is added to your own deck and quizzed
    #[arg(long, value_name = "N", value_parser = number(0..=99_999_u32), requires = "words", conflicts_with_all = ["deck", "heard"])]
    pub answer: Option<u32>,
    /// With --answer: the correct word, if you misheard it
    #[arg(long, value_name = "WORD", requires = "answer")]
    pub word: Option<String>,
    /// With --answer: a question you could ask next
    #[arg(long, value_name = "QUESTION", requires = "answer")]
    pub ask: Option<String>,
    /// Change the team, sentence or person of the word with this number
    #[arg(long, value_name = "N", value_parser = number(0..=99_999_u32), conflicts_with_all = ["words", "answer"])]
    pub edit: Option<u32>,
    /// Delete the word with this number
    #[arg(long, value_name = "N", value_parser = number(0..=99_999_u32), conflicts_with_all = ["words", "answer", "edit", "deck", "heard", "from"])]
    pub drop: Option<u32>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk scan`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Scan {
    /// Text, Markdown or transcript to read; `-` for standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Show the whole text, with the meaning of each term between the lines
    #[arg(long, conflicts_with_all = ["quiz", "count"])]
    pub lines: bool,
    /// Read it as a transcript, even if it has no times or speakers
    #[arg(long, conflicts_with = "follow")]
    pub heard: bool,
    /// Follow live captions: list each term as soon as it appears in FILE, which may still be growing, or on standard input
    ///
    /// Only follow captions that everyone in the meeting sees. They are not kept, and no sound is recorded: a transcript that
    /// the others don't know of may break their trust, your company's rules or the law.
    #[arg(long, conflicts_with_all = ["lines", "count", "jot", "markdown"])]
    pub follow: bool,
    /// Show only words you do not know yet
    #[arg(long)]
    pub unknown: bool,
    /// Save the acronyms that no deck explains, to ask about later
    #[arg(long)]
    pub jot: bool,
    /// Team to ask about them
    #[arg(long, value_name = "DECK", requires = "jot")]
    pub deck: Option<String>,
    /// Quiz only the words found
    #[arg(long, conflicts_with = "json")]
    pub quiz: bool,
    /// Rank the jargon that no deck explains by how often it is used; also accepts a folder
    #[arg(long, conflicts_with_all = ["unknown", "jot", "quiz"])]
    pub count: bool,
    /// Print the whole text, with the meaning of each term, as Markdown
    #[arg(long, conflicts_with_all = ["quiz", "count", "json"])]
    pub markdown: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk brief`
#[derive(Debug, Args)]
pub struct Brief {
    /// Teams to prepare for; defaults to those you meet next
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Minutes you have to review the words
    #[arg(long, value_name = "N", value_parser = number(1..=60_u32))]
    pub minutes: Option<u32>,
    /// Mark the question with this number as asked
    #[arg(long, value_name = "N", value_parser = number(1..=99_usize), requires = "deck")]
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
