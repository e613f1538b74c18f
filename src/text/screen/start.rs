//! The first start, and bringing a ledger in.
use crate::{say, words};

words! {
    /// Greeting.
    WELCOME = "邻里", "linli";
    /// What it is for.
    WELCOME_1 = "这本册子还是空的。找人两秒，记一次走访十五秒，打的字一个不丢。", "The book is empty. Finding somebody takes two seconds, a visit fifteen, and nothing typed is lost.";
    /// What now.
    WELCOME_2 = "从哪里开始？", "Where to begin?";
    /// The first beginning.
    BEGIN_EMPTY = "建一本空册", "Begin an empty book";
    /// What it means.
    BEGIN_EMPTY_WHY = "写下街道或社区的名字就能用", "only the name of the street is needed";
    /// The second beginning.
    BEGIN_IMPORT = "导入现有台账", "Bring in a ledger";
    /// What it means.
    BEGIN_IMPORT_WHY = "xlsx、csv 都行，先看后写", "xlsx or csv; you see it first";
    /// The third beginning.
    BEGIN_DEMO = "先看看演示", "Look around in a demonstration";
    /// What it means.
    BEGIN_DEMO_WHY = "里面的人都是编的，随便试", "made-up people, try anything";
    /// Whether lines are straight.
    RULED_ASK = "下面这一行，左右两边的竖线和上下对得齐吗？", "Do the bars at the right stand straight below each other?";
    /// A sample.
    RULED_1 = "│ 张晓明 │ 恒达建材 │ 11-23 ├──┤", "│ 张晓明 │ 恒达建材 │ 11-23 ├──┤";
    /// A sample of the same width in ASCII.
    RULED_2 = "| abcdef | abcdefgh | 11-23 |--|", "| abcdef | abcdefgh | 11-23 |--|";
    /// The answers.
    RULED_YES = "整齐，用这种线", "straight: keep these lines";
    /// The answers.
    RULED_NO = "不齐，用 - 和 | 代替", "not straight: use - and | instead";
    /// The label of the name's line.
    PLACE = "街道或社区的名字", "Name of the street or community";
    /// Below it.
    PLACE_HOW = "如 颍川街道、恒达社区；以后可以改，也可以再加下级", "e.g. 颍川街道; it can be changed later, and others put below it";
    /// Above the import.
    IMPORT = "导入台账", "Bring in a ledger";
    /// The label of the path's line.
    IMPORT_PATH = "文件", "File";
    /// Below it.
    IMPORT_HOW = "台账在这台服务器上的路径，Tab 补全；xlsx、csv、vcf 都行。也可以在表格里连表头一起复制，直接粘贴到这里。先给您看会写什么，不会直接写。", "The ledger's path on this server, Tab completes it; xlsx, csv or vcf. Or copy cells with their headings and paste them here. You see first what would be written.";
    /// Where a file comes from.
    IMPORT_UPLOAD = "文件还在自己电脑上: 用 WinSCP 或 scp 传到 linli-in 文件夹，这里就会列出来。", "Still on your own machine? Send it to your folder linli-in by WinSCP or scp; then it is listed here.";
    /// Above what lies in the drop folder.
    IMPORT_ARRIVED = "传到 linli-in 的文件，Enter 先看会写什么；别处的文件写路径:", "In your folder linli-in; Enter shows what would be written. Or type a path:";
    /// While it is read.
    IMPORT_READING = "正在读这个文件", "Reading the file";
    /// Above the plan.
    IMPORT_PLAN = "还没有写，会这样写", "Nothing is written yet";
    /// What writes it.
    IMPORT_WRITE = "Enter 写进册里", "Enter writes this";
    /// What ends it.
    IMPORT_CLOSE = "Enter 看完了", "Enter closes";
    /// While it is written.
    IMPORT_WRITING = "正在写进册里，别人可以照常用", "Writing; others go on working";
    /// Above the summary.
    IMPORT_DONE = "导入完了", "The ledger is in";
    /// Above what went wrong.
    IMPORT_FAILED = "没导成", "The ledger is not in";
    /// Leaving while it is written.
    IMPORT_GOES_ON = "导入还在后台写，写完会告诉您", "The ledger goes on being written; you will be told";
}

say! {
    /// After the first area.
    book_begun(place: &str) = "{place} 的册子建好了。按 n 新建第一位，或按 0 导入台账", "The book of {place} is ready. n enters the first person, 0 brings in a ledger";
    /// A file that lies in the drop folder: how large, since when.
    arrived(kb: u64, when: &str) = "{kb} kB  {when}", "{kb} kB  {when}";
    /// On Today: so many of them.
    arrived_title(n: usize) = "linli-in 里有 {n} 个文件可以导入", "{n} in your folder linli-in to bring in";
    /// So many rows of so many.
    progress(done: u64, total: u64) = "{done} / {total} 行", "{done} of {total} rows";
}
