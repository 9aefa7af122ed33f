import { resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { type Finding, finding } from '../../../domain/runs/gates/finding.ts';
import { type Gate, type GateResult, isWorkflow, judgePins } from '../../../domain/runs/gates/gate.ts';
import {
  findCodegen,
  judgeCodegen,
  judgeLevel,
  judgeReview,
} from '../../../domain/runs/gates/judge-codegen.ts';
import { judgeRisk } from '../../../domain/runs/gates/risk-matrix.ts';
import { checkPack, checkVerified } from '../../../domain/runs/pack/check-pack.ts';
import {
  type KnownPack,
  type PackDocument,
  packOfEntry,
  packOfFile,
} from '../../../domain/runs/pack/document.ts';
import { withoutOwnFiles } from '../../../domain/runs/pack/own-files.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { scanPins } from '../../upgrade/scan-pins.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { findRecordedPack, listPacks, readPackFile } from '../pack/read-pack.ts';
import { readRepository } from '../repository.ts';
import { readApproval, readMerges } from './arrival.ts';
import { type ChangeRequest, directCommits, type JudgedChange, readJudgedChange } from './change.ts';
import { type FoundPacks, knownRuns, packsBelow } from './known.ts';
import { readRiskMatrix } from './risk-matrix.ts';

/** What a gate that judges a change is asked. */
export type GateRequest = ChangeRequest & {
  /** Folders with evidence folders, and folders with packs. */
  runs: readonly string[];
  packs: readonly string[];
  /** Files with a pack each. */
  pack: readonly string[];
  matrix?: string | undefined;
  /** The automation level at which the pipeline works; undefined leaves it to how the change arrives. */
  level?: number | undefined;
  /** Files with answers of GitHub. */
  pulls?: string | undefined;
  reviews?: string | undefined;
};

type Reader = Pick<World, 'cwd' | 'environment'>;
type Entries = Pick<Views, 'entriesOfKind'> | undefined;

/**
 * Whether what captured runs wrote arrives by pull request, with a pack.
 *
 * @throws UsageError when something to judge by is missing
 */
export async function judgeSilentCodegen(
  world: Reader,
  views: Entries,
  request: GateRequest,
): Promise<GateResult> {
  const runs = await knownRuns(world, views, request.runs);
  const change = await readJudgedChange(world, request);
  const { matrix } = await readRiskMatrix(world, request.matrix);
  const found = await readPacks(world, views, request);
  const { branch, isOnProtected } = change;
  const merges = request.pulls === undefined ? undefined : await readMerges(world, request.pulls, branch);
  const codegen = findCodegen(change.changes, runs);
  const commits = isOnProtected && codegen.length > 0 ? await directCommits(world, change, merges) : [];
  const written = new Set(codegen.flatMap((one) => one.files.map(({ path }) => path)));
  const direct = new Map([...commits].filter(([path]) => written.has(path)));
  const isWaiting = change.arrival.type === 'push' && !isOnProtected;
  const level = request.level ?? (direct.size > 0 ? levels.commit : levels.pull);
  const approved = await approvalOf(world, change, request.reviews);
  const { findings, risk } = judgeCodegen({
    matrix,
    codegen,
    packs: found.known,
    direct,
    branch,
    level,
    approved,
  });
  const notes = [
    `${countOf(runs.length, 'captured run')} known; ${countOf(written.size, 'file')} of ${change.changes.total} changed by them.`,
    ...notesOn(change, request),
    ...(isWaiting && findings.length > 0
      ? [`${cleanLine(branch)} is not a protected branch: the change is judged when it goes to one.`]
      : []),
  ];
  return resultOf('no-silent-codegen', change, {
    risk: codegen.length === 0 ? null : risk,
    level,
    findings: isWaiting ? [] : [...brokenPacks(found), ...findings],
    notes,
  });
}

/**
 * Whether the change has the pack that its class asks for, verified as it is.
 *
 * @throws UsageError when something to judge by is missing
 */
export async function judgePackGate(
  world: Reader,
  views: Entries,
  request: GateRequest,
): Promise<GateResult> {
  if (!views && request.packs.length === 0 && request.pack.length === 0)
    throw new UsageError(
      'no pack is named, and there is no history that has some',
      'Name a file with --pack FILE, a folder with --packs DIR, or a database with --db.',
    );
  const change = await readJudgedChange(world, request);
  const { matrix } = await readRiskMatrix(world, request.matrix);
  const found = await readPacks(world, views, request);
  const changes = withoutOwnFiles(change.changes);
  const matching = found.known.filter((pack) => pack.changes.digest === changes.digest);
  const risk = judgeRisk(
    matrix,
    changes.files.map(({ path }) => path),
    matching.flatMap(({ policy }) => policy ?? []),
  );
  const level = request.level ?? levels.pull;
  const approved = await approvalOf(world, change, request.reviews);
  const check = async (known: KnownPack) => {
    const named = found.documents.get(known);
    const asked = { changes, needsVerification: risk.verification };
    if (!named) return checkVerified({ pack: known, name: known.name, ...asked });
    const recorded = await findRecordedPack(views, named.pack);
    return checkPack({ pack: named, file: known.name, recorded, ...asked });
  };
  const verdicts = await Promise.all(
    (matching.length > 0 ? matching : [...found.documents.keys()]).map(check),
  );
  // One good pack is enough; without one, the nearest says what is wrong.
  const nearest = verdicts.toSorted((one, other) => one.length - other.length)[0];
  const needed = risk.pack && changes.total > 0;
  const findings = [
    ...brokenPacks(found),
    ...(needed ? (nearest ?? [noPack(risk.class)]) : []),
    ...judgeLevel(risk, level),
    ...judgeReview(risk, level, approved),
  ];
  const notes = [
    `${countOf(found.known.length, 'pack')} known, ${matching.length} of this change.`,
    ...(needed ? [] : ['The change needs no pack.']),
    ...notesOn(change, request),
  ];
  return resultOf('pack', change, { risk, level, findings, notes });
}

/** Automation levels that follow from how a change arrives. */
const levels = { pull: 3, commit: 4 } as const;

function noPack(id: string): Finding {
  return finding(
    'no-pack',
    `the change is of class ${id} and has no review pack`,
    'Make one: codex-cockpit pack create --last --base REF --verify "COMMAND" -o pack.json',
  );
}

/**
 * Whether the workflows of a folder start the pinned CLI.
 *
 * @throws UsageError when no pin is known
 */
export async function judgePinsGate(
  world: Reader,
  { folder, pin, signal }: { folder: string; pin: string | undefined; signal: AbortSignal },
): Promise<GateResult> {
  if (pin === undefined)
    throw new UsageError(
      'no pin is known: there is no rollout',
      'Name it with --pin VERSION, or a database with --db.',
    );
  const scan = await scanPins(world, { folders: [folder], pin, signal });
  const repository = await readRepository(world, folder);
  const findings = judgePins(scan);
  const workflows = new Set(scan.found.map(({ place }) => place.file).filter(isWorkflow)).size;
  return {
    gate: 'pins',
    verdict: findings.length > 0 ? 'closed' : 'open',
    risk: null,
    level: null,
    repository: repository?.name ?? cleanLine(resolve(world.cwd, folder).split(/[\\/]/).at(-1) ?? ''),
    base: null,
    head: repository?.head ?? null,
    findings,
    notes: [`The pin is ${pin}; ${countOf(workflows, 'workflow file')} with Codex in it.`],
  };
}

/** The packs of files and of the history, and the documents of the former. */
type Packs = Pick<FoundPacks, 'broken'> & {
  known: readonly KnownPack[];
  documents: ReadonlyMap<KnownPack, PackDocument>;
};

async function readPacks(
  world: Reader,
  views: Entries,
  { packs: folders, pack: files }: GateRequest,
): Promise<Packs> {
  const { packs, broken } = await packsBelow(world, folders);
  const named = await Promise.all(
    files.map(async (file) => ({ pack: await readPackFile(world, file), file })),
  );
  const documents = new Map([...named, ...packs].map(({ pack, file }) => [packOfFile(pack, file), pack]));
  const recorded = (await listPacks(views)).map(({ body, seq }) => packOfEntry(body, seq));
  return { known: [...documents.keys(), ...recorded], documents, broken };
}

function brokenPacks({ broken }: Pick<FoundPacks, 'broken'>): readonly Finding[] {
  return broken.map(({ file, reason }) =>
    finding(
      'pack-tampered',
      cleanLine(reason),
      'Take the pack from where it was made, or delete the file.',
      cleanLine(file),
    ),
  );
}

async function approvalOf(
  world: Reader,
  { arrival, head }: JudgedChange,
  reviews: string | undefined,
): Promise<boolean | undefined> {
  if (reviews === undefined) return undefined;
  const author = arrival.type === 'pull request' ? arrival.author : null;
  return readApproval(world, reviews, { head, author });
}

function notesOn(
  { arrival, branch, isOnProtected }: JudgedChange,
  { pulls, reviews }: GateRequest,
): readonly string[] {
  const shown = cleanLine(branch);
  const how = {
    'pull request': `It is a pull request into ${shown}.`,
    push: `It is a push to ${shown}.`,
    other: 'The event names no change; it is judged by its commits.',
    none: isOnProtected ? `It is on ${shown}.` : 'It is judged as a pull request: no CI says how it arrives.',
  }[arrival.type];
  return [
    how,
    ...(isOnProtected && pulls === undefined
      ? ['Merges of branches are taken for pull requests: --pulls FILE says which are.']
      : []),
    ...(reviews === undefined
      ? ['Whether a person has approved it is not judged: --reviews FILE says it.']
      : []),
  ];
}

function resultOf(
  gate: Gate,
  { repository, base, head }: JudgedChange,
  { findings, ...rest }: Pick<GateResult, 'risk' | 'level' | 'findings' | 'notes'>,
): GateResult {
  const verdict = findings.length > 0 ? 'closed' : 'open';
  return { gate, verdict, repository: repository.name, base, head, findings, ...rest };
}

/** Records the answer of a gate. Returns the number of its entry. */
export async function recordGate(world: World, store: Store, result: GateResult): Promise<number> {
  const actor = await actingPerson(world);
  const { gate, verdict, risk, repository, base, head, findings } = result;
  const [entry] = await store.append(() => [
    {
      actor,
      subject: `gate/${gate}`,
      event: {
        kind: 'gate.judged',
        body: {
          v: 1,
          ...{ gate, verdict, repository, base, head },
          risk: risk?.class ?? null,
          findings: findings
            .slice(0, mostRecorded)
            .map(({ rule, message, path, line }) => ({ rule, message, path, line })),
        },
      },
    },
  ]);
  return entry?.seq ?? 0;
}

/** Findings that an entry has; a large change has one for each file. */
const mostRecorded = 200;
