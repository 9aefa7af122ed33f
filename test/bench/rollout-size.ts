import { join, resolve } from 'node:path';
import type { CockpitEvent } from '../../src/domain/history/entry/event.ts';
import { frontMatter, parseRunbook } from '../../src/domain/runbooks/parse-runbook.ts';
import { openReadStore, openStore } from '../../src/store/connection/open.ts';
import type { Draft } from '../../src/store/log/append.ts';
import { toBlob, toEvidence } from '../../src/store/log/blob.ts';
import { checkFinished, rolloutStarted, runStarted } from '../support/history.ts';
import { itemText, runbookText } from '../support/runbooks.ts';
import { medians, type Ratio, run, time } from './measure.ts';

const bin = resolve('dist/main.js');
const runbooks = 10;
const itemsEach = 200;
const entries = 100_000;
const batch = 5000;

/** How long `status` takes on a large rollout, beside an empty one, and `db check`, beside the proof. */
export async function rolloutSize(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const empty = join(folder, 'empty-rollout.db');
  const large = join(folder, 'large-rollout.db');
  await build(empty, [draft(rolloutStarted)]);
  await build(large, largeRollout());
  const node = process.execPath;
  const times = await medians(9, {
    empty: () => run([node, bin, 'status', '--db', empty], env),
    large: () => run([node, bin, 'status', '--db', large], env),
  });
  const store = await openReadStore(large);
  const verified = await time(() => store.verify());
  const checked = await time(() => store.check());
  await store.close();
  return [
    {
      what: `db check of ${entries} entries`,
      ratio: checked / verified,
      yardstick: 'verifying them',
      note: `${(checked / 1000).toFixed(1)} s`,
    },
    {
      what: `status of ${runbooks * itemsEach} items and ${entries} entries`,
      ratio: times.large / times.empty,
      yardstick: 'status of an empty rollout',
      goal: '≤ 3',
    },
  ];
}

async function build(path: string, drafts: readonly Draft[]): Promise<void> {
  const store = await openStore(path, { now: () => new Date(), newId: () => crypto.randomUUID() });
  for (let from = 0; from < drafts.length; from += batch)
    await store.append(() => drafts.slice(from, from + batch));
  await store.close();
}

function largeRollout(): Draft[] {
  const books = Array.from({ length: runbooks }, (_, book) => published(book));
  const started = [draft(rolloutStarted), ...books];
  const left = entries - started.length;
  const results = Array.from({ length: left }, (_, n) => {
    const name = `run-${Math.floor(n / 30)}`;
    return draft(n % 30 === 0 ? runStarted(name) : checkFinished(name, `team.check-${n % 30}`));
  });
  return [...started, ...results];
}

function published(book: number): Draft {
  const id = `book-${book}`;
  const items = Array.from({ length: itemsEach }, (_, n) =>
    itemText(`${id}.item-${n}`, { evidence: `[{check: team.check-${n % 40}}]`, more: 'required: false' }),
  ).join('');
  const text = runbookText({ id, kind: 'guide', items });
  const runbook = parseRunbook(text, `runbooks/${id}.md`);
  const blob = toBlob(text);
  const event: CockpitEvent = {
    kind: 'runbook.published',
    body: {
      v: 1,
      runbook: id,
      revision: 1,
      text: toEvidence(runbook.file, blob),
      declaration: { ...frontMatter(runbook), phase: 'pilot' },
      reason: 'the bench',
      run: null,
      waived: 'the bench',
    },
  };
  return { ...draft(event), blobs: [blob] };
}

function draft(event: CockpitEvent): Draft {
  return { actor: 'bench@example.com', subject: 'bench', event };
}
