import { describe, expect, it } from 'vitest';
import { isWorkflow, judgePins } from '../../../../src/domain/runs/gates/gate.ts';
import {
  type CodegenQuestion,
  findCodegen,
  judgeCodegen,
} from '../../../../src/domain/runs/gates/judge-codegen.ts';
import { packOfEntry, packOfFile } from '../../../../src/domain/runs/pack/document.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { eventOf } from '../../../support/every-event.ts';
import { changesOf, passed, reviewPack, shippedMatrix } from '../../../support/review-packs.ts';

const changes = changesOf({ 'src/a.ts': 'a', 'docs/b.md': 'b' });
const run = capturedRun({ changes });
const commit = 'c'.repeat(40);

describe('what a change has of a captured run', () => {
  const filesOf = (change: typeof changes, of = run) =>
    findCodegen(change, [of]).flatMap(({ files }) => files.map(({ path }) => path));

  it('is what has the same path and the same content', () => {
    expect(filesOf(changes)).toEqual(['src/a.ts', 'docs/b.md']);
    expect(filesOf(changesOf({ 'src/a.ts': 'a', 'src/c.ts': 'a' }))).toEqual(['src/a.ts']);
    expect(filesOf(changesOf({ 'src/a.ts': 'edited' }))).toEqual([]);
  });

  it('never is a file whose content nobody knows', () => {
    const unknown = { ...changes, files: changes.files.map((file) => ({ ...file, sha256: null })) };
    expect(filesOf(unknown, capturedRun({ changes: unknown }))).toEqual([]);
  });

  it('has deleted files only beside others of the run, or when the run did nothing else', () => {
    const deleting = capturedRun({ changes: changesOf({ 'src/a.ts': 'a', 'old.ts': null }) });
    expect(filesOf(changesOf({ 'old.ts': null }), deleting)).toEqual([]);
    expect(filesOf(changesOf({ 'src/a.ts': 'a', 'old.ts': null }), deleting)).toEqual(['src/a.ts', 'old.ts']);
    expect(
      filesOf(changesOf({ 'old.ts': null }), capturedRun({ changes: changesOf({ 'old.ts': null }) })),
    ).toEqual(['old.ts']);
  });
});

describe('the gate no-silent-codegen', () => {
  const pack = reviewPack({ run, changes });
  const judge = (more: Partial<CodegenQuestion> = {}) =>
    judgeCodegen({
      ...{
        matrix: shippedMatrix(),
        codegen: [{ run, files: changes.files }],
        packs: [packOfFile(pack, 'p.json')],
      },
      ...{ direct: new Map(), branch: 'main', level: 3, approved: undefined },
      ...more,
    }).findings.map(({ rule, path }) => `${rule} ${path}`);

  it('is open for what has a verified pack and comes by pull request', () => {
    expect(judge()).toEqual([]);
  });

  const recorded = (of: string | null) => {
    const verified = {
      ...{ command: 'npm test', exit: 0, duration_ms: 7, verdict: 'pass' as const },
      ...{ digest: of, output: null },
    };
    return packOfEntry({ ...eventOf('pack.created').body, changes, verification: [verified] }, 7);
  };

  it('is open for what has a pack in the history that was verified as it is', () => {
    expect(judge({ packs: [recorded(changes.digest)] })).toEqual([]);
    expect(judge({ packs: [recorded('other')] })).toEqual([
      'not-verified src/a.ts',
      'not-verified docs/b.md',
    ]);
    expect(judge({ packs: [recorded(null)] })).toHaveLength(2);
  });

  it('is open where no captured run wrote anything', () => {
    expect(judge({ codegen: [], packs: [], level: 5 })).toEqual([]);
  });

  it.each<[string, Partial<CodegenQuestion>, string[]]>([
    ['without a pack', { packs: [] }, ['no-pack src/a.ts', 'no-pack docs/b.md']],
    [
      'with a pack of another change',
      { packs: [packOfFile(reviewPack({ changes: changesOf({ 'src/a.ts': 'other' }) }), 'p.json')] },
      ['no-pack src/a.ts', 'no-pack docs/b.md'],
    ],
    [
      'with an edited pack',
      { packs: [packOfFile({ ...pack, task: 'x' }, 'p.json')] },
      ['pack-tampered src/a.ts', 'pack-tampered docs/b.md'],
    ],
    [
      'with a pack without verification',
      { packs: [packOfFile(reviewPack({ run, changes, verification: [] }), 'p.json')] },
      ['not-verified src/a.ts', 'not-verified docs/b.md'],
    ],
    [
      'with a pack whose verification ran on other content',
      {
        packs: [
          packOfFile(
            reviewPack({ run, changes, verification: [passed(changes, { before: 'x', after: 'x' })] }),
            'p.json',
          ),
        ],
      },
      ['not-verified src/a.ts', 'not-verified docs/b.md'],
    ],
    [
      'by a direct commit',
      { direct: new Map([['docs/b.md', commit]]), level: 4 },
      ['direct-commit docs/b.md', 'level src/a.ts'],
    ],
    ['above the level of its class', { level: 5, approved: true }, ['level src/a.ts', 'level docs/b.md']],
    ['that nobody has approved', { approved: false }, ['review null']],
    [
      'merged without asking, when nobody told of an approval',
      { level: 5 },
      ['level src/a.ts', 'level docs/b.md', 'review null'],
    ],
  ])('is closed for a change %s', (_, more, expected) => {
    expect(judge(more)).toEqual(expected);
  });
});

describe('the gate pins', () => {
  it.each([
    ['.github/workflows/codex.yml', true],
    ['web/.github/actions/a/action.yml', true],
    ['.gitlab-ci.yml', true],
    ['Jenkinsfile', true],
    ['package.json', false],
    ['src/workflow.ts', false],
  ])('%s is a workflow: %s', (path, expected) => {
    expect(isWorkflow(path)).toBe(expected);
  });

  it('judges workflows alone, and says what to do', () => {
    const at = (file: string) => ({
      ...{ place: { file, line: 7, column: 3 }, form: 'package' as const, spec: '0.150.0', isFixable: true },
      drift: { state: 'differs' as const, version: '0.150.0' },
    });
    const scan = {
      ...{ pin: '0.139.0', files: 2, fixes: [], found: [at('.github/workflows/a.yml'), at('package.json')] },
      unread: [{ file: '.github/workflows/b.yml', reason: 'permission denied' }],
    };
    expect(judgePins(scan)).toEqual([
      {
        ...{
          rule: 'pins',
          message: 'it names 0.150.0; the pin is 0.139.0',
          path: '.github/workflows/a.yml',
          line: 7,
        },
        remedy: 'Name 0.139.0: codex-cockpit pins scan --fix --write',
      },
      expect.objectContaining({ rule: 'not-read', path: '.github/workflows/b.yml' }),
    ]);
  });
});
