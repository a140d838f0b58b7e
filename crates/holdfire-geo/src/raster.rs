//! The cells that both indexes sort the world into.

/// Cells along a degree.
const PER_DEGREE: f64 = 4.0;
/// Cells around the world.
pub(crate) const COLUMNS: i32 = 1440;
/// Cells from pole to pole.
pub(crate) const ROWS: i32 = 720;
/// All cells.
pub(crate) const CELLS: usize = (COLUMNS * ROWS) as usize;

/// Column of a longitude, not wrapped: outside [-180, 180) it lies outside `0..COLUMNS`. Never falls as `lon` grows.
#[inline]
pub(crate) fn column(lon: f64) -> i32 {
    ((lon + 180.0) * PER_DEGREE).floor() as i32
}

/// Row of a latitude; the poles belong to the outermost rows.
#[inline]
pub(crate) fn row(lat: f64) -> i32 {
    (((lat + 90.0) * PER_DEGREE).floor() as i32).clamp(0, ROWS - 1)
}

/// Longitude of a column's western border.
#[inline]
pub(crate) fn west_of(column: i32) -> f64 {
    f64::from(column) / PER_DEGREE - 180.0
}

/// Latitude of a row's southern border.
#[inline]
pub(crate) fn south_of(row: i32) -> f64 {
    f64::from(row) / PER_DEGREE - 90.0
}

/// Index of a cell.
#[inline]
pub(crate) fn cell(row: i32, column: i32) -> usize {
    (row * COLUMNS + column) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_its_western_and_southern_border() {
        assert_eq!((column(west_of(17)), row(south_of(17))), (17, 17));
        assert_eq!(
            (
                column(west_of(17).next_down()),
                row(south_of(17).next_down())
            ),
            (16, 16)
        );
        assert_eq!(
            (column(-180.0), column(180.0), row(-90.0), row(90.0)),
            (0, COLUMNS, 0, ROWS - 1)
        );
        assert_eq!(cell(ROWS - 1, COLUMNS - 1) + 1, CELLS);
    }
}
