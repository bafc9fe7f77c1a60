type Variable = {
	readonly name: string;
	/** It says what else it would be, or fails by itself when it isn't set. */
	readonly hasDefault: boolean;
};

/** `$$` is a dollar sign; `${NAME}`, `$NAME`, and with `:-`, `-`, `:?`, `?` (docker/cli, cli/compose/template). */
const pattern =
	/\$(?:(?<escaped>\$)|\{(?<braced>[_a-z][_a-z0-9]*)(?<rest>:?[-?+][^}]*)?\}|(?<named>[_a-z][_a-z0-9]*))/gi;

export const variablesIn = (text: string): readonly Variable[] =>
	[...text.matchAll(pattern)].flatMap(({groups}) => {
		const name = groups?.['braced'] ?? groups?.['named'];
		return name === undefined ? [] : [{name, hasDefault: groups?.['rest'] !== undefined}];
	});
