//! One query over one segment: candidates, scope, and the check of each row, best-placed rows first, as few as will do.
use super::bits::Bits;
use super::grams::{Unit, digits, triples, units_into};
use super::matching::*;
use super::plan::{Found, name_candidates};
use super::query::{Query, Word};
use super::segment::Segment;
use super::stages::{STAGES, TEXTS, stage};
use super::texts::TextMatch;
use super::{Count, Scope};

/// How hard to look, in rows of one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// With at most this many rows in scope it is quicker to look at each than to ask the lists.
    pub(super) few: u64,
    /// At most this many candidates for several words are all looked at, as their scores add up; a tenth for one.
    pub(super) close: u64,
    /// At most this many candidates that the lists leave in doubt are all looked at for an exact total.
    pub(super) doubt: u64,
    /// Most rows looked at in stages, once there is any hit.
    pub(super) budget: u64,
}

impl Effort {
    /// What a keystroke may cost.
    pub(super) const USUAL: Effort = Effort { few: 3_000, close: 2_500, doubt: 4_000, budget: 4_000 };
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
pub(super) struct Sought<'a> {
    pub(super) word: &'a Word,
    pub(super) texts: TextMatch,
    /// Rows by name, by-name or phone; `None` when it is quicker to look at each row.
    pub(super) rows: Option<Found>,
    /// How many rows the texts lead to, counted with repetition.
    pub(super) spread: u64,
}

struct Search<'a> {
    segment: &'a Segment,
    ask: &'a Ask<'a>,
    sought: Vec<Sought<'a>>,
    units: Vec<Unit>,
    hits: Vec<Ranked>,
    looked: u64,
}

/// Searches a segment without the rows that `strip` takes out of a set: the best hits in order, at most as many as asked
/// for, and how many there are.
pub(super) fn search(segment: &Segment, strip: impl Fn(&mut Bits), ask: &Ask<'_>) -> (Vec<Ranked>, Count) {
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
    if let Some(total) = search.broad(visible.as_ref(), &strip) {
        return (search.best(), total);
    }
    let (mut all, mut sure) = match visible {
        Some(visible) if few => (visible, Bits::none(segment.len())),
        visible => search.candidates(visible),
    };
    strip(&mut all);
    sure.and(&all);
    let total = search.run(all, sure);
    (search.best(), total)
}

fn seek<'a>(word: &'a Word, segment: &Segment, garbled: bool, few: bool) -> Sought<'a> {
    let texts = segment.texts.find(word);
    if few {
        return Sought { word, texts, rows: None, spread: 0 };
    }
    let mut rows = name_candidates(word, garbled, &segment.grams, segment.len());
    if let Some(number) = &word.digits {
        let mut threes: Vec<u64> = triples(number).map(digits).collect();
        threes.sort_by_key(|three| segment.grams.count(*three));
        let into = if threes.len() == 1 { &mut rows.sure } else { &mut rows.maybe };
        let mut all: Option<Bits> = None;
        for three in threes.into_iter().take(3) {
            let mut some = Bits::none(segment.len());
            segment.grams.or_into(three, &mut some);
            match &mut all {
                Some(all) => all.and(&some),
                None => all = Some(some),
            }
        }
        all.iter().for_each(|all| into.or(all));
    }
    let uses = |text: u32| segment.text_rows.count(u64::from(text));
    let spread = if texts.any { texts.texts().iter().map(uses).sum() } else { 0 };
    Sought { word, texts, rows: Some(rows), spread }
}

impl Search<'_> {
    /// The hits in order.
    fn best(self) -> Vec<Ranked> {
        let mut hits = self.hits;
        // Rows are in the order of weight and name, so that the row breaks ties.
        hits.sort_unstable_by_key(|h| (std::cmp::Reverse(h.score), h.row));
        hits.truncate(self.ask.limit);
        hits
    }

    /// For a single word that is in the texts of very many rows (`xi` is in 有限公司): names rank above texts, so that
    /// names alone may fill the page, and nobody reads the total. `None` when they do not.
    fn broad(&mut self, visible: Option<&Bits>, strip: impl Fn(&mut Bits)) -> Option<Count> {
        let [sought] = self.sought.as_slice() else { return None };
        let rows = sought.rows.as_ref().filter(|_| !self.ask.exact && !self.ask.garbled)?;
        if sought.spread * 4 <= u64::from(self.segment.len()) || rows.sure.count() < self.ask.effort.few {
            return None;
        }
        let (mut all, mut sure) = (rows.maybe.clone(), rows.sure.clone());
        all.or(&sure);
        visible.iter().for_each(|v| all.and(v));
        strip(&mut all);
        sure.and(&all);
        let total = self.run(all, sure).number();
        let enough = self.hits.iter().filter(|h| h.score > TEXT).count() >= self.ask.limit.max(1);
        if !enough {
            self.hits.clear();
            self.looked = 0;
        }
        enough.then_some(Count::AtLeast(total))
    }

    /// The visible rows that may match every word, and those of them that surely do.
    fn candidates(&self, visible: Option<Bits>) -> (Bits, Bits) {
        let size =
            |s: &Sought<'_>| s.rows.as_ref().map_or(0, |r| r.sure.count() + r.maybe.count()) + s.spread;
        let mut order: Vec<(u64, &Sought<'_>)> = self.sought.iter().map(|s| (size(s), s)).collect();
        order.sort_by_key(|o| o.0);
        let mut left = visible.map(|v| (v.clone(), v));
        for (_, sought) in order {
            // When few rows are left, looking at them costs less than spreading out the texts of another word.
            if let Some((all, sure)) = &mut left
                && sought.spread > 0
                && all.count() <= self.ask.effort.few
            {
                *sure = Bits::none(self.segment.len());
                continue;
            }
            let Some(rows) = &sought.rows else { continue };
            let mut sure = rows.sure.clone();
            self.spread(sought, &mut sure);
            let mut all = rows.maybe.clone();
            all.or(&sure);
            left = Some(match left {
                Some((before, sure_before)) => {
                    all.and(&before);
                    sure.and(&sure_before);
                    (all, sure)
                }
                None => (all, sure),
            });
        }
        left.unwrap_or_else(|| (Bits::none(self.segment.len()), Bits::none(self.segment.len())))
    }

    /// Adds the rows a word's texts lead to.
    fn spread(&self, sought: &Sought<'_>, into: &mut Bits) {
        if !sought.texts.any {
            return;
        }
        let texts = sought.texts.texts();
        if sought.spread * 4 > u64::from(self.segment.len()) {
            let columns = self.segment.texts.columns_of(&texts);
            for column in (0..4).filter(|c| columns >> c & 1 == 1) {
                into.or_where(self.segment.rows.column(column), &sought.texts.in_column(column));
            }
        } else {
            texts.iter().for_each(|text| self.segment.text_rows.or_into(u64::from(text), into));
        }
    }

    /// Looks at the candidates closely, the promising first; answers how many match.
    fn run(&mut self, all: Bits, sure: Bits) -> Count {
        let effort = self.ask.effort;
        let close = if self.sought.len() == 1 { effort.close / 10 } else { effort.close };
        let (candidates, certain) = (all.count(), sure.count());
        if candidates <= close {
            all.iter().for_each(|row| self.look(row));
            return Count::Exact(self.hits.len() as u64);
        }
        let known = candidates - certain <= effort.doubt || self.ask.exact;
        let mut left = all;
        if known {
            let mut doubt = left.clone();
            doubt.and_not(&sure);
            doubt.iter().for_each(|row| self.look(row));
            left = sure;
        }
        let total = certain + self.hits.len() as u64;
        if !left.is_empty() && (!self.ask.exact || self.ask.limit > 0) {
            self.stages(left);
        }
        if known { Count::Exact(total) } else { Count::AtLeast(certain.max(self.hits.len() as u64)) }
    }

    /// Goes through ever less promising rows until enough are found that no other can outdo.
    fn stages(&mut self, mut left: Bits) {
        let one = self.sought.len() == 1;
        // Even who asks for no rows must learn whether there are any.
        let limit = self.ask.limit.max(1);
        // Each bound must be less than the one before; where the scores of mere initials are alike, stages are one.
        // Several words' scores add up, so that the finer stages say nothing.
        let skipped = match (self.ask.garbled, one) {
            (true, _) => 4..STAGES - 1,
            (false, false) => TEXTS..STAGES - 1,
            (false, true) => 0..0,
        };
        for number in (0..STAGES).filter(|s| !skipped.contains(s)) {
            let Some(first) = self.sought.first() else { return };
            let Some((bound, rows)) = stage(number, first, self.segment) else { continue };
            // Scores of several words add up, which no stage of the first word can bound.
            let enough = match number {
                _ if !one => 1,
                0..=2 if self.ask.garbled => 36,
                3 if self.ask.garbled => 33,
                _ if self.ask.garbled => 30,
                _ => bound,
            };
            // An equal score found in an earlier stage may still have to give way to a better-placed row of this one.
            let mut good = self.hits.iter().filter(|h| h.score > enough).count();
            let rows = match rows {
                Some(mut rows) => {
                    rows.and(&left);
                    left.and_not(&rows);
                    rows
                }
                None => std::mem::take(&mut left),
            };
            for row in rows.iter() {
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
        let texts = self.segment.rows.texts(row);
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
