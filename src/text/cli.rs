//! What the command line says of itself: help, manual page, completions. The English stands beside the definition of a
//! command too, where clap reads it; a test holds the two together.

use super::{T, t};
use crate::{say, words};

/// The Chinese of a command's or an argument's English.
pub fn chinese(english: &str) -> Option<&'static str> {
    HELP.iter().find(|h| h.en == english).map(|h| h.zh)
}

/// Everything that help says.
pub const HELP: &[T] = &[
    t(
        "linli 邻里: 联系人、走访和社区关系，全用键盘",
        "linli 邻里: contacts, visits and the community network, by keyboard",
    ),
    t("自己的册子所在的文件夹", "The folder of a book of one's own"),
    t("单位服务的套接字", "The socket of an office's hub"),
    t("语言: zh 或 en", "Language: zh or en"),
    t("按键: default、vim，或一个文件", "Keys: default, vim, or a file"),
    t("配色: default(默认)、contrast(高对比) 或 mono(黑白)", "Colours: default, contrast or mono"),
    t(
        "给读屏软件用: 不画线，不分栏，光标停在当前一项",
        "For a screen reader: no lines, no columns, the cursor on the item in hand",
    ),
    t("在演示册里到处看看", "Look around in a demonstration book"),
    t("为一本册子提供服务", "Serve a book"),
    t("在哪里应答；不写就在册子的文件夹里", "Where to listen; in the book's folder unless named"),
    t("最后一个人走后过多少秒结束", "End so many seconds after the last session"),
    t("为一个单位服务，各人用各人的账号", "Serve the staff of an office, each by their own account"),
    t(
        "谁看过谁，记录留几个月: 至少 6，不写是 12",
        "Keep for so many months who looked at whom: 6 and more, 12 unless said",
    ),
    t("由会话在后台启动", "Started by a session in the background"),
    t("做一本演示册", "Make a demonstration book"),
    t(
        "记录保存多久，有多少到期了；管理员用",
        "How long records are kept, and how many are past their time; for administrators",
    ),
    t(
        "一条期限里到期的记录，保留的也列出来；什么也不改",
        "What is past its time by a class, and what of it is held back; changes nothing",
    ),
    t("它的名称或编号", "Its name or id"),
    t("把到期的删除，或去掉姓名", "Erase what is past its time by a class, or make it nameless"),
    t(
        "到期几条，照预览写；现在不是这个数就什么也不做",
        "How many are due, as the preview said: if it is another number now, nothing is done",
    ),
    t("多少人", "How many people"),
    t("种子相同，册子就相同", "The same seed makes the same book"),
    t(
        "导入台账(.xlsx、.csv、.jsonl)或手机通讯录(.vcf)",
        "Import a ledger (.xlsx, .csv, .jsonl) or a phone's contacts (.vcf)",
    ),
    t("文件，- 是标准输入", "The file, or - for standard input"),
    t("只要这张表", "Only this sheet"),
    t("每一行记的是什么", "What its rows are"),
    t("只说会怎么做，不写入", "Only say what would happen"),
    t(
        "把名单写成文件: .xlsx、.csv、.jsonl，人员还可以 .vcf，会议和待办还可以 .ics；并记下给谁、做什么用",
        "Write a list into a file: .xlsx, .csv, .jsonl, people also as .vcf, meetings and tasks as .ics; notes who gets it and what for",
    ),
    t(
        "文件；按后缀定格式: .xlsx、.csv、.jsonl、.vcf、.ics",
        "The file; its ending says what it is: .xlsx, .csv, .jsonl, .vcf, .ics",
    ),
    t("只要这一项符合的，写法同 list", "Only those whose field holds this, as for list"),
    t(
        "没人认得的表头各是什么：自己的对照表",
        "What headings mean that are not known: a mapping of one's own",
    ),
    t(
        "把表头怎么对的写进文件，改一改以后再用",
        "Write how headings were understood into a file, to change it and use it again",
    ),
    t("没导入的行写进一个表，每行写着原因", "Write the rows left out into a workbook, each with why"),
    t("只要这几项，写字段的键", "Only these fields, by their keys"),
    t(
        "本单位或上级的 .xlsx 表：照它填，别的都不动",
        "A workbook of an office's own or a superior's: its rows are filled, all else stays as it is",
    ),
    t("给谁；没写会问", "Who gets it; asked for where it is missing"),
    t("做什么用；没写会问", "What for; asked for where it is missing"),
    t("已有的文件换掉", "Replace a file that is there"),
    t(
        "一个时段的报表: 主要数字、分项、缺什么；-o 存成文件",
        "The report of a period: figures, splits, what is missing; -o makes a file of it",
    ),
    t(
        "时段: 2026、2026H1(上半年)、2026Q3、2026-11；没写是这半年",
        "The period: 2026, 2026H1, 2026Q3, 2026-11; this half-year where it is missing",
    ),
    t(
        "通报稿: 一个时段的数字和答复了的事项，写成一篇，拿去接着改",
        "A briefing to go on with: a period's figures and what was answered, in running text",
    ),
    t("接着改的文件: .docx、.txt", "A file to go on with: .docx, .txt"),
    t(
        "一次会议的纪要(议定事项各办到哪一步)，或它的签到表，写成 Word 文件",
        "The minutes of a meeting with what became of each decision, or its sign-in sheet, as a Word document",
    ),
    t("哪次会议: 名称，或编号", "The meeting: its title, or its id"),
    t("名称一样的有几次时，写哪天开的", "Held on this day, where several have the title"),
    t(
        "会前打印、到会的人签名的签到表",
        "The sheet on which those who come sign, to print before the meeting",
    ),
    t("文件(.docx)；没写按会议的名称", "The file (.docx); called after the meeting where it is missing"),
    t("给谁；没写是本单位存档", "Who gets it; the office's own file where it is missing"),
    t("做什么用；没写是会议纪要或签到表", "What for; minutes or sign-in sheet where it is missing"),
    t("只算这个辖区和它下面的", "Of an area and those below"),
    t("文件: 带图表的 .xlsx、.docx、.csv", "A file: .xlsx with charts, .docx, .csv"),
    t(
        "查找: 姓名、首字母、拼音、电话、单位、社区",
        "Find by name, initials, pinyin, phone, employer, community",
    ),
    t("找什么；以 = 开头只数个数", "What to look for; begins with = to count"),
    t("只要这一类", "Only this kind"),
    t("最多多少条", "At most so many"),
    t("写成 JSON 数组", "As a JSON array"),
    t("写成 JSON 对象", "As a JSON object"),
    t(
        "列出一类: areas people organisations ties visits staff tags requests",
        "List a kind: areas, people, organisations, ties, visits, staff, tags, requests",
    ),
    t("哪一类", "The kind"),
    t(
        "只要这一项符合的；= 后面空着是没填的，* 是填了的，A..B 是一段日子",
        "Only those whose field holds this; nothing behind = means not filled in, * filled in, A..B a span of days",
    ),
    t("看一条记录", "Show one record"),
    t("编号", "Its id"),
    t(
        "快记一行: '访 zxm 电话 路面补好了' 或 '人 张晓明 13812345678 恒达传媒 主播'",
        "Write one line: '访 zxm 电话 路面补好了' or '人 张晓明 13812345678 恒达传媒 主播'",
    ),
    t("这一行", "The line"),
    t("一条记录谁在什么时候改过，改前改后", "Who changed a record when, before and after"),
    t("最多多少次改动", "At most so many changes"),
    t("谁在册里记了两遍: 最像的在前", "Who is in the book twice: the likeliest first"),
    t("只要人员或单位", "Only people or organisations"),
    t("两条并成一条: 先说会成什么样", "Make one record of two: says first what it would be"),
    t("留下的那条: 编号，或只找得到它的词", "The record that stays: its id, or what finds exactly it"),
    t("并掉的那条，编号以后指向留下的", "The record that goes, whose id leads to the other from then on"),
    t("是什么: 人员或单位", "What they are: people or organisations"),
    t(
        "某一项听谁的: keep(留下的)、other(并掉的) 或 both(都要)；可以写几次",
        "Whose value of a field stands: keep, other or both; may be given several times",
    ),
    t("不再问，直接做", "Do it without asking"),
    t("撤回一次合并: 之后改过的留着", "Take a merge back: what was changed since stays"),
    t("并掉的那条的编号", "The id of the record that went"),
    t("是什么: 人员或单位", "What it is: people or organisations"),
    t(
        "在册本人的权利: 查阅、复制、暂停使用、删除、拒绝、登记簿",
        "The rights of somebody on file: show, copy, freeze, erase, refuse, requests",
    ),
    t("某人在册的全部内容", "All that is on file about somebody"),
    t("编号，或只找得到这个人的词", "Their id, or what finds exactly them"),
    t(
        "怎么提出的: face(当面)、phone(电话)、letter(书面)、online(网上)",
        "How it was asked: face, phone, letter, online",
    ),
    t(
        "给本人的一份，不含别人的内容: JSON；文件名以 .txt 结尾就写成文字",
        "Their own copy, without other people's data: JSON, or words in a file that ends in .txt",
    ),
    t("文件，- 是标准输出", "The file, or - for standard output"),
    t("已有的文件盖掉", "Overwrite the file"),
    t("留着不再用；--lift 恢复使用", "Keep what is on file but use it no more; --lift takes it up again"),
    t("为什么，不写姓名和号码", "Why, without name or number"),
    t("恢复使用", "Take it up again"),
    t(
        "把某人从册子和全部历史里删除；先说会删掉什么",
        "Erase somebody from the book and all of its history; says first what would go",
    ),
    t("为什么，不写姓名和号码: 这一句会留下", "Why, without name or number: it is kept"),
    t("做", "Do it"),
    t(
        "别人的记录里提到的姓名和号码也盖住，历史里的也盖",
        "Cover name and numbers in the words about others too, in all of their history",
    ),
    t("登记一次拒绝和理由", "Register that something was refused, and why"),
    t(
        "提出要什么: show(查阅) copy(复制) correct(更正) freeze(暂停) lift(恢复) erase(删除)",
        "What was asked: show, copy, correct, freeze, lift, erase",
    ),
    t("为什么不行，不写姓名和号码", "Why not, without name or number"),
    t("登记簿: 全部，或某人提出过的", "The register: all of it, or what somebody asked for"),
    t("谁看过谁，管理员用", "Who looked at whom, for administrators"),
    t("被看的人: 姓名、号码或编号", "Who was looked at: a name, a number or an id"),
    t("看的人: 登录名、姓名或编号", "Who looked: a login name, a name or an id"),
    t(
        "做了什么: found(查到) opened(打开) revealed(揭开) exported(导出) shown(给本人看)",
        "What was done: found, opened, revealed, exported, shown",
    ),
    t("从这天起", "From this day on"),
    t("到这天止", "Up to this day"),
    t("最多多少行，新的在前", "At most so many lines, the newest first"),
    t(
        "谁用哪个账号进册子，什么角色，管哪些辖区",
        "Who opens the book by which account, in which role, for which areas",
    ),
    t("登记一个人: 用这台机器的登录名", "Register somebody: by the login name of this machine"),
    t(
        "登录名；带 --no-account 时写没有账号的人的姓名",
        "The login name; with --no-account the name of somebody without one",
    ),
    t(
        "能做什么: administrator(管理员) lead(负责人) worker(工作人员) reader(只看)",
        "What they may do: administrator, lead, worker, reader",
    ),
    t(
        "管的辖区，写代码或名称；可以写几次",
        "An area they look after, by code or name; may be given several times",
    ),
    t("姓名，机器上没写的时候用", "Their name, where the machine's list does not say it"),
    t(
        "没有账号的人: 走访由别人代录",
        "Somebody without an account: their visits are written by others for them",
    ),
    t("全部工作人员", "All of them"),
    t("改角色、辖区或姓名", "Change role, areas or name"),
    t("登录名，或姓名", "The login name, or the name"),
    t("以后管的辖区，写代码或名称", "The areas from now on, by code or name"),
    t("姓名", "Their name"),
    t(
        "有人走了: 账号不再能进册子，写过的都留着",
        "Somebody left: the account no longer opens the book; what they wrote stays",
    ),
    t(
        "服务现在怎样: 会话、快慢、大小、上次备份。管理员看得到所有会话，别人只看自己的",
        "How the hub is: sessions, speed, sizes, the last backup. Administrators see all sessions, others their own",
    ),
    t("调研和问卷", "Studies and their question forms"),
    t(
        "一份问卷(XLSForm)能不能用，哪里不能用，按表和行说",
        "Says whether a question form (XLSForm) can be used, and what of it cannot, by sheet and row",
    ),
    t("问卷(.xlsx、.xls)", "The form (.xlsx, .xls)"),
    t("收一份问卷，新建一个调研", "Begins a study with a question form"),
    t("调研叫什么；不写就用问卷的名字", "What it is called; as the form where it is missing"),
    t("匿名: 答卷里不写是谁", "Nobody is named in its answers"),
    t("摸底: 答卷填入人员册", "Its answers fill the book"),
    t(
        "一个调研的汇总，一题一题地说；或者存成表格，太小的数不写",
        "What came of a study, question by question; or as a workbook, small figures hidden",
    ),
    t("调研的名字", "The study's title"),
    t("文件(.xlsx)", "A file (.xlsx)"),
    t(
        "把一个调研的答卷全部存成文件: 一份一行，一题一列",
        "Writes all answers of a study into a file: a row an answer, a column a question",
    ),
    t("文件: .xlsx、.csv", "The file: .xlsx, .csv"),
    t(
        "把摸底调查的答卷填入人员册，和导入台账一样",
        "Fills the book with the answers of a census, as importing a ledger does",
    ),
    t("核对全部历史", "Check the whole history"),
    t(
        "历史里必须有这个链头，或一个文件、一份备份里的全部链头",
        "It must contain this head, or all heads of a file or a backup",
    ),
    t(
        "备份册子，用着也可以: 备到文件夹里只添新的，- 是管道",
        "Back a book up, also while it is in use: into a folder that takes what is new, or - for a pipe",
    ),
    t("文件夹，- 是标准输出", "The folder, or - for standard output"),
    t("同 - 一起用: 只要这个链头以后的", "With -: only what is new since this head"),
    t(
        "用备份做一本册子，放在 --book 指的空文件夹里",
        "Make a book from a backup, in an empty place named with --book",
    ),
    t(
        "备份的文件夹，或按次序的几个备份流，- 是标准输入",
        "A backup's folder, or streams in their order, or - for standard input",
    ),
    t(
        "这个文件、册子或更新的备份说已删除的，也删掉",
        "Also erase what this file, book or newer backup says was erased",
    ),
    t("用备份修坏了的册子；更新的内容留着", "Mend a damaged book from a backup; what is newer stays"),
    t("备份的文件夹", "The backup's folder"),
    t("列出已彻底删除的，给 restore --erasures 用", "List what was erased for good, for restore --erasures"),
    t("按历史把现状重做一遍", "Make the book as it stands anew from its journal"),
    t("按键", "The keys"),
    t("检查一个按键文件", "Check a keymap file"),
    t("写成 Markdown 表", "As a table in Markdown"),
    t("手册页，roff 格式: linli man | man -l -", "The manual page, in roff: linli man | man -l -"),
    t("给 shell 补全命令用", "What a shell needs to complete these commands"),
    t("bash、zsh 或 fish", "bash, zsh or fish"),
];

words! {
    /// Where help says how a command is called.
    USAGE = "用法", "Usage";
    /// Above commands.
    COMMANDS = "命令", "Commands";
    /// Above arguments.
    ARGUMENTS = "参数", "Arguments";
    /// Above options.
    OPTIONS = "选项", "Options";
    /// Stands for all options where help says how a command is called.
    OPTIONS_OF = "[选项]", "[OPTIONS]";
    /// What was typed is no text.
    NO_TEXT = "参数里有认不出的字符；请用 UTF-8 输入", "an argument holds characters that cannot be read; please type UTF-8";
    /// What --help does.
    HELP_FLAG = "显示用法", "Print help";
    /// What --version does.
    VERSION_FLAG = "显示版本", "Print version";
    /// What the command help does.
    HELP_COMMAND = "显示用法，或某个命令的用法", "Print this message or the help of the given subcommand(s)";
    /// Sections of the manual page.
    NAME_SECTION = "名称", "NAME";
    /// Sections of the manual page.
    SYNOPSIS_SECTION = "概要", "SYNOPSIS";
    /// Sections of the manual page.
    OPTIONS_SECTION = "选项", "OPTIONS";
    /// Sections of the manual page.
    COMMANDS_SECTION = "命令", "COMMANDS";
    /// Sections of the manual page.
    ENVIRONMENT_SECTION = "环境变量", "ENVIRONMENT";
    /// What a variable does.
    ENVIRONMENT_BOOK = "自己的册子所在的文件夹，同 --book。", "The folder of a book of one's own, as --book.";
    /// What a variable does.
    ENVIRONMENT_COLOUR = "设了就不用颜色，不管设成什么。", "No colours, where it is set to anything.";
    /// Sections of the manual page.
    FILES_SECTION = "文件", "FILES";
    /// What a file is for.
    FILES_HUB = "单位服务的套接字写在这里。有这个文件，linli 只进那一本册子。", "The socket of the office's hub. Where it exists, linli only ever joins that one.";
    /// Sections of the manual page.
    EXIT_SECTION = "退出状态", "EXIT STATUS";
    /// What the program answers to a shell.
    EXIT_STATUS = "0 做完了；1 没做成，原因在标准错误里；2 用法不对。", "0 done, 1 refused or failed with the reason on standard error, 2 usage.";
    /// Below what is wrong with a call.
    SEE_HELP = "用法见 linli --help", "for more information, try '--help'";
}

say! {
    /// The default of an argument.
    usual(value: &str) = "，不写是 {value}", " [default: {value}]";
    /// No such command.
    no_command(name: &str) = "没有 {name} 这个命令", "unrecognized subcommand {name}";
    /// No such argument.
    no_argument(name: &str) = "没有 {name} 这个参数", "unexpected argument {name}";
    /// Something is missing.
    missing(name: &str) = "还要写 {name}", "missing {name}";
    /// A value that is none.
    bad_value(of: &str, value: &str) = "{of} 不能是 {value}", "{value} is no value of {of}";
    /// What it may be.
    may_be(all: &str) = "，可以是 {all}", "; it may be {all}";
    /// Two that exclude each other.
    not_both(a: &str, b: &str) = "{a} 和 {b} 不能一起用", "{a} cannot be used with {b}";
}
