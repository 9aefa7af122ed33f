import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendLog } from '../../../../src/app/runs/observe/append-log.ts';
import { logEvent } from '../../../../src/domain/runs/observe/log-event.ts';
import { renderLogLines } from '../../../../src/report/runs/observe/log-lines.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { tempFolder } from '../../../support/temp.ts';

const line = (model: string) =>
  renderLogLines([logEvent(capturedRun({ tool: { ...capturedRun().tool, model } }))]);
const models = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text).model);

describe('the log of captured runs', () => {
  it('is made for its owner alone, and gets one line for each run, those of runs that end at once too', async () => {
    const path = join(tempFolder(), 'runs.log');
    const names = Array.from({ length: 40 }, (_, number) => `model-${number}`);
    await Promise.all(names.map((model) => appendLog(path, line(model))));
    expect(models(path).toSorted()).toEqual(names.toSorted());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on after a line that a killed process left unfinished', async () => {
    const path = join(tempFolder(), 'runs.log');
    writeFileSync(path, `${line('one')}{"ts":"2026-`);
    await appendLog(path, line('two'));
    expect(readFileSync(path, 'utf8')).toBe(`${line('one')}{"ts":"2026-\n${line('two')}`);
  });

  it('has one line for a run whatever its texts have in them', () => {
    const text = line('gpt\u001b[2J\n\u0085\u2028\u202e\u0000');
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text).model).toBe('gpt\u001b[2J\n\u0085\u2028\u202e\u0000');
  });

  it('names the file that cannot be written', async () => {
    const path = join(tempFolder(), 'nowhere', 'runs.log');
    await expect(appendLog(path, line('x'))).rejects.toThrow(path);
  });
});
