import { describe, expect, it } from 'vitest';
import type { RatedDifference } from '../../../../src/domain/upgrade/rehearsal/rate.ts';
import { renderRehearsalHtml } from '../../../../src/report/upgrade/rehearsal/html.ts';
import type { RehearsalReport } from '../../../../src/report/upgrade/rehearsal/report.ts';
import { hostileTexts } from '../../../support/exported.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';

const entry = { seq: 12, hash: 'e'.repeat(64), by: 'ada@example.com' };

const tried: NonNullable<RatedDifference['tried']> = {
  script: { pin: '(\necho "pin"\n)\n', candidate: '(\necho "candidate" < /dev/null\n)\n' },
  pin: { exit: 0, said: '' },
  candidate: { exit: 2, said: 'unrecognized subcommand' },
  confirmed: true,
};

const waiver = {
  ...{ rehearsal: 'r', difference: 'commands: codex mcp-server', reason: 'retired next week' },
  ...{ by: 'grace@example.com', role: 'security owner' as const, at: '2026-11-22T11:00:00.000Z', seq: 13 },
  expiresAt: '2026-12-22T11:00:00.000Z',
};

const decision: NonNullable<RehearsalReport['decision']> = {
  at: '2026-11-22T12:00:00.000Z',
  waivers: [waiver],
  signatures: [],
  obstacles: [{ about: 'signature', what: 'nobody signed', remedy: 'codex-cockpit upgrade sign' }],
  outcome: undefined,
};

const page = (differences: readonly RatedDifference[], more: Partial<RehearsalReport> = {}) =>
  renderRehearsalHtml({
    rehearsal: rehearsalOf([ratedArea(differences)]),
    entry,
    decision: undefined,
    ...more,
  });

/** Names of elements, each closed in the order in which they were opened. */
function elementsOf(html: string): ReadonlySet<string> {
  const open: string[] = [];
  const names = new Set<string>();
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)(?: [^<>]*)?>/g)) {
    names.add(name);
    if (['meta'].includes(name)) continue;
    if (!slash) open.push(name);
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
  return names;
}

describe('the page of a rehearsal', () => {
  it('says the verdict first, then the two programs by their bytes', () => {
    const html = page([ratedDifference({ tried })]);
    const order = [
      'blocked: something of yours stops working',
      '1 blocker, 0 warnings, 0 notes.',
      `0.139.0, /opt/codex-0.139.0, SHA-256 ${'a'.repeat(64)}`,
      `0.169.0, /opt/codex-0.169.0, SHA-256 ${'b'.repeat(64)}`,
      `entry 12, hash ${'e'.repeat(64)}`,
      'Blockers: something of yours stops working',
      'Compared',
    ].map((text) => html.indexOf(text));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it('has of every blocker the lines that use it, what to do, and its witness for both with what it said', () => {
    const blockers = ['a', 'b', 'c'].map((name) =>
      ratedDifference({
        id: `commands: ${name}`,
        tried: { ...tried, script: { pin: `pin of ${name}`, candidate: `candidate of ${name}` } },
      }),
    );
    const html = page(blockers);
    for (const name of ['a', 'b', 'c']) {
      expect(html).toContain(`<pre>pin of ${name}</pre>`);
      expect(html).toContain(`<pre>candidate of ${name}</pre>`);
    }
    expect(html).toContain('<td>ci/review.sh:4:1</td><td>codex mcp-server</td>');
    expect(html).toContain('What to do: Call another command.');
    expect(html).toContain('exit 0 on the pin, exit 2 on the candidate');
    expect(html).toContain('<pre>unrecognized subcommand</pre>');
  });

  it('keeps a witness as it was written, to be copied', () => {
    expect(page([ratedDifference({ tried })])).toContain(
      '<pre>(\necho &quot;candidate&quot; &lt; /dev/null\n)\n</pre>',
    );
  });

  it('folds notes by area', () => {
    const note = ratedDifference({ weight: 'note', uses: [], concernsTeam: false, key: 'codex x' });
    expect(page([note])).toMatch(
      /<details><summary>commands and options: 1 note<\/summary>\n<table>[\s\S]*<td>codex x<\/td>[\s\S]*<\/details>/,
    );
  });

  it('says what was compared, what was not and why, and where no rules were written', () => {
    const areas = [
      ratedArea([], {
        gaps: [{ what: 'login', reason: 'needs an account', on: 'both' }],
        errors: [{ on: 'pin', message: 'no answer' }],
      }),
    ];
    const html = page([], { rehearsal: rehearsalOf(areas, { areasWithoutRules: ['models'] }) });
    expect(html).toContain('<td>commands and options</td><td>30</td>');
    expect(html).toContain('<li>commands and options: login: needs an account</li>');
    expect(html).toContain('<li>commands and options, on the pin: no answer</li>');
    expect(html).toMatch(/<li>nothing looked at: .*MCP servers/);
    expect(html).toContain('No rules were written for this version in: models.');
  });

  it('shows what was decided, and what is in the way', () => {
    const html = page([ratedDifference({ tried })], { decision });
    expect(html).toContain('Waived until 2026-12-22T11:00:00.000Z by grace@example.com: retired next week');
    expect(html).toContain('<td>nobody signed</td><td>codex-cockpit upgrade sign</td>');
    const outcome = { ...{ what: 'approved' as const, by: 'ada', at: 'now', reason: 'fine', seq: 20 } };
    const after = page([], { decision: { ...decision, outcome } });
    expect(after).toContain('<li>approved by ada on now (entry 20): fine</li>');
    expect(after).not.toContain('In the way');
  });

  it('does not call a blocker waived once the waiver has run out', () => {
    const late = { ...decision, at: '2027-01-01T00:00:00.000Z' };
    expect(page([ratedDifference()], { decision: late })).not.toContain('<p>Waived until');
  });

  it('says that a part is no answer', () => {
    expect(page([], { entry: undefined })).toContain('this is not an answer about the upgrade');
  });

  it.each(hostileTexts)('runs and fetches nothing of what a CLI, a file or a person said: %j', (text) => {
    const hostile = ratedDifference({
      ...{ id: `commands: ${text}`, key: text, where: [text], pin: text, candidate: text },
      rule: { id: text, why: text, remedy: text },
      overridden: { from: 'warning', reason: text },
      raw: { pin: text, candidate: text },
      tried: {
        ...tried,
        script: { pin: text, candidate: text },
        pin: { exit: 0, said: text },
        candidate: { exit: 1, said: text },
      },
      uses: [{ subject: { kind: 'command', name: text }, place: { file: text, line: 1, column: 1 }, text }],
    });
    const area = ratedArea([hostile, { ...hostile, weight: 'warning' }, { ...hostile, weight: 'note' }], {
      gaps: [{ what: text, reason: text, on: 'pin' }],
      errors: [{ on: 'pin', message: text }],
    });
    const cli = { version: text, path: text, sha256: text };
    const html = page([], {
      rehearsal: rehearsalOf([area], {
        ...{ pin: cli, candidate: cli, folders: [text], searched: [text] },
        unsearched: { files: [{ file: text, reason: text }], total: 1 },
        rules: { version: 1, digest: text, overrides: [{ rule: text, weight: 'note', reason: text }] },
      }),
      entry: { ...entry, by: text },
      decision: {
        ...decision,
        waivers: [{ ...waiver, difference: hostile.id, reason: text, by: text }],
        obstacles: [{ about: 'blocker', what: text, remedy: text }],
        outcome: undefined,
      },
    });
    const known =
      'html head meta title style body h1 h2 h3 h4 p strong dl dt dd ul li table thead tbody tr th td';
    expect(
      [...elementsOf(html)].filter(
        (name) => !`${known} article details summary pre`.split(' ').includes(name),
      ),
    ).toEqual([]);
    expect(html).not.toMatch(/<[a-z0-9]+(?: [^>]*)? (?:src|href|style|on[a-z]+)=/i);
    expect(html).not.toMatch(/url\(|@import/);
    expect(html).toContain("default-src 'none'");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('stays below a mebibyte with 5,000 notes of long texts, and counts the rest', () => {
    const long = 'x'.repeat(10_000);
    const notes = Array.from({ length: 5000 }, (_, index) =>
      ratedDifference({
        ...{ key: `${index} ${long}`, pin: long, candidate: long, weight: 'note', uses: [] },
        raw: { pin: long, candidate: long },
      }),
    );
    const html = page(notes);
    expect(html.length).toBeLessThan(1024 * 1024);
    expect(html).toContain('commands and options: 5,000 notes');
    expect(html).toContain('and 4700 more');
  });
});
