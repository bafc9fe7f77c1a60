/** What there is to try in each world: a key, where, and what for. */
export const tips = {
	shop: [
		{key: 'R', where: 'on shop_mailer', what: 'undo its bad release'},
		{key: 'D', where: 'on worker-1', what: 'drain it'},
		{key: ':', where: 'practice', what: 'lose a node'},
	],
	large: [
		{key: '/', where: 'web', what: 'only what matches'},
		{key: 's', where: 'on a service', what: 'scale it'},
		{key: ':', where: 'practice', what: 'lose a node'},
	],
} as const;
