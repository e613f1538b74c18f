//! Says to the system's service manager how the hub is: sd_notify's protocol, one datagram of lines
//! (<https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>).

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;

/// Sends lines such as `READY=1`, where a service manager listens at all. That it cannot be said stops nobody.
pub fn notify(lines: &str) {
    let Some(place) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let address = match place.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(Path::new(&place)),
    };
    if let (Ok(socket), Ok(address)) = (UnixDatagram::unbound(), address) {
        let _ = socket.send_to_addr(lines.as_bytes(), &address);
    }
}
