import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = ({ locals }) => ({
  who: locals.session && { id: locals.session.person.id, kind: locals.session.kind, name: locals.session.person.name },
})
