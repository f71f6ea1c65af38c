//! Turns an entry, as found in any format, into a term of a deck.

use crate::core::deck::Level;
use crate::core::deck::content::Content;
use crate::core::deck::edit::Draft;
use crate::core::deck::fields::{self, Field, Kind};
use crate::core::entry::{CALLED_NOW, unquoted};
use crate::core::import::markup::{PARTS_OF_SPEECH, after_class, is_word_class};
use crate::core::import::sheet::{OF_SHEET, is_of_sheet, of_sheet};
use crate::core::import::source::Source;
use crate::core::import::{Found, KEY, MAX_TERMS, Sink};
use crate::core::slug::{is_slug, slug};

/// Texts that stand for a missing one.
const PLACEHOLDERS: &str = "- -- – — ? ?? ??? … n/a n.a na tbd tbc todo tba none nil";
/// What comes before another name in brackets.
const ALSO: [&str; 5] = ["also known as ", "also: ", "also ", "aka ", "a.k.a. "];
/// The longest id that is kept. Longer ones were made by machines.
const LONGEST_ID: usize = 60;

impl Sink<'_> {
    /// Adds a term, or counts why not.
    pub(super) fn add(&mut self, place: &str, found: Found) {
        let source = self.source;
        let mut draft = Draft::default();
        let (mut keys, mut links, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut senses, mut files) = (Vec::new(), Vec::new());
        let term = found.iter().find(|(name, _)| *name == "term");
        let term = term.map(|(_, texts)| texts.concat()).unwrap_or_default();
        for (name, texts) in found {
            if name == KEY {
                files.extend(texts);
                continue;
            }
            let Some(field) = fields::of_term(name) else { continue };
            let texts = texts.iter().map(|text| source.plain(text));
            let (failed, texts): (Vec<_>, Vec<_>) =
                texts.partition(|text| !source.is_own() && is_of_sheet(text));
            notes.extend(failed.iter().map(|_| of_sheet(name)));
            if let ("term", Some(text)) = (name, failed.first()) {
                return self.left(OF_SHEET, text, place);
            }
            links.extend(called_now(name, &texts).map(|now| ("use", vec![now])));
            match field.kind {
                Kind::Id => keys.extend(texts),
                // No word of the import has these ids.
                Kind::Links if name == "formerly" => {
                    let (ids, others): (Vec<_>, Vec<_>) = several(&texts, &term, source)
                        .into_iter()
                        .partition(|text| is_term_id(text));
                    notes.extend(others.iter().map(|_| no_id(name)));
                    draft.put(name, Content::list(ids));
                }
                Kind::Links => {
                    let texts = several(&texts, &term, source);
                    self.trust(&texts);
                    links.push((field.name, texts));
                }
                kind if kind.is_list() => {
                    let texts = several(&texts, &term, source);
                    draft.put(name, Content::List(with_more(field, &draft, &texts, source)));
                }
                _ if name == "definition" => {
                    for (text, has_class) in texts.iter().filter_map(|text| sense(text, source)) {
                        notes.extend(has_class.then(|| PARTS_OF_SPEECH.to_owned()));
                        senses.push(text);
                    }
                }
                Kind::Link
                    if texts.iter().any(|text| !text.trim().is_empty() && !is_term_id(text)) =>
                {
                    links.push((field.name, texts));
                }
                _ => match text_of(field, &texts, source) {
                    Ok(text) => {
                        let (text, known) = (source.line(&text), draft.get(name));
                        let is_prose = matches!(field.kind, Kind::Prose(_));
                        if known.is_empty() {
                            draft.put(name, Content::Text(text));
                        } else if is_prose && !known.contains(&text) {
                            draft.put(name, Content::Text(format!("{known} {text}")));
                        } else if !is_prose && !text.is_empty() && known != text {
                            notes.push(format!("a second `{name}`, left out"));
                        }
                    }
                    Err(why) => notes.push(why),
                },
            }
        }
        if !source.is_own() && split_term(&mut draft, source) {
            notes.push(PARTS_OF_SPEECH.to_owned());
        }
        let term = draft.get("term").to_owned();
        if let Some((cause, what)) = why_none(&term, &senses, source) {
            return self.left(cause, what, place);
        }
        if senses.is_empty() {
            let expansion = draft.get("expansion");
            if expansion.is_empty() {
                let is_computed = notes.contains(&of_sheet("definition"));
                let cause = if is_computed { OF_SHEET } else { "no definition" };
                return self.left(cause, &term, place);
            }
            senses.push(expansion.to_owned());
            let cause = "no definition, so what it stands for is used instead";
            self.note(cause, &term, place);
        }
        for note in notes {
            self.note(note, &term, place);
        }
        if !source.is_own() && draft.get("expansion").is_empty() {
            split_meaning(&mut draft, &mut senses[0]);
        }
        draft.put("definition", Content::Text(senses[0].clone()));
        let is_id = |id: &String| is_name(id) || source.is_own() && is_slug(id);
        let id = keys.iter().map(|key| slug(key)).find(is_id);
        if id.is_none() && keys.iter().any(|key| !key.trim().is_empty()) {
            self.note("a machine-made `id`, left out", &term, place);
        }
        if let Some(id) = id.filter(|id| *id != slug(&term)) {
            draft.put("id", Content::text(&id));
        }
        keys.extend(files);
        self.put(draft, senses, &keys, links, place);
    }

    /// Takes the links of a deck into other decks, which may not be here, as they are.
    fn trust(&mut self, links: &[String]) {
        if self.source == Source::Deck {
            let far = links.iter().filter(|text| text.contains('/') && is_term_id(text)).cloned();
            self.imported.elsewhere.extend(far.map(|id| (id.clone(), id)));
        }
    }

    /// Adds `draft`, or its meanings to those of the same word.
    fn put(
        &mut self,
        mut draft: Draft,
        senses: Vec<String>,
        keys: &[String],
        links: Vec<(&'static str, Vec<String>)>,
        place: &str,
    ) {
        let term = draft.get("term").to_owned();
        let is_seen = |draft: &Draft| self.imported.seen.contains_key(&draft.id());
        if is_seen(&draft)
            && !draft.get("id").is_empty()
            && slug(self.term(&draft.id())) != slug(&term)
        {
            draft.remove("id");
        }
        let id = draft.id();
        let named = self.imported.keys.get(&slug(&term));
        if [Some(&id), named].into_iter().flatten().any(|id| self.imported.used_ids.contains(id)) {
            return self.left("in the deck already", &term, place);
        }
        if let Some(at) = self.imported.seen.get(&id).copied() {
            let known = &mut self.imported.senses[at];
            let first = &mut self.imported.terms[at];
            let new: Vec<_> = senses.into_iter().filter(|sense| !known.contains(sense)).collect();
            let is_new = !new.is_empty();
            let with = |expansion: &str, sense: &String| match expansion {
                "" => sense.clone(),
                _ if sense.starts_with(expansion) => sense.clone(),
                _ => format!("{expansion}: {sense}"),
            };
            // What one meaning stands for is not what the word stands for.
            let (one, other) =
                (first.get("expansion").to_owned(), draft.get("expansion").to_owned());
            if one == other || !is_new {
                known.extend(new);
            } else {
                *known = known.iter().map(|sense| with(&one, sense)).collect();
                known.extend(new.iter().map(|sense| with(&other, sense)));
                first.remove("expansion");
            }
            let lost = merge(first, &draft, self.source);
            let aliases = draft.fields().find(|(name, _)| *name == "aliases");
            let aliases = aliases.map_or(&[][..], |(_, aliases)| aliases.texts());
            for key in keys.iter().chain(aliases) {
                self.imported.keys.entry(slug(key)).or_insert_with(|| id.clone());
            }
            self.imported.links.extend(links.into_iter().map(|(field, links)| (at, field, links)));
            for name in lost {
                let cause = format!("`{name}` of another meaning of a word that has one, left out");
                self.note(cause, &term, place);
            }
            if !is_new {
                return self.left("the same word with the same definition again", &term, place);
            }
            self.imported.summary.found += 1;
            let cause = "another meaning of a word, added to its definition";
            return self.note(cause, &term, place);
        }
        if self.imported.terms.len() >= MAX_TERMS {
            return self.left(format!("beyond the limit of {MAX_TERMS} words"), &term, place);
        }
        self.imported.summary.found += 1;
        let at = self.imported.terms.len();
        let names = draft
            .fields()
            .filter(|(name, _)| matches!(*name, "id" | "term" | "aliases" | "expansion"));
        let names: Vec<String> = names.flat_map(|(_, content)| content.texts().to_vec()).collect();
        self.imported.keys.insert(id.clone(), id.clone());
        for key in names.iter().chain(keys) {
            self.imported.keys.entry(slug(key)).or_insert_with(|| id.clone());
        }
        self.imported.links.extend(links.into_iter().map(|(field, links)| (at, field, links)));
        self.imported.seen.insert(id, at);
        self.imported.senses.push(senses);
        self.imported.terms.push(draft);
    }

    /// The term with the id `id`.
    fn term(&self, id: &str) -> &str {
        self.imported.seen.get(id).map_or("", |at| self.imported.terms[*at].get("term"))
    }
}

/// Why `term`, with these meanings, is no word, and what shows it.
fn why_none<'a>(
    term: &'a str,
    senses: &'a [String],
    source: Source,
) -> Option<(&'static str, &'a str)> {
    let is_gap = |text: &str| text.contains("{{") || text.starts_with("<%");
    let start = senses.first().map(String::as_str).unwrap_or_default();
    match () {
        () if is_gap(term) && !source.is_own() => Some(("a placeholder instead of a word", term)),
        () if is_template(start) && !source.is_own() => {
            Some(("a template instead of a meaning", term))
        }
        () if term.is_empty() => Some(("no word", start)),
        () if slug(term).is_empty() => Some(("no letters or digits in the word", term)),
        () => None,
    }
}

/// Adds the lists of `other` to those of `draft`, and the texts that it lacks. Returns the fields in which both have another text.
fn merge(draft: &mut Draft, other: &Draft, source: Source) -> Vec<&'static str> {
    let mut lost = Vec::new();
    for (name, content) in other.fields() {
        let Some(field) = fields::of_term(name) else { continue };
        match content {
            Content::List(texts) => {
                draft.put(name, Content::List(with_more(field, draft, texts, source)));
            }
            // These have been dealt with.
            Content::Text(_) if matches!(name, "id" | "term" | "definition" | "expansion") => {}
            Content::Text(text) if draft.get(name).is_empty() => {
                draft.put(name, Content::text(text));
            }
            Content::Text(text) if draft.get(name) != text => lost.push(name),
            Content::Text(_) => {}
        }
    }
    lost
}

/// Whether `id` was given by people: not a number, and not an identifier made by a machine.
fn is_name(id: &str) -> bool {
    let digits = id.chars().filter(char::is_ascii_digit).count();
    let is_hex = id.len() >= 16 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let is_record = !id.contains('-')
        && id.len() >= 16
        && (digits > 1 || id.len() == 17 && id.starts_with("rec"));
    is_slug(id)
        && id.chars().count() <= LONGEST_ID
        && digits * 2 < id.len()
        && !is_hex
        && !is_record
}

/// The texts of a list of the word `term`. One text may hold several.
fn several(texts: &[String], term: &str, source: Source) -> Vec<String> {
    let [text] = texts else { return texts.to_vec() };
    if source == Source::Deck {
        return vec![text.clone()];
    }
    let texts = apart(text, true);
    // `N/A` is another name of “not applicable”.
    let is_none = |text: &String| is_placeholder(text) && !is_short_for(text, term);
    if !source.is_own() && texts.iter().all(is_none) { Vec::new() } else { texts }
}

/// The parts of `text` between semicolons, bars or line ends, or else between commas if these count. No `\;` and `\|` separates any.
pub(super) fn apart(text: &str, commas_count: bool) -> Vec<String> {
    // Stand-ins that no text may contain.
    let text = text.replace("\\;", "\u{1}").replace("\\|", "\u{2}");
    // Tags such as `sre ops` are split where they are read, because a tag may have a space.
    let gaps: &[char] =
        if commas_count && !text.contains(['\n', ';', '|']) { &[','] } else { &['\n', ';', '|'] };
    let parts =
        text.split(gaps).map(|part| part.trim().replace('\u{1}', ";").replace('\u{2}', "|"));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The texts of `draft` in `field`, with those of `texts` that are new.
fn with_more(field: &Field, draft: &Draft, texts: &[String], source: Source) -> Vec<String> {
    let before = draft.fields().find(|(name, _)| *name == field.name);
    let mut all = before.map_or_else(Vec::new, |(_, content)| content.texts().to_vec());
    // `AV / AVV`
    let gap = if field.name == "aliases" && !source.is_own() { " / " } else { "\n" };
    for text in texts.iter().flat_map(|text| text.split(gap)) {
        let text = source.line(text);
        let text = match field.name {
            "tags" => text.trim_start_matches('#').to_owned(),
            "aliases" if !source.is_own() => unquoted(&text).to_owned(),
            _ => text,
        };
        let is_none = text.is_empty() || !source.is_own() && matches!(&*text, "-" | "–" | "—");
        if !is_none && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// `text`, unless it stands for a missing one.
fn meaning(text: &str, source: Source) -> Option<String> {
    let text = source.line(text);
    let is_none = text.is_empty() || !source.is_own() && is_placeholder(&text);
    (!is_none).then_some(text)
}

/// `text` as a definition, unless it stands for a missing one, and whether it began with a part of speech. A colon at its end announced
/// what is not here.
fn sense(text: &str, source: Source) -> Option<(String, bool)> {
    let text = meaning(text, source)?;
    if source.is_own() {
        return Some((text, false));
    }
    // `:tada:` is an emoji.
    let is_word = |bare: &&str| {
        let last = bare.rsplit(' ').next().unwrap_or_default();
        last.ends_with(char::is_alphanumeric) && !last.contains(':')
    };
    let text = text.strip_suffix([':', '：']).filter(is_word).unwrap_or(&text);
    let bare = after_class(text);
    Some((bare.to_owned(), bare != text))
}

/// Whether `text`, which may stand in brackets, stands for a missing one.
fn is_placeholder(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| "()[]<>*_. ".contains(c)).to_lowercase();
    bare.is_empty() || PLACEHOLDERS.split(' ').any(|known| known == bare)
}

/// Whether `text` begins with a gap that templates for pages have, as in `{{title}} means …`.
fn is_template(text: &str) -> bool {
    let gap = text.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    let is_gap =
        |name: &str| matches!(name.trim(), "title" | "date" | "time" | "term" | "definition");
    text.starts_with("<%") || gap.is_some_and(|(name, _)| is_gap(name))
}

/// What a retired word is called now, as `deck export` writes it in Markdown.
fn called_now(name: &str, texts: &[String]) -> Option<String> {
    let text = texts.concat();
    let (_, now) = text.split_once(CALLED_NOW.0).filter(|_| name == "retired")?;
    Some(now.trim_end_matches(CALLED_NOW.1).to_owned())
}

/// The text for a field with one text.
fn text_of(field: &Field, texts: &[String], source: Source) -> Result<String, String> {
    // `TBD` and `NA` are words as well.
    let is_name = field.name == "term";
    let texts: Vec<String> = texts
        .iter()
        .filter_map(|text| if is_name { Some(text.clone()) } else { meaning(text, source) })
        .filter(|text| !text.trim().is_empty())
        .collect();
    let text = texts.join(if matches!(field.kind, Kind::Prose(_)) { " " } else { ", " });
    // Sentences are shown in quotation marks, and stored without.
    let is_spoken = matches!(field.name, "example" | "say") && !source.is_own();
    let text = if is_spoken { unquoted(&text).to_owned() } else { text };
    let text = if field.name == "term" && !source.is_own() {
        text.trim_end_matches([':', '：']).trim().to_owned()
    } else {
        text
    };
    match field.kind {
        _ if text.is_empty() => Ok(text),
        Kind::Level => match text.to_lowercase() {
            level if level.parse::<Level>().is_ok() => Ok(level),
            _ => Err("a `level` that is not core, working or deep, left out".to_owned()),
        },
        Kind::Date => {
            // It may stand in a text, as in `since 2026-11-01`.
            let is_date =
                |word: &&str| word.len() == 10 && word.parse::<jiff::civil::Date>().is_ok();
            match text.split([' ', ',', 'T']).find(is_date) {
                Some(date) => Ok(date.to_owned()),
                None => {
                    Err(format!("a date in `{}` that is not like 2026-11-01, left out", field.name))
                }
            }
        }
        _ => Ok(text),
    }
}

/// Whether `text` is `term-id` or `deck/term-id`.
fn is_term_id(text: &str) -> bool {
    is_slug(text) || text.split_once('/').is_some_and(|(deck, id)| is_slug(deck) && is_slug(id))
}

fn no_id(field: &str) -> String {
    format!("a value of `{field}` that is not an id, left out")
}

/// Several meanings as one definition.
pub(super) fn numbered(senses: &[String]) -> String {
    let senses = (1..).zip(senses).map(|(number, sense)| format!("({number}) {sense}"));
    senses.collect::<Vec<_>>().join(" ")
}

/// Splits `Cold start (also: warm-up)` and `Service level objective (SLO)` into a term and an alias, and `SLO (Service level objective)` into a term and its
/// expansion. Returns whether a part of speech was removed, as in `Drain (verb)`.
fn split_term(draft: &mut Draft, source: Source) -> bool {
    let term = draft.get("term").to_owned();
    let Some((outer, inner)) = brackets(&term) else { return false };
    let is_class = is_word_class(inner);
    let other = ALSO.iter().find_map(|also| inner.strip_prefix(also));
    let other = other.map(|name| name.trim_start_matches([':', ' ']));
    let is_short = is_short_for(outer, inner);
    // What it stands for may be known in other words.
    let is_other = is_short && !draft.get("expansion").is_empty();
    if let Some(name) = other.or((is_other || is_short_for(inner, outer)).then_some(inner)) {
        let aliases = fields::of_term("aliases").expect("it is a field");
        if slug(name) != slug(draft.get("expansion")) {
            let aliases = with_more(aliases, draft, &[name.to_owned()], source);
            draft.put("aliases", Content::list(aliases));
        }
    } else if is_short {
        draft.put("expansion", Content::text(inner));
    } else if !is_class {
        return false;
    }
    draft.put("term", Content::text(outer));
    is_class
}

/// Splits `(Service level objective) A target` into what the term stands for and its meaning.
fn split_meaning(draft: &mut Draft, meaning: &mut String) {
    let Some((inner, rest)) = meaning.strip_prefix('(').and_then(|it| it.split_once(") ")) else {
        return;
    };
    if is_short_for(draft.get("term"), inner) {
        draft.put("expansion", Content::text(inner));
        *meaning = rest.to_owned();
    }
}

/// The text before brackets at the end, and the text in them.
fn brackets(term: &str) -> Option<(&str, &str)> {
    let (open, rest) = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| Some((open, term.strip_suffix(close)?)))?;
    let (outer, inner) = rest.split_once(open)?;
    let (outer, inner) = (outer.trim(), inner.trim());
    (!outer.is_empty() && !inner.is_empty() && !inner.contains(['(', ')']))
        .then_some((outer, inner))
}

/// Whether `short` is an acronym of `long`: capitals that stand in it in this order, the first at its start.
fn is_short_for(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase() || c.is_numeric()).count();
    let is_acronym = capitals >= 2
        && capitals * 2 >= letters.len()
        && !short.contains(' ')
        && letters.len() <= 10;
    if !is_acronym || !long.contains([' ', '-']) && long.chars().count() <= letters.len() + 2 {
        return false;
    }
    let lower = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let long: Vec<char> = long.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut rest = long.iter().map(lower);
    let letters: Vec<char> = letters.iter().map(lower).collect();
    long.first().map(lower) == letters.first().copied()
        && letters.iter().filter(|letter| **letter != 's').all(|letter| rest.any(|c| c == *letter))
}
