import {expect, test} from 'vitest';
import {verdicts} from '../../../source/swarm/problem-order.ts';
import {cureOf} from '../../../source/ui/rows/cures.ts';
import type {NeedsRow} from '../../../source/ui/rows/needs-rows.ts';

const row = (verdict: string): NeedsRow => ({
	id: 'swarm',
	verdict,
	tone: 'look',
	name: '',
	standing: '',
	since: '',
	cause: '',
	subject: {kind: 'swarm'},
});

const fallback = cureOf(row('SOMETHING ELSE')).words;

test.each(verdicts.map(verdict => [verdict]))('%s has a way out of its own', verdict => {
	expect(cureOf(row(verdict)).words).not.toBe(fallback);
});
