import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findSessionFiles } from '../../../src/codex/sessions/find-session-files.ts';
import { type ReadJob, readSessionFile } from '../../../src/codex/sessions/read-session-file.ts';
import { readSessionFiles } from '../../../src/codex/sessions/read-session-files.ts';
import type { SessionFile } from '../../../src/domain/metrics/events/sessions.ts';
import { makePipe } from '../../support/pipe.ts';
import {
  copyOfHome,
  ledgerOf,
  readHome,
  recordedHome,
  totalsOf,
} from '../../support/sessions/recorded-homes.ts';
import { tempFolder } from '../../support/temp.ts';

const { plain, archived, compacted } = ledgerOf('0.139.0');
const pathOf = (home: string, id = '') =>
  findSessionFiles(home).files.find(({ name }) => name.includes(id))?.path ?? '';

/** Reads a file and insists that it can be read. */
async function read(path: string, known?: SessionFile): Promise<{ file: SessionFile; bytes: number }> {
  const answer = await readSessionFile(jobOf(path, known));
  if (answer.type !== 'read') throw new Error(JSON.stringify(answer));
  return answer;
}

const jobOf = (path: string, known?: SessionFile): ReadJob => ({
  ...{ path, known, packed: path.endsWith('.zst') },
  name: basename(path).replace(/\.zst$/, ''),
});

describe('a session file', () => {
  it('that grew is read on from where it ended', async () => {
    const path = pathOf(copyOfHome('0.139.0'), plain?.id);
    const whole = readFileSync(path);
    const half = whole.lastIndexOf(10, whole.length / 2) + 1;
    truncateSync(path, half);
    const first = await read(path);
    appendFileSync(path, whole.subarray(half));
    const second = await read(path, first.file);
    expect([first.bytes, second.bytes]).toEqual([half, whole.length - half]);
    expect(second.file).toEqual((await read(path)).file);
    expect(totalsOf([second.file]).total).toBe(plain?.total);
    expect(await read(path, second.file)).toMatchObject({ bytes: 0, file: second.file });
  });

  it('whose last line is cut says what its complete lines say, and the rest when the line is complete', async () => {
    const path = pathOf(copyOfHome('0.169.0'), ledgerOf('0.169.0').plain?.id);
    const whole = readFileSync(path);
    // In the middle of the last line with tokens.
    const cut = whole.lastIndexOf('"last_token_usage"');
    truncateSync(path, cut);
    const first = await read(path);
    expect(first.file.unreadable).toBe(0);
    appendFileSync(path, whole.subarray(cut));
    const second = await read(path, first.file);
    expect(second.file).toEqual((await read(path)).file);
  });

  it.each(['is shorter', 'has another begin'])('that %s than before is read anew', async (how) => {
    const path = pathOf(copyOfHome('0.139.0'), plain?.id);
    const { file } = await read(path);
    const other = readFileSync(pathOf(recordedHome('0.139.0'), compacted?.id), 'utf8');
    writeFileSync(path, how === 'is shorter' ? other : other + '\n'.repeat(file.read));
    expect(totalsOf([(await read(path, file)).file]).total).toBe(compacted?.total);
  });

  it('that is compressed says the same, and is not counted beside the one that is not', async () => {
    const home = copyOfHome('0.139.0');
    const before = await readHome(home);
    for (const { path } of findSessionFiles(home).files) {
      writeFileSync(`${path}.zst`, zstdCompressSync(readFileSync(path)));
      if (path !== pathOf(home, plain?.id)) rmSync(path);
    }
    const { files, unread } = findSessionFiles(home);
    expect(unread).toEqual([]);
    expect(files.filter(({ packed }) => packed)).toHaveLength(before.length - 1);
    const after = await readHome(home);
    expect(totalsOf(after)).toEqual(totalsOf(before));
    expect(after.map(({ name }) => name).sort()).toEqual(before.map(({ name }) => name).sort());
  });

  it('that was compressed badly is named, and not counted in part', async () => {
    const path = pathOf(copyOfHome('0.139.0'), plain?.id);
    const packed = zstdCompressSync(readFileSync(path));
    writeFileSync(`${path}.zst`, packed.subarray(0, packed.length / 2));
    writeFileSync(join(dirname(path), 'rollout-odd.jsonl.zst'), 'no Zstandard data');
    for (const name of [`${path}.zst`, join(dirname(path), 'rollout-odd.jsonl.zst')])
      expect(await readSessionFile(jobOf(name))).toMatchObject({
        type: 'unread',
        reason: expect.stringContaining('it cannot be unpacked: '),
      });
  });

  it('that was archived is the same file, and the copy that is not archived counts', async () => {
    const home = copyOfHome('0.139.0');
    const path = pathOf(home, plain?.id);
    const folder = join(home, 'archived_sessions');
    expect(pathOf(home, archived?.id)).toContain(folder);
    writeFileSync(join(folder, basename(path)), 'a copy that is older\n');
    expect(pathOf(home, plain?.id)).toBe(path);
    renameSync(path, join(folder, basename(path)));
    const found = findSessionFiles(home).files.filter(({ name }) => name === basename(path));
    expect(found).toMatchObject([{ path: join(folder, basename(path)) }]);
  });

  it('with a line of many megabytes is read in little memory', async () => {
    const home = tempFolder();
    const path = join(home, 'rollout-2026-11-22T10-00-00-x.jsonl');
    writeFileSync(
      path,
      '{"timestamp":"2026-11-22T10:00:00Z","type":"response_item","payload":{"type":"message","content":"',
    );
    const megabytes = 64;
    for (let n = 0; n < megabytes; n++) appendFileSync(path, 'x'.repeat(1 << 20));
    const last = { input_tokens: 5, output_tokens: 1 };
    const line = {
      timestamp: '2026-11-22T10:00:01Z',
      type: 'event_msg',
      payload: { type: 'token_count', info: { last_token_usage: last } },
    };
    appendFileSync(path, `"}}\n${JSON.stringify(line)}\n`);
    const before = process.memoryUsage().arrayBuffers;
    const { file } = await read(path);
    expect([totalsOf([file]).total, file.unreadable]).toEqual([6, 0]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((megabytes / 2) * 1024 * 1024);
  });
});

describe('what is no session file', () => {
  it('is named and never waited for: pipes, links and folders of that name', () => {
    const home = copyOfHome('0.139.0');
    const day = dirname(pathOf(home, plain?.id));
    makePipe(join(day, 'rollout-pipe.jsonl'));
    symlinkSync('/etc/passwd', join(day, 'rollout-link.jsonl'));
    mkdirSync(join(day, 'rollout-folder.jsonl'));
    writeFileSync(join(day, 'notes.txt'), 'x');
    const { files, unread } = findSessionFiles(home);
    expect(files).toHaveLength(findSessionFiles(recordedHome('0.139.0')).files.length);
    expect(unread.map(({ path, reason }) => `${basename(path)}: ${reason}`).sort()).toEqual([
      'rollout-link.jsonl: it is a link',
      'rollout-pipe.jsonl: it is a pipe',
    ]);
  });

  it('is not opened when it took the place of a file after that was found', async () => {
    const path = pathOf(copyOfHome('0.139.0'), plain?.id);
    rmSync(path);
    expect(await readSessionFile(jobOf(path))).toMatchObject({ type: 'gone' });
    makePipe(path);
    expect(await readSessionFile(jobOf(path))).toMatchObject({ type: 'unread', reason: 'it is a pipe' });
  });

  it('is nothing where there is no such folder', () => {
    expect(findSessionFiles(tempFolder())).toEqual({ files: [], unread: [] });
  });

  it('is followed only where the folder of all sessions is a link, as to another disk', () => {
    const [home, elsewhere] = [tempFolder(), copyOfHome('0.139.0')];
    symlinkSync(join(elsewhere, 'sessions'), join(home, 'sessions'));
    expect(findSessionFiles(home).files.length).toBe(
      readdirSync(dirname(pathOf(elsewhere, plain?.id))).length,
    );
  });
});

describe('many session files', () => {
  it('are read in threads, and say the same', async () => {
    const home = copyOfHome('0.139.0');
    const day = dirname(pathOf(home, plain?.id));
    const filler = `${JSON.stringify({ timestamp: 'x', type: 'world_state', payload: { text: 'x'.repeat(500_000) } })}\n`;
    for (const name of readdirSync(day)) {
      appendFileSync(join(day, name), filler.repeat(3));
      utimesSync(join(day, name), 1, 1);
    }
    const { files } = findSessionFiles(home);
    const jobs = files.map(({ size, ...file }) => ({ ...file, known: undefined, bytes: size }));
    expect(jobs.reduce((total, { bytes }) => total + bytes, 0)).toBeGreaterThan(8 * 1024 * 1024);
    const answers = (await Array.fromAsync(readSessionFiles(jobs))).flat();
    const read = answers.flatMap((answer) => (answer.type === 'read' ? [answer.file] : []));
    expect(read.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      [...(await readHome(home))].sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });
});
