import fc from 'fast-check';
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

  it('cuts texts that are too long', async () => {
    const found = await scan(`<a><b>${'ü'.repeat(50)}</b><c>x<![CDATA[${'y'.repeat(20)}]]>z</c></a>`, 'a', {
      text: 10,
    });
    expect(found[0]?.children.map(({ text }) => text)).toEqual(['ü'.repeat(10), `x${'y'.repeat(9)}`]);
  });

  it('reads the same however the bytes come, and throws nothing but its own errors', async () => {
    const piece = fc.oneof(
      fc.constantFrom('<a>', '</a>', '<b x="1">', '</b>', '<c/>', '&amp;', '&x;', '<![CDATA[', ']]>', '<!--', '-->'),
      fc.constantFrom('<?xml version="1.0"?>', '<!DOCTYPE a>', '<', '>', '"', 'ü', '\u0000', ' '),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const read = async (chunks: readonly Uint8Array[]) => {
      const found: XmlElement[] = [];
      const body = (async function* () {
        for (const chunk of chunks) yield await Promise.resolve(chunk);
      })();
      try {
        await scanXml(body, { wants: () => true, onElement: (element) => found.push(element), limits });
        return found;
      } catch (error) {
        if (error instanceof XmlError || error instanceof TypeError) return 'refused';
        throw error;
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (pieces, size) => {
        const bytes = Buffer.from(`<a>${pieces.join('')}</a>`);
        const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await read(cut)).toEqual(await read([bytes]));
      }),
      { numRuns: 150 },
    );
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = (async function* () {
      yield await Promise.resolve(Uint8Array.of(0x3c, 0x61, 0x3e, 0xff));
    })();
    const wantsAll = { wants: () => true, onElement: () => undefined, limits };
    await expect(scanXml(body, wantsAll)).rejects.toThrow(TypeError);
  });
});
