/** A server in a process of its own, to be killed. Says on which port it listens. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { createServices } from '#server/services.ts'

const dataDir = process.argv[2]!
const services = await createServices({
  port: 0,
  host: '127.0.0.1',
  origin: null,
  dataDir,
  demoLimit: 1,
  trustProxy: false,
  metrics: { token: null, port: null },
  limits: DEFAULT_LIMITS,
})
const server = createServer()
services.attach(server)
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })))
process.once('SIGTERM', async () => {
  server.close()
  await services.close()
  process.exit(0)
})
