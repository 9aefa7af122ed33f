import type { BundleFacts, TimelineEntry } from '../../../domain/history/bundle/bundle-facts.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import { describeFaults } from '../../../domain/history/proof/proof.ts';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { runState } from '../../../domain/rollout/status.ts';
import { escapeXml } from '../../base/escape.ts';
import { htmlEnd, htmlFacts, htmlList, htmlRow, htmlStart, htmlTable } from '../../base/html-page.ts';
import { gateDistance } from '../../rollout/phase.ts';

/**
 * The history as one HTML page, piece by piece: no script, nothing fetched, nothing of what was recorded acts in it.
 * What single checks came to stands in the timeline with their run, and entry by entry in `entries.jsonl`.
 */
export async function* renderBundleReport(
  facts: BundleFacts,
  entries: AsyncIterable<TimelineEntry>,
): AsyncGenerator<string> {
  yield htmlStart(`${facts.rollout?.name ?? 'Codex rollout'}: audit report`);
  yield htmlFacts(summary(facts));
  yield proof(facts);
  yield '<h2>Phases and gates</h2>\n';
  for (const phase of facts.phases) yield phaseSection(phase);
  yield checks(facts);
  yield '<h2>What was done</h2>\n<table>\n';
  yield `<thead>${htmlRow('th', ['Entry', 'When', 'Who', 'What', 'About'])}</thead>\n<tbody>\n`;
  for await (const entry of entries) {
    if (entry.kind !== 'check.finished') yield `${htmlRow('td', timelineCells(entry))}\n`;
  }
  yield `</tbody>\n</table>\n${htmlEnd}`;
}

function summary({ rollout, madeAt, madeBy, first, last, keys, proof }: BundleFacts): [string, string][] {
  return [
    ['Pinned CLI', rollout ? `${rollout.pin}, since ${rollout.pinnedAt}` : 'unknown'],
    ['Entries', `${proof.entries}, from ${first?.at ?? 'never'} to ${last?.at ?? 'never'}`],
    ['Hash of the last entry', proof.head ?? 'none'],
    ['Merkle root over all entries (hex)', proof.root ?? 'none'],
    ['Public keys that the history names', keys.join(', ') || 'none'],
    ['Bundle made', `${madeAt} by ${madeBy}`],
  ];
}

function proof({ proof }: BundleFacts): string {
  const faults = describeFaults(proof);
  const found = proof.whole
    ? '<p>When this bundle was made, every entry, text and checkpoint was as it was recorded.</p>\n'
    : `<p><strong>When this bundle was made, the history was not whole:</strong></p>\n${htmlList(faults)}\n`;
  return `<h2>Proof</h2>\n${found}${howToVerify}`;
}

const howToVerify = `<p>Do not take this page's word for it. With Node.js 18 or newer, and with the public key and a checkpoint that reached
you apart from this bundle:</p>
<pre>node verify.mjs --key acme.pub --checkpoint kept.checkpoint</pre>
<p><code>README.md</code> says how to do without the script.</p>
`;

function phaseSection(phase: DerivedPhase): string {
  const { title, state, progress, items, signOffs, requiredSignOffs, gate } = phase;
  const held = `${state}; ${progress.held} of ${progress.required} required items are done; ${gateDistance(phase)}`;
  const decision = gate && `Gate ${gate.decision} by ${gate.actor} on ${gate.at} (entry ${gate.seq}).`;
  const signed = signOffs.map(
    ({ role, person, at, seq, signature, state: worth }) =>
      `Signed as ${role} by ${person} on ${at} (entry ${seq}), ${signature ? 'with an SSH signature' : 'without a signature'}: ${worth}`,
  );
  const rows = items.map(({ item, state, reason, requirements }) => [
    item.id,
    item.title,
    item.required ? 'required' : 'optional',
    state,
    reason,
    requirements.flatMap(({ evidence }) => (evidence ? [`entry ${evidence.seq}`] : [])).join(', '),
  ]);
  return [
    `<h3>${escapeXml(title)}</h3>\n<p>${escapeXml(held)}. `,
    `${escapeXml(decision ?? 'The gate was not passed.')} Required sign-offs: ${escapeXml(requiredSignOffs.join(', ') || 'none')}.</p>\n`,
    signed.length > 0 ? `${htmlList(signed)}\n` : '',
    rows.length > 0
      ? htmlTable(['Item', 'Title', 'Counts', 'State', 'Why', 'Evidence'], rows)
      : '<p>No items.</p>\n',
  ].join('');
}

function checks({ runs, checks }: BundleFacts): string {
  if (runs.length === 0) return '<h2>Checks</h2>\n<p>No suite was run.</p>\n';
  return [
    '<h2>Checks</h2>\n<h3>Newest runs</h3>\n',
    htmlTable(
      ['Entry', 'When', 'Who', 'Suite', 'CLI', 'Pin', 'Verdict'],
      runs.map((run) => [
        String(run.seq),
        run.startedAt,
        run.startedBy,
        run.suite,
        run.cliVersion ?? 'unknown',
        run.pin,
        runState(run) === 'finished' ? (run.verdict ?? 'none') : runState(run),
      ]),
    ),
    '<h3>Results of the newest run</h3>\n',
    htmlTable(
      ['Entry', 'Check', 'Verdict', 'What was found', 'Expected', 'Actual'],
      checks.map((check) => [
        String(check.seq),
        `${check.check}: ${check.title}`,
        check.verdict,
        check.summary,
        check.expected ?? '',
        check.actual ?? '',
      ]),
    ),
  ].join('');
}

function timelineCells({ seq, at, actor, kind, subject, event }: TimelineEntry): readonly string[] {
  return [String(seq), at, actor, event ? summarizeEvent(event) : `${kind}: cannot be read`, subject];
}
