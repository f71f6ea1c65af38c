//! Tests `shoptalk data doctor` on sound, missing, damaged and foreign files, and on answers with wrong dates.

use std::fs;

use shoptalk::core::review::Grade;

use crate::support::{DAY, TestEnv, answer};

/// Records an answer, `ms` after noon of the first day.
fn study(env: &TestEnv, ms: i64, term: &str) {
    env.trainer(ms, 1).record(answer(term, Grade::Good)).expect("there is a journal");
}

/// Zeros the page on which `table` begins.
fn damage(env: &TestEnv, table: &str) {
    let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: usize = connection.query_row(sql, [table], |row| row.get(0)).expect("a page");
    drop(connection);
    let mut bytes = fs::read(env.journal()).expect("the journal can be read");
    bytes[(page - 1) * 4096..page * 4096].fill(0);
    fs::write(env.journal(), bytes).expect("the journal can be written");
}

#[test]
fn a_sound_journal_is_well_and_the_doctor_writes_nothing() {
    let env = TestEnv::new();
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    assert!(ran.out.ends_with("has no answers yet\nnothing is wrong\n"), "{ran:#?}");
    assert!(!env.journal().exists());
    study(&env, 0, "platform/slo");
    study(&env, 1_000, "nowhere/word");
    env.run(&["data", "backup"]).ends_with(0);
    let before = fs::read(env.journal()).expect("it is there");
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    assert!(ran.out.contains("2 answers, the newest from 2026-11-22 12:00"), "{ran:#?}");
    assert!(
        ran.out.contains("1 answer to words that are in no installed deck is kept"),
        "{ran:#?}"
    );
    assert!(ran.out.ends_with("the newest backup is from 2026-11-22\nnothing is wrong\n"));
    assert_eq!(fs::read(env.journal()).expect("it is there"), before);
    for ending in ["-wal", "-shm"] {
        assert!(!env.data().join(format!("journal.sqlite{ending}")).exists(), "{ending}");
    }
    let json = env.run(&["data", "doctor", "--json"]).ends_with(0).json();
    assert_eq!((&json["answers"], &json["findings"]), (&2.into(), &serde_json::json!([])));
}

#[test]
fn a_damaged_journal_is_salvaged_only_when_asked() {
    let env = TestEnv::new();
    for n in 0..30 {
        study(&env, n * 1_000, "platform/slo");
    }
    env.run(&["data", "backup"]).ends_with(0);
    study(&env, DAY, "platform/toil");
    damage(&env, "reviews");
    let before = fs::read(env.journal()).expect("it is there");
    let ran = env.run(&["stats"]).ends_with(2);
    assert!(ran.err.contains("`shoptalk data doctor --fix`"), "{ran:#?}");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    assert!(ran.out.starts_with("integrity: "), "{ran:#?}");
    assert_eq!(fs::read(env.journal()).expect("it is there"), before, "only reported");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(0);
    // The last answer was on the lost page, after the backup.
    let said = "integrity: fixed: no answer in it could be read\n  - the backup has 30 answers, the newest from 2026-11-22 12:00\n  - 1 answer missing: number 31\n  - taken from ";
    assert!(ran.out.starts_with(said), "{ran:#?}");
    let kept = env.data().join("journal.sqlite.damaged-1.bak");
    assert_eq!(fs::read(kept).expect("it is kept"), before);
    // Where it is can be found later, too.
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    let said = ".damaged-1.bak is kept because it was damaged; delete it once you are sure";
    assert!(ran.out.contains(said), "{ran:#?}");
    env.run(&["stats"]).ends_with(0);
}

#[test]
fn a_missing_journal_with_backups_is_missed() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    fs::remove_file(env.journal()).expect("it was there");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(1);
    let said = "your progress is missing, but the backup of 2026-11-22 has 1 answer; `shoptalk data restore 2026-11-22` restores that backup";
    assert!(ran.out.contains(said), "{ran:#?}");
    assert!(!env.journal().exists());
    env.write("data/journal.sqlite", "");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(1);
    assert!(ran.out.contains(said), "{ran:#?}");
    for command in [&["stats"][..], &["quiz", "--plain", "platform"]] {
        let ran = env.run(command).ends_with(0);
        assert!(ran.err.contains(said), "{ran:#?}");
    }
    let ran = env.run(&["lookup", "slo"]).ends_with(0);
    assert!(!ran.err.contains("missing"), "{ran:#?}");
    env.run(&["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    let ran = env.run(&["stats"]).ends_with(0);
    assert!(!ran.err.contains("missing"), "{ran:#?}");
}

#[test]
fn a_file_cut_short_is_not_said_to_be_complete() {
    let env = TestEnv::new();
    for n in 0..200 {
        study(&env, n * 1_000, "platform/slo");
    }
    let whole = fs::read(env.journal()).expect("it is there");
    for pages in [1, 2] {
        fs::write(env.journal(), &whole[..pages * 4096]).expect("it can be written");
        let ran = env.run(&["data", "doctor", "--fix"]);
        assert!(!ran.out.contains("no answer is known to be missing"), "{ran:#?}");
        assert_ne!(ran.code, 0, "{ran:#?}");
    }
    fs::write(env.journal(), &whole[..whole.len() - 4096]).expect("it can be written");
    let ran = env.run(&["data", "doctor", "--fix"]);
    let said =
        "the end of the file or of its log is missing, so your newest answers may be missing, too";
    assert!(ran.out.contains(said), "{ran:#?}");
}

#[test]
fn the_kinds_of_data_that_may_be_lost_are_named_in_words() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["jot", "alpha"]).ends_with(0);
    damage(&env, "jottings");
    let ran = env.run(&["data", "doctor", "--fix"]);
    assert!(ran.out.contains("some of these may be missing: jottings"), "{ran:#?}");
}

#[test]
fn a_hopeless_file_gets_advice_other_than_the_command_just_run() {
    let env = TestEnv::new();
    env.write("data/journal.sqlite", &"this was never a journal\n".repeat(100));
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(2);
    assert!(ran.err.contains("nothing can be saved of"), "{ran:#?}");
    assert!(!ran.err.contains("doctor"), "{ran:#?}");
}

#[test]
fn answers_that_all_come_from_the_backup_are_not_said_to_be_saved() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    env.write("data/journal.sqlite", &"this was never a journal\n".repeat(100));
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(0);
    let said = "integrity: fixed: no answer in it could be read\n  - the backup has 1 answer, the newest from 2026-11-22 12:00\n";
    assert!(ran.out.contains(said), "{ran:#?}");
}

#[test]
fn a_backup_from_the_future_is_named() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    let backups = env.data().join("backups");
    let today = backups.join("journal-2026-11-22.sqlite");
    let copied = |name: &str| fs::copy(&today, backups.join(name)).expect("it can be copied");
    copied("journal-2027-11-22.sqlite");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    let said = "the backup of 2027-11-22 is dated in the future: the clock was wrong then, or is wrong now";
    assert!(ran.out.contains(said), "{ran:#?}");
    copied("journal-2028-01-02.sqlite");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    let said = "the backups of 2027-11-22 and 2028-01-02 are dated in the future";
    assert!(ran.out.contains(said), "{ran:#?}");
    assert_eq!(ran.out.matches("in the future").count(), 1, "{ran:#?}");
    env.run(&["data", "backup"]).ends_with(0);
    env.run(&["data", "doctor"]).ends_with(0);
}

#[cfg(unix)]
#[test]
fn open_permissions_and_leftovers_are_fixed() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    let folder = env.data().join("backups");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let left = folder.join(".journal-copy-x1");
    fs::write(&left, "half a copy").expect("it can be written");
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(&left).expect("it is there");
    file.set_modified(old).expect("the time can be set");
    let fresh = folder.join(".journal-copy-x2");
    fs::write(&fresh, "being written").expect("it can be written");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    assert!(ran.out.contains("permissions: other users of this machine can use "), "{ran:#?}");
    assert!(ran.out.contains("leftovers: killed programs left "), "{ran:#?}");
    env.run(&["data", "doctor", "--fix"]).ends_with(0);
    assert!(!left.exists() && fresh.exists());
    let mode = fs::metadata(&folder).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    env.run(&["data", "doctor"]).ends_with(0);
}

#[test]
fn answers_from_a_year_ahead_are_said_once_and_corrected() {
    let mut env = TestEnv::new();
    study(&env, 0, "platform/slo");
    study(&env, DAY + 365 * DAY, "platform/slo");
    env.later(2 * DAY);
    let ran = env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    let said = "your clock seems to have jumped: the newest answer is 364 days in the future";
    assert!(ran.err.contains(said), "{ran:#?}");
    let ran = env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    assert!(!ran.err.contains("clock"), "{ran:#?}");
    let json = env.run(&["data", "doctor", "--json"]).ends_with(1).json();
    assert_eq!(json["findings"][0]["check"], "dates");
    let before = fs::read(env.journal()).expect("it is there");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(2);
    let said = "the clock says 2026-11-24 12:00, but 1 answer is dated later, and nothing was changed; if the clock is right, run `shoptalk data doctor --fix --clock-is-right`";
    assert!(ran.err.contains(said), "{ran:#?}");
    assert_eq!(fs::read(env.journal()).expect("it is there"), before);
    let ran = env.run(&["data", "doctor", "--fix", "--clock-is-right"]).ends_with(0);
    assert!(ran.out.contains("dates: fixed: corrected 1 date, as the clock now says "), "{ran:#?}");
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    assert!(ran.out.contains("2 answers, the newest from 2026-11-23 12:00"), "{ran:#?}");
}

#[cfg(unix)]
#[test]
fn files_of_other_programs_in_the_data_folder_are_left_alone() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let put = |name: &str| {
        let path = env.write(&format!("data/{name}"), "text");
        for path in [&path, path.parent().expect("it is in a folder")] {
            let file = fs::File::open(path).expect("it is there");
            file.set_modified(old).expect("the time can be set");
        }
        path
    };
    let others = [".tmp/report", ".tmp-notes", ".new-house/plan", "decks/.tmp1", "sources/.new-x"];
    let others = others.map(put);
    let ours = [".journal-copy-x", ".shoptalk-x.tmp", "decks/.shoptalk-x.tmp", "sources/.new-1/x"];
    let ours = ours.map(put);
    env.run(&["data", "doctor", "--fix"]);
    assert!(others.iter().all(|file| file.exists()), "{others:?}");
    assert!(ours.iter().all(|file| !file.exists()), "{ours:?}");
}

#[test]
fn a_backup_that_is_only_looked_at_is_examined_and_never_written() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    let copy = env.home().join("copy.sqlite");
    let name = copy.display().to_string();
    env.run(&["data", "backup", &name]).ends_with(0);
    let before = fs::read(&copy).expect("it is there");
    let ran = env.run(&["--data", &name, "data", "doctor"]).ends_with(0);
    assert!(ran.out.contains("has 1 answer") && ran.out.contains("nothing is wrong"), "{ran:#?}");
    let ran = env.run(&["--data", &name, "data", "doctor", "--fix"]).ends_with(2);
    assert!(ran.err.contains("leave out --fix"), "{ran:#?}");
    assert_eq!(fs::read(&copy).expect("it is there"), before);
    for ending in ["-wal", "-shm"] {
        assert!(!env.home().join(format!("copy.sqlite{ending}")).exists(), "{ending}");
    }
}

#[test]
fn a_log_of_another_journal_is_moved_aside_and_the_journal_stays_as_it_is() {
    let env = TestEnv::new();
    let log = env.data().join("journal.sqlite-wal");
    let mut trainer = env.trainer(0, 1);
    let record = |count: usize, trainer: &mut shoptalk::trainer::Trainer| {
        for _ in 0..count {
            trainer.record(answer("platform/slo", Grade::Good)).expect("there is a journal");
        }
    };
    record(60, &mut trainer);
    drop(trainer);
    let earlier = fs::read(env.journal()).expect("it is there");
    let mut trainer = env.trainer(1_000, 2);
    record(200, &mut trainer);
    drop(trainer);
    let mut trainer = env.trainer(2_000, 3);
    record(9, &mut trainer);
    let later = fs::read(&log).expect("it is there");
    drop(trainer);
    fs::write(env.journal(), &earlier).expect("it can be written");
    fs::write(&log, &later).expect("it can be written");
    let ran = env.run(&["data", "doctor", "--fix"]);
    assert!(ran.out.contains("fixed: moved a log that belongs to another journal to "), "{ran:#?}");
    assert!(ran.out.contains("has 60 answers"), "{ran:#?}");
    let kept = env.data().join("journal.sqlite.log-1.bak");
    assert_eq!(fs::read(kept).expect("it is kept"), later);
    assert!(!env.data().join("journal.sqlite.damaged-1.bak").exists());
}

#[test]
fn a_study_day_that_is_not_that_of_its_answer_is_found_and_corrected() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    study(&env, 1_000, "platform/toil");
    let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    connection
        .execute_batch(
            "INSERT INTO reviews SELECT 3, randomblob(16), term, direction, at, day + 400, grade, form, took_ms, hint, answer, sitting,
                 device, early, kind, sentence, corrects FROM reviews WHERE seq = 2",
        )
        .expect("it is added");
    drop(connection);
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    let said = "dates: 1 answer of 2026-11-22 12:00 can't belong to the study day 2027-12-27, but to 2026-11-22; `--fix` corrects it";
    assert!(ran.out.contains(said), "{ran:#?}");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(0);
    assert!(ran.out.contains("dates: fixed: corrected 1 date"), "{ran:#?}");
    assert!(!env.run(&["data", "doctor"]).ends_with(0).out.contains("dates"));
    let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    let days = "SELECT count(*), count(DISTINCT day) FROM reviews WHERE id NOT IN (SELECT review FROM strikes)";
    let count = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let days: (u32, u32) = connection.query_row(days, [], count).expect("a count");
    assert_eq!(days, (3, 1));
}

/// Moves the journal to another folder, and leaves a link to it. Returns where it is.
#[cfg(unix)]
fn link_journal(env: &TestEnv) -> std::path::PathBuf {
    let target = env.home().join("elsewhere").join("progress.sqlite");
    fs::create_dir_all(target.parent().expect("it has a folder")).expect("it can be made");
    fs::rename(env.journal(), &target).expect("it can be moved");
    std::os::unix::fs::symlink(&target, env.journal()).expect("a link can be made");
    target
}

#[cfg(unix)]
#[test]
fn a_journal_behind_a_link_stays_there_when_it_is_salvaged_or_a_copy_restored() {
    let env = TestEnv::new();
    for n in 0..30 {
        study(&env, n * 1_000, "platform/slo");
    }
    damage(&env, "reviews");
    let copy = env.home().join("copy.sqlite").display().to_string();
    let target = link_journal(&env);
    let before = fs::read(&target).expect("it is there");
    env.run(&["data", "doctor", "--fix"]);
    assert!(env.journal().is_symlink() && !target.is_symlink());
    let beside = |name: &str| target.with_file_name(name);
    assert_eq!(fs::read(beside("progress.sqlite.damaged-1.bak")).expect("it is kept"), before);
    study(&env, DAY, "platform/toil");
    env.run(&["data", "backup", &copy]).ends_with(0);
    let mut trainer = env.trainer(2 * DAY, 1);
    trainer.record(answer("platform/toil", Grade::Good)).expect("there is a journal");
    let log = fs::read(beside("progress.sqlite-wal")).expect("it is in the log");
    drop(trainer);
    fs::write(beside("progress.sqlite-wal"), log).expect("it can be written");
    let held = env.run(&["data", "doctor"]).out;
    env.run(&["data", "restore", &copy, "--yes"]).ends_with(0);
    assert!(env.journal().is_symlink() && !target.is_symlink());
    assert!(!beside("progress.sqlite-wal").exists() && !beside("progress.sqlite-shm").exists());
    let aside = beside("progress.sqlite.replaced-1.bak").display().to_string();
    env.run(&["data", "restore", &aside, "--yes"]).ends_with(0);
    let answers = |out: &str| out.lines().find(|it| it.contains(" has ")).map(str::to_owned);
    assert_eq!(answers(&env.run(&["data", "doctor"]).out), answers(&held));
    env.run(&["data", "forget", "answers", "--yes"]).ends_with(0);
}

#[test]
fn a_log_without_its_end_is_said_by_the_doctor_and_once_at_the_start() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    let mut trainer = env.trainer(1_000, 2);
    for _ in 0..5 {
        trainer.record(answer("platform/slo", Grade::Good)).expect("there is a journal");
    }
    let files = ["journal.sqlite", "journal.sqlite-wal"].map(|name| env.data().join(name));
    let [file, mut log] = files.each_ref().map(|file| fs::read(file).expect("it is there"));
    drop(trainer);
    let middle = log.len() / 2;
    log[middle] ^= 0xff;
    let put = || {
        fs::write(&files[0], &file).expect("it can be written");
        fs::write(&files[1], &log).expect("it can be written");
    };
    put();
    let said = "the end of the log of ";
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    assert!(ran.out.contains(said), "{ran:#?}");
    let ran = env.run(&["lookup", "slo"]).ends_with(0);
    assert!(ran.err.contains("this look-up was not saved"), "{ran:#?}");
    let ran = env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    assert!(ran.err.contains(said) && ran.err.contains("may be missing"), "{ran:#?}");
    assert_eq!(fs::read(env.data().join("journal.sqlite.log-1.bak")).expect("it is kept"), log);
    let ran = env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    assert!(!ran.err.contains(said), "once: {ran:#?}");
    put();
    let ran = env.run(&["data", "doctor", "--fix"]);
    assert!(ran.out.contains("integrity: fixed: the end of the log of "), "{ran:#?}");
    assert!(!env.run(&["data", "doctor"]).out.contains(said));
}

/// Changes answer 2 without the program.
fn alter(env: &TestEnv, change: &str) {
    let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    let trigger = "SELECT sql FROM sqlite_schema WHERE name = 'reviews_are_not_changed'";
    let trigger: String = connection.query_row(trigger, [], |row| row.get(0)).expect("it is there");
    connection
        .execute_batch(&format!(
            "DROP TRIGGER reviews_are_not_changed; UPDATE reviews SET {change} WHERE seq = 2; {trigger}"
        ))
        .expect("it can be changed");
}

#[test]
fn a_changed_answer_gets_into_no_backup_and_is_put_right_by_those_there_are() {
    for change in ["grade = 1", "took_ms = 77", "device = randomblob(16)", "term = 'a/b'"] {
        let env = TestEnv::new();
        for day in 0..4 {
            study(&env, day * DAY, "platform/slo");
            study(&env, day * DAY + 1_000, "platform/toil");
            env.trainer(day * DAY + 2_000, 1).back_up_daily().expect("a backup is made");
        }
        alter(&env, change);
        study(&env, 4 * DAY, "platform/slo");
        let error = env.trainer(4 * DAY + 1_000, 1).back_up_daily().expect_err("it is refused");
        assert!(error.to_string().contains("1 answer in "), "{change}: {error}");
        assert!(!env.data().join("backups/journal-2026-11-26.sqlite").exists());
        // As an earlier version did.
        let newest = env.data().join("backups/journal-2026-11-25.sqlite");
        fs::copy(env.journal(), newest).expect("it can be copied");
        let ran = env.run(&["data", "doctor"]).ends_with(1);
        assert!(ran.out.contains("1 answer in ") && ran.out.contains("backup"), "{ran:#?}");
        let ran = env.run(&["data", "doctor", "--fix", "--clock-is-right"]);
        assert!(ran.out.contains("corrected from a backup: 1 row"), "{change}: {ran:#?}");
        let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
        let sql = "SELECT count(*) FROM reviews WHERE seq = 2 AND grade = 3 AND took_ms <> 77
            AND term = 'platform/toil' AND device = (SELECT device FROM reviews WHERE seq = 1)";
        let right: i64 = connection.query_row(sql, [], |row| row.get(0)).expect("a count");
        assert_eq!(right, 1, "{change}");
        drop(connection);
        env.trainer(4 * DAY + 1_000, 1).back_up_daily().expect("backups are made again");
        assert!(env.data().join("backups/journal-2026-11-26.sqlite").exists());
    }
}

#[test]
fn what_comes_to_light_by_a_fix_is_fixed_in_the_same_run() {
    let mut env = TestEnv::new();
    study(&env, 0, "platform/slo");
    study(&env, DAY + 365 * DAY, "platform/slo");
    alter(&env, "day = day + 9");
    damage(&env, "jottings");
    env.later(2 * DAY);
    let ran = env.run(&["data", "doctor", "--fix", "--clock-is-right"]).ends_with(0);
    assert_eq!(ran.out.matches("integrity: fixed: ").count(), 1, "{ran:#?}");
    assert_eq!(ran.out.matches("dates: fixed: corrected 1 date").count(), 2, "{ran:#?}");
    env.run(&["data", "doctor"]).ends_with(0);
}

#[test]
fn a_damaged_backup_is_moved_aside_unless_it_may_be_needed() {
    let env = TestEnv::new();
    for n in 0..30 {
        study(&env, n * 1_000, "platform/slo");
    }
    env.run(&["data", "backup"]).ends_with(0);
    let damaged = env.write("data/backups/journal-2026-11-21.sqlite", "no database");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    let said = "the backup of 2026-11-21 is damaged and cannot be restored; `--fix` moves it aside";
    assert!(ran.out.contains(said), "{ran:#?}");
    let ran = env.run(&["data", "doctor", "--fix"]).ends_with(0);
    assert!(ran.out.contains("backups: fixed: moved "), "{ran:#?}");
    let aside = env.data().join("journal.sqlite.damaged-1.bak");
    assert_eq!(fs::read_to_string(aside).expect("it is kept"), "no database");
    assert!(!damaged.exists());
    env.run(&["data", "doctor"]).ends_with(0);
    env.write("data/backups/journal-2026-11-23.sqlite", "no database");
    damage(&env, "reviews");
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    assert!(ran.out.contains("the backup of 2026-11-23 is damaged and cannot be restored\n"));
    // Once the journal is sound, it is needed no longer.
    env.run(&["data", "doctor", "--fix"]).ends_with(0);
    env.run(&["data", "doctor"]).ends_with(0);
}

#[test]
fn a_backup_dated_in_the_future_is_moved_aside_once_the_clock_is_said_to_be_right() {
    let mut env = TestEnv::new();
    study(&env, 0, "platform/slo");
    study(&env, 90 * DAY, "platform/slo");
    env.trainer(90 * DAY + 1_000, 1).back_up_daily().expect("a backup is made");
    env.later(2 * DAY);
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    let said = "if it is right now, `--fix --clock-is-right` moves it aside";
    assert!(ran.out.contains(said), "{ran:#?}");
    let ran = env.run(&["data", "doctor", "--fix", "--clock-is-right"]).ends_with(0);
    let moved = ran.out.lines().find(|line| line.starts_with("backups: fixed: moved "));
    assert!(moved.is_some_and(|line| line.contains("journal-2027-02-20.sqlite")), "{ran:#?}");
    assert!(env.data().join("journal.sqlite.misdated-1.bak").exists());
    env.run(&["data", "doctor"]).ends_with(0);
}

/// Two answers, with a backup of the first, whose path it returns, and one of both.
fn one_and_two_answers(env: &TestEnv) -> String {
    study(env, 0, "platform/slo");
    let old = env.home().join("old.sqlite").display().to_string();
    env.run(&["data", "backup", &old]).ends_with(0);
    study(env, 1_000, "platform/toil");
    env.run(&["data", "backup"]).ends_with(0);
    old
}

#[test]
fn after_a_restore_of_fewer_answers_both_others_are_named_and_nothing_is_wrong() {
    let env = TestEnv::new();
    let old = one_and_two_answers(&env);
    study(&env, 2_000, "platform/toil");
    env.run(&["data", "restore", &old, "--yes"]).ends_with(0);
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    let said = "your progress has 1 answer, since you restored a copy: the backup of 2026-11-22 has 2 answers, and ";
    assert!(ran.out.contains(said), "{ran:#?}");
    assert!(
        ran.out.contains("journal.sqlite.replaced-1.bak, which was there before, has 3 answers"),
        "{ran:#?}"
    );
    for ending in ["-wal", "-shm"] {
        let beside = env.data().join(format!("journal.sqlite.replaced-1.bak{ending}"));
        assert!(!beside.exists(), "{ending}");
    }
}

#[test]
fn a_file_that_is_kept_is_named_and_hides_no_missing_answers() {
    let env = TestEnv::new();
    let old = one_and_two_answers(&env);
    for number in [1, 2] {
        let kept = env.data().join(format!("journal.sqlite.kept-{number}.bak"));
        env.run(&["data", "backup", &kept.display().to_string()]).ends_with(0);
    }
    fs::copy(&old, env.journal()).expect("it can be put in its place");
    for log in ["-wal", "-shm"] {
        let _ = fs::remove_file(env.data().join(format!("journal.sqlite{log}")));
    }
    let ran = env.run(&["data", "doctor"]).ends_with(1);
    assert!(ran.out.contains("integrity: "), "{ran:#?}");
    let said = "journal.sqlite.kept-1.bak and 1 other file are kept because your progress was moved or replaced while it was open; delete them once you are sure that nothing is missing\n";
    assert!(ran.out.contains(said), "{ran:#?}");
}

#[test]
fn unfinished_copies_that_a_program_may_still_write_are_named() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    for name in ["x1", "x2"] {
        env.write(&format!("data/backups/.journal-copy-{name}"), "being written");
    }
    let ran = env.run(&["data", "doctor"]).ends_with(0);
    let said = "and 1 other file are unfinished: if no shoptalk is writing them now, a killed one left them, and `--fix` removes them after an hour";
    assert!(ran.out.contains(said), "{ran:#?}");
    let json = env.run(&["data", "doctor", "--json"]).ends_with(0).json();
    assert!(json["notes"][0].as_str().is_some_and(|note| note.contains(said)), "{json}");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_keeps_its_mode_unless_it_is_the_journal() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &std::path::Path| {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    };
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    let target = link_journal(&env);
    let theirs = target.with_file_name("backups");
    fs::create_dir(&theirs).expect("it can be made");
    for (path, mode) in [(&theirs, 0o755), (&target, 0o644)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }
    env.run(&["data", "doctor", "--fix"]);
    assert_eq!((mode(&theirs), mode(&target)), (0o755, 0o600));
    fs::remove_file(env.journal()).expect("it was there");
    let pipe = env.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    fs::set_permissions(&pipe, fs::Permissions::from_mode(0o644)).expect("it is ours");
    std::os::unix::fs::symlink(&pipe, env.journal()).expect("a link can be made");
    let ran = env.run(&["data", "doctor", "--fix"]);
    assert!(ran.out.contains(" is not a file; ") && !ran.out.contains("fixed"), "{ran:#?}");
    assert_eq!(mode(&pipe), 0o644);
}
