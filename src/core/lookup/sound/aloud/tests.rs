//! Tests each pronunciation rule with what people type when they hear the name.

use super::super::{SCALE, distance};
use super::*;

/// The distance between the query and the nearest pronunciation of a name, in plain consonant errors.
fn apart(name: &str, typed: &str) -> f32 {
    let typed = query_key(typed);
    let nearest = name_keys(name).iter().filter_map(|key| distance(key, &typed, u16::MAX)).min();
    f32::from(nearest.expect("a key")) / f32::from(SCALE)
}

#[test]
fn a_name_is_found_as_it_is_read_aloud() {
    for (why, name, typed) in [
        ("capitals are letters", "FTP", "eff tee pee"),
        ("lone letters typed are letters", "FTP", "f t p"),
        ("w is a long name", "WWW", "double you double you double you"),
        ("y is why", "YTD", "why tee dee"),
        ("q is cue", "QA", "cue ay"),
        ("h is aitch", "HA", "aitch ay"),
        ("capitals after small letters", "eBPF", "ee bee pee eff"),
        ("capitals within a word", "MongoDB", "mongo dee bee"),
        ("capitals before a word", "XMLParser", "ex em ell parser"),
        ("a slash parts letters", "A/B", "ay bee"),
        ("a plural s is no letter", "KPIs", "kay pee eyes"),
        ("no vowel: letters even when small", "npm", "en pee em"),
        ("a start that cannot be said", "pgbouncer", "pee gee bouncer"),
        ("an end that cannot be said", "systemd", "system dee"),
        ("n before g cannot be said", "nginx", "en jinks"),
        ("a silent k said as a letter", "Knative", "kay native"),
        ("digits are words", "S3", "ess three"),
        ("typed digits too", "Web 2", "web two"),
        ("numeronyms", "k8s", "kay eight ess"),
        ("a number up to 99 is one word", "l10n", "ell ten en"),
        ("eighteen", "i18n", "eye eighteen en"),
        ("twenty four seven", "24/7", "twenty four seven"),
        ("two is to", "B2B", "bee to bee"),
        ("digit by digit", "404", "four oh four"),
        ("a lone zero is zero or oh", "Route 0", "route oh"),
        ("round hundreds", "500", "five hundred"),
        ("plus", "C++", "see plus plus"),
        ("# is sharp", "F#", "eff sharp"),
        ("# is hash", "F#", "eff hash"),
        ("a spoken acronym", "NoSQL", "no sequel"),
        ("sc in an acronym is sk", "SCIM", "skim"),
        ("sc in an acronym is sk, inside too", "ASCII", "ass key"),
        ("ctl is control", "kubectl", "cube control"),
        ("ctl is letters", "kubectl", "cube see tee el"),
        ("ctl behind letters", "etcdctl", "et see dee control"),
    ] {
        let apart = apart(name, typed);
        assert!(apart <= 0.6, "{why}: {name} is {apart} from {typed}: {:?}", name_keys(name));
    }
}

#[test]
fn an_acronym_may_be_said_as_a_word() {
    for (name, typed) in [("NASA", "nassa"), ("SaaS", "sass"), ("CRUD", "krud"), ("YAML", "yammel")]
    {
        assert!(apart(name, typed) <= 0.4, "{name}: {}", apart(name, typed));
    }
}

#[test]
fn nothing_to_say_is_no_key() {
    assert!(name_keys("🚀").is_empty() && name_keys("").is_empty() && query_key("技術").is_empty());
}

#[test]
fn a_huge_name_is_cut() {
    assert!(query_key(&"word ".repeat(10_000)).len() <= KEY_SOUNDS);
}

#[test]
fn clusters_are_in_order() {
    assert!(ONSETS.is_sorted() && CODAS.is_sorted());
}
