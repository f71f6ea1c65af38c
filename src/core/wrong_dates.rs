//! Finds reviews with a wrong date, because the clock was wrong for a quiz, and works out when they were most likely given.
//!
//! On one device, reviews are known in the order of writing. Their times should never fall, nor lie in the future. Reviews are taken
//! together as long as they belong to one session without a jump of the clock. Of these groups, the most that agree with each
//! other are right. A wrong group keeps its spacing and moves between the right ones before and after it:
//!
//! - by the fewest whole hours, if it is off by less than a day;
//! - else by whole days, so that the time of day stays: to the latest day that fits, if there is one without other answers to such a day;
//! - else to the end right before the next right review.
//!
//! A study day that is not that of the time is damage; it is worked out again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use uuid::Uuid;

use crate::core::review::Review;
use crate::core::time::{Calendar, Timestamp};

/// Steps back up to this, in milliseconds, are no jump: clocks are adjusted now and then, and two programs may write at once.
pub const TOLERANCE: i64 = 10 * 60 * 1_000;
/// A session with a pause longer than this is taken apart.
const PAUSE: i64 = 6 * HOUR;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Reviews with wrong times, consecutive on their device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongDates {
    /// The reviews as they are.
    pub wrong: Vec<Review>,
    /// The same reviews with their likely times and study days.
    pub right: Vec<Review>,
}

impl WrongDates {
    /// Whether the times are right, and only the study days are wrong.
    pub fn has_right_times(&self) -> bool {
        self.wrong.iter().zip(&self.right).all(|(wrong, right)| wrong.at == right.at)
    }

    /// How many of the times are after `now`. If any is, the clock may be wrong now rather than then.
    pub fn after(&self, now: Timestamp) -> usize {
        let is_after = |review: &&Review| review.at.since(now) > TOLERANCE.unsigned_abs();
        self.wrong.iter().filter(is_after).count()
    }
}

/// A group of reviews, all right or all wrong.
struct Group {
    reviews: Range<usize>,
    start: i64,
    end: i64,
}

/// All reviews with wrong dates, and the likely ones. `reviews` are in the order in which they count.
pub fn find(reviews: &[Review], now: Timestamp, calendar: &Calendar) -> Vec<WrongDates> {
    let mut devices: BTreeMap<Uuid, Vec<&Review>> = BTreeMap::new();
    for review in reviews {
        devices.entry(review.device).or_default().push(review);
    }
    let on_devices = devices.values();
    let mut found: Vec<_> =
        on_devices.flat_map(|reviews| find_on_device(reviews, now.millis(), calendar)).collect();
    let moved: BTreeSet<Uuid> =
        found.iter().flat_map(|run| &run.wrong).map(|review| review.id).collect();
    // In another time zone, a study day may have begun a day earlier or later.
    let is_astray = |review: &&Review| {
        let distance = review.day.number().abs_diff(calendar.day(review.at).number());
        distance > 1 && !moved.contains(&review.id)
    };
    let wrong: Vec<Review> = reviews.iter().filter(is_astray).cloned().collect();
    if !wrong.is_empty() {
        let right = wrong.iter().map(|it| Review { day: calendar.day(it.at), ..it.clone() });
        found.push(WrongDates { right: right.collect(), wrong });
    }
    found
}

fn find_on_device(reviews: &[&Review], now: i64, calendar: &Calendar) -> Vec<WrongDates> {
    let groups = groups(reviews);
    let is_sound = groups.windows(2).all(|pair| follows(&pair[0], &pair[1]))
        && groups.last().is_none_or(|last| last.end <= now.saturating_add(TOLERANCE));
    if is_sound {
        return Vec::new();
    }
    let right = right_ones(&groups, now);
    let mut found = Vec::new();
    // From the end, so that the next right time is known.
    let (mut at, mut next) = (groups.len(), now);
    while at > 0 {
        if right[at - 1] {
            at -= 1;
            next = groups[at].start.min(next);
            continue;
        }
        // Wrong groups that agree with each other move together.
        let last = at - 1;
        let mut first = last;
        while first > 0 && !right[first - 1] && groups[first - 1].end <= groups[first].start {
            first -= 1;
        }
        let before = right[..first].iter().rposition(|is_right| *is_right);
        let before = before.map(|before| groups[before].end);
        let run = &reviews[groups[first].reviews.start..groups[last].reviews.end];
        let moved = moved(run, before, next, calendar);
        next = moved.iter().map(|review| review.at.millis()).min().unwrap_or(next);
        let wrong = run.iter().map(|review| (*review).clone()).collect();
        found.push(WrongDates { wrong, right: moved });
        at = first;
    }
    found.reverse();
    found
}

fn groups(reviews: &[&Review]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, review) in reviews.iter().enumerate() {
        let time = review.at.millis();
        match groups.last_mut() {
            Some(group)
                if reviews[at - 1].session == review.session
                    && (group.end.saturating_sub(TOLERANCE)..=group.end.saturating_add(PAUSE))
                        .contains(&time) =>
            {
                group.reviews.end = at + 1;
                group.start = group.start.min(time);
                group.end = group.end.max(time);
            }
            _ => groups.push(Group { reviews: at..at + 1, start: time, end: time }),
        }
    }
    groups
}

fn follows(before: &Group, after: &Group) -> bool {
    after.start >= before.end.saturating_sub(TOLERANCE)
}

/// How good a chain of groups is: its length, its start, and the number of its reviews.
type Score = (usize, i64, usize);

/// Which groups are right: the most that follow each other and do not lie in the future; of equally many, those that span the
/// shortest time, and then those with the most reviews.
fn right_ones(groups: &[Group], now: i64) -> Vec<bool> {
    // For each group, the best chain that ends with it, and the group before.
    let mut best: Vec<Option<(Score, Option<usize>)>> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        if group.end > now.saturating_add(TOLERANCE) {
            best.push(None);
            continue;
        }
        let count = group.reviews.len();
        let chains = (0..at).filter(|before| follows(&groups[*before], group));
        let chains = chains.filter_map(|before| Some((best[before].as_ref()?.0, before)));
        let longest = chains.max_by_key(|(score, _)| *score);
        best.push(Some(longest.map_or(((1, group.start, count), None), |(score, before)| {
            ((score.0 + 1, score.1, score.2 + count), Some(before))
        })));
    }
    let last = (0..groups.len()).filter(|at| best[*at].is_some());
    let mut next = last.max_by_key(|at| best[*at].as_ref().map(|(score, _)| *score));
    let mut right = vec![false; groups.len()];
    while let Some(at) = next {
        right[at] = true;
        next = best[at].as_ref().and_then(|(_, before)| *before);
    }
    right
}

/// The reviews of `run`, moved to after `before` and before `next`.
fn moved(run: &[&Review], before: Option<i64>, next: i64, calendar: &Calendar) -> Vec<Review> {
    let times = || run.iter().map(|review| review.at.millis());
    let (start, end) = (times().min().unwrap_or(next), times().max().unwrap_or(next));
    let most = next.saturating_sub(1).saturating_sub(end);
    let fewest =
        before.map_or(i64::MIN / 2, |before| before.saturating_add(1).saturating_sub(start));
    let day = |time: i64| calendar.day(Timestamp::from_millis(time));
    let is_free = |shift: i64| {
        day(end.saturating_add(shift)) < day(next)
            && before.is_none_or(|before| day(start.saturating_add(shift)) > day(before))
    };
    let shift = if fewest > most { most } else { shift(fewest, most, is_free) };
    let place = |time: i64| match before {
        // There is less time than it took: the clock was wrong in other ways too.
        Some(before) if fewest > most => time.saturating_add(shift).max(before.min(next)),
        _ => time.saturating_add(shift),
    };
    run.iter()
        .map(|review| {
            let at = Timestamp::from_millis(place(review.at.millis()));
            let days = i32::try_from(shift / DAY).ok().filter(|_| shift % DAY == 0);
            let day = days.map_or_else(|| calendar.day(at), |days| review.day.plus(days));
            Review { at, day, ..(*review).clone() }
        })
        .collect()
}

/// The likely error of the clock, between `fewest` and `most` milliseconds, by which the reviews come to a day without others if it
/// `is_free`.
fn shift(fewest: i64, most: i64, is_free: impl Fn(i64) -> bool) -> i64 {
    let least = 0.clamp(fewest, most);
    if least.saturating_abs() < DAY {
        let hours = if least > 0 {
            -(-least).div_euclid(HOUR) * HOUR
        } else {
            least.div_euclid(HOUR) * HOUR
        };
        return if (fewest..=most).contains(&hours) { hours } else { least };
    }
    let latest = most.div_euclid(DAY).saturating_mul(DAY);
    let mut days = [latest, latest.saturating_sub(DAY)].into_iter().filter(|days| *days >= fewest);
    let free = days.clone().find(|days| is_free(*days));
    free.or(days.next()).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::{CardId, Direction, TermId};
    use crate::core::review::{Form, Grade};

    const NOON: i64 = 1_795_348_800_000;

    /// Reviews of quizzes: each starts at this many milliseconds after noon, has this many answers, and one every ten seconds.
    fn quizzes(starts: &[(i64, i64)]) -> Vec<Review> {
        let calendar = calendar();
        let mut all = Vec::new();
        for (n, (start, answers)) in (0_u128..).zip(starts) {
            for answer in 0..*answers {
                let at = Timestamp::from_millis(NOON + start + answer * 10_000);
                all.push(Review {
                    id: Uuid::from_u128(all.len() as u128),
                    card: CardId::new(TermId::new("a", "x"), Direction::Understand),
                    at,
                    day: calendar.day(at),
                    grade: Grade::Good,
                    form: Form::Recall,
                    kind: Form::Recall.kind(),
                    sentence: None,
                    took_ms: 0,
                    hint: false,
                    answer: None,
                    session: Uuid::from_u128(n),
                    device: Uuid::nil(),
                    early: false,
                });
            }
        }
        all
    }

    fn calendar() -> Calendar {
        Calendar::new(jiff::tz::TimeZone::UTC, 4)
    }

    /// The errors that are found, in milliseconds, each with the number of its answers.
    fn errors(starts: &[(i64, i64)], now: i64) -> Vec<(i64, usize)> {
        let found = find(&quizzes(starts), Timestamp::from_millis(NOON + now), &calendar());
        let error = |run: &WrongDates| {
            (run.right[0].at.millis() - run.wrong[0].at.millis(), run.wrong.len())
        };
        found.iter().map(error).collect()
    }

    #[test]
    fn a_right_clock_has_nothing_to_correct() {
        assert_eq!(errors(&[], 0), []);
        assert_eq!(errors(&[(0, 9), (2 * HOUR, 5), (DAY, 9)], 2 * DAY), []);
        assert_eq!(errors(&[(0, 9), (-2 * 60_000, 5), (DAY, 9)], 2 * DAY), [], "set back a bit");
    }

    #[test]
    fn a_quiz_ahead_by_days_moves_back_by_whole_days() {
        let daily = [(0, 5), (DAY, 5), (2 * DAY + 365 * DAY, 7), (3 * DAY, 5), (4 * DAY, 5)];
        assert_eq!(errors(&daily, 5 * DAY), [(-365 * DAY, 7)]);
        assert_eq!(errors(&daily[..3], 2 * DAY + HOUR), [(-365 * DAY, 7)], "no later one yet");
        let three = [(0, 5), (DAY + 3 * DAY, 7), (2 * DAY, 5), (3 * DAY, 5), (6 * DAY, 5)];
        assert_eq!(errors(&three, 9 * DAY), [(-3 * DAY, 7)]);
    }

    #[test]
    fn a_quiz_moves_to_a_day_without_another_if_it_can() {
        let starts = [(0, 5), (DAY, 5), (5 * DAY, 7), (3 * DAY + HOUR, 5), (4 * DAY, 5)];
        assert_eq!(errors(&starts, 9 * DAY), [(-3 * DAY, 7)]);
    }

    #[test]
    fn a_quiz_of_years_ago_moves_to_where_it_was_written() {
        let back = [(0, 5), (DAY - 3_000 * DAY, 9), (2 * DAY, 5)];
        assert_eq!(errors(&back, 5 * DAY), [(3_000 * DAY, 9)]);
        // Even if it is the second quiz, and longer than the first.
        assert_eq!(errors(&back[..2], DAY + HOUR), [(3_000 * DAY, 9)]);
    }

    #[test]
    fn an_hour_back_is_an_hour_even_if_the_next_quiz_is_days_later() {
        let back = [(0, 20), (-HOUR + 300_000, 9), (5 * DAY, 5)];
        assert_eq!(errors(&back, 6 * DAY), [(HOUR, 9)]);
    }

    #[test]
    fn two_quizzes_after_two_dead_batteries_come_one_after_the_other() {
        let long_ago = (-9_000 * DAY, 4);
        let starts = [(-2 * DAY, 5), (-DAY, 5), (0, 5), long_ago, long_ago, (3 * DAY, 5)];
        let reviews = quizzes(&starts);
        let found = find(&reviews, Timestamp::from_millis(NOON + 5 * DAY), &calendar());
        let [first, second] = &found[..] else { panic!("{found:?}") };
        let time = |run: &WrongDates, at: usize| run.right[at].at.millis() - NOON;
        assert!(time(first, 0) > 0 && time(first, 3) < time(second, 0));
        assert!(time(second, 3) < 3 * DAY);
        assert_eq!(time(second, 3) - time(second, 0), 30_000, "the spacing stays");
    }

    #[test]
    fn what_does_not_fit_ends_before_the_next_right_review() {
        // Ten minutes of answers in a gap of one.
        let starts = [(0, 20), (90 * DAY, 60), (260_000, 30)];
        let found = find(&quizzes(&starts), Timestamp::from_millis(NOON + DAY), &calendar());
        let [run] = &found[..] else { panic!("{found:?}") };
        let times: Vec<i64> = run.right.iter().map(|review| review.at.millis() - NOON).collect();
        assert!(times.is_sorted() && times[0] >= 190_000 && times[59] < 260_000, "{times:?}");
    }

    #[test]
    fn only_an_answer_after_now_makes_the_clock_of_now_suspect() {
        let reviews = quizzes(&[(0, 5), (DAY, 5), (DAY - 9 * HOUR, 5), (3 * DAY, 5)]);
        let after = |now| {
            let now = Timestamp::from_millis(NOON + now);
            find(&reviews, now, &calendar()).iter().map(|run| run.after(now)).collect::<Vec<_>>()
        };
        assert_eq!(after(9 * DAY), [0]);
        assert_eq!(after(2 * DAY), [0, 5]);
    }

    #[test]
    fn a_study_day_that_is_not_that_of_its_time_is_worked_out_again() {
        let mut reviews = quizzes(&[(0, 5), (DAY, 5)]);
        let right = reviews[7].day;
        let now = Timestamp::from_millis(NOON + 2 * DAY);
        for days in [-1, 0, 1] {
            reviews[7].day = right.plus(days);
            assert_eq!(find(&reviews, now, &calendar()), [], "as in another time zone");
        }
        for days in [-9_000, -2, 2, 77_000] {
            reviews[7].day = right.plus(days);
            let found = find(&reviews, now, &calendar());
            let [run] = &found[..] else { panic!("{found:?}") };
            assert!(run.has_right_times());
            assert_eq!(run.wrong, [reviews[7].clone()]);
            assert_eq!(run.right, [Review { day: right, ..reviews[7].clone() }]);
        }
    }

    #[test]
    fn any_time_that_can_be_stored_can_be_examined() {
        let times = [i64::MIN, i64::MAX, 0, i64::MAX - 5, i64::MIN + 5, NOON];
        for last in 0..times.len() {
            let mut reviews = quizzes(&[(0, 1), (HOUR, 1), (2 * HOUR, 1)]);
            for (at, review) in reviews.iter_mut().enumerate() {
                review.at = Timestamp::from_millis(times[(last + at) % times.len()]);
            }
            for now in times {
                find(&reviews, Timestamp::from_millis(now), &calendar());
            }
        }
    }
}
