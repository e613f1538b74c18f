//! The tour of the demonstration, and what is wrong with the keys.
use crate::{say, words};

words! {
    /// The title of the offer.
    TOUR = "第一次用？", "New here?";
    /// What it is.
    TOUR_WHY = "跟着走一遍，六步，一两分钟，键都由您自己按: 找人、看卡片、记走访、存、一行话快记、看键。这里的人都是编的，随便试。走到一半不想走，按 F9。", "Six steps in a minute or two, every key pressed by yourself: find somebody, see their card, log a visit, save it, log one in a line, see the keys. Everybody here is made up. F9 ends it at any time.";
    /// An answer.
    TOUR_YES = "跟着走一遍", "Show me around";
    /// An answer.
    TOUR_NO = "自己看", "I will look around myself";
    /// After the last step.
    TOUR_DONE = "走完了，每天的事就是这几步。q 一步步退出来；自己的册子直接打 linli 进", "That is all of a day's work. q steps back out; plain linli opens your own book";
    /// Left before its end.
    TOUR_LEFT = "不走了；F9 随时再走一遍", "The tour has ended; F9 begins it again";
    /// Outside of the demonstration.
    TOUR_ELSEWHERE = "教程在演示册里走，自己的册子里不乱写: 按 : 打 yanshi 打开演示", "The tour is in the demonstration, nothing is tried in your own book: press : and type demo";
    /// The title of what is wrong with the keymap.
    KEYMAP_WRONG = "键位文件有认不出的地方", "The keymap has mistakes";
    /// What became of it.
    KEYMAP_WRONG_WHY = "这几处没有用上，别的键照常。改好后用 linli keys --check 文件 检查。", "These lines were left out, all other keys work. Mend them, then check with: linli keys --check FILE";
    /// The answer.
    KEYMAP_GO_ON = "知道了，先这样用", "Go on with the rest";
}

say! {
    /// A step of the tour: where it is in it, and what to do.
    tour_step(at: usize, of: usize, what: &str) = "{at}/{of} {what}", "{at}/{of} {what}";
    /// Find somebody.
    tour_find(key: &str) = "按 {key} 找人", "press {key} to find somebody";
    /// Open a card.
    tour_open() = "打姓名首字母，如 zxm，Enter 打开", "type initials, say zxm, and Enter opens";
    /// Log a visit.
    tour_visit(key: &str) = "按 {key} 给这位记一次走访", "press {key} to log a visit to them";
    /// Save it.
    tour_save(key: &str) = "写一句或就用填好的，{key} 存", "write a line or keep the phrase; {key} saves";
    /// The quick note.
    tour_capture(key: &str) = "按 {key} 一行话再记一次", "press {key} to log one in a line";
    /// Its line.
    tour_line() = "打 访zxm 再写一句，Enter 记下", "type v zxm and some words; Enter writes";
    /// The help.
    tour_help(key: &str) = "按 {key} 看这里能用的键", "press {key} to see the keys of this place";
    /// Out of a form or line first.
    tour_first(what: &str) = "先 Esc，再{what}", "Esc first, then {what}";
    /// A key that means something elsewhere.
    key_elsewhere(key: &str, does: &str, place: &str) = "{key} 是「{does}」，在「{place}」才用得上；? 看这里的键", "{key} means {does}, in {place} only; ? shows the keys of this place";
    /// A key that means something everywhere but here.
    key_later(key: &str, does: &str) = "{key} 是「{does}」，先 Esc 退一步才用得上；F1 看这里的键", "{key} means {does}; Esc first. F1 shows the keys of this place";
    /// A key without meaning, in words.
    key_unused(key: &str) = "这里用不到 {key} 键；F1 看能用的键", "{key} does nothing here; F1 shows the keys";
    /// A keymap that cannot be read.
    keymap_unreadable(why: &str) = "这个文件读不了: {why}；用的是默认键位", "this file cannot be read: {why}; the default keys are in use";
    /// A keymap of no name.
    keymap_unknown(name: &str) = "没有叫 {name} 的键位，也没有这个文件；自带的有 default、vim", "there is no keymap or file called {name}; default and vim come with the program";
}
