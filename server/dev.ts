/** `npm run dev`: the same sockets on Vite's own server. */
import { relative } from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import { readConfig } from './config.ts'
import { published, unpublish } from './published.ts'
import { SECURITY_HEADERS } from './securityHeaders.ts'

export function canevasSync(): Plugin {
  return {
    name: 'canevas-sync',
    apply: 'serve',
    // The same settings as `npm start`; a wrong one stops here too.
    config: () => {
      const { host, port } = readConfig(process.env)
      return { server: { host, port, strictPort: true } }
    },
    configureServer(vite) {
      const { httpServer } = vite
      if (!httpServer) return
      vite.middlewares.use((request, response, next) => {
        for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
        const application = published()
        if (!application?.watch(request, response) && !application?.poll(request, response)) next()
      })
      httpServer.once('listening', () => {
        start(vite).catch((error) => vite.config.logger.error(String(error)))
      })
      // Kit reloads pages by itself; rooms and the database live in the old modules, so the server starts anew with the new ones.
      vite.watcher.on('change', (file) => {
        if (relative(vite.config.root, file).startsWith('server/')) void stop().then(() => vite.restart())
      })
    },
  }
}

/** Through Vite's loader: the very modules that Kit's pages use. */
async function start(vite: ViteDevServer) {
  const hooks = (await vite.ssrLoadModule('/src/hooks.server.ts')) as { init: () => Promise<void> }
  await hooks.init()
  const application = published()!
  application.attach(vite.httpServer as Parameters<typeof application.attach>[0], { alone: false })
  const setup = await application.setupPath()
  if (setup)
    vite.config.logger.info(
      `\n  First account, this link once: ${vite.resolvedUrls?.local[0] ?? ''}${setup.slice(1)}\n`,
    )
}

async function stop() {
  const application = published()
  unpublish()
  await application?.close()
}
