/** Markup that is already well-formed; only this file makes it, so that text from users cannot become markup. */
export interface Xml {
  readonly xml: string;
}

/** A reference to an object that the server manages. */
export interface Moref {
  readonly type: string;
  readonly id: string;
}

export type Content = string | number | boolean | Xml | readonly Xml[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 has no way to write are dropped. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (found) => escapes[found] ?? '');
}

export function element(name: string, content: Content, attributes: Readonly<Record<string, string>> = {}): Xml {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return { xml: `<${name}${written.join('')}>${markup(content)}</${name}>` };
}

function markup(content: Content): string {
  if (typeof content !== 'object') return escaped(String(content));
  return 'xml' in content ? content.xml : content.map((part) => part.xml).join('');
}

export function reference(name: string, moref: Moref): Xml {
  return element(name, moref.id, { type: moref.type });
}

/** The request of one method of one managed object. */
export function envelope(method: string, target: Moref, parameters: readonly Xml[]): string {
  const call = element(method, [reference('_this', target), ...parameters], { xmlns: 'urn:vim25' });
  const whole = element('soapenv:Envelope', element('soapenv:Body', call), {
    'xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>${whole.xml}`;
}
