//! Days as numbers, as the tables have them.

use jiff::civil::Date;

/// Days since 1970-01-01, or `None` for what is no ISO date.
pub(crate) fn number(date: &str) -> Option<i64> {
    date.parse().ok().map(of_date)
}

/// Days since 1970-01-01.
pub(crate) fn of_date(date: Date) -> i64 {
    let since = Date::constant(1970, 1, 1).until(date);
    since.map_or(0, |span| i64::from(span.get_days()))
}

/// The ISO date of a number of days since 1970-01-01.
pub(crate) fn iso(day: i64) -> String {
    let span = jiff::Span::new().try_days(day);
    let date = span.and_then(|span| Date::constant(1970, 1, 1).checked_add(span));
    date.map_or_else(|_| String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_are_one_to_one() {
        for date in ["1970-01-01", "1969-12-31", "1987-02-26", "2012-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(number(date).map(iso).as_deref(), Some(date));
        }
        assert_eq!(number("1970-01-11"), Some(10));
        assert_eq!((number("2011-02-29"), number("soon")), (None, None));
    }
}
