/**
 * What the schema of a plan sets where nothing is said. Saying it changes nothing, so it is left out of the text: stamps
 * outlive a schema that comes to set more.
 */
export const planDefaults: Readonly<Record<string, boolean>> = {
  deleteVmOnFailMigration: true,
  migrateSharedDisks: true,
  preserveStaticIPs: true,
  runPreflightInspection: true,
  skipGuestConversion: false,
  useCompatibilityMode: true,
  xfsCompatibility: false,
};

/** One text for all ways to write down the same wish: no order of members, nothing that goes without saying. */
export function wishText({ kind, spec }: { readonly kind?: string; readonly spec?: unknown }): string {
  const defaults = kind === 'Plan' ? planDefaults : {};
  const ordered = inOrder(spec);
  if (!isObject(ordered)) return JSON.stringify(ordered ?? null);
  return JSON.stringify(
    Object.fromEntries(Object.entries(ordered).filter(([name, value]) => defaults[name] !== value)),
  );
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, inOrder(each)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
