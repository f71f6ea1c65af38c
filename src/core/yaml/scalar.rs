//! Determines the type of a YAML or JSON scalar: null, Boolean, number, or string.

use crate::core::yaml::Style;
use crate::core::yaml::quote::is_number;

/// The type of a scalar, as in YAML 1.2 and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// `null`, `~`, or an empty value.
    Nothing,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// Anything else, including everything in quotes.
    Text,
}

/// The type of a scalar written as `text`.
pub fn scalar(text: &str, style: Style) -> Scalar {
    if style != Style::Plain {
        return Scalar::Text;
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Nothing,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Scalar::Boolean,
        _ if is_number(text) => Scalar::Number,
        _ => Scalar::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_quotes_has_a_type_and_in_quotes_it_is_a_text() {
        for (text, expected) in [
            ("", Scalar::Nothing),
            ("~", Scalar::Nothing),
            ("null", Scalar::Nothing),
            ("True", Scalar::Boolean),
            ("404", Scalar::Number),
            ("-1.5e3", Scalar::Number),
            ("0x1F", Scalar::Number),
            ("2FA", Scalar::Text),
            ("nullable", Scalar::Text),
            ("no", Scalar::Text),
            ("2026-11-01", Scalar::Text),
        ] {
            assert_eq!(scalar(text, Style::Plain), expected, "{text}");
            assert_eq!(scalar(text, Style::Quoted), Scalar::Text, "{text}");
        }
    }
}
