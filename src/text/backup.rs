//! Backups: what the command line says of them, what went wrong and what to do.

use crate::{say, words};

words! {
    /// A stream is for a pipe.
    TO_TERMINAL = "备份流不能写到屏幕上；接管道或写进文件: linli backup - > 文件", "a stream is not for a terminal; send it through a pipe or into a file: linli backup - > FILE";
    /// --since belongs to a stream.
    SINCE_STREAM = "--since 只用于 linli backup -；备份到文件夹本来就只添新的", "--since is for `linli backup -`; a folder only ever takes what is new";
    /// Not a head.
    BAD_HEAD = "不是链头: 要 16 到 64 位十六进制，或 heads 文件，或备份文件夹", "not a head: 16 to 64 hexadecimal digits, a file of heads, or a backup's folder";
    /// The file names no head at all.
    NO_HEADS = "文件里一个链头也没有", "there is no head in the file";
    /// A folder is restored from by itself.
    ONE_FOLDER = "从文件夹恢复只能写一个；几个备份流要按先后写", "name one folder, or streams in their order";
    /// Not a list of erasures.
    BAD_ERASURES = "不是 linli erasures 列出的文件", "not a file made by `linli erasures`";
    /// There is nothing to mend.
    WHOLE = "册子没有坏，什么也没动", "the book is whole; nothing was changed";
    /// The book changed too much while it was read.
    MOVED = "正在删除个人信息，这一份没备成；过一会儿再来一次", "somebody is being erased from the book just now, and this backup was not finished; run it again";
    /// Streams that are no streams.
    STREAM_NOT_ONE = "这不是 linli 的备份流。加过密的先解开: age -d … | linli restore -", "this is not a backup stream of linli. If it is encrypted: age -d … | linli restore -";
    /// Streams that end too early.
    STREAM_SHORT = "备份流没有到头，是残缺的；什么也没恢复。请换一份，或把后面的补上", "the stream ends too early; nothing was restored. Take another one";
    /// Streams that were altered.
    STREAM_ALTERED = "备份流里的内容被改动过或损坏了；什么也没恢复。请换一份", "the stream was altered or damaged; nothing was restored. Take another one";
    /// Streams that do not follow one another.
    STREAM_GAP = "这几个备份流接不上: 先写完整的那份，再按先后写 --since 的各份，中间不能缺", "these streams do not follow one another: first the complete one, then each made with --since, in order, none left out";
    /// Streams of several books.
    STREAM_OTHER = "这几个备份流不是同一本册的", "these streams are of different books";
}

say! {
    /// A backup was made.
    made(groups: u64, commits: u64, count: u64) = "备份好了，读回核对无误: 新增 {groups} 组，共 {commits} 次提交，第 {count} 份",
        "backed up and read back: {groups} new groups, {commits} commits in all, backup number {count}";
    /// Old segments were written anew.
    renewed(n: u32) = "旧的 {n} 段重写过: 有人的信息删除了，或备份里坏了的已按册子修好",
        "{n} older segments were written anew: somebody was erased, or the backup was damaged there and is mended";
    /// A stream was written.
    streamed(groups: u64, commits: u64, bytes: u64) = "备份流写完了: {groups} 组，共 {commits} 次提交，{bytes} 字节",
        "stream written: {groups} groups, {commits} commits in all, {bytes} bytes";
    /// The head, to be kept elsewhere.
    head(when: &str, hash: &str) = "链头 {when} {hash}", "head {when} {hash}";
    /// A book was restored.
    restored(dir: &str, when: &str, commits: u64, records: u64) = "恢复好了: {dir}，到 {when} 的备份，{commits} 次提交，{records} 条记录，全部核对过",
        "restored: {dir}, from the backup of {when}: {commits} commits, {records} records, all verified";
    /// Erasures done again.
    erased_again(n: u64) = "备份之后删除过的 {n} 次个人信息也已再删掉", "{n} erasures that the backup did not know were done again";
    /// The beginning of an unfinished backup was left out.
    cut(when: &str) = "{when} 之后有一次备份没做完，那一截没有恢复", "a backup begun after {when} was never finished; that part was left out";
    /// A book was mended.
    mended(segments: &str, newer: u64, records: u64) = "修好了: 第 {segments} 段换成备份里的；备份之后的 {newer} 组原样保留；{records} 条记录",
        "mended: segment {segments} from the backup; the {newer} groups since the backup are kept; {records} records";
    /// All heads are there.
    heads_hold(n: usize, when: &str) = "{n} 个链头都在历史里{when}", "{n} noted heads, all in the history{when}";
    /// The last of several heads.
    last_of(when: &str) = "，最后一个 {when}", ", the last of {when}";
    /// A head is not there.
    head_gone(head: &str) = "链头 {head} 不在这本册的历史里。历史被人改写过，或这本册是从更早的备份恢复的。请不要再写，找出记下这个链头时的备份，恢复到旁边对照",
        "head {head} is not in this book's history: it was rewritten, or the book was restored from an older backup. Write nothing more; restore the backup that noted this head beside it and compare";
    /// The heads before it are there.
    held_until(when: &str) = "{when} 以前的链头都还在", "the heads up to {when} are there";

    /// The book is damaged, so it is not backed up.
    book_damaged(place: &str, fault: &str) = "册子坏了，没有备份: {place}: {fault}。已有的备份没有动。用它修: linli mend 备份文件夹",
        "the book is damaged and was not backed up: {place}: {fault}. The backup is as it was. Mend the book from it: linli mend BACKUP";
    /// The backup is damaged.
    backup_damaged(path: &str, place: &str, fault: &str) = "{path} 里的备份坏了: {place}: {fault}。册子还好的话，再备份一次就会修好；否则请换一份备份",
        "the backup in {path} is damaged: {place}: {fault}. If the book is well, backing up again mends it; else take another backup";
    /// What was written does not read back.
    not_as_written(path: &str, place: &str, fault: &str) = "写进 {path} 的读不回来: {place}: {fault}。这一份不算，以前的还在。这块盘可能坏了，请换一块",
        "what was written to {path} does not read back: {place}: {fault}. This backup does not count, those before it do. The disk may be failing; use another";
    /// Not a backup's folder.
    not_a_backup(path: &str) = "{path} 不是备份，也不是空文件夹；没有动它。请另指一个空的或新的文件夹", "{path} is neither a backup nor empty and was left alone; name an empty or a new folder";
    /// Written by a newer program.
    newer(path: &str) = "{path} 是更新的 linli 写的，请先升级", "{path} was written by a newer linli; update first";
    /// No backup was ever finished.
    unfinished(path: &str) = "{path} 里没有做完的备份", "no backup was ever finished in {path}";
    /// Another book's backup.
    other_book(path: &str) = "{path} 是另一本册的备份，没有动它。请另指一个空文件夹", "{path} is the backup of another book and was left alone; name an empty folder";
    /// The book's history ends before the backup's.
    shorter(path: &str, when: &str) = "册子的历史比 {path} 里 {when} 的备份还短: 册子是从更早的备份恢复的，或尾巴丢了。备份没有动。尾巴丢了，用 linli mend 接上；有意恢复到早先的，请把备份备到一个新文件夹，旧的留着",
        "the book's history ends before the backup of {when} in {path}: the book was restored from an older backup, or has lost its end. The backup is as it was. If the end was lost, `linli mend` brings it back; if it was restored on purpose, back up into a new folder and keep the old one";
    /// The book's history is another.
    diverged(path: &str, when: &str) = "册子的历史和 {path} 里 {when} 的备份对不上: 册子从更早的备份恢复后又写过，或历史被人改写过。备份没有动。请备到一个新文件夹，旧的留着对照",
        "the book's history is not the one backed up in {path} on {when}: the book was restored from an older backup and written to since, or its history was rewritten. The backup is as it was. Back up into a new folder and keep the old one to compare";
    /// In the book itself.
    inside_book(path: &str) = "{path} 在册子自己的文件夹里，册子没了备份也就没了；请指别处，最好是另一块盘", "{path} lies in the book's own folder and would be lost with it; name another place, best on another disk";
    /// Somebody else is at it.
    busy(path: &str) = "另一个 linli 正在用 {path}，等它做完再来", "another linli is at work in {path}; wait until it is done";
    /// Nothing is restored over something.
    occupied(path: &str) = "{path} 里已有东西，恢复不会盖掉它；请用 --book 指一个空的或新的文件夹", "{path} is not empty, and nothing is restored over what is there; name an empty or a new folder with --book";
    /// No such head.
    no_such_head(mark: &str) = "册子里没有链头 {mark}；先做一份完整的: linli backup -", "the book has no head {mark}; make a complete one first: linli backup -";
    /// Nothing fits.
    unfit(place: &str, fault: &str) = "{place}: {fault}，这里备份里没有能用的: 比备份新，或备份和册子不是同一段历史。册子没有动。换一份更新的备份，或把备份恢复到旁边: linli restore 备份 --book 新文件夹",
        "{place}: {fault}: the backup has nothing that fits there: it is older, or of another history. The book is as it was. Try a newer backup, or restore this one beside it: linli restore BACKUP --book NEWDIR";
    /// The disk is full.
    full(path: &str) = "{path}: 盘满了；以前的备份还在", "{path}: the disk is full; earlier backups are as they were";
    /// The book is open elsewhere.
    in_use(who: &str) = "册子正开着({who})；关掉所有窗口，等后台进程结束再来", "the book is open ({who}); close every session, wait for the hub to end, and try again";
}
