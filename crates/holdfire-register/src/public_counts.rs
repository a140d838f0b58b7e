//! How many sites of which kind are on a list, for the public: classes that are rare in open data are withheld whatever
//! the list holds, few sites are withheld, and so much beside them that no total gives them away.

use std::collections::BTreeMap;

use thiserror::Error;

/// Why classes cannot be fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ClassesError {
    /// With less than 2 every number would be shown.
    #[error("k is {k}; it must be at least 2, and 10 is usual")]
    K {
        /// The k that was given.
        k: u64,
    },
    /// A step of 0.
    #[error("the step of printed numbers is 0; 1 prints them exactly, k is usual")]
    Step,
}

/// The classes (category and region) of open data with the number of their candidates: fixed before the data, published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    k: u64,
    step: u64,
    categories: BTreeMap<String, BTreeMap<String, u64>>,
}

/// A number as it may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicCount {
    /// So many or more, less than one step more; with a step of 1 exactly so many.
    AtLeast(u64),
    /// Withheld: the class is rare, or there are few, or it would give away a number that is withheld.
    Withheld,
}

/// The line of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryCount {
    /// The category.
    pub category: String,
    /// Its sites in the regions below.
    pub sites: PublicCount,
    /// Its regions.
    pub regions: Vec<RegionCount>,
}

/// The line of a region within a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionCount {
    /// The region.
    pub region: String,
    /// The sites of the category there.
    pub sites: PublicCount,
}

/// A number, what it is called, and how many candidates open data has for it.
struct Cell {
    sites: u64,
    candidates: u64,
    withheld: bool,
}

impl Classes {
    /// Counts the candidates of open data by category and region. Nothing of a register goes in.
    ///
    /// # Units and shape
    /// - `k`: numbers below it are withheld, and classes with fewer candidates.
    /// - `step`: printed numbers are multiples of it, so that single additions do not show.
    ///
    /// # Errors
    /// [`ClassesError`].
    pub fn fix<'a>(
        k: u64,
        step: u64,
        candidates: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ClassesError> {
        if k < 2 {
            return Err(ClassesError::K { k });
        }
        if step == 0 {
            return Err(ClassesError::Step);
        }
        let mut categories: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (category, region) in candidates {
            let regions = categories.entry(category.to_owned()).or_default();
            *regions.entry(region.to_owned()).or_default() += 1;
        }
        Ok(Self {
            k,
            step,
            categories,
        })
    }

    /// The table of a list, from the category and region of each site. Every class of open data has its line in every
    /// table; sites of other classes are in none.
    ///
    /// What is withheld: a class with fewer than k candidates; a number below k; then the classes with the fewest
    /// candidates among the rest, until whoever knows the total, the shown numbers and this rule still cannot tell any
    /// withheld number below k from another; where that cannot be reached, the whole category. Totals of categories are
    /// treated in the same way under the number of leaves, which the statement may give exactly.
    #[must_use]
    pub fn count<'a>(
        &self,
        sites: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<CategoryCount> {
        let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        let mut unlisted = 0_u64;
        for (category, region) in sites {
            let listed = self
                .categories
                .get(category)
                .is_some_and(|regions| regions.contains_key(region));
            if listed {
                *counts.entry((category, region)).or_default() += 1;
            } else {
                unlisted += 1;
            }
        }
        let count = |category: &str, region: &str| counts.get(&(category, region)).copied();
        let mut tables: Vec<Vec<Cell>> = Vec::new();
        let mut totals: Vec<Cell> = Vec::new();
        for (category, regions) in &self.categories {
            let mut cells: Vec<Cell> = regions
                .iter()
                .map(|(region, &candidates)| {
                    self.cell(count(category, region).unwrap_or(0), candidates)
                })
                .collect();
            let mut total = self.cell(
                cells.iter().map(|cell| cell.sites).sum(),
                cells.iter().map(|cell| cell.candidates).sum(),
            );
            total.withheld |= !self.protect(&mut cells, None);
            tables.push(cells);
            totals.push(total);
        }
        let all = self.protect(&mut totals, Some(unlisted));
        let lines = self.categories.iter().zip(totals).zip(tables);
        lines
            .map(|(((category, regions), total), cells)| {
                let hidden = !all || total.withheld;
                let region = |(region, cell): (&String, Cell)| RegionCount {
                    region: region.clone(),
                    sites: self.public(cell.sites, hidden || cell.withheld),
                };
                CategoryCount {
                    category: category.clone(),
                    sites: self.public(total.sites, hidden),
                    regions: regions.keys().zip(cells).map(region).collect(),
                }
            })
            .collect()
    }

    const fn cell(&self, sites: u64, candidates: u64) -> Cell {
        Cell {
            sites,
            candidates,
            withheld: sites < self.k || candidates < self.k,
        }
    }

    const fn public(&self, sites: u64, withheld: bool) -> PublicCount {
        if withheld {
            PublicCount::Withheld
        } else {
            PublicCount::AtLeast(sites / self.step * self.step)
        }
    }

    /// Withholds more numbers beside those that are withheld, so that their sum does not give them away. `unlisted`: a
    /// number that is in the sum and has no line. False if there are not enough numbers to hide them among.
    ///
    /// A reader who knows the rule knows that each number of the second kind is at least k. What the sum has beyond that
    /// must leave room for every value below k, so it must reach k - 1.
    fn protect(&self, cells: &mut [Cell], unlisted: Option<u64>) -> bool {
        if unlisted.is_none() && cells.iter().all(|cell| !cell.withheld) {
            return true;
        }
        let withheld = cells
            .iter()
            .filter(|cell| cell.withheld)
            .map(|cell| cell.sites);
        let mut room = withheld.sum::<u64>() + unlisted.unwrap_or(0);
        // By candidates, which are public and do not change: the choice says nothing of the list.
        let mut order: Vec<usize> = (0..cells.len()).filter(|&at| !cells[at].withheld).collect();
        order.sort_by_key(|&at| (cells[at].candidates, at));
        for at in order {
            cells[at].withheld = true;
            room += cells[at].sites - self.k;
            if room >= self.k - 1 {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: [&str; 4] = ["east", "north", "south", "west"];

    /// Candidates by region: the west is rare if k is more than 2.
    fn classes(k: u64, candidates: [u64; 4]) -> Classes {
        let all = REGIONS.into_iter().zip(candidates);
        let each = all.flat_map(|(region, count)| (0..count).map(move |_| ("plant", region)));
        Classes::fix(k, 1, each).unwrap()
    }

    fn table(classes: &Classes, sites: &[u64]) -> CategoryCount {
        let all = REGIONS.into_iter().zip(sites);
        let each = all.flat_map(|(region, count)| (0..*count).map(move |_| ("plant", region)));
        classes.count(each).pop().unwrap()
    }

    /// What a reader sees who also knows the number of sites in all of the category (the statement may give it).
    fn seen(classes: &Classes, sites: &[u64]) -> (u64, Vec<PublicCount>) {
        let table = table(classes, sites);
        (
            sites.iter().sum(),
            table.regions.into_iter().map(|line| line.sites).collect(),
        )
    }

    #[test]
    fn whoever_knows_the_rule_and_the_total_cannot_tell_a_withheld_number() {
        // Every list with up to 8 sites a region: grouped by what is seen of it, each group must leave every withheld
        // number open between k - 1 values at least, or between all that are below k.
        const MOST: u64 = 8;
        let k = 3;
        for candidates in [[5, 9, 7, 2], [5, 5, 5, 5], [3, 4, 1, 2]] {
            let classes = classes(k, candidates);
            let mut groups: BTreeMap<Vec<u64>, Vec<[u64; 4]>> = BTreeMap::new();
            let lists = (0..(MOST + 1).pow(4))
                .map(|n| [0, 1, 2, 3].map(|i| n / (MOST + 1).pow(i) % (MOST + 1)));
            for list in lists {
                let (total, shown) = seen(&classes, &list);
                let key = shown.iter().map(|count| match count {
                    PublicCount::AtLeast(n) => *n,
                    PublicCount::Withheld => u64::MAX,
                });
                groups
                    .entry(std::iter::once(total).chain(key).collect())
                    .or_default()
                    .push(list);
            }
            for (seen, lists) in groups {
                // A total below k, or one that no list of this size can hide, is the party's own to pad.
                if seen[0] < 2 * k || seen[0] > 2 * MOST {
                    continue;
                }
                for region in (0..4).filter(|&region| seen[region + 1] == u64::MAX) {
                    let mut values: Vec<u64> = lists.iter().map(|list| list[region]).collect();
                    values.sort_unstable();
                    values.dedup();
                    assert!(
                        values.len() as u64 >= k - 1,
                        "{candidates:?} {seen:?}: region {region} is {values:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn rare_classes_are_withheld_whatever_the_list_holds() {
        let classes = classes(10, [200, 100, 50, 9]);
        for west in [0, 5, 40] {
            let table = table(&classes, &[30, 20, 12, west]);
            assert_eq!(
                table.regions[3].sites,
                PublicCount::Withheld,
                "{west} in the west"
            );
            // The class with the fewest candidates is withheld beside it: the total does not give the west away.
            assert_eq!(table.regions[2].sites, PublicCount::Withheld);
        }
    }

    #[test]
    fn classes_that_open_data_does_not_have_appear_nowhere() {
        let classes = classes(2, [9, 9, 9, 9]);
        let printed =
            |sites: &[(&str, &str)]| format!("{:?}", classes.count(sites.iter().copied()));
        let secret = [("secret depot", "west"), ("plant", "hidden valley")];
        let words = printed(&secret);
        assert!(
            !words.contains("depot") && !words.contains("valley"),
            "{words}"
        );
        assert_eq!(words, printed(&[]));
    }

    #[test]
    fn numbers_are_printed_in_steps() {
        let each = REGIONS
            .into_iter()
            .flat_map(|region| (0..50).map(move |_| ("plant", region)));
        let classes = Classes::fix(10, 10, each).unwrap();
        let (_, one) = seen(&classes, &[30, 25, 29, 20]);
        let (_, other) = seen(&classes, &[39, 20, 20, 29]);
        assert_eq!(one, other);
        assert!(Classes::fix(1, 1, []).is_err() && Classes::fix(2, 0, []).is_err());
    }
}
