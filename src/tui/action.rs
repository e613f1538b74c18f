//! Everything a key can do. Name and words of an action are declared here once; help, hints,
//! palette, keymaps and the README's key table read them.
use crate::text::T;

/// Where an action can be had without knowing its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Only by its keys, so one of them must not be a letter.
    Keys,
    /// In the numbered actions that Tab opens.
    Menu,
    /// In the palette.
    Palette,
}

macro_rules! actions {
    ($( $variant:ident $name:literal $reach:ident $zh:literal $en:literal; )*) => {
        /// Something a key, a menu or the palette can ask for.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        pub enum Action {
            $( #[doc = $en] $variant, )*
        }

        impl Action {
            /// All of them, in the order they are declared.
            pub const ALL: &[Self] = &[ $( Self::$variant, )* ];

            /// Its name in keymaps.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What it does, in few words.
            pub const fn label(self) -> T {
                match self { $( Self::$variant => T { zh: $zh, en: $en }, )* }
            }

            /// Where it can be had without its key.
            pub const fn reach(self) -> Reach {
                match self { $( Self::$variant => Reach::$reach, )* }
            }
        }
    };
}

actions! {
    // anywhere
    Find "find" Keys "查找" "find";
    Help "help" Keys "帮助" "help";
    Undo "undo" Keys "撤销" "undo";
    Redo "redo" Keys "重做" "redo";
    Save "save" Keys "存" "save";
    Back "back" Keys "回" "back";
    Redraw "redraw" Keys "重画" "redraw";
    Showing "showing" Palette "投屏" "for a projector";
    // anywhere but in text
    Capture "capture" Keys "快记" "quick note";
    Palette "palette" Keys "命令" "commands";
    Quit "quit" Palette "退回、退出" "back or quit";
    CardBack "card-back" Keys "前一张卡" "card before";
    CardForward "card-forward" Keys "后一张卡" "card after";
    GoToday "go-today" Palette "今天" "today";
    GoPeople "go-people" Palette "人员" "people";
    GoOrganisations "go-organisations" Palette "单位" "organisations";
    GoVisits "go-visits" Palette "走访" "visits";
    GoMatters "go-matters" Palette "事项" "matters";
    GoServices "go-services" Palette "服务" "services";
    GoMeetings "go-meetings" Palette "会议" "meetings";
    GoNetwork "go-network" Palette "联络" "liaison";
    GoReports "go-reports" Palette "报表" "reports";
    GoMore "go-more" Palette "更多" "more screens";
    Suspend "suspend" Palette "暂离" "suspend";
    Tour "tour" Palette "教程" "tour";
    // moving
    Up "up" Keys "上" "up";
    Down "down" Keys "下" "down";
    Left "left" Keys "左" "left";
    Right "right" Keys "右" "right";
    PageUp "page-up" Keys "上一页" "page up";
    PageDown "page-down" Keys "下一页" "page down";
    First "first" Keys "最前" "first";
    Last "last" Keys "最后" "last";
    Open "open" Keys "打开" "open";
    Actions "actions" Keys "动作" "actions";
    // on the thing under the cursor
    Act "act" Menu "就办" "next step";
    New "new" Menu "新建" "new";
    Edit "edit" Menu "改" "edit";
    Visit "visit" Menu "走访" "visit";
    Matter "matter" Menu "事项" "matter";
    Service "service" Menu "服务" "service";
    Task "task" Menu "待办" "task";
    Tie "tie" Menu "关系" "tie";
    Meeting "meeting" Menu "会议" "meeting";
    Elect "elect" Menu "结果写成任职" "write the result";
    Papers "papers" Menu "纪要、签到表" "minutes, sign-in sheet";
    Face "face" Menu "给本人看" "for their eyes";
    Rights "rights" Menu "本人权利" "their rights";
    Circle "circle" Menu "关系图" "circle";
    History "history" Menu "历史" "history";
    Liaison "liaison" Menu "联络员的人" "liaison's people";
    Path "path" Menu "谁能引见" "who can introduce";
    Merge "merge" Menu "找重复的" "duplicates of it";
    Reveal "reveal" Menu "揭开一项" "uncover one";
    Copy "copy" Menu "抄下" "copy";
    Remove "remove" Menu "删除" "remove";
    // on the list
    Filter "filter" Menu "筛选" "filter";
    Order "order" Menu "排序" "order";
    Columns "columns" Menu "列" "columns";
    Views "views" Menu "常用" "kept lists";
    Mark "mark" Menu "标记" "mark";
    MarkTo "mark-to" Menu "标到这里" "mark to here";
    MarkAll "mark-all" Menu "全标" "mark all";
    Bulk "bulk" Menu "一起改" "change marked";
    HandOver "hand-over" Menu "交接" "hand over";
    Export "export" Menu "导出" "export";
    OtherView "other-view" Keys "换个样子" "other view";
    ResumeDraft "resume-draft" Keys "接着写" "resume draft";
    Calendar "calendar" Palette "日历" "calendar";
    // in forms and notes
    NextField "next-field" Keys "下一项" "next field";
    PreviousField "previous-field" Keys "上一项" "previous field";
    NewLine "new-line" Keys "换行" "new line";
    SaveNext "save-next" Keys "存并再建一个" "save, begin another";
    Pick "pick" Keys "挑选" "pick";
    Clear "clear" Keys "清空" "clear";
    Phrases "phrases" Keys "常用语" "phrases";
    Fold "fold" Keys "收起、展开" "fold, unfold";
    MergeInto "merge-into" Keys "并到已有的" "merge into the known one";
    MergeLater "merge-later" Keys "以后再并" "merge later";
    // in finder, capture, palette, choices
    Excuse "excuse" Keys "请假" "excused";
    Guest "guest" Keys "记成客人" "guest";
    Create "create" Keys "新建" "new";
    Accept "accept" Keys "就这样" "accept";
    DropOne "drop-one" Keys "不要这条" "drop this one";
    Complete "complete" Keys "补全" "complete";
    // in a menu: the row with this number
    Choose1 "choose-1" Keys "第 1 行" "row 1";
    Choose2 "choose-2" Keys "第 2 行" "row 2";
    Choose3 "choose-3" Keys "第 3 行" "row 3";
    Choose4 "choose-4" Keys "第 4 行" "row 4";
    Choose5 "choose-5" Keys "第 5 行" "row 5";
    Choose6 "choose-6" Keys "第 6 行" "row 6";
    Choose7 "choose-7" Keys "第 7 行" "row 7";
    Choose8 "choose-8" Keys "第 8 行" "row 8";
    Choose9 "choose-9" Keys "第 9 行" "row 9";
    Yes "yes" Keys "是" "yes";
}

impl Action {
    /// The action of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.name() == name)
    }

    /// The action whose name is nearest to a mistyped one, if any is near.
    pub fn nearest(name: &str) -> Option<Self> {
        let near = Self::ALL.iter().map(|a| (distance(name, a.name()), *a)).min()?;
        (near.0 <= 1 + name.chars().count() / 3).then_some(near.1)
    }

    /// Whether it moves the cursor.
    pub const fn moves(self) -> bool {
        use Action::{Down, First, Last, Left, PageDown, PageUp, Right, Up};
        matches!(self, Up | Down | Left | Right | PageUp | PageDown | First | Last)
    }

    /// Whether something is written by it, so that who only looks cannot do it.
    pub const fn writes(self) -> bool {
        use Action::{
            Act, Bulk, Capture, Create, Edit, Elect, Excuse, Face, Guest, HandOver, Matter, Meeting, New,
            Remove, ResumeDraft, Service, Task, Tie, Visit,
        };
        matches!(
            self,
            Act | Bulk
                | Capture
                | Create
                | Edit
                | Elect
                | Excuse
                | Face
                | Guest
                | HandOver
                | Matter
                | Meeting
                | New
                | Remove
                | ResumeDraft
                | Service
                | Task
                | Tie
                | Visit
        )
    }

    /// Whether it is done to the thing in hand, so that there must be one.
    pub const fn needs_hand(self) -> bool {
        use Action::{
            Accept, Act, Actions, Circle, Copy, Edit, Elect, Face, History, Liaison, Mark, Matter, Meeting,
            Merge, Open, Papers, Path, Remove, Service, Task, Tie, Visit,
        };
        matches!(
            self,
            Accept
                | Act
                | Actions
                | Circle
                | Copy
                | Edit
                | Elect
                | Face
                | History
                | Liaison
                | Mark
                | Matter
                | Meeting
                | Merge
                | Open
                | Papers
                | Path
                | Remove
                | Service
                | Task
                | Tie
                | Visit
        )
    }

    /// The row it chooses in a menu, from 1.
    pub fn chosen(self) -> Option<usize> {
        self.name().strip_prefix("choose-").and_then(|n| n.parse().ok())
    }
}

/// How many letters must be added, taken or changed.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let cost = (corner + usize::from(x != *y)).min(*cell + 1).min(left + 1);
            (corner, left) = (*cell, cost);
            *cell = cost;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_lead_back() {
        let names: HashSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for a in Action::ALL {
            assert_eq!(Action::from_name(a.name()), Some(*a));
            assert!(!a.label().zh.is_empty() && !a.label().en.is_empty());
        }
        assert_eq!(Action::Choose7.chosen(), Some(7));
        assert_eq!(Action::Yes.chosen(), None);
    }

    #[test]
    fn the_nearest_name() {
        for (typed, name) in
            [("dwon", "down"), ("savenext", "save-next"), ("edti", "edit"), ("filtre", "filter")]
        {
            assert_eq!(Action::nearest(typed).map(Action::name), Some(name));
        }
        assert_eq!(Action::nearest("zzzzzzzz"), None);
        assert_eq!((distance("kitten", "sitting"), distance("", "abc"), distance("a", "")), (3, 3, 1));
    }
}
