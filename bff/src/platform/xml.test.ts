import { describe, expect, it } from 'vitest';
import { child, childrenOf, scanXml, textAt, XmlError } from './xml.ts';
import type { XmlElement, XmlLimits } from './xml.ts';

const limits = { bytes: 10_000, depth: 20, elements: 100 };

/** One byte at a time, so that every boundary is crossed. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) yield await Promise.resolve(Uint8Array.of(byte));
}

async function scan(text: string, wanted: string, changed: Partial<XmlLimits> = {}): Promise<XmlElement[]> {
  const found: XmlElement[] = [];
  await scanXml(bytesOf(text), {
    wants: (path) => path === wanted,
    onElement: (element) => found.push(element),
    limits: { ...limits, ...changed },
  });
  return found;
}

describe('scanXml', () => {
  it('hands over each wanted element and nothing else', async () => {
    const found = await scan('<s:a><b i="1"><c>x</c><c>y</c></b><d/><b><c>ü&amp;<![CDATA[<z>]]></c></b></s:a>', 'a/b');
    expect(found.map((element) => childrenOf(element, 'c').map((each) => each.text))).toEqual([['x', 'y'], ['ü&<z>']]);
    expect(found[0]?.attributes).toEqual({ i: '1' });
  });

  it('walks down by names', async () => {
    const [found] = await scan('<a><b><c> 1 </c></b></a>', 'a');
    expect(textAt(found, 'b', 'c')).toBe('1');
    expect(textAt(found, 'b', 'x')).toBe('');
    expect(child(found, 'x', 'c')).toBeUndefined();
  });

  const refused: readonly [string, string, Partial<XmlLimits>][] = [
    ['a document type', '<!DOCTYPE a [<!ENTITY e "boom">]><a>&e;</a>', {}],
    ['an unknown entity', '<a>&e;</a>', {}],
    ['what is cut off', '<a><b>', {}],
    ['what is not XML', 'Service unavailable', {}],
    ['too many bytes', `<a>${'x'.repeat(100)}</a>`, { bytes: 99 }],
    ['too much depth', '<a><a><a/></a></a>', { depth: 2 }],
    ['too many elements', '<a><b/><b/><b/></a>', { elements: 3 }],
  ];
  it.each(refused)('refuses %s', async (_what, text, changed) => {
    await expect(scan(text, 'a', changed)).rejects.toThrow(XmlError);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = (async function* () {
      yield await Promise.resolve(Uint8Array.of(0x3c, 0x61, 0x3e, 0xff));
    })();
    const wantsAll = { wants: () => true, onElement: () => undefined, limits };
    await expect(scanXml(body, wantsAll)).rejects.toThrow(TypeError);
  });
});
