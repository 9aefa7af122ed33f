import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

const address = 'https://hunter2@github.com/acme/shop?token=hunter2';

it('no credential of an address is recorded, whatever way the address comes in', async () => {
  const { world, store } = await team();
  const { run } = commandLine(world);
  const file = (name: string, text: string) => {
    const path = join(world.root, name);
    writeFileSync(path, text);
    return path;
  };
  const quality = file('q.csv', `metric,from,total,n,repository\ndefect-rate,2026-11-02,2,40,${address}\n`);
  const use = file('use.csv', `Day,Repo,Turns\n2026-11-02,${address},7\n`);
  const commands = [
    ['metric', 'import', 'quality', quality],
    [
      'metric',
      'import',
      'dashboard',
      use,
      '--map',
      'Day=day',
      '--map',
      'Repo=repository',
      '--map',
      'Turns=turns',
    ],
    [
      ...['metric', 'add', 'defect-rate', '5', '-n', '20', '--window', '2026-11-02', '--repository', address],
      ...['--source', 'https://ci:hunter2@ci.acme.test/'],
    ],
    [
      ...['change', 'tie', '--metric', 'defect-rate', '--repository', address, '--kind', 'instruction'],
      ...['--ref', 'AGENTS.md', '--expect', 'down', '--by', '5', '--review-on', '14d'],
      ...['--reason', 'see https://ci:hunter2@ci.acme.test/'],
    ],
    ['change', 'loop-back', '--task', 'password=hunter2', '--repository', address],
    ['question', 'ask', 'Why password=hunter2?', '--query', `metric show --repository ${address}`],
    ['question', 'answer', 'stalled-tasks', '--text', 'x', '--query', `metric show --repository=${address}`],
  ];
  for (const command of commands)
    expect([command.join(' '), await run(...command)]).toEqual([
      expect.anything(),
      expect.objectContaining({ code: 0, stdout: expect.not.stringContaining('hunter2') }),
    ]);
  const entries = await store.entries();
  expect(JSON.stringify(entries)).not.toContain('hunter2');
  expect((await run('metric', 'show', '--repository', 'github.com/acme/shop')).stdout).toContain('7 turns');
});
