//! What a hub says of itself: in the log of its service, which names nobody.

use crate::{say, words};

words! {
    /// The hub has ended.
    ENDED = "服务好好地结束了", "the hub has ended in good order";
}

say! {
    /// The hub answers from now on.
    serving(version: &str, book: &str, socket: &str) = "邻里 {version} 开始服务: 册子 {book}，在 {socket} 应答", "linli {version} serves {book} at {socket}";
    /// It was told to end.
    ending(signal: &str) = "收到 {signal}，存好就结束", "told to end by {signal}: what waits is written first";
    /// How far the start has come, where the whole is known.
    starting_part(percent: u64) = "正在打开册子: {percent}%", "opening the book: {percent} %";
    /// How far the start has come.
    starting(done: u64) = "正在打开册子: 读了 {done} 条", "opening the book: {done} records read";
}
