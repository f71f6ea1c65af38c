//! Finds the reason in git's messages when it cannot fetch, and says what to do about it.

use crate::core::text::clean;
use crate::git::GitError;

/// What git says above or below the reason, whatever that is.
const NOISE: &str = "Cloning into|fatal: Could not read from remote repository|\
    Please make sure you have the correct access rights|and the repository exists|\
    fatal: the remote end hung up unexpectedly|fatal: early EOF|remote: Enumerating|\
    remote: Counting|remote: Compressing|Receiving objects|hint:|warning:|@@@@";

const NO_ACCESS: &str = "check the address; if the repository is private, set up access first: try `git ls-remote` with the address";
const NO_NETWORK: &str = "check the address and your network connection (VPN, proxy)";

/// Parts of git's messages, in lowercase, and what to do.
const HELP: &[(&str, &str)] = &[
    (
        "permission denied (",
        "the server accepts none of your ssh keys: add yours to your account there, load it with `ssh-add`, or use the https:// address",
    ),
    (
        "host identification has changed",
        "the server's key is not the one ssh knows: ask the people who run the server before you accept it",
    ),
    (
        "host key verification failed",
        "ssh does not know this server yet: connect to it once with `ssh`, and compare the fingerprint with the published one",
    ),
    ("remote branch", "check the branch; without --branch, the repository's own is used"),
    (
        "repository not found|' not found|does not exist|does not appear to be a git repository|\
         could not be found|could not read username|could not read password|authentication failed|\
         error: 403|access denied",
        NO_ACCESS,
    ),
    (
        "could not resolve|failed to connect|unable to connect|connection refused|connection timed out|\
         operation timed out|operation too slow|connection closed by|connection reset by|\
         network is unreachable|no route to host",
        NO_NETWORK,
    ),
    (
        "certificate",
        "git does not trust the server's certificate; behind a company proxy, set `http.sslCAInfo` in git's configuration",
    ),
    ("error: 5", "the server has a problem; try again later"),
];

/// The error in `messages`, which git printed before it failed.
pub(super) fn failure(messages: &str) -> GitError {
    let lines = || messages.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let telling: Vec<&str> =
        lines().filter(|line| !NOISE.split('|').any(|noise| line.starts_with(noise))).collect();
    let is_fatal = |line: &&&str| line.starts_with("fatal: ") || line.starts_with("error: ");
    // Git's own error if it says more than that something went wrong; otherwise what the server or ssh said last.
    let said = telling.iter().find(is_fatal).or(telling.last()).copied();
    let said = said.or_else(|| lines().next_back()).unwrap_or("it failed without an error message");
    let bare = ["fatal: ", "error: ", "ERROR: ", "remote: "];
    let said = bare.iter().fold(said, |said, start| said.strip_prefix(start).unwrap_or(said));
    let said = clean(said.trim_end_matches('.')).into_owned();
    let all = messages.to_lowercase();
    match HELP.iter().find(|(parts, _)| parts.split('|').any(|part| all.contains(part))) {
        Some((_, help)) => GitError::NotFetched(said, help),
        None => GitError::Said(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_shown_with_what_to_do() {
        let tail = "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\n\
                    and the repository exists.\n";
        let ssh = |said: &str| format!("Cloning into bare repository 'x'...\n{said}\n{tail}");
        let https = |said: &str| {
            format!(
                "Cloning into bare repository 'x'...\nfatal: unable to access 'https://a.b/c/': {said}\n"
            )
        };
        for (messages, said, help) in [
            (
                ssh("git@a.b: Permission denied (publickey)."),
                "git@a.b: Permission denied (publickey)",
                "`ssh-add`",
            ),
            (ssh("Host key verification failed."), "Host key verification failed", "fingerprint"),
            (
                ssh("@@@@@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@@@@@@\nHost key verification failed."),
                "Host key verification failed",
                "ask the people who run",
            ),
            (ssh("ERROR: Repository not found."), "Repository not found", "if the repository is private"),
            (
                ssh("ssh: connect to host a.b port 22: Connection refused"),
                "ssh: connect to host a.b port 22: Connection refused",
                "network",
            ),
            (ssh("fatal: '/x' does not appear to be a git repository"), "'/x' does not appear", "check the address"),
            (https("Could not resolve host: a.b"), "Could not resolve host: a.b", "network"),
            (https("The requested URL returned error: 503"), "error: 503", "try again later"),
            (https("SSL certificate problem: self-signed certificate"), "self-signed", "http.sslCAInfo"),
            (
                "fatal: could not read Username for 'https://a.b': terminal prompts disabled\n".into(),
                "could not read Username",
                "if the repository is private",
            ),
            (
                "warning: Could not find remote branch x to clone.\nfatal: Remote branch x not found in upstream origin\n".into(),
                "Remote branch x not found",
                "without --branch",
            ),
        ] {
            let text = failure(&messages).to_string();
            assert!(text.starts_with("git: ") && text.contains(said), "{text}");
            assert!(text.contains(help) && !text.contains("Could not read"), "{text}");
        }
        assert_eq!(
            failure("fatal: odd\u{1b}[31m thing\n").to_string(),
            "git: odd\u{fffd}[31m thing"
        );
        assert_eq!(failure("").to_string(), "git: it failed without an error message");
    }
}
