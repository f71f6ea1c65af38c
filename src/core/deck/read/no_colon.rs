//! Finds a field that has lost the colon after its name.

use crate::core::deck::Level;
use crate::core::deck::fields::{self, DECK, Field, Kind, Part};
use crate::core::deck::read::lines::{Lines, column_of, known_field, opens_quote};
use crate::core::deck::scene::Lands;
use crate::core::slug::is_slug;

/// A field without its colon.
pub(super) struct NoColon<'a> {
    /// Its name.
    pub name: &'static str,
    /// The byte offset in the line at which the colon is missing.
    pub at: usize,
    /// Its value.
    pub value: &'a str,
}

/// What people write between a name and a value.
pub(super) const INSTEAD_OF_COLON: [&str; 6] = ["->", "=>", "→", "–", "—", ";"];

impl<'a> Lines<'a> {
    /// The field on line `number`, if only its colon is missing: it stands in the column of the fields around it. `None` if the line
    /// may just as well belong to the text above.
    pub(super) fn no_colon(&self, number: u32) -> Option<NoColon<'a>> {
        let line = self.line(number);
        let column = column_of(line);
        let length = line[column..].split([' ', ';']).next()?.trim_end().len();
        let (name, value) = (line.get(column..column + length)?, line[column + length..].trim());
        let is_item = line.trim_start().starts_with('-');
        if name.is_empty() || value.starts_with([':', '=', '：']) {
            return None;
        }
        if fields::all().all(|field| field.name != name) {
            return None;
        }
        // `term – SLO` looks like no sentence.
        let is_first = Part::ALL.iter().any(|part| part.required().next() == Some(name));
        let after_first = |above: &str| {
            let above = above.trim_start().strip_prefix("- ").unwrap_or_default();
            above.split(' ').nth(1).is_some_and(|sign| INSTEAD_OF_COLON.contains(&sign))
        };
        if INSTEAD_OF_COLON.iter().any(|sign| value.starts_with(&format!("{sign} ")))
            && (is_item && is_first
                || self
                    .above(number)
                    .any(|(_, above)| column_of(above) == column && after_first(above)))
        {
            let known = fields::all().find(|field| field.name == name)?;
            return Some(NoColon { name: known.name, at: column + length, value });
        }
        let above = self
            .above(number)
            .find(|(_, above)| known_field(above).is_some() && column_of(above) <= column);
        let above = above.filter(|(_, above)| column_of(above) == column);
        let below = || (number + 1..).map(|at| self.line(at)).take(2).find(|line| !line.is_empty());
        let (near, _) = match above {
            Some((_, above)) => known_field(above)?,
            None if value.is_empty() => {
                return self.list_without_colon(number, name, column + length);
            }
            None => {
                let below = below().filter(|line| column_of(line) == column)?;
                match known_field(below) {
                    Some(field) => field,
                    // The list of terms may have lost its colon, too.
                    None if below.trim_end() == "terms" => known_field("terms:")?,
                    None => return None,
                }
            }
        };
        let known = if column == 0 {
            in_table(DECK, name, near.name)?
        } else {
            Part::ALL.iter().find_map(|part| in_table(part.fields(), name, near.name))?
        };
        if value.is_empty() {
            return self.list_without_colon(number, name, column + length);
        }
        // An open quote may end on this line.
        if opens_quote(near.value) {
            return None;
        }
        let text = value.trim_start_matches([';', ' ']);
        let fits = match known.kind {
            Kind::Level => text.parse::<Level>().is_ok(),
            Kind::Lands => text.parse::<Lands>().is_ok(),
            Kind::Date => text.starts_with(|c: char| c.is_ascii_digit()),
            Kind::Id | Kind::Link => is_slug(text.rsplit('/').next()?),
            Kind::Parts(_) => false,
            _ => true,
        };
        let is_certain = name.contains('_')
            || value.starts_with(';')
            || name == "definition"
            || matches!(known.kind, Kind::Level | Kind::Date | Kind::Lands)
            || known.kind.is_list() && text.starts_with('[');
        // `use the tool` may be the rest of a sentence, unless that has ended.
        let has_ended = self.above(number).next().is_none_or(|(_, line)| {
            let is_prose = known_field(line)
                .map_or(!line.trim_start().starts_with("- "), |(_, known)| {
                    matches!(known.kind, Kind::Prose(_))
                });
            !is_prose || line.trim_end().ends_with(['.', '!', '?', '"', '\'', ']'])
        });
        let is_field = fits && (is_item || is_certain || has_ended);
        is_field.then_some(NoColon { name: known.name, at: column + length, value })
    }

    /// The name of a list on line `number`, if the items are below it.
    fn list_without_colon(&self, number: u32, name: &str, at: usize) -> Option<NoColon<'a>> {
        let tables = std::iter::once(DECK).chain(Part::ALL.map(Part::fields));
        let known = tables.flatten().find(|field| {
            field.name == name && (field.kind.is_list() || matches!(field.kind, Kind::Parts(_)))
        })?;
        let below = self.line(number + 1);
        let is_list =
            below.trim_start().starts_with("- ") && column_of(below) > column_of(self.line(number));
        is_list.then_some(NoColon { name: known.name, at, value: "" })
    }
}

/// The field `name` of `table`, if that also has the field `near`.
fn in_table(table: &'static [Field], name: &str, near: &str) -> Option<&'static Field> {
    let find = |name: &str| table.iter().find(|field| field.name == name);
    find(near).and_then(|_| find(name))
}
