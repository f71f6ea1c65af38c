//! Recognizes, by their names, entries and files that are the same in several languages.

use std::collections::{BTreeMap, BTreeSet};

/// Codes of languages.
const LANGUAGES: &str = "en de fr es it pt nl sv da nb nn no fi pl cs sk hu ro bg el tr ru uk ar he fa hi bn ja ko zh vi th id ms ca eu \
    gl af am sw zu xh st et lv lt sl hr sr sq is ga cy ta ur ht ku tn ve ts";
/// Codes that name a language even where a team or a word could have the same name, as IT, HR and CA do.
const PLAIN: [&str; 5] = ["en", "de", "fr", "ja", "zh"];

/// Whether `name` is the code of a language, such as `en` or `de-AT`.
pub(super) fn is_language(name: &str) -> bool {
    let (code, region) = name.split_once(['-', '_']).unwrap_or((name, ""));
    LANGUAGES.split(' ').any(|known| known.eq_ignore_ascii_case(code))
        && region.len() <= 4
        && region.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether the names of groups are languages rather than teams.
pub(super) fn are_languages(names: &BTreeSet<&str>) -> bool {
    names.len() > 1 && PLAIN.iter().any(|plain| names.contains(plain))
}

/// Whether each of `files` is in a language other than the one to take, as `de/pod.md` beside `en/pod.md`, or `pod.de.md` beside `pod.md`.
/// English is taken if there is any. A file without a language in its name is in another one only if there is an English one beside it.
pub fn in_other_languages(files: &[&str]) -> Vec<bool> {
    let split: Vec<(String, &str)> = files.iter().map(|file| without_language(file)).collect();
    let mut pages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (page, code) in &split {
        pages.entry(page).or_default().insert(code);
    }
    let codes = pages.values().filter(|codes| are_languages(codes));
    let mut others: BTreeSet<&str> = codes.flatten().copied().collect();
    // English, or else what has no language in its name, or else the first.
    if !others.remove("en") {
        others.pop_first();
    }
    let is_other = |(page, code): &(String, &str)| {
        others.contains(code) && (!code.is_empty() || pages[&**page].contains("en"))
    };
    split.iter().map(is_other).collect()
}

/// The name of a file without the code of a language, and the code, if it has one.
fn without_language(file: &str) -> (String, &str) {
    let is_code = |part: &str| is_language(part) && part.starts_with(|c: char| c.is_lowercase());
    let parts: Vec<&str> = file.split(['/', '\\', '.']).collect();
    // The last part is the ending.
    let at = parts[..parts.len() - 1].iter().position(|part| is_code(part));
    let page = parts.iter().enumerate().filter(|(part, _)| Some(*part) != at);
    let page = page.map(|(_, part)| *part).collect::<Vec<_>>().join("/");
    (page, at.map_or("", |at| parts[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_several_languages_are_taken_in_one_and_teams_are_no_languages() {
        for (files, others) in [
            (
                &["de/pod.md", "en/pod.md", "de/node.md", "toil.md"][..],
                &[true, false, true, false][..],
            ),
            (&["docs/pod.md", "docs/pod.de.md", "docs/node.md"], &[false, true, false]),
            (&["pod.md", "pod.en.md", "toil.md"], &[true, false, false]),
            (&["de.yaml", "en.yaml"], &[true, false]),
            (&["fr/pod.md", "de-AT/pod.md", "de/pod.md"], &[true, true, false]),
            (&["it/glossary.md", "hr/glossary.md"], &[false, false]),
            (&["ca.md", "vi.md", "ts.md"], &[false, false, false]),
            (&["de/pod.md", "en/node.md"], &[false, false]),
        ] {
            assert_eq!(in_other_languages(files), others, "{files:?}");
        }
    }
}
