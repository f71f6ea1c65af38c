//! Runs the program in a pseudoterminal: sends keys and reads the screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::TestEnv;

/// The polling interval of the screen.
const GLANCE: Duration = Duration::from_millis(10);
/// The minimum time to read an answer: longer than the period in which Enter and space are ignored.
const READING: Duration = Duration::from_millis(320);
/// The number of polls before a test gives up: about ten seconds.
const PATIENCE: u32 = 1000;

/// Keys without a letter.
pub mod key {
    /// Enter.
    pub const ENTER: &str = "\r";
    /// Escape. No letter must follow at once: that would be Alt and the letter.
    pub const ESC: &str = "\x1b";
    /// Down arrow.
    pub const DOWN: &str = "\x1b[B";
    /// Up arrow.
    pub const UP: &str = "\x1b[A";
    /// Right arrow.
    pub const RIGHT: &str = "\x1b[C";
    /// Page Up.
    pub const PAGE_UP: &str = "\x1b[5~";
    /// Page Down.
    pub const PAGE_DOWN: &str = "\x1b[6~";
    /// Ctrl-C.
    pub const CTRL_C: &str = "\x03";
    /// Ctrl-F.
    pub const CTRL_F: &str = "\x06";
    /// Ctrl-Z.
    pub const CTRL_Z: &str = "\x1a";
}

/// Output of the program.
struct Output {
    parser: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

/// A terminal with the program in it.
pub struct Screen {
    output: Arc<Mutex<Output>>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    pressed: usize,
}

impl Screen {
    /// Starts `shoptalk` with `args` in a terminal of `rows` by `columns`.
    pub fn open(env: &TestEnv, args: &[&str], rows: u16, columns: u16) -> Self {
        Self::open_program(env, env!("CARGO_BIN_EXE_shoptalk"), args, rows, columns)
    }

    /// Starts a shell with job control, and in it `script`: `noted.sh` becomes `shoptalk` with `args` after noting the process
    /// ID in `pid`, and `around.sh` runs that.
    pub fn open_script(env: &TestEnv, script: &str, args: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_shoptalk");
        env.write("noted.sh", &format!("echo $$ > pid\nexec '{program}' {args}\n"));
        env.write("around.sh", "sh noted.sh\necho script done\n");
        let mut screen = Self::open_program(env, "bash", &["--norc", "--noprofile", "-i"], 24, 80);
        screen.shows("bash-").press(&format!("sh {script}\r"));
        screen
    }

    fn open_program(env: &TestEnv, program: &str, args: &[&str], rows: u16, columns: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal can be opened");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in env.variables() {
            command.env(name, value);
        }
        if let Some(seed) = env.seed_of_screen() {
            command.env("SHOPTALK_SEED", seed.to_string());
        }
        command.cwd(env.home());
        command.args(args);
        let child = pair.slave.spawn_command(command).expect("the program can be started");
        // While this end is open, the reader waits for more.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a pseudo-terminal can be read");
        let writer = pair.master.take_writer().expect("a pseudo-terminal can be written to");
        let parser = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
        let output = Arc::new(Mutex::new(Output { parser, raw: Vec::new(), ended: false }));
        let shared = Arc::clone(&output);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Linux reports an error where other systems report the end of the file.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut output = lock(&shared);
                output.raw.extend_from_slice(&bytes[..count]);
                output.parser.process(&bytes[..count]);
            }
            lock(&shared).ended = true;
        });
        Self { output, writer, master: pair.master, child, pressed: 0 }
    }

    /// The text on the screen, without trailing spaces.
    pub fn text(&self) -> String {
        let output = lock(&self.output);
        let screen = output.parser.screen();
        let rows = screen.rows(0, screen.size().1.get());
        let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n")
    }

    /// Every byte that the program has written so far.
    pub fn raw(&self) -> Vec<u8> {
        lock(&self.output).raw.clone()
    }

    /// The result of `look` on the screen.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(lock(&self.output).parser.screen())
    }

    /// Waits until `is_so`. On timeout, panics with the last screen and `what` was expected.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) -> &mut Self {
        for _ in 0..PATIENCE {
            if is_so(self) {
                return self;
            }
            thread::sleep(GLANCE);
        }
        panic!("waited in vain for {what}; the last screen:\n{}\n", self.text());
    }

    /// Waits until `text` is on the screen.
    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        self.until(&format!("“{text}”"), |screen| screen.text().contains(text))
    }

    /// Waits until `text` is no longer on the screen.
    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Self {
        self.until(&format!("“{text}” to go"), |screen| !screen.text().contains(text))
    }

    /// Sends `keys`.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let sent = self.send(keys);
        sent.unwrap_or_else(|error| panic!("{error}; the last screen:\n{}\n", self.text()));
        self
    }

    fn send(&mut self, keys: &str) -> std::io::Result<()> {
        self.pressed += keys.chars().count();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()
    }

    /// How many keys have been sent so far.
    pub const fn pressed(&self) -> usize {
        self.pressed
    }

    /// Sends `keys` five times a second until `is_so`.
    #[track_caller]
    pub fn insist(&mut self, keys: &str, what: &str, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        self.repeat(keys, 20, what, is_so)
    }

    /// Goes on with `keys` from an answer that has just appeared until `text` is on the screen. Enter and space are ignored
    /// for a moment after an answer, so this waits first, and sends the keys again if they were still too early.
    #[track_caller]
    pub fn go_on(&mut self, keys: &str, text: &str) -> &mut Self {
        self.read(keys, &format!("“{text}”"), |screen| screen.text().contains(text))
    }

    /// The same, until `is_so`.
    #[track_caller]
    pub fn read(&mut self, keys: &str, what: &str, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        thread::sleep(READING);
        self.repeat(keys, 40, what, is_so)
    }

    /// Sends `keys`, and again every so many polls, until `is_so`.
    #[track_caller]
    fn repeat(
        &mut self,
        keys: &str,
        every: u32,
        what: &str,
        is_so: impl Fn(&Self) -> bool,
    ) -> &mut Self {
        let mut glances = 0;
        self.until(what, |screen| {
            if glances % every == 0 {
                // It may have exited between two polls.
                let _ = screen.send(keys);
            }
            glances += 1;
            is_so(screen)
        })
    }

    /// Whether all output of the program has arrived.
    pub fn has_ended(&self) -> bool {
        lock(&self.output).ended
    }

    /// Resizes the terminal to `rows` by `columns`.
    pub fn resize(&mut self, rows: u16, columns: u16) -> &mut Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        // Resize the parser first, because the program redraws at once.
        let (height, width) = (at_least_one(rows), at_least_one(columns));
        lock(&self.output).parser.screen_mut().set_size(height, width);
        self.master.resize(size).expect("a pseudo-terminal can be resized");
        self
    }

    /// Sends the signal `name`, such as `TERM`.
    pub fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.process_id().to_string();
        let mut kill = Command::new("kill");
        let sent = kill.args([&format!("-{name}"), &id]).stderr(Stdio::null()).status();
        assert!(sent.expect("`kill` can be started").success(), "no process takes SIG{name}");
        self
    }

    /// The process ID.
    pub fn process_id(&self) -> u32 {
        self.child.process_id().expect("a started program has an id")
    }

    /// Waits until the program exits and all its output has arrived.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        let mut status = None;
        self.until("the end of the program", |screen| {
            status = screen.child.try_wait().expect("the program can be asked how it is");
            status.is_some()
        });
        self.until("the end of its output", |screen| screen.has_ended());
        status.expect("the program has ended")
    }

    /// Waits for exit code 0 and checks that the terminal is restored.
    #[track_caller]
    pub fn ends_well(&mut self) {
        let status = self.ends();
        assert!(status.success(), "{status:?}\n{}", self.text());
        self.is_restored();
    }

    /// Checks that the terminal is as the program found it.
    #[track_caller]
    pub fn is_restored(&self) {
        let (alternate, hidden) =
            self.look(|screen| (screen.alternate_screen(), screen.hide_cursor()));
        assert!(!alternate, "still on the alternate screen:\n{}", self.text());
        assert!(!hidden, "the cursor is still hidden");
        assert!(!self.look(vt100::Screen::bracketed_paste), "pastes are still marked");
        // Some systems forget the modes when the last program exits.
        if let Some(modes) = self.master.get_termios() {
            let modes = format!("{:?}", modes.local_flags);
            assert!(modes.contains("ICANON"), "still raw: {modes}");
        }
    }

    /// Kills the program at once, and waits until it is gone.
    pub fn kill(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.signal("KILL");
        }
        self.ends();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let id = self.process_id().to_string();
            let _ = Command::new("kill").args(["-KILL", &id]).status();
            let _ = self.child.wait();
        }
    }
}

fn at_least_one(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

fn lock(output: &Mutex<Output>) -> MutexGuard<'_, Output> {
    output.lock().unwrap_or_else(PoisonError::into_inner)
}
