const factors: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a storage quantity such as `10Gi`; throws on anything else. */
export function parseBytes(quantity: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)(k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(quantity ?? '');
  const factor = factors[match?.[2] ?? ''];
  if (!match || factor === undefined) throw new Error(`"${quantity ?? ''}" is not a size.`);
  return Math.ceil(Number(match[1]) * factor);
}

/** The largest binary unit that needs no fraction. */
export function formatBytes(bytes: number): string {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const factor = factors[unit] ?? 1;
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return `${bytes}`;
}

export function roundUp(bytes: number, step: number): number {
  return Math.ceil(bytes / step) * step;
}
