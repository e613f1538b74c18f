//! Completing the word under the cursor: what the line is about, a name, how it was done.

use super::Capture;
use crate::book::capture::{Role, kinds, role};
use crate::book::{Kind, Ref, Row};
use crate::hub::wire::{Reply, Request};
use crate::text::{Lang, form as words};
use crate::tui::form::choice::{fitting, initials};
use crate::tui::form::row;
use crate::tui::screen::{Ctx, Effect, Shared, Ticket};
use std::ops::Range;

/// Most names offered.
const NAMES: u32 = 7;

/// A word that may stand instead of the one under the cursor.
#[derive(Clone, Debug)]
pub struct Offer {
    /// How it is shown.
    pub shown: String,
    text: String,
    target: Option<Ref>,
}

/// The word under the cursor, and what it may be completed to.
#[derive(Clone, Debug)]
pub struct Completing {
    range: Range<usize>,
    offers: Vec<Offer>,
    asking: Option<Ticket>,
}

impl Completing {
    /// What it may be; nothing while that is being looked up.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }
}

impl Capture {
    /// Completes the word under the cursor, or offers what it may be.
    pub(super) fn complete(&mut self, ctx: &mut Ctx<'_>) {
        let (shared, lang) = (ctx.shared, ctx.shared.lang);
        let text = self.line.text();
        let found = role(text, self.line.cursor(), shared.today());
        let Some((range, role)) = found else {
            ctx.does(Effect::Say(words::NOTHING_TO_COMPLETE.get(lang).into()));
            return;
        };
        let typed = text.get(range.clone()).unwrap_or_default().to_owned();
        let offers = match role {
            Role::Head => heads(&typed, lang),
            Role::Choice(kind, fields) => choices(kind, fields, &typed, lang),
            Role::Name(_) if typed.is_empty() => {
                ctx.does(Effect::Say(words::TYPE_A_NAME.get(lang).into()));
                return;
            }
            Role::Name(kinds) => {
                let ticket = ctx.ask(Request::Find { query: typed, kinds, limit: NAMES });
                self.completing = Some(Completing { range, offers: Vec::new(), asking: Some(ticket) });
                return;
            }
        };
        self.offer(ctx, range, offers);
    }

    /// Takes in what names there are.
    pub(super) fn completed(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let Some(c) = self.completing.take_if(|c| c.asking == Some(ticket)) else { return false };
        let rows: &[Row] = if let Reply::Found { rows, .. } = reply { rows } else { &[] };
        let width = usize::from(ctx.shared.size.0).saturating_sub(9);
        let lines = row::table(rows, width, ctx.shared.lang, ctx.shared.today());
        let offer = |(r, shown): (&Row, String)| {
            // a blank would part the name in two
            let text: String = r.title().chars().filter(|c| !c.is_whitespace()).collect();
            Offer { shown, text, target: Some(r.target) }
        };
        let offers = rows.iter().zip(lines).map(offer).collect();
        self.offer(ctx, c.range, offers);
        true
    }

    fn offer(&mut self, ctx: &mut Ctx<'_>, range: Range<usize>, offers: Vec<Offer>) {
        self.at = 0;
        let alone = offers.len() == 1;
        if offers.is_empty() {
            ctx.does(Effect::Say(words::NOTHING_FITS.get(ctx.shared.lang).into()));
            return;
        }
        self.completing = Some(Completing { range, offers, asking: None });
        if alone {
            self.complete_with(ctx);
        }
    }

    /// Puts in what the cursor stands on.
    pub(super) fn complete_with(&mut self, _ctx: &mut Ctx<'_>) {
        let Some(c) = self.completing.take() else { return };
        let Some(offer) = c.offers.get(self.at) else { return };
        let text = self.line.text();
        let before = text.get(..c.range.start).unwrap_or_default();
        let after = text.get(c.range.end..).unwrap_or_default();
        let blank = if after.is_empty() { " " } else { "" };
        let line = format!("{before}{}{blank}{after}", offer.text);
        let cursor = before.len() + offer.text.len() + blank.len();
        self.line.set(&line);
        self.line.place(cursor);
        self.picks.extend(offer.target.map(|t| (offer.text.clone(), t)));
        self.at = 0;
    }
}

/// What a line can be about.
fn heads(typed: &str, lang: Lang) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let mut out = Vec::new();
    for (kind, grammar) in kinds() {
        let label = kind.label();
        let fits = grammar.letters.iter().chain(grammar.heads).any(|w| w.starts_with(&typed))
            || label.zh.starts_with(&typed)
            || label.en.starts_with(&typed)
            || initials(label.zh).starts_with(&typed);
        let word = match lang {
            Lang::Zh => grammar.heads.first(),
            Lang::En => grammar.letters.first(),
        };
        if let Some(word) = word.filter(|_| fits) {
            let shown = format!("{word}  {}", label.get(lang));
            out.push(Offer { shown, text: (*word).to_owned(), target: None });
        }
    }
    out
}

/// How it was done and how it ended.
fn choices(kind: Kind, fields: &[u16], typed: &str, lang: Lang) -> Vec<Offer> {
    let mut out = Vec::new();
    for field in fields.iter().filter_map(|no| kind.field(*no)) {
        for choice in fitting(field.choices(), typed).into_iter().filter_map(|at| field.choices().get(at)) {
            let text = if lang == Lang::Zh { choice.label.zh } else { choice.key };
            let shown = format!("{text}  {}", field.label.get(lang));
            out.push(Offer { shown, text: text.to_owned(), target: None });
        }
    }
    out
}

/// What can be completed to, each as a line.
pub fn lines(c: &Completing, shared: &Shared) -> Vec<String> {
    if c.asking.is_some() {
        return vec![words::LOOKING.get(shared.lang).to_owned()];
    }
    c.offers.iter().map(|o| o.shown.clone()).collect()
}
