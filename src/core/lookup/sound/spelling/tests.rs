//! Tests each spelling rule with a pair of spellings that need it.

use super::super::distance;
use super::*;

fn key(words: &str) -> Key {
    let mut key = Key::new();
    for word in words.split(' ') {
        spell(word, &mut key);
    }
    key
}

/// The distance in twentieths of a consonant error.
fn apart(a: &str, b: &str) -> u16 {
    distance(&key(a), &key(b), u16::MAX).expect("no limit")
}

#[test]
fn spellings_of_one_sound_have_one_key() {
    for (why, one, other) in [
        ("kn: the k is silent", "knight", "night"),
        ("gn at the start", "gnome", "nome"),
        ("gn at the end", "sign", "sine"),
        ("wr: the w is silent", "write", "rite"),
        ("ps at the start", "psyche", "syche"),
        ("pt at the start", "pterodactyl", "terodactyl"),
        ("x at the start is z", "xerox", "zerox"),
        ("x elsewhere is ks", "fix", "fiks"),
        ("who: the w is silent", "whole", "hole"),
        ("ph is f", "phone", "fone"),
        ("gh before t is silent", "light", "lite"),
        ("gh at the start is g", "ghost", "gost"),
        ("ough after c, r, t is f", "rough", "ruf"),
        ("augh after l is f", "laugh", "laf"),
        ("ck is k", "block", "blok"),
        ("qu is kw", "quick", "kwik"),
        ("que at the end is k", "unique", "unik"),
        ("queue is one letter", "queue", "cue"),
        ("che at the end is sh", "cache", "cash"),
        ("och at the end is ok", "epoch", "epok"),
        ("c before e and i is s", "cell", "sell"),
        ("cc before e is ks", "access", "aksess"),
        ("c elsewhere is k", "cat", "kat"),
        ("chr is k", "chrome", "krome"),
        ("archi- is arki-", "architect", "arkitect"),
        ("sch is sk", "scheme", "skeme"),
        ("sc before e is s", "scene", "sene"),
        ("tch is ch", "batch", "bach"),
        ("dge is j", "ledger", "lejer"),
        ("g before e is j", "gem", "jem"),
        ("get and git have a hard g", "git", "ghit"),
        ("gue, gui: the u only hardens", "guide", "ghide"),
        ("tion is shun", "station", "stashun"),
        ("cial is shal", "social", "soshal"),
        ("ssion is shun", "mission", "mishun"),
        ("ture is chur", "nature", "nachur"),
        ("th at the end with e", "bathe", "bath"),
        ("le at the end after a stop", "table", "taybel"),
        ("re at the end after a stop", "centre", "center"),
        ("silent e at the end", "scope", "scop"),
        ("silent e before a plural s", "scopes", "scops"),
        ("mb at the end", "bomb", "bom"),
        ("bt at the end", "debt", "det"),
        ("stle: the t is silent", "whistle", "whissel"),
        ("ng at the end is one sound", "ping", "ping"),
        ("double letters are said once", "buffer", "bufer"),
        ("vowels in a row are one", "beat", "bet"),
        ("ia and io are two vowels", "radio", "raydee oh"),
        ("oh: the h only lengthens", "oh", "o"),
        ("dj is j", "django", "jango"),
        ("zz inside is ts, as in pizza", "pizza", "pitsa"),
        ("two, to and too", "two", "too"),
        ("eight and ate", "eight", "ait"),
        ("colonel, irregular", "colonel", "kernel"),
        ("unit begins with y", "unit", "yoonit"),
    ] {
        assert_eq!(apart(one, other), 0, "{why}: {:?} {:?}", key(one), key(other));
    }
}

#[test]
fn what_ears_cannot_tell_apart_is_near() {
    for (one, other) in [
        ("vim", "vimm"),
        ("hash", "hatch"),
        ("cache", "catch"),
        ("thread", "tread"),
        ("sink", "zinc"),
    ] {
        assert!(apart(one, other) <= 14, "{one} {other}: {}", apart(one, other));
    }
}

#[test]
fn a_y_behind_two_o_is_a_syllable() {
    assert_eq!(key("gooey"), [G, O, I], "GUI is not Go");
    assert_eq!(key("go"), [G, O]);
}

#[test]
fn other_scripts_and_signs_have_no_sound() {
    assert!(key("долг").is_empty() && key("🚀").is_empty() && key("").is_empty());
}

#[test]
fn irregular_words_are_in_order() {
    assert!(IRREGULAR.lines().is_sorted());
}
