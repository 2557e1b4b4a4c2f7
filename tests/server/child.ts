/** A server in a process of its own, to be killed. Says on which port it listens. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '#server/config.ts'
import { createServices } from '#server/services.ts'

const services = await createServices(readConfig({ ...process.env, DATA_DIR: process.argv[2], DEMO_LIMIT: '1' }))
const server = createServer()
services.attach(server)
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })))
process.once('SIGTERM', async () => {
  server.close()
  await services.close()
  process.exit(0)
})
