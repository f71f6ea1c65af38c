//! Any text scanned for jargon, as prose, Markdown and a transcript: every place that is named lies in the text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shoptalk::core::jargon::{Kind, Scanner};
use shoptalk::core::library::Library;
use shoptalk::files::built_in;

static SCANNER: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::new(&Library::merge(built_in()).library));

fuzz_target!(|text: &str| {
    for kind in [Kind::Plain, Kind::Markdown, Kind::Transcript] {
        let scan = SCANNER.scan(text, kind, &["platform"]);
        let known = scan.words.iter().flat_map(|word| &word.spans);
        for span in known.chain(scan.acronyms.iter().flat_map(|acronym| &acronym.spans)) {
            assert!(
                text.get(span.clone()).is_some_and(|text| !text.is_empty()),
                "{kind:?} {span:?}"
            );
        }
    }
});
