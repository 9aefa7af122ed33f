import { expect, it } from 'vitest';
import { teamWithKinds } from '../../../support/artifacts.ts';
import { testRepository } from '../../../support/repository.ts';
import { runCockpit } from '../../support.tsx';

it('a command is run in a repository, its result is seen and recorded; one that is stopped is not', async () => {
  const { approved, world, store } = await teamWithKinds();
  const listed = [
    ['tests', 'echo two tests failed; exit 1'],
    ['slow', 'sleep 600'],
  ].map(([id, script]) => `  - {id: ${id}, title: T, proves: P, command: ["/bin/sh", "-c", "${script}"]}\n`);
  await approved('verification-catalog', `version: 1\ncommands:\n${listed.join('')}`);
  const repository = testRepository({ 'a.txt': 'a\n' });
  const { keys, see } = runCockpit({ ...world, now: () => new Date() });
  await see('Gate ');
  keys('shift-tab', 'shift-tab');
  await see(/never run +tests/);
  keys('x', ...'/nowhere', 'enter');
  await see('there is no such folder');
  keys('ctrl-u', ...repository.root, 'enter');
  await see('runs here: /bin/sh -c echo two tests failed; exit 1, for 10 m');
  keys('enter');
  await see('tests: fail: exit 1');
  await see(/│ two tests failed/);
  keys('esc');
  await see(/✘ fail +tests/);
  expect(await store.catalogRuns()).toMatchObject([
    { command: 'tests', verdict: 'fail', by: 'ada@example.com' },
  ]);
  keys('j', 'x', 'ctrl-u', ...repository.root, 'enter');
  await see('Run slow in /');
  keys('enter');
  await see('running slow');
  keys('s');
  await see('slow was stopped; nothing is recorded');
  expect(await store.catalogRuns()).toHaveLength(1);
});
