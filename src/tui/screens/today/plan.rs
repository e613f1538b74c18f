//! How many rows each section of Today gets: all of them in sight at once, the rest a key away.

use super::Go;
use crate::hub::wire;

/// Lines of the chart of months, without its title and figures.
pub(super) const CHART: usize = 5;
/// From so many lines on the chart has its room before the rows take it.
const CHART_FROM: usize = 24;
/// From so many lines on there is a blank line between sections.
const ROOMY: usize = 14;

/// Sections that share the room: promises, what others passed on, matters, what is with others, meetings, tasks, drafts,
/// people not reached, people of late.
const SECTIONS: usize = 9;
/// Rows that each of them has at least; what was done of late gives way to what is to be done.
const LEAST: [usize; SECTIONS] = [3, 2, 3, 1, 2, 2, 2, 2, 0];

/// Whether there is room for a blank line between sections.
pub(super) const fn roomy(room: usize) -> bool {
    room >= ROOMY
}

/// Rows for sections that have so many: what must be done first and most, every other at least a few.
fn shares(mut room: usize, have: [usize; SECTIONS]) -> [usize; SECTIONS] {
    let mut given = [0; SECTIONS];
    for ((g, have), least) in given.iter_mut().zip(have).zip(LEAST) {
        *g = have.min(least);
        room = room.saturating_sub(*g);
    }
    while room > 0 && given.iter().zip(have).any(|(g, have)| *g < have) {
        for (g, have) in given.iter_mut().zip(have) {
            if room > 0 && *g < have {
                *g += 1;
                room -= 1;
            }
        }
    }
    given
}

/// A section's title, and what a row of it is.
type Section = (Go, fn(usize) -> Go);

/// How many rows each section has.
fn have(data: &wire::Today, unfolded: Option<usize>) -> [usize; SECTIONS] {
    let a = &data.agenda;
    let promised = unfolded.unwrap_or(data.promised.len());
    let (drafts, overdue, recent) = (data.drafts.len(), data.overdue.len(), data.recent.len());
    let (referred, passed) = (a.referred.len(), a.passed.len());
    [promised, referred, a.matters.len(), passed, a.meetings.len(), a.tasks.len(), drafts, overdue, recent]
}

/// Lines of titles, each with a blank line before it where `spaced`.
fn titles(data: &wire::Today, have: &[usize], spaced: bool) -> usize {
    let handed = data.handovers.len();
    let sections = have.iter().filter(|n| **n > 0).count() + usize::from(handed > 0);
    sections * if spaced { 2 } else { 1 } + handed
}

/// Whether there is room for a blank line between sections and a few rows of each.
pub(super) fn spaced(data: &wire::Today, unfolded: Option<usize>, room: usize) -> bool {
    let have = have(data, unfolded);
    let least: usize = have.iter().zip(LEAST).map(|(have, least)| *have.min(&least)).sum();
    roomy(room) && titles(data, &have, true) + least <= room
}

/// What stands on the lines that the cursor can stand on, from top to bottom. `unfolded`: so many promises are shown
/// whatever the room, because somebody asked for them; `beside`: the figures stand elsewhere.
pub(super) fn gos(data: &wire::Today, unfolded: Option<usize>, room: usize, beside: bool) -> Vec<Go> {
    let have = have(data, unfolded);
    // few, and somebody waits for each: they stand first and whole
    let handed = data.handovers.len();
    let titles = titles(data, &have, spaced(data, unfolded, room));
    let figures =
        if shows_figures(data) && !beside { if room >= CHART_FROM { 3 + CHART } else { 3 } } else { 0 };
    let mut shares = shares(room.saturating_sub(titles + figures), have);
    if let (Some(n), Some(first)) = (unfolded, shares.first_mut()) {
        *first = n;
    }
    let rows: [Section; SECTIONS] = [
        (Go::AllPromised, Go::Promise),
        (Go::AllReferred, Go::Referred),
        (Go::AllMatters, Go::Matter),
        (Go::AllPassed, Go::Passed),
        (Go::AllMeetings, Go::Meeting),
        (Go::AllTasks, Go::Task),
        (Go::AllDrafts, Go::Draft),
        (Go::AllOverdue, Go::Overdue),
        (Go::AllRecent, Go::Recent),
    ];
    let mut gos = Vec::new();
    if handed > 0 {
        gos.push(Go::AllHandovers);
        gos.extend((0..handed).map(Go::Handover));
    }
    for ((title, row), n) in rows.into_iter().zip(shares).filter(|(_, n)| *n > 0) {
        gos.push(title);
        gos.extend((0..n).map(row));
        if unfolded.is_some_and(|n| (n as u64) < data.promised_total) && title == Go::AllPromised {
            gos.push(Go::MorePromised);
        }
    }
    gos
}

/// Whether there is anything to count.
pub(super) fn shows_figures(data: &wire::Today) -> bool {
    data.figures.iter().flatten().chain(&data.months).any(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_in_sight_and_the_first_has_most() {
        let all = [8, 0, 8, 0, 8, 8, 8, 8, 8];
        assert_eq!(shares(14, all), [3, 0, 3, 0, 2, 2, 2, 2, 0]);
        assert_eq!(shares(17, all), [4, 0, 4, 0, 3, 2, 2, 2, 0]);
        assert_eq!(shares(20, [1, 0, 0, 0, 0, 0, 0, 8, 8]), [1, 0, 0, 0, 0, 0, 0, 8, 8]);
        assert_eq!(shares(0, [8, 0, 0, 0, 0, 0, 0, 8, 8]), [3, 0, 0, 0, 0, 0, 0, 2, 0]);
        assert_eq!(shares(17, [8; 9]), [3, 2, 3, 1, 2, 2, 2, 2, 0]);
    }
}
