import * as z from 'zod';

/**
 * Where a source comes from. Trust follows this, not the name in a manifest: anybody can choose a name.
 */
export const sourceIdentitySchema = () =>
  z.strictObject({
    /** `git`, `local`, `home`, or `curated` for the marketplace that the CLI brings. */
    kind: z.string(),
    /** The normalised URL, or the path; null when the configuration names none. */
    location: z.string().nullable(),
    /** The folder of a path, links followed; absent where the location is not a path, or nothing was there. */
    resolved: z.string().optional(),
    /** The branch, tag or revision that is asked for. */
    ref: z.string().nullable(),
    /** The folders of the repository that are checked out; all of it when empty. */
    folders: z.array(z.string()),
  });

export type SourceIdentity = z.output<ReturnType<typeof sourceIdentitySchema>>;

/** The identity of a marketplace as it is configured. */
export function identityOf({
  sourceType,
  source,
  resolved,
  root,
  ref,
  folders,
}: {
  sourceType: string;
  source: string | null;
  resolved?: string | undefined;
  root: string | null;
  ref: string | null;
  folders: readonly string[];
}): SourceIdentity {
  const isGit = sourceType === 'git';
  const where = sourceType === 'home' ? root : source;
  return {
    kind: sourceType,
    location: where === null ? null : isGit ? normaliseUrl(where) : trimSlashes(where),
    ...(resolved === undefined ? {} : { resolved }),
    ref: isGit ? ref : null,
    folders: [...folders].map(trimSlashes).sort(),
  };
}

/** An identity in one line, such as `git https://example.com/plugins at v1.0.0`. */
export function describeIdentity({ kind, location, resolved, ref, folders }: SourceIdentity): string {
  const leads = resolved === undefined || resolved === location ? '' : `(which is ${resolved})`;
  const parts = [kind, location ?? '', leads, ref === null ? '' : `at ${ref}`];
  const only = folders.length === 0 ? '' : `only ${folders.join(', ')}`;
  return [...parts, only].filter((part) => part !== '').join(' ');
}

/** Whether two identities are the same in every part. Where a path leads counts where both say so. */
export function isSameIdentity(one: SourceIdentity, other: SourceIdentity): boolean {
  const [from, to] = [one.resolved, other.resolved];
  const isElsewhere = from !== undefined && to !== undefined && from !== to;
  return !isElsewhere && describeParts(one) === describeParts(other);
}

/** Whether two identities are the same repository or folder, at whatever revision. */
export function isSameLocation(one: SourceIdentity, other: SourceIdentity): boolean {
  return one.kind === other.kind && one.location === other.location;
}

/**
 * Whether two identities may be the same repository or folder, for a block: however the address is spelled, by whatever
 * protocol and port, and with capitals or without, and through whatever link a path leads there. Where two repositories
 * differ in that alone, both are blocked.
 */
export function mayBeSameLocation(one: SourceIdentity, other: SourceIdentity): boolean {
  if (isSameLocation(one, other)) return true;
  const known = wideLocations(one);
  return wideLocations(other).some((location) => known.includes(location));
}

/** Every spelling of where a source is. */
function wideLocations({ kind, location, resolved }: SourceIdentity): readonly string[] {
  return [location, resolved].flatMap((one) => (typeof one === 'string' ? [widest(kind, one)] : []));
}

function widest(kind: string, location: string): string {
  const given = location.trim();
  const short =
    kind === 'git' && /^[\w-][\w.-]*\/[\w.-]+$/.test(given) ? `https://github.com/${given}` : given;
  const url = /^[a-z][\w+.-]*:\/\/(?:[^@/]*@)?([^/?#]*)([^?#]*)/i.exec(short);
  const scp = /^(?:[^@/]+@)?([^/:]+):(?!\/\/)(.+)$/.exec(short);
  const [, host = '', path = short] = url ?? (kind === 'git' ? scp : null) ?? [];
  const name = decode(host).replace(/:\d*$/, '').replace(/\.+$/, '').toLowerCase();
  // A percent in a path on the disk is a percent.
  const plain = host === '' && !url ? path : decode(path.replace(/[?#].*$/s, ''));
  return `${name}/${resolveSegments(plain.toLowerCase())}`;
}

/** Decodes until nothing is left to decode, so that no encoding of an encoding gets by. */
function decode(text: string): string {
  const once = text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return once === text ? text : decode(once);
}

function resolveSegments(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/[\\/]+/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const last = parts.pop()?.replace(/(?:\.git)+$/, '');
  return [...parts, ...(last ? [last] : [])].join('/');
}

/**
 * One spelling of a git URL: the scheme and the host in lower case, without the usual port, a password, a final
 * slash or `.git`; `git@host:path` as `ssh://git@host/path`. Another scheme is another URL.
 */
export function normaliseUrl(url: string): string {
  const scp = /^([\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url);
  const spelled = scp ? `ssh://${scp[1] ?? ''}${scp[2]}/${(scp[3] ?? '').replace(/^\/+/, '')}` : url;
  const parts = /^([a-zA-Z][\w+.-]*):\/\/(?:([^@/]*)@)?([^/]*)(\/.*)?$/.exec(spelled);
  if (!parts) return trimSlashes(url);
  const [, scheme = '', user, host = '', path = ''] = parts;
  const usualPort = { https: ':443', http: ':80', ssh: ':22' }[scheme.toLowerCase()] ?? ':';
  const name = host.toLowerCase().endsWith(usualPort)
    ? host.slice(0, -usualPort.length).toLowerCase()
    : host.toLowerCase();
  // Only of ssh is the user part of the address; elsewhere it is a secret or nothing.
  const account = scheme.toLowerCase() === 'ssh' && user ? `${user.split(':')[0]}@` : '';
  return `${scheme.toLowerCase()}://${account}${name}${trimSlashes(path).replace(/\.git$/, '')}`;
}

/** An address without the account and the password in it; that of ssh keeps the account, which is part of the address. */
export function withoutSecret(address: string): string {
  const parts = /^([a-zA-Z][\w+.-]*:\/\/)([^@/]*)@(.*)$/s.exec(address);
  if (!parts) return address;
  const [, scheme = '', account = '', rest = ''] = parts;
  return `${scheme}${scheme.toLowerCase() === 'ssh://' ? `${account.split(':')[0]}@` : ''}${rest}`;
}

function trimSlashes(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function describeParts({ kind, location, ref, folders }: SourceIdentity): string {
  return JSON.stringify([kind, location, ref, folders]);
}
