/**
 * Sends a text to a datagram socket by the call `sendmsg`, which a program in perl has to make by its number: the
 * CLI refuses `connect` and `sendto` (seen on 0.139.0).
 */
const sendDatagram = `use Socket; my ($path, $text, $number) = @ARGV;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or exit 1;
my $address = pack_sockaddr_un($path);
my $vector = pack("PJ", $text, length $text);
my $message = pack("PL x4 PJ J J i x4", $address, length $address, $vector, 1, 0, 0, 0);
my $atOnce = 64;
exit(syscall($number + 0, fileno($socket), $message, $atOnce) == length($text) ? 0 : 1);`;

/** The number of that call, by the name that Node has for the machine. */
const sendmsg: Readonly<Record<string, number>> = { x64: 46, arm64: 211 };

/** Takes datagrams at a path, says so when it does, and ends with its stdin. */
export const takeDatagrams = `use Socket; $| = 1;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or exit 1;
bind($socket, pack_sockaddr_un($ARGV[0])) or exit 1;
print "ready\\n";
while (1) {
  my $ready = "";
  vec($ready, fileno($_), 1) = 1 for \\*STDIN, $socket;
  select($ready, undef, undef, undef);
  last if vec($ready, fileno(STDIN), 1);
  recv($socket, my $text, 4096, 0);
}`;

/**
 * What runs inside of the sandbox: a POSIX shell script that first prints a nonce, then tries each probe and
 * prints one line for it, `id TAB word TAB text`. Everything it works on comes as an argument.
 *
 * Arguments: nonce, pid and start time of a process of the host, node, the text of `netProbe`, port, host and
 * port outside (or empty), the Unix sockets as JSON, then three for each step: act, number of the probe, path. Without
 * a port nothing is asked of the network. For `rename` the two are the new place and the folder.
 */
export const probeScript = `
nonce=$1 pid=$2 started=$3 node=$4 net=$5 port=$6 host=$7 hostport=$8 sockets=$9
shift 9
datagram='${sendDatagram}'
sendmsg=${sendmsg[process.arch] ?? ''}
say() { printf '%s\\t%s\\t%s\\n' "$1" "$2" "$3"; }
say nonce "$nonce" ''
while [ $# -ge 3 ]; do
  act=$1 id=$2 at=$3
  shift 3
  case $act in
  write)
    [ -d "\${at%/*}" ] || mkdir -p "\${at%/*}" 2>/dev/null
    if { printf '%s' "$nonce" > "$at"; } 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  read)
    text=
    { IFS= read -r text < "$at"; } 2>/dev/null
    say "$id" text "$text" ;;
  rename)
    [ -d "\${id%/*}" ] || mkdir -p "\${id%/*}" 2>/dev/null
    mv "$at" "$id" 2>/dev/null ;;
  look)
    if [ -d "$at" ]; then seen=$(ls -A "$at" 2>/dev/null | head -n 1 | wc -l)
    elif [ -f "$at" ]; then seen=$(head -c 1 "$at" 2>/dev/null | wc -c)
    else seen=0; fi
    say "$id" count "$seen $([ -r "$at" ] && stat -c '%d:%i' "$at" 2>/dev/null)" ;;
  access) if [ -w "$at" ]; then say "$id" done ''; else say "$id" failed ''; fi ;;
  append) if { true >> "$at"; } 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  pipe) if { printf '%s\\n' "$nonce" 1<> "$at"; } 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  datagram)
    if [ -n "$sendmsg" ] && command -v perl >/dev/null 2>&1; then
      if perl -e "$datagram" "$at" "$nonce" "$sendmsg" 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi
    fi ;;
  namespace)
    if command -v unshare >/dev/null 2>&1; then
      if unshare -Ur true 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi
    fi ;;
  variable)
    eval "text=\\\${$at-}"
    say "$id" text "$text" ;;
  privileges)
    while read -r key text; do [ "$key" = CapEff: ] && break; done < /proc/self/status
    say "$id" text "$text" ;;
  processes)
    stat= seen= field=0
    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null
    for text in \${stat##*) }; do
      field=$((field + 1))
      [ "$field" = 20 ] && seen=$text
    done
    if [ "$seen" = "$started" ]; then say "$id" done ''; else say "$id" failed ''; fi ;;
  esac
done
if [ -z "$port" ]; then :
elif [ -x "$node" ]; then "$node" -e "$net" "$port" "$host" "$hostport" "$sockets" 2>/dev/null
elif [ -x /bin/bash ]; then
  said=$(/bin/bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && read -r line <&3 && printf %s "$line"' "$port" 2>/dev/null)
  say net.connect text "$said"
fi
`;

/**
 * The part that speaks to the network: it connects, listens, and connects outwards when there is a host. It
 * writes with `writeSync`: where sockets are closed, so is a stdout that is one, and `console.log` is lost.
 */
export const netProbe = `
const net = require('node:net');
const { writeSync } = require('node:fs');
const [port, host, hostport, sockets] = process.argv.slice(1);
const say = (id, word, text = '') => writeSync(1, [id, word, text].join('\\t') + '\\n');
const attempt = (id, target, onReady) => new Promise((resolve) => {
  const socket = net.connect({ ...target, timeout: 2000 });
  const end = (word, text) => { say(id, word, text); socket.destroy(); resolve(); };
  onReady(socket, end);
  socket.on('error', () => end('failed'));
  socket.on('timeout', () => end('failed'));
});
(async () => {
  await Promise.all([
    attempt('net.connect', { host: '127.0.0.1', port: Number(port) }, (socket, end) =>
      socket.on('data', (data) => end('text', String(data).trim()))),
    new Promise((resolve) => {
      const server = net.createServer().on('error', () => { say('net.bind', 'failed'); resolve(); });
      server.listen(0, '127.0.0.1', () => { say('net.bind', 'done'); server.close(resolve); });
    }),
    ...JSON.parse(sockets).map(({ id, path, answers }) => attempt(id, { path }, (socket, end) =>
      answers ? socket.on('data', (data) => end('text', String(data).trim()))
        : socket.on('connect', () => end('done')))),
    host === '' ? undefined : attempt('net.outbound', { host, port: Number(hostport) }, (socket, end) =>
      socket.on('connect', () => end('done'))),
  ]);
})();
`;
