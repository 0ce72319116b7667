const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

function powerOf(bytes: number): number {
  return bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
}

export function formatBytes(bytes: number): string {
  const power = powerOf(bytes);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power] ?? ''}`;
}

/** Both in the unit of the whole: `610 of 1,000 GiB`. */
export function formatPart(bytes: number, whole: number): string {
  const power = powerOf(whole);
  const inUnit = (amount: number) => oneDecimal.format(amount / 1024 ** power);
  return `${inUnit(bytes)} of ${inUnit(whole)} ${units[power] ?? ''}`;
}
