/** Files and boards that somebody brings: large, and made to cost much. */
import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import * as Y from 'yjs'
import { newState } from '#lib/board/newState.ts'
import { importReferentiel } from '#lib/domain/referentiel/import.ts'

const EFFECTS = 11_600
/** Effects and the arrows between them. */
export const LARGE_RECORDS = EFFECTS * 1.25

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

/** One update that sets so many keys of a map. */
export function manyKeys(count: number): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let i = 0; i < count; i++) doc.getMap('placements').set(`ideas:k${i}`, [i, i])
  })
  return Y.encodeStateAsUpdate(doc)
}

/** A PNG of nearly 2 MB of noise, another one each time. */
export function picture(): Uint8Array {
  const [width, height] = [800, 800]
  const raw = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)])))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw, { level: 0 })), chunk('IEND')])
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
