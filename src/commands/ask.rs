//! Line-based prompts on a terminal.

mod pasted;

use std::io::{self, BufRead, Write};

use anyhow::bail;

use crate::commands::Context;
use crate::core::text::stored;

/// The minimum width for wrapping questions, in columns.
const NARROWEST: usize = 20;

/// A prompter: reads answers from `input` and writes questions to `out`.
pub(super) struct Ask<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    width: usize,
    /// Whether answers come from a terminal, where several lines can be pasted.
    is_terminal: bool,
    /// What was pasted after the last answer: it answers the next question.
    kept: Option<String>,
}

impl<'a> Ask<'a> {
    /// Prompts on the standard error of `context`. Reads answers from its terminal; if it has none, from `input`.
    pub(super) fn new(input: &'a mut dyn BufRead, context: &'a mut Context<'_>) -> Self {
        let is_terminal = context.is_terminal && context.on_terminal.err;
        Self {
            input,
            out: context.err,
            width: context.width.max(NARROWEST),
            is_terminal,
            kept: None,
        }
    }

    /// Prints a message.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        let body = text.trim_start();
        let indent = &text[..text.len() - body.len()];
        let options =
            textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(indent);
        writeln!(self.out, "{}", textwrap::fill(body, options))
    }

    /// Asks `question` and returns the answer, which may be empty, with the line endings of pasted lines. Fails at the end of the input.
    fn lines(&mut self, question: &str) -> anyhow::Result<String> {
        // After a long question, start the answer on a new line to leave room for it.
        let gap = if question.chars().count() > 30 { ":\n> " } else { ": " };
        let question = textwrap::fill(question, self.width - 1);
        write!(self.out, "{question}{gap}")?;
        if let Some(text) = self.kept.take() {
            writeln!(self.out, "{text}")?;
            return Ok(text);
        }
        self.out.flush()?;
        if self.is_terminal {
            let Some(text) = pasted::read(self.out)? else { bail!("nothing was written") };
            return Ok(text);
        }
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            writeln!(self.out)?;
            bail!("nothing was written");
        }
        Ok(line)
    }

    /// Asks until `accept` succeeds, printing its error each time.
    pub(super) fn until<T>(
        &mut self,
        question: &str,
        mut accept: impl FnMut(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        self.until_lines(question, |lines| accept(&one_line(lines)))
    }

    /// The same, but `accept` gets several pasted lines with their line endings.
    pub(super) fn until_lines<T>(
        &mut self,
        question: &str,
        mut accept: impl FnMut(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        loop {
            let text = self.lines(question)?;
            match accept(&text) {
                Ok(answer) => return Ok(answer),
                Err(why) => self.say(&format!("  {why}"))?,
            }
        }
    }

    /// Asks a yes/no question. An empty answer means yes. Anything else that was pasted, or that follows it, answers the next question.
    pub(super) fn yes(&mut self, question: &str) -> anyhow::Result<bool> {
        let mut pasted = String::new();
        let answer = self.until_lines(&format!("{question} [Y/n]"), |text| {
            let text = text.trim_end();
            let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
            let answer = match first.trim().to_lowercase().as_str() {
                "" | "y" | "yes" => Ok(true),
                "n" | "no" => Ok(false),
                _ if rest.is_empty() => Err("type y or n".to_owned()),
                _ => Err("type y or n; what you pasted answers the next question".to_owned()),
            };
            if !rest.is_empty() {
                if answer.is_ok() { rest } else { text }.clone_into(&mut pasted);
            }
            answer
        });
        self.kept = Some(pasted).filter(|text| !text.is_empty());
        answer
    }
}

/// `text` as stored, where line endings are spaces.
fn one_line(text: &str) -> String {
    stored(text.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_asked_for_until_it_fits() {
        let mut out = Vec::new();
        let mut input = &b"x\n 7 \nperhaps\n\n"[..];
        let mut ask =
            Ask { input: &mut input, out: &mut out, width: 80, is_terminal: false, kept: None };
        let number = ask.until("How many", |line| {
            line.parse::<u8>().map_err(|_| "a number, please".to_owned())
        });
        assert_eq!(number.unwrap(), 7);
        assert!(ask.yes("Sure?").unwrap());
        assert!(ask.lines("A question that takes up most of a line").is_err());
        let out = String::from_utf8(out).unwrap();
        let expected = "How many: x".replace('x', "")
            + "  a number, please\nHow many: "
            + "Sure? [Y/n]:   type y or n\nSure? [Y/n]: A question that takes up most of a line:\n> \n";
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_pasted_at_a_yes_or_no_question_answers_the_next_one() {
        for (pasted, is_read) in
            [("y\nA text.\nMore.", Ok("A text.\nMore.")), ("A text.\nMore.", Err("A text.\nMore."))]
        {
            let (mut out, mut input) = (Vec::new(), &b"y\n"[..]);
            let kept = Some(pasted.to_owned());
            let mut ask =
                Ask { input: &mut input, out: &mut out, width: 80, is_terminal: false, kept };
            assert!(ask.yes("Is yours a different one?").unwrap());
            let (Ok(text) | Err(text)) = is_read;
            assert_eq!(ask.lines("Definition").unwrap(), text);
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.contains("answers the next question"), is_read.is_err(), "{out}");
        }
    }
}
