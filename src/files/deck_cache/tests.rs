//! Tests that the cache is used while valid, and only then.

use std::time::SystemTime;

use super::*;
use crate::core::finder::Finder;
use crate::core::library::Library;

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(home.folder.path().join("decks")).unwrap();
        home.write("a", "SLO", "target");
        home.write("b", "Toil", "drudgery");
        home
    }

    /// Writes a deck of one term, with an old modification time.
    fn write(&self, deck: &str, term: &str, definition: &str) {
        self.write_text(deck, &format!("terms:\n  - {{term: {term}, definition: {definition}}}\n"));
    }

    fn write_text(&self, deck: &str, text: &str) {
        let path = self.deck(deck);
        fs::write(&path, text).unwrap();
        self.age(deck, 60);
    }

    fn age(&self, deck: &str, seconds: u64) {
        let now = fs::metadata(self.folder.path()).unwrap().modified().unwrap();
        let time: SystemTime = now - Duration::from_secs(seconds) + Duration::from_nanos(5);
        File::options().write(true).open(self.deck(deck)).unwrap().set_modified(time).unwrap();
    }

    fn deck(&self, deck: &str) -> PathBuf {
        self.folder.path().join(format!("decks/{deck}.yaml"))
    }

    fn sources(&self) -> Sources {
        Sources {
            own: Some(self.folder.path().join("decks")),
            prepared: Some(self.folder.path().join("prepared")),
            builtin: Some(vec!["platform".into()]),
            ..Sources::default()
        }
    }

    fn load(&self) -> Loaded {
        crate::files::load(&self.sources())
    }

    /// The cache, if valid.
    fn kept(&self) -> Option<Loaded> {
        let Loaded { library, problems, notices, of_sources } =
            load(&stamps(&self.sources()).unwrap())?;
        Some(Loaded { library: library.unpack()?, problems, notices, of_sources })
    }

    fn kept_path(&self) -> PathBuf {
        stamps(&self.sources()).unwrap().path
    }
}

fn ids(loaded: &Loaded) -> Vec<String> {
    loaded.library.terms().map(|(_, term)| term.id.to_string()).collect()
}

#[test]
fn what_was_read_once_is_there_the_same_the_next_time() {
    let home = Home::new();
    let broken =
        "extends: platform\nterms:\n  - {term: X, definition: x, same_as: no/where}\n  - {}\n";
    home.write_text("c", broken);
    assert!(home.kept().is_none());
    let read = home.load();
    let kept = home.kept().expect("it was kept");
    assert!(!read.problems.is_empty());
    let said =
        |loaded: &Loaded| loaded.problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(said(&kept), said(&read));
    assert_eq!(kept.notices, read.notices);
    assert_eq!(kept.library.decks(), read.library.decks());
    assert_eq!(kept.library.brought(), read.library.brought());
    assert!(!kept.library.brought().is_empty());
    let fresh = Library::merge(read.library.decks().to_vec()).library;
    for query in ["slo", "drudge", "toyl", "sequel", "x"] {
        let find = |library: &Library| Finder::new(library, &["b"], &[]).find(query, 9);
        assert_eq!(find(&kept.library), find(&fresh), "{query}");
    }
}

#[test]
fn a_deck_that_changed_came_or_went_is_read_again() {
    let home = Home::new();
    home.load();
    home.write("a", "SLA", "promis");
    assert!(home.kept().is_none(), "another text");
    assert!(ids(&home.load()).contains(&"a/sla".to_owned()));
    home.age("a", 30);
    assert!(home.kept().is_none(), "another time");
    home.load();
    home.write("c", "Chaos", "disorder");
    assert!(home.kept().is_none(), "one more");
    assert!(ids(&home.load()).contains(&"c/chaos".to_owned()));
    fs::remove_file(home.deck("b")).unwrap();
    assert!(home.kept().is_none(), "one less");
    assert!(!ids(&home.load()).contains(&"b/toil".to_owned()));
    assert!(home.kept().is_some());
}

#[test]
fn what_is_damaged_is_dropped_and_made_anew() {
    let home = Home::new();
    home.load();
    let path = home.kept_path();
    let sound = fs::read(&path).unwrap();
    let damaged = [
        Vec::new(),
        b"not ours".to_vec(),
        MAGIC.to_vec(),
        sound[..sound.len() / 2].to_vec(),
        [&sound[..], b"more"].concat(),
        vec![0xff; 10_000],
    ];
    let flipped = (0..sound.len()).step_by(sound.len() / 30).map(|at| {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        bytes
    });
    for bytes in damaged.into_iter().chain(flipped) {
        fs::write(&path, &bytes).unwrap();
        assert!(home.kept().is_none());
    }
    assert!(ids(&home.load()).contains(&"a/slo".to_owned()));
    assert!(home.kept().is_some());
}

#[test]
fn a_sum_that_fits_does_not_make_it_sound() {
    let home = Home::new();
    home.load();
    let path = home.kept_path();
    let sound = fs::read(&path).unwrap();
    let start = MAGIC.len() + 8;
    for at in (start..sound.len()).step_by(sound.len() / 200) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x81;
        let check = sum(&bytes[start..]).to_le_bytes();
        bytes[MAGIC.len()..start].copy_from_slice(&check);
        fs::write(&path, &bytes).unwrap();
        if let Some(kept) = home.kept() {
            Finder::new(&kept.library, &[], &[]).find("sequel", 3);
        }
    }
}

#[test]
fn a_deck_written_a_moment_ago_is_not_believed_to_stay_as_it_is() {
    let home = Home::new();
    // As young as possible, however slow the machine is.
    let made = fs::metadata(home.folder.path()).unwrap().modified().unwrap();
    let soon = made + Duration::from_secs(3_600);
    File::options().write(true).open(home.deck("a")).unwrap().set_modified(soon).unwrap();
    home.load();
    assert!(home.kept().is_none());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.load();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.kept_path()), 0o600);
    assert_eq!(mode(&home.folder.path().join("prepared")), 0o700);
}

#[test]
fn only_some_sets_are_kept_and_a_folder_that_cannot_be_written_is_no_problem() {
    let home = Home::new();
    for at in 0..SETS + 3 {
        let own = home.folder.path().join(format!("decks{at}"));
        fs::create_dir(&own).unwrap();
        fs::copy(home.deck("a"), own.join("a.yaml")).unwrap();
        File::options()
            .write(true)
            .open(own.join("a.yaml"))
            .unwrap()
            .set_modified(UNIX_EPOCH + Duration::from_secs(9))
            .unwrap();
        crate::files::load(&Sources { own: Some(own), ..home.sources() });
    }
    assert_eq!(fs::read_dir(home.folder.path().join("prepared")).unwrap().count(), SETS);

    let nowhere = Sources { prepared: Some(home.deck("a").join("prepared")), ..home.sources() };
    assert!(ids(&crate::files::load(&nowhere)).contains(&"a/slo".to_owned()));
}
