//! Tests for study days across time zones, daylight saving time, and clock jumps.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

#[test]
fn a_shifted_clock_starts_at_its_moment_and_runs_on() {
    let moment = Timestamp::from_millis(1_795_348_800_000);
    let clock = ShiftedClock::starting_at(moment);
    let first = clock.now();
    assert!(first >= moment);
    while clock.now() == first {
        std::thread::yield_now();
    }
    assert!(clock.now() > first);
}

/// Zones with all known oddities: half-hour and quarter-hour offsets, 30-minute and 2-hour daylight saving time,
/// changes just after midnight, and jumps of 3, 23, and 24 hours across the date line.
const ZONES: [&str; 16] = [
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Nuuk",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Kwajalein",
];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn calendar(zone: &str, starts: u32) -> Calendar {
    Calendar::new(TimeZone::get(zone).unwrap(), starts)
}

/// The timestamp for `text`, for example `2026-03-29T00:59:59.999Z`.
fn moment(text: &str) -> Timestamp {
    Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// The study day with the date `text`.
fn day(text: &str) -> Day {
    Day::from_date(text.parse().unwrap())
}

#[test]
fn the_day_changes_at_the_starting_hour_and_not_a_millisecond_earlier() {
    for (zone, starts, start, on) in [
        ("UTC", 4, "2026-11-22T04:00:00Z", "2026-11-22"),
        ("UTC", 0, "2026-11-22T00:00:00Z", "2026-11-22"),
        ("UTC", 23, "2026-11-22T23:00:00Z", "2026-11-22"),
        ("America/New_York", 4, "2026-01-15T09:00:00Z", "2026-01-15"),
        ("America/New_York", 4, "2026-07-15T08:00:00Z", "2026-07-15"),
        ("America/New_York", 23, "2026-07-16T03:00:00Z", "2026-07-15"),
        ("Europe/Berlin", 4, "2026-01-15T03:00:00Z", "2026-01-15"),
        ("Europe/Berlin", 0, "2026-07-14T22:00:00Z", "2026-07-15"),
        ("Asia/Kathmandu", 4, "2026-01-14T22:15:00Z", "2026-01-15"),
        ("Asia/Kathmandu", 23, "2026-01-15T17:15:00Z", "2026-01-15"),
        ("Australia/Lord_Howe", 4, "2026-01-14T17:00:00Z", "2026-01-15"),
        ("Australia/Lord_Howe", 4, "2026-07-14T17:30:00Z", "2026-07-15"),
    ] {
        let calendar = calendar(zone, starts);
        let (start, on) = (moment(start), day(on));
        assert_eq!(calendar.start_of(on), start, "{zone} from {starts}");
        assert_eq!(calendar.day(start), on, "{zone} from {starts}");
        assert_eq!(calendar.day(start.plus_millis(-1)), on.plus(-1), "{zone} from {starts}");
        assert_eq!(calendar.day(start.plus_millis(1)), on, "{zone} from {starts}");
    }
}

#[test]
fn a_day_is_an_hour_shorter_in_spring_and_an_hour_longer_in_autumn() {
    for (zone, starts, on, length) in [
        ("America/New_York", 4, "2026-03-07", 23 * HOUR),
        ("America/New_York", 4, "2026-10-31", 25 * HOUR),
        ("Europe/Berlin", 4, "2026-03-28", 23 * HOUR),
        ("Europe/Berlin", 4, "2026-10-24", 25 * HOUR),
        ("Europe/Berlin", 0, "2026-03-29", 23 * HOUR),
        ("Europe/Berlin", 23, "2026-10-24", 25 * HOUR),
        ("Australia/Lord_Howe", 4, "2026-10-03", 24 * HOUR - 30 * MINUTE),
        ("Australia/Lord_Howe", 4, "2026-04-04", 24 * HOUR + 30 * MINUTE),
        ("Antarctica/Troll", 4, "2026-03-28", 22 * HOUR),
        ("Asia/Kathmandu", 4, "2026-03-28", 24 * HOUR),
    ] {
        let calendar = calendar(zone, starts);
        let (start, end) = (calendar.start_of(day(on)), calendar.start_of(day(on).plus(1)));
        assert_eq!(end.millis() - start.millis(), length, "{zone} from {starts}, {on}");
    }
}

#[test]
fn where_the_clocks_skip_the_starting_hour_the_day_starts_when_they_are_set_forward() {
    for (zone, starts, on, start) in [
        // 02:00 becomes 03:00.
        ("Europe/Berlin", 2, "2026-03-29", "2026-03-29T01:00:00Z"),
        ("America/New_York", 2, "2026-03-08", "2026-03-08T07:00:00Z"),
        // 02:00 becomes 02:30.
        ("Australia/Lord_Howe", 2, "2026-10-04", "2026-10-03T15:30:00Z"),
        // 00:00 becomes 01:00.
        ("America/Sao_Paulo", 0, "2018-11-04", "2018-11-04T03:00:00Z"),
        // 01:00 becomes 03:00, with the starting hour inside the gap.
        ("Antarctica/Troll", 2, "2026-03-29", "2026-03-29T01:00:00Z"),
        // 02:00 becomes 05:00, with the default starting hour inside the gap.
        ("Antarctica/Casey", 4, "2009-10-18", "2009-10-17T18:00:00Z"),
    ] {
        let calendar = calendar(zone, starts);
        let (start, on) = (moment(start), day(on));
        assert_eq!(calendar.start_of(on), start, "{zone} from {starts}");
        assert_eq!(calendar.day(start), on, "{zone} from {starts}");
        assert_eq!(calendar.day(start.plus_millis(-1)), on.plus(-1), "{zone} from {starts}");
    }
}

#[test]
fn an_hour_that_comes_twice_starts_the_day_once() {
    // Berlin, 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
    let berlin = calendar("Europe/Berlin", 2);
    let (first, second) = (moment("2026-10-25T00:00:00Z"), moment("2026-10-25T01:00:00Z"));
    assert_eq!(berlin.local(first), berlin.local(second));
    assert_eq!(berlin.start_of(day("2026-10-25")), first);
    for minutes in 0..180 {
        let at = first.plus_millis(minutes * MINUTE);
        assert_eq!(berlin.day(at), day("2026-10-25"), "{minutes} minutes later");
    }
}

#[test]
fn a_day_that_started_does_not_end_when_the_clocks_are_set_back_behind_its_start() {
    // St. John's used to change at 00:01: one minute into the Sunday it was Saturday again.
    let st_johns = calendar("America/St_Johns", 0);
    let start = moment("2010-11-07T02:30:00Z");
    let set_back = start.plus_millis(MINUTE);
    assert_eq!(st_johns.local(set_back).date(), day("2010-11-06").date());
    for at in [start, set_back.plus_millis(-1), set_back, set_back.plus_millis(HOUR)] {
        assert_eq!(st_johns.day(at), day("2010-11-07"), "{at:?}");
    }
    // Kwajalein crossed the date line: midnight became 01:00 of the day that had just passed.
    let kwajalein = calendar("Pacific/Kwajalein", 4);
    assert_eq!(kwajalein.day(moment("1969-09-30T12:59:59Z")), day("1969-09-30"));
    assert_eq!(kwajalein.day(moment("1969-09-30T13:00:00Z")), day("1969-09-30"));
    assert_eq!(kwajalein.start_of(day("1969-10-01")), moment("1969-10-01T16:00:00Z"));
}

#[test]
fn a_date_that_the_zone_skipped_is_no_day_of_its_own() {
    // In Samoa, Thursday 2011-12-29 was followed by Saturday 2011-12-31.
    let jump = moment("2011-12-30T10:00:00Z");
    let midnight = calendar("Pacific/Apia", 0);
    assert_eq!(midnight.day(jump.plus_millis(-1)), day("2011-12-29"));
    assert_eq!(midnight.day(jump), day("2011-12-31"));
    assert_eq!(midnight.start_of(day("2011-12-30")), jump);
    // With days that start at 04:00, the hours before 04:00 on Saturday belong to the day before.
    let four = calendar("Pacific/Apia", 4);
    assert_eq!(four.day(jump.plus_millis(-1)), day("2011-12-29"));
    assert_eq!(four.day(jump), day("2011-12-30"));
    assert_eq!(four.day(jump.plus_millis(4 * HOUR)), day("2011-12-31"));
}

#[test]
fn moments_and_days_beyond_the_calendar_are_clamped() {
    for zone in ZONES {
        for starts in [0, 4, 23] {
            let calendar = calendar(zone, starts);
            let (first, last) =
                (Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX));
            assert!(calendar.day(first) < calendar.day(last), "{zone} from {starts}");
            assert!(calendar.start_of(calendar.day(last)) <= last, "{zone} from {starts}");
            assert_eq!(calendar.start_of(Day::from_number(i32::MIN)), first);
            assert_eq!(calendar.start_of(Day::from_number(i32::MAX)), last);
        }
    }
    assert_eq!(Day::from_number(i32::MAX).date(), civil::Date::MAX);
    assert_eq!(Day::from_number(i32::MIN).date(), civil::Date::MIN);
    assert_eq!(Day::from_date(civil::Date::MAX).number(), Day::LATEST);
    assert_eq!(Day::from_date(civil::Date::MIN).number(), Day::EARLIEST);
    assert_eq!(Day::from_number(i32::MAX).plus(1).number(), i32::MAX);
    assert_eq!(Day::from_number(i32::MIN).since(Day::from_number(i32::MAX)), 0);
}

#[test]
fn an_hour_that_no_clock_shows_is_clamped() {
    let noon = moment("2026-11-22T12:00:00Z");
    assert_eq!(calendar("UTC", 99).day(noon), day("2026-11-21"));
}

#[test]
fn a_span_of_time_is_never_negative() {
    let (earlier, later) = (Timestamp::from_millis(1_000), Timestamp::from_millis(2_500));
    assert_eq!((later.since(earlier), earlier.since(later)), (1_500, 0));
    let (monday, friday) = (day("2026-11-16"), day("2026-11-20"));
    assert_eq!((friday.since(monday), monday.since(friday)), (4, 0));
}

#[test]
fn every_change_of_the_clocks_keeps_the_days_in_order() {
    let until = moment("2030-01-01T00:00:00Z").millis();
    let offsets = [-24 * HOUR, -HOUR, -1, 0, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 24 * HOUR];
    for zone in ZONES {
        for starts in [0, 1, 2, 3, 4, 5, 22, 23] {
            let calendar = calendar(zone, starts);
            let changes = calendar.zone.following(jiff::Timestamp::UNIX_EPOCH);
            let changes = changes.map(|change| change.timestamp().as_millisecond());
            for change in changes.take_while(|&change| change < until) {
                let moments = offsets.map(|by| Timestamp::from_millis(change + by));
                let days = moments.map(|at| calendar.day(at));
                assert!(days.is_sorted(), "{zone} from {starts}, change at {change}");
                for (at, day) in moments.into_iter().zip(days) {
                    let (start, next) = (calendar.start_of(day), calendar.start_of(day.plus(1)));
                    assert!(start <= at && at < next, "{zone} from {starts}, {at:?}");
                    assert_eq!(calendar.day(start), day, "{zone} from {starts}, {at:?}");
                }
            }
        }
    }
}

#[test]
fn a_duration_is_said_in_whole_minutes_and_never_as_a_part_of_one() {
    let said = [0, 12_000, 59_999, 60_000, 61_000, 600_000].map(minutes);
    let under = "under a minute";
    assert_eq!(said, [under, under, under, "1 min", "2 min", "10 min"]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn time_goes_on_and_so_do_the_days(
        zone in proptest::sample::select(&ZONES[..]),
        starts in 0_u32..24,
        at in -3_000_000_000_000_i64..3_000_000_000_000,
        later in 0_i64..=200_000_000,
    ) {
        let calendar = calendar(zone, starts);
        let (at, later) = (Timestamp::from_millis(at), Timestamp::from_millis(at + later));
        prop_assert!(calendar.day(at) <= calendar.day(later));
    }

    #[test]
    fn a_moment_lies_between_the_start_of_its_day_and_the_next(
        zone in proptest::sample::select(&ZONES[..]),
        starts in 0_u32..24,
        at in -3_000_000_000_000_i64..3_000_000_000_000,
    ) {
        let calendar = calendar(zone, starts);
        let at = Timestamp::from_millis(at);
        let day = calendar.day(at);
        prop_assert!(calendar.start_of(day) <= at);
        prop_assert!(at < calendar.start_of(day.plus(1)));
    }

    #[test]
    fn the_start_of_a_day_falls_into_it_unless_the_zone_skips_its_date(
        zone in proptest::sample::select(&ZONES[..]),
        starts in 0_u32..24,
        number in -30_000_i32..30_000,
    ) {
        let calendar = calendar(zone, starts);
        let day = Day::from_number(number);
        let (start, next) = (calendar.start_of(day), calendar.start_of(day.plus(1)));
        prop_assert!(start <= next);
        if start < next {
            prop_assert_eq!(calendar.day(start), day);
            prop_assert!(calendar.day(start.plus_millis(-1)) < day);
        } else {
            prop_assert!(["Pacific/Apia", "Pacific/Kwajalein"].contains(&zone));
        }
    }

    #[test]
    fn no_moment_makes_a_calendar_panic(
        zone in proptest::sample::select(&ZONES[..]),
        starts in any::<u32>(),
        at in any::<i64>(),
        number in any::<i32>(),
    ) {
        let calendar = calendar(zone, starts);
        let day = calendar.day(Timestamp::from_millis(at));
        prop_assert!((Day::EARLIEST - 1..=Day::LATEST).contains(&day.number()));
        let start = calendar.start_of(Day::from_number(number));
        prop_assert!(start <= calendar.start_of(Day::from_number(number).plus(1)));
    }
}
