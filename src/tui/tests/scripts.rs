//! Look-up in other scripts: right to left, without spaces, with combining marks, and emoji.

use insta::assert_snapshot;

use super::*;

const WORLD: &str = "\
deck: world
title: צוות 世界
terms:
  - term: 🚀 Launch day
    definition: The day that a thing is let go of, and everyone watches the numbers.
  - term: Crème pâtissière
    definition: A thick custard; here, the layer that nobody wants to touch.
  - term: חוב טכני
    definition: קיצורי דרך ישנים שעולים זמן היום, ושכולם יודעים עליהם אבל איש אינו מתקן אותם מפני שאין לכך שעה בלוח.
    example: יש לנו חוב טכני, אמר ראש הצוות.
    ask: מה היה הכי יקר?
    aliases: [tech debt (Hebrew)]
    see_also: [dyn]
  - term: دَيْن تقني
    id: dyn
    definition: اختصارات قديمة تكلف وقتا اليوم، ويعرفها الجميع ولا يصلحها أحد.
  - term: 技術的負債
    definition: 昔の近道が、今日の時間を奪うこと。みんな知っているのに、だれも直さない。
  - term: Технический долг
    definition: Старые короткие пути, которые сегодня стоят времени.
  - term: 👩‍💻 on-call
    definition: The person who is woken up.
  - term: तकनीकी ऋण
    definition: A shortcut of yesterday that costs time today.
";

fn stage() -> Stage {
    Stage::new("follow: [world]\n", &[("world", WORLD)], Theme::mono())
}

/// The screen at the sizes used for look-up.
fn shown(stage: &Stage) -> String {
    let mut out = String::new();
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let _ = writeln!(out, "{width}×{height}");
        for row in text(&stage.buffer(width, height)) {
            let wide = ratatui::text::Span::raw(row.as_str()).width();
            assert!(wide <= usize::from(width), "{wide}: {row}");
            let _ = writeln!(out, "│{row}");
        }
    }
    out
}

#[test]
fn right_to_left_words_are_found_and_read() {
    let mut stage = stage();
    stage.press("/חוב");
    assert_snapshot!("scripts_lookup", shown(&stage));
    stage.press("⏎");
    assert_snapshot!("scripts_entry", shown(&stage));
    stage.press("⇥⏎");
    assert!(stage.says("دَيْن تقني"), "see also is walked");
}

#[test]
fn every_script_is_found_by_what_is_typed() {
    for (typed, term) in [
        ("🚀", "🚀 Launch day"),
        ("launch", "🚀 Launch day"),
        ("launch 🚀", "🚀 Launch day"),
        ("creme patiss", "Crème pâtissière"),
        ("دين", "دَيْن تقني"),
        ("دَيْن", "دَيْن تقني"),
        ("負債", "技術的負債"),
        ("долг", "Технический долг"),
        ("👩‍💻", "👩‍💻 on-call"),
        ("on call", "👩‍💻 on-call"),
        ("तकनीकी", "तकनीकी ऋण"),
    ] {
        let mut stage = stage();
        stage.press("/").press(typed);
        // A row cuts a long word, but the entry next to it shows all of it.
        assert!(stage.says(term), "{typed}: {}", stage.shown());
    }
}
