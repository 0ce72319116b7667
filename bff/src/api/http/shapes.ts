import { z } from 'zod';

export const none = z.undefined();
export const noQuery = z.object({});

/** DNS-1123 label, ≤ 63: names that become labels (plans) or are part of generated names. */
export const label = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
export const objectName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);

export const inProject = z.object({ project: label });
export const named = z.object({ project: label, name: objectName });
export const objectRef = z.object({ namespace: label, name: objectName });

/** A comma-separated list in a query string. */
export const list = z
  .string()
  .max(16_384)
  .transform((text) => text.split(',').filter((part) => part !== ''));

/** Filter, order and cut of every list; `sort` is a column's key, `-` in front for descending. */
export const pageQuery = z.object({
  search: z.string().max(256).optional(),
  status: list.optional(),
  type: list.optional(),
  source: list.optional(),
  target: list.optional(),
  role: list.optional(),
  host: list.optional(),
  power: list.optional(),
  /** Only these ids. */
  ids: list.optional(),
  archived: z.enum(['shown', 'hidden']).default('hidden'),
  attention: z.enum(['only', 'all']).default('all'),
  sort: z.string().max(64).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Which VMs of a plan an action is for: those that match at the moment it is taken. */
export const vmFilter = pageQuery.pick({ search: true, status: true, host: true, attention: true });

/**
 * A sentence by code: the plugin's catalog has the words, `text` is the service's own English for kubectl, logs and
 * codes the catalog does not know. `raw` is evidence (a log's last lines, an upstream error), shown folded.
 */
export const message = z
  .object({
    code: z.string(),
    parameters: z.record(z.string(), z.string()).default({}),
    text: z.string(),
    /** What it means for the source VM. */
    source: z.string().optional(),
    /** What to do. */
    advice: z.string().optional(),
    raw: z.string().optional(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof message>;

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    /** Rows before the filters. */
    total: z.number().int(),
    /** Rows that match the filters. */
    matching: z.number().int(),
    rows: z.array(row),
    /** Parts that could not be read, with the reason as a message. */
    unreadable: z.array(message).default([]),
  });
}

/** RFC 9457; `code` is stable, `requestId` stands in the service's log. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string(),
    parameters: z.record(z.string(), z.string()).default({}),
    requestId: z.string(),
    /** Field errors: JSON pointer into the body to sentence. */
    fields: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** Bytes moved; absent rate and time left are unknown, not zero (ux.md §4.4). */
export const progress = z
  .object({
    completedBytes: z.number(),
    totalBytes: z.number(),
    /** 0–99 until the work is done, never falling within an attempt. */
    percent: z.number().int().min(0).max(100),
    bytesPerSecond: z.number().optional(),
    secondsLeft: z.number().optional(),
  })
  .meta({ id: 'Progress' });
export type Progress = z.infer<typeof progress>;

export const time = z.string();
