//! One query over one segment: candidates, scope, and the check of each row, best-placed rows first, as few as will do.
use super::bits::Bits;
use super::grams::{
    LONG, Unit, called, digits, first_single, first_sound, length, tail, triples, units_into,
};
use super::matching::*;
use super::plan::name_candidates;
use super::query::{How, Query, Word};
use super::segment::Segment;
use super::texts::TextMatch;
use super::{Count, Scope};

/// How hard to look, in rows of one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// With at most this many rows in scope it is quicker to look at each than to ask the lists.
    pub(super) few: u64,
    /// At most this many candidates are all looked at; more go by stages.
    pub(super) close: u64,
    /// Most rows looked at in stages, once there is any hit.
    pub(super) budget: u64,
}

impl Effort {
    /// What a keystroke may cost.
    pub(super) const USUAL: Effort = Effort { few: 3_000, close: 12_000, budget: 12_000 };
}

/// A row that matched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) score: u32,
    pub(super) weight: u32,
    pub(super) row: u32,
    pub(super) fields: u8,
}

/// What a search of one segment asks.
pub(super) struct Ask<'a> {
    pub(super) query: &'a Query,
    pub(super) scope: Scope<'a>,
    pub(super) kinds: &'a [u8],
    pub(super) garbled: bool,
    pub(super) limit: usize,
    /// The total must be exact, however long it takes.
    pub(super) exact: bool,
    pub(super) effort: Effort,
}

/// A word with what the segment's lists say about it.
struct Sought<'a> {
    word: &'a Word,
    texts: TextMatch,
    /// Rows by name, by-name or phone.
    rows: Bits,
    /// `rows` holds matches only.
    sure: bool,
    /// How many rows the texts lead to, counted with repetition.
    spread: u64,
}

struct Search<'a> {
    segment: &'a Segment,
    ask: &'a Ask<'a>,
    sought: Vec<Sought<'a>>,
    units: Vec<Unit>,
    hits: Vec<Ranked>,
    looked: u64,
}

/// Searches a segment without its dead rows; the best hits in order, at most `limit`, and how many there are.
pub(super) fn search(
    segment: &Segment,
    dead: impl Fn(u32) -> bool,
    any_dead: bool,
    ask: &Ask<'_>,
) -> (Vec<Ranked>, Count) {
    let rows = segment.len();
    let mut visible = segment.in_scope(ask.scope);
    if let Some(kinds) = segment.of_kinds(ask.kinds) {
        match &mut visible {
            Some(bits) => bits.and(&kinds),
            None => visible = Some(kinds),
        }
    }
    let few = visible.as_ref().is_some_and(|v| v.count() <= ask.effort.few);
    let sought = ask.query.words.iter().map(|w| seek(w, segment, ask.garbled, few)).collect();
    let mut search = Search { segment, ask, sought, units: Vec::new(), hits: Vec::new(), looked: 0 };
    let (mut maybe, sure) = match visible {
        Some(visible) if few => (visible, false),
        visible => search.candidates(visible, rows),
    };
    if any_dead {
        let gone: Vec<u32> = maybe.iter().filter(|row| dead(*row)).collect();
        let mut bits = Bits::none(rows);
        gone.into_iter().for_each(|row| bits.set(row));
        maybe.and_not(&bits);
    }
    let total = search.run(maybe, sure);
    let Search { mut hits, .. } = search;
    // Rows are in the order of weight and name, so that the row breaks ties.
    hits.sort_unstable_by_key(|h| (std::cmp::Reverse(h.score), h.row));
    hits.truncate(ask.limit);
    (hits, total)
}

fn seek<'a>(word: &'a Word, segment: &Segment, garbled: bool, few: bool) -> Sought<'a> {
    let texts = segment.texts.find(word);
    if few {
        return Sought { word, texts, rows: Bits::default(), sure: false, spread: 0 };
    }
    let (mut rows, mut sure) = name_candidates(word, garbled, &segment.grams, segment.len());
    if let Some(number) = &word.digits {
        let mut threes: Vec<u64> = triples(number).map(digits).collect();
        threes.sort_by_key(|three| segment.grams.count(*three));
        sure &= threes.len() == 1;
        let mut all: Option<Bits> = None;
        for three in threes.into_iter().take(3) {
            let mut some = Bits::none(segment.len());
            segment.grams.or_into(three, &mut some);
            match &mut all {
                Some(all) => all.and(&some),
                None => all = Some(some),
            }
        }
        all.iter().for_each(|all| rows.or(all));
    }
    let spread =
        if texts.any { texts.texts().iter().map(|t| segment.text_rows.count(u64::from(t))).sum() } else { 0 };
    Sought { word, texts, rows, sure, spread }
}

impl Search<'_> {
    /// The visible rows that may match every word, and whether they surely do.
    fn candidates(&self, visible: Option<Bits>, rows: u32) -> (Bits, bool) {
        let mut order: Vec<(u64, &Sought<'_>)> =
            self.sought.iter().map(|s| (s.rows.count() + s.spread, s)).collect();
        order.sort_by_key(|o| o.0);
        let mut sure = true;
        let mut left = visible;
        for (_, sought) in order {
            sure &= sought.sure;
            // When few rows are left, checking them costs less than spreading out the texts of another word.
            if sought.spread > 0 && left.as_ref().is_some_and(|l| l.count() <= self.ask.effort.few) {
                sure = false;
                continue;
            }
            let mut these = sought.rows.clone();
            self.spread(sought, &mut these);
            match &mut left {
                Some(left) => left.and(&these),
                None => left = Some(these),
            }
        }
        (left.unwrap_or_else(|| Bits::none(rows)), sure)
    }

    /// Adds the rows a word's texts lead to.
    fn spread(&self, sought: &Sought<'_>, into: &mut Bits) {
        if sought.spread * 4 > u64::from(self.segment.len()) {
            let texts = self.segment.rows.texts.iter().zip(0u32..);
            texts.filter(|(t, _)| sought.texts.in_row(t)).for_each(|(_, row)| into.set(row));
        } else if sought.texts.any {
            for text in sought.texts.texts().iter() {
                self.segment.text_rows.or_into(u64::from(text), into);
            }
        }
    }

    /// Looks at the candidates closely, the promising first; answers how many match.
    fn run(&mut self, maybe: Bits, sure: bool) -> Count {
        let candidates = maybe.count();
        if candidates <= self.ask.effort.close || self.ask.exact && !sure {
            maybe.iter().for_each(|row| self.look(row));
            return Count::Exact(self.hits.len() as u64);
        }
        self.stages(maybe);
        if sure { Count::Exact(candidates) } else { Count::AtLeast(self.hits.len() as u64) }
    }

    /// Goes through ever less promising rows until enough are found that no other can outdo.
    fn stages(&mut self, mut left: Bits) {
        let Some(sought) = self.sought.first() else { return };
        let one = self.sought.len() == 1;
        // Even who asks for no rows must learn whether there are any.
        let limit = self.ask.limit.max(1);
        let mut stages = stages(sought, self.segment);
        stages.push((TEXT, left.clone()));
        for (bound, rows) in stages {
            // Scores of several words add up, which no stage of the first word can bound.
            let enough = if one { bound } else { 1 };
            // An equal score found in an earlier stage may still have to give way to a better-placed row of this one.
            let mut good = self.hits.iter().filter(|h| h.score > enough).count();
            let mut stage = rows;
            stage.and(&left);
            left.and_not(&stage);
            for row in stage.iter() {
                if good >= limit || self.spent() {
                    break;
                }
                let before = self.hits.len();
                self.look(row);
                good += self.hits.get(before).is_some_and(|h| h.score >= enough) as usize;
            }
            if good >= limit || self.spent() {
                return;
            }
        }
    }

    /// Nobody is told "nothing found" because looking took long: without a hit the search goes on.
    fn spent(&self) -> bool {
        self.looked >= self.ask.effort.budget && !self.hits.is_empty()
    }

    /// Checks one row and keeps it if every word matches.
    fn look(&mut self, row: u32) {
        self.looked += 1;
        let words = self.segment.rows.words(row);
        let at = row as usize;
        let texts = self.segment.rows.texts.get(at).copied().unwrap_or_default();
        let mut hit = Ranked { score: 0, weight: 0, row, fields: 0 };
        let mut by_names: Option<Vec<Vec<Unit>>> = None;
        units_into(words.name, words.reading, &mut self.units);
        for sought in &self.sought {
            let word = sought.word;
            let mut best: Fit = (name_fit(word, self.ask.garbled, &self.units), Field::Name);
            if best.0 < CALLED {
                let by_names = by_names.get_or_insert_with(|| words.called().map(units_of).collect());
                for by_name in by_names {
                    best = better(best, (called_fit(word, self.ask.garbled, by_name), Field::Called));
                }
            }
            if best.0 < TAIL && word.digits.is_some() {
                for phone in words.phones() {
                    best = better(best, (phone_fit(word, phone), Field::Phone));
                }
            }
            if best.0 < TEXT {
                best = better(best, self.segment.texts.score(word, &sought.texts, &texts));
            }
            if best.0 == 0 {
                return;
            }
            hit.score += best.0;
            hit.fields |= best.1.bit();
        }
        hit.weight = self.segment.rows.weights.get(at).copied().unwrap_or(0);
        self.hits.push(hit);
    }
}

/// A by-name's characters.
pub(super) fn units_of(name: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    units_into(name, "", &mut units);
    units
}

/// For a single word the rows in order of promise, each stage with the best score a row in it can have.
fn stages(sought: &Sought<'_>, segment: &Segment) -> Vec<(u32, Bits)> {
    let (word, grams) = (sought.word, &segment.grams);
    let collect = |list: &mut dyn Iterator<Item = u64>| {
        let mut bits = Bits::none(segment.len());
        list.for_each(|gram| grams.or_into(gram, &mut bits));
        bits
    };
    let first = collect(&mut word.chars.first().map(|c| first_single(*c)).into_iter());
    let mut heard_list: Vec<u64> = word
        .at(0)
        .iter()
        .filter(|e| e.how != How::Char)
        .flat_map(|e| &e.set.list)
        .map(|s| first_sound(*s))
        .collect();
    heard_list.sort_unstable();
    heard_list.dedup();
    let heard = collect(&mut heard_list.into_iter());
    let most = word.chars.len();
    let mut whole = collect(&mut std::iter::once(length(most)));
    whole.and(&first);
    // A word of n letters is at most n sounds; a Han character is one.
    let least = if word.chars.iter().all(char::is_ascii_lowercase) { most.div_ceil(6).min(LONG) } else { 1 };
    let mut whole_heard = collect(&mut (least..=most.min(LONG)).map(length));
    whole_heard.and(&heard);
    let tails = word.digits.as_ref().and_then(|d| d.get(d.len() - 3..)).map(tail);
    vec![
        (EXACT, whole),
        (PREFIX, first),
        (HEARD_WHOLE, whole_heard),
        (HEARD_START, heard),
        (CALLED, collect(&mut std::iter::once(called()))),
        (TAIL, collect(&mut tails.into_iter())),
        (INSIDE, sought.rows.clone()),
    ]
}
