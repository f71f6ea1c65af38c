//! Single slips in a deck, each of a kind of its own.

use super::*;

#[test]
fn what_follows_a_number_sign_is_not_lost_and_a_tab_in_quotes_is_a_space() {
    let of = |field: &str| {
        let text = format!("terms:\n  - term: Toil\n    definition: d\n    {field}\n");
        read(&"a.yaml".into(), text.as_bytes(), Origin::Named)
    };
    let problems = of("why: it costs # a lot").problems;
    assert_eq!(problems[0].fix.as_ref().unwrap().shown, "why: \"it costs # a lot\"");
    let read = of("why: \"it\tcosts\"");
    assert_eq!(read.problems, []);
    assert_eq!(read.deck.unwrap().terms[0].why.as_deref(), Some("it costs"));
}

#[test]
fn terms_without_the_name_of_their_list_are_one_mistake() {
    let text = "- term: Toil\n  definition: d\n";
    assert_eq!(look(text).problems.len(), 1);
}

#[test]
fn a_bullet_in_the_first_column_is_a_dash() {
    let text = "deck: foo\nterms:\n— term: A thing\n  definition: x y\n";
    let mended = fix(&"foo.yaml".into(), text).expect("it can be fixed");
    assert_eq!(mended.text, text.replace('—', "-"));
}

#[test]
fn more_slips_than_are_shown_are_all_fixed_in_a_few_readings() {
    let text = deck(&format!("- term: a\n  definition: d\n{}", ",\n".repeat(2 * MOST)));
    let mended = fix(&"a.yaml".into(), &text).expect("it can be fixed");
    assert_eq!(mended.text, deck("- term: a\n  definition: d\n"));
    assert_eq!(mended.fixed.len(), 2 * MOST);
}

#[test]
fn a_deck_in_json_is_read_with_its_tabs_and_never_fixed() {
    let text = "{\n\t\"terms\": [\n\t\t{\"term\": \"a\", \"definition\": \"d\", \"level\": \"Core\"}\n\t]\n}\n";
    let found = read(&"a.json".into(), text.as_bytes(), Origin::Named);
    let said: Vec<_> = found.problems.iter().map(|one| (one.rule.code(), &one.fix)).collect();
    assert_eq!(said, [("E305", &None)]);
    assert_eq!(found.deck.unwrap().terms.len(), 1);
    assert!(fix(&"a.json".into(), text).is_none() && fix(&"a.yaml".into(), text).is_some());
    // What both forms may suffer from has one name.
    let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n";
    let conflict = "{\n<<<<<<< HEAD\n\"deck\": \"a\"\n=======\n\"deck\": \"b\"\n>>>>>>> b\n}\n";
    for (text, code) in [(lfs, "E113"), (conflict, "E106"), ("\u{feff}{\"terms\" []}", "E201")] {
        let found = read(&"a.json".into(), text.as_bytes(), Origin::Named);
        assert_eq!(found.problems[0].rule.code(), code, "{text}");
    }
}

#[test]
fn the_more_mistakes_a_deck_has_the_less_often_it_is_read() {
    let text = deck(&"-x\n".repeat(10_000));
    let look = look(&text);
    let cost = text.len() + BYTES_OF_PROBLEM * look.problems.len();
    assert!(BYTES / cost < READINGS / 10, "{cost}");
}

#[test]
fn a_field_with_a_blank_or_hyphen_in_its_name_is_not_part_of_the_text_above() {
    for name in ["see also", "see-also", "confused with", "sounds like"] {
        let text = format!(
            "terms:\n  - term: Lag\n    definition: 'It's late'\n    why: it's *fine*\n    {name}: mob\n"
        );
        let after = fixed(&text);
        assert!(after.contains("why: it's *fine*\n"), "{after}");
        assert!(after.contains(&format!("{}: [mob]\n", name.replace([' ', '-'], "_"))), "{after}");
    }
}

#[test]
fn a_fix_of_a_list_is_the_one_that_its_message_names() {
    for (list, help) in [
        ("tags: [#ops, net]", "leave the `#` out"),
        ("tags: [@ops, net]", "leave the sign out"),
        ("aliases: [#ops, net]", "put the item in quotes"),
    ] {
        let text = format!("terms:\n  - term: Lag\n    definition: d\n    {list}\n");
        let help = help.to_owned();
        assert!(look(&text).problems.iter().any(|problem| problem.help == help), "{text}");
    }
}

#[test]
fn a_fix_of_a_block_text_ends_before_the_next_field() {
    let text = "terms:\n  - term: Lag\n    definition: |\n      Two lines\n      of <b>text</b>.\n\n    why: \"@risk\"\n";
    let read = read(&"a.yaml".into(), text.as_bytes(), Origin::Named);
    let library = Library::merge(read.deck.clone().into_iter().collect()).library;
    let problems = lint(&[(read.deck.as_ref().unwrap(), &read.marks)], &library);
    let markup = problems.iter().find(|problem| problem.rule == Rule::Markup).unwrap();
    let edits: Vec<_> = markup.fix.iter().flat_map(|fix| &fix.edits).collect();
    let after = edited(text, &edits).unwrap();
    assert_eq!(
        after,
        "terms:\n  - term: Lag\n    definition: |\n      Two lines of text.\n\n    why: \"@risk\"\n"
    );
}

#[test]
fn a_link_after_one_that_is_no_id_is_marked_in_its_own_place() {
    let text = "terms:\n  - term: Lag\n    definition: d\n    see_also: [Mob, gone]\n";
    let read = read(&"a.yaml".into(), text.as_bytes(), Origin::Named);
    let mark = read.marks.terms[0].of("see_also", 0);
    assert_eq!(&text[mark.start as usize..mark.end as usize], "gone");
}

#[test]
fn an_id_in_another_form_is_judged_as_it_will_be_once_fixed() {
    let text = "terms:\n  - term: Lag\n    definition: d\n    see_also: [lag]\n    id: Lag Time\n";
    let found = |text: &str| {
        let read = read(&"a.yaml".into(), text.as_bytes(), Origin::Named);
        let library = Library::merge(read.deck.clone().into_iter().collect()).library;
        let problems = lint(&[(read.deck.as_ref().unwrap(), &read.marks)], &library);
        let links = problems.into_iter().filter(|problem| problem.rule == Rule::Dangling);
        links.map(|problem| problem.what).collect::<Vec<_>>()
    };
    assert_eq!(found(text), ["`a/lag` in `see_also` of `Lag` is not a term"]);
    assert_eq!(found(&fixed(text)), found(text));
}
