// What `npm run check` checks besides the build, as many at once as there are cores, the longest first. What one of them
// prints is shown when it has ended, so that no two mix.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, resolve } from 'node:path';
import pMap from 'p-map';

const tool = (path, ...args) => ['node', 'dist/launch.js', path, ...args];

const checks = {
  types: ['tsc', '--noEmit'],
  spelling: tool('node_modules/cspell/bin.mjs', 'lint', '--no-progress', '--no-summary'),
  style: ['biome', 'check', '.'],
  'unused code': tool('node_modules/knip/bin/knip.js'),
  'code that tests alone use': tool('node_modules/knip/bin/knip.js', '--production'),
  dependencies: tool(
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    'src',
    '--config',
    '.dependency-cruiser.mjs',
  ),
  phrases: tool('scripts/check-phrases.mjs'),
};

const env = { ...process.env, PATH: [resolve('node_modules/.bin'), process.env.PATH].join(delimiter) };

const run = ([name, [file, ...args]]) =>
  new Promise((done) => {
    execFile(file, args, { env, maxBuffer: 1e9 }, (fault, stdout, stderr) => {
      process.stdout.write(
        `${fault ? '✖' : '✔'} ${name}\n${fault ? `${fault.message}\n` : ''}${stdout}${stderr}`,
      );
      done(fault === null);
    });
  });

const ended = await pMap(Object.entries(checks), run, { concurrency: availableParallelism() });
process.exitCode = ended.every(Boolean) ? 0 : 1;
