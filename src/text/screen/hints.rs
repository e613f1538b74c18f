//! What a key does on one screen, where the words it has everywhere say too little.
use crate::words;

words! {
    /// Of a day.
    DAY_BEFORE = "前一天", "day before";
    /// Of a day.
    DAY_AFTER = "后一天", "day after";
    /// On with what was typed.
    GO_ON = "下一步", "go on";
    /// To the column of the next state.
    NEXT_COLUMN = "换列", "next column";
    /// Of the calendar.
    MONTH_BEFORE = "上个月", "month before";
    /// Of the calendar.
    MONTH_AFTER = "下个月", "month after";
    /// Of a list whose records go through states.
    AS_BOARD = "看板", "board";
    /// Of a board.
    AS_LIST = "换成列表", "list";
    /// Of the circle.
    AS_PICTURE = "画成图", "picture";
    /// Of the circle.
    AS_TREE = "换成树", "tree";
    /// Of the circle.
    PICTURE_ALONE = "只看图", "picture alone";
    /// Of the circle.
    TREE_BESIDE = "图和树", "tree beside";
    /// Of the circle.
    IN_THE_MIDDLE = "以它为中心", "in the middle";
    /// Of a path.
    SOMEBODY_ELSE = "换一个人", "somebody else";
    /// Of a question.
    REMOVE_IT = "删除", "remove";
    /// Of a question.
    KEEP_IT = "不删", "keep";
    /// Of the columns of a list.
    COLUMN_LEFT = "往左挪", "move left";
    /// Of the columns of a list.
    COLUMN_RIGHT = "往右挪", "move right";
    /// Of the columns of a list.
    USUAL_COLUMNS = "复原", "as before";
    /// Of a panel that has done its work at every key.
    DONE = "好了", "done";
    /// Of the values of a field.
    OTHER_FIELD = "换一项", "other field";
    /// Of the filter.
    THIS_OFF = "这项不筛", "not by this";
    /// Of the filter.
    ALL_OFF = "都不筛", "no filter";
    /// Of a list's name.
    KEEP_LIST = "存下", "keep";
    /// Of a kept list.
    SHOW_LIST = "看这张", "show";
    /// Of a kept list.
    DROP_LIST = "这张不要了", "drop it";
    /// Of a list to pick from.
    CHOOSE = "选定", "choose";
    /// Of a look before many are changed.
    CHANGE_THEM = "就这样改", "change them";
    /// Of a look before many are changed.
    LEAVE_THEM = "不改", "leave them";
    /// While many are changed.
    STOP = "停下", "stop";
    /// One step.
    BACK = "回", "back";
    /// Of today.
    FIGURES = "看图表", "figures";
    /// Of today.
    TO_DO = "看要办的", "what to do";
    /// Of today, where figures stand beside it.
    BARS = "到图表", "to the figures";
    /// Of the figures beside today.
    ROWS = "回到要办的", "to what to do";
    /// Of a question form.
    TAKE_IN = "收下", "take it in";
    /// Of an import.
    WRITE_IT = "写进册里", "write it";
    /// Of an import.
    CLOSE = "看完了", "close";
    /// Of a list with marks.
    UNMARK = "去掉标记", "unmark";
    /// Of a filtered list.
    UNFILTER = "不筛了", "no filter";
}
