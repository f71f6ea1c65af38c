use super::*;

const NOON: Timestamp = Timestamp::from_millis(1_795_348_800_000);

fn deck(word: &str) -> String {
    format!("terms:\n  - {{term: {word}, definition: d}}\n")
}

struct Home {
    folder: tempfile::TempDir,
    copies: Copies,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let copies = Copies::new(folder.path().join("sources"));
        Self { folder, copies }
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn add(&self, name: &str, from: &Path, path: Option<&str>) -> Result<Fetched, SourceError> {
        let address = Address::parse(from.to_str().unwrap()).map_err(SourceError::Refused)?;
        let wanted = Selection::new(address, path.map(str::to_owned), None)?;
        self.copies.add(name, &wanted, NOON, &mut |_| ())
    }

    fn update(&self, name: &str) -> Result<Fetched, SourceError> {
        self.copies.update(name, NOON, &mut |_| ())
    }

    /// The terms in the current copies.
    fn terms(&self) -> Vec<String> {
        let (sources, complaints) = self.copies.list();
        assert_eq!(complaints, [""; 0]);
        let reads = sources.iter().flat_map(|source| self.copies.decks(source));
        let decks = reads.filter_map(|read| read.deck);
        decks.flat_map(|deck| deck.terms).map(|term| term.id.to_string()).collect()
    }
}

#[test]
fn a_folder_is_copied_and_brought_up_to_date_only_when_asked() {
    let home = Home::new();
    let from = home.write("team/decks/ops.yaml", &deck("SLO"));
    home.write("team/decks/note.txt", "no deck");
    home.write("team/other.yaml", "not one of them");
    let team = home.folder.path().join("team");
    home.add("acme", &team, None).unwrap();
    assert_eq!(home.terms(), ["ops/slo"]);
    fs::write(&from, deck("Toil")).unwrap();
    assert_eq!(home.terms(), ["ops/slo"]);
    let fetched = home.update("acme").unwrap();
    assert_eq!((fetched.before.len(), fetched.after.len()), (1, 1));
    assert_eq!(home.terms(), ["ops/toil"]);
    home.update("acme").unwrap();
    home.update("acme").unwrap();
    // The current copy, the previous one, and the record.
    assert_eq!(fs::read_dir(home.folder.path().join("sources/acme")).unwrap().count(), 3);
    home.copies.remove("acme").unwrap();
    assert!(home.terms().is_empty());
    assert!(matches!(home.copies.remove("acme"), Err(SourceError::Unknown(_))));
    assert!(matches!(home.copies.remove(".."), Err(SourceError::Unknown(_))));
}

#[test]
fn sources_stand_in_the_order_in_which_they_were_added() {
    let home = Home::new();
    for name in ["zeta", "alpha", "mu"] {
        home.write(&format!("{name}/{name}.yaml"), &deck("Word"));
        home.add(name, &home.folder.path().join(name), None).unwrap();
    }
    assert_eq!(home.terms(), ["zeta/word", "alpha/word", "mu/word"]);
    let again = home.add("mu", &home.folder.path().join("mu"), None);
    assert!(matches!(again, Err(SourceError::Taken { .. })), "{again:?}");
    assert_eq!(home.copies.serving().len(), 3);
}

#[test]
fn the_old_decks_serve_while_the_new_ones_are_broken_or_gone() {
    let home = Home::new();
    let from = home.write("team/ops.yaml", &deck("SLO"));
    home.write("team/half.yaml", "terms: [\n");
    home.add("acme", &home.folder.path().join("team"), None).unwrap();
    fs::write(&from, "terms:\n  - {term: X\n").unwrap();
    let refused = home.update("acme").unwrap_err();
    assert!(matches!(&refused, SourceError::Broken(problems) if &*problems[0].path == "ops.yaml"));
    assert_eq!(home.terms(), ["ops/slo"]);
    // A deck that was broken before does not block the others.
    fs::write(&from, deck("Toil")).unwrap();
    home.update("acme").unwrap();
    assert_eq!(home.terms(), ["ops/toil"]);
    fs::remove_dir_all(home.folder.path().join("team")).unwrap();
    assert!(home.update("acme").is_err());
    assert_eq!(home.terms(), ["ops/toil"]);
}

#[test]
fn an_update_that_was_killed_leaves_the_old_decks_and_is_cleared_away() {
    let home = Home::new();
    home.write("team/ops.yaml", &deck("SLO"));
    home.add("acme", &home.folder.path().join("team"), None).unwrap();
    home.write("sources/.new-half/copy/ops.yaml", "terms: [");
    home.write("sources/acme/copy-2/ops.yaml", "terms: [");
    assert_eq!(home.terms(), ["ops/slo"]);
    home.update("acme").unwrap();
    assert_eq!(home.terms(), ["ops/slo"]);
    assert!(!home.folder.path().join("sources/.new-half").exists());
}

#[test]
fn a_record_that_was_changed_by_hand_leads_nowhere_else() {
    let home = Home::new();
    home.write("team/ops.yaml", &deck("SLO"));
    home.add("acme", &home.folder.path().join("team"), None).unwrap();
    let record = home.folder.path().join("sources/acme/source.json");
    let text = fs::read_to_string(&record).unwrap();
    for bad in [text.replace("copy-1", "../../team"), "{".to_owned(), String::new()] {
        fs::write(&record, bad).unwrap();
        let (sources, complaints) = home.copies.list();
        assert!(
            sources.is_empty() && complaints[0].contains("cannot read the source `acme`"),
            "{complaints:?}"
        );
    }
    home.add("acme", &home.folder.path().join("team"), None).unwrap();
    assert_eq!(home.terms(), ["ops/slo"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let home = Home::new();
    home.write("team/ops.yaml", &deck("SLO"));
    let secret = home.write("secret.yaml", &deck("Secret"));
    std::os::unix::fs::symlink(secret, home.folder.path().join("team/link.yaml")).unwrap();
    let fetched = home.add("acme", &home.folder.path().join("team"), None).unwrap();
    assert_eq!(fetched.left_out, ["skipped link.yaml: it is a link"]);
    assert_eq!(home.terms(), ["ops/slo"]);
}

#[test]
fn names_and_folders_that_lead_away_are_refused() {
    let home = Home::new();
    home.write("team/ops.yaml", &deck("SLO"));
    let team = home.folder.path().join("team");
    for name in ["", "-x", "..", "a/b", "A", "a b", &"x".repeat(70)] {
        let refused = home.add(name, &team, None);
        assert!(matches!(refused, Err(SourceError::Refused(_))), "{name}: {refused:?}");
    }
    for path in ["..", "/etc", "a/../..", "a\u{1b}"] {
        assert!(
            matches!(home.add("acme", &team, Some(path)), Err(SourceError::Refused(_))),
            "{path}"
        );
    }
    assert!(home.terms().is_empty());
}

#[test]
fn two_programs_do_not_change_sources_at_once() {
    let home = Home::new();
    home.write("team/ops.yaml", &deck("SLO"));
    let lock = home.copies.lock().unwrap();
    let busy = home.add("acme", &home.folder.path().join("team"), None);
    assert!(matches!(busy, Err(SourceError::Busy)), "{busy:?}");
    drop(lock);
    home.add("acme", &home.folder.path().join("team"), None).unwrap();
}
