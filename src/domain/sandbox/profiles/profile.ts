import type { Place } from '../../base/documents/place.ts';

/** What a profile lets a command do with a place. `write` includes reading. */
export type Access = 'deny' | 'read' | 'write';

/** Where a rule of a profile holds. A workspace path is relative to the workspace and may be a glob. */
export type RuleScope =
  | { type: 'root' }
  | { type: 'minimal' }
  | { type: 'tmpdir' }
  | { type: 'slash_tmp' }
  | { type: 'workspace'; path: string }
  /** Absolute, or beginning with `~/`. */
  | { type: 'path'; path: string };

/** One line of a profile's filesystem table. */
export type FilesystemRule = {
  scope: RuleScope;
  access: Access;
  /** As it was written, such as `"~/secret" = "deny"`. */
  text: string;
  /** Where; undefined for a rule of a built-in profile. */
  place: Place | undefined;
  /** The keys below `[permissions]`; none for a rule that no profile of a configuration declares. */
  keys: readonly string[];
};

/** What the network of a profile is meant to be. */
export type ProfileNetwork = {
  enabled: boolean;
  /** Whether the CLI sends it through its proxy, so that nothing is reached directly. */
  proxied: boolean;
  /** What is said of single hosts. */
  hosts: Readonly<Record<string, unknown>>;
  place: Place | undefined;
};

/** A permission profile with everything it inherits, as its author meant it. */
export type SandboxProfile = {
  id: string;
  /** Later rules override earlier ones of the same scope. */
  rules: readonly FilesystemRule[];
  network: ProfileNetwork;
  /** How many names below the folder of a pattern it is looked for; without a bound when undefined. */
  scanDepth: number | undefined;
  /** No sandbox at all. */
  fullAccess: boolean;
};

/** No network, as in every profile that does not say otherwise. */
export const noNetwork: ProfileNetwork = { enabled: false, proxied: false, hosts: {}, place: undefined };

function builtin(scope: RuleScope, access: Access, text: string): FilesystemRule {
  return { scope, access, text, place: undefined, keys: [] };
}

const everythingReadable = builtin({ type: 'root' }, 'read', '":root" = "read"');

/** The profiles of the CLI itself (docs/codex-facts.md, "Permission profiles"). */
export const BUILTIN_PROFILES: readonly SandboxProfile[] = [
  {
    id: ':read-only',
    rules: [everythingReadable],
    network: noNetwork,
    scanDepth: undefined,
    fullAccess: false,
  },
  {
    id: ':workspace',
    rules: [
      everythingReadable,
      builtin({ type: 'workspace', path: '.' }, 'write', '":workspace_roots" = "write"'),
      builtin({ type: 'slash_tmp' }, 'write', '":slash_tmp" = "write"'),
      builtin({ type: 'tmpdir' }, 'write', '":tmpdir" = "write"'),
    ],
    network: noNetwork,
    scanDepth: undefined,
    fullAccess: false,
  },
  {
    id: ':danger-full-access',
    rules: [builtin({ type: 'root' }, 'write', '":root" = "write"')],
    network: { ...noNetwork, enabled: true },
    scanDepth: undefined,
    fullAccess: true,
  },
];

/** The profile without any sandbox: it is tried only when a person says so. */
export const FULL_ACCESS = ':danger-full-access';
