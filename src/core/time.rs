//! Timestamps, study days, and the clock, the only source of the current time.

use std::fmt;

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A timestamp in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The timestamp `millis` milliseconds after 1970-01-01 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to this timestamp; 0 if the clock went backwards.
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// The timestamp `millis` milliseconds later.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// A duration in whole minutes, rounded up; of less than one, only that.
pub fn minutes(millis: u64) -> String {
    let minutes = millis.div_ceil(60_000);
    if millis < 60_000 { "under a minute".to_owned() } else { format!("{minutes} min") }
}

/// A study day: a local calendar day that starts at the user's chosen hour, stored as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(i32);

impl Day {
    /// The day `number` days after 1970-01-01.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Whole days from `earlier` to this day; 0 if the clock went backwards.
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// The day `days` days later (earlier if negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The calendar date, clamped to the supported range (years −9999 to 9999).
    pub fn date(self) -> civil::Date {
        // jiff returns an error beyond its range instead of clamping.
        let days = self.0.clamp(Self::EARLIEST, Self::LATEST);
        civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    }

    /// −9999-01-01, the first supported date.
    const EARLIEST: i32 = -4_371_587;
    /// 9999-12-31, the last supported date.
    const LATEST: i32 = 2_932_896;

    /// The study day with this calendar date.
    pub fn from_date(date: civil::Date) -> Self {
        let epoch = civil::date(1970, 1, 1);
        Self(epoch.until(date).map_or(0, |span| span.get_days()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// In JSON, a day is a date, such as `2026-11-01`.
impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The user's time zone and the hour at which a study day starts.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    starts: i8,
}

impl Calendar {
    /// The default hour at which a study day starts.
    pub const DEFAULT_START: u32 = 4;

    /// Creates a calendar for `zone` whose days start at the hour `starts` (0 to 23; others are clamped).
    pub fn new(zone: TimeZone, starts: u32) -> Self {
        let mut calendar = Self { zone, starts: 0 };
        calendar.set_start(starts);
        calendar
    }

    /// Changes the hour at which days start (0 to 23; others are clamped).
    pub fn set_start(&mut self, starts: u32) {
        self.starts = i8::try_from(starts).map_or(23, |hour| hour.min(23));
    }

    /// The study day of `at`: the latest one that has started.
    ///
    /// A day that has started stays current, even if clocks are set back past its start.
    pub fn day(&self, at: Timestamp) -> Day {
        let local = self.local(at);
        let date = Day::from_date(local.date());
        let shown = if local.hour() < self.starts { date.plus(-1) } else { date };
        let next = shown.plus(1);
        match self.start(next) {
            Some(start) if start <= at => next,
            _ => shown,
        }
    }

    /// The start of `day`: when clocks first show the starting hour or, if that hour is skipped, when they are set
    /// forward. For days outside the calendar (years before −9999 or after 9999), the earliest or latest timestamp.
    pub fn start_of(&self, day: Day) -> Timestamp {
        let beyond = if day.number() < 0 { i64::MIN } else { i64::MAX };
        self.start(day).unwrap_or(Timestamp::from_millis(beyond))
    }

    fn start(&self, day: Day) -> Option<Timestamp> {
        if !(Day::EARLIEST..=Day::LATEST).contains(&day.number()) {
            return None;
        }
        let wall = day.date().at(self.starts, 0, 0, 0);
        let ambiguous = self.zone.to_ambiguous_zoned(wall);
        let skipped = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
        // In a fold, the first of the two times; in a gap, one before the clocks change.
        let earlier = ambiguous.earlier().ok()?.timestamp();
        let start = if skipped {
            let mut changes = self.zone.following(earlier).map(|change| change.timestamp());
            changes.find(|&change| self.zone.to_datetime(change) >= wall)?
        } else {
            earlier
        };
        Some(Timestamp::from_millis(start.as_millisecond()))
    }

    /// The local wall-clock time of `at`.
    pub fn local(&self, at: Timestamp) -> civil::DateTime {
        let beyond = if at.millis() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let at = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or(beyond);
        self.zone.to_datetime(at)
    }
}

/// A source of the current time.
pub trait Clock {
    /// The current time.
    fn now(&self) -> Timestamp;
}

/// The system clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
    }
}

/// A system clock shifted to start at another time. It keeps running, so timeouts and waits work as on any other day.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock {
    /// How far it is ahead of the system clock, in milliseconds.
    ahead: i64,
}

impl ShiftedClock {
    /// Creates a clock that shows `moment` now.
    pub fn starting_at(moment: Timestamp) -> Self {
        Self { ahead: moment.millis().saturating_sub(SystemClock.now().millis()) }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_millis(self.ahead)
    }
}

/// A stopped clock, for tests within one process.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests;
