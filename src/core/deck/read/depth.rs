//! Finds lines whose indentation differs from that of the lines around them.

use crate::core::deck::fields::{self, DECK, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::line::{Cause, Line};
use crate::core::deck::read::lines::{FieldLine, column_of, field_of, known_field};

impl Line<'_> {
    /// A field or a term with a different indentation than its neighbors.
    pub(super) fn depth(&self) -> Option<Cause> {
        let field = field_of(self.text)?;
        let is_item = self.text.trim_start().starts_with("- ");
        if is_item {
            let other = self.sibling()?;
            let other = other.len() - other.trim_start().len();
            return (other != self.indent()).then(|| self.misplaced(other));
        }
        if let Some(cause) = self.no_dash(&field) {
            return Some(cause);
        }
        let (number, text) = self.lines.above(self.number).next()?;
        let above = Line { lines: self.lines, number, text };
        let upper = field_of(text)?;
        let (own, other) = (column_of(self.text), column_of(text));
        if own == other {
            return None;
        }
        // The fields are right if those of the other items are in the same column.
        if text.trim_start().starts_with("- ")
            && let Some(sibling) = above.sibling().filter(|line| column_of(line) == own)
        {
            return Some(above.misplaced(sibling.len() - sibling.trim_start().len()));
        }
        let is_field = |table| fields::nearest(table, field.name).is_some();
        let is_field = Part::ALL.map(Part::fields).into_iter().chain([DECK]).any(is_field);
        if upper.value.is_empty() || !is_field {
            return None;
        }
        let help = format!("start it in the same column as `{}` above", upper.name);
        let what = format!("`{}` is not indented like the fields around it", field.name);
        Some(self.cause(self.indent(), field.name.len(), what, help, self.indented(other)))
    }

    /// The first `field` of an item, in the column where the dash belongs.
    fn no_dash(&self, field: &FieldLine<'_>) -> Option<Cause> {
        let is_first = Part::ALL.iter().any(|part| part.required().next() == Some(field.name));
        let sibling = self.sibling().filter(|_| is_first)?;
        let indent = self.indent();
        (sibling.len() - sibling.trim_start().len() == indent).then_some(())?;
        if self.lines.line(self.number - 1).trim() == "-" {
            let above = self.lines.line(self.number - 1).trim_end().len();
            let place = self.lines.place(self.number - 1, above, 0);
            let end = self.lines.place(self.number, indent, 0).start;
            let fix = Fix::sure(vec![Edit { start: place.start, end, text: " ".to_owned() }]);
            let fix = fix.showing(format!("- {}", self.text.trim()));
            let what = format!("the dash before `{}` is on a line of its own", field.name);
            return Some(self.cause(indent, field.name.len(), what, "write both on one line", fix));
        }
        // Its fields may stand in the same column.
        let below = (self.number + 1..).map(|number| (number, self.lines.line(number)));
        let own = below.take_while(|(_, line)| {
            let rest = line.get(indent..).filter(|_| line[..indent].trim().is_empty());
            rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        });
        let starts = own.map(|(number, _)| (number, "  "));
        let edits = std::iter::once((self.number, "- ")).chain(starts);
        let edits = edits.map(|(number, text)| Edit::at(self.lines.place(number, indent, 0), text));
        let fix = Fix::sure(edits.collect()).showing(format!("- {}", self.text.trim()));
        let what = format!("the dash before `{}` is missing", field.name);
        Some(self.cause(indent, field.name.len(), what, "add it", fix))
    }

    /// The nearest item, above or else below, that starts with the same field.
    fn sibling(&self) -> Option<&str> {
        let name = |line: &str| known_field(line).map(|(_, known)| known.name);
        let own = name(self.text);
        let same = |line: &&str| line.trim_start().starts_with("- ") && name(line) == own;
        let above = self.lines.above(self.number).map(|(_, line)| line).find(same);
        above.or_else(|| {
            let below = (self.number + 1..self.number.saturating_add(100))
                .map(|number| self.lines.line(number));
            below.filter(|_| own.is_some()).find(|line| same(line))
        })
    }

    /// This item, whose dash should have `width` spaces before it.
    pub(super) fn misplaced(&self, width: usize) -> Cause {
        let what = "this item is not indented like the others";
        let help = match width {
            0 => "remove the spaces before the dash".to_owned(),
            1 => "put one space before the dash".to_owned(),
            _ => format!("put {width} spaces before the dash"),
        };
        self.cause(self.indent(), 1, what, help, self.indented(width))
    }

    /// A fix that indents this line by `width` spaces in total, and shifts the lines below that belong to it.
    fn indented(&self, width: usize) -> Fix {
        let indent = self.indent();
        let is_item = self.text[indent..].starts_with("- ");
        let goal = (column_of(self.text) + width).saturating_sub(indent);
        let mut hanging = Vec::new();
        for number in self.number..self.number.saturating_add(200) {
            if self.lines.start(number).is_none() {
                break;
            }
            let line = self.lines.line(number);
            let own = line.len() - line.trim_start_matches(' ').len();
            // Fields in the same wrong column go along; those that are right stay.
            let goes_along =
                own > indent || own == indent && !is_item && !line[own..].starts_with('-');
            let is_right = own == goal && column_of(line) == own && known_field(line).is_some();
            let hangs = number == self.number || line.trim().is_empty() || goes_along && !is_right;
            if !hangs {
                break;
            }
            if !line.trim().is_empty() {
                hanging.push((number, own));
            }
        }
        // Lines that are deeper in any case keep their place.
        let deeper = |own: usize| own > indent;
        let stay = width > indent
            && hanging.iter().skip(1).filter(|(_, own)| deeper(*own)).all(|(_, own)| *own > goal);
        let moved = hanging
            .into_iter()
            .filter(|(number, own)| *number == self.number || !(stay && deeper(*own)));
        let edits = moved.map(|(number, own)| {
            let place = self.lines.place(number, 0, own);
            Edit::at(place, " ".repeat((own + width).saturating_sub(indent)))
        });
        Fix::sure(edits.collect())
    }
}
