/** The production entry: an HTTP server around Kit's handler, and the board sockets. Imports no module that holds state (published.ts). */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readConfig, WrongSetting, type Config } from '#server/config.ts'
import { addressOf, schemeOf } from '#server/origin.ts'
import { published } from '#server/published.ts'

const SCHEME_HEADER = 'x-canevas-scheme'
const ADDRESS_HEADER = 'x-canevas-address'
/** Leaves time for the last edits, and ends before a supervisor loses patience. */
const STOP_WITHIN_MS = 9_000

const config = configOrExit()
const handler = await loadHandler(config)
const application = published()
if (!application) throw new Error('The build has published no application.')

const server = createServer((request, response) => {
  // Set here whatever the client claims: Kit builds the page's own origin and the client's address from them.
  request.headers[SCHEME_HEADER] = schemeOf(request, config)
  request.headers[ADDRESS_HEADER] = addressOf(request, config)
  handler(request, response)
})
application.attach(server)
server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `PORT ${config.port} is in use: stop what listens there or set another PORT.`
      : `The server cannot listen on HOST ${config.host}, PORT ${config.port}: ${error.message}`,
  )
  process.exit(1)
})
server.listen(config.port, config.host, greet)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)

async function greet() {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const origin = config.origin ?? `http://localhost:${port}`
  console.log(`Canevas: ${origin}`)
  const setup = await application!.setupPath()
  if (setup) console.log(`First account, this link once: ${origin}${setup}`)
}

async function stop() {
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  server.close()
  server.closeIdleConnections()
  try {
    await application!.close()
    process.exit(0)
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}

function configOrExit(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Kit's handler reads the environment while it loads: without ORIGIN it would take every form for a foreign one. */
async function loadHandler(config: Config): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  if (config.origin) process.env.ORIGIN = config.origin
  else {
    delete process.env.ORIGIN
    process.env.PROTOCOL_HEADER = SCHEME_HEADER
  }
  process.env.ADDRESS_HEADER = ADDRESS_HEADER
  // A référentiel of 5 MB, and the form around it.
  process.env.BODY_SIZE_LIMIT = '8M'
  const built = new URL('../build/handler.js', import.meta.url).href
  return ((await import(built)) as { handler: (request: IncomingMessage, response: ServerResponse) => void }).handler
}
