//! Reads the fields of one map: looks them up in the table, validates and sanitizes their values.

use crate::core::deck::FieldSpans;
use crate::core::deck::fields::{self, Field, Kind, MOST_ITEMS, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::lines::{narrow, quoted};
use crate::core::deck::read::loose_list::{LooseList, bare_list, meant as item_of};
use crate::core::deck::read::notes::Notes;
use crate::core::deck::read::syntax;
use crate::core::deck::read::values::{Lack, is_nothing, text_of};
use crate::core::deck::rules::Rule;
use crate::core::text::clean;
use crate::core::yaml::{Node, Span, Style, Value, Within, quoted as yaml_quoted};

/// A map with more fields than this is machine-made, and isn't searched for typos.
const MOST_FIELDS: usize = 50;

/// The fields of `node`, one of the parts in a list. Reports anything else.
pub(super) fn fields_of<'a, 'n>(
    part: Part,
    node: &'a Node<'n>,
    notes: &mut Notes<'_>,
) -> Option<&'a [(Node<'n>, Node<'n>)]> {
    if let Value::Map(map) = &node.value {
        return Some(map);
    }
    let is_text = matches!(node.value, Value::Text(..));
    // A line in another notation is reported already.
    if !notes.scanned(node.place)
        && (!is_text || syntax::explain_glued(node.place, true, notes).is_empty())
    {
        let what = format!("expected a {} with fields, found {}", part.name(), node.kind());
        let needed: Vec<&str> = part.required().take(2).collect();
        let help = format!("write `- {}: …` below it", needed.join(": …` and `"));
        notes.add(Rule::WrongKind, node.place, what, help);
    }
    None
}

/// The values of one map, by field.
pub(super) struct Record<'a, 'n> {
    table: &'static [Field],
    values: Vec<Option<(&'a Node<'n>, &'a Node<'n>)>>,
    /// The span of each value.
    pub marks: FieldSpans,
}

impl<'a, 'n> Record<'a, 'n> {
    /// Matches the fields of a map to `table`. Reports unknown, duplicate and missing ones.
    pub(super) fn new(
        map: &'a [(Node<'n>, Node<'n>)],
        place: Span,
        table: &'static [Field],
        notes: &mut Notes<'_>,
    ) -> Self {
        let mut values: Vec<Option<(&Node, &Node)>> = vec![None; table.len()];
        let mut glued = Vec::new();
        let own = second_deck(map, table, notes).or_else(|| second_part(map, table, notes));
        let own = own.unwrap_or(map.len());
        for (key, value) in &map[..own] {
            let Value::Text(name, _) = &key.value else { continue };
            match table.iter().position(|field| field.name == name) {
                Some(at) => match values[at] {
                    Some((first, before)) => twice(name, (first, before), (key, value), notes),
                    None => values[at] = Some((key, value)),
                },
                None => glued.extend(unknown(name, key.place, map, table, notes)),
            }
        }
        for (_, value) in map {
            // Multi-line text may have absorbed a field.
            if let Value::Text(text, Style::Plain) = &value.value
                && text.contains([':', '=', '：'])
            {
                glued.extend(syntax::explain_glued(value.place, false, notes));
            }
        }
        let missing =
            table.iter().zip(&values).filter(|(field, value)| field.required && value.is_none());
        for (field, _) in missing {
            if notes.cut_short || notes.passes_over() {
                break;
            }
            // A misspelled required field was reported already, so don't report it as missing too.
            let misspelt = map.len() <= MOST_FIELDS
                && map.iter().any(|(key, _)| {
                    matches!(&key.value, Value::Text(name, _)
                    if meant(table, name).is_some_and(|near| near.name == field.name)
                        && !table.iter().any(|known| known.name == name))
                });
            if !misspelt && !glued.contains(&field.name) {
                let what = format!("`{}` is missing", field.name);
                let place = Span { end: place.start, ..place };
                notes.add(Rule::Missing, place, what, format!("add `{}: …`", field.name));
            }
        }
        Self { table, values, marks: FieldSpans::default() }
    }

    fn get(&self, name: &str) -> (&'static Field, Option<&'a Node<'n>>) {
        let at = self.at(name);
        (&self.table[at], self.values[at].map(|(_, value)| value))
    }

    fn at(&self, name: &str) -> usize {
        let at = self.table.iter().position(|field| field.name == name);
        at.expect("only fields of the table are asked for")
    }

    /// A fix that removes the field `name`, if it is optional and on lines of its own.
    fn left_out(&self, name: &str, notes: &Notes<'_>) -> Option<Fix> {
        let at = self.at(name);
        let (key, value) = self.values[at].filter(|_| !self.table[at].required)?;
        notes.lines.without_field(key.place, value.place)
    }

    /// The position of the value of `name`.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.get(name).1.map(|node| node.place)
    }

    /// Where to report a value as a whole: on the line of the key, where people look.
    pub(super) fn wrong(&self, name: &str) -> Span {
        match self.values[self.at(name)] {
            Some((key, value)) if value.place.line == key.place.line => value.place,
            Some((key, _)) => key.place,
            None => Span::default(),
        }
    }

    /// The list of parts in the field `name`.
    pub(super) fn nodes(
        &self,
        name: &'static str,
        notes: &mut Notes<'_>,
    ) -> Option<&'a [Node<'n>]> {
        let (field, node) = self.get(name);
        let node = node?;
        if let Value::List(items) = &node.value {
            return Some(items);
        }
        let Kind::Parts(part) = field.kind else { return None };
        let is_nothing =
            matches!(&node.value, Value::Text(text, style) if is_nothing(text, *style));
        if is_nothing && !field.required {
            let (what, fix) = (format!("`{name}` is empty"), self.left_out(name, notes));
            notes.add(Rule::Empty, self.wrong(name), what, "leave the field out").fixed(fix);
            return None;
        }
        // What cut the list short, or is written like one, was reported already.
        let end = node.place.end;
        let last = self.values[self.at(name)].map_or(0, |(key, _)| key.place.line + 1);
        if notes.cut_short
            || notes.scanned(Span { line: last, end, ..node.place })
            || notes.scanned(node.place)
        {
            return None;
        }
        let (one, many) = (part.name(), part.names());
        let what = format!("expected a list of {many} in `{name}`, found {}", node.kind());
        let first = part.required().next().unwrap_or_default();
        let help = format!("start each {one} with `- {first}: …`");
        let fix = by_name(node, first);
        notes.add(Rule::WrongKind, self.wrong(name), what, help).fixed(fix);
        None
    }

    /// The text in the field `name`.
    pub(super) fn text(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Option<String> {
        let (field, node) = self.get(name);
        let node = node?;
        let text = match text_of(field, node, notes) {
            Ok(text) => text,
            Err(Lack::Empty) => {
                let (what, place) = (format!("`{name}` is empty"), node.place);
                let help = match (field.required, name) {
                    (true, "who") => "write a role, such as `on-call engineer`",
                    (true, _) => "fill it in",
                    (false, _) => "leave the field out",
                };
                let fix = self.left_out(name, notes);
                // Its text may follow on the next line, without indentation.
                if !notes.scanned_near(place) && !notes.told(place) {
                    notes.add(Rule::Empty, place, what, help).fixed(fix);
                }
                return None;
            }
            Err(Lack::Told) => return None,
        };
        joined(field, node, notes);
        self.marks.0.push((field.name, 0, own_place(node, notes)));
        Some(text)
    }

    /// The texts in the list field `name`.
    pub(super) fn texts(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Vec<String> {
        let (field, Some(node)) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.no_list(name, node, notes);
            return Vec::new();
        };
        if let Some(first) = items.get(MOST_ITEMS) {
            let what = format!("`{name}` has {} items; the limit is {MOST_ITEMS}", items.len());
            notes.add(Rule::TooLong, first.place, what, "keep only the important ones");
        }
        let items = &items[..items.len().min(MOST_ITEMS)];
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            swallowed(name, item, notes);
            joined(field, item, notes);
            match text_of(field, item, notes) {
                Ok(text) => {
                    let at = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                    self.marks.0.push((field.name, at, item.place));
                    texts.push(text);
                }
                Err(Lack::Empty) if hidden(name, item, notes) => {}
                Err(Lack::Empty) => {
                    let what = format!("an item of `{name}` is empty");
                    notes.add(Rule::Empty, item.place, what, "remove it");
                }
                Err(Lack::Told) => {}
            }
        }
        texts
    }

    /// Reports that the value of the list field `name` is not a list.
    fn no_list(&self, name: &'static str, node: &Node<'_>, notes: &mut Notes<'_>) {
        let place = self.wrong(name);
        if notes.scanned(node.place) {
            return;
        }
        if let Value::Text(text, style) = &node.value
            && !is_nothing(text, *style)
        {
            let what = format!("expected a list in `{name}`, found {}", node.kind());
            // Commas and line ends in unquoted text probably separate the items, unless these are sentences.
            let kind = self.get(name).0.kind;
            let is_links = matches!(kind, Kind::Links | Kind::Ids);
            let raw = notes.lines.at(node.place).filter(|_| *style == Style::Plain);
            let is_list = name != "ask" && (raw.is_some() || is_links);
            let list = bare_list(raw.unwrap_or(text), item_of(name, kind));
            let list = list.filter(|_| is_list).unwrap_or_else(|| LooseList {
                list: format!("[{}]", quoted(text)),
                sure: !text.contains('\n') && raw.is_none_or(|raw| !raw.contains('\n')),
                ..LooseList::default()
            });
            let fix = list.fix(name, node.place);
            notes.add(Rule::WrongKind, place, what, "put it in brackets").fixed(fix);
        } else if let Value::Text(..) = &node.value {
            let what = format!("`{name}` is empty");
            let fix = self.left_out(name, notes);
            notes.add(Rule::Empty, place, what, "leave the field out").fixed(fix);
        } else {
            let what = format!("expected a list in `{name}`, found {}", node.kind());
            let help = format!("write `{name}: [one, another]`, or leave it out");
            notes.add(Rule::WrongKind, place, what, help);
        }
    }

    /// The value that `parse` makes of the text in the field `name`.
    pub(super) fn one<T>(
        &mut self,
        name: &'static str,
        notes: &mut Notes<'_>,
        parse: impl Fn(&str, Span, &mut Notes<'_>) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name, notes)?;
        parse(&text, self.marks.of(name, 0), notes)
    }

    /// The values that `parse` makes of the texts in the list field `name`.
    pub(super) fn many<T>(
        &mut self,
        name: &'static str,
        notes: &mut Notes<'_>,
        parse: impl Fn(&str, Span, &mut Notes<'_>) -> Option<T>,
    ) -> Vec<T> {
        let texts = self.texts(name, notes);
        let first = self.marks.0.len() - texts.len();
        let marks = self.marks.0.split_off(first);
        let mut values = Vec::with_capacity(texts.len());
        for (text, (field, _, place)) in texts.iter().zip(marks) {
            if let Some(value) = parse(text, place, notes) {
                self.marks.0.push((field, u32::try_from(values.len()).unwrap_or(u32::MAX), place));
                values.push(value);
            }
        }
        values
    }
}

/// The place of `node`, without what stands between a block text and the next value.
fn own_place(node: &Node<'_>, notes: &Notes<'_>) -> Span {
    let (place, raw) = (node.place, notes.lines.at(node.place));
    let Some(raw) = raw.filter(|_| matches!(node.value, Value::Text(_, Style::Block))) else {
        return place;
    };
    let depth = |line: &str| narrow(line.len() - line.trim_start_matches(' ').len());
    let is_own = |(at, line): &(usize, &str)| {
        *at == 0 || line.trim().is_empty() || depth(line) + 1 >= place.column
    };
    let lines = raw.split_inclusive('\n').enumerate().take_while(is_own);
    let length: usize = lines.map(|(_, line)| line.len()).sum();
    Span { end: place.start + narrow(raw[..length].trim_end().len()), ..place }
}

/// Reports that an item of the list field `name` includes the next one, because that is indented deeper.
fn swallowed(name: &str, item: &Node<'_>, notes: &mut Notes<'_>) {
    let Value::Text(text, Style::Plain) = &item.value else { return };
    let lines = &notes.lines;
    if !text.contains(" - ") || lines.at(item.place).is_none_or(|raw| !raw.contains('\n')) {
        return;
    }
    let dash = |number: u32| {
        let line = lines.line(number);
        line.trim_start().starts_with("- ").then(|| line.len() - line.trim_start().len())
    };
    let first = item.place.line;
    let below = (first + 1..first.saturating_add(100)).map_while(|at| Some((at, dash(at)?)));
    let Some(width) = dash(first) else { return };
    let deeper: Vec<_> = below.take_while(|(_, depth)| *depth > width).collect();
    let Some((number, depth)) = deeper.first().copied() else { return };
    let place = lines.place(number, depth, 1);
    // The item above changes, too.
    let items = deeper.iter().map(|(at, _)| lines.line(*at).trim());
    let first = lines.line(first)[width..].trim_end();
    let text = std::iter::once(first).chain(items).collect::<Vec<_>>();
    let text = text.join(&format!("{}{}", lines.end(), " ".repeat(width)));
    let start = lines.place(item.place.line, width, 0);
    let fix = Fix::sure(vec![Edit { start: start.start, end: item.place.end, text }]);
    let what = format!("this item of `{name}` is read as a part of the one above");
    let help = "start its dash in the same column";
    notes.add(Rule::Syntax, place, what, help).fixed(fix);
}

/// Reports that a name includes its curly quotes, or that an item of a list of names seems to be several.
fn joined(field: &Field, item: &Node<'_>, notes: &mut Notes<'_>) {
    let Value::Text(text, Style::Plain) = &item.value else { return };
    let is_item = matches!(field.kind, Kind::Lines(most) if most <= 80);
    let is_name = is_item || field.name == "term";
    let inner = text
        .strip_prefix(['“', '„', '‘', '«'])
        .and_then(|text| text.strip_suffix(['”', '“', '’', '»']));
    let is_pair =
        |inner: &&str| !inner.trim().is_empty() && !inner.contains(['“', '”', '„', '‘', '«', '»']);
    if let Some(inner) = inner.filter(|_| is_name).filter(is_pair) {
        let what = format!("`{text}` in `{}` includes its curly quotes", field.name);
        let shown = yaml_quoted(inner.trim(), Within::Flow).into_owned();
        let fix = Fix::sure(vec![Edit::at(item.place, shown.clone())]).showing(shown);
        let rule = if is_item { Rule::ListItems } else { Rule::Markup };
        notes.add(rule, item.place, what, "use straight quotes, or none").fixed(fix);
    }
    if is_item && !notes.told(item.place) && (text.contains(", ") || text.matches('"').count() > 1)
    {
        let what = format!("`{text}` in `{}` is one item", field.name);
        let help = "make each an item of its own, or put it in quotes if it is one";
        notes.add(Rule::ListItems, item.place, what, help);
    }
}

/// Reports that an item of the list field `name` is empty because all of it is read as a comment. Returns whether it is.
fn hidden(name: &str, item: &Node<'_>, notes: &mut Notes<'_>) -> bool {
    let number = item.place.line;
    let line = notes.lines.line(number);
    let text = line.trim_start().strip_prefix("- ").map_or("", str::trim);
    if !text.strip_prefix('#').is_some_and(syntax::is_label) {
        return false;
    }
    let shown = if name == "tags" { quoted(&text[1..]) } else { quoted(text) };
    let place = notes.lines.place(number, line.trim_end().len() - text.len(), text.len());
    let fix = Fix::sure(vec![Edit::at(place, shown.clone())]).showing(format!("- {shown}"));
    let what = format!("`{text}` is read as a comment");
    notes.add(Rule::Cut, place, what, "put it in quotes").fixed(fix);
    true
}

/// A fix for parts that stand below their names: it makes the name the field `first` of an item.
fn by_name(node: &Node<'_>, first: &str) -> Option<Fix> {
    let Value::Map(parts) = &node.value else { return None };
    let mut edits = Vec::new();
    let mut shown = String::new();
    for (key, value) in parts {
        let Value::Map(fields) = &value.value else { return None };
        let (column, own) = (fields.first()?.0.place.column, key.place.column);
        if value.place.line == key.place.line || column < own + 2 || value.field(first).is_some() {
            return None;
        }
        let gap = " ".repeat(usize::try_from(column - own - 1).ok()?);
        let name = yaml_quoted(key.text()?, Within::Block).into_owned();
        if shown.is_empty() {
            shown = format!("- {first}: {name}");
        }
        // The colon after the name goes.
        let end = key.place.end + 1;
        edits.push(Edit { start: key.place.start, end, text: format!("-{gap}{first}: {name}") });
    }
    Some(Fix::likely(edits).showing(shown))
}

/// Where a second deck starts among the fields of a deck: its `deck` or `title` comes again, and later its `terms`. Reports it.
fn second_deck(
    map: &[(Node<'_>, Node<'_>)],
    table: &'static [Field],
    notes: &mut Notes<'_>,
) -> Option<usize> {
    table.iter().any(|field| field.name == "terms").then_some(())?;
    let all = |name: &'static str| {
        map.iter()
            .enumerate()
            .filter(move |(_, (key, _))| key.text() == Some(name))
            .map(|(at, _)| at)
    };
    let second = ["deck", "title"].into_iter().filter_map(|name| all(name).nth(1)).min()?;
    let is_deck = all("terms").nth(1).is_some_and(|terms| terms > second)
        && all("terms").next().is_some_and(|terms| terms < second);
    is_deck.then_some(())?;
    let what = "a second deck starts here";
    let place = map[second].0.place;
    notes.add(Rule::SecondDocument, place, what, "put it in a separate file");
    Some(second)
}

/// Where a second part of a list starts among the fields of a part: all that it needs comes again, without a dash. Reports it.
fn second_part(
    map: &[(Node<'_>, Node<'_>)],
    table: &'static [Field],
    notes: &mut Notes<'_>,
) -> Option<usize> {
    let part = Part::ALL.into_iter().find(|part| std::ptr::eq(part.fields(), table))?;
    let again = |name: &str| {
        let mut all = map.iter().enumerate().filter(|(_, (key, _))| key.text() == Some(name));
        all.nth(1).map(|(at, _)| at)
    };
    let first = part.required().next()?;
    let at = again(first)?;
    part.required().all(|name| again(name).is_some_and(|other| other >= at)).then_some(())?;
    let place = map[at].0.place;
    let line = notes.lines.line(place.line);
    let dash = line.len() - line.trim_start_matches(' ').len();
    // In braces, a dash would not start a part.
    let before =
        usize::try_from(map[0].0.place.start).ok().and_then(|to| notes.lines.text.get(..to));
    let is_block = before.is_some_and(|before| !before.trim_end().ends_with('{'));
    let fix = dash.checked_sub(2).filter(|_| is_block).map(|dash| {
        let place = notes.lines.place(place.line, dash, 2);
        Fix::likely(vec![Edit::at(place, "- ")]).showing(format!("- {}", line.trim()))
    });
    let what = format!("a second {} starts here without a dash", part.name());
    notes.add(Rule::Twice, place, what, "start it with a dash").fixed(fix);
    Some(at)
}

/// Reports a duplicate field `name`, given its first and its second occurrence.
fn twice(
    name: &str,
    first: (&Node<'_>, &Node<'_>),
    again: (&Node<'_>, &Node<'_>),
    notes: &mut Notes<'_>,
) {
    if notes.passes_over() {
        return;
    }
    let what = format!("duplicate field `{name}`; first on line {}", first.0.place.line);
    // An identical duplicate can be removed; otherwise a person has to choose.
    let same = match (&first.1.value, &again.1.value) {
        (Value::Text(one, _), Value::Text(other, _)) => one == other,
        _ => false,
    };
    let fix = same.then(|| notes.lines.without_field(again.0.place, again.1.place)).flatten();
    notes
        .add(Rule::Twice, again.0.place, what, "keep only one of them")
        .also(first.0.place, "first used here")
        .fixed(fix);
}

/// The field of `table` that `name` is meant to be: it is misspelled, or has the name that tables elsewhere give it.
pub(super) fn meant(table: &'static [Field], name: &str) -> Option<&'static Field> {
    let by_heading = || {
        let name = fields::folded(name);
        table.iter().find(|field| field.headings.split_whitespace().any(|other| other == name))
    };
    fields::nearest(table, name).or_else(by_heading)
}

/// Reports the field `name`, which is not in `table`. Returns the fields it would begin with if a space followed
/// the colon.
fn unknown(
    name: &str,
    place: Span,
    map: &[(Node<'_>, Node<'_>)],
    table: &'static [Field],
    notes: &mut Notes<'_>,
) -> Vec<&'static str> {
    if notes.passes_over() || notes.scanned(place) {
        return Vec::new();
    }
    if name == "<<" {
        let what = "merge keys (`<<`) are not allowed";
        notes.add(Rule::Anchor, place, what, "write the fields out");
        return Vec::new();
    }
    if name.trim_end_matches(':').contains(':') {
        let glued = syntax::explain_glued(place, true, notes);
        if !glued.is_empty() {
            return glued;
        }
    }
    let what = format!("unknown field `{}`", clean(name));
    match meant(table, name) {
        Some(field) => {
            // Of two names for one field, a person has to choose.
            let is_same = |name: &str| {
                name == field.name
                    || meant(table, name).is_some_and(|other| other.name == field.name)
            };
            let names = map.iter().filter_map(|(key, _)| key.text());
            let taken = map.len() > MOST_FIELDS || names.filter(|name| is_same(name)).count() > 1;
            let help = format!("did you mean `{}`?", field.name);
            // An extra word may belong to the text, and a bracket to the value.
            let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let is_near = words.count() <= field.name.split('_').count()
                && !name.contains(['(', '[', '{'])
                && (field.required || fields::nearest(table, name).is_some());
            let sure = is_near && !taken;
            let fix = Fix { sure, ..Fix::sure(vec![Edit::at(place, field.name)]) };
            notes.add(Rule::UnknownField, place, what, help).fixed(fix);
        }
        None => {
            let of =
                fields::sibling(table, name).map(|part| format!("only a {} has it; ", part.name()));
            let (of, names) = (of.unwrap_or_default(), fields::names(table));
            let help = format!("{of}valid fields here: {names}");
            notes.add(Rule::UnknownField, place, what, help);
        }
    }
    Vec::new()
}
