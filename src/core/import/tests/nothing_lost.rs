//! Each word of an entry is in the deck that is written, or counted as left out.

use proptest::prelude::*;

use crate::core::import::{Form, Imported, Names, NoteKind};

/// Writes entries in which no word stands twice.
#[derive(Default)]
struct Writer {
    out: String,
    words: usize,
}

impl Writer {
    /// A text of this many new words.
    fn text(&mut self, count: usize) -> String {
        let from = self.words;
        self.words += count;
        (from..self.words).map(|number| format!("w{number}x")).collect::<Vec<_>>().join(" ")
    }

    fn put(&mut self, before: &str, count: usize, after: &str) {
        let text = self.text(count);
        self.out += &format!("{before}{text}{after}");
    }

    /// A list of this many new words, between `gap`s.
    fn list(&mut self, count: usize, gap: &str) -> String {
        (0..count).map(|_| self.text(1)).collect::<Vec<_>>().join(gap)
    }
}

/// What may stand below the word on a page, with a number of words.
fn below(kind: usize, count: usize, to: &mut Writer) {
    match kind {
        0 => to.put("", count, "\n\n"),
        1 => to.put("**Example:** ", count, "\n\n"),
        2 => to.put("- Why: ", count, "\n"),
        3 => to.put("A list:\n\n- ", count, "\n"),
        4 => to.put("#### ", 2, "\n\n- one\n  - two\n\n"),
        5 => {
            to.put("#### Example\n\n- ", count, "\n");
            to.put("  - ", count, "\n\n");
        }
        6 => to.put("#### Why\n\n| a | b |\n| - | - |\n| c | ", count, " |\n\n"),
        7 => to.put("```\n", count, "\n```\n\n"),
        8 => to.put("<div>\n", count, "\n</div>\n\n"),
        9 => to.put("[", count, "](https://a.example)\n\n"),
        10 => to.put("> ", count, "\n\n"),
        11 => to.put("Also: ", 1, "\n\n"),
        12 => to.put("A table:\n\n| a | b |\n| - | - |\n| c | ", count, " |\n\n"),
        13 => to.put("See also: [", 1, "](#w0x)\n\n"),
        14 => to.put("Steps:\n\n1. ", count, "\n\n   second paragraph\n\n"),
        15 => to.put("A text.\n\n- Why: so\n- Owner: ", count, "\n"),
        16 => to.put("up:: ", count, "\n\n"),
        17 => {
            to.put("> [!info] ", 1, "\n");
            to.put("> ", count, "\n\n");
        }
        18 => to.put("<Tabs>", count, "</Tabs>\n\n"),
        19 => to.put(":::note\n", count, "\n:::\n\n"),
        20 => to.put("%% ", count, " %%\n\n"),
        21 => {
            to.put("| Definition | ", count, " |\n| - | - |\n");
            to.put("| Owner | ", count, " |\n\n");
        }
        _ => to.put("#### Definition\n\n", count, "\n\nmore\n\n"),
    }
}

/// Values of a field in JSON.
fn value(kind: usize, count: usize, to: &mut Writer) -> String {
    let (one, other) = (to.text(count), to.text(2));
    match kind % 6 {
        0 => format!("\"{one}\""),
        1 => format!("[\"{one}\", \"{other}\"]"),
        2 => format!("{{\"text\": \"{one}\", \"origin\": \"{other}\"}}"),
        3 => format!("[{{\"definition\": \"{one}\", \"example\": \"{other}\"}}]"),
        4 => format!("{{\"en\": \"{one}\", \"de\": \"{other}\"}}"),
        _ => format!("{{\"name\": {{\"origin\": \"{one}\"}}, \"x\": [\"{other}\"]}}"),
    }
}

fn entry(format: usize, parts: &[(usize, usize)], to: &mut Writer) -> (Form, Option<&'static str>) {
    match format {
        0 => {
            to.put("# Glossary\n\n### ", 2, "\n\n");
            for (kind, count) in parts {
                below(*kind, *count, to);
            }
            to.out += "### Other\n\nA thing.\n";
            (Form::Markdown, None)
        }
        1 => {
            to.put("---\ntags: [", 1, "]\n");
            to.put("origin: ", 2, "\n");
            to.put("---\n\n# ", 2, "\n\n");
            to.put("", 2, "\n\n");
            for (kind, count) in parts {
                below(*kind, *count, to);
            }
            (Form::Markdown, Some("words/page.md"))
        }
        2 => {
            for (kind, count) in parts {
                to.put("- **", 1, "**: ");
                to.put("", *count, ". [");
                to.put("", 1, "]\n");
                to.put(&"  ".repeat(kind % 3), *count, "\n");
                to.put("  - Example: ", 2, "\n");
            }
            (Form::Markdown, None)
        }
        3 => {
            for (_, count) in parts {
                to.put("**", 2, "** [");
                to.put("", 1, "] ");
                to.put("", *count, ". **Example:** ");
                to.put("", *count, ". **");
                to.put("", 1, "**: ");
                to.put("", *count, "\n\n");
            }
            (Form::Markdown, None)
        }
        4 => {
            to.out += "Term,Definition,Example,Gloss,Why,Aliases,Tags,Level,Owner,Id\n";
            for (kind, count) in parts {
                let row = [*kind % 3, *count, *kind, 20, *count].map(|count| to.text(count));
                let lists = [to.list(count * 2, "; "), to.list(*kind, ", ")];
                let rest = [to.text(1), to.text(1), "0f3e9a".to_owned()];
                let cells = row.iter().chain(&lists).chain(&rest).map(|cell| format!("\"{cell}\""));
                to.out += &format!("{}\n", cells.collect::<Vec<_>>().join(","));
            }
            (Form::Table, None)
        }
        5 => {
            let mut rows = Vec::new();
            for (kind, count) in parts {
                let names = ["term", "definition", "example", "aliases", "owner"];
                let fields = (0..).zip(names).map(|(at, name)| {
                    let value = value(if at == 0 { 0 } else { kind + at }, *count, to);
                    format!("\"{name}\": {value}")
                });
                rows.push(format!("{{{}}}", fields.collect::<Vec<_>>().join(", ")));
            }
            to.out = format!("[{}]", rows.join(",\n"));
            (Form::Yaml, None)
        }
        6 => {
            for (kind, count) in parts {
                // The same word again.
                to.out += if kind % 2 == 0 { "Toil\t" } else { "Slo\t" };
                to.put("", *count, "\t");
                to.put("", *count, "\n");
            }
            to.out = format!("Word\tMeaning\tExample\n{}", to.out);
            (Form::Table, None)
        }
        7 => {
            to.put("", 2, "\n\n");
            for (kind, count) in parts {
                to.put("", 2, [" – ", ": ", "\t", ". ", " "][kind % 5]);
                to.put("", *count, ["\n", ".\n", "\n\n"][kind % 3]);
                to.put(["  ", "", "Also: "][kind % 3], 1, "\n");
            }
            (Form::Markdown, if parts.len() > 2 { Some("page.md") } else { None })
        }
        _ => {
            for (_, count) in parts {
                to.put("", 1, "\n");
                to.put("", 2, "\n: ");
                to.put("", *count, "\n\n: ");
                to.put("", *count, "\n\n  also this\n\n");
            }
            (Form::Markdown, None)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_an_entry_is_in_the_deck_or_counted(
        format in 0..9_usize,
        parts in prop::collection::vec((0..23_usize, prop_oneof![1..9_usize, Just(120)]), 1..5),
    ) {
        let mut to = Writer::default();
        let (form, file) = entry(format, &parts, &mut to);
        let mut imported = Imported::default();
        if imported.take(&to.out, form, file, &Names::default()).is_err() {
            return Ok(());
        }
        let (terms, summary) = imported.finish();
        let deck: Vec<String> = terms
            .iter()
            .flat_map(|term| term.fields().flat_map(|(_, content)| content.texts().to_vec()))
            .collect();
        let deck = format!(" {} ", deck.join(" ").replace(|c: char| !c.is_alphanumeric(), " "));
        let lost = (0..to.words).map(|number| format!("w{number}x"));
        let lost: Vec<String> = lost.filter(|word| !deck.contains(&format!(" {word} "))).collect();
        let is_counted = summary.notes.iter().any(|note| note.kind != NoteKind::Remark)
            || summary.columns.iter().any(|column| column.field.is_none());
        prop_assert!(lost.is_empty() || is_counted, "{lost:?}\n{}\n{summary:?}\n{terms:?}", to.out);
    }
}
