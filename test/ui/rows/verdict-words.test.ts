import {expect, test} from 'vitest';
import type {Convergence} from '../../../source/swarm/convergence.ts';
import {stateWords} from '../../../source/ui/rows/verdict-words.ts';
import {ago, now, service} from '../../helpers/builders.ts';

const words = (state: Convergence) =>
	stateWords(service('web'), {state, alive: 0, wanted: 1, updated: 0, lost: 0}, undefined, now);

test('what never ran is no crash loop', () => {
	const failing = {kind: 'failing', since: ago(20), failures: 3} as const;
	expect(words({...failing, error: 'No such image: shop/web:9', exitCode: undefined})).toBe('fails to start');
	expect(words({...failing, error: 'task: non-zero exit (3)', exitCode: 3})).toBe('crash loop, exit 3');
});

test('one task is lost with its node, two with theirs', () => {
	expect(words({kind: 'lost', tasks: 1})).toBe('1 lost with its node');
	expect(words({kind: 'lost', tasks: 2})).toBe('2 lost with their node');
});
