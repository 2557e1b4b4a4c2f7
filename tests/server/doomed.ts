/** A server in a process of its own that does one job as a page asks for it, and is killed at one moment of it. */
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'
import type { Errand } from './support.ts'

const [dataDir, sent] = process.argv.slice(2)
const { job, moment, boardId, personId, versionId, file } = JSON.parse(sent!) as Errand
const die = () => void process.kill(process.pid, 'SIGKILL')

const services = await createServices(readConfig({ DATA_DIR: dataDir }))
const { db, boards, work } = services
const asking = { person: personId, network: '192.0.2.1', board: boardId, isTrying: false }

if (moment.is === 'after') setTimeout(die, moment.ms)
if (moment.is === 'made') {
  const { run } = work
  work.run = (async (...asked) => {
    await run(...asked)
    die()
  }) as typeof run
}
if (moment.is === 'writing') {
  // In the middle of the transaction.
  db.function('die', { directOnly: false }, () => (die(), null))
  db.exec(`CREATE TEMP TRIGGER death AFTER INSERT ON main.${moment.table} BEGIN SELECT die(); END`)
}

switch (job) {
  case 'keep':
    await boards.keepVersion(boardId, { label: 'Une', kind: 'kept' }, asking)
    break
  case 'go back':
    await boards.restoreVersion(boardId, versionId, asking)
    break
  case 'import': {
    const body = [new TextEncoder().encode(file)]
    const form = { body, type: 'multipart/form-data; boundary=end', limits: services.config.limits }
    const brought = await work.run('incoming', form, asking)
    if (brought.is !== 'board') throw new Error(`It is ${brought.is}.`)
    await boards.createBoard({ title: 'Venu d’un fichier', by: personId, state: brought.state })
  }
}
die()
