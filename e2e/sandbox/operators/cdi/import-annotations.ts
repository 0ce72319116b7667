import type { ImportSource } from '../api/kinds.ts';
import { annotation } from './annotations.ts';

/** How a claim that is to be imported into says from where; undefined for sources that are not simulated. */
export function importAnnotations(source: ImportSource): Record<string, string> | undefined {
  if (source.blank) return { [annotation.source]: 'none' };
  if (source.http) {
    return present({
      [annotation.source]: 'http',
      [annotation.endpoint]: source.http.url,
      [annotation.secretName]: source.http.secretRef,
    });
  }
  if (source.vddk) {
    const { url, secretRef, uuid, backingFile, thumbprint, initImageURL } = source.vddk;
    return present({
      [annotation.source]: 'vddk',
      [annotation.endpoint]: url,
      [annotation.secretName]: secretRef,
      [annotation.uuid]: uuid,
      [annotation.backingFile]: backingFile,
      [annotation.thumbprint]: thumbprint,
      [annotation.vddkImage]: initImageURL,
    });
  }
  return undefined;
}

function present(entries: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
