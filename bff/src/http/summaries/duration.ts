export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : (Date.parse(to) - Date.parse(from)) / 1000;
}

/** `40 s`, `6 min 12 s`, `2 h 4 min`. */
export function formatDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.floor(seconds) % 60;
  if (minutes === 0) return `${rest} s`;
  if (minutes < 10 && rest > 0) return `${minutes} min ${rest} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
