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
