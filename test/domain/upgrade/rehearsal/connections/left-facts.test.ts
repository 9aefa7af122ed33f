import { describe, expect, it } from 'vitest';
import {
  changedKeys,
  leftFacts,
  nameFile,
  nameProcess,
} from '../../../../../src/domain/upgrade/rehearsal/connections/left-facts.ts';

describe('what a CLI leaves behind', () => {
  it.each([
    ['packages', 'packages'],
    ['state_5.sqlite', 'state_5.sqlite'],
    ['rollout-2026-11-22T02-25-45-01a20112-e4ab-7102-ac45-aeba4d484f59.jsonl', 'rollout-<time>-<id>.jsonl'],
    ['releases/0.160.0-x86_64-unknown-linux-musl', 'releases/<version>-x86_64-unknown-linux-musl'],
    ['e1cd305deed8980be782a450bfc4b37c.lock', '<id>.lock'],
  ])('is named %s in every run: %s', (name, expected) => {
    expect(nameFile(name)).toBe(expected);
  });

  it.each([
    [
      ['/home/me/.codex/packages/releases/0.160.0/bin/codex', 'app-server', 'daemon', 'pid-update-loop'],
      'codex app-server daemon pid-update-loop',
    ],
    [['/opt/bwrap', '--as-pid-1', '--ro-bind', '/', '/'], 'bwrap (sandbox)'],
    [['MCP server', 'tickets'], 'MCP server tickets'],
    [['sleep', ''], 'sleep'],
    [[], ''],
  ])('is a process %j, told as %s', (argv, expected) => {
    expect(nameProcess(argv)).toBe(expected);
  });

  it('is told by name, and CODEX_HOME by its size too', () => {
    const facts = leftFacts(
      {
        processes: [
          ['/a/codex', 'daemon'],
          ['/b/codex', 'daemon'],
        ],
        home: ['sessions', 'state_5.sqlite', 'state_5.sqlite-wal', 'tmp', '.tmp'],
        homeBytes: 3 * 1024 * 1024,
        elsewhere: ['a socket of a daemon in the temp folder'],
        project: ['.aws'],
        config: [{ model: 'a' }, { model: 'a', notice: { seen: true } }],
      },
      'the screens',
    );
    expect(facts.map(({ key, value }) => [key, value])).toEqual([
      ['process codex daemon', 'left'],
      ['sessions in CODEX_HOME', 'left'],
      ['state_5.sqlite in CODEX_HOME', 'left'],
      ['a socket of a daemon in the temp folder', 'left'],
      ['.aws left in a folder of the project', 'left'],
      ['size of CODEX_HOME', '3.0 MiB'],
      ['config.toml', 'written: notice.seen'],
    ]);
  });

  it.each([
    [{ a: { b: 1 } }, { a: { b: 1 } }, []],
    [{ a: { b: 1 } }, { a: { b: 2, c: [1] } }, ['a.b', 'a.c']],
    [{ a: 1 }, {}, ['a']],
    [{}, { projects: { '/x': { trust_level: 'trusted' } } }, []],
    [{ a: 1 }, undefined, ['the whole file']],
    [undefined, undefined, []],
  ])('is a change from %j to %j of %j', (before, after, expected) => {
    expect(changedKeys(before, after)).toEqual(expected);
  });
});
