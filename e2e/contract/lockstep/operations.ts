import fc from 'fast-check';

export type Kind = 'configmaps' | 'widgets';
export type Fields = Readonly<Record<string, unknown>>;

interface At {
  readonly kind: Kind;
  readonly name: string;
}

interface Written extends At {
  /** Metadata besides the name. */
  readonly metadata: Fields;
  /** `data` of a ConfigMap, `spec` or `status` of a widget. */
  readonly content: Fields;
}

/** What one of the clients asks for. */
export type Operation =
  | (Written & { readonly do: 'create' })
  | (Written & { readonly do: 'replace'; readonly version: 'current' | 'none' | 'stale' })
  | (Written & { readonly do: 'merge' | 'strategic'; readonly manager: string; readonly on: 'main' | 'status' })
  | (At & { readonly do: 'json'; readonly patch: readonly Fields[] })
  | (Written & {
      readonly do: 'apply';
      readonly manager: string;
      readonly how: '' | '&force=true' | '&dryRun=All';
      readonly on: 'main' | 'status';
    })
  | (At & { readonly do: 'delete'; readonly propagation: 'Background' | 'Foreground' | 'Orphan' })
  /**
   * Nothing where it would make an owner of an owner. What the real collector takes for a circle it unblocks, and has to
   * try its deletion again; by then the owner is gone or not, so that one thing or another happens.
   */
  | (At & { readonly do: 'own'; readonly owner: string })
  | (At & { readonly do: 'release' })
  | { readonly do: 'list'; readonly kind: Kind; readonly query: string }
  | { readonly do: 'watch'; readonly kind: Kind; readonly query: string };

const NAMES = ['a', 'b', 'c'];
const MANAGERS = ['one', 'two', 'three'];
const FINALIZERS = ['gantry.test/f', 'gantry.test/g'];

const some = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Fields> =>
  fc.record<Fields>(model, { requiredKeys: [] });
const text = fc.constantFrom('1', '2', '3');
const kind = fc.constantFrom<Kind>('configmaps', 'widgets');
const name = fc.constantFrom(...NAMES);
const manager = fc.constantFrom(...MANAGERS);

const filled = <T extends object>(fields: fc.Arbitrary<T>) => fields.filter((one) => Object.keys(one).length > 0);

/** Never with empty parts: a custom object keeps those of an apply, unseen, until another write drops them. */
const metadata = some({
  labels: filled(some({ l: fc.constantFrom('x', 'y'), m: text })),
  annotations: filled(some({ n: text, o: text })),
  finalizers: fc.subarray(FINALIZERS, { minLength: 1 }),
});

const data = some({ k: text, 'l.m': text, n: text });

const parts = fc
  .subarray(['p', 'q', 'r'], { minLength: 0 })
  .chain((keys) => fc.tuple(...keys.map((key) => some({ weight: fc.nat(2) }).map((rest) => ({ key, ...rest })))))
  .chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));

const spec = some({
  size: fc.constantFrom(1, 1, 2, 3, 101),
  color: fc.constantFrom('red', 'green', 'blue'),
  name: fc.constantFrom('abc', 'abcd', 'X'),
  maybe: fc.constantFrom('v', null),
  port: fc.constantFrom(1, 'http'),
  tags: fc.subarray(['t', 'u']),
  set: fc.shuffledSubarray(['s', 't', 'u']),
  parts,
  box: some({ depth: fc.constantFrom(1, 2.5), on: fc.boolean() }),
  frame: some({ wide: fc.nat(1), high: fc.nat(1) }),
  labels: some({ a: text, b: text }),
  free: some({ x: text, y: some({ z: fc.nat(1) }), list: fc.subarray([1, 2]) }),
});

const status = some({ phase: fc.constantFrom('Waiting', 'Ready'), size: fc.nat(2), note: text });

/** Fields, some of them to be removed. */
function withNulls(content: fc.Arbitrary<Fields>, fields: readonly string[]): fc.Arbitrary<Fields> {
  return fc
    .tuple(content, fc.subarray([...fields], { maxLength: 2 }))
    .map(([wanted, gone]) => ({ ...wanted, ...Object.fromEntries(gone.map((field) => [field, null])) }));
}

const contentOf = { configmaps: data, widgets: fc.tuple(fc.nat(3), spec).map(([size, own]) => ({ size, ...own })) };
const patchOf = {
  configmaps: withNulls(data, ['k', 'l.m']),
  widgets: withNulls(spec, ['color', 'set', 'parts', 'box', 'free', 'maybe']),
};

const written = kind.chain((one) =>
  fc.record({ kind: fc.constant(one), name, metadata, content: contentOf[one] as fc.Arbitrary<Fields> }),
);
const patched = kind.chain((one) =>
  fc.record({ kind: fc.constant(one), name, metadata, content: patchOf[one], manager }),
);
const statusOf = fc.record({ kind: fc.constant<Kind>('widgets'), name, metadata, content: status, manager });

const jsonStep = fc.oneof(
  fc.record({
    op: fc.constant('add'),
    path: fc.constantFrom('/data/k', '/spec/size', '/metadata/labels'),
    value: fc.constantFrom('1', 2, { l: 'x' }),
  }),
  fc.record({
    op: fc.constant('remove'),
    path: fc.constantFrom('/data/k', '/spec/color', '/metadata/labels', '/spec/set/0'),
  }),
  fc.record({
    op: fc.constant('replace'),
    path: fc.constantFrom('/data/n', '/spec/size'),
    value: fc.constantFrom('3', 3),
  }),
  fc.record({
    op: fc.constant('test'),
    path: fc.constantFrom('/data/k', '/spec/size'),
    value: fc.constantFrom('1', 1),
  }),
);

/** What the last object of all, which ends a watch, is selected by as well. */
const watched = fc.constantFrom('', '?labelSelector=l%3Dx', '?labelSelector=l');
const query = fc.constantFrom('', '?labelSelector=l%3Dx', '?labelSelector=l', '?fieldSelector=metadata.name%3Da');

/** One operation; those that make differences are the most frequent. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: written.map((one) => ({ do: 'create' as const, ...one })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(written, fc.constantFrom('current' as const, 'none' as const, 'stale' as const))
      .map(([one, version]) => ({ do: 'replace' as const, version, ...one })),
  },
  { weight: 5, arbitrary: patched.map((one) => ({ do: 'merge' as const, on: 'main' as const, ...one })) },
  { weight: 2, arbitrary: statusOf.map((one) => ({ do: 'merge' as const, on: 'status' as const, ...one })) },
  { weight: 2, arbitrary: patched.map((one) => ({ do: 'strategic' as const, on: 'main' as const, ...one })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ kind, name, patch: fc.array(jsonStep, { minLength: 1, maxLength: 3 }) })
      .map((one) => ({ do: 'json' as const, ...one })),
  },
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        written,
        manager,
        fc.constantFrom('' as const, '' as const, '&force=true' as const, '&dryRun=All' as const),
      )
      .map(([one, by, how]) => ({ do: 'apply' as const, on: 'main' as const, manager: by, how, ...one })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(statusOf, fc.constantFrom('' as const, '&force=true' as const))
      .map(([one, how]) => ({ do: 'apply' as const, on: 'status' as const, how, ...one })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        kind,
        name,
        propagation: fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const),
      })
      .map((one) => ({ do: 'delete' as const, ...one })),
  },
  { weight: 2, arbitrary: fc.record({ kind, name, owner: name }).map((one) => ({ do: 'own' as const, ...one })) },
  { weight: 3, arbitrary: fc.record({ kind, name }).map((one) => ({ do: 'release' as const, ...one })) },
  { weight: 1, arbitrary: fc.record({ kind, query }).map((one) => ({ do: 'list' as const, ...one })) },
  { weight: 1, arbitrary: fc.record({ kind, query: watched }).map((one) => ({ do: 'watch' as const, ...one })) },
);

export const sequence: fc.Arbitrary<Operation[]> = fc.array(operation, { minLength: 30, maxLength: 200, size: 'max' });
