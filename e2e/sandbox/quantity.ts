const SUFFIXES: Readonly<Record<string, bigint>> = {
  '': 1_000_000_000n,
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: 10n ** 9n * 2n ** 10n,
  Mi: 10n ** 9n * 2n ** 20n,
  Gi: 10n ** 9n * 2n ** 30n,
  Ti: 10n ** 9n * 2n ** 40n,
  Pi: 10n ** 9n * 2n ** 50n,
  Ei: 10n ** 9n * 2n ** 60n,
};

const QUANTITY = /^([+-]?)(\d+)?(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;

/** An amount such as `1Gi`, `500m` or `2`, in billionths; `undefined` for what is no quantity. */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number') return parseQuantity(String(value));
  if (typeof value !== 'string') return undefined;
  const match = QUANTITY.exec(value);
  if (!match) return undefined;
  const [, sign, whole, fraction = '', suffix = '', exponent] = match;
  if (whole === undefined && fraction === '') return undefined;
  const digits = BigInt(`${whole ?? ''}${fraction}`);
  const scale = SUFFIXES[suffix] ?? 1n;
  const power = BigInt(exponent ?? 0) - BigInt(fraction.length);
  const scaled = digits * scale;
  const result = power >= 0n ? scaled * 10n ** power : scaled / 10n ** -power;
  return sign === '-' ? -result : result;
}

const BINARY: readonly (readonly [string, bigint])[] = [
  ['Ei', 2n ** 60n],
  ['Pi', 2n ** 50n],
  ['Ti', 2n ** 40n],
  ['Gi', 2n ** 30n],
  ['Mi', 2n ** 20n],
  ['Ki', 2n ** 10n],
];
const DECIMAL: readonly (readonly [string, bigint])[] = [
  ['E', 10n ** 18n],
  ['P', 10n ** 15n],
  ['T', 10n ** 12n],
  ['G', 10n ** 9n],
  ['M', 10n ** 6n],
  ['k', 10n ** 3n],
];

/** The canonical text of an amount in billionths, in the family of suffixes of `like`. */
export function formatQuantity(billionths: bigint, like: string): string {
  const unit = 1_000_000_000n;
  if (billionths % unit !== 0n) {
    const milli = billionths / 1_000_000n;
    return `${milli}m`;
  }
  const whole = billionths / unit;
  if (whole === 0n) return '0';
  for (const [suffix, size] of like.endsWith('i') ? BINARY : DECIMAL)
    if (whole % size === 0n) return `${whole / size}${suffix}`;
  return String(whole);
}

/** Whole bytes of a size such as `10Gi`, rounded up; throws on anything else. */
export function parseBytes(size: string | undefined): number {
  const billionths = parseQuantity(size);
  if (billionths === undefined || billionths < 0n) throw new Error(`"${size ?? ''}" is not a size.`);
  return Number((billionths + 999_999_999n) / 1_000_000_000n);
}

/** In the largest binary unit that needs no fraction. */
export function formatBytes(bytes: number): string {
  return formatQuantity(BigInt(bytes) * 1_000_000_000n, 'Ki');
}

export function roundUp(bytes: number, step: number): number {
  return Math.ceil(bytes / step) * step;
}
