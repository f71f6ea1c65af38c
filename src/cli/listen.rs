//! Arguments for what you hear or read: `lookup`, `jot`, `scan`, `deck propose`.

use std::path::PathBuf;

use clap::Args;

/// `shoptalk lookup`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Lookup {
    /// What you heard, as you would spell it; without it, the look-up screen opens
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// At most this many entries
    #[arg(short = 'n', long = "limit", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: Option<u16>,
    /// All that fits, and all that comes near
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
    /// The best match on one line: the word, its team and its gloss
    #[arg(long, conflicts_with_all = ["all", "limit", "json"])]
    pub short: bool,
    /// Only the words of this deck; may be given several times
    #[arg(long, value_name = "DECK")]
    pub deck: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
    /// List the spellings that look-up was asked to remember
    #[arg(long, conflicts_with_all = ["words", "limit", "all", "short", "deck"])]
    pub spellings: bool,
    /// Forget that these words are a spelling of a word
    #[arg(long, conflicts_with_all = ["limit", "all", "short", "deck", "json", "spellings"])]
    pub forget_spelling: bool,
}

/// `shoptalk jot`
#[derive(Debug, Args)]
pub struct Jot {
    /// What you heard; with --answer, what it means; without either, what is open is listed by team
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// The team to ask
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// The sentence in which it was said
    #[arg(long, value_name = "SENTENCE")]
    pub heard: Option<String>,
    /// Who said it; with --answer, who explained it, where that is somebody else: it stays with the word as credit
    #[arg(long, value_name = "WHO")]
    pub from: Option<String>,
    /// Write down what the one with this number means: it becomes a word of your own, and is quizzed
    #[arg(long, value_name = "N", requires = "words", conflicts_with_all = ["deck", "heard"])]
    pub answer: Option<u32>,
    /// With --answer: the word as it is said, where you misheard it
    #[arg(long, value_name = "WORD", requires = "answer")]
    pub word: Option<String>,
    /// With --answer: what one could ask next
    #[arg(long, value_name = "QUESTION", requires = "answer")]
    pub ask: Option<String>,
    /// Change team, sentence or person of the one with this number
    #[arg(long, value_name = "N", conflicts_with_all = ["words", "answer"])]
    pub edit: Option<u32>,
    /// Drop the one with this number
    #[arg(long, value_name = "N", conflicts_with_all = ["words", "answer", "edit", "deck", "heard", "from"])]
    pub drop: Option<u32>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck propose`
#[derive(Debug, Args)]
pub struct Propose {
    /// A number of the list, or a word; without it, what there is
    #[arg(value_name = "N|WORD")]
    pub what: Vec<String>,
    /// Name whoever explained the word, too
    #[arg(long)]
    pub credit: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk scan`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Scan {
    /// Text, Markdown, or a transcript (.vtt, .srt); `-` reads from standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Only what you do not know yet
    #[arg(long)]
    pub unknown: bool,
    /// Jot down the acronyms that no deck explains
    #[arg(long)]
    pub jot: bool,
    /// The team to ask about them
    #[arg(long, value_name = "DECK", requires = "jot")]
    pub deck: Option<String>,
    /// Quiz the words that were found, and nothing else
    #[arg(long, conflicts_with = "json")]
    pub quiz: bool,
    /// Rank the jargon that no deck explains by how often it is used; for a whole folder, too
    #[arg(long, conflicts_with_all = ["unknown", "jot", "quiz"])]
    pub count: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}
