//! The front matter of a page: fields in YAML or TOML.

use crate::core::import::markup::plain;
use crate::core::import::{Found, Refusal, Sink, structured};

/// The fields in the front matter `text` of a page whose heading is `heading`.
pub(super) fn fields(
    text: &str,
    heading: Option<&str>,
    into: &mut Sink<'_>,
) -> Result<Found, Refusal> {
    let is_toml = |line: &str| {
        line.split_once('=').is_some_and(|(key, _)| {
            key.trim().chars().all(|c| c.is_alphanumeric() || "_-.\"".contains(c))
        })
    };
    let lines =
        || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let yaml = if lines().next().is_some_and(is_toml) {
        // Texts, lists and numbers of TOML are written like those of YAML.
        let mut yaml = String::new();
        for line in lines() {
            let last = yaml.rsplit('\n').next().unwrap_or_default();
            let is_open = last.matches('[').count() > last.matches(']').count();
            match line.split_once('=').filter(|_| !is_open) {
                _ if line.starts_with('[') && !is_open => break,
                Some((key, value)) => yaml += &format!("\n{}: {}", key.trim(), value.trim()),
                None => yaml += &format!(" {line}"),
            }
        }
        yaml
    } else {
        text.to_owned()
    };
    let mut found = structured::page_fields(&yaml, heading, into)?;
    found.iter_mut().flat_map(|(_, texts)| texts).for_each(|text| *text = plain(text));
    // Hugo calls earlier addresses of a page its aliases.
    let is_address =
        |text: &String| text.starts_with('/') || text.ends_with('/') || text.contains("://");
    for (_, texts) in found.iter_mut().filter(|(field, _)| *field == "aliases") {
        for text in texts.extract_if(.., |text| is_address(text)) {
            into.note("addresses in `aliases`, left out", &text, "line 1");
        }
    }
    Ok(found)
}
