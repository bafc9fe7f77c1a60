import {expect, test} from 'vitest';
import {placesIn} from '../../source/files/places.ts';

test("folders follow XDG, and are skep's own", () => {
	const environment = {XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '/k', HOME: '/home/kim'};

	expect(placesIn(environment)).toEqual({config: '/c/skep', state: '/s/skep', cache: '/k/skep'});
});

test('unset, empty and relative ones fall back to the usual', () => {
	const usual = {
		config: '/home/kim/.config/skep',
		state: '/home/kim/.local/state/skep',
		cache: '/home/kim/.cache/skep',
	};

	expect(placesIn({HOME: '/home/kim'})).toEqual(usual);
	expect(placesIn({HOME: '/home/kim', XDG_CONFIG_HOME: '', XDG_STATE_HOME: 'state', XDG_CACHE_HOME: './c'})).toEqual(
		usual,
	);
});
