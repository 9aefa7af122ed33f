import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { writeReport } from '../../app/files/write-report.ts';
import { readGrafanaFile } from '../../app/runs/observe/grafana-files.ts';
import { readObserved } from '../../app/runs/observe/read-observed.ts';
import { serveMetrics, sharing } from '../../app/runs/observe/serve-metrics.ts';
import { historyStamp } from '../../app/world/session.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';
import { isLoopback } from '../../domain/runs/observe/judge-request.ts';
import { type MetricsSnapshot, takeSnapshot } from '../../domain/runs/observe/snapshot.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  CONTENT_TYPES,
  EXPOSITION_FORMATS,
  renderExposition,
  renderExpositionJson,
} from '../../report/runs/observe/exposition.ts';
import type { Call } from '../program/call.ts';
import { choiceFlag, flag, readFlag, repeatedFlag } from '../program/flags.ts';
import { checkPath, naming } from '../program/output-flag.ts';
import { group, subcommand } from '../program/subcommand.ts';

const observedFlags = {
  label: choiceFlag('--label <label>', 'a further label of the metrics of captured runs', ['repository']),
  repositories: repeatedFlag(
    '--repository <folder>',
    'a repository whose copies of artifacts are compared with what counts; may be repeated',
  ),
};

type Observed = { label: 'repository' | undefined; repositories: readonly string[] };

const outFlag = flag('-o, --out <file>', 'write that file instead of printing');

async function snapshotOf(
  { label, repositories }: Observed,
  { world, readExisting }: Call,
): Promise<MetricsSnapshot> {
  const observed = await readExisting((store) => readObserved(world, store, { repositories }));
  return takeSnapshot(observed, { byRepository: label === 'repository' });
}

/** The text, or nothing once it is written to the file that was asked for. */
async function printOrWrite(text: string, out: string | undefined, { world }: Call): Promise<string> {
  if (out === undefined) return text;
  // The collector that reads it is another user, and there are only counts in it.
  const write = () => writeReport(resolve(world.cwd, out), text, 0o644);
  await naming(out, write, checkPath);
  return '';
}

const exporting = subcommand({
  name: 'export',
  summary: 'the metrics as a text that Prometheus reads, for the textfile collector',
  flags: {
    ...observedFlags,
    format: choiceFlag('--format <format>', 'the text format', EXPOSITION_FORMATS, 'prometheus'),
    out: outFlag,
  },
  run: async ({ format, out, json, ...observed }, call) => {
    const snapshot = await snapshotOf(observed, call);
    const text = json ? await renderExpositionJson(snapshot) : await renderExposition(snapshot, format);
    return printOrWrite(text, out, call);
  },
  text: (text) => text,
  json: (text) => text,
  advice: (_, { given: { out } }) => (out === undefined ? undefined : `Wrote ${out}.\n`),
  notes: 'A file is replaced whole or not at all, and everybody may read it (mode 0644, less the umask).',
  examples: [
    [
      'codex-cockpit metrics export -o /var/lib/node_exporter/codex.prom',
      'for the textfile collector of the node exporter, from cron or a timer',
    ],
    ['codex-cockpit metrics export --format openmetrics', 'as OpenMetrics'],
  ],
});

function readPort(text: string): number {
  const port = parseWholeNumber(text);
  if (port === undefined || port > 65_535) throw new InvalidArgumentError('It must be a port: 0 to 65535.');
  return port;
}

const serve = subcommand({
  name: 'serve',
  summary: 'answer the scrapes of Prometheus until Ctrl-C',
  flags: {
    ...observedFlags,
    port: readFlag('--port <port>', 'the port; 0 takes a free one', readPort, 9464),
    host: readFlag('--host <address>', 'the address to listen on', String, '127.0.0.1'),
    allowRemote: flag('--allow-remote', 'listen on an address that other machines can reach'),
    allowHosts: repeatedFlag('--allow-host <name>', 'a host name to answer to; may be repeated'),
  },
  run: async ({ host, port, allowRemote, allowHosts, json, ...observed }, call) => {
    if (!isLoopback(host) && !allowRemote)
      throw new UsageError(
        `${host}: other machines can reach this address`,
        'Leave out --host, or add --allow-remote: whoever reaches it can read the metrics.',
      );
    // What is wrong with the database or a folder is said before the first scrape.
    await snapshotOf(observed, call);
    const { host: process, world, given, signal, say } = call;
    // What ages, such as an item, is as old as a minute when nothing is recorded.
    const minute = () => Math.floor(world.now().getTime() / 60_000);
    const shared = sharing(
      () => `${minute()} ${historyStamp(world, given)}`,
      () => snapshotOf(observed, call),
    );
    if (allowRemote && !isLoopback(host))
      say(`Everybody who can reach ${host} can read the metrics: there is no password and no encryption.\n`);
    await serveMetrics({
      ...{ host, port, signal, names: allowHosts },
      scrape: async (format) => ({
        contentType: CONTENT_TYPES[format],
        text: await renderExposition(await shared(), format),
      }),
      tell: (line) => process.message(`${line}\n`),
      listening: (url, taken) => {
        process.out(json ? jsonDocument('metrics-server', { url, port: taken }) : `${url}\n`);
        say('Ctrl-C ends it.\n');
      },
    });
  },
  text: () => '',
  json: () => '',
  notes:
    'It only reads. /metrics answers in OpenMetrics or in the older text format, and /healthz says that it runs.',
  examples: [
    ['codex-cockpit metrics serve', 'on http://127.0.0.1:9464/metrics'],
    ['codex-cockpit metrics serve --port 0', 'on a free port, which is printed'],
    [
      'codex-cockpit metrics serve --host 0.0.0.0 --allow-remote --allow-host ci.example.com',
      'for a Prometheus on another machine',
    ],
  ],
});

const dashboard = subcommand({
  name: 'dashboard',
  summary: 'a dashboard of the metrics, to import into Grafana',
  flags: { out: outFlag },
  run: async ({ out }, call) => printOrWrite(await readGrafanaFile('codex-cockpit.json'), out, call),
  text: (text) => text,
  json: (text) => text,
  advice: (_, { given: { out } }) => (out === undefined ? undefined : `Wrote ${out}.\n`),
  examples: [
    ['codex-cockpit metrics dashboard -o codex-cockpit.json', 'in Grafana: Dashboards, New, Import'],
  ],
});

const alerts = subcommand({
  name: 'alerts',
  summary: 'alerts on the metrics, as a file of rules for Prometheus',
  flags: { out: outFlag },
  run: async ({ out }, call) => printOrWrite(await readGrafanaFile('alerts.yaml'), out, call),
  text: (text) => text,
  json: (text) => (text === '' ? '' : jsonDocument('alert-rules', { text })),
  advice: (_, { given: { out } }) => (out === undefined ? undefined : `Wrote ${out}.\n`),
  examples: [
    ['codex-cockpit metrics alerts -o /etc/prometheus/codex.yaml', 'named in rule_files of Prometheus'],
  ],
});

export const define = group({
  subcommands: [exporting, serve, dashboard, alerts],
  elsewhere: {
    command: 'metric',
    words: ['show', 'tokens', 'report', 'definitions', 'list', 'add', 'import', 'fetch', 'budget'],
  },
  examples: [
    ['codex-cockpit metrics serve', 'for Prometheus'],
    ['codex-cockpit metric', 'another command: quality, and adoption beside it'],
  ],
});
