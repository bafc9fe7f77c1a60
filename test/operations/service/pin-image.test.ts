import {expect, test} from 'vitest';
import type {Resources} from '../../../source/operations/resources.ts';
import {pinImage} from '../../../source/operations/service/pin-image.ts';

test('a login that can not be read is told as a clause, without what only programs need', async () => {
	const credentials = async () => {
		throw new Error("Docker's credentials in /home/me/.docker/config.json are no JSON object.");
	};
	const resources: Pick<Resources, 'engine' | 'credentials'> = {engine: {} as Resources['engine'], credentials};

	expect(await pinImage('shop/web:2', resources, new AbortController().signal)).toEqual({
		why: "the registry could not be asked: Docker's credentials in /home/me/.docker/config.json are no JSON object",
	});
});
