//! The word of an open question isn't revealed elsewhere.

use super::*;

/// Two teams that use a word in different senses, and an unrelated team.
const SENSES: [(&str, &str); 3] = [
    (
        "design",
        "deck: design\ntitle: Design\nterms:\n  - {term: Token, definition: A named value for a colour., example: \"Don't pick a blue, use the token.\", level: core}\n",
    ),
    (
        "ops",
        "deck: ops\ntitle: Operations\nterms:\n  - {term: Token, definition: A secret that stands for a login., example: \"The token ran out at noon, so the job failed.\", level: core}\n",
    ),
    (
        "legal",
        "deck: legal\ntitle: Legal\nterms:\n  - {term: Escrow, definition: Money that a third party keeps., level: core}\n",
    ),
];

#[test]
fn look_up_does_not_give_away_the_word_that_is_asked() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, Theme::mono());
    stage.press("⏎");
    let asked = annotations::word(&stage);
    stage.press("i/").press(&asked);
    let rows = text(&stage.buffer(80, 24));
    assert!(rows[3..].iter().all(|row| !row.contains(&format!("▌ {asked}"))), "{rows:#?}");
    assert!(stage.says("The word you are asked is hidden."), "{rows:#?}");
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::QuizPick);
}

#[test]
fn look_up_shows_no_sense_of_a_word_while_it_is_asked_whose_it_is() {
    let mut stage = Stage::new("follow: [design, ops]\nform: which-team\n", &SENSES, Theme::mono());
    stage.press("⏎");
    while stage.app.context() != Context::QuizPick {
        stage.press(" ");
    }
    assert!(stage.says("Whose sense is this?"), "{}", stage.shown());
    for query in ["token", "colour", "login"] {
        stage.press("/").press(query);
        let rows = text(&stage.buffer(80, 24));
        assert!(rows[1..].iter().all(|row| !row.contains("Token")), "{rows:#?}");
        stage.press("⎋");
    }
    stage.press("1/token");
    let rows = text(&stage.buffer(80, 24));
    let found = |team| rows[1..].iter().any(|row| row.contains("Token") && row.contains(team));
    assert!(found("Design") && found("Operations"), "once answered, both are found: {rows:#?}");
}
