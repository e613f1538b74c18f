//! Words of importing: files, sheets, columns, rows.

use crate::{say, words};

/// Between what is said of one person and of the next, where one cell holds both.
pub const BETWEEN: &str = "；";

words! {
    /// What is called `-` on the command line.
    PIPED = "标准输入", "standard input";
    /// What was pasted.
    PASTED = "粘贴的表格", "pasted cells";
    /// A row of people, organisations or areas without its name.
    NO_NAME = "没有名称，不知道是谁", "no name, so nobody knows who it is";
    /// A row of visits without anybody visited.
    NO_WHOM = "没写是谁", "does not say who it was";
    /// A row of matters that says nothing.
    NO_MATTER = "没写是什么事", "does not say what it is about";
    /// A cell beyond all measure.
    CELL_TOO_LONG = "这一格太长了，最多约 2 万字", "too long for one cell; at most 64 KB";
    /// A card of a phone that does not end.
    CARD_WITHOUT_END = "这张名片不完整，没有结尾", "this card is incomplete: it has no end";
    /// A card of a phone with a value beyond all measure.
    CARD_TOO_LONG = "这张名片里有一项太长了", "something in this card is too long";
    /// A column without a heading.
    NO_HEADING = "(没有表头)", "(no heading)";
    /// What a column of streets is used for.
    OFFICE = "用来分清同名社区", "tells communities of the same name apart";
    /// The heading of the phones of those whom a record is about.
    PHONE_HEADING = "联系电话", "Phone";
    /// The heading of the area above a community.
    LEDGER_SETTLED = "已办结", "settled";
    /// The heading of the office above.
    OFFICE_HEADING = "所属街道", "Street";
    /// A column left out.
    UNKNOWN = "不导入，没有对应的项目", "left out: no field for it";
    /// Between items of a list.
    COMMA = "、", ", ";
    /// Above the rows left out.
    LEFT_OUT_HEAD = "没有导入的行:", "Rows left out:";
    /// Heading of why a row was left out.
    WHY_LEFT_OUT = "没导入的原因", "Why it was left out";
    /// Heading of where it stood.
    WHERE_IT_STOOD = "在原表", "Where it stood";
    /// Begins a written mapping.
    MAP_HEAD = "# 表头各是什么：左边是表头，右边是字段；\"-\" 是不要这一列。改好后放到 ~/linli-in/mapping.toml，或用 --map\n",
        "# What headings mean: the heading, then the field; \"-\" leaves the column out. Lay it into ~/linli-in/mapping.toml, or use --map\n";
    /// A heading that nobody knows.
    MAP_UNKNOWN = "没看懂：去掉 #，填字段，或 \"-\"", "not understood: take the # away and name a field, or \"-\"";
    /// A heading that is refused.
    MAP_REFUSED = "这本册子不收，不能填", "never held by this book";
    /// A heading that needs no mapping.
    MAP_BY_ITSELF = "自己认得，不用写", "understood by itself";
    /// Below the rows left out.
    MEND_AND_AGAIN = "改好这些行，整个文件再导一次就行，已导入的不会重复。",
        "Mend those rows and import the whole file again; what is in the book is not entered twice.";
    /// Below what a dry run says.
    NOTHING_WRITTEN = "这是试运行，什么都没有写入。", "This was a dry run; nothing was written.";
    /// Where no sheet can be imported.
    NOTHING_TO_IMPORT =
        "没有能导入的表，什么都没有写入。表头要有「姓名」(人员) 或「走访时间」「走访对象」(走访)；认不出时用 --kind 指明。",
        "No sheet can be imported; nothing was written. A sheet needs a heading of names (people), or of date and person (visits); --kind says which it is.";
    /// Cells were pasted of which nothing can be imported.
    PASTED_WITHOUT_HEADINGS =
        "粘贴的表格认不出是什么，什么都没有写入。复制时把表头那一行也选上(要有「姓名」，或「走访时间」「走访对象」)，再粘贴一次。",
        "These cells are of no ledger that can be read; nothing was written. Copy the row of headings too (a name, or date and person of visits), and paste again.";
    /// More was pasted than is taken in.
    PASTED_TOO_MUCH = "粘贴的内容太多，没有全收到，所以没有导入。存成 .xlsx 传上来再导。", "Too much was pasted to be taken in whole, so nothing is imported. Save it as .xlsx and bring that in.";
    /// The hub answered something else.
    NONSENSE = "服务程序答非所问，可能版本不一样；重新登录再试", "the hub's answer makes no sense, it may be of another version; log in again";
    /// No right to import.
    NOT_ALLOWED = "您的账号没有导入的权限，请找管理员", "your account may not import; ask the administrator";
    /// The hub finds the request out of bounds.
    BAD_REQUEST = "服务程序不收这个文件里的内容，可能版本不一样", "the hub does not take what is in this file; it may be of another version";
}

say! {
    /// Where a row stood.
    stood(row: u32) = "第 {row} 行", "row {row}";
    /// The name of the file of rows left out.
    rejects_name(of: &str) = "{of} 没导入的", "{of}, left out";
    /// Below the rows left out, where they are in a file.
    rejects_filed(n: usize, file: &str) = "没导入的 {n} 行单独放在 {file}，每行写着原因；改好再导它就行。", "The {n} rows left out are in {file}, each with why; mend them there and import that file.";
    /// A mapping with a fault.
    map_wrong(file: &str, line: usize, why: &str) = "{file} 第 {line} 行: {why}。什么都没导入。", "{file}, line {line}: {why}. Nothing was imported.";
    /// No such kind.
    map_kind(word: &str, all: &str) = "没有 [{word}] 这一类；有: {all}", "there is no kind [{word}]; there are: {all}";
    /// No such field.
    map_field(key: &str, all: &str) = "没有“{key}”这个字段；有: {all}", "there is no field \"{key}\"; there are: {all}";
    /// A heading that the book refuses.
    map_refused(heading: &str) = "“{heading}”这本册子不收，对到哪个字段都不行", "\"{heading}\" is never held by this book, whatever field it is given";
    /// The fields of a kind.
    map_fields(all: &str) = "字段: {all}", "fields: {all}";
    /// A mapping was written.
    map_filed(file: &str) = "表头怎么对的写在 {file}", "How headings were understood is written in {file}";
    /// There is no such file.
    not_there(file: &str) = "没有 {file} 这个文件。看看路径，Tab 可以补全。", "There is no file {file}. Check the path; Tab completes it.";
    /// The file belongs to somebody else.
    not_yours(file: &str) = "您没有读 {file} 的权限。请它的主人改一下权限，或拷到自己的目录。", "You have no right to read {file}. Ask its owner, or copy it to your own folder.";
    /// A folder was named.
    a_folder(file: &str) = "{file} 是个文件夹。再选里面的台账文件。", "{file} is a folder. Choose the ledger in it.";
    /// The system does not let the file be read for another reason.
    unreadable(file: &str, why: &str) = "{file} 打不开: {why}。看看路径和权限。", "{file} cannot be opened: {why}. Check the path and its rights.";
    /// Nothing in it.
    empty_file(file: &str) = "{file} 是空的。", "{file} is empty.";
    /// Too large.
    too_large(file: &str) = "{file} 太大(解开后超过 200 MB)，没有读。分成几个文件再导。", "{file} is too large (more than 200 MB unpacked) and was not read. Import it in parts.";
    /// Too many cells.
    too_many_cells(file: &str) = "{file} 超过 200 万格，没有读。删掉空白的行列，或者分成几个文件再导。", "{file} has more than 2 million cells and was not read. Delete empty rows and columns, or import it in parts.";
    /// Before 2007 or with a password.
    old_or_locked(file: &str) = "{file} 是旧版 .xls，或者加了密码。在 WPS 或 Excel 里另存为不加密的 .xlsx 再导。", "{file} is an old .xls or has a password. Save it as .xlsx without one and import that.";
    /// No text that can be read.
    not_text(file: &str) = "{file} 不是台账，或者编码认不出(能读 UTF-8、GBK、UTF-16)。在 WPS 或 Excel 里另存为 .xlsx 再导。", "{file} is no ledger, or in an encoding not known here (UTF-8, GBK and UTF-16 are). Save it as .xlsx and import that.";
    /// Damaged.
    broken(file: &str) = "{file} 已损坏，读不下去，什么都没有导入。在 WPS 或 Excel 里打开另存一份再试。", "{file} is damaged and cannot be read; nothing was imported. Open it in a spreadsheet program, save a copy and try that.";
    /// Damaged in one sheet.
    broken_sheet(file: &str, sheet: &str) = "{file} 的「{sheet}」已损坏，读不下去，什么都没有导入。在 WPS 或 Excel 里打开另存一份再试。", "Sheet {sheet} of {file} is damaged and cannot be read; nothing was imported. Open it in a spreadsheet program, save a copy and try that.";
    /// There is no sheet of this name.
    no_such_sheet(file: &str, sheet: &str, all: &str) = "{file} 里没有叫「{sheet}」的表，有: {all}", "{file} has no sheet {sheet}; it has: {all}";
    /// Not a kind that is imported.
    kind_not_imported(kind: &str) = "还不能导入{kind}；--kind 可以是 people visits organisations areas", "{kind} records cannot be imported yet; --kind is one of people, visits, organisations, areas";

    /// First line of a plan.
    plan_of(file: &str) = "台账 {file}", "Ledger {file}";
    /// A sheet that is imported.
    sheet_is(name: &str, kind: &str, header: u32, rows: usize) = "「{name}」按{kind}导入: {rows} 行，表头在第 {header} 行", "{name}: {rows} rows of {kind}, headings in row {header}";
    /// Behind the file's name, what a text is written in.
    written_in(encoding: &str) = " (文本，{encoding} 编码)", " (text in {encoding})";
    /// Behind the file's name, of a phone's address book.
    address_book(encoding: &str) = " (手机通讯录，{encoding} 编码)", " (a phone's address book in {encoding})";
    /// The cards of an address book.
    cards_are(kind: &str, rows: usize) = "按{kind}导入: {rows} 张名片，有:", "{rows} cards as {kind}, with:";
    /// Lines of JSON.
    objects_are(name: &str, kind: &str, rows: usize) = "「{name}」按{kind}导入: {rows} 行", "{name}: {rows} rows of {kind}";
    /// A key and what it means.
    key_is(key: &str, meaning: &str) = "{key} -> {meaning}", "{key} -> {meaning}";
    /// Behind it, which office.
    filled_in_by(office: &str) = "，填报单位 {office}", ", filled in by {office}";
    /// A blank sheet.
    sheet_blank(name: &str) = "「{name}」是空表", "{name}: blank";
    /// A sheet of a sort that is not read yet.
    sheet_not_understood(name: &str, rows: u32) = "「{name}」不导入: 这种台账还不会读(连表头 {rows} 行)", "{name}: left out, a sort of ledger not yet understood ({rows} rows with its headings)";
    /// A sheet that was not asked for.
    sheet_not_asked(name: &str) = "「{name}」不导入: 没有选这张表", "{name}: left out, another sheet was asked for";
    /// A column and what it means.
    column_is(letter: &str, heading: &str, meaning: &str) = "{letter} {heading} -> {meaning}", "{letter} {heading} -> {meaning}";
    /// Two fields from one column.
    both(one: &str, other: &str) = "{one}、{other}", "{one} and {other}";
    /// A phone that only tells who is meant.
    tells_apart(field: &str) = "{field}(用电话认人)", "{field} (the phone tells who is meant)";
    /// A column that the book never holds.
    refused(subject: &str) = "不导入，册里不记{subject}", "left out: the book never holds {subject}";
    /// Rows that are none.
    skipped(n: u32) = "略过 {n} 行(空行、重复的表头、表尾)", "{n} rows skipped (blank, repeated headings, foot)";
    /// Where and why.
    row_at_fault(row: u32, place: &str, why: &str) = "第 {row} 行{place}: {why}", "row {row}{place}: {why}";
    /// Which card and why.
    card_at_fault(card: u32, why: &str) = "第 {card} 张名片: {why}", "card {card}: {why}";
    /// Within it, letter and heading.
    place_both(letter: &str, heading: &str) = " {letter} 列「{heading}」", ", column {letter} ({heading})";
    /// Within it, a letter only.
    place_column(letter: &str) = " {letter} 列", ", column {letter}";
    /// Within it, a field that no column holds.
    place_field(heading: &str) = "「{heading}」", ", {heading}";
    /// More than are named.
    and_more(n: usize) = "还有 {n} 行", "and {n} more rows";
    /// A row left out with its file and sheet.
    in_file(file: &str, sheet: &str, row: &str) = "  {file}「{sheet}」{row}", "  {file}, {sheet}, {row}";

    /// What became of a sheet.
    became(name: &str, kind: &str, added: usize, filled: usize, same: usize) = "「{name}」{kind}: 新增 {added}，补全 {filled}，已有 {same}", "{name}, {kind}: {added} added, {filled} completed, {same} already there";
    /// What would become of a sheet.
    would_become(name: &str, kind: &str, added: usize, filled: usize, same: usize) = "「{name}」{kind}: 将新增 {added}，补全 {filled}，已有 {same}", "{name}, {kind}: {added} to add, {filled} to complete, {same} already there";
    /// Behind it, how many rows were left out.
    left_out(n: usize) = "，{n} 行没有导入", ", {n} rows left out";
    /// How many of a kind.
    count_of(kind: &str, n: usize) = "{kind} {n}", "{kind} {n}";
    /// What was made besides.
    made(all: &str) = "顺带新建: {all}", "Made besides: {all}";
    /// What would be made besides.
    would_make(all: &str) = "将顺带新建: {all}", "To be made besides: {all}";
    /// An import that ended early.
    stopped(why: &str, done: usize, total: usize) = "导入中断: {why}。共 {total} 行，已处理 {done} 行，都已存好；同一个文件再导一次就接着来，不会重复。", "The import stopped: {why}. {done} of {total} rows are done and saved; import the same file again to go on, nothing is entered twice.";
    /// The same of a dry run.
    stopped_dry(why: &str) = "试运行中断: {why}。什么都没有写入。", "The dry run stopped: {why}. Nothing was written.";
    /// The book is read-only.
    read_only(why: &str) = "册子现在只读: {why}", "the book is read-only: {why}";
    /// The store failed.
    store_failed(why: &str) = "存盘出错: {why}", "the store failed: {why}";
    /// Where a file of the drop folder went.
    set_aside(to: &str) = "文件已移到 {to}", "The file was moved to {to}";
    /// It could not go there.
    not_set_aside(file: &str, why: &str) = "{file} 已经导入，但没能移开: {why}", "{file} is imported, but could not be moved away: {why}";
    /// The line of progress.
    progress(done: usize, total: usize) = "{done}/{total} 行", "{done}/{total} rows";
}

/// Headings of columns that this program puts in.
pub const LEFT_OUT_HEADINGS: [crate::text::T; 2] = [WHY_LEFT_OUT, WHERE_IT_STOOD];
