//! The help: the keys of the current context, over the dimmed screen.

use crate::tui::action::{Action, Context};
use crate::tui::keymap::{self, Binding, Shown};
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::{Constraint, Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Paragraph};

/// What help says where letters are keys, about keyboards of another alphabet.
const BY_PLACE: &str = " Other alphabets go by place: й is q ";
/// The gap between keys and labels, in columns.
const BETWEEN: usize = 3;

/// The gap between two columns of keys.
const GAP: usize = 4;

/// Draws the help of `context` over the screen, without the actions that do nothing at the moment.
pub(crate) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    (context, is_idle): (Context, impl Fn(Action) -> bool),
    theme: &Theme,
) {
    frame.buffer_mut().set_style(area, theme.behind);
    let room = usize::from(area.height.saturating_sub(2));
    let all: Vec<&Binding> = keymap::live(context).filter(|row| !is_idle(row.action)).collect();
    let (chosen, are_all) = rows(&all, room);
    let (mut lines, mut padding) = listed(&chosen, area.width.into(), theme);
    let width = area.width.into();
    // A long list hides the screen below it.
    let half = usize::from(area.height / 2);
    let is_long = are_all && lines.len() + 2 > half;
    if let Some(all) = is_long.then(|| in_two(&all, room, width, theme)).flatten() {
        (lines, padding) = all;
    }
    if !are_all {
        let flowing = || flowing(&all, room, width, theme);
        match in_two(&all, room, width, theme).or_else(flowing) {
            Some(all) => (lines, padding) = all,
            None => lines.push(Line::styled("… more in a larger window", theme.muted)),
        }
    }
    let width = lines.iter().map(Line::width).max().unwrap_or(0) + 2 * (padding + 1);
    let height = lines.len() + 2;
    let number = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let place = area.centered(Constraint::Max(number(width)), Constraint::Max(number(height)));
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.frame)
        .title(Line::styled(" Keys, any key closes ", theme.strong))
        .padding(Padding::horizontal(number(padding)));
    let note = match context {
        Context::Team => " Letters search the page ",
        _ if context.is_text() => "",
        _ => BY_PLACE,
    };
    let fits = Span::raw(note).width() + 2 <= usize::from(place.width);
    let block = block.title_bottom(Line::styled(if fits { note } else { "" }, theme.muted));
    // With a margin, or the text behind seems to touch the frame.
    frame.render_widget(Clear, place.outer(Margin::new(1, 0)).intersection(area));
    frame.render_widget(Paragraph::new(lines).block(block), place);
}

/// All bindings in two columns, with every key if there is room, and the padding beside them; `None` if they don't fit.
fn in_two(
    all: &[&Binding],
    room: usize,
    width: usize,
    theme: &Theme,
) -> Option<(Vec<Line<'static>>, usize)> {
    let half = all.len().div_ceil(2);
    let (first, second) = all.split_at(half);
    let widest = |lines: &[Line<'_>]| lines.iter().map(Line::width).max().unwrap_or(0);
    let columns = |width: usize| [first, second].map(|rows| listed(rows, width, theme).0);
    let used = |[left, right]: &[Vec<Line<'_>>; 2]| widest(left) + GAP + widest(right) + 2;
    let fits = |columns: &[Vec<Line<'_>>; 2]| half <= room && used(columns) <= width;
    let columns = [width, width / 2].map(columns).into_iter().find(fits)?;
    let padding = usize::from(used(&columns) + 2 <= width);
    let [mut left, right] = columns;
    let wide = widest(&left);
    for (line, right) in left.iter_mut().zip(right) {
        line.push_span(" ".repeat(wide + GAP - line.width()));
        line.spans.extend(right.spans);
    }
    Some((left, padding))
}

/// All bindings, one after the other, and no padding beside them; `None` if they don't fit.
fn flowing(
    all: &[&Binding],
    room: usize,
    width: usize,
    theme: &Theme,
) -> Option<(Vec<Line<'static>>, usize)> {
    let width = width.saturating_sub(2);
    let mut lines: Vec<Line<'static>> = Vec::new();
    for binding in all {
        let key = binding.keys.first()?.name();
        let (key, label) = match binding.action {
            // Both directions share a place.
            Action::Up => (format!("{key} ↓"), "up, down"),
            Action::PageUp => (format!("{key}/down"), "one page"),
            Action::Down | Action::PageDown => continue,
            _ => (key, binding.label),
        };
        let key = Span::styled(key, theme.key);
        let label = Span::styled(format!(" {label}"), theme.text);
        let wide = key.width() + label.width();
        // Later rows fill the gaps in earlier lines.
        match lines.iter_mut().find(|line| line.width() + 2 + wide <= width) {
            Some(line) => line.spans.extend([Span::raw("  "), key, label]),
            None => lines.push(Line::from(vec![key, label])),
        }
    }
    let fits = lines.len() <= room && lines.iter().all(|line| line.width() <= width);
    fits.then_some((lines, 0))
}

/// One line for each of `rows`, with as many of its keys as fit into `width` columns, and the padding beside them.
fn listed(rows: &[&Binding], width: usize, theme: &Theme) -> (Vec<Line<'static>>, usize) {
    let named = |room: usize| -> Vec<(String, &'static str)> {
        let keys = |row: &Binding| {
            let mut keys: Vec<String> = row.keys.iter().map(keymap::Key::name).collect();
            while keys.len() > 1 && Span::raw(keys.join(", ")).width() > room {
                keys.pop();
            }
            keys.join(", ")
        };
        rows.iter().map(|row| (keys(row), row.label)).collect()
    };
    let widest = |rows: &[(String, &str)]| {
        rows.iter().map(|(keys, _)| Span::raw(keys.as_str()).width()).max().unwrap_or(0)
    };
    let labels = rows.iter().map(|row| Span::raw(row.label).width()).max().unwrap_or(0);
    // If there is little room, show fewer keys for an action, and less padding.
    let room = |padding: usize| width.saturating_sub(BETWEEN + labels + 2 * (padding + 1));
    let (rows, padding) = [2, 1]
        .map(|padding| (named(room(padding)), padding))
        .into_iter()
        .find(|(rows, padding)| widest(rows) <= room(*padding))
        .unwrap_or_else(|| (named(0), 0));
    let wide = widest(&rows);
    let line = |(keys, label): (String, &'static str)| {
        let gap = " ".repeat(wide - Span::raw(keys.as_str()).width());
        Line::from(vec![
            Span::raw(gap),
            Span::styled(keys, theme.key),
            Span::raw(" ".repeat(BETWEEN)),
            Span::styled(label, theme.text),
        ])
    };
    (rows.into_iter().map(line).collect(), padding)
}

/// Those of `all` that fit into `room` rows next to the "more" line, in table order, and whether all fit. Drops those
/// never in the footer first, then the least important.
fn rows<'a>(all: &[&'a Binding], room: usize) -> (Vec<&'a Binding>, bool) {
    if all.len() <= room {
        return (all.to_vec(), true);
    }
    let weight = |at: &usize| match all[*at].shown {
        Shown::Footer(rank) => (false, rank, *at),
        Shown::Help => (true, 0, *at),
    };
    let mut kept: Vec<usize> = (0..all.len()).collect();
    kept.sort_by_key(weight);
    kept.truncate(room.saturating_sub(1));
    kept.sort_unstable();
    (kept.into_iter().map(|at| all[at]).collect(), false)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn what_a_key_does_is_not_cut_off_on_a_small_screen() {
        for &context in Context::VARIANTS {
            let mut terminal = Terminal::new(TestBackend::new(40, 12)).unwrap();
            let theme = Theme::mono();
            terminal.draw(|frame| draw(frame, frame.area(), (context, |_| false), &theme)).unwrap();
            let screen = terminal.backend().to_string();
            let is_pair = |action| {
                [Action::Up, Action::Down, Action::PageUp, Action::PageDown].contains(&action)
            };
            for row in keymap::live(context).filter(|row| !is_pair(row.action)) {
                assert!(screen.contains(row.label), "{}, {context:?}\n{screen}", row.label);
            }
        }
    }

    #[test]
    fn it_names_every_key_of_a_question_and_its_end() {
        for (context, keys) in [
            (Context::QuizIntro, ["space, enter   go on", "esc, q   leave", "/, ctrl-f   look up"]),
            (
                Context::Summary,
                ["enter, space, esc, q   done", "5, (   quiz more", "/, ctrl-f   look up"],
            ),
        ] {
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            let theme = Theme::mono();
            terminal.draw(|frame| draw(frame, frame.area(), (context, |_| false), &theme)).unwrap();
            let screen = terminal.backend().to_string();
            assert!(keys.iter().all(|key| screen.contains(key)), "{context:?}\n{screen}");
        }
    }

    #[test]
    fn the_many_keys_of_a_question_stand_in_two_columns() {
        for context in [Context::QuizIntro, Context::QuizPick, Context::QuizBack] {
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            let theme = Theme::mono();
            terminal.draw(|frame| draw(frame, frame.area(), (context, |_| false), &theme)).unwrap();
            let rows = terminal.backend().to_string();
            let high = rows.lines().filter(|row| row.contains('│')).count();
            assert!((1..=12).contains(&high), "{context:?}\n{rows}");
        }
    }

    #[test]
    fn it_names_the_way_for_digits_on_shift_and_for_other_alphabets() {
        let shown = |context| {
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            let theme = Theme::mono();
            terminal.draw(|frame| draw(frame, frame.area(), (context, |_| false), &theme)).unwrap();
            terminal.backend().to_string()
        };
        for (context, keys) in [
            (Context::QuizPick, [" 1, &   pick 1", " 2, é   pick 2", " 0, s, à   show me"]),
            (Context::QuizBack, [" 1, &   missed it", " 2, é   hard", " 4, '   easy"]),
        ] {
            let help = shown(context);
            assert!(keys.iter().all(|key| help.contains(key)) && help.contains(BY_PLACE), "{help}");
        }
        assert!(!shown(Context::QuizTyped).contains(BY_PLACE), "letters are typed there");
    }

    #[test]
    fn a_small_help_still_names_the_way_out_and_what_the_footer_names() {
        for &context in Context::VARIANTS {
            let all: Vec<&Binding> = keymap::live(context).collect();
            let (shown, _) = rows(&all, 10);
            assert!(shown.len() <= 10, "{context:?}");
            assert!(shown.iter().any(|row| row.action == Action::Back), "{context:?}");
            let (fitting, are_all) = rows(&all, 99);
            assert!(are_all && fitting.len() == all.len());
        }
        assert!(rows(&[], 0).0.is_empty());
    }
}
