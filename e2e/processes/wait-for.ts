/** Asks until `found` answers something; throws after `limitMs` saying what was awaited. Errors count as no answer. */
export async function waitFor<T>(what: string, limitMs: number, found: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await found().catch(() => undefined);
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Not within ${Math.round(limitMs / 1000)} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
