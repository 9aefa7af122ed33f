import { redact } from '../base/redact/redact.ts';

/**
 * The address of a repository as it is recorded: without a user, a password or a token, a query and a fragment. A name
 * stays as it is.
 */
export function withoutCredentials(address: string): string {
  return redact(
    address
      .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1')
      .replace(/^[^/@\s:]*:[^/@\s]*@/, '')
      .replace(/[?#].*$/, ''),
  );
}

/**
 * The name of a repository however a source writes it: `github.com/acme/shop` for `https://user@github.com/acme/shop.git`
 * and `git@github.com:acme/shop.git`; the last folder of a path of a machine; any other text as it is.
 */
export function repositoryName(text: string): string {
  const written = text.trim().replace(/^file:\/\/(?=\/)/i, '');
  const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)(?:[^/@\s]*@)?([^/:\s]+)(?::\d+)?\/(.+)$/i.exec(written);
  const short = /^(?:[^/@\s]+@)([^/:\s]+):(?!\/\/)(.+)$/.exec(written);
  const [, host, path] = address ?? short ?? [];
  if (host !== undefined && path !== undefined) return `${host.toLowerCase()}/${bare(path)}`;
  const isFolder = /^(?:[/\\~.]|[a-z]:[/\\])/i.test(written);
  return isFolder ? (bare(written).split(/[/\\]/).at(-1) ?? '') : bare(written);
}

function bare(path: string): string {
  return path
    .replace(/[?#].*$/, '')
    .replace(/[/\\]+$/, '')
    .replace(/\.git$/, '')
    .replace(/^\/+/, '');
}

/**
 * One name for a repository that sources write in different ways. A bare name such as `shop` stands for the one longer
 * name that ends so, unless there are several.
 */
export class RepositoryNames {
  readonly #longer = new Map<string, string | undefined>();
  /** Asked for once a row. */
  readonly #known = new Map<string, string>();

  constructor(written: Iterable<string>) {
    for (const name of new Set([...written].map(repositoryName))) {
      const last = name.split('/').at(-1) ?? '';
      if (last === name) continue;
      this.#longer.set(last, this.#longer.has(last) ? undefined : name);
    }
  }

  nameOf(written: string): string {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const name = repositoryName(written);
    const found = this.#longer.get(name) ?? name;
    this.#known.set(written, found);
    return found;
  }
}
