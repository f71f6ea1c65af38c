//! `shoptalk settings`: shows and changes settings, and says where each value comes from.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use serde::Serialize;

use crate::app_dirs::AppDirs;
use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, tune};
use crate::files::shown;
use crate::settings::{self, FromFile, SETTINGS};

/// The widest value that sets the width of its column, in columns.
const VALUE: usize = 16;

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: String,
    from: Arc<str>,
    help: &'static str,
}

/// Prints all settings or one, or changes one.
pub(super) fn run(args: &cli::Settings, context: &mut Context<'_>) -> CommandResult {
    if let Some(cli::SettingsCommand::Tune(args)) = &args.command {
        return tune::run(args, context);
    }
    let path = context.places().ok().map(AppDirs::settings);
    let from = match &path {
        Some(path) => settings::load(path).with_context(|| path.display().to_string())?,
        None => FromFile::default(),
    };
    if let Some(path) = &path {
        for complaint in &from.complaints {
            writeln!(context.err, "{}:{}: {}", shown(path), complaint.line, complaint.what)?;
        }
    }
    if let (Some(name), Some(value)) = (&args.name, &args.value) {
        let path = context.own_places("leave it out to change your settings")?.settings();
        from.settings.clone().set(name, value).map_err(|why| anyhow!(why))?;
        let setting = settings::setting(name).context("a setting that was set is in the table")?;
        let name = setting.name;
        let changed = settings::change(&path, name, crate::files::PATIENCE, |settings| {
            settings.set(name, value).unwrap_or_default();
        })?;
        writeln!(context.err, "{name} is now {} ({})", setting.get(&changed), shown(&path))?;
        return Ok(Outcome::Done);
    }
    let file = path.as_deref().map_or_else(|| "".into(), shown);
    let row = |setting: &settings::Setting| Row {
        name: setting.name,
        value: setting.get(&from.settings),
        from: if from.set.contains(&setting.name) { file.clone() } else { "default".into() },
        help: setting.help,
    };
    let wanted =
        |setting: &&settings::Setting| args.name.as_ref().is_none_or(|name| name == setting.name);
    let rows: Vec<Row> = SETTINGS.iter().filter(wanted).map(row).collect();
    if args.json {
        context.json(&rows)?;
        return Ok(Outcome::Done);
    }
    // A longer value widens only its own row.
    let values = rows.iter().map(|row| row.value.chars().count());
    let width = values.filter(|width| *width <= VALUE).max().unwrap_or_default();
    let is_terminal = context.on_terminal.out;
    for Row { name, value, from: place, help } in rows {
        let (lead, text) = (format!("{name:<10}  "), format!("{value:<width$}  {help} ({place})"));
        if is_terminal {
            context.page(&from.settings).item(&lead, &" ".repeat(lead.len()), &text)?;
        } else {
            writeln!(context.out, "{lead}{text}")?;
        }
    }
    if let Err(none) = context.places() {
        writeln!(context.err, "\n{none}")?;
    }
    Ok(Outcome::Done)
}
