//! The words for shells and manuals: `completions`, `complete`, `man`.

use std::path::PathBuf;

use clap::Args;

/// `shoptalk completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `shoptalk complete`, which the scripts of `completions` call.
#[derive(Debug, Args)]
pub struct Complete {
    /// The command line up to the cursor, without the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<std::ffi::OsString>,
}

/// `shoptalk man`
#[derive(Debug, Args)]
pub struct Man {
    /// The folder
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
