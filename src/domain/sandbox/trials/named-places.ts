import { showName } from '../../base/text/look-alike.ts';
import { namesFolder } from '../matrix/access-of.ts';
import { purposeOfRead } from '../matrix/read-rules.ts';
import type { FilesystemRule, RuleScope, SandboxProfile } from '../profiles/profile.ts';
import { exampleIn, examplesOf, isPattern } from './glob.ts';
import { type Found, type Machine, type MachineLink, machineKey } from './machine.ts';
import { folderOf, isWithin, type Places } from './places.ts';
import { type Moved, renameAbove, renameOutOf } from './rename.ts';

/** A place that profiles or expectations name, with what is tried there. */
export type NamedPlace = {
  use: 'read' | 'write';
  /** As it is named, with what of it is tried, such as `**\/*.env, far down`. */
  name: string;
  title: string;
  /** What a command reads or writes: a file that stands in for it, or a real one that is only looked at. */
  path: string;
  isReal: boolean;
  /** The place whose rules count for it; `path` when undefined. */
  meant?: string;
  /** Whether it is a file; told from its name where it is not on this machine. */
  isFile: boolean;
  /** Whether it is not on this machine. */
  missing?: boolean;
};

/** A place that is tried again after a folder above it was renamed. */
export type MovedPlace = Moved & {
  use: 'read' | 'write';
  name: string;
  /** Where it is before. */
  from: string;
};

/** A place for which there is no probe, and why. */
export type NotTried = { name: string; reason: string };

/** What is tried beside the probes that every profile gets. */
export type NamedPlaces = {
  tried: readonly NamedPlace[];
  notTried: readonly NotTried[];
  moved: readonly MovedPlace[];
  /** Links to lay out: where this machine has one on the way to a place, and its target. */
  links: readonly { at: string; to: string; isAbsolute: boolean; isFile: boolean }[];
};

/** The file with the canary in a folder. */
export const canaryName = 'canary';

type Named = {
  use: 'read' | 'write';
  scope: Extract<RuleScope, { path: string }>;
  from: 'a profile' | 'requirements' | 'an expectation';
  /** Whether the rule is to close the place: then it is tried after a rename too. */
  closes: boolean;
};

/** A rule, and what it is for where it says `read`. */
export type NamingRule = FilesystemRule & { purpose?: 'closes' | 'opens' | undefined };

/** More places make a trial slow, and do not fit on the command line of the CLI at some point. */
const mostPlaces = 300;
const mostText = 60_000;

/**
 * The places that profiles deny, open or close for writing and that expectations name, each once. A pattern is tried at
 * files that it matches, for `**` also far down, in a folder of a matching name, and at a file beside them.
 *
 * @param stated places of expectations, as `~/x`, `/x`, or seen from the workspace
 * @param machine what is at these places on this machine: stand-ins are of the same kind, and links where they are
 * @param scanDepth the greatest `glob_scan_max_depth` of a profile
 */
export function namedPlaces(
  {
    rules,
    stated = [],
    machine,
    scanDepth,
  }: {
    rules: readonly NamingRule[];
    stated?: readonly { use: 'read' | 'write'; path: string }[];
    machine?: Pick<Machine, 'found' | 'links'> | undefined;
    scanDepth?: number | undefined;
  },
  places: Places,
): NamedPlaces {
  const tried = new Map<string, NamedPlace>();
  const notTried = new Map<string, NotTried>();
  const moved = new Map<string, MovedPlace>();
  const links = linksIn(machine?.links ?? [], places);
  let text = 0;
  const add = (place: NamedPlace) => {
    const id = `${place.use}:${place.name}`;
    if (tried.has(id)) return;
    text += place.path.length;
    if (tried.size >= mostPlaces || text > mostText) {
      notTried.set(place.name, { name: place.name, reason: 'there are more places than one trial can take' });
      return;
    }
    const other = [...tried.values()].find((one) => isInTheWay(one, place));
    if (other)
      notTried.set(place.name, { name: place.name, reason: `${other.name} is tried at the same place` });
    else tried.set(id, place);
  };
  const move = (place: Omit<MovedPlace, keyof Moved>, found: Moved | undefined) => {
    const id = `${place.use}:${place.name}`;
    if (found && tried.has(id)) moved.set(id, { ...place, ...found });
  };
  for (const { use, scope, from, closes } of [...rules.flatMap(namedBy), ...stated.map(asNamed)]) {
    const there = machine?.found.get(machineKey({ scope }) ?? '');
    const at = folderOf({ scope }, places);
    const link = use === 'read' ? links.find((one) => one.at === at) : undefined;
    if (isPattern(scope.path)) {
      const reason = whyNotTried({ use, scope, from, closes });
      const found = reason === undefined ? tryPattern(scope, places) : leftOut(scope.path, reason);
      found.tried.forEach(add);
      if (reason === undefined) move(...tryMoved(scope, places, { scanDepth, number: moved.size + 1 }));
      for (const one of found.notTried) notTried.set(one.name, one);
    } else if (link) {
      add({
        ...placeOf(scope.path, canaryOf(link.to, link.isFile)),
        meant: canaryOf(link.at, link.isFile),
        title: `read the target of ${showName(scope.path)}`,
        name: `${scope.path}, its target`,
      });
    } else {
      const path = at;
      if (path === undefined || isItself(path, places)) continue;
      const impossible = whyNoPath(path);
      if (impossible !== undefined) {
        notTried.set(scope.path, { name: scope.path, reason: impossible });
        continue;
      }
      const isReal = !isStandIn(path, places);
      const kind = isFileThere(path, there);
      const file = use === 'read' && !isReal ? canaryOf(path, kind) : path;
      add({
        use,
        name: scope.path,
        title: `${use} ${showName(scope.path)}`,
        path: file,
        isReal,
        isFile: kind,
        missing: use === 'write' && !closes && there?.kind === 'missing',
      });
      const above = closes ? renameAbove(path, places) : undefined;
      const inside = file.slice(path.length);
      move({ use, name: scope.path, from: file }, above && { ...above, path: `${above.path}${inside}` });
    }
  }
  return {
    tried: [...tried.values()],
    notTried: [...notTried.values()],
    moved: [...moved.values()],
    links,
  };
}

function namedBy({ access, scope, keys, purpose }: NamingRule): Named[] {
  if (scope.type !== 'workspace' && scope.type !== 'path') return [];
  const from = keys.length > 0 ? 'a profile' : 'requirements';
  switch (access) {
    case 'deny':
      return [{ use: 'read', scope, from, closes: true }];
    case 'write':
      return [{ use: 'write', scope, from, closes: false }];
    case 'read':
      if (purpose === undefined || isPattern(scope.path)) return [];
      return [{ use: purpose === 'closes' ? 'write' : 'read', scope, from, closes: purpose === 'closes' }];
  }
}

function asNamed({ use, path }: { use: 'read' | 'write'; path: string }): Named {
  const type = path.startsWith('/') || path.startsWith('~/') ? 'path' : 'workspace';
  return { use, scope: { type, path }, from: 'an expectation', closes: false };
}

const placeOf = (name: string, path: string): NamedPlace => ({
  use: 'read',
  name,
  title: `read ${showName(name)}`,
  path,
  isReal: false,
  isFile: true,
});

function whyNotTried({ use, scope, from }: Named): string | undefined {
  if (use === 'write') return 'a pattern is tried for reading only';
  const isAbsolute = scope.type === 'path' && scope.path.startsWith('/');
  return isAbsolute && from !== 'a profile' ? `an absolute pattern of ${from} has no substitute` : undefined;
}

// What Linux takes for a name, and for a path (limits.h), less what a probe adds.
const longestName = 255;
const longestPath = 3_900;

/** Why no file can have a path. */
function whyNoPath(path: string): string | undefined {
  const bytes = (text: string) => Buffer.byteLength(text);
  if (path.includes('\0')) return 'no file can have a name with U+0000';
  const isTooLong = bytes(path) > longestPath || path.split('/').some((name) => bytes(name) > longestName);
  return isTooLong ? 'no file can have a name of that length' : undefined;
}

/** A pattern once more, at a file in a folder that is renamed. */
function tryMoved(
  { type, path: name }: Named['scope'],
  places: Places,
  { scanDepth, number }: { scanDepth: number | undefined; number: number },
): [Omit<MovedPlace, keyof Moved>, Moved | undefined] {
  const glob = type === 'workspace' ? name : name.replace(/^~?\//, '');
  const file = exampleIn(glob, `moved-${number}`) ?? examplesOf(glob, canaryName)?.matches[0] ?? '';
  const root = type === 'workspace' ? places.workspace : places.userHome;
  const isTried = (type === 'workspace' || name.startsWith('~/')) && !namesFolder(glob);
  return [
    { use: 'read', name, from: `${root}/${file}` },
    isTried ? renameOutOf(glob, file, { root, scanDepth }) : undefined,
  ];
}

function leftOut(
  name: string,
  reason: string,
): { tried: readonly NamedPlace[]; notTried: readonly NotTried[] } {
  return { tried: [], notTried: [{ name, reason }] };
}

function tryPattern(
  { type, path: name }: { type: 'workspace' | 'path'; path: string },
  places: Places,
): { tried: readonly NamedPlace[]; notTried: readonly NotTried[] } {
  const glob = type === 'workspace' ? name : name.replace(/^~?\//, '');
  const examples = examplesOf(glob, canaryName);
  if (!examples) return leftOut(name, 'it is not a pattern that can be read');
  const root =
    type === 'workspace' ? places.workspace : name.startsWith('~/') ? places.userHome : places.disk;
  const at = (path: string) => `${root}/${path}`;
  const impossible = [...examples.matches, examples.farDown ?? ''].map((path) => whyNoPath(at(path)));
  const reason = impossible.find((why) => why !== undefined);
  if (reason !== undefined) return leftOut(name, reason);
  const { farDown, inFolder, nearMiss } = examples;
  const [first, ...others] = namesFolder(glob) && inFolder ? [inFolder] : examples.matches;
  const place = (path: string | undefined, more: string): NamedPlace[] =>
    path === undefined ? [] : [placeOf(`${name}${more}`, at(path))];
  return {
    tried: [
      ...place(first, ''),
      ...others.flatMap((path) => place(path, `, as ${path.split('/').at(-1)}`)),
      ...place(farDown, ', far down'),
      ...(isForFiles(glob) || first === inFolder ? [] : place(inFolder, ', as a folder')),
      ...(nearMiss === undefined ? [] : [placeOf(`beside ${name}`, at(nearMiss))]),
    ],
    notTried: [],
  };
}

/** Whether the last part of a pattern can only be meant for files, such as `*.env`. */
function isForFiles(glob: string): boolean {
  const last = glob.split('/').at(-1) ?? '';
  return /^\*+$/.test(last) || isFile(last.replace(/[*?]+|\[[^\]]*\]|\{[^}]*\}/g, 'any'));
}

/** Whether one place is a file where the other needs a folder. */
function isInTheWay(one: NamedPlace, other: NamedPlace): boolean {
  if (one.isReal || other.isReal || one.path === other.path) return false;
  return (
    (one.use === 'read' && isWithin(other.path, one.path)) ||
    (other.use === 'read' && isWithin(one.path, other.path))
  );
}

function isItself(path: string, { workspace, userHome }: Places): boolean {
  return path === workspace || path === userHome;
}

function isStandIn(path: string, { workspace, userHome, codexHome, disk }: Places): boolean {
  return [workspace, userHome, codexHome, disk].some((folder) => isWithin(path, folder));
}

/** A file is its own canary, and a folder has one in it. */
function canaryOf(path: string, isFile: boolean): string {
  return isFile ? path : `${path}/${canaryName}`;
}

function isFileThere(path: string, there: Found | undefined): boolean {
  return there?.kind === 'file' || (there?.kind !== 'folder' && isFile(path));
}

/** The links of this machine on the isolated folder: what leads out of the workspace or the home leads outside. */
function linksIn(
  links: readonly MachineLink[],
  { workspace, userHome, outside }: Places,
): NamedPlaces['links'] {
  return links.map(({ in: where, from, to, isAbsolute, isFile }, index) => {
    const root = where === 'workspace' ? workspace : userHome;
    const target = to === undefined ? `${outside}/target-${index + 1}` : `${root}/${to}`;
    return { at: `${root}/${from}`, to: target, isAbsolute, isFile };
  });
}

/** Whether a name looks like one of a file: `.env` and `id.pem` do, `.ssh` and `secret` do not. */
function isFile(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /[^.]\.\w+$/.test(name) || /^\.(env|netrc|npmrc|pypirc|git-credentials)$/.test(name);
}

/** The rules of profiles, each once for a place: what they name is tried under every profile. */
export function rulesOf(profiles: readonly SandboxProfile[]): readonly NamingRule[] {
  return profiles.flatMap(({ rules }) =>
    rules.map((rule) => ({ ...rule, purpose: purposeOfRead(rule, rules) })),
  );
}
