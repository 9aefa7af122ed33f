// A start defines a thousand schemas and uses a few of them, and to make them takes longer than to start Node. The bundle
// gets this in the place of zod: a schema is made, and zod is loaded, when something of it is first used.

/** Methods that return a schema whatever it is of: what they return need not be made yet either. */
const returningSchemas = new Set([
  ...['optional', 'nullable', 'nullish', 'default', 'describe', 'readonly', 'array', 'or', 'and', 'pipe'],
  ...[
    'refine',
    'superRefine',
    'transform',
    'check',
    'catch',
    'catchall',
    'extend',
    'partial',
    'omit',
    'pick',
  ],
  ...['min', 'max', 'length', 'nonempty', 'regex', 'startsWith', 'trim', 'int', 'positive', 'nonnegative'],
]);

const schemaItself = Symbol('schema itself');

/** The schema that a stand-in stands for; anything else as it is. */
const madeOf = (value) => (typeof value === 'object' && value !== null && value[schemaItself]) || value;

/** What a schema is made of, with schemas in the place of stand-ins. A getter stays one: its schema refers to itself. */
function made(value) {
  if (Array.isArray(value)) return value.map(madeOf);
  const schema = madeOf(value);
  if (schema !== value || typeof value !== 'object' || value === null) return schema;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const fields = Object.getOwnPropertyDescriptors(value);
  for (const field of Object.values(fields)) {
    const { get } = field;
    if (get) field.get = () => madeOf(get.call(value));
    else field.value = madeOf(field.value);
  }
  return Object.defineProperties({}, fields);
}

const schemaOf = (standIn) => {
  standIn.schema ??= standIn.make();
  return standIn.schema;
};

const access = {
  get(standIn, key) {
    if (key === schemaItself) return schemaOf(standIn);
    if (returningSchemas.has(key))
      return (...args) => lateSchema(() => schemaOf(standIn)[key](...args.map(made)));
    const schema = schemaOf(standIn);
    const value = schema[key];
    return typeof value === 'function' ? value.bind(schema) : value;
  },
  has: (standIn, key) => Reflect.has(schemaOf(standIn), key),
};

const lateSchema = (make) => new Proxy({ make, schema: undefined }, access);

/** A function of zod that makes a schema, for later. */
const late =
  (find) =>
  (...args) =>
    lateSchema(() => find()(...args.map(made)));

/** What our code uses of zod, loaded by `load` when it is first used. Names are those of zod. */
export const lazyZod = (load) => {
  const maker = (name) => late(() => load()[name]);
  const direct =
    (name) =>
    (...args) =>
      load()[name](...args.map(made));
  return {
    ...Object.fromEntries(makers.map((name) => [name, maker(name)])),
    ...Object.fromEntries(functions.map((name) => [name, direct(name)])),
    iso: { date: late(() => load().iso.date), datetime: late(() => load().iso.datetime) },
    // A class would not give away another prototype than its own.
    // biome-ignore lint/complexity/useArrowFunction: it is made with new.
    ZodError: new Proxy(function () {}, {
      get: (_, key) => load().ZodError[key],
      construct: (_, args) => new (load().ZodError)(...args),
    }),
  };
};

/** What makes a schema. */
export const makers = [
  ...[
    'array',
    'boolean',
    'discriminatedUnion',
    'enum',
    'int',
    'json',
    'literal',
    'looseObject',
    'null',
    'number',
  ],
  ...['object', 'partialRecord', 'record', 'strictObject', 'string', 'union', 'unknown', 'url'],
];

/** What answers at once. */
export const functions = ['prettifyError', 'toJSONSchema'];

/** Puts all this in the place of zod, which is in `file`, named from the file that is built. */
export const lateZod = (file) => ({
  name: 'late-zod',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^zod$/ }, ({ kind, resolveDir }) =>
      kind === 'import-statement'
        ? { path: 'zod', namespace: 'late-zod', sideEffects: false, pluginData: { resolveDir } }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'late-zod' }, ({ pluginData: { resolveDir } }) => ({
      contents: [
        `import { lazyZod } from ${JSON.stringify(import.meta.filename)};`,
        'let loaded;',
        `const zod = /* @__PURE__ */ lazyZod(() => (loaded ??= require('${file}')));`,
        ...[...makers, ...functions, 'iso', 'ZodError'].flatMap((name) => [
          `const ${name}$ = /* @__PURE__ */ (() => zod.${name})();`,
          `export { ${name}$ as ${name} };`,
        ]),
      ].join('\n'),
      resolveDir,
    }));
  },
});
