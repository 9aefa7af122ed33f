import type { Baseline } from '../../domain/upgrade/baseline/baseline.ts';
import { alignColumns } from '../base/table.ts';

/** What is known of a version, counted, for people. */
export function renderBaseline({ cli, binaries, features, protocol, models, help }: Baseline): string {
  const on = Object.values(features ?? {}).filter(({ enabled }) => enabled).length;
  const listed = (models ?? []).filter(({ visibility }) => visibility === 'list').map(({ slug }) => slug);
  const rows = [
    ['features', features ? `${Object.keys(features).length}, ${on} on by default` : 'none'],
    [
      'protocol',
      protocol
        ? `${Object.keys(protocol.requests).length} requests, ${protocol.notifications.length} notifications, ${protocol.serverRequests.length} server requests`
        : 'none',
    ],
    ['', protocol ? `digest ${protocol.digest}` : ''],
    ['models', models ? listed.join(', ') : 'none'],
    ['commands', String(Object.keys(help).length)],
    ...Object.entries(binaries).map(([platform, sha256]) => [platform, `SHA-256 ${sha256}`]),
  ];
  return `codex-cli ${cli}\n${alignColumns(rows)
    .map((row) => `  ${row}\n`)
    .join('')}`;
}

/** The same for programs, `codex-cockpit/baseline` version 1 (docs/json.md). */
export function renderBaselineJson(baseline: Baseline, path?: string): string {
  const document = { format: 'codex-cockpit/baseline', version: 1, path: path ?? null, baseline };
  return `${JSON.stringify(document, null, 2)}\n`;
}
