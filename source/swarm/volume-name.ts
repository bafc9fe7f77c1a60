/** What the local driver calls a volume (moby volume/names): it refuses others on the node, task after task. */
export const isLocalVolumeName = (name: string) => /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);

/** Why a mount can't have this source, of a volume whose driver is named or isn't; templates are for the node to fill in. */
export const volumeSourceProblem = (source: string, driver: string): string | undefined => {
	if (source === '' || source.includes('{{') || !['', 'local'].includes(driver) || isLocalVolumeName(source)) {
		return;
	}

	return source.startsWith('/')
		? `${source} is no volume's name; a folder of the node is a mount of type bind`
		: `"${source}" is no volume's name: a letter or digit, then at least one letter, digit, - _ or dot`;
};
