/**
 * What looking at an update costs before it is applied, and what applying it costs anyway: one process, no network, no disk. What looking at a
 * person costs: when they come, and every minute.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { lookBefore } from '#lib/board/repair.ts'
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'
import { inspect } from '#server/sync/guard/guard.ts'
import type { Target } from '../run.ts'
import { median, table } from './figures.ts'
import { fullState, rowsAfter } from './states.ts'

const TIMES = 4_000

export async function prices(): Promise<readonly Target[]> {
  const state = fullState(1_000, 1_000)
  const moves = rowsAfter(state, TIMES)
  const rows = [
    ['apply it', each(state, moves, () => {})],
    ['look at it and apply it', each(state, moves, (doc, update) => void inspect(doc, update))],
    [
      'and remember what only the server writes',
      each(state, moves, (doc, update) => {
        const verdict = inspect(doc, update)
        if (verdict.is === 'fine') lookBefore(doc, verdict.touched)
      }),
    ],
  ] as const
  console.log('\nA card moved on a board of 1,000 elements and 1,000 links, microseconds of the server')
  console.log(
    table(
      ['', 'median'],
      rows.map(([name, figure]) => [name, figure.toFixed(1)]),
    ),
  )
  console.log('\nWho may come in, microseconds of the server')
  console.log(
    table(
      ['', 'median'],
      (await admissions()).map(([name, figure]) => [name, figure.toFixed(1)]),
    ),
  )
  return []
}

async function admissions(): Promise<readonly (readonly [string, number])[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-bench-'))
  const services = await createServices(readConfig({ DATA_DIR: dataDir }))
  try {
    const { personId: by, token } = await services.joining.welcomeGuest({ name: 'Lucie', structure: 'Banc' })
    const { id } = await services.boards.createBoard({ title: 'Banc', by })
    const { id: sessionId } = (await services.sessions.read(token))!
    return [
      [
        'session, board and role, on the way in',
        await times(() => services.access.admit(token, id, { epoch: null, personId: null })),
      ],
      ['the same, once a minute', await times(() => services.access.admitAgain(sessionId, id))],
    ]
  } finally {
    await services.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function times(ask: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const figures: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const begun = performance.now()
    const { ok } = await ask()
    figures.push((performance.now() - begun) * 1_000)
    if (!ok) throw new Error('Who owns the board was not let in.')
  }
  return median(figures.slice(TIMES / 2))
}

function each(
  state: Uint8Array,
  updates: readonly Uint8Array[],
  look: (doc: Y.Doc, update: Uint8Array) => void,
): number {
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, state)
  const figures = updates.map((update) => {
    const begun = performance.now()
    look(doc, update)
    Y.applyUpdate(doc, update)
    return (performance.now() - begun) * 1_000
  })
  doc.destroy()
  return median(figures.slice(TIMES / 2))
}
