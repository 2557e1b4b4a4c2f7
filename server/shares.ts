/**
 * Connections that hold something: so many in all and of one network. Beyond, whoever has most loses the one that began first, so that a stranger's thousand
 * cost nobody else theirs, and whoever comes is served: who they are is known only once their request is read.
 */
import type { Socket } from 'node:net'
import { networkOf } from './network.ts'

export function createShares({ most, mostEach }: { readonly most: number; readonly mostEach: number }) {
  /** In the order in which they took it. */
  const networks = new Map<string, Set<Socket>>()
  const names = new WeakMap<Socket, string>()
  let size = 0

  function giveBack(socket: Socket): void {
    const network = names.get(socket) ?? ''
    const own = networks.get(network)
    if (!own?.delete(socket)) return
    size--
    if (own.size === 0) networks.delete(network)
  }

  function end(socket: Socket): void {
    giveBack(socket)
    socket.destroy()
  }

  return {
    /** Again: as if it had just begun. */
    take(socket: Socket): void {
      giveBack(socket)
      if (socket.destroyed) return
      // Asked once: a connection that is gone has no address any more.
      const network = names.get(socket) ?? networkOf(socket.remoteAddress ?? '')
      names.set(socket, network)
      const own = networks.get(network) ?? new Set()
      networks.set(network, own.add(socket))
      size++
      if (own.size > mostEach) end(oldest(own))
      else if (size > most) end(oldest(largest(networks)))
    },
    giveBack,
  }
}

const oldest = (sockets: ReadonlySet<Socket>): Socket => sockets.values().next().value!

const largest = (networks: ReadonlyMap<string, ReadonlySet<Socket>>): ReadonlySet<Socket> =>
  [...networks.values()].reduce((a, b) => (b.size > a.size ? b : a))
