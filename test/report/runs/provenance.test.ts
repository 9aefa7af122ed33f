import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/domain/runs/provenance/compare.ts';
import { provenanceOf } from '../../../src/domain/runs/provenance/record.ts';
import { plain } from '../../../src/report/base/paint.ts';
import {
  renderComparison,
  renderProvenanceText,
  renderVerification,
} from '../../../src/report/runs/provenance.ts';
import { capturedRun, sha256 } from '../../support/captured-runs.ts';

const hostile = `\u001b[2J\u009b31m\u202e\r\n${'x'.repeat(100_000)}`;
const file = { path: hostile, sha256: sha256('x') };
const run = capturedRun({
  arguments: ['exec', hostile],
  tool: { ...capturedRun().tool, model: hostile, profile: hostile },
  ci: { provider: hostile, workflow: hostile, job: hostile, run: hostile, actor: hostile },
  inputs: { prompt: null, instructions: [file], rules: [file], config: [file], output_schema: file },
  policy: { sandbox: hostile, approval: hostile, network: null, from: 'arguments' },
  changes: {
    base: null,
    files: Array.from({ length: 500 }, (_, index) => ({
      ...{ path: `${index}${hostile}`, kind: 'add' as const, sha256: sha256('x'), seen: 'stream' as const },
    })),
    total: 500,
    digest: null,
  },
});

describe('what a run says of itself', () => {
  it.each([
    ['its record', renderProvenanceText(provenanceOf(run), plain)],
    [
      'a comparison',
      renderComparison(
        { good: hostile, bad: 'b', comparison: compareRuns(capturedRun(), run) },
        plain,
      ).replace(/^Good .*$/m, ''),
    ],
    [
      'a verification',
      renderVerification(
        {
          run: 'r',
          verdict: 'different',
          checked: [{ what: hostile, result: 'different', detail: 'the disk: other content' }],
        },
        plain,
      ),
    ],
  ])('is shown in lines without control characters: %s', (_, text) => {
    const lines = text.split('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThan(250);
    expect(lines.length).toBeLessThan(80);
  });

  it('is shown as unknown or none where nothing is known', () => {
    const text = renderProvenanceText(
      provenanceOf(capturedRun({ git: null, tool: { ...capturedRun().tool, model: null } })),
      plain,
    );
    expect(text).toContain('model            unknown, effort medium');
    expect(text).toContain('profile          none');
    expect(text).toContain('commits          unknown to unknown');
  });
});
