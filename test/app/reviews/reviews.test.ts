import { describe, expect, it } from 'vitest';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { showEntry } from '../../../src/app/history/show-entry.ts';
import { listReviews, readReview } from '../../../src/app/reviews/read-reviews.ts';
import { answerReview, finishReview } from '../../../src/app/reviews/review-decisions.ts';
import { startReview } from '../../../src/app/reviews/start-review.ts';
import { teamWithKinds } from '../../support/artifacts.ts';

const checklist = (...questions: string[]) =>
  `version: 1\nreview: high-risk-change\nareas: [{id: money, title: Payments}]\nquestions:\n${questions.map((id) => `  - {id: ${id}, text: "Is ${id} seen to?"}\n`).join('')}`;

async function withChecklist(...questions: string[]) {
  const all = await teamWithKinds();
  await all.approved('high-risk-checklist', checklist(...questions));
  const start = (change = 'shop#412') => startReview(all.as('bob'), all.store, { change, areas: ['money'] });
  const answer = (question: string, given: 'yes' | 'no' | 'not applicable' = 'yes', note?: string) =>
    answerReview(all.as('sue'), all.store, { review: 'shop#412', question, answer: given, note });
  return { ...all, start, answer };
}

describe('the review of a change', () => {
  it('opens the approved checklist, and is answered and finished by people with a role', async () => {
    const { start, answer, store, as } = await withChecklist('tests', 'secrets');
    expect(await start()).toMatchObject({ id: 'r1', areas: ['money'], started: { by: 'bob@example.com' } });
    await answer('tests');
    await expect(finishReview(as('bob'), store, { review: 'r1' })).rejects.toMatchObject({
      exitCode: 1,
      message: 'the review r1 of shop#412 is not done:\n  open  secrets: Is secrets seen to?',
    });
    await answer('secrets', 'not applicable', 'no data is touched');
    await expect(finishReview(as('bob'), store, { review: 'r1' })).rejects.toThrow('a second person');
    expect(await finishReview(as('sue'), store, { review: 'r1' })).toMatchObject({
      finished: { by: 'sue@example.com', role: 'security owner', exceptions: [] },
    });
    expect((await store.evidence()).filter(({ kind }) => kind === 'review')).toMatchObject([
      {
        key: 'high-risk-change',
        outcome: 'good',
        summary: expect.stringContaining('shop#412 was reviewed; finished by sue'),
      },
    ]);
  });

  it('with exceptions is finished by a security owner or a rollout owner, who says why, and is no evidence', async () => {
    const { start, answer, store, as } = await withChecklist('tests', 'secrets');
    await start();
    await answer('tests', 'no', 'the test server is down');
    const asked = { review: 'shop#412', note: 'an outage; tested tomorrow, shop#413' };
    await expect(finishReview(as('bob'), store, asked)).rejects.toThrow(
      'may not let a change pass its review with exceptions',
    );
    expect(await finishReview(as('sue'), store, asked)).toMatchObject({
      finished: { exceptions: ['tests', 'secrets'], note: 'an outage; tested tomorrow, shop#413' },
    });
    expect((await store.evidence()).filter(({ kind }) => kind === 'review')).toEqual([]);
  });

  it('rests on its answers, which its entry names', async () => {
    const { start, answer, store, world } = await withChecklist('tests');
    await start();
    await answer('tests');
    const { finished, questions } = await finishReview(world, store, { review: 'r1' });
    const shown = await showEntry(store, finished?.seq ?? 0);
    expect(JSON.stringify(shown)).toContain(`"seq":${questions[0]?.answer?.seq}`);
  });

  it('keeps the questions that it began with', async () => {
    const { start, approved, store } = await withChecklist('tests');
    await start();
    await approved('high-risk-checklist', checklist('other', 'more'));
    expect((await readReview(store, 'r1')).questions.map(({ id }) => id)).toEqual(['tests']);
    expect((await start('shop#500')).questions.map(({ id }) => id)).toEqual(['other', 'more']);
  });

  it('is one at a time for a change, and another one once it is finished', async () => {
    const { start, answer, store, as } = await withChecklist('tests');
    await start();
    await expect(start()).rejects.toThrow('a review of shop#412 is open already: r1');
    await answer('tests');
    await finishReview(as('sue'), store, { review: 'r1' });
    expect(await start()).toMatchObject({ id: 'r2' });
    expect((await readReview(store, 'shop#412')).id).toBe('r2');
  });

  it('needs an approved checklist, a known area, and a role', async () => {
    const { store, world } = await teamWithKinds();
    await reviseArtifact(world, store, {
      artifact: 'high-risk-checklist',
      text: checklist('tests'),
      file: 'c',
    });
    await expect(startReview(world, store, { change: 'x' })).rejects.toThrow(
      'no revision of high-risk-checklist is approved',
    );
    await expect(startReview(world, store, { change: 'x', checklist: 'usage-policy' })).rejects.toThrow(
      'is no checklist',
    );
    const ready = await withChecklist('tests');
    await expect(startReview(ready.world, ready.store, { change: ' ' })).rejects.toThrow(
      'a review needs a change',
    );
    await expect(startReview(ready.world, ready.store, { change: 'x', areas: ['moon'] })).rejects.toThrow(
      'the checklist has no area "moon"',
    );
    for (const who of ['aud', 'eve'] as const)
      await expect(startReview(ready.as(who), ready.store, { change: 'x' })).rejects.toMatchObject({
        exitCode: 1,
      });
  });

  it('is listed while it is open, and stays the same when the tables are derived again', async () => {
    const { start, answer, store, as } = await withChecklist('tests');
    await start();
    await start('shop#500');
    await answer('tests');
    await finishReview(as('sue'), store, { review: 'r1' });
    const ids = async (which: 'open' | 'all') =>
      (await listReviews(store, { which, limit: 50 })).map(({ id }) => id);
    expect([await ids('open'), await ids('all')]).toEqual([['r2'], ['r2', 'r1']]);
    const before = await listReviews(store, { which: 'all', limit: 50 });
    await store.rebuild();
    expect(await listReviews(store, { which: 'all', limit: 50 })).toEqual(before);
    expect(await listReviews(store, { which: 'all', limit: 1 })).toHaveLength(1);
    await expect(readReview(store, 'r9')).rejects.toMatchObject({ exitCode: 2 });
  });
});
