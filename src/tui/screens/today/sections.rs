//! What Today says, line by line: a section each for what is promised, drafts, who waits, who was met of late, the figures.

use super::rows::{act, draft, due, handover, person};
use super::{Go, Today, agenda, plan, rows, rows_of};
use crate::hub::wire;
use crate::text::Lang;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::Shared;
use crate::tui::screens::bars;
use crate::tui::sheet::{Ink, Line, airy};

/// A rule is three bytes a cell, and this is the first that comes over a thin link: no longer than so many cells.
const RULE: usize = 50;

impl Today {
    pub(super) fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let Some(data) = &self.data else {
            let text = self.trouble.clone().unwrap_or_else(|| words::LOADING.get(shared.lang).to_owned());
            return vec![Line::of(text, Ink::Dim)];
        };
        let lang = shared.lang;
        let gos = self.gos();
        let spaced = plan::spaced(data, self.unfolded.as_ref().map(Vec::len), self.room);
        let mut lines = Vec::new();
        for (i, go) in gos.iter().enumerate() {
            let title = self.title(data, *go, lang);
            if let Some(title) = title {
                if i > 0 && spaced {
                    lines.push(Line::blank());
                }
                lines.push(Line::rule(width.min(RULE), &title).hit(i));
            } else {
                lines.push(self.row(data, *go, shared, width).hit(i));
            }
        }
        if data.promised.is_empty()
            && data.overdue.is_empty()
            && data.drafts.is_empty()
            && data.handovers.is_empty()
            && data.agenda.matters.is_empty()
            && data.agenda.referred.is_empty()
            && data.agenda.passed.is_empty()
            && data.agenda.meetings.is_empty()
            && data.agenda.tasks.is_empty()
        {
            let mut begin = vec![Line::text(words::ALL_DONE.get(lang)), Line::blank()];
            let ways = [
                (Action::Find, words::BEGIN_FIND),
                (Action::Capture, words::BEGIN_CAPTURE),
                (Action::New, words::BEGIN_NEW),
                (Action::GoMore, words::BEGIN_MORE),
            ];
            for (action, what) in ways {
                let key = shared.keymap.key_of(Context::Today.stack(), action).unwrap_or_default();
                begin.push(Line::of(glyph::pad(&key, 3), Ink::Key).and(what.get(lang), Ink::Text));
            }
            begin.push(Line::blank());
            lines.splice(0..0, begin);
        }
        self.figures(data, shared, width, &mut lines);
        if let Some(due) = &data.backup {
            lines.splice(0..0, [rows::backup(due, shared), Line::blank()]);
        }
        if data.spoilt_drafts > 0 {
            let told = words::spoilt_drafts(lang, data.spoilt_drafts);
            lines.splice(0..0, [Line::of(told, Ink::Trouble), Line::blank()]);
        }
        if lines.first().is_some_and(|l| l.left.is_empty()) {
            lines.remove(0);
        }
        if shared.showing() { airy(lines, rows_of(shared)) } else { lines }
    }

    fn title(&self, data: &wire::Today, go: Go, lang: crate::text::Lang) -> Option<String> {
        Some(match go {
            Go::Arrived => words::arrived_title(lang, self.arrived),
            Go::AllHandovers => words::hand::today_hand(lang, data.handovers.len()),
            Go::AllPromised => words::section(lang, words::FIRST.get(lang), data.promised_total),
            Go::AllMatters => {
                let a = &data.agenda;
                words::agenda_matters(lang, a.untold, a.late, a.due)
            }
            Go::AllReferred => words::section(lang, words::REFERRED.get(lang), data.agenda.referred_total),
            Go::AllPassed => words::section(lang, words::PASSED.get(lang), data.agenda.passed_total),
            Go::AllMeetings => {
                words::section(lang, words::AGENDA_MEETINGS.get(lang), data.agenda.meetings_total)
            }
            Go::AllTasks => words::section(lang, words::AGENDA_TASKS.get(lang), data.agenda.tasks_total),
            Go::AllDrafts => words::section(lang, words::DRAFTS.get(lang), data.drafts.len() as u64),
            Go::AllOverdue => words::overdue_title(lang, data.overdue_total),
            Go::AllRecent => words::RECENT.get(lang).to_owned(),
            _ => return None,
        })
    }

    /// One eye-line: what, who, why, how late, and the key that acts on it.
    fn row(&self, data: &wire::Today, go: Go, shared: &Shared, width: usize) -> Line {
        let lang = shared.lang;
        match go {
            Go::Promise(i) => {
                let Some(p) = self.promise(i) else { return Line::blank() };
                let (due, late) = due(p.due, shared, width);
                let why = if p.words.is_empty() { words::PROMISED.get(lang) } else { &p.words };
                let line = Line::text(format!(" {} ", glyph::pad(words::CALL_BACK.get(lang), 5)))
                    .and(glyph::pad(p.person.title(), 9), Ink::Strong)
                    .and(why, Ink::Text);
                act(line.end(due, if late { Ink::Trouble } else { Ink::Text }), shared, width)
            }
            Go::Overdue(i) => {
                data.overdue.get(i).map_or_else(Line::blank, |r| act(person(r, shared, width), shared, width))
            }
            Go::Recent(i) => {
                data.recent.get(i).map_or_else(Line::blank, |r| act(person(r, shared, width), shared, width))
            }
            Go::Handover(i) => data.handovers.get(i).map_or_else(Line::blank, |h| handover(h, shared, width)),
            Go::Matter(_) | Go::Meeting(_) | Go::Task(_) => {
                self.row_of(go).map_or_else(Line::blank, |r| agenda::line(r, shared, width))
            }
            Go::Referred(_) | Go::Passed(_) => {
                let to = matches!(go, Go::Referred(_));
                self.row_of(go).map_or_else(Line::blank, |r| agenda::passed_line(r, to, shared, width))
            }
            Go::Draft(i) => data.drafts.get(i).map_or_else(Line::blank, |d| draft(d, shared)),
            Go::MorePromised => {
                let shown = self.unfolded.as_ref().map_or(0, Vec::len) as u64;
                let left = data.promised_total.saturating_sub(shown);
                Line::of(format!(" {}", words::more_promised(lang, left)), Ink::Dim)
            }
            _ => Line::blank(),
        }
    }

    fn figures(&self, data: &wire::Today, shared: &Shared, width: usize, lines: &mut Vec<Line>) {
        if !plan::shows_figures(data) || self.draws_beside(shared) {
            return;
        }
        if plan::spaced(data, self.unfolded.as_ref().map(Vec::len), self.room) {
            lines.push(Line::blank());
        }
        lines.push(Line::rule(width.min(RULE), words::FIGURES.get(shared.lang)));
        lines.extend(figures(data, shared.lang).map(|l| Line::text(format!(" {l}"))));
        // A chart that the edge cuts through says nothing: all of it is in sight, or it begins below.
        let left = self.room.saturating_sub(lines.len());
        if left == 0 || left >= plan::CHART {
            lines.extend(bars::months(&data.months, shared, width));
        }
    }
}

/// Visits, contacts and receptions of this month and of the one before, each below itself.
pub(super) fn figures(data: &wire::Today, lang: Lang) -> [String; 2] {
    let wide = data.figures.iter().flatten().map(|n| n.to_string().len()).max().unwrap_or(1);
    let [[a, b, c], [x, y, z]] = data.figures.map(|all| all.map(|n| format!("{n:>wide$}")));
    [words::figures_now(lang, &a, &b, &c), words::figures_before(lang, &x, &y, &z)]
}
