import { type Finding, formatField } from '../../base/shape/finding.ts';
import { showName } from '../../base/text/look-alike.ts';
import { suggest } from '../../base/text/suggest.ts';
import type { FilesystemRule, SandboxProfile } from '../profiles/profile.ts';
import { isPattern, matchGlob } from '../trials/glob.ts';
import { type Machine, machineKey, realPath } from '../trials/machine.ts';
import type { Places } from '../trials/places.ts';
import { accessOf } from './access-of.ts';

/** Something about this machine that the rows cannot show, since they are tried on stand-ins. */
export type Notice = { verdict: 'warn' | 'skip'; message: string; remedy: string };

/**
 * Rules that do not do what they say on this machine: a place whose name is there with other capitals, and one place
 * under two names of which one denies it.
 */
export function machineFindings(profiles: readonly SandboxProfile[], machine: Machine): readonly Finding[] {
  const findings = profiles.flatMap(({ rules }) =>
    rules.flatMap((rule): Finding[] => {
      if (rule.place === undefined) return [];
      const fault =
        otherCapitals(rule, machine) ?? capitalsOfPattern(rule, machine) ?? secondName(rule, rules, machine);
      const field = rule.keys.length > 0 ? formatField(['permissions', ...rule.keys]) : rule.text;
      return fault ? [{ effect: 'ignored', place: rule.place, field, ...fault }] : [];
    }),
  );
  return [...new Map(findings.map((finding) => [`${finding.field} ${finding.message}`, finding])).values()];
}

type Fault = Pick<Finding, 'message' | 'remedy'>;

function otherCapitals(rule: FilesystemRule, { found }: Machine): Fault | undefined {
  const key = machineKey(rule);
  const there = key === undefined ? undefined : found.get(key);
  if (there?.kind !== 'missing') return undefined;
  const twin = there.beside.find((name) => name !== there.name && fold(name) === fold(there.name));
  return twin === undefined
    ? undefined
    : {
        message: `there is no ${showName(there.name)} on this machine, and there is ${showName(twin)}: Linux tells capitals apart`,
        remedy: `Write ${showName(twin)}.`,
      };
}

function capitalsOfPattern({ scope, access }: FilesystemRule, { files }: Machine): Fault | undefined {
  if (access !== 'deny' || scope.type !== 'workspace' || !isPattern(scope.path)) return undefined;
  const glob = scope.path;
  const missed = files.find(
    (file) => matchGlob(glob, file) === 'no' && matchGlob(fold(glob), fold(file)) === 'exact',
  );
  return missed === undefined
    ? undefined
    : {
        message: `${showName(missed)} matches it with other capitals alone: Linux tells them apart`,
        remedy: `Write a line for ${showName(missed.slice(missed.lastIndexOf('/') + 1))} too.`,
      };
}

const fold = (name: string) => name.normalize('NFKC').toLowerCase();

function secondName(
  rule: FilesystemRule,
  rules: readonly FilesystemRule[],
  machine: Machine,
): Fault | undefined {
  const path = pathOf(rule, machine);
  const other = rules
    .slice(0, rules.indexOf(rule))
    .find(
      (one) =>
        path !== undefined &&
        writtenPath(one) !== writtenPath(rule) &&
        pathOf(one, machine) === path &&
        (one.access === 'deny') !== (rule.access === 'deny'),
    );
  return (
    other && {
      message: `it is the same place as ${other.text} on this machine, and only one of the two can count`,
      remedy: 'Keep one line for the place.',
    }
  );
}

function pathOf(rule: FilesystemRule, machine: Machine): string | undefined {
  const key = machineKey(rule);
  // `//` and `/./` are the same as `/` to the CLI (seen on 0.139.0).
  return key === undefined ? undefined : realPath(key, machine)?.replace(/\/(\.?\/)+/g, '/');
}

const writtenPath = ({ scope }: FilesystemRule) => `${scope.type} ${'path' in scope ? scope.path : ''}`;

/** What else is to be said of this machine, for the profiles that were tried. */
export function machineNotices(profiles: readonly SandboxProfile[], machine: Machine): readonly Notice[] {
  const bounded = profiles.filter(({ fullAccess }) => !fullAccess);
  return [
    ...openedHere(bounded, machine),
    ...ripgrepNotice(bounded, machine),
    ...missingHere(bounded, machine),
  ];
}

/** Real places that nobody means to open, and which profiles open here. */
function openedHere(profiles: readonly SandboxProfile[], machine: Machine): readonly Notice[] {
  const { home, codexHome, workspace, isGitFolder, hooksPath } = machine;
  const places = realPlaces(machine);
  const above = workspace.slice(0, workspace.lastIndexOf('/')) || '/';
  const watched: readonly (readonly [string | undefined, string, string])[] = [
    [
      codexHome,
      `CODEX_HOME (${showName(codexHome)})`,
      'The row is tried on a substitute outside of it. Move one of the two.',
    ],
    [
      home === undefined ? undefined : `${home}/.profile`,
      `the home (${showName(home ?? '')})`,
      'The row is tried on a substitute outside of it. Move one of the two.',
    ],
    [
      isGitFolder ? `${workspace}/hooks` : undefined,
      'the git folder that this is run in',
      'Run sessions in a work tree: git runs the hooks of a git folder for the person.',
    ],
    [
      hooksPath,
      `the folder that git takes hooks from (core.hooksPath = ${showName(hooksPath ?? '')})`,
      'Give the profile a line for it with "read": git runs hooks for the person, without a sandbox.',
    ],
    [
      above === '/' ? undefined : above,
      `the folder above this workspace (${showName(above)})`,
      'A command can rename the workspace, and make its .git, .codex and .agents anew. Keep workspaces elsewhere.',
    ],
  ];
  return watched.flatMap(([path, name, remedy]): Notice[] => {
    if (path === undefined) return [];
    const open = profiles.filter((profile) => {
      const { access, rule } = accessOf(profile, path, places);
      return access === 'write' && !isShownByRows(rule);
    });
    const [first] = open;
    if (!first) return [];
    const { rule } = accessOf(first, path, places);
    const message = `${name} may be written here: ${open.map(({ id }) => showName(id)).join(', ')}, by ${rule?.text}`;
    return [{ verdict: 'warn', message, remedy }];
  });
}

/** What opens the disk, or a place seen from the home, opens the stand-ins too. */
function isShownByRows(rule: FilesystemRule | undefined): boolean {
  return rule?.scope.type === 'root' || (rule?.scope.type === 'path' && rule.scope.path.startsWith('~'));
}

/** The real places in the form of an isolated folder; what has no counterpart is nowhere. */
function realPlaces({ home, codexHome, workspace, tmpdir }: Machine): Places {
  // No absolute path, so that nothing is in it.
  const nowhere = 'nowhere';
  return {
    workspace,
    gitFolder: `${workspace}/.git`,
    outside: nowhere,
    userHome: home ?? nowhere,
    codexHome,
    login: `${codexHome}/auth.json`,
    tmpdir: tmpdir ?? nowhere,
    services: nowhere,
    loginName: `${codexHome}/auth.json`,
    disk: nowhere,
  };
}

function ripgrepNotice(profiles: readonly SandboxProfile[], { ripgrepConfig }: Machine): readonly Notice[] {
  const [found] = ripgrepFindings(profiles, ripgrepConfig);
  return found ? [{ verdict: 'warn', message: found.message, remedy: found.remedy }] : [];
}

/**
 * Denied patterns that a configuration file of ripgrep may leave open: the CLI looks for their files with ripgrep, and
 * hands the variable on (seen on 0.139.0, by the helper and in a session).
 *
 * @param ripgrepConfig the value of RIPGREP_CONFIG_PATH
 */
export function ripgrepFindings(
  profiles: readonly SandboxProfile[],
  ripgrepConfig: string | undefined,
): readonly Finding[] {
  if (ripgrepConfig === undefined || ripgrepConfig === '') return [];
  const patterns = profiles.flatMap(({ rules }) =>
    rules.filter(({ access, scope }) => access === 'deny' && 'path' in scope && isPattern(scope.path)),
  );
  return patterns.flatMap(({ place, keys, text }): Finding[] =>
    place === undefined
      ? []
      : [
          {
            effect: 'changed',
            place,
            field: formatField(['permissions', ...keys]),
            message: `RIPGREP_CONFIG_PATH is set (${showName(ripgrepConfig)}): the CLI looks for denied files with ripgrep, and what that file leaves out stays open, such as ${text}`,
            remedy: 'Unset it for sessions, or deny the places by their names.',
          },
        ],
  );
}

/** Places that are not on this machine: right for another one, or mistyped. */
function missingHere(profiles: readonly SandboxProfile[], { found }: Machine): readonly Notice[] {
  const rules = profiles.flatMap(({ rules }) => rules).filter(({ place }) => place !== undefined);
  const keys = new Set(rules.flatMap((rule) => machineKey(rule) ?? []));
  const missing = [...keys].flatMap((key) => {
    const there = found.get(key);
    return there?.kind === 'missing' ? [{ key, ...there }] : [];
  });
  const near = missing.flatMap(({ key, name, beside }) => {
    const prefix = key.slice(0, key.lastIndexOf(name));
    const meant = suggest(
      name,
      beside.filter((one) => !keys.has(`${prefix}${one}`) && !protectedNames.includes(one)),
    );
    return meant === undefined || fold(meant) === fold(name) ? [] : [{ key, meant: `${prefix}${meant}` }];
  });
  const others = missing.filter(({ key }) => !near.some((one) => one.key === key));
  return [
    ...near.map(
      ({ key, meant }): Notice => ({
        verdict: 'warn',
        message: `${shown(key)} is not on this machine, and ${shown(meant)} is, which no rule names`,
        remedy: `Write ${shown(meant)} if that is meant.`,
      }),
    ),
    ...(others.length === 0
      ? []
      : [
          {
            verdict: 'skip' as const,
            message: `not on this machine, and tried on a substitute: ${listed(others.map(({ key }) => shown(key)))}`,
            remedy:
              'A mistyped name looks the same: compare them. What is to be written must be there when the sandbox starts.',
          },
        ]),
  ];
}

// The CLI closes these itself, so nobody means to.
const protectedNames = ['.git', '.codex', '.agents'];

const mostNamed = 10;

function listed(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}

const shown = (key: string) => showName(key.replace(/^\.\//, ''));
