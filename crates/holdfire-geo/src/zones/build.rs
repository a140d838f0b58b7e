//! Sorts the boundaries of zones into cells.
//!
//! Every edge is cut at the borders of rows first and of columns then, and each cut is a corner shared by both sides, so
//! that all later decisions about one corner are the same ones. A piece knows its cell by counting cuts, never by
//! looking at rounded coordinates: the boundary stays closed whatever the rounding.

use geo::Coord;

use crate::Area;
use crate::raster::{CELLS, COLUMNS, cell, column, row, south_of, west_of};
use crate::seam::{Seam, SeamBorder, spans};

/// The boundary of one zone in one cell, and which side of it is inside.
#[derive(Debug)]
pub(super) struct EdgeCell {
    pub zone: u32,
    /// Whether the south-western corner of the cell is inside.
    pub corner_inside: bool,
    /// From, to: into [`Table::pieces`].
    pub pieces: (u32, u32),
    /// From, to: into [`Table::toggles`].
    pub toggles: (u32, u32),
}

/// A piece of boundary within a cell: `x1, y1, x2, y2` in degrees, the inside to its left.
pub(super) type Piece = [f64; 4];

/// What a cell holds of a zone.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item {
    /// The cell lies wholly inside this zone.
    Inside(u32),
    /// The boundary of a zone runs through the cell: index of its [`EdgeCell`].
    Edge(u32),
}

/// All cells of all zones.
#[derive(Debug)]
pub(super) struct Table {
    /// For each cell, where its items begin; one more at the end.
    offsets: Vec<u32>,
    /// Packed [`Item`]s, by cell, then by zone.
    items: Vec<u32>,
    pub edge_cells: Vec<EdgeCell>,
    pub pieces: Vec<Piece>,
    /// Latitudes at which the western border of a cell changes between inside and outside.
    pub toggles: Vec<f64>,
}

impl Table {
    pub(super) fn build(zones: &[Area]) -> Self {
        let mut table = Table {
            offsets: Vec::new(),
            items: Vec::new(),
            edge_cells: Vec::new(),
            pieces: Vec::new(),
            toggles: Vec::new(),
        };
        let mut cutter = Cutter {
            edge_at: vec![0; CELLS],
            ..Cutter::default()
        };
        let mut placed = Vec::new();
        for (zone, area) in zones.iter().enumerate() {
            let zone = u32::try_from(zone).expect("fewer zones than 2^31");
            cutter.cut(area);
            cutter.fill(zone, &mut table, &mut placed);
        }
        table.sort_items(&placed);
        table
    }

    /// The items of a cell, by ascending zone.
    #[inline]
    pub(super) fn items(&self, cell: usize) -> impl Iterator<Item = Item> {
        let packed = &self.items[self.offsets[cell] as usize..self.offsets[cell + 1] as usize];
        packed.iter().map(|&item| {
            if item & 1 == 1 {
                Item::Edge(item >> 1)
            } else {
                Item::Inside(item >> 1)
            }
        })
    }

    /// Whether nothing lies in the cells `from..=to` of a row.
    #[inline]
    pub(super) fn is_empty(&self, from: usize, to: usize) -> bool {
        self.offsets[from] == self.offsets[to + 1]
    }

    /// Sorts by counting; the items of a cell keep the order of zones.
    fn sort_items(&mut self, placed: &[(u32, u32)]) {
        self.offsets = vec![0; CELLS + 1];
        for &(cell, _) in placed {
            self.offsets[cell as usize] += 1;
        }
        let mut end = 0;
        for offset in &mut self.offsets {
            end += *offset;
            *offset = end;
        }
        self.items = vec![0; placed.len()];
        for &(cell, item) in placed.iter().rev() {
            self.offsets[cell as usize] -= 1;
            self.items[self.offsets[cell as usize] as usize] = item;
        }
    }
}

/// Cuts the boundary of one zone; kept between zones for its memory.
#[derive(Default)]
struct Cutter {
    pieces: Vec<(u32, Piece)>,
    toggles: Vec<(u32, f64)>,
    /// Row and column of each place where the boundary crosses the southern border of a row.
    crossings: Vec<(i32, i32)>,
    /// For each cell of the world: 1 + the index of the zone's edge cell, 0 if there is none.
    edge_at: Vec<u32>,
}

impl Cutter {
    fn cut(&mut self, area: &Area) {
        self.pieces.clear();
        self.toggles.clear();
        self.crossings.clear();
        let mut seam = Seam::default();
        for edge in area.edges() {
            if !seam.takes(edge) {
                self.cut_rows(edge.start, edge.end);
            }
        }
        self.cut_seam(&seam);
        self.pieces.sort_by_key(|&(cell, _)| cell);
        self.toggles.sort_by_key(|&(cell, _)| cell);
        self.crossings.sort_unstable();
    }

    fn cut_rows(&mut self, a: Coord<f64>, b: Coord<f64>) {
        let (row_a, row_b) = (row(a.y), row(b.y));
        let mut from = a;
        let mut cross = |cutter: &mut Self, border: i32, behind: i32| {
            let to = Coord {
                x: between(a.x, b.x, south_of(border), a.y, b.y),
                y: south_of(border),
            };
            cutter.cut_columns(behind, from, to);
            cutter.crossings.push((border, clamped_column(to.x)));
            from = to;
        };
        (row_a + 1..=row_b).for_each(|border| cross(self, border, border - 1));
        (row_b + 1..=row_a)
            .rev()
            .for_each(|border| cross(self, border, border));
        self.cut_columns(row_b, from, b);
    }

    fn cut_columns(&mut self, row: i32, a: Coord<f64>, b: Coord<f64>) {
        let (column_a, column_b) = (clamped_column(a.x), clamped_column(b.x));
        let mut from = a;
        let mut cross = |cutter: &mut Self, border: i32, behind: i32| {
            let to = Coord {
                x: west_of(border),
                y: between(a.y, b.y, west_of(border), a.x, b.x),
            };
            cutter.keep(cell(row, behind), from, to);
            cutter.toggles.push((cell(row, border) as u32, to.y));
            from = to;
        };
        (column_a + 1..=column_b).for_each(|border| cross(self, border, border - 1));
        (column_b + 1..=column_a)
            .rev()
            .for_each(|border| cross(self, border, border));
        self.keep(cell(row, column_b), from, b);
    }

    fn keep(&mut self, cell: usize, from: Coord<f64>, to: Coord<f64>) {
        if from != to {
            self.pieces
                .push((cell as u32, [from.x, from.y, to.x, to.y]));
        }
    }

    /// Edges along the antimeridian are no boundary where the zone goes on beyond it.
    ///
    /// What is left of both sides goes into the first column as pieces. There membership starts from outside at -180
    /// degrees and must change at the edges of the west side only; so those of the east side toggle it back.
    fn cut_seam(&mut self, seam: &Seam) {
        for edge in &seam.west {
            let (low, high) = spans(edge);
            self.crossings
                .extend((row(low) + 1..=row(high)).map(|border| (border, 0)));
        }
        for edge in &seam.east {
            let (low, high) = spans(edge);
            for row in row(low)..=row(high) {
                let toggles = [low.max(south_of(row)), high.min(south_of(row + 1))];
                self.toggles
                    .extend(toggles.map(|lat| (cell(row, 0) as u32, lat)));
            }
        }
        for SeamBorder {
            low,
            high,
            inside_is_east,
        } in seam.borders()
        {
            for row in row(low)..=row(high) {
                let (low, high) = (low.max(south_of(row)), high.min(south_of(row + 1)));
                let (from, to) = if inside_is_east {
                    (high, low)
                } else {
                    (low, high)
                };
                self.keep(
                    cell(row, 0),
                    Coord { x: -180.0, y: from },
                    Coord { x: -180.0, y: to },
                );
            }
        }
    }

    /// Moves what was cut to the table, and finds the cells wholly inside.
    fn fill(&mut self, zone: u32, table: &mut Table, placed: &mut Vec<(u32, u32)>) {
        let first = table.edge_cells.len();
        let (mut piece, mut toggle) = (0, 0);
        while piece < self.pieces.len() || toggle < self.toggles.len() {
            let next_piece = self.pieces.get(piece).map_or(u32::MAX, |&(cell, _)| cell);
            let next_toggle = self.toggles.get(toggle).map_or(u32::MAX, |&(cell, _)| cell);
            let cell = next_piece.min(next_toggle);
            let (pieces_from, toggles_from) =
                (table.pieces.len() as u32, table.toggles.len() as u32);
            while let Some(&(_, ends)) = self.pieces.get(piece).filter(|&&(at, _)| at == cell) {
                table.pieces.push(ends);
                piece += 1;
            }
            while let Some(&(_, lat)) = self.toggles.get(toggle).filter(|&&(at, _)| at == cell) {
                table.toggles.push(lat);
                toggle += 1;
            }
            let index = u32::try_from(table.edge_cells.len()).expect("fewer edge cells than 2^31");
            table.edge_cells.push(EdgeCell {
                zone,
                corner_inside: false,
                pieces: (pieces_from, table.pieces.len() as u32),
                toggles: (toggles_from, table.toggles.len() as u32),
            });
            self.edge_at[cell as usize] = index + 1;
            placed.push((cell, index << 1 | 1));
        }
        for line in self.crossings.chunk_by(|a, b| a.0 == b.0) {
            for pair in line.chunks(2) {
                // An odd crossing is closed by the antimeridian.
                let last = pair.get(1).map_or(COLUMNS - 1, |&(_, column)| column);
                for column in pair[0].1 + 1..=last {
                    let cell = cell(pair[0].0, column);
                    match self.edge_at[cell] {
                        0 => placed.push((cell as u32, zone << 1)),
                        edge => table.edge_cells[edge as usize - 1].corner_inside = true,
                    }
                }
            }
        }
        for &(cell, item) in placed.iter().rev() {
            if item & 1 == 1 {
                if ((item >> 1) as usize) < first {
                    break;
                }
                self.edge_at[cell as usize] = 0;
            }
        }
    }
}

/// The value between `from` and `to` where the other coordinate is `at`, never outside of both.
fn between(from: f64, to: f64, at: f64, other_from: f64, other_to: f64) -> f64 {
    let value = from + (to - from) * ((at - other_from) / (other_to - other_from));
    value.clamp(from.min(to), from.max(to))
}

fn clamped_column(lon: f64) -> i32 {
    column(lon).min(COLUMNS - 1)
}
