# linli 邻里. `make test` needs no root; `make test-system` does.
.PHONY: build deb test test-system soak bench deny

SYSTEM_PACKAGES = adduser systemd openssh-server openssh-client sqlite3 e2fsprogs python3 age

build:
	cargo build --release

# The Debian package, in target/debian. Needs cargo-deb (cargo install cargo-deb).
deb: build
	@command -v cargo-deb >/dev/null || { echo "make deb: needs cargo-deb (cargo install cargo-deb); nothing was packed" >&2; exit 1; }
	mkdir -p target/package
	target/release/linli --lang en man >target/package/linli.1
	target/release/linli --lang zh man >target/package/linli.zh.1
	target/release/linli --lang zh completions bash >target/package/linli.bash
	target/release/linli --lang zh completions zsh >target/package/_linli
	target/release/linli --lang zh completions fish >target/package/linli.fish
	cargo deb --no-build --strip

test:
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test

# A real sshd, real accounts, power cuts on a loop device: changes the machine, so run it on one that may be changed.
# The tests find the program in $$LINLI.
test-system: export LINLI = $(CURDIR)/target/release/linli
test-system:
	@test "$$(id -u)" = 0 || { echo "make test-system: needs root; nothing was run" >&2; exit 1; }
	@ls tests/system/*.sh >/dev/null 2>&1 || { echo "make test-system: no tests in tests/system; nothing was run" >&2; exit 1; }
	@command -v dpkg-query >/dev/null || { echo "make test-system: needs Debian or a relative of it; nothing was run" >&2; exit 1; }
	@missing=; for p in $(SYSTEM_PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$p"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi
	cargo build --release --bins --examples
	@for t in tests/system/*.sh; do echo "== $$t"; bash $$t || { echo "failed: $$t" >&2; exit 1; }; done

# Hours of kills, power cuts, hostile input and random keys: MINUTES=60 KILLS=100 POWERCUTS=20 OFFICES=20 unless said otherwise.
# Power cuts need root. The program is $$LINLI, else it is built (with examples/load beside it).
soak:
	@test -n "$$LINLI" || cargo build --release --bins --examples
	@bash tests/soak.sh

bench:
	@test -x benches/run || { echo "make bench: there is no benches/run yet; nothing was measured" >&2; exit 1; }
	benches/run

# Needs cargo-deny.
deny:
	cargo deny check
