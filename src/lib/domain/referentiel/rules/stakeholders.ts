/** Stakeholders: who is on the map without being concerned, and whose voice is missing. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const stakeholderRules: readonly Rule[] = [
  /** params: text */
  { code: 'STK-01', severity: 'warning', check: unconcerned },
  /** params: problem: beneficiary (text) | people: about the whole board */
  { code: 'STK-02', severity: 'warning', check: forgotten },
  /** params: text */
  { code: 'STK-03', severity: 'warning', check: unheard },
]

function* unconcerned(context: Context): Generator<Found> {
  for (const stakeholder of context.all('stakeholder')) {
    const { id } = stakeholder
    if (context.concernsOf(id).length === 0 && context.relationsOf(id).length === 0) yield on(stakeholder)
  }
}

const ORGANISED = new Set(['organization', 'public_authority'])

/** Those for whom it is done: is each one concerned, and are there people on the map at all? */
function* forgotten(context: Context): Generator<Found> {
  const stakeholders = context.all('stakeholder')
  for (const stakeholder of stakeholders) {
    const benefits = stakeholder.role === 'beneficial' || stakeholder.role === 'both'
    if (benefits && context.concernsOf(stakeholder.id).length === 0) yield on(stakeholder, { problem: 'beneficiary' })
  }
  const areOnlyOrganised = stakeholders.length > 0 && stakeholders.every(({ kind }) => ORGANISED.has(kind ?? ''))
  if (areOnlyOrganised) yield { subjects: [], params: { problem: 'people', count: stakeholders.length } }
}

/** Influence and interest go from 0 to 5: high and low are the two halves. */
const MIDDLE = 2.5

function* unheard(context: Context): Generator<Found> {
  const heard = new Set(context.links('concerns').map(({ perspectiveOfId }) => perspectiveOfId))
  for (const stakeholder of context.all('stakeholder')) {
    const { id, power, interest, voice } = stakeholder
    if (power === null || interest === null || voice === 'heard') continue
    if (interest > MIDDLE && power < MIDDLE && !heard.has(id)) yield on(stakeholder)
  }
}
