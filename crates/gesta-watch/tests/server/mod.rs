//! A small web server on loopback that can misbehave.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a path answers.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Status, headers, body.
    Page(u16, Vec<(&'static str, String)>, String),
    /// Headers, then nothing for as long as anybody waits.
    Slow,
    /// A length that the body does not have.
    Broken,
    /// So many bytes.
    Huge(usize),
}

/// The server: paths with their replies, and a log of what was asked, as `PATH` or `PATH if ETAG`.
#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    replies: Arc<Mutex<BTreeMap<String, Reply>>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Server { port, replies: Arc::default(), log: Arc::default() };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = own.clone();
                thread::spawn(move || server.answer(stream));
            }
        });
        server
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn set(&self, path: &str, reply: Reply) {
        self.replies.lock().expect("no poison").insert(path.to_owned(), reply);
    }

    /// What was asked since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().expect("no poison"))
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
        let Some(first) = lines.next() else { return };
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let headers: Vec<String> = lines.take_while(|l| !l.is_empty()).collect();
        let tag = headers
            .iter()
            .find_map(|h| h.to_ascii_lowercase().strip_prefix("if-none-match: ").map(str::to_owned));
        let entry = tag.as_ref().map_or_else(|| path.clone(), |t| format!("{path} if {t}"));
        self.log.lock().expect("no poison").push(entry);
        let reply = self.replies.lock().expect("no poison").get(&path).cloned();
        let done = match reply.unwrap_or(Reply::Page(404, Vec::new(), String::new())) {
            Reply::Page(status, headers, body) => {
                let same = headers.iter().any(|(n, v)| *n == "ETag" && Some(v.to_ascii_lowercase()) == tag);
                let (status, body) = if same { (304, String::new()) } else { (status, body) };
                let headers: String = headers.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
                let length = body.len();
                write!(
                    stream,
                    "HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
                )
            }
            Reply::Slow => {
                let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
                thread::sleep(Duration::from_secs(20));
                Ok(())
            }
            Reply::Broken => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>"),
            Reply::Huge(bytes) => {
                let _ =
                    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n");
                (0..bytes / 1024).try_for_each(|_| stream.write_all(&[b'x'; 1024]))
            }
        };
        // The watcher may hang up on a reply that it does not want.
        let _ = done;
    }
}
