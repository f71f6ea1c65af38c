//! Checks that the pictures in `docs/pictures` match the program's screens on made-up data. They fail if a screen changes;
//! `SHOPTALK_PICTURES=update cargo test --test pictures` redraws them.
#![cfg(unix)]

mod support;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use anstyle_svg::{Palette, Term};
use shoptalk::core::card::Direction;
use shoptalk::core::review::{Form, Grade};
use support::quiz::settled;
use support::screen::{Screen, key};
use support::{DAY, TestEnv, answer};

/// The size of every picture, in rows and columns.
const SIZE: (u16, u16) = (24, 80);

/// The seed of every picture: dark and light show the same.
const SEED: &str = "12";

/// What is typed at look-up.
const SENTENCE: &str = "Half the air budget is gone, so the canary waits for the load test";

/// Terminal colors: foreground, background, and the sixteen ANSI colors.
struct Colors {
    name: &'static str,
    foreground: u32,
    background: u32,
    ansi: [u32; 16],
}

impl Colors {
    /// What a terminal with this background answers when it is asked for it.
    fn answer(&self) -> String {
        let [_, red, green, blue] = self.background.to_be_bytes();
        format!("\x1b]11;rgb:{red:02x}/{green:02x}/{blue:02x}\x07")
    }
}

/// GitHub's dark and light colors, so a picture fits the page.
const COLORS: [Colors; 2] = [
    Colors {
        name: "dark",
        foreground: 0xe6_ed_f3,
        background: 0x0d_11_17,
        ansi: [
            0x48_4f_58,
            0xff_7b_72,
            0x3f_b9_50,
            0xd2_99_22,
            0x58_a6_ff,
            0xbc_8c_ff,
            0x39_c5_cf,
            0xb1_ba_c4,
            0x6e_76_81,
            0xff_a1_98,
            0x0056_d364,
            0xe3_b3_41,
            0x79_c0_ff,
            0xd2_a8_ff,
            0x56_d4_dd,
            0xff_ff_ff,
        ],
    },
    Colors {
        name: "light",
        foreground: 0x1f_23_28,
        background: 0xff_ff_ff,
        ansi: [
            0x24_29_2f, 0xcf_22_2e, 0x11_63_29, 0x4d_2d_00, 0x09_69_da, 0x82_50_df, 0x1b_7c_83,
            0x6e_77_81, 0x57_60_6a, 0xa4_0e_26, 0x1a_7f_37, 0x63_3c_01, 0x21_8b_ff, 0xa4_75_f9,
            0x31_92_aa, 0x8c_95_9f,
        ],
    },
];

/// A learner with three teams after a few days: answers of every kind, a meeting tomorrow, a word to ask about.
fn learner() -> TestEnv {
    let mut env = TestEnv::new();
    env.run(&["team", "follow", "platform", "--meets", "mon"]).ends_with(0);
    env.run(&["team", "follow", "design", "product"]).ends_with(0);
    let words = [
        "platform/error-budget",
        "platform/toil",
        "platform/slo",
        "platform/canary",
        "platform/failover",
        "platform/rollback",
        "platform/on-call",
        "design/affordance",
        "design/wireframe",
        "product/roadmap",
        "product/okr",
        "product/backlog",
    ];
    for (day, seed) in [(0, 100), (2, 200), (5, 300)] {
        let mut trainer = env.trainer(day * DAY, seed);
        for (at, word) in words.iter().enumerate() {
            let missed = (at + usize::try_from(day).unwrap_or(0)) % 5 == 4;
            let grade = if missed { Grade::Again } else { Grade::Good };
            trainer.record(answer(word, grade)).expect("there is a journal");
        }
    }
    env.later(7 * DAY);
    // They know the words of the sentence already.
    env.run(&["settings", "glosses", "all"]).ends_with(0);
    env.run(&["jot", "flux compensator", "--deck", "platform"]).ends_with(0);
    env.set("SHOPTALK_SEED", SEED);
    env
}

/// The words that the veteran meets, in this order.
const WORDS: &[&str] = &[
    "platform/error-budget",
    "platform/incident",
    "design/component",
    "platform/on-call",
    "product/kpi",
    "platform/slo",
    "design/critique",
    "product/churn",
    "platform/canary",
    "design/design-system",
    "platform/latency",
    "product/funnel",
    "platform/rollback",
    "design/friction",
    "platform/postmortem",
    "product/conversion",
    "platform/blast-radius",
    "design/handoff",
    "platform/failover",
    "product/discovery",
    "platform/load-balancer",
    "design/grid",
    "platform/runbook",
    "platform/toil",
    "product/hypothesis",
    "design/dropdown",
    "platform/observability",
    "product/cohort",
    "platform/downtime",
    "platform/migration",
];

/// The days between the questions on a word.
const GAPS: [i64; 6] = [1, 2, 3, 6, 11, 18];

/// A learner with three teams after five months, some of them with little practice.
fn veteran() -> TestEnv {
    const DAYS: i64 = 140;
    let mut env = TestEnv::new();
    env.run(&["team", "follow", "platform", "--meets", "mon"]).ends_with(0);
    env.run(&["team", "follow", "design", "--meets", "thu"]).ends_with(0);
    env.run(&["team", "follow", "product"]).ends_with(0);
    // When each word is next asked, and how often it was right since.
    let mut asked: Vec<(i64, usize)> = Vec::new();
    for day in 0..DAYS {
        let is_off = day % 7 > 4 || (60..74).contains(&day) || day % 11 == 3;
        if is_off {
            continue;
        }
        if asked.len() < WORDS.len() && day % 4 != 1 {
            asked.push((day, 0));
        }
        let mut trainer = env.trainer((day - DAYS) * DAY, 100 + day.unsigned_abs());
        for (at, (next, step)) in asked.iter_mut().enumerate().filter(|(_, (next, _))| *next <= day)
        {
            let missed = *step > 0 && (usize::try_from(day).unwrap_or(0) + 3 * at) % 9 == 4;
            let grade = if missed { Grade::Again } else { Grade::Good };
            let mut given = answer(WORDS[at], grade);
            if *step > 3 && at % 3 > 0 {
                given.card.direction = Direction::Speak;
                (given.form, given.kind) = (Form::Type, Form::Type.kind());
            }
            trainer.record(given).expect("there is a journal");
            if missed {
                trainer.record(answer(WORDS[at], Grade::Good)).expect("there is a journal");
            }
            *step = if missed { 0 } else { (*step + 1).min(GAPS.len() - 1) };
            *next = day + GAPS[*step];
        }
    }
    env.later(0);
    env.run(&["jot", "flux compensator", "--deck", "platform"]).ends_with(0);
    // Some hints are given once.
    let mut screen = Screen::open(&env, &[], SIZE.0, SIZE.1);
    screen.shows("Quiz").press(key::CTRL_C).ends();
    env.set("SHOPTALK_SEED", SEED);
    env
}

#[test]
fn the_pictures_in_the_documents_show_what_the_program_shows() {
    let veteran = veteran();
    let mut wrong = Vec::new();
    for colors in &COLORS {
        let learner = learner();
        for (name, env, args, keys, shows) in [
            ("home", &veteran, &[][..], "", "enter quiz"),
            ("lookup", &learner, &["lookup"], SENTENCE, "a rehearsal of the busiest day"),
            ("quiz", &learner, &["quiz", "platform", "--form", "choose"], "1", "You picked"),
            ("brief", &learner, &[], "m", "enter asked"),
            ("stats", &veteran, &[], "P", "Statistics"),
        ] {
            let mut screen = Screen::open(env, args, SIZE.0, SIZE.1);
            settled(&mut screen);
            screen
                .press(&colors.answer())
                .until("its own colors", |screen| screen.look(is_painted));
            for key in keys.chars() {
                settled(&mut screen);
                screen.press(&key.to_string());
            }
            let ansi = still(screen.shows(shows));
            screen.press(key::CTRL_C).ends();
            let file = format!("{name}-{}.svg", colors.name);
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures").join(&file);
            let drawn = draw(&ansi, colors);
            if env::vars_os().any(|(name, _)| name == "SHOPTALK_PICTURES") {
                fs::write(&path, drawn).expect("a picture can be written");
            } else if fs::read_to_string(&path).ok().as_deref() != Some(drawn.as_str()) {
                wrong.push(file);
            }
        }
    }
    let how = "`SHOPTALK_PICTURES=update cargo test --test pictures` draws them again";
    assert!(wrong.is_empty(), "{wrong:?} are out of date: {how}, then look at them");
}

/// The screen once it has stood still for so long that no more of it is on its way, even on a busy machine.
fn still(screen: &mut Screen) -> String {
    let last = RefCell::new((String::new(), 0));
    screen.until("a picture that stands still", |screen| {
        let now = screen.look(styled);
        let (before, times) = &mut *last.borrow_mut();
        *times = if *before == now { *times + 1 } else { 0 };
        *before = now;
        *times > 40
    });
    last.into_inner().0
}

/// Whether the program uses colors of its own.
fn is_painted(screen: &vt100::Screen) -> bool {
    let (rows, columns) = SIZE;
    let mut cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    cells.any(|(row, column)| {
        let color = screen.cell(row, column).map(vt100::Cell::fgcolor);
        matches!(color, Some(vt100::Color::Idx(16..)))
    })
}

/// The screen as text with escape codes, as sent to a terminal.
fn styled(screen: &vt100::Screen) -> String {
    let (rows, columns) = SIZE;
    let mut out = String::new();
    for row in 0..rows {
        let mut last = String::new();
        let cells = (0..columns).filter_map(|column| screen.cell(row, column));
        for cell in cells.filter(|cell| !cell.is_wide_continuation()) {
            let style = style(cell);
            if style != last {
                out.push_str(&style);
                last = style;
            }
            out.push_str(if cell.has_contents() { cell.contents() } else { " " });
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// The escape codes of a cell's effects and colors, one for each: the renderer misreads a color after another code.
fn style(cell: &vt100::Cell) -> String {
    let effects = [
        (cell.bold(), 1),
        (cell.dim(), 2),
        (cell.italic(), 3),
        (cell.underline(), 4),
        (cell.inverse(), 7),
    ];
    let mut out = String::from("\x1b[0m");
    for (_, code) in effects.iter().filter(|(on, _)| *on) {
        let _ = write!(out, "\x1b[{code}m");
    }
    for (color, base) in [(cell.fgcolor(), 30), (cell.bgcolor(), 40)] {
        let _ = match color {
            vt100::Color::Default => Ok(()),
            vt100::Color::Idx(at @ 0..8) => write!(out, "\x1b[{}m", base + u16::from(at)),
            vt100::Color::Idx(at) => write!(out, "\x1b[{};5;{at}m", base + 8),
            vt100::Color::Rgb(r, g, b) => write!(out, "\x1b[{};2;{r};{g};{b}m", base + 8),
        };
    }
    out
}

fn draw(ansi: &str, colors: &Colors) -> String {
    let rgb = |color: u32| {
        let [_, r, g, b] = color.to_be_bytes();
        anstyle::RgbColor(r, g, b)
    };
    Term::new()
        .palette(Palette(colors.ansi.map(rgb)))
        .fg_color(rgb(colors.foreground).into())
        .bg_color(rgb(colors.background).into())
        .min_width_px(0)
        .render_svg(ansi)
}
