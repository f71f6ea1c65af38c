//! Commands that someone is told to type: with words quoted for a shell, and with the options that led this run to its files.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::core::text::clean;

/// How a command begins in a message: by itself, and behind another one.
const STARTS: [&str; 2] = ["`shoptalk ", "| shoptalk "];

/// The options of this run, which every command needs to find the same files.
static WITH_OPTIONS: OnceLock<String> = OnceLock::new();

/// `text` as one word for a shell.
pub fn shell_word(text: &str) -> String {
    shell_words::quote(&clean(text)).into_owned()
}

/// Remembers these options and values, which this run was given, for [`typeable`].
pub fn remember<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let given: String = options
        .into_iter()
        .map(|(option, value)| format!("--{option} {} ", shell_word(value)))
        .collect();
    if !given.is_empty() {
        let _ = WITH_OPTIONS.set(given);
    }
}

/// `text`, with the options of this run in each command that it names.
pub fn typeable(text: &str) -> Cow<'_, str> {
    let Some(given) = WITH_OPTIONS.get() else { return text.into() };
    STARTS.iter().fold(text.into(), |text: Cow<'_, str>, start| {
        if text.contains(start) {
            text.replace(start, &format!("{start}{given}")).into()
        } else {
            text
        }
    })
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_word_for_the_shell_is_quoted_when_it_must_be() {
        assert_eq!(shell_word("decks/platform.yaml"), "decks/platform.yaml");
        assert_eq!(shell_word("it's; rm -rf $HOME"), r"'it'\''s; rm -rf $HOME'");
        assert_eq!(shell_word(""), "''");
    }
}
