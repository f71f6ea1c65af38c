//! The first start and the home screen: today's quiz, followed teams, and missing or broken files.

use insta::assert_snapshot;

use super::*;

#[test]
fn the_first_start_asks_for_teams_and_minutes_and_leads_into_a_quiz() {
    let mut stage = Stage::new("", &DECKS, Theme::mono());
    assert_snapshot!("first_teams", stage.shown());
    stage.press("⏎");
    assert!(stage.says("choose a team first"));
    stage.press(" ⏎");
    assert_snapshot!("first_minutes", stage.shown());
    stage.press("⏎");
    assert_snapshot!("first_quiz", stage.shown());
    assert_eq!(stage.app.context(), Context::QuizIntro);
    let settings = std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap();
    assert_eq!(settings, "minutes: 5\nfollow:\n  platform: core\n");
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

/// A deck called `team`.
fn deck_of(team: &str) -> String {
    format!(
        "deck: {team}\nsummary: All about {team}.\nterms:\n  - {{term: Toil, level: core, definition: Work that comes back}}\n"
    )
}

#[test]
fn typing_finds_a_team_among_many() {
    let teams: Vec<String> = (0..50).map(|at| format!("team-{at}")).collect();
    let texts: Vec<String> = teams.iter().map(|team| deck_of(team)).collect();
    let decks: Vec<(&str, &str)> =
        teams.iter().zip(&texts).map(|(team, text)| (team.as_str(), text.as_str())).collect();
    let mut stage = Stage::new("", &decks, Theme::mono());
    stage.press("m-37");
    assert!(stage.says("37") && stage.says("All about team-37.") && !stage.says("team-38"));
    stage.press("⏎");
    assert!(stage.says("[x] team-37") && stage.says("team-36"), "{}", stage.shown());
    stage.press("zz");
    assert!(stage.says("No team matches."), "{}", stage.shown());
    stage.press("⎋⏎⏎⎋");
    assert_eq!(settings(&stage), "minutes: 5\nfollow:\n  team-37: core\n");
    assert!(stage.says("49 more teams, F finds one: "), "{}", stage.shown());
    stage.press("↓");
    assert!(!stage.says("more teams") && stage.says("1 word"), "{}", stage.shown());
    stage.press("↑");
    assert!(stage.says("49 more teams, F finds one: "));
}

#[test]
fn a_space_is_searched_for_and_titles_come_before_summaries() {
    let about = |id: &str, head: &str| {
        format!("deck: {id}\n{head}\nterms:\n  - {{term: T, definition: d}}\n")
    };
    let decks = [
        ("a", about("a", "title: Backend\nsummary: Servers, data and queues.")),
        ("b", about("b", "title: Data and analytics\nsummary: Figures.")),
    ];
    let mut stage =
        Stage::new("", &decks.each_ref().map(|(id, text)| (*id, &**text)), Theme::mono());
    stage.press("data and");
    assert!(stage.says("data and") && stage.says("▌ [ ] Data and analytics"), "{}", stage.shown());
    stage.press(" a");
    assert!(!stage.says("[x]") && !stage.says("Backend"), "{}", stage.shown());
    stage.press("⎋ueues");
    assert!(stage.says("No team matches."), "only the beginning of a word: {}", stage.shown());
}

#[test]
fn home_says_what_today_brings() {
    let mut stage = Stage::follower();
    assert_snapshot!("home_first_day", stage.shown());
    stage.press("⏎").finish();
    assert_snapshot!("summary", stage.shown());
    stage.press("⏎");
    assert_snapshot!("home_done", stage.shown());
    let mut stage = stage.later(1);
    assert_snapshot!("home_next_day", stage.shown());
    stage.press("⏎").finish();
    let stage = stage.later(60);
    assert_snapshot!("home_after_two_months", stage.shown());
}

#[test]
fn following_is_a_key_on_the_home_screen() {
    let mut stage = Stage::new("follow: none\n", &DECKS, Theme::mono());
    assert_snapshot!("home_following_nobody", stage.shown());
    stage.press("⏎");
    assert!(stage.says("follow a team first"));
    stage.press("↓f");
    assert!(stage.says("* Design"));
    assert!(stage.says("✓ you now follow Design: its core words"));
    stage.press("d");
    assert!(stage.says("✓ Design: you are now quizzed on its core and working words"));
    assert_eq!(settings(&stage), "follow:\n  design: working\n");
    stage.press("f");
    assert!(!stage.says("* Design"));
    assert!(stage.says("✓ you no longer follow Design; your progress is kept, and u"));
}

#[test]
fn what_is_followed_and_how_deep_is_undone_step_by_step() {
    let mut stage = Stage::new("follow: {platform: core}\n", &DECKS, Theme::mono());
    let before = settings(&stage);
    assert!(!stage.says("u undo"), "there is nothing to undo yet");
    stage.press("dd↓f");
    assert!(stage.says("u undo"));
    assert_eq!(settings(&stage), "follow:\n  platform: deep\n  design: core\n");
    stage.press("u");
    assert!(stage.says("✓ undone: you don't follow Design"), "{}", stage.shown());
    stage.press("u");
    assert!(stage.says("✓ undone: you follow Platform and SRE with its core and working words"));
    stage.press("u");
    assert!(stage.says("✓ undone: you follow Platform and SRE with its core words"));
    assert_eq!(settings(&stage).trim(), "follow:\n  platform: core", "{before}");
    stage.press("u");
    assert!(stage.says("! there is nothing to undo today"));
    // An answer given since is the newest.
    stage.press("d⏎").finish();
    stage.press("⏎u");
    assert!(stage.says("✓ undone: “right” for "), "{}", stage.shown());
}

fn settings(stage: &Stage) -> String {
    std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap()
}

#[test]
fn who_leaves_a_team_and_follows_it_again_is_quizzed_as_deep_as_before() {
    let mut stage = Stage::new("follow: {platform: core, design: deep}\n", &DECKS, Theme::mono());
    let before = settings(&stage);
    stage.press("↓f");
    assert!(!stage.says("* Design"));
    stage.press("f");
    assert!(stage.says("✓ you now follow Design: all of its words; u undoes that"));
    assert_eq!(settings(&stage).trim(), "follow:\n  platform: core\n  design: deep", "{before}");
}

#[test]
fn neither_space_nor_depth_changes_what_is_followed_on_the_home_screen() {
    let mut stage = Stage::new("follow: {platform: deep}\n", &DECKS, Theme::mono());
    let (before, shown) = (settings(&stage), stage.shown());
    stage.press("  ");
    assert_eq!((settings(&stage), stage.shown()), (before.clone(), shown));
    stage.press("↓d");
    assert!(stage.says("! follow Design first: press f on it"));
    assert_eq!(settings(&stage), before);
}

#[test]
fn a_broken_deck_is_named_with_file_and_line_and_the_others_work() {
    let decks = [DECKS[0], ("broken", "terms:\n  - term: Note: toil\n")];
    let stage = Stage::new("follow: [platform]\n", &decks, Theme::mono());
    assert_snapshot!("home_broken_deck", stage.shown());
    assert!(stage.says("broken.yaml:2:11"));
}

#[test]
fn without_decks_every_screen_says_so() {
    let mut stage = Stage::new("", &[], Theme::mono());
    assert_snapshot!("home_no_decks", stage.shown());
    stage.press("b");
    assert!(stage.says("There are no decks"));
    stage.press("⎋/x");
    assert!(stage.says("Nothing like that yet"));
}

#[test]
fn without_a_journal_one_can_look_up_and_browse_but_not_quiz() {
    let mut stage = Stage::without_journal("follow: [platform]\n", &DECKS);
    assert!(stage.says("journal.sqlite"));
    assert!(stage.says("Your progress cannot be read") && !stage.says("Nothing is due"));
    assert!(!stage.says("quiz ") && !stage.says("cram"));
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("/slo⏎");
    assert!(stage.says("A target"));
    stage.press("⎋⎋b");
    assert!(stage.says("Decks"));
}

#[test]
fn of_many_teams_one_is_found_by_typing() {
    let decks: Vec<(String, String)> = (0..50)
        .map(|at| {
            let text = format!(
                "deck: team-{at}\ntitle: Team {at:02}\nterms:\n  - {{term: Word{at}, definition: Meaning {at}., level: core}}\n"
            );
            (format!("team-{at}"), text)
        })
        .collect();
    let decks: Vec<(&str, &str)> =
        decks.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let mut stage = Stage::new("follow: [team-1, team-2]\n", &decks, Theme::mono());
    assert!(stage.says("48 more teams, F finds one: Team 00"), "{}", stage.shown());
    stage.press("F3");
    assert_eq!(stage.app.context(), Context::HomeFind);
    assert_snapshot!("home_find", stage.shown());
    stage.press("7x⏎");
    assert!(stage.says("! No team matches."), "{}", stage.shown());
    stage.press("⎋");
    assert!(stage.says("▌ * Team 01"), "the selection is as it was: {}", stage.shown());
    let top = |stage: &Stage| stage.shown().lines().take(8).map(str::to_owned).collect::<Vec<_>>();
    let before = top(&stage);
    stage.press("F37⏎");
    let rows = ["  * Team 01", "  * Team 02", "▌   Team 37", "47 more teams, F finds one: Team 00"];
    assert!(rows.iter().all(|row| stage.says(row)), "{}", stage.shown());
    stage.press("↓↓↓↓F44⏎");
    let rows = ["  * Team 01", "  * Team 02", "▌   Team 44", "47 more teams, F finds one: "];
    assert!(rows.iter().all(|row| stage.says(row)), "from an open list, too: {}", stage.shown());
    stage.press("↑");
    assert!(stage.says("▌ * Team 02") && stage.says("    Team 44"), "{}", stage.shown());
    stage.press("↑");
    assert_eq!(top(&stage)[..6], before[..6], "no team that is followed has moved");
    stage.press("F02⏎");
    assert!(stage.says("▌ * Team 02"), "{}", stage.shown());
    stage.press("↓f");
    assert_eq!(stage.app.context(), Context::Home);
    assert!(stage.says("✓ you now follow Team 44"), "{}", stage.shown());
}

#[test]
fn a_team_that_was_found_says_what_it_does_and_how_to_follow_it_and_no_row_moves() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, Theme::mono());
    let row = |stage: &Stage| {
        let rows = text(&stage.buffer(80, 24));
        rows.iter().position(|row| row.contains("* Platform and SRE"))
    };
    let before = row(&stage);
    assert!(before.is_some() && !stage.says("f follow "), "{}", stage.shown());
    stage.press("Fdes");
    assert!(stage.says("Finds out where people stumble."), "{}", stage.shown());
    stage.press("⏎");
    assert!(stage.says("Finds out where people stumble. 3 words. Press f to follow"));
    assert!(stage.says("f follow "), "{}", stage.shown());
    assert_eq!(row(&stage), before, "{}", stage.shown());
}

#[test]
fn today_is_one_line_whose_key_is_not_named_while_a_team_is_typed() {
    let mut stage = Stage::follower();
    for width in [80, 120] {
        let rows = text(&stage.buffer(width, 40));
        let today = rows.iter().filter(|row| row.contains("Quiz") || row.contains("about"));
        let today: Vec<_> = today.map(|row| row.trim().replace('\u{a0}', " ")).collect();
        assert_eq!(today, ["▌enter  Quiz 7 new words · about 3 min"]);
    }
    stage.press("F");
    assert!(stage.says("Quiz 7 new words") && !stage.says("▌enter"), "{}", stage.shown());
}

#[test]
fn nothing_moves_when_a_team_is_about_to_be_typed() {
    let mut stage = super::stats::veteran();
    stage.press("↓");
    for (width, height) in [(80, 24), (40, 12), (120, 40)] {
        let lines = |stage: &Stage| {
            let rows = text(&stage.buffer(width, height)).into_iter();
            rows.filter(|row| row.contains("* ") || row.contains("understood")).collect::<Vec<_>>()
        };
        let place = |stage: &Stage| {
            let rows = text(&stage.buffer(width, height));
            rows.iter().position(|row| row.contains("* Design"))
        };
        let before = (lines(&stage), place(&stage));
        stage.press("F");
        assert_eq!((lines(&stage), place(&stage)), before, "{width}×{height}");
        stage.press("⎋");
    }
}

#[test]
fn no_key_of_home_is_named_while_a_team_is_typed() {
    let mut stage = super::stats::veteran();
    stage.press("/flux⏎⎋");
    let more = [deck_of("one"), deck_of("two")];
    let decks = [DECKS[0], DECKS[1], ("one", &more[0]), ("two", &more[1])];
    let mut stage = stage.later_with(0, &decks);
    for typed in ["", "F", "platform"] {
        stage.press(typed);
        for (width, height) in [(80, 24), (40, 12), (120, 40)] {
            let shown = text(&stage.buffer(width, height)).join("\n");
            let named: Vec<&str> = ["F finds one", "to ask (a)", "brief (m)", "d adds", "press"]
                .into_iter()
                .filter(|key| shown.contains(key))
                .collect();
            assert!(typed.is_empty() != named.is_empty(), "{typed} {named:?}\n{shown}");
        }
    }
}

#[test]
fn a_title_is_cut_only_where_it_does_not_fit() {
    let stage = Stage::follower();
    let mut cut = 0;
    for width in 30..100 {
        let rows = text(&stage.buffer(width, 24));
        let row = rows.iter().find(|row| row.contains("* Platform")).unwrap();
        if let Some((_, right)) = row.split_once('…') {
            cut += 1;
            let needed = "  * Platform and SRE  ".len() + right.trim().chars().count();
            assert!(needed > usize::from(width) - 2, "{row}");
            assert!(right.starts_with("  "), "{row}");
        }
    }
    assert!(cut > 0);
}

#[test]
fn the_team_beside_the_list_keeps_its_question_and_names_no_key_to_scroll_it() {
    let stage = super::stats::veteran().later(30);
    for height in [20, 24, 30, 40] {
        let shown = text(&stage.buffer(120, height)).join("\n");
        assert!(shown.contains("Ask  What woke") && !shown.contains('↓'), "{shown}");
    }
}

#[test]
fn a_wider_terminal_has_no_narrower_bars_and_its_map_always_has_a_legend() {
    let mut stage = super::stats::veteran();
    for jotted in ["", "/flux⏎⎋", "/fluxes⏎⎋"] {
        stage.press(jotted);
        let bar = |width| {
            let rows = text(&stage.buffer(width, 24));
            let row = rows.iter().find(|row| row.contains("* Platform")).unwrap();
            assert!(!row.contains('%'), "{row}");
            if rows[1].contains("12 weeks") {
                assert!(rows[1].contains("busiest day ░1+ ▒10+ ▓20+ █40+"), "{width}: {}", rows[1]);
            }
            assert_eq!(rows[..2].concat().contains("to ask (a)"), !jotted.is_empty(), "{width}");
            let is_figure = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
            let alone =
                row.split("  ").map(str::trim).filter(is_figure).any(|part| !part.contains(' '));
            assert!(!alone, "no figure stands without a word: {row}");
            row.chars().filter(|glyph| "▁▂▄▆".contains(*glyph)).count()
        };
        let bars: Vec<usize> = (40..220).map(bar).collect();
        assert!(bars.is_sorted() && bars[0] == 5 && bars[40] == 12, "{bars:?}");
    }
}
