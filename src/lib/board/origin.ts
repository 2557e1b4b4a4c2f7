/** Who a transaction comes from. `LOCAL` is the only one that undo follows. */
export const LOCAL = { from: 'here' } as const
/** Local, but never undone: a creation's hidden put (DESIGN §6.3). */
export const UNTRACKED = { from: 'here, untracked' } as const
/** Repairs, seeding, restoring: the server's own. */
export const SERVER = { from: 'server' } as const
