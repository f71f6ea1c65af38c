//! A page as sections of rows, which the screen, the shell and Markdown each render their own way.

/// Some rows, with an optional heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading; empty if the rows are paragraphs at the top of the page.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Section {
    /// A section with this heading.
    pub fn new(title: impl Into<String>, rows: impl IntoIterator<Item = Row>) -> Self {
        Self { title: title.into(), rows: rows.into_iter().collect() }
    }
}

/// One row of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// A short label; may be empty.
    pub label: String,
    /// The text; may be empty.
    pub text: String,
    /// The user's state in a word or two: “new”, “asked today”. Hidden with other figures.
    pub note: &'static str,
    /// Texts below the row, which is their heading.
    pub details: Vec<String>,
    /// The number for choosing the row, from 1.
    pub number: Option<usize>,
    /// Whether it contains the user's own text, which may name people.
    pub personal: bool,
}

impl Row {
    /// A row with a label and a text.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), ..Self::default() }
    }

    /// A row without a label.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new("", text)
    }

    /// The label and the text. The note, unless hidden, follows the label, or the text if there is no label.
    pub fn parts(&self, hides_note: bool) -> [String; 2] {
        let mut parts = [self.label.clone(), self.text.clone()];
        if !self.note.is_empty() && !hides_note {
            parts[usize::from(self.label.is_empty())] += &format!(" ({})", self.note);
        }
        parts
    }

    /// The label and the text on one line.
    pub fn line(&self) -> String {
        let [label, text] = self.parts(false);
        let colon = if label.is_empty() || text.is_empty() { "" } else { ": " };
        format!("{label}{colon}{text}")
    }
}

/// A document as Markdown, with any markup in its texts escaped.
pub fn markdown(title: &str, sections: &[Section]) -> String {
    format!("# {}\n\n", escaped(title)) + &self::sections(sections)
}

/// Sections as Markdown.
pub fn sections(sections: &[Section]) -> String {
    let mut out = String::new();
    for Section { title, rows } in sections {
        if title.is_empty() {
            let lines: Vec<String> = rows.iter().map(|row| escaped(&row.line())).collect();
            out.push_str(&format!("{}\n", lines.join("  \n")));
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", escaped(title)));
        for row in rows {
            let mark = row.number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
            let [label, text] = row.parts(false).map(|part| escaped(&part));
            let label = if label.is_empty() { label } else { format!("**{label}**") };
            let line = Row::new(label, text).line();
            out.push_str(&format!("{mark} {line}\n"));
            out.extend(row.details.iter().map(|detail| format!("  - {}\n", escaped(detail))));
        }
    }
    out
}

/// Escapes `text` for Markdown, also at the beginning of a line.
pub fn escaped(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let begins_list = |at: usize, c: char| match c {
        '-' | '+' | '=' => at == 0,
        '.' | ')' => at == digits && digits > 0,
        _ => false,
    };
    // An entity ends in a semicolon. `R&D` has none, and is easier to read without a backslash.
    let has_entities = text.contains('&') && text.contains(';');
    let escape = |(at, c): (usize, char)| {
        let is_special = "\\`*_[]<>#|~!".contains(c) || begins_list(at, c);
        (is_special || c == '&' && has_entities).then_some('\\').into_iter().chain([c])
    };
    text.chars().enumerate().flat_map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_is_shown_as_it_is() {
        assert_eq!(escaped("[a](b) *c* <d>"), "\\[a\\](b) \\*c\\* \\<d\\>");
        assert_eq!(["&lt;b", "R&D", "&amp;"].map(escaped), ["\\&lt;b", "R&D", "\\&amp;"]);
        assert_eq!(["- a", "10. a", "a - 1."].map(escaped), ["\\- a", "10\\. a", "a - 1."]);
    }

    #[test]
    fn a_label_is_followed_by_a_colon_only_if_there_is_text() {
        let lines =
            [("a", "b"), ("a", ""), ("", "b")].map(|(label, text)| Row::new(label, text).line());
        assert_eq!(lines, ["a: b", "a", "b"]);
    }
}
