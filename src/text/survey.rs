//! Words of question forms and studies.

use crate::{say, words};

words! {
    /// An answer of an anonymous study that names somebody.
    ANONYMOUS = "这个调研是匿名的，答卷里不写受访人", "this study is anonymous: an answer names nobody";
    /// A form that loses answered questions.
    LOSES = "已经有答卷了，新问卷里少了原来的题；要改题目请另建一个调研", "there are answers already, and the new form lacks questions of the old one; begin another study for it";
    /// A study that becomes anonymous too late.
    HAS_NAMES = "有的答卷写了受访人，不能改成匿名", "some of its answers name somebody: it cannot become anonymous";
    /// A choice that is none of the list.
    OTHER = "其他", "other";
    /// A form without its sheet.
    NO_SHEET = "没有这张表；问卷要有一张叫 survey 的表", "there is no such sheet; a form has one called survey";
    /// A question without a name.
    NO_NAME = "没有写 name (题目代号)", "has no name";
    /// An end without a beginning.
    END = "这里结束了一个没有开始的 group 或 repeat", "ends a group or repeat that was not begun";
    /// A column that is not used.
    COLUMN = "这一列用不上，不读", "this column is not used";
    /// Too large or too deep.
    TOO_MUCH = "太长或套得太深", "too long, or nested too deeply";
    /// Nothing is asked.
    EMPTY = "一个题目也没有", "asks nothing";
    /// An expression that ends too early.
    UNFINISHED = "这个式子没写完", "this expression is not finished";
    /// Above what refuses a form.
    REFUSED = "这份问卷有错，没有收:", "This form has faults and was not taken:";
    /// Above what was left out.
    LEFT_OUT = "下面这些终端里做不了，没有读:", "Left out, because a terminal cannot do it:";
    /// A form without faults.
    SOUND = "问卷没有错。", "The form has no faults.";
}

say! {
    /// What else, in words.
    what_else(question: &str) = "{question}: 其他", "{question}: other";
    /// A study was begun.
    added(title: &str) = "收下了: {title}", "Taken in: {title}";
    /// It asks for what the book never holds.
    asks(what: &str) = "册里不记{what}，这一题不能问", "the book never holds {what}; this cannot be asked";
    /// Where: a sheet.
    on_sheet(sheet: &str) = "{sheet} 表", "sheet {sheet}";
    /// Where: a row.
    on_row(sheet: &str, row: usize) = "{sheet} 表第 {row} 行", "sheet {sheet}, row {row}";
    /// Where: a cell.
    on_cell(sheet: &str, row: usize, column: &str) = "{sheet} 表第 {row} 行 {column} 列", "sheet {sheet}, row {row}, column {column}";
    /// Where and what.
    remark(place: &str, what: &str) = "{place}: {what}", "{place}: {what}";
    /// A sheet without a column.
    no_column(column: &str) = "没有 {column} 这一列", "there is no column {column}";
    /// Two columns of the same name.
    twice_column(column: &str) = "有两列都叫 {column}，不知道用哪一列", "two columns are called {column}";
    /// A name that none may have.
    bad_name(name: &str) = "代号「{name}」不行: 只能用字母、数字、_ - . ，开头不能是数字", "\"{name}\" cannot be a name: letters, digits, _ - and . only, and no digit first";
    /// Two questions of the same name.
    twice_name(name: &str, row: usize) = "代号 {name} 和第 {row} 行的重了", "{name} is also the name of row {row}";
    /// A type that is not supported.
    no_type(ty: &str) = "终端里没有「{ty}」这种题", "questions of type {ty} cannot be asked in a terminal";
    /// No such list.
    no_list(list: &str) = "choices 表里没有 {list} 这一组选项", "the sheet choices has no list {list}";
    /// A choice without a usable name.
    bad_choice(name: &str) = "选项代号「{name}」不行: 不能空，也不能有空格", "\"{name}\" cannot be the name of a choice: not empty, no spaces";
    /// A group that is not ended.
    not_ended(name: &str) = "{name} 开始了，后面没有结束", "{name} is begun and not ended";
    /// A question that is not there.
    no_question(name: &str) = "没有代号叫 {name} 的题目", "there is no question called {name}";
    /// A pattern that cannot be read.
    pattern(pattern: &str) = "这个式样读不懂: {pattern}", "this pattern cannot be read: {pattern}";
    /// Not expected in an expression.
    unexpected(what: &str, at: usize) = "式子第 {at} 个字「{what}」这里读不懂", "\"{what}\" is not expected at character {at} of the expression";
    /// No such function.
    no_function(name: &str) = "没有 {name}() 这个算法", "the function {name}() is not supported";
    /// Too many or too few arguments.
    arguments(name: &str) = "{name}() 里面的个数不对", "{name}() has too many or too few arguments";
    /// A path of XML.
    path(what: &str) = "「{what}」是 XML 路径，这里请写 ${{题目代号}}", "\"{what}\" is a path of XML; write ${{name}} instead";
    /// What a form has.
    has(title: &str, questions: usize, languages: &str) = "《{title}》 {questions} 题 {languages}", "{title}: {questions} questions {languages}";
}
