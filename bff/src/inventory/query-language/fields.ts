/** What a field's values are compared as; `any`: as what the query compares them with. */
export type FieldType = 'text' | 'number' | 'size' | 'flag' | 'any';

/** One field of a record that queries can name. */
export interface Field<T> {
  readonly type: FieldType;
  /** Sizes in bytes. Several values: the condition holds when it holds for one of them; none: for none. */
  readonly values: (record: T) => readonly unknown[];
}

/** What a kind of record can be asked for. */
export interface QueryFields<T> {
  /** By name, in lower case. */
  readonly named: Readonly<Record<string, Field<T>>>;
  /** What a path into the record means, where no field has that name; undefined when no record has such a path. */
  readonly attribute?: (path: readonly string[]) => Field<T> | undefined;
  /** What a word that stands alone is looked for in. */
  readonly searched: (record: T) => string;
}
