//! Recognizes, by their names, entries and files that are the same in several languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::deck::fields::folded;
use crate::core::text::capital;

/// The languages of ISO 639-1: the code of each, and its names.
const LANGUAGES: &str = "aa afar|ab abkhazian|af afrikaans|ak akan|am amharic|ar arabic|as assamese|ay aymara|az azerbaijani|ba bashkir|\
    be belarusian|bg bulgarian|bm bambara|bn bengali|bo tibetan|br breton|bs bosnian|ca catalan català|ce chechen|\
    co corsican|cs czech čeština|cv chuvash|cy welsh cymraeg|da danish dansk|de german deutsch|dz dzongkha|ee ewe|\
    el greek ελληνικά|en english|eo esperanto|es spanish español castellano|et estonian eesti|eu basque euskara|\
    fa persian farsi فارسی|ff fulah|fi finnish suomi|fj fijian|fo faroese|fr french français|fy frisian|ga irish gaeilge|\
    gd gaelic|gl galician galego|gn guarani|gu gujarati|ha hausa|he hebrew עברית|hi hindi हिन्दी|hr croatian hrvatski|\
    ht haitian|hu hungarian magyar|hy armenian|ia interlingua|id indonesian|ig igbo|is icelandic íslenska|\
    it italian italiano|iu inuktitut|ja japanese 日本語|jv javanese|ka georgian|kk kazakh|km khmer|kn kannada|ko korean 한국어|\
    ku kurdish|ky kyrgyz|la latin|lb luxembourgish|lg ganda|ln lingala|lo lao|lt lithuanian lietuvių|lv latvian latviešu|\
    mg malagasy|mi maori|mk macedonian|ml malayalam|mn mongolian|mr marathi|ms malay|mt maltese|my burmese|nb bokmål|\
    ne nepali|nl dutch nederlands|nn nynorsk|no norwegian norsk|ny chichewa|oc occitan|om oromo|or odia|pa punjabi|\
    pl polish polski|ps pashto|pt portuguese português|qu quechua|rm romansh|ro romanian română|ru russian русский|\
    rw kinyarwanda|sa sanskrit|sd sindhi|se sami|si sinhala|sk slovak slovenčina|sl slovenian slovenščina|sm samoan|\
    sn shona|so somali|sq albanian shqip|sr serbian српски|st sotho|su sundanese|sv swedish svenska|sw swahili kiswahili|\
    ta tamil|te telugu|tg tajik|th thai ไทย|ti tigrinya|tk turkmen|tl tagalog|tn tswana|tr turkish türkçe|ts tsonga|\
    tt tatar|ug uyghur|uk ukrainian українська|ur urdu|uz uzbek|ve venda|vi vietnamese|wo wolof|xh xhosa|yi yiddish|\
    yo yoruba|zh chinese 中文|zu zulu";
/// Codes that are also names of teams or ordinary words.
const AMBIGUOUS: &str =
    "am as be br ca cs he hi hr id is it la li lo mi ml ms mt my no om or os pa so te ti ts vi";
/// Names of a column that says the language of each entry.
const COLUMNS: [&str; 6] = ["language", "lang", "locale", "sprache", "langue", "idioma"];

/// Names of columns for words and meanings that are not only English, by language.
const HEADINGS: &str = "en term definition|de term begriff fachbegriff wort abkürzung kürzel definition bedeutung erklärung \
    beschreibung langform stehtfür|fr terme mot acronyme sigle definition définition définitions signification|\
    es término palabra acrónimo sigla siglas definición significado|it termine parola sigla definizione significato|\
    pt termo sigla siglas definição significado|nl term definitie betekenis|ru термин определение|\
    zh 术语 術語 说明 定义 定義|ja 用語 術語 説明 定義 意味|ko 용어 설명 정의";

/// The language other than English that all these names of columns are in, by its code and its English name.
pub(super) fn of_headings<'a>(
    mut names: impl Iterator<Item = &'a str>,
) -> Option<(&'static str, String)> {
    let all: Vec<(&str, &str)> = HEADINGS.split('|').map(|it| it.split_at(2)).collect();
    let codes = |name: &str| -> BTreeSet<&'static str> {
        let name = folded(name);
        let has = |known: &str| known.split(' ').any(|known| known == name);
        let codes: BTreeSet<_> =
            all.iter().filter(|(_, known)| has(known)).map(|(code, _)| *code).collect();
        if codes.is_empty() { BTreeSet::from(["en"]) } else { codes }
    };
    let first = codes(names.next()?);
    let common = names.fold(first, |common, name| &common & &codes(name));
    let mut common = common.into_iter();
    let (Some(code), None) = (common.next().filter(|code| *code != "en"), common.next()) else {
        return None;
    };
    let names = LANGUAGES.split('|').find_map(|names| names.strip_prefix(code))?;
    Some((code, capital(names.split_whitespace().next()?)))
}

/// The code of the language called `name`, such as `en`, `de-AT` or `Spanish`.
pub(super) fn language(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let (code, region) = name.split_once(['-', '_']).unwrap_or((&name, ""));
    let is_region = region.len() <= 4 && region.chars().all(|c| c.is_ascii_alphanumeric());
    let mut known = LANGUAGES.split('|').map(|names| (&names[..2], &names[3..]));
    let is_it = |(known, names): &(&str, &str)| {
        *known == code && is_region || names.split(' ').any(|known| known == name)
    };
    known.find(is_it).map(|(code, _)| code)
}

/// Whether `name` is the code of a language, such as `en` or `de-AT`.
pub(super) fn is_language(name: &str) -> bool {
    name.split(['-', '_']).next().is_some_and(|code| code.len() == 2) && language(name).is_some()
}

/// Whether the names of groups are languages rather than teams.
pub(super) fn are_languages(names: &BTreeSet<&str>) -> bool {
    names.len() > 1 && names.iter().any(|name| is_plain(name))
}

/// Whether `name` is a language, and nothing else that teams or words are called, such as IT, HR and CA.
pub(super) fn is_plain(name: &str) -> bool {
    let is_small = name.len() > 2 || !name.starts_with(char::is_uppercase);
    is_small && language(name).is_some_and(|code| !AMBIGUOUS.split(' ').any(|known| known == code))
}

/// The language to take of entries in these: English, or else the first.
pub(super) fn chosen(languages: &[&'static str]) -> Option<&'static str> {
    languages.iter().find(|code| **code == "en").or(languages.first()).copied()
}

/// A column that says the language of each entry.
#[derive(Clone, Copy)]
pub(super) struct LanguageColumn {
    pub at: usize,
    /// The language to take.
    taken: &'static str,
}

impl LanguageColumn {
    /// The one among `heads`, if its `values` are several languages.
    pub(super) fn of<'a, V: Iterator<Item = &'a str>>(
        heads: &[&str],
        values: impl Fn(usize) -> V,
    ) -> Option<Self> {
        let at = heads.iter().position(|head| COLUMNS.contains(&&*folded(head)))?;
        let all: Option<Vec<&'static str>> =
            values(at).filter(|value| !value.trim().is_empty()).map(language).collect();
        let taken = chosen(all.as_deref()?)?;
        all?.iter().any(|code| *code != taken).then_some(Self { at, taken })
    }

    /// Whether `value` in this column is a language other than the one to take.
    pub(super) fn is_other(self, value: &str) -> bool {
        language(value).is_some_and(|code| code != self.taken)
    }

    /// The message about entries in other languages.
    pub(super) fn left_out(self) -> String {
        left_out(self.taken)
    }
}

/// The message about entries without the language that is `taken`.
pub(super) fn left_out(taken: &str) -> String {
    format!("entries in languages other than `{taken}`, left out")
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
            (&["es/caja.md", "pt/caja.md"], &[false, true]),
            (&["ca.md", "vi.md", "ts.md"], &[false, false, false]),
            (&["de/pod.md", "en/node.md"], &[false, false]),
        ] {
            assert_eq!(in_other_languages(files), others, "{files:?}");
        }
    }

    #[test]
    fn languages_are_known_by_code_and_name_and_acronyms_are_none() {
        for (name, code) in [
            ("es", Some("es")),
            ("pt-BR", Some("pt")),
            ("DE", Some("de")),
            ("Spanish", Some("es")),
            ("Português", Some("pt")),
            ("日本語", Some("ja")),
            ("Go", None),
            ("API", None),
        ] {
            assert_eq!(language(name), code, "{name}");
        }
        assert!(is_plain("es") && is_plain("Spanish"));
        assert!(!is_plain("it") && !is_plain("IT") && !is_plain("DE"));
    }
}
