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
        let pairs = lines()
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.split_once('='));
        pairs.map(|(key, value)| format!("{}: {}\n", key.trim(), value.trim())).collect()
    } else {
        text.to_owned()
    };
    let mut found = structured::page_fields(&yaml, heading, into)?;
    found.iter_mut().flat_map(|(_, texts)| texts).for_each(|text| *text = plain(text));
    Ok(found)
}
