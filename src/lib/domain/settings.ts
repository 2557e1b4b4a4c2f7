/**
 * What facilitators set for the whole board: its title, its programme, its ateliers and the one in progress, the names of its rings, the phases that
 * are over. Who sets something says only what changes, so that two people who set different things at once both keep theirs.
 */
import type { Id } from './content.ts'
import { LIMITS } from './schema/limits.ts'
import type { Dossier, Moment, Programme, Workshop } from './schema/dossier.ts'

export type WorkshopFields = Partial<Pick<Workshop, 'title' | 'date' | 'mode' | 'durationMin' | 'participants'>>
export type WorkshopStep =
  | { readonly do: 'add'; readonly id: Id; readonly fields: WorkshopFields }
  /** Several at once, while there is none: two people who begin at the same time begin once. */
  | { readonly do: 'begin'; readonly workshops: readonly { readonly id: Id; readonly fields: WorkshopFields }[] }
  | { readonly do: 'set'; readonly id: Id; readonly fields: WorkshopFields }
  /** By one place. */
  | { readonly do: 'move'; readonly id: Id; readonly by: -1 | 1 }
  | { readonly do: 'remove'; readonly id: Id }

export type ProgrammeFields = Partial<Pick<Programme, 'name' | 'startDate' | 'endDate'>> & {
  /** Organisations that organise it, or no longer. */
  readonly organizers?: Readonly<Record<Id, boolean>>
}
/** What is asked for is said of the atelier that was looked at: where another one is in progress by now, nothing is done. */
export type MomentStep =
  | { readonly do: 'begin'; readonly workshopId: Id | null; readonly tabs: readonly string[] }
  | ({
      readonly do: 'set'
      readonly workshopId: Id | null
      readonly tabs?: Readonly<Record<string, boolean>>
    } & Partial<Pick<Moment, 'isWritingClosed' | 'opensAt'>>)
  /** `label`: of the version that is kept. */
  | { readonly do: 'end'; readonly workshopId: Id | null; readonly label: string; readonly isWritingClosed: boolean }
  | { readonly do: 'leave'; readonly workshopId: Id | null }
export type Settings = Partial<Pick<Dossier, 'title' | 'rings' | 'awake'>> & {
  readonly programme?: ProgrammeFields
  readonly workshops?: readonly WorkshopStep[]
  readonly moment?: MomentStep
}

/**
 * `workshop_gone`: a colleague has removed it · `moment_gone`: another atelier is in progress, or none · `too_many`: ateliers · `no_organization`: an
 * organiser that is not on the board.
 */
export type SettingsProblem = 'workshop_gone' | 'moment_gone' | 'too_many' | 'no_organization'
export type Settled =
  | { readonly ok: true; readonly dossier: Partial<Dossier>; readonly removed: readonly Id[] }
  | { readonly ok: false; readonly why: SettingsProblem }

export const MOST_WORKSHOPS = LIMITS.workshops

/** `versionId`: of the version that was kept for the end of an atelier. */
type Surroundings = {
  readonly newId: () => Id
  readonly isOrganization: (id: Id) => boolean
  readonly versionId?: Id
}

/** What the dossier becomes. Nothing of what is asked for is done where one part of it cannot be. */
export function settle(
  dossier: Dossier,
  wanted: Settings,
  { newId, isOrganization, versionId }: Surroundings,
): Settled {
  const { programme, workshops, moment, ...plain } = wanted
  const added = Object.entries(programme?.organizers ?? {}).filter(([id, on]) => on && !isOrganizer(dossier, id))
  if (!added.every(([id]) => isOrganization(id))) return { ok: false, why: 'no_organization' }
  const list = workshops ? walk(inOrder(dossier.workshops), workshops) : dossier.workshops
  if (typeof list === 'string') return { ok: false, why: list }
  const now = moment ? momentOf(dossier.moment, moment, versionId) : dossier.moment
  if (now === 'moment_gone') return { ok: false, why: now }
  const kept = new Set(list.map(({ id }) => id))
  return {
    ok: true,
    dossier: {
      ...plain,
      ...(programme ? { programme: programmeOf(dossier.programme, programme, newId) } : {}),
      ...(moment ? { moment: now } : {}),
      ...(workshops ? { workshops: workshops.every((step) => step.do === 'set') ? [...list] : numbered(list) } : {}),
    },
    removed: dossier.workshops.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
  }
}

/** Ateliers as they follow one another; those without a number come last. */
export const inOrder = (workshops: readonly Workshop[]): readonly Workshop[] =>
  workshops.toSorted((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || 0)

const numbered = (workshops: readonly Workshop[]) => workshops.map((workshop, at) => ({ ...workshop, order: at + 1 }))
const isOrganizer = ({ programme }: Dossier, id: Id) => programme?.organizerIds?.includes(id) === true

function programmeOf(before: Programme | null, wanted: ProgrammeFields, newId: () => Id): Programme {
  const { organizers = {}, ...fields } = wanted
  const held = before ?? { id: newId(), name: null, startDate: null, endDate: null, organizerIds: [] }
  const organizerIds = new Set(held.organizerIds ?? [])
  for (const [id, on] of Object.entries(organizers)) {
    if (on) organizerIds.add(id)
    else organizerIds.delete(id)
  }
  return { ...held, ...fields, organizerIds: [...organizerIds] }
}

function momentOf(before: Moment | null, step: MomentStep, versionId: Id | undefined): Moment | null | 'moment_gone' {
  const { workshopId } = step
  if (step.do === 'begin')
    return { workshopId, tabs: [...step.tabs], isWritingClosed: false, opensAt: null, versionId: null }
  if (before?.workshopId !== workshopId) return 'moment_gone'
  if (step.do === 'leave') return null
  const { isWritingClosed = before.isWritingClosed } = step
  if (step.do === 'end') return { ...before, isWritingClosed, opensAt: null, versionId: versionId ?? before.versionId }
  const { tabs = {}, opensAt = before.opensAt } = step
  const shown = new Set(before.tabs)
  for (const [tab, on] of Object.entries(tabs)) {
    if (on) shown.add(tab)
    else shown.delete(tab)
  }
  return { ...before, isWritingClosed, opensAt, tabs: [...shown] }
}

function walk(before: readonly Workshop[], steps: readonly WorkshopStep[]): readonly Workshop[] | SettingsProblem {
  const list = [...before]
  const at = (id: Id) => list.findIndex((workshop) => workshop.id === id)
  for (const step of steps) {
    if (step.do === 'begin') {
      if (list.length === 0) list.push(...step.workshops.map(({ id, fields }) => ({ ...BLANK, ...fields, id })))
    } else if (step.do === 'add') {
      // Asked for again, because the first answer was lost.
      if (at(step.id) === -1) list.push({ ...BLANK, ...step.fields, id: step.id })
    } else if (step.do === 'remove') {
      if (at(step.id) !== -1) list.splice(at(step.id), 1)
    } else {
      const place = at(step.id)
      if (place === -1) return 'workshop_gone'
      if (step.do === 'set') list[place] = { ...list[place]!, ...step.fields }
      else list.splice(clamp(place + step.by, list.length), 0, ...list.splice(place, 1))
    }
  }
  return list.length > Math.max(MOST_WORKSHOPS, before.length) ? 'too_many' : list
}

const BLANK = { order: null, title: null, date: null, mode: null, durationMin: null, participants: null }
const clamp = (place: number, length: number) => Math.min(Math.max(place, 0), length - 1)
