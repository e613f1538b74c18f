//! What a form asks for, by its words: what the book never holds, and who somebody is.

use super::read::{Place, Reading, Sheet, Table};
use crate::book::{Kind, person, rules};
use crate::text::T;

/// Where a form asks for what the book never holds, and what that is: in a question's name, words and help, in the words
/// of a choice.
pub fn refused(sheets: &[Sheet]) -> Vec<(Place, T)> {
    let mut out = Vec::new();
    for (name, columns, asks) in [
        ("survey", &["name", "label", "hint"][..], rules::refused as fn(&str) -> Option<T>),
        ("choices", &["name", "label"][..], rules::refused_choice),
    ] {
        each(sheets, name, columns, |place, words| {
            let told = |(p, _): &(Place, T)| p.sheet == place.sheet && p.row == place.row;
            if let Some(what) = asks(&words.replace('_', " ")).filter(|_| !out.last().is_some_and(told)) {
                out.push((place, what));
            }
        });
    }
    out
}

/// The first row of the questions that asks who somebody is: a name, or how to reach them.
pub fn who(sheets: &[Sheet]) -> Option<usize> {
    asks(sheets, &[person::NAME, person::PHONES, person::WECHAT])
}

/// The first row that asks for somebody's name.
pub fn name(sheets: &[Sheet]) -> Option<usize> {
    asks(sheets, &[person::NAME])
}

fn asks(sheets: &[Sheet], fields: &[u16]) -> Option<usize> {
    let mut found = None;
    each(sheets, "survey", &["name", "label"], |place, words| {
        let words = bare(words);
        let means = |no: &u16| {
            Kind::Person.field(*no).is_some_and(|f| {
                f.label.zh == words
                    || f.key == words.to_lowercase()
                    || f.label.en.eq_ignore_ascii_case(words)
                    || f.aliases.contains(&words)
            })
        };
        if found.is_none() && fields.iter().any(means) {
            found = Some(place.row);
        }
    });
    found
}

/// What comes before and behind a heading where it is put as a question.
const BEFORE: &[&str] = &[
    "请填写",
    "请输入",
    "请留下",
    "请问",
    "请",
    "填写",
    "您的",
    "你的",
    "您",
    "你",
    "本人",
    "受访人",
    "受访者",
    "被访人",
    "被访者",
    "填表人",
    "填报人",
    "答题人",
    "的",
    "真实",
    "please enter",
    "please give",
    "what is",
    "what's",
    "your",
    "full",
    "respondent's",
    "respondent",
];
const BEHIND: &[&str] = &[
    "是什么",
    "是多少",
    "怎么写",
    "怎么称呼",
    "是",
    "呢",
    "（选填）",
    "（必填）",
    "(选填)",
    "(必填)",
    "(optional)",
];

/// A heading without what makes a question of it: 请问您的姓名是？ is 姓名.
fn bare(words: &str) -> &str {
    let mark = |c: char| c.is_whitespace() || "：:？?。.，,*＊、".contains(c);
    let mut out = words.trim_matches(mark);
    loop {
        let begun = BEFORE.iter().find_map(|w| {
            let head = out.get(..w.len())?;
            head.eq_ignore_ascii_case(w).then(|| out.get(w.len()..)).flatten()
        });
        let left = begun.or_else(|| BEHIND.iter().find_map(|w| out.strip_suffix(w)));
        match left.map(|l| l.trim_matches(mark)).filter(|l| !l.is_empty()) {
            Some(left) => out = left,
            None => return out,
        }
    }
}

/// Goes over the filled cells of some columns.
fn each(sheets: &[Sheet], name: &str, columns: &[&str], mut cell: impl FnMut(Place, &str)) {
    let Some(sheet) = sheets.iter().find(|s| s.name.trim().eq_ignore_ascii_case(name)) else { return };
    let Some(table) = Table::new(sheet, &mut Reading::default()) else { return };
    for (row, cells) in table.rows() {
        let named = table.columns.iter().zip(cells);
        for ((column, _), words) in
            named.filter(|((k, _), w)| columns.contains(&k.as_str()) && !w.trim().is_empty())
        {
            cell(table.place(row, column), words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept::sheets;
    use super::*;

    #[test]
    fn what_the_book_never_holds_is_named_by_row() {
        for (row, column, label) in [
            ("text\ta\t您的宗教信仰", "label", "宗教信仰"),
            ("text\tethnic_group\t您是哪里人", "name", "民族"),
            ("text\ta\t是否党员", "label", "党派与政治面貌"),
            ("text\ta\t您的政治态度", "label", "思想、立场与态度"),
        ] {
            let all = refused(&sheets(&format!("[survey]\ntype\tname\tlabel\nnote\tn\t您好\n{row}\n")));
            let found: Vec<_> = all.iter().map(|(p, t)| (p.row, p.column.as_str(), t.zh)).collect();
            assert_eq!(found, [(3, column, label)], "{row}");
        }
        let choices =
            "[survey]\ntype\tname\tlabel\n[choices]\nlist_name\tname\tlabel\nw\ta\t党员\nw\tb\t服务态度\n";
        let found: Vec<usize> = refused(&sheets(choices)).iter().map(|(p, _)| p.row).collect();
        assert_eq!(found, [2], "what is chosen says nothing of whoever chooses it");
        assert!(refused(&sheets("[survey]\ntype\tname\tlabel\ntext\ttrace\t对社区有什么建议\n")).is_empty());
    }

    #[test]
    fn who_somebody_is_is_known_by_the_words_of_the_field_table() {
        let form = |row: &str| sheets(&format!("[survey]\ntype\tname\tlabel\ntext\tq\t建议\n{row}\n"));
        for row in ["text\tname\t怎么称呼", "text\tq2\t姓名", "text\tq2\t联系电话", "text\tphones\t号码"]
        {
            assert_eq!(who(&form(row)), Some(3), "{row}");
        }
        // as people ask
        for row in
            ["text\tq2\t请问您的姓名是？", "text\tq2\t您的联系电话（选填）：", "text\tq2\tWhat is your name?"]
        {
            assert_eq!(who(&form(row)), Some(3), "{row}");
        }
        for row in ["text\tq2\t姓什么不用写", "text\tq2\t您打过12345热线电话吗", "text\tq2\t您的公司名称"]
        {
            assert_eq!(who(&form(row)), None, "{row}");
        }
        assert_eq!(name(&form("text\tq2\t联系电话")), None);
    }
}
