//! What to fetch: an address, and optionally a folder and a branch.

use std::path::{Component, Path};

use crate::core::text::{clean, is_hostile};
use crate::sources::{Address, SourceError};

/// What to fetch.
#[derive(Debug, Clone)]
pub struct Selection {
    pub(super) address: Address,
    /// The folder of the decks, if named.
    pub(super) path: Option<String>,
    /// The branch, if named.
    pub(super) branch: Option<String>,
}

impl Selection {
    /// The decks at `address`, in its folder `path`, on `branch`.
    pub fn new(
        address: Address,
        path: Option<String>,
        branch: Option<String>,
    ) -> Result<Self, SourceError> {
        let refused = |what: String| Err(SourceError::Refused(what));
        let (path, branch) = match &address {
            Address::Git { page: Some(page), .. } => on_page(page, path, branch),
            _ => (path, branch),
        };
        if let Some(path) = &path
            && (path.contains(is_hostile)
                || !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))))
        {
            return refused(format!("`{}` is not a folder inside the source", clean(path)));
        }
        let is_git = matches!(address, Address::Git { .. });
        if let Some(branch) = &branch
            && (!is_git
                || branch.is_empty()
                || branch.starts_with('-')
                || branch.contains(is_hostile))
        {
            return refused(if is_git {
                format!("`{}` is not a valid branch name", clean(branch))
            } else {
                "only a git repository has branches".to_owned()
            });
        }
        // Git paths always use `/`.
        let path = path.map(|path| path.replace('\\', "/").trim_end_matches('/').to_owned());
        Ok(Self { address, path, branch })
    }
}

/// The path and branch of a web page's address, where they are not named. The branch ends at the first slash, unless it is named.
fn on_page(
    page: &str,
    path: Option<String>,
    branch: Option<String>,
) -> (Option<String>, Option<String>) {
    let named = branch.as_deref().and_then(|branch| page.strip_prefix(branch));
    let inside = named.and_then(|rest| rest.strip_prefix('/'));
    let (first, rest) = page.split_once('/').map_or((page, None), |(a, b)| (a, Some(b)));
    let inside = inside.or(rest).map(str::to_owned);
    (path.or(inside), branch.or_else(|| Some(first.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_page_names_branch_and_folder_unless_they_are_named() {
        let of = |page: &str, path: Option<&str>, branch: Option<&str>| {
            let address =
                Address::parse(&format!("https://github.com/acme/words/tree/{page}")).unwrap();
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let selection = Selection::new(address, owned(path), owned(branch)).unwrap();
            let text = |part: Option<String>| part.unwrap_or_default();
            format!("{} on {}", text(selection.path), text(selection.branch))
        };
        assert_eq!(of("main/team/decks", None, None), "team/decks on main");
        assert_eq!(of("main", None, None), " on main");
        assert_eq!(of("fix/pay/decks", None, Some("fix/pay")), "decks on fix/pay");
        assert_eq!(of("main/decks", Some("other"), Some("next")), "other on next");
    }
}
