mod hostile;
mod kinds;
mod notations;
mod nothing_lost;
mod pages;
mod told_apart;

use proptest::prelude::*;

use super::*;
use crate::core::deck::Origin;
use crate::core::deck::edit::{Head, filled};
use crate::core::deck::fields::TERM;
use crate::core::deck::read::read;

fn taken(text: &str, form: Form) -> (Vec<String>, Vec<String>) {
    taken_as(text, form, &[])
}

/// The imported terms, each as `term: definition`, and what was left out.
fn taken_as(text: &str, form: Form, map: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let map: Vec<_> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let mut taken = Imported::default();
    if let Err(refusal) = taken.take(text, form, None, &Names::new(&map)) {
        return (Vec::new(), vec![format!("error: {}", refusal.told("FILE", "NEXT"))]);
    }
    let (terms, summary) = taken.finish();
    let line = |term: &Draft| format!("{}: {}", term.get("term"), term.get("definition"));
    (terms.iter().map(line).collect(), summary.notes.iter().map(Note::line).collect())
}

/// The terms of `text`, as they stand in a deck.
fn lines(text: &str, form: Form) -> String {
    let mut all = Imported::default();
    all.take(text, form, None, &Names::default()).unwrap();
    all.finish().0.iter().map(Draft::lines).collect()
}

#[test]
fn a_table_is_taken_and_what_cannot_be_is_summed_up() {
    let text = "\u{feff}Word,Meaning,Synonyms,Owner,Level,Related\r\n\
        SLO,\"A target, for weeks\",\"objective; goal\",Ann,Core,toil; nowhere\r\n\
        Toil,Work that comes back,,Ben,high,\r\n\
        Nothing,,,,,\r\n\
        None either,n/a,,,,\r\n\
        slo,again,,,,\r\n\
        🚀,up,,,,\r\n\r\n\
        ,no word,,,,\r\n";
    let (terms, left) = taken(text, Form::Table);
    assert_eq!(terms, ["SLO: (1) A target, for weeks (2) again", "Toil: Work that comes back"]);
    assert_eq!(
        left,
        [
            "a `level` that is not core, working or deep, left out: 1 (`Toil`, line 3)",
            "no definition: 2 (`Nothing`, line 4; `None either`, line 5)",
            "another meaning of a word, added to its definition: 1 (`slo`, line 6)",
            "no letters or digits in the word: 1 (`🚀`, line 7)",
            "no word: 1 (`no word`, line 9)",
            "links in `see_also` to none of these words, left out: 1 (`nowhere` of `SLO`)",
        ]
    );
    let mut all = Imported::default();
    all.take(text, Form::Table, Some("a.csv"), &Names::default()).unwrap();
    let (terms, summary) = all.finish();
    assert!(summary.notes[0].examples[0].contains("a.csv: line 3"));
    assert_eq!(summary.found, 7);
    assert!(summary.columns.contains(&Column { name: "Owner".to_owned(), field: None, count: 1 }));
    let slo = "  - term: SLO\n    definition: (1) A target, for weeks (2) again\n    aliases: [objective, goal]\n    see_also: [toil]\n    level: core\n";
    assert_eq!(terms[0].lines(), slo);
}

#[test]
fn columns_are_named_by_hand_or_taken_in_order() {
    let named = "Foo\tBar\nSLO\tZiel\n";
    let map = [("term", "foo"), ("definition", "BAR")];
    assert_eq!(taken_as(named, Form::Table, &map).0, ["SLO: Ziel"]);
    let (terms, left) = taken("SLO;A target\nToil;Work\n", Form::Table);
    assert_eq!(terms, ["SLO: A target", "Toil: Work"]);
    assert!(left[0].starts_with("no known column names; line 1 is used as a word"), "{left:?}");
    let (_, left) = taken("Term,Owner\nSLO,Ann\n", Form::Table);
    assert_eq!(
        left,
        [
            "error: no known name for the definition; there are `Term` and `Owner`. Say which with --map definition=…"
        ]
    );
    assert_eq!(taken("", Form::Table).1, ["error: it is empty"]);
    assert_eq!(
        taken("one\ntwo\n", Form::Table).1,
        ["error: there is only one column; a word and its meaning need two"]
    );
    let open = format!("Term,Meaning\nSLO,\"A target\n{}", "x,y\n".repeat(20));
    assert!(taken(&open, Form::Table).1[0].starts_with("error: line 2: a quotation mark opens"));
}

#[test]
fn a_quotation_mark_takes_no_rows_without_a_word() {
    let closed_later = "Term,Meaning\nSLO,\"A target\nToil,Work\nEpic,\"A story\"\nSpike,A test\n";
    let open_twice = "Term,Meaning\nToil,Work\nSLO,\"A target\nEpic,\"A story\nSpike,A test\n";
    let open_at_end = "Term,Meaning\nToil,Work\nSLO,\"A target\nEpic,A story\n";
    for (text, line) in [(closed_later, 2), (open_twice, 3), (open_at_end, 3)] {
        let (terms, left) = taken(text, Form::Table);
        let start = format!("error: line {line}: a quotation mark opens");
        assert!(terms.is_empty() && left[0].starts_with(&start), "{left:?}");
    }
    let sound = "Term,Meaning\r\nMonitor,A 5\" screen\r\nSLO,\"A target,\r\n\r\n\"\"for\"\" weeks\" ,\r\n\r\nToil,Work\r\n";
    let (terms, left) = taken(sound, Form::Table);
    assert_eq!(terms, ["Monitor: A 5\" screen", "SLO: A target, \"for\" weeks", "Toil: Work"]);
    assert_eq!(left, [""; 0]);
    let tabs = "SLO\t\"A target\nToil\tWork\nEpic\t\"A story\n";
    assert_eq!(taken(tabs, Form::Table).0.len(), 3);
}

#[test]
fn a_letter_above_its_words_is_no_word_but_another_is_counted() {
    let text =
        "Term,Meaning\n#,\n404,Not found\nA-C,\nCanary,A release\nC,\nR,\nRunbook,Steps\nQ&A,\n";
    let (terms, left) = taken(text, Form::Table);
    assert_eq!(terms, ["404: Not found", "Canary: A release", "Runbook: Steps"]);
    assert_eq!(
        left,
        [
            "single letters that divide the list, left out: 3 (`#`, line 2; `A-C`, line 4; `R`, line 7)",
            "no definition: 2 (`C`, line 6; `Q&A`, line 9)"
        ]
    );
}

#[test]
fn no_list_is_dropped_for_another() {
    let one = "{term: SLO, definition: A target}";
    let two = "{term: Toil, definition: Work}";
    for text in [
        format!("terms: [{one}]\nacronyms: [{two}]\n"),
        format!("terms: [{one}]\nteam: [{two}]\n"),
        format!("- letter: S\n  a: [{one}]\n  b: [{two}]\n"),
        format!("- a: {one}\n  b: {two}\n"),
        // A deck has a title and a summary.
        format!("deck: ops\ntitle: Ops\nsummary: Our words\nterms: [{one}, {two}]\n"),
    ] {
        assert_eq!(taken(&text, Form::Yaml).0, ["SLO: A target", "Toil: Work"], "{text}");
    }
    let (_, left) = taken(&format!("terms: [{one}]\nscenes:\n  - {{title: x}}\n"), Form::Yaml);
    assert_eq!(left, ["lists of things other than words, skipped: 1 (`scenes`, line 2)"]);
    let documents = format!("{one}\n---\n{two}\n---\n\n- {{term: X}}\n");
    assert_eq!(taken(&documents, Form::Yaml).1, ["no definition: 1 (`X`, line 6)"]);
}

#[test]
fn a_second_meaning_brings_its_links_and_fills_what_the_first_lacks() {
    let text = "Term,Meaning,Example,Why,Level,Related\nSLO,A target,,For peace,deep,\nslo,A wish,Ours is 99 %.,For fun,deep,toil\nToil,Work,,,,\n";
    let text = text.to_owned() + "slo,A third,,,,\n";
    let slo = lines(&text, Form::Table);
    for field in ["example: Ours is 99 %.", "why: For peace", "level: deep", "see_also: [toil]"] {
        assert!(slo.contains(field), "{slo}");
    }
    let left = taken(&text, Form::Table).1;
    assert!(
        left.contains(
            &"`why` of another meaning of a word that has one, left out: 1 (`slo`, line 3)"
                .to_owned()
        ),
        "{left:?}"
    );
}

#[test]
fn text_below_an_item_is_told_and_marks_outside_of_markdown_stay() {
    let page = "- **SLO**: A target\n\n  More about it.\n\n  Also: goal\n- **Toil**: Work\n  - of a kind\n- **Epic**: A story\n  - Also: saga\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(terms.len(), 3);
    assert_eq!(
        left,
        ["more text than the first paragraph, left out: 2 (`SLO`, line 1; `Toil`, line 6)"]
    );
    assert_eq!(taken("- `__init__`: Takes `*args`\n", Form::Markdown).0, ["__init__: Takes *args"]);
    for (text, form) in [
        ("Term,Meaning\n__init__,Takes *args and *more*\n", Form::Table),
        ("__init__: Takes *args and *more*\n", Form::Yaml),
    ] {
        assert_eq!(taken(text, form).0, ["__init__: Takes *args and *more*"]);
    }
}

#[test]
fn a_page_may_mix_tables_lists_and_headings() {
    let page = "# Glossary\n\nAll our words.\n\n| Term | Description | Aka |\n| --- | :-: | --- |\n| **SLO** | A [target](x) \\| goal | objective |\n\n\
        - **Toil**: Work that\n  comes back\n- `Epic` – A large story\n- Just a word\n\n## Canary\n\nA first small\nrelease.\n\nMore of it.\n\n## Others\n\n- Spike - A test\n\nRunbook\n: What to do\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(
        terms,
        [
            "Canary: A first small release.",
            "Epic: A large story",
            "Runbook: What to do",
            "SLO: A target | goal",
            "Spike: A test",
            "Toil: Work that comes back",
        ]
    );
    assert_eq!(
        left,
        [
            "no definition: 1 (`Just a word`, line 12)",
            "more text than the first paragraph, left out: 1 (`Canary`, line 14)",
            "lines without a word and its meaning, left out: 1 (`All our words.`, line 3)"
        ]
    );
    let page = "---\ntitle: Canary\nstatus: done\ntags: [release]\n---\n\n## What it is\n\nA first small\nrelease.\n\n## More\n\ntext\n";
    assert_eq!(taken(page, Form::Markdown).0, ["Canary: A first small release."]);
    assert_eq!(
        taken("just text\n", Form::Markdown).1,
        ["error: no table, list, heading or bold text with words and meanings found"]
    );
    assert!(taken("<table><tr><td>A\n</table>", Form::Markdown).1[0].contains("pandoc -f html"));
}

#[test]
fn yaml_and_json_come_in_many_shapes() {
    let one = ["SLO: A target", "Toil: Work"];
    for text in [
        "SLO: A target\nToil: Work\n",
        "glossary:\n  SLO: {description: A target}\n  Toil: {description: Work}\n",
        "- name: SLO\n  description: A target\n- name: Toil\n  description: Work\n",
        "- SLO: A target\n- Toil: Work\n",
        "terms:\n  - {term: SLO, definition: A target}\n  - {term: Toil, definition: Work}\n",
        "ops:\n  - {word: SLO, meaning: A target}\nmore:\n  - {word: Toil, meaning: Work}\n",
        "{\"SLO\": \"A target\", \"Toil\": \"Work\"}",
        "[{\"term\": \"SLO\", \"definition\": \"A target\"},\n {\"term\": \"Toil\", \"definition\": \"Work\"}]",
        "[[\"Term\", \"Definition\"], [\"SLO\", \"A target\"], [\"Toil\", \"Work\"]]",
        "{\"term\": [\"SLO\", \"Toil\"], \"definition\": [\"A target\", \"Work\"]}",
        "{\"term\":\"SLO\",\"definition\":\"A target\"}\n{\"term\":\"Toil\",\"definition\":\"Work\"}\n",
        "term: SLO\ndefinition: A target\n---\nterm: Toil\ndefinition: Work\n",
        "- attributes: {term: SLO, definition: A target}\n- attributes: {term: Toil, definition: Work}\n",
        "{en: {SLO: A target, Toil: Work}, de: {SLO: Ziel, Toil: Mühe}}",
        "{S: {SLO: A target}, T: {Toil: Work}}",
    ] {
        assert_eq!(taken(text, Form::Yaml).0, one, "{text}");
    }
    let mut all = Imported::default();
    let text = "- {name: SLO, description: d, owner: Ann}\n- word\n- {name: X}\n";
    all.take(text, Form::Yaml, None, &Names::default()).unwrap();
    let (terms, summary) = all.finish();
    assert_eq!((terms.len(), summary.found), (1, 3));
    let left: Vec<_> = summary.notes.iter().map(Note::line).collect();
    assert_eq!(
        left,
        ["a word without a meaning: 1 (`word`, line 2)", "no definition: 1 (`X`, line 3)"]
    );
    assert!(summary.columns.iter().any(|column| column.name == "owner" && column.field.is_none()));
    assert!(taken("a: [\n", Form::Yaml).1[0].starts_with("error: line "));
    assert!(taken("a: &x b\nc: *x\n", Form::Yaml).1[0].contains("are not allowed"));
    assert!(taken("letter: D\n", Form::Yaml).1[0].contains("settings"));
}

#[test]
fn what_is_null_is_not_there_and_only_a_text_is_a_word() {
    let text = include_str!("../../../tests/data/import/26-nulls.yml");
    assert_eq!(lines(text, Form::Yaml), "  - term: API\n    definition: How programs talk.\n");
    assert_eq!(taken(text, Form::Yaml).1, ["no definition: 1 (`B`, line 7)"]);

    for text in [
        r#"[{"term": "A", "definition": null}, {"term": null, "definition": "d"}, {"term": 404, "definition": "d"},
            {"term": true, "definition": "d"}, {"term": "Nine", "definition": 9, "say": false, "tags": [1, null, "x"]}]"#,
        "[{term: A, definition: ~}, {term: , definition: d}, {term: 404, definition: d},
          {term: true, definition: d}, {term: Nine, definition: 9, say: False, tags: [1, ~, x]}]",
    ] {
        let (terms, left) = taken(text, Form::Yaml);
        assert_eq!(terms, ["Nine: 9"], "{text}");
        let why: Vec<_> = left.iter().map(|left| left.split_once(": ").unwrap().0).collect();
        assert_eq!(
            why,
            [
                "no definition",
                "no word",
                "a number as `term`, left out (put it in quotes if you mean the word)",
                "a boolean as `term`, left out (put it in quotes if you mean the word)",
                "a boolean as `say`, left out (put it in quotes if you mean the word)",
            ]
        );
    }
    let (terms, left) =
        taken("A: ~\nB: null\nC:\n404: d\n\"null\": none at all\n\"404\": not found\n", Form::Yaml);
    assert_eq!(terms, ["404: not found", "null: none at all"]);
    assert!(left[0].starts_with("no definition: 3 ("), "{left:?}");
    let (terms, left) = taken("API:\n  expansion: ~\n  meaning: how programs talk\n", Form::Yaml);
    assert_eq!((terms, left), (vec!["API: how programs talk".to_owned()], Vec::new()));
    let page = "---\ntitle: API\nexpansion: null\ndescription: ~\n---\n\nHow programs talk.\n";
    assert_eq!(taken(page, Form::Markdown).0, ["API: How programs talk."]);
    let table = "Term,Meaning,Stands for,AKA\nNull,No value at all,NULL,null\nB,NULL,,\n";
    assert_eq!(
        lines(table, Form::Table),
        "  - term: \"Null\"\n    definition: No value at all\n    aliases: [\"null\"]\n"
    );
    assert_eq!(taken(table, Form::Table).1, ["no definition: 1 (`B`, line 3)"]);
}

#[test]
fn what_is_invisible_is_not_taken_along() {
    let text = include_str!("../../../tests/data/import/11-soft-hyphen.csv");
    let soft = "# Words\n\n- **Betriebs\u{ad}handbuch**: Ein Buch\u{200b} mit Regeln\u{feff}\n";
    let yaml = "\u{feff}Betriebs\u{ad}handbuch: \u{200e}Ein Buch mit\u{2060} Regeln\n";
    for (text, form) in [(text, Form::Table), (soft, Form::Markdown), (yaml, Form::Yaml)] {
        let (terms, left) = taken(text, form);
        assert_eq!(terms, ["Betriebshandbuch: Ein Buch mit Regeln"]);
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn an_acronym_beside_its_words_becomes_an_alias_or_gets_its_expansion() {
    for (term, expected) in [
        ("Infrastructure as a Service (IaaS)", "Infrastructure as a Service|IaaS|"),
        ("AMM (Automated Market Maker)", "AMM||Automated Market Maker"),
        ("Extensible markup [XML]", "Extensible markup [XML]||"),
        ("Canary (release)", "Canary (release)||"),
        ("Cell (B)", "Cell (B)||"),
        ("Pods (K8s)", "Pods (K8s)||"),
    ] {
        let mut all = Imported::default();
        all.take(&format!("Term;Meaning\n{term};d\n"), Form::Table, None, &Names::default())
            .unwrap();
        let (terms, _) = all.finish();
        let aliases = terms[0].fields().find(|(name, _)| *name == "aliases");
        let aliases = aliases.map_or(String::new(), |(_, content)| content.texts().join(","));
        assert_eq!(
            format!("{}|{aliases}|{}", terms[0].get("term"), terms[0].get("expansion")),
            expected
        );
    }
}

#[test]
fn gaps_of_flashcards_are_removed_from_flashcards_only() {
    let table = "Term,Meaning\nMustache,Write {{c1::name}}\n";
    assert_eq!(taken(table, Form::Table).0, ["Mustache: Write {{c1::name}}"]);
    assert_eq!(
        taken("Mustache: Write {{c1::name}}\n", Form::Yaml).0,
        ["Mustache: Write {{c1::name}}"]
    );
    let cards = "#separator:tab\nMustache\tWrite {{c1::name::hint}}\n";
    assert_eq!(taken(cards, Form::Table).0, ["Mustache: Write name"]);
}

#[test]
fn words_in_one_line_or_apart_by_blank_lines_are_taken_one_by_one() {
    let three = ["Burn: Money out", "Churn: Customers who leave", "Runway: Months left"];
    for text in [
        "Churn\tCustomers who leave;Burn\tMoney out;Runway\tMonths left",
        "Churn\tCustomers who leave;\nBurn\tMoney out;\nRunway\tMonths left;\n",
        "Churn\tCustomers\nwho leave\n\nBurn\tMoney out\n\nRunway\tMonths left\n",
        "Churn,Customers who leave;Burn,Money out;Runway,Months left",
        "Churn - Customers who leave;Burn - Money out;Runway - Months left",
    ] {
        assert_eq!(Form::guess(text), Form::Table, "{text}");
        assert_eq!(taken(text, Form::Table).0, three, "{text}");
    }
    // A semicolon inside a meaning separates nothing.
    let text = "Churn\tCustomers leave; or stay\nBurn\tMoney out\n";
    assert_eq!(taken(text, Form::Table).0, ["Burn: Money out", "Churn: Customers leave; or stay"]);
}

#[test]
fn a_key_stays_as_the_id_so_that_links_lead_to_it() {
    let text = r#"{"k8s":{"name":"Kubernetes","see":["hpa"],"definition":"It runs containers"},
        "hpa":{"name":"Horizontal Pod Autoscaler","see":["k8s"],"definition":"It adds copies"},
        "term_3":{"name":"Pod","definition":"It holds containers","see":["k8s"]}}"#;
    assert_eq!(
        lines(text, Form::Yaml),
        "  - term: Horizontal Pod Autoscaler\n    id: hpa\n    definition: It adds copies\n    see_also: [k8s]\n  \
         - term: Kubernetes\n    id: k8s\n    definition: It runs containers\n    see_also: [hpa]\n  \
         - term: Pod\n    definition: It holds containers\n    see_also: [k8s]\n"
    );
    assert_eq!(taken(text, Form::Yaml).1, [""; 0]);
}

#[test]
fn the_advice_to_take_another_language_works_wherever_the_languages_are() {
    for text in [
        "en:\n  churn: {term: Churn, def: Leavers}\nde:\n  churn: {term: Schwund, def: Abgang}\n",
        "churn:\n  en: {term: Churn, def: Leavers}\n  de: {term: Schwund, def: Abgang}\n",
        "- term: {en: Churn, de: Schwund}\n  def: {en: Leavers, de: Abgang}\n",
    ] {
        let (terms, left) = taken(text, Form::Yaml);
        assert_eq!(terms, ["Churn: Leavers"], "{text}");
        assert!(
            left[0].contains(
                "to take another, add for example --map term=de.term,definition=de.definition"
            ),
            "{left:?}"
        );
        for map in [
            [("term", "de.term"), ("definition", "de.definition")],
            [("term", "de.term"), ("definition", "de.def")],
        ] {
            let (terms, left) = taken_as(text, Form::Yaml, &map);
            assert_eq!((terms, left), (vec!["Schwund: Abgang".to_owned()], Vec::new()), "{text}");
        }
    }
}

#[test]
fn a_word_that_looks_like_letters_is_counted() {
    let text = "Term,Meaning\nMTTR,Time to repair\nN/A,\nNPS,A score\n";
    assert_eq!(taken(text, Form::Table).1, ["no definition: 1 (`N/A`, line 3)"]);
}

#[test]
fn a_heading_may_give_its_id_and_an_entry_may_have_two_names() {
    let page = "# Words\n\n## Toil {#toil-id}\n\nManual work\n\n## Epic {x}\n\nA story\n";
    assert_eq!(
        lines(page, Form::Markdown),
        "  - term: Epic {x}\n    definition: A story\n  - term: Toil\n    id: toil-id\n    definition: Manual work\n"
    );
    for page in [
        "- **API**/**Interface** — A door\n",
        "**API** or **Interface**: A door\n",
        "- **API**, **Interface**: A door\n",
    ] {
        let api = "  - term: API\n    definition: A door\n    aliases: [Interface]\n";
        assert_eq!(lines(page, Form::Markdown), api, "{page}");
    }
}

#[test]
fn a_table_by_letters_or_by_words_is_refused_with_what_was_seen() {
    let letters = "A,B,C\nAccrual: A cost,Burn: Money out,Churn: People leave\nAmortize: To spread,Budget: A plan,\n";
    let left = &taken(letters, Form::Table).1[0];
    assert!(left.starts_with("error: its columns are the letters `A`, `B` and `C`"), "{left}");
    let words =
        "Field,SLO,RPO,RTO\nDefinition,A target,Data to lose,Time to be down\nOwner,sre,sre,sre\n";
    let left = &taken(words, Form::Table).1[0];
    assert!(
        left.starts_with(
            "error: its columns are the words `SLO`, `RPO` and `RTO`, and its rows their fields `Definition` and `Owner`"
        ),
        "{left}"
    );
}

#[test]
fn what_is_too_long_is_kept_whole_and_told() {
    let (why, meaning) = ("w".repeat(401), format!("{}End.", "A sentence. ".repeat(60)));
    let long = format!("Term,Meaning,Why\nA,b,{why}\nC,{meaning},x\nC,{meaning}.,x\n");
    let mut imported = Imported::default();
    imported.take(&long, Form::Table, None, &Names::default()).unwrap();
    let (terms, summary) = imported.finish();
    assert_eq!(terms[0].get("why"), why);
    assert_eq!(terms[1].get("definition"), format!("(1) {meaning} (2) {meaning}."));
    let left: Vec<String> = summary.notes.iter().map(Note::line).collect();
    assert_eq!(
        left,
        [
            "another meaning of a word, added to its definition: 1 (`C`, line 4)",
            "`why` longer than 400 characters, kept; shorten it: 1 (`A`)",
            "`definition` longer than 600 characters, kept; shorten it: 1 (`C`)",
        ]
    );
    let aliases: Vec<String> = (0..102).map(|number| format!("a{number}")).collect();
    let (terms, left) =
        taken(&format!("Term,Meaning,Aliases\nA,b,{}\n", aliases.join(";")), Form::Table);
    assert_eq!(terms.len(), 1);
    assert_eq!(
        left,
        ["`aliases` beyond the first 100, left out: 2 (`a100` of `A`; `a101` of `A`)"]
    );
}

#[test]
fn what_has_no_field_of_its_own_is_added_to_another_or_counted() {
    for (text, form, terms, left) in [
        (
            "### Toil\n\nWork.\n\n[Book](https://a.example)\n",
            Form::Markdown,
            "Toil: Work.",
            "lines with nothing but a link, left out: 1 (`Toil`, line 1)",
        ),
        (
            "Term,Id,Definition\nSLO,4711,A target\n",
            Form::Table,
            "SLO: A target",
            "a machine-made `id`, left out: 1 (`SLO`, line 2)",
        ),
        (
            "deck: a\nterms:\n  - {term: SLO, definition: A target}\nscenes:\n  - {title: One}\n",
            Form::Yaml,
            "SLO: A target",
            "lists of things other than words, skipped: 1 (`scenes`, line 4)",
        ),
    ] {
        let found = taken(text, form);
        assert_eq!(found, (vec![terms.to_owned()], vec![left.to_owned()]), "{text}");
    }
    let text =
        "Term,Expansion,Definition\nSLO (Service level objective),Goal of a service,A target\n";
    assert_eq!(
        lines(text, Form::Table),
        "  - term: SLO\n    expansion: Goal of a service\n    definition: A target\n    aliases: [Service level objective]\n"
    );
    let text = "### Toil\n\nWork.\n\nExample: One.\n\nExample: Two.\n\n### Pod\n\nA unit.\n";
    assert!(lines(text, Form::Markdown).contains("example: One. Two.\n"));
    let mut imported = Imported::default();
    let text = "{\"term\": \"Pod\", \"definition\": {\"text\": \"A unit\", \"origin\": \"K8s\"}}";
    imported.take(text, Form::Yaml, None, &Names::default()).unwrap();
    let columns = imported.finish().1.columns;
    let unused: Vec<_> = columns.iter().filter(|column| column.field.is_none()).collect();
    assert_eq!(unused[0].name, "definition.origin");
}

#[test]
fn a_second_text_is_left_out_only_if_it_says_something_else() {
    let names = Names::default();
    for (field, first, second, is_told) in [
        ("why", "It costs. It annoys.", "It costs.", false),
        ("why", "It costs.", "TBD", false),
        ("gloss", "a target", "-", false),
        ("gloss", "a target", "a promise", true),
    ] {
        let mut imported = Imported::default();
        let (file, source) = (None, Source::Foreign);
        let mut into = Sink { imported: &mut imported, file, names: &names, source };
        let texts = [("term", "SLO"), ("definition", "d"), (field, first), (field, second)];
        into.add("line 1", texts.map(|(name, text)| one(name, text.to_owned())).to_vec());
        let (terms, summary) = imported.finish();
        assert_eq!(terms[0].get(field), first);
        assert_eq!(!summary.notes.is_empty(), is_told, "{second}");
    }
}

#[test]
fn bold_words_and_tags_on_a_line_mean_what_their_writer_meant() {
    let page = "# Glossary\n\n**API** [tech] A contract. **Backlog** [product, plan] All work not begun.\n\n\
        **Dark** **launch**: a release to few users. [ops]\n\n**Deploy** a release into production. **Never** on Fridays. See **CI**.\n\n\
        - **Epic** – a large story. **Example:** The login epic. **Also:** saga\n- **Array** [1, 2] in order\n";
    let mut imported = Imported::default();
    imported.take(page, Form::Markdown, None, &Names::default()).unwrap();
    let (terms, _) = imported.finish();
    let shown = terms.iter().map(|term| {
        let fields =
            term.fields().map(|(name, content)| format!("{name} {}", content.texts().join("|")));
        fields.collect::<Vec<_>>().join(", ")
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "term API, definition A contract., tags tech",
            "term Array, definition [1, 2] in order",
            "term Backlog, definition All work not begun., tags product|plan",
            "term Dark launch, definition a release to few users., tags ops",
            "term Deploy, definition a release into production. Never on Fridays. See CI.",
            "term Epic, definition a large story., example The login epic., aliases saga",
        ]
    );
}
