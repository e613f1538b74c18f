//! One fuzzer for all targets: $LINLI_TARGET says which.
#![no_main]
#[path = "../tests/hostile/targets/mod.rs"]
#[allow(dead_code)]
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("LINLI_TARGET").expect("LINLI_TARGET names the target");
    targets::ALL.iter().find(|(n, ..)| *n == name).map(|(_, target, _)| *target).expect("no such target")
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
