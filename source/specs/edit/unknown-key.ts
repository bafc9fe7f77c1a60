import {type Fault, placeText} from './problem.ts';
import type {Shape} from './shape.ts';
import {similar} from './similar.ts';

/** Where else in the spec there is a field of that name. */
const placesOf = (name: string, shape: Shape, path: readonly string[] = []): readonly string[] => {
	if (shape.kind === 'list') {
		return placesOf(name, shape.of, path);
	}

	return shape.kind === 'object'
		? Object.entries(shape.fields).flatMap(([key, inner]) => [
				...(key === name ? [path.join('.')] : []),
				...placesOf(name, inner, [...path, key]),
			])
		: [];
};

/** What to say to a field that doesn't exist: the one that was probably meant, or where it belongs. */
export const unknownKey = (name: string, shape: Shape, path: Fault['path'], whole: Shape): string => {
	const here = placeText(path);
	const known = shape.kind === 'object' ? Object.keys(shape.fields) : [];
	const meant = similar(name, known);

	if (name === '') {
		return 'a field needs a name';
	}

	if (meant !== undefined) {
		return `there is no such field; is ${meant} meant?`;
	}

	const elsewhere = placesOf(name, whole).filter(place => place !== here);
	return elsewhere.length === 1 && elsewhere[0] !== ''
		? `there is no such field here; it belongs in ${elsewhere[0]}`
		: `there is no such field${known.length > 0 && known.length <= 6 ? ` here: there are ${known.join(', ')}` : ' here'}`;
};
