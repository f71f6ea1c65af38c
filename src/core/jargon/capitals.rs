//! Words in capitals that aren't jargon: well-known abbreviations and Roman numerals.

use crate::core::vocabulary::contains;

/// Well-known abbreviations: places, times, currencies, units, job titles, and text markers such as TODO.
const CAPITALS: &str = include_str!("../vocabulary/capitals.txt");

/// Whether `word`, in capitals, is a well-known abbreviation.
pub(super) fn is_well_known(word: &str) -> bool {
    contains(CAPITALS, word)
}

/// Whether `word` is a Roman numeral up to 39, as in "part III". Higher ones are rarer than the acronyms they look
/// like (`CI`, `MIX`, `CDC`).
pub(super) fn is_roman(word: &str) -> bool {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    (0..=3).any(|tens| {
        let rest = word.get(..tens).filter(|head| head.bytes().all(|byte| byte == b'X'));
        rest.is_some() && ONES.contains(&&word[tens..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(CAPITALS.lines().collect::<Vec<_>>().is_sorted());
        assert!(is_well_known("ASAP") && !is_well_known("SLO"));
    }

    #[test]
    fn roman_numerals_are_told_from_acronyms() {
        for word in ["I", "II", "III", "IV", "IX", "XIV", "XX", "XXXIX", "VI"] {
            assert!(is_roman(word), "{word}");
        }
        for word in ["CI", "MVP", "DI", "CD", "IVF", "MIX", "IC", "XSS", "VX", "É"] {
            assert!(!is_roman(word), "{word}");
        }
    }
}
