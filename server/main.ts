/** The production entry: an HTTP server around Kit's handler, and the board sockets. Imports no module that holds state (published.ts). */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LIMITS } from '#lib/domain/schema/limits.ts'
import { readConfig, WrongSetting, type Config } from '#server/config.ts'
import { createHttpServer } from '#server/http.ts'
import { createLogger } from '#server/log.ts'
import { addressOf, schemeOf } from '#server/origin.ts'
import { endWithWhatIsPiped } from '#server/piped.ts'
import { published } from '#server/published.ts'
import { oneATurn } from '#server/turns.ts'

const SCHEME_HEADER = 'x-canevas-scheme'
const ADDRESS_HEADER = 'x-canevas-address'
/** Leaves time for the last edits, and ends before a supervisor loses patience. */
const STOP_WITHIN_MS = 9_000

const config = configOrExit()
const logger = createLogger()
const handler = await loadHandler(config)
const application = published()
if (!application) throw new Error('The build has published no application.')

const inTurn = oneATurn()
const server = createHttpServer(config, (request, response) => {
  endWithWhatIsPiped(response, (error) => logger.error('a file went while it was sent', error))
  if (application.watch(request, response) || application.poll(request, response)) return
  // Set here whatever the client claims: Kit builds the page's own origin and the client's address from them.
  request.headers[SCHEME_HEADER] = schemeOf(request, config)
  request.headers[ADDRESS_HEADER] = addressOf(request, config)
  inTurn(() => handler(request, response))
})
application.attach(server)
if (config.metrics.port !== null) listen(watchers(), 'METRICS_PORT', config.metrics.port)
listen(server, 'PORT', config.port, greet)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)

/** A port of its own for whoever watches: it answers until the very end, and nobody else is to reach it. */
function watchers(): Server {
  return createHttpServer(config, (request, response) => {
    if (!application!.watch(request, response, { apart: true })) response.writeHead(404).end()
  })
}

function listen(to: Server, variable: string, port: number, then?: () => void) {
  to.on('error', (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `${variable} ${port} is in use: stop what listens there or set another ${variable}.`
        : `The server cannot listen on HOST ${config.host}, ${variable} ${port}: ${error.message}`,
    )
    process.exit(1)
  })
  to.listen(port, config.host, then)
}

async function greet() {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const origin = config.origin ?? `http://localhost:${port}`
  console.log(`Canevas: ${origin}`)
  logger.info('started', { port })
  const setup = await application!.setupPath()
  if (setup) console.log(`First account, this link once: ${origin}${setup}`)
}

async function stop(signal: NodeJS.Signals) {
  logger.info('stopping', { signal })
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  server.close()
  server.closeIdleConnections()
  try {
    await application!.close()
    logger.info('stopped')
    process.exit(0)
  } catch (error) {
    logger.error('stopped badly', error)
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
  const folder = process.env.BUILD_DIR
  if (!folder) throw new Error('Start the server with npm start: it knows which build belongs to these sources.')
  process.env.CLIENT_FILES = join(folder, 'client')
  // A board's copy and the form around it; the door lets nothing else be as large.
  process.env.BODY_SIZE_LIMIT = String(LIMITS.copyBytes)
  const built = pathToFileURL(join(folder, 'handler.js')).href
  return ((await import(built)) as { handler: (request: IncomingMessage, response: ServerResponse) => void }).handler
}
