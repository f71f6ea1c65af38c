//! Parses the address of decks: a git repository or a folder.

use std::path::{Path, PathBuf};

use crate::core::slug::slug;
use crate::core::text::{clean, is_hostile};

/// Where external decks come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A git repository.
    Git {
        /// The address as typed, which may contain a password: pass it only to git.
        url: String,
        /// The address without a password, to store and show.
        shown: String,
        /// The only transport git may use for it.
        protocol: &'static str,
    },
    /// A folder.
    Folder(PathBuf),
}

/// Allowed transports. Plain http is not one: anyone on the network could change the decks.
const PROTOCOLS: &[&str] = &["https", "ssh", "git", "file"];

impl Address {
    /// Parses `text`, or says why the address is not allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shown = clean(text);
        if text.is_empty() || text.starts_with('-') || text.contains(is_hostile) {
            return Err(format!("`{shown}` is not a valid deck address"));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return url(scheme, rest);
        }
        // `ext::` and similar prefixes would run programs.
        if text
            .split_once("::")
            .is_some_and(|(helper, _)| helper.chars().all(char::is_alphanumeric))
        {
            return Err(format!("`{}` is not supported; {WAYS}", before(text, "::")));
        }
        let path = Path::new(text);
        if path.is_dir() {
            return Ok(Self::Folder(absolute(path)?));
        }
        if path.is_file() {
            return Err(format!(
                "{shown} is a file; name a folder or a git repository (unpack an archive first)"
            ));
        }
        match text.split_once(':') {
            // `git@example.org:acme/decks.git`, ssh's short form. A single letter would be a Windows drive.
            Some((host, rest)) if !host.contains(['/', '\\']) && host.len() > 1 => {
                let name = host.rsplit('@').next().unwrap_or_default();
                if name.is_empty()
                    || name.starts_with('-')
                    || host.starts_with('-')
                    || rest.starts_with('-')
                {
                    return Err(format!("`{shown}` is not a valid deck address"));
                }
                Ok(Self::Git { url: text.to_owned(), shown: text.to_owned(), protocol: "ssh" })
            }
            _ => Err(format!("folder {shown} not found; {WAYS}")),
        }
    }

    /// The address to show, without a password.
    pub fn shown(&self) -> String {
        match self {
            Self::Git { shown, .. } => shown.clone(),
            Self::Folder(path) => path.display().to_string(),
        }
    }

    /// Whether the address contains a password, or possibly one.
    pub fn has_password(&self) -> bool {
        matches!(self, Self::Git { url, shown, .. } if url != shown)
    }

    /// A name for the source: the last part of the address, joined to the part before it if the last is just `decks`.
    pub fn name(&self) -> String {
        let shown = self.shown();
        let parts: Vec<&str> =
            shown.split(['/', '\\', ':']).filter(|part| !part.is_empty()).collect();
        let end = |part: &str| slug(part.strip_suffix(".git").unwrap_or(part));
        match parts[..] {
            [.., before, last] if end(last) == "decks" || end(last).is_empty() => {
                slug(&format!("{}-{}", end(before), end(last)))
            }
            [.., last] => end(last),
            [] => String::new(),
        }
    }
}

const WAYS: &str = "an address starts with https://, ssh://, git:// or file://";

fn before<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split(mark).next().unwrap_or_default()
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path)
        .map_err(|error| format!("{}: {error}", clean(&path.display().to_string())))
}

/// Parses `scheme://rest`, removing a possible password from the shown address.
fn url(scheme: &str, rest: &str) -> Result<Address, String> {
    let scheme = scheme.to_lowercase();
    let Some(protocol) = PROTOCOLS.iter().find(|known| **known == scheme) else {
        let instead = if scheme == "http" { "use https" } else { WAYS };
        return Err(format!("`{}://` is not supported; {instead}", clean(&scheme)));
    };
    if rest.contains(['?', '#']) {
        return Err(
            "remove `?` and `#` from the address: they may give away a secret, and git needs neither"
                .to_owned(),
        );
    }
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let is_local = *protocol == "file";
    if (host.is_empty() && !is_local) || host.starts_with('-') || path.len() < 2 {
        return Err(format!("no repository in the address `{scheme}://{}`", clean(host)));
    }
    // In ssh the user is not a secret; elsewhere it may be a token.
    let user = user.filter(|_| *protocol == "ssh").map(|user| before(user, ":"));
    if user.is_some_and(|user| user.starts_with('-')) {
        return Err("the user in the address starts with a hyphen".to_owned());
    }
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let shown = format!("{scheme}://{user}{host}{path}");
    Ok(Address::Git { url: format!("{scheme}://{rest}"), shown, protocol })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_that_are_gone_are_told_from_those_that_are_not() {
        for (text, protocol, name) in [
            ("https://example.org/acme/words.git", "https", "words"),
            ("https://example.org/acme/decks", "https", "acme-decks"),
            ("ssh://git@example.org/acme/Team%20words", "ssh", "team-20words"),
            ("git@example.org:acme/decks.git", "ssh", "acme-decks"),
            ("git://127.0.0.1:9418/words", "git", "words"),
            ("file:///srv/git/words.git", "file", "words"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!(address.name(), name, "{text}");
            assert!(matches!(address, Address::Git { protocol: found, .. } if found == protocol));
        }
        for text in [
            "",
            "-oProxyCommand=x",
            "--upload-pack=touch x",
            "ext::sh -c touch% x",
            "fd::7",
            "http://example.org/a",
            "ftp://example.org/a",
            "https://-oProxyCommand=x/a",
            "ssh://-oProxyCommand=x/a",
            "ssh://-x@host/a",
            "-x@host:a",
            "host:-a",
            "https://example.org",
            "https://example.org/a?token=secret",
            "https://example.org/a\u{1b}[31m",
            "no/such/folder",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_for_git_alone() {
        for (text, shown) in [
            ("https://me:secret@example.org/a/b", "https://example.org/a/b"),
            ("https://secret@example.org/a/b", "https://example.org/a/b"),
            ("ssh://git:secret@example.org/a", "ssh://git@example.org/a"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!(address.shown(), shown);
            assert!(address.has_password() && !address.name().contains("secret"));
        }
        assert!(!Address::parse("ssh://git@example.org/a").unwrap().has_password());
        assert!(!Address::parse("http://me:secret@example.org/a").unwrap_err().contains("secret"));
        assert!(!Address::parse("https://me:secret@/a").unwrap_err().contains("secret"));
    }
}
