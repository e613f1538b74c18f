//! A made-up report.

use crate::book::report::{Figure, GAPS, SPLITS};
use crate::book::{Id, Kind};
use crate::hub::wire::{Is, Report, ReportLine, TargetLine};

/// Every split filled with its choices, falling off.
pub(super) fn report() -> Report {
    let line = |is: Is, name: &str, n: u64| ReportLine {
        is: Some(is),
        name: name.into(),
        rows: [n, n * 4 / 5, n / 2],
    };
    let split = |s: &crate::book::report::Split| {
        let field = s.kind.field(s.field).unwrap();
        let mut all: Vec<ReportLine> = match field.choices() {
            [] => ["东关社区", "恒达社区", "长春社区"]
                .iter()
                .zip(1u8..)
                .map(|(name, n)| line(Is::Ref(Id([n; 16])), name, 90 / u64::from(n)))
                .collect(),
            choices => {
                let count = |at: u64| 60 / (at + 1);
                choices.iter().zip(0u64..).map(|(c, at)| line(Is::Code(c.code), "", count(at))).collect()
            }
        };
        all.push(line(Is::Blank, "", 3));
        if s.kind == Kind::Person && s.day.is_none() {
            all.iter_mut().for_each(|l| l.rows = [l.rows[0], 0, 0]);
        }
        all
    };
    Report {
        area: String::new(),
        figures: (0u64..).take(Figure::ALL.len()).map(|n| [(40 + n, 80), (30 + n, 80), (n, 80)]).collect(),
        splits: SPLITS.iter().map(split).collect(),
        sealed: None,
        targets: vec![TargetLine {
            id: Id([77; 16]),
            title: "四季度走访".into(),
            whose: "东关社区".into(),
            done: (45, 60),
            weight: 10,
        }],
        gaps: (0u64..).take(GAPS.len()).collect(),
    }
}
