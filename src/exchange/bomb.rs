//! What a zip unpacks to, from the directory at its end, so before anything is unpacked. The reader of workbooks stops
//! where more comes out than the directory says (a test holds it to that), so the directory is believed; but it must
//! be the very directory that the reader will find: there is no room for a second one.

/// How many bytes the files of a zip have once unpacked; `None` where the bytes are no plain zip.
pub(super) fn unpacked(bytes: &[u8]) -> Option<u64> {
    let from = bytes.len().saturating_sub(22 + 0xFFFF);
    let end = from + bytes.get(from..)?.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let comment = usize::from(u16_at(bytes, end + 20)?);
    if end + 22 + comment != bytes.len() {
        return None;
    }
    let (mut count, mut size, mut at) = (
        u64::from(u16_at(bytes, end + 10)?),
        u64::from(u32_at(bytes, end + 12)?),
        u64::from(u32_at(bytes, end + 16)?),
    );
    let mut behind = end as u64;
    // some programs write the directory's place in 64 bits, whatever the size
    if let Some(locator) = end.checked_sub(20).filter(|l| bytes.get(*l..l + 4) == Some(b"PK\x06\x07")) {
        let large = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
        if bytes.get(large..large.checked_add(4)?)? != b"PK\x06\x06" || large + 56 != locator {
            return None;
        }
        (count, size, at) =
            (u64_at(bytes, large + 32)?, u64_at(bytes, large + 40)?, u64_at(bytes, large + 48)?);
        behind = large as u64;
    }
    if at.checked_add(size)? != behind {
        return None;
    }
    let mut at = usize::try_from(at).ok()?;
    let mut sum = 0u64;
    for _ in 0..count {
        let entry = bytes.get(at..)?;
        if entry.get(..4)? != b"PK\x01\x02" {
            return None;
        }
        let (name, extra, note) = (
            usize::from(u16_at(entry, 28)?),
            usize::from(u16_at(entry, 30)?),
            usize::from(u16_at(entry, 32)?),
        );
        let size = match u32_at(entry, 24)? {
            u32::MAX => large_size(entry.get(46 + name..46 + name + extra)?)?,
            size => u64::from(size),
        };
        sum = sum.saturating_add(size);
        at += 46 + name + extra + note;
    }
    (at as u64 == behind && count > 0).then_some(sum)
}

/// The size in 64 bits among the extra fields of an entry.
fn large_size(mut extra: &[u8]) -> Option<u64> {
    loop {
        let (id, len) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        if id == 1 {
            return u64_at(extra, 4).filter(|_| len >= 8);
        }
        extra = extra.get(4 + len..)?;
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of one entry with nothing before it, in 32 or 64 bits.
    fn zip(size: u64, large: bool) -> Vec<u8> {
        let mut out = b"PK\x01\x02".to_vec();
        out.resize(46, 0);
        out[28] = 1;
        out[24..28].copy_from_slice(&if large { u32::MAX } else { size as u32 }.to_le_bytes());
        out.push(b'x');
        if large {
            out[30] = 12;
            out.extend([1, 0, 8, 0]);
            out.extend(size.to_le_bytes());
        }
        let directory = out.len() as u64;
        if large {
            let mut end = b"PK\x06\x06".to_vec();
            end.resize(56, 0);
            end[32] = 1;
            end[40..48].copy_from_slice(&directory.to_le_bytes());
            out.extend(end);
            out.extend(b"PK\x06\x07\0\0\0\0");
            out.extend(directory.to_le_bytes());
            out.extend([1, 0, 0, 0]);
        }
        let at = out.len();
        out.extend(b"PK\x05\x06");
        out.resize(at + 22, 0);
        out[at + 10] = 1;
        out[at + 12..at + 16].copy_from_slice(&(directory as u32).to_le_bytes());
        out
    }

    #[test]
    fn the_directory_tells_the_size() {
        assert_eq!(unpacked(&zip(12_345, false)), Some(12_345));
        assert_eq!(unpacked(&zip(1 << 40, true)), Some(1 << 40));
    }

    #[test]
    fn a_second_directory_has_no_room() {
        let mut behind = zip(1 << 30, false);
        behind.extend(zip(1, false));
        assert_eq!(unpacked(&behind), None);
        let mut padded = zip(1, false);
        padded.push(0);
        assert_eq!(unpacked(&padded), None);
        for cut in 0..padded.len() {
            let _ = unpacked(&padded[..cut]);
            let _ = unpacked(&padded[cut..]);
        }
    }
}
