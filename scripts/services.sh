#!/usr/bin/env bash
# PostgreSQL 15 with pgvector, Redis 7, and Redis 8, which has vector sets, for tests and development on Debian 12: in one folder, on
# loopback only.
# Elsewhere `docker compose up` starts the same services on the same ports.
set -euo pipefail

usage="usage: scripts/services.sh up | down [--purge] | status [--env]

  up        starts what does not run yet; the first time builds pgvector, fetches Redis 8 and makes the database
  down      stops all; --purge removes the folder as well
  status    says what runs (exit code 3 unless all do); --env prints the exports that the tests read

  PERTO_SERVICES_DIR    the folder            default: .services in the repository
  PERTO_POSTGRES_PORT   port of PostgreSQL    default: 55432
  PERTO_REDIS_PORT      port of Redis 7       default: 56379
  PERTO_REDIS8_PORT     port of Redis 8       default: 56380"

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(realpath --canonicalize-missing "${PERTO_SERVICES_DIR:-$repository/.services}")
postgres_port=${PERTO_POSTGRES_PORT:-55432}
redis_port=${PERTO_REDIS_PORT:-56379}
redis8_port=${PERTO_REDIS8_PORT:-56380}

system_postgres=/usr/lib/postgresql/15
pgvector_version=0.8.0
next_suite=trixie # Debian 13

# Redis 8 with the libraries that it needs of Debian 13, so that it runs beside those of Debian 12.
redis8_packages=(
  redis-server redis-tools libc6 libgcc-s1 libstdc++6 libatomic1 libjemalloc2 liblzf1 libssl3t64 libzstd1 zlib1g libsystemd0 libcap2
)

built="$folder/pgvector-$pgvector_version"  # what `make install` of pgvector made, under usr/
tree="$folder/postgresql"                   # PostgreSQL as it runs here: the system's with pgvector laid over it
bin="$tree/lib/postgresql/15/bin"
data="$folder/data"
redis_data="$folder/redis"
redis8="$folder/redis-8"                    # the unpacked packages of Redis 8, under usr/
redis8_program="$redis8/redis-server"
redis8_data="$folder/redis8"

say() { echo "services: $*" >&2; }
fail() { say "$*"; exit 1; }

# PostgreSQL refuses to run as root, so root hands both services to the user that Debian's package made.
as_owner() {
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

require_programs() {
  local missing=()
  [[ -x $system_postgres/bin/postgres ]] || missing+=(postgresql-15)
  command -v redis-server >/dev/null || missing+=(redis-server)
  if [[ ! -e $built/usr && ! -e /usr/share/postgresql/15/extension/vector.control ]]; then
    [[ -e $system_postgres/lib/pgxs/src/makefiles/pgxs.mk ]] || missing+=(postgresql-server-dev-15)
    command -v gcc >/dev/null || missing+=(gcc)
    command -v make >/dev/null || missing+=(make)
    command -v dpkg-source >/dev/null || missing+=(dpkg-dev)
  fi
  ((${#missing[@]} == 0)) || fail "missing: ${missing[*]}. Run scripts/install-debian.sh as root, or use compose.yaml."
}

make_folder() {
  mkdir -p "$folder"
  as_owner test -x "$folder" ||
    fail "the user postgres cannot enter $folder; set PERTO_SERVICES_DIR to a folder that every user can enter."
  mkdir -p "$redis_data" "$redis8_data"
  if ((EUID == 0)); then chown postgres: "$redis_data" "$redis8_data"; fi
}

# open_next_suite FOLDER KIND: sets `apt` to an apt-get that reads Debian 13 from the machine's own mirror, which serves both suites;
# KIND is deb or deb-src. Every apt path that is written to lies in FOLDER, so the machine's package lists stay as they are.
open_next_suite() {
  local work=$1 kind=$2 codename mirror
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $codename" 'Component: main' 'Created-By: Packages' |
    head --lines 1)
  [[ -n $mirror ]] || fail "apt has no source for $codename main, so the mirror to fetch from $next_suite is not known."
  rm -rf "$work"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $next_suite main" >"$work/sources.list"
  apt=(apt-get --quiet=2
    -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache"
    -o APT::Sandbox::User=root)
}

# Debian 12 has no pgvector for PostgreSQL 15, Debian 13 has its source.
build_pgvector() {
  [[ ! -e $built/usr && ! -e /usr/share/postgresql/15/extension/vector.control ]] || return 0
  local work="$folder/build" apt
  say "building pgvector $pgvector_version"
  open_next_suite "$work" deb-src
  (
    cd "$work"
    "${apt[@]}" update
    "${apt[@]}" source --download-only pgvector
    dpkg-source --extract "pgvector_$pgvector_version"-*.dsc source
    make --directory source OPTFLAGS="" with_llvm=no PG_CONFIG="$system_postgres/bin/pg_config"
    make --directory source with_llvm=no PG_CONFIG="$system_postgres/bin/pg_config" DESTDIR="$work/installed" install
  ) >"$folder/build.log" 2>&1 </dev/null || fail "pgvector could not be built; see $folder/build.log"
  rm -rf "$built"
  mv "$work/installed" "$built"
  rm -rf "$work"
}

# Debian 12 has Redis 7, which has no vector sets.
fetch_redis8() {
  [[ ! -e $redis8/usr ]] || return 0
  local work="$folder/fetch" apt
  say "fetching Redis 8"
  open_next_suite "$work" deb
  (
    cd "$work" &&
      "${apt[@]}" update &&
      "${apt[@]}" download "${redis8_packages[@]}" &&
      find . -name '*.deb' -print0 | xargs --null --replace dpkg-deb --extract '{}' unpacked
  ) >"$folder/fetch.log" 2>&1 </dev/null || {
    cat "$folder/fetch.log" >&2
    fail "Redis 8 could not be fetched from Debian 13."
  }
  rm -rf "$redis8"
  mv "$work/unpacked" "$redis8"
  rm -rf "$work"
}

# It starts by the loader and with the libraries that came with it.
write_redis8_program() {
  local loader
  loader=$(echo "$redis8"/usr/lib/*/ld-linux-*.so.*)
  cat >"$redis8_program" <<EOF
#!/bin/sh
exec "$loader" --library-path "$(dirname "$loader")" "$redis8/usr/bin/redis-server" "\$@"
EOF
  chmod +x "$redis8_program"
}

# PostgreSQL finds its libraries and extensions from where its program lies. A tree of links to the system's files, with
# real copies of the programs that look around themselves, therefore takes pgvector without touching the system.
lay_out_postgres() {
  rm -rf "$tree"
  mkdir -p "$tree/lib/postgresql/15" "$tree/share/postgresql"
  cp --recursive --symbolic-link "$system_postgres/lib" "$tree/lib/postgresql/15/lib"
  cp --recursive --symbolic-link /usr/share/postgresql/15 "$tree/share/postgresql/15"
  mkdir "$bin"
  cp "$system_postgres"/bin/{postgres,initdb,pg_ctl,pg_basebackup} "$bin"
  if [[ -e $built/usr ]]; then cp --recursive "$built/usr/." "$tree"; fi
}

# A pid file outlives a killed process, and its number may be another's by now: the process itself says what it is.
command_line() { tr '\0' ' ' <"/proc/$(head --lines 1 "$1")/cmdline"; } 2>/dev/null
postgres_runs() { [[ $(command_line "$data/postmaster.pid") == "$bin/postgres "* ]]; }
redis_runs() { [[ $(command_line "$1/redis.pid") == *redis-server\ 127.0.0.1:* ]]; }

# What runs may have been started on other ports than this call was given.
running_postgres_port() { sed --quiet 4p "$data/postmaster.pid"; }
running_redis_port() { command_line "$1/redis.pid" | sed 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/'; }

require_free_port() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || fail "port $1 is taken by something else; set $2 to another."
}

make_database() {
  [[ ! -e $data ]] || return 0
  # The collation is a natural language's, as on most servers, so that a forgotten `collate "C"` shows in tests.
  # The password is no secret: it only makes the connection string the same as with compose.yaml.
  local new="$data.new"
  rm -rf "$new"
  mkdir "$new"
  if ((EUID == 0)); then chown postgres: "$new"; fi
  echo perto >"$folder/password"
  as_owner "$bin/initdb" --pgdata "$new" --username perto --pwfile "$folder/password" --auth scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8 --locale-provider icu --icu-locale en >"$folder/initdb.log" 2>&1 ||
    fail "the database could not be made; see $folder/initdb.log"
  mv "$new" "$data"
}

# PostgreSQL takes a killed server that is still in the process table for a running one.
await_reaping() {
  local pid attempt
  pid=$(head --lines 1 "$data/postmaster.pid" 2>/dev/null) || return 0
  for attempt in {1..100}; do
    grep --quiet '^State:.*zombie' "/proc/$pid/status" 2>/dev/null || return 0
    sleep 0.1
  done
}

start_postgres() {
  ! postgres_runs || return 0
  require_free_port "$postgres_port" PERTO_POSTGRES_PORT
  lay_out_postgres
  make_database
  await_reaping
  # Without fsync: what the system was given outlives a killed process, and the databases of tests need not outlive a power cut.
  as_owner "$bin/pg_ctl" start --wait --timeout 60 --pgdata "$data" --log "$data/postgresql.log" --options \
    "-c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories='' -c max_connections=200 -c fsync=off -c full_page_writes=off" \
    >/dev/null 9>&- || fail "PostgreSQL did not start; see $data/postgresql.log"
}

# start_redis DATA PORT SETTING PROGRAM...: SETTING is the variable that names the port.
start_redis() {
  local data=$1 port=$2 setting=$3 attempt
  ! redis_runs "$data" || return 0
  require_free_port "$port" "$setting"
  as_owner "${@:4}" --bind 127.0.0.1 --port "$port" --save "" --appendonly no --dir "$data" \
    --daemonize yes --pidfile "$data/redis.pid" --logfile "$data/redis.log" >/dev/null 9>&-
  for attempt in {1..100}; do
    [[ $(redis-cli -p "$port" ping 2>/dev/null) != PONG ]] || return 0
    sleep 0.1
  done
  fail "Redis did not start; see $data/redis.log"
}

lock() {
  exec 9>"$folder/lock"
  flock 9
}

up() {
  require_programs
  make_folder
  lock
  build_pgvector
  fetch_redis8
  write_redis8_program
  start_postgres
  start_redis "$redis_data" "$redis_port" PERTO_REDIS_PORT redis-server
  start_redis "$redis8_data" "$redis8_port" PERTO_REDIS8_PORT "$redis8_program"
  status
}

stop_redis() {
  local data=$1 pid
  redis_runs "$data" || return 0
  pid=$(cat "$data/redis.pid")
  kill "$pid"
  while redis_runs "$data"; do sleep 0.1; done
}

# Removes what this script made and nothing else: PERTO_SERVICES_DIR may name a folder that holds other things too.
purge() {
  rm -rf "$built" "$tree" "$data" "$data.new" "$redis_data" "$redis8" "$redis8_data" "$folder"/{build,build.log,fetch,fetch.log,initdb.log,password,lock}
  rmdir --ignore-fail-on-non-empty "$folder"
}

down() {
  if [[ ! -d $folder ]]; then return; fi
  lock
  if postgres_runs; then as_owner "$bin/pg_ctl" stop --wait --mode fast --pgdata "$data" >/dev/null; fi
  stop_redis "$redis_data"
  stop_redis "$redis8_data"
  if [[ ${1:-} == --purge ]]; then purge; fi
}

status() {
  local code=0
  say_what_runs PostgreSQL "$(! postgres_runs || running_postgres_port)" || code=3
  say_what_runs Redis "$(! redis_runs "$redis_data" || running_redis_port "$redis_data")" || code=3
  say_what_runs "Redis 8" "$(! redis_runs "$redis8_data" || running_redis_port "$redis8_data")" || code=3
  return "$code"
}

# say_what_runs NAME PORT: PORT is empty where it does not run.
say_what_runs() {
  if [[ -z $2 ]]; then
    echo "$1 does not run"
    return 1
  fi
  echo "$1 runs on 127.0.0.1:$2"
}

exports() {
  status >/dev/null || fail "not all services run: scripts/services.sh up starts them."
  echo "export PERTO_TEST_POSTGRES='Host=127.0.0.1;Port=$(running_postgres_port);Username=perto;Password=perto;Database=postgres'"
  echo "export PERTO_TEST_POSTGRES_PROGRAMS='$bin'"
  echo "export PERTO_TEST_REDIS='127.0.0.1:$(running_redis_port "$redis_data")'"
  echo "export PERTO_TEST_REDIS8='127.0.0.1:$(running_redis_port "$redis8_data")'"
  echo "export PERTO_TEST_REDIS8_PROGRAM='$redis8_program'"
}

case "$*" in
  up) up ;;
  down) down ;;
  "down --purge") down --purge ;;
  status) status ;;
  "status --env") exports ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
