//! A small deterministic mutator: the same seed gives the same inputs on every machine.

/// xorshift64*.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        usize::try_from(high).unwrap() % below.max(1)
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// Pieces that parsers trip over.
const PIECES: &[&[u8]] = &[
    b"",
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\xfd\xff\xff\xff\xff\xff\xff\xff\x7f",
    b"\x1b",
    b"\x1b[",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1bO",
    b"\x1b]52;c;",
    b"\x9b31m",
    "\u{202e}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{e0041}".as_bytes(),
    "\u{301}".as_bytes(),
    "👨\u{200d}👩".as_bytes(),
    "🇨🇳".as_bytes(),
    "\u{2028}".as_bytes(),
    b"\r\n",
    "　".as_bytes(),
    "，".as_bytes(),
    "年".as_bytes(),
    "月".as_bytes(),
    "日".as_bytes(),
    "＋".as_bytes(),
    b"+",
    b"-",
    b"=",
    "２０２５".as_bytes(),
    b"2025-3-7",
    "大后天".as_bytes(),
    "上周".as_bytes(),
    "个月后".as_bytes(),
    b"+999999999999",
    b"13837455521",
    b"0374-8882210",
    b"+86",
    b"0086",
    "转".as_bytes(),
    b"x",
    b"(",
    b")",
    b"\xe4\xbc",
    "张晓明".as_bytes(),
    "访".as_bytes(),
    "人".as_bytes(),
    "同".as_bytes(),
    "有限公司".as_bytes(),
    b"zhang",
    b"lve",
    b"on = [",
    b"run = ",
    b"\"",
    b"[global]\n",
    b"bindings = [",
    b"Ctrl-",
    b"{ on = \"x\", run = \"find\" }",
    b"\\u001b",
    "姓名,电话\n".as_bytes(),
    "走访时间,走访对象\n".as_bytes(),
    b"<c r=\"A1\" t=\"s\"><v>0</v></c>",
    b"<row r=\"1048576\">",
    b"</row>",
    b"&#27;",
    b"\t",
    b";",
    b"<mergeCell ref=\"A1:XFD1048576\"/>",
    b"\x07\x01",
    b"\x08\x01",
];

/// Some other input out of these.
pub fn mutated(d: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut out = d.pick(seeds).clone();
    for _ in 0..=d.roll(5) {
        let at = d.roll(out.len() + 1);
        match d.roll(10) {
            0 | 1 if !out.is_empty() => {
                let at = at % out.len();
                out[at] ^= 1 << d.roll(8);
            }
            2 if !out.is_empty() => {
                let at = at % out.len();
                out[at] = u8::try_from(d.roll(256)).unwrap();
            }
            3 => out.truncate(at),
            4 => {
                let till = (at + 1 + d.roll(8)).min(out.len());
                out.drain(at.min(till)..till);
            }
            5 | 6 => {
                let piece = d.pick(PIECES).to_vec();
                out.splice(at..at, piece);
            }
            7 => {
                let till = (at + 1 + d.roll(24)).min(out.len());
                let piece = out[at.min(till)..till].repeat(1 + d.roll(4));
                out.splice(at..at, piece);
            }
            8 => {
                let other = d.pick(seeds);
                let from = d.roll(other.len() + 1);
                let till = (from + d.roll(64)).min(other.len());
                let piece = other[from..till].to_vec();
                out.splice(at..at, piece);
            }
            _ => {
                let bytes: Vec<u8> = (0..d.roll(6)).map(|_| u8::try_from(d.roll(256)).unwrap()).collect();
                out.splice(at..at, bytes);
            }
        }
    }
    out.truncate(1 << 16);
    out
}
