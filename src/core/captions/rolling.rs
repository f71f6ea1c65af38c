//! Recognizes rolling captions: a caption that comes again with more words, or with other ones at its end, is the same caption.

use strsim::normalized_levenshtein;

use crate::core::words::words;

/// The most words that a correction replaces, and the most that come instead.
const REPLACED: usize = 2;
const INSTEAD: usize = 3;
/// The fewest words that both captions have, for one to be a correction of the other.
const COMMON: usize = 3;
/// How alike a corrected word and the word before are, at least: they sounded the same.
const ALIKE: f64 = 0.4;

/// The caption that `before` and `now` are both a state of; `None` if they are two captions.
pub(super) fn joined(before: &str, now: &str) -> Option<String> {
    let (old, new) = (words(before), words(now));
    let texts = |words: &[(String, _)]| -> Vec<String> {
        words.iter().map(|(word, _)| word.clone()).collect()
    };
    let (a, b) = (texts(&old), texts(&new));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if continues(&a, &b) || corrects(&a, &b) {
        return Some(now.to_owned());
    }
    if continues(&b, &a) {
        return Some(before.to_owned());
    }
    // Words leave at one end while others come at the other.
    let slides = |count: &usize| a.ends_with(&b[..*count]);
    let shared = (COMMON..=a.len().min(b.len())).rev().find(slides)?;
    Some(format!("{before}{}", &now[new[shared - 1].1.end..]))
}

/// Whether `now` begins with `before`, whose last word may be unfinished.
fn continues(before: &[String], now: &[String]) -> bool {
    let Some((last, rest)) = before.split_last() else { return true };
    now.len() >= before.len() && now.starts_with(rest) && now[rest.len()].starts_with(last.as_str())
}

/// Whether `now` is `before` with a few words heard otherwise, and perhaps more words.
fn corrects(before: &[String], now: &[String]) -> bool {
    let same = before.iter().zip(now).take_while(|(before, now)| before == now).count();
    let (before, now) = (&before[same..], &now[same..]);
    let mut lengths = (1..=REPLACED).flat_map(|old| (1..=INSTEAD).map(move |new| (old, new)));
    lengths.any(|(old, new)| {
        if old > before.len() || new > now.len() {
            return false;
        }
        let ((was, rest), (is, after)) = (before.split_at(old), now.split_at(new));
        same + rest.len() >= COMMON
            && (same > 1 || rest.len() > 1)
            && continues(rest, after)
            && normalized_levenshtein(&was.concat(), &is.concat()) >= ALIKE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_that_grows_repeats_or_corrects_itself_is_one() {
        for (before, now, expected) in [
            ("So the err", "so the error", "so the error"),
            ("So the error", "So the error budget is", "So the error budget is"),
            ("So the error", "So the error", "So the error"),
            ("So the error budget", "So the", "So the error budget"),
            ("the slow is broken", "the SLO is broken since", "the SLO is broken since"),
            ("we blew the arrow", "We blew the error budget.", "We blew the error budget."),
            ("just run cube control now", "just run kubectl now yes", "just run kubectl now yes"),
            ("we blew the error", "blew the error budget", "we blew the error budget"),
        ] {
            assert_eq!(joined(before, now).as_deref(), Some(expected), "{before} / {now}");
        }
    }

    #[test]
    fn captions_that_only_begin_alike_are_two() {
        for (before, now) in [
            ("We need to talk about latency", "We need to talk about throughput"),
            ("What about the SLO", "What about the roadmap"),
            ("An SLA", "An SLO"),
            ("Yes", "No"),
            ("The build is red", "Who broke it"),
            ("", "toil"),
            ("…", "toil"),
        ] {
            assert_eq!(joined(before, now), None, "{before} / {now}");
        }
    }
}
