import { z } from 'zod';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import type { VsphereRestClient } from './rest-client.ts';

/** A tag of the vCenter's tagging service, as the inventory shows it. */
export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly categoryId: string;
  /** Name of the category. */
  readonly category: string;
}

/** Tags by the id of the object that has them, each list in the order of category and name. */
export type TagsByObject = ReadonlyMap<string, readonly Tag[]>;

/** Tags of one question for what they are attached to. */
const TAGS_PER_QUESTION = 200;
/** Questions at the same time. */
const QUESTIONS_AT_ONCE = 4;
/** More than any vCenter supports; the rest would be someone's mischief. */
const MOST_TAGS = 20_000;

const text = z.string().max(10_000);
const ids = z.array(z.string().min(1).max(200)).max(MOST_TAGS);
const tagShape = z.object({ name: text, description: text.default(''), category_id: text.default('') });
const categoryShape = z.object({ name: text });
const attachedShape = z.array(
  z.object({ tag_id: z.string(), object_ids: z.array(z.object({ type: z.string(), id: z.string().max(200) })) }),
);

interface Attached {
  readonly tag: string;
  /** Ids of objects that have it. */
  readonly objects: readonly string[];
}

interface TagQuestion {
  /** Whether tags of objects of this managed type are wanted. */
  readonly wants: (type: string) => boolean;
  readonly signal?: AbortSignal;
}

/** Asks which objects have which tags; only tags that one of them has are read in full. */
export async function readTags(rest: VsphereRestClient, { wants, signal }: TagQuestion): Promise<TagsByObject> {
  const read = async <T>(shape: z.ZodType<T>, path: string, body?: unknown): Promise<T> =>
    understood(shape, await rest.read(path, { ...(body !== undefined && { body }), ...(signal && { signal }) }));
  const all = await read(ids, 'tagging/tag');
  const attached = (
    await inTurn(chunks(all, TAGS_PER_QUESTION), (tags) =>
      read(attachedShape, 'tagging/tag-association?~action=list-attached-objects-on-tags', { tag_ids: tags }),
    )
  )
    .flat()
    .map((association) => attachedTo(association, wants))
    .filter(({ objects }) => objects.length > 0);
  const tags = await inTurn(attached, async ({ tag }) => ({
    id: tag,
    ...(await read(tagShape, `tagging/tag/id:${encodeURIComponent(tag)}`)),
  }));
  const categoryIds = [...new Set(tags.map(({ category_id: id }) => id))].filter((id) => id !== '');
  const names = await inTurn(categoryIds, async (id) => {
    const { name } = await read(categoryShape, `tagging/category/id:${encodeURIComponent(id)}`);
    return [id, name] as const;
  });
  const categories = new Map(names);
  return byObject(
    attached,
    tags.map(({ category_id: categoryId, ...tag }) => ({
      ...tag,
      categoryId,
      category: categories.get(categoryId) ?? '',
    })),
  );
}

function attachedTo(
  { tag_id: tag, object_ids: objects }: z.infer<typeof attachedShape>[number],
  wants: TagQuestion['wants'],
): Attached {
  return { tag, objects: objects.filter(({ type }) => wants(type)).map(({ id }) => id) };
}

function byObject(attached: readonly Attached[], tags: readonly Tag[]): TagsByObject {
  const known = new Map(tags.map((tag) => [tag.id, tag]));
  const found = new Map<string, Tag[]>();
  for (const { tag: id, objects } of attached) {
    const tag = known.get(id);
    if (tag === undefined) continue;
    for (const object of objects) found.set(object, [...(found.get(object) ?? []), tag]);
  }
  for (const list of found.values()) list.sort(inOrder);
  return found;
}

function inOrder(a: Tag, b: Tag): number {
  return compare(a.category, b.category) || compare(a.name, b.name) || compare(a.id, b.id);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function understood<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProviderUnavailableError('The tags that the vCenter tells could not be read.', { code: 'ProviderFault' });
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** The answers in the order of the questions, a few at the same time. */
async function inTurn<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const some of chunks(all, QUESTIONS_AT_ONCE)) answers.push(...(await Promise.all(some.map(ask))));
  return answers;
}
