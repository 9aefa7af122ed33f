import { describe, expect, it } from 'vitest';
import type { PackDocument } from '../../../../src/domain/runs/pack/document.ts';
import { fenced, inert, inertLine } from '../../../../src/report/runs/inert.ts';
import { packFormats } from '../../../../src/report/runs/pack/formats.ts';
import { renderPackMarkdown } from '../../../../src/report/runs/pack/markdown.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';
import { changesOf, passed, reviewPack } from '../../../support/review-packs.ts';

const hostile =
  '\u001b[31m````\n```\n<script>alert(1)</script>\n</details><img src=x onerror=alert(1)>\n@acme/security fixes #12, closes acme/web#3, resolves GH-4, Fixes https://github.com/acme/web/issues/5, closes PAY-6 &commat;team &#64;team\n/merge\n::error::x\n| a | b |\n[x](javascript:alert(1)) \u202eevil';

const diffOf = (text: string) => ({ text, cut: false, sha256: sha256(text) });

/** A pack in which everything that somebody else wrote is hostile. */
function hostilePack(): PackDocument {
  const path = 'src/`a`|<b>@team #1.ts';
  const changes = changesOf({ [path]: 'x' });
  const { inputs, tool } = capturedRun();
  const prompt = { from: 'argument' as const, sha256: sha256('x'), bytes: 1, summary: hostile };
  return reviewPack({
    run: capturedRun({
      ...{
        message: hostile,
        faults: [hostile],
        inputs: { ...inputs, prompt },
        tool: { ...tool, model: hostile },
      },
      changes,
    }),
    ...{
      changes,
      task: hostile,
      account: hostile,
      repository: hostile,
      created_by: hostile,
      diff: diffOf(`+${hostile}\n`),
    },
    verification: [passed(changes, { command: hostile, output: hostile, summary: hostile })],
    ...{ changed: [hostile], verified: [hostile], uncertain: [{ rule: 'stream-faults', text: hostile }] },
  });
}

/** Characters that a terminal, or the direction of a text, obeys. */
const obeyed = ['\u001b', '\u202e'];

/** What GitHub would act on, wherever in a text it stands. */
const active = /@[A-Za-z0-9]|#\d|\bGH-\d|:\/\/\S|\b(?:fix(?:es)?|close[sd]?|resolves?):?\s+[A-Z]+-\d/i;

describe('text that does nothing', () => {
  it.each([
    ['a mention', '@acme/team'],
    ['an issue', 'fixes #12'],
    ['an issue elsewhere', 'closes acme/web#3'],
    ['the old form', 'resolves GH-4'],
    ['an address', 'https://github.com/acme/web/issues/5'],
    ['a ticket', 'Fixes PAY-6'],
  ])('%s', (_, text) => {
    expect(text).toMatch(active);
    expect(inert(text)).not.toMatch(active);
    // Nothing visible is taken away.
    expect(inert(text).replaceAll('\u200b', '')).toBe(text);
  });

  it('on a line has no markup, no entity and no line end', () => {
    expect(inertLine(hostile)).not.toMatch(active);
    expect(inertLine(hostile)).not.toMatch(/\n|(?<!\\)[<`[|]/);
    for (const sign of obeyed) expect(inertLine(hostile)).not.toContain(sign);
    expect(inertLine('&commat;team')).toBe('&amp;commat;team');
  });

  it('in a block cannot end it', () => {
    const text = 'a\n```\nb\n``````\nc';
    const lines = fenced(text).trimEnd().split('\n');
    expect(lines[0]).toBe('```````');
    expect(lines.filter((line) => line.startsWith('```````'))).toHaveLength(2);
  });
});

describe('a pack as Markdown', () => {
  it('says what changed, what was verified and what remains uncertain', () => {
    const text = renderPackMarkdown(
      reviewPack({ verification: [], verified: ['Nothing: no verification was run.'] }),
    );
    expect(text.match(/^##.*$/gm)).toEqual([
      '## Review pack: Add slug\\(\\)',
      '### What changed',
      '### What was verified',
      '### What remains uncertain',
      '### Diff',
    ]);
    expect(text).toContain('- Nothing: no verification was run.');
    expect(text).toContain('```diff\n--- a/src/slug.ts\n');
  });

  it('lets hostile text do nothing', () => {
    const text = renderPackMarkdown(hostilePack());
    expect(text).not.toMatch(active);
    // Outside of blocks the only tags are ours, no entity is decoded, and no line is a command of GitLab.
    const outside = text.replaceAll(/^(`{4,})(?:diff)?\n[\s\S]*?^\1$/gm, '').replaceAll(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/&(?!amp;)|^\//m);
    expect(outside.match(/(?<!\\)<[^>]*>/g)).toEqual([
      '<details>',
      '<summary>',
      '</summary>',
      '</details>',
      '<details>',
      '<summary>',
      '</summary>',
      '</details>',
    ]);
    for (const sign of obeyed) expect(text).not.toContain(sign);
    expect(text.match(/^### .*$/gm)).toHaveLength(5);
  });

  it('has room in a pull request whatever its size, and says what is cut, with its digest', () => {
    const line = `+${'x'.repeat(98)}\n`;
    const diff = diffOf(line.repeat(3000));
    const text = renderPackMarkdown(reviewPack({ diff }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    const [, shown] = /The diff is cut: (\d+) of 300000 characters are shown/.exec(text) ?? [];
    expect(Number(shown) % line.length).toBe(0);
    expect(text).toContain(diff.sha256);
  });

  it('shows as much of a diff as there is room for, with the invisible spaces in it', () => {
    const text = renderPackMarkdown(
      reviewPack({ diff: diffOf('+ fixes #1, @acme/team and https://a.example\n'.repeat(20_000)) }),
    );
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
  });

  it('cuts the diff before anything else, and then names of files, outputs and sentences', () => {
    const files = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`src/${'d'.repeat(200)}/${index}.ts`, 'x']),
    );
    const changes = changesOf(files);
    const verification = Array.from({ length: 100 }, () => passed(changes, { output: hostile.repeat(100) }));
    const uncertain = Array.from({ length: 200 }, () => ({
      rule: 'stream-faults' as const,
      text: hostile.repeat(20),
    }));
    const sentences = uncertain.map(({ text }) => text);
    const text = renderPackMarkdown(
      reviewPack({
        changes,
        verification,
        uncertain,
        changed: sentences,
        verified: sentences,
        diff: diffOf('+x\n'.repeat(50_000)),
      }),
    );
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/1,4\d\d more files not shown here/);
    expect(text).toMatch(/- and 1\d\d more: the pack as JSON has them/);
    expect(text).toMatch(/The diff is cut: \d+ of 150000/);
    expect(text.match(/^### .*$/gm)).toEqual([
      ...['### What changed', '### What was verified', '### What remains uncertain', '### Diff'],
    ]);
  });

  it('never cuts a fence open', () => {
    const diff = diffOf('+````````\n'.repeat(20_000));
    const text = renderPackMarkdown(reviewPack({ diff }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.match(/^`{9}(?:diff)?$/gm)).toEqual(['`````````diff', '`````````']);
    expect(text.trimEnd().endsWith('</details>')).toBe(true);
  });
});

describe('a pack as a page and as JSON', () => {
  it('the page runs nothing and has no tag of anybody else', () => {
    const html = packFormats.html(hostilePack());
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)/);
    for (const sign of obeyed) expect(html).not.toContain(sign);
    expect(html).toContain('&lt;script&gt;');
    for (const title of ['What changed', 'What was verified', 'What remains uncertain', 'Diff'])
      expect(html).toContain(`<h2>${title}</h2>`);
  });

  it('the JSON is the pack, with nothing in it that a terminal obeys', () => {
    const pack = hostilePack();
    expect(JSON.parse(packFormats.json(pack))).toEqual(pack);
    for (const sign of obeyed) expect(packFormats.json(pack)).not.toContain(sign);
  });
});
