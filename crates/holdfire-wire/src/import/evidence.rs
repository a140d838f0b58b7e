//! What the values of a whole column say on how they are written.

use jiff::civil::Time;

use super::cells::Cell;
use super::dates::{self, Order, Written};
use super::problem::{Question, shown};

/// How often something was seen, and where first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// How often.
    pub count: u64,
    /// The first line with it, and the text there.
    pub first: Option<(u64, String)>,
}

impl Seen {
    fn add(&mut self, line: u64, text: &str) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((line, shown(text)));
        }
    }

    fn show(&self) -> String {
        self.first.as_ref().map_or(String::new(), |(line, text)| {
            format!("line {line} has `{text}`")
        })
    }

    fn line(&self) -> Option<u64> {
        self.first.as_ref().map(|(line, _)| *line)
    }
}

/// How the dates of a column are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct DateEvidence {
    /// The first number cannot be a month.
    pub day_first: Seen,
    /// The second number cannot be a month.
    pub month_first: Seen,
    /// Both numbers can be the month, and they differ.
    pub both: Seen,
    /// Both numbers are the same.
    pub same: Seen,
    /// The year comes first, or the month is named.
    pub settled: Seen,
    /// True date cells of a sheet.
    pub cells: Seen,
    /// Day numbers.
    pub serial: Seen,
    /// Years of two digits.
    pub short: Seen,
    /// A time other than midnight stands behind the date.
    pub timed: Seen,
    /// A midnight stands behind the date.
    pub midnight: Seen,
    /// A date cell of a sheet without a time: a date alone, unless others have times.
    pub cell_midnight: Seen,
    /// An offset from UTC stands behind the time.
    pub offset: Seen,
    /// Something else.
    pub other: Seen,
}

/// What a column says on the order of day and month.
pub(crate) enum Finding {
    /// Nothing hangs on it.
    NotNeeded,
    /// One order, with the evidence.
    Order(Order, String),
    /// It does not say, or it says both.
    Open(Question),
}

impl DateEvidence {
    /// Takes one more cell of the column into account.
    pub(crate) fn add(&mut self, line: u64, cell: &Cell<'_>) {
        if cell.is_empty() {
            return;
        }
        let text = cell.text();
        let stated = match cell {
            Cell::Moment(moment) => {
                self.cells.add(line, &text);
                if moment.time() == Time::midnight() {
                    self.cell_midnight.add(line, &text);
                } else {
                    self.timed.add(line, &text);
                }
                return;
            }
            Cell::Clock(_) | Cell::Broken(_) => None,
            Cell::Text(_) | Cell::Number(_) => dates::read(&text),
        };
        let Some(stated) = stated else {
            self.other.add(line, &text);
            return;
        };
        match stated.time {
            Some(time) if time == Time::midnight() => self.midnight.add(line, &text),
            Some(_) => self.timed.add(line, &text),
            None => {}
        }
        if stated.offset.is_some() {
            self.offset.add(line, &text);
        }
        match stated.date {
            Written::Settled(_) => self.settled.add(line, &text),
            Written::Serial(serial) => {
                self.serial.add(line, &text);
                if serial.fract() != 0.0 {
                    self.timed.add(line, &text);
                }
            }
            Written::Open {
                first,
                second,
                short,
                ..
            } => {
                if short {
                    self.short.add(line, &text);
                }
                match (first > 12, second > 12) {
                    (true, _) => self.day_first.add(line, &text),
                    (false, true) => self.month_first.add(line, &text),
                    (false, false) if first == second => self.same.add(line, &text),
                    (false, false) => self.both.add(line, &text),
                }
            }
        }
    }

    /// How many values are dates of any form.
    pub(crate) fn dates(&self) -> u64 {
        self.open() + self.settled.count + self.cells.count + self.serial.count
    }

    fn open(&self) -> u64 {
        self.day_first.count + self.month_first.count + self.both.count + self.same.count
    }

    /// What the column says on the order of day and month.
    pub(crate) fn order(&self, column: &str) -> Finding {
        let answers = || {
            [Order::DayMonthYear, Order::MonthDayYear]
                .map(|o| format!("[dates] format = \"{}\"", o.name()))
                .to_vec()
        };
        let also = |order: Order| match self.both.count {
            0 => format!("`{column}`: dates are {}", order.name()),
            n => format!(
                "`{column}`: dates are {} ({n} of its dates fit both orders)",
                order.name()
            ),
        };
        let open = |line, message| {
            Finding::Open(Question {
                line,
                column: column.to_owned(),
                message,
                answers: answers(),
            })
        };
        match (
            self.day_first.count,
            self.month_first.count,
            self.both.count,
        ) {
            (0, 0, 0) if self.same.count > 0 => Finding::Order(
                Order::DayMonthYear,
                format!("`{column}`: day and month are the same number in each date"),
            ),
            (0, 0, 0) => Finding::NotNeeded,
            (0, 0, n) => open(
                self.both.line(),
                format!(
                    "`{column}`: {}, and no date of the column says whether the day or the month comes first ({n} dates)",
                    self.both.show()
                ),
            ),
            (d, 0, _) => Finding::Order(
                Order::DayMonthYear,
                format!(
                    "{}: {} ({d} such), and nothing contradicts it",
                    also(Order::DayMonthYear),
                    self.day_first.show()
                ),
            ),
            (0, m, _) => Finding::Order(
                Order::MonthDayYear,
                format!(
                    "{}: {} ({m} such), and nothing contradicts it",
                    also(Order::MonthDayYear),
                    self.month_first.show()
                ),
            ),
            (d, m, n) => open(
                self.month_first.line().max(self.day_first.line()),
                format!(
                    "`{column}` holds both orders: {} (day first, {d} such), {} (month first, {m} such); {n} dates fit both",
                    self.day_first.show(),
                    self.month_first.show()
                ),
            ),
        }
    }

    /// What is open beyond the order, as questions with the key that settles each: day numbers, centuries, mixed cells.
    pub(crate) fn other_questions(&self, column: &str, known: &super::map::Dates) -> Vec<Question> {
        let mut questions = Vec::new();
        let mut ask = |seen: &Seen, message: String, answers: &[&str]| {
            questions.push(Question {
                line: seen.line(),
                column: column.to_owned(),
                message,
                answers: answers.iter().map(|a| (*a).to_owned()).collect(),
            });
        };
        if self.serial.count > 0 && known.from_1904.is_none() {
            ask(
                &self.serial,
                format!(
                    "`{column}`: {}, which may be the day number of a spreadsheet ({} such)",
                    self.serial.show(),
                    self.serial.count
                ),
                &["[dates] serial = \"1900\"", "[dates] serial = \"1904\""],
            );
        }
        if self.short.count > 0 && known.century.is_none() {
            ask(
                &self.short,
                format!(
                    "`{column}`: {}, a year of two digits ({} such)",
                    self.short.show(),
                    self.short.count
                ),
                &["[dates] century = 2000", "[dates] century = 1900"],
            );
        }
        if self.cells.count > 0 && self.open() > 0 && !known.mixed_checked {
            let text = [&self.day_first, &self.month_first, &self.both, &self.same];
            let text = text
                .into_iter()
                .find(|s| s.count > 0)
                .unwrap_or(&self.cells);
            ask(
                text,
                format!(
                    "`{column}` holds {} true date cells ({}) beside {} dates as text ({}); a table that was opened under another language \
                     looks like this, and then day and month of the true date cells are swapped",
                    self.cells.count,
                    self.cells.show(),
                    self.open(),
                    text.show()
                ),
                &["[dates] mixed_cells = \"checked\""],
            );
        }
        questions
    }

    /// The question what a midnight means, if the column has any.
    pub(crate) fn midnight_question(&self, column: &str) -> Option<Question> {
        // A date cell without a time is a date, unless the column has times as well.
        let cells = if self.timed.count > 0 {
            self.cell_midnight.count
        } else {
            0
        };
        let count = self.midnight.count + cells;
        let seen = if self.midnight.count > 0 {
            &self.midnight
        } else {
            &self.cell_midnight
        };
        (count > 0).then(|| Question {
            line: seen.line(),
            column: column.to_owned(),
            message: format!(
                "`{column}`: {}; {count} of {} values are at midnight, which may be the minute 00:00 or a date without a time",
                seen.show(),
                self.dates()
            ),
            answers: vec!["[dates] midnight = \"date-alone\"".to_owned(), "[dates] midnight = \"moment\"".to_owned()],
        })
    }
}
