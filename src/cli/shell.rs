//! Arguments of `completions`, `complete` and `man`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// `shoptalk completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell to print completions for
    pub shell: clap_complete::Shell,
}

/// `shoptalk complete`, called by the scripts that `completions` prints.
#[derive(Debug, Args)]
pub struct Complete {
    /// Command line up to the cursor, without the program name
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<std::ffi::OsString>,
}

/// `shoptalk man`
#[derive(Debug, Args)]
pub struct Man {
    /// Folder to write to
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}
