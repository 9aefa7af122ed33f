import type { Baseline, Features, HelpPage, Models, Protocol } from './baseline.ts';

/** One difference between two baselines. `breaking` ones take something away that may be in use. */
export type Difference = {
  part: 'features' | 'protocol' | 'models' | 'help';
  breaking: boolean;
  text: string;
};

/** Everything that changed from one CLI version to another, part by part, in a stable order. */
export function diffBaselines(from: Baseline, to: Baseline): readonly Difference[] {
  return [
    ...diffFeatures(from.features ?? {}, to.features ?? {}),
    ...(from.protocol && to.protocol ? diffProtocol(from.protocol, to.protocol) : []),
    ...diffModels(from.models ?? [], to.models ?? []),
    ...diffHelp(from.help, to.help),
  ];
}

/**
 * Features that came, went, changed stage or default. Rows of stage `removed` are leftovers and count
 * as absent (docs/codex-facts.md, "Features list").
 */
export function diffFeatures(from: Features, to: Features): readonly Difference[] {
  const part = 'features';
  const alive = (features: Features, name: string) =>
    features[name]?.stage === 'removed' ? undefined : features[name];
  return unionOf(Object.keys(from), Object.keys(to)).flatMap((name): Difference[] => {
    const before = alive(from, name);
    const after = alive(to, name);
    if (before && !after) return [{ part, breaking: true, text: `${name} is gone (was ${before.stage})` }];
    if (!before && after) {
      const on = after.enabled ? ', on by default' : '';
      return [{ part, breaking: false, text: `${name} is new (${after.stage}${on})` }];
    }
    if (!before || !after) return [];
    return [
      ...(before.enabled === after.enabled
        ? []
        : [
            {
              part,
              breaking: true,
              text: `${name} is now ${after.enabled ? 'on' : 'off'} by default`,
            } as const,
          ]),
      ...(before.stage === after.stage
        ? []
        : [{ part, breaking: false, text: `${name} went from ${before.stage} to ${after.stage}` } as const]),
    ];
  });
}

/** Methods and values of parameters that came or went, fields that went, and parameters that a request must now carry. */
export function diffProtocol(from: Protocol, to: Protocol): readonly Difference[] {
  const part = 'protocol';
  const moved = (kind: string, before: readonly string[], after: readonly string[]): Difference[] => [
    ...without(before, after).map(
      (name) => ({ part, breaking: true, text: `${kind} ${name} is gone` }) as const,
    ),
    ...without(after, before).map(
      (name) => ({ part, breaking: false, text: `${kind} ${name} is new` }) as const,
    ),
  ];
  const demanded = Object.entries(from.requests).flatMap(([method, before]) =>
    without(to.requests[method] ?? [], before).map(
      (name) => ({ part, breaking: true, text: `request ${method} now needs ${name}` }) as const,
    ),
  );
  return [
    ...moved('request', Object.keys(from.requests), Object.keys(to.requests)),
    ...demanded,
    ...moved('notification', from.notifications, to.notifications),
    ...moved('server request', from.serverRequests, to.serverRequests),
    ...diffValues(from.values ?? {}, to.values ?? {}),
    ...goneFields(from.fields ?? {}, to.fields ?? {}),
  ];
}

/** Values of parameters that came or went. A type that is listed once only may take any text by now, or be gone with its methods. */
function diffValues(
  from: NonNullable<Protocol['values']>,
  to: NonNullable<Protocol['values']>,
): readonly Difference[] {
  const part = 'protocol';
  return Object.entries(from).flatMap(([type, before]): Difference[] => {
    const after = to[type];
    if (!after) return [];
    return [
      ...without(before, after).map(
        (value) => ({ part, breaking: true, text: `value ${value} of ${type} is gone` }) as const,
      ),
      ...without(after, before).map(
        (value) => ({ part, breaking: false, text: `value ${value} of ${type} is new` }) as const,
      ),
    ];
  });
}

/** Fields that a type no longer has: who reads one of an answer gets nothing. A type that is gone went with its methods. */
function goneFields(
  from: NonNullable<Protocol['fields']>,
  to: NonNullable<Protocol['fields']>,
): readonly Difference[] {
  return Object.entries(from).flatMap(([type, before]): Difference[] => {
    const after = to[type];
    if (!after) return [];
    return without(before, after).map((field) => ({
      part: 'protocol',
      breaking: true,
      text: `field ${field} of ${type} is gone`,
    }));
  });
}

/** Models that came, went, were hidden, or got a successor. */
export function diffModels(from: Models, to: Models): readonly Difference[] {
  const part = 'models';
  const find = (models: Models, slug: string) => models.find((model) => model.slug === slug);
  return unionOf(
    from.map(({ slug }) => slug),
    to.map(({ slug }) => slug),
  ).flatMap((slug): Difference[] => {
    const before = find(from, slug);
    const after = find(to, slug);
    if (!after) return [{ part, breaking: true, text: `${slug} is gone` }];
    if (!before) return [{ part, breaking: false, text: `${slug} is new` }];
    return [
      ...(before.visibility === after.visibility
        ? []
        : [
            {
              part,
              breaking: after.visibility !== 'list',
              text: `${slug} is now ${after.visibility}`,
            } as const,
          ]),
      ...(before.upgrade === after.upgrade || after.upgrade === null
        ? []
        : [{ part, breaking: false, text: `${slug} now has the successor ${after.upgrade}` } as const]),
    ];
  });
}

function diffHelp(from: Record<string, HelpPage>, to: Record<string, HelpPage>): readonly Difference[] {
  const part = 'help';
  const pages = Object.keys(from).filter((page) => to[page] !== undefined);
  return pages.flatMap((page) => {
    const before = from[page] ?? { commands: [], options: [] };
    const after = to[page] ?? { commands: [], options: [] };
    const shown = (name: string) => `${page} ${name}`;
    const come = (a: readonly string[], b: readonly string[], breaking: boolean, word: string) =>
      without(a, b).map((name) => ({ part, breaking, text: `${shown(name)} is ${word}` }) as const);
    return [
      ...come(before.commands, after.commands, true, 'gone'),
      // The help page leaves out an option that has a new name, and the CLI may still take the old one.
      ...come(before.options, after.options, true, 'no longer listed'),
      ...come(after.commands, before.commands, false, 'new'),
      ...come(after.options, before.options, false, 'new'),
    ];
  });
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

function unionOf(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
