//! Finds the deck that a name refers to: its ID, its title, a word of them, or the start of any of these.

use crate::core::lookup::fold;
use crate::core::words::listed;

/// The maximum length of a name, in characters.
const CHARS: usize = 80;
/// The minimum length of the start of a word, in letters.
const START: usize = 2;
/// The words of titles that name no team.
const FILLERS: [&str; 4] = ["and", "the", "of", "for"];

/// The deck that `name` refers to, among `decks` with these IDs and titles. Fails with the IDs of those it may refer to.
pub fn find<'a>(name: &str, decks: &[(&'a str, &'a str)]) -> Result<&'a str, Vec<&'a str>> {
    let name = fold(name, CHARS);
    let wanted: Vec<&str> = name.split(' ').filter(|word| !FILLERS.contains(word)).collect();
    let folded: Vec<[String; 2]> =
        decks.iter().map(|(id, title)| [id, title].map(|text| fold(text, CHARS))).collect();
    let all_words = |is_word: &dyn Fn(&str, &str) -> bool| -> Vec<&'a str> {
        let has = |names: &[String; 2], wanted: &str| {
            names.iter().flat_map(|name| name.split(' ')).any(|word| is_word(word, wanted))
        };
        let found = decks.iter().zip(&folded).filter(|(_, names)| {
            !wanted.is_empty()
                && wanted.iter().all(|wanted| !wanted.is_empty() && has(names, wanted))
        });
        found.map(|((id, _), _)| *id).collect()
    };
    let named = |is_name: &dyn Fn(&String) -> bool| -> Vec<&'a str> {
        let found = decks.iter().zip(&folded).filter(|(_, names)| names.iter().any(is_name));
        found.map(|((id, _), _)| *id).collect()
    };
    let starts =
        |word: &str, start: &str| start.chars().count() >= START && word.starts_with(start);
    let (whole, begun) = (named(&|known| *known == name), named(&|known| starts(known, &name)));
    let mut ambiguous = Vec::new();
    for found in [whole, all_words(&|word, wanted| word == wanted), all_words(&starts), begun] {
        match found[..] {
            [id] => return Ok(id),
            [] => {}
            _ if ambiguous.is_empty() => ambiguous = found,
            _ => {}
        }
    }
    if !ambiguous.is_empty() {
        return Err(ambiguous);
    }
    Err(all_words(&is_typo))
}

/// Whether `typed` is `word` with one typo, or with two if it is long.
pub fn is_typo(word: &str, typed: &str) -> bool {
    strsim::osa_distance(word, typed) <= (typed.chars().count() / 3).min(2)
}

/// A question about the deck that `name` may refer to, for where a guess is not enough.
pub fn ask(name: &str, decks: &[(&str, &str)]) -> Option<String> {
    did_you_mean(&find(name, decks).map_or_else(|near| near, |id| vec![id]))
}

/// `ids` as a question, such as "did you mean data or design?".
pub fn did_you_mean(ids: &[&str]) -> Option<String> {
    (!ids.is_empty()).then(|| format!("did you mean {}?", listed(ids, "or")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECKS: [(&str, &str); 6] = [
        ("platform", "Platform and SRE"),
        ("data", "Data engineering and analytics"),
        ("design", "Design"),
        ("ml", "Machine learning and AI"),
        ("media", "Media and brand"),
        ("data-science", "Science"),
    ];

    #[test]
    fn a_team_is_found_by_its_id_its_title_a_word_or_the_start_of_one() {
        for (name, expected) in [
            ("platform", "platform"),
            ("Platform", "platform"),
            ("sre", "platform"),
            ("SRE", "platform"),
            ("platform & sre", "platform"),
            ("data", "data"),
            ("data engineering", "data"),
            ("Machine Learning and AI", "ml"),
            ("ai", "ml"),
            ("brand", "media"),
            ("plat", "platform"),
            ("eng", "data"),
            ("mach learn", "ml"),
            ("media and b", "media"),
            ("science", "data-science"),
        ] {
            assert_eq!(find(name, &DECKS), Ok(expected), "{name}");
        }
    }

    #[test]
    fn a_name_that_may_mean_several_teams_or_is_misspelled_is_asked_about() {
        for (name, expected) in [
            ("platfrom", "did you mean platform?"),
            ("dta", "did you mean data or data-science?"),
            ("desing", "did you mean design?"),
            ("de", ""),
            ("enginering", "did you mean data?"),
        ] {
            let found = find(name, &DECKS[..]);
            let said = found.err().and_then(|ids| did_you_mean(&ids)).unwrap_or_default();
            assert_eq!(said, expected, "{name}");
        }
        for name in ["", " ", "and", "p", "nowhere", "?!", "x y"] {
            assert_eq!(find(name, &DECKS), Err(Vec::new()), "{name}");
        }
    }
}
