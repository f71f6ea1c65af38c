//! The format of a text: by the ending of its name, or by its content.

use crate::core::import::{anki, quizlet, table};
use crate::core::yaml::{self, FaultKind, Value};

/// The input format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with cells separated by commas, semicolons, tabs or any other character, or a text export of flashcards.
    Table,
    /// A page with tables, lists or headings, or one term with front matter.
    Markdown,
    /// YAML, or JSON, which is YAML.
    Yaml,
}

impl Form {
    /// The format of a file, by its extension. `None` if that can be anything, or nothing that can be imported.
    pub fn of(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "tab" | "psv" => Some(Self::Table),
            "md" | "markdown" | "mdx" | "mdown" | "mkd" | "qmd" | "rmd" | "rst" => {
                Some(Self::Markdown)
            }
            "yaml" | "yml" | "json" | "jsonl" | "ndjson" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// Whether a file of this name can hold any format.
    pub fn is_open(name: &str) -> bool {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        end.is_none_or(|end| matches!(&*end, "txt" | "text" | "anki"))
    }

    /// The format that `text` seems to have.
    pub fn guess(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        if anki::is_export(text) {
            return Self::Table;
        }
        if text.contains("\n.. glossary::") {
            return Self::Markdown;
        }
        if text.trim_start().starts_with(['{', '[']) && yaml::parse(text).faults.is_empty() {
            return Self::Yaml;
        }
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let tabbed = lines.iter().filter(|line| line.trim_end().contains('\t')).count();
        if tabbed * 2 > lines.len() || quizlet::words(text).is_some() || table::has_header(text) {
            return Self::Table;
        }
        let is_markdown = |line: &&str| {
            let line = line.trim_start();
            line.starts_with(['|', '#'])
                || ["**", "- **", "* **", "* ", "*[", ": ", "+++"]
                    .iter()
                    .any(|start| line.starts_with(start))
        };
        if lines.iter().any(is_markdown)
            || lines.first() == Some(&"---") && lines[1..].contains(&"---")
        {
            return Self::Markdown;
        }
        let tree = yaml::parse(text);
        let is_tree = tree.root.as_ref().is_some_and(|root| match &root.value {
            Value::Map(_) => true,
            Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Map(_))),
            Value::Text(..) => false,
        });
        let is_next = |fault: &yaml::Fault| fault.kind == FaultKind::SecondDocument;
        if is_tree && tree.faults.iter().all(is_next) {
            return Self::Yaml;
        }
        if table::has_columns(text) { Self::Table } else { Self::Markdown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_a_text_without_a_telling_name_is_seen_in_it() {
        for (text, form) in [
            ("#separator:tab\nSLO\tA target\n", Form::Table),
            ("SLO\tA target\nToil\tWork\n", Form::Table),
            ("SLO;A target\nToil;Work\n", Form::Table),
            ("Term,Definition\nSLO,\"A target, for weeks\"\n", Form::Table),
            ("Term,Definition\nSLO,A target, for weeks\n# of pods,A count\n", Form::Table),
            ("Our words\n\nTerm;Definition\nSLO;A target; for weeks\n", Form::Table),
            ("SLO,A target\n", Form::Table),
            ("Dear all, thank you\n", Form::Markdown),
            ("| Term | Definition |\n| SLO | A target |\n", Form::Markdown),
            ("{\"SLO\": \"A target\"}", Form::Yaml),
            ("- term: SLO\n  definition: A target\n", Form::Yaml),
            ("SLO: A target\nToil: Work\n", Form::Yaml),
            ("# Words\n\nSLO: a\n", Form::Markdown),
            ("---\ntitle: SLO\n---\nA target\n", Form::Markdown),
            ("- **SLO**: A target\n", Form::Markdown),
            ("SLO\n: A target\n", Form::Markdown),
            ("SLO - A target\nToil - Work, of a kind\n", Form::Markdown),
            ("", Form::Markdown),
        ] {
            assert_eq!(Form::guess(text), form, "{text}");
        }
    }
}
