//! Recognizes plurals and inflections, unlike words that merely look like a name.

use std::borrow::Cow;

use crate::core::vocabulary::{find, is_common, is_ordinary};

/// Irregular forms and their base forms, one a line and in order.
const IRREGULAR: &str = include_str!("irregular_forms.txt");

/// The base form of an irregular form.
pub(super) fn irregular(word: &str) -> Option<&'static str> {
    find(IRREGULAR, word)
}

/// Whether `typed` and `name`, both folded, are forms of the same word. An everyday English word only counts as a form
/// of another one: "metrics" is a form of "metric", but "gas" is not the plural of "GA".
pub(super) fn is_form(typed: &str, name: &str) -> bool {
    if typed == name {
        return true;
    }
    let of_name = bases(name);
    let fits = |base: &String| !is_ordinary(typed) || is_ordinary(base);
    bases(typed).iter().filter(|base| of_name.contains(base)).any(fits)
}

/// Possible base forms of `word` (folded), itself first: "rate" for "rated", "log" for "logged", "migrate" for "migrations".
pub(crate) fn bases(word: &str) -> Vec<String> {
    let mut bases = vec![american(word)];
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return bases;
    }
    bases.extend(irregular(word).map(str::to_owned));
    bases.extend(singulars(word).map(|one| american(&one)));
    for noun in bases.clone() {
        bases.extend(verb_of_noun(&noun));
    }
    for (ending, letter) in [("ed", "ied"), ("ing", "")] {
        if let Some(stem) = word.strip_suffix(letter).filter(|_| !letter.is_empty()) {
            bases.push(format!("{stem}y"));
        } else if let Some(stem) = word.strip_suffix(ending) {
            bases.extend(verbs(stem).iter().map(|verb| american(verb)));
        }
    }
    bases
}

/// Words that `word`, in lower case, may be the plural or third person singular of, most likely first.
pub(crate) fn singulars(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let without = |end| word.strip_suffix(end).filter(|stem: &&str| stem.len() >= 2);
    let ies = without("ies").map(|stem| Cow::Owned(format!("{stem}y")));
    let ends = ["s", "x", "z", "ch", "sh", "o"];
    let es = without("es").filter(|stem| ends.iter().any(|end| stem.ends_with(end)));
    let s = without("s").filter(|stem| !stem.ends_with('s'));
    ies.into_iter().chain(es.into_iter().chain(s).map(Cow::Borrowed))
}

/// Verbs that become `stem` before "ed" and "ing".
fn verbs(stem: &str) -> Vec<String> {
    let bytes = stem.as_bytes();
    if bytes.len() < 2 || !bytes.iter().any(|byte| is_vowel(*byte)) || stem.ends_with('e') {
        return Vec::new();
    }
    let with_e = format!("{stem}e");
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    if last == before && !is_vowel(last) {
        return vec![stem[..stem.len() - 1].to_owned(), stem.to_owned()];
    }
    // A short verb would double its last letter: "rating" comes from "rate", not "rat".
    let vowels = bytes.iter().filter(|byte| is_vowel(**byte)).count();
    let is_short = vowels == 1 && is_vowel(before) && !b"wxyaeiou".contains(&last);
    if is_short { vec![with_e] } else { vec![stem.to_owned(), with_e] }
}

/// The nouns that `verb` may be the base of: "sharding" for "shard" and "deprecation" for "deprecate", but not "booking" for "book",
/// which is a common word.
pub(crate) fn nouns(verb: &str) -> impl Iterator<Item = String> {
    let ends = [("ate", "ation"), ("ify", "ification"), ("ize", "ization"), ("ypt", "yption")];
    let ion = ends.into_iter().find_map(|(end, noun)| Some((verb.strip_suffix(end)?, noun)));
    let ing = (!is_common(verb)).then(|| (verb.strip_suffix('e').unwrap_or(verb), "ing"));
    ion.into_iter().chain(ing).map(|(stem, end)| format!("{stem}{end}"))
}

/// The verb behind a noun: "migrate" for "migration", "minify" for "minification", "encrypt" for "encryption".
fn verb_of_noun(noun: &str) -> Option<String> {
    if let Some(stem) = noun.strip_suffix("ification") {
        return Some(format!("{stem}ify"));
    }
    if let Some(stem) = noun.strip_suffix("ization").filter(|stem| stem.len() >= 3) {
        return Some(format!("{stem}ize"));
    }
    // "Station" is not from "state", nor "question" from "quest".
    let stem = noun.strip_suffix("ion")?;
    match stem {
        _ if stem.ends_with("at") && stem.len() >= 5 => Some(format!("{stem}e")),
        _ if (stem.ends_with('t') || stem.ends_with('s')) && stem.len() >= 6 => {
            Some(stem.to_owned())
        }
        _ => None,
    }
}

/// The American spelling of `word` if it has "is" for "iz", as in "tokenised" and "tokenisation".
pub(super) fn american(word: &str) -> String {
    let endings = ["isations", "isation", "ising", "ised", "ises", "ise"];
    let cut = endings.iter().find_map(|ending| Some((word.strip_suffix(ending)?, ending)));
    match cut.filter(|(stem, _)| stem.len() >= 3) {
        Some((stem, ending)) => format!("{stem}iz{}", &ending[2..]),
        None => word.to_owned(),
    }
}

const fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_inflections_are_forms_in_either_direction() {
        for (one, other) in [
            ("prs", "pr"),
            ("slos", "slo"),
            ("metrics", "metric"),
            ("facts", "fact"),
            ("indices", "index"),
            ("indexes", "index"),
            ("queries", "query"),
            ("caches", "cache"),
            ("caching", "cache"),
            ("rated", "rate"),
            ("logged", "log"),
            ("rolled", "roll"),
            ("retried", "retry"),
            ("sharded", "sharding"),
            ("refactors", "refactoring"),
            ("hallucinated", "hallucination"),
            ("encrypted", "encryption"),
            ("minified", "minification"),
            ("tokenised", "tokenization"),
            ("broken", "break"),
        ] {
            assert!(is_form(one, other), "{one} {other}");
            assert!(is_form(other, one), "{other} {one}");
        }
    }

    #[test]
    fn words_that_only_look_alike_are_no_forms() {
        for (typed, name) in [
            ("gas", "ga"),
            ("bus", "bu"),
            ("rating", "rat"),
            ("station", "state"),
            ("question", "quest"),
            ("container", "contain"),
            ("tennis", "ten"),
            ("string", "str"),
            ("process", "proces"),
            ("speed", "spe"),
            ("долги", "долг"),
        ] {
            assert!(!is_form(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn irregular_forms_are_in_order() {
        assert!(IRREGULAR.lines().is_sorted());
    }
}
