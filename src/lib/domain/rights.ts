/** Who may do what on a board: one pure table. The server refuses by it, the interface hides by it. */

/** From the most to the least. */
export const ROLES = ['facilitator', 'coordinator', 'participant', 'observer'] as const
export type Role = (typeof ROLES)[number]
/** What a link may make of who follows it. */
export const INVITED = ['participant', 'observer'] as const satisfies readonly Role[]
export type Invited = (typeof INVITED)[number]

const TABLE = {
  'board.read': ['facilitator', 'coordinator', 'participant', 'observer'],
  'board.write': ['facilitator', 'coordinator', 'participant'],
  'board.settings': ['facilitator', 'coordinator'],
  // Held by the interface alone: an atelier opens and closes views and writing for those who take part.
  'views.all': ['facilitator', 'coordinator'],
  'writing.anytime': ['facilitator', 'coordinator'],
  // Is told how many points are left to correct before it is validated.
  'referentiel.validate': ['facilitator', 'coordinator'],
  'board.copy': ['facilitator', 'coordinator'],
  'board.import': ['facilitator', 'coordinator'],
  'board.remove': ['facilitator'],
  'journal.read': ['facilitator'],
  'image.place': ['facilitator'],
  'snapshot.read': ['facilitator', 'coordinator', 'participant', 'observer'],
  'snapshot.keep': ['facilitator', 'coordinator'],
  'snapshot.restore': ['facilitator', 'coordinator'],
  'invitation.make': ['facilitator', 'coordinator'],
  'invitation.revoke': ['facilitator', 'coordinator'],
  // Only who has fewer rights: `leads`.
  'member.remove': ['facilitator', 'coordinator'],
  'download.plain': ['facilitator', 'coordinator', 'participant', 'observer'],
  // Influence, interest, position and salience are working notes (USE §1.10).
  'download.sensitive': ['facilitator', 'coordinator'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof TABLE

export const may = (role: Role, action: Action): boolean => (TABLE[action] as readonly Role[]).includes(role)

/** One person may send another away. */
export const leads = (role: Role, other: Role): boolean =>
  may(role, 'member.remove') && ROLES.indexOf(role) < ROLES.indexOf(other)

/** The role that allows most, of those that a person holds. */
export const highest = (roles: readonly Role[]): Role | null => ROLES.find((role) => roles.includes(role)) ?? null
