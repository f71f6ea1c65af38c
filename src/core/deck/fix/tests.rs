use super::*;

fn fixed(text: &str) -> String {
    fix(&"a.yaml".into(), text).map_or_else(|| text.to_owned(), |fixed| fixed.text)
}

/// Texts with one unambiguous mistake each, and their fixed versions.
const MISTAKES: &[(&str, &str)] = &[
    ("- term: no\n  definition: d\n", "- term: \"no\"\n  definition: d\n"),
    ("- term: a\n  defintion: d\n", "- term: a\n  definition: d\n"),
    ("- Term: a\n  definition: d\n", "- term: a\n  definition: d\n"),
    (
        "- term: a\n  definition: In short: d # x\n",
        "- term: a\n  definition: \"In short: d # x\"\n",
    ),
    ("- term: a\n  definition: @d \"e\"\n", "- term: a\n  definition: \"@d \\\"e\\\"\"\n"),
    ("- term: a\n  definition: 'It's d'\n", "- term: a\n  definition: \"It's d\"\n"),
    ("- term: a\n  definition: Ranked #1\n", "- term: a\n  definition: \"Ranked #1\"\n"),
    (
        "- term: a\n  definition: d\n  aliases: b, c\n",
        "- term: a\n  definition: d\n  aliases: [b, c]\n",
    ),
    (
        "- term: a\n  definition: d\n  aliases: \"b, c\"\n",
        "- term: a\n  definition: d\n  aliases: [\"b, c\"]\n",
    ),
    (
        "- term: a\n  definition: d\n  aliases: [b, c\n  why: e\n",
        "- term: a\n  definition: d\n  aliases: [b, c]\n  why: e\n",
    ),
    ("- term: a\n  definition: d\n  why: ~\n  ask:\n", "- term: a\n  definition: d\n"),
    ("- term: a\n  definition: d\n  level: Core\n", "- term: a\n  definition: d\n  level: core\n"),
    (
        "- term: a\n  definition: d\n  reviewed: 2026/1/5\n",
        "- term: a\n  definition: d\n  reviewed: 2026-01-05\n",
    ),
    (
        "- term: a\n  definition: d\n  see_also: [Error Budget]\n",
        "- term: a\n  definition: d\n  see_also: [error-budget]\n",
    ),
    (
        "- term: a\n  definition: d\n  tags: [x]\n  tags: [y]\n",
        "- term: a\n  definition: d\n  tags: [x]\n  tags: [y]\n",
    ),
    ("- term: a\n  definition: d\n  why: x\n  why: x\n", "- term: a\n  definition: d\n  why: x\n"),
    ("- term: a\n\tdefinition: d\n", "- term: a\n  definition: d\n"),
    ("- term: a\n\u{a0} definition: d\n", "- term: a\n  definition: d\n"),
    ("- term: a\n  definition: d\u{200b}e\n", "- term: a\n  definition: de\n"),
    ("-term: a\n definition: d\n", "- term: a\n  definition: d\n"),
    ("- term:a\n  definition:d\n", "- term: a\n  definition: d\n"),
    (
        "- term: a\n  definition: d\n - term: b\n   definition: e\n",
        "- term: a\n  definition: d\n- term: b\n  definition: e\n",
    ),
    ("- term: a\n   definition: d\n", "- term: a\n  definition: d\n"),
];

fn deck(terms: &str) -> String {
    let lines: Vec<_> = terms.lines().map(|line| format!("  {line}\n")).collect();
    format!("# Ours.\ndeck: a\n\nterms:\n{}", lines.concat())
}

#[test]
fn each_slip_is_mended_and_nothing_else_is_touched() {
    for (mistake, right) in MISTAKES {
        assert_eq!(fixed(&deck(mistake)), deck(right));
    }
}

#[test]
fn line_ends_and_the_end_of_the_file_stay_as_they_are() {
    for (mistake, right) in MISTAKES {
        let windows = |text: &str| deck(text).replace('\n', "\r\n");
        assert_eq!(fixed(&windows(mistake)), windows(right));
        let (mistake, right) = (deck(mistake), deck(right));
        let open = fixed(mistake.trim_end());
        assert_eq!(open.trim_end(), right.trim_end());
        assert_eq!(
            open.ends_with('\n') && right.trim_end().lines().count() < mistake.lines().count(),
            open.ends_with('\n')
        );
    }
}

#[test]
fn many_slips_are_mended_together_and_a_second_run_finds_nothing() {
    let terms: Vec<_> = MISTAKES
        .iter()
        .enumerate()
        // These two shift other mistakes if they come before them.
        .filter(|(_, (mistake, _))| !mistake.contains("-term") && !mistake.contains("\n -"))
        .map(|(at, (mistake, right))| {
            let unlike = |text: &str| {
                text.replacen("definition: ", &format!("id: t-{at}\n  definition: "), 1)
            };
            (unlike(mistake), unlike(right))
        })
        .collect();
    let (mistakes, _): (String, String) = terms.into_iter().unzip();
    let text = format!("\u{feff}{}", deck(&mistakes));
    let first = fix(&"a.yaml".into(), &text).unwrap();
    assert!(first.fixed.len() >= 15, "{:#?}", first.fixed.len());
    assert!(!first.text.starts_with('\u{feff}') && first.text.starts_with("# Ours.\n"));
    assert!(fix(&"a.yaml".into(), &first.text).is_none(), "{}", first.text);
}

#[test]
fn what_a_person_has_to_decide_is_left_alone() {
    for text in [
        "- term: a\n  definition: d\n  definition: e\n",
        "- term: a\n  definition: &x d\n",
        "- term: a\n  definition: d # TODO say more\n",
        "- term: a\n  definition: null\n",
        "- term: a\n  definition: x\u{1b}[31m\n",
        "- term: a\n  definition: d\n  definitoin: e\n",
        "- term: a\n  why: e\n",
        "- {term: a, definition: d, why: ~}\n",
    ] {
        assert!(fix(&"a.yaml".into(), &deck(text)).is_none(), "{text}");
    }
}

#[test]
fn terms_are_put_in_order_with_their_comments_once_the_rest_can_be_read() {
    let text =
        deck("# Second.\n- term: b\n  definition: d\n- term: a\n  definition: In short: e\n");
    let fixed = fix(&"a.yaml".into(), &text).unwrap();
    assert_eq!(
        fixed.text,
        deck("- term: a\n  definition: \"In short: e\"\n# Second.\n- term: b\n  definition: d\n")
    );
    assert!(fixed.sorted && fixed.fixed.len() == 1);
    assert!(fix(&"a.yaml".into(), &fixed.text).is_none());
    let broken = deck("- term: b\n  definition: {\n- term: a\n  definition: d\n");
    assert!(fix(&"a.yaml".into(), &broken).is_none());
}

#[test]
fn an_edit_that_would_change_what_is_right_is_not_made() {
    let text = deck("- term: a\n  definition: d\n  why: e\n");
    let at = |what: &str| u32::try_from(text.find(what).unwrap()).unwrap();
    let swallow = Edit { start: at("definition"), end: at("why"), text: String::new() };
    let next = edited(&text, &[&swallow]).unwrap();
    assert!(unchanged(&text, &next, &[&swallow]));
    // The same result, but the edit claims to be elsewhere.
    let elsewhere = Edit { start: at("why"), end: at("why") + 3, text: "ask".to_owned() };
    assert!(!unchanged(&text, &next, &[&elsewhere]));
    assert!(!no_worse(&text, &text.replace("definition: d", "definition: 'd")));
    assert_eq!(edited("é", &[&Edit { start: 1, end: 2, text: String::new() }]), None);
}
