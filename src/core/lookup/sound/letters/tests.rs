//! Tests how people write letters that they heard.

use super::super::spelling::spell;
use super::super::{SCALE, distance};
use super::*;

#[test]
fn letters_read_aloud_spell_what_they_name() {
    for (why, typed, letters) in [
        ("names of letters", "ess el oh", Some("slo")),
        ("homophones of them", "tea sea pea", Some("tcp")),
        ("as the Irish say it", "haitch tee tee pee", Some("http")),
        ("as the British say it", "ay zed", Some("az")),
        ("w has two words", "double you ex", Some("wx")),
        ("or one", "dubya ex", Some("wx")),
        ("lone letters", "s l o", Some("slo")),
        ("digits", "kay 8 ess", Some("k8s")),
        ("numbers", "kay eight ess", Some("k8s")),
        ("numbers of two digits", "a eleven why", Some("a11y")),
        ("numbers that sound as other words", "bee to bee", Some("b2b")),
        ("a number of two words", "pee ninety five", Some("p95")),
        ("double oh", "eye double oh seven", Some("i007")),
        ("oh behind a digit is zero", "ex five oh nine", Some("x509")),
        ("oh elsewhere is a letter", "pee oh", Some("po")),
        ("a plural of a letter is left out", "kay pee eyes", Some("kpi")),
        ("with an apostrophe too", "s l as", Some("sla")),
        ("a plural of a number is s", "kay eights", Some("k8s")),
        ("but it is not another word", "eye os", None),
        ("one letter is none", "oh", None),
        ("a word among them", "are sync", None),
        ("nothing", "", None),
        ("other scripts", "ess долг", None),
    ] {
        assert_eq!(spelled(typed).as_deref(), letters, "{why}: {typed}");
    }
}

#[test]
fn letters_beside_words_are_letters_too() {
    for (typed, partly) in [
        ("el el em agent", Some("llm agent")),
        ("the ess el oh", Some("the slo")),
        ("pee one incident", Some("p1 incident")),
        ("sev one incident", Some("sev 1 incident")),
        ("p ninety five latency", Some("p95 latency")),
        ("iso twenty seven thousand and one", Some("iso 27001")),
        ("four oh four error", Some("404 error")),
        ("twelve factor app", Some("12 factor app")),
        ("are you there", None),
        ("jobs to be done", None),
        ("engine ex", None),
        ("ess el oh", None),
    ] {
        assert_eq!(partly_spelled(typed).as_deref(), partly, "{typed}");
    }
}

#[test]
fn a_letter_sounds_as_its_name() {
    // "Dubya" has fewer sounds than the letter's name.
    let letters = LETTERS.lines().filter_map(|line| line.split_once(' '));
    for (name, letter) in letters.filter(|(_, letter)| *letter != "w") {
        let (mut said, mut read) = (Key::new(), Key::new());
        spell(name, &mut said);
        names(letter, &mut read);
        let apart = distance(&said, &read, u16::MAX).expect("no limit");
        assert!(apart <= SCALE, "{name}: {said:?}, {letter}: {read:?}");
    }
}

#[test]
fn names_of_letters_are_in_order() {
    assert!(LETTERS.lines().is_sorted());
    assert_eq!(LETTERS.lines().map(|line| line.len() - " x".len()).max(), Some(LONGEST));
}
