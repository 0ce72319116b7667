import { key } from '../i18n.ts';

/** What happened · what it means for the source VM · what to do. Blanks are the parameters of the service's message. */
export interface CatalogEntry {
  /** Of several the first is said whose blanks the message has. */
  readonly what: string | readonly string[];
  readonly source?: string;
  readonly advice?: string;
}

export const untouched = key('The source is not touched.');
export const restored = key('The source is powered on again if it was on before.');
export const unchanged = key('Stays as it is.');
