import { join } from 'node:path';
import { expect, it } from 'vitest';
import { capturePlace } from '../../support/captures.ts';

const patch = (lines: readonly string[]) =>
  ({ type: 'patch', patch: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n') }) as const;
const done = { type: 'text', text: 'done' } as const;
const exec = ['--', 'codex', 'exec', '--disable', 'plugins', '-s', 'workspace-write', 'Add a file'];

it('an incident of real runs is found to be prompt drift, and is closed after a new run', async () => {
  const place = await capturePlace([
    ...[patch(['*** Add File: good.txt', '+good']), done],
    ...[patch(['*** Update File: existing.txt', '@@', '-old', '+wrong']), done],
    ...[patch(['*** Update File: existing.txt', '@@', '-old', '+right']), done],
  ]);
  const { git, write } = place;
  git('config', 'user.email', 'ada@example.com');
  git('config', 'user.name', 'Ada');
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-qm', message);
    return git('rev-parse', 'HEAD').trim();
  };
  const cockpit = async (...args: string[]) => {
    const ran = await place.run(...args);
    expect(ran, `${args.join(' ')}\n${ran.stderr}`).toMatchObject({ code: 0 });
    return ran.stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await cockpit(...args, '--json'));
  await cockpit('init', '--name', 'Acme');

  await cockpit('run', ...exec);
  commit('Good change');
  write('AGENTS.md', '# Rules\n\nWrite it wrong.\n');
  const drift = commit('Tell agents something else');
  git('switch', '-qc', 'codex');
  await cockpit('run', ...exec);
  commit('Bad change');
  git('switch', '-q', '-');
  git('merge', '-q', '--no-ff', '--no-edit', 'codex');
  const merge = git('rev-parse', 'HEAD').trim();

  const [bad] = (await json('run', 'list')).runs;
  const opened = await json('incident', 'open', '--run', bad.run.run, '--title', 'it is wrong');
  expect(opened.next.facts.at(-1).command).toBe(
    `git switch -c revert-i1 && git revert --no-edit -m 1 ${merge.slice(0, 12)}`,
  );
  git('revert', '--no-edit', '-m', '1', merge);
  await cockpit('incident', 'revert', '--commit', 'HEAD');
  await cockpit('incident', 'attach', '--out', join(place.runs, '..', 'evidence'));

  const compared = await json('incident', 'decide');
  expect(compared.proposed).toBe('prompt');
  expect(compared.advice).toEqual([
    {
      text: expect.stringMatching(
        `^AGENTS.md was changed by ${drift.slice(0, 12)} on .*: Tell agents something else$`,
      ),
      command: `git revert --no-edit ${drift.slice(0, 12)}`,
    },
  ]);
  await cockpit('incident', 'decide', '--cause', 'prompt');
  git('revert', '--no-edit', drift);
  await cockpit('run', ...exec);
  const [again] = (await json('run', 'list')).runs;
  await cockpit('pack', 'create', again.run.run, '--verify', 'grep right existing.txt');
  await cockpit('incident', 'rerun', '--run', again.run.run);
  expect((await json('incident', 'close', '--reason', 'the rules are back')).closed).toMatchObject({
    missing: [],
  });
});
