//! The name of a file in the command that a hint on converting it shows.

/// The file `name` as an argument of a command; `FILE` for the standard input.
pub fn argument(name: &str) -> String {
    if name == "-" {
        return "FILE".to_owned();
    }
    let is_plain = |c: char| c.is_alphanumeric() || "/._+:@,".contains(c);
    if name.chars().all(|c| is_plain(c) || c == '-') && !name.starts_with('-') {
        return name.to_owned();
    }
    let start = if name.starts_with('-') { "./" } else { "" };
    format!("'{start}{}'", name.replace('\'', r"'\''"))
}
