import type { WireResponse } from '../../wire.ts';
import type { Fields, Reference } from './values.ts';
import { renderFields } from './values.ts';
import type { XmlElement } from './xml.ts';
import { child, childText, escapeXml, parseXml, XmlError } from './xml.ts';

/** A fault that the API declares, thrown by methods and sent as a SOAP fault. */
export class VimFault extends Error {
  readonly type: string;
  readonly fields: Fields;

  constructor(type: string, message: string, fields: Fields = {}) {
    super(message);
    this.type = type;
    this.fields = fields;
  }
}

/** The element of the called method. Throws VimFault for anything that is not an envelope with one. */
export function parseCall(body: string): XmlElement {
  try {
    const envelope = parseXml(body);
    const call = envelope.name === 'Envelope' ? child(envelope, 'Body')?.children[0] : undefined;
    if (call) return call;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  throw new VimFault('InvalidRequest', 'Unable to parse the request.');
}

/** A managed object reference as a parameter. */
export function referenceOf(element: XmlElement | undefined): Reference | undefined {
  const id = element?.text.trim();
  return element && id ? { kind: 'reference', type: element.attributes.type ?? '', id } : undefined;
}

export function referenceNamed(call: XmlElement, name: string): Reference | undefined {
  return referenceOf(child(call, name));
}

/** Throws InvalidArgument when the parameter is missing. */
export function requiredText(call: XmlElement, name: string): string {
  const text = childText(call, name);
  if (text === undefined)
    throw new VimFault('InvalidArgument', 'A specified parameter was not correct: ' + name, { invalidProperty: name });
  return text;
}

const encoder = new TextEncoder();
const head =
  '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" ' +
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n';
const tail = '\n</soapenv:Body>\n</soapenv:Envelope>';

/** Parts of a document, sent as they come; large answers are never one string. */
export type XmlParts = readonly string[];

export function answer(method: string, parts: XmlParts, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return envelope(200, [`<${method}Response xmlns="urn:vim25">`, ...parts, `</${method}Response>`], headers);
}

export function faultAnswer(fault: VimFault): WireResponse {
  const detail = `<${fault.type}Fault xmlns="urn:vim25" xsi:type="${escapeXml(fault.type)}">${renderFields(fault.fields)}</${fault.type}Fault>`;
  const code = fault.type === 'InvalidRequest' ? 'soapenv:Client' : 'ServerFaultCode';
  return envelope(500, [
    `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escapeXml(fault.message)}</faultstring><detail>${detail}</detail></soapenv:Fault>`,
  ]);
}

function envelope(status: number, parts: XmlParts, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    body: inChunks([head, ...parts, tail]),
  };
}

const chunkCharacters = 128 * 1024;

async function* inChunks(parts: XmlParts): AsyncGenerator<Uint8Array> {
  let waiting = '';
  for (const part of parts) {
    waiting += part;
    if (waiting.length >= chunkCharacters) {
      yield await Promise.resolve(encoder.encode(waiting));
      waiting = '';
    }
  }
  yield encoder.encode(waiting);
}
