/** Texts that are written wherever secrets belong, by what they are, and so may stand nowhere else. */
export type Canaries = Readonly<Record<string, string>>;

/** Base64 of a text tells three different texts, by where it begins in what was encoded. */
function base64Forms(text: string): string[] {
  return ['', 'x', 'xx'].map((before) => {
    const encoded = Buffer.from(before + text).toString('base64');
    // Characters that the neighbours have a part in are left out.
    return encoded.slice(Math.ceil((before.length * 4) / 3), encoded.length - (encoded.endsWith('=') ? 4 : 1));
  });
}

function formsOf(text: string): string[] {
  return [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), ...base64Forms(text)];
}

/** Which canaries stand in which artefacts, in any form. Throws where an artefact is empty: nobody has looked then. */
export function canariesIn(artefacts: Readonly<Record<string, string>>, canaries: Canaries): string[] {
  return Object.entries(artefacts).flatMap(([artefact, content]) => {
    if (content === '') throw new Error(`There is nothing to search in ${artefact}.`);
    return Object.entries(canaries)
      .filter(([, text]) => formsOf(text).some((form) => content.includes(form)))
      .map(([canary]) => `${artefact} tells ${canary}`);
  });
}
