/** The ports' first adapters: SQLite, and one process. */
import { openDatabase } from '#server/db/open.ts'
import { boards as boardStore } from '#server/store/boards.ts'
import { people as peopleStore } from '#server/store/people.ts'
import { updates as updateStore, type Updates } from '#server/store/updates.ts'
import { inProcessBus } from '#server/sync/bus.ts'
import { createFigures } from '#server/sync/figures.ts'
import { sqliteLog } from '#server/sync/sqliteLog.ts'
import { busContract } from './contracts/bus.ts'
import { updateLogContract } from './contracts/updateLog.ts'
import { temporaryFolder } from './support.ts'

updateLogContract('SQLite', async () => {
  const folder = temporaryFolder()
  const db = openDatabase(folder)
  const { id: by } = await peopleStore(db).create({ name: 'Lucie', structure: '' }, 1)
  const made = (title: string) => boardStore(db).create({ title, demo: false, by, programmeId: null, state: null }, 1)
  let [broken, commits] = [false, 0]
  const stored = updateStore(db)
  const updates: Updates = {
    ...stored,
    async append(batch, at) {
      if (broken) throw new Error('SQLITE_FULL')
      commits++
      return stored.append(batch, at)
    },
  }
  const open = (over: Updates) => sqliteLog({ updates: over, now: () => 1, figures: createFigures(), report: () => {} })
  return {
    log: open(updates),
    boards: [(await made('one')).id, (await made('two')).id],
    reopen: async () => open(updateStore(openDatabase(folder))),
    breakDown: (now) => (broken = now),
    commits: () => commits,
  }
})

busContract('one process', async () => {
  const reported: unknown[] = []
  return { bus: inProcessBus((error) => reported.push(error)), reported, settle: () => Promise.resolve() }
})
