import {dottedName} from '../../swarm/task.ts';
import {age} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {toneOf} from '../rows/verdict-words.ts';
import {clean} from '../text/clean.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {WhyFacts} from './facts.ts';

/** What is asked about, how it stands and since when. */
export function drawWhyHead(facts: WhyFacts, width: number): string {
	const {verdict, place, connection} = facts;
	const {name, words} = subjectOf(facts);
	// A sentence goes on; a state stands by itself.
	const gap = words.startsWith('is ') ? ' ' : '   ';
	const left = ` ${tone('bold', `WHY  ${name}`)}${gap}${tone(toneOf(verdict) ?? 'plain', words)}   ${verdict.alive}/${verdict.wanted}`;
	const end = `${tone(connection.tone, connection.text)} `;
	const withPlace = `${tone('dim', place)}   ${end}`;
	const right = cells(left) + cells(withPlace) + 2 <= width ? withPlace : end;
	return `${fitStyled(left, width - cells(right) - 1)} ${right}`;
}

function subjectOf({service, pending, standing, now}: WhyFacts) {
	if (pending === undefined) {
		return {name: clean(service.name), words: standing};
	}

	const {tasks, since} = pending;
	const [only, ...others] = tasks;
	const isOne = only?.slot !== undefined && others.length === 0;
	const times = `pending ${age(now - since)}, since ${clock(since)}`;
	return {
		name: clean(isOne ? dottedName(service.name, only) : service.name),
		words: isOne ? `is ${times}` : `${count(tasks.length, 'task')} ${times}`,
	};
}
