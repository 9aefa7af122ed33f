/**
 * What runs inside of the sandbox: a POSIX shell script that first prints a nonce, then tries each probe and
 * prints one line for it, `id TAB word TAB text`. Everything it works on comes as an argument.
 *
 * Arguments: nonce, pid and start time of a process of the host, node, the text of `netProbe`, port, host and
 * port outside (or empty), the Unix sockets as JSON, then three for each probe: act, id, path.
 */
export const probeScript = `
nonce=$1 pid=$2 started=$3 node=$4 net=$5 port=$6 host=$7 hostport=$8 sockets=$9
shift 9
say() { printf '%s\\t%s\\t%s\\n' "$1" "$2" "$3"; }
say nonce "$nonce" ''
while [ $# -ge 3 ]; do
  act=$1 id=$2 at=$3
  shift 3
  case $act in
  write)
    [ -d "\${at%/*}" ] || mkdir -p "\${at%/*}" 2>/dev/null
    if (printf '%s' "$nonce" > "$at") 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  read) say "$id" text "$(head -c 300 "$at" 2>/dev/null | tr -d '\\000-\\037')" ;;
  look)
    if [ -d "$at" ]; then seen=$(ls -A "$at" 2>/dev/null | head -n 1 | wc -l)
    elif [ -f "$at" ]; then seen=$(head -c 1 "$at" 2>/dev/null | wc -c)
    else seen=0; fi
    say "$id" count "$seen $([ -r "$at" ] && stat -c '%d:%i' "$at" 2>/dev/null)" ;;
  access) if [ -w "$at" ]; then say "$id" done ''; else say "$id" failed ''; fi ;;
  append) if (: >> "$at") 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  pipe) if (printf '%s\\n' "$nonce" 1<> "$at") 2>/dev/null; then say "$id" done ''; else say "$id" failed ''; fi ;;
  variable) say "$id" text "$(printenv "$at")" ;;
  privileges) say "$id" text "$(sed -n 's/^CapEff:[^0-9a-f]*//p' /proc/self/status)" ;;
  processes)
    seen=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f20)
    if [ "$seen" = "$started" ]; then say "$id" done ''; else say "$id" failed ''; fi ;;
  esac
done
if [ -x "$node" ]; then "$node" -e "$net" "$port" "$host" "$hostport" "$sockets" 2>/dev/null
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
