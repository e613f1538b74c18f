//! What the palette and the menus can ask for: every action, and what has no key of its own.

use super::action::Action;
use super::theme::Colours;
use crate::book::Kind;
use crate::book::pinyin;
use crate::text::{Lang, T, t};

/// Something a menu or the palette can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// What a key does.
    Act(Action),
    /// The list of a kind.
    List(Kind),
    /// The form of a new one.
    New(Kind),
    /// The organisation network.
    Posts,
    /// Hand people over.
    HandOver,
    /// A step of a record that goes through states.
    Step(Kind, u16),
    /// Bring a ledger in.
    Import,
    /// Take a question form in, for a new study.
    TakeForm,
    /// Who is in the book twice.
    Duplicates,
    /// The other language.
    Language,
    /// The other lines between things.
    Borders,
    /// The question whether the font has braille.
    AskBraille,
    /// Lines of pictures in braille, or no longer.
    Braille(bool),
    /// Other colours.
    Theme(Colours),
    /// For a screen reader, or no longer.
    Plain,
    /// A demonstration book.
    Demo,
}

/// A command that is no action: its name, its words, how these sound.
struct Named {
    command: Command,
    name: &'static str,
    label: T,
    sound: &'static str,
}

const fn named(command: Command, name: &'static str, label: T, sound: &'static str) -> Named {
    Named { command, name, label, sound }
}

const NAMED: &[Named] = &[
    named(Command::Import, "import", t("导入台账", "import a ledger"), "dao ru tai zhang"),
    named(
        Command::Duplicates,
        "duplicates",
        t("整理: 查重合并", "ledger tools: duplicates"),
        "zheng li cha chong he bing",
    ),
    named(Command::New(Kind::Person), "new-person", t("新建人员", "new person"), "xin jian ren yuan"),
    named(
        Command::New(Kind::Organisation),
        "new-organisation",
        t("新建单位", "new organisation"),
        "xin jian dan wei",
    ),
    named(Command::New(Kind::Visit), "new-visit", t("记走访", "new visit"), "ji zou fang"),
    named(Command::New(Kind::Matter), "new-matter", t("记事项", "new matter"), "ji shi xiang"),
    named(Command::New(Kind::Service), "new-service", t("记服务", "new service"), "ji fu wu"),
    named(
        Command::New(Kind::Offer),
        "new-offer",
        t("登记服务力量", "new offer of help"),
        "deng ji fu wu li liang",
    ),
    named(
        Command::New(Kind::Recommendation),
        "new-recommendation",
        t("登记推荐", "new recommendation"),
        "deng ji tui jian",
    ),
    named(
        Command::List(Kind::Offer),
        "offers",
        t("服务力量: 谁能帮忙", "who can help"),
        "fu wu li liang shui neng bang mang",
    ),
    named(Command::New(Kind::Target), "new-target", t("下达目标", "new target"), "xia da mu biao"),
    named(
        Command::List(Kind::Sealed),
        "sealed-reports",
        t("封存的报表", "sealed reports"),
        "feng cun de bao biao",
    ),
    named(
        Command::New(Kind::Breach),
        "new-breach",
        t("登记信息安全事件", "register a breach"),
        "deng ji xin xi an quan shi jian",
    ),
    named(
        Command::List(Kind::Breach),
        "breaches",
        t("信息安全事件", "breaches of data"),
        "xin xi an quan shi jian",
    ),
    named(
        Command::New(Kind::OwnField),
        "new-own-field",
        t("加一个自设字段", "add an own field"),
        "jia yi ge zi she zi duan",
    ),
    named(Command::List(Kind::OwnField), "own-fields", t("自设字段", "own fields"), "zi she zi duan"),
    named(
        Command::New(Kind::Wording),
        "new-wording",
        t("改一个叫法", "rename a step or sort"),
        "gai yi ge jiao fa",
    ),
    named(
        Command::List(Kind::Wording),
        "wordings",
        t("本单位用语", "the office's own words"),
        "ben dan wei yong yu",
    ),
    named(
        Command::List(Kind::Retention),
        "retention",
        t("保存期限: 到期的记录", "how long records are kept"),
        "bao cun qi xian dao qi de ji lu",
    ),
    named(Command::List(Kind::Target), "targets", t("目标", "targets"), "mu biao"),
    named(Command::List(Kind::Recommendation), "recommendations", t("推荐", "recommendations"), "tui jian"),
    named(Command::List(Kind::Study), "studies", t("调研", "studies"), "diao yan"),
    named(Command::New(Kind::Study), "new-study", t("新建调研", "new study"), "xin jian diao yan"),
    named(Command::List(Kind::Answer), "answers", t("答卷", "answers to studies"), "da juan"),
    named(
        Command::TakeForm,
        "question-form",
        t("收一份问卷", "take a question form in"),
        "shou yi fen wen juan",
    ),
    named(Command::New(Kind::Meeting), "new-meeting", t("新建会议", "new meeting"), "xin jian hui yi"),
    named(Command::New(Kind::Task), "new-task", t("新建待办", "new task"), "xin jian dai ban"),
    named(Command::New(Kind::Holiday), "new-holiday", t("新建节假日", "new holiday"), "xin jian jie jia ri"),
    named(Command::New(Kind::Tie), "new-tie", t("新建关系", "new tie"), "xin jian guan xi"),
    named(Command::New(Kind::Area), "new-area", t("新建辖区", "new area"), "xin jian xia qu"),
    named(
        Command::New(Kind::Staff),
        "new-staff",
        t("新建工作人员", "new staff member"),
        "xin jian gong zuo ren yuan",
    ),
    named(Command::New(Kind::Tag), "new-tag", t("新建标签", "new tag"), "xin jian biao qian"),
    named(Command::List(Kind::Staff), "staff", t("工作人员", "staff"), "gong zuo ren yuan"),
    named(Command::Posts, "organisation-network", t("组织网络", "organisation network"), "zu zhi wang luo"),
    named(Command::List(Kind::Post), "posts", t("任职", "posts"), "ren zhi"),
    named(Command::New(Kind::Post), "new-post", t("登记任职", "new post"), "deng ji ren zhi"),
    named(Command::List(Kind::Handover), "handovers", t("交接单", "handovers"), "jiao jie dan"),
    named(Command::HandOver, "hand-people-over", t("交接人员", "hand people over"), "jiao jie ren yuan"),
    named(Command::List(Kind::Task), "tasks", t("待办", "tasks"), "dai ban"),
    named(Command::List(Kind::Holiday), "holidays", t("节假日", "holidays"), "jie jia ri"),
    named(Command::List(Kind::Area), "areas", t("辖区", "areas"), "xia qu"),
    named(Command::List(Kind::Tie), "ties", t("关系", "ties"), "guan xi"),
    named(Command::List(Kind::Tag), "tags", t("标签", "tags"), "biao qian"),
    named(
        Command::Language,
        "language",
        t("换成英文 English", "换成中文 Chinese"),
        "huan yu yan ying wen zhong wen language",
    ),
    named(Command::Borders, "borders", t("换一种框线", "other border lines"), "huan yi zhong kuang xian"),
    named(
        Command::AskBraille,
        "braille",
        t("关系图的线画细些", "finer lines in circles"),
        "guan xi tu de xian hua xi xie",
    ),
    named(
        Command::Theme(Colours::Default),
        "theme-default",
        t("配色: 默认", "colours: default"),
        "pei se mo ren",
    ),
    named(
        Command::Theme(Colours::Contrast),
        "theme-contrast",
        t("配色: 高对比", "colours: high contrast"),
        "pei se gao dui bi",
    ),
    named(Command::Theme(Colours::Mono), "theme-mono", t("配色: 黑白", "colours: none"), "pei se hei bai"),
    named(
        Command::Plain,
        "plain",
        t("读屏模式 开、关", "screen reader mode on, off"),
        "du ping mo shi kai guan",
    ),
    named(Command::Demo, "demo", t("打开演示", "open the demonstration"), "da kai yan shi"),
];

/// How the labels of actions sound, one word a character.
const SOUNDS: &[(Action, &str)] = &[
    (Action::Find, "cha zhao"),
    (Action::Help, "bang zhu"),
    (Action::Undo, "che xiao"),
    (Action::Redraw, "chong hua"),
    (Action::Showing, "tou ping"),
    (Action::Capture, "kuai ji"),
    (Action::Quit, "tui hui tui chu"),
    (Action::CardBack, "qian yi zhang ka"),
    (Action::CardForward, "hou yi zhang ka"),
    (Action::GoToday, "jin tian"),
    (Action::GoPeople, "ren yuan"),
    (Action::GoOrganisations, "dan wei"),
    (Action::GoVisits, "zou fang"),
    (Action::GoServices, "fu wu"),
    (Action::GoNetwork, "lian luo"),
    (Action::GoMore, "geng duo"),
    (Action::Suspend, "zan li"),
    (Action::Act, "jiu ban"),
    (Action::New, "xin jian"),
    (Action::Edit, "gai"),
    (Action::Visit, "zou fang"),
    (Action::Matter, "shi xiang"),
    (Action::Service, "fu wu"),
    (Action::Task, "dai ban"),
    (Action::GoMatters, "shi xiang"),
    (Action::GoMeetings, "hui yi"),
    (Action::Tie, "guan xi"),
    (Action::Meeting, "hui yi"),
    (Action::Elect, "jie guo xie cheng ren zhi"),
    (Action::Papers, "ji yao qian dao biao"),
    (Action::Circle, "guan xi tu"),
    (Action::Face, "gei ben ren kan"),
    (Action::Rights, "ben ren quan li"),
    (Action::History, "li shi"),
    (Action::Liaison, "lian luo yuan de ren"),
    (Action::Path, "shui neng yin jian"),
    (Action::Merge, "zhao chong fu de"),
    (Action::Reveal, "jie kai yi xiang"),
    (Action::Copy, "chao xia"),
    (Action::Remove, "shan chu"),
    (Action::Filter, "shai xuan"),
    (Action::Order, "pai xu"),
    (Action::Columns, "lie"),
    (Action::Views, "chang yong"),
    (Action::Mark, "biao ji"),
    (Action::MarkTo, "biao dao zhe li"),
    (Action::MarkAll, "quan biao"),
    (Action::Bulk, "yi qi gai"),
    (Action::HandOver, "jiao jie"),
    (Action::Export, "dao chu"),
    (Action::ResumeDraft, "jie zhe xie"),
    (Action::Calendar, "ri li"),
];

impl Command {
    /// The commands that are no actions.
    pub fn named() -> impl Iterator<Item = Command> {
        NAMED.iter().map(|n| n.command)
    }

    fn entry(self) -> Option<&'static Named> {
        NAMED.iter().find(|n| n.command == self)
    }

    /// Its name in the list of recent ones.
    pub fn name(self) -> &'static str {
        match self {
            Command::Act(a) => a.name(),
            other => other.entry().map_or("", |n| n.name),
        }
    }

    /// The command of a name.
    pub fn from_name(name: &str) -> Option<Command> {
        let named = NAMED.iter().find(|n| n.name == name).map(|n| n.command);
        named.or_else(|| Action::from_name(name).map(Command::Act))
    }

    /// What it does, in few words.
    pub fn label(self, lang: Lang) -> &'static str {
        let label = match self {
            Command::Act(a) => a.label(),
            Command::Step(kind, code) => {
                let acts = kind.general().and_then(|g| g.acts);
                acts.and_then(|a| a.label(kind, code)).unwrap_or(t("", ""))
            }
            other => other.entry().map_or(t("", ""), |n| n.label),
        };
        label.get(lang)
    }

    /// How its Chinese label sounds, one word a character; by the commonest readings where it is not written down.
    fn sound(self) -> String {
        let written = match self {
            Command::Act(a) => SOUNDS.iter().find(|(b, _)| *b == a).map_or("", |(_, s)| *s),
            other => other.entry().map_or("", |n| n.sound),
        };
        if !written.is_empty() {
            return written.to_owned();
        }
        let read = self.label(Lang::Zh).chars().filter_map(|c| pinyin::readings(c).next());
        read.collect::<Vec<_>>().join(" ")
    }

    /// How well it is meant by what was typed, 0 best; `None`: not at all. By what the worker reads first, then by the
    /// words of the other language.
    pub fn matches(self, typed: &str, lang: Lang) -> Option<u8> {
        let typed = squeeze(typed);
        if typed.is_empty() {
            return Some(0);
        }
        let (own, other) = match lang {
            Lang::Zh => (self.in_chinese(&typed), self.in_english(&typed)),
            Lang::En => (self.in_english(&typed), self.in_chinese(&typed)),
        };
        own.or_else(|| other.map(|how| how + OTHER))
    }

    /// By label, initials or pinyin: from its beginning, within, or by some of its initials.
    fn in_chinese(self, typed: &str) -> Option<u8> {
        let (label, sound) = (squeeze(self.label(Lang::Zh)), self.sound());
        let syllables: Vec<&str> = sound.split(' ').collect();
        let initials: String = syllables.iter().filter_map(|w| w.chars().next()).collect();
        let sounds_from = |at: usize| syllables.get(at..).unwrap_or_default().concat().starts_with(typed);
        if label.starts_with(typed) || initials.starts_with(typed) || sounds_from(0) {
            return Some(0);
        }
        if label.contains(typed) || initials.contains(typed) || (1..syllables.len()).any(sounds_from) {
            return Some(1);
        }
        subsequence(&initials, typed).then_some(2)
    }

    /// By label or name: from its beginning, from that of a word, by the beginnings of several, within a word.
    fn in_english(self, typed: &str) -> Option<u8> {
        let texts = [self.label(Lang::En), self.name()];
        if texts.iter().any(|t| squeeze(t).starts_with(typed)) {
            return Some(0);
        }
        let all: Vec<String> = texts.iter().map(|t| t.to_lowercase()).collect();
        let words = |t: &String| -> Vec<String> {
            t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        let all: Vec<Vec<String>> = all.iter().map(words).collect();
        let any = |fits: &dyn Fn(&[String]) -> bool| all.iter().any(|words| fits(words));
        if any(&|words| words.iter().any(|w| w.starts_with(typed))) {
            return Some(1);
        }
        if any(&|words| beginnings(words, typed)) {
            return Some(2);
        }
        any(&|words| words.iter().any(|w| w.contains(typed))).then_some(3)
    }
}

/// How much further behind it stands what fits only in the language that the worker does not read.
const OTHER: u8 = 10;

/// Lower case without blanks, as it is compared.
fn squeeze(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether what was typed is made of beginnings of words in their order: `newper` is new person.
fn beginnings(words: &[String], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = words.split_first() else { return false };
    let common = first.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
    let after =
        |n: usize| typed.char_indices().nth(n).map_or("", |(at, _)| typed.get(at..).unwrap_or_default());
    (0..=common).rev().any(|n| beginnings(rest, after(n)))
}

fn subsequence(text: &str, typed: &str) -> bool {
    let mut text = text.chars();
    typed.chars().all(|c| text.any(|t| t == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_all_have_a_sound() {
        for c in Command::named() {
            assert_eq!(Command::from_name(c.name()), Some(c));
            let han = c.label(Lang::Zh).chars().filter(|c| crate::book::names::is_han(*c)).count();
            assert!(c.sound().split(' ').count() >= han, "{c:?}");
        }
        assert_eq!(Command::from_name("find"), Some(Command::Act(Action::Find)));
    }

    #[test]
    fn meant_by_label_initials_pinyin_and_english() {
        let import = Command::Import;
        for lang in [Lang::Zh, Lang::En] {
            for typed in ["导入", "drtz", "daoru", "import", "ledger", "台账", "Dao Ru", "drz", "imled"] {
                assert!(import.matches(typed, lang).is_some(), "{typed}");
            }
            assert!(import.matches("drtz", lang) < import.matches("rtz", lang));
            for typed in ["xyz", "iger", "ort led"] {
                assert_eq!(import.matches(typed, lang), None, "{typed}");
            }
        }
        // everybody's own language comes first
        let draft = Command::Act(Action::ResumeDraft);
        assert!(draft.matches("dr", Lang::En) < import.matches("dr", Lang::En));
        assert!(import.matches("dr", Lang::Zh) < draft.matches("dr", Lang::Zh));
        // letters strewn over a label are nobody's meaning
        assert_eq!(Command::Act(Action::CardBack).matches("dr", Lang::En), None);
    }
}
