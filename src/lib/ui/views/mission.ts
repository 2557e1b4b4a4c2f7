/** What *Mission* knows of its zones: which fields of the exported mission they fill, how notes get there, and whose mission it is. */
import type { Change } from '#lib/domain/change.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { setField } from '#lib/domain/commands/edit.ts'
import { named } from '#lib/domain/commands/write.ts'
import type { Content, Id } from '#lib/domain/content.ts'
import { fieldOf } from '#lib/domain/schema/element.ts'
import type { MISSION_ZONES, ORGANIZATION_ROLES } from '#lib/domain/schema/enums.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'

export type MissionZone = (typeof MISSION_ZONES)[number]

/** The fields that a zone fills (USE §4). */
export const FIELDS_OF: Readonly<Record<MissionZone, readonly [string, ...string[]]>> = {
  problem: ['problem'],
  publics: ['publics'],
  ambition: ['ambition'],
  contribution: ['valueAdded', 'values'],
  scope: ['scopeIn', 'scopeOut', 'territorialScope', 'temporalScope'],
  use: ['purposes', 'audiences'],
  sentence: ['text'],
}

/** The field that takes a zone's notes over; null: it is chosen among words. */
export function fieldTakingOver(zone: MissionZone): string | null {
  const [field] = FIELDS_OF[zone]
  const shape = fieldOf('mission', field)?.shape
  return shape === 'text' || shape === 'lines' ? field : null
}

/** A note's words at the end of the retained wording: one more line of a list, one more paragraph of a text. */
export function takeOver(content: Content, zone: MissionZone, words: string): { field: string; text: string } {
  const [field] = FIELDS_OF[zone]
  const mission = content.elements.get(MISSION_ID) as unknown as Readonly<Record<string, string>> | undefined
  const before = (mission?.[field] ?? '').trimEnd()
  return { field, text: before === '' ? words.trim() : `${before}\n${words.trim()}` }
}

/** The roles of USE §4, in its order; the others are nothing that a group says of itself. */
export const OUR_ROLES = ['funder', 'prescriber', 'facilitator', 'implementer'] as const satisfies readonly OurRole[]
export type OurRole = Exclude<(typeof ORGANIZATION_ROLES)[number], 'evaluated' | 'facilitator_of_approach'>

/** Says of a structure that it is the evaluated one: one of the board that has this name, or a new one. */
export function evaluated(content: Content, name: string, made: { id: Id; by: Id | null }): readonly Change[] {
  const text = name.trim()
  const known = content.elements.get(named(content, 'organization', text) ?? '')
  if (known?.is === 'organization')
    return setField(content, 'elements', known.id, 'roles', ['evaluated', ...known.roles])
  return createCard(content, null, { ...made, is: 'organization', text, fields: { roles: ['evaluated'] } })
}

const DRAGGED = 'application/x-canevas-note'
export const dragNote = (event: DragEvent, note: Id): void => event.dataTransfer?.setData(DRAGGED, note)
export const isNoteDragged = (event: DragEvent): boolean => event.dataTransfer?.types.includes(DRAGGED) ?? false

/** The note that is dropped; null: none, or one that a colleague removed meanwhile. */
export function noteDropped(content: Content, event: DragEvent): Id | null {
  const note = event.dataTransfer?.getData(DRAGGED) ?? ''
  return content.elements.get(note)?.is === 'note' ? note : null
}
