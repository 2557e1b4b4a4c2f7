/** The built application on a database of its own, for tests that drive it from outside: at a port that is free, over what `prepare` wrote. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#server/config.ts'
import { createServices, type Services } from '#server/services.ts'

export type BuiltServer<T> = { readonly port: number; readonly prepared: T; end(): Promise<void> }

export async function startBuilt<T>(prepare: (services: Services) => Promise<T>): Promise<BuiltServer<T>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-built-'))
  const services = await createServices(readConfig({ DATA_DIR: dataDir }))
  const prepared = await prepare(services)
  await services.close()
  const server = spawn(process.execPath, ['server/start.js'], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const port = await new Promise<number>((resolve, reject) => {
    let printed = ''
    server.stdout.on('data', (chunk: Buffer) => {
      const found = /Canevas: http:\/\/localhost:(\d+)/.exec((printed += chunk.toString()))?.[1]
      if (found) resolve(Number(found))
    })
    server.on('exit', () => reject(new Error(`The server ended.\n${printed}`)))
  })
  return {
    port,
    prepared,
    async end() {
      server.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
