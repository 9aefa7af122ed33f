import { describe, expect, it } from 'vitest';
import type { BundleFacts, TimelineEntry } from '../../../../src/domain/history/bundle/bundle-facts.ts';
import { EMPTY_PROOF } from '../../../../src/domain/history/proof/proof.ts';
import { renderBundleReadme } from '../../../../src/report/history/bundle/readme.ts';
import { renderBundleReport } from '../../../../src/report/history/bundle/report-html.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { exported, hostileTexts } from '../../../support/exported.ts';
import { checkFinished, rolloutStarted } from '../../../support/history.ts';

const facts: BundleFacts = {
  madeAt: '2026-11-21T12:00:00.000Z',
  madeBy: 'ada@example.com',
  rollout: {
    name: 'Acme',
    pin: '0.139.0',
    pinnedAt: '2026-11-20T12:00:00.000Z',
    surfaces: ['local'],
    startedAt: '2026-11-20T12:00:00.000Z',
    startedBy: 'ada@example.com',
  },
  phases: [],
  runs: [],
  checks: [],
  proof: { ...EMPTY_PROOF, entries: 1, head: 'ab', root: 'cd' },
  keys: ['codex-cockpit/x+01234567+AAAA'],
  first: undefined,
  last: undefined,
};

async function page(given: Partial<BundleFacts> = {}, entries: readonly TimelineEntry[] = []) {
  let html = '';
  for await (const piece of renderBundleReport(
    { ...facts, ...given },
    (async function* () {
      yield* entries;
    })(),
  ))
    html += piece;
  return html;
}

const timelineEntry = (event: Parameters<typeof exported>[0], more = {}): TimelineEntry => {
  const { body: _, ...columns } = exported(event, more).entry;
  return { ...columns, event };
};

describe('the report of a bundle', () => {
  it('tells what the history is and that it was found whole', async () => {
    const html = await page({}, [timelineEntry(rolloutStarted)]);
    expect(html).toContain('<title>Acme: audit report</title>');
    expect(html).toContain('every entry, text and checkpoint was as it was recorded');
    expect(html).toContain('started the rollout &quot;Acme&quot; with pin 0.139.0');
  });

  it('names every fault that was found', async () => {
    const html = await page({
      proof: {
        ...facts.proof,
        whole: false,
        fault: { seq: 2, reason: 'its content does not match its hash' },
      },
    });
    expect(html).toContain('<li>Entry 2: its content does not match its hash.</li>');
  });

  it('shows gates with who signed them, and what their items rest on', async () => {
    const html = await page({
      phases: [
        {
          id: 'pilot',
          title: 'Pilot',
          goal: '',
          output: '',
          state: 'passed',
          items: [],
          progress: { held: 3, required: 3 },
          requiredSignOffs: ['security owner'],
          signOffs: [
            {
              phase: 'pilot',
              role: 'security owner',
              person: 'bob@example.com',
              seq: 8,
              at: '2026-11-20T13:00:00.000Z',
              evidenceDigest: 'ab',
              items: undefined,
              signature: undefined,
              recordedKeys: [],
              givenBefore: undefined,
              state: 'current',
              reason: '',
              changes: [],
            },
          ],
          blockers: [],
          gate: {
            phase: 'pilot',
            decision: 'passed',
            seq: 9,
            at: '2026-11-20T14:00:00.000Z',
            actor: 'ada@example.com',
          },
        },
      ],
    });
    expect(html).toContain('Gate passed by ada@example.com on 2026-11-20T14:00:00.000Z (entry 9).');
    expect(html).toContain('Signed as security owner by bob@example.com');
    expect(html).toContain('without a signature');
  });

  it('leaves single checks to the runs they are of', async () => {
    expect(await page({}, [timelineEntry(checkFinished('r1'))])).not.toContain('cli.version');
  });

  it('says which entry cannot be read', async () => {
    const entry = { ...timelineEntry(rolloutStarted), event: undefined };
    expect(await page({}, [entry])).toContain('rollout.started: cannot be read');
  });

  it.each(hostileTexts)('runs nothing of what was recorded: %j', async (text) => {
    const { rollout } = facts;
    const entries = everyEvent(text).map((event) => timelineEntry(event, { actor: text, subject: text }));
    const html = await page(
      { rollout: rollout && { ...rollout, name: text, pin: text }, madeBy: text, keys: [text] },
      entries,
    );
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(?:script|img|iframe|link|a|form|object)\b/i);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('the README of a bundle', () => {
  it('lets the name of a rollout be no markup', () => {
    const { rollout } = facts;
    const readme = renderBundleReadme({
      ...facts,
      rollout: rollout && { ...rollout, name: '[x](y) <b>' },
      signedBy: undefined,
    });
    expect(readme).toMatch(/^# Audit bundle of \\\[x\\\]\\\(y\\\) \\<b\\>\n/);
    expect(readme).toContain(`${facts.keys[0]}\n`);
  });
});
