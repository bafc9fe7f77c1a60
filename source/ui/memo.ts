/** Remembers the last answer: asked again with identical arguments, it gives the same object back. */
export function memo<Args extends readonly unknown[], Result>(compute: (...args: Args) => Result) {
	let last: {readonly args: Args; readonly result: Result} | undefined;

	return (...args: Args): Result => {
		if (last === undefined || args.some((arg, index) => !Object.is(arg, last?.args[index]))) {
			last = {args, result: compute(...args)};
		}

		return last.result;
	};
}
