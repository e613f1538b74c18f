//! What a report of a period counts, as data: figures, and records split by a field. Work is counted, people only as a
//! crowd. Every line is the count of a list that can be looked at.

use super::{Day, Kind, matter, meeting, organisation, person, recommendation, service, visit};
use crate::text::{T, t};
use chrono::Datelike;

/// A split of records by a field.
#[derive(Debug)]
pub struct Split {
    /// The title.
    pub title: T,
    /// Of what.
    pub kind: Kind,
    /// The day that must lie in the period; none: as the book stands.
    pub day: Option<u16>,
    /// Of those only in which this field holds something; none: of all.
    pub only: Option<u16>,
    /// By which field.
    pub field: u16,
    /// Whether it tells of people: small figures are hidden where it leaves the office.
    pub personal: bool,
}

const fn split(zh: &'static str, en: &'static str, kind: Kind, day: Option<u16>, field: u16) -> Split {
    Split { title: t(zh, en), kind, day, only: None, field, personal: false }
}

const fn people(zh: &'static str, en: &'static str, day: Option<u16>, field: u16) -> Split {
    Split { personal: true, ..split(zh, en, Kind::Person, day, field) }
}

/// Of those in office: who holds a public post.
const fn in_office(zh: &'static str, en: &'static str, field: u16) -> Split {
    Split { only: Some(person::POSTS), ..people(zh, en, None, field) }
}

/// The splits of a report, in its order.
pub const SPLITS: &[Split] = &[
    people("人员按类别", "People by group", None, person::GROUPS),
    people("人员按辖区", "People by area", None, person::AREA),
    people("人员按行业", "People by trade", None, person::TRADE),
    people("人员按年龄段", "People by age band", None, person::BIRTH_YEAR),
    people("人员按状态", "People by status", None, person::STATUS),
    people("本期新入册，按类别", "New on file, by group", Some(person::ENTERED_ON), person::GROUPS),
    people("本期换单位，按类别", "Changed work, by group", Some(person::SINCE), person::GROUPS),
    split("单位按性质", "Organisations by sort", Kind::Organisation, None, organisation::SORT),
    split(
        "本期开业、停业、搬走",
        "Opened, closed, moved",
        Kind::Organisation,
        Some(organisation::STATUS_SINCE),
        organisation::STATUS,
    ),
    split("走访按方式", "Visits by way", Kind::Visit, Some(visit::WHEN), visit::MODE),
    split("走访按结果", "Visits by outcome", Kind::Visit, Some(visit::WHEN), visit::OUTCOME),
    split("走访按工作人员", "Visits by staff", Kind::Visit, Some(visit::WHEN), visit::STAFF),
    split("走访按辖区", "Visits by area", Kind::Visit, Some(visit::WHEN), visit::AREA),
    split("事项按类别", "Matters by sort", Kind::Matter, Some(matter::RAISED), matter::SORT),
    split("事项按来源", "Matters by source", Kind::Matter, Some(matter::RAISED), matter::SOURCE),
    split("事项按进度", "Matters by state", Kind::Matter, Some(matter::RAISED), matter::STATE),
    split("建议采纳", "Suggestions adopted", Kind::Matter, Some(matter::RAISED), matter::OUTCOME),
    split("本人评价", "Their view of what was done", Kind::Matter, Some(matter::RAISED), matter::RATING),
    split("会议活动按类别", "Meetings by sort", Kind::Meeting, Some(meeting::WHEN), meeting::SORT),
    split("服务按类别", "Services by sort", Kind::Service, Some(service::WHEN), service::SORT),
    split("服务按进度", "Services by state", Kind::Service, Some(service::WHEN), service::STATE),
    split(
        "推荐按类别",
        "Recommendations by sort",
        Kind::Recommendation,
        Some(recommendation::BEGUN_ON),
        recommendation::SORT,
    ),
    split(
        "推荐按进度",
        "Recommendations by state",
        Kind::Recommendation,
        Some(recommendation::BEGUN_ON),
        recommendation::STATE,
    ),
    in_office("有社会职务的，按类别", "In public posts, by group", person::GROUPS),
    in_office("有社会职务的，按行业", "In public posts, by trade", person::TRADE),
    in_office("有社会职务的，按年龄段", "In public posts, by age band", person::BIRTH_YEAR),
    in_office("有社会职务的，按辖区", "In public posts, by area", person::AREA),
];

/// In which way a figure is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many.
    Count,
    /// So many of so many.
    Share,
    /// So many days in so many cases: the mean.
    Days,
    /// So many minutes, in hours.
    Hours,
}

/// A figure of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// People on file.
    People,
    /// Entered in the period.
    NewPeople,
    /// People with whom the office was in touch.
    Reached,
    /// 走访.
    Visits,
    /// 联系.
    Contacts,
    /// 接待.
    Receptions,
    /// Matters raised.
    Raised,
    /// Of them, settled.
    Settled,
    /// Of those settled, told.
    Told,
    /// From raised to settled.
    DaysTaken,
    /// Meetings held.
    Meetings,
    /// Services given.
    Services,
    /// Time given.
    Hours,
}

impl Figure {
    /// All of them, in their order. That what was settled is never told without how many were told.
    pub const ALL: [Figure; 13] = [
        Figure::People,
        Figure::NewPeople,
        Figure::Reached,
        Figure::Visits,
        Figure::Contacts,
        Figure::Receptions,
        Figure::Raised,
        Figure::Settled,
        Figure::Told,
        Figure::DaysTaken,
        Figure::Meetings,
        Figure::Services,
        Figure::Hours,
    ];

    /// What it is called.
    pub const fn label(self) -> T {
        match self {
            Figure::People => t("在册人员", "People on file"),
            Figure::NewPeople => t("新入册", "New on file"),
            Figure::Reached => t("联系到的人", "People reached"),
            Figure::Visits => t("走访", "Visits"),
            Figure::Contacts => t("联系", "Contacts"),
            Figure::Receptions => t("接待", "Receptions"),
            Figure::Raised => t("提出事项", "Matters raised"),
            Figure::Settled => t("其中办结", "Of them settled"),
            Figure::Told => t("办结里已反馈", "Of those, told"),
            Figure::DaysTaken => t("办结平均用时", "Mean time to settle"),
            Figure::Meetings => t("会议活动", "Meetings held"),
            Figure::Services => t("服务", "Services given"),
            Figure::Hours => t("服务时长", "Time given"),
        }
    }

    /// Its word in what is sealed: never changed.
    pub const fn key(self) -> &'static str {
        match self {
            Figure::People => "people",
            Figure::NewPeople => "new_people",
            Figure::Reached => "reached",
            Figure::Visits => "visits",
            Figure::Contacts => "contacts",
            Figure::Receptions => "receptions",
            Figure::Raised => "raised",
            Figure::Settled => "settled",
            Figure::Told => "told",
            Figure::DaysTaken => "days_taken",
            Figure::Meetings => "meetings",
            Figure::Services => "services",
            Figure::Hours => "hours",
        }
    }

    /// Whether it is of the work of the period: what was entered later for it is a supplement.
    pub const fn of_work(self) -> bool {
        !matches!(self, Figure::People | Figure::DaysTaken)
    }

    /// How it is read.
    pub const fn unit(self) -> Unit {
        match self {
            Figure::Reached | Figure::Settled | Figure::Told => Unit::Share,
            Figure::DaysTaken => Unit::Days,
            Figure::Hours => Unit::Hours,
            _ => Unit::Count,
        }
    }
}

/// Bands of age: from, to. Of whoever gave no year nothing is guessed.
pub const AGES: &[(i64, i64)] = &[(0, 29), (30, 39), (40, 49), (50, 59), (60, 200)];

/// Something to see to before a report goes out.
#[derive(Debug)]
pub struct Gap {
    /// What is missing.
    pub title: T,
    /// Of what.
    pub kind: Kind,
    /// The day that must lie in the period; none: as the book stands.
    pub day: Option<u16>,
    /// The field that says nothing; none: see `states`.
    pub blank: Option<u16>,
    /// A day that lies more than a year before the period's end, or is not said, of what is on file for longer (the other
    /// day).
    pub stale: Option<(u16, u16)>,
    /// A field and the codes that it holds.
    pub states: Option<(u16, &'static [u16])>,
}

const fn blank(zh: &'static str, en: &'static str, kind: Kind, day: Option<u16>, no: u16) -> Gap {
    Gap { title: t(zh, en), kind, day, blank: Some(no), stale: None, states: None }
}

/// What to see to.
pub const GAPS: &[Gap] = &[
    blank("人员没填类别", "people without a group", Kind::Person, None, person::GROUPS),
    blank("人员没填电话", "people without a phone", Kind::Person, None, person::PHONES),
    blank("人员没有联络员", "people without a liaison", Kind::Person, None, person::LIAISON),
    Gap {
        title: t("人员一年没核实", "people not confirmed for a year"),
        kind: Kind::Person,
        day: None,
        blank: None,
        stale: Some((person::CONFIRMED_ON, person::ENTERED_ON)),
        states: None,
    },
    blank("走访没写谁去的", "visits without staff", Kind::Visit, Some(visit::WHEN), visit::STAFF),
    blank("走访没写结果", "visits without outcome", Kind::Visit, Some(visit::WHEN), visit::OUTCOME),
    blank("走访没写谈了什么", "visits without words", Kind::Visit, Some(visit::WHEN), visit::SUMMARY),
    blank("事项没有承办人", "matters without owner", Kind::Matter, Some(matter::RAISED), matter::OWNER),
    Gap {
        title: t("事项办结了还没告诉本人", "matters settled, person not told"),
        kind: Kind::Matter,
        day: Some(matter::RAISED),
        blank: None,
        stale: None,
        states: Some((matter::STATE, &[matter::SETTLED])),
    },
    Gap {
        title: t("事项还没受理", "matters not yet accepted"),
        kind: Kind::Matter,
        day: Some(matter::RAISED),
        blank: None,
        stale: None,
        states: Some((matter::STATE, &[matter::ENTERED])),
    },
    blank("服务没填时长", "services without time", Kind::Service, Some(service::WHEN), service::HOURS),
];

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
}

impl Length {
    /// All, the shortest first.
    pub const ALL: [Length; 4] = [Length::Month, Length::Quarter, Length::Half, Length::Year];

    const fn months(self) -> i32 {
        match self {
            Length::Month => 1,
            Length::Quarter => 3,
            Length::Half => 6,
            Length::Year => 12,
        }
    }
}

/// A month, quarter, half-year or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How long.
    pub length: Length,
    /// Which, counted from the year 0.
    index: i32,
}

impl Period {
    /// The one in which a day lies.
    pub fn of(length: Length, day: Day) -> Period {
        let month = day.year() * 12 + i32::try_from(day.date().month0()).unwrap_or(0);
        Period { length, index: month.div_euclid(length.months()) }
    }

    /// Its first day and its last.
    pub fn days(self) -> (Day, Day) {
        let first = |index: i32| {
            let month = index * self.length.months();
            let of_year = u32::try_from(month.rem_euclid(12)).unwrap_or(0) + 1;
            Day::ymd(month.div_euclid(12), of_year, 1).unwrap_or(Day(0))
        };
        (first(self.index), first(self.index + 1).plus(-1))
    }

    /// So many later, or earlier.
    pub fn shifted(self, by: i32) -> Period {
        Period { index: self.index + by, ..self }
    }

    /// The same a year before.
    pub fn year_before(self) -> Period {
        self.shifted(-12 / self.length.months())
    }

    /// The one of another length that holds its last day, but no later than one that holds `today`.
    pub fn as_long_as(self, length: Length, today: Day) -> Period {
        let last = self.days().1;
        Period::of(length, if last < today { last } else { today })
    }

    /// As it is read: `2026`, `2026H1`, `2026Q3`, `2026-11`.
    pub fn parse(text: &str) -> Option<Period> {
        let text = text.trim().to_uppercase();
        let year: i32 = text.get(..4)?.parse().ok().filter(|y| (1990..=2100).contains(y))?;
        let rest = text.get(4..)?;
        let number = |s: &str| s.parse::<i32>().ok();
        let (length, n) = match (rest.chars().next(), rest.get(1..).and_then(number)) {
            (None, _) => (Length::Year, 1),
            (Some('H'), Some(n @ 1..=2)) => (Length::Half, n),
            (Some('Q'), Some(n @ 1..=4)) => (Length::Quarter, n),
            (Some('-'), Some(n @ 1..=12)) => (Length::Month, n),
            _ => return None,
        };
        Some(Period { length, index: year * (12 / length.months()) + n - 1 })
    }

    /// The year and, within it, which: 1 to 12.
    pub fn place(self) -> (i32, i32) {
        let each = 12 / self.length.months();
        (self.index.div_euclid(each), self.index.rem_euclid(each) + 1)
    }

    /// The same as [`Period::parse`] reads it.
    pub fn key(self) -> String {
        let (year, n) = self.place();
        match self.length {
            Length::Month => format!("{year}-{n:02}"),
            Length::Quarter => format!("{year}Q{n}"),
            Length::Half => format!("{year}H{n}"),
            Length::Year => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        for text in ["2026", "2026H1", "2026H2", "2026Q1", "2026Q4", "2026-01", "2026-12"] {
            let p = Period::parse(text).unwrap();
            assert_eq!(p.key(), text);
            assert_eq!(p.days().1.plus(1), p.shifted(1).days().0, "{text}");
            assert_eq!(p.year_before().days().0.year(), 2025);
            assert_eq!(p.year_before().place().1, p.place().1);
            assert_eq!(Period::of(p.length, p.days().1), p);
        }
        for text in ["", "26", "2026H3", "2026Q0", "2026-13", "2026X1", "2026H"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        let today = Day::ymd(2026, 11, 23).unwrap();
        let year = Period::of(Length::Year, today);
        assert_eq!(year.as_long_as(Length::Month, today).key(), "2026-11");
        assert_eq!(year.shifted(-1).as_long_as(Length::Half, today).key(), "2025H2");
    }

    #[test]
    fn splits_and_gaps_are_of_fields_that_there_are() {
        for s in SPLITS {
            assert!(s.kind.field(s.field).is_some(), "{}", s.title.en);
            assert!(s.day.is_none_or(|no| s.kind.field(no).is_some()), "{}", s.title.en);
        }
        for g in GAPS {
            assert!(
                g.blank
                    .or(g.states.map(|s| s.0))
                    .or(g.stale.map(|s| s.0))
                    .is_some_and(|no| g.kind.field(no).is_some()),
                "{}",
                g.title.en
            );
        }
    }
}
