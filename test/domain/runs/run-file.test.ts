import { describe, expect, it } from 'vitest';
import { parseRunFile, renderRunFile } from '../../../src/domain/runs/run-file.ts';
import { capturedRun } from '../../support/captured-runs.ts';

const digests = { sha256: 'ab'.repeat(32), bytes: 1 };
const fileOf = (name: string) => ({ files: [{ name, stored: digests, raw: digests }] });

describe('the record of an evidence folder', () => {
  it('is read as it was written', () => {
    expect(parseRunFile(renderRunFile(capturedRun()), 'run.json')).toEqual(capturedRun());
  });

  it.each([
    [{ run: '../../../elsewhere' }, 'run.json: run.run: "../../../elsewhere" is not the id of a run'],
    [{ run: '/tmp/elsewhere' }, 'is not the id of a run'],
    [{ run: '$(touch x)' }, 'is not the id of a run'],
    [fileOf('../../.ssh/id_ed25519'), 'run.json: run.files: "../../.ssh/id_ed25519" is not a file'],
    [fileOf('..'), 'is not a file of an evidence folder'],
    [fileOf('/etc/hostname'), 'is not a file of an evidence folder'],
  ])('does not lead out of the folder with %j', (more, message) => {
    expect(() => parseRunFile(renderRunFile(capturedRun(more)), 'run.json')).toThrow(message);
  });
});
