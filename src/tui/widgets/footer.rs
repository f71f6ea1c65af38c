//! The footer: the active keys from the keymap, as many as fit.

use crate::core::width::width as width_of;
use crate::tui::action::{Action, Context};
use crate::tui::keymap::{self, ENTER, ESC, Key, SPACE, Shown};
use crate::tui::theme::Theme;
use ratatui::text::{Line, Span};

/// The keys for the main thing to do.
const GO_ON: [Key; 2] = [ENTER, SPACE];

/// What stands between two keys.
const GAP: &str = "   ";

/// The keys of `context` in `width` columns, except those that do nothing at the moment. Drops the least important keys first. A key
/// whose label fits the moment ranks right after Enter, Esc and help.
pub(crate) fn line(
    (context, is_idle, label): (
        Context,
        impl Fn(Action) -> bool,
        impl Fn(Action) -> Option<&'static str>,
    ),
    width: u16,
    theme: &Theme,
) -> Line<'static> {
    let hints: Vec<(u8, String, &str)> = keymap::live(context)
        .filter(|binding| !is_idle(binding.action))
        .filter_map(|binding| match (binding.shown, binding.action) {
            // The replies share one place.
            (Shown::Footer(_), Action::Pick(1)) => Some((0, "1-3".to_owned(), "say it")),
            (_, Action::Pick(_)) | (Shown::Help, _) => None,
            (Shown::Footer(rank), _) => {
                let mains = [ENTER, ESC].map(|key| binding.keys.contains(&key));
                let rank = match binding.action {
                    _ if mains.contains(&true) => 0,
                    Action::Help if !context.is_text() => 1,
                    _ if label(binding.action).is_some() => 2,
                    _ => rank + 2,
                };
                // Both keys that everyone looks for are named.
                let name = match mains {
                    [true, true] => format!("{}, {}", ENTER.name(), ESC.name()),
                    // A digit stands before what it chooses.
                    [true, _] => binding.keys.iter().find(|key| GO_ON.contains(key))?.name(),
                    _ => binding.keys.first()?.name(),
                };
                Some((rank, name, label(binding.action).unwrap_or(binding.label)))
            }
        })
        .collect();
    let wide =
        |(_, key, label): &(u8, String, &str)| width_of(key) + width_of(label) + 1 + GAP.len();
    let mut best: Vec<usize> = (0..hints.len()).collect();
    best.sort_by_key(|at| (hints[*at].0, *at));
    let mut left = usize::from(width) + GAP.len();
    best.retain(|at| {
        let fits = wide(&hints[*at]) <= left;
        left -= if fits { wide(&hints[*at]) } else { 0 };
        fits
    });
    best.sort_unstable();
    let mut spans = Vec::new();
    for (_, key, label) in best.into_iter().map(|at| &hints[at]) {
        spans.push(Span::raw(if spans.is_empty() { "" } else { GAP }));
        spans.push(Span::styled(key.clone(), theme.key));
        spans.push(Span::styled(format!(" {label}"), theme.muted));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn a_narrow_footer_drops_the_least_important_keys() {
        let text = |width| {
            let is_idle = |action| action == Action::Find;
            line((Context::Home, is_idle, |_| None), width, &Theme::mono()).to_string()
        };
        assert_eq!(
            text(100),
            "enter quiz   c cram   m before a meeting   b browse   P statistics   / look up   ? help   esc quit"
        );
        assert_eq!(
            text(72),
            "enter quiz   c cram   m before a meeting   / look up   ? help   esc quit"
        );
        assert_eq!(text(50), "enter quiz   / look up   ? help   esc quit");
        assert_eq!(text(30), "enter quiz   ? help   esc quit");
        assert_eq!(text(22), "enter quiz   esc quit");
        assert_eq!(text(3), "");
    }

    #[test]
    fn at_40_columns_it_keeps_enter_escape_and_help() {
        for &context in Context::VARIANTS {
            let text = line((context, |_| false, |_| None), 38, &Theme::mono()).to_string();
            assert!(context.is_text() || text.contains("? help"), "{context:?}: {text}");
            for binding in keymap::live(context).filter(|row| matches!(row.shown, Shown::Footer(_)))
            {
                // Where the space bar does the same as Enter, that is enough.
                let ways: [&[Key]; 2] = [&[ENTER, SPACE], &[ESC]];
                let ways = ways.into_iter().filter(|way| binding.keys.contains(&way[0]));
                let hints: Vec<&str> = text.split("   ").collect();
                let is_named = |key: &Key| {
                    let hint = |hint: &&str| hint.split([' ', ',']).any(|part| part == key.name());
                    hints.iter().any(|shown| hint(shown) && shown.ends_with(binding.label))
                };
                for way in ways {
                    let label = binding.label;
                    assert!(way.iter().any(is_named), "{context:?}: {label}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_key_that_does_something_else_at_the_moment_is_named_before_others() {
        let label = |action| (action == Action::Toggle).then_some("follow");
        let text = line((Context::Home, |_| false, label), 60, &Theme::mono()).to_string();
        assert_eq!(text, "enter quiz   f follow   / look up   ? help   esc quit");
    }

    #[test]
    fn replies_share_one_place() {
        let text =
            line((Context::SceneReplies, |_| false, |_| None), 24, &Theme::mono()).to_string();
        assert_eq!(text, "1-3 say it   esc leave");
    }

    #[test]
    fn no_footer_is_wider_than_its_screen() {
        for &context in Context::VARIANTS {
            for width in 0..120 {
                assert!(
                    line((context, |_| false, |_| None), width, &Theme::mono()).width()
                        <= usize::from(width),
                    "{context:?} {width}"
                );
            }
        }
    }
}
