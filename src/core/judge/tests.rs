use super::*;

fn verdict(typed: &str, accepted: &[&str]) -> &'static str {
    match judge(typed, accepted, &[]) {
        Judgement::Right { exact: true } => "exact",
        Judgement::Right { exact: false } => "right",
        Judgement::Nearly { .. } => "nearly",
        Judgement::OtherTeam { .. } => "other team",
        Judgement::Wrong { .. } => "wrong",
    }
}

#[test]
fn what_does_not_matter_does_not_count() {
    for (typed, accepted) in [
        ("error-budget", "Error budget"),
        ("errorbudget", "Error budget"),
        ("the error budget", "Error budget"),
        ("an  error, budget!", "Error budget"),
        ("Error budgets", "Error budget"),
        ("goodhart law", "Goodhart's law"),
        ("uberraschung", "Überraschung"),
        ("CI CD", "CI/CD"),
        ("cicd", "CI/CD"),
        ("ab test", "A/B test"),
        ("a b tests", "A/B test"),
        ("R and D", "R&D"),
        ("service level objective (SLO)", "Service-level objective"),
        ("Service level objective", "Service-level objective (SLO)"),
        ("slos", "SLO"),
        ("SLO", "SLOs"),
        ("caches", "Cache"),
        ("patches", "Patch"),
        ("retry policy", "Retries policy"),
        ("retries", "Retry"),
        ("processes", "Process"),
        ("objective and key result", "Objectives and key results"),
        ("create read update delete", "Create, read, update, delete"),
        ("rollback", "Roll back"),
        ("team", "The team"),
        ("技術 負債", "技術負債"),
        ("🚀", "🚀 "),
    ] {
        let judged = judge(typed, &[accepted], &[]);
        assert!(matches!(judged, Judgement::Right { .. }), "{typed} for {accepted}: {judged:?}");
    }
}

#[test]
fn what_matters_counts() {
    for (typed, accepted) in [
        ("", "SLO"),
        ("  ?! ", "SLO"),
        ("SLA", "SLO"),
        ("DN", "DNS"),
        ("OLTP", "OLAP"),
        ("LGMT", "LGTM"),
        ("C", "C++"),
        ("c#", "C++"),
        ("plan", "Plan AB"),
        ("error", "Error budget"),
        ("budget error", "Error budget"),
        ("pot", "Pod"),
        ("noad", "Node"),
        ("(SLO)", "Error budget"),
    ] {
        assert_eq!(verdict(typed, &[accepted]), "wrong", "{typed} for {accepted}");
    }
}

#[test]
fn a_slip_makes_an_answer_nearly_right_and_two_need_a_long_answer() {
    for (typed, accepted, expected) in [
        ("canry", "Canary", "nearly"),
        ("cnaary", "Canary", "nearly"),
        ("cannery", "Canary", "wrong"),
        ("cnry", "Canary", "wrong"),
        ("eror budgte", "Error budget", "nearly"),
        ("the eror-budgets", "Error budget", "nearly"),
        ("eror budgt", "Error budget", "nearly"),
        ("eror bugt", "Error budget", "wrong"),
        ("nodr", "Node", "wrong"),
        ("batsh", "Batch", "nearly"),
        ("b test", "A/B test", "nearly"),
        ("exposure", "Exposure", "exact"),
    ] {
        assert_eq!(verdict(typed, &[accepted]), expected, "{typed} for {accepted}");
    }
}

#[test]
fn every_name_is_accepted_and_the_nearest_one_is_shown() {
    let accepted = ["MTTR", "mean time to recovery", "mean time to repair"];
    assert_eq!(verdict("mean time to repair", &accepted), "exact");
    assert_eq!(verdict("mttr", &accepted), "exact");
    let Judgement::Nearly { accepted, .. } = judge("meantime to repiar", &accepted, &[]) else {
        panic!()
    };
    assert_eq!(accepted, "mean time to repair");
}

/// What was typed and the answer, with the letters that differ in brackets.
fn shown(typed: &str, accepted: &str) -> [String; 2] {
    let Judgement::Nearly { diff, .. } = judge(typed, &[accepted], &[]) else {
        panic!("{typed} for {accepted}")
    };
    [diff.typed, diff.answer].map(|runs| {
        let shown = |(text, differs)| if differs { format!("[{text}]") } else { text };
        runs.into_iter().map(shown).collect()
    })
}

#[test]
fn the_letters_that_differ_are_marked_in_what_was_typed_and_in_the_answer() {
    for (typed, accepted, expected) in [
        ("pathc", "Patch", ["path[c]", "Pat[c]h"]),
        ("eror budget", "Error budget", ["eror budget", "Er[r]or budget"]),
        ("the errror-budgets", "Error budget", ["the err[r]or-budgets", "Error budget"]),
        ("cansry", "Canary", ["can[s]ry", "Can[a]ry"]),
        ("canaryx", "Canary", ["canary[x]", "Canary"]),
        ("xcanary", "Canary", ["[x]canary", "Canary"]),
        ("roling-udpate", "Rolling update", ["roling-u[d]pate", "Rol[l]ing up[d]ate"]),
        (
            "sevice level objective",
            "Service-level objective (SLO)",
            ["sevice level objective", "Se[r]vice-level objective (SLO)"],
        ),
    ] {
        assert_eq!(shown(typed, accepted), expected, "{typed} for {accepted}");
    }
}

#[test]
fn letters_and_numbers_may_be_written_as_they_are_said() {
    for (typed, accepted) in [
        ("ess ell oh", "SLO"),
        ("ess el ohs", "SLO"),
        ("the ess ell oh", "SLO"),
        ("s l o", "SLO"),
        ("S.L.O.", "SLO"),
        ("sev one", "SEV1"),
        ("Sev One", "SEV-1"),
        ("kay eight ess", "K8s"),
        ("pee ninety five", "P95"),
        ("p ninety five latency", "P95 latency"),
        ("bee to bee", "B2B"),
        ("c sharp", "C#"),
        ("c plus plus", "C++"),
        ("dot net", ".NET"),
        ("see eye see dee", "CI/CD"),
    ] {
        assert_eq!(verdict(typed, &[accepted]), "right", "{typed} for {accepted}");
    }
    for (typed, accepted) in
        [("ess ell ay", "SLO"), ("ess ell", "SLO"), ("sev two", "SEV1"), ("to be", "To do")]
    {
        assert_eq!(verdict(typed, &[accepted]), "wrong", "{typed} for {accepted}");
    }
    let sla = TermId::new("platform", "sla");
    let others = [Elsewhere { name: "SLA", term: &sla, is_kin: false }];
    let named = Judgement::Wrong { named: Some(sla.clone()) };
    assert_eq!(judge("ess ell ay", &["SLO"], &others), named);
}

#[test]
fn a_word_of_its_own_is_no_slip() {
    let (patch, batch) = (TermId::new("security", "patch"), TermId::new("data", "batch"));
    let others = [
        Elsewhere { name: "Batch", term: &batch, is_kin: false },
        Elsewhere { name: "Patch", term: &patch, is_kin: false },
    ];
    assert_eq!(
        judge("patches", &["Batch"], &others),
        Judgement::Wrong { named: Some(patch.clone()) }
    );
    assert_eq!(judge("batch", &["Batch"], &others), Judgement::Right { exact: true });
    assert_eq!(judge("bach", &["Batch"], &others), judge("bach", &["Batch"], &[]));
}

#[test]
fn another_sense_of_the_word_is_the_right_word_of_another_team() {
    let token = TermId::new("security", "token");
    let others = [Elsewhere { name: "Access token", term: &token, is_kin: true }];
    let judged = judge("access tokens", &["Token"], &others);
    assert_eq!(judged, Judgement::OtherTeam { term: token.clone() });
    assert_eq!(grade(&judged, false, true), Grade::Hard);
}

#[test]
fn only_an_exact_quick_answer_without_a_hint_is_easy() {
    let right = |exact| Judgement::Right { exact };
    let nearly = Judgement::Nearly { accepted: String::new(), diff: Diff::default() };
    let wrong = Judgement::Wrong { named: None };
    for (judgement, hinted, fast, expected) in [
        (right(true), false, true, Grade::Easy),
        (right(true), false, false, Grade::Good),
        (right(false), false, true, Grade::Good),
        (right(true), true, true, Grade::Hard),
        (right(false), true, false, Grade::Hard),
        (nearly.clone(), false, true, Grade::Hard),
        (nearly, true, true, Grade::Hard),
        (wrong.clone(), false, true, Grade::Again),
        (wrong, true, true, Grade::Again),
    ] {
        assert_eq!(grade(&judgement, hinted, fast), expected, "{judgement:?} {hinted} {fast}");
    }
}

#[test]
fn time_for_reading_and_typing_is_no_time_for_thinking() {
    // Twenty words to read, twelve letters to type: 3 + 5 + 4.8 seconds.
    assert!(is_fast(20, 12, 12_800));
    assert!(!is_fast(20, 12, 12_801));
    assert!(!is_fast(0, 0, u32::MAX));
}

#[test]
fn a_huge_answer_is_judged_at_once() {
    let huge = "a".repeat(100_000);
    assert_eq!(verdict(&huge, &["Error budget", &huge[..100]]), "wrong");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_stops_the_judge_and_a_diff_holds_both_texts(typed in ".{0,24}", name in ".{1,24}") {
            if let Judgement::Nearly { accepted, diff } = judge(&typed, &[&name], &[]) {
                let whole = |runs: Vec<Run>| runs.into_iter().map(|(text, _)| text).collect::<String>();
                prop_assert_eq!(whole(diff.typed), typed);
                prop_assert_eq!(whole(diff.answer), accepted);
            }
        }

        #[test]
        fn a_name_is_always_an_answer_to_itself(name in "[a-zA-Zäß0-9 /+'-]{1,24}") {
            prop_assume!(name.chars().any(char::is_alphanumeric));
            let judged = judge(&name, &[&name], &[]);
            prop_assert_eq!(judged, Judgement::Right { exact: true });
        }
    }
}
