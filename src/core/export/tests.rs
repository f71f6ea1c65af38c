use std::collections::{HashMap, HashSet};

use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::import::{Form, Imported, Names, Note, NoteKind};
use crate::core::library::Library;
use crate::files::built_in;

/// A deck with every field, and texts that mean something in each of the forms.
const AWKWARD: &str = r#"
deck: ops
title: "Ops & <Co>::one"
summary: "*Not* a list: # nothing, \"really\""
owners: ["@acme/ops"]
language: en
source: https://github.com/acme/decks
formerly: [operations]
ask: ["Who | what?"]
terms:
  - term: "=SUM(A1)"
    definition: "</script><img src=x onerror=alert(1)> & \"quoted\", with; semicolons"
    example: "1. first\\nthen <b>bold</b>"
    aliases: ["a; b", "C:\\", "-c"]
    level: deep
  - term: "- dash"
    id: other
    expansion: "'single'"
    say: "[say]"
    gloss: "`code` _and_ *stars*"
    definition: "A | b ~ c: d # e"
    why: "~"
    ask: "1) one?"
    sounds_like: [dush]
    see_also: [sum-a1, platform/slo]
    confused_with: [third]
    tags: [two words]
    explained_by: Ana
    reviewed: 2026-11-01
    same_as: platform/toil
    formerly: [another, team/older]
  - term: Third
    definition: "yes"
    retired: 2026-10-01
    use: other
scenes:
  - title: "no"
    setting: "x: y"
    lines: [{who: a, says: "1"}, {who: b, says: "~"}, {who: a, says: c}, {who: b, says: d}, {who: a, says: e}, {who: b, says: f}]
    replies: [{says: "- a", lands: flat, why: w}, {says: b, lands: helps, why: w}, {says: c, lands: micromanages, why: w}]
"#;

fn deck(text: &str) -> Deck {
    let found = read(&"decks/ops.yaml".into(), text.as_bytes(), Origin::Named);
    let errors: Vec<_> = found.problems.iter().filter(|problem| problem.is_error()).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors[0]);
    found.deck.unwrap()
}

/// All decks with awkward texts.
fn decks() -> Vec<Deck> {
    built_in().into_iter().chain([deck(AWKWARD)]).collect()
}

/// What `deck` says, without where it says it.
fn said(deck: &Deck) -> Deck {
    let mut deck = Deck { path: "".into(), origin: Origin::Named, rank: 0, ..deck.clone() };
    deck.terms.iter_mut().for_each(|term| term.line = 0);
    deck.scenes.iter_mut().for_each(|scene| scene.line = 0);
    deck
}

#[test]
fn yaml_and_json_read_as_the_same_deck() {
    for one in decks() {
        assert_eq!(said(&deck(&yaml(&one))), said(&one));
        assert_eq!(said(&deck(&json(&one))), said(&one));
    }
}

#[test]
fn a_table_has_every_term_with_every_field() {
    let all = decks();
    let table = csv(&all.iter().collect::<Vec<_>>());
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut rows: HashMap<(String, String), HashMap<String, String>> = HashMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let row: HashMap<String, String> =
            header.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        rows.insert((row["deck"].clone(), row["term"].clone()), row);
    }
    assert_eq!(rows.len(), all.iter().map(|deck| deck.terms.len()).sum::<usize>());
    for deck in &all {
        for term in &deck.terms {
            let name = if term.term.starts_with(['=', '-']) {
                format!("'{}", term.term)
            } else {
                term.term.clone()
            };
            let row = &rows[&(deck.id.to_string(), name)];
            for (name, content) in fields(term) {
                let cell = row[name].strip_prefix('\'').filter(|cell| cell.starts_with(['=', '-']));
                let text = match (name, &term.term[..]) {
                    ("aliases", "=SUM(A1)") => "a\\; b; C:\\ ; -c".to_owned(),
                    _ => content.texts().join("; "),
                };
                assert_eq!(cell.unwrap_or(&row[name]), text, "{} {name}", term.id);
            }
        }
    }
    assert!(!table.lines().any(|line| line.contains(",=") || line.starts_with('=')));
}

#[test]
fn a_table_lists_the_fields_of_terms_and_no_level_that_is_the_default() {
    let text = "deck: ops\nterms:\n  - {term: Pod, definition: d}\n  - {term: Toil, definition: d, level: core}\n";
    let table = csv(&[&deck(text)]);
    let names: Vec<&str> = TERM.iter().map(|field| field.name).collect();
    assert_eq!(table.lines().next(), Some(&*format!("deck,{}", names.join(","))));
    assert!(!table.contains("working") && table.contains(",core,"), "{table}");
}

#[test]
fn a_table_comes_back_with_all_its_columns() {
    // What looks like markup, or like nothing, is read as that.
    let mut plain = AWKWARD.to_owned();
    for odd in ["</script><img src=x onerror=alert(1)>", "<b>", "</b>", "    why: \"~\"\n"] {
        plain = plain.replace(odd, "");
    }
    let mut decks: Vec<Deck> = built_in().into_iter().collect();
    decks.push(deck(&plain));
    let terms = decks.iter().flat_map(|deck| &deck.terms);
    let ids = terms.map(|term| (term.id.to_string(), term.id.to_string()));
    let elsewhere: HashMap<String, String> = ids.collect();
    for one in decks {
        let mut imported = Imported::default().linking(elsewhere.clone());
        imported.take(&csv(&[&one]), Form::Table, None, &Names::default()).unwrap();
        let (terms, _) = imported.finish();
        assert_eq!(terms.len(), one.terms.len(), "{}", one.id);
        for term in &one.terms {
            let back = terms.iter().find(|back| back.id() == term.id.term()).unwrap();
            let back: HashMap<_, _> = back.fields().filter(|(name, _)| *name != "id").collect();
            let before = fields(term);
            let before = before.iter().filter(|(name, _)| *name != "id");
            let before = before.map(|(name, content)| (*name, content)).collect();
            assert_eq!(back, before, "{}", term.id);
        }
    }
}

#[test]
fn a_deck_that_is_imported_again_keeps_every_text_and_its_head() {
    let french = "deck: fr\ntitle: Mots\nlanguage: fr\nsource: https://github.com/acme/decks\nask: [\"- quoi ?\"]\nterms:\n  \
        - term: Point of sale (POS)\n    definition: \"« La caisse\u{a0}» : {{c1::ici}} <b>&amp;\"\n    aliases: [\"x, y; z\"]\n  \
        - term: N/A\n    id: n-1-2-3\n    definition: TBD\n";
    for one in [deck(AWKWARD), deck(french)] {
        for text in [yaml(&one), json(&one)] {
            let mut imported = Imported::default();
            imported.take(&text, Form::Yaml, None, &Names::default()).unwrap();
            let (terms, summary) = imported.finish();
            assert_eq!(terms.len(), one.terms.len());
            for term in &one.terms {
                let back = terms.iter().find(|back| back.id() == term.id.term()).unwrap();
                let back: HashMap<_, _> = back.fields().collect();
                let before = fields(term);
                assert_eq!(back, before.iter().map(|(name, text)| (*name, text)).collect());
            }
            for (name, content) in &summary.head {
                let text = match *name {
                    "title" => one.title.clone(),
                    "summary" => one.summary.clone().unwrap_or_default(),
                    "language" => one.language.clone().unwrap_or_default(),
                    "source" => one.source.clone().unwrap_or_default(),
                    "owners" => one.owners.join("|"),
                    _ => one.ask.join("|"),
                };
                assert_eq!(content.texts().join("|"), text, "{name}");
            }
            let fields = if one.summary.is_some() { 6 } else { 4 };
            assert_eq!(summary.head.len(), fields, "{:?}", summary.head);
        }
    }
}

#[test]
fn cards_come_back_with_their_ids_and_fields() {
    for one in decks() {
        let mut imported = Imported::default();
        let library = Library::merge(vec![one.clone()]).library;
        imported.take(&anki(&[&one], &library), Form::Table, None, &Names::default()).unwrap();
        let (terms, summary) = imported.finish();
        assert_eq!(summary.head.len(), 1);
        assert_eq!(terms.len(), one.terms.len(), "{}", one.id);
        for term in &one.terms {
            // A card keeps the first id of its word.
            let id = term.formerly.first().unwrap_or(&term.id);
            let back = terms.iter().find(|back| back.id() == id.term()).unwrap();
            let names = ["term", "expansion", "definition", "why", "ask", "say", "retired"];
            for (name, content) in fields(term).iter().filter(|(name, _)| names.contains(name)) {
                assert_eq!(back.get(name), content.texts()[0], "{} {name}", term.id);
            }
            assert_eq!(back.get("example").is_empty(), term.example.is_none(), "{}", term.id);
            assert_eq!(back.get("use").is_empty(), term.instead.is_none(), "{}", term.id);
            for (list, before) in [("tags", &term.tags), ("aliases", &term.aliases)] {
                let back = back.fields().find(|(name, _)| *name == list);
                assert_eq!(back.map_or(&[][..], |(_, texts)| texts.texts()), before, "{}", term.id);
            }
        }
    }
}

#[test]
fn tags_with_underscores_spaces_and_percent_signs_come_back_from_cards() {
    let tags = ["a _b", "a_ b", "_", "__ _x_", "a __ b", "100% _", "%5F", "a_b c"];
    let text = format!("deck: ops\nterms:\n  - {{term: Pod, definition: d, tags: {tags:?}}}\n");
    let mut imported = Imported::default();
    imported
        .take(&anki(&[&deck(&text)], &Library::default()), Form::Table, None, &Names::default())
        .unwrap();
    let (terms, _) = imported.finish();
    let back = terms[0].fields().find(|(name, _)| *name == "tags").unwrap().1;
    assert_eq!(back.texts(), tags);
}

#[test]
fn a_page_comes_back_with_its_names_and_levels() {
    let one = deck(
        "deck: ops\nterms:\n  - term: Toil\n    definition: Work\n    aliases: [a; b, \"-f\", \"x, y\"]\n    sounds_like: [toyl]\n    level: core\n    say: toyl\n    example: It is a chore.\n",
    );
    let library = Library::merge(vec![one.clone()]).library;
    let mut imported = Imported::default();
    imported.take(&markdown(&[&one], &library), Form::Markdown, None, &Names::default()).unwrap();
    let (terms, _) = imported.finish();
    let back: Vec<_> = terms[0].fields().collect();
    let before = fields(&one.terms[0]);
    assert_eq!(back, before.iter().map(|(name, content)| (*name, content)).collect::<Vec<_>>());
    // Whatever its words are called, such as `License` and `P&L`.
    for one in &built_in() {
        let library = Library::merge(vec![one.clone()]).library;
        let mut imported = Imported::default();
        let page = markdown(&[one], &library);
        imported.take(&page, Form::Markdown, None, &Names::default()).unwrap();
        let names = |terms: Vec<&str>| terms.into_iter().map(str::to_owned).collect::<HashSet<_>>();
        let before = names(one.terms.iter().map(|term| &*term.term).collect());
        let (terms, _) = imported.finish();
        let back = names(terms.iter().map(|term| term.get("term")).collect());
        assert_eq!(before.difference(&back).collect::<Vec<_>>(), [&""; 0], "{}", one.id);
    }
}

#[test]
fn quotation_marks_in_what_is_said_come_back_from_a_page() {
    for said in [
        "Is it \"done\" or done?",
        "\"All of it.\"",
        "“A” or “B”, not „C“",
        "“A.”",
        "5” disks, and 3”",
        "« A » – ‘B’, 'C'",
        "\"A\" and \"B\"",
        "\"",
    ] {
        let text = serde_json::to_string(said).unwrap();
        let text = format!(
            "deck: ops\nterms:\n  - {{term: Pod, definition: A unit., say: {text}, example: {text}, why: {text}}}\n"
        );
        let one = deck(&text);
        let library = Library::merge(vec![one.clone()]).library;
        let page = markdown(&[&one], &library);
        let mut imported = Imported::default();
        imported.take(&page, Form::Markdown, None, &Names::default()).unwrap();
        let (terms, _) = imported.finish();
        assert_eq!(["say", "example", "why"].map(|name| terms[0].get(name)), [said; 3], "{page}");
    }
}

#[test]
fn a_table_comes_back_with_the_same_names() {
    let commas = "deck: more\nterms:\n  - term: \"'=A\"\n    definition: d\n    aliases: [\"one, two\"]\n  - term: B\n    definition: \"-d\"\n    aliases: [\"@a | b, c\"]\n";
    for one in [deck(AWKWARD), deck(commas)] {
        let mut imported = Imported::default();
        imported.take(&csv(&[&one]), Form::Table, None, &Names::default()).unwrap();
        let (terms, summary) = imported.finish();
        let is_lost = |note: &Note| note.kind == NoteKind::Entry;
        assert!(!summary.notes.iter().any(is_lost), "{:?}", summary.notes);
        let mut back: Vec<_> = terms
            .iter()
            .map(|term| {
                let aliases = term.fields().find(|(name, _)| *name == "aliases");
                let aliases =
                    aliases.map_or_else(Vec::new, |(_, aliases)| aliases.texts().to_vec());
                (term.get("term").to_owned(), term.get("expansion").to_owned(), aliases)
            })
            .collect();
        let mut before: Vec<_> = one
            .terms
            .iter()
            .map(|term| {
                (
                    term.term.clone(),
                    term.expansion.clone().unwrap_or_default(),
                    term.aliases.clone(),
                )
            })
            .collect();
        back.sort();
        before.sort();
        assert_eq!(back, before);
    }
}

#[test]
fn each_card_has_an_id_of_its_own_and_five_columns() {
    let all = decks();
    let cards = anki(&all.iter().collect::<Vec<_>>(), &Library::default());
    let rows: Vec<Vec<&str>> = cards
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.iter().all(|row| row.len() == 5));
    let ids: HashSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(ids.len(), all.iter().flat_map(|deck| &deck.terms).count());
    assert!(!cards.contains(['"', '\r']) && !cards.contains("<img"));
    // Its word and its deck had other ids before.
    let row = rows.iter().find(|row| row[0] == "operations/another").unwrap();
    assert_eq!((row[1], row[2], row[3]), ("Ops & <Co>: one", "two_words", "- dash"));
    // The names of decks and tags are no HTML.
    let odd =
        "deck: rd\ntitle: 'R&D \"x\"'\nterms:\n  - {term: Pod, definition: d, tags: ['5\"']}\n";
    assert!(
        anki(&[&deck(odd)], &Library::default())
            .ends_with("\nrd/pod\t\"R&D \"\"x\"\"\"\t\"5\"\"\"\tPod\td\n")
    );
}

#[test]
fn no_text_of_a_deck_is_more_than_text_on_a_page() {
    let ops = deck(AWKWARD);
    let library = Library::merge(built_in().into_iter().chain([ops.clone()]).collect()).library;
    let page = html(&[&ops], &library, "<Title>", None);
    assert!(
        page.contains("<title>&lt;Title&gt;</title>") && page.contains("&lt;/script&gt;&lt;img")
    );
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("</script>").count(), 1);
    assert!(!page.contains("<img"));
    let markdown = markdown(&[&ops], &library);
    assert!(markdown.contains("\\</script\\>\\<img"), "{markdown}");
    assert!(markdown.contains("\n## \\- dash\n"), "{markdown}");
    assert!(markdown.contains("\n- **Ask:** 1\\) one?\n"), "{markdown}");
    assert!(
        markdown.contains("\n- **See also:** \\=SUM(A1), SLO (Platform and SRE)\n"),
        "{markdown}"
    );
}

#[test]
fn a_page_links_to_its_own_words_and_to_where_they_can_be_changed() {
    let ops = deck(AWKWARD);
    let library = Library::merge(built_in().into_iter().chain([ops.clone()]).collect()).library;
    let page = html(&[&ops], &library, "Ops", None);
    assert!(
        page.contains("<dd><a href=\"#ops/sum-a1\">=SUM(A1)</a>, SLO (Platform and SRE)</dd>"),
        "{page}"
    );
    assert!(page.contains("<dt>Retired</dt><dd>since 2026-10-01, now called “- dash”</dd>"));
    assert!(page.contains("<dt>Level</dt><dd>deep</dd>") && page.matches("<dt>Level").count() == 1);
    assert!(page.contains("<p class=\"gloss\">`code` _and_ *stars*</p>\n<p>A | b"), "{page}");
    let line = ops.terms[1].line;
    let address = format!("https://github.com/acme/decks/blob/HEAD/decks/ops.yaml?plain=1#L{line}");
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    let elsewhere = html(&[&ops], &library, "Ops", Some("https://git.acme.example/decks/"));
    assert!(elsewhere.contains("href=\"https://git.acme.example/decks\""));
    for (source, address) in [
        ("https://github.com/acme/words.git", "https://github.com/acme/words/blob"),
        ("git@github.com:acme/words.git", "https://github.com/acme/words/blob"),
        ("https://gitlab.com/acme/ops/words/", "https://gitlab.com/acme/ops/words/-/blob"),
        ("ssh://git@gitlab.acme.com/ops/words", "https://gitlab.acme.com/ops/words/-/blob"),
        (
            "ssh://git@gitlab.acme.com:2222/ops/words.git",
            "https://gitlab.acme.com/ops/words/-/blob",
        ),
    ] {
        let page = html(&[&ops], &library, "Ops", Some(source));
        let address = format!("href=\"{address}/HEAD/decks/ops.yaml?plain=1#L{line}\"");
        assert!(page.contains(&address), "{source}");
    }
    let hostile = html(&[&ops], &library, "Ops", Some("javascript:alert(1)"));
    assert!(!hostile.contains("javascript:") && !hostile.contains("Propose a change"));
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "each id once");
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&link), "{link} leads nowhere");
    }
}

#[test]
fn a_page_of_markdown_brings_back_the_title_and_summary_of_its_deck() {
    for one in decks() {
        let library = Library::merge(vec![one.clone()]).library;
        let mut imported = Imported::default();
        imported
            .take(&markdown(&[&one], &library), Form::Markdown, None, &Names::default())
            .unwrap();
        let (_, summary) = imported.finish();
        let head: HashMap<_, _> =
            summary.head.iter().map(|(name, text)| (*name, text.texts().concat())).collect();
        assert_eq!(head["title"], one.title);
        assert_eq!(head.get("summary"), one.summary.as_ref());
        let told =
            |note: &Note| one.summary.as_ref().is_some_and(|text| note.line().contains(text));
        assert!(!summary.notes.iter().any(told));
    }
}

#[test]
fn a_page_in_html_says_the_language_of_each_deck() {
    let deck = |id: &str, language: &str| {
        deck(&format!(
            "deck: {id}\ntitle: {id}\nlanguage: {language}\nterms:\n  - term: A\n    definition: B.\n"
        ))
    };
    let (french, english) = (deck("fr", "fr"), deck("en", "en"));
    let library = Library::merge(vec![french.clone(), english.clone()]).library;
    for decks in [&[&french, &english][..], &[&french]] {
        let page = html(decks, &library, "Words", None);
        assert!(
            page.contains("<html lang=\"en\">") && page.contains("<section id=\"fr\" lang=\"fr\"")
        );
        assert!(!page.contains("<section id=\"en\" lang"));
    }
}
