//! Parses the address of decks: a git repository or a folder.

use std::path::{Path, PathBuf};

use crate::core::slug::slug;
use crate::core::text::{clean, is_hostile, reason};

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
        /// A branch and a path in it, if the address is that of a web page: `main/decks`. A branch may have slashes, too.
        page: Option<String>,
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
        for (short, host) in [("github:", "github.com"), ("gitlab:", "gitlab.com")] {
            if let Some(path) = text.strip_prefix(short) {
                return url("https", &format!("{host}/{}", path.trim_start_matches('/')));
            }
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
            return folder(&absolute(path)?);
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
                let text = text.to_owned();
                Ok(Self::Git { url: text.clone(), shown: text, protocol: "ssh", page: None })
            }
            _ if ["github.com/", "gitlab.com/"].iter().any(|host| text.starts_with(host)) => {
                url("https", text)
            }
            _ if is_on_github(text) => url("https", &format!("github.com/{text}")),
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

const WAYS: &str =
    "an address starts with https://, ssh://, git:// or file://, or is OWNER/REPOSITORY on GitHub";

/// Whether `text` has the form `owner/repository`.
fn is_on_github(text: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name))
}

/// The folder at `path`; if it is a repository without files, the repository.
fn folder(path: &Path) -> Result<Address, String> {
    let is_bare =
        path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir();
    match path.to_str() {
        Some(text) if is_bare => {
            let text = text.replace('\\', "/").replace('%', "%25");
            url("file", &format!("{}{text}", if text.starts_with('/') { "" } else { "/" }))
        }
        _ => Ok(Address::Folder(path.to_owned())),
    }
}

/// Splits the address of a web page of a repository's folder or file into that of the repository, and the branch with the path:
/// `/acme/words/tree/main/decks` (GitHub and others) or `/acme/words/-/tree/main/decks` (GitLab).
fn page(path: &str) -> Option<(&str, String)> {
    for (mark, depth) in
        [("/-/tree/", None), ("/-/blob/", None), ("/tree/", Some(2)), ("/blob/", Some(2))]
    {
        let Some((repository, inside)) = path.split_once(mark) else { continue };
        let names = repository.split('/').filter(|name| !name.is_empty()).count();
        let inside = inside.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        if !inside.is_empty() && depth.is_none_or(|depth| depth == names) {
            return Some((repository, decoded(inside)));
        }
    }
    None
}

/// `text` with `%20` and the like decoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn before<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split(mark).next().unwrap_or_default()
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path)
        .map_err(|error| format!("{}: {}", clean(&path.display().to_string()), reason(&error)))
}

/// Parses `scheme://rest`, removing a possible password from the shown address.
fn url(scheme: &str, rest: &str) -> Result<Address, String> {
    let scheme = scheme.to_lowercase();
    let Some(protocol) = PROTOCOLS.iter().find(|known| **known == scheme) else {
        let instead = if scheme == "http" { "use https" } else { WAYS };
        return Err(format!("`{}://` is not supported; {instead}", clean(&scheme)));
    };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (path, page) = match page(path).filter(|_| *protocol == "https") {
        Some((path, page)) => (path, Some(page)),
        None => (path, None),
    };
    if path.contains(['?', '#']) || authority.contains(['?', '#']) {
        return Err(
            "remove `?` and `#` from the address: they may give away a secret, and git needs neither"
                .to_owned(),
        );
    }
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
    Ok(Address::Git { url: format!("{scheme}://{authority}{path}"), shown, protocol, page })
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
            "./acme/words",
            "acme/-words",
            "github:",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn short_addresses_and_those_of_web_pages_lead_to_the_repository() {
        let github = "https://github.com/acme/words";
        for (text, url, page) in [
            ("acme/words", github, None),
            ("github:acme/words", github, None),
            ("github.com/acme/words", github, None),
            ("gitlab:acme/ops/words", "https://gitlab.com/acme/ops/words", None),
            ("https://github.com/acme/words/tree/main/team/decks", github, Some("main/team/decks")),
            ("github.com/acme/words/tree/main/decks/", github, Some("main/decks")),
            ("https://github.com/acme/words/tree/main", github, Some("main")),
            ("https://github.com/acme/words/blob/v1/a%20b.yaml#L3", github, Some("v1/a b.yaml")),
            (
                "https://git.acme.com/a/b/words/-/tree/main/decks?ref_type=heads",
                "https://git.acme.com/a/b/words",
                Some("main/decks"),
            ),
            ("https://git.acme.com/a/tree/words", "https://git.acme.com/a/tree/words", None),
        ] {
            let Ok(Address::Git { url: found, page: on, shown, .. }) = Address::parse(text) else {
                panic!("{text}");
            };
            assert_eq!((&*found, on.as_deref()), (url, page), "{text}");
            assert_eq!(found, shown);
        }
        let folder = Address::parse("src/sources").unwrap();
        assert!(matches!(folder, Address::Folder(_)), "a folder comes first: {folder:?}");
    }

    #[test]
    fn a_folder_that_is_a_repository_without_files_is_fetched_by_git() {
        let home = tempfile::tempdir().unwrap();
        for folder in ["words.git/objects", "words.git/refs"] {
            std::fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        let path = home.path().join("words.git");
        let parse = || Address::parse(path.to_str().unwrap()).unwrap();
        assert!(matches!(parse(), Address::Folder(_)));
        std::fs::write(path.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        assert!(matches!(parse(), Address::Git { protocol: "file", .. }));
        assert_eq!(parse().name(), "words");
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
