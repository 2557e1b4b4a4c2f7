/** «On dirait une action.»: an effect worded as something that one does. Turned into an action, or said to be an effect all the same. */
import type { Change } from '../change.ts'
import type { Content, Id } from '../content.ts'
import type { Element } from '../schema/element.ts'
import { LIMITS } from '../schema/limits.ts'

/** What one does, in the infinitive, and two usual nouns for it. «Accéder à…», «oser…» are changes and not in the list. */
const ACTION =
  /^(?:organiser|mettre en (?:place|œuvre)|mise en (?:place|œuvre)|organisation d[eu]?|créer|développer|animer|former|accompagner|proposer|réaliser|construire|lancer|monter|financer|soutenir|sensibiliser|informer|communiquer|produire|collecter|distribuer|rédiger|élaborer|faire|aider à|accueillir|recruter|installer|aménager|ouvrir|équiper|promouvoir|favoriser|renforcer|mobiliser|coordonner|piloter|gérer|assurer|offrir|planter|publier|diffuser)(?![\p{L}])/iu

/** What is put aside is not asked, nor what the group answered about in these very words. */
export const soundsLikeAction = (element: Element): boolean =>
  element.is === 'effect' &&
  element.status !== 'parked' &&
  element.status !== 'rejected' &&
  ACTION.test(element.text.trim()) &&
  element.confirmedWording !== wordingOf(element)

/** «C'est un effet», for everyone, as long as it is worded so. */
export function keepAsEffect(content: Content, id: Id): readonly Change[] {
  const element = content.elements.get(id)
  if (element?.is !== 'effect') return []
  return [{ do: 'patch', root: 'elements', id, fields: { confirmedWording: wordingOf(element) } }]
}

/** By characters: half of one would not come back from the document as it was. */
const wordingOf = ({ text }: Element) => Array.from(text.trim()).slice(0, LIMITS.name).join('')
