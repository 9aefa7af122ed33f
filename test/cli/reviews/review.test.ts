import { describe, expect, it } from 'vitest';
import { teamWithKinds } from '../../support/artifacts.ts';
import { commandLine } from '../../support/command-line.ts';

const checklist =
  'version: 1\nreview: high-risk-change\nareas: [{id: money, title: Payments}]\nquestions:\n' +
  '  - {id: tests, text: "Does a test fail without the change?"}\n' +
  '  - {id: secrets, text: "Is every secret a reference?"}\n';

const bob = ['--as', 'bob@example.com'];
const sue = ['--as', 'sue@example.com'];

/** A team whose checklist of two questions is approved, and a review that Bob has started. */
async function started() {
  const place = await teamWithKinds();
  await place.approved('high-risk-checklist', checklist);
  const { run, json } = commandLine(place.world);
  const opened = await run('review', 'start', '--change', 'shop#412', '--area', 'money', ...bob);
  return { run, json, opened };
}

describe('review', () => {
  it('goes from the questions to a finished review', async () => {
    const { run, json, opened } = await started();
    expect(opened.code).toBe(0);
    expect(opened.stdout).toContain('Does a test fail without the change?');
    expect(await json('review')).toMatchObject({
      format: 'codex-cockpit/reviews',
      reviews: [{ change: 'shop#412', areas: ['money'] }],
    });

    expect(await run('review', 'answer', 'r1', 'tests', 'yes', ...sue)).toMatchObject({ code: 0 });
    expect(await run('review', 'finish', 'r1', ...sue)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('secrets: Is every secret a reference?'),
    });
    await run('review', 'answer', 'shop#412', 'secrets', 'n/a', '--note', 'none is used', ...sue);
    expect(await run('review', 'finish', 'r1', ...sue)).toMatchObject({ code: 0 });

    expect((await json('review', 'list')).reviews).toEqual([]);
    expect((await json('review', 'list', '--all')).reviews).toHaveLength(1);
    expect((await run('review', 'show', 'r1')).stdout).toContain('sue@example.com');
  });

  it.each([
    [['answer', 'r1', 'tests', 'perhaps'], /yes, no or n\/a/],
    [['answer', 'r1', 'tests', 'no'], /note/],
    [['answer', 'r1', 'test', 'yes'], /did you mean "tests"\?/],
    [['show', 'r9'], /r9/],
    [['start'], /required option '--change <ref>' not specified/],
    [
      ['start', '--change', 'shop#413', '--area', 'mony'],
      /the checklist has no area "mony"\nIt has: money\./,
    ],
  ])('%j is refused with the reason', async (args, reason) => {
    const { run } = await started();
    expect(await run('review', ...args, ...sue)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(reason),
    });
  });
});
