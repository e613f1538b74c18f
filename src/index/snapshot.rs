//! How indexes are written down, so that a hub need not make them anew at every start. Not a format for ever: the
//! version in front says whether this program wrote it, and what cannot be read is made again from the records.

use std::io::{self, Read, Write};

/// Grows with every change of what is written. Another one's snapshot is no snapshot.
pub const VERSION: u32 = 11;

/// It cannot be read: damaged, cut, or another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoilt;

impl From<io::Error> for Spoilt {
    fn from(_: io::Error) -> Self {
        Spoilt
    }
}

/// A value of fixed length.
pub trait Plain: Copy {
    /// Its bytes.
    const SIZE: usize;
    /// Puts it into as many bytes as it has.
    fn put(self, to: &mut [u8]);
    /// Takes it from as many bytes as it has.
    fn take(from: &[u8]) -> Self;
}

macro_rules! plain_number {
    ($($t:ty),*) => {$(
        impl Plain for $t {
            const SIZE: usize = size_of::<$t>();
            #[inline]
            fn put(self, to: &mut [u8]) {
                to.copy_from_slice(&self.to_le_bytes());
            }
            #[inline]
            fn take(from: &[u8]) -> Self {
                from.try_into().map(<$t>::from_le_bytes).unwrap_or_default()
            }
        }
    )*};
}
plain_number!(u8, u32, i32, u64);

impl Plain for bool {
    const SIZE: usize = 1;
    fn put(self, to: &mut [u8]) {
        u8::from(self).put(to);
    }
    fn take(from: &[u8]) -> Self {
        u8::take(from) != 0
    }
}

impl Plain for [u8; 16] {
    const SIZE: usize = 16;
    #[inline]
    fn put(self, to: &mut [u8]) {
        to.copy_from_slice(&self);
    }
    #[inline]
    fn take(from: &[u8]) -> Self {
        from.try_into().unwrap_or_default()
    }
}

impl Plain for crate::book::Id {
    const SIZE: usize = 16;
    #[inline]
    fn put(self, to: &mut [u8]) {
        self.0.put(to);
    }
    #[inline]
    fn take(from: &[u8]) -> Self {
        crate::book::Id(<[u8; 16]>::take(from))
    }
}

/// Bytes moved at once.
const STEP: usize = 1 << 16;

/// The writing side.
pub struct Out<W> {
    to: W,
    step: Vec<u8>,
}

impl<W: Write> Out<W> {
    /// Writes to a buffered writer.
    pub fn new(to: W) -> Self {
        Out { to, step: Vec::new() }
    }

    /// The writer.
    pub fn into_inner(self) -> W {
        self.to
    }

    /// Bytes as they are, without their number.
    ///
    /// # Errors
    /// What the writer says, as everywhere here.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)
    }

    /// A number.
    ///
    /// # Errors
    /// What the writer says.
    pub fn number(&mut self, n: u64) -> io::Result<()> {
        self.to.write_all(&n.to_le_bytes())
    }

    /// Values, without their number.
    ///
    /// # Errors
    /// What the writer says.
    pub fn plain<T: Plain>(&mut self, values: &[T]) -> io::Result<()> {
        for some in values.chunks(STEP / T::SIZE) {
            self.step.resize(some.len() * T::SIZE, 0);
            self.step.chunks_exact_mut(T::SIZE).zip(some).for_each(|(to, v)| v.put(to));
            self.to.write_all(&self.step)?;
        }
        Ok(())
    }

    /// Values, and how many.
    ///
    /// # Errors
    /// What the writer says.
    pub fn list<T: Plain>(&mut self, values: &[T]) -> io::Result<()> {
        self.number(values.len() as u64)?;
        self.plain(values)
    }

    /// Bytes, and how many.
    ///
    /// # Errors
    /// What the writer says.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.number(bytes.len() as u64)?;
        self.to.write_all(bytes)
    }
}

/// The reading side.
pub struct In<R> {
    from: R,
    /// Bytes that are left: no length read from the file is believed beyond them.
    left: u64,
    step: Vec<u8>,
}

impl<R: Read> In<R> {
    /// Reads so many bytes from a buffered reader.
    pub fn new(from: R, bytes: u64) -> Self {
        In { from, left: bytes, step: Vec::new() }
    }

    /// The reader.
    pub fn into_inner(self) -> R {
        self.from
    }

    /// A number.
    ///
    /// # Errors
    /// [`Spoilt`] when there is none, as everywhere here.
    pub fn number(&mut self) -> Result<u64, Spoilt> {
        let mut b = [0; 8];
        self.spend(8)?;
        self.from.read_exact(&mut b)?;
        Ok(u64::from_le_bytes(b))
    }

    /// A number below 2³².
    ///
    /// # Errors
    /// [`Spoilt`] when it is greater or missing.
    pub fn small(&mut self) -> Result<u32, Spoilt> {
        u32::try_from(self.number()?).map_err(|_| Spoilt)
    }

    /// One value.
    ///
    /// # Errors
    /// [`Spoilt`] when there is none.
    pub fn one<T: Plain>(&mut self) -> Result<T, Spoilt> {
        self.spend(T::SIZE as u64)?;
        let mut b = [0; 16];
        let b = b.get_mut(..T::SIZE).ok_or(Spoilt)?;
        self.from.read_exact(b)?;
        Ok(T::take(b))
    }

    /// So many values, added to a list.
    ///
    /// # Errors
    /// [`Spoilt`] when there are fewer.
    pub fn plain<T: Plain>(&mut self, count: usize, into: &mut Vec<T>) -> Result<(), Spoilt> {
        self.spend(count as u64 * T::SIZE as u64)?;
        let mut left = count;
        while left > 0 {
            let n = left.min(STEP / T::SIZE);
            self.step.resize(n * T::SIZE, 0);
            self.from.read_exact(&mut self.step)?;
            into.extend(self.step.chunks_exact(T::SIZE).map(T::take));
            left -= n;
        }
        Ok(())
    }

    /// A list of values, in exactly the room they need.
    ///
    /// # Errors
    /// [`Spoilt`] when it is cut.
    pub fn list<T: Plain>(&mut self) -> Result<Vec<T>, Spoilt> {
        let count = self.number()?;
        if count.checked_mul(T::SIZE as u64).is_none_or(|bytes| bytes > self.left) {
            return Err(Spoilt);
        }
        let mut out = Vec::with_capacity(count as usize);
        self.plain(count as usize, &mut out)?;
        Ok(out)
    }

    /// Bytes.
    ///
    /// # Errors
    /// [`Spoilt`] when they are cut.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Spoilt> {
        self.list()
    }

    /// Text.
    ///
    /// # Errors
    /// [`Spoilt`] when it is cut or none.
    pub fn text(&mut self) -> Result<String, Spoilt> {
        String::from_utf8(self.bytes()?).map_err(|_| Spoilt)
    }

    fn spend(&mut self, bytes: u64) -> Result<(), Spoilt> {
        self.left = self.left.checked_sub(bytes).ok_or(Spoilt)?;
        Ok(())
    }
}
