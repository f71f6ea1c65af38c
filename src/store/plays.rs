//! Scenes that were played, or left in the middle.

use rusqlite::params;

use crate::core::scene_session::Play;
use crate::store::{Journal, JournalError};

impl Journal {
    /// Saves how far a scene was played, replacing what was saved of the same play.
    pub fn put_play(&mut self, play: &Play) -> Result<(), JournalError> {
        let Play { id, deck, scene, at, day, lines, is_ended } = play;
        self.execute(
            "INSERT INTO plays (id, deck, scene, at, day, lines, ended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, day = excluded.day, lines = excluded.lines,
                                            ended = excluded.ended",
            params![id, deck, scene, at, day, lines, is_ended],
        )
    }

    /// All plays, the last one first.
    pub fn plays(&self) -> Result<Vec<Play>, JournalError> {
        let sql =
            "SELECT id, deck, scene, at, day, lines, ended FROM plays ORDER BY at DESC, id DESC";
        self.read(sql, [], |row| {
            let (id, deck, scene, at, day, lines, is_ended) = row.try_into()?;
            Ok(Play { id, deck, scene, at, day, lines, is_ended })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::{Day, Timestamp};
    use crate::store::tests::{id, journal};

    #[test]
    fn a_play_is_kept_as_it_was_saved_last() {
        let mut journal = journal();
        let play = |n: u32, at, lines, is_ended| Play {
            id: id(n),
            deck: "platform".into(),
            scene: "night".to_owned(),
            at: Timestamp::from_millis(at),
            day: Day::from_number(20_000),
            lines,
            is_ended,
        };
        for saved in [play(1, 5, 2, false), play(2, 6, 1, false), play(1, 7, 9, true)] {
            journal.put_play(&saved).unwrap();
        }
        assert_eq!(journal.plays().unwrap(), [play(1, 7, 9, true), play(2, 6, 1, false)]);
    }
}
