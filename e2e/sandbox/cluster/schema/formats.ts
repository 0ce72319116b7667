import { isIP, isIPv4, isIPv6 } from 'node:net';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;
const DURATION = /^-?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w))+$|^0$/;
const EMAIL = /^[^@\s]+@[^@\s]+$/;

function isUri(text: string): boolean {
  return URL.canParse(text) || text.startsWith('/');
}

function isCidr(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  const version = isIP(address);
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  byte: (text) => BASE64.test(text.replaceAll(/[\r\n]/g, '')),
  'date-time': (text) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  datetime: (text) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => DATE.test(text) && !Number.isNaN(Date.parse(text)),
  uuid: (text) => UUID.test(text),
  mac: (text) => MAC.test(text),
  duration: (text) => DURATION.test(text),
  email: (text) => EMAIL.test(text),
  uri: isUri,
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: isCidr,
};

/** Formats that are not known are not checked, as the API server does. */
export function matchesFormat(format: string, text: string): boolean {
  return FORMATS[format]?.(text) ?? true;
}

const INTEGERS: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-2_147_483_648, 2_147_483_647],
};

export function inIntegerRange(format: string | undefined, value: number): boolean {
  const range = format === undefined ? undefined : INTEGERS[format];
  return range === undefined || (value >= range[0] && value <= range[1]);
}
