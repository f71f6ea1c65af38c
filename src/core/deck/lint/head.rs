//! Lints the fields of the deck itself.

use crate::core::deck::FieldSpans;
use crate::core::deck::lint::Lint;
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::rules::Rule;

/// Languages by their names, in English and in themselves.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("español", "es"),
    ("français", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("hindi", "hi"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("nederlands", "nl"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
];

impl Lint<'_> {
    pub(super) fn language(&mut self, marks: &FieldSpans) {
        let Some(language) = &self.deck.language else { return };
        let mut parts = language.split('-');
        let is_code = parts.next().is_some_and(|code| {
            (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
        }) && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if is_code {
            return;
        }
        let what = format!("`{language}` is not the code of a language");
        let lower = language.to_lowercase();
        let code = LANGUAGES.iter().find(|(name, _)| lower.split(' ').next() == Some(name));
        let place = marks.of("language", 0);
        let (help, fix) = match code {
            Some((_, code)) => (
                format!("write `language: {code}`"),
                Some(Fix::likely(vec![Edit::at(place, *code)])),
            ),
            None => ("write it like `en` or `pt-BR`".to_owned(), None),
        };
        self.add(Rule::Language, place, what, help).fix = fix;
    }
}
