//! Decks as one HTML page that needs nothing else: to put on an intranet, to mail, or to keep on a phone.
//!
//! Every word is in the page itself, so it can be read, printed and searched with the browser even without the script, which adds a
//! search that forgives typing mistakes.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::{level, sorted};
use crate::core::annotations::Own;
use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::entry::{self, Entries as _};
use crate::core::library::Library;
use crate::core::words::counted;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page with the terms of `decks`, titled `title`. Links are named as in `library`, and lead to words on the page only. With
/// `source`, the address of a repository on GitHub or elsewhere, each word has a link to propose a change; otherwise the `source` of
/// its deck is used.
pub fn html(decks: &[&Deck], library: &Library, title: &str, source: Option<&str>) -> String {
    let count: usize = decks.iter().map(|deck| deck.terms.len()).sum();
    // No id of a deck or a term has an underscore.
    let id_of = |at: usize| {
        let before = decks[..at].iter().filter(|deck| deck.id == decks[at].id).count();
        let id = escaped(&decks[at].id);
        if before == 0 { id } else { format!("{id}_{}", before + 1) }
    };
    let teams: String = decks
        .iter()
        .enumerate()
        .map(|(at, deck)| {
            let (id, title) = (id_of(at), escaped(&deck.title));
            format!("<li><a href=\"#{id}\">{title}</a>\n")
        })
        .collect();
    let here = decks.iter().flat_map(|deck| &deck.terms).map(|term| &term.id).collect();
    let page = Page { here, library, source };
    let mut sections = String::new();
    for (at, deck) in decks.iter().enumerate() {
        let (id, title) = (id_of(at), escaped(&deck.title));
        // The labels are in English.
        let language = deck.language.as_deref().filter(|code| *code != "en");
        let language =
            language.map_or_else(String::new, |code| format!(" lang=\"{}\"", escaped(code)));
        let _ = write!(
            sections,
            "<section id=\"{id}\"{language} aria-labelledby=\"{id}_title\">\n<h2 id=\"{id}_title\">{title}</h2>\n"
        );
        if let Some(summary) = &deck.summary {
            let _ = writeln!(sections, "<p>{}</p>", escaped(summary));
        }
        for term in sorted(deck) {
            sections += &page.entry(term, deck);
        }
        sections += "</section>\n";
    }
    filled(&[
        ("title", &escaped(title)),
        ("style", STYLE),
        ("count", &counted(count, "word")),
        ("teams", &teams),
        ("sections", &sections),
        ("script", SCRIPT),
    ])
}

/// The page with `values` in place of their names in braces.
fn filled(values: &[(&str, &str)]) -> String {
    let mut parts = PAGE.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        out += value.map_or("", |(_, value)| value);
        out += rest;
    }
    out
}

/// What the entries of a page have in common.
struct Page<'a> {
    /// The terms on it.
    here: HashSet<&'a TermId>,
    library: &'a Library,
    source: Option<&'a str>,
}

impl Page<'_> {
    /// Links to `ids`, as far as they are on the page, and the names of the others.
    fn links(&self, term: &Term, ids: &[TermId]) -> String {
        let link = |id: &TermId| {
            let (_, other) = self.library.titled(id)?;
            let name = escaped(&entry::reference(self.library, term.id.deck(), id)?);
            let is_here = self.here.contains(&other.id);
            Some(if is_here {
                format!("<a href=\"#{}\">{name}</a>", escaped(other.id.as_str()))
            } else {
                name
            })
        };
        ids.iter().filter_map(link).collect::<Vec<_>>().join(", ")
    }

    fn entry(&self, term: &Term, deck: &Deck) -> String {
        // What the search goes by. No name contains a line end.
        let names: Vec<&str> =
            term.names().chain(term.sounds_like.iter().map(String::as_str)).collect();
        let id = escaped(term.id.as_str());
        let mut out = format!(
            "<article id=\"{id}\" data-names=\"{}\">\n<h3><a href=\"#{id}\">{}</a></h3>\n",
            escaped(&names.join("\n")).replace('\n', "&#10;"),
            escaped(&term.term)
        );
        if let Some(expansion) = &term.expansion {
            let _ = writeln!(out, "<p class=\"expansion\">{}</p>", escaped(expansion));
        }
        if let Some(gloss) = &term.gloss {
            let _ = writeln!(out, "<p class=\"gloss\">{}</p>", escaped(gloss));
        }
        let _ = writeln!(out, "<p>{}</p>", escaped(&term.definition));
        let facts = entry::facts(self.library, term, Own::default()).into_iter();
        let facts = facts.chain(level(term)).chain(entry::retired(self.library, term));
        let facts = facts.filter(|fact| !fact.personal);
        let rows: String = facts
            .map(|fact| {
                let text = match &*fact.label {
                    entry::SEE_ALSO => self.links(term, &term.see_also),
                    entry::CONFUSED => self.links(term, &term.confused_with),
                    _ => escaped(&fact.text),
                };
                format!("<dt>{}</dt><dd>{text}</dd>\n", fact.label)
            })
            .collect();
        if !rows.is_empty() {
            let _ = write!(out, "<dl>\n{rows}</dl>\n");
        }
        if let Some(address) = proposal(term, deck, self.source) {
            let _ = writeln!(
                out,
                "<p class=\"propose\"><a href=\"{}\" rel=\"noreferrer\">Propose a change<span class=\"unseen\"> to {}</span></a></p>",
                escaped(&address),
                escaped(&term.term)
            );
        }
        out += "</article>\n";
        out
    }
}

/// The web page of the repository at `source`, which may be an address for git, such as `git@example.org:acme/words.git`. `None` if
/// it has none.
pub fn web_page(source: &str) -> Option<String> {
    let source = source.trim_end_matches('/');
    let is_web = source.starts_with("https://") || source.starts_with("http://");
    let page = if is_web {
        source.to_owned()
    } else if let Some(rest) = source.strip_prefix("ssh://git@") {
        let (host, path) = rest.split_once('/')?;
        // The port is for SSH, not for the web.
        format!("https://{}/{path}", host.split(':').next().unwrap_or(host))
    } else {
        format!("https://{}", source.strip_prefix("git@")?.replacen(':', "/", 1))
    };
    Some(page.strip_suffix(".git").map(str::to_owned).unwrap_or(page))
}

/// Where to propose a change of `term`: on GitHub and GitLab its line in the file of the deck, elsewhere the address itself.
fn proposal(term: &Term, deck: &Deck, source: Option<&str>) -> Option<String> {
    let source = web_page(source.or(deck.source.as_deref())?)?;
    let path = deck.path.replace('\\', "/");
    let is_inside = !path.starts_with('/') && !path.contains(':') && !path.contains("..");
    let (host, names) = source.split_once("://")?.1.split_once('/').unwrap_or_default();
    let blob = match names.split('/').count() {
        2 if host == "github.com" => "blob",
        // A web address inside a repository has `/-/`.
        2.. if host.starts_with("gitlab.") && !names.contains("/-/") => "-/blob",
        _ => return Some(source),
    };
    Some(if is_inside {
        let path =
            path.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F");
        format!("{source}/{blob}/HEAD/{}?plain=1#L{}", path.trim_start_matches("./"), term.line)
    } else {
        source
    })
}

/// `text` without meaning in HTML, in an attribute too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}
