use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

const DECKS: [&str; 3] = [
    "deck: data\nterms:\n  - {term: Model, definition: d}\n  - {term: Warehouse, definition: d}\n  - {term: ETL, definition: d}\n  - {term: Schema, definition: d}\n",
    "deck: ml\nterms:\n  - {term: Model, definition: d}\n  - {term: Overfitting, definition: d}\n  - {term: Training set, definition: d}\n  - {term: ETL, definition: d, same_as: data/etl}\n",
    "deck: platform\nterms:\n  - {term: SLO, expansion: Service-level objective, definition: d}\n  - {term: Error budget, definition: d, sounds_like: [air budget]}\n",
];

fn scanner() -> Scanner {
    let decks =
        DECKS.iter().filter_map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck);
    Scanner::new(&Library::merge(decks.collect()).library)
}

fn scan(text: &str) -> Scan {
    scanner().scan(text, Kind::Plain, &[])
}

fn ids(scan: &Scan) -> Vec<String> {
    scan.words.iter().map(|word| word.senses[0].term.to_string()).collect()
}

#[test]
fn words_come_in_order_of_appearance_each_once_with_its_count_and_place() {
    let scan = scan("intro\nThe service level objective\nand error budgets: SLOs, SLO.\n");
    assert_eq!(ids(&scan), ["platform/slo", "platform/error-budget"]);
    let slo = &scan.words[0];
    assert_eq!((slo.text.as_str(), slo.count, slo.first.line), ("service level objective", 3, 2));
    assert_eq!(slo.sure, Certainty::Only);
    assert_eq!(scan.words[1].first, Position { line: 3, ms: None });
}

#[test]
fn of_several_senses_the_one_whose_team_is_near_is_likelier() {
    let scan = scan("We saw overfitting on the training set, so the model is not ready.");
    let model = scan.words.iter().find(|word| word.text == "model").unwrap();
    assert_eq!(model.senses[0].term.as_str(), "ml/model");
    assert_eq!((model.sure, model.senses[0].near), (Certainty::Clear, 2));

    let mixed = scanner().scan("warehouse schema model overfitting training set", Kind::Plain, &[]);
    let model = mixed.words.iter().find(|word| word.text == "model").unwrap();
    assert_eq!(model.sure, Certainty::Unsure, "{model:?}");
}

#[test]
fn one_neighbour_makes_a_sense_likely_and_no_more() {
    let scan = scan("overfitting of the model");
    assert_eq!(
        (scan.words[1].sure, scan.words[1].senses[0].term.as_str()),
        (Certainty::Likely, "ml/model")
    );
}

#[test]
fn where_no_neighbour_says_anything_followed_teams_come_first_and_nothing_is_sure() {
    for (followed, first) in [(&["ml"][..], "ml/model"), (&["data"], "data/model")] {
        let scan = scanner().scan("Just a model.", Kind::Plain, followed);
        assert_eq!(scan.words[0].senses[0].term.as_str(), first);
        assert_eq!(scan.words[0].sure, Certainty::Unsure);
    }
    let far = format!("overfitting {} model", "word ".repeat(70));
    let far = scan(&far);
    assert_eq!(far.words[1].sure, Certainty::Unsure);
}

#[test]
fn terms_that_are_the_same_are_one_sense() {
    assert_eq!(scan("the ETL").words[0].senses.len(), 1);
}

#[test]
fn a_transcript_says_when_and_hears_what_things_sound_like() {
    let text = "WEBVTT\n\n1\n00:01:05.000 --> 00:01:08.000\n<v Ana>Our air\n\n2\n00:01:08.000 --> 00:01:09.000\nbudget and the KPI\n";
    let scan = scanner().scan(text, Kind::Transcript, &[]);
    assert_eq!(ids(&scan), ["platform/error-budget"]);
    assert_eq!(scan.words[0].first, Position { line: 5, ms: Some(65_000) });
    assert_eq!((scan.acronyms[0].text.as_str(), scan.acronyms[0].first.ms), ("KPI", Some(68_000)));
    assert_eq!(scan.acronyms[0].excerpt, "Our air budget and the KPI");
    let plain = scanner().scan("our air budget", Kind::Plain, &[]);
    assert_eq!(plain.words, []);
}

#[test]
fn an_excerpt_is_clean_and_short_whatever_the_line_is() {
    let text = format!("{} the \u{1b} KPI of it {}", "é ".repeat(50_000), "ß".repeat(50_000));
    let scan = scan(&text);
    let excerpt = &scan.acronyms[0].excerpt;
    assert!(excerpt.contains("KPI of it") && !excerpt.contains('\u{1b}'), "{excerpt}");
    assert!(excerpt.chars().count() <= EXCERPT + 10, "{excerpt}");
}

#[test]
fn an_excerpt_keeps_its_acronym_and_tells_nobody_even_at_its_edge() {
    let words = "so many more words of the same kind";
    for (text, expected) in [
        ("see XQZ@v2 of it", "see XQZ of it"),
        ("PR #1234 broke the XQZ", "PR #1234 broke the XQZ"),
        (
            &format!("the XQZ {words} +49 170 1234567 {words}"),
            &format!("the XQZ {words} so many …"),
        ),
    ] {
        assert_eq!(scan(text).acronyms[0].excerpt, expected);
    }
}

#[test]
fn an_acronym_may_be_explained_in_a_later_part_of_a_long_text() {
    let text = format!("the XQZ {} the XQZ (Xylophone Quiz Zone)", "so we go ".repeat(PART / 9));
    let acronyms = scan(&text).acronyms;
    assert_eq!((acronyms.len(), acronyms[0].count), (1, 2));
    assert_eq!(acronyms[0].expansion.as_deref(), Some("Xylophone Quiz Zone"));
}

#[test]
fn nothing_in_nothing() {
    for text in ["", "\n\n", "…", "\u{c}"] {
        assert_eq!(scan(text), Scan::default());
    }
}

#[test]
fn an_excerpt_has_no_gap_where_marks_were_taken_away() {
    let text =
        "1\n00:00:01,000 --> 00:00:02,000\nIs <i>this</i>? The <b>KPI</b>, they say <i>so</i>.\n";
    let scan = scanner().scan(text, Kind::Transcript, &[]);
    assert_eq!(scan.acronyms[0].excerpt, "Is this? The KPI, they say so.");
}

fn built_in() -> Library {
    crate::files::load(&crate::files::Sources::default()).library
}

#[test]
fn the_examples_of_the_decks_are_read_as_their_teams_mean_them() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    let (mut all, mut found, mut right, mut sure) = (0.0, 0.0, 0.0, 0.0);
    for (_, term) in library.terms() {
        let Some(example) = &term.example else { continue };
        let id = library.resolve(&term.id);
        let scan = scanner.scan(example, Kind::Plain, &[]);
        let is_sense = |word: &&Spotted| word.senses.iter().any(|sense| sense.term == id);
        let own: Vec<&Spotted> = scan.words.iter().filter(is_sense).collect();
        let first: Vec<&&Spotted> = own.iter().filter(|word| word.senses[0].term == id).collect();
        all += 1.0;
        found += f64::from(u8::from(!own.is_empty()));
        right += f64::from(u8::from(!first.is_empty()));
        sure += f64::from(u8::from(first.iter().any(|word| word.sure != Certainty::Doubtful)));
    }
    // When written: 99.3, 96.2 and 90.1 %.
    let figures = [found, right, sure].map(|count| 100.0 * count / all);
    let aims = [99.0, 95.5, 89.5];
    assert!(figures.iter().zip(aims).all(|(figure, aim)| *figure >= aim), "{figures:.1?}");
}

#[test]
fn office_prose_has_hardly_any_jargon_though_its_words_are_terms_too() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    for (text, most) in [
        (include_str!("../../../tests/data/prose/office-mail.txt"), 2),
        (include_str!("../../../tests/data/prose/choir.txt"), 0),
        (include_str!("../../../tests/data/prose/sales.txt"), 1),
        (include_str!("../../../tests/data/prose/class-trip.txt"), 0),
        (include_str!("../../../tests/data/prose/house-notes.txt"), 0),
    ] {
        let words = scanner.scan(text, Kind::Plain, &[]).words.into_iter();
        let sure = words.filter(|word| word.sure != Certainty::Doubtful);
        let sure: Vec<String> = sure.map(|word| word.text).collect();
        assert!(sure.len() <= most, "{sure:?}");
    }
}

/// The terms in `text` that are not doubtful.
fn sure(text: &str, kind: Kind) -> Vec<String> {
    let words = Scanner::new(&built_in()).scan(text, kind, &[]).words.into_iter();
    let sure = words.filter(|word| word.sure != Certainty::Doubtful);
    sure.map(|word| word.senses[0].term.to_string()).collect()
}

#[test]
fn the_jargon_of_a_meeting_is_found_and_hardly_anything_else() {
    let scanner = Scanner::new(&built_in());
    let (mut rows, mut right, mut marks, mut found) = (0.0, 0.0, 0.0, 0.0);
    let (mut wrong, mut missing) = (Vec::new(), Vec::new());
    for marked in [
        include_str!("../../../tests/data/scan/incident.txt"),
        include_str!("../../../tests/data/scan/app-release.txt"),
        include_str!("../../../tests/data/scan/order-service.txt"),
    ] {
        let (mut text, mut jargon) = (String::new(), Vec::new());
        for piece in marked.split('}') {
            let (before, term) = piece.split_once('{').unwrap_or((piece, ""));
            text += before;
            jargon.extend((!term.is_empty()).then(|| text.len()..text.len() + term.len()));
            text += term;
        }
        assert_eq!(Kind::of("x.txt", &text), Kind::Transcript);
        let words = scanner.scan(&text, Kind::Transcript, &[]).words;
        let sure: Vec<_> = words.iter().filter(|word| !word.is_doubtful()).collect();
        let touches = |span: &Range<usize>, other: &Range<usize>| {
            span.start < other.end && other.start < span.end
        };
        for word in &sure {
            let is_right = word.spans.iter().any(|span| jargon.iter().any(|it| touches(span, it)));
            rows += 1.0;
            right += f64::from(u8::from(is_right));
            wrong.extend((!is_right).then(|| word.text.clone()));
        }
        for place in jargon {
            let mut spans = sure.iter().flat_map(|word| &word.spans);
            let is_found = spans.any(|span| touches(span, &place));
            marks += 1.0;
            found += f64::from(u8::from(is_found));
            missing.extend((!is_found).then(|| text[place].to_owned()));
        }
    }
    let (precision, recall) = (100.0 * right / rows, 100.0 * found / marks);
    assert!(
        precision >= 92.0 && recall >= 92.0,
        "{precision:.1} {recall:.1} {wrong:?} {missing:?}"
    );
}

#[test]
fn what_stands_next_to_a_word_weighs_more_than_what_the_meeting_is_about() {
    let text = include_str!("../../../tests/data/scan/incident.txt").replace(['{', '}'], "");
    let found = sure(&text, Kind::Transcript);
    for term in ["backend/migration", "platform/canary"] {
        assert!(found.iter().any(|found| found == term), "{term}: {found:?}");
    }
}

#[test]
fn an_acronym_that_is_a_word_and_the_name_of_a_product_are_no_plain_english() {
    assert_eq!(sure("RAG found the right policy.", Kind::Plain), ["ml/rag"]);
    assert_eq!(sure("RAG's answer was right.", Kind::Plain), ["ml/rag"]);
    assert_eq!(sure("Gemini read four hundred pages.", Kind::Plain), ["tools/gemini"]);
    // A title, initials, and capitals that are just polite.
    let text = "Dear Mr Weber, Dr R. Lind of the State Board saw the Network at Green Street.";
    assert_eq!(sure(text, Kind::Plain), [""; 0]);
}

#[test]
fn an_acronym_is_what_the_text_says_that_it_is() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    let read = |text: &str| {
        let scan = scanner.scan(text, Kind::Plain, &[]);
        let sure = scan.words.iter().filter(|word| !word.is_doubtful());
        let words: Vec<String> = sure.map(|word| word.senses[0].term.to_string()).collect();
        let acronym = |one: &Acronym| format!("{} {:?} {}", one.text, one.expansion, one.count);
        (words, scan.acronyms.iter().map(acronym).collect::<Vec<_>>())
    };
    for text in [
        "Ask the Team Liaison Squad (TLS) before noon; TLS decides.",
        "Ask TLS (the Team Liaison Squad) before noon; the TLS decides.",
        "TLS, or team liaison squad, meets at noon, and TLS decides.",
        "TLS stands for Team Liaison Squad. TLS decides.",
        "TLS: team liaison squad. TLS decides.",
        "Ask the Team Liaison Squad (TLS) before noon, by the TLS's rules.",
    ] {
        let (words, acronyms) = read(text);
        assert_eq!(words, [""; 0], "{text}");
        let start = acronyms.concat().to_lowercase();
        assert_eq!(start, "tls some(\"team liaison squad\") 2", "{text}");
    }
    let stressed =
        read("The Annual Improvement Meeting (AIM) is where we aim high, and we aim well.").1;
    assert_eq!(stressed, ["AIM Some(\"Annual Improvement Meeting\") 1"]);
    let accents = read("The École Nationale Ultime (ÉNU) and the ÉNU.").1;
    assert_eq!(accents, ["ÉNU Some(\"École Nationale Ultime\") 2"]);
    let ids = read("Ask the Team Liaison Squad (TLS) about TLS-7 and SLO-7.");
    assert_eq!(ids, (Vec::new(), vec!["TLS Some(\"Team Liaison Squad\") 1".to_owned()]));
    let known = "Our Service Level Objective (SLO) is met. The SLO is fine.";
    assert_eq!(read(known), (vec!["platform/slo".to_owned()], Vec::new()));
    let known = "Follow the Payment Card Industry (PCI) rules.";
    assert_eq!(read(known), (vec!["security/pci-dss".to_owned()], Vec::new()));
    let both = "With continuous integration (CI) we are fast, and CI/CD is our friend.";
    assert!(read(both).0.contains(&"delivery/ci-cd".to_owned()), "{:?}", read(both));
    // In brackets, but not explained.
    assert_eq!(read("It is encrypted (TLS) now.").0, ["security/encryption", "security/tls"]);
}

#[test]
fn a_figure_may_be_spoken() {
    let said = "the p ninety nine is up, and p 99 too, and I see that we are at five nines of nine";
    assert_eq!(sure(said, Kind::Transcript), ["platform/p99", "platform/nines"]);
}

#[test]
fn a_word_in_two_spellings_is_one_word() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    let text =
        "The Table was dropped, another table has no index, and the query reads the SQL table.";
    let words = scanner.scan(text, Kind::Plain, &[]).words;
    let tables: Vec<&Spotted> =
        words.iter().filter(|word| word.text.eq_ignore_ascii_case("table")).collect();
    assert!(tables.len() == 1 && tables[0].text == "Table" && tables[0].count == 3, "{tables:#?}");
    assert!(tables[0].spans.is_sorted_by_key(|span| span.start), "{tables:#?}");
}

#[test]
fn an_acronym_may_be_spelled_and_its_letters_are_no_names() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    let first = |text: &str, kind| -> Vec<String> {
        let words = scanner.scan(text, kind, &[]).words.into_iter();
        words.map(|word| word.senses[0].term.to_string()).collect()
    };
    for text in ["The S.L.O. is at risk.", "the S L O is at risk", "The SLO is at risk."] {
        assert_eq!(first(text, Kind::Plain), ["platform/slo"], "{text}");
    }
    assert_eq!(first("the Q R R is up", Kind::Plain), Vec::<String>::new(), "no R");
    let said = "WEBVTT\n\n00:01.000 --> 00:02.000\nthey broke the ess ell oh\n";
    assert_eq!(first(said, Kind::Transcript), ["platform/slo"]);
}

#[test]
fn what_was_misheard_in_speech_is_the_term_it_is_a_mistake_for_and_people_are_none() {
    let library = built_in();
    let finder = crate::core::finder::Finder::new(&library, &[], &[]);
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nwhy did ngnix restart\n\n00:03.000 --> 00:04.000\nPriya and Marek wrote the post mortum, thanks\n";
    let mut scan = Scanner::new(&library).scan(text, Kind::Transcript, &[]);
    add_misheard(&mut scan, text, &finder);
    let found: Vec<(&str, &str, Option<u64>)> = scan
        .words
        .iter()
        .filter(|word| !word.is_doubtful())
        .map(|word| (word.text.as_str(), word.senses[0].term.as_str(), word.first.ms))
        .collect();
    assert_eq!(
        found,
        [
            ("ngnix", "platform/nginx", Some(1_000)),
            ("post mortum", "platform/postmortem", Some(3_000))
        ]
    );
}

#[test]
fn a_piece_of_what_was_misheard_is_no_word_of_its_own() {
    let library = built_in();
    let finder = crate::core::finder::Finder::new(&library, &[], &[]);
    let sure = |said: &str| -> Vec<String> {
        let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{said}\n");
        let mut scan = Scanner::new(&library).scan(&text, Kind::Transcript, &[]);
        add_misheard(&mut scan, &text, &finder);
        let sure = scan.words.iter().filter(|word| !word.is_doubtful());
        sure.map(|word| word.senses[0].term.to_string()).collect()
    };
    assert_eq!(sure("show me the wire frayme please"), ["design/wireframe"]);
    assert_eq!(sure("ask dev opps about it"), ["delivery/devops"]);
    assert_eq!(sure("dead lock in the post gress"), ["backend/deadlock", "tools/postgres"]);
    assert_eq!(sure("we saw some gress there"), [""; 0]);
    assert_eq!(sure("the fig ma file is late"), ["tools/figma"]);
    assert_eq!(sure("the coast per token is up"), ["ml/cost-per-token"]);
    // Two English words that are one term together.
    assert_eq!(sure("was that item potent or not"), ["backend/idempotent"]);
    assert_eq!(
        sure("no ex filtration in our mono repo"),
        ["security/exfiltration", "delivery/monorepo"]
    );
}

#[test]
fn a_number_in_words_and_a_verb_are_the_name_too() {
    assert_eq!(sure("We had a sev one at around two.", Kind::Plain), ["platform/sev-1"]);
    assert_eq!(sure("We will shard it in May.", Kind::Plain), ["backend/sharding"]);
    assert_eq!(sure("They deprecate it in May.", Kind::Plain), ["backend/deprecation"]);
    assert_eq!(sure("We book a hotel and land at noon.", Kind::Plain), [""; 0]);
}

#[test]
fn a_sentence_that_tells_little_is_read_as_the_followed_team_means_it() {
    let library = built_in();
    let scan = Scanner::new(&library).scan("they said the canary", Kind::Plain, &["platform"]);
    assert_eq!(scan.words[0].senses[0].term.as_str(), "platform/canary");
}

#[test]
fn an_ordinary_word_that_a_term_is_only_also_called_is_doubtful_by_itself() {
    for text in ["My mother is visiting next week.", "Please send the boxes to the warehouse."] {
        assert_eq!(sure(text, Kind::Plain), [""; 0]);
    }
}

#[test]
fn what_was_misheard_belongs_to_nothing_else() {
    let library = built_in();
    let finder = crate::core::finder::Finder::new(&library, &[], &[]);
    let talk = "and so it was ".repeat(8);
    let text = format!("restart the kuber NETTIS now {talk}\n{talk} and ask NETTIS about it\n");
    let mut scan = Scanner::new(&library).scan(&text, Kind::Transcript, &[]);
    assert_eq!((scan.acronyms[0].count, scan.acronyms[0].first.line), (2, 1));
    add_misheard(&mut scan, &text, &finder);
    assert_eq!(ids(&scan), ["platform/kubernetes"]);
    let Acronym { text, count, first, excerpt, .. } = &scan.acronyms[0];
    assert_eq!((text.as_str(), *count, first.line), ("NETTIS", 1, 2));
    assert!(excerpt.ends_with(" was and ask NETTIS about it"), "{excerpt}");
}

#[test]
fn an_acronym_that_looks_like_a_word_is_heard_where_its_topic_is() {
    let said = "we put a reranker behind the old rag and the embeddings are new so the llm hallucinates less";
    let scanner = Scanner::new(&built_in());
    let scan = |text: &str| scanner.scan(text, Kind::Transcript, &[]);
    assert!(ids(&scan(said)).contains(&"ml/rag".to_owned()));
    assert_eq!(ids(&scan("wipe it with a wet rag after lunch and go home")), [""; 0]);
    assert_eq!(sure("wipe it with a wet rag after the LLM", Kind::Plain), ["ml/llm"]);
}

#[test]
fn a_caption_may_write_letters_small_and_apart() {
    for (said, term) in [
        ("the d n s is down", "platform/dns"),
        ("the l l m judge is slow", "ml/llm-judge"),
        ("a c v e came in", "security/cve"),
        ("open s s l is old", "tools/openssl"),
        ("the m q l s grew", "product/mql"),
        ("the c i c d is red", "delivery/ci-cd"),
        ("the p and l is due", "business/p-and-l"),
        ("a d dos hit us", "security/ddos"),
    ] {
        assert_eq!(sure(said, Kind::Transcript), [term], "{said}");
    }
    assert_eq!(sure("plan a b or c d or whatever", Kind::Plain), [""; 0]);
}

#[test]
fn plain_words_beside_one_another_are_no_name() {
    for said in [
        "Our customers asked me about it yesterday.",
        "It has nothing to do with us.",
        "The old team was here before.",
    ] {
        assert_eq!(sure(said, Kind::Plain), [""; 0], "{said}");
    }
}

#[test]
fn a_transcript_in_which_nothing_is_said_has_no_words() {
    let scan = scanner().scan("WEBVTT\n\nNOTE by the KPI team\n", Kind::Transcript, &[]);
    assert_eq!(scan, Scan::default());
}

#[test]
fn a_word_that_is_a_term_itself_is_rather_that_than_an_alias() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    for (text, followed, term) in [
        ("the GA date moved", &[][..], "product/ga"),
        ("put the pods on another node and drain the old one", &["platform"], "platform/pod"),
    ] {
        let scan = scanner.scan(text, Kind::Plain, followed);
        assert_eq!(scan.words[0].senses[0].term.as_str(), term, "{text}");
    }
}

#[test]
fn a_name_of_one_word_may_be_written_as_two() {
    let library = built_in();
    let scanner = Scanner::new(&library);
    let read = |text: &str| -> Vec<(String, bool)> {
        let words = scanner.scan(text, Kind::Plain, &[]).words.into_iter();
        words.map(|word| (word.text.clone(), word.is_doubtful())).collect()
    };
    let text = "They rolled back the canary, and the guard rails show up on the dash board.";
    let found = read(text);
    for name in ["rolled back", "guard rails", "dash board"] {
        assert!(found.contains(&(name.to_owned(), false)), "{name}: {found:?}");
    }
    // A verb that everyone uses may be just that.
    let found = read("Please back up the files and bring them to the meeting on Monday.");
    assert!(found.contains(&("back up".to_owned(), true)), "{found:?}");
    // After an article it is a noun.
    let found = read("The fail over worked, but it has no time out on the call to the printer.");
    for name in ["fail over", "time out"] {
        assert!(found.contains(&(name.to_owned(), false)), "{name}: {found:?}");
    }
}

#[test]
fn a_number_behind_a_name_may_be_joined_to_it() {
    let library = built_in();
    let scan =
        Scanner::new(&library).scan("The SEV1 of last night, and a sev 1.", Kind::Plain, &[]);
    assert_eq!(scan.acronyms, []);
    assert_eq!((scan.words[0].text.as_str(), scan.words[0].count), ("SEV1", 2));
}
