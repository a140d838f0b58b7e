//! Rows as CSV: RFC 4180 with line feeds.

/// Writes a header and rows as CSV in UTF-8: commas, quotes only where they are needed, one line feed after each row.
///
/// Read back by any CSV reader, the rows are the same. Cells are written as they are, also those that start with `=`:
/// the file is for programs; what a spreadsheet might take for a formula is made harmless where tables for people are
/// exported.
#[must_use]
pub fn to_csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    write_row(&mut text, header.iter().copied());
    for row in rows {
        write_row(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn write_row<'a>(text: &mut String, cells: impl ExactSizeIterator<Item = &'a str>) {
    let alone = cells.len() == 1;
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            text.push(',');
        }
        // A row of one empty cell would be a blank line, which readers pass over.
        if (alone && cell.is_empty())
            || cell.contains([',', '"', '\n', '\r'])
            || cell.starts_with('\u{feff}')
        {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_back(text: &str) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .records()
            .map(|r| r.expect("our own CSV").iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn cells_are_quoted_only_where_needed() {
        let rows = vec![
            vec!["a b".to_owned(), "c,\"d\"".to_owned()],
            vec![String::new(), "=1+1".to_owned()],
        ];
        assert_eq!(
            to_csv(&["x", "y"], &rows),
            "x,y\na b,\"c,\"\"d\"\"\"\n,=1+1\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in (1usize..5).prop_flat_map(|width| {
                proptest::collection::vec(proptest::collection::vec("[a-zа-я ,;\"\r\n=\u{feff}]{0,6}", width), 0..8)
            })
        ) {
            let rows: Vec<Vec<String>> = rows;
            let width = rows.first().map_or(1, Vec::len);
            let header: Vec<&str> = ["h1", "h2", "h3", "h4", "h5"][..width].to_vec();
            let text = to_csv(&header, &rows);
            let back = read_back(&text);
            prop_assert_eq!(&back[1..], &rows[..]);
            // Our own reader reads the same.
            let own: Vec<Vec<String>> = super::super::delimited::Records::new(&text, b',', true)
                .map(|r| r.fields.expect("our own CSV").into_iter().map(|c| c.into_owned()).collect())
                .collect();
            prop_assert_eq!(own, back);
        }
    }
}
