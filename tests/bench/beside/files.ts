/** Files and boards that somebody brings: large, and made to cost much. */
import { newState } from '#lib/board/newState.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'

const EFFECTS = 11_600

const referentiel = (parts: object): string =>
  JSON.stringify({ format: 'referentiel-impact', formatVersion: '1.0', id: 'banc', title: 'Banc', ...parts })

const stakeholders = (count: number, spread: boolean) =>
  referentiel({
    stakeholders: Array.from({ length: count }, (_, i) => ({
      id: `pp-${i}`,
      name: `Structure numéro ${i} du bassin de vie`,
      circle: 1 + (i % 4),
      power: spread ? (i % 51) / 10 : 2.5,
      interest: spread ? (Math.floor(i / 51) % 51) / 10 : 2.5,
    })),
  })

const effects = () =>
  referentiel({
    effects: Array.from({ length: EFFECTS }, (_, i) => ({
      id: `ef-${i}`,
      title: `Les habitants du quartier ${i} osent pousser la porte et s’engagent`,
      description: 'Un changement que le groupe a décrit en quelques mots, comme on le fait en atelier. '.repeat(3),
      horizon: (['short', 'medium', 'long'] as const)[i % 3],
    })),
    links: Array.from({ length: EFFECTS / 4 }, (_, i) => ({
      id: `li-${i}`,
      fromId: `ef-${i * 3}`,
      toId: `ef-${i * 3 + 1}`,
    })),
  })

export const FILES = {
  spaces: () => referentiel({ mission: { publics: [`${' '.repeat(40_000)}x`] } }),
  onePoint: () => stakeholders(5_000, false),
  spread: () => stakeholders(5_000, true),
  effects,
  deep: () => `{"format":"referentiel-impact","a":${'['.repeat(3_900_000)}${']'.repeat(3_900_000)}}`,
} as const satisfies Record<string, () => string>

export function largeBoard(): Uint8Array {
  let made = 0
  const read = importReferentiel(effects(), () => `n${made++}`)
  if (!read.ok) throw new Error(`The large file cannot be imported: ${JSON.stringify(read.issues[0])}`)
  return newState(read.dossier, read.changes)
}
