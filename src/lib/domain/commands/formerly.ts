/** «Formulations précédentes»: what a text said before somebody wrote it anew can be read, and taken up again. */
import type { Change, Root } from '../change.ts'
import { recordOf, type Content, type Id } from '../content.ts'

export type Former = { readonly field: string; readonly text: string; readonly at: number }

/** Milliseconds without a letter of one's own, after which one writes anew. */
export const SITTING = 600_000
/** Of one text, and characters of all texts of a record: the oldest go first. */
const MOST = 5
const MOST_CHARACTERS = 20_000

const formerOf = (content: Content, root: Root, id: Id): readonly Former[] =>
  recordOf(content, root, id)?.formerly ?? []

/** The newest first. */
export const formerWordings = (content: Content, root: Root, id: Id, field: string): readonly Former[] =>
  formerOf(content, root, id)
    .filter((former) => former.field === field)
    .reverse()

/** Keeps what a text says now, before it is written anew; nothing where it says nothing, or what was kept last. */
export function keepWording(
  content: Content,
  root: Root,
  id: Id,
  { field, at }: Omit<Former, 'text'>,
): readonly Change[] {
  const record = recordOf(content, root, id)
  const text = record && (record as unknown as Record<string, unknown>)[field]
  if (typeof text !== 'string' || text.trim() === '') return []
  const [of, others] = [formerWordings(content, root, id, field), formerOf(content, root, id)]
  if (of[0]?.text === text) return []
  const oldest = of.length < MOST ? null : of.at(-1)
  const formerly = withinCharacters([...others.filter((former) => former !== oldest), { field, text, at }])
  return [{ do: 'patch', root, id, fields: { formerly } }]
}

function withinCharacters(formers: readonly Former[]): readonly Former[] {
  let room = MOST_CHARACTERS
  const kept = [...formers].reverse().filter(({ text }, i) => (room -= text.length) >= 0 || i === 0)
  return kept.reverse()
}
