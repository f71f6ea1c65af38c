//! Kinds of glossaries that others keep, and what comes of each.

use super::*;

#[test]
fn settings_beside_groups_of_words_are_no_words() {
    let words = "payments:\n  - {term: Chargeback, definition: Money back}\n";
    let (terms, left) = taken(&format!("version: 2\nupdated: 2026-01-01\n{words}"), Form::Yaml);
    assert_eq!(terms, ["Chargeback: Money back"]);
    assert_eq!(
        left,
        ["settings, not words with meanings, left out: 2 (`version`, line 1; `updated`, line 2)"]
    );
    // A word beside a group has more to say.
    let text = "SLO: A target\nmore:\n  SLA: A promise\n  Toil: Manual work\n";
    assert_eq!(taken(text, Form::Yaml).0, ["SLA: A promise", "SLO: A target", "Toil: Manual work"]);
    let entity = "apiVersion: backstage.io/v1\nkind: Term\nmetadata:\n  name: settlement\n  description: Money moves\n";
    assert_eq!(taken(entity, Form::Yaml).0, ["settlement: Money moves"]);
    let list = "kind: Glossary\nmetadata: {name: pay}\nspec:\n  terms:\n    - metadata: {name: fee, description: A price}\n      spec: {owner: a}\n    - metadata: {name: tax, description: A share}\n";
    assert_eq!(taken(list, Form::Yaml).0, ["fee: A price", "tax: A share"]);
    let schema =
        r#"{"$schema": "https://x.example/s.json", "SLO": "A target", "SLA": "A promise"}"#;
    assert_eq!(taken(schema, Form::Yaml).0, ["SLA: A promise", "SLO: A target"]);
}

#[test]
fn the_names_that_other_tools_give_to_fields_are_known() {
    for (text, form) in [
        ("Preferred term,Synonym 1,Synonym 2,Definition\nSLO,goal,aim,A target\n", Form::Table),
        ("用語,説明,例\nSLO,A target,x\n", Form::Table),
        ("术语\t定义\nSLO\tA target\n", Form::Table),
        ("용어;설명\nSLO;A target\n", Form::Table),
        ("'Term','Definition'\n'SLO','A target'\n", Form::Table),
        ("||Term||Definition||\n|SLO|A target|\n", Form::Markdown),
        ("[{key: SLO, value: A target}]", Form::Yaml),
        ("a: {slo: {label: SLO, text: A target}}\n", Form::Yaml),
        (
            r#"{"@context": {"a": "b"}, "@graph": [{"@id": "a", "skos:prefLabel": {"@value": "SLO"}, "skos:definition": {"@value": "A target"}}]}"#,
            Form::Yaml,
        ),
    ] {
        assert_eq!(taken(text, form).0, ["SLO: A target"], "{text}");
    }
    let text = "Preferred term,Synonym 1,Synonym 2,Definition\nSLO,goal,aim,A target\n";
    assert!(lines(text, Form::Table).contains("aliases: [goal, aim]"));
    assert_eq!(
        taken(
            "# Words\n\n## SLO\n\n**Definition:** A target\n\n## SLA\n\nA promise\n",
            Form::Markdown
        )
        .0,
        ["SLA: A promise", "SLO: A target"]
    );
    let names = "Node.js: A program\nVue.js: A library\n";
    assert_eq!(taken(names, Form::Yaml).0, ["Node.js: A program", "Vue.js: A library"]);
    let keys = r#"{"slo.term": "SLO", "slo.definition": "A target"}"#;
    assert!(
        taken(keys, Form::Yaml).1[0]
            .starts_with("error: its keys are paths; nest them first: `jq ")
    );
}

#[test]
fn a_page_about_one_word_keeps_its_quotes_and_the_fields_in_its_sections() {
    let mut imported = Imported::default();
    let pages = [
        (
            "a/Burn rate.md",
            "# Burn rate\n\n> **Definition:** Money that goes out.\n\n## Example\n\nIt is 200k.\n\n## Related\n\n- [[Runway]]\n",
        ),
        (
            "Runway.md",
            "+++\ntitle = \"Runway\"\nsynonyms = [\n  \"cash runway\",\n  \"time left\",\n]\n+++\n\nMonths left.\n\n- a list\n\n```\ncode\n```\n",
        ),
        ("templates/term.md", "# {{title}}\n\n{{definition}}\n"),
    ];
    for (file, text) in pages {
        imported.take(text, Form::Markdown, Some(file), &Names::default()).unwrap();
    }
    let (terms, summary) = imported.finish();
    let written: String = terms.iter().map(Draft::lines).collect();
    assert_eq!(
        written,
        "  - term: Burn rate\n    definition: Money that goes out.\n    example: It is 200k.\n    see_also: [runway]\n  \
         - term: Runway\n    definition: Months left.\n    aliases: [cash runway, time left]\n"
    );
    let left: Vec<_> = summary.notes.iter().map(Note::line).collect();
    assert_eq!(
        left,
        [
            "code blocks, HTML, footnotes and admonitions, left out: 1 (Runway.md: line 13)",
            "more text than the first paragraph, left out: 1 (`Runway`, Runway.md: line 11)",
            "a placeholder instead of a word: 1 (`{{title}}`, templates/term.md: line 1)",
        ]
    );
}

#[test]
fn words_with_signs_properties_and_roles_are_read_as_they_are_meant() {
    let page = "# 📚 Glossary\n\n🔥 **Hotfix**: A change that cannot wait.\n\n🚀 **Launch** (also: go-live): The first day.\n";
    assert_eq!(
        lines(page, Form::Markdown),
        "  - term: Hotfix\n    definition: A change that cannot wait.\n  \
         - term: Launch\n    definition: The first day.\n    aliases: [go-live]\n"
    );
    let logseq = "- Flow\n\t- Work time in all time.\n\t- Example:: Ours is 15%.\n- WIP\n\talias:: work in progress\n\t- Work begun.\n";
    assert_eq!(
        lines(logseq, Form::Markdown),
        "  - term: Flow\n    definition: Work time in all time.\n    example: Ours is 15%.\n  \
         - term: WIP\n    definition: Work begun.\n    aliases: [work in progress]\n"
    );
    let sphinx = "Glossary\n========\n\n.. glossary::\n   :sorted:\n\n   source directory\n   root\n      Where the sources are. See :term:`build`.\n\n   build\n      What is made.\n\nMore\n----\n\nA text.\n";
    assert_eq!(Form::guess(sphinx), Form::Markdown);
    assert_eq!(
        lines(sphinx, Form::Markdown),
        "  - term: build\n    definition: What is made.\n  \
         - term: source directory\n    definition: Where the sources are. See build.\n    aliases: [root]\n"
    );
}

#[test]
fn what_a_page_of_an_export_says_of_retired_words_and_other_decks_comes_back() {
    let page = "# Ops\n\n## Old\n\nA thing.\n\n- **Retired:** since 2026-01-02, now called “New”\n- **See also:** SLO (Platform), Gone (Platform)\n\n## New\n\nThe thing.\n";
    let elsewhere = [("SLO (Platform)".to_owned(), "platform/slo".to_owned())];
    let mut imported = Imported::default().linking(elsewhere.into());
    imported.take(page, Form::Markdown, None, &Names::default()).unwrap();
    let (terms, summary) = imported.finish();
    assert_eq!(
        terms[1].lines(),
        "  - term: Old\n    definition: A thing.\n    see_also: [platform/slo]\n    retired: 2026-01-02\n    use: new\n"
    );
    let left: Vec<_> = summary.notes.iter().map(Note::line).collect();
    assert_eq!(
        left,
        ["links in `see_also` to none of these words, left out: 1 (`Gone (Platform)` of `Old`)"]
    );
}

#[test]
fn the_front_matter_of_a_page_of_many_words_is_not_told_as_columns() {
    let page = "---\ntitle: Glossary\nlayout: page\n---\n\n## Alpha\n\nThe first.\n\n## Beta\n\nThe second.\n";
    let mut imported = Imported::default();
    imported.take(page, Form::Markdown, None, &Names::default()).unwrap();
    let (terms, summary) = imported.finish();
    assert_eq!((terms.len(), summary.columns), (2, Vec::new()));
    let map = [("term", "de.term"), ("definition", "de.def")];
    let map: Vec<_> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let mut imported = Imported::default();
    let text = "- term: {en: Churn, de: Schwund}\n  def: {en: Leavers, de: Abgang}\n";
    imported.take(text, Form::Yaml, None, &Names::new(&map)).unwrap();
    let unused = |column: &Column| column.field.is_none();
    assert!(!imported.finish().1.columns.iter().any(unused));
}

#[test]
fn a_heading_that_usually_is_no_word_is_one_if_it_has_fields_and_is_counted_otherwise() {
    let page = "# Words\n\n## Index\n\nA list to search.\n\n- **Also:** register\n\n## P&L\n\nWhat came in and went out.\n\n- **Level:** core\n\n## License\n\nMIT or so.\n\n## Toil\n\nManual work.\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(
        terms,
        ["Index: A list to search.", "P&L: What came in and went out.", "Toil: Manual work."]
    );
    assert_eq!(left, ["a heading that is usually not a word: 1 (`License`, line 15)"]);
}

#[test]
fn headings_of_other_notations_and_fields_below_a_text_are_read() {
    for page in [
        "<details>\n<summary>Alpha</summary>\n\nThe first.\n\n</details>\n\n<details>\n<summary>Beta</summary>\n\nThe second.\n\n</details>\n",
        "# Glossary\n\n### 1. Alpha\n\nThe first.\n\n### 2. Beta\n\nThe second.\n",
        "# Glossary\n\n## Alpha\nThe first.\nAlso: a\n\n## Beta\nThe second.\n*Related: [Alpha](#alpha)*\n",
        "Alpha        The first.\nBeta         The second.\n",
    ] {
        assert_eq!(
            taken(page, Form::Markdown).0,
            ["Alpha: The first.", "Beta: The second."],
            "{page}"
        );
    }
    let mut imported = Imported::default();
    let page = "---\ntitle: Alpha\n---\nimport X from \"@site/x\";\n\nThe first.\n";
    imported.take(page, Form::Markdown, Some("alpha.mdx"), &Names::default()).unwrap();
    let (terms, _) = imported.finish();
    assert_eq!(terms[0].lines(), "  - term: Alpha\n    definition: The first.\n");
}

#[test]
fn lists_of_entries_by_language_are_taken_in_one_and_the_others_are_counted() {
    let yaml = "en:\n  - {term: Pod, def: A group}\nde:\n  - {term: Knoten, def: Eine Maschine}\n  - {term: Takt, def: Ein Maß}\n";
    let json = r#"[{"de": [{"term": "Knoten", "def": "Eine Maschine"}, {"term": "Takt", "def": "Ein Maß"}],
        "en": [{"term": "Pod", "def": "A group"}]}]"#;
    for text in [yaml, json] {
        let (terms, left) = taken(text, Form::Yaml);
        assert_eq!(terms, ["Pod: A group"], "{text}");
        assert!(
            left[0].contains("`en` is taken (to take another, add for example --map term=de.term")
        );
        assert!(left[1].starts_with("entries in other languages, left out: 2 (`de`"), "{left:?}");
        let map = [("term", "de.term"), ("definition", "de.def")];
        let (terms, left) = taken_as(text, Form::Yaml, &map);
        assert_eq!(terms, ["Knoten: Eine Maschine", "Takt: Ein Maß"]);
        assert_eq!(left, [""; 0]);
    }
    // IT and HR are teams.
    let teams = "it: [{term: Pod, def: A group}]\nhr: [{term: Offer, def: A letter}]\n";
    assert_eq!(taken(teams, Form::Yaml).0, ["Offer: A letter", "Pod: A group"]);
}

#[test]
fn fields_of_unknown_names_are_offered_by_the_paths_that_can_be_mapped() {
    for (text, columns) in [
        ("- names: {primary: Pod}\n  body: {plain: A group}\n", ["names.primary", "body.plain"]),
        (
            "- id: pod\n  translations: {en: {name: Pod, text: A group}}\n",
            ["translations.en.name", "translations.en.text"],
        ),
    ] {
        let refusal = Imported::default().take(text, Form::Yaml, None, &Names::default());
        assert_eq!(refusal.unwrap_err().columns, columns);
        let map = [("term", columns[0]), ("definition", columns[1])];
        assert_eq!(taken_as(text, Form::Yaml, &map).0, ["Pod: A group"]);
    }
}

#[test]
fn the_senses_of_a_dictionary_are_the_meanings_of_its_word() {
    let text = r#"[{"word": "Pod", "phonetics": [{"text": "/p/"}], "meanings": [
        {"partOfSpeech": "noun", "definitions": [{"definition": "A group", "synonyms": ["school"]}, {"definition": "A case"}]},
        {"partOfSpeech": "verb", "definitions": [{"definition": "To shell"}]}]}]"#;
    assert_eq!(taken(text, Form::Yaml).0, ["Pod: (1) A group (2) A case (3) To shell"]);
    let list = r#"{"title": "Words", "definitions": [{"term": "SLO", "definition": "A target"}]}"#;
    assert_eq!(taken(list, Form::Yaml).0, ["SLO: A target"]);
}

#[test]
fn a_bar_in_the_text_of_a_picture_has_no_place_in_the_page() {
    let text = "pod | a thing ![x \\| y](z.png)\n";
    assert_eq!(taken(text, Form::Markdown).0, ["pod: a thing"]);
    let text = "| pod | a thing |\n\n| node | b ![x \\| y](z.png)é\n";
    assert_eq!(taken(text, Form::Markdown).0, ["node: b é", "pod: a thing"]);
}

#[test]
fn a_bar_after_a_backslash_divides_no_cells_and_cells_beyond_the_columns_are_told() {
    for rule in ["", "| --- | --- | --- |\n"] {
        let text = format!(
            "| Term | Meaning | Owner\n{rule}| Ingress | A door \\| gate | x |\n| Pod | `a \\| b` | y |\n"
        );
        assert_eq!(taken(&text, Form::Markdown).0, ["Ingress: A door | gate", "Pod: a | b"]);
    }
    let (terms, left) =
        taken("| Term | Meaning |\n|---|---|\n| Node | m | **more** |\n", Form::Markdown);
    assert_eq!(terms, ["Node: m | more"]);
    assert!(left[0].starts_with("more cells than columns, joined"), "{left:?}");
    let text = "| Term | Meaning | Owner |\n|---|---|---|\n| Node | m | x | y |\n";
    let left = taken(text, Form::Markdown).1;
    assert_eq!(left, ["more cells than columns, left out: 1 (`Node`, line 3)"]);
}

#[test]
fn tags_of_all_cards_and_columns_that_come_twice_are_not_dropped_in_silence() {
    let cards = "#separator:tab\n#tags:ops infra\n#tags column:3\nPod\tA group\tk8s\n";
    assert!(lines(cards, Form::Table).contains("tags: [k8s, ops, infra]"));
    let mut all = Imported::default();
    let table = "Term,Definition,Definition\nZeta,one,two\nMid,d,\nBeta,d,\nAlpha,d,\n";
    all.take(table, Form::Table, None, &Names::default()).unwrap();
    let (_, summary) = all.finish();
    let unused: Vec<_> = summary.columns.iter().filter(|column| column.field.is_none()).collect();
    assert_eq!(unused[0].name, "Definition (column 3)");
    assert_eq!(summary.first, ["zeta", "mid", "beta"], "as they come");
}

#[test]
fn settings_and_booleans_are_counted_as_what_they_are() {
    let (terms, left) = taken(r#"{"SLO": "A target for weeks", "version": 3}"#, Form::Yaml);
    assert_eq!(terms, ["SLO: A target for weeks"]);
    assert!(left[0].starts_with("a number as `definition`, left out"), "{left:?}");
    let rows = r#"[["term", "definition"], [true, "yes"], ["SLO", "A target"]]"#;
    let left = taken(rows, Form::Yaml).1;
    assert!(left[0].starts_with("a boolean in a row, left out"), "{left:?}");
    let comments = "// words\n{\n  \"SLO\": \"A target\" // mine\n}\n";
    let left = taken(comments, Form::Yaml).1;
    assert!(
        left[0].starts_with("error: it is JSON with comments; remove them: `perl "),
        "{left:?}"
    );
}

#[test]
fn dots_lead_to_a_meaning_and_admonitions_are_none() {
    let dots = "Pod ..... a group\nNode ........ a machine ... or two\n";
    assert_eq!(taken(dots, Form::Markdown).0, ["Node: a machine ... or two", "Pod: a group"]);
    let page = "# Words\n\n## Pod\n\n!!! note\n    Beware.\n\nA group.\n\n## Node\n\nA machine.\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(terms, ["Node: A machine.", "Pod: A group."]);
    assert_eq!(left, ["code blocks, HTML, footnotes and admonitions, left out: 1 (line 5)"]);
}

#[test]
fn columns_and_records_in_several_languages_are_told_apart() {
    for (text, form, term, left) in [
        (
            "Term (Spanish),Term (English),Definition (Spanish),Definition (English)\nCaja,Checkout,Donde se paga.,Where you pay.\n",
            Form::Table,
            "Checkout: Where you pay.",
            None,
        ),
        (
            "term_es,term_pt,definition_pt,definition_es\nCaja,Caixa,Onde se paga.,Donde se paga.\n",
            Form::Table,
            "Caja: Donde se paga.",
            None,
        ),
        (
            "Spanish,English,Definition\nCaja,Checkout,Where you pay.\n",
            Form::Table,
            "Checkout: Where you pay.",
            None,
        ),
        ("es,pt,sv\nCaja,Caixa,Kassa\n", Form::Table, "Caja: Caixa", None),
        (
            "Language,Term,Definition\npt-BR,Caixa,Onde se paga.\nes,Caja,Donde se paga.\n",
            Form::Table,
            "Caixa: Onde se paga.",
            Some("entries in languages other than `pt`, left out: 1 (`Caja`, line 3)"),
        ),
        (
            "- {lang: es, term: Caja, definition: Donde.}\n- {lang: English, term: Checkout, definition: Where.}\n",
            Form::Yaml,
            "Checkout: Where.",
            Some("entries in languages other than `en`, left out: 1 (line 1)"),
        ),
        (
            "es:\n  - {term: Caja, definition: Donde.}\npt:\n  - {term: Caixa, definition: Onde.}\n",
            Form::Yaml,
            "Caja: Donde.",
            Some("entries in other languages, left out: 1 (`pt`, line 4)"),
        ),
        (
            "- Spanish: {term: Caja, definition: Donde.}\n  Dutch: {term: Kassa, definition: Waar.}\n",
            Form::Yaml,
            "Caja: Donde.",
            None,
        ),
    ] {
        let (terms, notes) = taken(text, form);
        assert_eq!(terms, [term], "{text}");
        let notes: Vec<_> = notes.iter().filter(|note| note.contains("left out")).collect();
        assert_eq!(notes, left.iter().collect::<Vec<_>>(), "{text}");
    }
    // Acronyms and programming languages are none.
    let text =
        "IT: {definition: Computers.}\nHR: {definition: People.}\nAPI: {definition: A contract.}\n";
    assert_eq!(taken(text, Form::Yaml).0, ["API: A contract.", "HR: People.", "IT: Computers."]);
    let text = "Language,Term,Definition\nGo,Channel,A pipe.\nRust,Trait,A promise.\n";
    assert_eq!(taken(text, Form::Table).0.len(), 2);
}

#[test]
fn words_come_in_from_groups_and_children_at_any_depth() {
    let deep = "nodes:\n- name: Classes\n  description: Words on secrets.\n  terms: [{name: Secret, description: For few.}]\n  \
        nodes:\n  - name: Keeping\n    description: How long.\n    terms: [{name: Hold, description: An order.}]\n";
    let (terms, left) = taken(deep, Form::Yaml);
    assert_eq!(terms, ["Hold: An order.", "Secret: For few."]);
    assert_eq!(left, ["a group of words, not a word: 2 (`Classes`, line 2; `Keeping`, line 6)"]);
    let parents = "- term: Model\n  definition: A shape.\n  children:\n  - {term: Part, definition: A piece., children: [{term: Bit}]}\n";
    let (terms, left) = taken(parents, Form::Yaml);
    assert_eq!(terms, ["Model: A shape.", "Part: A piece."]);
    assert_eq!(left, ["no definition: 1 (`Bit`, line 4)"]);
    let keyed = "Model:\n  definition: A shape.\n  children: [{term: Part, definition: A piece.}]\nToil:\n  definition: Work.\n";
    assert_eq!(taken(keyed, Form::Yaml).0, ["Model: A shape.", "Part: A piece.", "Toil: Work."]);
}

#[test]
fn null_in_one_of_several_languages_is_no_text() {
    let json = r#"[{"term":{"en":"Fraud","de":"Betrug"},"definition":{"en":null,"de":"Vom Kunden."}},{"term":{"en":"Chargeback","de":null},"definition":{"en":"Money back.","de":null}}]"#;
    let (terms, left) = taken(json, Form::Yaml);
    assert_eq!(terms, ["Chargeback: Money back."]);
    assert!(left.contains(&"no definition: 1 (`Fraud`, line 1)".to_owned()), "{left:?}");
    let map = [("term", "de.term"), ("definition", "de.definition")];
    let (terms, left) = taken_as(json, Form::Yaml, &map);
    assert_eq!(terms, ["Betrug: Vom Kunden."]);
    assert_eq!(left, ["no word: 1 (line 1)"]);
    let yaml = "Fraud:\n  en: ~\n  de: Betrug.\nToil:\n  en: Work.\n  de: Arbeit.\n";
    assert_eq!(taken(yaml, Form::Yaml).0, ["Toil: Work."]);
}

#[test]
fn exports_of_notion_airtable_hugo_and_handbooks_are_read_as_they_were_meant() {
    let notion = "Name,Definition,Related\nBudget,An amount.,\"SLO (https://www.notion.so/SLO-0f3e), Toil (Words/Toil%200f3e.md)\"\nSLO,A target.,\nToil,Work.,\n";
    assert!(lines(notion, Form::Table).contains("see_also: [slo, toil]"));
    let airtable = "{\"records\": [{\"id\": \"recA1b2C3d4E5f6G7\", \"fields\": {\"Name\": \"Churn\", \"Definition\": \"Leaving.\"}}]}";
    assert!(!lines(airtable, Form::Yaml).contains("id:"));
    let hugo = "- {term: Sharding, short: splitting data, long: Splitting a database.}\n- {term: Partition, short: a part}\n";
    assert_eq!(taken(hugo, Form::Yaml).0, ["Partition: a part", "Sharding: Splitting a database."]);
    let book = "# Glossary\n\n### Crate (n.)\n\nA unit.\n\n### Unsafe\n\n- Code to check.\n- Needs a comment.\n\n### Empty\n\n[here](a.md)\n";
    let (terms, left) = taken(book, Form::Markdown);
    assert_eq!(terms, ["Crate: A unit.", "Unsafe: Code to check. Needs a comment."]);
    assert_eq!(
        left,
        ["parts of speech, left out: 1 (`Crate`, line 3)", "no definition: 1 (`Empty`, line 12)"]
    );
    let mut all = Imported::default();
    all.take("# Intro\n\nWelcome.\n", Form::Markdown, Some("src/intro.md"), &Names::default())
        .unwrap();
    assert_eq!((all.count(), all.finish().1.found), (0, 1));
}

#[test]
fn a_new_deck_is_in_the_language_of_its_columns() {
    for (text, form, language) in [
        ("Begriff;Bedeutung;Owner\nLast;Was zu tun ist\n", Form::Table, Some("de")),
        ("Begriff;Abkürzung;Definition\nLast;L;Was zu tun ist\n", Form::Table, Some("de")),
        ("Term,Erklärung\nLast,Was zu tun ist\n", Form::Table, Some("de")),
        ("Abkürzung;Langform\nQS;Qualitätssicherung\n", Form::Table, Some("de")),
        ("| Mot | Définition |\n| - | - |\n| Dette | Ce qui reste |\n", Form::Markdown, Some("fr")),
        ("- palabra: Deuda\n  significado: Lo que queda\n", Form::Yaml, Some("es")),
        ("用語,説明\n負債,残り\n", Form::Table, Some("ja")),
        ("Term,Definition\nDebt,What is left\n", Form::Table, None),
        ("Begriff,Meaning\nSchuld,What is left\n", Form::Table, None),
        ("Sigla,Definição\nQA,Qualidade\n", Form::Table, Some("pt")),
        ("deck: a\nlanguage: nl\nterms:\n  - {term: A, definition: B}\n", Form::Yaml, Some("nl")),
    ] {
        let mut all = Imported::default();
        all.take(text, form, None, &Names::default()).unwrap();
        let (_, mut summary) = all.finish();
        summary.take_language();
        let found = summary.head.iter().find(|(name, _)| *name == "language");
        assert_eq!(found.map(|(_, code)| &*code.texts()[0]), language, "{text}");
        let is_told = summary
            .notes
            .iter()
            .any(|note| note.line().starts_with("the names of the columns are "));
        assert_eq!(is_told, language.is_some_and(|code| code != "nl"), "{text}");
    }
}

#[test]
fn a_deck_that_cannot_be_read_is_to_be_checked() {
    for text in [
        "deck: ops\nterms:\n  - term: \"SLO\n",
        "title: Ops\nterms: [\n",
        "{\"deck\": \"a\", \"terms\": [}",
    ] {
        let (_, left) = taken(text, Form::Yaml);
        let command = "; to name every mistake, check the deck: `shoptalk deck check FILE`";
        assert!(left[0].ends_with(command), "{left:?}");
    }
    let (_, left) = taken("terms:\n  SLO: \"a\n", Form::Yaml);
    assert!(!left[0].contains("check the deck"), "{left:?}");
}
