//! Who may see and do what: by the role and the areas of the staff record that an account has. Asked for every request,
//! in the hub, whatever the client says of itself.
//!
//! | role | sees | writes |
//! |---|---|---|
//! | administrator | everything | everything, staff, register and the office's own fields and words too |
//! | lead | their areas and below | what they see, areas, tags and posts |
//! | worker | their areas and below | what they see |
//! | reader | their areas and below, numbers covered | nothing |
//!
//! A person is where their community is; a visit where it was made and where one of its people is; a tie where one of its
//! people is. What has no area of its own and is no person (a department, a colleague, a tag, the tree of areas) everybody
//! sees. Records of the general kinds are where they say, or where one of their people is, or where their organisation is.
//!
//! A matter that was passed on to another office is seen there too, for as long as it is with them. They may take it on,
//! send it back and settle it, which gives it back; all else stays with the office where it lies.

use crate::book::{General, Id, Kind, Record, Ref, matter, organisation, person, staff, tie, visit};
use crate::index::finder::{OPEN, Scope};
use crate::index::tables::Tables;
use crate::text::{T, staff as words};
use serde::{Deserialize, Serialize};

/// What somebody may do at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Looks, and changes nothing.
    Reader,
    /// Keeps the book of their areas.
    Worker,
    /// Keeps the book of a subtree, its areas, tags and posts.
    Lead,
    /// Everything.
    Administrator,
}

impl Role {
    /// Of the code that a staff record has; who has none, or one that is not known, only looks.
    pub fn of(code: Option<u16>) -> Role {
        match code {
            Some(1) => Role::Administrator,
            Some(2) => Role::Lead,
            Some(3) => Role::Worker,
            _ => Role::Reader,
        }
    }

    /// The code that stands for it in a staff record.
    pub fn code(self) -> u16 {
        match self {
            Role::Administrator => 1,
            Role::Lead => 2,
            Role::Worker => 3,
            Role::Reader => 4,
        }
    }
}

/// What one account may see and do, as of one state of the staff records and the tree of areas.
#[derive(Clone, Debug, PartialEq)]
pub struct Rights {
    /// The role.
    pub role: Role,
    /// The areas that their staff record names.
    pub areas: Vec<Id>,
    /// By row of the tree: whether it lies in one of their areas. `None`: everywhere.
    inside: Option<Vec<bool>>,
    /// The same as ranges of rows, for the finder, with what everybody sees.
    ranges: Vec<(u32, u32)>,
}

impl Rights {
    /// Everything.
    pub fn all() -> Rights {
        Rights { role: Role::Administrator, areas: Vec::new(), inside: None, ranges: Vec::new() }
    }

    /// What a staff record gives. Who has left may nothing, and is not let in at all.
    pub fn of(record: &Record, tables: &Tables) -> Rights {
        let role = Role::of(record.fields.code(staff::ROLE));
        if role == Role::Administrator {
            return Rights::all();
        }
        let areas: Vec<Id> = record.fields.links(staff::AREAS).iter().map(|a| a.id).collect();
        let mut inside = vec![false; tables.areas.rows()];
        for area in areas.iter().filter_map(|a| tables.areas.find(*a)) {
            inside.iter_mut().zip(tables.areas.inside(area)).for_each(|(all, one)| *all |= one);
        }
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (at, _) in (0u32..).zip(&inside).filter(|(_, is)| **is) {
            match ranges.last_mut() {
                Some(last) if last.1 == at => last.1 = at + 1,
                _ => ranges.push((at, at + 1)),
            }
        }
        ranges.push((OPEN, OPEN + 1));
        Rights { role, areas, inside: Some(inside), ranges }
    }

    /// Whether nothing is hidden.
    pub fn everywhere(&self) -> bool {
        self.inside.is_none()
    }

    /// Which areas the finder may find in.
    pub fn scope(&self) -> Scope<'_> {
        if self.everywhere() { Scope::All } else { Scope::Areas(&self.ranges) }
    }

    /// Whether the same is seen by both.
    pub fn same(&self, other: &Rights) -> bool {
        self.inside.is_none() == other.inside.is_none() && self.ranges == other.ranges
    }

    /// The area in which what they enter lies unless they say another: the only one they have.
    pub fn only_area(&self) -> Option<Id> {
        if let [one] = self.areas.as_slice() { Some(*one) } else { None }
    }

    /// Whether they may know what a record is called. Names of offices, places and colleagues are open: who works where
    /// stands on a person's own card.
    pub fn names(&self, t: &Tables, one: Ref) -> bool {
        match one.kind {
            Kind::Organisation | Kind::Area | Kind::Staff | Kind::Tag => true,
            _ => self.sees(t, one),
        }
    }

    /// Whether a row of the tree lies in their areas.
    pub fn in_area(&self, row: u32) -> bool {
        self.inside.as_ref().is_none_or(|i| i.get(row as usize).copied().unwrap_or(false))
    }

    /// Whether a row of people is seen.
    pub fn sees_person(&self, t: &Tables, row: u32) -> bool {
        self.everywhere() || t.people.area.get(row).is_some_and(|a| self.in_area(a))
    }

    /// Whether a row of visits is seen.
    pub fn sees_visit(&self, t: &Tables, row: u32) -> bool {
        self.everywhere()
            || t.visits.area.get(row).is_some_and(|a| self.in_area(a))
            || t.first_met(row, |p| self.sees_person(t, p)).is_some()
    }

    /// Whether a tie with such ends is seen: where it is of people, by one of them.
    fn sees_tie(&self, t: &Tables, ends: &[Ref]) -> bool {
        let people = || ends.iter().filter(|e| e.kind == Kind::Person);
        match people().count() {
            0 => ends.iter().any(|e| self.sees(t, *e)),
            _ => people().any(|e| self.sees(t, *e)),
        }
    }

    /// Whether a record that is in the book may be seen.
    pub fn sees(&self, t: &Tables, one: Ref) -> bool {
        if self.everywhere() {
            return true;
        }
        match one.kind {
            Kind::Person => t.people.row(one.id).is_some_and(|p| self.sees_person(t, p)),
            Kind::Visit => t.visits.row(one.id).is_some_and(|v| self.sees_visit(t, v)),
            Kind::Organisation => t
                .organisations
                .find(one.id)
                .and_then(|o| t.organisations.get(o))
                .is_none_or(|o| o.area.is_none_or(|a| self.in_area(a))),
            Kind::Tie => t.ties.ends(one.id).is_some_and(|(a, b)| self.sees_tie(t, &[a, b])),
            Kind::Request | Kind::Retention => false,
            Kind::Area | Kind::Staff | Kind::Tag => true,
            kind => t.things(kind).is_none_or(|things| {
                things.rows.row(one.id).is_some_and(|at| t.touches(things, at, |a| self.in_area(a)))
            }),
        }
    }

    /// Whether a record as it stands at hand may be seen: one that is not in the tables yet, or as it was.
    pub fn sees_record(&self, t: &Tables, r: &Record) -> bool {
        if self.everywhere() {
            return true;
        }
        let in_area = |a: Option<Ref>| a.and_then(|a| t.areas.find(a.id)).map(|a| self.in_area(a));
        match r.kind {
            Kind::Person => in_area(r.fields.link(person::AREA)).unwrap_or(false),
            Kind::Organisation => in_area(r.fields.link(organisation::AREA)).unwrap_or(true),
            Kind::Visit => {
                in_area(r.fields.link(visit::AREA)).unwrap_or(false)
                    || r.fields.links(visit::PEOPLE).iter().any(|p| self.sees(t, *p))
            }
            Kind::Tie => {
                let ends: Vec<Ref> =
                    [tie::FROM, tie::TO].iter().filter_map(|no| r.fields.link(*no)).collect();
                self.sees_tie(t, &ends)
            }
            Kind::Request | Kind::Retention => false,
            Kind::Area | Kind::Staff | Kind::Tag => true,
            kind => kind.general().is_none_or(|g| self.is_with(t, r, g) || self.sees_general(t, r, g)),
        }
    }

    /// Whether an office of theirs has a record that another one passed on.
    fn is_with(&self, t: &Tables, r: &Record, g: &General) -> bool {
        let with = g.with.and_then(|no| r.fields.link(no)).and_then(|a| t.areas.find(a.id));
        with.is_some_and(|a| self.in_area(a))
    }

    /// Whether a record lies where they work, and is not only with them.
    pub fn lies_here(&self, t: &Tables, r: &Record) -> bool {
        match r.kind.general().filter(|g| g.with.is_some()) {
            Some(g) => self.everywhere() || self.sees_general(t, r, g),
            None => self.sees_record(t, r),
        }
    }

    /// Whether a change is a step of the office that has a record for the time being.
    fn guest_steps(&self, t: &Tables, b: &Record, a: &Record) -> bool {
        let with = b.kind.general().is_some_and(|g| self.is_with(t, b, g));
        with && b.kind == Kind::Matter && matter::is_guest_step(&b.fields, &a.fields)
    }

    /// The least role that writes such a record. A colleague who is only a name in an old ledger is a name; who has an
    /// account, a role or areas is made by an administrator.
    fn least(before: Option<&Record>, after: Option<&Record>) -> Role {
        let Some(one) = after.or(before) else { return Role::Worker };
        let powers = [staff::ACCOUNT, staff::UID, staff::ROLE, staff::AREAS];
        match one.kind {
            Kind::Staff if before.is_none() && powers.iter().all(|no| one.fields.get(*no).is_none()) => {
                Role::Worker
            }
            Kind::Staff | Kind::Request | Kind::OwnField | Kind::Wording | Kind::Retention => {
                Role::Administrator
            }
            Kind::Area
            | Kind::Tag
            | Kind::Post
            | Kind::Target
            | Kind::Sealed
            | Kind::Holiday
            | Kind::Study => Role::Lead,
            _ => Role::Worker,
        }
    }

    /// Whether a record of a general kind lies in their areas: where it says, where one of its people does, where its
    /// organisation does. What says nothing of the kind lies everywhere.
    fn sees_general(&self, t: &Tables, r: &Record, g: &General) -> bool {
        let links = |no: Option<u16>| no.map(|no| r.fields.links(no)).unwrap_or_default();
        let (areas, people, firms) = (links(g.area), links(g.people), links(g.organisation));
        let own = |a: &Ref| t.areas.find(a.id).is_some_and(|a| self.in_area(a));
        areas.iter().any(own)
            || people.iter().any(|p| self.sees(t, *p))
            || (areas.is_empty() && people.is_empty() && firms.iter().all(|o| self.sees(t, *o)))
    }

    /// Whether a change may be written: what stood before was seen, what comes of it is seen too. Moving somebody to
    /// another area is the one way out: who looks after them then sees them, with their whole history.
    ///
    /// # Errors
    /// Why not.
    pub fn may_write(&self, t: &Tables, before: Option<&Record>, after: Option<&Record>) -> Result<(), T> {
        let Some(one) = after.or(before) else { return Ok(()) };
        let least = Self::least(before, after);
        if self.role < least {
            return Err(match (self.role, least) {
                (Role::Reader, _) => words::READS_ONLY,
                (_, Role::Administrator) => words::ADMINISTRATOR_ONLY,
                _ => words::LEAD_ONLY,
            });
        }
        let seen = match (before, after) {
            _ if one.kind == Kind::Area && !self.everywhere() => {
                let parent = |r: &Record| r.fields.link(crate::book::area::PARENT);
                let place = |r: &Record| t.areas.find(r.id).or(parent(r).and_then(|p| t.areas.find(p.id)));
                let inside = |r: &Record| place(r).is_some_and(|a| self.in_area(a));
                // what hangs under another area is looked after there
                let under =
                    |r: &Record| parent(r).and_then(|p| t.areas.find(p.id)).is_some_and(|p| self.in_area(p));
                let stays = before.is_some_and(|b| after.is_some_and(|a| parent(a) == parent(b)));
                before.is_none_or(inside) && after.is_none_or(|a| stays || under(a))
            }
            (Some(b), Some(a)) => {
                self.lies_here(t, b) && (b.kind == Kind::Person || self.lies_here(t, a))
                    || self.guest_steps(t, b, a)
            }
            (b, a) => b.into_iter().chain(a).all(|r| self.lies_here(t, r)),
        };
        match before {
            _ if seen => Ok(()),
            None if one.kind == Kind::Person => Err(words::NEEDS_AREA),
            _ => Err(words::OUTSIDE),
        }
    }
}

/// Whether there is an account at all for a staff record: somebody who has left has none.
pub fn let_in(record: &Record) -> bool {
    record.fields.code(staff::STATUS) != Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Value, area};
    use crate::index::rowset::RowSet;

    fn id(n: u8) -> Id {
        Id([n; 16])
    }

    fn link(kind: Kind, n: u8) -> Value {
        Value::Ref(Ref { kind, id: id(n) })
    }

    fn record(kind: Kind, n: u8, fields: &[(u16, Value)]) -> Record {
        let mut r = Record::new(kind, id(n));
        fields.iter().for_each(|(no, v)| r.fields.set(*no, v.clone()));
        r
    }

    /// Street 1 with communities 2 and 3, street 4 with community 5; a person in each community; visits, a tie.
    fn book() -> Tables {
        let mut t = Tables::default();
        let area = |n, parent: u8| {
            let mut fields = vec![(area::NAME, Value::text(format!("区{n}")))];
            if parent > 0 {
                fields.push((area::PARENT, link(Kind::Area, parent)));
            }
            record(Kind::Area, n, &fields)
        };
        let person = |n, a| {
            record(
                Kind::Person,
                n,
                &[(person::NAME, Value::text("张三")), (person::AREA, link(Kind::Area, a))],
            )
        };
        let visit =
            |n, p| record(Kind::Visit, n, &[(visit::PEOPLE, Value::List(vec![link(Kind::Person, p)]))]);
        let all = [
            area(1, 0),
            area(2, 1),
            area(3, 1),
            area(4, 0),
            area(5, 4),
            person(12, 2),
            person(13, 3),
            person(15, 5),
            record(Kind::Person, 19, &[(person::NAME, Value::text("无处"))]),
            visit(22, 12),
            visit(25, 15),
            record(Kind::Tie, 31, &[(tie::FROM, link(Kind::Person, 12)), (tie::TO, link(Kind::Person, 15))]),
            record(Kind::Tie, 32, &[(tie::FROM, link(Kind::Person, 13)), (tie::TO, link(Kind::Person, 15))]),
            record(Kind::Organisation, 41, &[(organisation::NAME, Value::text("司法所"))]),
            record(
                Kind::Organisation,
                45,
                &[(organisation::NAME, Value::text("书店")), (organisation::AREA, link(Kind::Area, 5))],
            ),
        ];
        all.iter().for_each(|r| t.apply(None, Some(r)));
        t
    }

    fn staff_of(role: u16, areas: &[u8]) -> Record {
        let areas = areas.iter().map(|a| link(Kind::Area, *a)).collect();
        record(Kind::Staff, 50, &[(staff::ROLE, Value::Code(role)), (staff::AREAS, Value::List(areas))])
    }

    #[test]
    fn each_sees_their_areas_and_below() {
        let t = book();
        let sees = |role, areas: &[u8], kind, n| {
            Rights::of(&staff_of(role, areas), &t).sees(&t, Ref { kind, id: id(n) })
        };
        for (role, areas, seen) in [
            (1, &[][..], &[12u8, 13, 15, 19][..]),
            (2, &[1], &[12, 13]),
            (3, &[2], &[12]),
            (4, &[2, 5], &[12, 15]),
            (3, &[], &[]),
        ] {
            for n in [12, 13, 15, 19] {
                assert_eq!(sees(role, areas, Kind::Person, n), seen.contains(&n), "{role} {areas:?} {n}");
            }
            let mut all = RowSet::of(&t.people.alive, |a| a);
            Rights::of(&staff_of(role, areas), &t).people(&t, &mut all);
            assert_eq!(all.count(), seen.len(), "{role} {areas:?}");
        }
        assert!(sees(3, &[2], Kind::Visit, 22) && !sees(3, &[2], Kind::Visit, 25));
        assert!(sees(3, &[2], Kind::Tie, 31) && !sees(3, &[2], Kind::Tie, 32));
        assert!(sees(3, &[2], Kind::Organisation, 41) && !sees(3, &[2], Kind::Organisation, 45));
        assert!(
            sees(3, &[2], Kind::Area, 5)
                && !sees(3, &[2], Kind::Request, 60)
                && sees(1, &[], Kind::Request, 60)
        );
        let rights = Rights::of(&staff_of(3, &[2, 3]), &t);
        assert!([2, 3, 5].map(|n| rights.scope().sees(t.areas.find(id(n)).unwrap())) == [true, true, false]);
    }

    #[test]
    fn each_writes_what_their_role_and_areas_allow() {
        let t = book();
        let writes = |role, areas: &[u8], before: Option<&Record>, after: Option<&Record>| {
            Rights::of(&staff_of(role, areas), &t).may_write(&t, before, after).is_ok()
        };
        let person = |a: u8| record(Kind::Person, 12, &[(person::AREA, link(Kind::Area, a))]);
        let (here, there) = (person(2), person(5));
        assert!(writes(3, &[2], Some(&here), Some(&here)), "their own");
        assert!(!writes(4, &[2], Some(&here), Some(&here)), "a reader");
        assert!(!writes(3, &[2], None, Some(&there)), "a new one elsewhere");
        assert!(!writes(3, &[2], Some(&there), Some(&here)), "taking somebody over");
        assert!(writes(3, &[2], Some(&here), Some(&there)), "moving somebody away");
        assert!(!writes(3, &[2], Some(&there), None) && writes(3, &[2], Some(&here), None));
        let colleague = staff_of(3, &[2]);
        assert!(
            !writes(2, &[1], Some(&colleague), Some(&colleague)) && writes(1, &[], None, Some(&colleague))
        );
        let community = record(Kind::Area, 2, &[(area::PARENT, link(Kind::Area, 1))]);
        let moved = record(Kind::Area, 2, &[(area::PARENT, link(Kind::Area, 4))]);
        assert!(
            writes(2, &[1], Some(&community), Some(&community)) && !writes(3, &[1], None, Some(&community))
        );
        assert!(writes(1, &[], Some(&community), Some(&moved)));
        let grid = record(Kind::Area, 70, &[(area::PARENT, link(Kind::Area, 5))]);
        assert!(!writes(2, &[1], None, Some(&grid)) && writes(2, &[4], None, Some(&grid)));
    }
}
