/** 1 services, 2 nodes, 3 tasks, 4 logs. */
export type PaneNumber = 1 | 2 | 3 | 4;

/** The lines of a pane, below its title: what is in its columns, down to the next title or the footer. */
export function paneIn(lines: readonly string[], number: PaneNumber): readonly string[] {
	const title = new RegExp(`── ${number} [A-Z]`);
	const top = lines.findIndex(line => title.test(line));
	const left = lines[top]?.search(title) ?? 0;
	const neighbour = lines[top]?.slice(left + 4).search(/── \d [A-Z]/) ?? -1;
	const right = neighbour < 0 ? undefined : left + 4 + neighbour;

	if (top < 0) {
		return [];
	}

	const below = lines.slice(top + 1);
	const next = below.findIndex(line => /── \d [A-Z]/.test(line));
	const end = next < 0 ? below.length - 1 : next;

	return below.slice(0, end).map(line => line.slice(left, right));
}

/** The row whose first column, or second where that is a count, holds the name; its spaces folded, without signs. */
export function rowIn(pane: readonly string[], name: string): string | undefined {
	const row = pane.find(line => withoutSigns(line).split(' ')[0] === name);

	return row === undefined ? undefined : withoutSigns(row);
}

const withoutSigns = (line: string) => line.slice(3).trim().replaceAll(/\s+/g, ' ');

/** What the open dialog says, spaces and line breaks folded: the block in the middle, from its title to its rule. */
export function dialogIn(lines: readonly string[], columns: number): string {
	const width = Math.min(columns - 4, 100);
	const left = Math.floor((columns - width) / 2);
	const middle = lines.map(line => line.slice(left, left + width));
	const top = middle.findIndex(line => /^── \S/.test(line));
	const bottom = middle.findIndex((line, index) => index > top && /^─+$/.test(line) && line.length === width);

	return top < 0 || bottom < 0 ? '' : middle.slice(top, bottom).join(' ').replaceAll(/\s+/g, ' ').trim();
}
