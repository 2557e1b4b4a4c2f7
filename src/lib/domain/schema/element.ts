/** The variant of all kinds, and what can be asked of a kind. A new kind is one schema and two lines here. */
import * as v from 'valibot'
import type { ViewId } from '../content.ts'
import { activity, assumption, effect, factor, output } from './chain.ts'
import { fieldMeta, isText, type FieldMeta } from './fields.ts'
import { criterion, decision, evidence, indicator, question } from './framework.ts'
import { frame, image, label, note, stroke } from './free.ts'
import { LINK_SCHEMAS, type LinkKind } from './links.ts'
import { commonEntries, elementEntries } from './record.ts'
import { mission, organization, territory } from './setting.ts'
import { stakeholder } from './stakeholder.ts'

export const ELEMENT_SCHEMAS = {
  note,
  stakeholder,
  activity,
  output,
  effect,
  question,
  criterion,
  indicator,
  assumption,
  factor,
  evidence,
  organization,
  territory,
  decision,
  mission,
  frame,
  stroke,
  label,
  image,
} as const satisfies Record<string, v.GenericSchema>

export type Element = Readonly<v.InferOutput<(typeof ELEMENT_SCHEMAS)[keyof typeof ELEMENT_SCHEMAS]>>
export type ElementKind = Element['is']
export type ElementOf<K extends ElementKind> = Extract<Element, { is: K }>
export const element = v.variant('is', Object.values(ELEMENT_SCHEMAS))

export const ELEMENT_KINDS = Object.keys(ELEMENT_SCHEMAS) as readonly ElementKind[]

/** What can be done with a kind, whatever a card of it says. */
export type Kind = {
  /** It says something of what is evaluated: arrows tie it, «Transformer en…» leads from and to it. Those share one set of texts. */
  readonly isCard: boolean
  /** Its words are written where it stands. */
  readonly isWrittenOn: boolean
  readonly resizes: 'freely' | 'in proportion' | 'in width' | null
  /** It is made in «Liste», too. */
  readonly isListed: boolean
  readonly merges: boolean
  /** One a board, which is neither removed nor copied. */
  readonly isSole: boolean
  /** The view whose tray it waits in, and in which «Placer dans…» places it. */
  readonly tray: ViewId | null
  /** Of the ref that the server gives it. */
  readonly letter: string | null
}

const CARD: Kind = {
  isCard: true,
  isWrittenOn: true,
  resizes: null,
  isListed: true,
  merges: true,
  isSole: false,
  tray: null,
  letter: null,
}
const RECORD: Kind = { ...CARD, isCard: false }
const DRAWN: Kind = { ...RECORD, isListed: false }

export const KINDS: Readonly<Record<ElementKind, Kind>> = {
  note: { ...CARD, tray: 'ideas' },
  stakeholder: { ...CARD, tray: 'influence' },
  activity: { ...CARD, tray: 'tree', letter: 'A' },
  output: { ...CARD, tray: 'tree', letter: 'R' },
  effect: { ...CARD, tray: 'tree', letter: 'E' },
  question: CARD,
  criterion: CARD,
  indicator: { ...CARD, letter: 'I' },
  assumption: CARD,
  factor: CARD,
  evidence: CARD,
  organization: RECORD,
  territory: RECORD,
  decision: RECORD,
  mission: { ...RECORD, isListed: false, merges: false, isSole: true },
  frame: { ...DRAWN, resizes: 'freely', merges: false },
  stroke: { ...DRAWN, isWrittenOn: false },
  label: { ...DRAWN, resizes: 'in width' },
  image: { ...DRAWN, isWrittenOn: false, resizes: 'in proportion' },
}

export const CARD_KINDS: readonly ElementKind[] = ELEMENT_KINDS.filter((is) => KINDS[is].isCard)

export type Field = { readonly name: string } & FieldMeta

export type RecordKind = ElementKind | LinkKind
const SCHEMAS: Record<RecordKind, { readonly entries: v.ObjectEntries }> = { ...ELEMENT_SCHEMAS, ...LINK_SCHEMAS }
const COMMON = new Set([...Object.keys(elementEntries), ...Object.keys(commonEntries), 'is', 'fromId', 'toId'])

/** The fields of a kind that people fill, in the order of its schema. */
export const fieldsOf = memo((is: RecordKind): readonly Field[] =>
  Object.entries(SCHEMAS[is].entries)
    .filter(([name]) => !COMMON.has(name))
    .map(([name, schema]) => ({ name, ...fieldMeta(schema as v.GenericSchema) })),
)

export const fieldOf = (is: RecordKind, name: string): Field | undefined =>
  fieldsOf(is).find((field) => field.name === name)

/**
 * Whether a value under a field's name is another kind's. Converting changes `is` and nothing else, and kinds share names (`direction` of a
 * factor and of an indicator): what the card held before reads as unset now, and is there again when it is turned back.
 */
export function isOtherKinds(is: RecordKind, { name, options }: Field, value: unknown): boolean {
  if (!options || value === null || !isCardKind(is) || isAmong(options, value)) return false
  return CARD_KINDS.some((kind) => isAmong(fieldOf(kind, name)?.options ?? [], value))
}
const isCardKind = (is: RecordKind) => is in ELEMENT_SCHEMAS && KINDS[is as ElementKind].isCard
const isAmong = (options: readonly unknown[], value: unknown) => options.includes(value)

/** The collaborative texts that a record of this kind is put with (DESIGN §6.2: made once, by its first writer). */
export const textsOf = memo((is: RecordKind): readonly string[] => {
  const own = (kind: RecordKind) =>
    fieldsOf(kind)
      .filter((field) => isText(field.shape))
      .map((field) => field.name)
  const kinds: readonly RecordKind[] = isCardKind(is) ? CARD_KINDS : [is]
  return [...new Set(kinds.flatMap(own))]
})

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    if (!known.has(key)) known.set(key, make(key))
    return known.get(key)!
  }
}
