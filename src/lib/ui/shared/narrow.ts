/** Where the panel of what is chosen is a sheet over the view (as in Inspector's styles): nothing opens it but choosing. */
import { MediaQuery } from 'svelte/reactivity'

export const narrow = new MediaQuery('max-width: 1020px')
