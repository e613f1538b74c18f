//! Showing one covered value: asked for by itself, and in the access log before it is answered.

use super::access_log::Looked;
use super::actor::Actor;
use super::answer::refusal;
use super::house::House;
use super::look;
use super::wire::{Refusal, Reply, Reveal, Revealed};
use crate::book::{Cover, field};
use crate::text::staff;

/// The value of a covered field.
pub fn reveal(house: &House, actor: &Actor, reveal: Reveal) -> Reply {
    let world = &house.world;
    let covered = reveal.target.kind.field(reveal.field).filter(|f| f.cover != Cover::Open && !f.hidden);
    let Some(field::Field { no, .. }) = covered else { return Reply::Refused(Refusal::BadRequest) };
    let record = match world.get(reveal.target) {
        Ok(Some(r)) => r,
        Ok(None) => return Reply::Refused(Refusal::Gone),
        Err(e) => return Reply::Refused(refusal(&e, actor.lang)),
    };
    let look = look::line(world, actor, Looked::Revealed, Some(*no), vec![reveal.target]);
    match house.log.durable(look) {
        Ok(()) => Reply::Revealed(Box::new(Revealed { reveal, value: record.fields.get(*no).cloned() })),
        // what is not on record is not shown
        Err(e) => Reply::Refused(Refusal::Said(staff::not_logged(
            actor.lang,
            &crate::text::store::io(actor.lang, &e),
        ))),
    }
}
