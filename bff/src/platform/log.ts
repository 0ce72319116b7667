import { pino, type Logger } from 'pino';

/** What the parts of the service log to: an object of facts, then a sentence. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const silentLog: Log = pino({ level: 'silent' });

/** Keys whose values are secrets wherever they stand in a logged object. */
const secretKeys = [
  'password',
  'token',
  'authorization',
  'cookie',
  'secret',
  'secretKey',
  'accessKeyId',
  'ticket',
  'private-key',
  'data',
  'stringData',
];

const paths = secretKeys.flatMap((key) => {
  const step = key.includes('-') ? `["${key}"]` : key;
  return ['', '*.', '*.*.', '*.*.*.'].map((prefix) =>
    step.startsWith('[') ? `${prefix.replace(/\.$/, '')}${step}` : `${prefix}${step}`,
  );
});

/** Bearer tokens and URL credentials that slipped into a text. */
export function redactText(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]')
    .replace(/\/\/[^/\s:@]+:[^/\s@]*@/g, '//[redacted]@')
    .replace(/\b(password|passwd|token|secret)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1$2[redacted]');
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Standard output where absent. */
  readonly write?: (line: string) => void;
}

function withoutSecrets(error: unknown): unknown {
  if (!(error instanceof Error)) return redactText(String(error));
  return { name: error.name, message: redactText(error.message), stack: redactText(error.stack ?? '') };
}

/** One JSON object a line; secrets are removed from objects by key and from messages by pattern. */
export function createLog(options: LogOptions): Logger {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
    serializers: { error: withoutSecrets, cause: withoutSecrets },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: Logger['info']) {
        const clean = args.map((argument: unknown) => (typeof argument === 'string' ? redactText(argument) : argument));
        method.apply(this, clean as Parameters<Logger['info']>);
      },
    },
  };
  return options.write === undefined ? pino(settings) : pino(settings, { write: options.write });
}
