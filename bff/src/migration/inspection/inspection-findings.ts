/** What virt-v2v-inspector found out about a guest that can be converted. */
export interface InspectionFindings {
  readonly operatingSystem?: string;
  /** What it had to say of the guest, once each, in its words. */
  readonly concerns: readonly string[];
}

const mostConcerns = 20;
const longest = 300;

/** From the log of the pod: warnings stand among many other lines, the description of the guest at its end. */
export function inspectionFindings(log: string): InspectionFindings {
  const warnings = [...log.matchAll(/^virt-v2v[a-z-]*: warning: (.+)$/gm)].map(([, words = '']) => words.trim());
  const operatingSystem = [...log.matchAll(/<osinfo>([^<]{1,100})<\/osinfo>/g)].at(-1)?.[1];
  const concerns = [...new Set(warnings)].slice(0, mostConcerns).map((words) => words.slice(0, longest));
  return { ...(operatingSystem && { operatingSystem }), concerns };
}
