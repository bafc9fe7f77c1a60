import {userInfo} from 'node:os';
import {expect, test} from 'vitest';
import {homeIn} from '../../source/files/home.ts';

test('home is HOME, else the one of the user, also where HOME is empty', () => {
	expect(homeIn({HOME: '/srv/me'})).toBe('/srv/me');
	expect(homeIn({})).toBe(userInfo().homedir);
	expect(homeIn({HOME: ''})).toBe(userInfo().homedir);
});

test('a user whom the system does not know ends nothing', () => {
	const unknown = () => {
		throw new Error('uv_os_get_passwd returned ENOENT');
	};
	expect(homeIn({}, unknown)).toBe('/');
	expect(homeIn({HOME: ''}, () => '')).toBe('/');
});
