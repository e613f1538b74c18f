//! A table: a column for each field, rows found by id. What scans a million rows reads the columns it needs; what
//! wants one row gets it whole.

/// Describes a table once: its row, its columns, how they are written down and read back.
macro_rules! table {
    (
        $(#[$about:meta])* $table:ident,
        $(#[$row_about:meta])* $row:ident {
            $($(#[$field_about:meta])* $field:ident: $type:ty = $none:expr,)*
        }
    ) => {
        $(#[$row_about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $row {
            /// Whose.
            pub id: Id,
            /// Whether the record is there; a row may be taken before its record arrives, and stays when it goes.
            pub alive: bool,
            $($(#[$field_about])* pub $field: $type,)*
        }

        $(#[$about])*
        #[derive(Debug, Default)]
        pub struct $table {
            /// Whose each row is.
            pub id: Column<Id>,
            /// Whether the record of each row is there.
            pub alive: Column<bool>,
            $($(#[$field_about])* pub $field: Column<$type>,)*
            at: Ids,
            count: u64,
        }

        impl $row {
            /// What is known of an id without its record: nothing.
            pub fn none(id: Id) -> Self {
                $row { id, alive: false, $($field: $none,)* }
            }
        }

        impl $table {
            /// The row of an id, made if need be.
            pub fn slot(&mut self, id: Id) -> u32 {
                if let Some(at) = self.at.find(id, &self.id) {
                    return at;
                }
                let at = self.id.len();
                self.id.push(id);
                self.alive.push(false);
                $(self.$field.push($none);)*
                self.at.add(id, at, &self.id);
                at
            }

            /// The row of an id, whether or not its record is there.
            pub fn row(&self, id: Id) -> Option<u32> {
                self.at.find(id, &self.id)
            }

            /// The row of an id whose record is there.
            pub fn find(&self, id: Id) -> Option<u32> {
                self.at.find(id, &self.id).filter(|at| self.alive.get(*at) == Some(true))
            }

            /// A row.
            #[inline]
            pub fn get(&self, at: u32) -> Option<$row> {
                Some($row {
                    id: self.id.get(at)?,
                    alive: self.alive.get(at)?,
                    $($field: self.$field.get(at)?,)*
                })
            }

            /// Changes a row and keeps count.
            pub fn change(&mut self, at: u32, f: impl FnOnce(&mut $row)) {
                let Some(before) = self.get(at) else { return };
                let mut row = before;
                f(&mut row);
                self.alive.set(at, row.alive);
                $(self.$field.set(at, row.$field);)*
                self.count = self.count + u64::from(row.alive) - u64::from(before.alive);
            }

            /// The numbers of all rows whose record is there.
            pub fn live(&self) -> impl DoubleEndedIterator<Item = u32> {
                (0..self.id.len()).filter(|at| self.alive.get(*at) == Some(true))
            }

            /// The rows whose record is there and whose entry in a column is this.
            pub fn with<T: Copy + PartialEq>(&self, column: &Column<T>, is: T) -> impl Iterator<Item = u32> {
                let chunks = column.chunks().zip(self.alive.chunks());
                let rows = chunks.flat_map(|(values, alive)| values.iter().zip(alive)).zip(0u32..);
                rows.filter(move |((v, alive), _)| **v == is && **alive).map(|(_, at)| at)
            }

            /// How many records are there.
            pub fn len(&self) -> u64 {
                self.count
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.count == 0
            }

            /// Writes it down.
            ///
            /// # Errors
            /// What the writer says.
            pub fn save(&self, out: &mut Out<impl std::io::Write>) -> std::io::Result<()> {
                out.number(u64::from(self.id.len()))?;
                self.id.save(out)?;
                self.alive.save(out)?;
                $(self.$field.save(out)?;)*
                Ok(())
            }

            /// Reads it back.
            ///
            /// # Errors
            /// When it is spoilt.
            pub fn load(from: &mut In<impl std::io::Read>) -> Result<Self, Spoilt> {
                let rows = from.small()?;
                let id = Column::load(from, rows)?;
                let alive: Column<bool> = Column::load(from, rows)?;
                let at = Ids::of(&id, rows);
                let count = alive.iter().filter(|a| *a).count() as u64;
                Ok($table { id, alive, $($field: Column::load(from, rows)?,)* at, count })
            }
        }
    };
}
pub(super) use table;
