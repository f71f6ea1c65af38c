//! A git repository of decks for one test.

use std::path::{Path, PathBuf};

use super::TestEnv;

/// A repository in a folder in the test's home.
pub struct Repository {
    folder: PathBuf,
}

impl Repository {
    /// Creates an empty repository in the folder `name`. Afterwards, programs in `env` can run git.
    pub fn new(env: &mut TestEnv, name: &str) -> Self {
        let path = std::env::vars_os().find(|(name, _)| name.eq_ignore_ascii_case("PATH"));
        env.set("PATH", path.expect("this machine has programs").1);
        env.set("GIT_CONFIG_NOSYSTEM", "1");
        let folder = env.home().join(name);
        std::fs::create_dir_all(&folder).expect("a folder below home can be made");
        let repository = Self { folder };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// Its path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its URL.
    pub fn url(&self) -> String {
        let path = self.folder.display().to_string().replace('\\', "/");
        format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
    }

    /// Runs git in it, ignoring this machine's settings. Returns the output.
    pub fn git(&self, args: &[&str]) -> String {
        self.git_with(args, "")
    }

    fn git_with(&self, args: &[&str], input: &str) -> String {
        let mut git = assert_cmd::Command::new("git");
        git.current_dir(&self.folder)
            .env("GIT_CONFIG_GLOBAL", self.folder.join("no-settings"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(args)
            .write_stdin(input);
        let ran = git.output().expect("git can be started");
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8_lossy(&ran.stdout).trim().to_owned()
    }

    /// Stores `text` as a blob that is in no commit. Returns its hash.
    pub fn object(&self, text: &str) -> String {
        self.git_with(&["hash-object", "-w", "--stdin"], text)
    }

    /// The hash of the newest commit.
    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("it can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    /// Commits all changes.
    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", "a change"]);
    }
}
