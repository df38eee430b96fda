#!/usr/bin/env bash
# PostgreSQL 15 with pgvector, and Redis, for tests and development on Debian 12: in one folder, on loopback only.
# Elsewhere `docker compose up` starts the same services on the same ports.
set -euo pipefail

usage="usage: scripts/services.sh up | down [--purge] | status [--env]

  up        starts what does not run yet; the first time builds pgvector and makes the database
  down      stops both; --purge removes the folder as well
  status    says what runs (exit code 3 unless both do); --env prints the exports that the tests read

  PERTO_SERVICES_DIR    the folder            default: .services in the repository
  PERTO_POSTGRES_PORT   port of PostgreSQL    default: 55432
  PERTO_REDIS_PORT      port of Redis         default: 56379"

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(realpath --canonicalize-missing "${PERTO_SERVICES_DIR:-$repository/.services}")
postgres_port=${PERTO_POSTGRES_PORT:-55432}
redis_port=${PERTO_REDIS_PORT:-56379}

system_postgres=/usr/lib/postgresql/15
pgvector_version=0.8.0
pgvector_suite=trixie

built="$folder/pgvector-$pgvector_version"  # what `make install` of pgvector made, under usr/
tree="$folder/postgresql"                   # PostgreSQL as it runs here: the system's with pgvector laid over it
bin="$tree/lib/postgresql/15/bin"
data="$folder/data"
redis_data="$folder/redis"

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
  mkdir -p "$redis_data"
  if ((EUID == 0)); then chown postgres: "$redis_data"; fi
}

# Debian 12 has no pgvector for PostgreSQL 15, Debian 13 has its source. The machine's own mirror serves both suites.
# Every apt path that is written to lies in the folder, so the machine's package lists stay as they are.
build_pgvector() {
  [[ ! -e $built/usr && ! -e /usr/share/postgresql/15/extension/vector.control ]] || return 0
  local work="$folder/build" codename mirror
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $codename" 'Component: main' 'Created-By: Packages' |
    head --lines 1)
  [[ -n $mirror ]] || fail "apt has no source for $codename main, so the mirror to fetch pgvector from is not known."

  say "building pgvector $pgvector_version"
  rm -rf "$work"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $pgvector_suite main" >"$work/sources.list"
  local apt=(apt-get --quiet=2
    -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache"
    -o APT::Sandbox::User=root)
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
redis_runs() { [[ $(command_line "$redis_data/redis.pid") == *redis-server\ 127.0.0.1:* ]]; }

# What runs may have been started on other ports than this call was given.
running_postgres_port() { sed --quiet 4p "$data/postmaster.pid"; }
running_redis_port() { command_line "$redis_data/redis.pid" | sed 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/'; }

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

start_redis() {
  ! redis_runs || return 0
  require_free_port "$redis_port" PERTO_REDIS_PORT
  as_owner redis-server --bind 127.0.0.1 --port "$redis_port" --save "" --appendonly no --dir "$redis_data" \
    --daemonize yes --pidfile "$redis_data/redis.pid" --logfile "$redis_data/redis.log" >/dev/null 9>&-
  local attempt
  for attempt in {1..100}; do
    [[ $(redis-cli -p "$redis_port" ping 2>/dev/null) != PONG ]] || return 0
    sleep 0.1
  done
  fail "Redis did not start; see $redis_data/redis.log"
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
  start_postgres
  start_redis
  status
}

stop_redis() {
  local pid
  pid=$(cat "$redis_data/redis.pid")
  kill "$pid"
  while redis_runs; do sleep 0.1; done
}

# Removes what this script made and nothing else: PERTO_SERVICES_DIR may name a folder that holds other things too.
purge() {
  rm -rf "$built" "$tree" "$data" "$data.new" "$redis_data" "$folder"/{build,build.log,initdb.log,password,lock}
  rmdir --ignore-fail-on-non-empty "$folder"
}

down() {
  if [[ ! -d $folder ]]; then return; fi
  lock
  if postgres_runs; then as_owner "$bin/pg_ctl" stop --wait --mode fast --pgdata "$data" >/dev/null; fi
  if redis_runs; then stop_redis; fi
  if [[ ${1:-} == --purge ]]; then purge; fi
}

status() {
  local code=0
  if postgres_runs; then
    echo "PostgreSQL runs on 127.0.0.1:$(running_postgres_port)"
  else
    echo "PostgreSQL does not run"
    code=3
  fi
  if redis_runs; then
    echo "Redis runs on 127.0.0.1:$(running_redis_port)"
  else
    echo "Redis does not run"
    code=3
  fi
  return "$code"
}

exports() {
  status >/dev/null || fail "not all services run: scripts/services.sh up starts them."
  echo "export PERTO_TEST_POSTGRES='Host=127.0.0.1;Port=$(running_postgres_port);Username=perto;Password=perto;Database=postgres'"
  echo "export PERTO_TEST_POSTGRES_PROGRAMS='$bin'"
  echo "export PERTO_TEST_REDIS='127.0.0.1:$(running_redis_port)'"
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
