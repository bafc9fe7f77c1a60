/** What comes from the swarm may hold anything: without escape sequences and controls it can't reach the terminal. */
export const clean = (text: string): string =>
	text
		.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]?|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b./gs, '')
		.replaceAll(/[\t-\r]+/g, ' ')
		.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '');
