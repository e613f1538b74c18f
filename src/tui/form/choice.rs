//! Choosing from a list by first letters, by sound, by number or step by step.

use super::item::Item;
use crate::book::field::Choice;
use crate::book::pinyin;
use crate::tui::glyph;

/// Which choices fit what is typed: a number, the beginning of a label, of an alias, of the English word, or the
/// initials of the Chinese one. In the order of the list.
pub fn fitting(choices: &[Choice], typed: &str) -> Vec<usize> {
    let typed = glyph::fold_width(typed.trim()).to_lowercase();
    if typed.is_empty() {
        return (0..choices.len()).collect();
    }
    if let Ok(n) = typed.parse::<usize>() {
        return if (1..=choices.len()).contains(&n) { vec![n - 1] } else { Vec::new() };
    }
    let fits = |c: &Choice, begins: bool| {
        let label = c.label.zh;
        let start = |s: &str| s.to_lowercase().starts_with(&typed);
        start(label)
            || start(c.label.en)
            || start(&initials(label))
            || (!begins && (label.contains(&typed) || c.aliases.iter().any(|a| a.contains(&typed))))
    };
    let by =
        |begins| (0..choices.len()).filter(|i| choices.get(*i).is_some_and(|c| fits(c, begins))).collect();
    let first: Vec<usize> = by(true);
    if first.is_empty() { by(false) } else { first }
}

/// Types one more character into what narrows the choice. The first that fits is chosen at once (or, where
/// several may be, comes under the cursor). What fits nothing begins anew, or is let go.
pub fn narrow(item: &mut Item, typed: char) -> bool {
    let choices = item.field.offered();
    let longer = format!("{}{typed}", item.edit.text());
    for attempt in [longer, typed.to_string()] {
        if let Some(at) = fitting(choices, &attempt).first() {
            item.edit.set(&attempt);
            choose(item, *at);
            return true;
        }
    }
    false
}

fn choose(item: &mut Item, at: usize) {
    item.mark = at;
    if item.field.many {
        return;
    }
    if let Some(c) = item.field.offered().get(at) {
        item.settle();
        item.codes = vec![c.code];
    }
}

/// One choice on or back; where several may be made only the cursor goes.
pub fn step_or_mark(item: &mut Item, by: isize) {
    let n = item.field.offered().len();
    if n == 0 {
        return;
    }
    item.edit = crate::tui::edit::Edit::line("");
    let nothing = item.codes.is_empty() && !item.field.many;
    let at = match (nothing, by < 0) {
        (true, false) => 0,
        (true, true) => n - 1,
        _ => (item.mark + n).saturating_add_signed(by) % n,
    };
    choose(item, at);
}

/// Ticks the choice under the cursor, or takes the tick away.
pub fn toggle(item: &mut Item) {
    let Some(c) = item.field.offered().get(item.mark) else { return };
    item.settle();
    item.edit = crate::tui::edit::Edit::line("");
    if item.codes.contains(&c.code) {
        item.codes.retain(|code| *code != c.code);
    } else {
        item.codes.push(c.code);
        item.codes.sort_by_key(|code| item.field.offered().iter().position(|c| c.code == *code));
    }
}

/// On leaving: what letters have brought under the cursor of several counts as ticked.
pub fn leave(item: &mut Item) {
    if item.edit.is_empty() {
        return;
    }
    let code = item.field.offered().get(item.mark).map(|c| c.code);
    if item.field.many && code.is_some_and(|c| !item.codes.contains(&c)) {
        toggle(item);
    }
    item.edit = crate::tui::edit::Edit::line("");
}

/// The initials of the syllables: as written down here, else of the commonest reading.
pub fn initials(label: &str) -> String {
    let written = |c: char| INITIALS.iter().find(|(_, all)| all.contains(c)).map(|(i, _)| *i);
    let read = |c: char| pinyin::readings(c).next().and_then(|r| r.chars().next());
    label.chars().filter_map(|c| written(c).or_else(|| read(c))).collect()
}

const INITIALS: &[(char, &str)] = &[
    ('b', "变部表办不本别"),
    ('c', "成层出测村从查除处"),
    ('d', "单电动到队地道等导定代对读冻当的"),
    ('f', "法访分负服复"),
    ('g', "个改管构岗格谷工更"),
    ('h', "会活互和合行话换"),
    ('j', "结见介济街接级绝决经技解记"),
    ('k', "开"),
    ('l', "来联理立络里离领联录连"),
    ('m', "媒门民名面"),
    ('q', "起企迁区清确驻"),
    ('r', "人认任"),
    ('s', "商上社师事绍市属识术收私时使删书"),
    ('t', "谈通退台团体停同徒投天提"),
    ('w', "外微网未伍委位"),
    ('x', "新信谢销下县显消乡协小校型限乡项选系线"),
    ('y', "业由约用员运已营愿遇与有友谊阅予"),
    ('z', "职中组织资者志知在暂责助镇注转值走座自止只长制作站作正"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Kind, person, visit};

    #[test]
    fn every_label_has_its_initials() {
        let mut missing = String::new();
        for f in Kind::ALL.iter().flat_map(|k| k.fields()) {
            for c in f.choices().iter().flat_map(|c| c.label.zh.chars()) {
                if crate::book::names::is_han(c) && initials(&c.to_string()).is_empty() {
                    missing.push(c);
                }
            }
        }
        assert_eq!(missing, "");
    }

    #[test]
    fn by_letters_sound_and_number() {
        let labels = |all: &'static [Choice], typed: &str| {
            fitting(all, typed).iter().map(|i| all[*i].label.zh).collect::<Vec<_>>().join(" ")
        };
        for (typed, want) in [
            ("sm", "上门"),
            ("d", "单位 电话"),
            ("dh", "电话"),
            ("电", "电话"),
            ("话", "电话"),
            ("4", "电话"),
            ("４", "电话"),
            ("ph", "电话"),
            ("接待", "来访"),
            ("9", ""),
            ("q", ""),
            ("", "上门 单位 来访 电话 微信 座谈 活动"),
        ] {
            assert_eq!(labels(visit::MODES, typed), want, "{typed}");
        }
        assert_eq!(labels(person::GROUP_LIST, "xmt"), "新媒体从业人员");
        assert_eq!(labels(person::GROUP_LIST, "zy"), "自由职业人员");
    }
}
