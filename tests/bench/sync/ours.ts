/**
 * Our server in a process of its own: the services and the attach of production, a real database, sessions and roles for everybody. Only the pages
 * are missing, which no frame passes through.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'
import { updates } from '#server/store/updates.ts'
import type { Spec } from './servers.ts'
import { rowsAfter } from './states.ts'

const spec = JSON.parse(process.argv[2]!) as Spec
const services = await createServices(readConfig(process.env), { graceMs: spec.graceMs })
const tokens: string[] = []
const boards: string[] = []

if (spec.boards > 0) {
  const { personId: by } = await services.joining.welcomeGuest({ name: 'Lucie', structure: 'Banc' })
  const state = spec.state === null ? undefined : new Uint8Array(readFileSync(spec.state))
  const people: string[] = []
  for (let i = 0; i < spec.people; i++) {
    const { personId, token } = await services.joining.welcomeGuest({ name: `Personne ${i}`, structure: 'Banc' })
    people.push(personId)
    tokens.push(token)
  }
  for (let i = 0; i < spec.boards; i++) {
    const { id: boardId, programmeId } = await services.boards.createBoard({ title: 'Banc', by, state })
    boards.push(boardId)
    for (const personId of people.slice(0, spec.everywhere ? people.length : i === 0 ? people.length : 0))
      await services.memberships.create(
        { personId, programmeId, boardId, role: 'participant', viaInvitation: null },
        services.now(),
      )
    if (spec.rows > 0) {
      const log = updates(services.db)
      const { checkpoint } = await log.load(boardId)
      await log.append(
        rowsAfter(checkpoint, spec.rows).map((data) => ({ boardId, data })),
        services.now(),
      )
    }
  }
}

const server = createServer((request, response) => {
  if (!services.watch(request, response)) response.writeHead(404).end()
})
services.attach(server)
server.listen(spec.port, '127.0.0.1', () =>
  process.send!({ ready: { port: (server.address() as AddressInfo).port, boards, tokens } }),
)
process.on('message', async (asked) => {
  if (asked !== 'memory') return
  // What the first collection lets go of outside the heap goes with the second.
  for (let i = 0; i < 2; i++) {
    global.gc!()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send!({ memory: { heap: heapUsed + external, rss, rooms: services.rooms.size } })
})
process.once('SIGTERM', async () => {
  server.close()
  await services.close()
  process.exit(0)
})
process.once('disconnect', () => process.exit(0))
