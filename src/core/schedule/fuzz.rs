//! Turns fractional intervals into whole days: within bounds, fuzzed, and in order of grade.

/// The maximum interval, in days: about a century.
pub(super) const LONGEST: u32 = 36_500;

/// Shorter intervals, in days, are not fuzzed: one day more or less would be too much.
const UNSPREAD: f64 = 2.5;

/// Anki's published fuzz ranges: from, to (in days), and the share of that part of the interval that is added to a
/// base fuzz of one day.
const BANDS: [(f64, f64, f64); 3] =
    [(UNSPREAD, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];

/// Whole days for Hard, Good, and Easy, each longer than the one before. `raw` are the FSRS intervals; `draw` is
/// uniform over `u32`.
///
/// All three share one draw, so they move together and rarely collide. On a collision the longer one is moved out by a
/// day, or, at the maximum, the shorter one in.
pub(super) fn whole_days(raw: [f32; 3], draw: u32) -> [u32; 3] {
    let mut least = 1;
    let mut most = LONGEST - 2;
    raw.map(|raw| {
        let days = spread(f64::from(raw), draw).clamp(least, most);
        (least, most) = (days + 1, most + 1);
        days
    })
}

/// The whole day that `draw` selects from the fuzz range around `raw`.
fn spread(raw: f64, draw: u32) -> u32 {
    let (earliest, latest) = band(raw);
    let width = u64::from(latest - earliest + 1);
    let step = (width * u64::from(draw)) >> u32::BITS;
    earliest + u32::try_from(step).unwrap_or(0)
}

/// The first and last whole day of the fuzz range around `raw` days.
fn band(raw: f64) -> (u32, u32) {
    let raw = raw.clamp(1.0, f64::from(LONGEST));
    let slack = if raw < UNSPREAD {
        0.0
    } else {
        let parts = BANDS.iter().map(|(from, to, share)| share * (raw.min(*to) - from).max(0.0));
        1.0 + parts.sum::<f64>()
    };
    (rounded(raw - slack), rounded(raw + slack))
}

/// `days` rounded to a whole number, at least 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 1, and the cast cuts off what is too large"
)]
pub(super) fn rounded(days: f64) -> u32 {
    days.round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_are_the_published_ones() {
        for (raw, earliest, latest) in [
            (0.01, 1, 1),
            (1.0, 1, 1),
            (1.5, 2, 2),
            (2.49, 2, 2),
            // One day either way …
            (2.5, 2, 4),
            (4.0, 3, 5),
            // … plus 15% of the days up to 7: 1 + 0.675 …
            (7.0, 5, 9),
            // … plus 10% of the days up to 20: 1 + 0.675 + 1.3 …
            (20.0, 17, 23),
            // … and 5% of the rest: 1 + 0.675 + 1.3 + 4.
            (100.0, 93, 107),
            (36_500.0, 34_673, 38_327),
            (1e30, 34_673, 38_327),
        ] {
            assert_eq!(band(raw), (earliest, latest), "{raw} days");
        }
    }

    #[test]
    fn every_day_of_a_band_is_drawn_and_no_other() {
        let draws = (0..1_000_u32).map(|n| n * (u32::MAX / 999));
        let mut days: Vec<u32> = draws.map(|draw| spread(20.0, draw)).collect();
        days.dedup();
        assert_eq!(days, [17, 18, 19, 20, 21, 22, 23]);
        assert_eq!((spread(20.0, 0), spread(20.0, u32::MAX)), (17, 23));
    }

    #[test]
    fn a_better_grade_never_comes_back_sooner_or_on_the_same_day() {
        for raw in [
            [0.1, 0.2, 0.3],
            [2.4, 2.5, 2.6],
            [9.0, 9.0, 9.0],
            [30.0, 20.0, 10.0],
            [36_497.0, 36_499.0, 36_500.0],
            [1e9, 1e9, 1e9],
        ] {
            for draw in (0..=u32::MAX).step_by(10_000_019) {
                let [hard, good, easy] = whole_days(raw, draw);
                assert!(1 <= hard && hard < good && good < easy && easy <= LONGEST, "{raw:?}");
            }
        }
        assert_eq!(whole_days([0.1, 0.2, 0.3], 7), [1, 2, 3]);
        assert_eq!(whole_days([1e9, 1e9, 1e9], u32::MAX), [36_498, 36_499, 36_500]);
    }
}
