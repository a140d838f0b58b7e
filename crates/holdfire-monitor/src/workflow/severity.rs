//! How severe an incident was: facts beside each other, as sources give them. There is no score, and no sum of unlike things.

use holdfire_model::ReportId;

/// A number as sources give it: at least, most likely, at most.
///
/// `low <= best <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Estimate {
    low: u64,
    best: u64,
    high: u64,
}

impl Estimate {
    /// An estimate; `None` unless `low <= best <= high`.
    #[must_use]
    pub fn new(low: u64, best: u64, high: u64) -> Option<Self> {
        (low <= best && best <= high).then_some(Self { low, best, high })
    }

    /// A number that is known.
    #[must_use]
    pub fn exactly(number: u64) -> Self {
        Self {
            low: number,
            best: number,
            high: number,
        }
    }

    /// At least.
    #[must_use]
    pub fn low(self) -> u64 {
        self.low
    }

    /// Most likely.
    #[must_use]
    pub fn best(self) -> u64 {
        self.best
    }

    /// At most.
    #[must_use]
    pub fn high(self) -> u64 {
        self.high
    }
}

/// Who was without supply, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outage {
    /// How many customers.
    pub customers: Estimate,
    /// For how many hours.
    pub hours: Estimate,
}

impl Outage {
    /// Customers times hours: the least with the least, the most with the most.
    #[must_use]
    pub fn customer_hours(self) -> Estimate {
        let times = u64::saturating_mul;
        Estimate {
            low: times(self.customers.low, self.hours.low),
            best: times(self.customers.best, self.hours.best),
            high: times(self.customers.high, self.hours.high),
        }
    }
}

/// What is known of how severe an incident was. What nobody stated stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severity {
    /// Supply that failed.
    pub outage: Option<Outage>,
    /// Persons killed.
    pub killed: Option<Estimate>,
    /// Persons injured.
    pub injured: Option<Estimate>,
    /// The class of the list that the case has fixed.
    pub class: Option<String>,
    /// The reports that say so.
    pub reports: Vec<ReportId>,
}

impl Severity {
    /// True if it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outage.is_none()
            && self.killed.is_none()
            && self.injured.is_none()
            && self.class.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_in_order() {
        assert_eq!(Estimate::new(3, 2, 5), None);
        assert!(Estimate::new(2, 2, 5).is_some());
    }

    #[test]
    fn customer_hours_multiply_like_with_like() {
        let outage = Outage {
            customers: Estimate::new(100, 200, 300).unwrap(),
            hours: Estimate::new(1, 2, 4).unwrap(),
        };
        assert_eq!(
            outage.customer_hours(),
            Estimate::new(100, 400, 1200).unwrap()
        );
    }
}
