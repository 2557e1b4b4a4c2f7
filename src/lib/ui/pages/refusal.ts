/** A refusal before any page was asked, in the form that the asker reads: of a form's script, of a script, or of a person. */
export function refusal(request: Request, status: number, message: string): Response {
  // Kit's `enhance` reads what an action answers (`ActionResult`).
  if (request.headers.has('x-sveltekit-action')) return Response.json({ type: 'error', error: { message } }, { status })
  if (request.headers.get('accept')?.includes('application/json')) return Response.json({ message }, { status })
  return new Response(message, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
