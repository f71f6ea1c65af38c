//! Any text looked up in the built-in decks, as a word and as a sentence.
#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shoptalk::core::finder::Finder;
use shoptalk::core::jargon::{Kind, Scanner};
use shoptalk::core::library::Library;
use shoptalk::core::reading::{self, MEANINGS, Reading};
use shoptalk::files::built_in;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::merge(built_in()).library);
thread_local!(static FINDER: Finder = Finder::new(&LIBRARY, &[], &[]));
static SCANNER: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&LIBRARY));

fuzz_target!(|text: &str| {
    let found = FINDER.with(|finder| finder.find(text, 10));
    for hit in &found.found {
        assert!(LIBRARY.find(&hit.term).is_some() && hit.hit.score.is_finite(), "{}", hit.term);
    }
    if !reading::is_sentence(text) {
        return;
    }
    let mut scan = reading::scan(&SCANNER, &LIBRARY, text, &[], &[]);
    let page = Reading::new(text, Kind::Plain, &scan, &LIBRARY, &HashSet::new(), &|term| {
        term.gist().to_owned()
    });
    assert!(page.rows(40).count() >= page.inline().count());
    FINDER.with(|finder| {
        let _ = reading::findings(text, &mut scan, found.found, finder, MEANINGS, &LIBRARY);
    });
});
