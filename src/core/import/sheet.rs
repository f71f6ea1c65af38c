//! Recognizes what a spreadsheet shows or computes instead of a text.

/// The message about words and meanings that a spreadsheet computes.
pub(super) const OF_SHEET: &str = "a spreadsheet formula or error instead of a word or its meaning";
/// What spreadsheets show instead of a value, after `#`, in English, German, French, Spanish, Portuguese, Italian and Dutch.
const SHEET_ERRORS: &str = "REF! VALUE! NAME? NUM! NULL! DIV/0! N/A N/A! SPILL! CALC! FIELD! BLOCKED! CONNECT! BUSY! ERROR! UNKNOWN! \
    GETTING_DATA BEZUG! WERT! NV ZAHL! ÜBERLAUF! KALK! FELD! VALEUR! NOM? NOMBRE! NUL! PROPAGATION! VALOR! NOMBRE? N/D NULO! NOME? \
    NÚM! RIF! VALORE! NULLO! VERW! WAARDE! NAAM? GETAL! DEEL/0! N/B LEEG!";
/// What stands after a cell or a number in a formula.
const FORMULA_SIGNS: [char; 10] = ['+', '-', '*', '/', '^', '&', '<', '>', '=', '%'];

/// The message about other texts that a spreadsheet computes.
pub(super) fn of_sheet(field: &str) -> String {
    format!("spreadsheet formulas or errors in `{field}`, left out")
}

/// Whether a spreadsheet shows `text` where there is no value, as `#REF!` and `#N/A`, or computes one from it, as `=A1`.
pub(super) fn is_of_sheet(text: &str) -> bool {
    let text = text.trim();
    let is_error = |rest: &str| {
        let rest = rest.trim_start_matches(['¡', '¿']);
        SHEET_ERRORS.split(' ').any(|known| known == rest)
    };
    let is_formula = |rest: &str| {
        let rest = rest.trim_start_matches(['+', '-', '(', ' ']);
        let is_sign = |c: char| c.is_ascii_alphanumeric() || "._$!:".contains(c);
        let (start, rest) = rest.split_at(rest.find(|c| !is_sign(c)).unwrap_or(rest.len()));
        let is_cell = start.contains(|c: char| c.is_ascii_digit())
            && (rest.is_empty() || rest.trim_start().starts_with(FORMULA_SIGNS));
        !start.is_empty() && (rest.starts_with('(') || is_cell)
    };
    text.strip_prefix('#').is_some_and(is_error)
        || text.strip_prefix('=').is_some_and(is_formula)
        || text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}
